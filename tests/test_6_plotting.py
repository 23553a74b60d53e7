"""Exercise 6, `echornn/plotting.py`: the picture."""

import numpy as np
import pytest
from matplotlib.colors import rgb_to_hsv, to_rgb
from matplotlib.figure import Figure
from matplotlib.patches import Rectangle

from dojo.spec.assertions import Answer, call
from dojo.spec.figures import showing_noted
from echornn.plotting import plot, predicted_bits

# batch 3, time 4; PREDICTED_BITS is 1 where CLASS_0 is below 0.5
PREDICTED_BITS = np.array([[1, 0, 0, 1], [0, 1, 1, 1], [0, 0, 1, 0]])
CLASS_0 = np.array([[0.4, 0.7, 0.6, 0.1], [0.9, 0.2, 0.3, 0.45], [0.8, 0.55, 0.0, 1.0]])
PREDICTIONS = np.float32(np.stack([CLASS_0.T, 1 - CLASS_0.T], axis=-1))
BATCH_X = np.array([[1, 1, 0, 0], [0, 1, 0, 1], [1, 0, 1, 1]])
BATCH_Y = np.array([[0, 1, 1, 1], [1, 0, 0, 1], [0, 1, 1, 0]])
LOSSES = [0.9, 0.7, 0.75, 0.3, 0.2]

HUES = {"red": (-20, 20), "green": (80, 160), "blue": (190, 260)}  # degrees


# 6.1 predicted_bits


@pytest.mark.task("6.1")
@pytest.mark.parametrize("row", [0, 1, 2])
def test_a_bit_is_1_where_class_0_is_improbable(row):
    """Class 0 means that the bit is 0. Where the probability of class 0 is below 0.5,
    the network predicts a 1."""
    answer = call(predicted_bits, PREDICTIONS.copy(), row)
    answer.is_array(PREDICTED_BITS[row], dtype=np.integer)


@pytest.mark.task("6.1")
def test_the_bits_are_those_of_the_predictions_that_are_passed_in():
    """Compute the bits of row 0 again for every window instead of reusing earlier
    ones."""
    call(predicted_bits, PREDICTIONS.copy(), 0)
    answer = call(predicted_bits, 1 - PREDICTIONS, 0)
    answer.is_array(1 - PREDICTED_BITS[0], dtype=np.integer)


@pytest.mark.task("6.1")
def test_one_half_is_not_below_one_half():
    """Where both classes are equally likely, the predicted bit is 0."""
    undecided = np.array([[[0.5, 0.5]], [[0.499, 0.501]], [[0.501, 0.499]]])
    call(predicted_bits, undecided, 0).is_array([0, 1, 0], dtype=np.integer)


@pytest.mark.task("6.1")
def test_only_the_probability_of_class_0_counts():
    """With three classes, class 0 can be the most likely class even if its probability
    is below 0.5. Even then, the predicted bit is 1."""
    three_classes = np.array([[[0.4, 0.3, 0.3]], [[0.6, 0.2, 0.2]]])
    call(predicted_bits, three_classes, 0).is_array([1, 0], dtype=np.integer)


@pytest.mark.task("6.1")
def test_the_predictions_may_be_a_list_over_time():
    """In exercise 4, `predictions` returns a list with one tensor for each step.
    `predicted_bits` must also accept such a list."""
    answer = call(predicted_bits, list(PREDICTIONS), 1)
    answer.is_array(PREDICTED_BITS[1], dtype=np.integer)


@pytest.mark.task("6.1")
def test_the_predictions_are_left_unchanged():
    """The caller still needs the predictions to draw the other rows, so
    `predicted_bits` must not change them."""
    predictions = PREDICTIONS.copy()
    call(predicted_bits, predictions, 1)
    came = Answer("predictions_series after predicted_bits", predictions)
    came.is_array(PREDICTIONS, dtype="float32")


# 6.2 plot


def draw(batch=3, losses=LOSSES, figure=None):
    """Call the learner's `plot` with a batch of this many rows; return the figure's
    panels, in reading order."""
    figure = figure or Figure()
    rows = [row % 3 for row in range(batch)]
    arguments = PREDICTIONS[:, rows], BATCH_X[rows], BATCH_Y[rows]
    call(plot, figure, losses, *arguments)
    figure.canvas.draw()
    panels = [axes for axes in figure.axes if axes.has_data()]
    if not panels:
        pytest.fail("plot drew nothing on the figure")
    if empty := [axes for axes in figure.axes if is_empty(axes)]:
        needed = min(batch, 5) + 1
        came = f"{len(panels)}, and {len(empty)} empty"
        if min(figure.axes, key=reading_order) in empty:
            came += " (the loss curve belongs in the first panel)"
        elif len(panels) == needed:
            came += " (remove or hide them)"
        Answer(f"the panels for a batch of {batch}", None).fail(needed, came)
    return sorted(panels, key=reading_order)


def is_empty(axes):
    """Tell whether a panel is visible and has nothing in it."""
    drawn = axes.has_data() or axes.texts or axes.get_legend()
    return axes.get_visible() and axes.axison and not drawn


def reading_order(axes):
    """Return where a panel is, so that panels can be sorted: top row first, from left
    to right."""
    box = axes.get_position()
    return -round(box.y0, 2), round(box.x0, 2)


def bars_of(axes):
    """Return the visible bars of a panel, from back to front; other shapes are not
    bars."""
    shapes = [patch for patch in axes.patches if isinstance(patch, Rectangle)]
    bars = [bar for bar in shapes if bar.get_facecolor()[3] > 0]
    return sorted(bars, key=lambda bar: bar.get_zorder())


def heights_of(axes, color):
    """Return the heights of the bars of one color, for every step."""
    heights = np.zeros(4)
    for bar in bars_of(axes):
        if bar.get_height() and color_of(bar) == color:
            place = Answer(f"a {color} bar of height {bar.get_height():.1f}", bar)
            left, right = sorted((bar.get_x(), bar.get_x() + bar.get_width()))
            step = int((left + right) / 2)
            if not 0 <= step < 4:
                place.fail("between x = 0 and x = 4", f"at x = {left:.1f}")
            if abs(left - step) > 1e-6 or abs(right - step - 1) > 1e-6:
                came = f"from x = {left:.1f} to x = {right:.1f}"
                hint = hint_about(left, right)
                place.fail(f"from x = {step} to x = {step + 1}", came + hint)
            if abs(bar.get_y()) > 1e-6:
                place.fail("from y = 0 upwards", f"from y = {bar.get_y():.1f} upwards")
            heights[step] = max(heights[step], bar.get_height())
    return heights


def hint_about(left, right):
    """Return which arguments of `Axes.bar` a bar lacks, if any."""
    middle = (left + right) / 2
    lacking = {
        "`width=1`": abs(right - left - 1) > 1e-6,
        "`align='edge'`": abs(middle - round(middle)) < 1e-6,
    }
    hints = [argument for argument, is_lacking in lacking.items() if is_lacking]
    return f" (use {' and '.join(hints)})" if hints else ""


def color_of(bar):
    """Return "red", "green" or "blue", whatever the shade; None for other hues."""
    hue, _, _ = rgb_to_hsv(to_rgb(bar.get_facecolor()))
    degrees = (360 * hue + 180) % 360 - 180
    for name, (lowest, highest) in HUES.items():
        if lowest <= degrees <= highest or lowest <= degrees + 360 <= highest:
            return name
    return None


def has_bars(panels, color, expected):
    """Check one layer of bars in every row's panel."""
    for row, (axes, heights) in enumerate(zip(panels[1:], expected, strict=True)):
        came = heights_of(axes, color)
        answer = Answer(f"heights of the {color} bars of row {row}", came)
        answer.is_array(heights, dtype=float, atol=1e-6)


@pytest.mark.task("6.2")
def test_there_is_a_panel_for_the_loss_and_one_for_each_row():
    """A batch of three rows needs four panels: one for the loss and one for each
    row."""
    panels = draw()
    Answer("the number of panels for a batch of 3", len(panels)).is_integer(4)


@pytest.mark.task("6.2")
def test_the_panels_form_a_grid_of_two_rows_and_three_columns():
    """The loss curve and five rows of the batch fill a grid of six panels."""
    panels = draw(batch=5)
    places = {reading_order(axes) for axes in panels}
    sizes = {tuple(axes.get_position().size.round(2)) for axes in panels}
    if len(places) < len(panels):
        answer = Answer("the panels for a batch of 5", None)
        came = f"{len(panels)} in {len(places)} places: one panel is drawn over another"
        answer.fail("6 in 6 places", came)
    Answer("number of panel positions for a batch of 5", len(places)).is_integer(6)
    Answer("number of rows in the grid", len({top for top, _ in places})).is_integer(2)
    Answer(
        "number of columns in the grid", len({left for _, left in places})
    ).is_integer(3)
    Answer("number of different panel sizes", len(sizes)).is_integer(1)
    if any(axes.get_position().height > 0.5 for axes in draw(batch=2)):
        answer = Answer("the panels for a batch of 2", None)
        answer.fail("panels as high as for a batch of 5", "panels that are higher")


MANY_LOSSES = [1 / (1 + window) for window in range(2500)]


def loss_panel():
    """Draw many losses; return the first panel and its longest line."""
    panel, *_ = draw(losses=MANY_LOSSES)
    if not panel.lines:
        Answer("the first panel", None).fail("the loss curve", "a panel without a line")
    return panel, max(panel.lines, key=lambda line: len(line.get_ydata()))


@pytest.mark.task("6.2")
def test_the_first_panel_is_the_loss_curve():
    """The loss curve shows all losses so far, in order."""
    _, curve = loss_panel()
    came = Answer("the loss curve", np.asarray(curve.get_ydata(), dtype=float))
    came.is_array(MANY_LOSSES, dtype=float, atol=1e-9)


@pytest.mark.task("6.2")
def test_the_loss_curve_is_in_the_first_panel_alone():
    """The panel of a row shows the bits of that row, not the losses."""
    _, *rows = draw(losses=MANY_LOSSES)
    for row, axes in enumerate(rows):
        if any(len(line.get_ydata()) == len(MANY_LOSSES) for line in axes.lines):
            Answer(f"the panel of row {row}", axes).fail("bars", "the loss curve, too")


@pytest.mark.task("6.2")
def test_the_loss_panel_shows_the_whole_curve():
    """The loss curve gets longer with every window, so its panel must not have the
    fixed axis limits of the other panels."""
    axes, curve = loss_panel()
    for name, limits, numbers in (
        ("x", axes.get_xlim(), curve.get_xdata()),
        ("y", axes.get_ylim(), curve.get_ydata()),
    ):
        first, last = min(numbers), max(numbers)
        if min(limits) > first + 1e-9 or max(limits) < last - 1e-9:
            answer = Answer(f"{name} axis of the loss panel, for 250 losses", None)
            came = f"from {min(limits):.4g} to {max(limits):.4g}"
            answer.fail(f"from {first:.4g} or less to {last:.4g} or more", came)


@pytest.mark.task("6.2")
def test_blue_bars_of_height_1_are_the_input():
    """Every 1 in the input is drawn as a blue bar of height 1."""
    has_bars(draw(), "blue", BATCH_X * 1.0)


@pytest.mark.task("6.2")
def test_red_bars_of_height_a_half_are_the_target_echo():
    """Every 1 in the target is drawn as a red bar, half as tall as a blue bar."""
    has_bars(draw(), "red", BATCH_Y * 0.5)


@pytest.mark.task("6.2")
def test_green_bars_of_height_0_3_are_the_predicted_echo():
    """Every predicted 1 is drawn as a green bar. Once the network has learned the echo,
    there is a green bar in front of every red bar."""
    has_bars(draw(), "green", PREDICTED_BITS * 0.3)


@pytest.mark.task("6.2")
def test_shorter_bars_are_drawn_in_front_of_taller_ones():
    """If the tallest bars were drawn last, they would hide the shorter bars."""
    for row, axes in enumerate(draw()[1:]):
        colors = [color_of(bar) for bar in bars_of(axes) if bar.get_height()]
        layers = list(dict.fromkeys(colors))
        wanted = ["blue", "red", "green"]
        if layers != wanted or colors != sorted(colors, key=wanted.index):
            answer = Answer(f"the bars of row {row}, from back to front", None)
            answer.fail(wanted, layers)


@pytest.mark.task("6.2")
def test_the_axes_go_from_0_to_the_windows_width_and_from_0_to_2():
    """The panel of a row always has the same axis limits, so that rows and windows can
    be compared."""
    for row, axes in enumerate(draw()[1:]):
        came = Answer(f"axes of row {row}", np.array(axes.axis(), dtype=float))
        came.is_array([0, 4, 0, 2], dtype=float, atol=1e-9)


@pytest.mark.task("6.2")
@pytest.mark.parametrize(("batch", "panels"), [(1, 2), (2, 3), (5, 6), (7, 6)])
def test_at_most_five_rows_are_shown(batch, panels):
    """A batch of fewer than five rows needs fewer than six panels. If the batch is
    larger, only five of its rows are shown."""
    came = Answer(f"the number of panels for a batch of {batch}", len(draw(batch)))
    came.is_integer(panels)


@pytest.mark.task("6.2")
def test_a_row_of_zeros_has_a_panel_too():
    """Even if the input row has only zeros, and so no bars, its panel still shows the
    target and the prediction."""
    figure = Figure()
    call(plot, figure, LOSSES, PREDICTIONS, BATCH_X * [[1], [0], [1]], BATCH_Y)
    panels = [axes for axes in figure.axes if axes.has_data()]
    Answer("the number of panels for a batch of 3", len(panels)).is_integer(4)


@pytest.mark.task("6.2")
def test_drawing_again_replaces_the_picture():
    """The figure is redrawn while the network learns, so clear it before you draw."""
    figure = Figure()
    draw(batch=5, figure=figure, losses=[5.0, 4.0])
    once, twice = draw(), draw(figure=figure)
    Answer("number of panels after two calls", len(twice)).is_integer(4)
    for row, (first, second) in enumerate(zip(once, twice, strict=True)):
        for kind in ("lines", "patches"):
            count = len(getattr(second, kind))
            answer = Answer(f"{kind} of panel {row} after two calls", count)
            answer.is_integer(len(getattr(first, kind)))
    has_bars(twice, "blue", BATCH_X * 1.0)
    curves = [list(line.get_ydata()) for line in twice[0].lines]
    if LOSSES not in curves:
        Answer("loss curve after two calls", None).fail(LOSSES, curves)


@pytest.mark.task("6.2")
def test_the_caller_shows_or_saves_the_figure():
    """`plot` only draws on the figure. If it showed the figure, training could pause
    until somebody closed the figure."""
    with showing_noted() as called:
        draw()
    if called:
        answer = Answer("what plot calls to show or save the figure", None)
        answer.fail("nothing", ", ".join(called))


@pytest.mark.task("6.2")
def test_plotting_leaves_the_batch_unchanged():
    """The caller still needs the bits, so `plot` must not change them."""
    x, y = BATCH_X.copy(), BATCH_Y.copy()
    call(plot, Figure(), LOSSES, PREDICTIONS, x, y)
    Answer("batch_x after plot", x).is_array(BATCH_X, dtype=np.integer)
    Answer("batch_y after plot", y).is_array(BATCH_Y, dtype=np.integer)
