"""How much longer than the echo must the window be?

Gradients can teach the network an echo only if one window holds both a bit and its echo
(exercise 5). With shorter windows, the state still carries bits forward, but networks
learn to preserve them only by luck, and easily lose what they have learned.

![A heat map of the number of networks that learned, by window length and echo length.
If the window is no longer than the echo, almost none did; with one more column, almost
all did.](docs/experiments/window.svg)
"""

from collections.abc import Sequence
from functools import partial
from typing import NamedTuple

from echolab.experiments import grid
from echolab.experiments.grid import listed
from echolab.experiments.networks import Run
from echornn.settings import Settings

NETWORKS = 20
WINDOWS = range(1, 7)
ECHOES = range(4)
CLAIM = (
    "A window that is only as long as the echo never holds both a bit and its echo, "
    "so the network cannot be trained. The window must be much longer."
)


class Row(NamedTuple):
    """How many networks learned with one window length and one echo."""

    truncated_backprop_length: int
    echo_step: int
    networks: int
    learned: int


def runs(networks: int) -> list[Run]:
    """Return a run of ten epochs for every window, echo and seed."""
    return [
        Run(
            Settings(num_epochs=10, truncated_backprop_length=window, echo_step=echo),
            seed,
        )
        for window in WINDOWS
        for echo in ECHOES
        for seed in range(networks)
    ]


rows = partial(grid.count, Row)
table = grid.table
draw = grid.draw


def finding(shares: Sequence[Row]) -> str:
    """Say what was measured, for echoes of one step and more."""
    learned = {share[:2]: share.learned for share in shares}
    echoes = [echo for echo in ECHOES if echo]
    as_long, longer = ([learned[echo + k, echo] for echo in echoes] for k in (0, 1))
    networks = shares[0].networks * len(echoes)
    return (
        f"With a window as long as the echo, {sum(as_long)} of {networks} networks "
        f"learned an echo of {listed(echoes)} steps. With one more column, "
        f"{sum(longer)} did."
    )
