"""Texts that are too long to be read where they stand."""


def shortened(text: str, most: int) -> str:
    """Return a text of at most so many lines: its beginning and its last line."""
    lines = text.splitlines()
    if len(lines) <= most:
        return text
    return "\n".join([*lines[: most - 2], "...", lines[-1]])
