"""Foreign bugs: logits, predictions and the loss."""

import tensorflow as tf

from dojo.galleries.plants import replaces


@replaces("4.1")
def first_step_forgotten(states_series, W2, b2):
    """The loop begins at 1, so the first state never answers."""
    out = []
    for t in range(1, len(states_series)):
        out.append(tf.matmul(states_series[t], W2) + b2)
    return out


@replaces("4.1")
def state_of_the_step_before(states_series, W2, b2):
    """Reads state t - 1 at step t (and the last one at step 0)."""
    out = []
    for t in range(len(states_series)):
        out.append(tf.tensordot(states_series[t - 1], W2, axes=1) + b2)
    return out


@replaces("4.1")
def bias_piles_up(states_series, W2, b2):
    """Adds the bias to a running sum, so step t gets it t + 1 times."""
    bias = tf.zeros_like(b2)
    out = []
    for h in states_series:
        bias = bias + b2
        out.append(tf.matmul(h, W2) + bias)
    return out


@replaces("4.1")
def logits_listed_by_row(states_series, W2, b2):
    """Stacks with axis 1, so the list runs over the batch instead of time."""
    states = tf.stack(states_series, axis=1)
    return [row @ W2 + b2 for row in tf.unstack(states)]


@replaces("4.2")
def steps_in_reverse(logits_series):
    """Inserts every step at the front, so the list runs back in time."""
    out = []
    for z in logits_series:
        out.insert(0, tf.nn.softmax(z, axis=-1))
    return out


@replaces("4.2")
def scores_halved(logits_series):
    """Divides the scores by the number of classes before the softmax."""
    out = []
    for z in logits_series:
        classes = z.shape[-1]
        out.append(tf.nn.softmax(z / classes))
    return out


@replaces("4.2")
def predictions_used_up(logits_series):
    """Returns a generator, which has no length and can be read only once."""
    return (tf.nn.softmax(scores) for scores in logits_series)


@replaces("4.3")
def running_average_by_halves(logits_series, batch_y):
    """Averages as (average + new) / 2, so late steps weigh more than early ones."""
    y = tf.cast(batch_y, tf.int32)
    average = None
    for t, z in enumerate(logits_series):
        hot = tf.one_hot(y[:, t], z.shape[1])
        now = tf.reduce_mean(tf.nn.softmax_cross_entropy_with_logits(hot, z))
        average = now if average is None else (average + now) / 2
    return average


@replaces("4.3")
def divides_by_one_too_many(logits_series, batch_y):
    """Divides the sum over time by time + 1."""
    y = tf.cast(batch_y, tf.int32)
    losses = []
    for t, z in enumerate(logits_series):
        hot = tf.one_hot(y[:, t], z.shape[1])
        log_p = tf.nn.log_softmax(z)
        losses.append(-tf.reduce_mean(tf.reduce_sum(hot * log_p, axis=1)))
    return tf.add_n(losses) / (len(losses) + 1)
