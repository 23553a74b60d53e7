"""Mistakes in exercise 2: the window over the rows."""

from itertools import count, cycle

import numpy as np

from dojo.galleries.plants import replaces
from echornn.batching import batch_window


@replaces("2.1")
def forgets_the_rows(settings):
    """Divides the flat series into windows, as if it were not cut into rows."""
    return settings.total_series_length // settings.truncated_backprop_length


@replaces("2.1")
def rounds_up(settings):
    """Counts the rest at the end of a row as a window."""
    columns = settings.total_series_length // settings.batch_size
    return -(-columns // settings.truncated_backprop_length)


@replaces("2.1")
def rounds_to_the_nearest(settings):
    """Rounds, so that a rest of more than half a window counts as one."""
    columns = settings.total_series_length // settings.batch_size
    return round(columns / settings.truncated_backprop_length)


@replaces("2.1")
def divides_without_cutting(settings):
    """Writes `/` for `//`: a number of windows with a fraction."""
    columns = settings.total_series_length / settings.batch_size
    return columns / settings.truncated_backprop_length


@replaces("2.1")
def counts_columns(settings):
    """Stops half-way: this is how long a row is, not how many windows it holds."""
    return settings.total_series_length // settings.batch_size


@replaces("2.1")
def counts_every_place_a_window_fits(settings):
    """Counts windows that move by one column, and so overlap."""
    columns = settings.total_series_length // settings.batch_size
    return columns - settings.truncated_backprop_length + 1


@replaces("2.1")
def returns_the_last_batch_idx(settings):
    """Returns the number of the last window, which is one less than there are."""
    columns = settings.total_series_length // settings.batch_size
    return columns // settings.truncated_backprop_length - 1


@replaces("2.1")
def counts_the_whole_training(settings):
    """Counts the windows of all epochs instead of one."""
    columns = settings.total_series_length // settings.batch_size
    return settings.num_epochs * (columns // settings.truncated_backprop_length)


def _cut(x, y, start, width):
    return x[:, start : start + width], y[:, start : start + width]


def _check(x, batch_idx, width):
    if not 0 <= batch_idx < x.shape[1] // width:
        raise IndexError(f"batch_idx {batch_idx} is out of range")


@replaces("2.2")
def moves_by_one_column(x, y, batch_idx, truncated_backprop_length):
    """Starts at column `batch_idx`, so that neighbouring windows overlap."""
    _check(x, batch_idx, truncated_backprop_length)
    return _cut(x, y, batch_idx, truncated_backprop_length)


@replaces("2.2")
def counts_from_one(x, y, batch_idx, truncated_backprop_length):
    """Calls the first window number 1."""
    _check(x, batch_idx - 1, truncated_backprop_length)
    start = (batch_idx - 1) * truncated_backprop_length
    return _cut(x, y, start, truncated_backprop_length)


@replaces("2.2")
def trusts_the_slice(x, y, batch_idx, truncated_backprop_length):
    """Relies on the slice to complain, but a slice never does: it comes out short."""
    start = batch_idx * truncated_backprop_length
    return _cut(x, y, start, truncated_backprop_length)


@replaces("2.2")
def looks_only_to_the_right(x, y, batch_idx, truncated_backprop_length):
    """Checks for a batch_idx that is too large, but not for a negative one."""
    _check(x, max(batch_idx, 0), truncated_backprop_length)
    start = batch_idx * truncated_backprop_length
    return _cut(x, y, start, truncated_backprop_length)


@replaces("2.2")
def counts_back_from_the_end(x, y, batch_idx, truncated_backprop_length):
    """Lets -1 be the last window, as it is the last element of a list."""
    windows = x.shape[1] // truncated_backprop_length
    batch_idx += windows if -windows <= batch_idx < 0 else 0
    _check(x, batch_idx, truncated_backprop_length)
    start = batch_idx * truncated_backprop_length
    return _cut(x, y, start, truncated_backprop_length)


@replaces("2.2")
def starts_over_at_the_end(x, y, batch_idx, truncated_backprop_length):
    """Comes back in at the left where the data end."""
    start = batch_idx * truncated_backprop_length
    columns = np.arange(start, start + truncated_backprop_length) % x.shape[1]
    return x[:, columns], y[:, columns]


@replaces("2.2")
def lets_one_window_too_many_in(x, y, batch_idx, truncated_backprop_length):
    """Writes `>` for `>=`: of four windows, number 4 passes the check."""
    if not 0 <= batch_idx <= x.shape[1] // truncated_backprop_length:
        raise IndexError(f"batch_idx {batch_idx} is out of range")
    start = batch_idx * truncated_backprop_length
    return _cut(x, y, start, truncated_backprop_length)


@replaces("2.2")
def asks_only_where_the_window_starts(x, y, batch_idx, truncated_backprop_length):
    """Is content with a start inside the data, though the end may lie beyond."""
    start = batch_idx * truncated_backprop_length
    if not 0 <= start < x.shape[1]:
        raise IndexError(f"batch_idx {batch_idx} is out of range")
    return _cut(x, y, start, truncated_backprop_length)


@replaces("2.2")
def refuses_the_last_window(x, y, batch_idx, truncated_backprop_length):
    """Takes a window that ends with the data for one that ends beyond them."""
    start = batch_idx * truncated_backprop_length
    if not 0 <= start < x.shape[1] - truncated_backprop_length:
        raise IndexError(f"batch_idx {batch_idx} is out of range")
    return _cut(x, y, start, truncated_backprop_length)


@replaces("2.2")
def shifts_the_target(x, y, batch_idx, truncated_backprop_length):
    """Takes the target a column later, as if the next bit were to be foretold."""
    _check(x, batch_idx, truncated_backprop_length)
    start = batch_idx * truncated_backprop_length
    batch_x, _ = _cut(x, y, start, truncated_backprop_length)
    _, batch_y = _cut(x, y, start + 1, truncated_backprop_length)
    return batch_x, batch_y


@replaces("2.2")
def cuts_rows(x, y, batch_idx, truncated_backprop_length):
    """Slices the first axis: some rows in full length, not some columns of all."""
    _check(x, batch_idx, truncated_backprop_length)
    start = batch_idx * truncated_backprop_length
    stop = start + truncated_backprop_length
    return x[start:stop], y[start:stop]


@replaces("2.2")
def is_one_column_too_wide(x, y, batch_idx, truncated_backprop_length):
    """Adds 1 to the end of the slice, to have the last column included."""
    _check(x, batch_idx, truncated_backprop_length)
    start = batch_idx * truncated_backprop_length
    return _cut(x, y, start, truncated_backprop_length + 1)


@replaces("2.2")
def takes_the_width_for_a_number_of_windows(x, y, batch_idx, truncated_backprop_length):
    """Cuts the row into `truncated_backprop_length` windows, not into so wide ones."""
    _check(x, batch_idx, truncated_backprop_length)
    width = x.shape[1] // truncated_backprop_length
    return _cut(x, y, batch_idx * width, width)


@replaces("2.2")
def cuts_both_from_the_input(x, y, batch_idx, truncated_backprop_length):
    """Copies the line for x and forgets to make it y."""
    _check(x, batch_idx, truncated_backprop_length)
    start = batch_idx * truncated_backprop_length
    return _cut(x, x, start, truncated_backprop_length)


@replaces("2.2")
def does_not_name_the_culprit(x, y, batch_idx, truncated_backprop_length):
    """Raises the right error, but the message leaves open what is out of range."""
    start = batch_idx * truncated_backprop_length
    if not 0 <= start <= x.shape[1] - truncated_backprop_length:
        raise IndexError("out of range")
    return _cut(x, y, start, truncated_backprop_length)


@replaces("2.2")
def raises_another_error(x, y, batch_idx, truncated_backprop_length):
    """Calls it a bad value, where a place that does not exist is an IndexError."""
    start = batch_idx * truncated_backprop_length
    if not 0 <= start <= x.shape[1] - truncated_backprop_length:
        raise ValueError(f"batch_idx {batch_idx} is out of range")
    return _cut(x, y, start, truncated_backprop_length)


@replaces("2.3")
def yields_the_ragged_tail(x, y, truncated_backprop_length):
    """Ends with a shorter window, made of the columns that are left."""
    for start in range(0, x.shape[1], truncated_backprop_length):
        yield _cut(x, y, start, truncated_backprop_length)


@replaces("2.3")
def fills_up_the_ragged_tail(x, y, truncated_backprop_length):
    """Adds zeros to the columns that are left, to make another window of them."""
    padding = (0, 0), (0, -x.shape[1] % truncated_backprop_length)
    x, y = np.pad(x, padding), np.pad(y, padding)
    for batch_idx in range(x.shape[1] // truncated_backprop_length):
        yield batch_window(x, y, batch_idx, truncated_backprop_length)


@replaces("2.3")
def slides_by_one_column(x, y, truncated_backprop_length):
    """Moves by one column instead of the window's own width."""
    for start in range(x.shape[1] - truncated_backprop_length + 1):
        yield _cut(x, y, start, truncated_backprop_length)


@replaces("2.3")
def stops_one_window_early(x, y, truncated_backprop_length):
    """Subtracts 1 from the number of windows, though `range` leaves its end out."""
    for batch_idx in range(x.shape[1] // truncated_backprop_length - 1):
        yield batch_window(x, y, batch_idx, truncated_backprop_length)


@replaces("2.3")
def misses_a_window_that_ends_with_the_data(x, y, truncated_backprop_length):
    """Leaves out the last start, and with it a window that fits exactly."""
    starts = range(0, x.shape[1] - truncated_backprop_length, truncated_backprop_length)
    for start in starts:
        yield _cut(x, y, start, truncated_backprop_length)


@replaces("2.3")
def goes_right_to_left(x, y, truncated_backprop_length):
    """Begins with the latest window, and time runs backwards."""
    for batch_idx in reversed(range(x.shape[1] // truncated_backprop_length)):
        yield batch_window(x, y, batch_idx, truncated_backprop_length)


@replaces("2.3")
def aligns_the_windows_to_the_right(x, y, truncated_backprop_length):
    """Leaves out the columns that are too many at the beginning, not at the end."""
    rest = x.shape[1] % truncated_backprop_length
    for start in range(rest, x.shape[1], truncated_backprop_length):
        yield _cut(x, y, start, truncated_backprop_length)


@replaces("2.3")
def returns_a_list(x, y, truncated_backprop_length):
    """Cuts all windows at once, where one after the other is wanted."""
    windows = x.shape[1] // truncated_backprop_length
    return [batch_window(x, y, i, truncated_backprop_length) for i in range(windows)]


@replaces("2.3")
def yields_only_the_input(x, y, truncated_backprop_length):
    """Forgets that a window has a target."""
    for batch_idx in range(x.shape[1] // truncated_backprop_length):
        batch_x, _ = batch_window(x, y, batch_idx, truncated_backprop_length)
        yield batch_x


@replaces("2.3")
def never_ends(x, y, truncated_backprop_length):
    """Begins again at the left after the last window, epoch after epoch."""
    windows = range(x.shape[1] // truncated_backprop_length)
    return cycle(batch_window(x, y, i, truncated_backprop_length) for i in windows)


@replaces("2.3")
def goes_on_until_it_breaks(x, y, truncated_backprop_length):
    """Asks for one window more than there are, and lets the IndexError out."""
    for batch_idx in count():
        yield batch_window(x, y, batch_idx, truncated_backprop_length)
