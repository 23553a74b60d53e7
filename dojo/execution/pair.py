"""Two workers for one exercise, if its tests take seconds.

One runs the tests from the first one on, the other runs them backwards from the last
one, until they meet.
"""

import os
from collections import deque
from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import Future, ThreadPoolExecutor
from contextlib import suppress

from dojo.execution.judge import Worker
from dojo.reporting.outcome import Outcome

SLOW = 30.0
"""If a test's limit is this many seconds, its spec file has slow tests."""


def run_helped(
    worker: Worker, nodeids: Sequence[str], another: Callable[[], Worker]
) -> Iterator[Outcome]:
    """Run tests; yield the outcome of each, in their order.

    Args:
        worker: the worker that has collected them.
        nodeids: the tests, in their order.
        another: makes a second worker, which helps if tests are slow.
    """
    is_slow = any((test.limit or 0) >= SLOW for test in worker.tests)
    if worker.problem or not is_slow or (os.cpu_count() or 1) < 2:
        return worker.run(nodeids)
    return _Pair(worker, another()).run(nodeids)


class _Pair:
    """A worker, and a second one that helps it."""

    def __init__(self, front: Worker, back: Worker) -> None:
        self._front, self._back = front, back
        self._pending: deque[str] = deque()
        self._came: dict[str, Future[Outcome]] = {}

    def run(self, nodeids: Sequence[str]) -> Iterator[Outcome]:
        """Run these tests; yield the outcome of each, in their order."""
        self._pending.extend(nodeids)
        self._came = {nodeid: Future() for nodeid in nodeids}
        with ThreadPoolExecutor(2) as pool:
            pool.submit(self._work, self._front, self._pending.popleft)
            pool.submit(self._help)
            try:
                for nodeid in nodeids:
                    yield self._came[nodeid].result()
            except BaseException:  # the others are not needed any more
                self._pending.clear()
                self._front.kill()
                raise
            finally:
                self._back.kill()
        self._back.stop()

    def _help(self) -> None:
        if self._back.collect().problem is None:  # otherwise, the other works alone
            self._work(self._back, self._pending.pop)

    def _work(self, worker: Worker, take: Callable[[], str]) -> None:
        with suppress(IndexError):  # they have met
            while nodeid := take():
                try:
                    (outcome,) = worker.run([nodeid])
                    self._came[nodeid].set_result(outcome)
                except BaseException as error:
                    self._came[nodeid].set_exception(error)
