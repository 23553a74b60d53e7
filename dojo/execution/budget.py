"""How long the judge waits: for an exercise, and for a whole run."""

from math import inf
from typing import Optional

from dojo.exercises import Exercise

EXERCISE = 90.0
"""Seconds for an exercise."""
WITH_TENSORFLOW = 300.0
"""Seconds for an exercise with TensorFlow, because eager training is slow."""
RUN = 900.0
"""Seconds for all exercises in a run."""


class Budget:
    """The seconds that may be spent on waiting."""

    def __init__(
        self, seconds: float = inf, part_of: Optional["Budget"] = None
    ) -> None:
        """Make a budget.

        Args:
            seconds: how many seconds there are.
            part_of: another budget; what is spent here is also spent there.
        """
        self._seconds = seconds
        self._whole = part_of

    @classmethod
    def of(cls, exercise: Exercise, part_of: Optional["Budget"] = None) -> "Budget":
        """Return the budget of an exercise."""
        seconds = WITH_TENSORFLOW if exercise.needs_tensorflow else EXERCISE
        return cls(seconds, part_of)

    @property
    def left(self) -> float:
        return min(self._seconds, self._whole.left if self._whole else inf)

    def spend(self, seconds: float) -> None:
        self._seconds = max(0.0, self._seconds - seconds)
        if self._whole:
            self._whole.spend(seconds)
