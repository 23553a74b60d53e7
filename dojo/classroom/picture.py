"""Everybody against every task, as a picture."""

from collections.abc import Sequence

from matplotlib.colors import BoundaryNorm, ListedColormap
from matplotlib.figure import Figure
from matplotlib.patches import Patch

from dojo.classroom.grades import Grade
from dojo.execution.channel import plain
from dojo.exercises import all_tasks

COLORS = {
    "passed": "#1b6e53",
    "wrong": "#f2a541",
    "crashed": "#e0663c",
    "timed out": "#a63d40",
    "broken": "#3d1f2d",
    "not started": "#e8e8e8",
}
"""They differ in lightness too, so that they can be told apart in grey."""
ROW, TALLEST = 0.19, 150.0
"""Inches of a submission's row, and of the whole picture."""
LABELLED = 700
"""Submissions above which the rows have no names."""
NAME = 28
"""Characters of a name."""


def draw(grades: Sequence[Grade]) -> Figure:
    """Draw a row for each submission and a column for each task."""
    tasks, states = list(all_tasks()), list(COLORS)
    cells = [[states.index(grade.tasks[n]) for n in tasks] for grade in grades]
    colors = ListedColormap(list(COLORS.values()))
    norm = BoundaryNorm([n - 0.5 for n in range(len(states) + 1)], len(states))
    figure = Figure(figsize=(10, min(TALLEST, 1.3 + ROW * len(grades))))
    figure.set_layout_engine("constrained")
    axes = figure.add_subplot()
    axes.imshow(cells, cmap=colors, norm=norm, aspect="auto", interpolation="none")
    axes.set_xticks(range(len(tasks)), tasks)
    axes.xaxis.tick_top()
    axes.set_yticks([])
    if len(grades) <= LABELLED:
        names = [_label(grade.name) for grade in grades]
        axes.set_yticks(range(len(names)), names, fontsize=8, parse_math=False)
        axes.set_yticks([n + 0.5 for n in range(len(names))], minor=True)
    axes.set_xticks([n + 0.5 for n in range(len(tasks))], minor=True)
    axes.grid(which="minor", color="white", linewidth=1)
    axes.tick_params(which="both", length=0)
    axes.spines[:].set_visible(False)
    legend = [Patch(color=color, label=state) for state, color in COLORS.items()]
    figure.legend(handles=legend, loc="outside lower center", ncols=6, frameon=False)
    return figure


def _label(name: str) -> str:
    name = plain(name)
    return name if len(name) <= NAME else f"{name[: NAME - 3]}..."
