"""Other right ways in exercise 7."""

from functools import lru_cache

import tensorflow as tf

from dojo.galleries.plants import replaces
from echornn.batching import batch_windows
from echornn.compiled import EpochResult, product


@replaces("7.1")
def product_by_broadcasting(rows, matrix):
    """A new axis behind the row, and the matrix stretches over the others."""
    return tf.reduce_sum(tf.expand_dims(rows, -1) * matrix, -2)


@replaces("7.1")
def product_by_adding_rows_of_the_matrix(rows, matrix):
    """Each element of a row weighs one row of the matrix; the sum is written out."""
    return tf.add_n([rows[..., k, None] * matrix[k] for k in range(matrix.shape[0])])


@replaces("7.1")
def product_with_the_transpose(rows, matrix):
    """Rows against the columns of the matrix, and a sum over the last axis."""
    return tf.reduce_sum(rows[..., None, :] * tf.transpose(matrix), axis=-1)


def _learn(parameters, optimizer, batch_x, batch_y, state):
    W, b, W2, b2 = parameters
    with tf.GradientTape() as tape:
        states = []
        for column in tf.unstack(tf.cast(batch_x, tf.float32), axis=1):
            state = tf.tanh(product(tf.concat([column[:, None], state], 1), W) + b)
            states.append(state)
        scores = product(tf.stack(states), W2) + b2
        losses = tf.nn.sparse_softmax_cross_entropy_with_logits(
            labels=tf.transpose(batch_y), logits=scores
        )
        loss = tf.reduce_mean(losses)
    gradients = tape.gradient(loss, parameters)
    optimizer.apply_gradients(zip(gradients, parameters, strict=True))
    return loss, state, tf.nn.softmax(scores)


def _cut(bits, time):
    """Return all windows on an axis of their own: (num_batches, batch, time)."""
    batch, columns = bits.shape
    whole = tf.reshape(bits[:, : columns // time * time], (batch, -1, time))
    return tf.transpose(whole, [1, 0, 2])


def _start(parameters, batch, time):
    return (
        tf.constant(0.0),
        tf.zeros((batch, parameters.b.shape[1])),
        tf.zeros((time, batch, parameters.b2.shape[1])),
    )


@lru_cache
def _scanned(optimizer):
    @tf.function(jit_compile=True)
    def epoch(parameters, x, y, time):
        def step(before, window):
            return _learn(parameters, optimizer, *window, before[1])

        windows = _cut(x, time), _cut(y, time)
        losses, states, said = tf.scan(step, windows, _start(parameters, len(x), time))
        return losses, states[-1], said[-1]

    return epoch


@replaces("7.2")
def train_epoch_with_scan(parameters, optimizer, x, y, truncated_backprop_length):
    """`tf.scan` carries the state from window to window."""
    optimizer.build(parameters)
    return EpochResult(
        *_scanned(optimizer)(parameters, x, y, truncated_backprop_length)
    )


@lru_cache
def _autographed(optimizer):
    @tf.function(jit_compile=True)
    def epoch(parameters, x, y):
        losses = tf.TensorArray(tf.float32, x.shape[0])
        _, state, said = _start(parameters, x.shape[1], x.shape[2])
        for i in tf.range(x.shape[0]):
            loss, state, said = _learn(parameters, optimizer, x[i], y[i], state)
            losses = losses.write(i, loss)
        return losses.stack(), state, said

    return epoch


@replaces("7.2")
def train_epoch_with_autograph(parameters, optimizer, x, y, truncated_backprop_length):
    """A `for` over `tf.range`, and windows that were cut before."""
    optimizer.build(parameters)
    cut = (_cut(tf.constant(bits), truncated_backprop_length) for bits in (x, y))
    return EpochResult(*_autographed(optimizer)(parameters, *cut))


@lru_cache
def _of_arrays(optimizer):
    @tf.function(jit_compile=True)
    def epoch(W, b, W2, b2, x, y):
        parameters = W, b, W2, b2

        def step(i, state, losses, _):
            loss, state, said = _learn(parameters, optimizer, x[i], y[i], state)
            return i + 1, state, losses.write(i, loss), said

        losses = tf.TensorArray(tf.float32, x.shape[0])
        state = tf.zeros((x.shape[1], b.shape[1]))
        said = tf.zeros((x.shape[2], x.shape[1], b2.shape[1]))
        more = lambda i, *_: i < x.shape[0]  # noqa: E731
        _, state, losses, said = tf.while_loop(more, step, (0, state, losses, said))
        return losses.stack(), state, said

    return epoch


@replaces("7.2")
def train_epoch_returns_arrays(parameters, optimizer, x, y, truncated_backprop_length):
    """The windows come from `batch_windows`, and the result is NumPy's."""
    optimizer.build(list(parameters))
    pairs = list(batch_windows(x, y, truncated_backprop_length))
    windows = (tf.stack([pair[side] for pair in pairs]) for side in (0, 1))
    result = _of_arrays(optimizer)(*parameters, *windows)
    return EpochResult(*(part.numpy() for part in result))


_programs = {}


@replaces("7.2")
def train_epoch_keeps_its_variables(
    parameters, optimizer, x, y, truncated_backprop_length
):
    """The program is kept for the parameters and the optimizer, and holds them."""
    optimizer.build(parameters)
    key = optimizer, *map(id, parameters)
    if key not in _programs:

        @tf.function(jit_compile=True)
        def epoch(x, y):
            losses = tf.TensorArray(tf.float32, x.shape[0])
            _, state, said = _start(parameters, x.shape[1], x.shape[2])
            for i in tf.range(x.shape[0]):
                loss, state, said = _learn(parameters, optimizer, x[i], y[i], state)
                losses = losses.write(i, loss)
            return EpochResult(losses.stack(), state, said)

        _programs[key] = epoch
    cut = (_cut(tf.constant(bits), truncated_backprop_length) for bits in (x, y))
    return _programs[key](*cut)
