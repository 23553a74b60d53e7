"""Write a file in one move: nobody ever reads half of it."""

from pathlib import Path


def write_whole(path: Path, content: bytes) -> None:
    """Write a file whole, or leave what is there.

    Raises:
        OSError: it cannot be written; a folder may have its name.
    """
    draft = path.with_name(f"{path.name}.draft")
    draft.write_bytes(content)
    try:
        draft.replace(path)
    except OSError:
        draft.unlink()
        raise
