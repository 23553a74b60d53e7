"""The pictures that explain."""

import numpy as np
from headings import MODULES, anchor
from matplotlib.axes import Axes
from matplotlib.figure import Figure
from matplotlib.patches import Rectangle
from shapes import (
    BLUE,
    GRAY,
    GREEN,
    ORANGE,
    RED,
    WHITE,
    arrow,
    box,
    label,
    matrix,
    scheme,
)


def rows() -> Figure:
    """Show a series cut into three rows, and its echo cut in the same way."""
    figure, axes = scheme(20, 10.2)
    series = np.arange(1, 16)
    x, y = (bits.reshape(3, 5) for bits in (series, np.r_[0, 0, series[:-2]]))
    matrix(axes, (2.5, 0.7), series[None], BLUE)
    label(axes, 10, 0.3, "the series, with its bits numbered")
    label(axes, 5, 2.8, "x: the series in three rows")
    label(axes, 15, 2.8, "y: its echo after two steps")
    for row in range(3):
        top = 3.3 + 1.8 * row
        unseen = ORANGE if row else GRAY
        matrix(axes, (2.5, top), x[row : row + 1], BLUE)
        matrix(axes, (12.5, top), y[row : row + 1], [unseen] * 2 + [GREEN] * 3)
        if row < 2:
            next_row(axes, top)
    label(axes, 10, 9, "Dashed arrows: each row continues the row above.")
    words = "Hatched: bits of the row above. Zeros: there is no bit before bit 1."
    label(axes, 10, 9.6, words)
    return figure


def next_row(axes: Axes, y: float) -> None:
    """Draw the arrow from the end of a row to the beginning of the next."""
    out, back, between, below = 7.9, 2.1, y + 1.4, y + 2.3
    arrow(
        axes,
        (7.5, y + 0.5),
        (out, y + 0.5),
        (out, between),
        (back, between),
        (back, below),
        (2.5, below),
        color=RED,
    )


def batch_window() -> Figure:
    """Show how a window moves over bits 1 to 36 in three rows."""
    figure, axes = scheme(15, 6)
    bits = np.arange(1, 37).reshape(3, 12)
    matrix(axes, (1.5, 1.5), bits, [WHITE] * 3 + [BLUE] * 3 + [WHITE] * 6)
    for batch_idx, style in enumerate(("dashed", "solid", "dotted", "dotted")):
        left = 1.5 + 3 * batch_idx
        label(axes, left + 1.5, 5, f"batch_idx {batch_idx}")
        outline = Rectangle((left, 1.5), 3, 3, fill=False, lw=2, ls=style)
        axes.add_patch(outline)
    arrow(axes, (3, 1.2), (3, 0.8), (6, 0.8), (6, 1.4), color=RED)
    label(axes, 4.5, 0.4, "moves by its own width")
    return figure


def columns() -> Figure:
    """Show a window split into columns, and the cell that reads them one by one."""
    figure, axes = scheme(19, 8.2)
    window = np.array([[4, 5, 6], [16, 17, 18], [28, 29, 30]])
    colors = BLUE, ORANGE, GREEN
    matrix(axes, (1, 3), window, colors)
    label(axes, 2.5, 2.5, "batch_x (batch, time)")
    arrow(axes, (4.2, 4.5), (5.6, 4.5), color=RED)
    label(axes, 12, 0.4, "a list of columns, one for each time step, each (batch,)")
    label(axes, 6.4, 5.7, "init_state")
    for time, color in enumerate(colors):
        left = 8 + 3.6 * time
        matrix(axes, (left, 0.9), window[:, time : time + 1], color)
        arrow(axes, (left + 0.5, 3.9), (left + 0.5, 4.7))
        arrow(axes, (left - 2.1, 5.2), (left - 0.5, 5.2))
        box(axes, (left - 0.5, 4.7), "cell", GRAY, (2, 1))
        arrow(axes, (left + 0.5, 5.7), (left + 0.5, 6.7))
        label(axes, left + 0.5, 7, f"state {time}")
    arrow(axes, (16.7, 5.2), (17.6, 5.2))
    label(axes, 12, 7.7, "states_series: all three states; the last is current_state")
    return figure


def cell() -> Figure:
    """Show how the cell computes the next state from the input and the state."""
    figure, axes = scheme(24, 7.2)
    blank = np.full((5, 5), "")
    matrix(axes, (0.6, 2), blank[:3], [BLUE] + [ORANGE] * 4)
    label(axes, 1.1, 1.6, "$x_t$")
    label(axes, 3.6, 1.6, "$h_{t-1}$")
    label(axes, 3.1, 6.6, "(batch, 1 + state)")
    label(axes, 6.3, 3.5, "·", fontsize=22)
    matrix(axes, (7, 1), blank[:, :4], [[BLUE]] + [[ORANGE]] * 4)
    label(axes, 9, 0.6, "$W$: row 0 for $x_t$, the rest for $h_{t-1}$")
    label(axes, 9, 6.6, "(1 + state, state)")
    label(axes, 11.7, 3.5, "+", fontsize=16)
    matrix(axes, (12.4, 3), blank[:1, :4], GRAY)
    label(axes, 14.4, 2.6, "$b$: the same for every row")
    label(axes, 14.4, 6.6, "(1, state)")
    arrow(axes, (16.8, 3.5), (18.8, 3.5))
    label(axes, 17.7, 3.1, "tanh")
    matrix(axes, (19.2, 2), blank[:3, :4], GREEN)
    label(axes, 21.2, 1.6, "$h_t$")
    label(axes, 21.2, 6.6, "(batch, state)")
    return figure


def truncation() -> Figure:
    """Show how far gradients flow back, and where they stop."""
    figure, axes = scheme(20.5, 5.8)
    label(axes, 1, 2.6, "zeros")
    for window in range(3):
        left = 1.9 + 6 * window
        box(axes, (left - 0.3, 1.4), "", WHITE, (5.4, 2.6))
        label(axes, left + 2.4, 0.4, f"loss of window {window}", color=RED)
        for time in range(3):
            x = left + 0.3 + 1.7 * time
            box(axes, (x, 2.5), "cell", GRAY)
            arrow(axes, (x + 0.5, 0.7), (x + 0.5, 2.4), color=RED)
            if time:
                arrow(axes, (x - 0.7, 2.8), (x, 2.8))
                arrow(axes, (x, 3.3), (x - 0.7, 3.3), color=RED)
        arrow(axes, (left - 1.3, 2.8), (left + 0.3, 2.8))
        arrow(axes, (left + 0.3, 3.3), (left - 0.3, 3.3), color=RED, style="-[")
    arrow(axes, (18.6, 2.8), (19.9, 2.8))
    label(axes, 10, 4.7, "Solid: the state is carried forward from window to window.")
    words = "Dashed: the gradient flows back to the beginning of its window."
    label(axes, 10, 5.3, words, color=RED)
    return figure


def pipeline() -> Figure:
    """Show the steps of training, from the data to the update of the weights."""
    figure, axes = scheme(24, 7.4)
    parts = (
        ("data", "coin flips\nand their echo", BLUE),
        ("windows", "15 columns\nat a time", BLUE),
        ("cell", "bit and state\ngive a new state", ORANGE),
        ("loss", "how wrong are\nthe answers?", GREEN),
        ("update", "move the weights\nagainst the gradient", GREEN),
    )
    chapters = list(MODULES.values())
    for number, (name, words, color) in enumerate(parts):
        left = 0.4 + 4.8 * number
        box(axes, (left, 2.4), "", color, (4, 2.6))
        axes.patches[-1].set_url(f"../lesson.md#{anchor(chapters[number])}")
        label(axes, left + 2, 3, name, fontsize=13, fontweight="bold")
        label(axes, left + 2, 4.1, words, fontsize=9)
        if number:
            arrow(axes, (left - 0.8, 3.7), (left, 3.7))
    arrow(axes, (11, 2.4), (11, 1.3), (13, 1.3), (13, 2.4), color=RED)
    label(axes, 12, 0.8, "the state, from step to step", color=RED)
    arrow(axes, (21.6, 5), (21.6, 6.2), (12, 6.2), (12, 5))
    label(axes, 16.8, 6.7, "new weights for the next window")
    return figure


def delay_line() -> Figure:
    """Show four units that pass a bit from one to the next, and their matrices."""
    figure, axes = scheme(24, 12.6)
    held = "$x_t$", "$x_{t-1}$", "$x_{t-2}$", "$x_{t-3}$"
    label(axes, 1.3, 2, "bit $x_t$")
    arrow(axes, (2.3, 2), (5, 2))
    label(axes, 3.6, 1.5, "· 10 - 5")
    for unit, bit in enumerate(held):
        left = 5 + 4.2 * unit
        box(axes, (left, 1.4), f"unit {unit + 1}", ORANGE, (2.2, 1.2))
        label(axes, left + 1.1, 3.1, f"holds {bit}")
        arrow(axes, (left + 2.2, 2), (left + 4.2, 2))
        label(axes, left + 3.2, 1.5, "· 5" if unit < 3 else "· -5, 5")
    label(axes, 22.7, 2, "the echo")
    names = "$x_t$", "unit 1", "unit 2", "unit 3", "unit 4"
    W = np.diag([10, 5, 5, 5, 0])[:, :4]
    matrix(axes, (3, 5.2), W, np.where(W, ORANGE, WHITE))
    for row, name in enumerate(names):
        label(axes, 2, 5.7 + row, name)
    label(axes, 5, 4.7, "$W$")
    matrix(axes, (3, 11.2), [[-5, 0, 0, 0]], [[ORANGE] + [WHITE] * 3])
    label(axes, 2, 11.7, "$b$")
    W2 = np.array([[0, 0], [0, 0], [0, 0], [-5, 5]])
    matrix(axes, (15, 6.2), W2, np.where(W2, ORANGE, WHITE))
    for row, name in enumerate(names[1:]):
        label(axes, 14, 6.7 + row, name)
    label(axes, 16, 5.7, "$W_2$: a column for each class")
    matrix(axes, (15, 11.2), [[0, 0]], WHITE)
    label(axes, 14, 11.7, "$b_2$")
    return figure
