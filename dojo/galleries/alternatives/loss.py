"""Exercise 4, other ways: logits, predictions, the loss."""

import tensorflow as tf

from dojo.galleries.plants import replaces

# 4.1 logits


@replaces("4.1")
def logits_by_einsum(states_series, W2, b2):
    """All states stacked, and the sum over the state by name."""
    return tf.unstack(tf.einsum("tbs,sc->tbc", tf.stack(states_series), W2) + b2)


@replaces("4.1")
def logits_by_bias_add(states_series, W2, b2):
    """The bias as a vector, added by the op that is made for it."""
    bias = tf.squeeze(b2, axis=0)
    return [tf.nn.bias_add(tf.matmul(state, W2), bias) for state in states_series]


@replaces("4.1")
def logits_by_one_big_product(states_series, W2, b2):
    """All states below each other: one product, cut into steps again."""
    scores = tf.concat(states_series, axis=0) @ W2 + b2  # (time * batch, classes)
    return tf.split(scores, len(states_series))


@replaces("4.1")
def logits_by_batched_product(states_series, W2, b2):
    """A product with a stack is a stack of products."""
    return tf.unstack(tf.stack(states_series) @ W2 + b2, axis=0)


@replaces("4.1")
def logits_by_vectorized_map(states_series, W2, b2):
    """TensorFlow's map over a stack, which makes one operation of many."""
    states = tf.stack(states_series)
    return tf.unstack(tf.vectorized_map(lambda state: state @ W2 + b2, states))


@replaces("4.1")
def logits_with_the_bias_in_the_matrix(states_series, W2, b2):
    """A state that is always 1 carries the bias."""
    W2 = tf.concat([W2, b2], axis=0)
    return [
        tf.concat([state, tf.ones_like(state[:, :1])], axis=1) @ W2
        for state in states_series
    ]


# 4.2 predictions


@replaces("4.2")
def predictions_by_hand(logits_series):
    """Exponentials over their sum, below the highest logit so that none is too big."""
    predictions_series = []
    for scores in logits_series:
        powers = tf.exp(scores - tf.reduce_max(scores, axis=1, keepdims=True))
        total = tf.reduce_sum(powers, axis=1, keepdims=True)
        predictions_series.append(powers / total)
    return predictions_series


@replaces("4.2")
def predictions_by_keras(logits_series):
    """Keras' activation function."""
    return [tf.keras.activations.softmax(scores) for scores in logits_series]


@replaces("4.2")
def predictions_by_log_softmax(logits_series):
    """The exponential of the logarithm."""
    return [tf.exp(tf.nn.log_softmax(scores, axis=-1)) for scores in logits_series]


@replaces("4.2")
def predictions_by_logsumexp(logits_series):
    """Subtract the logarithm of the sum, and the powers add up to 1."""
    norms = (tf.reduce_logsumexp(s, axis=1, keepdims=True) for s in logits_series)
    return [tf.exp(s - n) for s, n in zip(logits_series, norms, strict=True)]


@replaces("4.2")
def predictions_of_all_steps_at_once(logits_series):
    """Stack, one softmax, unstack."""
    return tf.unstack(tf.nn.softmax(tf.stack(logits_series), axis=2))


@replaces("4.2")
def predictions_by_differences(logits_series):
    """One over the sum of how much more probable each class is."""
    return [
        1 / tf.reduce_sum(tf.exp(s[:, None, :] - s[:, :, None]), axis=2)
        for s in logits_series
    ]


# 4.3 total_loss


@replaces("4.3")
def loss_by_one_hot(logits_series, batch_y):
    """Logarithms of all classes, of which a row of 0 and 1 keeps the right one."""
    logarithms = tf.nn.log_softmax(tf.stack(logits_series, axis=1))
    right = tf.one_hot(batch_y, logarithms.shape[-1])
    return -tf.reduce_mean(tf.reduce_sum(right * logarithms, axis=-1))


@replaces("4.3")
def loss_by_dense_cross_entropy(logits_series, batch_y):
    """The other cross-entropy, which takes probabilities as targets."""
    scores = tf.stack(logits_series, axis=1)
    targets = tf.one_hot(batch_y, scores.shape[2], dtype=scores.dtype)
    return tf.reduce_mean(tf.nn.softmax_cross_entropy_with_logits(targets, scores))


@replaces("4.3")
def loss_by_keras(logits_series, batch_y):
    """Keras' loss, told that it gets logits."""
    loss = tf.keras.losses.SparseCategoricalCrossentropy(from_logits=True)
    return loss(batch_y, tf.stack(logits_series, axis=1))


@replaces("4.3")
def loss_by_gather(logits_series, batch_y):
    """Pick the logarithm of the right class."""
    logarithms = tf.nn.log_softmax(tf.stack(logits_series))  # (time, batch, classes)
    right = tf.gather(
        logarithms, tf.cast(tf.transpose(batch_y), tf.int32), batch_dims=2
    )
    return tf.reduce_mean(-right)


@replaces("4.3")
def loss_by_logsumexp(logits_series, batch_y):
    """How far the right logit is below the soft maximum of all."""
    scores = tf.stack(logits_series, axis=1)
    right = tf.gather(scores, tf.cast(batch_y, tf.int64), axis=2, batch_dims=2)
    return tf.reduce_mean(tf.reduce_logsumexp(scores, axis=2) - right)


@replaces("4.3")
def loss_step_by_step(logits_series, batch_y):
    """Like the tutorial: a loss for every column, and then the mean of means."""
    columns = tf.unstack(tf.cast(batch_y, tf.int32), axis=1)
    cross_entropy = tf.nn.sparse_softmax_cross_entropy_with_logits
    losses = [
        cross_entropy(labels=labels, logits=scores)
        for scores, labels in zip(logits_series, columns, strict=True)
    ]
    return tf.reduce_mean(losses)


@replaces("4.3")
def loss_as_a_sum_that_is_divided(logits_series, batch_y):
    """Add up everything, then divide by the number of bits."""
    batch, time = batch_y.shape
    labels, total = tf.cast(batch_y, tf.int32), 0.0
    for t, scores in enumerate(logits_series):
        total += tf.reduce_sum(
            tf.nn.sparse_softmax_cross_entropy_with_logits(labels[:, t], scores)
        )
    return total / (batch * time)


@replaces("4.3")
def loss_of_flat_series(logits_series, batch_y):
    """Time and batch do not matter for a mean: lay all bits in one row."""
    scores = tf.concat(logits_series, axis=0)  # (time * batch, classes)
    labels = tf.cast(tf.reshape(tf.transpose(batch_y), [-1]), tf.int32)
    return tf.reduce_mean(
        tf.nn.sparse_softmax_cross_entropy_with_logits(labels=labels, logits=scores)
    )


@replaces("4.3")
def loss_in_float64(logits_series, batch_y):
    """Twice the digits inside, and float32 again outside."""
    scores = tf.cast(tf.stack(logits_series, axis=1), tf.float64)
    losses = tf.keras.losses.sparse_categorical_crossentropy(
        batch_y, scores, from_logits=True
    )
    return tf.cast(tf.reduce_mean(losses), tf.float32)


@replaces("4.3")
@tf.function
def loss_as_a_graph(logits_series, batch_y):
    """The loss as a `tf.function`."""
    scores = tf.stack(logits_series, axis=1)
    labels = tf.cast(batch_y, tf.int64)
    losses = tf.nn.sparse_softmax_cross_entropy_with_logits(labels, scores)
    return tf.math.reduce_mean(losses)
