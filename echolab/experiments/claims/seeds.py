"""Does the network learn from any initial weights?

Every network has its own random weights and data. Most learn within a few epochs. Some
learn much later, and a few never learn: their loss stays at ln 2.

![A hundred learning curves. Most fall steeply within a few epochs. The others stay at
ln 2 for longer; most of them fall later.](docs/experiments/seeds.svg)
"""

from collections.abc import Iterable, Sequence
from typing import Any, NamedTuple

import numpy as np
from matplotlib.figure import Figure
from rich.box import SIMPLE
from rich.table import Table

from echolab.experiments import COIN, LEARNED
from echolab.experiments.networks import Run, Trained
from echornn.settings import Settings

NETWORKS = 100
EPOCHS = 100
SHOWN = 1, 2, 3, 5, 10, 20, 50, 100
LEARNED_STYLE: dict[str, Any] = {"color": "tab:green", "linewidth": 0.7, "alpha": 0.5}
STUCK_STYLE: dict[str, Any] = {"color": "darkred", "linewidth": 1.4, "ls": "--"}
CLAIM = "The network learns the echo exactly and quickly, so no test set is needed."


class Row(NamedTuple):
    """One epoch of one network."""

    seed: int
    epoch_idx: int
    mean_loss: float


def runs(networks: int) -> list[Run]:
    """Return a run of the tutorial's hundred epochs for every seed."""
    return [Run(Settings(num_epochs=EPOCHS), seed) for seed in range(networks)]


def rows(trained: Iterable[Trained]) -> list[Row]:
    """List the epochs of all networks."""
    return [
        Row(network.run.seed, epoch_idx, mean_loss)
        for network in trained
        for epoch_idx, mean_loss in enumerate(network.mean_losses)
    ]


def curves(epochs: Sequence[Row]) -> np.ndarray:
    """Return the mean losses (networks, epochs)."""
    return np.reshape([epoch.mean_loss for epoch in epochs], (-1, EPOCHS))


def learned_after(epochs: Sequence[Row], number: int) -> int:
    """Count the networks whose mean loss in epoch `number` (from 1) is below 0.1."""
    return int(np.sum(curves(epochs)[:, number - 1] < LEARNED))


def table(epochs: Sequence[Row]) -> Table:
    """Return how many networks have learned after some numbers of epochs."""
    networks = len(curves(epochs))
    heads = "epochs", f"learned (of {networks})", "median of the mean losses"
    counts = Table(*heads, box=SIMPLE)
    for number in SHOWN:
        median = np.median(curves(epochs)[:, number - 1])
        counts.add_row(str(number), str(learned_after(epochs, number)), f"{median:.2g}")
    return counts


def draw(figure: Figure, epochs: Sequence[Row]) -> None:
    """Draw every learning curve."""
    axes = figure.add_subplot()
    numbers = np.arange(1, EPOCHS + 1)
    for curve in curves(epochs):
        style = LEARNED_STYLE if curve[-1] < LEARNED else STUCK_STYLE
        axes.plot(numbers, curve, **style)
    axes.axhline(COIN, color="black", linestyle="dotted")
    axes.text(EPOCHS, COIN, "ln 2: a coin flip ", ha="right", va="bottom")
    axes.set(xscale="log", yscale="log", xlim=(1, EPOCHS))
    axes.set(xlabel="epoch", ylabel="mean loss of the epoch")
    axes.set_title(f"{len(curves(epochs))} networks; dashed: not learned by the end")


def finding(epochs: Sequence[Row]) -> str:
    """Say what was measured."""
    ten, fifty, hundred = (learned_after(epochs, number) for number in (10, 50, 100))
    stuck = curves(epochs)[curves(epochs)[:, -1] >= LEARNED]
    forgot = int(np.sum(stuck.min(axis=1) < LEARNED))
    return (
        f"Of {len(curves(epochs))} networks, {ten} have learned after 10 epochs, "
        f"{fifty} after 50 and {hundred} after 100. Of the other {len(stuck)}, "
        f"{forgot} had learned earlier, but lost what it had learned."
    )
