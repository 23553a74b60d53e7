"""Slips that lead to errors in TensorFlow or Keras, and clearer messages for them."""

from collections.abc import Callable
from types import MappingProxyType
from typing import Any

BUILD = (
    "the optimizer creates its variables inside a `tf.function`, which may create "
    "variables only the first time it is called: call `optimizer.build(parameters)` "
    "first, outside the function"
)
SLIPS = MappingProxyType(
    {
        "No gradients provided for any variable": (
            "no gradient reaches any parameter: was everything from the forward pass "
            "to the loss recorded by the tape?"
        ),
        "has no attribute '_unique_id'": (
            "`apply_gradients` takes pairs of a gradient and a variable, in this order"
        ),
        "can only be called for the variables it was originally built with": (
            "an optimizer can only be applied to the variables that it was first "
            "applied to: apply it once in each step, to all four parameters, and keep "
            "these parameters throughout training"
        ),
        "a double tensor": (
            "float64 and float32 are mixed (TensorFlow calls them double and float): "
            "use float32 everywhere"
        ),
        "tf.function only supports singleton tf.Variables": BUILD,
        "tf.function-decorated function tried to create variables": BUILD,
        "Creating variables on a non-first call": BUILD,
        "object has no attribute '_accumulators'": BUILD,  # only half built
    }
)
"""The message to show, by words from the text of the error."""


def explanation(error: Exception) -> str | None:
    """Return the likely cause of an error, if it is a known one."""
    text = str(error)
    return next((said for words, said in SLIPS.items() if words in text), None)


def is_unfinished(error: BaseException | None) -> bool:
    """Tell whether a stub raised the error; TensorFlow has NotImplementedErrors too."""
    return isinstance(error, NotImplementedError) and str(error).startswith("task ")


def numpy_error(function: Callable, args: tuple) -> Exception | None:
    """Return the error that a call raises if it passes a tensor to NumPy in a graph.

    In a graph, tensors have no values yet, so NumPy cannot use them.
    """
    import tensorflow as tf  # here, as exercises without tensors need not load it

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
    except Exception:  # any other error comes from running as a graph
        return None
    return None
