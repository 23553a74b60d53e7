"""Exercise 3, `echornn/cell.py`: the parameters, one step, and a window of steps."""

import numpy as np
import pytest
import tensorflow as tf

from dojo.spec import oracle
from dojo.spec.assertions import Answer, call
from echornn.cell import Parameters, forward_pass, init_parameters, rnn_step
from echornn.settings import Settings

# batch 2, time 5, state 3: all different, so that no swapped axis goes unnoticed
W = np.float32(
    [[0.9, -0.4, 0.3], [0.2, -0.7, 0.5], [-0.6, 0.1, 0.8], [0.35, 0.55, -0.25]]
)
b = np.float32([[0.15, -0.3, 0.45]])
STATE = np.float32([[0.6, -0.2, 0.4], [-0.5, 0.7, 0.1]])
BATCH_X = np.array([[1, 0, 0, 1, 1], [0, 1, 0, 0, 1]])

STEP = 1e-6  # float32: a few rounding errors of numbers up to 1
WINDOW = 1e-5


def step(current_input, current_state=STATE, W=W, b=b):
    """Call the learner's `rnn_step` with float32 tensors."""
    tensors = (tf.constant(np.float32(a)) for a in (current_input, current_state, W, b))
    return call(rnn_step, *tensors)


def window(batch_x, init_state=STATE, W=W, b=b):
    """Call the learner's `forward_pass`; return the two parts of its result."""
    tensors = (tf.constant(np.float32(array)) for array in (init_state, W, b))
    answer = call(forward_pass, batch_x, *tensors)
    return answer.parts((tuple, list), ["states_series", "current_state"])


# 3.1 init_parameters

LARGE = Settings(state_size=40, num_classes=30)


def parameters(settings, seed=1):
    """Call the learner's `init_parameters`; return its four parts."""
    answer = call(init_parameters, settings, np.random.default_rng(seed))
    parts = answer.parts(Parameters, list(Parameters._fields))
    for part in parts:
        if not isinstance(part.value, tf.Variable):
            kind = type(part.value)
            library = kind.__module__.split(".")[0]
            part.fail("a trainable tf.Variable", f"{library}.{kind.__name__}")
        if not part.value.trainable:
            part.fail("a trainable tf.Variable", "a tf.Variable with trainable=False")
    return parts


@pytest.mark.task("3.1")
def test_the_parameters_are_float32_variables_of_the_right_shapes():
    """W holds the weights of the input and of the state, so it has 1 + `state_size`
    rows. Each bias has one row, which is broadcast over the batch."""
    for s, c in ((7, 3), (1, 2)):
        parts = parameters(Settings(state_size=s, num_classes=c))
        shapes = (1 + s, s), (1, s), (s, c), (1, c)
        for part, shape in zip(parts, shapes, strict=True):
            part.has(shape=shape, dtype="float32")


@pytest.mark.task("3.1")
def test_the_two_biases_are_two_variables():
    """If there are as many units as classes, b and b2 have the same shape. Even then,
    training must be able to change one without the other."""
    _, bias, _, bias2 = parameters(Settings(state_size=2, num_classes=2))
    if bias.value is bias2.value:
        bias2.fail("a variable of its own", "the variable that is also b")


@pytest.mark.task("3.1")
def test_the_weights_are_uniform_from_0_to_1():
    """As in the tutorial, the weights are drawn uniformly from [0, 1)."""
    weights, _, weights2, _ = parameters(LARGE)
    for part in (weights, weights2):
        values = part.value.numpy()
        if values.min() < 0 or values.max() >= 1:
            part.fail("weights in [0, 1)", f"from {values.min()} to {values.max()}")
        quarters = np.histogram(values, bins=4, range=(0, 1))[0] / values.size
        if np.abs(quarters - 0.25).max() > 0.08:
            shares = f"shares of {quarters.round(3)}"
            part.fail("a quarter of the weights in each quarter of [0, 1)", shares)


@pytest.mark.task("3.1")
def test_every_weight_is_drawn_separately():
    """Units with equal weights would compute the same values, and training would never
    make them different."""
    weights, _, weights2, _ = parameters(LARGE)
    values = np.concatenate(
        [weights.value.numpy().ravel(), weights2.value.numpy().ravel()]
    )
    distinct = len(np.unique(values))
    if distinct < 0.99 * len(values):
        both = Answer(f"W and {weights2.source}", values)
        both.fail(f"{len(values)} different weights", f"{distinct} different weights")


@pytest.mark.task("3.1")
def test_the_biases_start_at_0():
    """Random weights already make the units different, so the biases can start at 0."""
    _, bias, _, bias2 = parameters(Settings(state_size=7, num_classes=3))
    for part, size in ((bias, 7), (bias2, 3)):
        part.numbers().is_array(np.zeros((1, size)), dtype=np.float32)


@pytest.mark.task("3.1")
def test_the_same_seed_gives_the_same_weights():
    """Every random number comes from `rng`, so the same seed gives the same weights."""
    first, second = (parameters(LARGE, seed=5) for _ in range(2))
    for one, other in zip(first, second, strict=True):
        if not np.array_equal(one.value.numpy(), other.value.numpy()):
            other.fail(
                "the same numbers as in the first call with this seed",
                "different numbers",
            )


@pytest.mark.task("3.1")
def test_another_seed_gives_other_weights():
    """Different seeds give different initial weights. There are a few seeds with which
    the network never learns."""
    first, second = (parameters(LARGE, seed=seed) for seed in (6, 7))
    for index in (0, 2):
        if np.array_equal(first[index].value.numpy(), second[index].value.numpy()):
            second[index].fail(
                "numbers other than those with seed 6", "the same numbers"
            )


# 3.2 rnn_step


@pytest.mark.task("3.2")
def test_the_input_comes_before_the_state():
    """In this test, the bias is 0, and so are all rows of W except row 0. Row 0 holds
    the weights of the input, so the new state is tanh(x W[0])."""
    only_input = np.zeros_like(W)
    only_input[0] = W[0]
    answer = step([0.5, -2.0], W=only_input, b=np.zeros_like(b))
    answer.is_tensor(np.tanh(np.outer([0.5, -2.0], W[0])), atol=STEP)


@pytest.mark.task("3.2")
def test_the_bias_is_added_to_every_row_of_the_batch():
    """In this test, the input and the state are 0. Only the bias is left, so every row
    of the new state is tanh(b)."""
    answer = step([0.0, 0.0, 0.0, 0.0], current_state=np.zeros((4, 3)))
    answer.is_tensor(np.tanh(np.repeat(b, 4, axis=0)), atol=STEP)


@pytest.mark.task("3.2")
def test_a_step_worked_out_by_hand():
    """The two units of the new state are tanh(2.0 * 0.5 + 0.3 * 2.0 - 0.4 * 0.25 + 0.1)
    = tanh(1.6) and tanh(2.0 * -1.0 + 0.3 * 0.5 - 0.4 * 1.5 + 0.2) = tanh(-2.25)."""
    answer = step(
        [2.0],
        current_state=[[0.3, -0.4]],
        W=[[0.5, -1.0], [2.0, 0.5], [0.25, 1.5]],
        b=[[0.1, 0.2]],
    )
    answer.is_tensor([[0.9216686, -0.9780261]], atol=STEP)


@pytest.mark.task("3.2")
def test_the_rows_of_the_batch_are_independent():
    """The rows of a batch do not affect each other. Each row must lead to the same
    state as it would on its own."""
    together = step([0.7, -1.2])
    for row, x in enumerate([0.7, -1.2]):
        alone = oracle.rnn_step(np.array([x]), STATE[row : row + 1], W, b)
        together[row : row + 1].is_tensor(alone, atol=STEP)


@pytest.mark.task("3.2")
def test_one_product_does_the_work_of_two_affine_maps():
    """The product [x, h] W equals x W_xh + h W_hh, where W_xh is row 0 of W and W_hh
    consists of the other rows. So one product does the work of two."""
    x = np.float32([0.7, -1.2])
    two_maps = x[:, None] @ W[:1] + STATE @ W[1:] + b
    step(x).is_tensor(np.tanh(two_maps), atol=STEP)


@pytest.mark.task("3.2")
def test_the_non_linearity_is_tanh_and_not_arctan():
    """The tutorial's text says arctan, but its code uses tanh. The two functions
    differ: tanh(3) is 0.995, and arctan(3) is 1.249."""
    answer = step([3.0, -3.0], W=[[1, 0.5, 0.1], *np.zeros((3, 3))], b=np.zeros_like(b))
    x = np.array([[3.0, 1.5, 0.3], [-3.0, -1.5, -0.3]])
    answer.is_tensor(np.tanh(x), atol=STEP)


@pytest.mark.task("3.2")
def test_a_large_sum_gives_a_state_of_1_or_minus_1():
    """tanh(1000) is 1. Exponentials of such numbers overflow in float32, so a formula
    that contains them would give NaN."""
    x = np.float32([1000, -1000])
    state = np.tanh(x[:, None] @ W[:1] + STATE @ W[1:] + b)
    step(x).is_tensor(state, atol=STEP)


@pytest.mark.task("3.2")
def test_a_state_may_have_one_unit():
    """The arrays keep both axes, even if one of them has length 1."""
    arrays = [[0.5], [-0.2]], [[0.9], [0.4]], [[0.1]]
    answer = step([1, 0], *arrays)
    answer.is_tensor(oracle.rnn_step([1, 0], *map(np.array, arrays)), atol=STEP)


@pytest.mark.task("3.2")
def test_a_step_can_be_differentiated():
    """Gradients must flow back through a step to W, to b and to the previous state."""
    tensors = [tf.constant(array) for array in (np.float32([0.7, -1.2]), STATE, W, b)]
    with tf.GradientTape() as tape:
        tape.watch(tensors)
        answer = call(rnn_step, *tensors)
        total = tf.reduce_sum(answer.value)
    _, d_state, d_W, d_b = tape.gradient(total, tensors)
    slope = 1 - oracle.rnn_step(np.array([0.7, -1.2]), STATE, W, b) ** 2
    inputs = np.column_stack([[0.7, -1.2], STATE])
    for name, gradient, expected in (
        ("the previous state", d_state, slope @ W[1:].T),
        ("W", d_W, inputs.T @ slope),
        ("b", d_b, slope.sum(axis=0, keepdims=True)),
    ):
        answer.gradient(name, gradient).is_tensor(expected, atol=WINDOW)


# 3.3 forward_pass


@pytest.mark.task("3.3")
def test_there_is_one_state_for_every_column():
    """`states_series` is a list with one state for each column. The network makes a
    prediction from each state, so it needs all of them."""
    states_series, _ = window(BATCH_X.astype(np.float32))
    for state in states_series.series(5):
        state.has(shape=(2, 3), dtype="float32")


@pytest.mark.task("3.3")
def test_the_window_is_unpacked_into_columns():
    """Step t reads column t of the window. In this test, all weights of the previous
    state are 0, so each state depends only on its own column."""
    forgetful = np.float32([[1.0, 0.5, -0.5], *np.zeros((3, 3))])
    batch_x = np.float32([[0.1, 0.2, 0.3, 0.4, 0.5], [0.6, 0.7, 0.8, 0.9, 1.2]])
    states_series, _ = window(batch_x, W=forgetful, b=np.zeros_like(b))
    for t, state in enumerate(states_series.series(5)):
        column = batch_x[:, t : t + 1]
        state.is_tensor(np.tanh(column * forgetful[0]), atol=STEP)


@pytest.mark.task("3.3")
def test_every_state_is_computed_from_the_previous_state():
    """Each step starts from the state that the previous step returned. This is the
    recurrence. In this test, `init_state` is not zero."""
    states_series, _ = window(BATCH_X)
    expected = oracle.forward_pass(BATCH_X, STATE, W, b)
    for state, wanted in zip(states_series.series(5), expected, strict=True):
        state.is_tensor(wanted, atol=WINDOW)


@pytest.mark.task("3.3")
def test_the_first_state_is_computed_from_init_state():
    """The first step starts from `init_state`, which is the last state of the previous
    window."""
    other_state = np.float32([[-0.9, 0.3, 0.8], [0.2, -0.6, -0.1]])
    states_series, _ = window(BATCH_X, init_state=other_state)
    wanted = oracle.rnn_step(BATCH_X[:, 0], other_state, W, b)
    states_series.series(5)[0].is_tensor(wanted, atol=STEP)


@pytest.mark.task("3.3")
def test_the_current_state_is_the_last_state():
    """`current_state` is the last state, from which the next window starts."""
    _, current_state = window(BATCH_X)
    current_state.is_tensor(oracle.forward_pass(BATCH_X, STATE, W, b)[-1], atol=WINDOW)


@pytest.mark.task("3.3")
@pytest.mark.parametrize(
    "dtype", ["uint8", "int8", "int32", "int64", "float32", "float64"]
)
def test_the_bits_may_be_of_any_numeric_dtype(dtype):
    """The bits may have any numeric dtype, but the weights are float32. So convert the
    bits to float32."""
    _, current_state = window(BATCH_X.astype(dtype))
    current_state.is_tensor(oracle.forward_pass(BATCH_X, STATE, W, b)[-1], atol=WINDOW)


@pytest.mark.task("3.3")
@pytest.mark.parametrize("time", [1, 2, 4])
def test_a_window_may_have_any_width(time):
    """However wide the window is, there is one step for every column."""
    states_series, current_state = window(BATCH_X[:, :time])
    expected = oracle.forward_pass(BATCH_X[:, :time], STATE, W, b)
    states_series.series(time)[-1].is_tensor(expected[-1], atol=WINDOW)
    current_state.is_tensor(expected[-1], atol=WINDOW)


@pytest.mark.task("3.3")
def test_gradients_flow_back_through_the_whole_window():
    """The last state depends on `init_state` through every step of the window, so no
    step may stop the gradient."""
    init_state = tf.constant(STATE)
    with tf.GradientTape() as tape:
        tape.watch(init_state)
        answer = call(forward_pass, BATCH_X, init_state, tf.constant(W), tf.constant(b))
        total = tf.reduce_sum(answer.value[1])
    back = np.ones((2, 3))
    for state in reversed(oracle.forward_pass(BATCH_X, STATE, W, b)):
        back = (back * (1 - state**2)) @ W[1:].T
    gradient = tape.gradient(total, init_state)
    answer.gradient("init_state", gradient).is_tensor(back, atol=WINDOW)


@pytest.mark.task("3.3")
def test_gradients_flow_back_from_every_state():
    """The loss depends on every element of `states_series`. From each of them,
    gradients must flow back to W and b."""
    weights = tf.constant(W), tf.constant(b)
    with tf.GradientTape() as tape:
        tape.watch(weights)
        answer = call(forward_pass, BATCH_X, tf.constant(STATE), *weights)
        total = tf.reduce_sum(list(answer.value[0]))
    states = oracle.forward_pass(BATCH_X, STATE, W, b)
    d_W, d_b, back = np.zeros((4, 3)), np.zeros((1, 3)), 0
    for column, earlier, state in reversed(
        list(zip(BATCH_X.T, [STATE, *states], states, strict=False))
    ):
        d_sum = (1 + back) * (1 - state**2)
        d_W += np.column_stack([column, earlier]).T @ d_sum
        d_b += d_sum.sum(axis=0)
        back = d_sum @ W[1:].T
    gradients = tape.gradient(total, weights)
    for name, gradient, expected in zip("Wb", gradients, (d_W, d_b), strict=True):
        answer.gradient(name, gradient).is_tensor(expected, atol=WINDOW)
