"""Foreign bugs: the picture."""

import numpy as np

from dojo.galleries.plants import replaces
from echornn.plotting import predicted_bits


@replaces("6.1")
def threshold_of_0_3(predictions_series, batch_series_idx):
    """Compares with 0.3, the height of the bars, instead of 0.5."""
    bits = []
    for step in predictions_series:
        bits.append(1 if step[batch_series_idx][0] < 0.3 else 0)
    return np.array(bits)


@replaces("6.1")
def bits_in_reverse(predictions_series, batch_series_idx):
    """Inserts every bit at the front, so time runs backwards."""
    bits = []
    for step in predictions_series:
        bits.insert(0, int(step[batch_series_idx][0] < 0.5))
    return np.array(bits)


@replaces("6.1")
def bits_truncated(predictions_series, batch_series_idx):
    """Casts the probability of class 1 to int, which cuts off instead of rounding."""
    return np.asarray(predictions_series)[:, batch_series_idx, 1].astype(int)


@replaces("6.1")
def bits_in_a_column(predictions_series, batch_series_idx):
    """Keeps the batch axis: the result is (time, 1)."""
    row = slice(batch_series_idx, batch_series_idx + 1)
    zeros = np.array(predictions_series)[:, row, 0]
    return (zeros < 0.5).astype(int)


@replaces("6.2")
def axis_one_step_short(figure, loss_list, predictions_series, batch_x, batch_y):
    """Ends the horizontal axis at time - 1, which cuts off the last bar."""
    figure.clear()
    axes = figure.subplots(2, 3).ravel()
    axes[0].plot(loss_list)
    rows = min(5, len(batch_x))
    time = np.arange(batch_x.shape[1]) + 0.5
    for i in range(rows):
        ax = axes[i + 1]
        ax.bar(time, batch_x[i] * 1.0, 1.0, color="b")
        ax.bar(time, batch_y[i] * 0.5, 1.0, color="r")
        ax.bar(time, predicted_bits(predictions_series, i) * 0.3, 1.0, color="g")
        ax.set_xlim(0, batch_x.shape[1] - 1)
        ax.set_ylim(0, 2)
    for ax in axes[rows + 1 :]:
        ax.remove()


@replaces("6.2")
def first_row_left_out(figure, loss_list, predictions_series, batch_x, batch_y):
    """Begins with row 1, because panel 0 is taken by the loss."""
    figure.clear()
    axes = figure.subplots(2, 3).ravel()
    axes[0].plot(loss_list)
    shown = min(6, len(batch_x))
    time = np.arange(batch_x.shape[1])
    for i in range(1, shown):
        said = predicted_bits(predictions_series, i)
        for bits, height, color in zip(
            (batch_x[i], batch_y[i], said), (1, 0.5, 0.3), ("blue", "red", "green")
        ):
            axes[i].bar(time, height * bits, 1, align="edge", color=color)
        axes[i].axis((0, len(time), 0, 2))
    for ax in axes[shown:]:
        ax.remove()


@replaces("6.2")
def heights_of_red_and_green_exchanged(
    figure, loss_list, predictions_series, batch_x, batch_y
):
    """Makes the target 0.3 high and the prediction 0.5; the shorter is in front."""
    figure.clear()
    figure.add_subplot(2, 3, 1).plot(loss_list)
    time = np.arange(batch_x.shape[1]) + 0.5
    for i in range(min(5, len(batch_x))):
        ax = figure.add_subplot(2, 3, i + 2)
        said = predicted_bits(predictions_series, i)
        ax.bar(time, batch_x[i], width=1, color="blue", zorder=1)
        ax.bar(time, batch_y[i] * 0.3, width=1, color="red", zorder=3)
        ax.bar(time, said * 0.5, width=1, color="green", zorder=2)
        ax.axis([0, batch_x.shape[1], 0, 2])
