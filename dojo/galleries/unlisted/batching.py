"""Foreign bugs: the window over the rows."""

import numpy as np

from dojo.galleries.plants import replaces
from echornn.batching import batch_window


@replaces("2.1")
def divides_by_the_state(settings):
    """Takes the wrong variable: divides by state_size instead of batch_size."""
    columns = settings.total_series_length // settings.state_size
    return columns // settings.truncated_backprop_length


@replaces("2.2")
def loses_the_last_row(x, y, batch_idx, truncated_backprop_length):
    """Loops over range(batch - 1), so that the last row is missing."""
    if not 0 <= batch_idx < x.shape[1] // truncated_backprop_length:
        raise IndexError(f"batch_idx {batch_idx} lies outside the data")
    start = batch_idx * truncated_backprop_length
    end = start + truncated_backprop_length
    keep = list(range(x.shape[0] - 1))
    return x[keep, start:end], y[keep, start:end]


@replaces("2.2")
def is_one_column_too_narrow(x, y, batch_idx, truncated_backprop_length):
    """Takes 1 off the end of the slice, so that the window's last column is missing."""
    start = batch_idx * truncated_backprop_length
    end = (batch_idx + 1) * truncated_backprop_length
    if start < 0 or end > x.shape[1]:
        raise IndexError(f"batch_idx {batch_idx} lies outside the data")
    return x[:, start : end - 1], y[:, start : end - 1]


@replaces("2.2")
def target_stays_at_the_beginning(x, y, batch_idx, truncated_backprop_length):
    """Always takes the target from window 0 (the start is forgotten in y's slice)."""
    start = batch_idx * truncated_backprop_length
    end = start + truncated_backprop_length
    if start < 0 or end > x.shape[1]:
        raise IndexError(f"batch_idx {batch_idx} lies outside the data")
    columns = np.arange(start, end)
    return x[:, columns], y[:, :truncated_backprop_length]


@replaces("2.2")
def window_time_first(x, y, batch_idx, truncated_backprop_length):
    """Returns the windows transposed, (time, batch)."""
    start = batch_idx * truncated_backprop_length
    end = start + truncated_backprop_length
    if start < 0 or end > x.shape[1]:
        raise IndexError(f"batch_idx {batch_idx} lies outside the data")
    return x.T[start:end], y.T[start:end]


@replaces("2.3")
def takes_every_second_window(x, y, truncated_backprop_length):
    """Moves by twice the width, so that every second window is left out."""
    start = 0
    while start + truncated_backprop_length <= x.shape[1]:
        stop = start + truncated_backprop_length
        yield x[:, start:stop], y[:, start:stop]
        start += 2 * truncated_backprop_length


@replaces("2.3")
def stays_at_the_first_window(x, y, truncated_backprop_length):
    """Asks for window 0 every time, instead of the loop's own."""
    for _ in range(x.shape[1] // truncated_backprop_length):
        yield batch_window(x, y, 0, truncated_backprop_length)


@replaces("2.3")
def pairs_with_the_first_target(x, y, truncated_backprop_length):
    """Cuts the target once, before the loop: it is always the first window's."""
    batch_y = y[:, :truncated_backprop_length]
    for i in range(x.shape[1] // truncated_backprop_length):
        start = i * truncated_backprop_length
        yield x[:, start : start + truncated_backprop_length], batch_y


@replaces("2.3")
def windows_in_one_buffer(x, y, truncated_backprop_length):
    """Yields the same two buffers each time, so kept windows all become the last."""
    shape = (len(x), truncated_backprop_length)
    batch_x = np.empty(shape, dtype=x.dtype)
    batch_y = np.empty(shape, dtype=y.dtype)
    for batch_idx in range(x.shape[1] // truncated_backprop_length):
        start = batch_idx * truncated_backprop_length
        batch_x[:] = x[:, start : start + truncated_backprop_length]
        batch_y[:] = y[:, start : start + truncated_backprop_length]
        yield batch_x, batch_y


@replaces("2.3")
def windows_array_split(x, y, truncated_backprop_length):
    """Splits all columns into equal parts: leftover columns make the windows wider."""
    count = x.shape[1] // truncated_backprop_length
    yield from zip(np.array_split(x, count, axis=1), np.array_split(y, count, axis=1))


@replaces("2.3")
def windows_data_loader(x, y, truncated_backprop_length):
    """Yields the windows in shuffled order, as a DataLoader would."""
    count = x.shape[1] // truncated_backprop_length
    for i in np.random.default_rng(0).permutation(count):
        yield batch_window(x, y, int(i), truncated_backprop_length)
