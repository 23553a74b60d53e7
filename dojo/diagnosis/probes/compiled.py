"""Probes for exercise 7: an epoch as one program, and the small product."""

from functools import partial

import numpy as np
import tensorflow as tf

from dojo.diagnosis.fingerprint import probe
from dojo.diagnosis.probes.gradients import gradients, updates_of
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
    """Ask for two epochs in a row, for their graphs, and for a second network."""
    yield partial(_two_epochs, train_epoch)


def _network():
    """Return parameters and their optimizer."""
    optimizer = tf.keras.optimizers.Adagrad(0.3, initial_accumulator_value=0.1)
    return Parameters(*(tf.Variable(np.float32(v)) for v in VALUES)), optimizer


def _two_epochs(train_epoch):
    """Train two epochs; return results, parameters, and what was traced."""
    parameters, optimizer = _network()
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
        }
        seen.append(parts | updates_of(parameters, before))
        programs.append(graphs)
    return {
        "": seen,
        "the type of the result": type(result).__name__,
        **(_more(train_epoch, programs) if _is_right(seen[0]["losses"]) else {}),
    }


def _more(train_epoch, programs):
    """Return what is worth knowing if the first losses are right."""
    losses, *_ = train_epoch(*_network(), X, Y, 4)
    return {
        "a second network's losses": np.asarray(losses),
        **_programs(*programs),
    }


def _is_right(losses):
    """Tell whether these are the losses of the first epoch."""
    network, state, expected = Network(VALUES), np.zeros((2, 3)), []
    for start in (0, 4, 8):
        batch_x, batch_y = (bits[:, start : start + 4] for bits in (X, Y))
        loss, state, _ = network.train_step(batch_x, batch_y, state)
        expected.append(loss)
    return losses.shape == (3,) and np.allclose(losses, expected, atol=1e-4)


def _programs(first, second):
    """Return how the graphs of two epochs are made."""
    return {
        "the graphs added by the first epoch": _added(first),
        "the graphs added by the second epoch": _added(second),
        **(_made(first) if _holds_all_windows(first) else {}),
    }


def _added(graphs):
    if not graphs:
        return "none"
    whole = _holds_all_windows(graphs)
    return "one of all windows" if whole else "only smaller ones"


def _made(graphs):
    """Return how graphs of all windows are made."""
    unrolled = max(map(updates, graphs)) >= 3
    return {
        "the loop in the graph": "unrolled" if unrolled else "traced",
        "the first graph": "one before `optimizer.build`"
        if graphs[0].came_too_early
        else "one after `optimizer.build`",
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
    calls = sorted(kind for kind in kinds if "MatMul" in kind or "Einsum" in kind)
    return {"the library calls": " and ".join(calls) or "none"}
