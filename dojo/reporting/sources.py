"""Read a learner's module as Python does: by its own encoding, with any line ends."""

from io import BytesIO, TextIOWrapper
from pathlib import Path
from tokenize import detect_encoding


def lines_of(path: Path) -> list[str]:
    """Return the lines of a module, as Python counts them, without their ends.

    What Python would not read is replaced: a file that is shown may be a broken one.
    """
    content = path.read_bytes()
    with TextIOWrapper(BytesIO(content), _encoding(content), "replace") as text:
        return [line.removesuffix("\n") for line in text]


def undecodable_line(path: Path) -> int | None:
    """Return the first line that is not in the module's encoding, None without one."""
    content = path.read_bytes()
    start = content.find(b"\0")  # UTF-16, for example
    try:
        content.decode(_encoding(content))
    except UnicodeDecodeError as error:
        start = error.start
    if start < 0:
        return None
    before = content[:start].replace(b"\r\n", b"\n").replace(b"\r", b"\n")
    return before.count(b"\n") + 1


def _encoding(content: bytes) -> str:
    try:
        return detect_encoding(BytesIO(content).readline)[0]
    except SyntaxError:  # it names none that exists, or its first lines are not UTF-8
        return "utf-8"
