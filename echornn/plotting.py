"""Exercise 6, the picture: watch the network learn.

A loss curve shows that the network is learning; the bits show what it has learned. The
picture has six panels. The first shows the loss so far. Each of the others shows one
row of the batch, with three layers of bars: blue for the input, red for the target
echo, green for the predicted echo. Once the network has learned, there is a green bar
in front of every red bar, and nowhere else.

![The picture after 1, 3 and 100 epochs. After 1 epoch, there are no green bars. Later,
there is a green bar in front of every red bar, and the loss curve has
spikes.](docs/pictures/training.svg)

The predicted bit depends on the probability of class 0:

    predicted bit = 1 where p_t[0] < 1/2, else 0

>>> probabilities = np.array([[[0.9, 0.1]], [[0.2, 0.8]], [[0.5, 0.5]]])
>>> predicted_bits(probabilities, batch_series_idx=0)
array([0, 1, 0])

Once you have written this module, `python -m echornn` runs the whole program.

Next, `compiled` makes training more than a hundred times as fast.
"""

from collections.abc import Sequence

import numpy as np
from matplotlib.figure import Figure


def predicted_bits(
    predictions_series: Sequence[np.ndarray], batch_series_idx: int
) -> np.ndarray:
    """6.1 Return the predicted bits of one row of the batch.

    Args:
        predictions_series: probabilities, either one array (time, batch, classes) or a
            list with one array (batch, classes) for each step.
        batch_series_idx: the number of the row.

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
    """6.2 Draw the loss curve and the rows of the batch on a figure.

    The figure is cleared first. The panels form a grid of two rows and three columns.
    The first panel shows the loss curve; each of the others shows one row of the batch,
    at most five rows in all. With fewer rows, there are fewer panels. In the panel of a
    row, there is a bar at every step where a bit is 1: blue with height 1 for the
    input, red with height 0.5 for the target echo, green with height 0.3 for the
    predicted echo. The bars of step t extend from t to t + 1, and shorter bars are
    drawn in front. The axis limits of a row's panel are [0, time, 0, 2].

    Args:
        figure: the figure to draw on; the caller shows or saves it.
        loss_list: the losses of all windows so far.
        predictions_series: as in `predicted_bits`.
        batch_x, batch_y: bits (batch, time).
    """
    raise NotImplementedError("task 6.2: plot")
