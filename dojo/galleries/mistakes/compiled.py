"""Mistakes in exercise 7: an epoch as one program, and the small matrix product."""

from functools import lru_cache

import numpy as np
import tensorflow as tf

from dojo.galleries.plants import replaces
from echornn.cell import forward_pass
from echornn.compiled import EpochResult
from echornn.loss import logits, predictions, total_loss


def _look(parameters, batch_x, batch_y, state):
    """Run a window forward; return its loss, last state and predictions."""
    states_series, current_state = forward_pass(batch_x, state, *parameters[:2])
    logits_series = logits(states_series, *parameters[2:])
    predicted = tf.stack(predictions(logits_series))
    return total_loss(logits_series, batch_y), current_state, predicted


def _learn(parameters, optimizer, batch_x, batch_y, state):
    """Train one window as a step should: look, then update."""
    with tf.GradientTape() as tape:
        loss, state, predicted = _look(parameters, batch_x, batch_y, state)
    _move(optimizer, tape.gradient(loss, parameters), parameters)
    return loss, state, predicted


def _move(optimizer, gradients, parameters):
    optimizer.apply_gradients(zip(gradients, parameters, strict=True))


def _zero_state(parameters, x):
    return tf.zeros((len(x), parameters.W.shape[1]))


def _windows(x, y, time, stride=None):
    starts = range(0, x.shape[1] - time + 1, stride or time)
    return [(x[:, a : a + time], y[:, a : a + time]) for a in starts]


@lru_cache
def _program(optimizer, learn=_learn, stride=None, carried=True):
    """Return a function for a whole epoch, with its loop unrolled."""

    @tf.function(jit_compile=True)
    def epoch(parameters, x, y, time):
        losses, state = [], _zero_state(parameters, x)
        for window in _windows(x, y, time, stride):
            state = state if carried else _zero_state(parameters, x)
            loss, state, predicted = learn(parameters, optimizer, *window, state)
            losses.append(loss)
        return EpochResult(tf.stack(losses), state, predicted)

    return epoch


def _run(parameters, optimizer, x, y, time, **options):
    optimizer.build(parameters)
    return _program(optimizer, **options)(parameters, x, y, time)


@replaces("7.1")
def steps_from_outside(parameters, optimizer, x, y, truncated_backprop_length):
    """Calls a compiled function once for each window instead of once for each epoch."""
    optimizer.build(parameters)
    losses, state = [], _zero_state(parameters, x)
    for window in _windows(x, y, truncated_backprop_length):
        loss, state, predicted = _one_window(optimizer)(parameters, *window, state)
        losses.append(loss)
    return EpochResult(tf.stack(losses), state, predicted)


@lru_cache
def _one_window(optimizer):
    @tf.function(jit_compile=True)
    def step(parameters, batch_x, batch_y, state):
        return _learn(parameters, optimizer, batch_x, batch_y, state)

    return step


@replaces("7.1")
def compiles_every_epoch(parameters, optimizer, x, y, truncated_backprop_length):
    """Traces and compiles the epoch again on every call."""
    _program.cache_clear()
    return _run(parameters, optimizer, x, y, truncated_backprop_length)


@replaces("7.1")
def begins_every_window_in_silence(
    parameters, optimizer, x, y, truncated_backprop_length
):
    """Resets the state to zeros for every window instead of every epoch."""
    return _run(parameters, optimizer, x, y, truncated_backprop_length, carried=False)


@replaces("7.1")
def moves_by_one_column(parameters, optimizer, x, y, truncated_backprop_length):
    """Moves the window by one column instead of by its own width."""
    return _run(parameters, optimizer, x, y, truncated_backprop_length, stride=1)


@replaces("7.1")
def leaves_the_last_window_out(parameters, optimizer, x, y, truncated_backprop_length):
    """Leaves out the last window."""
    x, y = (bits[:, :-truncated_backprop_length] for bits in (x, y))
    return _run(parameters, optimizer, x, y, truncated_backprop_length)


@replaces("7.1")
def returns_one_loss(parameters, optimizer, x, y, truncated_backprop_length):
    """Returns the epoch's mean loss instead of one loss for each window."""
    result = _run(parameters, optimizer, x, y, truncated_backprop_length)
    return result._replace(losses=tf.reduce_mean(result.losses))


@replaces("7.1")
def returns_the_batch_first(parameters, optimizer, x, y, truncated_backprop_length):
    """Returns predictions of shape (batch, time, classes) instead of (time, batch,
    classes)."""
    result = _run(parameters, optimizer, x, y, truncated_backprop_length)
    turned = tf.transpose(result.predictions_series, [1, 0, 2])
    return result._replace(predictions_series=turned)


def _learn_and_look_again(parameters, optimizer, *window):
    _, state, predicted = _learn(parameters, optimizer, *window)
    loss, *_ = _look(parameters, *window)
    return loss, state, predicted


@replaces("7.1")
def measures_after_the_update(parameters, optimizer, x, y, truncated_backprop_length):
    """Returns each loss after the window's update instead of the loss before it."""
    time = truncated_backprop_length
    return _run(parameters, optimizer, x, y, time, learn=_learn_and_look_again)


def _only_look(parameters, optimizer, *window):
    return _look(parameters, *window)


@replaces("7.1")
def only_looks(parameters, optimizer, x, y, truncated_backprop_length):
    """Computes the losses but never updates the parameters."""
    time = truncated_backprop_length
    return _run(parameters, optimizer, x, y, time, learn=_only_look)


@replaces("7.1")
def updates_once_an_epoch(parameters, optimizer, x, y, truncated_backprop_length):
    """Updates the parameters once per epoch instead of once per window."""
    optimizer.build(parameters)
    losses, state = [], _zero_state(parameters, x)
    with tf.GradientTape() as tape:
        for window in _windows(x, y, truncated_backprop_length):
            loss, state, predicted = _look(parameters, *window, state)
            losses.append(loss)
        total = tf.reduce_mean(losses)
    _move(optimizer, tape.gradient(total, parameters), parameters)
    return EpochResult(tf.stack(losses), state, predicted)


@replaces("7.1")
def makes_an_optimizer_for_every_epoch(
    parameters, optimizer, x, y, truncated_backprop_length
):
    """Uses a new optimizer for every epoch, so the accumulators are reset."""
    fresh = optimizer.from_config(optimizer.get_config())
    return _run(parameters, fresh, x, y, truncated_backprop_length)


@replaces("7.1")
def unrolls_the_windows(parameters, optimizer, x, y, truncated_backprop_length):
    """Loops over the windows in Python, so the program contains a copy of the step for
    each window."""
    return _run(parameters, optimizer, x, y, truncated_backprop_length)


@lru_cache
def _looped(optimizer):
    """Return an epoch with a TensorFlow loop over windows that are already cut."""

    @tf.function(jit_compile=True, autograph=False)
    def epoch(parameters, x, y):
        def step(before, window):
            return _learn(parameters, optimizer, *window, before[1])

        _, batch, time = x.shape
        state = tf.zeros((batch, parameters.b.shape[1]))
        said = tf.zeros((time, batch, parameters.b2.shape[1]))
        losses, states, said = tf.scan(step, (x, y), (0.0, state, said))
        return EpochResult(losses, states[-1], said[-1])

    return epoch


@replaces("7.1")
def lets_the_epoch_build(parameters, optimizer, x, y, truncated_backprop_length):
    """Creates the optimizer's variables inside the `tf.function`, so it has to be
    traced twice."""
    windows = _windows(x, y, truncated_backprop_length)
    x, y = (tf.stack(bits) for bits in zip(*windows, strict=True))
    return _looped(optimizer)(parameters, x, y)


@replaces("7.1")
def never_compiles(parameters, optimizer, x, y, truncated_backprop_length):
    """Runs eagerly, without a `tf.function`."""
    optimizer.build(parameters)
    losses, state = [], _zero_state(parameters, x)
    for window in _windows(x, y, truncated_backprop_length):
        loss, state, predicted = _learn(parameters, optimizer, *window, state)
        losses.append(loss)
    return EpochResult(tf.stack(losses), state, predicted)


@replaces("7.1")
def mixes_the_rows(parameters, optimizer, x, y, truncated_backprop_length):
    """Mixes the rows, as a plain reshape of the data into windows does."""
    time = truncated_backprop_length
    windows = x.shape[1] // time
    x, y = (
        np.hstack(np.reshape(bits[:, : windows * time], (windows, len(x), time)))
        for bits in (np.asarray(x), np.asarray(y))
    )
    return _run(parameters, optimizer, x, y, time)


@replaces("7.1")
def updates_with_all_gradients_at_once(
    parameters, optimizer, x, y, truncated_backprop_length
):
    """Adds up the gradients of all windows and updates the parameters once."""
    optimizer.build(parameters)
    losses, sums, state = [], None, _zero_state(parameters, x)
    for window in _windows(x, y, truncated_backprop_length):
        with tf.GradientTape() as tape:
            loss, state, predicted = _look(parameters, *window, state)
        new = tape.gradient(loss, parameters)
        sums = new if sums is None else [a + b for a, b in zip(sums, new, strict=True)]
        losses.append(loss)
    _move(optimizer, sums, parameters)
    return EpochResult(tf.stack(losses), state, predicted)


_first = []


@replaces("7.1")
def trains_the_first_network_for_ever(
    parameters, optimizer, x, y, truncated_backprop_length
):
    """Trains the first network again instead of the network that is passed in."""
    _first[:] = _first or [parameters, optimizer]
    return _run(*_first, x, y, truncated_backprop_length)


@replaces("7.2")
def hands_the_product_over(rows, matrix):
    """Uses a matrix product (`@`), which XLA passes to a library for large matrices."""
    return rows @ tf.convert_to_tensor(matrix)


@replaces("7.2")
def lets_einsum_do_it(rows, matrix):
    """Uses `tf.einsum`, which computes a matrix product just as `@` does."""
    return tf.einsum("...n,nm->...m", rows, matrix)


@replaces("7.2")
def sums_over_the_wrong_axis(rows, matrix):
    """Sums over the columns of the matrix instead of its rows."""
    return tf.reduce_sum(rows[..., None] * matrix, axis=-1)


@replaces("7.2")
def takes_the_mean(rows, matrix):
    """Takes the mean of the products instead of their sum."""
    return tf.reduce_mean(rows[..., None] * matrix, axis=-2)


@replaces("7.2")
def knows_two_axes_only(rows, matrix):
    """Fails if the rows have an axis for time."""
    return tf.reduce_sum(rows[:, :, None] * matrix, axis=1)


@replaces("7.2")
def forgets_to_sum(rows, matrix):
    """Returns all the products, of shape (..., n, m), without adding them up."""
    return rows[..., None] * matrix


@replaces("7.2")
def leaves_tensorflow(rows, matrix):
    """Returns the right values, but no gradient flows back, as if NumPy had computed
    them."""
    products = np.asarray(rows)[..., None] * np.asarray(matrix)
    return tf.constant(products.sum(axis=-2))


@replaces("7.2")
def leaves_the_last_term_out(rows, matrix):
    """Leaves the last term out of every sum."""
    return tf.reduce_sum((rows[..., None] * matrix)[..., :-1, :], axis=-2)


@replaces("7.2")
def leaves_the_first_term_out(rows, matrix):
    """Leaves the first term out of every sum."""
    return tf.reduce_sum((rows[..., None] * matrix)[..., 1:, :], axis=-2)


@replaces("7.2")
def keeps_the_last_term_only(rows, matrix):
    """Keeps only the last term of every sum."""
    return rows[..., -1:] * matrix[-1]
