"""Foreign bugs: the parameters, one step, and a window of steps."""

import numpy as np
import tensorflow as tf

from dojo.galleries.plants import replaces
from echornn.cell import Parameters, rnn_step


def _variable(array):
    return tf.Variable(np.asarray(array, dtype=np.float32))


@replaces("3.1")
def weights_are_ten_times_too_small(settings, rng):
    """Scales the weights by 0.1, so that they are uniform in [0, 0.1)."""
    s, c = settings.state_size, settings.num_classes
    return Parameters(
        W=_variable(0.1 * rng.random((1 + s, s))),
        b=_variable(np.zeros((1, s))),
        W2=_variable(0.1 * rng.random((s, c))),
        b2=_variable(np.zeros((1, c))),
    )


@replaces("3.1")
def second_bias_is_as_wide_as_the_state(settings, rng):
    """Copies the line of b: b2 is (1, state) instead of (1, classes)."""
    s, c = settings.state_size, settings.num_classes
    W, W2 = rng.random((1 + s, s)), rng.random((s, c))
    b, b2 = np.zeros((1, s)), np.zeros((1, s))
    return Parameters(*map(_variable, (W, b, W2, b2)))


@replaces("3.1")
def weights_are_bits(settings, rng):
    """Draws the weights with integers(0, 2): each is 0 or 1 and nothing between."""
    s, c = settings.state_size, settings.num_classes
    W, W2 = rng.integers(0, 2, (1 + s, s)), rng.integers(0, 2, (s, c))
    b, b2 = np.zeros((1, s)), np.zeros((1, c))
    return Parameters(*map(_variable, (W, b, W2, b2)))


@replaces("3.2")
def squashes_twice(current_input, current_state, W, b):
    """Takes tanh of tanh, once at the product and once on return."""
    z = tf.tanh(current_input[:, None] * W[0] + tf.matmul(current_state, W[1:]) + b)
    return tf.tanh(z)


@replaces("3.2")
def weighs_the_input_with_row_one(current_input, current_state, W, b):
    """Takes row 1 of W for the input's weights, which is the state's first."""
    from_input = tf.tensordot(current_input, W[1], axes=0)
    return tf.tanh(from_input + tf.matmul(current_state, W[1:]) + b)


@replaces("3.2")
def step_squeezed(current_input, current_state, W, b):
    """Squeezes the result, so a batch of one row (or one unit) loses an axis."""
    z = current_input[:, None] * W[0] + current_state @ W[1:]
    return tf.squeeze(tf.tanh(z + b))


@replaces("3.3")
def skips_the_first_column(batch_x, init_state, W, b):
    """Starts at column 1, so that there is one state too few."""
    window = tf.cast(batch_x, tf.float32)
    states, state = [], init_state
    for t in range(1, window.shape[1]):
        state = rnn_step(window[:, t], state, W, b)
        states.append(state)
    return states, state


@replaces("3.3")
def pass_last_column_missed(batch_x, init_state, W, b):
    """Loops over range(time - 1), so the last column is never read."""
    inputs = tf.cast(batch_x, tf.float32)
    state = init_state
    states_series = []
    for t in range(inputs.shape[1] - 1):
        state = rnn_step(inputs[:, t], state, W, b)
        states_series.append(state)
    return states_series, state


@replaces("3.3")
def pass_returns_previous_state(batch_x, init_state, W, b):
    """Returns the state that entered the last column, not the one that left it."""
    next_state = init_state
    states_series = []
    for column in tf.unstack(tf.cast(batch_x, tf.float32), axis=1):
        current_state = next_state
        next_state = rnn_step(column, current_state, W, b)
        states_series.append(next_state)
    return states_series, current_state


@replaces("3.3")
def pass_standardised(batch_x, init_state, W, b):
    """Brings the window to mean 0 and deviation 1 before it is read."""
    window = tf.cast(batch_x, tf.float32)
    window = (window - tf.reduce_mean(window)) / (tf.math.reduce_std(window) + 1e-8)
    current_state = init_state
    states_series = []
    for column in tf.unstack(window, axis=1):
        current_state = rnn_step(column, current_state, W, b)
        states_series.append(current_state)
    return states_series, current_state


@replaces("3.3")
def state_goes_from_row_to_row(batch_x, init_state, W, b):
    """Starts each row where the row above it ended."""
    state, rows = init_state[:1], []
    for row in tf.cast(batch_x, tf.float32):
        states = []
        for bit in row:
            state = rnn_step(bit[None], state, W, b)
            states.append(state)
        rows.append(tf.concat(states, axis=0))
    states_series = tf.unstack(tf.stack(rows), axis=1)
    return states_series, states_series[-1]
