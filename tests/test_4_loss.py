"""Exercise 4, `echornn/loss.py`: logits, predictions and the loss."""

import numpy as np
import pytest
import tensorflow as tf

from dojo.spec import oracle
from dojo.spec.assertions import call
from echornn.loss import logits, predictions, total_loss

# batch 2, time 5, state 3, classes 4: all different
RNG = np.random.default_rng(20)
STATES = np.float32(RNG.uniform(-1, 1, size=(5, 2, 3)))
SCORES = np.float32(RNG.uniform(-3, 3, size=(5, 2, 4)))
W2 = np.float32([[0.9, -0.4, 0.3, 0.1], [0.2, -0.7, 0.5, 0.6], [-0.6, 1.1, 0.8, -0.2]])
b2 = np.float32([[0.15, -0.3, 0.45, 0.05]])
BATCH_Y = np.array([[0, 3, 1, 1, 2], [2, 2, 0, 3, 0]])

PRECISE = 1e-6  # float32: a few rounding errors of numbers about 1


def as_series(array):
    """Return an array (time, ...) as a list of float32 tensors, one for each step."""
    return [tf.constant(np.float32(element)) for element in array]


# 4.1 logits


@pytest.mark.task("4.1")
def test_there_are_logits_for_every_state():
    """The network makes a prediction at every step, so it needs logits for every state,
    not only for the last one. The result is a list with one tensor for each state."""
    answer = call(logits, as_series(STATES), tf.constant(W2), tf.constant(b2))
    for element in answer.series(5):
        element.has(shape=(2, 4), dtype="float32")


@pytest.mark.task("4.1")
def test_logits_are_an_affine_map_of_the_state():
    """The logits are h W2 + b2 and nothing more. They are not probabilities but scores,
    and a score can be any number."""
    answer = call(logits, as_series(STATES), tf.constant(W2), tf.constant(b2))
    for t, element in enumerate(answer.series(5)):
        element.is_tensor(STATES[t] @ W2 + b2, atol=PRECISE)


@pytest.mark.task("4.1")
def test_scores_may_be_large():
    """Do not limit the states or the logits: with large weights, the logits are
    large."""
    answer = call(logits, as_series(20 * STATES), tf.constant(9 * W2), tf.constant(b2))
    for t, element in enumerate(answer.series(5)):
        element.is_tensor(180 * STATES[t] @ W2 + b2, atol=1e-3)


@pytest.mark.task("4.1")
def test_the_output_bias_is_added_to_every_row():
    """If the state is zero, only the bias is left, so every row of the logits is b2."""
    answer = call(
        logits, as_series(np.zeros((1, 3, 3))), tf.constant(W2), tf.constant(b2)
    )
    answer.series(1)[0].is_tensor(np.repeat(b2, 3, axis=0), atol=PRECISE)


@pytest.mark.task("4.1")
def test_logits_take_a_series_of_any_length():
    """However long the list of states is, there is one tensor of logits for each
    state."""
    answer = call(logits, as_series(STATES[:2]), tf.constant(W2), tf.constant(b2))
    answer.series(2)[1].is_tensor(STATES[1] @ W2 + b2, atol=PRECISE)


@pytest.mark.task("4.1")
def test_two_classes_have_two_logits():
    """Even with two classes, there is one logit for each class, not a single one for
    both."""
    answer = call(
        logits, as_series(STATES), tf.constant(W2[:, :2]), tf.constant(b2[:, :2])
    )
    answer.series(5)[0].is_tensor(STATES[0] @ W2[:, :2] + b2[:, :2], atol=PRECISE)


@pytest.mark.task("4.1")
def test_the_list_of_states_is_left_unchanged():
    """The caller still needs the states, so put the logits into a new list."""
    states_series = as_series(STATES)
    given = list(states_series)
    answer = call(logits, states_series, tf.constant(W2), tf.constant(b2))
    if any(one is not other for one, other in zip(states_series, given, strict=True)):
        answer.fail("a new list", "the caller's list of states, overwritten")


@pytest.mark.task("4.1")
def test_logits_can_be_differentiated():
    """Gradients must flow back through the output layer to the states, to W2 and to
    b2."""
    arguments = as_series(STATES), tf.constant(W2), tf.constant(b2)
    with tf.GradientTape() as tape:
        tape.watch(arguments)
        answer = call(logits, *arguments)
        total = tf.add_n([tf.reduce_sum(element) for element in answer.value])
    d_states, d_W2, d_b2 = tape.gradient(total, arguments)
    each_state = np.tile(W2.sum(axis=1), (2, 1))
    each_weight = np.repeat(STATES.sum(axis=(0, 1))[:, None], 4, axis=1)
    for name, gradient, expected in (
        ("the first state", d_states[0], each_state),
        ("W2", d_W2, each_weight),
        ("b2", d_b2, np.full((1, 4), 10)),
    ):
        answer.gradient(name, gradient).is_tensor(expected, atol=1e-5)


# 4.2 predictions


@pytest.mark.task("4.2")
def test_predictions_are_the_softmax_of_the_logits():
    """Each probability is exp(logit) divided by the sum of exp(logit) over all
    classes."""
    answer = call(predictions, as_series(SCORES))
    for t, element in enumerate(answer.series(5)):
        element.is_tensor(oracle.softmax(SCORES[t].astype(float)), atol=PRECISE)


@pytest.mark.task("4.2")
def test_the_probabilities_of_one_row_sum_to_1():
    """Exactly one class is right, so the probabilities of all classes sum to 1. Sum
    over the classes, not over the batch."""
    answer = call(predictions, as_series(SCORES))
    for element in answer.series(5):
        element.has(shape=(2, 4), dtype="float32")
        sums = element.numbers().value.sum(axis=1)
        if np.abs(sums - 1).max() > PRECISE:
            element.fail("rows that sum to 1", f"rows that sum to {sums}")


@pytest.mark.task("4.2")
def test_a_batch_may_have_one_row():
    """The probabilities keep the batch axis, even if its length is 1."""
    answer = call(predictions, as_series(SCORES[:, :1]))
    for t, element in enumerate(answer.series(5)):
        element.is_tensor(oracle.softmax(SCORES[t, :1].astype(float)), atol=PRECISE)


@pytest.mark.task("4.2")
def test_a_difference_of_ln_3_is_three_to_one():
    """Only the difference between the two logits matters. The logits 0 and ln 3 give
    the probabilities 1/4 and 3/4."""
    ln3 = np.log(3)
    answer = call(predictions, as_series([[[0, ln3], [5 + ln3, 5]]]))
    answer.series(1)[0].is_tensor([[0.25, 0.75], [0.75, 0.25]], atol=PRECISE)


@pytest.mark.task("4.2")
def test_large_logits_make_confident_predictions():
    """exp(1e4) overflows in float32, so you cannot simply divide the exponentials by
    their sum. Each row is independent, so large logits in one row must not affect the
    other rows."""
    answer = call(predictions, as_series([[[1e4, -1e4], [-1e4, 1e4], [0, 0]]]))
    answer.series(1)[0].is_tensor([[1, 0], [0, 1], [0.5, 0.5]], atol=PRECISE)
    answer = call(predictions, as_series([[[-150, -150]]]))
    answer.series(1)[0].is_tensor([[0.5, 0.5]], atol=1e-4)


# 4.3 total_loss


@pytest.mark.task("4.3")
def test_equal_logits_cost_ln_2():
    """If the two logits are equal, each class has a probability of 1/2, so the loss is
    -ln(1/2) = 0.693. This is the loss of a network that only guesses."""
    series = as_series([[[0.3, 0.3], [-1, -1], [2, 2]]] * 5)
    bits = np.array([[0, 1, 1, 0, 1], [1, 1, 0, 1, 0], [0, 0, 1, 1, 1]])
    call(total_loss, series, bits).is_tensor(np.log(2), atol=PRECISE)


@pytest.mark.task("4.3")
def test_the_loss_is_the_mean_and_not_the_sum():
    """The loss is the mean over all steps and rows, so a longer window or a larger
    batch does not make the updates larger."""
    answer = call(total_loss, as_series([[[0, 0]] * 3] * 7), np.ones((3, 7), dtype=int))
    answer.is_tensor(np.log(2), atol=PRECISE)


@pytest.mark.task("4.3")
def test_the_loss_is_minus_the_logarithm_of_the_right_class():
    """The logits 0 and ln 3 give the probabilities 1/4 and 3/4. If class 1 is right,
    the loss is -ln(3/4) = 0.288; if class 0 is right, it is -ln(1/4) = 1.386. For class
    1, a second softmax would make the loss 0.474, and treating the logits as
    probabilities, as Keras does without `from_logits=True`, would make it nearly 0."""
    series = as_series([[[0, np.log(3)]]] * 2)
    for target, probability in ((1, 0.75), (0, 0.25)):
        answer = call(total_loss, series, np.array([[target, target]]))
        answer.is_tensor(-np.log(probability), atol=PRECISE)


@pytest.mark.task("4.3")
def test_every_step_is_compared_with_its_own_target():
    """Element t of `logits_series` belongs to column t of `batch_y`, in every row of
    the batch. The loss is the mean over all steps and rows."""
    expected = oracle.cross_entropy(SCORES.astype(float), BATCH_Y)
    call(total_loss, as_series(SCORES), BATCH_Y).is_tensor(expected, atol=PRECISE)


@pytest.mark.task("4.3")
@pytest.mark.parametrize("dtype", ["int32", "int64"])
def test_targets_are_class_numbers(dtype):
    """The targets are class numbers, not one-hot vectors, so use the sparse
    cross-entropy."""
    targets = BATCH_Y.astype(dtype)
    expected = oracle.cross_entropy(SCORES.astype(float), BATCH_Y)
    call(total_loss, as_series(SCORES), targets).is_tensor(expected, atol=PRECISE)


@pytest.mark.task("4.3")
def test_the_loss_takes_logits_and_not_probabilities():
    """A confident and correct answer has a loss of nearly 0. With a second softmax, its
    loss would be 0.313, and all gradients would be too small."""
    series = as_series([[[20, -20], [-20, 20]]])
    call(total_loss, series, np.array([[0], [1]])).is_tensor(0, atol=PRECISE)


@pytest.mark.task("4.3")
def test_the_loss_is_finite_for_logits_of_10000():
    """A softmax can round a probability to 0, and the logarithm of 0 is infinite. In
    this test, the answer for one row is right and has a loss of 0. The answer for the
    other row is wrong and has a loss of 20,000. So the mean is 10,000."""
    series = as_series([[[1e4, -1e4], [1e4, -1e4]]])
    call(total_loss, series, np.array([[0], [1]])).is_tensor(1e4, atol=1e-2)


@pytest.mark.task("4.3")
def test_only_differences_within_a_row_matter():
    """To keep exp from overflowing, you can subtract the largest logit of each row. If
    you subtract the largest logit of the whole window, all the exponentials of some
    rows may become 0."""
    series = as_series([[[150, 150], [0, 0], [-150, -150]]])
    answer = call(total_loss, series, np.array([[0], [1], [1]]))
    answer.is_tensor(np.log(2), atol=1e-4)


@pytest.mark.task("4.3")
def test_the_loss_can_be_differentiated():
    """The gradient of the loss with respect to the logits is (softmax - one-hot target)
    / (time * batch)."""
    series = as_series(SCORES)
    with tf.GradientTape() as tape:
        tape.watch(series)
        answer = call(total_loss, series, BATCH_Y)
    gradients = tape.gradient(answer.value, series)
    expected = (oracle.softmax(SCORES.astype(float)) - np.eye(4)[BATCH_Y.T]) / 10
    for t, gradient in enumerate(gradients):
        name = f"element {t} of logits_series"
        answer.gradient(name, gradient).is_tensor(expected[t], atol=PRECISE)
