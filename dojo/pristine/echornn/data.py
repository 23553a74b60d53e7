"""Exercise 1, the data: a series of coin flips and its echo.

A recurrent network is worth the trouble when the answer depends on what came before.
The echo is the smallest such task. The input is a series of random bits; the target is
the same series, `echo_step` steps late. The present bit says nothing about the target,
so only a network that remembers can get it right.

    x_t = 0 or 1, equally likely
    y_t = x_(t - echo_step), and 0 where there is no such x

>>> import numpy as np
>>> echo(np.array([1, 1, 0, 1, 0, 0]), 2)
array([0, 0, 1, 1, 0, 1])

The flat series is then cut into `batch_size` rows, to be read side by side. The echo is
made before the cut, so every row but the first begins with targets that echo the end of
the row above: bits that the network has not seen in this row.

![Bits 1 to 15 in three rows of five; each row picks up where the one above ends. Beside
them the echo after two steps: its rows begin with two zeros, with 4 and 5, and with 9
and 10.](docs/pictures/rows.svg)

>>> to_rows(np.array([1, 1, 0, 1, 0, 0]), 2)
array([[1, 1, 0],
       [1, 0, 0]])

Next, `batching` moves a window over these rows.
"""

import numpy as np

from echornn.settings import Settings


def echo(series: np.ndarray, echo_step: int) -> np.ndarray:
    """1.1 Return the series delayed by `echo_step` steps.

        out[t] = series[t - echo_step], and 0 for t < echo_step

    Args:
        series: numbers (n,); left as it is.
        echo_step: how far the echo lags behind, 0 or more. With 0 the result is an
            equal copy; with n or more it is all zeros.

    Returns:
        A new array (n,) of the same dtype.
    """
    raise NotImplementedError("task 1.1: echo")


def to_rows(series: np.ndarray, batch_size: int) -> np.ndarray:
    """1.2 Cut the series into rows of consecutive elements.

    Args:
        series: numbers (n,).
        batch_size: how many rows.

    Returns:
        (batch_size, n // batch_size). Row 0 holds the first stretch of the series,
        row 1 the stretch that follows it, and so on.

    Raises:
        ValueError: `batch_size` does not divide n.
    """
    raise NotImplementedError("task 1.2: to_rows")


def generate_data(
    settings: Settings, rng: np.random.Generator
) -> tuple[np.ndarray, np.ndarray]:
    """1.3 Draw one epoch's series and return it with its echo, in rows.

    The echo is computed on the flat series, before the series is cut into rows.

    Args:
        settings: `total_series_length`, `batch_size` and `echo_step` are used.
        rng: draw every random number from it. The same state gives the same data, and
            the next call gives new data.

    Returns:
        `(x, y)`, integers 0 and 1, both (batch, columns) with batch = `batch_size`
        and columns = `total_series_length // batch_size`. In x, 0 and 1 are equally
        likely and independent of each other.
    """
    raise NotImplementedError("task 1.3: generate_data")
