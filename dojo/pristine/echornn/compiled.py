"""Exercise 7, the bonus: a whole epoch as one program.

The calculations of one training step take a few microseconds. The rest of the time is
overhead: every call into TensorFlow looks up what to run, checks arguments and wraps
results. An eager step makes hundreds of calls. It takes more than two thousand times as
long as a step in the compiled epoch that you write here. In the tutorial, a step is one
call of a session (TensorFlow's way to run graphs in 2016). Such a call takes 101 times
as long as a compiled step. A `tf.function` also turns a step into one call. If it
contains the loop over the windows, the whole epoch is one call.

Once the overhead is gone, the speed of the calculations matters. XLA, TensorFlow's
compiler, can fuse several elementwise operations, such as additions and tanh, into one
loop of machine code. For the matrix product `@`, it calls a library made for large
matrices instead. Our matrices are only 5 by 5 and 5 by 4. So `product`, task 7.1,
computes the matrix product with elementwise multiplications and a sum. You can write
`train_epoch` with `@` first, and then replace every `@` with `product`.

    (A B)_ij = sum over k of A_ik B_kj

>>> product(tf.constant([[1.0, 2.0]]), tf.constant([[3.0], [4.0]])).numpy()
array([[11.]], dtype=float32)

To see the difference, run this code twice: with `@` in `train_epoch`, and with
`product`. On one machine, `best` was 45.2 microseconds per window with `@` and 7.0 with
`product`.

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


def product(rows: tf.Tensor, matrix: tf.Tensor) -> tf.Tensor:
    """7.1 Return the matrix product, computed with multiplications and a sum.

        (A B)_ij = sum over k of A_ik B_kj

    XLA fuses the multiplications and the sum with the operations around them. Use
    `product` only for small matrices: for each row, it computes all n * m products
    separately, which is slower than `@` if the matrices are large.

    Args:
        rows: (..., n), with any number of leading axes.
        matrix: (n, m), a tensor or a variable.

    Returns:
        (..., m): every row times the matrix.
    """
    raise NotImplementedError("task 7.1: product")


class EpochResult(NamedTuple):
    """The result of one epoch."""

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
    """7.2 Train on every window of an epoch, in one program.

    Every window has the same loss as with `train_step`. The state starts at zeros and
    is carried from window to window. Columns at the end that do not fill a window are
    dropped. A single call of a `tf.function(jit_compile=True)`, with a loop inside,
    trains on all windows. The function is compiled for the first epoch and reused for
    later ones. Use `product` for every matrix product: it makes the epoch fast.

    Args:
        parameters: updated in place.
        optimizer: applied once for each window, to all four parameters.
        x, y: input and target, integers (batch, columns).
        truncated_backprop_length: the width of a window, at most `columns`.
    """
    raise NotImplementedError("task 7.2: train_epoch")
