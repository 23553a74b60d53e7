"""The pytest plugin that runs every exercise's tests in a process of its own.

In the learner's run, pytest sees the tests, selects, runs and reports them as always,
and so do its plugins; but their code, and the learner's, is in a `Worker`. What a test
does here is to ask the worker.
"""

import sys
from collections.abc import Generator, Iterable, Iterator, Sequence
from dataclasses import asdict
from pathlib import Path
from typing import Any

import pytest

from dojo.execution.budget import RUN as RUN_LIMIT
from dojo.execution.budget import Budget
from dojo.execution.judge import Worker
from dojo.execution.messages import Job, SpecTest
from dojo.execution.pair import run_helped
from dojo.exercises import EXERCISES, exercise_of, exercise_of_test_file
from dojo.plugins.outcomes import tree_under_test
from dojo.reporting.outcome import Outcome

Wrapper = Generator[None, Any, Any]


RUN = pytest.StashKey[Budget]()
"""What the whole run may take."""


class ExerciseFile(pytest.File):
    """A spec file whose tests are collected and run elsewhere."""

    def __init__(self, **kwargs: Any) -> None:
        super().__init__(**kwargs)
        self._coming: Iterator[Outcome] = iter(())
        self._came: dict[str, Outcome] = {}

    def collect(self) -> Iterable["ExerciseTest"]:
        self.worker = self._make_worker()
        self.worker.collect()
        if self.worker.problem and not self.worker.tests:
            raise self.CollectError(self.worker.problem)
        for test in self.worker.tests:
            yield ExerciseTest.from_parent(self, name=test.name, test=test)

    def _make_worker(self) -> Worker:
        limit = self.config.getoption("timeout", None)
        job = Job(self.path, tree_under_test(), limit=limit)
        budget = Budget.of(job.exercise, part_of=self.config.stash[RUN])
        worker = Worker(job, budget=budget)
        self.config.add_cleanup(worker.stop)
        return worker

    def run_ahead(self, nodeids: Sequence[str]) -> None:
        """Begin with tests that will be asked for, in this order."""
        self._came.clear()
        self._coming = run_helped(self.worker, nodeids, self._make_worker)

    def outcome_of(self, nodeid: str) -> Outcome:
        """Have a test run, if it has not been, and return how it went."""
        while nodeid not in self._came:
            if (outcome := next(self._coming, None)) is None:  # it is run once more
                (outcome,) = self.worker.run([nodeid])
            self._came[outcome.nodeid] = outcome
        return self._came.pop(nodeid)


class NotPassed(Exception):
    """A test did not pass, where it was run; the text says what went wrong."""


class ExerciseTest(pytest.Item):
    """A test whose code is elsewhere."""

    parent: ExerciseFile
    outcome: Outcome | None = None
    """How it went, when it has been run."""

    def __init__(self, *, parent: ExerciseFile, test: SpecTest, **kwargs: Any) -> None:
        # as the text that is typed: it has its parameters apart from the name
        nodeid = f"{parent.nodeid}::{test.name}"
        super().__init__(parent=parent, nodeid=nodeid, **kwargs)
        self.test = test
        self.add_marker(pytest.mark.task(test.task))
        if self.config.pluginmanager.has_plugin("timeout"):
            self.add_marker(pytest.mark.timeout(0))  # the worker keeps the time

    def runtest(self) -> None:
        """Have the test run, and fail as it did."""
        self.outcome = None
        self.outcome = self.parent.outcome_of(self.test.nodeid)
        self.add_report_section("call", "stdout", self.outcome.output)
        if self.outcome.state != "passed":
            raise NotPassed(self.outcome.details)

    def repr_failure(
        self, excinfo: pytest.ExceptionInfo[BaseException], style: Any = None
    ) -> Any:
        """Return what went wrong where the test was run; no lines of this file."""
        if isinstance(excinfo.value, NotPassed):
            return str(excinfo.value)
        return super().repr_failure(excinfo, style)

    def reportinfo(self) -> tuple[Path, int, str]:
        return self.path, self.test.line, self.name


class Isolation:
    """Puts the two in the place of pytest's own modules and functions."""

    def __init__(self, config: pytest.Config) -> None:
        config.stash[RUN] = Budget(RUN_LIMIT)
        self._files: dict[int, ExerciseFile] = {}
        """The files that were collected, by their exercise."""

    def diagnose(self, task: str) -> str | None:
        """Return the misconception that a task's function looks like, if it does."""
        return self._files[exercise_of(task)].worker.diagnose(task)

    @pytest.hookimpl(wrapper=True, tryfirst=True)
    def pytest_collect_file(
        self, file_path: Path, parent: pytest.Collector
    ) -> Generator[None, list[pytest.Collector], list[pytest.Collector]]:
        """Leave a spec file to nobody else: who looks into it may import it here."""
        collectors = yield
        exercise = exercise_of_test_file(file_path)
        if exercise is None or f"echornn.{EXERCISES[exercise].module}" in sys.modules:
            return collectors  # somebody has imported it here, to have it tested here
        self._files[exercise] = ExerciseFile.from_parent(parent, path=file_path)
        return [self._files[exercise]]

    def pytest_collection_finish(self, session: pytest.Session) -> None:
        """Begin with what is selected, unless xdist hands out the tests one by one."""
        if hasattr(session.config, "workerinput"):
            return
        asked: dict[ExerciseFile, list[str]] = {}
        for item in session.items:
            if isinstance(item, ExerciseTest):
                asked.setdefault(item.parent, []).append(item.test.nodeid)
        for file, nodeids in asked.items():
            file.run_ahead(nodeids)

    @pytest.hookimpl(wrapper=True, tryfirst=True)
    def pytest_runtest_makereport(self, item: pytest.Item) -> Wrapper:
        """Note how the test went where it was run."""
        report = yield
        if isinstance(item, ExerciseTest) and item.outcome and report.when == "call":
            report.outcome_of_test = asdict(item.outcome)
        return report
