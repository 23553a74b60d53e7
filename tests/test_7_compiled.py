"""Exercise 7, `echornn/compiled.py`: a whole epoch as one program."""

from functools import cache

import numpy as np
import pytest
import tensorflow as tf

from dojo.spec import recording
from dojo.spec.assertions import Answer, call
from dojo.spec.oracle import Network
from echornn.cell import Parameters
from echornn.compiled import EpochResult, product, train_epoch

pytestmark = pytest.mark.timeout(60)  # a compilation takes seconds

# batch 2, 3 windows of 4 columns and 1 column more, state 5, classes 3
RNG = np.random.default_rng(70)
PARAMETERS = [RNG.uniform(-1, 1, size) for size in ((6, 5), (1, 5), (5, 3), (1, 3))]
TIME, WINDOWS = 4, 3
X = RNG.integers(0, 2, (2, TIME * WINDOWS + 1))
Y = RNG.integers(0, 3, (2, TIME * WINDOWS + 1))

CLOSE = 1e-5  # float32, through three windows


# 7.1 train_epoch


def fresh_parameters(arrays=PARAMETERS):
    """Return the learner's `Parameters` with these values."""
    return Parameters(*(tf.Variable(np.float32(array)) for array in arrays))


def adagrad(learning_rate=0.3):
    return tf.keras.optimizers.Adagrad(learning_rate, initial_accumulator_value=0.1)


def one_epoch(parameters, optimizer, x=X, y=Y, time=TIME):
    """Call the learner's `train_epoch`; return the parts of its `EpochResult`."""
    answer = call(train_epoch, parameters, optimizer, x, y, time)
    parts = answer.parts(EpochResult, list(EpochResult._fields))
    return [part.numbers() for part in parts]


def windows(x, y, time):
    """Iterate over the whole windows of an epoch."""
    for start in range(0, x.shape[1] - time + 1, time):
        yield x[:, start : start + time], y[:, start : start + time]


def stepped(network, x=X, y=Y, time=TIME):
    """Train NumPy's network window by window; return what an epoch should."""
    losses, state = [], np.zeros((len(x), 5))
    for batch_x, batch_y in windows(x, y, time):
        loss, state, said = network.train_step(batch_x, batch_y, state)
        losses.append(loss)
    return losses, state, said


@cache
def first_epoch():
    """Train one epoch; return its parts, the parameters, and the oracle's."""
    parameters, network = fresh_parameters(), Network(PARAMETERS)
    came = one_epoch(parameters, adagrad())
    return came, parameters, stepped(network), network


@pytest.mark.task("7.1")
def test_there_is_a_loss_for_every_whole_window():
    """Three windows of four columns; the thirteenth column fills none."""
    (losses, _, _), *_ = first_epoch()
    Answer(f"shape of {losses.source}", losses.value.shape).parts(tuple, ["windows"])
    Answer(f"length of {losses.source}", len(losses.value)).is_integer(WINDOWS)


@pytest.mark.task("7.1")
def test_the_losses_are_those_of_stepping():
    """Window by window the same numbers: each is the loss before that window's update,
    after the updates of all windows before."""
    (losses, _, _), _, (expected, _, _), _ = first_epoch()
    losses.is_array(expected, dtype=np.floating, atol=CLOSE)


@pytest.mark.task("7.1")
def test_the_epoch_begins_in_silence_and_ends_in_the_last_state():
    """The state is zeros before the first window, and is carried from then on."""
    (_, current_state, _), _, (_, expected, _), _ = first_epoch()
    current_state.is_array(expected, dtype=np.floating, atol=CLOSE)


@pytest.mark.task("7.1")
def test_the_predictions_are_those_of_the_last_window():
    """What the network said there before it learned from it, (time, batch, classes)."""
    (_, _, predictions_series), _, (_, _, expected), _ = first_epoch()
    predictions_series.is_array(expected, dtype=np.floating, atol=CLOSE)


@pytest.mark.task("7.1")
def test_the_parameters_are_updated_in_place():
    """Once for every window, and afterwards they are where they were before."""
    _, parameters, _, network = first_epoch()
    pairs = zip(Parameters._fields, parameters, network.parameters, strict=True)
    for name, variable, values in pairs:
        answer = Answer(f"{name} after an epoch", variable.numpy())
        answer.is_array(values, dtype="float32", atol=CLOSE)


@pytest.mark.task("7.1")
def test_the_optimizer_goes_on_where_the_last_epoch_ended():
    """Adagrad remembers; the state does not, and begins at zeros again."""
    parameters, network = fresh_parameters(), Network(PARAMETERS)
    optimizer = adagrad()
    for x, y in ((X, Y), (1 - X, 2 - Y)):
        losses, *_ = one_epoch(parameters, optimizer, x, y)
        expected, *_ = stepped(network, x, y)
        losses.is_array(expected, dtype=np.floating, atol=10 * CLOSE)


@pytest.mark.task("7.1")
def test_two_networks_do_not_get_in_each_others_way():
    """Each has parameters and an optimizer of its own."""
    for _ in range(2):
        losses, *_ = one_epoch(fresh_parameters(), adagrad())
        expected, *_ = stepped(Network(PARAMETERS))
        losses.is_array(expected, dtype=np.floating, atol=CLOSE)


@pytest.mark.task("7.1")
def test_the_next_epoch_may_have_another_shape():
    """One row, and windows of another width: another program, and the same numbers."""
    parameters, optimizer = fresh_parameters(), adagrad()
    network = Network(PARAMETERS)
    for rows, time in ((2, 4), (1, 6)):
        losses, *_ = one_epoch(parameters, optimizer, X[:rows], Y[:rows], time)
        expected, *_ = stepped(network, X[:rows], Y[:rows], time)
        losses.is_array(expected, dtype=np.floating, atol=10 * CLOSE)


@pytest.fixture
def graphs(monkeypatch):
    """All graphs that TensorFlow makes from now on: one for every trace."""
    made, make = [], tf.Graph.__init__

    def note(graph, *args, **kwargs):
        made.append(graph)
        make(graph, *args, **kwargs)

    monkeypatch.setattr(tf.Graph, "__init__", note)
    return made


@pytest.mark.task("7.1")
def test_the_epoch_is_traced_once_and_not_again_for_the_next(graphs):
    """To trace and to compile takes seconds, to run takes milliseconds."""
    parameters, optimizer = fresh_parameters(), adagrad()
    one_epoch(parameters, optimizer)
    if not graphs:
        pytest.fail("train_epoch made no graph: where is the tf.function?")
    graphs.clear()
    one_epoch(parameters, optimizer, 1 - X, 2 - Y)
    calls = Answer("graphs that TensorFlow makes for the second epoch", len(graphs))
    calls.is_integer(0)


@pytest.mark.task("7.1")
def test_all_windows_are_inside_of_one_program(graphs):
    """A loop within the function, not a loop around it: else every window is a call."""
    one_epoch(fresh_parameters(), adagrad())
    kinds = [[op.type for op in graph.get_operations()] for graph in graphs]
    loops = any("While" in kind for ops in kinds for kind in ops)
    unrolled = any(ops.count("Tanh") >= WINDOWS * TIME for ops in kinds)
    if not (loops or unrolled):
        pytest.fail("no graph that train_epoch has made holds all windows of the epoch")


@cache
def replay(path):
    """Train the epoch of a recording; return its losses and the recorded run."""
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
