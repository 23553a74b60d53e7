"""Exercise 7, `echornn/compiled.py`: a whole epoch as one program."""

from contextlib import contextmanager
from functools import cache
from typing import NamedTuple

import numpy as np
import pytest
import tensorflow as tf

from dojo.spec import recording
from dojo.spec.assertions import Answer, call
from dojo.spec.oracle import Network
from echornn.cell import Parameters
from echornn.compiled import EpochResult, product, train_epoch

pytestmark = pytest.mark.timeout(60)  # a compilation takes seconds

# batch 4, 3 windows of 2 columns and 1 column more, state 5, classes 3
RNG = np.random.default_rng(70)
PARAMETERS = [RNG.uniform(-1, 1, size) for size in ((6, 5), (1, 5), (5, 3), (1, 3))]
TIME, WINDOWS = 2, 3  # the narrower a window, the sooner it is compiled
X = RNG.integers(0, 2, (4, TIME * WINDOWS + 1))
Y = RNG.integers(0, 3, (4, TIME * WINDOWS + 1))

ASSIGNMENTS = "AssignVariableOp", "AssignAddVariableOp"

CLOSE = 1e-5  # float32, through three windows


# 7.1 train_epoch


def fresh_parameters(arrays=PARAMETERS):
    """Return the learner's `Parameters` with these values."""
    return Parameters(*(tf.Variable(np.float32(array)) for array in arrays))


def adagrad(learning_rate=0.3):
    return tf.keras.optimizers.Adagrad(learning_rate, initial_accumulator_value=0.1)


def one_epoch(parameters, optimizer, x, y, time):
    """Call the learner's `train_epoch`; return the parts of its `EpochResult`."""
    answer = call(train_epoch, parameters, optimizer, x, y, time)
    parts = answer.parts(EpochResult, list(EpochResult._fields))
    return [part.numbers() for part in parts]


def windows(x, y, time):
    """Iterate over the whole windows of an epoch."""
    for start in range(0, x.shape[1] - time + 1, time):
        yield x[:, start : start + time], y[:, start : start + time]


def stepped(network, x, y, time):
    """Train NumPy's network window by window; return what an epoch should."""
    losses, state = [], np.zeros((len(x), 5))
    for batch_x, batch_y in windows(x, y, time):
        loss, state, said = network.train_step(batch_x, batch_y, state)
        losses.append(loss)
    return losses, state, said


@contextmanager
def graphs_noted(optimizer):
    """Note all graphs that TensorFlow makes meanwhile: one for every trace; and which
    of them were there before the optimizer's variables."""
    made, make = [], tf.Graph.__init__

    def note(graph, *args, **kwargs):
        made.append(graph)
        make(graph, *args, **kwargs)
        graph.came_too_early = not optimizer.built

    tf.Graph.__init__ = note
    try:
        yield made
    finally:
        tf.Graph.__init__ = make


class Epoch(NamedTuple):
    """An epoch of the learner's network, and of NumPy's beside it."""

    came: list[Answer]
    expected: tuple
    parameters: list[np.ndarray]
    expected_parameters: list[np.ndarray]
    graphs: list[tf.Graph]


class Training:
    """A network that is trained epoch by epoch; to compile one takes a second."""

    def __init__(self):
        self.parameters, self.network = fresh_parameters(), Network(PARAMETERS)
        self.optimizer = adagrad()

    def epoch(self, x, y, time=TIME):
        with graphs_noted(self.optimizer) as graphs:
            came = one_epoch(self.parameters, self.optimizer, x, y, time)
        expected = stepped(self.network, x, y, time)
        values = [variable.numpy() for variable in self.parameters]
        expected_values = [np.copy(values) for values in self.network.parameters]
        return Epoch(came, expected, values, expected_values, graphs)


@cache
def training():
    """The network of which the tests look at one epoch after the other."""
    return Training()


@cache
def first_epoch():
    return training().epoch(X, Y)


@cache
def second_epoch():
    first_epoch()
    return training().epoch(1 - X, 2 - Y)


@pytest.mark.task("7.1")
def test_there_is_a_loss_for_every_whole_window():
    """Three windows of two columns; the seventh column fills none."""
    losses, _, _ = first_epoch().came
    Answer(f"shape of {losses.source}", losses.value.shape).parts(tuple, ["windows"])
    Answer(f"length of {losses.source}", len(losses.value)).is_integer(WINDOWS)


@pytest.mark.task("7.1")
def test_the_losses_are_those_of_stepping():
    """Window by window the same numbers: each is the loss before that window's update,
    after the updates of all windows before."""
    first = first_epoch()
    (losses, _, _), (expected, _, _) = first.came, first.expected
    losses.is_array(expected, dtype=np.floating, atol=CLOSE)


@pytest.mark.task("7.1")
def test_the_epoch_begins_in_silence_and_ends_in_the_last_state():
    """The state is zeros before the first window, and is carried from then on."""
    first = first_epoch()
    (_, current_state, _), (_, expected, _) = first.came, first.expected
    current_state.is_array(expected, dtype=np.floating, atol=CLOSE)


@pytest.mark.task("7.1")
def test_the_predictions_are_those_of_the_last_window():
    """What the network said there before it learned from it, (time, batch, classes)."""
    first = first_epoch()
    (_, _, predictions_series), (_, _, expected) = first.came, first.expected
    predictions_series.is_array(expected, dtype=np.floating, atol=CLOSE)


@pytest.mark.task("7.1")
def test_the_parameters_are_updated_in_place():
    """Once for every window, and afterwards they are where they were before."""
    first = first_epoch()
    pairs = zip(first.parameters, first.expected_parameters, strict=True)
    for name, (came, expected) in zip(Parameters._fields, pairs, strict=True):
        answer = Answer(f"{name} after an epoch", came)
        answer.is_array(expected, dtype="float32", atol=CLOSE)


@pytest.mark.task("7.1")
def test_the_optimizer_goes_on_where_the_last_epoch_ended():
    """Adagrad remembers; the state does not, and begins at zeros again."""
    for epoch in (first_epoch(), second_epoch()):
        losses, *_ = epoch.came
        expected, *_ = epoch.expected
        losses.is_array(expected, dtype=np.floating, atol=10 * CLOSE)


@pytest.mark.task("7.1")
def test_two_networks_do_not_get_in_each_others_way():
    """Each has parameters and an optimizer of its own."""
    for epoch in (first_epoch(), Training().epoch(X, Y)):
        losses, *_ = epoch.came
        expected, *_ = epoch.expected
        losses.is_array(expected, dtype=np.floating, atol=CLOSE)


@pytest.mark.task("7.1")
def test_the_next_epoch_may_have_another_shape():
    """One row, and windows of another width: another program, and the same numbers."""
    for epoch in (first_epoch(), training().epoch(X[:1], Y[:1], 1)):
        losses, *_ = epoch.came
        expected, *_ = epoch.expected
        losses.is_array(expected, dtype=np.floating, atol=10 * CLOSE)


@pytest.mark.task("7.1")
def test_the_epoch_is_traced_once_and_not_again_for_the_next():
    """To trace and to compile takes seconds, to run takes milliseconds."""
    first, second = first_epoch(), second_epoch()
    if not first.graphs:
        pytest.fail("train_epoch made no graph: where is the tf.function?")
    updating = [graph for graph in first.graphs if updates(graph)]
    if any(has_come_too_early(graph) for graph in updating):
        pytest.fail(
            "the optimizer makes its variables inside the tf.function, so the first "
            "epoch is traced twice, and another network may not be traced at all:\n"
            "call `optimizer.build(parameters)` before, outside of the function"
        )
    made = len(second.graphs)
    Answer("graphs that TensorFlow makes for the second epoch", made).is_integer(0)


def updates(graph):
    """Return how often a graph applies an optimizer, which counts that itself."""
    assigned = (op for op in graph.get_operations() if op.type in ASSIGNMENTS)
    return sum(op.get_attr("dtype").is_integer for op in assigned)


def has_come_too_early(graph):
    """Tell whether a graph, or one around it, was there before the optimizer's
    variables."""
    around = getattr(graph, "outer_graph", None)
    too_early = getattr(graph, "came_too_early", False)
    return too_early or (around is not None and has_come_too_early(around))


def are_one_program(graphs):
    """Demand a graph with a loop over the windows. One that is unrolled could not be
    compiled in a minute for 666 of them."""
    kinds = [[op.type for op in graph.get_operations()] for graph in graphs]
    loops = any("While" in kind for ops in kinds for kind in ops)
    columns = max((ops.count("Tanh") for ops in kinds), default=0)
    applied = max(map(updates, graphs), default=0)
    if applied >= WINDOWS or (columns >= WINDOWS * TIME and not loops):
        pytest.fail(
            f"the loop is unrolled: the graph holds the {WINDOWS} windows one after "
            f"the other, and with 666 of them it would take minutes to compile:\n"
            f"write the loop as TensorFlow's, with `tf.while_loop`, `tf.scan` or, with "
            f"autograph, `for ... in tf.range(...)`"
        )
    if not loops:
        pytest.fail("no graph that train_epoch has made holds all windows of the epoch")


@pytest.mark.task("7.1")
def test_all_windows_are_inside_of_one_program():
    """A loop within the function, not a loop around it: else every window is a call."""
    are_one_program(first_epoch().graphs)


@cache
def replay(path):
    """Train the epoch of a recording; return its losses and the recorded run."""
    are_one_program(first_epoch().graphs)  # else 666 windows take minutes
    run = recording.load(path)
    x, y = (np.concatenate(list(bits), axis=1) for bits in (run.batch_x, run.batch_y))
    parameters, optimizer = fresh_parameters(run.parameters), adagrad(run.learning_rate)
    time = run.batch_x.shape[2]
    losses, *_ = one_epoch(parameters, optimizer, x, y, time)
    return losses.value, run


@pytest.mark.task("7.1")
@pytest.mark.parametrize("path", recording.RECORDINGS, ids=lambda path: path.stem)
def test_the_first_24_losses_are_those_of_the_original_program(path):
    """The tutorial's own program on TensorFlow 0.12, from the same weights, on the same
    bits."""
    losses, run = replay(path)
    came = Answer("the first 24 losses of the recorded run", losses[:24])
    came.is_array(run.losses[:24], dtype=np.floating, atol=1e-5)


@pytest.mark.task("7.1")
@pytest.mark.parametrize("path", recording.RECORDINGS, ids=lambda path: path.stem)
def test_an_epochs_mean_loss_is_that_of_the_original_program(path):
    """Over the whole epoch the two programs learn equally well, within 5 %."""
    losses, run = replay(path)
    mean = run.losses.mean()
    came = Answer("the mean loss of the recorded epoch", np.array(losses.mean()))
    came.is_array(mean, dtype=np.floating, atol=0.05 * mean)


# 7.2 product

ROWS = np.float32(RNG.uniform(-1, 1, (2, 5)))
SERIES = np.float32(RNG.uniform(-1, 1, (4, 2, 5)))
MATRIX = np.float32(RNG.uniform(-1, 1, (5, 3)))


@pytest.mark.task("7.2")
def test_it_is_the_matrix_product():
    """Every row is weighed by the matrix, as `@` would do it."""
    answer = call(product, tf.constant(ROWS), tf.constant(MATRIX))
    answer.is_tensor(ROWS @ MATRIX, atol=1e-6)


@pytest.mark.task("7.2")
def test_it_takes_rows_over_time_at_once():
    """(time, batch, n) gives (time, batch, m): the logits of a whole window."""
    answer = call(product, tf.constant(SERIES), tf.constant(MATRIX))
    answer.is_tensor(SERIES @ MATRIX, atol=1e-6)


@pytest.mark.task("7.2")
def test_a_variable_will_do_for_the_matrix():
    """The weights are variables."""
    answer = call(product, tf.constant(ROWS), tf.Variable(MATRIX))
    answer.is_tensor(ROWS @ MATRIX, atol=1e-6)


@pytest.mark.task("7.2")
def test_errors_flow_back_through_it():
    """To the rows and to the matrix, or nothing is learned."""
    rows, matrix = tf.constant(ROWS), tf.constant(MATRIX)
    with tf.GradientTape() as tape:
        tape.watch([rows, matrix])
        answer = call(product, rows, matrix)
        total = tf.reduce_sum(tf.square(answer.value))
    expected = 2 * ROWS @ MATRIX
    of_rows, of_matrix = tape.gradient(total, [rows, matrix])
    answer.gradient("rows", of_rows).is_tensor(expected @ MATRIX.T, atol=1e-5)
    answer.gradient("matrix", of_matrix).is_tensor(ROWS.T @ expected, atol=1e-5)


@pytest.mark.task("7.2")
def test_there_is_no_matrix_product_in_it():
    """XLA hands a matrix product to a library; it fuses multiplications and sums."""
    call(product, tf.constant(ROWS), tf.constant(MATRIX))
    traced = tf.function(product).get_concrete_function(ROWS, MATRIX)
    kinds = {op.type for op in traced.graph.get_operations()}
    if handed_over := sorted(k for k in kinds if "MatMul" in k or "Einsum" in k):
        pytest.fail(f"product is made of {', '.join(handed_over)}, as `@` is")
