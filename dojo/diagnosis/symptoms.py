"""What can be seen in a function's answers when it is none of the known mistakes.

The answers are compared with the reference's, part by part. A symptom is a sentence on
what they have in common, such as that `batch_y` is shifted by one place: it is true of
every answer, and says nothing about how the function was written.
"""

import re
from collections.abc import Callable, Iterable, Iterator, Mapping
from contextlib import suppress
from functools import partial
from inspect import signature
from typing import Any, NamedTuple

import numpy as np

from dojo.diagnosis.fingerprint import Fingerprint, Observation
from dojo.diagnosis.relations import Relation, relations, same

Simple = str | np.ndarray | dict[str, Any] | list[dict[str, Any]]
"""An answer: words, numbers, named parts, or named parts at one step after another."""
WRONG = "the wrong result"
"""What is said of a part whose wrong answers have nothing in common."""
SHAPED = re.compile(r"[a-zA-Z]\w* \w+ \([\d, ]*\)")
"""A kind of array."""
LATER = "the right result at first, then a wrong one"
"""What is said of a part that is right at first, if nothing else can be said."""
MOST = 2
"""Things that one sentence says."""
NAMES = 3
"""Parts that it says them of."""


class Answer(NamedTuple):
    """What came of one question."""

    value: Simple
    givens: Mapping[str, np.ndarray]
    """The arguments of the question that are arrays, by name."""


def answers(
    asked: Iterable[tuple[Callable, Any]], function: Callable
) -> Iterator[Answer]:
    """Iterate over the answers to the questions that call the function itself.

    They are partial functions. The others look into something, whatever it is worth.
    """
    for question, value in asked:
        if isinstance(question, partial):
            yield Answer(simplify(value), dict(_givens(question, function)))


def _givens(question: partial, function: Callable) -> Iterator[tuple[str, np.ndarray]]:
    if question.func is function:
        names = signature(function).parameters
        for name, argument in zip(names, question.args, strict=False):
            if isinstance(given := simplify(argument), np.ndarray) and given.ndim:
                yield name, given


def restored(noted: Any) -> Simple:
    """Return an answer that was noted as JSON."""
    match noted:
        case str():
            return noted
        case dict():
            return {name: restored(part) for name, part in noted.items()}
        case [dict(), *_]:
            return [restored(part) for part in noted]  # type: ignore[misc]
    return np.array(noted, float)


def simplify(value: Any) -> Simple:
    """Return an answer without its types."""
    if isinstance(value, dict):
        return {name: simplify(part) for name, part in value.items()}
    if isinstance(value, tuple | list):
        return _joined([simplify(part) for part in value])
    if isinstance(value, bool | str | type(None)):
        return str(value)
    with suppress(TypeError, ValueError):  # an array may hold anything
        if isinstance(value, int | float | np.number) or hasattr(value, "shape"):
            return np.asarray(value).astype(float)
    return type(value).__name__


def _joined(parts: list[Simple]) -> Simple:
    """Join the parts of a sequence: arrays to one array, if they are of one shape."""
    if parts and all(isinstance(part, dict) for part in parts):
        return parts  # type: ignore[return-value]
    arrays = [part for part in parts if isinstance(part, np.ndarray)]
    if len(arrays) == len(parts) and len({part.shape for part in arrays}) <= 1:
        return np.array(arrays)
    return {f"part {place}": part for place, part in enumerate(parts, 1)}


def symptom(expected: Iterable[Simple], answers: Iterable[Answer]) -> str | None:
    """Return a sentence on what all answers that are wrong have in common.

    There is none if they have nothing in common, or if one of them is an error, which
    speaks for itself.
    """
    right: set[str] = set()
    differing: dict[str, list[list[Relation]]] = {}
    for wanted, answer in zip(expected, answers, strict=True):
        if isinstance(answer.value, str) and answer.value.startswith("raises"):
            return None
        for name, found in _differences(wanted, *answer):
            if found is None:
                right.add(name)
            else:
                differing.setdefault(name, []).append(found)
    wrong = {name: _common(found) for name, found in differing.items()}
    if set(wrong) > {""}:
        del wrong[""]
    right -= {"", *wrong}
    telling = {name: text for name, text in wrong.items() if text}
    if telling:
        return _sentence(telling, rest_is_right=bool(right) and telling == wrong)
    if all(wrong) and 0 < len(wrong) <= len(right):
        return _sentence(dict.fromkeys(wrong, WRONG), rest_is_right=True)
    return None


def type_symptom(expected: Fingerprint, taken: Fingerprint) -> str | None:
    """Return a sentence on the first answer that is right in all but its type."""
    pairs = [
        pair for pair in zip(expected, taken, strict=True) if all(map(_is_array, pair))
    ]
    if not all(mine.has_numbers_like(other) for mine, other in pairs):
        return None
    for wanted, came in pairs:
        for one, other in zip(*map(_arrays, (wanted, came)), strict=False):
            if one != other:
                return f"Gives the right numbers as {other}, not as {one}."
    return None


def _is_array(observation: Observation) -> bool:
    return bool(_arrays(observation))


def _arrays(observation: Observation) -> list[str]:
    """Return the types of the arrays in an answer."""
    return SHAPED.findall(observation.kind)


def _differences(
    expected: Simple, actual: Simple, givens: Mapping[str, np.ndarray], name: str = ""
) -> Iterator[tuple[str, list[Relation] | None]]:
    """Iterate over the names of an answer's parts, each with its relations.

    A part that is right has none; one that is wrong may have an empty list of them.
    """
    match expected, actual:
        case (_, str("not asked")) | (str("not asked"), _):
            return
        case list(), list() if len(expected) == len(actual):
            for place, (wanted, came) in enumerate(zip(expected, actual, strict=True)):
                found = list(_differences(wanted, came, givens, name))
                if all(relations is None for _, relations in found):
                    yield from found
                    continue
                again = [(LATER, LATER)] if place else []
                yield from ((n, None if r is None else r + again) for n, r in found)
                return  # what comes later may be wrong only because of this
        case dict(), dict():
            for part in [part for part in expected if part in actual]:
                pair = expected[part], actual[part]
                yield from _differences(*pair, givens, _part(part, name))
        case np.ndarray(), np.ndarray():
            is_right = same(expected, actual)
            yield name, None if is_right else [*relations(expected, actual, givens)]
        case str(), str() if expected == actual:
            yield name, None
        case _:
            text = f"{_words(actual)} instead of {_words(expected)}"
            yield name, [(_words(actual, "numbers"), text)]


def _part(part: str, whole: str) -> str:
    """Return the name of a part of a whole; either may have none."""
    return f"{part} of {whole}" if part and whole else part or whole


def _words(value: Simple, numbers: str = "numbers of shape {}") -> str:
    match value:
        case str():
            return value
        case np.ndarray(shape=()):
            return f"{value:g}"
        case np.ndarray(shape=shape):
            return numbers.format(shape)
        case dict():
            return "a result"
    return f"{len(value)} result{'s' * (len(value) > 1)}"


def _common(found: list[list[Relation]]) -> str | None:
    """Return the text of the first relation that all wrong answers have."""
    first, *others = found
    keys = [{key for key, _ in relations} for relations in others]
    return next((t for key, t in first if all(key in known for known in keys)), None)


def _sentence(wrong: dict[str, str], rest_is_right: bool) -> str:
    """Say what is given for which parts; if there is much, the first of it."""
    names: dict[str, list[str]] = {}
    for name, text in wrong.items():
        names.setdefault(text, []).append(name)
    gives = [
        f"{text} for {_listed(n)}" if any(n) else text for text, n in names.items()
    ]
    if len(gives) > MOST:
        return f"Gives {gives[0]}."
    rest = "; the rest is right" if rest_is_right and all(wrong) else ""
    return f"Gives {'; '.join(gives)}{rest}."


def _listed(names: list[str]) -> str:
    shown = [f"`{name}`" if name.isidentifier() else name for name in names]
    return _and(shown if len(names) <= NAMES else [*shown[:NAMES], "others"])


def _and(parts: list[str]) -> str:
    *first, last = parts
    return f"{', '.join(first)} and {last}" if first else last
