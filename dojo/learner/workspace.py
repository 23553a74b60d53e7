"""What a learner does with a file of theirs: begin again, or compare."""

from datetime import datetime
from difflib import unified_diff
from itertools import chain, count
from pathlib import Path

from dojo.exercises import LEARNER, REFERENCE, Exercise, pristine_stub
from dojo.reporting.sources import lines_of


def reset(exercise: Exercise) -> Path | None:
    """Put a module's stub back and keep what was there beside it.

    Returns:
        Where the learner's version is now; None if the file was the stub, whatever
        its line ends, or missing.
    """
    path = LEARNER / f"{exercise.module}.py"
    stub = pristine_stub(exercise)
    kept = None
    if path.exists():
        if path.is_file() and lines_of(path) == stub.splitlines():
            return None
        kept = _free_name(path)
        path.rename(kept)
    path.write_text(stub, encoding="utf-8", newline="\n")
    return kept


def difference(exercise: Exercise) -> str:
    """Return how the learner's module differs from the reference, as a unified diff."""
    file = f"{exercise.module}.py"
    yours, theirs = lines_of(LEARNER / file), lines_of(REFERENCE / file)
    lines = unified_diff(yours, theirs, "yours", "the reference", lineterm="")
    return "\n".join(lines)


def _free_name(path: Path) -> Path:
    """Return a name beside a file that says when, and that nothing has."""
    time = datetime.now().strftime("%Y-%m-%d_%H-%M-%S")
    suffixes = chain([""], (f"_{number}" for number in count(2)))
    names = (path.with_name(f"{path.stem}.{time}{suffix}.py") for suffix in suffixes)
    return next(name for name in names if not name.exists())
