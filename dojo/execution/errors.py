"""Put into words why a module cannot be imported, and how a process ended."""

import re
import signal
from pathlib import Path

from dojo.confinement.tampering import Tampering
from dojo.reporting.locations import Absent, absent, short, where
from dojo.reporting.sources import undecodable_line

FIRST_OF_WINDOWS = 0x80000000
"""The lowest exit status with which Windows reports a crash."""


def describe(error: BaseException, tree: Path) -> str:
    """Describe an error in one paragraph, with the learner's file and line."""
    kind, text = type(error).__name__, str(error)
    if isinstance(error, Tampering | Absent):
        return text
    if isinstance(error, SyntaxError | ValueError) and (place := _no_text(error, tree)):
        return f"{place} cannot be read: save the file as UTF-8"
    if isinstance(error, SyntaxError):
        place = f"{short(str(error.filename))}, line {error.lineno or 1}"
        code = f"\n    {error.text.strip()}" if error.text else ""
        return f"{place}: {kind}: {error.msg}{code}"
    if isinstance(error, ModuleNotFoundError) and "echornn." in str(error.name):
        return absent(tree / f"{str(error.name).replace('.', '/')}.py")
    return f"{where(error, tree)}: {kind}: {text}"


def _no_text(error: SyntaxError | ValueError, tree: Path) -> str | None:
    """Return the file and line that Python could not decode, if that is the error.

    Not every Python version names the file. The bad character may be in a comment.
    """
    if not re.search("unicode error|null bytes|encoding problem", str(error)):
        return None
    named = getattr(error, "filename", None)
    files = [Path(named)] if named else sorted((tree / "echornn").glob("*.py"))
    bad = ((path, undecodable_line(path)) for path in files)
    return next((f"{short(path)}, line {line}" for path, line in bad if line), None)


def ending(exitcode: int | None, printed: str) -> str:
    """Say how a process ended, from its exit code and what it printed until then."""
    if exitcode is not None and not 0 <= exitcode < FIRST_OF_WINDOWS:
        name = _name_of_crash(exitcode)
        return f"crashed the interpreter ({name}{last_own_line(printed)})"
    return f"ended the whole program with exit status {exitcode}"


def last_own_line(printed: str) -> str:
    """Find the learner's line in the output of Python's faulthandler."""
    frames = re.findall(r'File "[^"]*?echornn[\\/](\w+\.py)", line (\d+)', printed)
    return f" at echornn/{frames[0][0]}, line {frames[0][1]}" if frames else ""


def _name_of_crash(exitcode: int) -> str:
    try:
        return signal.Signals(-exitcode).name
    except ValueError:  # a real-time signal, or Windows, which has none
        return f"signal {-exitcode}" if exitcode < 0 else f"error {exitcode:#x}"
