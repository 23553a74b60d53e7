"""Exercise 2, `echornn/batching.py`: the window over the rows.

This exercise needs no TensorFlow.
"""

from collections.abc import Iterator

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from dojo.spec.assertions import Answer, call, raises
from dojo.spec.hypothesis_profile import profile
from echornn.batching import batch_window, batch_windows, num_batches
from echornn.settings import Settings

X = np.arange(1, 37).reshape(3, 12)  # the tutorial's picture: bits 1 to 36 in 3 rows
Y = 100 + X
MOST = 10_001  # windows to look at: more than any data here have columns


def is_window(answer, x, y):
    """Check the pair (batch_x, batch_y)."""
    batch_x, batch_y = answer.parts((tuple, list), ["batch_x", "batch_y"])
    batch_x.is_array(x, dtype=np.integer)
    batch_y.is_array(y, dtype=np.integer)


def are_windows(answer, expected):
    """Check an iterator over pairs (batch_x, batch_y)."""
    if not isinstance(answer.value, Iterator):
        wanted = "an iterator, so that next() works on it"
        answer.fail(wanted, f"{type(answer.value).__name__}")
    windows = list(answer.first(MOST))
    if len(windows) == MOST:
        end = "1 window" if len(expected) == 1 else f"{len(expected)} windows"
        wanted = f"an iterator that ends after {end}"
        answer.fail(wanted, f"at least {MOST} windows: the iterator never ends")
    source = f"list({answer.source})"
    for batch_idx, (window, (x, y)) in enumerate(zip(windows, expected, strict=False)):
        is_window(Answer(f"window {batch_idx} of {source}", window), x, y)
    names = [f"window {batch_idx}" for batch_idx in range(len(expected))]
    Answer(source, windows).parts(list, names)


# 2.1 num_batches


@pytest.mark.task("2.1")
def test_the_tutorial_has_666_windows_an_epoch():
    """Five rows of 10,000 bits hold 666 windows of 15 columns. The last 10 columns are
    never used."""
    call(num_batches, Settings()).is_integer(666)


@pytest.mark.task("2.1")
@pytest.mark.parametrize(
    ("total_series_length", "batch_size", "window", "expected"),
    [(36, 3, 3, 4), (36, 3, 5, 2), (36, 2, 18, 1), (70, 7, 3, 3), (22, 2, 4, 2)],
)
def test_only_whole_windows_count(total_series_length, batch_size, window, expected):
    """If the columns at the end do not fill a whole window, they do not count as
    one."""
    settings = Settings(
        total_series_length=total_series_length,
        batch_size=batch_size,
        truncated_backprop_length=window,
    )
    call(num_batches, settings).is_integer(expected)


@pytest.mark.task("2.1")
def test_a_window_can_fill_a_row_of_any_length():
    """Multiplying by a rounded fraction can lose a window: in floating point, 49 * (1 /
    49) is a little less than 1."""
    for columns in range(1, 100):
        settings = Settings(
            total_series_length=2 * columns,
            batch_size=2,
            truncated_backprop_length=columns,
            echo_step=0,
        )
        call(num_batches, settings).is_integer(1)


# 2.2 batch_window


@pytest.mark.task("2.2")
def test_the_first_window_holds_the_first_columns_of_every_row():
    """A window is cut from all rows at once, so its shape is (batch, time)."""
    x = [[1, 2, 3], [13, 14, 15], [25, 26, 27]]
    is_window(call(batch_window, X, Y, 0, 3), x, np.add(x, 100))


@pytest.mark.task("2.2")
def test_the_second_window_of_the_illustration():
    """In the tutorial's picture, bits 1 to 36 are arranged in three rows. The
    second window of three columns holds bits 4 to 6, 16 to 18 and 28 to 30."""
    x = [[4, 5, 6], [16, 17, 18], [28, 29, 30]]
    is_window(call(batch_window, X, Y, 1, 3), x, np.add(x, 100))


@pytest.mark.task("2.2")
def test_the_window_moves_by_its_own_width():
    """Each window begins where the previous one ends, so no column is used twice and
    none in between is skipped."""
    x = [[6, 7, 8, 9, 10], [18, 19, 20, 21, 22], [30, 31, 32, 33, 34]]
    is_window(call(batch_window, X, Y, 1, 5), x, np.add(x, 100))


@pytest.mark.task("2.2")
def test_the_last_window_may_end_with_the_data():
    """Twelve columns hold four windows of three columns. The windows are numbered from
    0, so the last one is window 3."""
    x = [[10, 11, 12], [22, 23, 24], [34, 35, 36]]
    is_window(call(batch_window, X, Y, 3, 3), x, np.add(x, 100))


@pytest.mark.task("2.2")
def test_a_window_can_be_one_column_wide():
    """The shape is still (batch, time), with a single time step."""
    x = [[8], [20], [32]]
    is_window(call(batch_window, X, Y, 7, 1), x, np.add(x, 100))


@pytest.mark.task("2.2")
def test_no_window_of_a_long_row_is_repeated():
    """Each window begins exactly where the previous one ends, even after many
    windows."""
    x = np.arange(200).reshape(2, 100)
    for batch_idx in range(100):
        column = x[:, batch_idx : batch_idx + 1]
        is_window(call(batch_window, x, -x, batch_idx, 1), column, -column)


@pytest.mark.task("2.2")
@pytest.mark.parametrize(
    ("batch_idx", "window"), [(4, 3), (40, 3), (2, 5), (1, 12), (0, 13), (1, 7)]
)
def test_a_window_beyond_the_last_column_is_an_error(batch_idx, window):
    """A slice that runs past the end raises no error but is too short, so check
    `batch_idx` before you slice."""
    raises(IndexError, "batch_idx", batch_window, X, Y, batch_idx, window)


@pytest.mark.task("2.2")
@pytest.mark.parametrize("batch_idx", [-1, -2, -4, -5])
def test_a_negative_window_is_an_error(batch_idx):
    """A slice counts negative positions from the end, so it would silently return the
    wrong columns, or none."""
    raises(IndexError, "batch_idx", batch_window, X, Y, batch_idx, 3)


@pytest.mark.task("2.2")
@profile
@given(st.integers(1, 4), st.integers(1, 6), st.integers(0, 5))
def test_every_window_starts_at_batch_idx_times_its_width(batch, width, batch_idx):
    """By definition, window batch_idx holds the columns from batch_idx * width up to,
    but not including, (batch_idx + 1) * width."""
    x = np.arange(batch * 40).reshape(batch, 40)
    columns = range(batch_idx * width, (batch_idx + 1) * width)
    expected = np.array([[row[column] for column in columns] for row in x])
    is_window(
        call(batch_window, x, x + 500, batch_idx, width), expected, expected + 500
    )


# 2.3 batch_windows


@pytest.mark.task("2.3")
def test_all_windows_come_from_left_to_right():
    """Time continues from one window to the next, so the order of the windows
    matters."""
    expected = [(X[:, a : a + 3], Y[:, a : a + 3]) for a in (0, 3, 6, 9)]
    are_windows(call(batch_windows, X, Y, 3), expected)


@pytest.mark.task("2.3")
def test_the_ragged_tail_is_left_out():
    """Twelve columns hold two windows of five columns. The last two columns are not
    used."""
    expected = [(X[:, :5], Y[:, :5]), (X[:, 5:10], Y[:, 5:10])]
    are_windows(call(batch_windows, X, Y, 5), expected)


@pytest.mark.task("2.3")
def test_one_window_can_take_all_columns():
    """If a window is as wide as the data, there is only one window."""
    are_windows(call(batch_windows, X, Y, 12), [(X, Y)])


@pytest.mark.task("2.3")
def test_new_data_of_the_same_shape_have_windows_of_their_own():
    """Every epoch has new data, so cut new windows in every call, even if the shape is
    the same."""
    for x, y in ((X, Y), (-X, -Y)):
        expected = [(x[:, :6], y[:, :6]), (x[:, 6:], y[:, 6:])]
        are_windows(call(batch_windows, x, y, 6), expected)


@pytest.mark.task("2.3")
def test_data_narrower_than_a_window_have_no_windows():
    """No whole window fits into the data, so the iterator is empty."""
    are_windows(call(batch_windows, X, Y, 13), [])


@pytest.mark.task("2.3")
def test_the_tutorials_epoch_leaves_ten_columns_unused():
    """The 666 windows of 15 columns use 9,990 of the 10,000 columns."""
    x = np.arange(10_000)[None]
    starts = range(0, 9_990, 15)
    expected = [(x[:, a : a + 15], 1 + x[:, a : a + 15]) for a in starts]
    are_windows(call(batch_windows, x, 1 + x, 15), expected)


@pytest.mark.task("2.3")
@profile
@given(st.integers(1, 3), st.integers(1, 23), st.integers(1, 9))
def test_windows_side_by_side_give_back_the_rows(batch, columns, width):
    """Every column is in exactly one window, except the leftover columns, which are in
    none."""
    x = np.arange(batch * columns).reshape(batch, columns)
    starts = range(0, columns - width + 1, width)
    expected = [(x[:, a : a + width], -x[:, a : a + width]) for a in starts]
    are_windows(call(batch_windows, x, -x, width), expected)
