"""Why does the loss jump when an epoch begins, and where?

In every row except row 0, the first `echo_step` targets echo the end of the row above.
Each row is read on its own, so the network has to guess these targets. In the first
column, the loss is about that of a coin flip. In the next two columns, the network is
too sure of its guesses, so the loss is higher. From column `echo_step` on, it has read
every bit that it has to output.

In row 0, the first targets are always 0, but the network has to guess there too,
because it does not know which row it is reading. A state of zeros does not mean that it
has read zeros: in the network built by hand, zeros in the input lead to values of -1. A
state of zeros occurs only once in 666 windows, so the network hardly learns which
targets follow it.

![A heat map of the loss in the first window, by row and column. The first three columns
are bright, but less so in row 0. All other columns are
dark.](docs/experiments/spikes.svg)
"""

from collections.abc import Iterable, Sequence
from dataclasses import replace
from typing import NamedTuple

import numpy as np
from matplotlib.figure import Figure
from rich.table import Table

from echolab.experiments import NothingLearnedError
from echolab.experiments.networks import Data, Run, Trained
from echolab.experiments.probabilities import probabilities
from echornn.data import generate_data
from echornn.settings import Settings

NETWORKS = 20
BEGINNINGS = 200
"""Number of new epochs whose first window every trained network reads."""
SETTINGS = Settings(num_epochs=10)
CLAIM = (
    "The loss spikes at the start of every epoch, because in every row except row 0, "
    "the first targets depend on bits that the network has not read."
)


class Row(NamedTuple):
    """The mean loss at one place of an epoch's first window."""

    row: int
    column: int
    loss: float


def runs(networks: int) -> list[Run]:
    """Return a run of ten epochs for every seed."""
    return [Run(SETTINGS, seed) for seed in range(networks)]


def rows(trained: Iterable[Trained]) -> list[Row]:
    """Average the losses of the networks that learned, over many first windows."""
    losses = [_losses(network) for network in trained if network.learned]
    if not losses:
        raise NothingLearnedError("no network learned: train more with --networks N")
    mean = np.mean(losses, axis=0)
    return [
        Row(row, column, float(loss)) for (row, column), loss in np.ndenumerate(mean)
    ]


def _losses(network: Trained) -> np.ndarray:
    rng = np.random.default_rng(network.run.seed)
    right = probabilities(network.parameters, _beginnings(rng))
    losses = -np.log(right).reshape(BEGINNINGS, SETTINGS.batch_size, -1)
    return losses.mean(axis=0)  # (row, column)


def _beginnings(rng: np.random.Generator) -> Data:
    """Return the first windows of many epochs, one below another."""
    window = SETTINGS.batch_size * SETTINGS.truncated_backprop_length
    one = replace(SETTINGS, total_series_length=window)
    x, y = zip(*(generate_data(one, rng) for _ in range(BEGINNINGS)), strict=True)
    return np.concatenate(x), np.concatenate(y)


def picture(places: Sequence[Row]) -> np.ndarray:
    """Return the losses (row, column)."""
    return np.reshape([place.loss for place in places], (SETTINGS.batch_size, -1))


def table(places: Sequence[Row]) -> Table:
    """Return the losses by row and column."""
    losses = picture(places)
    columns = map(str, range(losses.shape[1]))
    grid = Table("row", *columns, title="loss by column", box=None, pad_edge=False)
    grid.collapse_padding = True  # 15 columns fit into 80 characters
    for row, line in enumerate(losses):
        grid.add_row(str(row), *(f"{loss:.2f}" for loss in line))
    return grid


def draw(figure: Figure, places: Sequence[Row]) -> None:
    """Draw the losses as a heat map."""
    losses = picture(places)
    axes = figure.add_subplot()
    image = axes.imshow(losses, cmap="magma", vmin=0)
    for (row, column), loss in np.ndenumerate(losses):
        color = "black" if loss > 1 else "white"
        axes.text(column, row, f"{loss:.1f}", color=color, ha="center", va="center")
    axes.axvline(SETTINGS.echo_step - 0.5, color="white", linestyle="dotted")
    axes.set_xticks(range(losses.shape[1]))
    axes.set(xlabel="column (dotted line: echo_step)", ylabel="row of the batch")
    axes.set_title("loss in the first window of a new epoch")
    figure.colorbar(image, label="mean loss", shrink=0.6)


def finding(places: Sequence[Row]) -> str:
    """Say what was measured."""
    losses, echo = picture(places), SETTINGS.echo_step
    first, others = losses[0, :echo].mean(), losses[1:, :echo].mean()
    return (
        f"In columns 0 to {echo - 1} of row 0, where all targets are 0, the mean loss "
        f"is {first:.2f}. In the same columns of the other rows, it is {others:.2f}. "
        f"From column {echo} on, it is {losses[:, echo:].mean():.2f}."
    )
