"""Check a package without pytest's own run: for the watch and the dojo's commands."""

from collections.abc import Iterable, Iterator, Sequence
from pathlib import Path

from dojo.execution.budget import RUN, Budget
from dojo.execution.judge import Worker
from dojo.execution.messages import Job
from dojo.execution.pair import run_helped
from dojo.exercises import EXERCISES, ROOT
from dojo.reporting.outcome import Outcome
from dojo.reporting.progress import Progress


class Check:
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
        preloaded: bool = False,
    ) -> None:
        """Prepare the check.

        Args:
            exercises: their numbers.
            tree: the folder that holds the `echornn` to check.
            everything: go on after an exercise that is not finished.
            urgent: the numbers of tasks whose tests are run before the others.
            preloaded: fork from the process that has TensorFlow, needed or not.
        """
        self.exercises = list(exercises)
        self._tree = tree
        self._everything = everything
        self._urgent = urgent
        self._preloaded = preloaded
        self._stopped = False
        self._worker: Worker | None = None
        self.outcomes: list[Outcome] = []
        self._diagnosis: str | None = None
        self._running: int | None = self.exercises[0]
        self._whole = Budget(RUN)

    @property
    def progress(self) -> Progress:
        """How far the package has come, as far as it is known by now."""
        return Progress(
            tuple(self.outcomes),
            self._tree,
            self._diagnosis,
            self._running,
            self._to_run,
        )

    @property
    def _to_run(self) -> int:
        """How many tests of the exercise that is checked have not been run yet."""
        done = sum(outcome.exercise == self._running for outcome in self.outcomes)
        return len(self._worker.tests) - done if self._worker else 0

    def __iter__(self) -> Iterator[Outcome]:
        for exercise in self.exercises:
            self._running = exercise
            for outcome in self._check(exercise):
                self.outcomes.append(outcome)
                yield outcome
            if self._stopped or not (self._everything or self.progress.first is None):
                break
        self._running = None

    def stop(self) -> None:
        """End it at once; what is known stays known."""
        self._stopped = True
        if self._worker:
            self._worker.kill()

    def _check(self, exercise: int) -> Iterator[Outcome]:
        worker = self._worker = self._make_worker(exercise)
        if self._stopped:  # meanwhile
            worker.kill()

        def run(nodeids: Sequence[str]) -> Iterator[Outcome]:
            return run_helped(worker, nodeids, lambda: self._make_worker(exercise))

        try:
            for outcome in worker.judge(lambda test: test.task in self._urgent, run):
                if self._stopped:
                    return
                yield outcome
            first = self.progress.first
            if first and first.exercise == exercise:
                self._diagnosis = self.progress.diagnosed(worker.diagnose).diagnosis
        finally:
            worker.stop()

    def _make_worker(self, exercise: int) -> Worker:
        return Worker(
            Job(EXERCISES[exercise].spec_file, self._tree),
            budget=Budget.of(EXERCISES[exercise], part_of=self._whole),
            preloaded=self._preloaded,
        )
