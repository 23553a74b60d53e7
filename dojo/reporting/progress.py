"""How far a package has come: what the outcomes of its tests add up to."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from pathlib import Path

from dojo.exercises import LEARNER, REFERENCE
from dojo.reporting.outcome import Outcome, first_unfinished


@dataclass(frozen=True)
class Progress:
    """How far a package has come."""

    outcomes: Sequence[Outcome]
    tree: Path
    """The folder that holds the `echornn` under test."""
    diagnosis: str | None = None
    """The misconception that the first failure looks like."""
    running: int | None = None
    """The exercise that is being checked just now."""
    to_run: int = 0
    """How many of its tests have not been run yet."""

    @property
    def first(self) -> Outcome | None:
        """What to look at next."""
        return first_unfinished(self.outcomes)

    def diagnosed(self, diagnose: Callable[[str], str | None]) -> "Progress":
        """Return the same, with what the first failure looks like to `diagnose`."""
        first = self.first
        if first and first.task and first.state in ("wrong", "crashed"):
            return replace(self, diagnosis=diagnose(first.task))
        return self


def name_of(tree: Path) -> str:
    """Return what a person calls the package in this folder."""
    names = {LEARNER: "your code in echornn/", REFERENCE: "the reference solutions"}
    return names.get(tree / "echornn", str(tree / "echornn"))
