"""The answers of a trained network."""

import numpy as np
import tensorflow as tf

from echolab.experiments.networks import Data
from echornn.cell import Parameters, forward_pass
from echornn.loss import logits, predictions

SMALLEST = 1e-30
"""Lower bound, because a probability of 0 would have an infinite loss."""


def probabilities(parameters: Parameters, data: Data) -> np.ndarray:
    """Return the probability of each right bit (batch, time), from a state of zeros."""
    x, y = data
    W, b, W2, b2 = parameters
    zeros = tf.zeros((len(x), W.shape[1]))
    states_series, _ = forward_pass(x, zeros, W, b)
    predictions_series = predictions(logits(states_series, W2, b2))
    both = np.stack(predictions_series, axis=1)  # (batch, time, classes)
    right = np.take_along_axis(both, y[..., None], axis=2)[..., 0]
    return np.maximum(right, SMALLEST)
