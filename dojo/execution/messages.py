"""A worker's job, and every message between it and the judge, in their order.

Messages are data: a line of JSON each, which runs nothing when it is read, and is taken
for a message only if it has the fields, of the types, that are written here.
"""

from dataclasses import dataclass
from pathlib import Path

from msgspec import Struct

from dojo.exercises import EXERCISES, Exercise, all_tasks, exercise_of_test_file
from dojo.reporting.outcome import State


@dataclass(frozen=True)
class Job:
    """Which tests to collect, and what they are to test."""

    file: Path
    """A spec file: test_3_cell.py."""
    tree: Path
    """The folder that holds the `echornn` to test."""
    plants: tuple[tuple[str, str, str], ...] = ()
    """(task number, module, function): what stands in for a task's function."""
    task: str | None = None
    """Run the tests of this task alone."""
    limit: float | None = None
    """Seconds for a test that has no limit of its own; None: as the project says."""

    @property
    def exercise(self) -> Exercise:
        return EXERCISES[exercise_of_test_file(self.file) or 0]


class SpecTest(Struct, frozen=True):
    """A test that was collected."""

    nodeid: str
    name: str
    task: str
    """Its number."""
    lesson: str
    line: int
    limit: float | None
    """Seconds that it may take."""

    @property
    def task_name(self) -> str:
        return str(all_tasks()[self.task])


class Ready(Struct, frozen=True, tag=True):
    """From the worker: it has loaded what it needs, and nothing of the learner's."""


class Collect(Struct, frozen=True, tag=True):
    """To the worker: import the learner's module and collect the tests."""


class Collected(Struct, frozen=True, tag=True):
    """From the worker: the tests that it has collected."""

    tests: tuple[SpecTest, ...]


class Broken(Struct, frozen=True, tag=True):
    """From the worker: there are no tests, because of the learner's module."""

    problem: str


class Run(Struct, frozen=True, tag=True):
    """To the worker: run these tests, in this order."""

    nodeids: tuple[str, ...]


class Tested(Struct, frozen=True, tag=True):
    """From the worker: how a test went, as `Outcome` has it."""

    nodeid: str
    state: State
    message: str = ""
    trace: str = ""
    output: str = ""


class Exiting(Struct, frozen=True, tag=True):
    """From the worker: the learner's code ends the process."""

    text: str


class Diagnose(Struct, frozen=True, tag=True):
    """To the worker: no more tests; which mistake does a task's function look like?"""

    task: str


class Diagnosed(Struct, frozen=True, tag=True):
    """From the worker: the misconception, if it looks like one."""

    sentence: str | None


ToWorker = Collect | Run | Diagnose
FromWorker = Ready | Collected | Broken | Tested | Exiting | Diagnosed
