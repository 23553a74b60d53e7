"""Slips that end in an error of TensorFlow's or Keras's: what is to be said instead."""

from collections.abc import Callable
from types import MappingProxyType
from typing import Any

BUILD = (
    "the optimizer makes its variables inside a `tf.function`, which may only make "
    "them the first time it is called: call `optimizer.build(parameters)` first, "
    "outside of the function"
)
SLIPS = MappingProxyType(
    {
        "No gradients provided for any variable": (
            "no gradient reaches any parameter: was the forward pass recorded by the "
            "tape?"
        ),
        "tf.function only supports singleton tf.Variables": BUILD,
        "tf.function-decorated function tried to create variables": BUILD,
        "Creating variables on a non-first call": BUILD,
        "object has no attribute '_accumulators'": BUILD,  # half built, after that
    }
)
"""What to say, by words that the error's text has."""


def explanation(error: Exception) -> str | None:
    """Return what the learner has probably done, if the error is a known one."""
    text = str(error)
    return next((said for words, said in SLIPS.items() if words in text), None)


def is_unfinished(error: BaseException | None) -> bool:
    """Tell whether it is a stub's error; TensorFlow has NotImplementedErrors too."""
    return isinstance(error, NotImplementedError) and str(error).startswith("task ")


def numpy_error(function: Callable, args: tuple) -> Exception | None:
    """Return what is raised where a call leaves TensorFlow for NumPy, if it does.

    In a graph tensors have no numbers yet, so NumPy cannot take them.
    """
    import tensorflow as tf  # the exercises without tensors do not wait for it

    parts = tf.nest.flatten(args)
    tensors = [part for part in parts if isinstance(part, tf.Tensor)]

    def again(*symbols: Any) -> Any:
        given = iter(symbols)
        mixed = [next(given) if isinstance(p, tf.Tensor) else p for p in parts]
        return function(*tf.nest.pack_sequence_as(args, mixed))

    try:
        tf.function(again, autograph=False).get_concrete_function(*tensors)
    except (NotImplementedError, AttributeError, TypeError) as error:
        return error if "numpy" in str(error).lower() else None
    except Exception:  # whatever else there is: it has to do with graphs
        return None
    return None
