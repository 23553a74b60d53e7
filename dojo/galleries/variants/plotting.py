"""Mistakes in exercise 6, retold: the picture."""

import matplotlib.pyplot as plt
import numpy as np

from dojo.galleries.plants import replaces
from echornn.plotting import predicted_bits

# ---------------------------------------------------------------- 6.1


@replaces("6.1")
def looks_at_class_1(predictions_series, batch_series_idx):
    bits = []
    for step in predictions_series:
        bits.append(1 if step[batch_series_idx][1] < 0.5 else 0)
    return np.array(bits)


@replaces("6.1")
def says_1_where_class_0_is_probable(predictions_series, batch_series_idx):
    bits = []
    for step in predictions_series:
        bits.append(int(step[batch_series_idx][0] > 0.5))
    return np.array(bits)


@replaces("6.1")
def says_1_when_undecided(predictions_series, batch_series_idx):
    class_0 = np.array([step[batch_series_idx][0] for step in predictions_series])
    return np.where(class_0 <= 0.5, 1, 0)


@replaces("6.1")
def takes_the_most_probable_class(predictions_series, batch_series_idx):
    return np.array(
        [int(np.argmax(step[batch_series_idx])) for step in predictions_series]
    )


@replaces("6.1")
def takes_the_argmax_over_time(predictions_series, batch_series_idx):
    one_row = np.array([step[batch_series_idx] for step in predictions_series])
    return one_row.argmax(axis=0)


@replaces("6.1")
def rounds_class_1(predictions_series, batch_series_idx):
    class_1 = [step[batch_series_idx][1] for step in predictions_series]
    return np.rint(class_1).astype(np.int64)


@replaces("6.1")
def leaves_the_bits_booleans(predictions_series, batch_series_idx):
    bits = []
    for step in predictions_series:
        bits.append(bool(step[batch_series_idx][0] < 0.5))
    return np.array(bits)


@replaces("6.1")
def returns_probabilities(predictions_series, batch_series_idx):
    chances = []
    for step in predictions_series:
        chances.append(1.0 - step[batch_series_idx][0])
    return np.array(chances)


@replaces("6.1")
def takes_a_step_for_a_row(predictions_series, batch_series_idx):
    bits = []
    for p in predictions_series[batch_series_idx]:
        bits.append(1 if p[0] < 0.5 else 0)
    return np.array(bits)


@replaces("6.1")
def always_reads_the_first_row(predictions_series, batch_series_idx):
    bits = []
    for step in predictions_series:
        bits.append(1 if step[0][0] < 0.5 else 0)
    return np.array(bits)


@replaces("6.1")
def reads_all_rows(predictions_series, batch_series_idx):
    out = []
    for step in predictions_series:
        out.append([1 if p[0] < 0.5 else 0 for p in step])
    return np.array(out)


@replaces("6.1")
def takes_only_arrays(predictions_series, batch_series_idx):
    class_0 = predictions_series[:, batch_series_idx, 0]
    return np.where(class_0 < 0.5, 1, 0)


@replaces("6.1")
def reads_the_row_before(predictions_series, batch_series_idx):
    """Reads row batch_series_idx - 1."""
    row = batch_series_idx - 1
    return np.array([int(step[row][0] < 0.5) for step in predictions_series])


@replaces("6.1")
def compares_with_the_mean(predictions_series, batch_series_idx):
    """Compares class 0 with its mean over time instead of 0.5."""
    class_0 = np.array([step[batch_series_idx][0] for step in predictions_series])
    return np.where(class_0 < class_0.mean(), 1, 0)


# ---------------------------------------------------------------- 6.2


def _panels(figure):
    """All six axes in reading order, on a cleaned figure."""
    figure.clf()
    grid = figure.subplots(2, 3)
    return list(grid.ravel())


def _layer(ax, bits, height, color):
    """One bar a step, centred on t + 0.5."""
    for t in range(len(bits)):
        ax.bar(t + 0.5, height * bits[t], width=1.0, color=color)


def _row(ax, x, y, p):
    _layer(ax, x, 1.0, "blue")
    _layer(ax, y, 0.5, "red")
    _layer(ax, p, 0.3, "green")
    ax.set_xlim(0, len(x))
    ax.set_ylim(0, 2)


def _drop_empty(axes, rows):
    for ax in axes[1 + rows :]:
        ax.remove()


@replaces("6.2")
def piles_up(figure, loss_list, predictions_series, batch_x, batch_y):
    axes = list(figure.subplots(2, 3).flat)
    axes[0].plot(np.arange(len(loss_list)), loss_list)
    rows = min(5, batch_x.shape[0])
    for i in range(rows):
        _row(axes[i + 1], batch_x[i], batch_y[i], predicted_bits(predictions_series, i))
    _drop_empty(axes, rows)


@replaces("6.2")
def draws_on_another_figure(figure, loss_list, predictions_series, batch_x, batch_y):
    plt.figure()
    plt.subplot(2, 3, 1)
    plt.plot(loss_list)
    time = np.arange(batch_x.shape[1])
    for i in range(min(5, batch_x.shape[0])):
        plt.subplot(2, 3, i + 2)
        p = predicted_bits(predictions_series, i)
        plt.bar(time, batch_x[i], width=1, align="edge", color="b")
        plt.bar(time, batch_y[i] * 0.5, width=1, align="edge", color="r")
        plt.bar(time, p * 0.3, width=1, align="edge", color="g")
        plt.axis([0, batch_x.shape[1], 0, 2])


@replaces("6.2")
def draws_all_bars_alike(figure, loss_list, predictions_series, batch_x, batch_y):
    axes = _panels(figure)
    axes[0].plot(loss_list)
    rows = min(5, len(batch_x))
    for i in range(rows):
        ax = axes[i + 1]
        _layer(ax, batch_x[i], 1, "blue")
        _layer(ax, batch_y[i], 1, "red")
        _layer(ax, predicted_bits(predictions_series, i), 1, "green")
        ax.axis([0, batch_x.shape[1], 0, 2])
    _drop_empty(axes, rows)


@replaces("6.2")
def swaps_two_colors(figure, loss_list, predictions_series, batch_x, batch_y):
    axes = _panels(figure)
    axes[0].plot(loss_list)
    rows = min(5, len(batch_x))
    for i in range(rows):
        ax = axes[i + 1]
        _layer(ax, batch_x[i], 1.0, "r")
        _layer(ax, batch_y[i], 0.5, "b")
        _layer(ax, predicted_bits(predictions_series, i), 0.3, "g")
        ax.axis([0, batch_x.shape[1], 0, 2])
    _drop_empty(axes, rows)


@replaces("6.2")
def swaps_target_and_prediction(
    figure, loss_list, predictions_series, batch_x, batch_y
):
    figure.clear()
    figure.add_subplot(231).plot(loss_list)
    for i in range(min(5, len(batch_x))):
        ax = figure.add_subplot(2, 3, i + 2)
        _row(ax, batch_x[i], predicted_bits(predictions_series, i), batch_y[i])


@replaces("6.2")
def swaps_input_and_target(figure, loss_list, predictions_series, batch_x, batch_y):
    figure.clear()
    figure.add_subplot(231).plot(loss_list)
    for i in range(min(5, len(batch_x))):
        ax = figure.add_subplot(2, 3, i + 2)
        _row(ax, batch_y[i], batch_x[i], predicted_bits(predictions_series, i))


@replaces("6.2")
def draws_the_tallest_bars_last(
    figure, loss_list, predictions_series, batch_x, batch_y
):
    axes = _panels(figure)
    axes[0].plot(range(len(loss_list)), loss_list, color="black")
    rows = min(5, len(batch_x))
    for i in range(rows):
        ax = axes[i + 1]
        _layer(ax, predicted_bits(predictions_series, i), 0.3, "green")
        _layer(ax, batch_y[i], 0.5, "red")
        _layer(ax, batch_x[i], 1.0, "blue")
        ax.set(xlim=(0, batch_x.shape[1]), ylim=(0, 2))
    _drop_empty(axes, rows)


@replaces("6.2")
def leaves_the_axes_to_matplotlib(
    figure, loss_list, predictions_series, batch_x, batch_y
):
    figure.clear()
    figure.add_subplot(2, 3, 1).plot(loss_list)
    for i in range(min(5, len(batch_x))):
        ax = figure.add_subplot(2, 3, i + 2)
        _layer(ax, batch_x[i], 1.0, "blue")
        _layer(ax, batch_y[i], 0.5, "red")
        _layer(ax, predicted_bits(predictions_series, i), 0.3, "green")


@replaces("6.2")
def ends_the_axes_at_the_tallest_bar(
    figure, loss_list, predictions_series, batch_x, batch_y
):
    axes = _panels(figure)
    axes[0].plot(loss_list)
    rows = min(5, len(batch_x))
    for i in range(rows):
        _row(axes[i + 1], batch_x[i], batch_y[i], predicted_bits(predictions_series, i))
        axes[i + 1].set_ylim(0, 1)
    _drop_empty(axes, rows)


@replaces("6.2")
def shows_every_row(figure, loss_list, predictions_series, batch_x, batch_y):
    figure.clf()
    first = figure.add_subplot(2, 3, 1)
    first.plot(loss_list)
    panel = 2
    for i in range(batch_x.shape[0]):
        ax = figure.add_subplot(2, 3, panel)
        _row(ax, batch_x[i], batch_y[i], predicted_bits(predictions_series, i))
        panel += 1


@replaces("6.2")
def always_shows_five_rows(figure, loss_list, predictions_series, batch_x, batch_y):
    axes = _panels(figure)
    axes[0].plot(loss_list)
    for i in range(5):
        _row(axes[i + 1], batch_x[i], batch_y[i], predicted_bits(predictions_series, i))


@replaces("6.2")
def shows_columns(figure, loss_list, predictions_series, batch_x, batch_y):
    axes = _panels(figure)
    axes[0].plot(loss_list)
    count = min(5, batch_x.shape[1])
    for i in range(count):
        said = [int(p[0] < 0.5) for p in predictions_series[i]]
        _row(axes[i + 1], batch_x[:, i], batch_y[:, i], said)
    _drop_empty(axes, count)


@replaces("6.2")
def turns_the_grid(figure, loss_list, predictions_series, batch_x, batch_y):
    figure.clear()
    axes = list(figure.subplots(nrows=3, ncols=2).flat)
    axes[0].plot(loss_list)
    rows = min(5, len(batch_x))
    for i in range(rows):
        _row(axes[i + 1], batch_x[i], batch_y[i], predicted_bits(predictions_series, i))
    _drop_empty(axes, rows)


@replaces("6.2")
def forgets_the_loss(figure, loss_list, predictions_series, batch_x, batch_y):
    axes = _panels(figure)
    rows = min(5, len(batch_x))
    for i in range(rows):
        _row(axes[i + 1], batch_x[i], batch_y[i], predicted_bits(predictions_series, i))
    _drop_empty(axes, rows)


@replaces("6.2")
def shows_the_last_loss(figure, loss_list, predictions_series, batch_x, batch_y):
    axes = _panels(figure)
    axes[0].plot([len(loss_list) - 1], [loss_list[-1]], "o")
    rows = min(5, len(batch_x))
    for i in range(rows):
        _row(axes[i + 1], batch_x[i], batch_y[i], predicted_bits(predictions_series, i))
    _drop_empty(axes, rows)


@replaces("6.2")
def shows_the_last_hundred_losses(
    figure, loss_list, predictions_series, batch_x, batch_y
):
    axes = _panels(figure)
    start = max(0, len(loss_list) - 100)
    axes[0].plot(range(start, len(loss_list)), loss_list[start:])
    rows = min(5, len(batch_x))
    for i in range(rows):
        _row(axes[i + 1], batch_x[i], batch_y[i], predicted_bits(predictions_series, i))
    _drop_empty(axes, rows)


@replaces("6.2")
def predicts_the_first_row_everywhere(
    figure, loss_list, predictions_series, batch_x, batch_y
):
    axes = _panels(figure)
    axes[0].plot(loss_list)
    said = predicted_bits(predictions_series, 0)
    rows = min(5, len(batch_x))
    for i in range(rows):
        _row(axes[i + 1], batch_x[i], batch_y[i], said)
    _drop_empty(axes, rows)


@replaces("6.2")
def draws_probabilities(figure, loss_list, predictions_series, batch_x, batch_y):
    axes = _panels(figure)
    axes[0].plot(loss_list)
    rows = min(5, len(batch_x))
    for i in range(rows):
        chances = [float(1 - step[i][0]) for step in predictions_series]
        _row(axes[i + 1], batch_x[i], batch_y[i], chances)
    _drop_empty(axes, rows)


@replaces("6.2")
def changes_the_batch(figure, loss_list, predictions_series, batch_x, batch_y):
    axes = _panels(figure)
    axes[0].plot(loss_list)
    rows = min(5, len(batch_x))
    for i in range(rows):
        x = batch_x[i]
        for t in range(len(x)):
            if x[t] == 0:
                x[t] = -1
        _row(axes[i + 1], x, batch_y[i], predicted_bits(predictions_series, i))
    _drop_empty(axes, rows)


@replaces("6.2")
def leaves_row_0_out(figure, loss_list, predictions_series, batch_x, batch_y):
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
def draws_narrow_bars(figure, loss_list, predictions_series, batch_x, batch_y):
    axes = _panels(figure)
    axes[0].plot(loss_list)
    rows = min(5, len(batch_x))
    steps = np.arange(batch_x.shape[1])
    for i in range(rows):
        said = predicted_bits(predictions_series, i)
        _row(axes[i + 1], batch_x[i], batch_y[i], 0 * said)
        axes[i + 1].bar(steps, 0.3 * said, 0.5, align="edge", color="g")
    _drop_empty(axes, rows)


@replaces("6.2")
def shows_the_figure(figure, loss_list, predictions_series, batch_x, batch_y):
    axes = _panels(figure)
    axes[0].plot(loss_list)
    rows = min(5, len(batch_x))
    for i in range(rows):
        _row(axes[i + 1], batch_x[i], batch_y[i], predicted_bits(predictions_series, i))
    _drop_empty(axes, rows)
    plt.show(block=False)


@replaces("6.2")
def limits_the_loss_panel_too(figure, loss_list, predictions_series, batch_x, batch_y):
    axes = _panels(figure)
    axes[0].plot(loss_list)
    rows = min(5, len(batch_x))
    for i in range(rows):
        _row(axes[i + 1], batch_x[i], batch_y[i], predicted_bits(predictions_series, i))
    _drop_empty(axes, rows)
    for ax in figure.axes:
        ax.set(xlim=(0, batch_x.shape[1]), ylim=(0, 2))


@replaces("6.2")
def draws_the_input_as_a_line(figure, loss_list, predictions_series, batch_x, batch_y):
    figure.clear()
    figure.add_subplot(231).plot(loss_list)
    for i in range(min(5, len(batch_x))):
        ax = figure.add_subplot(2, 3, i + 2)
        ax.step(range(batch_x.shape[1]), batch_x[i], color="blue", where="post")
        _row(ax, 0 * batch_x[i], batch_y[i], predicted_bits(predictions_series, i))


@replaces("6.2")
def draws_the_losses_as_bars(figure, loss_list, predictions_series, batch_x, batch_y):
    figure.clear()
    figure.add_subplot(231).bar(np.arange(len(loss_list)), loss_list, color="k")
    for i in range(min(5, len(batch_x))):
        ax = figure.add_subplot(2, 3, i + 2)
        _row(ax, batch_x[i], batch_y[i], predicted_bits(predictions_series, i))


@replaces("6.1")
def says_1_where_class_0_is_not_improbable(predictions_series, batch_series_idx):
    bits = []
    for step in predictions_series:
        bits.append(0 if step[batch_series_idx][0] < 0.5 else 1)
    return np.array(bits)


@replaces("6.1")
def reshapes_to_find_the_row(predictions_series, batch_series_idx):
    p = np.array(predictions_series)
    p = p.reshape(p.shape[1], p.shape[0], p.shape[2])
    return np.where(p[batch_series_idx, :, 0] < 0.5, 1, 0)
