"""How a returned array is related to the expected array.

A relation can be seen in the numbers, however they were computed: they are reversed, or
shifted by one place, or the last row is missing. Each relation has a text, and a key by
which it is found again in the answers to other questions.
"""

from collections.abc import Iterator, Mapping
from itertools import permutations

import numpy as np

CLOSE = 5e-4
"""How far apart two equal numbers may be: float32 results depend on the order."""
FEW = 3
"""How many numbers may fit a relation by chance."""
FARTHEST = 4
"""The most places by which numbers are shifted, missing or too many."""

Array = np.ndarray
Shape = tuple[int, ...]
Relation = tuple[str, str]
"""A key and a text that completes "Gives …"."""


def same(one: Array, other: Array) -> bool:
    """Tell whether two arrays have the same shape and nearly the same numbers."""
    return one.shape == other.shape and np.allclose(
        one, other, rtol=CLOSE, atol=CLOSE, equal_nan=True
    )


def relations(
    expected: Array, actual: Array, givens: Mapping[str, Array]
) -> Iterator[Relation]:
    """Iterate over the relations that hold, the most informative first.

    Args:
        expected, actual: two arrays that are not the same.
        givens: other arrays that it may be, such as an argument, by a text about each.
    """
    for text, given in givens.items():
        if same(given, actual):
            yield text, text
    if not np.isfinite(actual).all() and np.isfinite(expected).all():
        yield "nan", "numbers that are infinite or `nan`"
    elif expected.shape == actual.shape == ():
        yield from _of_one(expected, actual)
    elif expected.shape == actual.shape:
        yield from _of_numbers(expected, actual)
        yield from _of_places(expected, actual)
    else:
        yield from _of_shapes(expected, actual)


def _of_one(expected: Array, actual: Array) -> Iterator[Relation]:
    """Iterate over the relations of one number to another."""
    yield from _of_all(expected, actual)
    if expected == np.round(expected):
        text = f"{actual:g} instead of {expected:g}"
        yield text, text
    elif abs(expected) > FEW * CLOSE:
        yield from ((t, t) for t, other in _curved(expected) if same(other, actual))


def _of_numbers(expected: Array, actual: Array) -> Iterator[Relation]:
    """Iterate over the relations of each number to the one in the same place."""
    if not actual.any():
        yield "zeros", "only zeros"
    elif actual.size > 2 and np.ptp(actual) == 0 and np.ptp(expected):
        yield "constant", "the same number everywhere"
    for text, other in _made_of_each(expected):
        if actual.size > FEW and same(other, actual):
            yield text, text
    if same(actual, np.round(actual)) and not same(expected, np.round(expected)):
        yield "whole", "only whole numbers"
    yield from _of_all(expected, actual)
    if np.unique(np.abs(expected)).size > FEW:  # with 0 and 1, a square says nothing
        yield from ((t, t) for t, other in _curved(expected) if same(other, actual))


def _of_all(expected: Array, actual: Array) -> Iterator[Relation]:
    """Say by how much the numbers differ, if it is the same amount everywhere."""
    offset = _only(actual - expected)
    if abs(offset) > CLOSE and _is_telling(offset, actual):
        text = _off_by(offset, is_one=not actual.ndim)
        yield text, text
    factor = _factor(expected, actual)
    if abs(factor) > CLOSE and _is_telling(max(factor, 1 / factor), actual):
        text = f"{factor:.4g} times what is expected"
        yield text, text


def _off_by(offset: float, is_one: bool) -> str:
    if is_one:
        return f"{abs(offset):g} {'less' if offset < 0 else 'more'} than expected"
    return f"numbers that are {abs(offset):g} too {'low' if offset < 0 else 'high'}"


def _is_telling(number: float, actual: Array) -> bool:
    """Tell whether it means anything that one number fits everywhere."""
    return actual.size > FEW or (
        abs(number) > 0.5 and abs(number - round(number)) < CLOSE
    )


def _factor(expected: Array, actual: Array) -> float:
    """Return the factor by which every number is multiplied; 0 if there is none."""
    places = np.abs(expected) > CLOSE
    if not places.any() or actual[~places].any():
        return 0.0
    return _only(actual[places] / expected[places])


def _only(numbers: Array) -> float:
    """Return the number to which all numbers are equal; 0 if they differ."""
    first = float(numbers.flat[0])
    return first if np.allclose(numbers, first, rtol=1e-3, atol=CLOSE) else 0.0


def _made_of_each(expected: Array) -> Iterator[tuple[str, Array]]:
    yield "the expected numbers with the opposite sign", -expected
    yield "1 minus each expected number", 1 - expected
    if expected.ndim > 1 and same(expected.sum(-1), np.ones(expected.shape[:-1])):
        largest = (expected == expected.max(-1, keepdims=True)).astype(float)
        if same(largest, np.round(expected)):  # as with two classes
            yield "only zeros and ones", largest
        else:
            yield "1 for the largest probability and 0 for the others", largest
    yield "the expected numbers rounded to integers", np.round(expected)
    yield "the absolute values of the expected numbers", np.abs(expected)
    yield "the expected numbers clipped at 0", np.maximum(expected, 0)


def _curved(expected: Array) -> Iterator[tuple[str, Array]]:
    with np.errstate(all="ignore"):
        yield "the squares of the expected numbers", expected**2
        yield "the square roots of the expected numbers", np.sqrt(expected)
        yield "the exponentials of the expected numbers", np.exp(expected)
        yield "the logarithms of the expected numbers", np.log(expected)
        yield "the expected numbers without the tanh", np.arctanh(expected)
        yield "the sigmoid of the expected numbers", 1 / (1 + np.exp(-expected))
        yield "the tanh of the expected numbers", np.tanh(expected)
        if expected.ndim:
            exponentials = np.exp(expected - expected.max(-1, keepdims=True))
            softmax = exponentials / exponentials.sum(-1, keepdims=True)
            yield "the softmax of the expected numbers", softmax


def _of_places(expected: Array, actual: Array) -> Iterator[Relation]:
    """Iterate over the relations of numbers to those in other places."""
    for axis, length in enumerate(expected.shape):
        where = _along(axis, expected)
        if length > 1 and actual.size > FEW and same(np.flip(expected, axis), actual):
            text = f"the expected numbers in reverse order{where}"
            yield text, text
        for end, kept in ((0, slice(1, None)), (-1, slice(None, -1))):
            part = _cut(axis, kept)
            if length > FEW and same(expected[part], actual[part]):
                text = f"wrong numbers only at index {end}{where}"
                yield text, text
        yield from _shifts(expected, actual, axis)
        for place in (0, -1):
            one = np.take(expected, [place], axis)
            if actual.size > FEW and same(np.repeat(one, length, axis), actual):
                which = "last" if place else "first"
                text = f"copies of the {which} {_slice(expected)}{where}"
                yield text, text
    for order in list(permutations(range(expected.ndim)))[1:]:
        if same(expected.transpose(order), actual):
            yield "axes", "the expected numbers transposed"
    more_than_bits = np.unique(expected).size > 2
    if more_than_bits and same(np.sort(expected, None), np.sort(actual, None)):
        yield "order", "the expected numbers in another order"


def _shifts(expected: Array, actual: Array, axis: int) -> Iterator[Relation]:
    length = expected.shape[axis]
    for by in range(1, min(FARTHEST, length - FEW) + 1):
        early, late = _cut(axis, slice(None, -by)), _cut(axis, slice(by, None))
        for word, mine, yours in (("forward", early, late), ("back", late, early)):
            moved = expected[mine]
            if np.ptp(moved) and same(moved, actual[yours]):
                places = "place" if by == 1 else "places"
                where = _along(axis, expected)
                text = f"the expected numbers shifted {by} {places} {word}{where}"
                yield text, text


def _of_shapes(expected: Array, actual: Array) -> Iterator[Relation]:
    """Iterate over the relations of numbers to those of another shape."""
    for order in list(permutations(range(expected.ndim)))[1:]:
        if same(expected.transpose(order), actual):
            yield "axes", "the expected numbers transposed"
    if same(expected.ravel(), actual.ravel()):
        yield "shape", "the expected numbers in another shape"
    for axis, length in enumerate(expected.shape):
        where = _along(axis, expected)
        yield from _missing_or_more(expected, actual, axis)
        for place in range(length):
            if same(np.take(expected, place, axis), np.squeeze(actual)):
                text = f"only the expected numbers at index {place}{where}"
                yield text, text
        for word in ("sum", "mean", "max"):
            if np.unique(actual).size > 1 and same(
                getattr(np, word)(expected, axis), np.squeeze(actual)
            ):
                text = f"the {word} of the expected numbers{where}"
                yield text, text
    text = difference_of_shapes(expected.shape, actual.shape)
    yield text, text
    yield "only shape", "a wrong shape"


def difference_of_shapes(expected: Shape, actual: Shape) -> str:
    """Say how a shape differs, without the sizes: other calls have others."""
    if not expected:
        return "an array instead of a single number"
    if len(expected) != len(actual):
        axes = "1 axis" if len(actual) == 1 else f"{len(actual)} axes"
        return f"{axes} instead of {len(expected)}"
    if sorted(expected) == sorted(actual):
        return "the axes in another order"
    pairs = enumerate(zip(expected, actual, strict=True))
    return " and ".join(
        f"too {'many' if came > wanted else 'few'} elements along axis {axis}"
        for axis, (wanted, came) in pairs
        if came != wanted
    )


def _missing_or_more(expected: Array, actual: Array, axis: int) -> Iterator[Relation]:
    if expected.ndim != actual.ndim:
        return
    difference = actual.shape[axis] - expected.shape[axis]
    small, big = sorted((expected, actual), key=np.size)
    by = abs(difference)
    if not 0 < by <= FARTHEST or not small.size:
        return
    for end, cut in (("last", slice(None, -by)), ("first", slice(by, None))):
        if same(small, big[_cut(axis, cut)]):
            one, many = _slice(expected), f"{_slice(expected)}s"
            place = {"last": "after", "first": "before"}[end]
            where = _along(axis, expected)
            if difference < 0:
                number = one if by == 1 else f"{by} {many}"
                text = f"the expected numbers without the {end} {number}{where}"
            else:
                number = f"{by} more {one if by == 1 else many}"
                text = f"the expected numbers and {number} {place} them{where}"
            yield text, text


def _cut(axis: int, part: slice) -> tuple[slice, ...]:
    return *[slice(None)] * axis, part


def _slice(expected: Array) -> str:
    """Return what an array is called at one index of an axis."""
    return "number" if expected.ndim == 1 else "slice"


def _along(axis: int, expected: Array) -> str:
    return "" if expected.ndim == 1 else f" along axis {axis}"
