"""Exercise 1, other ways: the echo, the rows, the coin flips."""

from collections import deque
from itertools import chain, islice, repeat

import numpy as np
from numpy.lib.stride_tricks import sliding_window_view

from dojo.galleries.plants import replaces
from echornn.data import echo, to_rows

# 1.1 echo


@replaces("1.1")
def echo_by_concatenation(series, echo_step):
    """Zeros first, then as much of the series as there is room for."""
    silence = np.zeros_like(series[:echo_step])
    return np.concatenate([silence, series[: len(series) - len(silence)]])


@replaces("1.1")
def echo_into_zeros(series, echo_step):
    """Begin with silence and write the series into it, later."""
    echoed = np.zeros_like(series)
    echoed[echo_step:] = series[: max(len(series) - echo_step, 0)]
    return echoed


@replaces("1.1")
def echo_by_padding(series, echo_step):
    """Pad on the left, cut to length on the right."""
    return np.pad(series, (echo_step, 0))[: len(series)]


@replaces("1.1")
def echo_by_index_arithmetic(series, echo_step):
    """Compute where each element comes from, and pick it there."""
    source = np.arange(len(series)) - echo_step
    return np.where(source < 0, 0, series[np.maximum(source, 0)])


@replaces("1.1")
def echo_element_by_element(series, echo_step):
    """The definition, written as a loop."""
    echoed = np.empty_like(series)
    for t in range(len(series)):
        echoed[t] = series[t - echo_step] if t >= echo_step else 0
    return echoed


@replaces("1.1")
def echo_through_a_delay_line(series, echo_step):
    """A queue that is `echo_step` zeros long: one element goes in, one comes out."""
    line = deque([0] * echo_step)
    echoed = []
    for element in series:
        line.append(element)
        echoed.append(line.popleft())
    return np.array(echoed, dtype=series.dtype)


@replaces("1.1")
def echo_by_itertools(series, echo_step):
    """One stream after another, and only so many of it."""
    stream = islice(chain(repeat(0, echo_step), series), len(series))
    return np.fromiter(stream, dtype=series.dtype, count=len(series))


@replaces("1.1")
def echo_by_convolution(series, echo_step):
    """Convolve with an impulse that comes late."""
    impulse = np.zeros(echo_step + 1, dtype=series.dtype)
    impulse[echo_step] = 1
    return np.convolve(series, impulse)[: len(series)]


# 1.2 to_rows


@replaces("1.2")
def to_rows_by_reshape_alone(series, batch_size):
    """NumPy finds the width, and complains itself if there is none."""
    return series.reshape(batch_size, -1)


@replaces("1.2")
def to_rows_by_split_and_stack(series, batch_size):
    """Split into equal parts, which NumPy refuses if there are none, and stack."""
    return np.stack(np.split(series, batch_size))


@replaces("1.2")
def to_rows_by_unequal_split(series, batch_size):
    """Split as evenly as it goes, then look whether that was evenly enough."""
    rows = np.array_split(series, batch_size)
    if len({len(row) for row in rows}) > 1:
        raise ValueError(f"{len(series)} elements do not make {batch_size} equal rows")
    return np.vstack(rows)


@replaces("1.2")
def to_rows_by_slices(series, batch_size):
    """A list of slices, one for each row."""
    width = len(series) // batch_size
    if width * batch_size != len(series):
        raise ValueError(f"{batch_size} rows of {width} are not {len(series)} elements")
    starts = range(0, len(series), width)
    return np.array([series[start : start + width] for start in starts])


@replaces("1.2")
def to_rows_by_a_sliding_view(series, batch_size):
    """Of all stretches of a row's length, every one that starts where a row does."""
    if len(series) % batch_size:
        raise ValueError(f"{len(series)} is no multiple of {batch_size}")
    columns = len(series) // batch_size
    return sliding_window_view(series, columns)[::columns]


@replaces("1.2")
def to_rows_by_resize(series, batch_size):
    """`np.resize` would repeat or drop what does not fit, so look first."""
    columns, rest = divmod(series.size, batch_size)
    if rest != 0:
        raise ValueError(f"{rest} elements would be left over")
    return np.resize(series, (batch_size, columns))


@replaces("1.2")
def to_rows_column_first(series, batch_size):
    """Fortran's order makes the rows columns, and the transpose turns them back."""
    return series.reshape((-1, batch_size), order="F").T


# 1.3 generate_data


def _with_echo(x, settings):
    y = echo(x, settings.echo_step)
    return to_rows(x, settings.batch_size), to_rows(y, settings.batch_size)


@replaces("1.3")
def data_by_comparison(settings, rng):
    """A uniform number below one half is a 1."""
    x = (rng.random(settings.total_series_length) < 0.5).astype(int)
    return _with_echo(x, settings)


@replaces("1.3")
def data_by_choice(settings, rng):
    """The tutorial's call, on today's generator."""
    x = rng.choice(2, settings.total_series_length, p=[0.5, 0.5])
    return _with_echo(x, settings)


@replaces("1.3")
def data_by_binomial(settings, rng):
    """How many heads come up in one flip."""
    return _with_echo(rng.binomial(1, 0.5, settings.total_series_length), settings)


@replaces("1.3")
def data_of_one_byte_a_bit(settings, rng):
    """No bit needs more than eight of them."""
    x = rng.integers(2, size=settings.total_series_length, dtype=np.int8)
    return _with_echo(x, settings)


@replaces("1.3")
def data_of_booleans(settings, rng):
    """True and False, looked at as 1 and 0."""
    x = rng.integers(0, 2, settings.total_series_length, dtype=bool)
    return _with_echo(x.view(np.uint8), settings)


@replaces("1.3")
def data_of_packed_bits(settings, rng):
    """Eight flips in every random byte."""
    count = settings.total_series_length
    packed = np.frombuffer(rng.bytes(-(-count // 8)), dtype=np.uint8)
    return _with_echo(np.unpackbits(packed, count=count), settings)


@replaces("1.3")
def data_drawn_in_rows(settings, rng):
    """Draw the rows at once; only the echo needs them flat."""
    columns = settings.total_series_length // settings.batch_size
    x = rng.integers(0, 2, size=(settings.batch_size, columns))
    y = echo(x.ravel(), settings.echo_step).reshape(x.shape)
    return x, y


@replaces("1.3")
def data_flip_by_flip(settings, rng):
    """Call the generator once for every coin."""
    flips = [round(rng.random()) for _ in range(settings.total_series_length)]
    return _with_echo(np.array(flips), settings)
