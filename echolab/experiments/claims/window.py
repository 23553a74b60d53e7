"""How much longer than the echo must the window be?

The network can learn that an answer depends on the bit `echo_step` columns earlier only
if one window holds both. With `echo_step + 1` columns, this is so for the last column.
In narrower windows the state still carries the bit forward, but no gradient teaches W
to keep it. Such networks learn only by luck, and easily lose what they have learned.

![A heat map: where the window is as wide as the echo or narrower, almost no network has
learned; with one column more, almost all have.](docs/experiments/window.svg)
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
    "A window as short as the echo contains no complete dependency, so the network "
    "cannot be trained; the window must be much longer than the echo."
)


class Row(NamedTuple):
    """How many networks learned, with one window and one echo."""

    truncated_backprop_length: int
    echo_step: int
    networks: int
    learned: int


def runs(networks: int) -> list[Run]:
    """Return ten epochs for every window, echo and seed."""
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
    as_wide, wider = ([learned[echo + k, echo] for echo in echoes] for k in (0, 1))
    return (
        f"For echoes of {listed(echoes)} steps, with {shares[0].networks} networks "
        f"each: {listed(as_wide)} learned with a window as wide as the echo; "
        f"{listed(wider)} learned with one more column."
    )
