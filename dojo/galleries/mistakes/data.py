"""Mistakes in exercise 1: the series, its echo, and the rows."""

from functools import lru_cache

import numpy as np

from dojo.galleries.plants import replaces
from echornn.data import echo, to_rows


@replaces("1.1")
def rolls_left(series, echo_step):
    """Rolls left: the echo comes before its sound."""
    echoed = np.roll(series, -echo_step)
    echoed[:echo_step] = 0
    return echoed


@replaces("1.1")
def foretells(series, echo_step):
    """Lets the echo come before its sound, with the silence at the end."""
    return np.concatenate([series[echo_step:], np.zeros_like(series[:echo_step])])


@replaces("1.1")
def wraps_around(series, echo_step):
    """Only rolls, so that the end of the series is heard at its beginning."""
    return np.roll(series, echo_step)


@replaces("1.1")
def lags_one_step_more(series, echo_step):
    """Counts the delay from 1, so that every echo comes a step late."""
    echoed = np.roll(series, echo_step + 1)
    echoed[: echo_step + 1] = 0
    return echoed


@replaces("1.1")
def silences_one_element_too_few(series, echo_step):
    """Zeroes up to `echo_step - 1`, as if a slice included its end."""
    echoed = np.roll(series, echo_step)
    echoed[: echo_step - 1] = 0
    return echoed


@replaces("1.1")
def silences_the_wrong_end(series, echo_step):
    """Zeroes the last elements instead of the first."""
    echoed = np.roll(series, echo_step)
    echoed[-echo_step:] = 0
    return echoed


@replaces("1.1")
def repeats_the_first_element(series, echo_step):
    """Fills the beginning with the first element, where nothing was heard yet."""
    echoed = np.roll(series, echo_step)
    echoed[:echo_step] = series[0]
    return echoed


@replaces("1.1")
def changes_the_series(series, echo_step):
    """Delays the series in place, though it is the network's input as well."""
    series[:] = np.roll(series, echo_step)
    series[:echo_step] = 0
    return series


@replaces("1.1")
def turns_bits_into_floats(series, echo_step):
    """Puts `np.zeros` in front, which are floats and make floats of the rest."""
    return np.concatenate([np.zeros(echo_step), series])[: len(series)]


@replaces("1.1")
def forgets_that_minus_zero_is_zero(series, echo_step):
    """Slices up to `-echo_step`, and nothing is left where the delay is 0."""
    silence = np.zeros(echo_step, series.dtype)
    return np.concatenate([silence, series[:-echo_step]])


@replaces("1.1")
def cuts_off_minus_zero_elements(series, echo_step):
    """Copies all but the last `echo_step`: with 0, `series[:-0]` is empty."""
    echoed = np.zeros_like(series)
    echoed[echo_step:] = series[:-echo_step]
    return echoed


@replaces("1.1")
def always_lags_three_steps(series, echo_step):
    """Delays by the tutorial's 3 steps, whatever is asked."""
    echoed = np.roll(series, 3)
    echoed[:3] = 0
    return echoed


@replaces("1.1")
def grows_longer(series, echo_step):
    """Puts the silence in front and forgets to cut the end off."""
    return np.concatenate([np.zeros(echo_step, series.dtype), series])


@replaces("1.1")
def returns_the_series_itself(series, echo_step):
    """Sees no reason to copy the series when there is no delay."""
    if echo_step == 0:
        return series
    echoed = np.roll(series, echo_step)
    echoed[:echo_step] = 0
    return echoed


@replaces("1.2")
def deals_the_elements_out(series, batch_size):
    """Deals elements to the rows in turn, like cards, to get the shape right."""
    return series.reshape(-1, batch_size).T


@replaces("1.2")
def puts_time_first(series, batch_size):
    """Returns (columns, batch): every stretch stands upright."""
    return series.reshape(batch_size, -1).T


@replaces("1.2")
def makes_rows_of_batch_size_elements(series, batch_size):
    """Takes `batch_size` for the length of a row instead of the number of rows."""
    return series.reshape(-1, batch_size)


@replaces("1.2")
def drops_the_rest(series, batch_size):
    """Drops the elements that do not divide into rows, and says nothing."""
    columns = len(series) // batch_size
    return series[: batch_size * columns].reshape(batch_size, columns)


@replaces("1.2")
def fills_up_with_zeros(series, batch_size):
    """Makes a series that does not divide longer, with bits that nobody drew."""
    return np.pad(series, (0, -len(series) % batch_size)).reshape(batch_size, -1)


@replaces("1.2")
def returns_a_list_of_rows(series, batch_size):
    """Splits the series, which makes a list of rows and not a batch."""
    return np.split(series, batch_size)


@replaces("1.2")
def reshapes_in_place(series, batch_size):
    """Sets the shape of the caller's own series."""
    series.shape = (batch_size, -1)
    return series


@replaces("1.3")
def echoes_row_by_row(settings, rng):
    """Cuts the rows first, and then makes an echo of each, from silence."""
    x = to_rows(rng.integers(0, 2, settings.total_series_length), settings.batch_size)
    return x, np.stack([echo(row, settings.echo_step) for row in x])


@replaces("1.3")
def cuts_the_bell_curve_at_a_half(settings, rng):
    """Draws from the normal distribution as if half of it lay above 0.5."""
    x = (rng.normal(size=settings.total_series_length) > 0.5).astype(int)
    y = echo(x, settings.echo_step)
    return to_rows(x, settings.batch_size), to_rows(y, settings.batch_size)


@replaces("1.3")
def draws_only_zeros(settings, rng):
    """Draws integers from 0 to 1, whose upper end is left out."""
    x = rng.integers(0, 1, settings.total_series_length)
    y = echo(x, settings.echo_step)
    return to_rows(x, settings.batch_size), to_rows(y, settings.batch_size)


@replaces("1.3")
def draws_minus_one_and_one(settings, rng):
    """Takes -1 and 1 for the bits, which are no class numbers."""
    x = rng.choice([-1, 1], settings.total_series_length)
    y = echo(x, settings.echo_step)
    return to_rows(x, settings.batch_size), to_rows(y, settings.batch_size)


@replaces("1.3")
def rounds_random_numbers(settings, rng):
    """Rounds numbers between 0 and 1, and the bits stay floats."""
    x = np.round(rng.random(settings.total_series_length))
    y = echo(x, settings.echo_step)
    return to_rows(x, settings.batch_size), to_rows(y, settings.batch_size)


@replaces("1.3")
def compares_random_numbers(settings, rng):
    """Asks which numbers are below a half, and the bits are True and False."""
    x = rng.random(settings.total_series_length) < 0.5
    y = echo(x, settings.echo_step)
    return to_rows(x, settings.batch_size), to_rows(y, settings.batch_size)


@replaces("1.3")
def repeats_one_row(settings, rng):
    """Draws the bits of one row and gives the same ones to every row."""
    columns = settings.total_series_length // settings.batch_size
    x = np.tile(rng.integers(0, 2, columns), settings.batch_size)
    y = echo(x, settings.echo_step)
    return to_rows(x, settings.batch_size), to_rows(y, settings.batch_size)


@replaces("1.3")
def seeds_a_generator_of_its_own(settings, rng):
    """Makes a generator with a fixed seed, so that `rng` has no say."""
    x = np.random.default_rng(0).integers(0, 2, settings.total_series_length)
    y = echo(x, settings.echo_step)
    return to_rows(x, settings.batch_size), to_rows(y, settings.batch_size)


@replaces("1.3")
def draws_from_the_global_generator(settings, rng):
    """Calls `np.random` itself, which knows nothing of the caller's seed."""
    x = np.random.randint(0, 2, settings.total_series_length)
    y = echo(x, settings.echo_step)
    return to_rows(x, settings.batch_size), to_rows(y, settings.batch_size)


@replaces("1.3")
@lru_cache
def draws_only_once(settings, rng):
    """Keeps the series it drew, and every epoch is the first one again."""
    x = rng.integers(0, 2, settings.total_series_length)
    y = echo(x, settings.echo_step)
    return to_rows(x, settings.batch_size), to_rows(y, settings.batch_size)


@replaces("1.3")
def takes_the_target_from_the_future(settings, rng):
    """Shifts the target left: the network would have to foretell it."""
    x = rng.integers(0, 2, settings.total_series_length)
    y = echo(x[::-1], settings.echo_step)[::-1]
    return to_rows(x, settings.batch_size), to_rows(y, settings.batch_size)


@replaces("1.3")
def flips_another_coin_for_the_target(settings, rng):
    """Draws the target by itself, and there is nothing to learn."""
    x, y = rng.integers(0, 2, (2, settings.total_series_length))
    y = echo(y, settings.echo_step)
    return to_rows(x, settings.batch_size), to_rows(y, settings.batch_size)


@replaces("1.3")
def returns_the_target_first(settings, rng):
    """Returns (y, x), so that the network hears the echo and has to name the sound."""
    x = rng.integers(0, 2, settings.total_series_length)
    y = echo(x, settings.echo_step)
    return to_rows(y, settings.batch_size), to_rows(x, settings.batch_size)


@replaces("1.3")
def always_echoes_three_steps(settings, rng):
    """Takes the tutorial's echo of 3 steps instead of the settings'."""
    x = rng.integers(0, 2, settings.total_series_length)
    return to_rows(x, settings.batch_size), to_rows(echo(x, 3), settings.batch_size)
