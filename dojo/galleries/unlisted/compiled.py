"""Foreign bugs: an epoch as one program, and the small product."""

import tensorflow as tf

from dojo.galleries.plants import replaces
from echornn import compiled


@replaces("7.1")
def adds_instead_of_multiplying(rows, matrix):
    """Writes + for *."""
    return tf.reduce_sum(rows[..., None] + matrix, axis=-2)


@replaces("7.1")
def takes_the_largest_product(rows, matrix):
    """Takes the maximum for the sum."""
    return tf.reduce_max(rows[..., None] * matrix, axis=-2)


@replaces("7.1")
def product_sums_axis_one(rows, matrix):
    """Sums over axis 1, which is right only for exactly one leading axis."""
    return tf.reduce_sum(rows[..., tf.newaxis] * matrix, axis=1)


@replaces("7.1")
def product_keeps_summed_axis(rows, matrix):
    """Keeps the summed axis with length one: (..., 1, m)."""
    terms = rows[..., tf.newaxis] * matrix
    return tf.reduce_sum(terms, axis=-2, keepdims=True)


@replaces("7.1")
def product_columns_in_front(rows, matrix):
    """Stacks the columns of the result along a new first axis: (m, ...)."""
    columns = [
        tf.reduce_sum(rows * matrix[:, j], axis=-1) for j in range(matrix.shape[1])
    ]
    return tf.stack(columns)


_train_epoch = compiled.train_epoch


@replaces("7.2")
def exchanges_input_and_target(parameters, optimizer, x, y, truncated_backprop_length):
    """Hands y over for x and x for y."""
    return _train_epoch(parameters, optimizer, y, x, truncated_backprop_length)


@replaces("7.2")
def doubles_the_losses(parameters, optimizer, x, y, truncated_backprop_length):
    """Returns every loss times two."""
    result = _train_epoch(parameters, optimizer, x, y, truncated_backprop_length)
    return result._replace(losses=2 * result.losses)


@replaces("7.2")
def takes_half_of_the_width(parameters, optimizer, x, y, truncated_backprop_length):
    """Trains on windows of half the width."""
    return _train_epoch(parameters, optimizer, x, y, truncated_backprop_length // 2)
