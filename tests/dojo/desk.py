"""What a learner does with a file of theirs: begin again, or compare."""

from datetime import datetime
from difflib import unified_diff
from itertools import chain, count
from pathlib import Path

from dojo.stubs import stub_source
from dojo.tasks import LEARNER, REFERENCE


def reset(module: str) -> Path | None:
    """Put a module's stub back and keep what was there beside it.

    Returns:
        Where the learner's version is now; None if the file was the stub, or missing.

    Raises:
        FileNotFoundError: there is no reference to make a stub from.
    """
    path = LEARNER / f"{module}.py"
    stub = stub_source(_reference(module))
    kept = None
    if path.exists() and path.read_bytes() != stub.encode():
        kept = _free_name(path)
        path.rename(kept)
    path.write_text(stub, encoding="utf-8")
    return kept


def difference(module: str) -> str:
    """Return how the learner's module differs from the reference, as a unified diff."""
    yours = (LEARNER / f"{module}.py").read_text(encoding="utf-8")
    sides = yours.splitlines(), _reference(module).splitlines()
    return "\n".join(unified_diff(*sides, "yours", "the reference", lineterm=""))


def _reference(module: str) -> str:
    return (REFERENCE / f"{module}.py").read_text(encoding="utf-8")


def _free_name(path: Path) -> Path:
    """Return a name beside a file that says when, and that nothing has."""
    time = datetime.now().strftime("%Y-%m-%d_%H-%M-%S")
    suffixes = chain([""], (f"_{number}" for number in count(2)))
    names = (path.with_name(f"{path.stem}.{time}{suffix}.py") for suffix in suffixes)
    return next(name for name in names if not name.exists())
