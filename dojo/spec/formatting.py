"""Show values and calls as short texts, as a person would write them."""

from collections.abc import Callable
from types import MappingProxyType
from typing import Any

import numpy as np

LONGEST = 400
"""Characters of a value that are shown before it is cut short."""

LARGEST = 80
"""Elements of the largest array shown whole; otherwise, only the first wrong one is."""

_KINDS = MappingProxyType({np.integer: "integer", np.floating: "floating"})


def first_difference(wrong: np.ndarray, expected: np.ndarray, came: np.ndarray) -> str:
    """Return how many elements are wrong, and which comes first."""
    if expected.ndim == 0:
        return f"off by {float(came - expected):.3g}"
    where = tuple(int(index) for index in np.argwhere(wrong)[0])
    count = f"{wrong.sum()} of {wrong.size} differ"
    at = ", ".join(map(str, where))
    numbers = f"{_number(came[where])}, not {_number(expected[where])}"
    return f"{count}, the first at [{at}]: {numbers}"


def _number(value: np.generic) -> str:
    return f"{value:.6g}" if isinstance(value, np.floating) else str(value)


def indented(value: object) -> str:
    """Return the text of a value, indented to follow a label of ten characters."""
    return show(value).replace("\n", "\n" + 10 * " ")


def show(value: Any) -> str:
    """Return a short text for a value: small arrays as grids, large ones abridged."""
    if isinstance(value, str):
        return value
    if callable(getattr(value, "numpy", None)):
        value = value.numpy()
    if isinstance(value, np.ndarray):
        return np.array2string(
            value,
            max_line_width=76,
            threshold=LARGEST,
            precision=5,
            suppress_small=True,
        )
    text = repr(value)
    return text if len(text) <= LONGEST else text[:LONGEST] + " ..."


def call_text(function: Callable, args: tuple, kwargs: dict) -> str:
    """Return a call as a person would write it, on several lines if it is long."""
    shown = [_argument(value) for value in args]
    shown += [f"{name}={_argument(value)}" for name, value in kwargs.items()]
    name = getattr(function, "__name__", "the function")
    one_line = f"{name}({', '.join(shown)})"
    if "\n" not in one_line and len(one_line) <= 80:
        return one_line
    lines = ",\n".join(shown).replace("\n", "\n    ")
    return f"{name}(\n    {lines}\n)"


def _argument(value: Any) -> str:
    if isinstance(value, list) and value:
        return f"[{show(value[0])}, ...]" if len(value) > 1 else f"[{show(value[0])}]"
    text = show(value)
    if text.count("\n") > 8:
        return f"<array {np.shape(value)}>"
    return text if len(text) <= LONGEST else f"<{type(value).__name__}>"


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
