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
        yield partial(predicted_bits, PREDICTIONS.copy(), row)
    yield partial(predicted_bits, np.array([[[0.5, 0.5]], [[0.3, 0.7]]]), 0)
    yield lambda: _of_three_classes(predicted_bits)
    yield partial(predicted_bits, list(PREDICTIONS.copy()), 1)
    yield partial(_predictions_afterwards, predicted_bits)


def _predictions_afterwards(predicted_bits):
    predictions_series = PREDICTIONS.copy()
    predicted_bits(predictions_series, 1)
    unchanged = np.array_equal(predictions_series, PREDICTIONS)
    words = "the same" if unchanged else "changed"
    return {"`predictions_series` after the call": words}


def _of_three_classes(predicted_bits):
    """Return the bits of three classes; only if they are bits for two."""
    if predicted_bits(PREDICTIONS.copy(), 0).dtype.kind not in "iu":
        return "not asked"
    said = [[0.4, 0.35, 0.25], [0.6, 0.2, 0.2], [0.1, 0.8, 0.1], [0.2, 0.3, 0.5]]
    return predicted_bits(np.array(said)[:, None], 0)


@probe("6.2")
def of_plot(plot):
    """Ask for pictures of three rows, of seven, and for one on top of another."""
    yield partial(_picture, plot, [0, 1, 2])
    yield partial(_picture, plot, [0, 1, 2, 0, 1, 2, 0])
    yield lambda: _described(_drawn(plot, [2, 1], figure=_drawn(plot, [0, 1, 2])))
    yield partial(_inputs_afterwards, plot)


def _picture(plot, rows):
    return _described(_drawn(plot, rows))


def _drawn(plot, rows, figure=None):
    figure = figure or Figure()
    arguments = PREDICTIONS[:, rows], BATCH_X[rows], BATCH_Y[rows]
    plot(figure, LOSSES, *arguments)
    figure.canvas.draw()
    return figure


def _inputs_afterwards(plot):
    batch_x, batch_y, losses = BATCH_X.copy(), BATCH_Y.copy(), LOSSES.copy()
    plot(Figure(), losses, PREDICTIONS.copy(), batch_x, batch_y)
    return {
        "`batch_x` after the call": batch_x,
        "`batch_y` after the call": batch_y,
        "the length of `loss_list` after the call": len(losses),
    }


def _described(figure):
    """Describe every panel, in reading order."""
    seen = [axes for axes in figure.axes if axes.get_visible() and axes.axison]
    panels = [axes for axes in figure.axes if axes.patches or _curve(axes)]
    places = {
        name: sorted({p[axis] for p in map(_place, seen)})
        for axis, name in enumerate("yx")
    }
    drawn = [_panel(axes) for axes in sorted(panels, key=_place)]
    curves = [panel for panel in drawn if "the loss curve" in panel]
    rows = [panel for panel in drawn if panel not in curves]
    return {
        "the grid": f"{len(places['y'])} by {len(places['x'])} panels",
        "the number of empty panels": str(sum(map(_is_empty, figure.axes))),
        "the panel order": ", ".join("curve" if p in curves else "row" for p in drawn),
        **_together(curves),
        **_together(rows),
    }


def _together(panels):
    """Return the parts of several panels, those of one name side by side."""
    names = dict.fromkeys(name for panel in panels for name in panel)
    return {name: _once([panel.get(name) for panel in panels]) for name in names}


def _once(parts):
    """Return what all panels have in common, or what each of them has."""
    if all(isinstance(part, str) and part == parts[0] for part in parts):
        return parts[0]
    return parts


def _is_empty(axes):
    """Tell whether there is a panel to be seen and nothing in it."""
    drawn = axes.patches or axes.lines or axes.texts or axes.get_legend()
    return bool(axes.get_visible() and axes.axison and not drawn)


def _place(axes):
    box = axes.get_position()
    return -round(box.y0, 2), round(box.x0, 2)


def _panel(axes):
    if curve := _curve(axes):
        alone = "the curve and bars" if axes.patches else "the curve alone"
        return {"the loss curve": list(curve), "the loss panel": alone}
    layers = {color: np.zeros(4) for color in ("blue", "red", "green")}
    order, sticks_out, floats = [], False, False
    for bar in sorted(axes.patches, key=lambda bar: bar.get_zorder()):
        color, step = _color(bar), int(bar.get_x() + bar.get_width() / 2)
        if bar.get_height() and 0 <= step < 4 and color in layers:
            layers[color][step] = bar.get_height()
            order.append(color)
            right = bar.get_x() + bar.get_width()
            sticks_out |= bar.get_x() < step - 0.01 or right > step + 1.01
            floats |= abs(bar.get_y()) > 0.01
    return {
        **{f"the {color} bars": list(heights) for color, heights in layers.items()},
        "the bar order": ", then ".join(dict.fromkeys(order)),
        "the axis limits": axes.axis(),
        "the bars": "off their steps" if sticks_out else "on their steps",
        "the feet of the bars": "above 0" if floats else "at 0",
    }


def _curve(axes):
    """Return the numbers of the longest line; a coin's loss may be another."""
    lines = ([float(y) for y in line.get_ydata()] for line in axes.lines)
    return max(lines, key=len, default=[])


def _color(bar):
    """Return the name of a bar's color, whichever shade it is."""
    degrees = (360 * rgb_to_hsv(to_rgb(bar.get_facecolor()))[0] + 20) % 360 - 20
    names = {"red": (-20, 20), "green": (80, 160), "blue": (190, 260)}
    return next((n for n, (low, high) in names.items() if low <= degrees <= high), None)
