"""Foreign bugs: the series, its echo, and the rows."""

import numpy as np

from dojo.galleries.plants import replaces
from echornn.data import echo, to_rows


@replaces("1.1")
def truncates_to_integers(series, echo_step):
    """Makes the result an int array: fractions are cut off and the dtype is lost."""
    out = np.zeros(len(series), dtype=int)
    for t in range(echo_step, len(series)):
        out[t] = series[t - echo_step]
    return out


@replaces("1.1")
def breaks_beyond_the_end(series, echo_step):
    """Slices up to n - echo_step, which is negative for delays above n, and breaks."""
    n = len(series)
    out = np.zeros_like(series)
    out[echo_step:] = series[: n - echo_step]
    return out


@replaces("1.1")
def forgets_the_last_step(series, echo_step):
    """Stops the loop one element early, so that the last element is always 0."""
    out = np.zeros_like(series)
    for t in range(echo_step, len(series) - 1):
        out[t] = series[t - echo_step]
    return out


@replaces("1.2")
def stacks_upwards(series, batch_size):
    """Puts the first stretch into the bottom row: the rows are in reverse order."""
    rows = np.split(series, batch_size)
    return np.vstack(rows[::-1])


@replaces("1.2")
def overlaps_by_one(series, batch_size):
    """Starts each row after the first one element early (start = i * columns - 1)."""
    columns, rest = divmod(len(series), batch_size)
    if rest:
        raise ValueError("batch_size must divide the length")
    out = np.empty((batch_size, columns), dtype=series.dtype)
    for i in range(batch_size):
        start = max(i * columns - 1, 0)
        out[i] = series[start : start + columns]
    return out


@replaces("1.2")
def rows_are_float(series, batch_size):
    """Copies the rows into a np.zeros array, which makes floats of the numbers."""
    columns, rest = divmod(len(series), batch_size)
    if rest:
        raise ValueError("batch_size must divide the length")
    out = np.zeros((batch_size, columns))
    for i in range(batch_size):
        out[i, :] = series[i * columns : (i + 1) * columns]
    return out


@replaces("1.2")
def asserts_instead(series, batch_size):
    """Checks with assert, so that an AssertionError comes out and no ValueError."""
    assert len(series) % batch_size == 0, "batch_size must divide the length"
    return np.array(np.split(series, batch_size))


@replaces("1.2")
def rows_last_index_inclusive(series, batch_size):
    """Thinks that a slice includes its end: every row lacks its last element."""
    columns, rest = divmod(len(series), batch_size)
    if rest:
        raise ValueError("batch_size must divide the length")
    return np.array(
        [series[i * columns : (i + 1) * columns - 1] for i in range(batch_size)]
    )


@replaces("1.3")
def draws_a_two_as_well(settings, rng):
    """Draws from 0, 1 and 2, because the upper end is thought to be one lower."""
    x = rng.integers(0, 2, size=settings.total_series_length, endpoint=True)
    y = echo(x, settings.echo_step)
    return to_rows(x, settings.batch_size), to_rows(y, settings.batch_size)


@replaces("1.3")
def says_every_bit_twice(settings, rng):
    """Draws half of the bits and repeats each: neighbours are not independent."""
    n = settings.total_series_length
    x = np.repeat((rng.random((n + 1) // 2) < 0.5).astype(int), 2)[:n]
    y = echo(x, settings.echo_step)
    return to_rows(x, settings.batch_size), to_rows(y, settings.batch_size)


@replaces("1.3")
def inverts_the_target(settings, rng):
    """Returns 1 - y for y: the echo is the opposite of the sound."""
    x = (rng.random(settings.total_series_length) < 0.5).astype(int)
    y = 1 - echo(x, settings.echo_step)
    return to_rows(x, settings.batch_size), to_rows(y, settings.batch_size)


@replaces("1.3")
def fills_only_the_upper_rows(settings, rng):
    """Fills only the first half of the target's rows, and the others stay 0."""
    x = rng.choice(2, settings.total_series_length)
    rows = to_rows(echo(x, settings.echo_step), settings.batch_size)
    y = np.zeros_like(rows)
    for i in range((settings.batch_size + 1) // 2):
        y[i] = rows[i]
    return to_rows(x, settings.batch_size), y
