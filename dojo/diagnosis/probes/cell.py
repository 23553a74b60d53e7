"""Probes for exercise 3: the parameters, one step, and a window of steps."""

from functools import partial

import numpy as np
import tensorflow as tf

from dojo.diagnosis.fingerprint import form, named, probe
from dojo.diagnosis.influences import Rule, Study, influences
from dojo.diagnosis.probes.gradients import gradients
from dojo.spec.slips import numpy_error
from echornn.settings import Settings

SETTINGS = Settings(state_size=9, num_classes=7)
RNG = np.random.default_rng(3)
W, b, STATE = (
    tf.constant(RNG.uniform(-1, 1, size), tf.float32)
    for size in ((4, 3), (1, 3), (2, 3))
)
COLUMN = tf.constant([1.0, -2.0])
BATCH_X = np.array([[1, 0, 0, 1, 1], [0, 1, 0, 0, 1]])


@probe("3.1")
def of_init_parameters(init_parameters):
    """Describe the four parameters, where the random numbers come from, and the shapes
    for one unit."""

    def parameters(seed):
        return init_parameters(SETTINGS, np.random.default_rng(seed))

    yield lambda: parameters(1)._fields
    yield partial(_described, parameters)
    yield lambda: _same(parameters(2), parameters(2))
    yield lambda: _same(parameters(2), parameters(3))
    yield lambda: _repeats(parameters(4))
    yield partial(_of_one_unit, init_parameters)


def _described(parameters):
    """Describe how the parameters are made, and how their numbers are spread."""
    made = parameters(1)
    return {
        name: {
            "": form(np.asarray(p)),
            "the values": _spread(np.asarray(p)),
            "the type": _kind(p),
        }
        for name, p in zip(made._fields, made, strict=True)
    }


def _kind(parameter):
    if isinstance(parameter, tf.keras.Variable):
        return "a Keras variable"
    if not isinstance(parameter, tf.Variable):
        return type(parameter).__name__
    return "a trainable variable" if parameter.trainable else "a non-trainable variable"


def _spread(numbers):
    if not numbers.any():
        return "zeros"
    if np.ptp(numbers) == 0:
        return "the same number everywhere"
    for part, lines in (("row", numbers), ("column", numbers.T)):
        if len(lines) > 1 and np.all(lines == lines[0]):
            return f"the same numbers in every {part}"
    if numbers.min() < 0:
        also = " and some above 1" if numbers.max() > 1 else ""
        return f"some numbers below 0{also}"
    return "numbers from 0 to 1" if numbers.max() < 1 else "some numbers of 1 or more"


def _same(some, others):
    """Tell whether any of the weights are the same, and whether any others differ."""
    return [np.array_equal(one, other) for one, other in zip(some, others, strict=True)]


def _of_one_unit(init_parameters):
    """Return the shapes for a state of one unit; only if the usual ones are right."""

    def shapes(settings):
        made = init_parameters(settings, np.random.default_rng(5))
        return {name: np.shape(p) for name, p in zip(made._fields, made, strict=True)}

    if [*shapes(SETTINGS).values()] != [(10, 9), (1, 9), (9, 7), (1, 7)]:
        return "not asked"
    small = shapes(Settings(state_size=1))
    return {f"the shape of {name} for one unit": str(s) for name, s in small.items()}


def _repeats(parameters):
    """Tell whether all weights of the output layer occur among those of the cell."""
    return bool(np.isin(parameters.W2, parameters.W).all())


@probe("3.2")
def of_rnn_step(rnn_step):
    """Ask for a step of two rows, of one row, of large sums and of one unit, and for
    gradients."""
    yield partial(rnn_step, COLUMN, STATE, W, b)
    yield partial(rnn_step, COLUMN[:1], 3 * STATE[:1], W, 2 * b)
    yield partial(rnn_step, 1000 * COLUMN, STATE, W, b)
    yield partial(rnn_step, COLUMN, STATE[:, :1], W[:2, :1], b[:, :1])
    yield partial(_gradients_of_step, rnn_step)
    yield partial(_is_cut_by_numpy, rnn_step)


def _gradients_of_step(rnn_step):
    sources = {"current_state": STATE, "W": W, "b": b}
    return gradients(lambda: rnn_step(COLUMN, STATE, W, b), **sources)


@influences("3.2")
def of_the_rows(rnn_step):
    """The rows of the batch do not influence each other."""
    arguments = {"current_input": COLUMN.numpy(), "current_state": STATE.numpy()}
    yield Study(
        lambda current_input, current_state: rnn_step(
            tf.constant(current_input), tf.constant(current_state), W, b
        ),
        arguments,
        tuple(Rule(name, 0, "row", 0, "row {} of the result") for name in arguments),
        STATE.shape,
    )


def _is_cut_by_numpy(rnn_step):
    """Tell whether NumPy is in the chain; only if a gradient does not arrive."""
    if "`None`" not in map(str, _gradients_of_step(rnn_step).values()):
        return "not asked"
    return numpy_error(rnn_step, (COLUMN, STATE, W, b)) is not None


@probe("3.3")
def of_forward_pass(forward_pass):
    """Ask for windows of bits and of fractions, and how gradients flow back."""
    fractions = np.float32(BATCH_X - 0.4)
    yield partial(_passed, forward_pass, BATCH_X, STATE)
    yield partial(_passed, forward_pass, fractions, -STATE)
    yield partial(_passed, forward_pass, np.float32(BATCH_X[:, :2]), STATE)
    yield partial(_gradients_of_states, forward_pass, 0)
    yield partial(_gradients_of_states, forward_pass, 1)


def _gradients_of_states(forward_pass, part):
    bits, sources = np.float32(BATCH_X), {"init_state": STATE, "W": W, "b": b}
    return gradients(lambda: forward_pass(bits, STATE, W, b)[part], **sources)


@influences("3.3")
def of_rows_and_columns(forward_pass):
    """No row influences another, and no column an earlier state."""
    row, state = "row {} of the states", "element {} of the states"
    yield Study(
        lambda batch_x, init_state: tf.stack(
            forward_pass(batch_x, tf.constant(init_state), W, b)[0]
        ),
        {"batch_x": np.float32(BATCH_X), "init_state": STATE.numpy()},
        (
            Rule("batch_x", 0, "row", 1, row),
            Rule("init_state", 0, "row", 1, row),
            Rule("batch_x", 1, "column", 0, state, later_too=True),
        ),
        (5, 2, 3),
    )


def _passed(forward_pass, batch_x, init_state):
    states = forward_pass(batch_x, init_state, W, b)
    return named(states, "states_series", "current_state")
