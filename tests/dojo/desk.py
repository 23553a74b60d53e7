"""What a learner does with a file of theirs: begin again, or compare."""

from datetime import datetime
from difflib import unified_diff
from itertools import chain, count
from pathlib import Path

from dojo.tasks import LEARNER, REFERENCE, pristine_stub


def reset(module: str) -> Path | None:
    """Put a module's stub back and keep what was there beside it.

    Returns:
        Where the learner's version is now; None if the file was the stub, or missing.
    """
    path = LEARNER / f"{module}.py"
    stub = pristine_stub(module)
    kept = None
    if path.exists() and not (path.is_file() and path.read_bytes() == stub.encode()):
        kept = _free_name(path)
        path.rename(kept)
    path.write_text(stub, encoding="utf-8")
    return kept


def difference(module: str) -> str:
    """Return how the learner's module differs from the reference, as a unified diff."""
    yours = (LEARNER / f"{module}.py").read_text(encoding="utf-8")
    reference = (REFERENCE / f"{module}.py").read_text(encoding="utf-8")
    sides = yours.splitlines(), reference.splitlines()
    return "\n".join(unified_diff(*sides, "yours", "the reference", lineterm=""))


def _free_name(path: Path) -> Path:
    """Return a name beside a file that says when, and that nothing has."""
    time = datetime.now().strftime("%Y-%m-%d_%H-%M-%S")
    suffixes = chain([""], (f"_{number}" for number in count(2)))
    names = (path.with_name(f"{path.stem}.{time}{suffix}.py") for suffix in suffixes)
    return next(name for name in names if not name.exists())
