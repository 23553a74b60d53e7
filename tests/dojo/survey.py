"""Check a package without pytest's own run: for the watch and the dojo's commands."""

from collections.abc import Iterable, Iterator
from pathlib import Path

from dojo.child import Job
from dojo.outcome import Outcome, broken
from dojo.report import Standing
from dojo.runner import Child
from dojo.tasks import ROOT, spec_file


class Survey:
    """One check of some exercises, in their order.

    Iterate over it to have it done. Another thread may stop it.
    """

    def __init__(
        self,
        exercises: Iterable[int],
        *,
        tree: Path = ROOT,
        everything: bool = False,
        urgent: frozenset[str | None] = frozenset(),
        warm: bool = False,
    ) -> None:
        """Prepare the check.

        Args:
            exercises: their numbers.
            tree: the folder that holds the `echornn` to check.
            everything: go on after an exercise that is not finished.
            urgent: the numbers of tasks whose tests are run before the others.
            warm: fork from the process that has TensorFlow, even if no test needs it.
        """
        self.exercises = list(exercises)
        self._tree = tree
        self._everything = everything
        self._urgent = urgent
        self._warm = warm
        self._stopped = False
        self._child: Child | None = None
        self.outcomes: list[Outcome] = []
        self._diagnosis: str | None = None
        self._at_work: int | None = self.exercises[0]
        self._to_run = 0

    @property
    def standing(self) -> Standing:
        """How far the package has come, as far as it is known by now."""
        return Standing(
            tuple(self.outcomes),
            self._tree,
            self._diagnosis,
            self._at_work,
            self._to_run,
        )

    def __iter__(self) -> Iterator[Outcome]:
        for exercise in self.exercises:
            self._at_work = exercise
            for outcome in self._check(exercise):
                self.outcomes.append(outcome)
                yield outcome
            if self._stopped or not (self._everything or self.standing.first is None):
                break
        self._at_work = None

    def stop(self) -> None:
        """End it at once; what is known stays known."""
        self._stopped = True
        if self._child:
            self._child.kill()

    def _check(self, exercise: int) -> Iterator[Outcome]:
        child = self._child = Child(
            Job(spec_file(exercise), self._tree), warm=self._warm
        )
        if self._stopped:  # meanwhile
            child.kill()
        try:
            child.collect()
            if child.problem and not self._stopped:
                yield broken(exercise, child.problem)
            tests = sorted(child.tests, key=lambda test: test.task not in self._urgent)
            ids = [test.nodeid for test in tests]
            self._to_run = len(ids)
            for outcome in child.run(ids):
                if self._stopped:
                    return
                self._to_run -= 1
                yield outcome
            first = self.standing.first
            if first and first.exercise == exercise:
                self._diagnosis = self.standing.diagnosed(child.diagnose).diagnosis
        finally:
            child.stop()
