"""Exercise 2, other ways: the windows."""

from itertools import count, repeat
from math import floor

import numpy as np

from dojo.galleries.plants import replaces
from echornn.batching import batch_window

# 2.1 num_batches


@replaces("2.1")
def num_batches_by_one_division(settings):
    """How often a whole window, all rows of it, goes into the series."""
    window = settings.batch_size * settings.truncated_backprop_length
    return settings.total_series_length // window


@replaces("2.1")
def num_batches_window_first(settings):
    """First the window, then the rows: whole-number division does not mind."""
    length = settings.total_series_length
    return length // settings.truncated_backprop_length // settings.batch_size


@replaces("2.1")
def num_batches_by_floor(settings):
    """Divide, and drop what stands behind the point."""
    columns = settings.total_series_length / settings.batch_size
    return floor(columns / settings.truncated_backprop_length)


@replaces("2.1")
def num_batches_by_counting(settings):
    """Count the columns at which a whole window ends."""
    columns = settings.total_series_length // settings.batch_size
    width = settings.truncated_backprop_length
    return len(range(width, columns + 1, width))


@replaces("2.1")
def num_batches_by_numpy(settings):
    """A NumPy integer is an integer, too."""
    columns = np.int64(settings.total_series_length) // settings.batch_size
    return columns // settings.truncated_backprop_length


# 2.2 batch_window


@replaces("2.2")
def window_by_take(x, y, batch_idx, truncated_backprop_length):
    """Name the columns, have them taken, and say in other words what NumPy says."""
    columns = np.arange(truncated_backprop_length)
    columns += batch_idx * truncated_backprop_length
    if columns[0] < 0 or columns[-1] >= x.shape[1]:
        raise IndexError(f"no window with batch_idx={batch_idx}")
    return np.take(x, columns, axis=1), np.take(y, columns, axis=1)


@replaces("2.2")
def window_looked_at_afterwards(x, y, batch_idx, truncated_backprop_length):
    """Cut first; a window that came out short was none."""
    start = batch_idx * truncated_backprop_length
    stop = start + truncated_backprop_length
    batch_x, batch_y = x[:, start:stop], y[:, start:stop]
    if batch_idx < 0 or batch_x.shape[1] < truncated_backprop_length:
        raise IndexError(f"batch_idx {batch_idx} lies outside the data")
    return batch_x, batch_y


@replaces("2.2")
def window_as_copies(x, y, batch_idx, truncated_backprop_length):
    """Windows of their own, that no later change of the data can reach."""
    start = batch_idx * truncated_backprop_length
    stop = start + truncated_backprop_length
    if start < 0 or stop > x.shape[1]:
        raise IndexError(f"{batch_idx=}: columns {start} to {stop} of {x.shape[1]}")
    return tuple(rows[:, start:stop].copy() for rows in (x, y))


@replaces("2.2")
def window_by_hsplit(x, y, batch_idx, truncated_backprop_length):
    """Three parts, before, within and behind: the one in the middle counts."""
    start = batch_idx * truncated_backprop_length
    stop = start + truncated_backprop_length
    if not 0 <= start < stop <= x.shape[1]:
        raise IndexError(f"batch_idx {batch_idx} is out of range")
    _, batch_x, _ = np.hsplit(x, [start, stop])
    _, batch_y, _ = np.hsplit(y, [start, stop])
    return batch_x, batch_y


@replaces("2.2")
def window_by_an_axis_of_windows(x, y, batch_idx, truncated_backprop_length):
    """Give the data an axis of windows, and index that."""
    windows = x.shape[1] // truncated_backprop_length
    if batch_idx not in range(windows):
        raise IndexError(f"batch_idx {batch_idx} is not in range({windows})")
    used = windows * truncated_backprop_length
    shape = len(x), windows, truncated_backprop_length
    x, y = (rows[:, :used].reshape(shape) for rows in (x, y))
    return x[:, batch_idx], y[:, batch_idx]


# 2.3 batch_windows


@replaces("2.3")
def windows_by_split(x, y, truncated_backprop_length):
    """Split wherever a whole window ends; what is behind the last end is the tail."""
    width = truncated_backprop_length
    ends = range(width, x.shape[1] + 1, width)
    x_parts, y_parts = np.split(x, ends, axis=1), np.split(y, ends, axis=1)
    return zip(x_parts[:-1], y_parts[:-1], strict=True)


@replaces("2.3")
def windows_by_a_generator_expression(x, y, truncated_backprop_length):
    """A slice that moves, and no loop written out."""
    width = truncated_backprop_length
    starts = range(0, x.shape[1] - width + 1, width)
    return ((x[:, a : a + width], y[:, a : a + width]) for a in starts)


@replaces("2.3")
def windows_by_map(x, y, truncated_backprop_length):
    """Map the numbers of the windows to the windows."""
    width = truncated_backprop_length
    return map(
        batch_window, repeat(x), repeat(y), range(x.shape[1] // width), repeat(width)
    )


@replaces("2.3")
def windows_from_a_list(x, y, truncated_backprop_length):
    """Cut all of them at once, and hand them out one by one."""
    count = x.shape[1] // truncated_backprop_length
    windows = [batch_window(x, y, i, truncated_backprop_length) for i in range(count)]
    return iter(windows)


@replaces("2.3")
def windows_by_swapping_axes(x, y, truncated_backprop_length):
    """Give the data an axis of windows, and bring it to the front."""
    count = x.shape[1] // truncated_backprop_length
    used = count * truncated_backprop_length
    shape = len(x), count, truncated_backprop_length
    x, y = (rows[:, :used].reshape(shape).swapaxes(0, 1) for rows in (x, y))
    return zip(x, y, strict=True)


@replaces("2.3")
def windows_until_there_is_none(x, y, truncated_backprop_length):
    """Ask for one window after the other; the IndexError is the end."""
    for batch_idx in count():
        try:
            yield batch_window(x, y, batch_idx, truncated_backprop_length)
        except IndexError:
            return


@replaces("2.3")
def windows_by_eating_up_the_data(x, y, truncated_backprop_length):
    """Take a window from the left, and go on with what is left."""
    width = truncated_backprop_length
    while x.shape[1] >= width:
        yield x[:, :width], y[:, :width]
        x, y = x[:, width:], y[:, width:]


@replaces("2.3")
def windows_by_grouping_columns(x, y, truncated_backprop_length):
    """One iterator of columns, zipped with itself, makes groups and drops the tail."""
    columns = zip(x.T, y.T, strict=True)
    for group in zip(*[columns] * truncated_backprop_length, strict=False):
        batch_x, batch_y = zip(*group, strict=True)
        yield np.stack(batch_x, axis=1), np.stack(batch_y, axis=1)
