"""Probes for exercise 7: an epoch as one program, and the small product."""

from functools import partial

import numpy as np
import tensorflow as tf

from dojo.diagnosis.fingerprint import probe
from dojo.diagnosis.probes.gradients import gradients, moves
from dojo.spec.graphs import graphs_noted, updates
from dojo.spec.oracle import Network
from echornn.cell import Parameters

# batch 2, 3 windows of 4 columns and one column more, state 3, classes 2
RNG = np.random.default_rng(7)
VALUES = [RNG.uniform(-1, 1, size) for size in ((4, 3), (1, 3), (3, 2), (1, 2))]
X, Y = RNG.integers(0, 2, (2, 2, 13))
ROWS, SERIES, MATRIX = (
    tf.constant(RNG.uniform(-1, 1, size), tf.float32)
    for size in ((2, 5), (4, 2, 5), (5, 3))
)


@probe("7.1")
def of_train_epoch(train_epoch):
    """Ask for two epochs in a row, and for the graphs that are made for each."""
    yield partial(_two_epochs, train_epoch)


def _two_epochs(train_epoch):
    """Train two epochs; return results, parameters, and what was traced."""
    optimizer = tf.keras.optimizers.Adagrad(0.3, initial_accumulator_value=0.1)
    parameters = Parameters(*(tf.Variable(np.float32(values)) for values in VALUES))
    seen, programs = [], []
    for x, y in ((X, Y), (1 - X, 1 - Y)):
        before = [variable.numpy() for variable in parameters]
        with graphs_noted(optimizer) as graphs:
            result = train_epoch(parameters, optimizer, x, y, 4)
        losses, state, predictions_series = result
        parts = {
            "losses": np.asarray(losses),
            "current_state": np.asarray(state),
            "predictions_series": np.asarray(predictions_series),
            "the graphs that this epoch adds": _added(graphs),
        }
        seen.append(parts | moves(parameters, before))
        programs.append(graphs)
    return {
        "": seen,
        "the type of the result": type(result).__name__,
        "the graphs": _programs(programs[0], seen[0]["losses"]),
    }


def _added(graphs):
    if not graphs:
        return "none"
    whole = _holds_all_windows(graphs)
    return "one with all windows" if whole else "some without all windows"


def _programs(graphs, losses):
    """Return how the first epoch's graphs are made; only if its losses are right."""
    network, state, expected = Network(VALUES), np.zeros((2, 3)), []
    for start in (0, 4, 8):
        batch_x, batch_y = (bits[:, start : start + 4] for bits in (X, Y))
        loss, state, _ = network.train_step(batch_x, batch_y, state)
        expected.append(loss)
    right = losses.shape == (3,) and np.allclose(losses, expected, atol=1e-4)
    if not right or not _holds_all_windows(graphs):
        return "not asked"
    unrolled = max(map(updates, graphs)) >= 3
    return {
        "the loop in the graph": "unrolled" if unrolled else "kept",
        "the first graph": "early" if graphs[0].came_too_early else "in time",
    }


def _holds_all_windows(graphs):
    kinds = [[op.type for op in graph.get_operations()] for graph in graphs]
    loop = any("While" in kind for ops in kinds for kind in ops)
    return loop or any(ops.count("Tanh") >= 12 for ops in kinds)


@probe("7.2")
def of_product(product):
    """Ask for rows, for rows over time, how gradients flow back, what it contains."""
    yield partial(product, ROWS, MATRIX)
    yield partial(product, SERIES, MATRIX)
    yield lambda: gradients(lambda: product(ROWS, MATRIX), ROWS, MATRIX)
    yield partial(_library_calls, product)


def _library_calls(product):
    """Return which matrix products it contains."""
    traced = tf.function(product).get_concrete_function(ROWS, MATRIX)
    kinds = {op.type for op in traced.graph.get_operations()}
    return sorted(kind for kind in kinds if "MatMul" in kind or "Einsum" in kind)
