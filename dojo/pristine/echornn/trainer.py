"""Exercise 5, the trainer: truncated back-propagation.

Training repeats one step: run a window forward, measure the loss, let the error flow
back through the window, and move every parameter a little against its gradient. That
the error flows back is the chain rule: from the loss to the last state, from there to
the state before, and so on, each time multiplied by W and by the slope of tanh, which
is 1 at most. On the way it says how much each step had to do with the loss.
(TensorFlow's gradient tape records the way forward and finds the way back.)

Adagrad does the moving. It gives every single weight w a rate of its own, which shrinks
as the squares of its gradients g add up in n, which begins at 0.1:

    n <- n + g^2
    w <- w - learning_rate * g / sqrt(n)

Here the earlier exercises come together: `train_step` runs `forward_pass`, `logits` and
`total_loss` under a gradient tape, and `train` feeds it the windows of `generate_data`.
Import what you use.

The state that ends one window begins the next, so the forward pass is one long walk
along the rows. The error does not walk back that far. The state enters the next window
as plain numbers, and the gradient stops there: this is the truncation.

![Three windows of cells. The state goes forward through all of them; the errors flow
back from every cell, and stop where their window begins.](docs/pictures/truncation.svg)

That is why the window must be wider than the echo. W learns to keep a bit only by an
error that flows back from the answer to the step where the bit came in, and both must
lie in one window for that.

A new epoch is another series. What the state holds of the old one says nothing about
it, so there, and only there, the state begins again, at zeros. The first `echo_step`
answers then depend on what stood before the first column: in every row but the first on
bits of the row above, which this state has never seen. The network can but guess. It is
used to being right by then, and to be sure and wrong is expensive, so the loss jumps in
the first window of every epoch, and is down again in the second.

![The loss curve of six epochs: it stays at ln 2 for some 900 windows, falls to nearly
0, and from then on has a spike at the first window of every epoch.
](docs/pictures/loss.svg)

>>> settings = Settings(num_epochs=1, total_series_length=60, batch_size=2)
>>> for step in train(settings, np.random.default_rng(0)):
...     print(step.epoch_idx, step.batch_idx, step.predictions_series.shape)
0 0 (15, 2, 2)
0 1 (15, 2, 2)

Next, `plotting` shows what the network says, and whether it is right.
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
    """5.1 Return Adagrad with the settings' learning rate; lesson item 8.

    Its accumulators start at 0.1, as they did in the tutorial's TensorFlow.

    Args:
        settings: `learning_rate` is used.

    Returns:
        A Keras optimizer: `apply_gradients(pairs of gradient and variable)` is what
        the next task needs of it.
    """
    raise NotImplementedError("task 5.1: make_optimizer")


def train_step(
    parameters: Parameters,
    optimizer: tf.keras.optimizers.Optimizer,
    batch_x: np.ndarray,
    batch_y: np.ndarray,
    init_state: tf.Tensor,
) -> StepResult:
    """5.2 Train on one window, and return what it looked like; lesson item 10.

    Loss and predictions are those before the update. No gradient reaches past
    `init_state`.

    Args:
        parameters: updated in place, by the gradients of `total_loss`.
        optimizer: applied once, to all four parameters.
        batch_x, batch_y: the window, integers (batch, time).
        init_state: float32 (batch, state).

    An eager body is right, and so is a `tf.function`, which is some ten times faster.
    The latter may create variables only when it is first called, and an optimizer
    creates its own when it is first used: give every optimizer a `tf.function` of its
    own, or call `optimizer.build(parameters)` before.
    """
    raise NotImplementedError("task 5.2: train_step")


def train(settings: Settings, rng: np.random.Generator) -> Iterator[TrainingStep]:
    """5.3 Train a fresh network, window by window; lesson items 3 and 10.

    The network comes from `init_parameters`, the data from `generate_data`. Every epoch
    draws a new series and begins with a state of zeros; within an epoch the state is
    carried from window to window. Parameters and optimizer live through the whole
    training.

    Args:
        settings: all of them are used.
        rng: the only source of chance, for the weights and for every epoch's data.

    Returns:
        An iterator of `TrainingStep`, one for each window, that trains only as far as
        it is asked: whoever consumes it prints, plots, or stops early.
    """
    raise NotImplementedError("task 5.3: train")
