"""What if the window does not move by its own width?

The *stride* is the number of columns by which the window moves. If the stride differs
from the width of the window, the state that is carried into a window does not fit: it
belongs to a different position. The first `echo_step` answers of the window then depend
on bits that the state does not hold, or holds in the wrong place.

If the state does not help with these answers at all, half of them are wrong. That is a
share q = echo_step / (2 * window) of all answers. The network learns the echo, but
becomes less sure of every answer, because it cannot know which ones are wrong. The best
probability for the bit that it expects is 1 - q, which gives a loss of

    -(1 - q) log(1 - q) - q log q      on average (the binary entropy of q)
    -log(1 - q)                        in windows where the state fits

For an echo of 3 steps and windows of 15 columns, q is 0.1, and the two losses are 0.325
and 0.105. With strides of 12, 14 and 16 columns, the state still helps a little, so the
training loss is lower.

![Two curves of the loss against the stride: in training, and where the state fits. At
15, the width of the window, both losses are near 0. At strides far from 15, they are
near 0.325 and 0.105.](docs/experiments/stride.svg)
"""

from collections.abc import Iterable, Sequence
from dataclasses import replace
from functools import partial
from math import floor
from typing import NamedTuple

import numpy as np
from matplotlib.figure import Figure
from numpy.lib.stride_tricks import sliding_window_view
from rich.box import SIMPLE
from rich.table import Table

from echolab.experiments.networks import Data, Run, Trained
from echolab.experiments.probabilities import probabilities
from echornn.batching import num_batches
from echornn.data import generate_data
from echornn.settings import Settings

NETWORKS = 15
STRIDES = 1, 5, 10, 12, 14, 15, 16, 18, 20, 30
SETTINGS = Settings(num_epochs=10)
WINDOW = SETTINGS.truncated_backprop_length
CLAIM = "The window may also move by a stride other than its own width."


class Row(NamedTuple):
    """Medians over the networks that were trained with one stride."""

    stride: int
    networks: int
    training_loss: float
    """In the last epoch."""
    fitting_loss: float
    """After training, in windows that begin where the previous window ended."""
    fitting_right: float
    """Share of right bits in these windows."""


def runs(networks: int) -> list[Run]:
    """Return a run of ten epochs, with 666 windows each, for every stride and seed."""
    return [
        Run(SETTINGS, seed, partial(strided_data, stride))
        for stride in STRIDES
        for seed in range(networks)
    ]


def strided_data(stride: int, settings: Settings, rng: np.random.Generator) -> Data:
    """Draw the windows of an epoch with this stride; return them side by side."""
    columns = WINDOW + (num_batches(settings) - 1) * stride
    long = replace(settings, total_series_length=settings.batch_size * columns)
    x, y = (
        sliding_window_view(rows, WINDOW, axis=1)[:, ::stride].reshape(len(rows), -1)
        for rows in generate_data(long, rng)
    )
    return x, y


def rows(trained: Iterable[Trained]) -> list[Row]:
    """Take the medians over the networks of each stride."""
    networks = list(trained)
    number = len(networks) // len(STRIDES)
    groups = (networks[i * number : (i + 1) * number] for i in range(len(STRIDES)))
    return [
        Row(stride, number, *np.median([_losses(one) for one in group], axis=0))
        for stride, group in zip(STRIDES, groups, strict=True)
    ]


def _losses(network: Trained) -> tuple[float, float, float]:
    rng = np.random.default_rng(network.run.seed)
    two_windows = replace(SETTINGS, batch_size=1000, total_series_length=2000 * WINDOW)
    right = probabilities(network.parameters, generate_data(two_windows, rng))
    fitting = right[:, WINDOW:]  # (batch, time): the second window
    loss = float(np.mean(-np.log(fitting)))
    return network.mean_losses[-1], loss, float(np.mean(fitting > 0.5))


def table(strides: Sequence[Row]) -> Table:
    """Return the medians for every stride."""
    heads = "stride", "training loss", "loss where the state fits", "right bits there"
    medians = Table(*heads, box=SIMPLE)
    for stride in strides:
        right = f"{100 * stride.fitting_right:.1f} %"
        losses = f"{stride.training_loss:.3f}", f"{stride.fitting_loss:.3f}"
        medians.add_row(str(stride.stride), *losses, right)
    return medians


def draw(figure: Figure, strides: Sequence[Row]) -> None:
    """Draw both losses against the stride."""
    unknown = SETTINGS.echo_step / (2 * WINDOW)
    expected = -(1 - unknown) * np.log(1 - unknown) - unknown * np.log(unknown)
    axes = figure.add_subplot()
    steps = [stride.stride for stride in strides]
    axes.plot(steps, [s.training_loss for s in strides], "o-", label="in training")
    axes.plot(
        steps, [s.fitting_loss for s in strides], "s-", label="where the state fits"
    )
    axes.axhline(expected, color="gray", linestyle="dotted")
    axes.axhline(-np.log(1 - unknown), color="gray", linestyle="dotted")
    axes.set(xlabel="stride: columns from one window to the next", ylabel="loss")
    axes.set_ylim(0, 0.4)
    axes.set_title(f"windows of {WINDOW} columns; dotted: expected if q = {unknown}")
    axes.legend()


def finding(strides: Sequence[Row]) -> str:
    """Say what was measured."""
    own = next(stride for stride in strides if stride.stride == WINDOW)
    losses = [stride.training_loss for stride in strides if stride != own]
    right = floor(100 * min(stride.fitting_right for stride in strides))
    return (
        f"With a stride of {WINDOW} columns, the width of the window, the median loss "
        f"of the last epoch is {own.training_loss:.3f}. With other strides, it is "
        f"between {min(losses):.2f} and {max(losses):.2f}. In windows where the state "
        f"fits, the median share of correct answers is at least {right}% for every "
        "stride."
    )
