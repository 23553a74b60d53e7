"""Exercise 6, the picture: watch the network learn.

A loss curve tells that something is learned; the bits tell what. The picture is a grid
of two rows and three columns. First the loss so far, then up to five rows of the batch,
each as three layers of bars: blue for the input, red for the echo that is wanted, green
for the echo that the network predicts. When it has learned, green stands where red
stands, and nowhere else.

![The picture after 1, 3 and 100 epochs. After one, the loss is near 0.7 and green does
not match red; after three and a hundred it does, and the loss curve has spikes.
](docs/pictures/training.svg)

The probability of class 0 tells which bit is meant: below one half, it is a 1.

    predicted bit = 1 where p_t[0] < 1/2, else 0

>>> probabilities = np.array([[[0.9, 0.1]], [[0.2, 0.8]], [[0.5, 0.5]]])
>>> predicted_bits(probabilities, batch_series_idx=0)
array([0, 1, 0])

With this piece `python -m echornn` runs the whole program. Next, `compiled` makes the
training a hundred times as fast.
"""

from collections.abc import Sequence

import numpy as np
from matplotlib.figure import Figure


def predicted_bits(
    predictions_series: Sequence[np.ndarray], batch_series_idx: int
) -> np.ndarray:
    """6.1 Return the bits that are predicted for one row of the batch; lesson item 12.

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
    """6.2 Draw loss curve and batch rows on the figure; lesson item 12.

    The grid has two rows and three columns. The first panel is the loss curve; each
    of the next is one row of the batch, at most five of them, with one bar a step and
    layer: input blue of height 1, target echo red of height 0.5, predicted echo green
    of height 0.3, and the axes [0, time, 0, 2]. The bar of step t stands on the axis
    from t to t + 1, a shorter one in front of a taller. What was on the figure before
    is gone.

    Args:
        figure: drawn on; showing or saving it is the caller's.
        loss_list: the losses of all windows so far.
        predictions_series: as in `predicted_bits`.
        batch_x, batch_y: bits (batch, time).
    """
    raise NotImplementedError("task 6.2: plot")
