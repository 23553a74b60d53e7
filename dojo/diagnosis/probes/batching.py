"""Probes for exercise 2: the window over the rows."""

from collections.abc import Iterator
from functools import partial
from itertools import islice

import numpy as np

from dojo.diagnosis.fingerprint import named, probe
from echornn.settings import Settings

X = np.arange(1, 37).reshape(3, 12)
Y = X + 100
MOST = 20
"""Windows that are looked at: a mistaken iterator may have no end."""


@probe("2.1")
def of_num_batches(num_batches):
    """Count the tutorial's windows, and those of rows with and without a remainder."""
    yield partial(num_batches, Settings())
    for length, rows, width, echo_step in (
        (72, 3, 4, 1),
        (63, 3, 4, 2),
        (69, 3, 4, 3),
        (30, 2, 15, 1),
        (98, 2, 49, 1),  # 49 * (1 / 49) is less than 1
    ):
        settings = Settings(
            num_epochs=7,
            total_series_length=length,
            batch_size=rows,
            truncated_backprop_length=width,
            echo_step=echo_step,
        )
        yield partial(num_batches, settings)


@probe("2.2")
def of_batch_window(batch_window):
    """Ask for windows inside the data, half outside and outside."""
    for batch_idx, width in ((0, 3), (1, 3), (3, 3), (1, 5), (0, 12)):
        yield partial(_window, batch_window, batch_idx, width)
    for batch_idx, width in ((4, 3), (2, 5), (7, 3), (-1, 3), (-9, 3)):
        yield partial(_outside, batch_window, batch_idx, width)


def _window(batch_window, batch_idx, width):
    try:
        window = batch_window(X.copy(), Y.copy(), batch_idx, width)
        return None if window is None else named(tuple(window), "batch_x", "batch_y")
    except Exception as error:
        names_it = "with" if "batch_idx" in str(error) else "without"
        return f"{type(error).__name__} {names_it} `batch_idx` in its message"


def _outside(batch_window, batch_idx, width):
    """Return what is there outside the data; only if a window inside is right."""
    match _window(batch_window, 1, 5):
        case {"batch_x": batch_x} if np.array_equal(batch_x, X[:, 5:10]):
            return _window(batch_window, batch_idx, width)
    return "not asked"


@probe("2.3")
def of_batch_windows(batch_windows):
    """Ask for all windows, with and without leftover columns, and of other data."""
    for width in (3, 5, 12, 2):
        yield partial(_windows, batch_windows, width)
    yield partial(_windows, batch_windows, 3, X + 200)
    yield lambda: isinstance(batch_windows(X.copy(), Y.copy(), 3), Iterator)


def _windows(batch_windows, width, x=X):
    windows = islice(batch_windows(x.copy(), Y.copy(), width), MOST)
    windows = [tuple(window) for window in windows]
    if any(len(window) != 2 for window in windows):
        return windows
    stacks = tuple(zip(*windows, strict=True))
    return named(stacks, "`batch_x` of all windows", "`batch_y` of all windows")
