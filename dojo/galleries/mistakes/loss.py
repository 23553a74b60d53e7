"""Mistakes in exercise 4: logits, predictions and the loss."""

import numpy as np
import tensorflow as tf

from dojo.galleries.plants import replaces
from echornn.loss import predictions


@replaces("4.1")
def only_the_last_state_answers(states_series, W2, b2):
    """Returns logits for the last state only."""
    return [states_series[-1] @ W2 + b2]


@replaces("4.1")
def the_last_state_answers_for_all(states_series, W2, b2):
    """Uses the last state at every step instead of each step's own state."""
    return [states_series[-1] @ W2 + b2 for _ in states_series]


@replaces("4.1")
def the_output_bias_is_dropped(states_series, W2, b2):
    """Leaves out the bias."""
    return [state @ W2 for state in states_series]


@replaces("4.1")
def the_first_class_lends_its_bias(states_series, W2, b2):
    """Uses the bias of the first class for every class."""
    return [state @ W2 + b2[0, 0] for state in states_series]


@replaces("4.1")
def logits_are_probabilities(states_series, W2, b2):
    """Returns probabilities instead of logits: the softmax is applied too early."""
    return [tf.nn.softmax(state @ W2 + b2) for state in states_series]


@replaces("4.1")
def logits_are_squashed(states_series, W2, b2):
    """Applies tanh to the logits."""
    return [tf.tanh(state @ W2 + b2) for state in states_series]


@replaces("4.1")
def logits_are_decided(states_series, W2, b2):
    """Returns the number of the most likely class instead of one logit for each
    class."""
    return [tf.argmax(state @ W2 + b2, axis=1) for state in states_series]


@replaces("4.1")
def states_are_stacked(states_series, W2, b2):
    """Returns one tensor (time, batch, classes) instead of a list with one tensor for
    each step."""
    return tf.stack(states_series) @ W2 + b2


@replaces("4.1")
def states_are_concatenated(states_series, W2, b2):
    """Returns a list with a single tensor (time * batch, classes) instead of one tensor
    for each step."""
    return [tf.concat(states_series, axis=0) @ W2 + b2]


@replaces("4.1")
def logits_leave_tensorflow(states_series, W2, b2):
    """Returns the right values but lets no gradient flow back, as if they were computed
    in NumPy."""
    W2, b2 = np.asarray(W2), np.asarray(b2)
    return [tf.constant(np.asarray(state) @ W2 + b2) for state in states_series]


@replaces("4.1")
def errors_stop_at_the_states(states_series, W2, b2):
    """Stops the gradient at the states, so the cell cannot learn."""
    return [tf.stop_gradient(state) @ W2 + b2 for state in states_series]


@replaces("4.1")
def the_output_bias_is_subtracted(states_series, W2, b2):
    """Subtracts the bias instead of adding it."""
    return [state @ W2 - b2 for state in states_series]


@replaces("4.1")
def the_output_bias_joins_the_weights(states_series, W2, b2):
    """Adds the bias to `W2` before the product instead of to the product."""
    return [state @ (W2 + b2) for state in states_series]


@replaces("4.1")
def logits_are_log_probabilities(states_series, W2, b2):
    """Returns log-probabilities (the log-softmax of the logits) instead of logits."""
    return [tf.nn.log_softmax(state @ W2 + b2) for state in states_series]


@replaces("4.1")
def logits_pile_up(states_series, W2, b2):
    """Adds the logits of all earlier steps to the logits of each step."""
    stacked = tf.stack([state @ W2 + b2 for state in states_series])
    return tf.unstack(tf.cumsum(stacked))


@replaces("4.1")
def products_pile_up(states_series, W2, b2):
    """At each step, adds up the products h_t W2 of this step and all earlier steps, and
    then adds the bias once."""
    stacked = tf.stack([state @ W2 for state in states_series])
    return tf.unstack(tf.cumsum(stacked) + b2)


@replaces("4.1")
def logits_are_generated(states_series, W2, b2):
    """Returns a generator instead of a list."""
    return (state @ W2 + b2 for state in states_series)


@replaces("4.1")
def logits_overwrite_the_states(states_series, W2, b2):
    """Overwrites the caller's list of states with the logits."""
    for t, state in enumerate(states_series):
        states_series[t] = state @ W2 + b2
    return states_series


@replaces("4.2")
def rows_compete(logits_series):
    """Applies the softmax over the batch instead of over the classes."""
    return [tf.nn.softmax(scores, axis=0) for scores in logits_series]


@replaces("4.2")
def steps_compete(logits_series):
    """Applies the softmax over time instead of over the classes."""
    return tf.unstack(tf.nn.softmax(tf.stack(logits_series), axis=0))


@replaces("4.2")
def classes_do_not_compete(logits_series):
    """Uses the sigmoid instead of the softmax, so the probabilities in a row need not
    sum to 1."""
    return [tf.sigmoid(scores) for scores in logits_series]


@replaces("4.2")
def sigmoids_compete(logits_series):
    """Divides the sigmoids by their sum instead of dividing the exponentials by
    theirs."""
    sigmoids = tf.sigmoid(tf.stack(logits_series))
    return tf.unstack(sigmoids / tf.reduce_sum(sigmoids, axis=-1, keepdims=True))


@replaces("4.2")
def takes_powers_of_2(logits_series):
    """Uses powers of 2 instead of powers of e (exponentials)."""
    return [tf.nn.softmax(scores * np.log(2)) for scores in logits_series]


@replaces("4.2")
def the_sum_misses_the_shift(logits_series):
    """Subtracts the largest logit in the numerator but not in the denominator, so the
    probabilities of a row do not sum to 1."""
    return [
        tf.exp(scores - tf.reduce_max(scores, axis=1, keepdims=True))
        / tf.reduce_sum(tf.exp(scores), axis=1, keepdims=True)
        for scores in logits_series
    ]


@replaces("4.2")
def exponentials_overflow(logits_series):
    """Returns NaN for large logits, because their exponentials overflow."""
    powers = [tf.exp(scores) for scores in logits_series]
    return [p / tf.reduce_sum(p, axis=1, keepdims=True) for p in powers]


@replaces("4.2")
def scores_are_only_scaled(logits_series):
    """Divides the logits by their sum without taking their exponentials first."""
    return [s / tf.reduce_sum(s, axis=1, keepdims=True) for s in logits_series]


@replaces("4.2")
def predictions_are_logarithms(logits_series):
    """Returns the logarithms of the probabilities instead of the probabilities."""
    return [tf.nn.log_softmax(scores) for scores in logits_series]


@replaces("4.2")
def predictions_are_decided(logits_series):
    """Returns the number of the predicted class instead of the probabilities."""
    return [tf.argmax(scores, axis=1) for scores in logits_series]


@replaces("4.2")
def predictions_are_certain(logits_series):
    """Returns 1 for the most likely class and 0 for the others instead of the
    probabilities."""
    return [tf.one_hot(tf.argmax(s, axis=1), s.shape[1]) for s in logits_series]


@replaces("4.2")
def predictions_are_logits(logits_series):
    """Returns the logits unchanged, without the softmax."""
    return logits_series


@replaces("4.2")
def softmax_comes_twice(logits_series):
    """Applies the softmax twice instead of once."""
    return [tf.nn.softmax(tf.nn.softmax(scores)) for scores in logits_series]


@replaces("4.2")
def only_class_1_is_predicted(logits_series):
    """Returns the probability of class 1 alone instead of one probability for each
    class."""
    return [tf.nn.softmax(scores)[:, 1] for scores in logits_series]


@replaces("4.2")
def predictions_are_stacked(logits_series):
    """Returns one tensor (time, batch, classes) instead of a list with one tensor for
    each step."""
    return tf.nn.softmax(tf.stack(logits_series))


@replaces("4.2")
def exponents_have_a_minus(logits_series):
    """Uses exp(-logit) instead of exp(logit), so the lowest logit gets the highest
    probability."""
    return [tf.nn.softmax(-scores) for scores in logits_series]


@replaces("4.2")
def a_sigmoid_comes_first(logits_series):
    """Applies the sigmoid before the softmax."""
    return [tf.nn.softmax(tf.sigmoid(scores)) for scores in logits_series]


@replaces("4.2")
def all_rows_share_one_sum(logits_series):
    """Divides the exponentials by one sum over all rows and classes instead of each
    row's own sum."""
    powers = [tf.exp(scores - tf.reduce_max(scores)) for scores in logits_series]
    return [power / tf.reduce_sum(power) for power in powers]


@replaces("4.2")
def all_rows_share_one_maximum(logits_series):
    """Subtracts the largest logit of the batch instead of each row's own, so a row of
    much smaller logits gives NaN."""
    shifted = [scores - tf.reduce_max(scores) for scores in logits_series]
    return [
        tf.exp(scores) / tf.reduce_sum(tf.exp(scores), axis=-1, keepdims=True)
        for scores in shifted
    ]


@replaces("4.2")
def sums_lose_their_axis(logits_series):
    """Divides by sums without a class axis, which fails or divides by the sums of other
    rows (use `keepdims=True`)."""
    exponentials = [tf.exp(scores) for scores in logits_series]
    return [each / tf.reduce_sum(each, axis=-1) for each in exponentials]


@replaces("4.2")
def exponentials_are_not_divided(logits_series):
    """Returns the exponentials without dividing them by their sum."""
    return [tf.exp(scores) for scores in logits_series]


def _losses(scores, targets):
    return tf.nn.sparse_softmax_cross_entropy_with_logits(
        labels=tf.cast(targets, tf.int32), logits=scores
    )


def _right_probabilities(logits_series, batch_y):
    probabilities = tf.stack(predictions(logits_series), axis=1)
    return tf.gather(probabilities, tf.cast(batch_y, tf.int32), batch_dims=2)


@replaces("4.3")
def sums_all(logits_series, batch_y):
    """Returns the sum of the losses instead of the mean."""
    return tf.reduce_sum(_losses(tf.stack(logits_series, axis=1), batch_y))


@replaces("4.3")
def sums_over_the_batch(logits_series, batch_y):
    """Takes the mean over time but the sum over the batch."""
    losses = _losses(tf.stack(logits_series, axis=1), batch_y)
    return tf.reduce_sum(tf.reduce_mean(losses, axis=1))


@replaces("4.3")
def leaves_a_loss_for_every_row(logits_series, batch_y):
    """Returns one loss for each row instead of a single loss."""
    return tf.reduce_mean(_losses(tf.stack(logits_series, axis=1), batch_y), axis=1)


@replaces("4.3")
def applies_the_softmax_twice(logits_series, batch_y):
    """Applies the softmax twice (note that TensorFlow's cross-entropy expects logits
    and applies the softmax itself)."""
    return tf.reduce_mean(_losses(tf.stack(predictions(logits_series), 1), batch_y))


@replaces("4.3")
def tells_keras_of_no_logits(logits_series, batch_y):
    """Treats the logits as probabilities, as Keras does without `from_logits=True`."""
    scores = tf.stack(logits_series, axis=1)
    return tf.keras.losses.SparseCategoricalCrossentropy()(batch_y, scores)


@replaces("4.3")
def looks_at_the_last_step(logits_series, batch_y):
    """Compares only the last step with its target, instead of every step."""
    return tf.reduce_mean(_losses(logits_series[-1], batch_y[:, -1]))


@replaces("4.3")
def leaves_out_the_last_step(logits_series, batch_y):
    """Leaves out the loss of the last step."""
    scores = tf.stack(logits_series[:-1], axis=1)
    return tf.reduce_mean(_losses(scores, batch_y[:, :-1]))


@replaces("4.3")
def compares_with_the_first_column(logits_series, batch_y):
    """Compares every step with the targets in column 0 instead of those in its own
    column."""
    losses = [_losses(scores, batch_y[:, 0]) for scores in logits_series]
    return tf.reduce_mean(losses)


@replaces("4.3")
def flattens_in_two_orders(logits_series, batch_y):
    """Flattens the logits column by column but the targets row by row."""
    return tf.reduce_mean(_losses(tf.concat(logits_series, 0), np.ravel(batch_y)))


@replaces("4.3")
def stacks_time_first(logits_series, batch_y):
    """Compares logits (time, batch, classes) with targets (batch, time) without putting
    their axes in the same order."""
    return tf.reduce_mean(_losses(tf.stack(logits_series), batch_y))


@replaces("4.3")
def pairs_the_steps_with_the_rows(logits_series, batch_y):
    """Pairs the steps with the rows of `batch_y` instead of its columns."""
    pairs = zip(logits_series, batch_y, strict=False)
    return tf.reduce_mean([_losses(scores, targets) for scores, targets in pairs])


@replaces("4.3")
def passes_the_logits_as_the_labels(logits_series, batch_y):
    """Passes the logits as the labels to TensorFlow's cross-entropy, and the labels as
    the logits (use keyword arguments)."""
    pairs = zip(logits_series, np.transpose(batch_y), strict=True)
    cross_entropy = tf.nn.sparse_softmax_cross_entropy_with_logits
    return tf.reduce_mean([cross_entropy(scores, labels) for scores, labels in pairs])


@replaces("4.3")
def counts_classes_from_the_end(logits_series, batch_y):
    """Reverses the order of the classes."""
    scores = tf.reverse(tf.stack(logits_series, axis=1), axis=[-1])
    return tf.reduce_mean(_losses(scores, batch_y))


@replaces("4.3")
def takes_the_logarithm_of_a_softmax(logits_series, batch_y):
    """Returns an infinite loss for large logits, because the softmax rounds a
    probability to 0."""
    return -tf.reduce_mean(tf.math.log(_right_probabilities(logits_series, batch_y)))


@replaces("4.3")
def clips_the_probabilities(logits_series, batch_y):
    """Limits the loss of a confident but wrong answer, as if the probability were
    clipped."""
    right = tf.maximum(_right_probabilities(logits_series, batch_y), 1e-7)
    return -tf.reduce_mean(tf.math.log(right))


@replaces("4.3")
def takes_the_logarithm_of_the_mean(logits_series, batch_y):
    """Takes the logarithm of the mean probability instead of the mean of the
    logarithms."""
    return -tf.math.log(tf.reduce_mean(_right_probabilities(logits_series, batch_y)))


@replaces("4.3")
def counts_only_the_ones(logits_series, batch_y):
    """Counts only the targets that are 1: a target of 0 adds nothing to the loss."""
    ones = tf.cast(batch_y, tf.float32)
    log_p1 = tf.nn.log_softmax(tf.stack(logits_series, axis=1))[..., 1]
    return -tf.reduce_mean(ones * log_p1)


@replaces("4.3")
def forgets_the_minus(logits_series, batch_y):
    """Returns the loss with the wrong sign."""
    return -tf.reduce_mean(_losses(tf.stack(logits_series, axis=1), batch_y))


@replaces("4.3")
def forgets_the_softmax(logits_series, batch_y):
    """Returns the negative mean of the right classes' logits, without the
    log-softmax."""
    scores = tf.stack(logits_series, axis=1)
    right = tf.gather(scores, tf.cast(batch_y, tf.int32), batch_dims=2)
    return -tf.reduce_mean(right)


@replaces("4.3")
def forgets_the_logarithm(logits_series, batch_y):
    """Returns the mean of 1 - p instead of -log p, where p is the probability of the
    right class."""
    return 1 - tf.reduce_mean(_right_probabilities(logits_series, batch_y))


@replaces("4.3")
def counts_in_bits(logits_series, batch_y):
    """Uses the logarithm to base 2 instead of the natural logarithm."""
    losses = _losses(tf.stack(logits_series, axis=1), batch_y)
    return tf.reduce_mean(losses) / np.log(2)


@replaces("4.3")
def squares_the_errors(logits_series, batch_y):
    """Returns the mean squared error instead of the cross-entropy."""
    probabilities = tf.stack(predictions(logits_series), axis=1)
    right = tf.one_hot(batch_y, probabilities.shape[-1])
    return tf.reduce_mean((probabilities - right) ** 2)


@replaces("4.3")
def adds_up_the_squared_errors(logits_series, batch_y):
    """Uses the squared error summed over the classes (the Brier score) instead of the
    cross-entropy."""
    errors = tf.stack(predictions(logits_series), axis=1) - tf.one_hot(
        batch_y, logits_series[0].shape[1]
    )
    return tf.reduce_mean(tf.reduce_sum(errors**2, axis=-1))


@replaces("4.3")
def returns_the_perplexity(logits_series, batch_y):
    """Returns the exponential of the loss (the perplexity) instead of the loss."""
    return tf.exp(tf.reduce_mean(_losses(tf.stack(logits_series, axis=1), batch_y)))


@replaces("4.3")
def smooths_the_targets(logits_series, batch_y):
    """Smooths the targets: a tenth of the probability is spread evenly over all
    classes."""
    scores = tf.stack(logits_series, axis=1)
    others = -tf.reduce_mean(tf.nn.log_softmax(scores))
    return 0.9 * tf.reduce_mean(_losses(scores, batch_y)) + 0.1 * others


@replaces("4.3")
def asks_every_class_by_itself(logits_series, batch_y):
    """Uses the sigmoid cross-entropy, as if several classes could be right at once."""
    scores = tf.stack(logits_series, axis=1)
    right = tf.one_hot(batch_y, scores.shape[-1])
    return tf.reduce_mean(tf.nn.sigmoid_cross_entropy_with_logits(right, scores))


@replaces("4.3")
def squares_the_error_of_class_1(logits_series, batch_y):
    """Returns the mean squared error of the probability of class 1 instead of the
    cross-entropy."""
    probabilities = tf.stack(predictions(logits_series), axis=1)
    return tf.reduce_mean((probabilities[..., 1] - batch_y) ** 2)


@replaces("4.3")
def asks_class_1_alone(logits_series, batch_y):
    """Uses the sigmoid cross-entropy of the logits of class 1 alone."""
    scores = tf.stack(logits_series, axis=1)[..., 1]
    right = tf.cast(batch_y, tf.float32)
    return tf.reduce_mean(tf.nn.sigmoid_cross_entropy_with_logits(right, scores))


@replaces("4.3")
def wants_one_hot_targets(logits_series, batch_y):
    """Fails because the logits and the targets have different shapes: targets that are
    class numbers require the sparse cross-entropy."""
    losses = [
        tf.nn.softmax_cross_entropy_with_logits(batch_y[:, t], scores)
        for t, scores in enumerate(logits_series)
    ]
    return tf.reduce_mean(losses)


@replaces("4.3")
def counts_wrong_answers(logits_series, batch_y):
    """Returns the share of wrong answers, which has no gradient, instead of the
    cross-entropy."""
    answers = tf.argmax(tf.stack(logits_series, axis=1), axis=-1)
    wrong = answers != tf.cast(batch_y, tf.int64)
    return tf.reduce_mean(tf.cast(wrong, tf.float32))


@replaces("4.3")
def returns_a_plain_float(logits_series, batch_y):
    """Returns a Python float instead of a tensor, so no gradient can flow back."""
    return float(tf.reduce_mean(_losses(tf.stack(logits_series, axis=1), batch_y)))


@replaces("4.3")
def returns_a_numpy_number(logits_series, batch_y):
    """Returns a NumPy scalar instead of a tensor, so no gradient can flow back."""
    return np.mean(_losses(tf.stack(logits_series, axis=1), batch_y))


@replaces("4.3")
def computes_in_float64(logits_series, batch_y):
    """Returns the loss as float64 instead of float32."""
    scores = tf.cast(tf.stack(logits_series, axis=1), tf.float64)
    return tf.reduce_mean(_losses(scores, batch_y))


@replaces("4.3")
def sums_over_time(logits_series, batch_y):
    """Takes the mean over the batch but the sum over time."""
    losses = _losses(tf.stack(logits_series, axis=1), batch_y)
    return tf.reduce_sum(tf.reduce_mean(losses, axis=0))


@replaces("4.3")
def looks_at_the_first_row(logits_series, batch_y):
    """Compares only row 0 of the batch with its targets, instead of every row."""
    losses = _losses(tf.stack(logits_series, axis=1), batch_y)
    return tf.reduce_mean(losses[0])


@replaces("4.3")
def compares_with_the_column_before(logits_series, batch_y):
    """Compares each step with the target of the step before it."""
    targets = np.roll(batch_y, 1, axis=1)
    return tf.reduce_mean(_losses(tf.stack(logits_series, axis=1), targets))


@replaces("4.3")
def compares_with_the_column_after(logits_series, batch_y):
    """Compares each step with the target of the step after it."""
    targets = np.roll(batch_y, -1, axis=1)
    return tf.reduce_mean(_losses(tf.stack(logits_series, axis=1), targets))


@replaces("4.3")
def compares_backwards(logits_series, batch_y):
    """Compares the steps with the targets in reverse order: the first step with the
    last target, and so on."""
    targets = np.flip(batch_y, axis=1)
    return tf.reduce_mean(_losses(tf.stack(logits_series, axis=1), targets))


@replaces("4.1")
def the_loop_ends_at_once(states_series, W2, b2):
    """Returns logits for the first state only (is `return` inside the loop?)."""
    return [states_series[0] @ W2 + b2]


@replaces("4.3")
def takes_the_mean_over_the_classes_too(logits_series, batch_y):
    """Takes the mean over the classes too, instead of over time and the batch only."""
    logs = tf.nn.log_softmax(tf.stack(logits_series, axis=1))
    return -tf.reduce_mean(logs * tf.one_hot(batch_y, logs.shape[-1]))


@replaces("4.3")
def divides_by_the_number_of_rows(logits_series, batch_y):
    """Divides the sum over the steps by the number of rows instead of the number of
    steps."""
    losses = _losses(tf.stack(logits_series, axis=1), batch_y)
    return tf.reduce_sum(tf.reduce_mean(losses, axis=0)) / len(batch_y)


@replaces("4.3")
def compares_with_the_targets_of_all_rows(logits_series, batch_y):
    """Compares each row with the targets of all rows, not only with its own (see the
    `batch_dims` argument of `tf.gather`)."""
    logs = [tf.nn.log_softmax(scores) for scores in logits_series]
    right = [tf.gather(log, batch_y[:, t], axis=1) for t, log in enumerate(logs)]
    return -tf.reduce_mean(right)


@replaces("4.3")
def knows_two_classes_only(logits_series, batch_y):
    """Uses only the logits of classes 0 and 1, as if there were no other classes."""
    scores = tf.stack(logits_series, axis=1)
    losses = tf.nn.sigmoid_cross_entropy_with_logits(
        tf.cast(batch_y, tf.float32), scores[..., 1] - scores[..., 0]
    )
    return tf.reduce_mean(losses)


@replaces("4.1")
def multiplies_elementwise(states_series, W2, b2):
    """Multiplies elementwise with `*` instead of computing a matrix product with
    `@`."""
    return [state * W2 + b2 for state in states_series]


@replaces("4.1")
def stacks_the_logits_row_by_row(states_series, W2, b2):
    """Returns one tensor (batch, time, classes) instead of a list with one tensor for
    each step."""
    return tf.stack([state @ W2 + b2 for state in states_series], axis=1)


@replaces("4.3")
def looks_at_the_first_step(logits_series, batch_y):
    """Compares only the first step with its target (is `return` inside the loop?)."""
    return tf.reduce_mean(_losses(logits_series[0], batch_y[:, 0]))


@replaces("4.2")
def squeezes_the_logits(logits_series):
    """Removes axes of length 1, so the probabilities lose the batch axis if the batch
    has only one row."""
    return [tf.nn.softmax(tf.squeeze(logits)) for logits in logits_series]


@replaces("4.3")
def subtracts_the_largest_of_the_window(logits_series, batch_y):
    """Subtracts the largest logit of the whole window instead of the largest of each
    row, so in some rows all the exponentials may be 0."""
    scores = tf.stack(logits_series, axis=1)
    scores -= tf.reduce_max(scores)
    right = tf.gather(scores, tf.cast(batch_y, tf.int32), batch_dims=2)
    return tf.reduce_mean(tf.math.log(tf.reduce_sum(tf.exp(scores), axis=2)) - right)
