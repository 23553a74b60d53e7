"""Exercise 6, the picture: watch the network learn.

A loss curve shows that something is learned; the bits show what. The picture has six
panels. The first is the loss so far. Each of the others is one row of the batch, with
three layers of bars: blue for the input, red for the echo that is wanted, green for the
echo that is predicted. Once the network has learned, a green bar stands in front of
every red one, and nowhere else.

![The picture after 1, 3 and 100 epochs. After one, there is no green; later, green and
red agree, and the loss curve has spikes.](docs/pictures/training.svg)

The probability of class 0 decides the predicted bit: below one half, it is a 1.

    predicted bit = 1 where p_t[0] < 1/2, else 0

>>> probabilities = np.array([[[0.9, 0.1]], [[0.2, 0.8]], [[0.5, 0.5]]])
>>> predicted_bits(probabilities, batch_series_idx=0)
array([0, 1, 0])

Now `python -m echornn` runs the whole program.

Next, `compiled` makes the training a hundred times as fast.
"""

from collections.abc import Sequence

import numpy as np
from matplotlib.figure import Figure


def predicted_bits(
    predictions_series: Sequence[np.ndarray], batch_series_idx: int
) -> np.ndarray:
    """6.1 Return the predicted bits of one row of the batch.

    Args:
        predictions_series: probabilities, (time, batch, classes) or a list over time
            of (batch, classes).
        batch_series_idx: which row of the batch.

    Returns:
        Integers (time,): 1 where the probability of class 0 is below 0.5, else 0.
    """
    raise NotImplementedError("task 6.1: predicted_bits")


def plot(
    figure: Figure,
    loss_list: Sequence[float],
    predictions_series: Sequence[np.ndarray],
    batch_x: np.ndarray,
    batch_y: np.ndarray,
) -> None:
    """6.2 Draw loss curve and batch rows on the figure.

    The grid has two rows and three columns. The first panel is the loss curve. Each
    further panel is one row of the batch, at most five of them. Every step in which a
    bit is 1 has a bar: blue and 1 high for the input, red and 0.5 high for the target
    echo, green and 0.3 high for the predicted echo. The bars of step t reach from t to
    t + 1; shorter ones are drawn in front. The axes are [0, time, 0, 2]. The figure is
    cleared first.

    Args:
        figure: to draw on; the caller shows or saves it.
        loss_list: the losses of all windows so far.
        predictions_series: as in `predicted_bits`.
        batch_x, batch_y: bits (batch, time).
    """
    raise NotImplementedError("task 6.2: plot")
