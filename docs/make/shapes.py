"""The parts of the schemes: squares, arrows and labels. A bit is one square."""

from typing import Any

import numpy as np
from matplotlib.axes import Axes
from matplotlib.figure import Figure
from matplotlib.patches import FancyArrowPatch, Rectangle
from matplotlib.path import Path
from numpy.typing import ArrayLike

INCHES = 0.42
"""The side of a square, in inches."""
WHITE, GRAY, BLUE, ORANGE, GREEN, RED = (
    "white",
    "#d4d4d4",
    "#a3c4ea",
    "#eda55f",
    "#e0f2dc",
    "#a93226",
)
"""They differ in lightness; orange is hatched, and red arrows are dashed."""


def scheme(width: float, height: float) -> tuple[Figure, Axes]:
    """Return an empty picture; sizes are in squares, and y points down."""
    figure = Figure(figsize=(width * INCHES, height * INCHES))
    axes = figure.add_axes((0, 0, 1, 1))
    axes.set(xlim=(0, width), ylim=(height, 0))
    axes.axis("off")
    return figure, axes


def box(
    axes: Axes,
    corner: tuple[float, float],
    text: object = "",
    color: str = WHITE,
    size: tuple[float, float] = (1, 1),
) -> None:
    """Draw a square, or a larger box, with a text in it."""
    (x, y), (width, height) = corner, size
    if color == ORANGE:
        hatched = Rectangle(corner, width, height, fc=color, ec="white", lw=0)
        hatched.set_hatch("///")
        axes.add_patch(hatched)
        color = "none"
    axes.add_patch(
        Rectangle(corner, width, height, facecolor=color, edgecolor="black", lw=0.8)
    )
    axes.text(x + width / 2, y + height / 2, str(text), ha="center", va="center")


def matrix(
    axes: Axes, corner: tuple[float, float], values: ArrayLike, colors: ArrayLike
) -> None:
    """Draw a square for every value; the colors are broadcast to the values."""
    grid = np.asarray(values)
    for (row, column), color in np.ndenumerate(np.broadcast_to(colors, grid.shape)):
        box(axes, (corner[0] + column, corner[1] + row), grid[row, column], color)


def arrow(
    axes: Axes, *points: tuple[float, float], color: str = "black", style: str = "-|>"
) -> None:
    """Draw an arrow through the points."""
    axes.add_patch(
        FancyArrowPatch(
            path=Path(points),
            arrowstyle=style,
            mutation_scale=11,
            color=color,
            linestyle="--" if color == RED else "-",
        )
    )


def label(axes: Axes, x: float, y: float, text: str, **style: Any) -> None:
    """Write a centered text."""
    axes.text(x, y, text, **{"ha": "center", "va": "center", **style})
