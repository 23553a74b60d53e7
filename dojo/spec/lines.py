"""Shorten texts that have too many lines."""


def shortened(text: str, most: int) -> str:
    """Return at most this many lines of a text: its beginning and its last line."""
    lines = text.splitlines()
    if len(lines) <= most:
        return text
    return "\n".join([*lines[: most - 2], "...", lines[-1]])
