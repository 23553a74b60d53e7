"""Exercise 1, the data: a series of coin flips and its echo.

Recurrent networks are useful for tasks where the answer depends on earlier inputs. The
echo is the simplest such task. The input is a series of random bits; the target is the
same series, delayed by `echo_step` steps. The current bit says nothing about the
target, so the network has to remember earlier bits.

    x_t = 0 or 1, equally likely
    y_t = x_(t - echo_step), and 0 where there is no such x

>>> import numpy as np
>>> echo(np.array([1, 1, 0, 1, 0, 0]), 2)
array([0, 0, 1, 1, 0, 1])

The series is then cut into `batch_size` rows, which the network reads in parallel, each
on its own. The echo is computed before the series is cut. So every row except row 0
begins with targets that echo the end of the row above. The network cannot know these
targets.

![On the left, bits 1 to 15 in three rows of five. On the right, their echo after two
steps: its first row begins with two zeros, the second with bits 4 and 5, the third with
bits 9 and 10.](docs/pictures/rows.svg)

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
        series: numbers (n,); this array must not be changed.
        echo_step: the delay in steps, 0 or more. With 0, the result is a copy of the
            series; with n or more, it is all zeros.

    Returns:
        A new array (n,) of the same dtype.
    """
    echoed = np.roll(series, echo_step)
    echoed[:echo_step] = 0  # np.roll has put the last bits here
    return echoed


def to_rows(series: np.ndarray, batch_size: int) -> np.ndarray:
    """1.2 Cut the series into rows of consecutive elements.

    Args:
        series: numbers (n,).
        batch_size: the number of rows.

    Returns:
        An array (batch_size, n // batch_size). Row 0 holds the first part of the
        series, row 1 the part that follows it, and so on.

    Raises:
        ValueError: `batch_size` does not divide n.
    """
    return series.reshape(batch_size, -1)  # NumPy raises the ValueError


def generate_data(
    settings: Settings, rng: np.random.Generator
) -> tuple[np.ndarray, np.ndarray]:
    """1.3 Draw the series of one epoch; return it and its echo, both cut into rows.

    The echo is computed before the series is cut into rows.

    Args:
        settings: `total_series_length`, `batch_size` and `echo_step` are used.
        rng: the source of all random numbers. Generators with the same seed give the
            same data; a second call with the same generator gives new data.

    Returns:
        `(x, y)`, integers 0 and 1, both (batch, columns) with batch = `batch_size`
        and columns = `total_series_length // batch_size`. The bits of x are
        independent of each other; 0 and 1 are equally likely.
    """
    x = rng.integers(0, 2, size=settings.total_series_length)
    y = echo(x, settings.echo_step)
    return to_rows(x, settings.batch_size), to_rows(y, settings.batch_size)
