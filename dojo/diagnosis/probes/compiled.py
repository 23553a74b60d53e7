"""Probes for exercise 7: an epoch as one program, and the small product."""

from functools import cache, partial

import numpy as np
import tensorflow as tf

from dojo.diagnosis.fingerprint import Raised, probe
from dojo.diagnosis.influences import Rule, Study, influences
from dojo.diagnosis.probes.gradients import gradients, updates_of
from dojo.spec.graphs import (
    graphs_noted,
    loops,
    matrix_products,
    most,
    passed_to_xla,
    training_loops,
    updates,
)
from dojo.spec.oracle import Network
from echornn.cell import Parameters
from echornn.compiled import EpochResult

# batch 5, 3 windows of 2 columns and one column more, state 4, classes 3
TIME, WINDOWS = 2, 3  # narrow windows are compiled sooner
RNG = np.random.default_rng(7)
VALUES = [RNG.uniform(-1, 1, size) for size in ((5, 4), (1, 4), (4, 3), (1, 3))]
X, Y = RNG.integers(0, 2, (2, 5, TIME * WINDOWS + 1))
EPOCHS = (X, Y), (1 - X, 1 - Y)
ROWS, SERIES, MATRIX = (
    tf.constant(RNG.uniform(-1, 1, size), tf.float32)
    for size in ((2, 5), (4, 2, 5), (5, 3))
)


@probe("7.1")
def of_product(product):
    """Ask for rows, for rows over time, how gradients flow back, what it contains."""
    yield partial(product, ROWS, MATRIX)
    yield partial(product, SERIES, MATRIX)
    yield partial(product, ROWS, tf.Variable(MATRIX))
    yield partial(product, ROWS[:, :3], MATRIX[:3])
    yield partial(_gradients, product)
    yield partial(_library_calls, product)


def _gradients(product):
    return gradients(lambda: product(ROWS, MATRIX), rows=ROWS, matrix=MATRIX)


@influences("7.1")
def of_rows_and_columns(product):
    """A row has its own row of the result, and a column its own column."""
    yield Study(
        lambda rows, matrix: product(tf.constant(rows), tf.constant(matrix)),
        {"rows": ROWS.numpy(), "matrix": MATRIX.numpy()},
        (
            Rule("rows", 0, "row", 0, "row {} of the result"),
            Rule("matrix", 1, "column", 1, "column {} of the result"),
        ),
        (2, 3),
    )


def _library_calls(product):
    """Return which matrix products it contains."""
    traced = tf.function(product).get_concrete_function(ROWS, MATRIX)
    calls = matrix_products([traced.graph])
    return {"the library calls": " and ".join(calls) or "none"}


@probe("7.2")
def of_train_epoch(train_epoch):
    """Ask for two epochs in a row, for their graphs, for a second network, and for a
    new optimizer."""
    yield partial(_two_epochs, train_epoch)


@influences("7.2")
def of_the_epoch(train_epoch):
    """With a new network, the same epoch has the same losses."""

    def losses(x, y):
        return _epoch(train_epoch, _network(), x, y)[0]["losses"]

    yield Study(losses, {"x": X, "y": Y}, (), (WINDOWS,))


UPDATES = {0: "none", WINDOWS: "one for each window"}
OUT_OF_SCOPE = Raised("raises: uses a tensor of the loop outside the loop")
NOT_WRITTEN = Raised("raises: stacks a TensorArray that nothing was written to")
ONLY_EAGERLY = Raised("raises: cannot be compiled, but works as a Python function")
ALWAYS_15 = Raised("raises: takes windows of 15 columns only")


def _two_epochs(train_epoch):
    """Train two epochs; return what came of them, or which known error."""
    try:
        return _results(train_epoch)
    except Exception as error:  # its text is TensorFlow's, and depends on the code
        if "out of scope" in str(error):
            return OUT_OF_SCOPE
        if "TensorList is not initialized" in str(error):
            return NOT_WRITTEN
        if _is_about_widths(error) and _works_eagerly(train_epoch):
            return ONLY_EAGERLY
        if _can_take_15(train_epoch):
            return ALWAYS_15
        raise


def _is_about_widths(error):
    """Tell whether an error may come of a width that is not known, or taken for all."""
    return isinstance(error, tf.errors.InvalidArgumentError) or "None" in str(error)


def _works_eagerly(train_epoch):
    """Tell whether it trains an epoch rightly if nothing is traced or compiled."""
    tf.config.run_functions_eagerly(True)
    try:
        result, _ = _epoch(train_epoch, _network(), X, Y)
    except Exception:
        return False
    finally:
        tf.config.run_functions_eagerly(False)
    return _are_right([result])


def _can_take_15(train_epoch):
    """Tell whether it can train two epochs if the width is the tutorial's."""
    network = _network()
    try:
        for bits in EPOCHS:
            train_epoch(*network, *np.tile(bits, 5), 15)
    except Exception:
        return False
    return True


def _results(train_epoch):
    """Train two epochs; return results, parameters, and what was traced."""
    network = _network()
    epochs = [_epoch(train_epoch, network, x, y) for x, y in EPOCHS]
    seen, programs = zip(*epochs, strict=True)
    more = _more(train_epoch, programs) if _are_right(seen) else {}
    if more is None or _is_of_another(train_epoch, seen[0]):
        return {NETWORK: "that of an earlier call"}
    return {"": list(seen), NETWORK: "the one that is passed in", **more}


NETWORK = "the network that is trained"


def _network():
    """Return parameters and their optimizer."""
    return Parameters(*(tf.Variable(np.float32(v)) for v in VALUES)), _optimizer()


def _optimizer(learning_rate=0.3):
    return tf.keras.optimizers.Adagrad(learning_rate, initial_accumulator_value=0.1)


def _epoch(train_epoch, network, x, y):
    """Train an epoch; return its results and its graphs."""
    parameters, optimizer = network
    counted = int(optimizer.iterations)
    before = [variable.numpy() for variable in parameters]
    with graphs_noted(optimizer) as graphs:
        result = train_epoch(parameters, optimizer, x, y, TIME)
    losses, state, predictions_series = result
    updated = int(optimizer.iterations) - counted
    parts = {
        "losses": np.asarray(losses),
        "current_state": np.asarray(state),
        "predictions_series": np.asarray(predictions_series),
        "the type of the result": type(result).__name__,
        "the number of updates by the optimizer": UPDATES.get(updated, str(updated)),
    }
    return parts | updates_of(parameters, before), graphs


def _more(train_epoch, programs):
    """Return what is worth knowing if the results are right.

    It is None if another network than the second is trained in its place.
    """
    network = _network()
    whole = X[:, :-1], Y[:, :-1]  # without a column that is left over
    second, _ = _epoch(train_epoch, network, *whole)
    if _is_of_another(train_epoch, second):
        return None
    noted = _programs(*programs)
    more = {"a second network's losses": second["losses"], **noted}
    if noted != GOOD or not _are_right([second]):
        return more
    parameters, _ = network
    third, _ = _epoch(train_epoch, (parameters, _optimizer(1.0)), *whole)
    more["the losses with a new optimizer"] = third["losses"]
    graphs, _ = programs
    if not passed_to_xla(graphs):
        return more | {"the compiler of the loop": "none"}
    calls = "some" if matrix_products(graphs) else "none"
    return more | {"the compiler of the loop": "XLA", "the library calls": calls}


def _is_of_another(train_epoch, parts):
    """Tell whether an epoch trained another network than the one passed in."""
    if any(np.any(parts[f"the update of {name}"]) for name in Parameters._fields):
        return False
    first, *_ = _expected()
    if np.allclose(np.ravel(parts["losses"])[:1], first["losses"][:1], atol=1e-4):
        return False
    parameters, optimizer = _network()
    for variable in parameters:
        variable.assign(tf.zeros_like(variable))
    of_zeros, _ = _epoch(train_epoch, (parameters, optimizer), X, Y)
    return bool(np.any(of_zeros["current_state"]))


def _are_right(epochs):
    """Tell whether these are the results of the first epochs."""
    pairs = (
        (parts[name], values)
        for parts, expected in zip(epochs, _expected(), strict=False)
        for name, values in expected.items()
    )
    return all(
        came.shape == values.shape and np.allclose(came, values, atol=1e-4)
        for came, values in pairs
    )


@cache
def _expected():
    """Return the results of the two epochs."""
    network = Network(VALUES)
    results = [network.train_epoch(x, y, TIME) for x, y in EPOCHS]
    return [dict(zip(EpochResult._fields, r, strict=True)) for r in results]


GOOD = {
    "the graphs added by the first epoch": "one of all windows",
    "the program of the second epoch": "that of the first epoch",
    "the loop in the graph": "traced",
    "the first graph": "one after `optimizer.build`",
}


def _programs(first, second):
    """Return how the graphs of two epochs are made."""
    return {
        "the graphs added by the first epoch": _added(first),
        "the program of the second epoch": "a new one"
        if second
        else "that of the first epoch",
        **(_made(first) if _holds_all_windows(first) else {}),
    }


def _added(graphs):
    if not graphs:
        return "none"
    whole = _holds_all_windows(graphs)
    return "one of all windows" if whole else "only smaller ones"


def _made(graphs):
    """Return how graphs of all windows are made."""
    unrolled = max(map(updates, graphs)) >= WINDOWS
    return {
        "the loop in the graph": "unrolled" if unrolled else "traced",
        "the first graph": "one before `optimizer.build`"
        if graphs[0].came_too_early
        else "one after `optimizer.build`",
    }


def _holds_all_windows(graphs):
    is_applied = any(map(updates, graphs))  # otherwise, any loop may be the one
    looped = training_loops(graphs) if is_applied else loops(graphs)
    return bool(looped) or most(graphs, "Tanh") >= TIME * WINDOWS
