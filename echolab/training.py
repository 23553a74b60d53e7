"""Training in pieces, by the window or by the epoch."""

from collections.abc import Iterator, Sequence
from typing import NamedTuple

import numpy as np

from echornn.batching import batch_window
from echornn.cell import init_parameters
from echornn.data import generate_data
from echornn.settings import Settings
from echornn.trainer import TrainingStep, make_optimizer, train


class Piece(NamedTuple):
    """Windows of one epoch that were trained in a row."""

    first_batch_idx: int
    losses: Sequence[float]
    step: TrainingStep
    """The last of them."""


def by_window(settings: Settings, rng: np.random.Generator) -> Iterator[Piece]:
    """Train as exercise 5 does, window by window."""
    for step in train(settings, rng):
        yield Piece(step.batch_idx, [step.total_loss], step)


def by_epoch(settings: Settings, rng: np.random.Generator) -> Iterator[Piece]:
    """Train as exercise 7 does, a whole epoch at once."""
    from echornn.compiled import train_epoch  # by window, nobody needs it

    parameters = init_parameters(settings, rng)
    optimizer = make_optimizer(settings)
    time = settings.truncated_backprop_length
    for epoch_idx in range(settings.num_epochs):
        x, y = generate_data(settings, rng)
        result = train_epoch(parameters, optimizer, x, y, time)
        losses = np.asarray(result.losses).tolist()
        batch_idx = len(losses) - 1
        window = batch_window(x, y, batch_idx, time)
        said = np.asarray(result.predictions_series)
        step = TrainingStep(epoch_idx, batch_idx, losses[-1], said, *window)
        yield Piece(0, losses, step)
