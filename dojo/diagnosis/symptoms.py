"""What a function's answers show if it matches none of the known mistakes.

The answers are compared with those of the reference, part by part. A symptom is a
sentence about what all wrong answers have in common, for example that `batch_y` is
shifted by one place. It says nothing about how the function was written.
"""

import re
from collections.abc import Callable, Iterable, Iterator, Mapping
from contextlib import suppress
from functools import partial
from inspect import signature
from types import MappingProxyType
from typing import Any, NamedTuple

import numpy as np

from dojo.diagnosis.fingerprint import Fingerprint, Observation
from dojo.diagnosis.relations import (
    Relation,
    Shape,
    difference_of_shapes,
    relations,
    same,
)
from dojo.spec.formatting import with_article

Simple = str | np.ndarray | dict[str, Any] | list[dict[str, Any]]
"""An answer: words, numbers, named parts, or a list of named parts, one per step."""
WRONG = "the wrong result"
"""The text for a part whose wrong answers have nothing in common."""
SHAPED = re.compile(r"[a-zA-Z]\w* \w+ \([\d, ]*\)")
"""The text that describes an array: its type, dtype and shape."""
FORM = re.compile(r"(\w+) \(([\d, ]*)\)")
"""The text that describes the form of an array: its dtype and its shape."""
TENSORFLOWS = {"EagerTensor": "tensor", "ResourceVariable": "variable"}
GRADIENT = "the gradient of"
"""How the names of parts begin that are wrong whenever another part is."""
LATER = "a result that is right at first and then wrong"
"""The text for a part that is right at first, if nothing else can be said."""
MOST = 2
"""The most texts that one sentence may contain."""
NAMES = 3
"""The most parts that are named for one text."""


class Answer(NamedTuple):
    """The answer to one question."""

    value: Simple
    givens: Mapping[str, np.ndarray]
    """The arguments of the question that are arrays, by a text about each."""


def answers(
    asked: Iterable[tuple[Callable, Any]], function: Callable
) -> Iterator[Answer]:
    """Iterate over the answers to the questions that call the function itself.

    These questions are partial functions. The others look at something else.
    """
    for question, value in asked:
        if isinstance(question, partial):
            yield Answer(simplify(value), dict(_givens(question, function)))


def _givens(question: partial, function: Callable) -> Iterator[tuple[str, np.ndarray]]:
    if question.func is function:
        names = signature(function).parameters
        for name, argument in zip(names, question.args, strict=False):
            if isinstance(given := simplify(argument), np.ndarray) and given.ndim:
                yield f"its argument `{name}` unchanged", given


def restored(noted: Any) -> Simple:
    """Return an answer that was saved as JSON."""
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
    return with_article(type(value).__name__)


def _joined(parts: list[Simple]) -> Simple:
    """Join the parts of a sequence: arrays of one shape become one array."""
    if parts and all(isinstance(part, dict) for part in parts):
        return parts  # type: ignore[return-value]
    arrays = [part for part in parts if isinstance(part, np.ndarray)]
    if len(arrays) == len(parts) and len({part.shape for part in arrays}) <= 1:
        return np.array(arrays)
    return {f"part {place}": part for place, part in enumerate(parts, 1)}


def symptom(expected: Iterable[Simple], answers: Iterable[Answer]) -> str | None:
    """Return a sentence about what all wrong answers have in common.

    It is None if they have nothing in common. It is also None if one of them is an
    error, whose message says enough.
    """
    right, wrong = _parts(expected, answers)
    telling = {name: text for name, text in wrong.items() if text}
    if telling and not set(wrong) > {""}:
        return _sentence(telling, rest_is_right=bool(right) and telling == wrong)
    return None


def wrong_parts(expected: Iterable[Simple], answers: Iterable[Answer]) -> str | None:
    """Return a sentence about which parts are wrong, if most of them are right.

    It is enough if all are right but the gradients.
    """
    right, wrong = _parts(expected, answers)
    is_gradient = all(name.startswith(GRADIENT) for name in wrong)
    if wrong and all(wrong) and (is_gradient or len(wrong) <= len(right)):
        return _sentence(dict.fromkeys(wrong, WRONG), rest_is_right=True)
    return None


def _parts(
    expected: Iterable[Simple], answers: Iterable[Answer]
) -> tuple[set[str], dict[str, str | None]]:
    """Return the names of the right parts, and what the wrong ones have in common.

    Nothing is wrong, and nothing right, if one of the answers is an error.
    """
    right: set[str] = set()
    differing: dict[str, list[list[Relation]]] = {}
    for wanted, answer in zip(expected, answers, strict=True):
        if isinstance(answer.value, str) and answer.value.startswith("raises"):
            return set(), {}
        for name, found in _differences(wanted, *answer):
            if found is None:
                right.add(name)
            else:
                differing.setdefault(name, []).append(found)
    causes = [name for name in differing if not name.startswith(GRADIENT)]
    wrong = {name: _common(differing[name]) for name in causes or differing}
    return right - {"", *wrong}, wrong


def type_symptom(expected: Fingerprint, taken: Fingerprint) -> str | None:
    """Return a sentence about the first answer that is right except for its type.

    No gradient flows back to an array of another library.
    """
    pairs = [
        pair
        for pair in zip(expected, taken, strict=True)
        if all(map(_is_array, pair)) and GRADIENT not in pair[0].kind
    ]
    if not all(mine.has_numbers_like(other) for mine, other in pairs):
        return None
    for wanted, came in pairs:
        for one, other in zip(*map(_arrays, (wanted, came)), strict=False):
            (mine, shape), (yours, expected_shape) = _described(other), _described(one)
            if shape != expected_shape:
                return None
            if mine != yours:
                return f"Gives the right numbers as {mine} instead of {yours}."
    return None


def _described(array: str) -> tuple[str, str]:
    """Return an array's type in words, and its shape, from "array bool (2,)"."""
    name, dtype, shape = array.split(" ", 2)
    name = TENSORFLOWS.get(name, name)
    return with_article(f"{dtype} {name}"), shape


def _is_array(observation: Observation) -> bool:
    return bool(_arrays(observation))


def _arrays(observation: Observation) -> list[str]:
    """Return the types of the arrays in an answer."""
    return SHAPED.findall(observation.kind)


def _differences(
    expected: Simple,
    actual: Simple,
    givens: Mapping[str, np.ndarray],
    name: str = "",
    others: Mapping[str, np.ndarray] = MappingProxyType({}),
) -> Iterator[tuple[str, list[Relation] | None]]:
    """Iterate over the names of an answer's parts, each with its relations.

    For a part that is right, there is None in place of the list. The list of a wrong
    part may be empty.
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
                return  # later steps may be wrong only because this one is
        case dict(), dict():
            for part in [part for part in expected if part in actual]:
                yield from _differences(
                    expected[part],
                    actual[part],
                    givens,
                    _part(part, name),
                    _others(expected, part),
                )
        case np.ndarray(), np.ndarray():
            is_right = same(expected, actual)
            known = {**givens, **others}
            yield name, None if is_right else [*relations(expected, actual, known)]
        case str(), str() if expected == actual:
            yield name, None
        case str(), str() if FORM.fullmatch(expected) and FORM.fullmatch(actual):
            text = _difference_of_forms(expected, actual)
            yield name, [(text, text)]
        case (list(), list()) | (str() | np.ndarray(), str() | np.ndarray()):
            numbers = "numbers" if isinstance(actual, str) else "numbers of shape {}"
            is_gradient = name.startswith(GRADIENT)
            right = "a tensor" if is_gradient else _words(expected, numbers)
            text = f"{_words(actual)} instead of {right}"
            yield name, [(_words(actual, "numbers"), text)]
        case _:  # the test's message says what kind of result is expected
            yield name, []


def _others(parts: dict[str, Any], part: str) -> dict[str, np.ndarray]:
    """Return the parts whose numbers are not those of this one, by a text about each.

    A function may have swapped them.
    """
    return {
        f"the values of {_listed([name])} instead of the right ones": other
        for name, other in parts.items()
        if isinstance(other, np.ndarray)
        and not (isinstance(parts[part], np.ndarray) and same(parts[part], other))
    }


def _difference_of_forms(expected: str, actual: str) -> str:
    (wanted, shape), (came, other) = map(_dtype_and_shape, (expected, actual))
    numbers = f"{came} numbers instead of {wanted} numbers"
    if shape == other:
        return numbers
    shaped = difference_of_shapes(shape, other)
    return shaped if came == wanted else f"{shaped} and {numbers}"


def _dtype_and_shape(form: str) -> tuple[str, Shape]:
    dtype, sizes = FORM.fullmatch(form).groups()  # type: ignore[union-attr]
    return dtype, tuple(int(size) for size in re.findall(r"\d+", sizes))


def _part(part: str, whole: str) -> str:
    """Return the name of a part of a whole; either name may be empty."""
    return f"{part} of {whole}" if part and whole else part or whole


def _words(value: Simple, numbers: str = "numbers of shape {}") -> str:
    match value:
        case str():
            return with_article(value) if value.endswith("Error") else value
        case np.ndarray(shape=()):
            return f"{value:g}"
        case np.ndarray(shape=shape):
            return numbers.format(shape)
    return f"{len(value)} result{'s' * (len(value) > 1)}"


def _common(found: list[list[Relation]]) -> str | None:
    """Return the text of the first relation that all wrong answers have."""
    first, *others = found
    keys = [{key for key, _ in relations} for relations in others]
    return next((t for key, t in first if all(key in known for known in keys)), None)


def _sentence(wrong: dict[str, str], rest_is_right: bool) -> str:
    """Say what is given for which parts; if that is too much, only the first."""
    names: dict[str, list[str]] = {}
    for name, text in wrong.items():
        names.setdefault(text, []).append(name)
    said = [_about(parts, text) for text, parts in names.items()]
    is_all = len(said) <= MOST and all(len(parts) <= NAMES for parts in names.values())
    if rest_is_right and all(wrong) and is_all:
        said.append("The rest is right.")
    return " ".join(said if is_all else said[:1])


def _about(parts: list[str], text: str) -> str:
    """Say something about some parts, whose names may be empty."""
    if not any(parts):
        return f"Gives {text}."
    if " instead of " not in text:
        return f"Gives {text} for {_listed(parts)}."
    listed = _listed(parts)
    return f"{listed[0].upper()}{listed[1:]}: {text}."


def _listed(names: list[str]) -> str:
    shown = [f"`{name}`" if name.isidentifier() else name for name in names]
    return _and(shown if len(names) <= NAMES else [*shown[:NAMES], "other parts"])


def _and(parts: list[str]) -> str:
    *first, last = parts
    return f"{', '.join(first)} and {last}" if first else last
