"""How a spec test went: what the report, the runner and the selfcheck talk about."""

import re
from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path
from typing import Literal

import pytest

from dojo.exercises import EXERCISES, exercise_of
from dojo.reporting.locations import trace, without_others_lines
from dojo.spec.lines import shortened
from dojo.spec.slips import is_unfinished

LONGEST = 8
"""Lines that are shown of an error's text; TensorFlow's can have thirty."""

State = Literal["passed", "wrong", "crashed", "timed out", "not started", "broken"]
"""How a test went; "broken" if its exercise's module cannot be imported."""


@dataclass(frozen=True)
class Outcome:
    """How one spec test went; or one exercise that could not be collected."""

    exercise: int
    task: str | None
    """Its number; None if the whole exercise is meant."""
    state: State
    nodeid: str
    lesson: str = ""
    """What the test is about: its docstring."""
    message: str = ""
    """What went wrong, in full."""
    trace: str = ""
    """The lines of the code under test that an error came through."""
    output: str = ""
    """What was printed meanwhile."""
    line: int = 0
    """The line of the test in its file."""

    @property
    def test(self) -> str:
        """The test's name."""
        return self.nodeid.split("::")[-1]

    @property
    def details(self) -> str:
        """What went wrong, and where."""
        return "\n\n".join(filter(None, (self.message, self.trace)))


def broken(exercise: int, problem: str) -> Outcome:
    """Return the outcome of an exercise of which nothing could run."""
    name = EXERCISES[exercise].spec_file.name
    return Outcome(exercise, None, "broken", name, message=problem)


class TimedOut(Exception):
    """A test was stopped because it did not end, or was not run for that reason."""


def outcome_of(
    item: pytest.Item, error: BaseException | None, tree: Path
) -> Outcome | None:
    """Return how a spec test went, judged by what it raised; None for other tests."""
    marker = item.get_closest_marker("task")
    if marker is None:
        return None
    (task,) = marker.args
    return Outcome(
        exercise=exercise_of(task),
        task=task,
        state=_state(error, tree),
        nodeid=item.nodeid,
        lesson=lesson_of(item),
        line=item.location[1] or 0,
        message=_message(error, tree),
        trace=_trace(error, tree),
    )


def lesson_of(item: pytest.Item) -> str:
    """Return a test's docstring, on one line."""
    lesson = getattr(getattr(item, "obj", None), "__doc__", None) or ""
    return " ".join(lesson.split())


def _state(error: BaseException | None, tree: Path) -> State:
    if error is None:
        return "passed"
    if is_unfinished(error):
        return "not started"
    if isinstance(error, TimedOut):
        return "timed out"
    return "wrong" if _is_verdict(error, tree) else "crashed"


def _message(error: BaseException | None, tree: Path) -> str:
    if error is None:
        return ""
    if _is_verdict(error, tree) or isinstance(error, TimedOut):
        return str(error)
    text = re.sub(r"\{\{.*?\}\} ?| \[Op:\w+\] name: .*", "", str(error))  # TensorFlow's
    text = f"{type(error).__name__}: {without_others_lines(text)}".removesuffix(": ")
    message = shortened(text.rstrip(), LONGEST)
    asked = getattr(error, "asked", None)
    return f"{message}\nin the call {asked}" if asked else message


def _trace(error: BaseException | None, tree: Path) -> str:
    """Return the lines under test of a crash, or of what a verdict is about."""
    if error and _is_verdict(error, tree):
        error = error.__cause__
    return trace(error, tree) if error else ""


def _is_verdict(error: BaseException, tree: Path) -> bool:
    """Tell whether a test has spoken, and not an `assert` in the code under test."""
    if isinstance(error, AssertionError):
        return not trace(error, tree)
    return isinstance(error, pytest.fail.Exception)


def first_unfinished(outcomes: Iterable[Outcome]) -> Outcome | None:
    """Return the first outcome that is not green, in whatever order they were run."""
    red = (outcome for outcome in outcomes if outcome.state != "passed")
    return min(red, key=lambda o: (o.exercise, o.task or "", o.line), default=None)
