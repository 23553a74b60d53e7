"""What a learner reads when something is wrong: it leads to the cause, and is short."""

from pathlib import Path
from textwrap import dedent

import pytest

from dojo.execution.judge import run_spec
from dojo.execution.messages import Job
from dojo.exercises import all_tasks
from dojo.quality.trials import first_red
from dojo.reporting.outcome import Outcome
from dojo.stubs import write_solved

pytestmark = pytest.mark.timeout(300)

LINES = 20
"""Lines of a message, at most."""


def first_failure(tree: Path, number: str, code: str) -> Outcome:
    """Return what fails first if this code stands at the end of a solved module."""
    write_solved(tree / "echornn")
    exercise = all_tasks()[number].exercise
    module = tree / "echornn" / f"{exercise.module}.py"
    with module.open("a", encoding="utf-8") as file:
        file.write(dedent(code))
    outcome = first_red(run_spec(Job(exercise.spec_file, tree, task=number), 200))
    assert outcome, "accepted"
    return outcome


AN_ASSERTION = """
def to_rows(series, batch_size):
    assert len(series) % batch_size == 0, "no whole rows"
    return series.reshape(batch_size, -1)
"""
RETURNED_ERROR = """
def to_rows(series, batch_size):
    if series.size % batch_size:
        return ValueError("batch_size does not divide the length")
    return series.reshape(batch_size, -1)
"""
STATES_ALONE = """
def forward_pass(batch_x, init_state, W, b):
    states, state = [], init_state
    for column in tf.unstack(tf.cast(batch_x, tf.float32), axis=1):
        state = rnn_step(column, state, W, b)
        states.append(state)
    return states
"""
AN_ASSERTION_WITHOUT_TEXT = AN_ASSERTION.replace(', "no whole rows"', "")
NEVER_ADVANCES = """
def batch_windows(x, y, truncated_backprop_length):
    start = 0
    while start + truncated_backprop_length <= x.shape[1]:
        window = slice(start, start + truncated_backprop_length)
        yield x[:, window], y[:, window]
"""
NUMPY_IN_THE_CHAIN = """
def rnn_step(current_input, current_state, W, b):
    column = tf.expand_dims(current_input, axis=1)
    return tf.tanh(np.concatenate([column, current_state], axis=1) @ W + b)
"""
NUMPY_AT_THE_END = """
def rnn_step(current_input, current_state, W, b):
    column = tf.expand_dims(current_input, axis=1)
    return np.tanh(tf.concat([column, current_state], axis=1) @ W + b)
"""
THE_CLASS = """
def make_optimizer(settings):
    return tf.keras.optimizers.Adagrad
"""
OF_2016 = """
def make_optimizer(settings):
    return tf.compat.v1.train.AdagradOptimizer(settings.learning_rate)
"""
BEFORE_THE_TAPE = """
def train_step(parameters, optimizer, batch_x, batch_y, init_state):
    W, b, W2, b2 = parameters
    states_series, current_state = forward_pass(batch_x, init_state, W, b)
    logits_series = logits(states_series, W2, b2)
    loss = total_loss(logits_series, batch_y)
    with tf.GradientTape() as tape:
        tape.watch(parameters)
    gradients = tape.gradient(loss, parameters)
    optimizer.apply_gradients(zip(gradients, parameters))
    return StepResult(loss, current_state, predictions(logits_series))
"""
ONE_FUNCTION_FOR_ALL = """
@tf.function
def train_step(parameters, optimizer, batch_x, batch_y, init_state):
    W, b, W2, b2 = parameters
    with tf.GradientTape() as tape:
        states_series, current_state = forward_pass(batch_x, init_state, W, b)
        logits_series = logits(states_series, W2, b2)
        loss = total_loss(logits_series, batch_y)
    gradients = tape.gradient(loss, parameters)
    optimizer.apply_gradients(zip(gradients, parameters))
    return StepResult(loss, current_state, predictions(logits_series))
"""
CENTRED_BARS = """
def _draw_bits(axes, inputs, echoes, predicted):
    steps = np.arange(len(inputs))
    axes.bar(steps, inputs, width=1, color="blue")
    axes.bar(steps, echoes * 0.5, width=1, color="red")
    axes.bar(steps, predicted * 0.3, width=1, color="green")
    axes.axis((0, len(inputs), 0, 2))
"""
SIX_PANELS = """
def plot(figure, loss_list, predictions_series, batch_x, batch_y):
    figure.clear()
    loss_axes, *panels = figure.subplots(2, 3).flat
    loss_axes.plot(loss_list)
    for row in range(min(len(batch_x), 5)):
        bits = batch_x[row], batch_y[row], predicted_bits(predictions_series, row)
        _draw_bits(panels[row], *bits)
"""
WITHOUT_BUILD = """
def train_epoch(parameters, optimizer, x, y, truncated_backprop_length):
    return _compiled_epoch(optimizer)(parameters, x, y, truncated_backprop_length)
"""
A_JITTED_EPOCH = """
from echornn.loss import total_loss
from echornn.cell import forward_pass

@tf.function(jit_compile=True)
def _epoch(parameters, optimizer, x, y, time):
    W, b, W2, b2 = parameters
    losses, state = [], tf.zeros((x.shape[0], W.shape[1]))
    for start in range(0, x.shape[1] - time + 1, time):
        batch_x, batch_y = x[:, start : start + time], y[:, start : start + time]
        with tf.GradientTape() as tape:
            states_series, state = forward_pass(batch_x, state, W, b)
            logits_series = [state @ W2 + b2 for state in states_series]
            loss = total_loss(logits_series, batch_y)
        gradients = tape.gradient(loss, parameters)
        optimizer.apply_gradients(zip(gradients, parameters))
        losses.append(loss)
    return EpochResult(tf.stack(losses), state, tf.nn.softmax(tf.stack(logits_series)))

def train_epoch(parameters, optimizer, x, y, truncated_backprop_length):
"""
JITTED_WITHOUT_BUILD = f"""{A_JITTED_EPOCH}
    return _epoch(parameters, optimizer, x, y, truncated_backprop_length)
"""
UNROLLED = f"""{A_JITTED_EPOCH}
    optimizer.build(parameters)
    return _epoch(parameters, optimizer, x, y, truncated_backprop_length)
"""


@pytest.mark.parametrize(
    ("number", "code", "said"),
    [
        (
            "1.2",
            AN_ASSERTION,
            (
                "expected: ValueError",
                "yours:    raised AssertionError: no whole rows",
                "echornn/data.py, line",
                "assert len(series)",
            ),
        ),
        (
            "1.2",
            AN_ASSERTION_WITHOUT_TEXT,
            (
                "expected: ValueError",
                "yours:    raised AssertionError, with no message",
            ),
        ),
        (
            "1.2",
            RETURNED_ERROR,
            ("expected: ValueError, not a result", "returned: use `raise`"),
        ),
        (
            "3.3",
            STATES_ALONE,
            ("a tuple of length 2", "yours:    a list of length"),
        ),
        (
            "2.3",
            NEVER_ADVANCES,
            ("ends after 4 windows", "never ends"),
        ),
        (
            "3.2",
            NUMPY_IN_THE_CHAIN,
            ("a NumPy function", "np.concatenate([column", "echornn/cell.py"),
        ),
        ("3.2", NUMPY_AT_THE_END, ("a TensorFlow tensor", "NumPy array")),
        ("5.1", THE_CLASS, ("expected: an optimizer", "the class Adagrad", "`()`")),
        ("5.1", OF_2016, ("expected: a Keras optimizer", "AdagradOptimizer")),
        (
            "5.2",
            BEFORE_THE_TAPE,
            ("no gradient reaches any parameter", "recorded by the tape?"),
        ),
        ("5.2", ONE_FUNCTION_FOR_ALL, ("`optimizer.build(parameters)` first",)),
        (
            "6.2",
            CENTRED_BARS,
            (
                "expected: from x = 0 to x = 1",
                "yours:    from x = -0.5 to x = 0.5 (use `align='edge'`)",
            ),
        ),
        ("6.2", SIX_PANELS, ("expected: 4", "4, and 2 empty")),
        ("7.2", WITHOUT_BUILD, ("`optimizer.build(parameters)` first",)),
        ("7.2", JITTED_WITHOUT_BUILD, ("`optimizer.build(parameters)` first",)),
        ("7.2", UNROLLED, ("unrolled", "tf.while_loop")),
    ],
)
def test_a_message_names_the_cause(tmp_path, number, code, said):
    failure = first_failure(tmp_path, number, code)
    assert (failure.task, failure.state) == (number, "wrong"), failure.details
    assert all(words in failure.details for words in said), failure.details
    assert len(failure.message.splitlines()) <= LINES


TRAIN = """
def train(settings, rng):
    parameters, optimizer = init_parameters(settings, rng), make_optimizer(settings)
    for epoch_idx in range(settings.num_epochs):
        x, y = generate_data(settings, rng)
        state = tf.zeros((settings.batch_size, settings.state_size))
        windows = batch_windows(x, y, settings.truncated_backprop_length)
        for batch_idx, window in enumerate(windows):
            loss, state, said = train_step(parameters, optimizer, *window, state)
            said = np.stack(said)
            yield TrainingStep(epoch_idx, batch_idx, float(loss), said, *window)
"""


@pytest.mark.parametrize(
    ("right", "wrong", "said"),
    [
        (
            "*window, state)\n",
            "*window, 0 * state)\n",
            ("expected: shape (12, 3, 2), at [4]:", "the first at [4, 0, 0]: "),
        ),
        ("np.stack(said)", "np.stack(said, 1)", ("shape (4, 3, 2)", "shape (3, 4, 2)")),
        ("np.stack(said)", "list(said)", ("an array of shape", "list of shape")),
        ("yield Tr", "loss, state, said; yield [], Tr", ("tuple in it",)),
    ],
)
def test_a_wrong_training_is_shown_by_an_excerpt(tmp_path, right, wrong, said):
    assert right in TRAIN
    failure = first_failure(tmp_path, "5.3", TRAIN.replace(right, wrong))
    assert failure.state == "wrong"
    assert all(words in failure.message for words in said), failure.message
    assert len(failure.details.splitlines()) <= LINES


def test_a_crash_is_shown_with_the_call_and_the_line(tmp_path):
    """The settings in the call are those that are not the tutorial's."""
    crashing = TRAIN.replace("float(loss)", "float(los)")
    failure = first_failure(tmp_path, "5.3", crashing)
    assert failure.state == "crashed"
    assert failure.message.splitlines()[0].startswith("NameError: name 'los'")
    assert "in the call train(" in failure.message
    assert "Settings(num_epochs=3, total_series_length=72, trunc" in failure.message
    assert "learning_rate" not in failure.message
    assert "float(los)" in failure.trace
    assert len(failure.details.splitlines()) <= LINES


def test_an_assertion_of_the_learners_is_a_crash_with_its_line(tmp_path):
    failing = """
    def echo(series, echo_step):
        assert echo_step < 2, "too far"
        return series
    """
    failure = first_failure(tmp_path, "1.1", failing)
    assert failure.state == "crashed"
    assert failure.message.splitlines() == [
        "AssertionError: too far",
        "in the call echo([5 1 4 2 9 7 3], 2)",
    ]
    assert 'assert echo_step < 2, "too far"' in failure.trace
