"""Exercise 3, other ways: the parameters, the step, the window of steps."""

from functools import cache, reduce
from itertools import accumulate

import numpy as np
import tensorflow as tf

from dojo.galleries.plants import replaces
from echornn.cell import Parameters, rnn_step

# 3.1 init_parameters


def _shapes(settings):
    state, classes = settings.state_size, settings.num_classes
    return (1 + state, state), (1, state), (state, classes), (1, classes)


@replaces("3.1")
def parameters_cast_from_float64(settings, rng):
    """NumPy's doubles, and the variable makes them single."""
    W, b, W2, b2 = _shapes(settings)
    arrays = rng.uniform(0, 1, W), np.zeros(b), rng.uniform(0, 1, W2), np.zeros(b2)
    return Parameters(*(tf.Variable(array, dtype=tf.float32) for array in arrays))


@replaces("3.1")
def parameters_by_a_stateless_op(settings, rng):
    """TensorFlow draws, from a seed that `rng` draws."""

    def weights(shape):
        seed = rng.integers(2**31, size=2)
        return tf.Variable(tf.random.stateless_uniform(shape, seed))

    W, b, W2, b2 = _shapes(settings)
    biases = (tf.Variable(tf.zeros(shape)) for shape in (b, b2))
    return Parameters(weights(W), next(biases), weights(W2), next(biases))


@replaces("3.1")
def parameters_by_tensorflows_generator(settings, rng):
    """One generator goes over into another."""
    generator = tf.random.Generator.from_seed(int(rng.integers(2**31)))
    W, b, W2, b2 = _shapes(settings)
    return Parameters(
        W=tf.Variable(generator.uniform(W)),
        b=tf.Variable(tf.zeros(b)),
        W2=tf.Variable(generator.uniform(W2)),
        b2=tf.Variable(tf.zeros(b2)),
    )


@replaces("3.1")
def parameters_by_initializers(settings, rng):
    """Keras initializers, each with a seed of its own."""
    zeros = tf.keras.initializers.Zeros()
    uniform, uniform2 = (
        tf.keras.initializers.RandomUniform(0, 1, seed=int(seed))
        for seed in rng.integers(2**31, size=2)
    )
    makers = zip((uniform, zeros, uniform2, zeros), _shapes(settings), strict=True)
    return Parameters(*(tf.Variable(make(shape)) for make, shape in makers))


@replaces("3.1")
def parameters_with_names(settings, rng):
    """Named variables, of whole numbers over 2^24: exact in float32, and never 1."""

    def variable(name, shape):
        is_weight = name.startswith("W")
        numbers = (
            rng.integers(2**24, size=shape) / 2**24 if is_weight else np.zeros(shape)
        )
        return tf.Variable(numbers, name=name, dtype=tf.float32)

    return Parameters(*map(variable, Parameters._fields, _shapes(settings)))


@replaces("3.1")
def parameters_from_one_draw(settings, rng):
    """One long vector of numbers, cut in two."""
    W, b, W2, b2 = _shapes(settings)
    numbers = rng.random(W[0] * W[1] + W2[0] * W2[1], dtype="float32")
    first, second = np.split(numbers, [W[0] * W[1]])
    arrays = first.reshape(W), np.zeros(b, "f"), second.reshape(W2), np.zeros(b2, "f")
    return Parameters._make(map(tf.Variable, arrays))


# 3.2 rnn_step


@replaces("3.2")
def step_by_two_products(current_input, current_state, W, b):
    """Two products instead of a concatenation."""
    return tf.tanh(current_input[:, None] @ W[:1] + current_state @ W[1:] + b)


@replaces("3.2")
def step_by_split(current_input, current_state, W, b):
    """Split W into what weighs the input and what weighs the state."""
    W_xh, W_hh = tf.split(W, [1, W.shape[0] - 1])
    from_input = tf.matmul(tf.reshape(current_input, (-1, 1)), W_xh)
    return tf.math.tanh(from_input + tf.matmul(current_state, W_hh) + b)


@replaces("3.2")
def step_by_einsum(current_input, current_state, W, b):
    """The sums by name: an outer product and a product."""
    from_input = tf.einsum("b,s->bs", current_input, W[0])
    from_state = tf.einsum("bh,hs->bs", current_state, W[1:])
    return tf.tanh(from_input + from_state + b)


@replaces("3.2")
def step_by_multiply_and_reduce(current_input, current_state, W, b):
    """A product of matrices is a multiplication, broadcast, and a sum."""
    inputs = tf.concat([current_input[:, None], current_state], axis=1)
    return tf.tanh(tf.reduce_sum(inputs[:, :, None] * W, axis=1) + b)


@replaces("3.2")
def step_with_the_bias_in_the_matrix(current_input, current_state, W, b):
    """The bias is one more row of W, for an input that is always 1."""
    x = current_input[:, None]
    return tf.tanh(
        tf.concat([x, current_state, tf.ones_like(x)], 1) @ tf.concat([W, b], 0)
    )


@replaces("3.2")
def step_row_by_row(current_input, current_state, W, b):
    """Every row of the batch is a vector, and W is applied to each."""
    inputs = tf.concat([tf.expand_dims(current_input, 1), current_state], axis=-1)
    return tf.tanh(tf.linalg.matvec(W, inputs, transpose_a=True) + b)


@replaces("3.2")
def step_in_float64(current_input, current_state, W, b):
    """Twice the digits inside, and float32 again outside."""
    tensors = (current_input[:, None], current_state, W, b)
    x, h, W, b = (tf.cast(tensor, tf.float64) for tensor in tensors)
    return tf.cast(tf.tanh(tf.concat([x, h], axis=1) @ W + b), tf.float32)


@replaces("3.2")
def step_by_exponentials(current_input, current_state, W, b):
    """Tanh by its formula, as far out as float32 can tell it from 1."""
    z = tf.concat([current_input[:, None], current_state], axis=1) @ W + b
    growth = tf.math.expm1(2 * tf.clip_by_value(z, -10, 10))
    return growth / (growth + 2)


@replaces("3.2")
def step_by_sigmoid(current_input, current_state, W, b):
    """Tanh is a sigmoid, stretched to twice its height."""
    z = tf.concat([current_input[:, None], current_state], axis=1) @ W + b
    return 2 * tf.sigmoid(2 * z) - 1


@replaces("3.2")
@tf.function
def step_as_a_graph(current_input, current_state, W, b):
    """The step as a `tf.function`."""
    inputs = tf.concat([current_input[:, None], current_state], axis=1)
    return tf.tanh(inputs @ W + b)


@cache
def _keras_cell(units):
    with tf.init_scope():  # it has variables, and no graph may create them
        return tf.keras.layers.SimpleRNNCell(units)


@replaces("3.2")
def step_by_a_keras_cell(current_input, current_state, W, b):
    """Keras has this cell: give it these weights and call it."""
    cell = _keras_cell(W.shape[1])
    cell.kernel, cell.recurrent_kernel, cell.bias = W[:1], W[1:], b[0]
    cell.built = True
    output, _ = cell(current_input[:, None], current_state)
    return output


# 3.3 forward_pass


@replaces("3.3")
def pass_by_slicing(batch_x, init_state, W, b):
    """Count the columns and slice out one after the other."""
    batch_x = tf.cast(batch_x, tf.float32)
    states_series = [init_state]
    for t in range(batch_x.shape[1]):
        states_series.append(rnn_step(batch_x[:, t], states_series[-1], W, b))
    return states_series[1:], states_series[-1]


@replaces("3.3")
def pass_by_numpy_columns(batch_x, init_state, W, b):
    """The window is NumPy's, so NumPy turns it around; for eager callers."""
    states_series, state = [], init_state
    for column in np.float32(batch_x).T:
        state = rnn_step(column, state, W, b)
        states_series += [state]
    return states_series, state


@replaces("3.3")
def pass_over_the_transpose(batch_x, init_state, W, b):
    """A loop over a tensor goes over its first axis; for eager callers."""
    states_series, state = [], init_state
    for column in tf.transpose(tf.cast(batch_x, tf.float32)):
        state = rnn_step(column, state, W, b)
        states_series.append(state)
    return states_series, state


@replaces("3.3")
def pass_by_split(batch_x, init_state, W, b):
    """Columns that stay matrices, (batch, 1), until the step wants a vector."""
    batch_x = tf.cast(batch_x, tf.float32)
    states_series, current_state = [], init_state
    for column in tf.split(batch_x, batch_x.shape[1], axis=1):
        current_state = rnn_step(tf.squeeze(column, axis=1), current_state, W, b)
        states_series.append(current_state)
    return states_series, current_state


@replaces("3.3")
def pass_by_accumulate(batch_x, init_state, W, b):
    """To go through a window is to accumulate it, from `init_state` on."""
    columns = tf.unstack(tf.cast(batch_x, tf.float32), axis=1)
    states = accumulate(columns, lambda h, x: rnn_step(x, h, W, b), initial=init_state)
    _, *states_series = states
    return states_series, states_series[-1]


@replaces("3.3")
def pass_by_reduce(batch_x, init_state, W, b):
    """Fold the columns into a list that grows."""
    columns = tf.unstack(tf.cast(batch_x, tf.float32), axis=1)
    states = reduce(
        lambda hs, x: [*hs, rnn_step(x, hs[-1], W, b)], columns, [init_state]
    )
    return states[1:], states[-1]


@replaces("3.3")
def pass_by_recursion(batch_x, init_state, W, b):
    """The window without its last column, and one step more."""
    if batch_x.shape[1] == 0:
        return [], init_state
    states_series, state = pass_by_recursion(batch_x[:, :-1], init_state, W, b)
    state = rnn_step(tf.cast(batch_x[:, -1], tf.float32), state, W, b)
    return [*states_series, state], state


@replaces("3.3")
def pass_with_inputs_first(batch_x, init_state, W, b):
    """What the inputs add is known before the first step: one product for all."""
    inputs = tf.einsum("bt,s->tbs", tf.cast(batch_x, tf.float32), W[0]) + b
    states_series, current_state = [], init_state
    for from_input in tf.unstack(inputs):
        current_state = tf.tanh(from_input + current_state @ W[1:])
        states_series.append(current_state)
    return states_series, current_state


@replaces("3.3")
def pass_by_scan(batch_x, init_state, W, b):
    """TensorFlow's own word for it: scan over time."""
    columns = tf.transpose(tf.cast(batch_x, tf.float32))
    states = tf.scan(lambda h, x: rnn_step(x, h, W, b), columns, init_state)
    return tf.unstack(states), states[-1]


@replaces("3.3")
def pass_by_while_loop(batch_x, init_state, W, b):
    """A loop inside TensorFlow, with an array that takes the states."""
    batch_x = tf.cast(batch_x, tf.float32)
    time = batch_x.shape[1]

    def step(t, state, states):
        state = rnn_step(batch_x[:, t], state, W, b)
        return t + 1, state, states.write(t, state)

    states = tf.TensorArray(tf.float32, size=time, element_shape=init_state.shape)
    _, current_state, states = tf.while_loop(
        lambda t, *_: t < time, step, (0, init_state, states), maximum_iterations=time
    )
    return tf.unstack(states.stack(), time), current_state


@replaces("3.3")
@tf.function
def pass_as_a_graph(batch_x, init_state, W, b):
    """The whole window as a `tf.function`."""
    states_series = []
    for current_input in tf.unstack(tf.cast(batch_x, tf.float32), axis=1):
        init_state = rnn_step(current_input, init_state, W, b)
        states_series.append(init_state)
    return states_series, init_state


class _Cell(tf.keras.layers.Layer):
    def __init__(self, W, b):
        super().__init__()
        self.W, self.b, self.state_size = W, b, W.shape[1]

    def call(self, column, states):
        state = rnn_step(column[:, 0], states[0], self.W, self.b)
        return state, [state]


@replaces("3.3")
def pass_by_a_keras_layer(batch_x, init_state, W, b):
    """Keras walks through time; it only needs a cell."""
    layer = tf.keras.layers.RNN(
        _Cell(W, b), return_sequences=True, return_state=True, unroll=True
    )
    series = tf.cast(batch_x, tf.float32)[:, :, None]  # (batch, time, 1)
    states, current_state = layer(series, initial_state=[init_state])
    return tf.unstack(states, axis=1), current_state
