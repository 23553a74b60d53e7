"""Put into words why a learner's module cannot be imported."""

import re
from pathlib import Path

from dojo.execution.tampering import Tampering
from dojo.reporting.locations import Absent, absent, short, where
from dojo.reporting.sources import undecodable_line


def describe(error: BaseException, tree: Path) -> str:
    """Return an error in one paragraph, with the learner's file and line."""
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

    Which file it is, not every Python says; a comment may be in any encoding.
    """
    if not re.search("unicode error|null bytes|encoding problem", str(error)):
        return None
    named = getattr(error, "filename", None)
    files = [Path(named)] if named else sorted((tree / "echornn").glob("*.py"))
    bad = ((path, undecodable_line(path)) for path in files)
    return next((f"{short(path)}, line {line}" for path, line in bad if line), None)
