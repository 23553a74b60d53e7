"""How long an echo can a state of a given size hold?

For an echo of k steps, the network has to store k + 1 bits (exercise 1). A unit could
store several bits in the digits of its value, but these digits would have to survive
tanh at every step. In practice, a unit stores about one bit. If there are fewer units
than bits, hardly any network learns (2 of 10 with 4 units, none with other sizes).

A larger state can store more bits, yet large networks are less likely to learn. With
more units, the sums inside tanh are larger, so the gradient vanishes (exercise 5). With
halved initial weights, large networks learn too: [try it](docs/further.md).

![A heat map of the number of networks that learned, by state size and echo length. With
up to four units, nearly all networks learned echoes with fewer steps than units; with
more units, fewer did.](docs/experiments/capacity.svg)
"""

from collections.abc import Sequence
from functools import partial
from typing import NamedTuple

from echolab.experiments import grid
from echolab.experiments.networks import Run
from echornn.settings import Settings

NETWORKS = 10
STATES = range(1, 7)
ECHOES = range(8)
CLAIM = "The state has 4 units for an echo of 3 steps. No reason is given."


class Row(NamedTuple):
    """How many networks learned with one state size and one echo."""

    state_size: int
    echo_step: int
    networks: int
    learned: int


def runs(networks: int) -> list[Run]:
    """Return a run of ten epochs for every state size, echo and seed."""
    return [
        Run(Settings(num_epochs=10, state_size=state, echo_step=echo), seed)
        for state in STATES
        for echo in ECHOES
        for seed in range(networks)
    ]


rows = partial(grid.count, Row)
table = grid.table
draw = grid.draw


def finding(shares: Sequence[Row]) -> str:
    """Say what was measured."""
    learned = {share[:2]: share.learned for share in shares}
    below, equal, above = (
        [learned[state, state + k] for state in STATES] for k in (-1, 0, 1)
    )
    networks = shares[0].networks * len(STATES)
    return (
        f"{sum(below)} of {networks} networks with {min(STATES)} to {max(STATES)} "
        f"units learned an echo of state_size - 1 steps. With state_size steps, "
        f"{sum(equal)} of {networks} did; with state_size + 1 steps, "
        f"{sum(above)} of {networks} did."
    )
