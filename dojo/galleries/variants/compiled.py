"""Mistakes in exercise 7, retold: an epoch as one program, and the small product."""

import numpy as np
import tensorflow as tf

from dojo.galleries.plants import replaces
from echornn.compiled import EpochResult
from echornn.trainer import train_step


@replaces("7.1")
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


@replaces("7.1")
def steps_from_outside(parameters, optimizer, x, y, truncated_backprop_length):
    return _by_steps(parameters, optimizer, x, y, truncated_backprop_length)


@replaces("7.2")
def hands_the_product_over(rows, matrix):
    return tf.linalg.matmul(rows, matrix)


@replaces("7.2")
def sums_over_the_wrong_axis(rows, matrix):
    return tf.reduce_sum(tf.expand_dims(rows, -1) * matrix, -1)


@replaces("7.2")
def takes_the_mean(rows, matrix):
    return tf.reduce_sum(rows[..., None] * matrix, -2) / matrix.shape[0]


@replaces("7.2")
def forgets_to_sum(rows, matrix):
    return tf.expand_dims(rows, -1) * tf.convert_to_tensor(matrix)


@replaces("7.2")
def leaves_tensorflow(rows, matrix):
    r, m = np.array(rows), np.array(matrix)
    return tf.convert_to_tensor((r[..., None] * m).sum(-2))
