"""Compare the learner's answer with the expected one, in the order that helps most.

Is there a result at all? Are its type, shape and dtype right? Are the values finite?
Are they right? Each question has its own message, with the call and both values.
"""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from itertools import islice
from typing import Any, NoReturn

import numpy as np

from dojo.spec.formatting import (
    around,
    call_text,
    dtype_name,
    first_difference,
    first_place,
    indented,
    index_text,
    show,
    with_article,
)
from dojo.spec.slips import explanation, is_unfinished, numpy_error

LINES = 20
"""Lines of a message, at most."""


def call(function: Callable, *args: object, **kwargs: object) -> "Answer":
    """Call the learner's function; return its answer together with the call."""
    __tracebackhide__ = True
    source = call_text(function, args, kwargs)
    with asking(source):
        value = function(*args, **kwargs)
    return Answer(source, value, (function, args))


@contextmanager
def asking(source: str) -> Iterator[None]:
    """Add the call to an error in the learner's code, or name the slip behind it."""
    __tracebackhide__ = True
    try:
        yield
    except Exception as error:
        if slip := explanation(error):
            came = f"raised {type(error).__name__}: {slip}"
            Answer(source, None).fail("a result", came, cause=error)
        if not is_unfinished(error):
            vars(error).setdefault("asked", source)
        raise


def raises(
    error: type[Exception], naming: str, function: Callable, *args: object
) -> None:
    """Check that a call raises this error with a message that contains this word."""
    __tracebackhide__ = True
    answer = Answer(call_text(function, args, {}), None)
    try:
        value = function(*args)
    except error as came:
        if naming not in str(came):
            expected = f"{error.__name__} whose message mentions {naming}"
            answer.fail(expected, repr(came), cause=came)
    except Exception as other:
        if is_unfinished(other):
            raise
        text = f": {other}" if str(other) else ", with no message"
        came_instead = f"raised {type(other).__name__}{text}"
        answer.fail(error.__name__, came_instead, cause=other)
    else:
        if isinstance(value, Exception):
            value = f"{value!r}, returned: use `raise`"
        answer.fail(f"{error.__name__}, not a result", value)


@dataclass(frozen=True)
class Answer:
    """What a call returned, or a part of it."""

    source: str
    """The call, as a person would write it."""
    value: Any
    question: tuple[Callable, tuple] | None = None
    """The function and its arguments, if the value is the whole result."""

    def __getitem__(self, index: Any) -> "Answer":
        """Return a part of an array, named after its index."""
        return Answer(f"[{index_text(index)}] of {self.source}", self.value[index])

    def is_array(self, expected: object, *, dtype: Any, atol: float = 0) -> None:
        """Check for a NumPy array with these values; `dtype` may be a dtype family."""
        __tracebackhide__ = True
        self._is(np.ndarray, "a NumPy array")
        self._equals(np.asarray(expected), dtype, atol)

    def is_array_of(self, shape: tuple[int, ...]) -> None:
        """Check for a NumPy array of this shape, with any values."""
        __tracebackhide__ = True
        wanted, kind = f"an array of shape {shape}", type(self.value).__name__
        self._is(object, wanted)
        if not isinstance(self.value, np.ndarray):
            self.fail(wanted, f"{kind} of shape {np.shape(self.value)}")
        if self.value.shape != shape:
            self.fail(wanted, f"shape {self.value.shape}\n{show(self.value)}")

    def is_tensor(self, expected: object, *, atol: float, dtype: Any = None) -> None:
        """Check for a TensorFlow tensor with these values, float32 by default."""
        __tracebackhide__ = True
        import tensorflow as tf  # here, as exercises without tensors need not load it

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
            numpys = self.question and numpy_error(*self.question)
            cut = (
                "a NumPy function was used in place of a TensorFlow function, and no "
                "gradient flows back through NumPy"
                if numpys
                else "the chain of TensorFlow operations is broken, so no gradient "
                "flows back"
            )
            answer.fail("numbers", f"None: {cut}", cause=numpys)
        if type(value).__name__ == "IndexedSlices":
            came = "a sparse gradient, as tf.gather gives: Adagrad applies it in pieces"
            answer.fail("a dense gradient", came)
        return answer

    def parts(self, kind: type | tuple[type, ...], names: list[str]) -> list["Answer"]:
        """Check for a tuple or list with one element per name; return the elements."""
        __tracebackhide__ = True
        wanted = kind if isinstance(kind, type) else kind[0]
        first = ", ".join(names[:3]) + ", ..." * (len(names) > 3)
        self._is(kind, f"{with_article(wanted.__name__)} of {len(names)}: {first}")
        if len(self.value) != len(names):
            came = (
                f"{with_article(type(self.value).__name__)} of length {len(self.value)}"
            )
            self.fail(
                f"{with_article(wanted.__name__)} of length {len(names)}: {first}", came
            )
        pairs = zip(names, self.value, strict=True)
        return [Answer(f"{name} of {self.source}", value) for name, value in pairs]

    def series(self, length: int) -> list["Answer"]:
        """Check for a list with one element for each step; return the elements."""
        __tracebackhide__ = True
        return self.parts(list, [f"element {t}" for t in range(length)])

    def first(self, most: int) -> Iterator[Any]:
        """Iterate over the first elements of an iterator, up to this many."""
        __tracebackhide__ = True
        with asking(self.source):
            yield from islice(self.value, most)

    def fail(
        self, expected: object, came: object, cause: Exception | None = None
    ) -> NoReturn:
        """Fail the test; the report shows the learner's lines that led to the cause."""
        __tracebackhide__ = True
        wanted, got = indented(expected, self._room), indented(came, self._room)
        text = f"{self.source}\nexpected: {wanted}\nyours:    {got}"
        raise AssertionError(text) from cause

    @property
    def _room(self) -> int:
        """How many lines there are for each of the two values."""
        return max(3, (LINES - 1 - self.source.count("\n")) // 2)

    def _is(self, kind: type | tuple[type, ...], name: str) -> None:
        __tracebackhide__ = True
        if self.value is None:
            self.fail(name, "None (is a `return` missing?)")
        if not isinstance(self.value, kind):
            is_numpys = isinstance(self.value, np.ndarray)
            kind_name = "NumPy array" if is_numpys else type(self.value).__name__
            self.fail(name, f"{kind_name} {show(self.value)}")

    def _equals(self, expected: np.ndarray, dtype: Any, atol: float) -> None:
        __tracebackhide__ = True
        came = np.asarray(self.value)
        if came.shape != expected.shape:
            wanted, yours = (f"shape {a.shape}\n{show(a)}" for a in (expected, came))
            self.fail(wanted, yours)
        if not np.issubdtype(came.dtype, dtype):
            self.fail(f"dtype {dtype_name(dtype)}", f"dtype {came.dtype}")
        if not np.isfinite(came).all():
            self.fail("finite numbers", came)
        wrong = np.abs(came.astype(float) - expected.astype(float)) > atol
        if wrong.any():
            differences = first_difference(wrong, expected, came)
            part = around(expected, first_place(wrong), self._room - 1)
            at = f"shape {expected.shape}, at [{index_text(part)}]:\n" if part else ""
            yours = f"{show(came[part])}\n{differences}"
            self.fail(at + show(expected[part]), yours)
