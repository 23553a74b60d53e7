"""The process in which the learner's code runs, seen from the judge's side."""

import os
import signal
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path
from tempfile import TemporaryDirectory
from time import monotonic, sleep
from typing import Any

from dojo.execution.budget import Budget
from dojo.execution.channel import Channel, NoMessage, plain
from dojo.execution.errors import ending, last_own_line
from dojo.execution.messages import (
    Broken,
    Collect,
    Collected,
    Exiting,
    FromWorker,
    Job,
    Ready,
)
from dojo.execution.preloading import preloaded_context
from dojo.reporting.outcome import State
from dojo.worker.serve import serve

START_LIMIT = 120.0
"""Seconds for a process to start; loading TensorFlow may be slow at first."""
IMPORT_LIMIT = 15.0
"""Seconds to import the learner's module and collect the tests."""
GRACE = 3.0
"""Extra seconds for a process, beyond a test's own time limit."""


@dataclass(frozen=True)
class Crash:
    """Takes the place of a message that will never arrive."""

    message: str
    state: State = "crashed"


class Process:
    """A process that does a job, seen from the judge's side."""

    def __init__(self, job: Job, *, budget: Budget, preloaded: bool = False) -> None:
        """Start the process, which waits until it is told to collect.

        Args:
            job: the spec file, and the tree to test.
            budget: how long the judge may wait for the process, in total.
            preloaded: fork from the process that has loaded TensorFlow, needed or not.
        """
        context = preloaded_context(preloaded or job.exercise.needs_tensorflow)
        ours, theirs = context.Pipe()
        self._channel: Channel[FromWorker] = Channel(ours, FromWorker)
        self._budget = budget
        self._folder = TemporaryDirectory(prefix="echornn-", ignore_cleanup_errors=True)
        self._output = Path(self._folder.name, "output")
        self._output.touch()
        arguments = theirs, job, self._output
        self._process = context.Process(target=serve, args=arguments, daemon=True)
        self._process.start()
        theirs.close()

    @property
    def stopped(self) -> bool:
        return self._channel.closed

    def start_collecting(self) -> None:
        """Tell the process to import the learner's module and to collect the tests."""
        self.tell(Collect())

    def collected(self) -> Collected | Broken | Crash:
        """Return the tests that were collected, or why there are none."""
        ready = self.expect(Ready, START_LIMIT)
        if isinstance(ready, Crash):
            return ready
        return self.expect(Collected | Broken, IMPORT_LIMIT)

    def tell(self, message: Any) -> None:
        """Send a message."""
        with suppress(OSError):  # the process has ended; receiving will tell how
            self._channel.send(message)

    def expect(self, answers: Any, seconds: float) -> Any:
        """Return the next message, or a `Crash` in its place."""
        match self._receive(seconds):
            case Exiting(text):
                return Crash(f"ended the whole program ({plain(text)})")
            case Crash() as crash:
                return crash
            case message if isinstance(message, answers):
                return message
            case message:
                return Crash(f"interfered with the judge (said {str(message)[:80]!r})")

    def _receive(self, seconds: float) -> FromWorker | Crash:
        since = monotonic()
        seconds = min(seconds, self._budget.left)
        try:
            return self._channel.receive(seconds)
        except TimeoutError:
            limit = f"did not finish within {seconds:.0f} seconds and was stopped"
            return Crash(limit + self._stopped_at(), "timed out")
        except NoMessage as error:
            return Crash(f"interfered with the judge (said {error})")
        except (EOFError, OSError):
            self._wait()
            return Crash(ending(self._process.exitcode, self._printed()))
        finally:
            self._budget.spend(monotonic() - since)

    def _stopped_at(self) -> str:
        """End the process, and return the learner's line that it was running."""
        if os.name == "posix":
            with suppress(OSError):
                os.kill(self._process.pid, signal.SIGABRT)  # faulthandler prints it
            self._wait()
        return last_own_line(self._printed())

    def _wait(self) -> None:
        """Wait a while for the process to end.

        `Process.join` is not enough: the learner's code can close what it waits for.
        """
        until = monotonic() + GRACE
        while self._process.exitcode is None and monotonic() < until:
            sleep(0.005)

    def _printed(self) -> str:
        with self._output.open("rb") as file:
            return file.read(2**20).decode("utf-8", "replace")

    def kill(self) -> None:
        """End the process, and every process that it has started."""
        if hasattr(os, "killpg"):  # not on Windows
            with suppress(OSError):
                os.killpg(self._process.pid, signal.SIGKILL)
        self._process.kill()

    def stop(self) -> None:
        """End the process, and release what it uses."""
        self._channel.close()
        self.kill()
        self._process.join()
        self._folder.cleanup()
