"""Mistakes in exercise 2: the window over the rows."""

from itertools import count, cycle

import numpy as np

from dojo.galleries.plants import replaces
from echornn.batching import batch_window
from echornn.settings import Settings


@replaces("2.1")
def forgets_the_rows(settings):
    """Counts the windows along the flat series instead of along one row."""
    return settings.total_series_length // settings.truncated_backprop_length


@replaces("2.1")
def counts_the_windows_of_each_row(settings):
    """Counts the windows of each row separately, but one window spans all rows."""
    columns = settings.total_series_length // settings.batch_size
    return settings.batch_size * (columns // settings.truncated_backprop_length)


@replaces("2.1")
def rounds_up(settings):
    """Rounds up, so the leftover columns count as another window."""
    columns = settings.total_series_length // settings.batch_size
    return -(-columns // settings.truncated_backprop_length)


@replaces("2.1")
def rounds_to_the_nearest(settings):
    """Rounds to the nearest integer instead of rounding down."""
    columns = settings.total_series_length // settings.batch_size
    return round(columns / settings.truncated_backprop_length)


@replaces("2.1")
def divides_without_cutting(settings):
    """Returns an unrounded float instead of an integer."""
    columns = settings.total_series_length / settings.batch_size
    return columns / settings.truncated_backprop_length


@replaces("2.1")
def counts_in_floats(settings):
    """Returns a float instead of an integer."""
    columns = settings.total_series_length / settings.batch_size
    return columns // settings.truncated_backprop_length


@replaces("2.1")
def counts_columns(settings):
    """Returns the number of columns in a row instead of the number of windows."""
    return settings.total_series_length // settings.batch_size


@replaces("2.1")
def counts_every_place_a_window_fits(settings):
    """Counts overlapping windows, one for every column where a window could start."""
    columns = settings.total_series_length // settings.batch_size
    return columns - settings.truncated_backprop_length + 1


@replaces("2.1")
def returns_the_last_batch_idx(settings):
    """Returns the index of the last window instead of the number of windows, which is
    one higher."""
    columns = settings.total_series_length // settings.batch_size
    return columns // settings.truncated_backprop_length - 1


@replaces("2.1")
def counts_the_whole_training(settings):
    """Counts the windows of all epochs instead of those of one epoch."""
    columns = settings.total_series_length // settings.batch_size
    return settings.num_epochs * (columns // settings.truncated_backprop_length)


def _cut(x, y, start, width):
    return x[:, start : start + width], y[:, start : start + width]


def _check(x, batch_idx, width):
    if not 0 <= batch_idx < x.shape[1] // width:
        raise IndexError(f"batch_idx {batch_idx} is out of range")


def _mixed(bits, width):
    windows = bits.shape[1] // width
    return bits[:, : windows * width].reshape(windows, len(bits), width)


@replaces("2.1")
def reads_the_default_settings(settings):
    """Uses the default settings instead of the settings that are passed in."""
    settings = Settings()
    columns = settings.total_series_length // settings.batch_size
    return columns // settings.truncated_backprop_length


@replaces("2.1")
def multiplies_by_the_width(settings):
    """Multiplies by the width of a window instead of dividing by it (are parentheses
    missing?)."""
    columns = settings.total_series_length // settings.batch_size
    return columns * settings.truncated_backprop_length


@replaces("2.1")
def keeps_room_for_the_echo(settings):
    """Subtracts `echo_step` from the number of columns before counting the windows."""
    columns = settings.total_series_length // settings.batch_size
    return (columns - settings.echo_step) // settings.truncated_backprop_length


@replaces("2.1")
def reads_the_default_length(settings):
    """Uses the default `total_series_length` instead of the one in the settings that
    are passed in."""
    columns = Settings.total_series_length // settings.batch_size
    return columns // settings.truncated_backprop_length


@replaces("2.1")
def counts_windows_that_share_a_column(settings):
    """Counts windows that overlap by one column."""
    columns = settings.total_series_length // settings.batch_size
    return (columns - 1) // (settings.truncated_backprop_length - 1)


@replaces("2.2")
def moves_by_one_column(x, y, batch_idx, truncated_backprop_length):
    """Starts window `batch_idx` at column `batch_idx`, so successive windows
    overlap."""
    _check(x, batch_idx, truncated_backprop_length)
    return _cut(x, y, batch_idx, truncated_backprop_length)


@replaces("2.2")
def counts_from_one(x, y, batch_idx, truncated_backprop_length):
    """Numbers the windows from 1 instead of 0."""
    _check(x, batch_idx - 1, truncated_backprop_length)
    start = (batch_idx - 1) * truncated_backprop_length
    return _cut(x, y, start, truncated_backprop_length)


@replaces("2.2")
def trusts_the_slice(x, y, batch_idx, truncated_backprop_length):
    """Returns a short or empty window instead of raising an IndexError."""
    start = batch_idx * truncated_backprop_length
    return _cut(x, y, start, truncated_backprop_length)


@replaces("2.2")
def returns_the_target_first(x, y, batch_idx, truncated_backprop_length):
    """Returns `(batch_y, batch_x)` instead of `(batch_x, batch_y)`."""
    _check(x, batch_idx, truncated_backprop_length)
    return _cut(y, x, batch_idx * truncated_backprop_length, truncated_backprop_length)


@replaces("2.2")
def moves_back_into_the_data(x, y, batch_idx, truncated_backprop_length):
    """Moves a window that lies outside the data back inside instead of raising an
    IndexError."""
    last = x.shape[1] - truncated_backprop_length
    start = np.clip(batch_idx * truncated_backprop_length, 0, last)
    return _cut(x, y, start, truncated_backprop_length)


@replaces("2.2")
def fills_up_the_window(x, y, batch_idx, truncated_backprop_length):
    """Returns zeros for columns outside the data instead of raising an IndexError."""
    columns = (abs(batch_idx) + 1) * truncated_backprop_length
    padding = (0, 0), (columns, columns)
    start = columns + batch_idx * truncated_backprop_length
    x, y = np.pad(x, padding), np.pad(y, padding)
    return _cut(x, y, start, truncated_backprop_length)


@replaces("2.2")
def looks_only_to_the_right(x, y, batch_idx, truncated_backprop_length):
    """Accepts a negative `batch_idx` instead of raising an IndexError."""
    _check(x, max(batch_idx, 0), truncated_backprop_length)
    start = batch_idx * truncated_backprop_length
    return _cut(x, y, start, truncated_backprop_length)


@replaces("2.2")
def counts_back_from_the_end(x, y, batch_idx, truncated_backprop_length):
    """Counts a negative `batch_idx` from the end: -1 gives the last window."""
    windows = x.shape[1] // truncated_backprop_length
    batch_idx += windows if -windows <= batch_idx < 0 else 0
    _check(x, batch_idx, truncated_backprop_length)
    start = batch_idx * truncated_backprop_length
    return _cut(x, y, start, truncated_backprop_length)


@replaces("2.2")
def starts_over_at_the_end(x, y, batch_idx, truncated_backprop_length):
    """Wraps around to the first columns if a window runs past the end of the data,
    instead of raising an IndexError."""
    start = batch_idx * truncated_backprop_length
    columns = np.arange(start, start + truncated_backprop_length) % x.shape[1]
    return x[:, columns], y[:, columns]


@replaces("2.2")
def lets_one_window_too_many_in(x, y, batch_idx, truncated_backprop_length):
    """Accepts a `batch_idx` equal to the number of windows; the largest valid index is
    one lower."""
    if not 0 <= batch_idx <= x.shape[1] // truncated_backprop_length:
        raise IndexError(f"batch_idx {batch_idx} is out of range")
    start = batch_idx * truncated_backprop_length
    return _cut(x, y, start, truncated_backprop_length)


@replaces("2.2")
def asks_only_where_the_window_starts(x, y, batch_idx, truncated_backprop_length):
    """Accepts any window that starts inside the data, even if it runs past the end."""
    start = batch_idx * truncated_backprop_length
    if not 0 <= start < x.shape[1]:
        raise IndexError(f"batch_idx {batch_idx} is out of range")
    return _cut(x, y, start, truncated_backprop_length)


@replaces("2.2")
def refuses_the_last_window(x, y, batch_idx, truncated_backprop_length):
    """Rejects a window that ends exactly at the last column."""
    start = batch_idx * truncated_backprop_length
    if not 0 <= start < x.shape[1] - truncated_backprop_length:
        raise IndexError(f"batch_idx {batch_idx} is out of range")
    return _cut(x, y, start, truncated_backprop_length)


@replaces("2.2")
def shifts_the_target(x, y, batch_idx, truncated_backprop_length):
    """Starts `batch_y` one column later than `batch_x`."""
    _check(x, batch_idx, truncated_backprop_length)
    start = batch_idx * truncated_backprop_length
    batch_x, _ = _cut(x, y, start, truncated_backprop_length)
    _, batch_y = _cut(x, y, start + 1, truncated_backprop_length)
    return batch_x, batch_y


@replaces("2.2")
def cuts_rows(x, y, batch_idx, truncated_backprop_length):
    """Slices the rows instead of the columns."""
    _check(x, batch_idx, truncated_backprop_length)
    start = batch_idx * truncated_backprop_length
    stop = start + truncated_backprop_length
    return x[start:stop], y[start:stop]


@replaces("2.2")
def cuts_and_counts_rows(x, y, batch_idx, truncated_backprop_length):
    """Slices the rows instead of the columns, and checks `batch_idx` against the number
    of rows."""
    _check(x.T, batch_idx, truncated_backprop_length)
    start = batch_idx * truncated_backprop_length
    stop = start + truncated_backprop_length
    return x[start:stop], y[start:stop]


@replaces("2.2")
def checks_against_the_rows(x, y, batch_idx, truncated_backprop_length):
    """Checks `batch_idx` against the number of rows instead of the number of
    columns."""
    _check(x.T, batch_idx, truncated_backprop_length)
    start = batch_idx * truncated_backprop_length
    return _cut(x, y, start, truncated_backprop_length)


@replaces("2.2")
def is_one_column_too_wide(x, y, batch_idx, truncated_backprop_length):
    """Returns windows that are one column too wide."""
    _check(x, batch_idx, truncated_backprop_length)
    start = batch_idx * truncated_backprop_length
    return _cut(x, y, start, truncated_backprop_length + 1)


@replaces("2.2")
def takes_the_width_for_a_number_of_windows(x, y, batch_idx, truncated_backprop_length):
    """Treats `truncated_backprop_length` as the number of windows instead of their
    width."""
    _check(x, batch_idx, truncated_backprop_length)
    width = x.shape[1] // truncated_backprop_length
    return _cut(x, y, batch_idx * width, width)


@replaces("2.2")
def cuts_both_from_the_input(x, y, batch_idx, truncated_backprop_length):
    """Returns the input twice: `batch_y` is cut from `x` instead of `y`."""
    _check(x, batch_idx, truncated_backprop_length)
    start = batch_idx * truncated_backprop_length
    return _cut(x, x, start, truncated_backprop_length)


@replaces("2.2")
def does_not_name_the_culprit(x, y, batch_idx, truncated_backprop_length):
    """Raises an IndexError whose message does not mention `batch_idx`."""
    start = batch_idx * truncated_backprop_length
    if not 0 <= start <= x.shape[1] - truncated_backprop_length:
        raise IndexError("out of range")
    return _cut(x, y, start, truncated_backprop_length)


@replaces("2.2")
def reshapes_the_rows_to_windows(x, y, batch_idx, truncated_backprop_length):
    """Mixes elements from different rows, as a plain reshape of the data into windows
    would."""
    _check(x, batch_idx, truncated_backprop_length)
    return tuple(_mixed(bits, truncated_backprop_length)[batch_idx] for bits in (x, y))


@replaces("2.2")
def raises_another_error(x, y, batch_idx, truncated_backprop_length):
    """Raises a ValueError instead of an IndexError."""
    start = batch_idx * truncated_backprop_length
    if not 0 <= start <= x.shape[1] - truncated_backprop_length:
        raise ValueError(f"batch_idx {batch_idx} is out of range")
    return _cut(x, y, start, truncated_backprop_length)


@replaces("2.3")
def yields_the_ragged_tail(x, y, truncated_backprop_length):
    """Yields the leftover columns as a last, shorter window."""
    for start in range(0, x.shape[1], truncated_backprop_length):
        yield _cut(x, y, start, truncated_backprop_length)


@replaces("2.3")
def leaves_out_the_first_window(x, y, truncated_backprop_length):
    """Leaves out the first window."""
    for batch_idx in range(1, x.shape[1] // truncated_backprop_length):
        yield batch_window(x, y, batch_idx, truncated_backprop_length)


@replaces("2.3")
def yields_the_target_first(x, y, truncated_backprop_length):
    """Yields `(batch_y, batch_x)` instead of `(batch_x, batch_y)`."""
    for batch_idx in range(x.shape[1] // truncated_backprop_length):
        yield batch_window(y, x, batch_idx, truncated_backprop_length)


@replaces("2.3")
def widens_the_last_window(x, y, truncated_backprop_length):
    """Adds the leftover columns to the last window, making it too wide."""
    last = x.shape[1] // truncated_backprop_length - 1
    for batch_idx in range(last):
        yield batch_window(x, y, batch_idx, truncated_backprop_length)
    yield _cut(x, y, last * truncated_backprop_length, x.shape[1])


@replaces("2.3")
def fills_up_the_ragged_tail(x, y, truncated_backprop_length):
    """Pads the leftover columns with zeros and yields them as another window."""
    padding = (0, 0), (0, -x.shape[1] % truncated_backprop_length)
    x, y = np.pad(x, padding), np.pad(y, padding)
    for batch_idx in range(x.shape[1] // truncated_backprop_length):
        yield batch_window(x, y, batch_idx, truncated_backprop_length)


@replaces("2.3")
def slides_by_one_column(x, y, truncated_backprop_length):
    """Moves the window by one column instead of by its own width."""
    for start in range(x.shape[1] - truncated_backprop_length + 1):
        yield _cut(x, y, start, truncated_backprop_length)


@replaces("2.3")
def stops_one_window_early(x, y, truncated_backprop_length):
    """Stops one window too early."""
    for batch_idx in range(x.shape[1] // truncated_backprop_length - 1):
        yield batch_window(x, y, batch_idx, truncated_backprop_length)


@replaces("2.3")
def misses_a_window_that_ends_with_the_data(x, y, truncated_backprop_length):
    """Leaves out the last window if it ends exactly at the last column."""
    starts = range(0, x.shape[1] - truncated_backprop_length, truncated_backprop_length)
    for start in starts:
        yield _cut(x, y, start, truncated_backprop_length)


@replaces("2.3")
def goes_right_to_left(x, y, truncated_backprop_length):
    """Yields the windows from right to left."""
    for batch_idx in reversed(range(x.shape[1] // truncated_backprop_length)):
        yield batch_window(x, y, batch_idx, truncated_backprop_length)


@replaces("2.3")
def aligns_the_windows_to_the_right(x, y, truncated_backprop_length):
    """Leaves out columns at the beginning of the rows instead of at the end."""
    leftover = x.shape[1] % truncated_backprop_length
    for start in range(leftover, x.shape[1], truncated_backprop_length):
        yield _cut(x, y, start, truncated_backprop_length)


@replaces("2.3")
def returns_a_list(x, y, truncated_backprop_length):
    """Returns a list of all windows instead of an iterator."""
    windows = x.shape[1] // truncated_backprop_length
    return [batch_window(x, y, i, truncated_backprop_length) for i in range(windows)]


@replaces("2.3")
def yields_only_the_input(x, y, truncated_backprop_length):
    """Yields `batch_x` alone instead of the pair `(batch_x, batch_y)`."""
    for batch_idx in range(x.shape[1] // truncated_backprop_length):
        batch_x, _ = batch_window(x, y, batch_idx, truncated_backprop_length)
        yield batch_x


@replaces("2.3")
def never_ends(x, y, truncated_backprop_length):
    """Starts over after the last window instead of stopping, so it never ends."""
    windows = range(x.shape[1] // truncated_backprop_length)
    return cycle(batch_window(x, y, i, truncated_backprop_length) for i in windows)


@replaces("2.3")
def goes_on_until_it_breaks(x, y, truncated_backprop_length):
    """Raises an IndexError after the last window instead of stopping."""
    for batch_idx in count():
        yield batch_window(x, y, batch_idx, truncated_backprop_length)


@replaces("2.3")
def lets_the_windows_share_a_column(x, y, truncated_backprop_length):
    """Starts each window at the last column of the previous one, so successive windows
    overlap by one column."""
    last = x.shape[1] - truncated_backprop_length
    for start in range(0, last + 1, truncated_backprop_length - 1):
        yield _cut(x, y, start, truncated_backprop_length)


@replaces("2.3")
def returns_the_first_window(x, y, truncated_backprop_length):
    """Returns the first window instead of yielding every window."""
    return batch_window(x, y, 0, truncated_backprop_length)


@replaces("2.3")
def yields_one_array_at_a_time(x, y, truncated_backprop_length):
    """Yields `batch_x` and `batch_y` one after the other instead of as a pair."""
    for batch_idx in range(x.shape[1] // truncated_backprop_length):
        yield from batch_window(x, y, batch_idx, truncated_backprop_length)


@replaces("2.3")
def takes_rows_for_columns(x, y, truncated_backprop_length):
    """Computes the number of windows from the number of rows instead of the number of
    columns."""
    for batch_idx in range(len(x) // truncated_backprop_length):
        yield batch_window(x, y, batch_idx, truncated_backprop_length)


@replaces("2.3")
def reshapes_into_windows(x, y, truncated_backprop_length):
    """Mixes elements from different rows, as a plain reshape of the data into windows
    would."""
    return zip(
        *(_mixed(bits, truncated_backprop_length) for bits in (x, y)), strict=True
    )


@replaces("2.3")
def numbers_the_windows(x, y, truncated_backprop_length):
    """Yields the index of each window together with the pair `(batch_x, batch_y)`,
    instead of the pair alone."""
    for batch_idx in range(x.shape[1] // truncated_backprop_length):
        yield batch_idx, batch_window(x, y, batch_idx, truncated_backprop_length)


@replaces("2.3")
def raises_stop_iteration(x, y, truncated_backprop_length):
    """Raises StopIteration in a generator, which Python turns into a RuntimeError (a
    generator ends with `return`)."""
    for batch_idx in count():
        try:
            yield batch_window(x, y, batch_idx, truncated_backprop_length)
        except IndexError:
            raise StopIteration from None


@replaces("2.2")
def always_takes_the_first(x, y, batch_idx, truncated_backprop_length):
    """Returns the first window, whatever `batch_idx` is."""
    if not 0 <= batch_idx < x.shape[1] // truncated_backprop_length:
        raise IndexError(f"batch_idx {batch_idx} is outside the data")
    return x[:, :truncated_backprop_length], y[:, :truncated_backprop_length]


@replaces("2.2")
def returns_none_outside(x, y, batch_idx, truncated_backprop_length):
    """Returns None outside the data instead of raising an IndexError."""
    stop = (batch_idx + 1) * truncated_backprop_length
    if batch_idx < 0 or stop > x.shape[1]:
        return None
    columns = slice(stop - truncated_backprop_length, stop)
    return x[:, columns], y[:, columns]


@replaces("2.1")
def multiplies_by_a_rounded_fraction(settings):
    """Multiplies by 1 / truncated_backprop_length, which is rounded, so for some
    lengths a window is lost."""
    columns = settings.total_series_length // settings.batch_size
    return int(columns * (1 / settings.truncated_backprop_length))


_FOUND: dict = {}


@replaces("2.3")
def remembers_windows_by_their_shape(x, y, truncated_backprop_length):
    """Stores the windows and returns the same ones again for new data of the same
    shape."""
    width = truncated_backprop_length
    starts = range(0, x.shape[1] - width + 1, width)
    found = _FOUND.setdefault(
        (x.shape, width), [_cut(x, y, start, width) for start in starts]
    )
    return iter(found)
