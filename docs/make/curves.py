"""The pictures of a training, drawn from its record."""

from typing import Any

import numpy as np
from matplotlib.colors import to_hex
from matplotlib.figure import Figure
from matplotlib.patches import Patch
from measured import Fading, read
from record import RECORD

from echolab.experiments import COIN
from echornn.plotting import plot

EPOCHS_WITH_SPIKES = 6
SHADES: dict[str, dict[str, Any]] = {
    "#0000ff": {"label": "input", "facecolor": "#9ecae1"},
    "#ff0000": {"label": "target echo", "facecolor": "#e34a33", "hatch": "////"},
    "#008000": {"label": "predicted echo", "facecolor": "#00441b"},
}
"""Replacements for the blue, red and green of `plot` that also differ in gray."""


def training() -> Figure:
    """Show the program's picture after 1, 3 and 100 epochs, one below another."""
    figure = Figure(figsize=(9, 15))
    parts: Any = figure.subfigures(len(np.load(RECORD)["epochs"]))
    for shown, part in enumerate(parts):
        _picture(part, shown)
        part.subplots_adjust(0.05, 0.07, 0.97, 0.88, hspace=0.4)
    return figure


def learned() -> Figure:
    """Show the program's picture once the network has learned."""
    figure = Figure(figsize=(9, 5))
    _picture(figure, shown=1)
    figure.subplots_adjust(0.05, 0.07, 0.97, 0.85, hspace=0.4)
    return figure


def _picture(figure: Any, shown: int) -> None:
    record = np.load(RECORD)
    epochs = record["epochs"][shown]
    losses = record["losses"][:epochs].ravel().astype(float)
    window = (record[name][shown] for name in ("predictions", "batch_x", "batch_y"))
    plot(figure, losses, *window)
    for bar in (bar for axes in figure.axes for bar in axes.patches):
        bar.set(**SHADES[to_hex(bar.get_facecolor())], edgecolor="white", linewidth=0)
    figure.legend(handles=[Patch(**style) for style in SHADES.values()], ncols=3)
    figure.suptitle(f"after {epochs} epoch{'s' if epochs > 1 else ''}", x=0.2)


def loss() -> Figure:
    """Show the loss of the first epochs, with a mark where each epoch begins."""
    losses = np.load(RECORD)["losses"][:EPOCHS_WITH_SPIKES].astype(float)
    epochs, windows = losses.shape
    figure = Figure(figsize=(9, 4), layout="constrained")
    axes = figure.add_subplot()
    axes.plot(losses.ravel(), linewidth=0.8)
    starts = windows * np.arange(epochs)
    axes.plot(starts, losses[:, 0], "kv", label="first window of an epoch")
    axes.axhline(COIN, color="gray", linestyle="dotted", label="ln 2: a coin flip")
    axes.set(xlabel="windows", ylabel="loss", ylim=(0, None))
    axes.set_xticks(starts)
    axes.legend()
    return figure


def fading() -> Figure:
    """Show how a gradient vanishes as it flows back through the steps."""
    figure = Figure(figsize=(9, 4), layout="constrained")
    axes = figure.add_subplot()
    for state, scale, style, words in (
        (4, 1, "o-", "4 units"),
        (8, 0.5, "^--", "8 units, initial weights halved"),
        (8, 1, "ks-", "8 units"),
    ):
        rows = [r for r in read(Fading) if (r.state_size, r.scale) == (state, scale)]
        axes.plot([r.steps for r in rows], [r.norm for r in rows], style, label=words)
    axes.set(yscale="log", xlabel="steps back", ylabel="share of the gradient left")
    axes.set_title("untrained networks, mean of 1000")
    axes.legend()
    return figure
