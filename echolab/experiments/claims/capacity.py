"""How long an echo can a state of a given size hold?

To answer with the bit from k steps ago, the network has to hold that bit and all that
came after it, because each of them will be asked for: k + 1 bits. A unit could hold
several bits in its digits, but they would have to survive tanh at every step. So it
holds about one, and a state with fewer units than bits hardly ever learns (2 of 10
networks with 4 units, none at other sizes).

Larger states have room, yet they learn less often. The more units there are, the
larger the sums, and the gradient vanishes (exercise 5). With the initial weights
halved, large states learn too: [try it](docs/further.md).

![A heat map: states of up to four units learn echoes of fewer steps than units; larger
ones learn less often.](docs/experiments/capacity.svg)
"""

from collections.abc import Sequence
from functools import partial
from typing import NamedTuple

from echolab.experiments import grid
from echolab.experiments.grid import listed
from echolab.experiments.networks import Run
from echornn.settings import Settings

NETWORKS = 10
STATES = range(1, 7)
ECHOES = range(8)
CLAIM = "A state of 4 units is used for an echo of 3 steps; no reason is given."


class Row(NamedTuple):
    """How many networks learned, with one state and one echo."""

    state_size: int
    echo_step: int
    networks: int
    learned: int


def runs(networks: int) -> list[Run]:
    """Return ten epochs for every state, echo and seed."""
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
    return (
        f"For states of {listed(STATES)} units, with {shares[0].networks} networks "
        f"each: {listed(below)} learned an echo of state_size - 1 steps; "
        f"{listed(equal)} learned an echo of state_size steps; {listed(above)} learned "
        f"an echo of state_size + 1 steps."
    )
