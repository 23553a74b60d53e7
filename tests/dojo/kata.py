"""The pytest plugins of the kata: exercise by exercise, and then where you stand."""

import sys
from collections.abc import Generator
from dataclasses import asdict
from importlib.util import find_spec
from pathlib import Path
from typing import Any
from unittest import SkipTest

import pytest

from dojo.outcome import Outcome, outcome_of
from dojo.report import print_report
from dojo.tasks import LEARNER, MODULES, REFERENCE, exercise_of_test_file

Wrapper = Generator[None, Any, Any]


def tree_under_test() -> Path:
    """Return the package folder that the tests import from, as Python finds it."""
    spec = find_spec("echornn")
    return Path(str(spec and spec.origin)).parent


def name_of_tree(tree: Path) -> str:
    """Return what a person calls this package folder."""
    names = {LEARNER: "your code in echornn/", REFERENCE: "the reference solutions"}
    return names.get(tree, str(tree))


def somebody_looks_inside(config: pytest.Config) -> bool:
    """Tell whether a debugger or a coverage tool wants the tests in this process."""
    options = config.option
    return bool(
        options.usepdb or options.trace or sys.gettrace() or "coverage" in sys.modules
    )


class OneExerciseAtATime:
    """Collects the next exercise only when the one before it passes.

    An exercise that nobody has reached yet is not even imported, so that no one waits
    for TensorFlow who does not need it.
    """

    def __init__(self) -> None:
        self.exercise = min(MODULES)

    def pytest_ignore_collect(self, collection_path: Path) -> bool | None:
        exercise = exercise_of_test_file(collection_path)
        return True if exercise not in (None, self.exercise) else None

    @pytest.hookimpl(wrapper=True)
    def pytest_runtestloop(self, session: pytest.Session) -> Wrapper:
        yield
        if session.testsfailed or self.exercise == max(MODULES):
            return True
        self.exercise += 1
        session.perform_collect()
        return session.config.hook.pytest_runtestloop(session=session)


class Judge:
    """Notes on every report how its test went, where the test runs."""

    def __init__(self) -> None:
        self._endless: set[str] = set()
        """Tasks of which a test has run out of time."""

    def pytest_itemcollected(self, item: pytest.Item) -> None:
        if task := item.get_closest_marker("task"):
            item.user_properties.append(("task", task.args[0]))  # for --junitxml

    @pytest.hookimpl(wrapper=True, tryfirst=True)
    def pytest_pyfunc_call(self, pyfuncitem: pytest.Function) -> Wrapper:
        marker = pyfuncitem.get_closest_marker("task")
        task = marker.args[0] if marker else ""
        if task in self._endless:
            pytest.fail("not run: a test of this task did not end", pytrace=False)
        try:
            return (yield)
        except pytest.fail.Exception as failure:
            if str(failure.msg).startswith("Timeout"):
                self._endless.add(task)
            raise
        except (pytest.skip.Exception, pytest.xfail.Exception, SkipTest) as excuse:
            raise RuntimeError(f"raised {type(excuse).__name__}") from excuse

    @pytest.hookimpl(wrapper=True)
    def pytest_runtest_makereport(
        self, item: pytest.Item, call: pytest.CallInfo[None]
    ) -> Wrapper:
        report = yield
        report.outcome_of_test = None
        if report.when == "call" or report.failed:
            outcome = outcome_of(item, call.excinfo.value if call.excinfo else None)
            report.outcome_of_test = asdict(outcome) if outcome else None
        return report


class Scribe:
    """Writes down how every spec test went, and reports at the end."""

    def __init__(self) -> None:
        self.outcomes: list[Outcome] = []

    def pytest_report_header(self) -> str:
        return f"echornn under test: {name_of_tree(tree_under_test())}"

    def pytest_collectreport(self, report: pytest.CollectReport) -> None:
        path = Path(report.nodeid)
        exercise = exercise_of_test_file(path)
        if report.failed and exercise:
            message = report.longreprtext
            self.outcomes.append(
                Outcome(exercise, None, "broken", path.name, message=message)
            )

    @pytest.hookimpl(tryfirst=True)
    def pytest_runtest_logreport(self, report: pytest.TestReport) -> None:
        if noted := getattr(report, "outcome_of_test", None):
            self.outcomes.append(Outcome(**noted))

    @pytest.hookimpl(tryfirst=True)
    def pytest_report_teststatus(
        self, report: pytest.TestReport
    ) -> tuple[str, str, str] | None:
        """Show the details of the first failure alone; the others are counted."""
        noted = getattr(report, "outcome_of_test", None)
        if report.outcome != "failed" or not noted:
            return None
        if noted["state"] == "not started":
            return "not started", "-", "NOT STARTED"
        first = next(o for o in self.outcomes if o.state in ("wrong", "crashed"))
        return None if first.nodeid == report.nodeid else ("also failed", "F", "FAILED")

    def pytest_terminal_summary(self) -> None:
        if self.outcomes:
            print_report(self.outcomes, name_of_tree(tree_under_test()))
