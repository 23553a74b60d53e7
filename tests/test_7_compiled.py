"""Exercise 7, `echornn/compiled.py`: a whole epoch as one program."""

from functools import cache
from typing import NamedTuple

import numpy as np
import pytest
import tensorflow as tf

from dojo.spec import recording
from dojo.spec.assertions import Answer, call
from dojo.spec.graphs import (
    calls_noted,
    graphs_noted,
    matrix_products,
    most,
    passed_to_xla,
    training_loops,
    updates,
)
from dojo.spec.oracle import Network
from echornn.cell import Parameters
from echornn.compiled import EpochResult, product, train_epoch

pytestmark = pytest.mark.timeout(60)  # a compilation takes seconds

# batch 4, 3 windows of 2 columns and 1 more column, state 5, classes 3
RNG = np.random.default_rng(79)
PARAMETERS = [RNG.uniform(-1, 1, size) for size in ((6, 5), (1, 5), (5, 3), (1, 3))]
TIME, WINDOWS = 2, 3  # narrow windows are compiled sooner
X = RNG.integers(0, 2, (4, TIME * WINDOWS + 1))
Y = RNG.integers(0, 3, (4, TIME * WINDOWS + 1))

ROWS = np.float32(RNG.uniform(-1, 1, (2, 5)))
SERIES = np.float32(RNG.uniform(-1, 1, (4, 2, 5)))
MATRIX = np.float32(RNG.uniform(-1, 1, (5, 3)))
LONG_ROWS, TALL_MATRIX = np.tile(ROWS, 4), np.tile(MATRIX, (4, 1))

CLOSE = 1e-5  # float32, through three windows
MOST_TRACES = 24  # of one loop, which TensorFlow may trace a few times
UNROLLED = (
    "the loop over the windows is a Python loop, so it is unrolled: the graph contains "
    "a copy of the step for every window, and 666 copies take minutes to compile;\n"
    "use a TensorFlow loop instead: `tf.while_loop`, `tf.scan` or, with autograph, "
    "`for ... in tf.range(...)`"
)


# 7.1 product


@pytest.mark.task("7.1")
def test_it_is_the_matrix_product():
    """`product(rows, matrix)` gives the same result as `rows @ matrix`."""
    rows, matrix = (
        tf.constant([[1.0, 10, 100]]),
        tf.constant([[1.0, 4], [2, 5], [3, 6]]),
    )
    call(product, rows, matrix).is_tensor([[321, 654]], atol=1e-6)
    answer = call(product, tf.constant(ROWS), tf.constant(MATRIX))
    answer.is_tensor(ROWS @ MATRIX, atol=1e-6)


@pytest.mark.task("7.1")
def test_it_takes_rows_over_time_at_once():
    """Rows of shape (time, batch, n) give a result of shape (time, batch, m), so one
    call computes the logits of a whole window."""
    answer = call(product, tf.constant(SERIES), tf.constant(MATRIX))
    answer.is_tensor(SERIES @ MATRIX, atol=1e-6)


@pytest.mark.task("7.1")
def test_the_matrix_may_be_square():
    """With a square matrix, swapping rows and columns still gives the right shape but
    the wrong numbers."""
    answer = call(product, tf.constant(ROWS[:, :3]), tf.constant(MATRIX[:3]))
    answer.is_tensor(ROWS[:, :3] @ MATRIX[:3], atol=1e-6)


@pytest.mark.task("7.1")
def test_the_matrix_may_be_a_variable():
    """The network's weights are variables, so `product` must accept a variable as the
    matrix."""
    answer = call(product, tf.constant(ROWS), tf.Variable(MATRIX))
    answer.is_tensor(ROWS @ MATRIX, atol=1e-6)


@pytest.mark.task("7.1")
def test_gradients_flow_back_through_it():
    """The network can learn only if gradients flow back to the rows and to the
    matrix."""
    rows, matrix = tf.constant(ROWS), tf.constant(MATRIX)
    with tf.GradientTape() as tape:
        tape.watch([rows, matrix])
        answer = call(product, rows, matrix)
        total = tf.reduce_sum(tf.square(answer.value))
    expected = 2 * ROWS @ MATRIX
    of_rows, of_matrix = tape.gradient(total, [rows, matrix])
    answer.gradient("rows", of_rows).is_tensor(expected @ MATRIX.T, atol=1e-5)
    answer.gradient("matrix", of_matrix).is_tensor(ROWS.T @ expected, atol=1e-5)


@pytest.mark.task("7.1")
def test_it_contains_no_matrix_product():
    """XLA calls a library for a matrix product, but it can fuse multiplications and
    sums with the operations around them."""
    call(product, tf.constant(LONG_ROWS), tf.constant(TALL_MATRIX))
    traced = tf.function(product).get_concrete_function(LONG_ROWS, TALL_MATRIX)
    if handed_over := matrix_products([traced.graph]):
        pytest.fail(f"product contains a matrix product: {', '.join(handed_over)}")


@pytest.mark.task("7.1")
def test_it_takes_a_single_row():
    """A row of shape (n,) times a matrix of shape (n, m) gives a result of shape
    (m,)."""
    answer = call(product, tf.constant(ROWS[0]), tf.constant(MATRIX))
    answer.is_tensor(ROWS[0] @ MATRIX, atol=1e-6)


@pytest.mark.task("7.1")
def test_it_takes_matrices_of_any_size():
    """Networks with other settings can have larger matrices."""
    answer = call(product, tf.constant(LONG_ROWS), tf.constant(TALL_MATRIX))
    answer.is_tensor(LONG_ROWS @ TALL_MATRIX, atol=1e-5)


# 7.2 train_epoch


def fresh_parameters(arrays=PARAMETERS):
    """Return the learner's `Parameters` with these values."""
    return Parameters(*(tf.Variable(np.float32(array)) for array in arrays))


def adagrad(learning_rate=0.3):
    return tf.keras.optimizers.Adagrad(learning_rate, initial_accumulator_value=0.1)


def one_epoch(parameters, optimizer, x, y, time):
    """Call the learner's `train_epoch`; return the parts of its `EpochResult`."""
    answer = call(train_epoch, parameters, optimizer, x, y, time)
    parts = answer.parts(EpochResult, list(EpochResult._fields))
    for part in parts:
        if not isinstance(part.value, tf.Tensor | np.ndarray):
            part.fail("a tensor", type(part.value).__name__)
    return [part.numbers() for part in parts]


class Epoch(NamedTuple):
    """One epoch of the learner's network and of the same network in NumPy."""

    came: list[Answer]
    expected: tuple
    parameters: list[np.ndarray]
    expected_parameters: list[np.ndarray]
    graphs: list[tf.Graph]
    updates: int
    """How many updates the optimizer has counted."""
    calls: int
    """How often a compiled function was called."""


class Training:
    """A network that is trained epoch by epoch. Compiling an epoch takes a second."""

    def __init__(self, parameters=None, learning_rate=0.3):
        self.parameters = parameters or fresh_parameters()
        values = [variable.numpy() for variable in self.parameters]
        self.network = Network(values, learning_rate)
        self.optimizer = adagrad(learning_rate)

    def epoch(self, x, y, time=TIME):
        counted = int(self.optimizer.iterations)
        with graphs_noted(self.optimizer) as graphs, calls_noted() as calls:
            came = one_epoch(self.parameters, self.optimizer, x, y, time)
        expected = self.network.train_epoch(x, y, time)
        values = [variable.numpy() for variable in self.parameters]
        expected_values = [np.copy(values) for values in self.network.parameters]
        updates = int(self.optimizer.iterations) - counted
        made = came, expected, values, expected_values, graphs, updates
        return Epoch(*made, calls=len(calls))


@cache
def training():
    """Return the network whose epochs the tests check one by one."""
    return Training()


@cache
def first_epoch():
    return training().epoch(X, Y)


@cache
def second_epoch():
    first_epoch()
    return training().epoch(1 - X, 2 - Y)


@pytest.mark.task("7.2")
def test_there_is_a_loss_for_every_whole_window():
    """Seven columns hold three windows of two columns; the last column is not used."""
    losses, _, _ = first_epoch().came
    Answer(f"shape of {losses.source}", losses.value.shape).parts(tuple, ["windows"])
    Answer(f"length of {losses.source}", len(losses.value)).is_integer(WINDOWS)


@pytest.mark.task("7.2")
def test_the_first_loss_is_that_of_the_untrained_network():
    """The first loss is computed before any update. If it is wrong, check that the
    state starts at zeros and that the first window is cut correctly, and compare the
    cell, the logits and the loss with those in exercises 3 and 4."""
    first = first_epoch()
    (losses, _, _), (expected, _, _) = first.came, first.expected
    losses[0].numbers().is_array(expected[0], dtype=np.floating, atol=CLOSE)


@pytest.mark.task("7.2")
def test_the_losses_are_those_of_training_window_by_window():
    """Window i holds the columns from i * time up to, but not including, (i + 1) *
    time. It starts from the last state of the previous window. Its loss is computed
    after the updates for all earlier windows and before its own update."""
    first = first_epoch()
    (losses, _, _), (expected, _, _) = first.came, first.expected
    losses.is_array(expected, dtype="float32", atol=CLOSE)


@pytest.mark.task("7.2")
def test_the_epoch_starts_from_zeros_and_returns_the_last_state():
    """The first window starts from a state of zeros, and the state is carried from
    window to window. `train_epoch` returns the last state."""
    first = first_epoch()
    (_, current_state, _), (_, expected, _) = first.came, first.expected
    current_state.is_array(expected, dtype="float32", atol=CLOSE)


@pytest.mark.task("7.2")
def test_the_predictions_are_those_of_the_last_window():
    """`predictions_series` holds the predictions for the last window, made before its
    update. The shape is (time, batch, classes)."""
    first = first_epoch()
    (_, _, predictions_series), (_, _, expected) = first.came, first.expected
    predictions_series.is_array(expected, dtype="float32", atol=CLOSE)


@pytest.mark.task("7.2")
def test_the_parameters_are_updated_in_place():
    """Every update changes the variables that were passed in, so they hold the new
    values after the epoch."""
    first = first_epoch()
    pairs = zip(first.parameters, first.expected_parameters, strict=True)
    for name, (came, expected) in zip(Parameters._fields, pairs, strict=True):
        answer = Answer(f"{name} after an epoch", came)
        answer.is_array(expected, dtype="float32", atol=CLOSE)


@pytest.mark.task("7.2")
def test_the_optimizer_continues_where_the_last_epoch_ended():
    """The next epoch continues with Adagrad's accumulators, but it starts from a state
    of zeros again."""
    for epoch in (first_epoch(), second_epoch()):
        losses, *_ = epoch.came
        expected, *_ = epoch.expected
        losses.is_array(expected, dtype=np.floating, atol=10 * CLOSE)


@pytest.mark.task("7.2")
def test_the_optimizer_is_applied_once_for_each_window():
    """The optimizer that is passed in must make every update. It counts its updates:
    three in an epoch of three windows."""
    came = Answer("number of updates by the optimizer", first_epoch().updates)
    came.is_integer(WINDOWS)


@pytest.mark.task("7.2")
def test_two_networks_do_not_affect_each_other():
    """Each network has its own parameters and its own optimizer, so training one
    network must not affect the other. Here, the second network's loss in its first
    window is about 15."""
    *others, b2 = PARAMETERS
    second = Training(fresh_parameters([*others, np.add(b2, [[40, 0, 0]])]))
    for epoch, atol in ((first_epoch(), CLOSE), (second.epoch(X, Y), 10 * CLOSE)):
        losses, *_ = epoch.came
        expected, *_ = epoch.expected
        losses.is_array(expected, dtype=np.floating, atol=atol)


@pytest.mark.task("7.2")
def test_the_optimizer_and_the_shape_may_change():
    """With a new optimizer or data of a different shape, the epoch may be compiled
    again, but the losses must still be right. Here, the new optimizer has a learning
    rate of 0.1."""
    second_epoch()
    training().epoch(X, Y)  # right before the new optimizer
    again = Training(training().parameters, learning_rate=0.1)
    for epoch in (first_epoch(), again.epoch(X[:1], Y[:1], 1)):
        losses, *_ = epoch.came
        expected, *_ = epoch.expected
        losses.is_array(expected, dtype=np.floating, atol=10 * CLOSE)


@pytest.mark.task("7.2")
def test_the_epoch_is_traced_once_and_not_again_for_the_next():
    """Tracing and compiling an epoch takes seconds; running it takes milliseconds. So
    the second epoch must reuse what was compiled for the first."""
    first, second = first_epoch(), second_epoch()
    if not first.graphs:
        pytest.fail("train_epoch created no graph: is a tf.function missing?")
    updating = [graph for graph in first.graphs if updates(graph)]
    if any(has_come_too_early(graph) for graph in updating):
        pytest.fail(
            "the optimizer creates its variables inside the tf.function, so the first "
            "epoch is traced twice, and a second network may fail:\n"
            "call `optimizer.build(parameters)` first, outside the function"
        )
    made = len(second.graphs)
    Answer("number of graphs created for the second epoch", made).is_integer(0)


def has_come_too_early(graph):
    """Tell whether a graph, or one around it, existed before the optimizer's
    variables."""
    around = getattr(graph, "outer_graph", None)
    too_early = getattr(graph, "came_too_early", False)
    return too_early or (around is not None and has_come_too_early(around))


@pytest.mark.task("7.2")
def test_all_windows_are_inside_one_program():
    """The loop over the windows must be inside the compiled function. If it were
    outside, every window would need a call of its own."""
    graphs = first_epoch().graphs
    is_looped = bool(training_loops(graphs))
    applied = max(map(updates, graphs), default=0)
    if applied >= WINDOWS or (most(graphs, "Tanh") >= WINDOWS * TIME and not is_looped):
        pytest.fail(UNROLLED)
    if not is_looped:
        pytest.fail(
            "train_epoch created no graph that contains all windows of the epoch"
        )


@pytest.mark.task("7.2")
def test_one_call_trains_on_all_windows():
    """Every call from Python takes time, so call the compiled function only once for
    the whole epoch."""
    if second_epoch().calls >= WINDOWS:
        pytest.fail(
            f"train_epoch called compiled functions {second_epoch().calls} times in an "
            f"epoch of {WINDOWS} windows"
        )


class ImpatientAdagrad(tf.keras.optimizers.Adagrad):
    """Adagrad that gives up if a Python loop applies it window by window: with 666
    windows, the test would take minutes."""

    calls = 0

    def apply(self, *args, **kwargs):
        self.calls += 1
        if self.calls > MOST_TRACES:
            pytest.fail(UNROLLED)
        return super().apply(*args, **kwargs)


@cache
def replay(path):
    """Train on a recorded epoch; return its losses and the recording."""
    run = recording.load(path)
    x, y = (np.concatenate(list(bits), axis=1) for bits in (run.batch_x, run.batch_y))
    optimizer = ImpatientAdagrad(run.learning_rate, initial_accumulator_value=0.1)
    parameters = fresh_parameters(run.parameters)
    time = run.batch_x.shape[2]
    losses, *_ = one_epoch(parameters, optimizer, x, y, time)
    return losses.value, run


@pytest.mark.task("7.2")
@pytest.mark.parametrize("path", recording.RECORDINGS, ids=lambda path: path.stem)
def test_the_first_24_losses_are_those_of_the_original_program(path):
    """The expected losses are those of the tutorial's own program, run under TensorFlow
    0.12 with the same initial weights and the same bits."""
    losses, run = replay(path)
    came = Answer("the first 24 losses of the recorded run", losses[:24])
    came.is_array(run.losses[:24], dtype=np.floating, atol=1e-5)


@pytest.mark.task("7.2")
@pytest.mark.parametrize("path", recording.RECORDINGS, ids=lambda path: path.stem)
def test_an_epochs_mean_loss_is_that_of_the_original_program(path):
    """Over the whole epoch, the mean loss may differ by at most 5% from the mean loss
    of the tutorial's own program."""
    losses, run = replay(path)
    mean = run.losses.mean()
    came = Answer("the mean loss of the recorded epoch", np.array(losses.mean()))
    came.is_array(mean, dtype=np.floating, atol=0.05 * mean)


@pytest.mark.task("7.2")
def test_the_epoch_is_compiled_by_xla():
    """`tf.function` turns the epoch into one graph, but XLA compiles this graph only
    with `jit_compile=True`."""
    if not passed_to_xla(first_epoch().graphs):
        pytest.fail(
            "`jit_compile=True` is missing: the loop over the windows is in a "
            "`tf.function` that XLA does not compile"
        )


@pytest.mark.task("7.2")
def test_every_matrix_product_is_computed_with_product():
    """XLA can fuse `product`, but not `@`, with the operations around it."""
    if handed_over := matrix_products(first_epoch().graphs):
        kinds = ", ".join(handed_over)
        pytest.fail(f"train_epoch contains a matrix product ({kinds}): use `product`")
