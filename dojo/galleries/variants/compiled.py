"""Mistakes in exercise 7, retold: an epoch as one program, and the small product."""

from functools import lru_cache

import numpy as np
import tensorflow as tf

from dojo.galleries.plants import replaces
from echornn import compiled
from echornn.batching import batch_windows
from echornn.cell import forward_pass
from echornn.compiled import EpochResult
from echornn.loss import logits, predictions, total_loss
from echornn.trainer import train_step

_train_epoch = compiled.train_epoch


@replaces("7.1")
def hands_the_product_over(rows, matrix):
    return tf.linalg.matmul(rows, matrix)


@replaces("7.1")
def sums_over_the_wrong_axis(rows, matrix):
    return tf.reduce_sum(tf.expand_dims(rows, -1) * matrix, -1)


@replaces("7.1")
def takes_the_mean(rows, matrix):
    return tf.reduce_sum(rows[..., None] * matrix, -2) / matrix.shape[0]


@replaces("7.1")
def forgets_to_sum(rows, matrix):
    return tf.expand_dims(rows, -1) * tf.convert_to_tensor(matrix)


@replaces("7.1")
def leaves_tensorflow(rows, matrix):
    r, m = np.array(rows), np.array(matrix)
    return tf.convert_to_tensor((r[..., None] * m).sum(-2))


@replaces("7.2")
def never_compiles(parameters, optimizer, x, y, truncated_backprop_length):
    tf.config.run_functions_eagerly(True)
    try:
        return _by_steps(parameters, optimizer, x, y, truncated_backprop_length)
    finally:
        tf.config.run_functions_eagerly(False)


def _by_steps(parameters, optimizer, x, y, time, reset=False):
    optimizer.build(list(parameters))
    state = tf.zeros((x.shape[0], parameters.b.shape[-1]))
    losses = []
    for i in range(x.shape[1] // time):
        if reset:
            state = tf.zeros_like(state)
        cut = slice(i * time, (i + 1) * time)
        loss, state, said = train_step(
            parameters, optimizer, x[:, cut], y[:, cut], state
        )
        losses.append(float(loss))
    return EpochResult(np.float32(losses), state, np.stack(said))


@replaces("7.2")
def steps_from_outside(parameters, optimizer, x, y, truncated_backprop_length):
    return _by_steps(parameters, optimizer, x, y, truncated_backprop_length)


@lru_cache
def _scanned(optimizer):
    @tf.function(jit_compile=True)
    def epoch(parameters, x, y):
        def step(before, window):
            batch_x, batch_y = window
            with tf.GradientTape() as tape:
                states, state = forward_pass(batch_x, before[1], *parameters[:2])
                scores = logits(states, *parameters[2:])
                loss = total_loss(scores, batch_y)
            gradients = tape.gradient(loss, parameters)
            optimizer.apply_gradients(zip(gradients, parameters, strict=True))
            return loss, state, tf.stack(predictions(scores))

        _, batch, time = x.shape
        state = tf.zeros((batch, parameters.b.shape[1]))
        said = tf.zeros((time, batch, parameters.b2.shape[1]))
        losses, states, said = tf.scan(step, (x, y), (0.0, state, said))
        return EpochResult(losses, states[-1], said[-1])

    return epoch


@replaces("7.2")
def multiplies_with_matmul(parameters, optimizer, x, y, truncated_backprop_length):
    optimizer.build(list(parameters))
    pairs = list(batch_windows(x, y, truncated_backprop_length))
    windows = (tf.stack([pair[side] for pair in pairs]) for side in (0, 1))
    return _scanned(optimizer)(parameters, *windows)


@replaces("7.2")
def never_uses_the_last_column(parameters, optimizer, x, y, truncated_backprop_length):
    x, y = np.delete(x, -1, axis=1), np.delete(y, -1, axis=1)
    return _train_epoch(parameters, optimizer, x, y, truncated_backprop_length)
