"""Rows of numbers, to and from a CSV file; pictures as SVG."""

import csv
from collections.abc import Sequence
from pathlib import Path
from typing import Any, NamedTuple, TypeVar

import numpy as np
from matplotlib import rc_context
from matplotlib.figure import Figure

Record = TypeVar("Record", bound=NamedTuple)


def save_rows(rows: Sequence[Any], path: Path) -> None:
    """Write NamedTuples of one kind, with the names of their fields as the header."""
    with path.open("w", newline="", encoding="utf-8") as file:
        writer = csv.writer(file, lineterminator="\n")
        writer.writerow(rows[0]._fields)
        writer.writerows([_short(value) for value in row] for row in rows)


def _short(value: float) -> str:
    return f"{value:.4g}" if isinstance(value, float) else str(value)


def read_rows(kind: type[Record], path: Path) -> list[Record]:
    """Read what `save_rows` wrote."""
    types = kind.__annotations__.values()
    with path.open(newline="", encoding="utf-8") as file:
        lines = list(csv.reader(file))[1:]
    return [
        kind(*(t(text) for t, text in zip(types, line, strict=True))) for line in lines
    ]


def save_svg(figure: Figure, path: Path, title: str) -> None:
    """Write the picture. The same picture always gives the same bytes.

    Args:
        figure: the picture.
        path: the file.
        title: what the picture shows, for readers who cannot see it.
    """
    figure.draw_without_rendering()
    figure.set_layout_engine("none")  # its results differ in the last digits
    for axes in figure.axes:
        left, bottom, width, height = np.round(axes.get_position(True).bounds, 4)
        axes.set_position((left, bottom, width, height))
    with rc_context({"svg.hashsalt": "echornn"}):
        figure.savefig(path, metadata={"Date": None, "Title": title})
