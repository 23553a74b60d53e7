"""The child's end of the wire: a pytest plugin that sends tests and reports."""

from collections.abc import Generator, Sequence
from dataclasses import dataclass
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
    limit = item.get_closest_marker("timeout")
    default = float(item.config.getini("timeout"))
    return SpecTest(
        nodeid=item.nodeid,
        name=item.name,
        task=task.args[0] if task else "",
        lesson=lesson_of(item),
        line=item.location[1] or 0,
        limit=limit.args[0] if limit else default,
    )


Wrapper = Generator[None, Any, Any]


class Relay:
    """The child's end of the wire, as a pytest plugin."""

    def __init__(self, connection: Connection, task: str | None, watch: Watch) -> None:
        self._connection = connection
        self._task = task
        self._watch = watch

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
    def pytest_runtestloop(self, session: pytest.Session) -> None:
        wanted: Sequence[str] = self._connection.recv()
        items = {item.nodeid: item for item in session.items}
        session.items = [items[nodeid] for nodeid in wanted]

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
            report.longrepr = Outcome(**noted).details or None
        report.sections = [(name, text[:SHOWN]) for name, text in report.sections]
        config = self._config
        data = config.hook.pytest_report_to_serializable(config=config, report=report)
        self._connection.send(("report", data))

    def pytest_configure(self, config: pytest.Config) -> None:
        self._config = config
