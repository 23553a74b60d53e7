"""A worker's job, and all messages between it and the judge, in their order.

Messages are only data. Each is one line of JSON. Reading it runs no code, and it counts
as a message only if its fields have the names and types that are given here.
"""

from dataclasses import dataclass
from pathlib import Path

from msgspec import Struct

from dojo.exercises import EXERCISES, Exercise, all_tasks, exercise_of_test_file
from dojo.reporting.outcome import State


@dataclass(frozen=True)
class Job:
    """Which tests to collect, and what to test with them."""

    file: Path
    """A spec file, such as test_3_cell.py."""
    tree: Path
    """The folder that holds the `echornn` to test."""
    plants: tuple[tuple[str, str, str], ...] = ()
    """Replacements for tasks' functions: (task number, module, function)."""
    task: str | None = None
    """Run only the tests of this task."""
    limit: float | None = None
    """Seconds for a test without a limit of its own; None: the project's setting."""

    @property
    def exercise(self) -> Exercise:
        return EXERCISES[exercise_of_test_file(self.file) or 0]


class SpecTest(Struct, frozen=True):
    """A test that was collected."""

    nodeid: str
    name: str
    task: str
    """The task's number."""
    lesson: str
    line: int
    limit: float | None
    """How many seconds the test may take."""

    @property
    def task_name(self) -> str:
        return str(all_tasks()[self.task])


class Ready(Struct, frozen=True, tag=True):
    """From the worker: it has loaded what it needs, but none of the learner's code."""


class Collect(Struct, frozen=True, tag=True):
    """To the worker: import the learner's module and collect the tests."""


class Collected(Struct, frozen=True, tag=True):
    """From the worker: the collected tests."""

    tests: tuple[SpecTest, ...]


class Broken(Struct, frozen=True, tag=True):
    """From the worker: tests cannot run, because of a problem with a module."""

    problem: str


class Run(Struct, frozen=True, tag=True):
    """To the worker: run these tests, in this order."""

    nodeids: tuple[str, ...]


class Tested(Struct, frozen=True, tag=True):
    """From the worker: how a test ended, with the fields of `Outcome`."""

    nodeid: str
    state: State
    message: str = ""
    trace: str = ""
    output: str = ""


class Exiting(Struct, frozen=True, tag=True):
    """From the worker: the learner's code is ending the process."""

    text: str


class Diagnose(Struct, frozen=True, tag=True):
    """To the worker: no more tests follow; what is wrong with a task's function?"""

    task: str


class Diagnosed(Struct, frozen=True, tag=True):
    """From the worker: a sentence about what is wrong, if there is one."""

    sentence: str | None


ToWorker = Collect | Run | Diagnose
FromWorker = Ready | Collected | Broken | Tested | Exiting | Diagnosed
