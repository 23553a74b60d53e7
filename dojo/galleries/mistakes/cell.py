"""Mistakes in exercise 3: the parameters, one step, and a window of steps."""

import numpy as np
import tensorflow as tf

from dojo.galleries.plants import replaces
from echornn.cell import Parameters, rnn_step


def _parameters(settings, weights, biases=np.zeros, make=tf.Variable):
    state, classes = settings.state_size, settings.num_classes
    return Parameters(
        W=make(np.float32(weights((1 + state, state)))),
        b=make(np.float32(biases((1, state)))),
        W2=make(np.float32(weights((state, classes)))),
        b2=make(np.float32(biases((1, classes)))),
    )


@replaces("3.1")
def weights_are_normal(settings, rng):
    """Draws weights from the normal distribution, as is often done elsewhere."""
    return _parameters(settings, rng.standard_normal)


@replaces("3.1")
def weights_may_be_negative(settings, rng):
    """Draws weights around 0, from -1 to 1."""
    return _parameters(settings, lambda shape: rng.uniform(-1, 1, shape))


@replaces("3.1")
def weights_are_zero(settings, rng):
    """Starts all weights at 0, and no unit can become another than its neighbour."""
    return _parameters(settings, np.zeros)


@replaces("3.1")
def weights_are_one(settings, rng):
    """Starts all weights at 1, because some number is needed."""
    return _parameters(settings, np.ones)


@replaces("3.1")
def weights_are_drawn_once_a_matrix(settings, rng):
    """Draws a single number and fills the whole matrix with it."""
    return _parameters(settings, lambda shape: np.full(shape, rng.random()))


@replaces("3.1")
def biases_are_random(settings, rng):
    """Draws the biases like the weights."""
    return _parameters(settings, rng.random, biases=rng.random)


@replaces("3.1")
def biases_are_one(settings, rng):
    """Starts the biases at 1."""
    return _parameters(settings, rng.random, biases=np.ones)


@replaces("3.1")
def biases_are_vectors(settings, rng):
    """Makes biases of shape (state,), without the axis for the batch."""
    parameters = _parameters(settings, rng.random)
    b, b2 = (tf.Variable(bias[0]) for bias in (parameters.b, parameters.b2))
    return parameters._replace(b=b, b2=b2)


@replaces("3.1")
def numbers_are_float64(settings, rng):
    """Leaves NumPy's float64 as it is, which TensorFlow does not mix with float32."""
    return _parameters(
        settings, rng.random, make=lambda a: tf.Variable(a.astype(np.float64))
    )


@replaces("3.1")
def matrices_are_transposed(settings, rng):
    """Gives the matrices the shape for `W x`, where the kata multiplies `x W`."""
    parameters = _parameters(settings, rng.random)
    W, W2 = (tf.Variable(tf.transpose(M)) for M in (parameters.W, parameters.W2))
    return parameters._replace(W=W, W2=W2)


@replaces("3.1")
def the_input_has_no_weights(settings, rng):
    """Makes W square, for the state alone."""
    parameters = _parameters(settings, rng.random)
    return parameters._replace(W=tf.Variable(parameters.W[1:]))


@replaces("3.1")
def parameters_are_constants(settings, rng):
    """Makes constants, which no optimizer can move."""
    return _parameters(settings, rng.random, make=tf.constant)


@replaces("3.1")
def parameters_are_not_trainable(settings, rng):
    """Makes variables that a gradient tape does not look at."""
    return _parameters(
        settings, rng.random, make=lambda a: tf.Variable(a, trainable=False)
    )


@replaces("3.1")
def fields_are_out_of_order(settings, rng):
    """Lists both matrices first and then both biases."""
    W, b, W2, b2 = _parameters(settings, rng.random)
    return Parameters(W, W2, b, b2)


@replaces("3.1")
def the_seed_is_fixed(settings, rng):
    """Makes a generator of its own, and every network starts at the same place."""
    return _parameters(settings, np.random.default_rng(0).random)


@replaces("3.1")
def tensorflow_draws(settings, rng):
    """Draws with TensorFlow's generator, which knows nothing of `rng`."""
    return _parameters(settings, tf.random.uniform)


def _side_by_side(current_input, current_state):
    return tf.concat([current_input[:, None], current_state], axis=1)


@replaces("3.2")
def the_state_stands_first(current_input, current_state, W, b):
    """Puts the state before the input, and W weighs the wrong things."""
    state_and_input = tf.concat([current_state, current_input[:, None]], axis=1)
    return tf.tanh(state_and_input @ W + b)


@replaces("3.2")
def believes_the_text(current_input, current_state, W, b):
    """Takes the arctangent, as the tutorial says, and not tanh, as it computes."""
    return tf.atan(_side_by_side(current_input, current_state) @ W + b)


@replaces("3.2")
def is_linear(current_input, current_state, W, b):
    """Forgets tanh, and nothing keeps the state from growing."""
    return _side_by_side(current_input, current_state) @ W + b


@replaces("3.2")
def squashes_with_the_sigmoid(current_input, current_state, W, b):
    """Takes the logistic sigmoid, between 0 and 1, for tanh."""
    return tf.sigmoid(_side_by_side(current_input, current_state) @ W + b)


@replaces("3.2")
def rectifies(current_input, current_state, W, b):
    """Takes the ReLU, which is usual in networks without a memory."""
    return tf.nn.relu(_side_by_side(current_input, current_state) @ W + b)


@replaces("3.2")
def drops_the_bias(current_input, current_state, W, b):
    """Leaves out the bias, which nobody misses as long as it is 0."""
    return tf.tanh(_side_by_side(current_input, current_state) @ W)


@replaces("3.2")
def adds_the_bias_last(current_input, current_state, W, b):
    """Adds the bias behind tanh, where it should stand inside."""
    return tf.tanh(_side_by_side(current_input, current_state) @ W) + b


@replaces("3.2")
def has_one_bias_for_all_units(current_input, current_state, W, b):
    """Adds the first bias to every unit, where each has its own."""
    return tf.tanh(_side_by_side(current_input, current_state) @ W + b[0, 0])


@replaces("3.2")
def does_not_listen(current_input, current_state, W, b):
    """Makes the new state of the old one alone."""
    return tf.tanh(current_state @ W[1:] + b)


@replaces("3.2")
def does_not_remember(current_input, current_state, W, b):
    """Makes the new state of the input alone: no recurrence."""
    return tf.tanh(current_input[:, None] @ W[:1] + b)


@replaces("3.2")
def turns_the_recurrence_matrix(current_input, current_state, W, b):
    """Multiplies the state by the transpose, which has the same shape."""
    recurrence = tf.matmul(current_state, W[1:], transpose_b=True)
    return tf.tanh(current_input[:, None] @ W[:1] + recurrence + b)


@replaces("3.2")
def adds_the_input_to_the_state(current_input, current_state, W, b):
    """Adds the input to every unit, where it should stand beside them."""
    return tf.tanh((current_input[:, None] + current_state) @ W[1:] + b)


@replaces("3.2")
def adds_to_the_old_state(current_input, current_state, W, b):
    """Takes the result for a change of the state, where it is the new state."""
    return current_state + tf.tanh(_side_by_side(current_input, current_state) @ W + b)


@replaces("3.2")
def lays_the_input_down(current_input, current_state, W, b):
    """Makes the input a row (1, batch), which does not fit beside the states."""
    input_row = tf.expand_dims(current_input, axis=0)
    return tf.tanh(tf.concat([input_row, current_state], axis=1) @ W + b)


@replaces("3.2")
def joins_without_reshaping(current_input, current_state, W, b):
    """Joins a vector (batch,) and a matrix (batch, state): they need as many axes."""
    return tf.tanh(tf.concat([current_input, current_state], axis=1) @ W + b)


@replaces("3.2")
def mixes_the_rows(current_input, current_state, W, b):
    """Takes the mean state of the batch, as if its rows shared one memory."""
    shared = tf.zeros_like(current_state) + tf.reduce_mean(current_state, axis=0)
    return tf.tanh(_side_by_side(current_input, shared) @ W + b)


@replaces("3.2")
def leaves_tensorflow(current_input, current_state, W, b):
    """Computes in NumPy: the right numbers, but no gradient finds its way back."""
    both = np.column_stack([current_input, current_state])
    return tf.constant(np.tanh(both @ np.asarray(W) + np.asarray(b)))


@replaces("3.2")
def puts_side_by_side_with_numpy(current_input, current_state, W, b):
    """Uses a function of NumPy's, and no gradient finds its way back through NumPy."""
    column = np.expand_dims(current_input, axis=1)
    return tf.tanh(np.concatenate([column, current_state], axis=1) @ W + b)


@replaces("3.2")
def truncates_at_every_step(current_input, current_state, W, b):
    """Stops the gradient at the state before, not at the window's beginning."""
    before = tf.stop_gradient(current_state)
    return tf.tanh(_side_by_side(current_input, before) @ W + b)


def _columns(batch_x):
    return tf.unstack(tf.cast(batch_x, tf.float32), axis=1)


def _walk(columns, current_state, W, b):
    states_series = []
    for current_input in columns:
        current_state = rnn_step(current_input, current_state, W, b)
        states_series.append(current_state)
    return states_series


@replaces("3.3")
def walks_down_the_rows(batch_x, init_state, W, b):
    """Iterates over the window as it is, and so over its rows."""
    states_series = _walk(tf.cast(batch_x, tf.float32), init_state, W, b)
    return states_series, states_series[-1]


@replaces("3.3")
def takes_as_many_steps_as_rows(batch_x, init_state, W, b):
    """Counts the steps with `len`, which is the number of rows."""
    states_series = _walk(_columns(batch_x)[: len(batch_x)], init_state, W, b)
    return states_series, states_series[-1]


@replaces("3.3")
def walks_backwards(batch_x, init_state, W, b):
    """Begins with the last column."""
    states_series = _walk(reversed(_columns(batch_x)), init_state, W, b)
    return states_series, states_series[-1]


@replaces("3.3")
def starts_from_silence(batch_x, init_state, W, b):
    """Begins every window with a state of zeros, whatever was handed over."""
    states_series = _walk(_columns(batch_x), tf.zeros_like(init_state), W, b)
    return states_series, states_series[-1]


@replaces("3.3")
def starts_every_step_from_init_state(batch_x, init_state, W, b):
    """Hands `init_state` to every step, and never the state before."""
    states_series = [rnn_step(column, init_state, W, b) for column in _columns(batch_x)]
    return states_series, states_series[-1]


@replaces("3.3")
def keeps_only_the_last_state(batch_x, init_state, W, b):
    """Returns one state, as if only the window's end had to answer."""
    states_series = _walk(_columns(batch_x), init_state, W, b)
    return states_series[-1:], states_series[-1]


@replaces("3.3")
def keeps_init_state_too(batch_x, init_state, W, b):
    """Begins the list with the state before the first column."""
    states_series = [init_state, *_walk(_columns(batch_x), init_state, W, b)]
    return states_series, states_series[-1]


@replaces("3.3")
def notes_the_state_before_the_step(batch_x, init_state, W, b):
    """Appends first and steps then: every state stands one column too late."""
    states_series = _walk(_columns(batch_x), init_state, W, b)
    return [init_state, *states_series[:-1]], states_series[-1]


@replaces("3.3")
def hands_on_the_first_state(batch_x, init_state, W, b):
    """Returns the state after the first column as the current one."""
    states_series = _walk(_columns(batch_x), init_state, W, b)
    return states_series, states_series[0]


@replaces("3.3")
def hands_on_init_state(batch_x, init_state, W, b):
    """Returns the state that came in, and the next window knows nothing of this one."""
    return _walk(_columns(batch_x), init_state, W, b), init_state


@replaces("3.3")
def stacks_the_states(batch_x, init_state, W, b):
    """Returns one tensor (time, batch, state), where a list over time is wanted."""
    states_series = _walk(_columns(batch_x), init_state, W, b)
    return tf.stack(states_series), states_series[-1]


@replaces("3.3")
def lists_the_rows(batch_x, init_state, W, b):
    """Returns a list over the rows of the batch instead of a list over time."""
    states_series = _walk(_columns(batch_x), init_state, W, b)
    return tf.unstack(tf.stack(states_series), axis=1), states_series[-1]


@replaces("3.3")
def leaves_the_bits_integers(batch_x, init_state, W, b):
    """Feeds the bits as they are, and integers do not go together with float32."""
    states_series = _walk(tf.unstack(batch_x, axis=1), init_state, W, b)
    return states_series, states_series[-1]


@replaces("3.3")
def truncates_within_the_window(batch_x, init_state, W, b):
    """Stops the gradient between the steps, where it must flow."""
    states_series = []
    for column in _columns(batch_x):
        before = tf.stop_gradient(states_series[-1] if states_series else init_state)
        states_series.append(rnn_step(column, before, W, b))
    return states_series, states_series[-1]
