"""Mistakes in exercise 2, retold: the window over the rows."""

import itertools
import math

import numpy as np

from dojo.galleries.plants import replaces
from echornn.batching import batch_window


@replaces("2.1")
def forgets_the_rows(settings):
    return settings.total_series_length // settings.truncated_backprop_length


@replaces("2.1")
def rounds_up(settings):
    columns = settings.total_series_length // settings.batch_size
    return len(range(0, columns, settings.truncated_backprop_length))


@replaces("2.1")
def rounds_to_the_nearest(settings):
    window = settings.batch_size * settings.truncated_backprop_length
    return round(settings.total_series_length / window)


@replaces("2.1")
def divides_without_cutting(settings):
    columns = settings.total_series_length / settings.batch_size
    return columns / settings.truncated_backprop_length


@replaces("2.1")
def counts_columns(settings):
    columns, _rest = divmod(settings.total_series_length, settings.batch_size)
    return columns


@replaces("2.1")
def counts_every_place_a_window_fits(settings):
    columns = settings.total_series_length // settings.batch_size
    places = 0
    for start in range(columns):
        if start + settings.truncated_backprop_length <= columns:
            places += 1
    return places


@replaces("2.1")
def returns_the_last_batch_idx(settings):
    columns = settings.total_series_length // settings.batch_size
    last = -1
    while (last + 2) * settings.truncated_backprop_length <= columns:
        last += 1
    return last


@replaces("2.1")
def counts_the_whole_training(settings):
    bits = settings.batch_size * settings.truncated_backprop_length
    return sum(settings.total_series_length // bits for _ in range(settings.num_epochs))


@replaces("2.1")
def multiplies_by_the_width(settings):
    """Writes a // b * c without brackets, so that the width multiplies."""
    return (
        settings.total_series_length
        // settings.batch_size
        * settings.truncated_backprop_length
    )


@replaces("2.1")
def keeps_room_for_the_echo(settings):
    """Takes echo_step off the columns first, as if they could not be used."""
    columns = settings.total_series_length // settings.batch_size - settings.echo_step
    return max(columns, 0) // settings.truncated_backprop_length


@replaces("2.2")
def moves_by_one_column(x, y, batch_idx, truncated_backprop_length):
    end = batch_idx + truncated_backprop_length
    if batch_idx < 0 or end > x.shape[1]:
        raise IndexError(f"batch_idx {batch_idx} lies outside the data")
    return x[:, batch_idx:end], y[:, batch_idx:end]


@replaces("2.2")
def counts_from_one(x, y, batch_idx, truncated_backprop_length):
    end = batch_idx * truncated_backprop_length
    begin = end - truncated_backprop_length
    if begin < 0 or end > x.shape[1]:
        raise IndexError(f"no window for batch_idx={batch_idx}")
    return x[:, begin:end], y[:, begin:end]


@replaces("2.2")
def trusts_the_slice(x, y, batch_idx, truncated_backprop_length):
    begin = truncated_backprop_length * batch_idx
    end = truncated_backprop_length * (batch_idx + 1)
    try:
        return x[:, begin:end], y[:, begin:end]
    except IndexError:
        raise IndexError(f"batch_idx {batch_idx} is out of range") from None


@replaces("2.2")
def looks_only_to_the_right(x, y, batch_idx, truncated_backprop_length):
    columns = (
        np.arange(truncated_backprop_length) + batch_idx * truncated_backprop_length
    )
    if columns[-1] >= x.shape[1]:
        raise IndexError(f"batch_idx too large: {batch_idx}")
    return x[:, columns], y[:, columns]


@replaces("2.2")
def counts_back_from_the_end(x, y, batch_idx, truncated_backprop_length):
    count = x.shape[1] // truncated_backprop_length
    starts = [i * truncated_backprop_length for i in range(count)]
    try:
        start = starts[batch_idx]
    except IndexError:
        raise IndexError(f"batch_idx {batch_idx} of {count} windows") from None
    stop = start + truncated_backprop_length
    return x[:, start:stop], y[:, start:stop]


@replaces("2.2")
def starts_over_at_the_end(x, y, batch_idx, truncated_backprop_length):
    if batch_idx < 0:
        raise IndexError(f"batch_idx is negative: {batch_idx}")
    start = batch_idx * truncated_backprop_length
    columns = range(start, start + truncated_backprop_length)
    return np.take(x, columns, axis=1, mode="wrap"), np.take(
        y, columns, axis=1, mode="wrap"
    )


@replaces("2.2")
def lets_one_window_too_many_in(x, y, batch_idx, truncated_backprop_length):
    width = truncated_backprop_length
    windows = len(x[0]) // width
    if batch_idx < 0 or batch_idx > windows:
        raise IndexError("batch_idx is out of range: " + str(batch_idx))
    first = batch_idx * width
    return x[:, first : first + width], y[:, first : first + width]


@replaces("2.2")
def asks_only_where_the_window_starts(x, y, batch_idx, truncated_backprop_length):
    start = batch_idx * truncated_backprop_length
    if start not in range(x.shape[1]):
        raise IndexError(f"batch_idx={batch_idx} starts outside the data")
    return tuple(a[:, start:][:, :truncated_backprop_length] for a in (x, y))


@replaces("2.2")
def refuses_the_last_window(x, y, batch_idx, truncated_backprop_length):
    start = batch_idx * truncated_backprop_length
    end = start + truncated_backprop_length
    if start < 0 or not end < x.shape[1]:
        raise IndexError(f"batch_idx={batch_idx} ends outside the data")
    return x[:, start:end], y[:, start:end]


@replaces("2.2")
def shifts_the_target(x, y, batch_idx, truncated_backprop_length):
    start = batch_idx * truncated_backprop_length
    end = start + truncated_backprop_length
    if start < 0 or end > x.shape[1]:
        raise IndexError(f"batch_idx={batch_idx} lies outside the data")
    return x[:, start:end], y[:, start + 1 : end + 1]


@replaces("2.2")
def cuts_rows(x, y, batch_idx, truncated_backprop_length):
    start = batch_idx * truncated_backprop_length
    end = start + truncated_backprop_length
    if start < 0 or end > x.shape[1]:
        raise IndexError(f"batch_idx={batch_idx} lies outside the data")
    return x[start:end], y[start:end]


@replaces("2.2")
def is_one_column_too_wide(x, y, batch_idx, truncated_backprop_length):
    if not 0 <= batch_idx < x.shape[1] // truncated_backprop_length:
        raise IndexError(f"bad batch_idx {batch_idx}")
    start = batch_idx * truncated_backprop_length
    last = start + truncated_backprop_length
    mask = [start <= column <= last for column in range(x.shape[1])]
    return x[:, mask], y[:, mask]


@replaces("2.2")
def takes_the_width_for_a_number_of_windows(x, y, batch_idx, truncated_backprop_length):
    if not 0 <= batch_idx < truncated_backprop_length:
        raise IndexError(f"batch_idx {batch_idx} is not one of the windows")
    width = x.shape[1] // truncated_backprop_length
    whole = width * truncated_backprop_length
    pieces_x = np.split(x[:, :whole], truncated_backprop_length, axis=1)
    pieces_y = np.split(y[:, :whole], truncated_backprop_length, axis=1)
    return pieces_x[batch_idx], pieces_y[batch_idx]


@replaces("2.2")
def cuts_both_from_the_input(x, y, batch_idx, truncated_backprop_length):
    if batch_idx not in range(x.shape[1] // truncated_backprop_length):
        raise IndexError(f"batch_idx {batch_idx} is out of range")
    start = batch_idx * truncated_backprop_length
    batch_x = np.array([row[start : start + truncated_backprop_length] for row in x])
    batch_y = np.array([row[start : start + truncated_backprop_length] for row in x])
    return batch_x, batch_y


@replaces("2.2")
def does_not_name_the_culprit(x, y, batch_idx, truncated_backprop_length):
    start = batch_idx * truncated_backprop_length
    end = start + truncated_backprop_length
    if start < 0 or end > x.shape[1]:
        raise IndexError("index out of range")
    return x[:, start:end], y[:, start:end]


@replaces("2.2")
def raises_another_error(x, y, batch_idx, truncated_backprop_length):
    start = batch_idx * truncated_backprop_length
    end = start + truncated_backprop_length
    if min(start, x.shape[1] - end) < 0:
        raise ValueError(f"batch_idx must lie inside the data, got {batch_idx}")
    return x[:, start:end], y[:, start:end]


@replaces("2.2")
def cuts_and_counts_rows(x, y, batch_idx, truncated_backprop_length):
    begin = batch_idx * truncated_backprop_length
    end = begin + truncated_backprop_length
    if begin < 0 or end > len(x):
        raise IndexError(f"no rows for batch_idx {batch_idx}")
    return x[begin:end, :], y[begin:end, :]


@replaces("2.2")
def checks_against_the_rows(x, y, batch_idx, truncated_backprop_length):
    columns = np.arange(truncated_backprop_length)
    columns += batch_idx * truncated_backprop_length
    if columns[0] < 0 or columns[-1] >= len(x):
        raise IndexError(f"no columns for batch_idx {batch_idx}")
    return x[:, columns], y[:, columns]


@replaces("2.3")
def yields_the_ragged_tail(x, y, truncated_backprop_length):
    start = 0
    while start < x.shape[1]:
        stop = min(start + truncated_backprop_length, x.shape[1])
        yield x[:, start:stop], y[:, start:stop]
        start = stop


@replaces("2.3")
def fills_up_the_ragged_tail(x, y, truncated_backprop_length):
    missing = -x.shape[1] % truncated_backprop_length
    zeros = np.zeros((x.shape[0], missing), dtype=x.dtype)
    full_x = np.hstack([x, zeros])
    full_y = np.hstack([y, zeros.astype(y.dtype)])
    for i in range(full_x.shape[1] // truncated_backprop_length):
        yield batch_window(full_x, full_y, i, truncated_backprop_length)


@replaces("2.3")
def slides_by_one_column(x, y, truncated_backprop_length):
    end = truncated_backprop_length
    while end <= x.shape[1]:
        start = end - truncated_backprop_length
        yield x[:, start:end], y[:, start:end]
        end += 1


@replaces("2.3")
def stops_one_window_early(x, y, truncated_backprop_length):
    last = x.shape[1] // truncated_backprop_length - 1
    return (batch_window(x, y, i, truncated_backprop_length) for i in range(last))


@replaces("2.3")
def misses_a_window_that_ends_with_the_data(x, y, truncated_backprop_length):
    start = 0
    while start + truncated_backprop_length < x.shape[1]:
        window = np.arange(start, start + truncated_backprop_length)
        yield x[:, window], y[:, window]
        start += truncated_backprop_length


@replaces("2.3")
def goes_right_to_left(x, y, truncated_backprop_length):
    batch_idx = x.shape[1] // truncated_backprop_length
    while batch_idx:
        batch_idx -= 1
        yield batch_window(x, y, batch_idx, truncated_backprop_length)


@replaces("2.3")
def aligns_the_windows_to_the_right(x, y, truncated_backprop_length):
    too_many = math.fmod(x.shape[1], truncated_backprop_length)
    for start in range(int(too_many), x.shape[1], truncated_backprop_length):
        stop = start + truncated_backprop_length
        yield x[:, start:stop], y[:, start:stop]


@replaces("2.3")
def returns_a_list(x, y, truncated_backprop_length):
    windows = []
    for i in range(x.shape[1] // truncated_backprop_length):
        windows.append(batch_window(x, y, i, truncated_backprop_length))
    return windows


@replaces("2.3")
def yields_only_the_input(x, y, truncated_backprop_length):
    whole = x.shape[1] // truncated_backprop_length * truncated_backprop_length
    for start in range(0, whole, truncated_backprop_length):
        yield x[:, start : start + truncated_backprop_length]


@replaces("2.3")
def never_ends(x, y, truncated_backprop_length):
    starts = range(x.shape[1] // truncated_backprop_length)
    for i in itertools.cycle(starts):
        yield batch_window(x, y, i, truncated_backprop_length)


@replaces("2.3")
def goes_on_until_it_breaks(x, y, truncated_backprop_length):
    for i in itertools.count():
        yield batch_window(x, y, i, truncated_backprop_length)


@replaces("2.3")
def lets_the_windows_share_a_column(x, y, truncated_backprop_length):
    """Starts each window at the last column of the one before: they overlap by one."""
    width = truncated_backprop_length
    for start in range(0, x.shape[1] - width + 1, max(width - 1, 1)):
        yield x[:, start : start + width], y[:, start : start + width]


@replaces("2.3")
def takes_rows_for_columns(x, y, truncated_backprop_length):
    """Takes len(x), the number of rows, for the number of columns."""
    for batch_idx in range(len(x) // truncated_backprop_length):
        yield batch_window(x, y, batch_idx, truncated_backprop_length)


@replaces("2.3")
def returns_the_first_window(x, y, truncated_backprop_length):
    for start in range(0, x.shape[1], truncated_backprop_length):
        window = slice(start, start + truncated_backprop_length)
        return x[:, window], y[:, window]


@replaces("2.3")
def yields_one_array_at_a_time(x, y, truncated_backprop_length):
    end = truncated_backprop_length
    while end <= x.shape[1]:
        window = slice(end - truncated_backprop_length, end)
        yield x[:, window]
        yield y[:, window]
        end += truncated_backprop_length


@replaces("2.2")
def returns_the_target_first(x, y, batch_idx, truncated_backprop_length):
    start = batch_idx * truncated_backprop_length
    end = start + truncated_backprop_length
    if start < 0 or end > x.shape[1]:
        raise IndexError(f"batch_idx {batch_idx} lies outside the data")
    return y[:, start:end], x[:, start:end]


@replaces("2.3")
def leaves_out_the_first_window(x, y, truncated_backprop_length):
    for i in range(1, x.shape[1] // truncated_backprop_length):
        yield batch_window(x, y, i, truncated_backprop_length)
