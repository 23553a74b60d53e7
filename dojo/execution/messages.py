"""A worker's job, and every message between it and the judge, in their order."""

from dataclasses import dataclass
from pathlib import Path

from dojo.exercises import EXERCISES, Exercise, all_tasks, exercise_of_test_file
from dojo.reporting.outcome import Outcome


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
    """Collect the tests of this task alone."""
    limit: float | None = None
    """Seconds for a test that has no limit of its own; None: as the project says."""

    @property
    def exercise(self) -> Exercise:
        return EXERCISES[exercise_of_test_file(self.file) or 0]


@dataclass(frozen=True)
class SpecTest:
    """A test that was collected."""

    nodeid: str
    name: str
    task: str
    """Its number."""
    lesson: str
    line: int
    limit: float
    """Seconds that it may take."""

    @property
    def task_name(self) -> str:
        return str(all_tasks()[self.task])


@dataclass(frozen=True)
class Ready:
    """From the worker: it has loaded what it needs, and nothing of the learner's."""


@dataclass(frozen=True)
class Collect:
    """To the worker: import the learner's module and collect the tests."""


@dataclass(frozen=True)
class Collected:
    """From the worker: the tests that it has collected."""

    tests: tuple[SpecTest, ...]


@dataclass(frozen=True)
class Broken:
    """From the worker: there are no tests, because of the learner's module."""

    problem: str


@dataclass(frozen=True)
class Run:
    """To the worker: run these tests, in this order."""

    nodeids: tuple[str, ...]


@dataclass(frozen=True)
class Tested:
    """From the worker: how a test went."""

    outcome: Outcome


@dataclass(frozen=True)
class Exiting:
    """From the worker: the learner's code ends the process."""

    text: str


@dataclass(frozen=True)
class Diagnose:
    """To the worker: no more tests; which mistake does a task's function look like?"""

    task: str


@dataclass(frozen=True)
class Diagnosed:
    """From the worker: the misconception, if it looks like one."""

    sentence: str | None
