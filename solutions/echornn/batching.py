"""Exercise 2, the batch window: `truncated_backprop_length` columns of every row.

A row of 10,000 columns is too long to train on in one piece. Training runs forward
through it to find out how wrong the answers are, then backward to find out how each
weight affected them (exercise 5), and for that it must remember every step. So a window
of a few columns moves over all rows at once, from left to right, and the network is
trained on one window after the other.

    first column = batch_idx * truncated_backprop_length

![Bits 1 to 36 in three rows of twelve. The window of three columns with batch_idx 1
holds 4 to 6, 16 to 18 and 28 to 30, right of the window with batch_idx 0.
](docs/pictures/batch_window.svg)

The window moves by its own width, so each one begins where the last one ended: the
network's memory at the end of one fits the beginning of the next. A window must be wide
enough to hold a bit and its echo, `echo_step + 1` columns; exercise 5 explains why. The
tutorial uses 15 columns for an echo of 3.

>>> import numpy as np
>>> x = np.array([[1, 2, 3, 4, 5, 6, 7], [8, 9, 10, 11, 12, 13, 14]])
>>> batch_x, batch_y = batch_window(x, 10 * x, batch_idx=1, truncated_backprop_length=3)
>>> batch_x
array([[ 4,  5,  6],
       [11, 12, 13]])

Columns at the end that do not fill a window are dropped: of 10,000 columns, 666 windows
of 15 use 9,990.

>>> num_batches(Settings())
666

Next, `cell` reads such a window column by column.
"""

from collections.abc import Iterator

import numpy as np

from echornn.settings import Settings


def num_batches(settings: Settings) -> int:
    """2.1 Return how many whole windows an epoch holds.

    Args:
        settings: `total_series_length`, `batch_size` and `truncated_backprop_length`
            are used.
    """
    columns = settings.total_series_length // settings.batch_size
    return columns // settings.truncated_backprop_length


def batch_window(
    x: np.ndarray, y: np.ndarray, batch_idx: int, truncated_backprop_length: int
) -> tuple[np.ndarray, np.ndarray]:
    """2.2 Return window number `batch_idx` of x and of y.

    Args:
        x, y: input and target, both (batch, columns).
        batch_idx: which window, from 0. Each begins where the one before it ends.
        truncated_backprop_length: the window's width.

    Returns:
        `(batch_x, batch_y)`, both (batch, time) with time =
        `truncated_backprop_length`.

    Raises:
        IndexError: the window does not lie wholly inside the data, because
            `batch_idx` is too large or negative; the message names `batch_idx`.
    """
    windows = x.shape[1] // truncated_backprop_length
    if not 0 <= batch_idx < windows:
        raise IndexError(f"batch_idx must be from 0 to {windows - 1}, got {batch_idx}")
    start = batch_idx * truncated_backprop_length
    window = slice(start, start + truncated_backprop_length)
    return x[:, window], y[:, window]


def batch_windows(
    x: np.ndarray, y: np.ndarray, truncated_backprop_length: int
) -> Iterator[tuple[np.ndarray, np.ndarray]]:
    """2.3 Iterate over all whole windows, left to right.

    Args:
        x, y: input and target, both (batch, columns).
        truncated_backprop_length: the width of a window, and how far it moves.

    Returns:
        An iterator of `(batch_x, batch_y)`, both (batch, time). Columns at the end
        that do not fill a window are dropped.
    """
    for batch_idx in range(x.shape[1] // truncated_backprop_length):
        yield batch_window(x, y, batch_idx, truncated_backprop_length)
