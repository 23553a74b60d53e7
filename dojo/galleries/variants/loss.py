"""Mistakes in exercise 4, retold: logits, predictions and the loss."""

import numpy as np
import tensorflow as tf

from dojo.galleries.plants import replaces

# ---------------------------------------------------------------- 4.1


@replaces("4.1")
def only_the_last_state_answers(states_series, W2, b2):
    final = states_series[-1]
    return [tf.add(tf.matmul(final, W2), b2)]


@replaces("4.1")
def the_last_state_answers_for_all(states_series, W2, b2):
    final = states_series[-1]
    out = []
    for _ in range(len(states_series)):
        out.append(tf.matmul(final, W2) + b2)
    return out


@replaces("4.1")
def the_output_bias_is_dropped(states_series, W2, b2):
    out = []
    for h in states_series:
        out.append(tf.linalg.matmul(h, W2))
    return out


@replaces("4.1")
def the_first_class_lends_its_bias(states_series, W2, b2):
    bias = b2[0][0]
    out = []
    for h in states_series:
        scores = tf.tensordot(h, W2, axes=1)
        out.append(scores + bias)
    return out


@replaces("4.1")
def logits_are_probabilities(states_series, W2, b2):
    out = []
    for h in states_series:
        z = tf.matmul(h, W2) + b2
        out.append(tf.keras.activations.softmax(z))
    return out


@replaces("4.1")
def logits_are_squashed(states_series, W2, b2):
    def answer(h):
        return tf.math.tanh(tf.matmul(h, W2) + b2)

    return list(map(answer, states_series))


@replaces("4.1")
def logits_are_decided(states_series, W2, b2):
    out = []
    for h in states_series:
        z = tf.einsum("bs,sc->bc", h, W2) + b2
        out.append(tf.math.argmax(z, axis=1))
    return out


@replaces("4.1")
def states_are_stacked(states_series, W2, b2):
    hs = tf.convert_to_tensor(states_series)
    return tf.einsum("tbs,sc->tbc", hs, W2) + b2


@replaces("4.1")
def states_are_concatenated(states_series, W2, b2):
    everything = tf.concat(list(states_series), 0)
    return tf.matmul(everything, W2) + b2


@replaces("4.1")
def logits_leave_tensorflow(states_series, W2, b2):
    weights = np.asarray(W2)
    bias = np.asarray(b2)
    out = []
    for h in states_series:
        z = np.dot(np.asarray(h), weights) + bias
        out.append(tf.convert_to_tensor(z, dtype=tf.float32))
    return out


@replaces("4.1")
def errors_stop_at_the_states(states_series, W2, b2):
    out = []
    for h in states_series:
        numbers = tf.stop_gradient(h)
        out.append(tf.matmul(numbers, W2) + b2)
    return out


@replaces("4.1")
def the_output_bias_is_subtracted(states_series, W2, b2):
    """Subtracts the bias instead of adding it."""
    out = []
    for h in states_series:
        out.append(tf.matmul(h, W2) - b2)
    return out


# ---------------------------------------------------------------- 4.2


@replaces("4.2")
def rows_compete(logits_series):
    out = []
    for z in logits_series:
        e = tf.exp(z - tf.reduce_max(z, axis=0))
        out.append(e / tf.reduce_sum(e, axis=0))
    return out


@replaces("4.2")
def steps_compete(logits_series):
    z = tf.stack(logits_series, axis=0)
    p = tf.nn.softmax(z, axis=0)
    return [p[t] for t in range(len(logits_series))]


@replaces("4.2")
def classes_do_not_compete(logits_series):
    return list(map(tf.math.sigmoid, logits_series))


@replaces("4.2")
def exponentials_overflow(logits_series):
    out = []
    for z in logits_series:
        e = tf.math.exp(z)
        total = tf.math.reduce_sum(e, axis=1)
        out.append(e / total[:, tf.newaxis])
    return out


@replaces("4.2")
def scores_are_only_scaled(logits_series):
    out = []
    for z in logits_series:
        total = tf.reduce_sum(z, axis=-1, keepdims=True)
        out.append(tf.divide(z, total))
    return out


@replaces("4.2")
def predictions_are_logarithms(logits_series):
    out = []
    for z in logits_series:
        out.append(z - tf.reduce_logsumexp(z, axis=1, keepdims=True))
    return out


@replaces("4.2")
def predictions_are_decided(logits_series):
    out = []
    for z in logits_series:
        p = tf.nn.softmax(z, axis=1)
        out.append(tf.argmax(p, axis=1, output_type=tf.int32))
    return out


@replaces("4.2")
def predictions_are_logits(logits_series):
    out = []
    for z in logits_series:
        out.append(tf.identity(z))
    return out


@replaces("4.2")
def softmax_comes_twice(logits_series):
    layer = tf.keras.layers.Softmax()
    return [layer(layer(z)) for z in logits_series]


@replaces("4.2")
def only_class_1_is_predicted(logits_series):
    out = []
    for z in logits_series:
        p = tf.nn.softmax(z, axis=-1)
        out.append(p[:, 1:2])
    return out


@replaces("4.2")
def predictions_are_stacked(logits_series):
    z = tf.stack(logits_series)
    shifted = tf.exp(z - tf.reduce_max(z, axis=2, keepdims=True))
    return shifted / tf.reduce_sum(shifted, axis=2, keepdims=True)


@replaces("4.2")
def exponents_have_a_minus(logits_series):
    """Writes exp(-z), and the lowest score becomes the most probable."""
    out = []
    for z in logits_series:
        e = tf.exp(tf.reduce_min(z, axis=1, keepdims=True) - z)
        out.append(e / tf.reduce_sum(e, axis=1, keepdims=True))
    return out


# ---------------------------------------------------------------- 4.3


def _targets(batch_y, logits_series):
    """(time, batch, classes), float32."""
    depth = logits_series[0].shape[-1]
    columns = tf.transpose(tf.cast(batch_y, tf.int32))
    return tf.one_hot(columns, depth)


def _column_losses(logits_series, batch_y):
    """One (batch,) of losses for each step."""
    hot = _targets(batch_y, logits_series)
    found = []
    for t in range(len(logits_series)):
        found.append(
            tf.nn.softmax_cross_entropy_with_logits(
                labels=hot[t], logits=logits_series[t]
            )
        )
    return found


@replaces("4.3")
def sums_all(logits_series, batch_y):
    total = tf.constant(0.0)
    for column in _column_losses(logits_series, batch_y):
        total = total + tf.reduce_sum(column)
    return total


@replaces("4.3")
def sums_over_the_batch(logits_series, batch_y):
    total = tf.constant(0.0)
    for column in _column_losses(logits_series, batch_y):
        total += tf.reduce_sum(column)
    return total / len(logits_series)


@replaces("4.3")
def leaves_a_loss_for_every_row(logits_series, batch_y):
    columns = _column_losses(logits_series, batch_y)
    return tf.add_n(columns) / len(columns)


@replaces("4.3")
def applies_the_softmax_twice(logits_series, batch_y):
    criterion = tf.keras.losses.SparseCategoricalCrossentropy(from_logits=True)
    probabilities = tf.stack([tf.nn.softmax(z) for z in logits_series], axis=1)
    return criterion(tf.cast(batch_y, tf.int32), probabilities)


@replaces("4.3")
def looks_at_the_last_step(logits_series, batch_y):
    last = tf.cast(batch_y, tf.int32)[:, -1]
    z = logits_series[-1]
    hot = tf.one_hot(last, z.shape[1])
    return tf.reduce_mean(tf.nn.softmax_cross_entropy_with_logits(hot, z))


@replaces("4.3")
def compares_with_the_first_column(logits_series, batch_y):
    first = tf.cast(batch_y, tf.int32)[:, 0]
    means = []
    for z in logits_series:
        hot = tf.one_hot(first, z.shape[1])
        column = tf.nn.softmax_cross_entropy_with_logits(labels=hot, logits=z)
        means.append(tf.reduce_mean(column))
    return tf.reduce_mean(tf.stack(means))


@replaces("4.3")
def flattens_in_two_orders(logits_series, batch_y):
    z = tf.concat(logits_series, axis=0)
    y = tf.reshape(tf.cast(batch_y, tf.int32), [-1])
    hot = tf.one_hot(y, z.shape[1])
    return tf.reduce_mean(tf.nn.softmax_cross_entropy_with_logits(hot, z))


@replaces("4.3")
def stacks_time_first(logits_series, batch_y):
    z = tf.stack(logits_series)
    hot = tf.one_hot(tf.cast(batch_y, tf.int32), z.shape[-1])
    log_p = tf.nn.log_softmax(z)
    return -tf.reduce_mean(tf.reduce_sum(hot * log_p, axis=2))


@replaces("4.3")
def counts_classes_from_the_end(logits_series, batch_y):
    backwards = [tf.reverse(z, axis=[1]) for z in logits_series]
    columns = _column_losses(backwards, batch_y)
    return tf.reduce_mean(tf.stack(columns))


@replaces("4.3")
def takes_the_logarithm_of_a_softmax(logits_series, batch_y):
    hot = _targets(batch_y, logits_series)
    total = 0.0
    for t, z in enumerate(logits_series):
        p = tf.nn.softmax(z)
        right = tf.reduce_sum(p * hot[t], axis=1)
        total = total - tf.reduce_mean(tf.math.log(right))
    return total / len(logits_series)


@replaces("4.3")
def clips_the_probabilities(logits_series, batch_y):
    hot = _targets(batch_y, logits_series)
    total = 0.0
    for t, z in enumerate(logits_series):
        p = tf.clip_by_value(tf.nn.softmax(z), 1e-7, 1.0)
        total += tf.reduce_mean(-tf.reduce_sum(hot[t] * tf.math.log(p), axis=1))
    return total / len(logits_series)


@replaces("4.3")
def forgets_the_minus(logits_series, batch_y):
    hot = _targets(batch_y, logits_series)
    log_p = tf.nn.log_softmax(tf.stack(logits_series))
    return tf.reduce_mean(tf.reduce_sum(hot * log_p, axis=2))


@replaces("4.3")
def counts_in_bits(logits_series, batch_y):
    columns = _column_losses(logits_series, batch_y)
    nats = tf.reduce_mean(tf.stack(columns))
    return nats / tf.math.log(2.0)


@replaces("4.3")
def squares_the_errors(logits_series, batch_y):
    hot = _targets(batch_y, logits_series)
    p = tf.nn.softmax(tf.stack(logits_series))
    return tf.reduce_mean(tf.square(p - hot))


@replaces("4.3")
def asks_every_class_by_itself(logits_series, batch_y):
    criterion = tf.keras.losses.BinaryCrossentropy(from_logits=True)
    return criterion(_targets(batch_y, logits_series), tf.stack(logits_series))


@replaces("4.3")
def counts_wrong_answers(logits_series, batch_y):
    y = tf.cast(batch_y, tf.int64)
    shares = []
    for t, z in enumerate(logits_series):
        wrong = tf.not_equal(tf.argmax(z, axis=1), y[:, t])
        shares.append(tf.reduce_mean(tf.cast(wrong, tf.float32)))
    return tf.add_n(shares) / len(shares)


@replaces("4.3")
def returns_a_plain_float(logits_series, batch_y):
    total = 0.0
    for column in _column_losses(logits_series, batch_y):
        total += float(tf.reduce_mean(column))
    return total / len(logits_series)


@replaces("4.3")
def computes_in_float64(logits_series, batch_y):
    z = tf.cast(tf.stack(logits_series, axis=1), tf.float64)
    hot = tf.one_hot(tf.cast(batch_y, tf.int32), z.shape[2], dtype=tf.float64)
    return tf.reduce_mean(tf.nn.softmax_cross_entropy_with_logits(hot, z))


@replaces("4.3")
def compares_with_the_column_before(logits_series, batch_y):
    """Compares step t with column t - 1 of the targets."""
    y = tf.cast(batch_y, tf.int32)
    total = 0.0
    for t, z in enumerate(logits_series):
        hot = tf.one_hot(y[:, t - 1], z.shape[1])
        total += tf.reduce_mean(tf.nn.softmax_cross_entropy_with_logits(hot, z))
    return total / len(logits_series)


@replaces("4.3")
def looks_at_the_first_row(logits_series, batch_y):
    """Looks at row 0 of the batch alone."""
    y = tf.cast(batch_y, tf.int32)
    total = 0.0
    for t, z in enumerate(logits_series):
        total -= tf.nn.log_softmax(z)[0, y[0, t]]
    return total / len(logits_series)


@replaces("4.3")
def leaves_out_the_last_step(logits_series, batch_y):
    losses = []
    for t in range(len(logits_series) - 1):
        losses.append(
            tf.nn.sparse_softmax_cross_entropy_with_logits(
                labels=batch_y[:, t], logits=logits_series[t]
            )
        )
    return tf.reduce_mean(losses)


@replaces("4.3")
def wants_one_hot_targets(logits_series, batch_y):
    scores = tf.stack(logits_series)
    targets = tf.cast(tf.transpose(batch_y), tf.float32)
    losses = tf.nn.softmax_cross_entropy_with_logits(labels=targets, logits=scores)
    return tf.reduce_mean(losses)
