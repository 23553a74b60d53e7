"""Exercise 1, `echornn/data.py`: the series, its echo and the rows.

This exercise needs no TensorFlow.
"""

from dataclasses import replace
from itertools import combinations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from dojo.spec.assertions import Answer, call, raises
from dojo.spec.hypothesis_profile import profile
from echornn.data import echo, generate_data, to_rows
from echornn.settings import Settings

SERIES = np.array([5, 1, 4, 2, 9, 7, 3])
SERIES.flags.writeable = False

some_numbers = st.lists(st.integers(1, 99), min_size=1, max_size=12).map(np.array)


def series(length=7):
    """Return a copy of SERIES, so that the learner's code cannot change the
    original."""
    return SERIES[:length].copy()


# 1.1 echo


@pytest.mark.task("1.1")
def test_the_echo_comes_echo_step_steps_later():
    """The value that goes in at step t comes out at step t + echo_step."""
    call(echo, series(), 2).is_array([0, 0, 5, 1, 4, 2, 9], dtype=SERIES.dtype)


@pytest.mark.task("1.1")
def test_the_first_echo_step_elements_are_zero():
    """At the beginning, there is nothing to echo yet, so the echo is 0. The end of the
    series must not wrap around to the beginning."""
    call(echo, series(), 3).is_array([0, 0, 0, 5, 1, 4, 2], dtype=SERIES.dtype)


@pytest.mark.task("1.1")
def test_an_echo_of_one_step_keeps_all_but_the_last_element():
    """A delay of one step moves every element one place to the right and drops the last
    element."""
    call(echo, series(), 1).is_array([0, 5, 1, 4, 2, 9, 7], dtype=SERIES.dtype)


@pytest.mark.task("1.1")
def test_an_echo_of_zero_steps_is_an_equal_copy():
    """Without a delay, the echo equals the series, but it is a separate array."""
    numbers = series()
    answer = call(echo, numbers, 0)
    answer.is_array(SERIES, dtype=SERIES.dtype)
    if np.shares_memory(answer.value, numbers):
        answer.fail("a separate array", "an array that shares memory with the input")


@pytest.mark.task("1.1")
@pytest.mark.parametrize("echo_step", [7, 8, 16])
def test_an_echo_as_long_as_the_series_is_all_zeros(echo_step):
    """A delay this long moves every element past the end, so only zeros are left."""
    call(echo, series(), echo_step).is_array(np.zeros(7, int), dtype=SERIES.dtype)


@pytest.mark.task("1.1")
@pytest.mark.parametrize("dtype", ["int8", "uint8", "int32", "float32"])
def test_the_echo_keeps_the_dtype_of_the_series(dtype):
    """The echo has the same dtype as the series."""
    numbers = SERIES.astype(dtype)
    call(echo, numbers, 2).is_array([0, 0, 5, 1, 4, 2, 9], dtype=numbers.dtype)


@pytest.mark.task("1.1")
@pytest.mark.parametrize("echo_step", [0, 3, 9])
def test_the_series_itself_is_left_unchanged(echo_step):
    """The network still needs the series as its input, so `echo` must not change it."""
    numbers = series()
    call(echo, numbers, echo_step)
    if not np.array_equal(numbers, SERIES):
        pytest.fail(f"echo changed its input\nbefore: {SERIES}\nafter:  {numbers}")


@pytest.mark.task("1.1")
def test_every_call_returns_a_new_array():
    """The caller may still use an earlier echo, so a later call must not change it."""
    first = call(echo, series(), 2).numbers()
    before = first.value.copy()
    call(echo, series()[::-1].copy(), 2)
    kept = Answer("the first echo after a second call of echo", first.value)
    kept.is_array(before, dtype=np.integer)


@pytest.mark.task("1.1")
@profile
@given(some_numbers, st.integers(0, 15))
def test_every_element_is_the_one_echo_step_before_it(numbers, echo_step):
    """By definition, out[t] is series[t - echo_step], or 0 if t < echo_step."""
    expected = [
        numbers[t - echo_step] if t >= echo_step else 0 for t in range(len(numbers))
    ]
    call(echo, numbers, echo_step).is_array(expected, dtype=numbers.dtype)


# 1.2 to_rows


@pytest.mark.task("1.2")
def test_rows_are_consecutive_stretches_of_the_series():
    """Row 0 holds the beginning of the series, row 1 holds what comes next, and so
    on."""
    expected = [[1, 2, 3, 4, 5], [6, 7, 8, 9, 10], [11, 12, 13, 14, 15]]
    call(to_rows, np.arange(1, 16), 3).is_array(expected, dtype=np.integer)


@pytest.mark.task("1.2")
def test_the_next_row_continues_where_the_last_one_ended():
    """Time runs along each row and continues at the beginning of the next row."""
    answer = call(to_rows, np.arange(1, 37), 3)
    answer.is_array(np.arange(1, 37).reshape(3, 12), dtype=np.integer)


@pytest.mark.task("1.2")
def test_one_row_is_the_whole_series():
    """Even a batch of one row has two axes: its shape is (1, columns)."""
    call(to_rows, series(), 1).is_array([SERIES], dtype=np.integer)


@pytest.mark.task("1.2")
def test_the_rows_keep_the_fractions_of_the_series():
    """The numbers in the series need not be integers."""
    answer = call(to_rows, series(6) / 2, 2)
    answer.is_array([[2.5, 0.5, 2], [1, 4.5, 3.5]], dtype=np.number)


@pytest.mark.task("1.2")
@pytest.mark.parametrize(
    ("batch_size", "length"),
    [(2, 7), (3, 7), (8, 7), (4, 6)],
    ids=["2", "3", "8", "4 of 6"],
)
def test_a_series_that_does_not_divide_into_rows_is_an_error(batch_size, length):
    """All rows must have the same length, and no element may be silently dropped."""
    raises(ValueError, "", to_rows, series(length), batch_size)


@pytest.mark.task("1.2")
def test_a_slice_with_a_step_is_a_series():
    """The series may be a slice with a step, such as `numbers[::2]`. Its elements are
    not adjacent in memory."""
    call(to_rows, np.arange(12)[::2], 2).is_array(
        [[0, 2, 4], [6, 8, 10]], dtype=np.integer
    )


@pytest.mark.task("1.2")
def test_cutting_rows_leaves_the_series_flat():
    """`to_rows` must not change the shape or the values of the caller's series."""
    numbers = series(6)
    call(to_rows, numbers, 2)
    if numbers.shape != (6,) or not np.array_equal(numbers, SERIES[:6]):
        pytest.fail(
            f"to_rows changed its input\nbefore: {SERIES[:6].tolist()}\n"
            f"after:  {numbers.tolist()}"
        )


@pytest.mark.task("1.2")
@profile
@given(st.integers(1, 5), st.integers(1, 6))
def test_rows_joined_end_to_end_give_back_the_series(batch_size, columns):
    """No element is lost, and the elements stay in the same order."""
    numbers = np.arange(batch_size * columns) + 10
    answer = call(to_rows, numbers, batch_size)
    answer.is_array(
        [numbers[row * columns : (row + 1) * columns] for row in range(batch_size)],
        dtype=np.integer,
    )


# 1.3 generate_data

SMALL = Settings(
    total_series_length=60, batch_size=3, echo_step=4, truncated_backprop_length=5
)


def draw(settings, rng):
    """Call the learner's `generate_data`; return x and y after checking types and
    shapes."""
    answer = call(generate_data, settings, rng)
    x, y = answer.parts((tuple, list), ["x", "y"])
    columns = settings.total_series_length // settings.batch_size
    for bits in (x, y):
        shape = (settings.batch_size, columns)
        bits.is_array_of(shape)
        if not np.issubdtype(bits.value.dtype, np.integer):
            bits.fail("dtype integer", f"dtype {bits.value.dtype}")
    return x, y


@pytest.mark.task("1.3")
def test_x_and_y_are_batch_size_rows_of_integers():
    """50,000 bits cut into 5 rows give 10,000 columns, in both the input and the
    target."""
    draw(Settings(), np.random.default_rng(1))


@pytest.mark.task("1.3")
def test_every_number_is_a_bit():
    """Every number is 0 or 1, and both values occur, whatever `num_classes` is."""
    for bits in draw(replace(SMALL, num_classes=3), np.random.default_rng(2)):
        if set(np.unique(bits.value)) != {0, 1}:
            bits.fail(
                "both 0 and 1, and nothing else", f"the values {np.unique(bits.value)}"
            )


@pytest.mark.task("1.3")
def test_both_bits_are_equally_likely():
    """Each bit is a fair coin flip, so the network learns nothing from how often each
    value occurs."""
    x, _ = draw(Settings(), np.random.default_rng(3))
    share = x.value.mean()  # its standard deviation is 0.0022
    if abs(share - 0.5) > 0.02:
        x.fail("a mean of about 0.5", f"a mean of {share:.3f}")


@pytest.mark.task("1.3")
def test_every_row_has_its_own_bits():
    """The rows are cut from one long random series, so no row repeats another."""
    x, _ = draw(Settings(), np.random.default_rng(13))
    for row in range(1, 5):
        share = (x.value[row] == x.value[row - 1]).mean()
        if abs(share - 0.5) > 0.05:
            expected = f"rows {row - 1} and {row} equal in about half of their columns"
            x.fail(expected, f"equal in {share:.1%} of their columns")


@pytest.mark.task("1.3")
def test_a_bit_says_nothing_about_later_bits():
    """The bits are independent, so the current bit says nothing about the echo. The
    network has to remember earlier bits."""
    x, _ = draw(Settings(), np.random.default_rng(4))
    series = x.value.ravel()
    fractions = (len(series) // parts for parts in range(2, 7))
    for lag in (*range(1, 7), *fractions):
        share = (series[lag:] == series[:-lag]).mean()
        if abs(share - 0.5) > 0.02:
            expected = f"bits[t] equal to bits[t - {lag}] for about half of all t"
            x.fail(expected, f"equal for {share:.1%} of all t")


@pytest.mark.task("1.3")
def test_the_target_is_the_echo_of_the_input():
    """Along each row, y is x delayed by `settings.echo_step` steps."""
    x, y = draw(SMALL, np.random.default_rng(5))
    for row, (bits, echoed) in enumerate(zip(x.value, y.value, strict=True)):
        answer = Answer(f"y[{row}, 4:], where x[{row}] is {bits}", echoed[4:])
        answer.is_array(bits[:-4], dtype=np.integer)


@pytest.mark.task("1.3")
def test_the_first_row_begins_with_echo_step_zeros():
    """No bits come before row 0, so its first `echo_step` targets are 0."""
    _, y = draw(SMALL, np.random.default_rng(6))
    y[0, :4].is_array(np.zeros(4, int), dtype=np.integer)


@pytest.mark.task("1.3")
def test_every_further_row_begins_with_the_echo_of_the_row_above():
    """The echo is computed before the series is cut into rows. So every row except row
    0 begins with targets that echo the end of the row above."""
    x, y = draw(SMALL, np.random.default_rng(7))
    y[1:, :4].is_array(x.value[:-1, -4:], dtype=np.integer)


@pytest.mark.task("1.3")
def test_an_echo_may_be_longer_than_a_row():
    """If `echo_step` is larger than the length of a row, the echoed bit comes from a
    row further up, not always from the row directly above."""
    settings = Settings(
        total_series_length=40, batch_size=8, echo_step=12, truncated_backprop_length=5
    )
    x, y = draw(settings, np.random.default_rng(13))
    flat = np.concatenate([np.zeros(12, int), x.value.ravel()[:-12]])
    y.is_array(flat.reshape(8, 5), dtype=np.integer)


@pytest.mark.task("1.3")
def test_an_echo_step_of_zero_makes_the_target_the_input():
    """Without a delay, the target is equal to the input."""
    settings = Settings(total_series_length=60, batch_size=3, echo_step=0)
    x, y = draw(settings, np.random.default_rng(8))
    y.is_array(x.value, dtype=np.integer)


@pytest.mark.task("1.3")
def test_the_same_rng_state_gives_the_same_data():
    """Every random number comes from `rng`, so the same seed gives the same data."""
    first, second = (draw(SMALL, np.random.default_rng(9))[0] for _ in range(2))
    second.is_array(first.value, dtype=np.integer)


@pytest.mark.task("1.3")
def test_the_next_call_gives_new_data():
    """Every epoch needs a new series, so every call with the same `rng` must draw new
    bits."""
    rng = np.random.default_rng(10)
    calls = [draw(SMALL, rng)[0] for _ in range(9)]
    for earlier, later in combinations(calls, 2):
        if np.array_equal(earlier.value, later.value):
            later.fail("bits that differ from those of all earlier calls", later.value)


@pytest.mark.task("1.3")
def test_another_seed_gives_other_data():
    """The data depend on the generator that is passed in, so different seeds give
    different data."""
    first, second = (draw(SMALL, np.random.default_rng(s))[0] for s in (11, 12))
    if np.array_equal(first.value, second.value):
        second.fail("bits that differ from those with seed 11", second.value)


@pytest.mark.task("1.3")
def test_the_number_of_ones_is_random_too():
    """If the bits are independent, the number of ones varies from series to series."""
    draws = [draw(SMALL, np.random.default_rng(seed))[0] for seed in range(20, 40)]
    ones = [int(x.value.sum()) for x in draws]
    if len(set(ones)) == 1:  # for independent bits, the probability is below 1e-19
        expected = "a number of ones that varies from seed to seed (seeds 20 to 39)"
        draws[0].fail(expected, f"{ones[0]} ones with every seed")


@pytest.mark.task("1.3")
def test_every_bit_is_drawn():
    """Every bit, including the first ones, is 0 with some seeds and 1 with others."""
    draws = [draw(SMALL, np.random.default_rng(seed))[0] for seed in range(60, 100)]
    ones = sum(x.value for x in draws)
    for row, column in np.argwhere((ones == 0) | (ones == 40)):
        bit = draws[0].value[row, column]
        draws[0].fail(
            f"at [{row}, {column}], 0 with some seeds and 1 with others",
            f"{bit} with each of 40 seeds",
        )
