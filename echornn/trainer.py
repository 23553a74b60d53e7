"""Exercise 5, the trainer: truncated backpropagation through time.

Training repeats the same step for every window. The step runs the network forward, and
computes the loss and its gradient, which says how the loss changes with each parameter.
Then it moves every parameter a small step against its gradient. The gradient flows back
through the window, step by step. This is called backpropagation through time (BPTT);
TensorFlow's gradient tape does it for you.

An optimizer, here Adagrad, updates the parameters. Each parameter w has an accumulator
n, which starts at 0.1 and sums the squares of the gradients g, so that the steps become
smaller:

    n <- n + g^2
    w <- w - learning_rate * g / sqrt(n)

`train_step` calls `forward_pass`, `logits` and `total_loss` while a tape is recording.
`train` calls `train_step` for every window of the data from `generate_data`. Import the
functions that you use.

The last state of one window is the initial state of the next, so the state is carried
through the whole row. The gradient stops at the beginning of its window, because the
initial state enters the window as a constant. This is the truncation.

![Three windows of three cells each. The state moves forward through all windows. Each
gradient flows back only to the beginning of its window.](docs/pictures/truncation.svg)

Only the first window of an epoch begins with a state of zeros, because every epoch has
a new series.

>>> settings = Settings(num_epochs=1, total_series_length=60, batch_size=2)
>>> for step in train(settings, np.random.default_rng(0)):
...     print(step.epoch_idx, step.batch_idx, step.predictions_series.shape)
0 0 (15, 2, 2)
0 1 (15, 2, 2)

Next, `plotting` shows whether the predictions are right.
"""

from collections.abc import Iterator
from typing import NamedTuple

import numpy as np
import tensorflow as tf

from echornn.cell import Parameters
from echornn.settings import Settings


class StepResult(NamedTuple):
    """The result of one training step; NumPy arrays may replace the tensors."""

    total_loss: tf.Tensor
    """The loss before the update, a float32 scalar."""
    current_state: tf.Tensor
    """The state after the window (batch, state). The next window begins with it."""
    predictions_series: list[tf.Tensor]
    """The probabilities before the update: a tensor (batch, classes) for each step."""


class TrainingStep(NamedTuple):
    """The data and the results of one training step, as plain numbers."""

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
    """5.1 Return an Adagrad optimizer with the learning rate of the settings.

    Its accumulators (n in the formula above) start at 0.1, as they did in the
    tutorial's version of TensorFlow.

    Args:
        settings: `learning_rate` is used.

    Returns:
        A Keras optimizer. In the next task, you call its `apply_gradients` with pairs
        of a gradient and a variable.
    """
    raise NotImplementedError("task 5.1: make_optimizer")


def train_step(
    parameters: Parameters,
    optimizer: tf.keras.optimizers.Optimizer,
    batch_x: np.ndarray,
    batch_y: np.ndarray,
    init_state: tf.Tensor,
) -> StepResult:
    """5.2 Train on one window; return its loss, state and predictions.

    The loss and the predictions are those before the update. No gradient flows back
    beyond `init_state`.

    Args:
        parameters: updated in place with the gradients of `total_loss`.
        optimizer: a Keras optimizer, such as `make_optimizer` returns; it may be a
            different one in each call. Apply it once, to all four parameters.
        batch_x, batch_y: the window, integers (batch, time).
        init_state: the state before the window, float32 (batch, state).

    The step may run eagerly. A `tf.function` is more than ten times as fast, but it may
    create variables only in its first call. An optimizer creates its accumulators when
    it is first used. So call `optimizer.build(parameters)` before the function runs, or
    make a new `tf.function` for each optimizer.
    """
    raise NotImplementedError("task 5.2: train_step")


def train(settings: Settings, rng: np.random.Generator) -> Iterator[TrainingStep]:
    """5.3 Train a new network, window by window.

    `init_parameters` makes the network, and `generate_data` draws the data. Every epoch
    has a new series and begins with a state of zeros; within an epoch, the state is
    carried from window to window. All epochs use the same parameters and the same
    optimizer.

    Args:
        settings: all fields are used.
        rng: the source of all random numbers, for the weights and for the data.

    Returns:
        An iterator with one `TrainingStep` for each window. It trains on a window only
        when the caller asks for the next item, so the caller can print, plot or stop
        early.
    """
    raise NotImplementedError("task 5.3: train")
