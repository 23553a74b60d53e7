"""The pytest plugins of the kata: exercise by exercise, and then where you stand."""

import re
import sys
from collections.abc import Callable, Generator
from dataclasses import asdict, replace
from functools import cached_property
from importlib.util import find_spec
from pathlib import Path
from typing import Any
from unittest import SkipTest

import pytest

from dojo.exercises import EXERCISES, all_tasks, exercise_of_test_file
from dojo.reporting.outcome import (
    Outcome,
    TimedOut,
    broken,
    first_unfinished,
    outcome_of,
)
from dojo.reporting.progress import Progress, name_of
from dojo.reporting.terminal import print_report
from echolab.runtime import print_anything

Wrapper = Generator[None, Any, Any]


def tree_under_test() -> Path:
    """Return the folder that holds the `echornn` which the tests import."""
    spec = find_spec("echornn")
    return Path(str(spec and spec.origin)).parents[1]


def somebody_looks_inside(config: pytest.Config) -> bool:
    """Tell whether a debugger or a coverage tool wants the tests in this process."""
    options = config.option
    coverage = sys.modules.get("coverage")  # which may be loaded and do nothing
    measured = coverage and coverage.Coverage.current()
    return bool(options.usepdb or options.trace or _is_traced() or measured)


def _is_traced() -> bool:
    monitoring = getattr(sys, "monitoring", None)  # since Python 3.12
    tools = monitoring and (monitoring.get_tool(number) for number in range(6))
    return bool(sys.gettrace() or any(tools or ()))


class OneExerciseAtATime:
    """Collects the next exercise only when the one before it passes.

    An exercise that nobody has reached yet is not even imported, so that no one waits
    for TensorFlow who does not need it.
    """

    def __init__(self, unfinished: Callable[[], Outcome | None]) -> None:
        """Make the plugin.

        Args:
            unfinished: returns what is not finished of the exercises so far.
        """
        self._unfinished = unfinished
        self.exercise = min(EXERCISES)

    def pytest_ignore_collect(self, collection_path: Path) -> bool | None:
        exercise = exercise_of_test_file(collection_path)
        return True if exercise not in (None, self.exercise) else None

    @pytest.hookimpl(wrapper=True)
    def pytest_runtestloop(self, session: pytest.Session) -> Wrapper:
        yield
        if self._unfinished() or self.exercise == max(EXERCISES):
            return True
        self.exercise += 1
        session.perform_collect()
        return session.config.hook.pytest_runtestloop(session=session)


class OutcomeRecorder:
    """Notes on every report how its test went, where the test runs."""

    def __init__(self) -> None:
        self._timed_out: set[str] = set()
        """Tasks of which a test has run out of time."""

    def pytest_itemcollected(self, item: pytest.Item) -> None:
        if marker := item.get_closest_marker("task"):
            number = marker.args[0]
            item.user_properties.append(("task", number))  # for --junitxml
            if task := all_tasks().get(number):
                item.extra_keyword_matches.add(task.name)  # for -k

    @pytest.hookimpl(wrapper=True, tryfirst=True)
    def pytest_pyfunc_call(self, pyfuncitem: pytest.Function) -> Wrapper:
        marker = pyfuncitem.get_closest_marker("task")
        if marker is None:  # not of the spec: it may skip itself
            return (yield)
        (task,) = marker.args
        if task in self._timed_out:
            raise TimedOut("not run: an earlier test of this task timed out")
        try:
            return (yield)
        except pytest.fail.Exception as failure:
            limit = re.match(r"Timeout \(>([\d.]+)s\)", str(failure.msg))
            if limit is None:
                raise
            self._timed_out.add(task)
            timed_out = TimedOut(f"did not finish within {limit[1]} seconds")
            raise timed_out.with_traceback(failure.__traceback__) from None
        except (pytest.skip.Exception, pytest.xfail.Exception, SkipTest) as excuse:
            raise RuntimeError(f"raised {type(excuse).__name__}") from excuse

    @pytest.hookimpl(wrapper=True)
    def pytest_runtest_makereport(
        self, item: pytest.Item, call: pytest.CallInfo[None]
    ) -> Wrapper:
        report = yield
        report.outcome_of_test = None
        if report.when == "call" or not report.passed:
            error = call.excinfo.value if call.excinfo else None
            if outcome := outcome_of(item, error, tree_under_test()):
                printed = report.capstdout + report.capstderr
                report.outcome_of_test = asdict(replace(outcome, output=printed))
        return report


class Reporter:
    """Writes down how every spec test went, and reports at the end."""

    def __init__(
        self,
        diagnose: Callable[[str], str | None] = lambda task: None,
        alone: bool = True,
    ) -> None:
        """Make the plugin.

        Args:
            diagnose: finds the misconception that a task's function looks like.
            alone: pytest's own account of failures is not wanted beside the report.
        """
        self._diagnose = diagnose
        self._alone = alone
        self._outcomes: dict[str, Outcome] = {}
        """By the id of a test or file, which counts once, however often it is run."""
        self._lines: dict[str, int] = {}

    @property
    def first(self) -> Outcome | None:
        """What is unfinished, as far as it is known by now."""
        return first_unfinished(self._outcomes.values())

    @cached_property
    def progress(self) -> Progress:
        """How far the package has come, when all tests have been run."""
        ids = sorted(self._outcomes, key=lambda nodeid: self._lines.get(nodeid, 0))
        outcomes = [self._outcomes[nodeid] for nodeid in ids]  # maybe run at random
        return Progress(outcomes, tree_under_test()).diagnosed(self._diagnose)

    def pytest_report_header(self) -> str:
        return f"echornn under test: {name_of(tree_under_test())}"

    def pytest_collectreport(self, report: pytest.CollectReport) -> None:
        exercise = exercise_of_test_file(Path(report.nodeid))
        if report.failed and exercise:
            self._outcomes[report.nodeid] = broken(exercise, report.longreprtext)

    @pytest.hookimpl(tryfirst=True)
    def pytest_runtest_logreport(self, report: pytest.TestReport) -> None:
        if noted := getattr(report, "outcome_of_test", None):
            self._outcomes[report.nodeid] = Outcome(**noted)
            self._lines[report.nodeid] = report.location[1] or 0

    @pytest.hookimpl(tryfirst=True)
    def pytest_report_teststatus(
        self, report: pytest.TestReport
    ) -> tuple[str, str, str] | None:
        """Show failures by their kind; for whoever counts them, they are failures."""
        state = _state(report)
        if report.outcome != "failed" or not state:
            return None
        return "failed", "-" if state == "not started" else "F", state.upper()

    @pytest.hookimpl(wrapper=True, tryfirst=True)
    def pytest_terminal_summary(
        self, terminalreporter: pytest.TerminalReporter, config: pytest.Config
    ) -> Wrapper:
        """Report, in place of pytest's own account of the failures."""
        if self._outcomes and self._alone:
            config.option.tbstyle = "no"
            if config.option.reportchars == "fE":  # pytest's own, nobody has asked
                terminalreporter.reportchars = "w"  # warnings
        yield
        if self._outcomes:
            print_anything()
            print_report(self.progress)


def _state(report: pytest.TestReport) -> str:
    noted = getattr(report, "outcome_of_test", None)
    return noted["state"] if noted else ""
