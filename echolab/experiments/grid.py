"""The number of networks that learned, for pairs of two settings.

A row of such an experiment is a NamedTuple: the two settings, the number of networks
that were trained with them, and the number of these that learned.
"""

from collections import Counter
from collections.abc import Iterable, Sequence
from typing import Any

import numpy as np
from matplotlib.figure import Figure
from rich.box import SIMPLE
from rich.table import Table

from echolab.experiments.networks import Trained


def count(kind: type[Any], trained: Iterable[Trained]) -> list[Any]:
    """Return a row of this kind for each pair of settings."""
    networks: Counter[tuple[int, int]] = Counter()
    learned: Counter[tuple[int, int]] = Counter()
    for network in trained:
        pair = tuple(getattr(network.run.settings, name) for name in kind._fields[:2])
        networks[pair] += 1
        learned[pair] += network.learned
    return [kind(*pair, number, learned[pair]) for pair, number in networks.items()]


def table(rows: Sequence[Any]) -> Table:
    """Return how many networks learned; the first setting labels the rows."""
    down, across, learned = _by_settings(rows)
    counts = Table(title=_title(rows), box=SIMPLE)
    for head in (" \\ ".join(rows[0]._fields[:2]), *map(str, across)):
        counts.add_column(head, justify="right")
    for value in down:
        counts.add_row(str(value), *(str(learned[value, other]) for other in across))
    return counts


def draw(figure: Figure, rows: Sequence[Any]) -> None:
    """Draw how many networks learned, as a heat map."""
    down, across, learned = _by_settings(rows)
    networks = rows[0].networks
    axes = figure.add_subplot()
    counts = np.array([[learned[value, other] for other in across] for value in down])
    image = axes.imshow(counts, cmap="Greens", vmin=0, vmax=networks)
    for (y, x), count in np.ndenumerate(counts):
        color = "white" if count > networks / 2 else "black"
        axes.text(x, y, str(count), ha="center", va="center", color=color)
    axes.set_xticks(range(len(across)), [str(value) for value in across])
    axes.set_yticks(range(len(down)), [str(value) for value in down])
    axes.set(ylabel=rows[0]._fields[0], xlabel=rows[0]._fields[1], title=_title(rows))
    figure.colorbar(image, label="networks that learned")


def _by_settings(
    rows: Sequence[Any],
) -> tuple[list[int], list[int], dict[tuple[int, int], int]]:
    learned = {row[:2]: row.learned for row in rows}
    down, across = (sorted(set(values)) for values in zip(*learned, strict=True))
    return down, across, learned


def _title(rows: Sequence[Any]) -> str:
    return f"how many of {rows[0].networks} networks learned"


def listed(numbers: Iterable[int]) -> str:
    """Return the numbers as a sentence lists them, with "or" before the last one."""
    *most, last = map(str, numbers)
    return f"{', '.join(most)} or {last}"
