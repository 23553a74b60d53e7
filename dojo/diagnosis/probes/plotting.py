"""Probes for exercise 6: the picture."""

from functools import partial

import numpy as np
from matplotlib.colors import rgb_to_hsv, to_rgb
from matplotlib.figure import Figure
from matplotlib.patches import Rectangle

from dojo.diagnosis.fingerprint import probe
from dojo.diagnosis.influences import Rule, Study, influences
from dojo.spec.figures import showing_noted

# batch 3, time 4
CLASS_0 = np.array([[0.4, 0.7, 0.6, 0.1], [0.9, 0.2, 0.3, 0.45], [0.8, 0.55, 0.0, 1.0]])
PREDICTIONS = np.float32(np.stack([CLASS_0.T, 1 - CLASS_0.T], axis=-1))
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


@influences("6.1")
def of_steps_and_rows(predicted_bits):
    """A bit depends on the probabilities of its own step, in the row asked for."""
    name = "predictions_series"
    yield Study(
        partial(predicted_bits, batch_series_idx=1),
        {name: np.tile(PREDICTIONS[:, 1:2], (4, 2, 1))},
        (Rule(name, 0, "element", 0, "bit {}"),),
        (16,),
    )


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
    yield partial(_shown_by, plot)


def _picture(plot, rows):
    return _described(_drawn(plot, rows))


def _drawn(plot, rows, figure=None):
    figure = figure or Figure()
    arguments = PREDICTIONS[:, rows], BATCH_X[rows], BATCH_Y[rows]
    plot(figure, LOSSES, *arguments)
    figure.canvas.draw()
    return figure


def _shown_by(plot):
    """Tell whether a figure is shown or saved while it is drawn; only if it is."""
    with showing_noted() as called:
        figure = _drawn(plot, [0, 1, 2])
    if not figure.axes:
        return "not asked"
    return {"who shows or saves the figure": "`plot`" if called else "the caller"}


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
    seen = [axes for axes in figure.axes if axes.axison and axes.get_visible()]
    seen = [axes for axes in seen if axes.has_data() or not _has_text(axes)]
    panels = {axes: _panel(axes) for axes in sorted(seen, key=_place)}
    kinds = [panel.pop("kind") for panel in panels.values()]
    drawn = [*zip(kinds, panels.values(), strict=True)]
    return {
        "the grid": " and ".join(sorted({_grid(axes) for axes in panels})) or "none",
        "the panel order": ", ".join(kinds),
        "the number of places with panels": str(len({_place(a) for a in panels})),
        **_together([panel for kind, panel in drawn if kind == "loss"]),
        **_together([panel for kind, panel in drawn if kind == "row"]),
    }


def _has_text(axes):
    return axes.texts or axes.get_legend()


def _together(panels):
    """Return the parts of several panels, those of one name side by side."""
    names = dict.fromkeys(name for panel in panels for name in panel)
    return {name: _once([panel.get(name) for panel in panels]) for name in names}


def _once(parts):
    """Return what all panels have in common, or what each of them has."""
    parts = [part for part in parts if not _is_unasked(part)] or parts[:1]
    if all(isinstance(part, str) and part == parts[0] for part in parts):
        return parts[0]
    return parts


def _is_unasked(part):
    return isinstance(part, str) and part == "not asked"


def _grid(axes):
    """Return the grid that a panel was made for, whichever of its places are used."""
    if not (place := axes.get_subplotspec()):
        return "no grid"
    rows, columns = place.get_gridspec().get_geometry()
    return f"{rows} by {columns} panels"


def _place(axes):
    box = axes.get_position()
    return -round(box.y0, 2), round(box.x0, 2)


def _panel(axes):
    """Describe a panel: its kind, and what a panel of this kind shows."""
    bars = [patch for patch in axes.patches if isinstance(patch, Rectangle)]
    lines = [line for line in axes.lines if len(line.get_ydata())]
    rows = [line for line in lines if len(line.get_ydata()) == len(PREDICTIONS)]
    longest = max((len(line.get_ydata()) for line in lines), default=0)
    if len(bars) >= len(LOSSES):
        return {"kind": "loss", "the loss panel": "bars"}
    if axes.collections and not (bars or lines):
        return {"kind": "loss", "the loss panel": "points"}
    if longest > 2 * len(PREDICTIONS) or (lines and not (bars or rows)):
        return {"kind": "loss", **_loss_panel(axes)}
    if bars or rows:
        return {
            "kind": "row",
            "the number of lines in a row's panel": str(len(rows)),
            **_row(axes, bars),
        }
    return {"kind": "empty"}


def _loss_panel(axes):
    """Describe a panel with a curve, its longest line; a coin's loss may be another."""
    curve = max(axes.lines, key=lambda line: len(line.get_ydata()))
    x, y = (np.array(data, float) for data in curve.get_data())
    (left, right), (low, high) = sorted(axes.get_xlim()), sorted(axes.get_ylim())
    is_inside = left <= min(x) and max(x) <= right and low <= min(y) and max(y) <= high
    return {
        "the loss curve": list(y),
        "the loss panel": "the curve and bars" if axes.patches else "the curve alone",
        "what the loss panel shows": "the whole curve" if is_inside else "a part of it",
    }


def _row(axes, bars):
    """Describe the layers of bars in the panel of a row."""
    layers = {color: np.zeros(4) for color in ("blue", "red", "green")}
    order, places, floats, others = [], set(), False, False
    for bar in sorted(bars, key=lambda bar: bar.get_zorder()):
        left, right = sorted((bar.get_x(), bar.get_x() + bar.get_width()))
        color, step = _color(bar), int((left + right) / 2)
        others |= color is None and bar.get_height() > 0
        if bar.get_height() and 0 <= step < 4 and color in layers:
            layers[color][step] = bar.get_height()
            order.append(color)
            sticks_out = left < step - 0.01 or right > step + 1.01
            is_narrow = right - left < 0.99
            places.add("off" if sticks_out else "narrow" if is_narrow else "on")
            floats |= abs(bar.get_y()) > 0.01
    where = {"off": "off their steps", "narrow": "narrower than their steps"}
    return {
        **{f"the {color} bars": list(heights) for color, heights in layers.items()},
        "the bars of other colors": "some" if others else "none",
        "the bar order": _order(order),
        "the axis limits": axes.axis(),
        "the bars": next((where[w] for w in where if w in places), "on their steps"),
        "the feet of the bars": "above 0" if floats else "at 0",
    }


def _order(colors):
    """Return in words which bars cover which; only if no color is missing."""
    order = list(dict.fromkeys(colors))
    return ", then ".join(order) if len(order) == 3 else "not asked"


def _color(bar):
    """Return the name of a bar's color, whichever shade it is."""
    degrees = (360 * rgb_to_hsv(to_rgb(bar.get_facecolor()))[0] + 20) % 360 - 20
    names = {"red": (-20, 20), "green": (80, 160), "blue": (190, 260)}
    return next((n for n, (low, high) in names.items() if low <= degrees <= high), None)
