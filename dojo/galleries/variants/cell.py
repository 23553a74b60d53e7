"""Mistakes in exercise 3, retold: the parameters, one step, and a window."""

import numpy as np
import tensorflow as tf

from dojo.galleries.plants import replaces
from echornn.cell import Parameters, rnn_step


def _uniform(rng, *shape):
    return tf.Variable(rng.random(shape, dtype=np.float32))


def _zeros(*shape):
    return tf.Variable(np.zeros(shape, np.float32))


@replaces("3.1")
def weights_are_normal(settings, rng):
    s, c = settings.state_size, settings.num_classes
    return Parameters(
        tf.Variable(rng.normal(size=(1 + s, s)).astype("float32")),
        _zeros(1, s),
        tf.Variable(rng.normal(size=(s, c)).astype("float32")),
        _zeros(1, c),
    )


@replaces("3.1")
def weights_may_be_negative(settings, rng):
    s, c = settings.state_size, settings.num_classes
    W = rng.uniform(-1, 1, size=(s + 1, s))
    W2 = rng.uniform(-1, 1, size=(s, c))
    return Parameters(
        W=tf.Variable(W, dtype=tf.float32),
        b=_zeros(1, s),
        W2=tf.Variable(W2, dtype=tf.float32),
        b2=_zeros(1, c),
    )


@replaces("3.1")
def weights_are_zero(settings, rng):
    s, c = settings.state_size, settings.num_classes
    return Parameters(
        *(_zeros(*shape) for shape in [(s + 1, s), (1, s), (s, c), (1, c)])
    )


@replaces("3.1")
def weights_are_one(settings, rng):
    s, c = settings.state_size, settings.num_classes
    return Parameters(
        W=tf.Variable(np.ones((s + 1, s), dtype=np.float32)),
        b=_zeros(1, s),
        W2=tf.Variable(np.ones((s, c), dtype=np.float32)),
        b2=_zeros(1, c),
    )


@replaces("3.1")
def weights_are_drawn_once_a_matrix(settings, rng):
    s, c = settings.state_size, settings.num_classes
    return Parameters(
        W=tf.Variable(tf.fill([s + 1, s], np.float32(rng.random()))),
        b=_zeros(1, s),
        W2=tf.Variable(tf.fill([s, c], np.float32(rng.random()))),
        b2=_zeros(1, c),
    )


@replaces("3.1")
def biases_are_random(settings, rng):
    s, c = settings.state_size, settings.num_classes
    return Parameters(
        W=_uniform(rng, 1 + s, s),
        b=_uniform(rng, 1, s),
        W2=_uniform(rng, s, c),
        b2=_uniform(rng, 1, c),
    )


@replaces("3.1")
def biases_are_one(settings, rng):
    s, c = settings.state_size, settings.num_classes
    W, W2 = _uniform(rng, 1 + s, s), _uniform(rng, s, c)
    b, b2 = (tf.Variable([[1.0] * width]) for width in (s, c))
    return Parameters(W, b, W2, b2)


@replaces("3.1")
def biases_are_vectors(settings, rng):
    s, c = settings.state_size, settings.num_classes
    return Parameters(
        _uniform(rng, 1 + s, s), _zeros(s), _uniform(rng, s, c), _zeros(c)
    )


@replaces("3.1")
def numbers_are_float64(settings, rng):
    s, c = settings.state_size, settings.num_classes
    return Parameters(
        W=tf.Variable(rng.uniform(0, 1, (s + 1, s))),
        b=tf.Variable(np.zeros((1, s))),
        W2=tf.Variable(rng.uniform(0, 1, (s, c))),
        b2=tf.Variable(np.zeros((1, c))),
    )


@replaces("3.1")
def matrices_are_transposed(settings, rng):
    s, c = settings.state_size, settings.num_classes
    return Parameters(
        _uniform(rng, s, s + 1), _zeros(1, s), _uniform(rng, c, s), _zeros(1, c)
    )


@replaces("3.1")
def the_input_has_no_weights(settings, rng):
    s, c = settings.state_size, settings.num_classes
    return Parameters(
        _uniform(rng, s, s), _zeros(1, s), _uniform(rng, s, c), _zeros(1, c)
    )


@replaces("3.1")
def parameters_are_constants(settings, rng):
    s, c = settings.state_size, settings.num_classes
    return Parameters(
        W=tf.constant(rng.random((s + 1, s)), dtype=tf.float32),
        b=tf.zeros([1, s]),
        W2=tf.constant(rng.random((s, c)), dtype=tf.float32),
        b2=tf.zeros([1, c]),
    )


@replaces("3.1")
def parameters_are_not_trainable(settings, rng):
    s, c = settings.state_size, settings.num_classes
    values = (
        rng.random((s + 1, s), dtype="float32"),
        np.zeros((1, s), dtype="float32"),
        rng.random((s, c), dtype="float32"),
        np.zeros((1, c), dtype="float32"),
    )
    return Parameters._make(tf.Variable(value, trainable=False) for value in values)


@replaces("3.1")
def fields_are_out_of_order(settings, rng):
    s, c = settings.state_size, settings.num_classes
    matrices = [_uniform(rng, s + 1, s), _uniform(rng, s, c)]
    biases = [_zeros(1, s), _zeros(1, c)]
    return Parameters(*matrices, *biases)


@replaces("3.1")
def the_seed_is_fixed(settings, rng):
    rng = np.random.default_rng(20231)
    s, c = settings.state_size, settings.num_classes
    return Parameters(
        _uniform(rng, s + 1, s), _zeros(1, s), _uniform(rng, s, c), _zeros(1, c)
    )


@replaces("3.1")
def tensorflow_draws(settings, rng):
    s, c = settings.state_size, settings.num_classes
    draw = tf.random_uniform_initializer(minval=0.0, maxval=1.0)
    return Parameters(
        tf.Variable(draw((s + 1, s))),
        _zeros(1, s),
        tf.Variable(draw((s, c))),
        _zeros(1, c),
    )


@replaces("3.1")
def output_repeats_the_cells_weights(settings, rng):
    """Draws only W and copies its first numbers into W2."""
    s, c = settings.state_size, settings.num_classes
    W = _uniform(rng, 1 + s, s)
    W2 = tf.Variable(np.resize(W, (s, c)))
    return Parameters(W, _zeros(1, s), W2, _zeros(1, c))


@replaces("3.2")
def the_state_stands_first(current_input, current_state, W, b):
    both = tf.concat([current_state, tf.reshape(current_input, (-1, 1))], axis=-1)
    return tf.math.tanh(tf.matmul(both, W) + b)


@replaces("3.2")
def believes_the_text(current_input, current_state, W, b):
    from_input = tf.tensordot(current_input, W[0], axes=0)
    return tf.math.atan(from_input + current_state @ W[1:] + b)


@replaces("3.2")
def is_linear(current_input, current_state, W, b):
    from_input = current_input[:, tf.newaxis] * W[:1]
    from_state = tf.matmul(current_state, W[1:])
    return from_input + from_state + b


@replaces("3.2")
def squashes_with_the_sigmoid(current_input, current_state, W, b):
    z = current_input[:, None] * W[0] + tf.matmul(current_state, W[1:]) + b
    return 1.0 / (1.0 + tf.exp(-z))


@replaces("3.2")
def rectifies(current_input, current_state, W, b):
    z = current_input[:, None] * W[0] + tf.matmul(current_state, W[1:]) + b
    return tf.maximum(z, 0.0)


@replaces("3.2")
def drops_the_bias(current_input, current_state, W, b):
    W_xh, W_hh = tf.split(W, [1, W.shape[0] - 1])
    return tf.nn.tanh(tf.expand_dims(current_input, -1) @ W_xh + current_state @ W_hh)


@replaces("3.2")
def adds_the_bias_last(current_input, current_state, W, b):
    W_xh, W_hh = tf.split(W, [1, W.shape[0] - 1])
    return (
        tf.nn.tanh(tf.expand_dims(current_input, -1) @ W_xh + current_state @ W_hh) + b
    )


@replaces("3.2")
def has_one_bias_for_all_units(current_input, current_state, W, b):
    z = current_input[:, None] * W[0] + current_state @ W[1:]
    return tf.tanh(z + b[0, 0])


@replaces("3.2")
def does_not_listen(current_input, current_state, W, b):
    return tf.tanh(tf.einsum("bi,ij->bj", current_state, W[1:]) + b)


@replaces("3.2")
def does_not_remember(current_input, current_state, W, b):
    return tf.tanh(tf.einsum("b,j->bj", current_input, W[0]) + b)


@replaces("3.2")
def turns_the_recurrence_matrix(current_input, current_state, W, b):
    from_state = tf.matmul(current_state, W[1:], transpose_b=True)
    return tf.tanh(current_input[:, None] * W[0] + from_state + b)


@replaces("3.2")
def adds_the_input_to_the_state(current_input, current_state, W, b):
    louder = tf.add(current_state, tf.reshape(current_input, [-1, 1]))
    return tf.tanh(louder @ W[1:] + b)


@replaces("3.2")
def adds_to_the_old_state(current_input, current_state, W, b):
    z = current_input[:, None] * W[0] + current_state @ W[1:] + b
    change = tf.tanh(z)
    return current_state + change


@replaces("3.2")
def lays_the_input_down(current_input, current_state, W, b):
    row = current_input[tf.newaxis, :]
    return tf.tanh(tf.concat((row, current_state), 1) @ W + b)


@replaces("3.2")
def mixes_the_rows(current_input, current_state, W, b):
    shared = tf.reduce_mean(current_state, axis=0, keepdims=True)
    return tf.tanh(current_input[:, None] * W[0] + shared @ W[1:] + b)


@replaces("3.2")
def leaves_tensorflow(current_input, current_state, W, b):
    x, h, w, bias = (np.array(a) for a in (current_input, current_state, W, b))
    return tf.constant(
        np.tanh(np.outer(x, w[0]) + h.dot(w[1:]) + bias), dtype=tf.float32
    )


@replaces("3.2")
def truncates_at_every_step(current_input, current_state, W, b):
    remembered = tf.stop_gradient(current_state) @ W[1:]
    return tf.tanh(current_input[:, None] * W[0] + remembered + b)


@replaces("3.2")
def subtracts_the_bias(current_input, current_state, W, b):
    """Has the wrong sign at the bias."""
    z = current_input[:, None] * W[0] + current_state @ W[1:]
    return tf.tanh(z - b)


@replaces("3.2")
def hears_the_first_row_only(current_input, current_state, W, b):
    """Uses current_input[0], the first row's bit, for every row of the batch."""
    from_input = current_input[0] * W[0]
    return tf.tanh(from_input + tf.matmul(current_state, W[1:]) + b)


@replaces("3.3")
def walks_down_the_rows(batch_x, init_state, W, b):
    states, state = [], init_state
    for row in tf.unstack(tf.cast(batch_x, tf.float32)):
        state = rnn_step(row, state, W, b)
        states += [state]
    return states, state


@replaces("3.3")
def takes_as_many_steps_as_rows(batch_x, init_state, W, b):
    window = tf.cast(batch_x, tf.float32)
    states, state = [], init_state
    for t in range(len(batch_x)):
        state = rnn_step(window[:, t], state, W, b)
        states.append(state)
    return states, state


@replaces("3.3")
def walks_backwards(batch_x, init_state, W, b):
    window = tf.cast(batch_x, tf.float32)
    states, state = [], init_state
    for t in range(window.shape[1] - 1, -1, -1):
        state = rnn_step(window[:, t], state, W, b)
        states.append(state)
    return states, state


@replaces("3.3")
def starts_from_silence(batch_x, init_state, W, b):
    window = tf.transpose(tf.cast(batch_x, tf.float32))
    states = [tf.zeros_like(init_state)]
    for column in window:
        states.append(rnn_step(column, states[-1], W, b))
    return states[1:], states[-1]


@replaces("3.3")
def starts_every_step_from_init_state(batch_x, init_state, W, b):
    columns = tf.unstack(tf.transpose(tf.cast(batch_x, tf.float32)))
    states = [rnn_step(column, init_state, W, b) for column in columns]
    return states, states[-1]


@replaces("3.3")
def keeps_only_the_last_state(batch_x, init_state, W, b):
    state = init_state
    for column in tf.unstack(tf.cast(batch_x, tf.float32), axis=1):
        states = []
        state = rnn_step(column, state, W, b)
        states.append(state)
    return states, state


@replaces("3.3")
def keeps_init_state_too(batch_x, init_state, W, b):
    states = [init_state]
    for column in tf.unstack(tf.cast(batch_x, tf.float32), axis=1):
        states.append(rnn_step(column, states[-1], W, b))
    return states, states[-1]


@replaces("3.3")
def notes_the_state_before_the_step(batch_x, init_state, W, b):
    window = tf.cast(batch_x, tf.float32)
    states, state = [], init_state
    for t in range(window.shape[1]):
        states.append(state)
        state = rnn_step(window[:, t], state, W, b)
    return states, state


@replaces("3.3")
def hands_on_the_first_state(batch_x, init_state, W, b):
    window = tf.cast(batch_x, tf.float32)
    states, state = [], init_state
    for t in range(window.shape[1]):
        state = rnn_step(window[:, t], state, W, b)
        states.append(state)
    first, *_ = states
    return states, first


@replaces("3.3")
def hands_on_init_state(batch_x, init_state, W, b):
    window = tf.cast(batch_x, tf.float32)
    states, state = [], init_state
    for t in range(window.shape[1]):
        state = rnn_step(window[:, t], state, W, b)
        states.append(state)
    return states, init_state


@replaces("3.3")
def stacks_the_states(batch_x, init_state, W, b):
    columns = tf.transpose(tf.cast(batch_x, tf.float32))
    states = tf.scan(
        lambda state, column: rnn_step(column, state, W, b), columns, init_state
    )
    return states, states[-1]


@replaces("3.3")
def lists_the_rows(batch_x, init_state, W, b):
    window = tf.cast(batch_x, tf.float32)
    states, state = [], init_state
    for t in range(window.shape[1]):
        state = rnn_step(window[:, t], state, W, b)
        states.append(state)
    rows = [tf.stack([state[i] for state in states]) for i in range(window.shape[0])]
    return rows, state


@replaces("3.3")
def leaves_the_bits_integers(batch_x, init_state, W, b):
    states, state = [], init_state
    for t in range(batch_x.shape[1]):
        state = rnn_step(tf.convert_to_tensor(batch_x[:, t]), state, W, b)
        states.append(state)
    return states, state


@replaces("3.3")
def truncates_within_the_window(batch_x, init_state, W, b):
    states, before = [], init_state
    for column in tf.unstack(tf.cast(batch_x, tf.float32), axis=1):
        states.append(rnn_step(column, before, W, b))
        before = tf.stop_gradient(states[-1])
    return states, states[-1]


@replaces("3.3")
def takes_every_step_twice(batch_x, init_state, W, b):
    """Calls rnn_step twice for every column and keeps the second state."""
    window = tf.cast(batch_x, tf.float32)
    states, state = [], init_state
    for t in range(window.shape[1]):
        state = rnn_step(window[:, t], state, W, b)
        state = rnn_step(window[:, t], state, W, b)
        states.append(state)
    return states, state


@replaces("3.3")
def returns_the_last_state_first(batch_x, init_state, W, b):
    """Returns (current_state, states_series), the wrong way round."""
    states, state = [], init_state
    for column in tf.unstack(tf.cast(batch_x, tf.float32), axis=1):
        state = rnn_step(column, state, W, b)
        states.append(state)
    return state, states


@replaces("3.3")
def cuts_off_fractions(batch_x, init_state, W, b):
    """Casts the window to int32 on the way to float32, which cuts fractions off."""
    window = tf.cast(tf.cast(batch_x, tf.int32), tf.float32)
    states, state = [], init_state
    for t in range(window.shape[1]):
        state = rnn_step(window[:, t], state, W, b)
        states.append(state)
    return states, state


@replaces("3.3")
def returns_only_the_list(batch_x, init_state, W, b):
    states = [init_state]
    for column in tf.unstack(tf.cast(batch_x, tf.float32), axis=1):
        states.append(rnn_step(column, states[-1], W, b))
    return states[1:]


@replaces("3.3")
def never_updates_the_state(batch_x, init_state, W, b):
    window = tf.cast(batch_x, tf.float32)
    states_series = []
    current_state = init_state
    for t in range(window.shape[1]):
        next_state = rnn_step(window[:, t], current_state, W, b)
        states_series.append(next_state)
    return states_series, current_state
