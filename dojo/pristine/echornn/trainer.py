"""Exercise 5, the trainer: truncated backpropagation through time.

Training repeats one step. Run a window forward and compute the loss. Compute its
gradient, which says how the loss changes with each parameter. Move every parameter a
little against its gradient. The gradient flows back through the window step by step:
this is backpropagation through time (BPTT), and TensorFlow's gradient tape does it.

Adagrad does the moving. Each weight w has an accumulator n of its own, which
starts at 0.1 and adds up the squares of its gradients g, so its steps become smaller:

    n <- n + g^2
    w <- w - learning_rate * g / sqrt(n)

`train_step` runs `forward_pass`, `logits` and `total_loss` under a tape, and `train`
feeds it the windows of `generate_data`. Import what you use.

The state that ends one window begins the next, so the forward pass runs through the
whole row. The gradient stops where its window begins, because the state enters a window
as plain numbers. This is the truncation.

![Three windows of cells. The state goes forward through all of them; the gradients flow
back, and stop where their window begins.](docs/pictures/truncation.svg)

Each window picks up where the last one ended, so the state fits. A new epoch is a new
series, about which the old state says nothing: only then is it set to zeros.

>>> settings = Settings(num_epochs=1, total_series_length=60, batch_size=2)
>>> for step in train(settings, np.random.default_rng(0)):
...     print(step.epoch_idx, step.batch_idx, step.predictions_series.shape)
0 0 (15, 2, 2)
0 1 (15, 2, 2)

Next, `plotting` shows what the network predicts, and whether it is right.
"""

from collections.abc import Iterator
from typing import NamedTuple

import numpy as np
import tensorflow as tf

from echornn.cell import Parameters
from echornn.settings import Settings


class StepResult(NamedTuple):
    """What one training step returns."""

    total_loss: tf.Tensor
    """The loss before the update, a float32 scalar."""
    current_state: tf.Tensor
    """The state that the next window begins with (batch, state)."""
    predictions_series: list[tf.Tensor]
    """The probabilities before the update, list over time of (batch, classes)."""


class TrainingStep(NamedTuple):
    """What one window of the training looked like, in plain numbers."""

    epoch_idx: int
    batch_idx: int
    total_loss: float
    predictions_series: np.ndarray
    """(time, batch, classes)"""
    batch_x: np.ndarray
    """(batch, time)"""
    batch_y: np.ndarray
    """(batch, time)"""


def make_optimizer(settings: Settings) -> tf.keras.optimizers.Optimizer:
    """5.1 Return Adagrad with the settings' learning rate.

    Its accumulators (the n of the chapter) start at 0.1, as in the tutorial's
    TensorFlow.

    Args:
        settings: `learning_rate` is used.

    Returns:
        A Keras optimizer. The next task calls its `apply_gradients` with pairs of
        gradient and variable.
    """
    raise NotImplementedError("task 5.1: make_optimizer")


def train_step(
    parameters: Parameters,
    optimizer: tf.keras.optimizers.Optimizer,
    batch_x: np.ndarray,
    batch_y: np.ndarray,
    init_state: tf.Tensor,
) -> StepResult:
    """5.2 Train on one window, and return what it looked like.

    Loss and predictions are those before the update. No gradient reaches past
    `init_state`.

    Args:
        parameters: updated in place, by the gradients of `total_loss`.
        optimizer: from `make_optimizer`, perhaps a new one; applied once, to all four
            parameters.
        batch_x, batch_y: the window, integers (batch, time).
        init_state: float32 (batch, state).

    An eager body is fine. So is a `tf.function`, which is some ten times as fast, but
    may create variables only in its first call. An optimizer creates its accumulators
    when it is first used, so call `optimizer.build(parameters)` before the function
    runs, or make a new `tf.function` for each optimizer.
    """
    raise NotImplementedError("task 5.2: train_step")


def train(settings: Settings, rng: np.random.Generator) -> Iterator[TrainingStep]:
    """5.3 Train a fresh network, window by window.

    The network comes from `init_parameters`, the data from `generate_data`. Every epoch
    draws a new series and begins with a state of zeros; within an epoch the state is
    carried from window to window. Parameters and optimizer are kept throughout the
    training.

    Args:
        settings: all of them are used.
        rng: draw every random number from it, the weights and every epoch's data.

    Returns:
        An iterator of `TrainingStep`, one for each window. It trains on a window only
        when asked for the next step, so its consumer can print, plot or stop early.
    """
    raise NotImplementedError("task 5.3: train")
