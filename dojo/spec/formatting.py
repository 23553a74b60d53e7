"""Show values and calls as short texts, as a person would write them."""

import re
from collections.abc import Callable
from dataclasses import MISSING, fields, is_dataclass
from types import MappingProxyType
from typing import Any

import numpy as np

from dojo.spec.lines import shortened

LONGEST = 400
"""How many characters of a value are shown before it is cut short."""

LARGEST = 80
"""Arrays with more elements are not shown whole, only around the first wrong one."""

CALL_LINES = 11
"""If a call has more lines than this, only the shapes of its arrays are shown."""

_KINDS = MappingProxyType({np.integer: "integer", np.floating: "floating"})


def first_difference(wrong: np.ndarray, expected: np.ndarray, came: np.ndarray) -> str:
    """Return how many elements are wrong, and which is the first."""
    if expected.ndim == 0:
        return f"off by {float(came - expected):.3g}"
    where = first_place(wrong)
    count = f"{wrong.sum()} of {wrong.size} differ"
    at = ", ".join(map(str, where))
    numbers = f"{_number(came[where])}, not {_number(expected[where])}"
    return f"{count}, the first at [{at}]: {numbers}"


def first_place(wrong: np.ndarray) -> tuple[int, ...]:
    """Return the index of the first wrong element; () for an array without axes."""
    return tuple(int(index) for index in np.argwhere(wrong)[0])


def _number(value: np.generic) -> str:
    return f"{value:.6g}" if isinstance(value, np.floating) else str(value)


def indented(value: object, most: int) -> str:
    """Return a value as text, on at most this many lines, indented by 10 columns."""
    return shortened(show(value), most).replace("\n", "\n" + 10 * " ")


def around(
    array: np.ndarray, place: tuple[int, ...], most: int
) -> tuple[int | slice, ...]:
    """Return the index of the largest part around a place that fits on this many lines;
    () if the whole array fits."""
    for depth in range(max(1, array.ndim)):
        part = array[place[:depth]]
        if part.size <= LARGEST and show(part).count("\n") < most:
            return place[:depth]
    *before, last = place
    start = max(0, last - 3)
    return *before, slice(start, start + 8)


def show(value: Any) -> str:
    """Return a short text for a value: small arrays in full, large ones abridged."""
    if isinstance(value, str):
        return value
    if is_dataclass(value) and not isinstance(value, type):
        return _settings_text(value)
    if callable(getattr(value, "numpy", None)):
        value = value.numpy()
    if isinstance(value, np.ndarray | np.generic):
        return np.array2string(
            np.asarray(value),
            max_line_width=66,
            threshold=LARGEST,
            precision=5,
            suppress_small=True,
        )
    text = re.sub(" (object )?at 0x[0-9A-Fa-f]+", "", repr(value))
    return text if len(text) <= LONGEST else text[:LONGEST] + " ..."


def _settings_text(value: Any) -> str:
    """Return a dataclass as text, with the fields that differ from their defaults."""
    given = (
        (field.name, getattr(value, field.name))
        for field in fields(value)
        if field.default is MISSING or getattr(value, field.name) != field.default
    )
    inside = ", ".join(f"{name}={number!r}" for name, number in given)
    return f"{type(value).__name__}({inside})"


def call_text(function: Callable, args: tuple, kwargs: dict) -> str:
    """Return a call as a person would write it, on several lines if it is long."""
    shown = [_argument(value) for value in args]
    shown += [f"{name}={_argument(value)}" for name, value in kwargs.items()]
    name = getattr(function, "__name__", "the function")
    one_line = f"{name}({', '.join(shown)})"
    if "\n" not in one_line and len(one_line) <= 80:
        return one_line
    lines = ",\n".join(shown)
    if lines.count("\n") > CALL_LINES - 3:
        values = [*args, *kwargs.values()]
        pairs = zip(shown, values, strict=True)
        lines = ",\n".join(_shape(v) if "\n" in text else text for text, v in pairs)
    lines = lines.replace("\n", "\n    ")
    return f"{name}(\n    {lines}\n)"


def _shape(value: Any) -> str:
    return f"<array {np.shape(value)}>"


def _argument(value: Any) -> str:
    if isinstance(value, list) and value:
        return f"[{show(value[0])}, ...]" if len(value) > 1 else f"[{show(value[0])}]"
    text = show(value)
    if text.count("\n") > 8:
        return _shape(value)
    return text if len(text) <= LONGEST else f"<{type(value).__name__}>"


def with_article(noun: str) -> str:
    """Return a noun after "a" or "an"."""
    return f"{'an' if noun[0] in 'aeioAEIO' else 'a'} {noun}"


def index_text(index: Any) -> str:
    """Return an index as it is written between brackets."""
    if isinstance(index, tuple):
        return ", ".join(index_text(part) for part in index)
    if isinstance(index, slice):
        return ":".join(
            "" if end is None else str(end) for end in (index.start, index.stop)
        )
    return str(index)


def dtype_name(dtype: Any) -> str:
    """Return the name of a dtype, or of a family of them."""
    return _KINDS.get(dtype) or str(np.dtype(dtype))
