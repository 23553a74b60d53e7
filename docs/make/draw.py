"""Draw every picture of the lesson: `tox -e docs`.

The schemes are drawn from code alone. All other pictures show saved numbers: the record
of a training, and what `measure.py` and the experiments measured on the reference.
"""

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import curves
import schemes
from matplotlib.figure import Figure

from echolab.experiments.__main__ import NAMES
from echolab.experiments.laboratory import Experiment, experiment, picture_of, title_of
from echolab.experiments.records import read_rows, save_svg

DOCS = Path(__file__).parents[1]


def pictures() -> Iterator[tuple[str, Figure, str]]:
    """Iterate over the files, the figures in them, and their titles."""
    for draw in (
        schemes.pipeline,
        schemes.rows,
        schemes.batch_window,
        schemes.columns,
        schemes.cell,
        schemes.delay_line,
        schemes.truncation,
        curves.training,
        curves.learned,
        curves.loss,
        curves.fading,
    ):
        yield f"pictures/{draw.__name__}.svg", draw(), draw.__doc__ or ""
    for name in NAMES:
        subject, rows = saved(name)
        yield f"experiments/{name}.svg", picture_of(subject, rows), title_of(subject)


def saved(name: str) -> tuple[Experiment, list[Any]]:
    """Return an experiment and the numbers that it measured on the reference."""
    subject = experiment(name)
    return subject, read_rows(subject.Row, DOCS / "experiments" / f"{name}.csv")


def main(folder: Path = DOCS) -> None:
    """Write all pictures."""
    for file, figure, title in pictures():
        (folder / file).parent.mkdir(exist_ok=True)
        save_svg(figure, folder / file, title.removeprefix("Show ").rstrip("."))


if __name__ == "__main__":
    main()
