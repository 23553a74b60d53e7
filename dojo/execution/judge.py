"""Judge a package by a spec file, in a process that may hang, crash, exit or lie.

The learner's code never runs in the process that judges it. The list of tests comes
from the spec. A `Worker` runs them in a process that imports the learner's code, and
receives the outcome of each test. If an outcome does not arrive, because the process
ended, was killed or sent something else, the judge fills it in. So no test counts as
passed unless the judge has seen it pass.
"""

from collections.abc import Callable, Generator, Iterator, Sequence
from math import inf

from dojo.execution.budget import Budget
from dojo.execution.channel import plain
from dojo.execution.known import known_tests
from dojo.execution.messages import (
    Broken,
    Diagnose,
    Diagnosed,
    Job,
    Run,
    SpecTest,
    Tested,
)
from dojo.execution.process import GRACE, Crash, Process
from dojo.exercises import exercise_of
from dojo.reporting.outcome import Outcome, State, broken

DIAGNOSIS_LIMIT = 5.0
"""Seconds to compare a function with the known mistakes."""


class Worker:
    """Runs the tests of a spec file against a package, on demand."""

    def __init__(
        self, job: Job, *, budget: Budget | None = None, preloaded: bool = False
    ) -> None:
        """Start the process, which waits until it is told to collect.

        Args:
            job: the spec file, and the tree to test.
            budget: the time for the whole exercise; by default, the usual time.
            preloaded: fork from the process that has loaded TensorFlow, needed or not.
        """
        self._job = job
        self._preloaded = preloaded
        self._budget = budget or Budget.of(job.exercise)
        self.tests: tuple[SpecTest, ...] = ()
        """All tests, however they will end."""
        self.problem: str | None = None
        """The reason why no test can be run."""
        self._crashes: dict[str, Crash] = {}
        """What happened to the process, by the task whose test it was running."""
        self._process = self._start()

    def _start(self) -> Process:
        return Process(self._job, budget=self._budget, preloaded=self._preloaded)

    def collect(self) -> "Worker":
        """Find out which tests there are, and import the learner's module."""
        self._process.start_collecting()
        known = known_tests(self._job, self._preloaded)
        self.problem = known.problem or self._problem_of_import()
        wanted = self._job.task
        self.tests = tuple(t for t in known.tests if wanted in (None, t.task))
        return self

    def _problem_of_import(self) -> str | None:
        match self._process.collected():
            case Broken(problem):
                return self._with_importer(plain(problem))
            case Crash(message):
                return f"{self._module}: the import {message}"
        return None

    @property
    def _module(self) -> str:
        return f"echornn/{self._job.exercise.module}.py"

    def _with_importer(self, problem: str) -> str:
        """Say which module needs the faulty one, if that is another module."""
        is_elsewhere = problem.startswith("echornn/") and self._module not in problem
        return f"{problem}\n({self._module} needs it)" if is_elsewhere else problem

    def judge(
        self,
        first: Callable[[SpecTest], bool] = lambda test: False,
        run: Callable[[Sequence[str]], Iterator[Outcome]] | None = None,
    ) -> Iterator[Outcome]:
        """Collect the tests and run them all; yield the outcome of each.

        Args:
            first: tells whether a test runs before the others.
            run: runs the tests instead of this worker's own `run`.
        """
        self.collect()
        if self.problem and not self.tests:
            yield broken(self._job.exercise.number, self.problem)
        tests = sorted(self.tests, key=lambda test: not first(test))
        yield from (run or self.run)([test.nodeid for test in tests])

    def run(self, nodeids: Sequence[str]) -> Iterator[Outcome]:
        """Run these tests in this order; yield the outcome of each.

        If the process ends, the test has crashed. The remaining tests of its task are
        not run. Those of other tasks are run in a new process.
        """
        by_id = {test.nodeid: test for test in self.tests}
        pending = [by_id[nodeid] for nodeid in nodeids]
        while pending:
            if self.problem:
                yield from (outcome_of_test(t, "broken", self.problem) for t in pending)
                return
            ended = [test for test in pending if test.task in self._crashes]
            yield from (self._crashed(test) for test in ended)
            pending = [test for test in pending if test not in ended]
            if pending and (crash := (yield from self._outcomes(pending))):
                blamed = pending if self._budget.left <= 0 else pending[:1]
                self._crashes.update((test.task, crash) for test in blamed)
                self.stop()

    def _outcomes(
        self, pending: list[SpecTest]
    ) -> Generator[Outcome, None, Crash | None]:
        """Yield outcomes, and take finished tests off `pending`; return on a crash."""
        if self._process.stopped:
            self._process = self._start()
            self._process.start_collecting()
            if problem := self._problem_of_import():
                return Crash(problem)
        self._process.tell(Run(tuple(test.nodeid for test in pending)))
        while pending:
            test = pending[0]
            seconds = inf if test.limit is None else test.limit + GRACE
            try:
                came = self._process.expect(Tested, seconds)
            except BaseException:  # an interrupt: the answer is not needed any more
                self.stop()
                raise
            if isinstance(came, Crash):
                return came
            if came.nodeid != test.nodeid:
                return Crash(f"interfered with the judge (reports on {came.nodeid})")
            pending.pop(0)
            yield outcome_of_test(
                test, came.state, came.message, came.trace, came.output
            )
        return None

    def _crashed(self, test: SpecTest) -> Outcome:
        crash = self._crashes[test.task]
        return outcome_of_test(test, crash.state, f"{test.task_name} {crash.message}")

    def diagnose(self, task: str) -> str | None:
        """Return a sentence about the mistake in a task's function, if there is one.

        Call this only after all tests have been run.
        """
        if self._process.stopped:
            return None
        self._process.tell(Diagnose(task))
        came = self._process.expect(Diagnosed, DIAGNOSIS_LIMIT)
        return came.sentence if isinstance(came, Diagnosed) else None

    def kill(self) -> None:
        """End the process, and every process that it has started."""
        self._process.kill()

    def stop(self) -> None:
        """End the process, and release what it uses."""
        self._process.stop()


def run_spec(job: Job, within: float, first: str | None = None) -> Iterator[Outcome]:
    """Run spec tests against a tree, with replacements; yield the outcome of each.

    Args:
        job: the tests, the tree and the replacements.
        within: the time limit in seconds; tests that are left then do not pass.
        first: the name of a test that runs before the others.
    """
    worker = Worker(job, budget=Budget(within), preloaded=True)
    try:
        yield from worker.judge(lambda test: test.name == first)
    finally:
        worker.stop()


def outcome_of_test(
    test: SpecTest, state: State, message: str, trace: str = "", output: str = ""
) -> Outcome:
    """Return a test's outcome; all texts from the submission are made safe to show."""
    return Outcome(
        exercise=exercise_of(test.task),
        task=test.task,
        state=state,
        nodeid=test.nodeid,
        lesson=test.lesson,
        line=test.line,
        message=plain(message),
        trace=plain(trace),
        output=plain(output),
    )
