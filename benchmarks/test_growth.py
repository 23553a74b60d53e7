"""Measure how the time of an epoch grows with each size, for `product` and `@`."""

from dataclasses import asdict

import numpy as np
import pytest
from contenders.training import (
    compiled_epoch,
    compiled_epoch_with_matmul,
    numpy_by_hand,
)

from conftest import timed
from echornn.settings import Settings

FORMS = {"product": compiled_epoch, "@": compiled_epoch_with_matmul}
GROWTH = {
    "total_series_length": [25_000, 50_000, 100_000, 200_000, 400_000],
    "batch_size": [5, 10, 20, 40, 80],
    "truncated_backprop_length": [5, 10, 20, 40],
    "state_size": [4, 8, 16, 32, 64],
}
WINDOWS = 600
"""The number of windows in an epoch, except where the series length varies."""


def settings_with(field: str, value: int) -> Settings:
    """Return the tutorial's settings with one field changed.

    Unless that field is the length of the series, the length is adjusted to it.
    """
    values = {**asdict(Settings()), field: value}
    if field != "total_series_length":
        window = values["batch_size"] * values["truncated_backprop_length"]
        values["total_series_length"] = WINDOWS * window
    return Settings(**values)


CASES = [(form, *case) for case in GROWTH.items() for form in FORMS]
CASES = [(form, field, value) for form, field, values in CASES for value in values]


@pytest.mark.parametrize(("form", "field", "value"), CASES)
def test_growth(form, field, value, measure):
    settings = settings_with(field, value)
    state, classes = settings.state_size, settings.num_classes
    rng = np.random.default_rng(1)
    sizes = (1 + state, state), (1, state), (state, classes), (1, classes)
    arrays = [rng.uniform(-1, 1, size) / np.sqrt(state) for size in sizes]
    bits = rng.integers(0, 2, settings.total_series_length)
    x, y = (bits.reshape(settings.batch_size, -1) for bits in (bits, np.roll(bits, 3)))
    train = FORMS[form](settings, arrays)
    losses, first_call = timed(train, x, y)
    checked = numpy_by_hand(settings, arrays)(x, y)[:3]
    np.testing.assert_allclose(losses[:3], checked, atol=1e-4)
    measure(
        train,
        x,
        y,
        seconds=first_call,
        rounds=5,
        form=form,
        field=field,
        value=value,
        steps=len(losses),
    )
