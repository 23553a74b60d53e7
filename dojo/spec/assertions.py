"""Compare the learner's answer with what is expected, in the order that teaches most.

Did anything come back? Are type, shape and dtype right? Are the values finite? Are they
right? Each question has its own message, with the call and with both values.
"""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any, NoReturn

import numpy as np

from dojo.spec.formatting import (
    LARGEST,
    call_text,
    dtype_name,
    first_difference,
    indented,
    index_text,
    show,
)


def call(function: Callable, *args: object, **kwargs: object) -> "Answer":
    """Call the learner's function; return its answer together with the call."""
    return Answer(call_text(function, args, kwargs), function(*args, **kwargs))


def raises(
    error: type[Exception], naming: str, function: Callable, *args: object
) -> None:
    """Check that a call raises this error, with a message that contains this word."""
    __tracebackhide__ = True
    try:
        answer = call(function, *args)
    except error as came:
        if naming not in str(came):
            wrong = Answer(call_text(function, args, {}), came)
            wrong.fail(f"{error.__name__} that mentions {naming}", repr(came))
    else:
        answer.fail(f"{error.__name__}, not a result", answer.value)


@dataclass(frozen=True)
class Answer:
    """What a call returned, or a part of it."""

    source: str
    """The call as a person would write it."""
    value: Any

    def __getitem__(self, index: Any) -> "Answer":
        """Return a part of an array, named by its index."""
        return Answer(f"[{index_text(index)}] of {self.source}", self.value[index])

    def is_array(self, expected: object, *, dtype: Any, atol: float = 0) -> None:
        """Check for a NumPy array with these values; `dtype` may be a family."""
        __tracebackhide__ = True
        self._is(np.ndarray, "a NumPy array")
        self._equals(np.asarray(expected), dtype, atol)

    def is_tensor(self, expected: object, *, atol: float, dtype: Any = None) -> None:
        """Check for a TensorFlow tensor with these values, float32 by default."""
        __tracebackhide__ = True
        import tensorflow as tf  # exercises without tensors need not wait for it

        self._is(tf.Tensor, "a TensorFlow tensor")
        self._equals(np.asarray(expected), dtype or np.float32, atol)

    def is_integer(self, expected: int) -> None:
        """Check for an integer: Python's or NumPy's, but not a float or a bool."""
        __tracebackhide__ = True
        self._is((int, np.integer), "an integer")
        if isinstance(self.value, bool) or self.value != expected:
            self.fail(expected, self.value)

    def has(self, *, shape: tuple[int, ...], dtype: str) -> None:
        """Check for a tensor or variable of this shape and dtype, with any values."""
        __tracebackhide__ = True
        self._is(object, f"{dtype} {shape}")
        came_shape = np.shape(self.value)
        came_dtype = getattr(self.value, "dtype", None)
        if (came_shape, came_dtype) != (shape, dtype):
            came = getattr(came_dtype, "name", type(self.value).__name__)
            self.fail(f"{dtype} {shape}", f"{came} {came_shape}")

    def numbers(self) -> "Answer":
        """Return the numbers of a tensor, a variable or a list of them as an array."""
        __tracebackhide__ = True
        self._is(object, "numbers")
        return Answer(self.source, np.asarray(self.value))

    def gradient(self, of: str, value: object) -> "Answer":
        """Return the gradient of this call's answer; fail if none flows back."""
        __tracebackhide__ = True
        answer = Answer(f"gradient with respect to {of} of {self.source}", value)
        if value is None:
            answer.fail(
                "numbers", "None: the chain is broken, so no gradient flows back"
            )
        if type(value).__name__ == "IndexedSlices":
            came = "a sparse one, as from tf.gather: Adagrad would apply it in pieces"
            answer.fail("a dense gradient", came)
        return answer

    def parts(self, kind: type | tuple[type, ...], names: list[str]) -> list["Answer"]:
        """Check for a tuple or list with one element per name; return the elements."""
        __tracebackhide__ = True
        wanted = kind if isinstance(kind, type) else kind[0]
        self._is(kind, f"a {wanted.__name__} of {len(names)}")
        if len(self.value) != len(names):
            first = ", ".join(names[:3]) + ", ..." * (len(names) > 3)
            what = f"a {wanted.__name__} of length"
            self.fail(f"{what} {len(names)}: {first}", f"{what} {len(self.value)}")
        pairs = zip(names, self.value, strict=True)
        return [Answer(f"{name} of {self.source}", value) for name, value in pairs]

    def series(self, length: int) -> list["Answer"]:
        """Check for a list over time of this length; return its elements."""
        __tracebackhide__ = True
        return self.parts(list, [f"element {t}" for t in range(length)])

    def fail(self, expected: object, came: object) -> NoReturn:
        __tracebackhide__ = True
        raise AssertionError(
            f"{self.source}\nexpected: {indented(expected)}\nyours:    {indented(came)}"
        )

    def _is(self, kind: type | tuple[type, ...], name: str) -> None:
        __tracebackhide__ = True
        if self.value is None:
            self.fail(name, "None (is a `return` missing?)")
        if not isinstance(self.value, kind):
            self.fail(name, f"{type(self.value).__name__} {show(self.value)}")

    def _equals(self, expected: np.ndarray, dtype: Any, atol: float) -> None:
        __tracebackhide__ = True
        came = np.asarray(self.value)
        if came.shape != expected.shape:
            self.fail(*(f"shape {a.shape}\n{show(a)}" for a in (expected, came)))
        if not np.issubdtype(came.dtype, dtype):
            self.fail(f"dtype {dtype_name(dtype)}", f"dtype {came.dtype}")
        if not np.isfinite(came).all():
            self.fail("finite numbers", came)
        wrong = np.abs(came.astype(float) - expected.astype(float)) > atol
        if wrong.any():
            differences = first_difference(wrong, expected, came)
            if wrong.size > LARGEST:
                self.fail(f"shape {expected.shape}, other values", differences)
            self.fail(expected, f"{show(came)}\n{differences}")
