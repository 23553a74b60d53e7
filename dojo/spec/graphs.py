"""The graphs that TensorFlow creates, one for each trace of a function."""

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

import tensorflow as tf


@contextmanager
def graphs_noted(optimizer: Any) -> Iterator[list[Any]]:
    """Record every graph that TensorFlow creates in the `with` block, and which graphs
    existed before the optimizer's variables."""
    made: list[Any] = []
    make = tf.Graph.__init__

    def note(graph: Any, *args: Any, **kwargs: Any) -> None:
        made.append(graph)
        make(graph, *args, **kwargs)
        graph.came_too_early = not optimizer.built

    tf.Graph.__init__ = note
    try:
        yield made
    finally:
        tf.Graph.__init__ = make


def updates(graph: Any) -> int:
    """Return how often a graph applies an optimizer, which counts its own updates."""
    assigned = (op for op in graph.get_operations() if op.type.startswith("Assign"))
    return sum(op.get_attr("dtype").is_integer for op in assigned)
