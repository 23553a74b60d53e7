"""How a spec test went: what the report, the runner and the selfcheck talk about."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass

import pytest


@dataclass(frozen=True)
class Outcome:
    """How one spec test went; or one exercise that could not be collected."""

    exercise: int
    task: str | None
    """Its number; None if the whole exercise is meant."""
    state: str
    """"passed", "wrong", "crashed", "not started"; "broken" if nothing could run."""
    nodeid: str
    lesson: str = ""
    """What the test is about: its docstring."""
    message: str = ""
    """What went wrong, in full."""


def outcome_of(item: pytest.Item, error: BaseException | None) -> Outcome | None:
    """Return how a spec test went, judged by what it raised; None for other tests."""
    marker = item.get_closest_marker("task")
    if marker is None:
        return None
    (task,) = marker.args
    return Outcome(
        exercise=int(task[0]),
        task=task,
        state=_state(error),
        nodeid=item.nodeid,
        lesson=lesson_of(item),
        message=f"{type(error).__name__}: {error}" if error else "",
    )


def lesson_of(item: pytest.Item) -> str:
    """Return a test's docstring."""
    return getattr(getattr(item, "obj", None), "__doc__", None) or ""


def _state(error: BaseException | None) -> str:
    if error is None:
        return "passed"
    if isinstance(error, NotImplementedError) and str(error).startswith("task "):
        return "not started"  # TensorFlow has NotImplementedErrors of its own
    is_verdict = isinstance(error, AssertionError | pytest.fail.Exception)
    return "wrong" if is_verdict else "crashed"


def unfinished(outcomes: Iterable[Outcome]) -> Iterator[Outcome]:
    """Iterate over the outcomes that are not green, in the order of the tasks."""
    red = (outcome for outcome in outcomes if outcome.state != "passed")
    return iter(sorted(red, key=lambda outcome: (outcome.exercise, outcome.task or "")))
