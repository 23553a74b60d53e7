"""One experiment, from the first network to the saved picture."""

from collections.abc import Iterable
from importlib import import_module
from pathlib import Path
from typing import Any, Protocol, cast

from matplotlib.figure import Figure
from rich.console import Console
from rich.progress import track
from rich.table import Table

from echolab.experiments.networks import Run, Trained, train_all
from echolab.experiments.records import read_rows, save_rows, save_svg

SIZE = (8, 5)
"""Inches."""


class Experiment(Protocol):
    """What the module of an experiment has to contain."""

    CLAIM: str
    NETWORKS: int
    """How many networks to train for each setting by default."""
    Row: type[Any]
    """A NamedTuple: one row of the saved numbers."""

    def runs(self, networks: int) -> list[Run]: ...
    def rows(self, trained: Iterable[Trained]) -> list[Any]: ...
    def table(self, rows: list[Any]) -> Table: ...
    def draw(self, figure: Figure, rows: list[Any]) -> None: ...
    def finding(self, rows: list[Any]) -> str: ...


def experiment(name: str) -> Experiment:
    """Return the module of that name."""
    return cast(Experiment, import_module(f"echolab.experiments.claims.{name}"))


def measure(name: str, networks: int | None, folder: Path) -> None:
    """Train; print the table and the finding; save the numbers and the picture."""
    console = Console(highlight=False)
    subject = experiment(name)
    runs = subject.runs(networks or subject.NETWORKS)
    console.print(f"{name}: training {len(runs)} networks")
    measured = subject.rows(_with_progress(console, runs))
    folder.mkdir(parents=True, exist_ok=True)
    numbers, picture = folder / f"{name}.csv", folder / f"{name}.svg"
    save_rows(measured, numbers)
    rows = read_rows(subject.Row, numbers)  # print exactly what is saved
    save_svg(picture_of(subject, rows), picture, title_of(subject))
    console.print(subject.table(rows))
    console.print(f"The tutorial: {subject.CLAIM}")
    console.print(f"Measured: {subject.finding(rows)}")
    console.print(f"Saved: {numbers}, {picture}", soft_wrap=True)


def _with_progress(console: Console, runs: list[Run]) -> Iterable[Trained]:
    return track(
        train_all(runs),
        total=len(runs),
        description="training",
        console=console,
        disable=not console.is_terminal,
    )


def picture_of(subject: Experiment, rows: list[Any]) -> Figure:
    """Return an experiment's picture."""
    figure = Figure(figsize=SIZE, layout="constrained")
    subject.draw(figure, rows)
    return figure


def title_of(subject: Experiment) -> str:
    """Return the question that an experiment answers."""
    return (subject.__doc__ or "").partition("\n")[0]
