"""How a task's function behaves, as a fingerprint that can be compared with others.

The probes put questions to a function. What comes of each is noted as a kind, in words,
and a few numbers: of an array its form and two weighted sums, which no other array is
likely to have.
"""

import importlib
import re
from collections.abc import Callable, Iterator
from functools import cache, partial
from typing import Any, NamedTuple

import numpy as np

from dojo.diagnosis.relations import CLOSE
from dojo.exercises import all_tasks
from dojo.spec.slips import explanation

SHOWN = 120
"""Characters of an error's text that count."""

Question = Callable[[], Any]


class Observation(NamedTuple):
    """What came of one question."""

    kind: str
    numbers: tuple[float, ...] = ()

    def is_like(self, other: "Observation") -> bool:
        return self.kind == other.kind and self.has_numbers_like(other)

    def has_numbers_like(self, other: "Observation") -> bool:
        same_length = len(self.numbers) == len(other.numbers)
        return same_length and np.allclose(
            self.numbers, other.numbers, rtol=CLOSE, atol=CLOSE
        )


class Raised(str):
    """Instead of a value: which error a question has led to."""


Fingerprint = list[Observation]
"""What came of every question of a task's probe."""


def probe(number: str) -> Callable[[Any], Any]:
    """Mark a generator of questions to a task's function."""

    def mark(questions: Any) -> Any:
        questions.probes = number
        return questions

    return mark


def named(parts: Any, *names: str) -> Any:
    """Return the parts of an answer by their names, if it has as many."""
    if isinstance(parts, tuple) and len(parts) == len(names):
        return dict(zip(names, parts, strict=True))
    return parts


def ask(number: str, function: Callable) -> Iterator[tuple[Question, Any]]:
    """Put every question to a function that stands for a task's.

    Yields each question with what comes of it, a value or a `Raised`.
    """
    (questions,) = marked(number, "probes")
    for question in questions(function):
        yield question, _answer(question)


def fingerprint(number: str, function: Callable) -> Fingerprint:
    """Return what comes of every question to a function that stands for a task's."""
    return [observe(value) for _, value in ask(number, function)]


def alike(one: Fingerprint, other: Fingerprint) -> bool:
    """Tell whether two fingerprints agree on every question."""
    pairs = zip(one, other, strict=False)
    same_length = len(one) == len(other)  # else the probe has changed
    return same_length and all(mine.is_like(yours) for mine, yours in pairs)


@cache
def marked(number: str, mark: str) -> list[Callable[[Callable], Iterator[Any]]]:
    """Return the generators among a task's probes whose mark is the task's number."""
    module = importlib.import_module(
        f"dojo.diagnosis.probes.{all_tasks()[number].exercise.module}"
    )
    return [c for c in vars(module).values() if getattr(c, mark, None) == number]


def _answer(question: Question) -> Any:
    if isinstance(question, partial):  # it keeps its arguments as they are
        copies = [a.copy() if isinstance(a, np.ndarray) else a for a in question.args]
        question = partial(question.func, *copies, **question.keywords)
    try:
        return question()
    except Exception as error:
        first, *others = *str(error).splitlines(), ""  # the others have paths in them
        if first == "in user code:":  # a traced function, whose lines come first
            below = (line.strip() for line in others if re.match(r" {4}\w+: ", line))
            first = next(below, first)
        known = explanation(error)  # TensorFlow says some things in several ways
        text = re.sub(r"\{\{.*?\}\} ?", "", known or first)  # its own names
        text = re.sub(r"\d+", "#", text)
        return Raised(f"raises {type(error).__name__}: {text[:SHOWN]}")


def observe(value: Any) -> Observation:
    """Write down a value."""
    if isinstance(value, tuple | list):
        parts = [observe(part) for part in value]
        kind = f"{type(value).__name__}[{', '.join(part.kind for part in parts)}]"
        return Observation(kind, tuple(n for part in parts for n in part.numbers))
    if isinstance(value, dict):
        return observe(list(value.items()))
    if isinstance(value, Raised):
        return Observation(value)
    if isinstance(value, bool | str | type(None)):
        return Observation(repr(value))
    if isinstance(value, int | float | np.number):
        return Observation(_family(np.asarray(value)), (float(value),))
    if hasattr(value, "dtype") and hasattr(value, "shape"):
        name = "array" if isinstance(value, np.ndarray) else type(value).__name__
        array = np.asarray(value)
        return Observation(f"{name} {form(array)}", _sums(array))
    return Observation(type(value).__name__)


def form(array: np.ndarray) -> str:
    """Return the dtype and the shape of an array; all integers are one dtype."""
    return f"{_family(array)} {array.shape}"


def _family(array: np.ndarray) -> str:
    return "integer" if array.dtype.kind in "iu" else array.dtype.name


def _sums(array: np.ndarray) -> tuple[float, ...]:
    numbers = np.nan_to_num(
        array.astype(float).ravel(), nan=1e6, posinf=2e6, neginf=-2e6
    )
    places = np.arange(numbers.size)
    return tuple(float(numbers @ np.cos(2.4 * places + turn)) for turn in (0.5, 1.9))
