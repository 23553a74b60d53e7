"""Judge a package by a spec file, with a process that may hang, crash, leave or lie.

The learner's code never runs in the process that judges it. Which tests there are is
known from the spec. A `Worker` has them run in a process that imports the learner's
code, and hears how each of them went. What it does not hear, because the process ended,
was killed or says something else, is written here in its place: nothing comes out green
that was not seen to pass.
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
    """Has the tests of a spec file run against a package, on demand."""

    def __init__(
        self, job: Job, *, budget: Budget | None = None, preloaded: bool = False
    ) -> None:
        """Start the process; it waits to be told to collect.

        Args:
            job: which spec file, against which tree.
            budget: how long the exercise may take, in all; without it, the usual time.
            preloaded: fork from the process that has TensorFlow, needed or not.
        """
        self._job = job
        self._preloaded = preloaded
        self._budget = budget or Budget.of(job.exercise)
        self.tests: tuple[SpecTest, ...] = ()
        """All tests, whatever becomes of them."""
        self.problem: str | None = None
        """Why none of them can be run."""
        self._crashes: dict[str, Crash] = {}
        """What happened to the process, by the task whose test was run."""
        self._process = self._start()

    def _start(self) -> Process:
        return Process(self._job, budget=self._budget, preloaded=self._preloaded)

    def collect(self) -> "Worker":
        """Learn which tests there are, and have the learner's module imported."""
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
        """Say that the fault is another module's, if it is."""
        is_elsewhere = problem.startswith("echornn/") and self._module not in problem
        return f"{problem}\n({self._module} needs it)" if is_elsewhere else problem

    def judge(
        self,
        first: Callable[[SpecTest], bool] = lambda test: False,
        run: Callable[[Sequence[str]], Iterator[Outcome]] | None = None,
    ) -> Iterator[Outcome]:
        """Collect the tests and run them all; yield how each of them went.

        Args:
            first: says which tests are run before the others.
            run: has them run, in place of this worker alone.
        """
        self.collect()
        if self.problem and not self.tests:
            yield broken(self._job.exercise.number, self.problem)
        tests = sorted(self.tests, key=lambda test: not first(test))
        yield from (run or self.run)([test.nodeid for test in tests])

    def run(self, nodeids: Sequence[str]) -> Iterator[Outcome]:
        """Run these tests in this order; yield how each of them went.

        When the process ends, the test has crashed. Other tests of its task are not
        tried any more, those of other tasks are, in a new process.
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
        """Yield outcomes, and take off `pending` what is done; return on a crash."""
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
            except BaseException:  # an interrupt: nobody will ask for the answer
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
        """Return the misconception that a task's function looks like, if it does.

        To be asked when all tests have been run.
        """
        if self._process.stopped:
            return None
        self._process.tell(Diagnose(task))
        came = self._process.expect(Diagnosed, DIAGNOSIS_LIMIT)
        return came.sentence if isinstance(came, Diagnosed) else None

    def kill(self) -> None:
        """End the process, and all that it has started."""
        self._process.kill()

    def stop(self) -> None:
        """End the process, and forget it."""
        self._process.stop()


def run_spec(job: Job, within: float, first: str | None = None) -> Iterator[Outcome]:
    """Run spec tests against a tree, with replacements; yield how each of them went.

    Args:
        job: which tests, which tree, which replacements.
        within: seconds. What has not passed by then has not passed.
        first: the name of the test that is run before the others.
    """
    worker = Worker(job, budget=Budget(within), preloaded=True)
    try:
        yield from worker.judge(lambda test: test.name == first)
    finally:
        worker.stop()


def outcome_of_test(
    test: SpecTest, state: State, message: str, trace: str = "", output: str = ""
) -> Outcome:
    """Return how a test went; what a submission has said is made fit to be shown."""
    return Outcome(
        exercise=exercise_of(test.task),
        task=test.task,
        state=state,
        nodeid=test.nodeid,
        lesson=test.lesson,
        message=plain(message),
        trace=plain(trace),
        output=plain(output),
    )
