"""Exercise 2, the batch window: `truncated_backprop_length` columns of every row.

A row of 10,000 steps is too long to train on in one piece: to learn what the first step
has to do with the last, the error would have to be followed back through all of them,
which takes time and memory, and little of it would arrive. So a window of a few columns
moves over all rows at once, from left to right, each time by its own width, and the
network is trained on one window after the other.

    first column = batch_idx * truncated_backprop_length

![Bits 1 to 36 in three rows of twelve. The window with batch_idx 1 holds 4 to 6, 16 to
18 and 28 to 30; an arrow shows that it moves by its own width, three columns.
](docs/pictures/batch_window.svg)

Because it moves by its own width, each window begins where the last one ended: what the
network remembers at the end of one fits the beginning of the next. How wide must it be?
Wide enough to hold a bit together with its echo, `echo_step + 1` columns; exercise 5
tells why. The tutorial takes 15 for an echo of 3.

>>> import numpy as np
>>> x = np.array([[1, 2, 3, 4, 5, 6, 7], [8, 9, 10, 11, 12, 13, 14]])
>>> batch_x, batch_y = batch_window(x, 10 * x, batch_idx=1, truncated_backprop_length=3)
>>> batch_x
array([[ 4,  5,  6],
       [11, 12, 13]])

Columns at the end that do not fill a window are never used: of 10,000 columns,
666 windows of 15 take 9,990.

>>> num_batches(Settings())
666

Next, `cell` reads such a window column by column.
"""

from collections.abc import Iterator

import numpy as np

from echornn.settings import Settings


def num_batches(settings: Settings) -> int:
    """2.1 Return how many whole windows an epoch holds; lesson item 1.

    Args:
        settings: `total_series_length`, `batch_size` and `truncated_backprop_length`
            are used.
    """
    raise NotImplementedError("task 2.1: num_batches")


def batch_window(
    x: np.ndarray, y: np.ndarray, batch_idx: int, truncated_backprop_length: int
) -> tuple[np.ndarray, np.ndarray]:
    """2.2 Return window number `batch_idx` of x and of y; lesson item 4.

    Args:
        x, y: input and target, both (batch, columns).
        batch_idx: which window, from 0. Each lies right of the one before.
        truncated_backprop_length: the window's width.

    Returns:
        `(batch_x, batch_y)`, both (batch, time) with time =
        `truncated_backprop_length`.

    Raises:
        IndexError: the window does not lie wholly inside the data, because
            `batch_idx` is too large or negative; the message names `batch_idx`.
    """
    raise NotImplementedError("task 2.2: batch_window")


def batch_windows(
    x: np.ndarray, y: np.ndarray, truncated_backprop_length: int
) -> Iterator[tuple[np.ndarray, np.ndarray]]:
    """2.3 Iterate over all whole windows, left to right; lesson item 4.

    Args:
        x, y: input and target, both (batch, columns).
        truncated_backprop_length: the width of a window, and of its move.

    Returns:
        An iterator of `(batch_x, batch_y)`, both (batch, time). Columns at the end
        that do not fill a window are left out.
    """
    raise NotImplementedError("task 2.3: batch_windows")
