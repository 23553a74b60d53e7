"""The worker's end of the channel: a pytest plugin that sends tests and outcomes."""

from collections.abc import Generator
from contextlib import suppress
from typing import Any

import pytest

from dojo.confinement.tampering import Snapshot
from dojo.execution.channel import Channel, plain
from dojo.execution.messages import (
    Broken,
    Collected,
    Run,
    SpecTest,
    Tested,
    ToWorker,
)
from dojo.reporting.outcome import Outcome, lesson_of

SHOWN = 2000
"""How many characters of a test's output are sent back."""


def _spec_test(item: pytest.Item) -> SpecTest:
    task = item.get_closest_marker("task")
    return SpecTest(
        nodeid=item.nodeid,
        name=item.name,
        task=task.args[0] if task else "",
        lesson=lesson_of(item),
        line=item.location[1] or 0,
        limit=_limit(item) or None,
    )


def _limit(item: pytest.Item) -> float:
    """Return the seconds that a test may take; 0 if there is no limit."""
    if marker := item.get_closest_marker("timeout"):
        return marker.args[0]
    given = item.config.getoption("timeout")
    return float(item.config.getini("timeout")) if given is None else given


Wrapper = Generator[None, Any, Any]


class WorkerPlugin:
    """The worker's end of the channel, as a pytest plugin."""

    def __init__(self, channel: Channel[ToWorker], snapshot: Snapshot) -> None:
        self._channel = channel
        self._snapshot = snapshot
        self._noted: list[Outcome] = []
        """The outcomes of the test that is running now."""
        self.question: ToWorker | None = None
        """The message that arrived when no more tests were wanted."""

    def pytest_collection_finish(self, session: pytest.Session) -> None:
        if not (session.items or session.testsfailed):  # must never count as passed
            self._channel.send(Broken("no tests were found"))
        elif session.testsfailed == 0:
            self._channel.send(Collected(tuple(map(_spec_test, session.items))))

    def pytest_collectreport(self, report: pytest.CollectReport) -> None:
        if report.failed:
            self._channel.send(Broken(plain(report.longreprtext)))

    @pytest.hookimpl(tryfirst=True)
    def pytest_runtestloop(self, session: pytest.Session) -> bool:
        """Run every test as often as it is asked for, in that order."""
        with suppress(EOFError, OSError):  # the judge is gone
            while isinstance(message := self._channel.receive(), Run):
                for nodeid in message.nodeids:
                    self._run(nodeid, session.items)
            self.question = message
        return True

    def _run(self, nodeid: str, items: list[pytest.Item]) -> None:
        item = next(item for item in items if item.nodeid == nodeid)
        after = next((other for other in items if other is not item), None)
        self._noted.clear()
        item.config.hook.pytest_runtest_protocol(item=item, nextitem=after)
        bad = (outcome for outcome in self._noted if outcome.state != "passed")
        outcome = next(bad, self._noted[0])
        self._channel.send(
            Tested(
                nodeid,
                outcome.state,
                message=plain(outcome.message),
                trace=plain(outcome.trace),
                output=plain(outcome.output[:SHOWN]),
            )
        )

    @pytest.hookimpl(wrapper=True)
    def pytest_pyfunc_call(self) -> Wrapper:
        try:
            return (yield)
        except (KeyboardInterrupt, pytest.exit.Exception) as error:
            raise RuntimeError(f"raised {type(error).__name__}") from error
        finally:
            self._snapshot.check()

    def pytest_runtest_logreport(self, report: pytest.TestReport) -> None:
        if noted := getattr(report, "outcome_of_test", None):
            self._noted.append(Outcome(**noted))
