"""The numbers that describe one training run. This module is given in full.

The numbers are the fields of `Settings`. The defaults are the tutorial's
values. Invalid values raise a `ValueError`. An epoch is one pass over a series of bits,
which is cut into rows. Each training step uses a window: a few columns of all rows. The
number of windows in an epoch is

    num_batches = total_series_length // batch_size // truncated_backprop_length

With the defaults, this is 50000 // 5 // 15 = 666.

>>> settings = Settings(batch_size=4)
>>> settings.truncated_backprop_length, settings.echo_step, settings.batch_size
(15, 3, 4)
>>> Settings(batch_size=7)
Traceback (most recent call last):
ValueError: total_series_length must be divisible by batch_size 7, got 50000

Next, `data` makes a series and its echo.
"""

from dataclasses import dataclass, fields
from math import isfinite
from numbers import Integral, Real
from typing import Any


@dataclass(frozen=True)
class Settings:
    """The settings of one training run, checked when they are created.

    Raises:
        ValueError: a value is out of range. The message names the field, the rule and
            the value.
    """

    num_epochs: int = 100
    """Number of passes, each over a new series."""
    total_series_length: int = 50_000
    """Bits in the flat series of one epoch."""
    truncated_backprop_length: int = 15
    """Columns of one window. Gradients flow back no further than this."""
    state_size: int = 4
    """Units of the state. An echo of k steps needs about k + 1 units."""
    num_classes: int = 2
    """Classes to choose from: a bit is 0 or 1."""
    echo_step: int = 3
    """Steps by which the target lags behind the input. 0 means no lag."""
    batch_size: int = 5
    """Number of rows into which the series is cut; they are read in parallel."""
    learning_rate: float = 0.3
    """Adagrad's step size."""

    def __post_init__(self) -> None:
        for field in fields(self):
            _check_number(field.name, field.type, getattr(self, field.name))
        self._check_series()

    def _check_series(self) -> None:
        columns, rest = divmod(self.total_series_length, self.batch_size)
        if rest:
            rule = f"be divisible by batch_size {self.batch_size}"
            raise _error("total_series_length", rule, self.total_series_length)
        if self.echo_step >= self.total_series_length:
            rule = f"be below total_series_length {self.total_series_length}"
            raise _error("echo_step", rule, self.echo_step)
        if self.truncated_backprop_length > columns:
            rule = f"fit into a row of {columns} columns"
            value = self.truncated_backprop_length
            raise _error("truncated_backprop_length", rule, value)


_SMALLEST = {"echo_step": 0, "num_classes": 2}


def _check_number(name: str, kind: object, value: Any) -> None:
    if kind is float:
        if not (_is_a(Real, value) and isfinite(value) and value > 0):
            raise _error(name, "be a finite positive number", value)
    else:
        smallest = _SMALLEST.get(name, 1)
        if not (_is_a(Integral, value) and value >= smallest):
            raise _error(name, f"be an integer of at least {smallest}", value)


def _is_a(kind: type, value: Any) -> bool:
    return isinstance(value, kind) and not isinstance(value, bool)


def _error(name: str, rule: str, value: object) -> ValueError:
    return ValueError(f"{name} must {rule}, got {value!r}")
