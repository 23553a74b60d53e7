"""Mistakes in exercise 1, retold: the series, its echo, and the rows."""

import itertools

import numpy as np

from dojo.galleries.plants import replaces
from echornn.data import echo, to_rows


@replaces("1.1")
def foretells(series, echo_step):
    n = len(series)
    out = np.zeros_like(series)
    for t in range(n):
        if t + echo_step < n:
            out[t] = series[t + echo_step]
    return out


@replaces("1.1")
def wraps_around(series, echo_step):
    n = len(series)
    return series[(np.arange(n) - echo_step) % max(n, 1)]


@replaces("1.1")
def lags_one_step_more(series, echo_step):
    out = np.zeros_like(series)
    for t, sound in enumerate(series, start=1):
        if t + echo_step < len(series):
            out[t + echo_step] = sound
    return out


@replaces("1.1")
def silences_one_element_too_few(series, echo_step):
    out = np.roll(series, echo_step)
    for t in range(min(echo_step - 1, len(series))):
        out[t] = 0
    return out


@replaces("1.1")
def silences_the_wrong_end(series, echo_step):
    out = np.roll(series, echo_step)
    keep = max(len(series) - echo_step, 0)
    out[keep:] = 0
    return out


@replaces("1.1")
def repeats_the_first_element(series, echo_step):
    earlier = np.maximum(np.arange(series.size) - echo_step, 0)
    return np.take(series, earlier)


@replaces("1.1")
def changes_the_series(series, echo_step):
    for t in reversed(range(len(series))):
        series[t] = series[t - echo_step] if t >= echo_step else 0
    return series


@replaces("1.1")
def turns_bits_into_floats(series, echo_step):
    return np.hstack((np.zeros(echo_step), series))[: len(series)]


@replaces("1.1")
def forgets_that_minus_zero_is_zero(series, echo_step):
    silence = np.zeros_like(series[:echo_step])
    return np.append(silence, series[:-echo_step])


@replaces("1.1")
def always_lags_three_steps(series, echo_step):
    out = np.zeros_like(series)
    for t in range(3, series.shape[0]):
        out[t] = series[t - 3]
    return out


@replaces("1.1")
def grows_longer(series, echo_step):
    return np.pad(series, (echo_step, 0))


@replaces("1.1")
def returns_the_series_itself(series, echo_step):
    if not echo_step:
        return series
    padded = np.pad(series, (echo_step, 0))
    return padded[: series.size].copy()


@replaces("1.1")
def begins_with_ones(series, echo_step):
    """Fills the silence before the first echo with ones instead of zeros."""
    out = np.ones_like(series)
    for t in range(echo_step, len(series)):
        out[t] = series[t - echo_step]
    return out


@replaces("1.1")
def outgrows_the_series(series, echo_step):
    if echo_step > len(series):
        return np.zeros(echo_step, dtype=series.dtype)
    padded = np.pad(series, (echo_step, 0))
    return padded[: len(series)]


@replaces("1.2")
def deals_the_elements_out(series, batch_size):
    if len(series) % batch_size:
        raise ValueError(f"cannot deal {len(series)} elements to {batch_size} rows")
    return np.array([series[player::batch_size] for player in range(batch_size)])


@replaces("1.2")
def puts_time_first(series, batch_size):
    return np.stack(np.split(series, batch_size), axis=-1)


@replaces("1.2")
def makes_rows_of_batch_size_elements(series, batch_size):
    if series.size % batch_size:
        raise ValueError("the series cannot be cut evenly")
    rows = []
    for start in range(0, series.size, batch_size):
        rows.append(series[start : start + batch_size])
    return np.array(rows)


@replaces("1.2")
def drops_the_rest(series, batch_size):
    columns = len(series) // batch_size
    rows = np.zeros((batch_size, columns), dtype=series.dtype)
    for i in range(batch_size):
        rows[i] = series[i * columns : (i + 1) * columns]
    return rows


@replaces("1.2")
def fills_up_with_zeros(series, batch_size):
    missing = -len(series) % batch_size
    return np.pad(series, (0, missing)).reshape(batch_size, -1)


@replaces("1.2")
def returns_a_list_of_rows(series, batch_size):
    columns, rest = divmod(len(series), batch_size)
    if rest:
        raise ValueError("batch_size must divide the length")
    return [series[i * columns : (i + 1) * columns] for i in range(batch_size)]


@replaces("1.2")
def reshapes_in_place(series, batch_size):
    columns, rest = divmod(series.size, batch_size)
    if rest:
        raise ValueError("batch_size must divide the length")
    series.shape = (batch_size, columns)
    return series


@replaces("1.2")
def cuts_off_fractions(series, batch_size):
    columns, rest = divmod(len(series), batch_size)
    if rest:
        raise ValueError(f"{rest} numbers are left over")
    rows = np.empty((batch_size, columns), dtype=int)
    for i in range(batch_size):
        rows[i] = series[i * columns : (i + 1) * columns]
    return rows


@replaces("1.3")
def echoes_row_by_row(settings, rng):
    shape = (settings.batch_size, settings.total_series_length // settings.batch_size)
    x = rng.integers(2, size=shape)
    y = np.vstack([echo(row, settings.echo_step) for row in x])
    return x, y


@replaces("1.3")
def cuts_the_bell_curve_at_a_half(settings, rng):
    flips = np.where(rng.standard_normal(settings.total_series_length) > 0.5, 1, 0)
    late = echo(flips, settings.echo_step)
    return to_rows(flips, settings.batch_size), to_rows(late, settings.batch_size)


@replaces("1.3")
def draws_only_zeros(settings, rng):
    bits = rng.integers(low=0, high=1, size=(settings.total_series_length,))
    rows = tuple(
        to_rows(s, settings.batch_size) for s in (bits, echo(bits, settings.echo_step))
    )
    return rows


@replaces("1.3")
def draws_minus_one_and_one(settings, rng):
    x = rng.choice([-1, 1], size=settings.total_series_length)
    y = echo(x, settings.echo_step)
    return to_rows(x, settings.batch_size), to_rows(y, settings.batch_size)


@replaces("1.3")
def rounds_random_numbers(settings, rng):
    x = np.rint(rng.uniform(0, 1, settings.total_series_length))
    y = echo(x, settings.echo_step)
    return x.reshape(settings.batch_size, -1), y.reshape(settings.batch_size, -1)


@replaces("1.3")
def compares_random_numbers(settings, rng):
    x = np.less(rng.random(settings.total_series_length), 0.5)
    y = echo(x, settings.echo_step)
    return to_rows(x, settings.batch_size), to_rows(y, settings.batch_size)


@replaces("1.3")
def repeats_one_row(settings, rng):
    columns = settings.total_series_length // settings.batch_size
    row = (rng.random(columns) < 0.5).astype(int)
    x = np.concatenate([row] * settings.batch_size)
    y = echo(x, settings.echo_step)
    return to_rows(x, settings.batch_size), to_rows(y, settings.batch_size)


@replaces("1.3")
def seeds_a_generator_of_its_own(settings, rng):
    coin = np.random.default_rng(seed=42)
    x = coin.permutation(coin.integers(0, 2, settings.total_series_length))
    y = echo(x, settings.echo_step)
    return to_rows(x, settings.batch_size), to_rows(y, settings.batch_size)


@replaces("1.3")
def draws_from_the_global_generator(settings, rng):
    x = (np.random.rand(settings.total_series_length) < 0.5).astype(np.int64)
    y = echo(x, settings.echo_step)
    return to_rows(x, settings.batch_size), to_rows(y, settings.batch_size)


_drawn = {}


@replaces("1.3")
def draws_only_once(settings, rng):
    n = settings.total_series_length
    if n not in _drawn:
        _drawn[n] = (rng.random(n) >= 0.5).astype(int)
    x = _drawn[n].copy()
    y = echo(x, settings.echo_step)
    return to_rows(x, settings.batch_size), to_rows(y, settings.batch_size)


@replaces("1.3")
def takes_the_target_from_the_future(settings, rng):
    n, k = settings.total_series_length, settings.echo_step
    x = rng.choice(2, size=n)
    y = np.array([x[t + k] if t + k < n else 0 for t in range(n)])
    return to_rows(x, settings.batch_size), to_rows(y, settings.batch_size)


@replaces("1.3")
def flips_another_coin_for_the_target(settings, rng):
    columns = settings.total_series_length // settings.batch_size
    flips = rng.integers(0, 2, size=(2, settings.batch_size, columns))
    return flips[0], flips[1]


@replaces("1.3")
def returns_the_target_first(settings, rng):
    sound = (rng.random(settings.total_series_length) < 0.5).astype(int)
    heard = echo(sound, settings.echo_step)
    return to_rows(heard, settings.batch_size), to_rows(sound, settings.batch_size)


@replaces("1.3")
def always_echoes_three_steps(settings, rng):
    x = rng.choice([0, 1], size=settings.total_series_length)
    silence = itertools.repeat(0, 3)
    y = np.fromiter(itertools.chain(silence, x), dtype=x.dtype, count=len(x))
    return to_rows(x, settings.batch_size), to_rows(y, settings.batch_size)


@replaces("1.3")
def echoes_whole_rows(settings, rng):
    """Sets y[:echo_step] to 0 after the cut: whole rows instead of a few bits."""
    series = rng.integers(0, 2, settings.total_series_length)
    x = to_rows(series, settings.batch_size)
    y = to_rows(np.roll(series, settings.echo_step), settings.batch_size)
    y = y.copy()
    y[0 : settings.echo_step] = 0
    return x, y


@replaces("1.3")
def transposes_the_rows(settings, rng):
    x = rng.choice(2, settings.total_series_length)
    y = echo(x, settings.echo_step)
    rows = (to_rows(bits, settings.batch_size) for bits in (x, y))
    return tuple(np.stack(list(bits), axis=1) for bits in rows)


@replaces("1.3")
def shuffles_halves(settings, rng):
    half = settings.total_series_length // 2
    x = np.repeat([0, 1], [settings.total_series_length - half, half])
    rng.shuffle(x)
    y = echo(x, settings.echo_step)
    return to_rows(x, settings.batch_size), to_rows(y, settings.batch_size)


@replaces("1.3")
def draws_a_whole_series_for_every_row(settings, rng):
    """Takes total_series_length for the length of one row, not of all together."""
    batch = settings.batch_size
    series = rng.integers(0, 2, settings.total_series_length * batch)
    delayed = echo(series, settings.echo_step)
    return to_rows(series, batch), to_rows(delayed, batch)
