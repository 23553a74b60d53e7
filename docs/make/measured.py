"""The numbers that `measure.py` saved, and how the lesson quotes them."""

from functools import cache
from pathlib import Path
from typing import Any, NamedTuple

from echolab.experiments import LEARNED
from echolab.experiments.records import read_rows

HERE = Path(__file__).parent


class Fading(NamedTuple):
    """How much of the gradient is left after some steps back, in untrained networks."""

    state_size: int
    scale: float
    """The initial weights are drawn uniformly from [0, scale)."""
    steps: int
    norm: float
    """Largest factor by which a gradient is multiplied, averaged over networks."""


class Plateau(NamedTuple):
    """What a network learns while its loss does not change."""

    window: int
    loss: float
    """Mean loss of the hundred windows that begin here."""
    slope: float
    """Mean slope of tanh, 1 - h^2."""
    bit_0: float
    """Share of the current bit's variance that a linear map of the state explains."""
    bit_1: float
    bit_2: float
    bit_3: float


class Descent(NamedTuple):
    """How well one network learns with one optimizer."""

    optimizer: str
    seed: int
    mean_loss: float
    """Mean loss of the tenth epoch."""


@cache
def read(kind: type[Any]) -> list[Any]:
    """Return the saved rows of this kind."""
    return read_rows(kind, HERE / f"{kind.__name__.lower()}.csv")


def figures() -> dict[str, str]:
    """Return the figures by the names that the chapters use for them."""
    norms = {(f.state_size, f.scale, f.steps): f.norm for f in read(Fading)}
    learned = [d.optimizer for d in read(Descent) if d.mean_loss < LEARNED]
    return {
        "fading_4": f"{norms[4, 1, 3]:.3f}",
        "fading_8": _power(norms[8, 1, 8]),
        "fading_8_halved": _power(norms[8, 0.5, 8]),
        "learned_adagrad": str(learned.count("Adagrad")),
        "learned_plain": str(learned.count("plain")),
        "plateau": plateau_table(),
    }


def _power(number: float) -> str:
    return f"{number:.0e}".replace("e-0", "e-")


def plateau_table() -> str:
    """Return the plateau as an indented table."""
    lines = ["window   loss   slope of tanh   1 step ago   2 steps   3 steps"]
    for row in read(Plateau):
        *_, one, two, three = (f"{100 * share:.0f}%" for share in row[3:])
        lines.append(
            f"{row.window:6}{row.loss:7.2f}{row.slope:16.2f}{one:>13}{two:>10}{three:>10}"
        )
    return "\n".join(f"    {line}" for line in lines)
