"""Exercise 2, the batch window: `truncated_backprop_length` columns of every row.

A row of 10,000 columns is too long to train on all at once. Training runs forward
through the columns, then backward to find out how each weight affected the answers
(exercise 5). For the backward pass, the results of all steps must be stored. So a
window of a few columns moves over all rows from left to right, and the network is
trained on one window after another.

    first column = batch_idx * truncated_backprop_length

![Bits 1 to 36 in three rows of twelve, divided into four windows of three columns. The
window with batch_idx 1 holds bits 4 to 6, 16 to 18 and 28 to
30.](docs/pictures/batch_window.svg)

The window moves by its own width, so each window begins where the previous one ended.
This lets the network carry its memory from one window to the next. A window must be
longer than the echo; exercise 5 explains why.

>>> import numpy as np
>>> x = np.array([[1, 2, 3, 4, 5, 6, 7], [8, 9, 10, 11, 12, 13, 14]])
>>> batch_x, batch_y = batch_window(x, 10 * x, batch_idx=1, truncated_backprop_length=3)
>>> batch_x
array([[ 4,  5,  6],
       [11, 12, 13]])

Columns at the end that do not fill a window are dropped: with the tutorial's settings,
10 of 10,000.

>>> num_batches(Settings())
666

Next, `cell` reads such a window column by column.
"""

from collections.abc import Iterator

import numpy as np

from echornn.settings import Settings


def num_batches(settings: Settings) -> int:
    """2.1 Return the number of whole windows in an epoch.

    Args:
        settings: `total_series_length`, `batch_size` and `truncated_backprop_length`
            are used.
    """
    raise NotImplementedError("task 2.1: num_batches")


def batch_window(
    x: np.ndarray, y: np.ndarray, batch_idx: int, truncated_backprop_length: int
) -> tuple[np.ndarray, np.ndarray]:
    """2.2 Return window number `batch_idx` of x and of y.

    Args:
        x, y: input and target, both (batch, columns).
        batch_idx: the number of the window, counted from 0. Each window begins where
            the previous one ends.
        truncated_backprop_length: the width of a window.

    Returns:
        `(batch_x, batch_y)`, both (batch, time) with time =
        `truncated_backprop_length`.

    Raises:
        IndexError: `batch_idx` is negative, or so large that the window is not
            entirely inside the data. The message names `batch_idx`.
    """
    raise NotImplementedError("task 2.2: batch_window")


def batch_windows(
    x: np.ndarray, y: np.ndarray, truncated_backprop_length: int
) -> Iterator[tuple[np.ndarray, np.ndarray]]:
    """2.3 Iterate over all whole windows, from left to right.

    Args:
        x, y: input and target, both (batch, columns).
        truncated_backprop_length: the width of a window, and the number of columns
            by which it moves.

    Returns:
        An iterator over pairs `(batch_x, batch_y)`, both (batch, time). Columns
        at the end that do not fill a window are dropped.
    """
    raise NotImplementedError("task 2.3: batch_windows")
