"""Probes for exercise 1: the echo, the rows, and the data of an epoch."""

from dataclasses import replace
from functools import partial

import numpy as np

from dojo.diagnosis.fingerprint import form, probe
from echornn.settings import Settings

SERIES = np.array([5, 1, 4, 2, 9, 7, 3, 8])
SETTINGS = Settings(
    total_series_length=1200, batch_size=4, truncated_backprop_length=5, echo_step=10
)
REACH = SETTINGS.echo_step + 1
"""How far around its place a target's origin is looked for."""


@probe("1.1")
def of_echo(echo):
    """Ask for several delays, none among them, and what becomes of the series."""
    for echo_step in (2, 1, 3, 5):
        yield partial(echo, SERIES.copy(), echo_step)
    yield lambda: _without_delay(echo)
    yield lambda: echo(SERIES.astype("int8"), 2).dtype == "int8"
    yield lambda: _is_kept(echo, SERIES.copy(), 2)


def _without_delay(echo):
    """Return the echo of no delay; only if an echo of two steps is right."""
    if not np.array_equal(echo(SERIES.copy(), 2), [0, 0, *SERIES[:-2]]):
        return "not asked"
    series = SERIES.copy()
    echoed = echo(series, 0)
    return echoed, np.shares_memory(echoed, series)


def _is_kept(echo, series, echo_step):
    echo(series, echo_step)
    return np.array_equal(series, SERIES)


@probe("1.2")
def of_to_rows(to_rows):
    """Ask for rows of several lengths, and for some that do not divide."""
    for length, batch_size in ((12, 3), (12, 2), (5, 1), (4, 4)):
        yield partial(to_rows, np.arange(1, length + 1), batch_size)
    for length, batch_size in ((7, 2), (8, 3)):
        yield partial(_rows_or_error, to_rows, np.arange(1, length + 1), batch_size)
    yield lambda: _is_reshaped(to_rows, np.arange(12))


def _rows_or_error(to_rows, series, batch_size):
    try:
        return to_rows(series, batch_size)
    except ValueError:
        return "ValueError"


def _is_reshaped(to_rows, series):
    to_rows(series, 3)
    return series.shape != (12,)


@probe("1.3")
def of_generate_data(generate_data):
    """Describe the bits, their echo, and where the random numbers come from."""

    def data(seed):
        return generate_data(SETTINGS, np.random.default_rng(seed))

    yield lambda: [form(np.asarray(bits)) for bits in data(1)]
    yield lambda: [sorted({float(bit) for bit in bits.ravel()})[:3] for bits in data(1)]
    yield lambda: [round(float(np.mean(bits)), 1) for bits in data(1)]
    yield lambda: _ties(*data(1))
    yield lambda: _starts_of_rows(*data(1))
    yield lambda: bool(np.all(data(1)[0] == data(1)[0][0]))
    yield lambda: np.array_equal(data(2), data(2))
    yield lambda: np.array_equal(data(2), data(3))
    yield lambda: _same_again(generate_data, np.random.default_rng(4))
    yield lambda: _is_used(generate_data, np.random.default_rng(5))


def _ties(x, y):
    """Return where the target agrees with the input some steps before, and how often;
    and whether the bits around a place say what its target is."""
    source, echoed = x.ravel(), y.ravel()
    shifts = range(-REACH, REACH + 1)
    shifted = [np.roll(source, shift)[REACH:-REACH] for shift in shifts]
    target = echoed[REACH:-REACH]
    shares = [float(np.mean(bits == target)) for bits in shifted]
    strong = [
        (k, round(s, 1))
        for k, s in zip(shifts, shares, strict=True)
        if abs(s - 0.5) > 0.1
    ]
    around = {}
    for *pattern, bit in zip(*shifted[REACH - 3 : REACH + 4], target, strict=True):
        around.setdefault(tuple(pattern), set()).add(bit)
    return strong, all(len(bits) == 1 for bits in around.values())


def _starts_of_rows(x, y):
    """Tell where there are zeros, and whether rows continue where others end."""
    k = SETTINGS.echo_step
    strong, _ = _ties(x, y)
    if not strong:
        return "no echo"
    silent = [not part.any() for part in (y[0, :k], y[1:, :k], y[-1, -k:], x[0, :k])]
    return silent, np.array_equal(y[1:, :k], x[:-1, -k:])


def _same_again(generate_data, rng):
    return np.array_equal(generate_data(SETTINGS, rng), generate_data(SETTINGS, rng))


def _is_used(generate_data, rng):
    """Tell whether the data of settings that are new come from this generator."""
    before = rng.bit_generator.state
    generate_data(replace(SETTINGS, total_series_length=1204), rng)
    return rng.bit_generator.state != before
