"""Run spec tests in a process of their own, which may hang, crash or leave.

The learner's code never runs in the process that judges it. A `Worker` imports it in a
process forked from one that has TensorFlow loaded, collects the tests of one spec file,
runs those it is told to, and sends back every report. What it cannot send, because it
ended or was killed, is written here in its place: nothing comes out green that was not
seen to pass.
"""

import os
import re
import signal
import sys
from collections.abc import Callable, Generator, Iterator, Sequence
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from functools import cache
from math import inf, isinf
from multiprocessing import get_all_start_methods, get_context
from pathlib import Path
from tempfile import TemporaryDirectory
from threading import Lock
from time import monotonic
from typing import Any

from dojo.execution.messages import (
    Broken,
    Collect,
    Collected,
    Diagnose,
    Diagnosed,
    Exiting,
    Job,
    Run,
    SpecTest,
    Tested,
)
from dojo.execution.worker import serve
from dojo.exercises import exercise_of
from dojo.reporting.outcome import Outcome, broken
from echolab.runtime import silent_stderr

PRELOAD = "dojo.execution.preload"
"""What the process loads that others are forked from."""
START_LIMIT = 120.0
"""Seconds for a process to start; TensorFlow may be cold."""
IMPORT_LIMIT = 15.0
"""Seconds to import the learner's module and collect the tests."""
FIRST_OF_WINDOWS = 0x80000000
"""The first exit status by which Windows says that a program crashed."""
GRACE = 3.0
"""Seconds that a process is given beyond a test's own time limit."""
DIAGNOSIS_LIMIT = 5.0
"""Seconds to compare a function with the known mistakes."""


@dataclass(frozen=True)
class Crash:
    """What stands in place of a message that will never come."""

    message: str


class Worker:
    """A process that collects the tests of a spec file and runs them on demand."""

    def __init__(
        self, job: Job, *, within: float = inf, preloaded: bool = False
    ) -> None:
        """Start the process; it waits to be told to collect.

        Args:
            job: which spec file, against which tree.
            within: seconds for everything, until the last report.
            preloaded: fork from the process that has TensorFlow, needed or not.
        """
        self._job = job
        self._deadline = monotonic() + within
        self._context = preloaded_context(preloaded or job.exercise.needs_tensorflow)
        self.tests: list[SpecTest] = []
        self.problem: str | None = None
        """Why there are no tests: the learner's module cannot be imported."""
        self._crashes: dict[str, str] = {}
        """What happened to the process, by the task whose test was run."""
        self._start()

    def collect(self) -> "Worker":
        """Have the learner's module imported and the tests collected."""
        ready = self._receive(START_LIMIT)
        if not isinstance(ready, Crash):
            self._send(Collect())
        match ready if isinstance(ready, Crash) else self._receive(IMPORT_LIMIT):
            case Collected(tests):
                self.tests = list(tests)
            case Broken(problem):
                self.problem = problem
            case Crash(message):
                module = f"echornn/{self._job.exercise.module}.py"
                self.problem = f"{module}: the import {message}"
        return self

    def judge(
        self, first: Callable[[SpecTest], bool] = lambda test: False
    ) -> Iterator[Outcome]:
        """Collect the tests and run them all; yield how each of them went.

        Args:
            first: says which tests are run before the others.
        """
        self.collect()
        if self.problem:
            yield broken(self._job.exercise.number, self.problem)
        tests = sorted(self.tests, key=lambda test: not first(test))
        yield from self.run([test.nodeid for test in tests])

    def _start(self) -> None:
        self._connection, theirs = self._context.Pipe()
        self._folder = TemporaryDirectory(prefix="echornn-", ignore_cleanup_errors=True)
        self._output = Path(self._folder.name, "output")
        self._output.touch()
        arguments = theirs, self._job, self._output
        self._process = self._context.Process(target=serve, args=arguments, daemon=True)
        self._process.start()
        theirs.close()

    def run(self, nodeids: Sequence[str]) -> Iterator[Outcome]:
        """Run these tests in this order; yield how each of them went.

        When the process ends, the test has crashed. Other tests of its task are not
        tried any more, those of other tasks are, in a new process.
        """
        by_id = {test.nodeid: test for test in self.tests}
        pending = [by_id[nodeid] for nodeid in nodeids]
        while pending:
            ended = [test for test in pending if test.task in self._crashes]
            for test in ended:
                yield _crashed(test, self._crashes[test.task])
            pending = [test for test in pending if test not in ended]
            if pending and (crash := (yield from self._outcomes(pending))):
                late = monotonic() > self._deadline
                blamed = pending if late else pending[:1]
                self._crashes.update((test.task, crash.message) for test in blamed)
                self.stop()

    def _outcomes(
        self, pending: list[SpecTest]
    ) -> Generator[Outcome, None, Crash | None]:
        """Yield outcomes, and take off `pending` what is done; return on a crash."""
        if self._connection.closed:
            self._start()
            self.collect()
        self._send(Run(tuple(test.nodeid for test in pending)))
        while pending:
            try:
                came = self._receive(pending[0].limit + GRACE)
            except BaseException:  # an interrupt: nobody will ask for the answer
                self.stop()
                raise
            match came:
                case Tested(outcome):
                    pending.pop(0)
                    yield outcome
                case Crash() as crash:
                    return crash
        return None

    def _send(self, message: Any) -> None:
        with suppress(OSError):  # the process has ended: receiving will say how
            self._connection.send(message)

    def _receive(self, seconds: float) -> Any:
        """Return the worker's next message, or the `Crash` that came in its place."""
        seconds = max(0, min(seconds, self._deadline - monotonic()))
        if not self._connection.poll(None if isinf(seconds) else seconds):
            limit = f"did not end within {seconds:.0f} seconds and was stopped"
            return Crash(limit + self._stopped_at())
        try:
            message = self._connection.recv()
        except (EOFError, OSError):
            self._process.join(GRACE)
            return Crash(_how_it_ended(self._process.exitcode, self._output))
        if isinstance(message, Exiting):
            return Crash(f"ended the whole program ({message.text})")
        return message

    def _stopped_at(self) -> str:
        """End the process, and return the learner's line at which it was."""
        if os.name == "posix":
            with suppress(OSError):
                os.kill(self._process.pid, signal.SIGABRT)  # faulthandler writes it
            self._process.join(GRACE)
        return _last_own_line(self._output.read_text("utf-8", "replace"))

    def diagnose(self, task: str) -> str | None:
        """Return the misconception that a task's function looks like, if it does.

        To be asked when all tests have been run.
        """
        if self._connection.closed:
            return None
        self._send(Diagnose(task))
        came = self._receive(DIAGNOSIS_LIMIT)
        return came.sentence if isinstance(came, Diagnosed) else None

    def kill(self) -> None:
        """End the process, and all that it has started."""
        if hasattr(os, "killpg"):  # not on Windows
            with suppress(OSError):
                os.killpg(self._process.pid, signal.SIGKILL)
        self._process.kill()

    def stop(self) -> None:
        """End the process, and forget it."""
        self._connection.close()
        self.kill()
        self._process.join()
        self._folder.cleanup()


def run_spec(job: Job, within: float, first: str | None = None) -> Iterator[Outcome]:
    """Run spec tests against a tree, with replacements; yield how each of them went.

    Args:
        job: which tests, which tree, which replacements.
        within: seconds. What has not passed by then has crashed.
        first: the name of the test that is run before the others.
    """
    worker = Worker(job, within=within, preloaded=True)
    try:
        yield from worker.judge(lambda test: test.name == first)
    finally:
        worker.stop()


def _crashed(test: SpecTest, message: str) -> Outcome:
    exercise = exercise_of(test.task)
    lesson, full = test.lesson, f"{test.task_name} {message}"
    return Outcome(exercise, test.task, "crashed", test.nodeid, lesson, full)


def _how_it_ended(exitcode: int | None, output: Path) -> str:
    if exitcode is not None and not 0 <= exitcode < FIRST_OF_WINDOWS:
        spot = _last_own_line(output.read_text(errors="replace", encoding="utf-8"))
        return f"crashed the interpreter ({_name_of_crash(exitcode)}{spot})"
    return f"ended the whole program, with exit status {exitcode}"


def _name_of_crash(exitcode: int) -> str:
    try:
        return signal.Signals(-exitcode).name
    except ValueError:  # a real-time signal, or Windows, which has none
        return f"signal {-exitcode}" if exitcode < 0 else f"error {exitcode:#x}"


def _last_own_line(output: str) -> str:
    """Find the learner's line in what Python's faulthandler has written."""
    frames = re.findall(r'File "[^"]*?echornn[\\/](\w+\.py)", line (\d+)', output)
    return f" at echornn/{frames[0][0]}, line {frames[0][1]}" if frames else ""


_STARTING = Lock()
"""Two threads at once would leave each other's path in the environment."""


@cache
def preloaded_context(with_tensorflow: bool = True) -> Any:
    """Return a way to start processes, with TensorFlow loaded where that can be."""
    os.environ["MPLBACKEND"] = "agg"  # no test needs a window; all workers inherit it
    methods = get_all_start_methods()
    if "forkserver" not in methods:
        return get_context("spawn")
    if not with_tensorflow:
        return get_context("fork")  # nothing to load before, and no time to lose
    from multiprocessing.forkserver import ensure_running  # not on Windows

    context = get_context("forkserver")
    context.set_forkserver_preload([PRELOAD])
    os.environ.setdefault("TF_CPP_MIN_LOG_LEVEL", "3")
    with _STARTING, silent_stderr(), _path_for_others():  # the server inherits both
        try:
            ensure_running()
        except OSError:  # its socket's path, in the temporary folder, is too long
            return get_context("spawn")
    return context


@contextmanager
def _path_for_others() -> Iterator[None]:
    """Have new processes import from where this one does; some Pythons do not."""
    before = os.environ.get("PYTHONPATH", "")
    os.environ["PYTHONPATH"] = os.pathsep.join([*sys.path, before])
    try:
        yield
    finally:
        os.environ["PYTHONPATH"] = before
