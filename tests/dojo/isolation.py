"""The pytest plugin that runs every exercise's tests in a process of its own.

In the learner's run, pytest sees the tests, selects and reports them as always; but
what it sees are names. Their code, and the learner's, is in a `Child`.
"""

import sys
from collections.abc import Iterable, Iterator
from dataclasses import asdict
from pathlib import Path
from typing import Any

import pytest

from dojo.child import Job
from dojo.kata import tree_under_test
from dojo.outcome import Outcome
from dojo.relay import SpecTest
from dojo.runner import Child
from dojo.tasks import MODULES, all_tasks, exercise_of_test_file


class ExerciseFile(pytest.File):
    """A spec file whose tests are collected and run elsewhere."""

    def collect(self) -> Iterable["ExerciseTest"]:
        self.child = Child(Job(self.path, tree_under_test()))
        self.session.config.add_cleanup(self.child.stop)
        self.child.collect()
        if self.child.problem:
            raise self.CollectError(self.child.problem)
        for test in self.child.tests:
            yield ExerciseTest.from_parent(self, name=test.name, test=test)

    def reports(self) -> Iterator[pytest.TestReport]:
        """Run the tests that were selected, and yield their reports as they come."""
        mine = [item for item in self.session.items if item.parent is self]
        for came in self.child.run([item.nodeid for item in mine]):
            if isinstance(came, Outcome):
                yield from _reports_of_crash(came, mine)
            else:
                hook = self.config.hook.pytest_report_from_serializable
                yield hook(config=self.config, data=came)


class ExerciseTest(pytest.Item):
    """The name of a test whose code is elsewhere."""

    def __init__(self, *, test: SpecTest, **kwargs: Any) -> None:
        super().__init__(**kwargs)
        self._line = test.line
        self.add_marker(pytest.mark.task(test.task))
        self.add_marker(pytest.mark.timeout(0))  # the child keeps the time

    def runtest(self) -> None:
        """Never called: the plugin below has its own protocol for these tests."""
        raise NotImplementedError

    def reportinfo(self) -> tuple[Path, int, str]:
        return self.path, self._line, self.name


class Isolation:
    """Puts the two in the place of pytest's own modules and functions."""

    def __init__(self) -> None:
        self._running: dict[ExerciseFile, Iterator[pytest.TestReport]] = {}

    def diagnose(self, task: str) -> str | None:
        """Return the misconception that a task's function looks like, if it does."""
        exercise = all_tasks()[task].exercise
        files = (f for f in self._running if exercise_of_test_file(f.path) == exercise)
        return next(files).child.diagnose(task)

    @pytest.hookimpl(tryfirst=True)
    def pytest_pycollect_makemodule(
        self, module_path: Path, parent: pytest.Collector
    ) -> pytest.Collector | None:
        exercise = exercise_of_test_file(module_path)
        if exercise is None or f"echornn.{MODULES[exercise]}" in sys.modules:
            return None  # somebody has imported it here, to have it tested here
        return ExerciseFile.from_parent(parent, path=module_path)

    @pytest.hookimpl(tryfirst=True)
    def pytest_runtest_protocol(self, item: pytest.Item) -> bool | None:
        if not isinstance(item, ExerciseTest):
            return None
        assert isinstance(item.parent, ExerciseFile)
        reports = self._running.setdefault(item.parent, item.parent.reports())
        item.ihook.pytest_runtest_logstart(nodeid=item.nodeid, location=item.location)
        for report in reports:
            item.ihook.pytest_runtest_logreport(report=report)
            if report.when == "teardown":
                break
        item.ihook.pytest_runtest_logfinish(nodeid=item.nodeid, location=item.location)
        return True


def _reports_of_crash(
    outcome: Outcome, items: list[pytest.Item]
) -> Iterator[pytest.TestReport]:
    (item,) = (item for item in items if item.nodeid == outcome.nodeid)
    for when, result, text, noted in (
        ("call", "failed", outcome.message, asdict(outcome)),
        ("teardown", "passed", None, None),
    ):
        yield pytest.TestReport(
            nodeid=item.nodeid,
            location=item.location,
            keywords={},
            outcome=result,  # type: ignore[arg-type]
            longrepr=text,
            when=when,  # type: ignore[arg-type]
            user_properties=item.user_properties,
            outcome_of_test=noted,
        )
