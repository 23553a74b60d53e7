"""Exercise 6, other ways: the bits and the picture."""

import numpy as np
import tensorflow as tf
from matplotlib.gridspec import GridSpec
from matplotlib.patches import Rectangle

from dojo.galleries.plants import replaces
from echornn.plotting import predicted_bits

# 6.1 predicted_bits


@replaces("6.1")
def bits_by_a_loop(predictions_series, batch_series_idx):
    """Step by step: look at class 0, write a bit."""
    bits = []
    for probabilities in predictions_series:
        if probabilities[batch_series_idx][0] < 0.5:
            bits.append(1)
        else:
            bits.append(0)
    return np.array(bits)


@replaces("6.1")
def bits_by_comprehension(predictions_series, batch_series_idx):
    """The tutorial's list comprehension, with its brackets back."""
    return np.array([int(p[batch_series_idx, 0] < 0.5) for p in predictions_series])


@replaces("6.1")
def bits_by_where(predictions_series, batch_series_idx):
    """One array of probabilities, and a choice between 1 and 0."""
    class_0 = np.array(predictions_series)[:, batch_series_idx, 0]
    return np.where(class_0 < 0.5, 1, 0)


@replaces("6.1")
def bits_of_one_byte(predictions_series, batch_series_idx):
    """A comparison, looked at as small integers."""
    class_0 = np.asarray(predictions_series)[:, batch_series_idx, 0]
    return np.less(class_0, 0.5).view(np.int8)


@replaces("6.1")
def bits_by_fromiter(predictions_series, batch_series_idx):
    """Booleans that run into an array of integers."""
    class_0 = (p[batch_series_idx][0] for p in predictions_series)
    return np.fromiter((p < 0.5 for p in class_0), dtype=np.int64)


@replaces("6.1")
def bits_by_tensorflow(predictions_series, batch_series_idx):
    """Tensors as long as it goes, NumPy at the end."""
    class_0 = tf.stack(predictions_series)[:, batch_series_idx, 0]
    return tf.cast(class_0 < 0.5, tf.int32).numpy()


@replaces("6.1")
def bits_by_heaviside(predictions_series, batch_series_idx):
    """A step function, that is 0 where the two classes are even."""
    class_0, *_ = np.transpose(predictions_series)[:, batch_series_idx]
    return np.heaviside(0.5 - class_0, 0).astype(np.uint8)


# 6.2 plot

_LAYERS = ("blue", 1.0), ("red", 0.5), ("green", 0.3)


def _rows(predictions_series, batch_x, batch_y):
    """Yield the three layers of bits of every row that is shown."""
    for row in range(min(len(batch_x), 5)):
        yield batch_x[row], batch_y[row], predicted_bits(predictions_series, row)


def _centred_bars(axes, layers):
    for bits, (color, height) in zip(layers, _LAYERS, strict=True):
        axes.bar(np.arange(len(bits)) + 0.5, height * bits, width=1, color=color)
    axes.axis([0, len(layers[0]), 0, 2])


@replaces("6.2")
def plot_and_remove_what_is_empty(
    figure, loss_list, predictions_series, batch_x, batch_y
):
    """All six panels at once; those that nobody needs are removed."""
    figure.clear()
    loss_axes, *panels = figure.subplots(2, 3).flat
    loss_axes.plot(loss_list)
    for layers in _rows(predictions_series, batch_x, batch_y):
        _centred_bars(panels.pop(0), layers)
    for axes in panels:
        axes.remove()


@replaces("6.2")
def plot_and_hide_what_is_empty(
    figure, loss_list, predictions_series, batch_x, batch_y
):
    """Six panels, of which the empty ones stay, but nobody sees them."""
    figure.clf()
    loss_axes, *panels = figure.subplots(nrows=2, ncols=3).ravel()
    loss_axes.plot(np.arange(len(loss_list)), loss_list, "k")
    rows = list(_rows(predictions_series, batch_x, batch_y))
    for axes, layers in zip(panels, rows, strict=False):
        _centred_bars(axes, layers)
    for axes in panels[len(rows) :]:
        axes.axis("off")


@replaces("6.2")
def plot_on_a_grid_spec(figure, loss_list, predictions_series, batch_x, batch_y):
    """A GridSpec holds the places, and bars stand between the ticks."""
    figure.clear()
    grid = GridSpec(2, 3, figure=figure, hspace=0.4)
    figure.add_subplot(grid[0, 0]).plot(loss_list, color="black")
    for place, layers in enumerate(_rows(predictions_series, batch_x, batch_y), 1):
        axes = figure.add_subplot(grid[divmod(place, 3)])
        for bits, (color, height) in zip(layers, _LAYERS, strict=True):
            axes.bar(np.arange(len(bits)) + 0.5, bits * height, 1, color=color)
        axes.set_xlim(0, batch_x.shape[1])
        axes.set_ylim(0, 2)


@replaces("6.2")
def plot_on_a_mosaic(figure, loss_list, predictions_series, batch_x, batch_y):
    """Panels by name, in a layout that makes room for their titles."""
    figure.clear()
    figure.set_layout_engine("constrained")
    rows = dict(enumerate(_rows(predictions_series, batch_x, batch_y)))
    names = [*rows, *"....."][:5]
    panels = figure.subplot_mosaic([["loss", *names[:2]], names[2:]])
    panels["loss"].plot(loss_list)
    panels["loss"].set(title="loss", xlabel="window", ylabel="loss")
    for name, layers in rows.items():
        panels[name].set_title(f"series {name}")
        _centred_bars(panels[name], layers)


@replaces("6.2")
def plot_only_the_ones(figure, loss_list, predictions_series, batch_x, batch_y):
    """A bit that is 0 has no bar; the colours are matplotlib's own."""
    figure.clear()
    figure.add_subplot(231).plot(loss_list)
    for place, layers in enumerate(_rows(predictions_series, batch_x, batch_y), 232):
        axes = figure.add_subplot(place, xlim=(0, batch_x.shape[1]), ylim=(0, 2))
        for bits, (color, height) in zip(layers, _LAYERS, strict=True):
            ones = np.flatnonzero(bits)
            axes.bar(ones, height, width=1, align="edge", color=f"tab:{color}")


@replaces("6.2")
def plot_by_rectangles(figure, loss_list, predictions_series, batch_x, batch_y):
    """A bar is a rectangle: add them one by one."""
    figure.clear()
    figure.add_subplot(2, 3, 1).plot(loss_list)
    for place, layers in enumerate(_rows(predictions_series, batch_x, batch_y), 2):
        axes = figure.add_subplot(2, 3, place)
        axes.axis((0, batch_x.shape[1], 0, 2))
        for bits, (color, height) in zip(layers, _LAYERS, strict=True):
            for step in np.flatnonzero(bits):
                axes.add_patch(Rectangle((step, 0), 1, height, color=color))


@replaces("6.2")
def plot_from_front_to_back(figure, loss_list, predictions_series, batch_x, batch_y):
    """Drawn in the wrong order, but with the right `zorder`."""
    figure.clear()
    figure.add_subplot(2, 3, 1).plot(loss_list)
    for place, layers in enumerate(_rows(predictions_series, batch_x, batch_y), 2):
        axes = figure.add_subplot(2, 3, place)
        steps = np.arange(len(layers[0])) + 0.5
        for depth in (2, 1, 0):
            color, height = _LAYERS[depth]
            axes.bar(steps, layers[depth] * height, 1, color=color, zorder=2 + depth)
        axes.set(xlim=(0, len(steps)), ylim=(0, 2))


@replaces("6.2")
def plot_by_histograms(figure, loss_list, predictions_series, batch_x, batch_y):
    """A histogram of the steps, in which every bit is a weight."""
    figure.clear()
    figure.add_subplot(2, 3, 1).plot(loss_list)
    edges = np.arange(batch_x.shape[1] + 1)
    for place, layers in enumerate(_rows(predictions_series, batch_x, batch_y), 2):
        axes = figure.add_subplot(2, 3, place)
        for bits, (color, height) in zip(layers, _LAYERS, strict=True):
            axes.hist(edges[:-1], edges, weights=bits * height, color=color)
        axes.axis((0, edges[-1], 0, 2))


@replaces("6.2")
def plot_from_right_to_left(figure, loss_list, predictions_series, batch_x, batch_y):
    """Bars of negative width, from the end of a step to its beginning, and a legend."""
    figure.clear()
    figure.add_subplot(2, 3, 1).plot(loss_list)
    for place, layers in enumerate(_rows(predictions_series, batch_x, batch_y), 2):
        axes = figure.add_subplot(2, 3, place)
        for bits, (color, height) in zip(layers, _LAYERS, strict=True):
            ends = np.arange(len(bits)) + 1
            axes.bar(ends, bits * height, -1, align="edge", color=color, label=color)
        axes.axis((0, len(bits), 0, 2))
        axes.legend()


@replaces("6.2")
def plot_with_a_coins_loss(figure, loss_list, predictions_series, batch_x, batch_y):
    """The loss curve, and a dashed line where a coin would stand."""
    figure.clear()
    loss_axes = figure.add_subplot(2, 3, 1)
    loss_axes.plot(loss_list)
    loss_axes.axhline(np.log(2), color="gray", linestyle="--")
    for place, layers in enumerate(_rows(predictions_series, batch_x, batch_y), 2):
        _centred_bars(figure.add_subplot(2, 3, place), layers)
