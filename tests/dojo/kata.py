"""The pytest plugin of the kata: exercise by exercise, and then where you stand."""

from collections.abc import Generator
from pathlib import Path
from typing import Any

import pytest

import echornn
from dojo.report import Outcome, print_report
from dojo.tasks import LEARNER, MODULES, REFERENCE, exercise_of_test_file

Wrapper = Generator[None, Any, Any]


def tree_under_test() -> Path:
    """Return the package folder that the tests import from, as Python found it."""
    return Path(str(echornn.__file__)).parent


def name_of_tree(tree: Path) -> str:
    """Return what a person calls this package folder."""
    names = {LEARNER: "your code in echornn/", REFERENCE: "the reference solutions"}
    return names.get(tree, str(tree))


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


class Scribe:
    """Writes down how every spec test went, and reports at the end."""

    def __init__(self) -> None:
        self.outcomes: list[Outcome] = []

    def pytest_report_header(self) -> str:
        return f"echornn under test: {name_of_tree(tree_under_test())}"

    def pytest_itemcollected(self, item: pytest.Item) -> None:
        if task := item.get_closest_marker("task"):
            item.user_properties.append(("task", task.args[0]))  # for --junitxml

    def pytest_collectreport(self, report: pytest.CollectReport) -> None:
        exercise = exercise_of_test_file(Path(report.nodeid))
        if report.failed and exercise:
            self.outcomes.append(Outcome(exercise, None, "broken", report.nodeid, ""))

    @pytest.hookimpl(wrapper=True)
    def pytest_runtest_makereport(
        self, item: pytest.Item, call: pytest.CallInfo[None]
    ) -> Wrapper:
        report = yield
        task = item.get_closest_marker("task")
        if task and (report.when == "call" or report.failed):
            error = call.excinfo.value if call.excinfo else None
            outcome = Outcome(
                exercise=int(task.args[0][0]),
                task=task.args[0],
                state=_state(error),
                nodeid=item.nodeid,
                lesson=getattr(item, "obj", None).__doc__ or "",
            )
            report.kata_state = outcome.state
            self.outcomes.append(outcome)
        return report

    def pytest_report_teststatus(
        self, report: pytest.TestReport
    ) -> tuple[str, str, str] | None:
        """Show the details of the first failure alone; the others are counted."""
        if report.outcome != "failed" or not hasattr(report, "kata_state"):
            return None
        if report.kata_state == "not started":
            return "not started", "-", "NOT STARTED"
        first = next(o for o in self.outcomes if o.state in ("wrong", "crashed"))
        return None if first.nodeid == report.nodeid else ("also failed", "F", "FAILED")

    def pytest_terminal_summary(
        self, terminalreporter: pytest.TerminalReporter
    ) -> None:
        if self.outcomes:
            print_report(self.outcomes, name_of_tree(tree_under_test()))


def _state(error: BaseException | None) -> str:
    if error is None:
        return "passed"
    if isinstance(error, NotImplementedError):
        return "not started"
    is_verdict = isinstance(error, AssertionError | pytest.fail.Exception)
    return "wrong" if is_verdict else "crashed"
