"""Exercise 7, the bonus: a whole epoch as one program.

One training step multiplies a few thousand numbers: a few microseconds of work. As one
call of the tutorial's session (how TensorFlow ran graphs in 2016), a step takes 142
times as long as in the epoch compiled here, and an eager step over two thousand times.
The rest is overhead: every call into TensorFlow looks up what to run, checks arguments
and wraps results, and an eager step makes hundreds of calls. A `tf.function` turns a
step into one call. With the loop over the windows inside it, the whole epoch is one.

Only then does the arithmetic matter. XLA, TensorFlow's compiler, fuses additions,
tanh and products of single numbers into loops of machine code. It does not fuse `@`,
which calls a library for large matrices; ours are 5 by 5 and 5 by 4. So `product`, task
7.2, writes the matrix product as multiplications and a sum. This is what makes the
epoch fast: start with `@` if you like, but in the end use `product` everywhere.

    (A B)_ij = sum over k of A_ik B_kj

>>> product(tf.constant([[1.0, 2.0]]), tf.constant([[3.0], [4.0]])).numpy()
array([[11.]], dtype=float32)

To see the difference, run this twice, with `@` and with `product` in `train_epoch`. On
one machine `best` was 55.5 and 8.0 microseconds a window.

>>> from timeit import repeat
>>> x, y = np.random.default_rng(0).integers(0, 2, (2, 5, 9990))
>>> sizes = (5, 4), (1, 4), (4, 2), (1, 2)
>>> parameters = Parameters(*(tf.Variable(tf.random.uniform(size)) for size in sizes))
>>> optimizer = tf.keras.optimizers.Adagrad(0.3, initial_accumulator_value=0.1)
>>> run = lambda: train_epoch(parameters, optimizer, x, y, 15).losses.numpy()
>>> compiling, *others = repeat(run, number=1, repeat=5)
>>> best = 1e6 * min(others) / 666

Next, `echolab.experiments` puts the tutorial's claims to the test.
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
    """7.1 Train on every window of an epoch, in one program.

    The losses are those of `train_step`, window by window. The state begins at zeros
    and is carried from window to window. Columns at the end that fill no window are
    dropped. All windows are one call of one `tf.function(jit_compile=True)` with a loop
    inside; it is compiled for the first epoch and reused for the next. `product` is
    what makes it fast: use it for every matrix product.

    Args:
        parameters: updated in place.
        optimizer: applied once for each window, to all four parameters.
        x, y: input and target, integers (batch, columns).
        truncated_backprop_length: the windows' width, at most `columns`.
    """
    raise NotImplementedError("task 7.1: train_epoch")


def product(rows: tf.Tensor, matrix: tf.Tensor) -> tf.Tensor:
    """7.2 Return the matrix product, written as multiplications and a sum.

        (A B)_ij = sum over k of A_ik B_kj

    XLA fuses it with the operations around it. For small matrices only: it computes all
    n * m products of a row separately, which for large ones is slower than `@`.

    Args:
        rows: (..., n), with any number of leading axes.
        matrix: (n, m), a tensor or a variable.

    Returns:
        (..., m): every row times the matrix.
    """
    raise NotImplementedError("task 7.2: product")
