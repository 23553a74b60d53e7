"""The graphs that TensorFlow creates, one for each trace of a function."""

from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from typing import Any
from unittest.mock import patch

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

    with patch.object(tf.Graph, "__init__", note):
        yield made


@contextmanager
def calls_noted() -> Iterator[list[Any]]:
    """Record every call of a `tf.function` in the `with` block, those inside another
    `tf.function` left out."""
    made: list[Any] = []
    kind = type(tf.function(lambda: None))
    call = kind.__call__

    def note(function: Any, *args: Any, **kwargs: Any) -> Any:
        if tf.executing_eagerly():
            made.append(function)
        return call(function, *args, **kwargs)

    with patch.object(kind, "__call__", note):
        yield made


def updates(graph: Any) -> int:
    """Return how often a graph applies an optimizer, which counts its own updates."""
    assigned = (op for op in graph.get_operations() if op.type.startswith("Assign"))
    return sum(op.get_attr("dtype").is_integer for op in assigned)


def loops(graphs: Iterable[Any]) -> list[Any]:
    """Return all TensorFlow loops in graphs."""
    operations = (op for graph in graphs for op in graph.get_operations())
    return [op for op in operations if "While" in op.type]


def most(graphs: Iterable[Any], kind: str) -> int:
    """Return how many operations of a kind there are in the graph with most of them."""
    kinds = ([op.type for op in graph.get_operations()] for graph in graphs)
    return max((ops.count(kind) for ops in kinds), default=0)


def training_loops(graphs: Iterable[Any]) -> list[Any]:
    """Return the TensorFlow loops that apply an optimizer."""
    applying: set[str] = set()
    for graph in filter(updates, graphs):
        while name := getattr(graph, "name", None):
            applying.add(name)
            graph = graph.outer_graph
    return [op for op in loops(graphs) if op.get_attr("body").name in applying]


def passed_to_xla(graphs: Iterable[Any]) -> bool:
    """Tell whether XLA compiles the loops that apply an optimizer.

    TensorFlow lowers a loop, unless XLA compiles it.
    """
    inner = training_loops(graphs)
    return not any(op.node_def.attr["_lower_using_switch_merge"].b for op in inner)


def matrix_products(graphs: Iterable[Any]) -> list[str]:
    """Return the kinds of matrix products in graphs and in the functions they call."""
    kinds: set[str] = set()
    for made in (graph.as_graph_def() for graph in graphs):
        called = (
            node for function in made.library.function for node in function.node_def
        )
        kinds.update(node.op for node in (*made.node, *called))
    return sorted(kind for kind in kinds if "MatMul" in kind or "Einsum" in kind)
