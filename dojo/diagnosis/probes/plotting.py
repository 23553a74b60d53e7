"""Probes for exercise 6: the picture."""

from functools import partial

import numpy as np
from matplotlib.colors import rgb_to_hsv, to_rgb
from matplotlib.figure import Figure

from dojo.diagnosis.fingerprint import probe

# batch 3, time 4
CLASS_0 = np.array([[0.4, 0.7, 0.6, 0.1], [0.9, 0.2, 0.3, 0.45], [0.8, 0.55, 0.0, 1.0]])
PREDICTIONS = np.stack([CLASS_0.T, 1 - CLASS_0.T], axis=-1)
BATCH_X = np.array([[1, 1, 0, 0], [0, 1, 0, 1], [1, 0, 1, 1]])
BATCH_Y = np.array([[0, 1, 1, 1], [1, 0, 0, 1], [0, 1, 1, 0]])
LOSSES = [1 / (1 + window) for window in range(150)]


@probe("6.1")
def of_predicted_bits(predicted_bits):
    """Ask for every row, for an undecided one, for three classes and for a list."""
    for row in (0, 1, 2):
        yield partial(predicted_bits, PREDICTIONS, row)
    yield partial(predicted_bits, np.array([[[0.5, 0.5]], [[0.3, 0.7]]]), 0)
    yield lambda: _of_three_classes(predicted_bits)
    yield partial(predicted_bits, list(PREDICTIONS), 1)


def _of_three_classes(predicted_bits):
    """Return the bits of three classes; only if they are bits for two."""
    if predicted_bits(PREDICTIONS, 0).dtype.kind not in "iu":
        return "not asked"
    said = [[0.4, 0.35, 0.25], [0.6, 0.2, 0.2], [0.1, 0.8, 0.1], [0.2, 0.3, 0.5]]
    return predicted_bits(np.array(said)[:, None], 0)


@probe("6.2")
def of_plot(plot):
    """Ask for pictures of three rows, of seven, and for one on top of another."""
    yield lambda: _described(_drawn(plot, [0, 1, 2]))
    yield lambda: _described(_drawn(plot, [0, 1, 2, 0, 1, 2, 0]))
    yield lambda: _described(_drawn(plot, [2, 1], figure=_drawn(plot, [0, 1, 2])))
    yield partial(_inputs_afterwards, plot)


def _drawn(plot, rows, figure=None):
    figure = figure or Figure()
    arguments = PREDICTIONS[:, rows], BATCH_X[rows], BATCH_Y[rows]
    plot(figure, LOSSES, *arguments)
    figure.canvas.draw()
    return figure


def _inputs_afterwards(plot):
    batch_x, batch_y, losses = BATCH_X.copy(), BATCH_Y.copy(), LOSSES.copy()
    plot(Figure(), losses, PREDICTIONS.copy(), batch_x, batch_y)
    return batch_x, batch_y, len(losses)


def _described(figure):
    """Describe every panel, in reading order."""
    panels = [axes for axes in figure.axes if axes.patches or _curve(axes)]
    places = {
        name: sorted({p[axis] for p in map(_place, panels)})
        for axis, name in enumerate("yx")
    }
    grid = len(places["y"]), len(places["x"])
    empty = sum(map(_is_empty, figure.axes))
    return grid, [_panel(axes) for axes in sorted(panels, key=_place)], empty


def _is_empty(axes):
    """Tell whether there is a panel to be seen and nothing in it."""
    drawn = axes.patches or axes.lines or axes.texts or axes.get_legend()
    return bool(axes.get_visible() and axes.axison and not drawn)


def _place(axes):
    box = axes.get_position()
    return -round(box.y0, 2), round(box.x0, 2)


def _panel(axes):
    if curve := _curve(axes):
        return "curve", np.array(curve)
    layers = {color: np.zeros(4) for color in ("blue", "red", "green")}
    order, sticks_out = [], False
    for bar in sorted(axes.patches, key=lambda bar: bar.get_zorder()):
        color, step = _color(bar), int(bar.get_x() + bar.get_width() / 2)
        if bar.get_height() and 0 <= step < 4 and color in layers:
            layers[color][step] = bar.get_height()
            order.append(color)
            right = bar.get_x() + bar.get_width()
            sticks_out |= bar.get_x() < step - 0.01 or right > step + 1.01
    layers = list(layers.values())
    return layers, list(dict.fromkeys(order)), axes.axis(), bool(sticks_out)


def _curve(axes):
    """Return the numbers of the longest line; a coin's loss may be another."""
    lines = ([float(y) for y in line.get_ydata()] for line in axes.lines)
    return max(lines, key=len, default=[])


def _color(bar):
    """Return the name of a bar's color, whichever shade it is."""
    degrees = 360 * rgb_to_hsv(to_rgb(bar.get_facecolor()))[0]
    names = {"red": (0, 20), "green": (80, 160), "blue": (190, 260)}
    return next((n for n, (low, high) in names.items() if low <= degrees <= high), None)
