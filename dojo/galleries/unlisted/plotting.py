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


def _rows_of_bars(figure, loss_list, predictions_series, batch_x, batch_y, draw):
    """Draw the losses, and have `draw` draw each layer of every row."""
    figure.clear()
    figure.add_subplot(2, 3, 1).plot(loss_list)
    for i in range(min(5, len(batch_x))):
        ax = figure.add_subplot(2, 3, i + 2)
        said = predicted_bits(predictions_series, i)
        draw(ax, batch_x[i] * 1.0, batch_y[i] * 0.5, said * 0.3)
        ax.axis([0, batch_x.shape[1], 0, 2])


@replaces("6.2")
def bars_from_step_1_on(figure, loss_list, predictions_series, batch_x, batch_y):
    """Counts the steps from 1, so that the last bar is outside the axes."""

    def draw(ax, *layers):
        for heights, color in zip(layers, ("blue", "red", "green")):
            steps = np.arange(1, len(heights) + 1)
            ax.bar(steps, heights, width=1, align="edge", color=color)

    _rows_of_bars(figure, loss_list, predictions_series, batch_x, batch_y, draw)


@replaces("6.2")
def bars_on_top_of_bars(figure, loss_list, predictions_series, batch_x, batch_y):
    """Stacks the bars of a step instead of letting them all begin at 0."""

    def draw(ax, *layers):
        below = np.zeros(len(layers[0]))
        for heights, color in zip(layers, ("blue", "red", "green")):
            steps = np.arange(len(heights))
            ax.bar(steps, heights, 1, bottom=below, align="edge", color=color)
            below += heights

    _rows_of_bars(figure, loss_list, predictions_series, batch_x, batch_y, draw)
