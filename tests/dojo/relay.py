"""The child's end of the wire: a pytest plugin that sends tests and their outcomes."""

from collections.abc import Generator
from contextlib import suppress
from dataclasses import asdict, dataclass, replace
from math import inf
from multiprocessing.connection import Connection
from typing import Any

import pytest

from dojo.guard import Watch
from dojo.outcome import Outcome, lesson_of
from dojo.tasks import all_tasks

SHOWN = 2000
"""Characters of a test's output that are sent back."""


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


def _spec_test(item: pytest.Item) -> SpecTest:
    task = item.get_closest_marker("task")
    return SpecTest(
        nodeid=item.nodeid,
        name=item.name,
        task=task.args[0] if task else "",
        lesson=lesson_of(item),
        line=item.location[1] or 0,
        limit=_limit(item) or inf,
    )


def _limit(item: pytest.Item) -> float:
    """Return the seconds that a test may take; 0 if there is no limit."""
    if marker := item.get_closest_marker("timeout"):
        return marker.args[0]
    given = item.config.getoption("timeout")
    return float(item.config.getini("timeout")) if given is None else given


Wrapper = Generator[None, Any, Any]


class Relay:
    """The child's end of the wire, as a pytest plugin."""

    def __init__(self, connection: Connection, task: str | None, watch: Watch) -> None:
        self._connection = connection
        self._task = task
        self._watch = watch
        self._noted: list[Outcome] = []
        """Of the test that is run just now."""
        self.question: Any = None
        """What came when no more tests were wanted."""

    def pytest_collection_finish(self, session: pytest.Session) -> None:
        if not (session.items or session.testsfailed):  # never to be taken for green
            self._connection.send(("broken", "no test was found"))
        elif session.testsfailed == 0:
            tests = (_spec_test(item) for item in session.items)
            wanted = [t for t in tests if self._task in (None, t.task)]
            self._connection.send(("collected", wanted))

    def pytest_collectreport(self, report: pytest.CollectReport) -> None:
        if report.failed:
            self._connection.send(("broken", report.longreprtext))

    @pytest.hookimpl(tryfirst=True)
    def pytest_runtestloop(self, session: pytest.Session) -> bool:
        """Run the tests that are asked for, in that order and as often."""
        with suppress(EOFError, OSError):  # nobody asks any more
            while isinstance(wanted := self._connection.recv(), list):
                for nodeid in wanted:
                    self._run(nodeid, session.items)
            self.question = wanted
        return True

    def _run(self, nodeid: str, items: list[pytest.Item]) -> None:
        item = next(item for item in items if item.nodeid == nodeid)
        after = next((other for other in items if other is not item), None)
        self._noted.clear()
        item.config.hook.pytest_runtest_protocol(item=item, nextitem=after)
        bad = (outcome for outcome in self._noted if outcome.state != "passed")
        outcome = next(bad, self._noted[0])
        shown = replace(outcome, output=outcome.output[:SHOWN])
        self._connection.send(("outcome", asdict(shown)))

    @pytest.hookimpl(wrapper=True)
    def pytest_pyfunc_call(self) -> Wrapper:
        try:
            return (yield)
        except (KeyboardInterrupt, pytest.exit.Exception) as error:
            raise RuntimeError(f"raised {type(error).__name__}") from error
        finally:
            self._watch.check()

    def pytest_runtest_logreport(self, report: pytest.TestReport) -> None:
        if noted := getattr(report, "outcome_of_test", None):
            self._noted.append(Outcome(**noted))
