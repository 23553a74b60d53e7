"""Mistakes in exercise 1: the series, its echo, and the rows."""

from functools import lru_cache

import numpy as np

from dojo.galleries.plants import replaces
from echornn.data import echo, to_rows


@replaces("1.1")
def rolls_left(series, echo_step):
    """Shifts the series left instead of right, and then sets the beginning to zero."""
    echoed = np.roll(series, -echo_step)
    echoed[:echo_step] = 0
    return echoed


@replaces("1.1")
def foretells(series, echo_step):
    """Shifts the series left instead of right, and puts the zeros at the end."""
    return np.concatenate([series[echo_step:], np.zeros_like(series[:echo_step])])


@replaces("1.1")
def wraps_around(series, echo_step):
    """Wraps around: the end of the series appears at its beginning."""
    return np.roll(series, echo_step)


@replaces("1.1")
def lags_one_step_more(series, echo_step):
    """Delays the series by one step too many."""
    echoed = np.roll(series, echo_step + 1)
    echoed[: echo_step + 1] = 0
    return echoed


@replaces("1.1")
def silences_one_element_too_few(series, echo_step):
    """Sets only the first `echo_step - 1` elements to zero: one too few."""
    echoed = np.roll(series, echo_step)
    echoed[: echo_step - 1] = 0
    return echoed


@replaces("1.1")
def silences_the_wrong_end(series, echo_step):
    """Sets the last `echo_step` elements to zero instead of the first `echo_step`."""
    echoed = np.roll(series, echo_step)
    echoed[-echo_step:] = 0
    return echoed


@replaces("1.1")
def repeats_the_first_element(series, echo_step):
    """Fills the beginning with copies of the first element instead of zeros."""
    echoed = np.roll(series, echo_step)
    echoed[:echo_step] = series[0]
    return echoed


@replaces("1.1")
def changes_the_series(series, echo_step):
    """Modifies the caller's series instead of returning a new array."""
    series[:] = np.roll(series, echo_step)
    series[:echo_step] = 0
    return series


@replaces("1.1")
def turns_bits_into_floats(series, echo_step):
    """Returns floats instead of keeping the dtype of the series."""
    return np.concatenate([np.zeros(echo_step), series])[: len(series)]


@replaces("1.1")
def forgets_that_minus_zero_is_zero(series, echo_step):
    """Returns an empty array if `echo_step` is 0 (note that `series[:-0]` is empty)."""
    zeros = np.zeros(echo_step, series.dtype)
    return np.concatenate([zeros, series[:-echo_step]])


@replaces("1.1")
def cuts_off_minus_zero_elements(series, echo_step):
    """Fails if `echo_step` is 0 (note that `series[:-0]` is empty)."""
    echoed = np.zeros_like(series)
    echoed[echo_step:] = series[:-echo_step]
    return echoed


@replaces("1.1")
def always_lags_three_steps(series, echo_step):
    """Delays the series by 3 steps, whatever `echo_step` is."""
    echoed = np.roll(series, 3)
    echoed[:3] = 0
    return echoed


@replaces("1.1")
def grows_longer(series, echo_step):
    """Returns `echo_step` elements too many: the end is not cut off."""
    return np.concatenate([np.zeros(echo_step, series.dtype), series])


@replaces("1.1")
def returns_the_series_itself(series, echo_step):
    """Returns the series itself instead of a copy if `echo_step` is 0."""
    if echo_step == 0:
        return series
    echoed = np.roll(series, echo_step)
    echoed[:echo_step] = 0
    return echoed


@replaces("1.1")
def begins_with_ones(series, echo_step):
    """Fills the beginning with ones instead of zeros."""
    echoed = np.roll(series, echo_step)
    echoed[:echo_step] = 1
    return echoed


@replaces("1.1")
def adds_the_echo_to_the_sound(series, echo_step):
    """Returns the sum of the series and its echo instead of the echo alone."""
    return series + echo(series, echo_step)


@replaces("1.1")
def outgrows_the_series(series, echo_step):
    """Returns `echo_step` zeros instead of n if `echo_step` is larger than n, the
    length of the series."""
    zeros = np.zeros(echo_step, series.dtype)
    return np.concatenate([zeros, series[: max(len(series) - echo_step, 0)]])


@replaces("1.1")
def cuts_with_a_negative_end(series, echo_step):
    """Returns too many elements if `echo_step` is larger than n, the length of the
    series, because `n - echo_step` is then negative."""
    zeros = np.zeros(echo_step, series.dtype)
    return np.concatenate([zeros, series[: len(series) - echo_step]])


@replaces("1.2")
def deals_the_elements_out(series, batch_size):
    """Puts consecutive elements into different rows instead of into the same row."""
    return series.reshape(-1, batch_size).T


@replaces("1.2")
def divides_the_other_way_around(series, batch_size):
    """Checks whether `batch_size` is divisible by `n` instead of whether `n` is
    divisible by `batch_size`."""
    if batch_size % len(series):
        raise ValueError(f"batch_size {batch_size} does not divide {len(series)}")
    return series.reshape(batch_size, -1)


@replaces("1.2")
def starts_rows_at_multiples_of_the_batch(series, batch_size):
    """Starts row i at element `i * batch_size` instead of at `i` times the length of a
    row."""
    columns, rest = divmod(len(series), batch_size)
    if rest:
        raise ValueError(f"batch_size {batch_size} does not divide {len(series)}")
    starts = [row * batch_size for row in range(batch_size)]
    return np.stack([series[start : start + columns] for start in starts])


@replaces("1.2")
def puts_time_first(series, batch_size):
    """Returns the batch transposed, with the shape (columns, batch) instead of (batch,
    columns)."""
    return series.reshape(batch_size, -1).T


@replaces("1.2")
def makes_rows_of_batch_size_elements(series, batch_size):
    """Makes every row `batch_size` elements long instead of making `batch_size`
    rows."""
    return series.reshape(-1, batch_size)


@replaces("1.2")
def drops_the_rest(series, batch_size):
    """Silently drops the leftover elements if the series does not divide evenly into
    rows."""
    columns = len(series) // batch_size
    return series[: batch_size * columns].reshape(batch_size, columns)


@replaces("1.2")
def fills_up_with_zeros(series, batch_size):
    """Pads the series with zeros if it does not divide evenly into rows."""
    return np.pad(series, (0, -len(series) % batch_size)).reshape(batch_size, -1)


@replaces("1.2")
def returns_a_list_of_rows(series, batch_size):
    """Returns a list of rows instead of one two-dimensional array."""
    return np.split(series, batch_size)


@replaces("1.2")
def reshapes_in_place(series, batch_size):
    """Changes the shape of the caller's own series."""
    series.shape = (batch_size, -1)
    return series


@replaces("1.2")
def starts_rows_one_apart(series, batch_size):
    """Starts row r at element r, so the rows overlap."""
    columns = series.reshape(batch_size, -1).shape[1]
    return np.stack([series[row : row + columns] for row in range(batch_size)])


@replaces("1.2")
def cuts_off_fractions(series, batch_size):
    """Drops the fractional parts of the numbers, as a conversion to integers does."""
    return series.reshape(batch_size, -1).astype(int)


@replaces("1.2")
def returns_the_error(series, batch_size):
    """Returns the ValueError instead of raising it."""
    if len(series) % batch_size:
        return ValueError(f"{batch_size} does not divide {len(series)}")
    return series.reshape(batch_size, -1)


@replaces("1.3")
def echoes_row_by_row(settings, rng):
    """Starts the echo of every row with zeros, as if each row were a separate
    series."""
    x = to_rows(rng.integers(0, 2, settings.total_series_length), settings.batch_size)
    return x, np.stack([echo(row, settings.echo_step) for row in x])


@replaces("1.3")
def echoes_whole_rows(settings, rng):
    """Sets the first `echo_step` rows of the target to zero instead of the first
    `echo_step` bits (note that `echo` expects the flat series)."""
    x = to_rows(rng.integers(0, 2, settings.total_series_length), settings.batch_size)
    return x, echo(x, settings.echo_step)


@replaces("1.3")
def cuts_the_bell_curve_at_a_half(settings, rng):
    """Draws biased bits: only about three in ten are 1."""
    x = (rng.normal(size=settings.total_series_length) > 0.5).astype(int)
    y = echo(x, settings.echo_step)
    return to_rows(x, settings.batch_size), to_rows(y, settings.batch_size)


@replaces("1.3")
def draws_only_zeros(settings, rng):
    """Draws only zeros (note that the upper bound of `Generator.integers` is
    exclusive)."""
    x = rng.integers(0, 1, settings.total_series_length)
    y = echo(x, settings.echo_step)
    return to_rows(x, settings.batch_size), to_rows(y, settings.batch_size)


@replaces("1.3")
def draws_minus_one_and_one(settings, rng):
    """Draws -1 and 1 instead of the bits 0 and 1."""
    x = rng.choice([-1, 1], settings.total_series_length)
    y = echo(x, settings.echo_step)
    return to_rows(x, settings.batch_size), to_rows(y, settings.batch_size)


@replaces("1.3")
def rounds_random_numbers(settings, rng):
    """Returns the bits as floats instead of integers."""
    x = np.round(rng.random(settings.total_series_length))
    y = echo(x, settings.echo_step)
    return to_rows(x, settings.batch_size), to_rows(y, settings.batch_size)


@replaces("1.3")
def compares_random_numbers(settings, rng):
    """Returns the bits as booleans instead of integers."""
    x = rng.random(settings.total_series_length) < 0.5
    y = echo(x, settings.echo_step)
    return to_rows(x, settings.batch_size), to_rows(y, settings.batch_size)


@replaces("1.3")
def repeats_one_row(settings, rng):
    """Gives every row the same bits."""
    columns = settings.total_series_length // settings.batch_size
    x = np.tile(rng.integers(0, 2, columns), settings.batch_size)
    y = echo(x, settings.echo_step)
    return to_rows(x, settings.batch_size), to_rows(y, settings.batch_size)


@replaces("1.3")
def seeds_a_generator_of_its_own(settings, rng):
    """Ignores `rng`: every seed gives the same data."""
    x = np.random.default_rng(0).integers(0, 2, settings.total_series_length)
    y = echo(x, settings.echo_step)
    return to_rows(x, settings.batch_size), to_rows(y, settings.batch_size)


@replaces("1.3")
def draws_from_the_global_generator(settings, rng):
    """Ignores `rng`: the same seed gives different data on every call."""
    x = np.random.randint(0, 2, settings.total_series_length)
    y = echo(x, settings.echo_step)
    return to_rows(x, settings.batch_size), to_rows(y, settings.batch_size)


@replaces("1.3")
@lru_cache
def draws_only_once(settings, rng):
    """Returns the same data if it is called again with the same `rng`, instead of
    drawing new data."""
    x = rng.integers(0, 2, settings.total_series_length)
    y = echo(x, settings.echo_step)
    return to_rows(x, settings.batch_size), to_rows(y, settings.batch_size)


@replaces("1.3")
def takes_the_target_from_the_future(settings, rng):
    """Shifts the target left instead of right, so it holds bits from the future."""
    x = rng.integers(0, 2, settings.total_series_length)
    y = echo(x[::-1], settings.echo_step)[::-1]
    return to_rows(x, settings.batch_size), to_rows(y, settings.batch_size)


@replaces("1.3")
def flips_another_coin_for_the_target(settings, rng):
    """Returns a target that does not match the input at any delay; it seems to be drawn
    separately."""
    x, y = rng.integers(0, 2, (2, settings.total_series_length))
    y = echo(y, settings.echo_step)
    return to_rows(x, settings.batch_size), to_rows(y, settings.batch_size)


@replaces("1.3")
def returns_the_target_first(settings, rng):
    """Returns (y, x) instead of (x, y)."""
    x = rng.integers(0, 2, settings.total_series_length)
    y = echo(x, settings.echo_step)
    return to_rows(y, settings.batch_size), to_rows(x, settings.batch_size)


@replaces("1.3")
def always_echoes_three_steps(settings, rng):
    """Delays the target by 3 steps, whatever `settings.echo_step` is."""
    x = rng.integers(0, 2, settings.total_series_length)
    return to_rows(x, settings.batch_size), to_rows(echo(x, 3), settings.batch_size)


@replaces("1.3")
def transposes_the_rows(settings, rng):
    """Returns x and y transposed, with the shape (columns, batch) instead of (batch,
    columns)."""
    x = rng.integers(0, 2, settings.total_series_length)
    y = echo(x, settings.echo_step)
    return to_rows(x, settings.batch_size).T, to_rows(y, settings.batch_size).T


@replaces("1.3")
def shuffles_halves(settings, rng):
    """Draws the same number of ones every time, so the bits are not independent."""
    x = rng.permutation(np.arange(settings.total_series_length) % 2)
    y = echo(x, settings.echo_step)
    return to_rows(x, settings.batch_size), to_rows(y, settings.batch_size)


@replaces("1.3")
def echoes_down_the_columns(settings, rng):
    """Computes the echo down the columns instead of along the rows."""
    x = to_rows(rng.integers(0, 2, settings.total_series_length), settings.batch_size)
    y = echo(x.ravel(order="F"), settings.echo_step)
    return x, y.reshape(x.shape, order="F")


@replaces("1.3")
def forgets_the_rows_of_the_target(settings, rng):
    """Does not cut the target into rows: `y` is still the flat series."""
    x = rng.integers(0, 2, settings.total_series_length)
    return to_rows(x, settings.batch_size), echo(x, settings.echo_step)


@replaces("1.3")
def draws_a_whole_series_for_every_row(settings, rng):
    """Draws `total_series_length` bits for every row instead of for all rows
    together."""
    x = rng.integers(0, 2, (settings.batch_size, settings.total_series_length))
    return x, np.stack([echo(row, settings.echo_step) for row in x])


@replaces("1.3")
def reads_the_default_settings(settings, rng):
    """Uses the default settings instead of the settings that are passed in."""
    x = rng.integers(0, 2, 50_000)
    return to_rows(x, 5), to_rows(echo(x, 3), 5)


@replaces("1.3")
def makes_an_echo_of_x_too(settings, rng):
    """Returns an echo for x as well as for y, so the first `echo_step` bits of x are
    always 0."""
    x = echo(rng.integers(0, 2, settings.total_series_length), settings.echo_step)
    y = echo(x, settings.echo_step)
    return to_rows(x, settings.batch_size), to_rows(y, settings.batch_size)


@replaces("1.3")
def draws_class_numbers(settings, rng):
    """Draws one of `num_classes` numbers instead of 0 or 1."""
    x = rng.integers(0, settings.num_classes, settings.total_series_length)
    y = echo(x, settings.echo_step)
    return to_rows(x, settings.batch_size), to_rows(y, settings.batch_size)


@replaces("1.3")
def repeats_half_a_series(settings, rng):
    """Repeats the first half of the series instead of drawing a second half."""
    length = settings.total_series_length
    x = np.resize(rng.integers(0, 2, length // 2), length)
    y = echo(x, settings.echo_step)
    return to_rows(x, settings.batch_size), to_rows(y, settings.batch_size)


@replaces("1.2")
def takes_the_elements_side_by_side_in_memory(series, batch_size):
    """Assumes that the elements are adjacent in memory, so a slice with a step gives
    the wrong elements."""
    if len(series) % batch_size:
        raise ValueError(f"batch_size {batch_size} does not divide {len(series)}")
    columns, size = len(series) // batch_size, series.itemsize
    shape, strides = (batch_size, columns), (columns * size, size)
    return np.lib.stride_tricks.as_strided(series, shape, strides).copy()


@replaces("1.3")
def echoes_the_row_above_at_most(settings, rng):
    """Looks no further back than the row above, so the echo is wrong if `echo_step` is
    larger than the length of a row."""
    bits = rng.integers(0, 2, settings.total_series_length)
    x, step = to_rows(bits, settings.batch_size), settings.echo_step
    columns = x.shape[1]
    above = np.vstack([np.zeros_like(x[:1]), x[:-1]])
    start = max(columns - step, 0)
    return x, np.hstack([above, x])[:, start : start + columns]
