"""The list of tests, taken from the spec, whatever a learner's code does.

The tests are collected against stubs that nobody edits, in a process of the same kind.
"""

from dataclasses import dataclass
from functools import cache
from pathlib import Path
from threading import Lock

from dojo.execution.budget import Budget
from dojo.execution.messages import Broken, Collected, Job, SpecTest
from dojo.execution.process import Crash, Process
from dojo.exercises import PRISTINE
from dojo.reporting.locations import short


@dataclass(frozen=True)
class Known:
    """The tests of a spec file."""

    tests: tuple[SpecTest, ...] = ()
    problem: str | None = None
    """The reason why there are none: the file cannot be collected."""


def known_tests(job: Job, preloaded: bool) -> Known:
    """Return the tests in a job's file, for all tasks."""
    with _ONE_BY_ONE:
        changed = job.file.stat().st_mtime_ns
        return _collect(job.file, changed, job.limit, preloaded)


_ONE_BY_ONE = Lock()


@cache
def _collect(file: Path, changed: int, limit: float | None, preloaded: bool) -> Known:
    job = Job(file, PRISTINE.parent, limit=limit)
    process = Process(job, budget=Budget.of(job.exercise), preloaded=preloaded)
    try:
        process.start_collecting()
        match process.collected():
            case Collected(tests):
                return Known(tests)
            case Broken(problem) | Crash(problem):
                return Known(problem=f"{short(file)} cannot be collected: {problem}")
    finally:
        process.stop()
