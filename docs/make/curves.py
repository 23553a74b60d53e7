"""The pictures of a training, drawn from its record."""

from typing import Any

import numpy as np
from matplotlib.figure import Figure
from record import RECORD

from echolab.experiments import COIN
from echornn.plotting import plot

EPOCHS_WITH_SPIKES = 6


def training() -> Figure:
    """Show the program's picture after some epochs, one below the other."""
    figure = Figure(figsize=(9, 15))
    parts: Any = figure.subfigures(len(np.load(RECORD)["epochs"]))
    for shown, part in enumerate(parts):
        _picture(part, shown)
        part.subplots_adjust(0.05, 0.07, 0.97, 0.88, hspace=0.4)
    return figure


def learned() -> Figure:
    """Show the program's picture once the network has learned."""
    figure = Figure(figsize=(9, 5), layout="constrained")
    _picture(figure, shown=1)
    return figure


def _picture(figure: Any, shown: int) -> None:
    record = np.load(RECORD)
    epochs = record["epochs"][shown]
    losses = record["losses"][:epochs].ravel().astype(float)
    window = (record[name][shown] for name in ("predictions", "batch_x", "batch_y"))
    plot(figure, losses, *window)
    figure.suptitle(f"after {epochs} epoch{'s' if epochs > 1 else ''}")


def loss() -> Figure:
    """Show the loss of the first epochs, and mark where each begins."""
    losses = np.load(RECORD)["losses"][:EPOCHS_WITH_SPIKES].astype(float)
    epochs, windows = losses.shape
    figure = Figure(figsize=(9, 4), layout="constrained")
    axes = figure.add_subplot()
    axes.plot(losses.ravel(), linewidth=0.8)
    starts = windows * np.arange(epochs)
    axes.plot(starts, losses[:, 0], "rv", label="first window of an epoch")
    axes.axhline(COIN, color="gray", linestyle="dotted", label="ln 2: a coin")
    axes.set(xlabel="windows", ylabel="loss", ylim=(0, None))
    axes.set_xticks(starts)
    axes.legend()
    return figure
