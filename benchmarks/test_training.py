"""Time the training of a window with every method, at the tutorial's size."""

import numpy as np
import pytest
from contenders.peers import contenders
from contenders.training import CONTENDERS, numpy_by_hand

from conftest import timed
from echornn.settings import Settings

SETTINGS = Settings()
RNG = np.random.default_rng(1)
ARRAYS = [RNG.random((5, 4)), np.zeros((1, 4)), RNG.random((4, 2)), np.zeros((1, 2))]
BITS = RNG.integers(0, 2, SETTINGS.total_series_length)
ECHO = np.concatenate([np.zeros(3, int), BITS[:-3]])
X, Y = (bits.reshape(SETTINGS.batch_size, -1) for bits in (BITS, ECHO))
CHECKED = 24
"""The number of losses that must agree. Later ones may differ, because rounding
errors grow during training."""


@pytest.mark.parametrize(
    "contender", [*CONTENDERS, *contenders()], ids=lambda c: c.name
)
def test_training(contender, measure):
    columns = contender.windows * SETTINGS.truncated_backprop_length
    x, y = X[:, :columns], Y[:, :columns]
    train = contender.make(SETTINGS, ARRAYS)
    losses, first_call = timed(train, x, y)
    expected = numpy_by_hand(SETTINGS, ARRAYS)(x, y)
    assert len(losses) == contender.windows
    np.testing.assert_allclose(losses[:CHECKED], expected[:CHECKED], atol=1e-4)
    measure(
        train,
        x,
        y,
        seconds=first_call,
        rounds=contender.rounds,
        contender=contender.name,
        windows=contender.windows,
    )
