"""Exercise 4, the output layer and the loss: from states to one number.

From every state, the network predicts which bit it read `echo_step` steps ago. There
are two classes, 0 and 1. The output layer, a second matrix product, turns the state
into logits, one score for each class. The softmax turns the logits into probabilities:

    logits_t = h_t W2 + b2
    p_t = softmax(logits_t) = exp(logits_t) / sum of exp(logits_t)

The cross-entropy measures how wrong an answer is: it is the negative logarithm of the
probability of the right class. It is nearly 0 if the network is sure and right. If both
classes have the probability 1/2, it is ln 2 = 0.693, the loss of a coin flip.

    loss = mean of -log p_t[y_t] over all steps and rows

Use TensorFlow's *sparse* cross-entropy, which takes each target as the number of a
class. It expects logits, because a probability may be rounded to 0, and the logarithm
of 0 is infinite.

>>> logits_series = [tf.constant([[2.0, 2.0]]), tf.constant([[-1e4, 1e4]])]
>>> float(total_loss(logits_series, np.array([[0, 1]])))  # the mean of ln 2 and 0
0.3465735912322998

Next, `trainer` changes the parameters so that the loss becomes smaller.
"""

import numpy as np
import tensorflow as tf


def logits(
    states_series: list[tf.Tensor], W2: tf.Tensor, b2: tf.Tensor
) -> list[tf.Tensor]:
    """4.1 Return the scores of the classes for every state.

        logits_t = h_t W2 + b2

    Args:
        states_series: a list with one tensor (batch, state) for each step.
        W2: (state, classes).
        b2: (1, classes).

    Returns:
        `logits_series`, a list with one float32 tensor (batch, classes) for each step.
    """
    raise NotImplementedError("task 4.1: logits")


def predictions(logits_series: list[tf.Tensor]) -> list[tf.Tensor]:
    """4.2 Return the probabilities of the classes for every step.

        p_t = softmax(logits_t)

    Args:
        logits_series: a list with one tensor (batch, classes) for each step.

    Returns:
        `predictions_series`, a list with one float32 tensor (batch, classes) for each
        step. Every row sums to 1.
    """
    raise NotImplementedError("task 4.2: predictions")


def total_loss(logits_series: list[tf.Tensor], batch_y: np.ndarray) -> tf.Tensor:
    """4.3 Return the mean cross-entropy over all steps and rows.

        loss = mean over t and rows of -log softmax(logits_t)[y_t]

    Args:
        logits_series: a list with one tensor (batch, classes) for each step. They are
            logits, not probabilities.
        batch_y: the numbers of the right classes, integers (batch, time).

    Returns:
        A float32 scalar. It is finite even if the logits are 1e4 or -1e4.
    """
    raise NotImplementedError("task 4.3: total_loss")
