"""Exercise 7, the bonus: a whole epoch as one program.

The step of exercise 5 multiplies a few thousand numbers, which takes a processor a few
microseconds. In fact it lasts a hundred times as long, and a thousand times if it runs
eagerly, operation by operation. Nearly all of that is the way into TensorFlow and back:
every call looks up what it was given, checks it, and wraps up what comes out, and an
eager step makes hundreds of calls. A `tf.function` records them once and turns them
into one call, and with a loop inside of it, 666 windows are one call.

What is left is the arithmetic, and XLA compiles it: it fuses whatever can be done in
one pass over the numbers into loops of machine code. What it does not fuse is `@`,
which it leaves to a library for large matrices. Ours are 5 by 5 and 5 by 4, and the way
into that library takes longer than their 100 multiplications. The second task,
`product`, therefore writes it as multiplications and a sum.

    (A B)_ij = sum over k of A_ik B_kj

>>> product(tf.constant([[1.0, 2.0]]), tf.constant([[3.0], [4.0]])).numpy()
array([[11.]], dtype=float32)

`tox -e bench` measures what the loop and the product are worth; on large matrices `@`
is faster. You can also see it: `python -m echornn --compiled`.

![Bars, on a logarithmic scale, of the time that fourteen ways to train take for a
window: `train_epoch` is the shortest, the tutorial's session takes a hundred times as
long, an eager step a thousand times and more.](docs/pictures/benchmarks.svg)

A network that is trained in half a second can be trained many times over. Next,
`experiments` does that, and puts the tutorial's claims to the test.
"""

from typing import NamedTuple

import numpy as np
import tensorflow as tf

from echornn.cell import Parameters


class EpochResult(NamedTuple):
    """What one epoch returns."""

    losses: tf.Tensor
    """The loss of every window before its update, float32 (num_batches,)."""
    current_state: tf.Tensor
    """The state after the last window (batch, state)."""
    predictions_series: tf.Tensor
    """The last window's probabilities before its update (time, batch, classes)."""


def train_epoch(
    parameters: Parameters,
    optimizer: tf.keras.optimizers.Optimizer,
    x: np.ndarray,
    y: np.ndarray,
    truncated_backprop_length: int,
) -> EpochResult:
    """7.1 Train on every window of an epoch, in one program; lesson items 4 and 10.

    The losses are those of `train_step`, window by window, with the state carried from
    zeros on. Columns at the end that fill no window are left out. All windows are one
    call of one `tf.function(jit_compile=True)`, with a loop inside, which is compiled
    for the first epoch and only called for those that follow.

    Args:
        parameters: updated in place.
        optimizer: applied once for each window, to all four parameters.
        x, y: input and target, integers (batch, columns).
        truncated_backprop_length: the windows' width, at most `columns`.
    """
    raise NotImplementedError("task 7.1: train_epoch")


def product(rows: tf.Tensor, matrix: tf.Tensor) -> tf.Tensor:
    """7.2 Return the matrix product, made of multiplications and a sum.

        (A B)_ij = sum over k of A_ik B_kj

    XLA fuses it with what stands around it. For small matrices only: it makes all
    n * m products of a row at once, which on a large one costs more than `@`.

    Args:
        rows: (..., n), as many axes as there are.
        matrix: (n, m), a tensor or a variable.

    Returns:
        (..., m): every row times the matrix.
    """
    raise NotImplementedError("task 7.2: product")
