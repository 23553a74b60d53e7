"""Mistakes in exercise 7: an epoch as one program, and the small product."""

from functools import lru_cache

import numpy as np
import tensorflow as tf

from dojo.galleries.plants import replaces
from echornn.cell import forward_pass
from echornn.compiled import EpochResult
from echornn.loss import logits, predictions, total_loss


def _look(parameters, batch_x, batch_y, state):
    """Run a window forward: its loss, its last state, its predictions."""
    states_series, current_state = forward_pass(batch_x, state, *parameters[:2])
    logits_series = logits(states_series, *parameters[2:])
    said = tf.stack(predictions(logits_series))
    return total_loss(logits_series, batch_y), current_state, said


def _learn(parameters, optimizer, batch_x, batch_y, state):
    """Do as a step should: look, then update."""
    with tf.GradientTape() as tape:
        loss, state, said = _look(parameters, batch_x, batch_y, state)
    _move(optimizer, tape.gradient(loss, parameters), parameters)
    return loss, state, said


def _move(optimizer, gradients, parameters):
    optimizer.apply_gradients(zip(gradients, parameters, strict=True))


def _silence(parameters, x):
    return tf.zeros((len(x), parameters.W.shape[1]))


def _windows(x, y, time, stride=None):
    starts = range(0, x.shape[1] - time + 1, stride or time)
    return [(x[:, a : a + time], y[:, a : a + time]) for a in starts]


@lru_cache
def _program(optimizer, learn=_learn, stride=None, carried=True):
    """Return an epoch that is unrolled, as one function."""

    @tf.function(jit_compile=True)
    def epoch(parameters, x, y, time):
        losses, state = [], _silence(parameters, x)
        for window in _windows(x, y, time, stride):
            state = state if carried else _silence(parameters, x)
            loss, state, said = learn(parameters, optimizer, *window, state)
            losses.append(loss)
        return EpochResult(tf.stack(losses), state, said)

    return epoch


def _run(parameters, optimizer, x, y, time, **options):
    optimizer.build(parameters)
    return _program(optimizer, **options)(parameters, x, y, time)


@replaces("7.1")
def steps_from_outside(parameters, optimizer, x, y, truncated_backprop_length):
    """Calls a compiled step for every window, and pays for every call."""
    optimizer.build(parameters)
    losses, state = [], _silence(parameters, x)
    for window in _windows(x, y, truncated_backprop_length):
        loss, state, said = _one_window(optimizer)(parameters, *window, state)
        losses.append(loss)
    return EpochResult(tf.stack(losses), state, said)


@lru_cache
def _one_window(optimizer):
    @tf.function(jit_compile=True)
    def step(parameters, batch_x, batch_y, state):
        return _learn(parameters, optimizer, batch_x, batch_y, state)

    return step


@replaces("7.1")
def compiles_every_epoch(parameters, optimizer, x, y, truncated_backprop_length):
    """Makes a new function in every call, which is traced and compiled anew."""
    _program.cache_clear()
    return _run(parameters, optimizer, x, y, truncated_backprop_length)


@replaces("7.1")
def begins_every_window_in_silence(
    parameters, optimizer, x, y, truncated_backprop_length
):
    """Sets the state to zeros for every window, not for every epoch."""
    return _run(parameters, optimizer, x, y, truncated_backprop_length, carried=False)


@replaces("7.1")
def moves_by_one_column(parameters, optimizer, x, y, truncated_backprop_length):
    """Takes windows that overlap: each begins one column after the one before."""
    return _run(parameters, optimizer, x, y, truncated_backprop_length, stride=1)


@replaces("7.1")
def leaves_the_last_window_out(parameters, optimizer, x, y, truncated_backprop_length):
    """Counts one window too few."""
    x, y = (bits[:, :-truncated_backprop_length] for bits in (x, y))
    return _run(parameters, optimizer, x, y, truncated_backprop_length)


@replaces("7.1")
def returns_one_loss(parameters, optimizer, x, y, truncated_backprop_length):
    """Returns the epoch's mean loss, and nobody sees the curve."""
    result = _run(parameters, optimizer, x, y, truncated_backprop_length)
    return result._replace(losses=tf.reduce_mean(result.losses))


@replaces("7.1")
def returns_the_batch_first(parameters, optimizer, x, y, truncated_backprop_length):
    """Returns predictions (batch, time, classes), in the order of x."""
    result = _run(parameters, optimizer, x, y, truncated_backprop_length)
    turned = tf.transpose(result.predictions_series, [1, 0, 2])
    return result._replace(predictions_series=turned)


def _learn_and_look_again(parameters, optimizer, *window):
    _, state, said = _learn(parameters, optimizer, *window)
    loss, *_ = _look(parameters, *window)
    return loss, state, said


@replaces("7.1")
def measures_after_the_update(parameters, optimizer, x, y, truncated_backprop_length):
    """Returns the losses of the parameters that each window has just made better."""
    time = truncated_backprop_length
    return _run(parameters, optimizer, x, y, time, learn=_learn_and_look_again)


def _only_look(parameters, optimizer, *window):
    return _look(parameters, *window)


@replaces("7.1")
def only_looks(parameters, optimizer, x, y, truncated_backprop_length):
    """Computes all losses and never applies a gradient."""
    time = truncated_backprop_length
    return _run(parameters, optimizer, x, y, time, learn=_only_look)


@replaces("7.1")
def updates_once_an_epoch(parameters, optimizer, x, y, truncated_backprop_length):
    """Adds all losses up and moves once, as if the epoch were one window."""
    optimizer.build(parameters)
    losses, state = [], _silence(parameters, x)
    with tf.GradientTape() as tape:
        for window in _windows(x, y, truncated_backprop_length):
            loss, state, said = _look(parameters, *window, state)
            losses.append(loss)
        total = tf.reduce_mean(losses)
    _move(optimizer, tape.gradient(total, parameters), parameters)
    return EpochResult(tf.stack(losses), state, said)


@replaces("7.1")
def makes_an_optimizer_for_every_epoch(
    parameters, optimizer, x, y, truncated_backprop_length
):
    """Uses a new optimizer each time, which remembers nothing of the last epoch."""
    fresh = optimizer.from_config(optimizer.get_config())
    return _run(parameters, fresh, x, y, truncated_backprop_length)


@replaces("7.1")
def unrolls_the_windows(parameters, optimizer, x, y, truncated_backprop_length):
    """Loops in Python, so that the program holds every window one after the other."""
    return _run(parameters, optimizer, x, y, truncated_backprop_length)


@lru_cache
def _looped(optimizer):
    """Return an epoch with a loop of TensorFlow's over windows that are cut before."""

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
    """Lets the program make the optimizer's variables, and so it is traced twice."""
    windows = _windows(x, y, truncated_backprop_length)
    x, y = (tf.stack(bits) for bits in zip(*windows, strict=True))
    return _looped(optimizer)(parameters, x, y)


@replaces("7.1")
def never_compiles(parameters, optimizer, x, y, truncated_backprop_length):
    """Trains eagerly: right, and thousands of calls for every epoch."""
    optimizer.build(parameters)
    losses, state = [], _silence(parameters, x)
    for window in _windows(x, y, truncated_backprop_length):
        loss, state, said = _learn(parameters, optimizer, *window, state)
        losses.append(loss)
    return EpochResult(tf.stack(losses), state, said)


@replaces("7.2")
def hands_the_product_over(rows, matrix):
    """Writes `@`, which XLA gives to a library made for large matrices."""
    return rows @ tf.convert_to_tensor(matrix)


@replaces("7.2")
def lets_einsum_do_it(rows, matrix):
    """Writes it as an einsum, which is a matrix product under another name."""
    return tf.einsum("...n,nm->...m", rows, matrix)


@replaces("7.2")
def sums_over_the_wrong_axis(rows, matrix):
    """Sums over the columns of the matrix, and leaves the elements of the row."""
    return tf.reduce_sum(rows[..., None] * matrix, axis=-1)


@replaces("7.2")
def takes_the_mean(rows, matrix):
    """Takes the mean for the sum."""
    return tf.reduce_mean(rows[..., None] * matrix, axis=-2)


@replaces("7.2")
def knows_two_axes_only(rows, matrix):
    """Counts axes from the left, and breaks on rows over time."""
    return tf.reduce_sum(rows[:, :, None] * matrix, axis=1)


@replaces("7.2")
def forgets_to_sum(rows, matrix):
    """Returns all products, (..., n, m), and does not add them up."""
    return rows[..., None] * matrix


@replaces("7.2")
def leaves_tensorflow(rows, matrix):
    """Computes in NumPy: the right numbers, but no gradient finds its way back."""
    products = np.asarray(rows)[..., None] * np.asarray(matrix)
    return tf.constant(products.sum(axis=-2))
