"""Exercise 3, the cell: one step in time, and a window of steps.

The memory of a recurrent network is a vector of numbers called the hidden state, or
state for short. Each number in it is the value of one unit. At every time step, the
cell computes the next state from the current input and the previous state:

    h_t = tanh([x_t, h_(t-1)] W + b)

The input and the state are concatenated, input first, so that one matrix product does
the work of two. Row 0 of W holds the weights of the input; the rows below it hold the
weights of the state. Then tanh squashes every value into the range from -1 to 1.

![A matrix with the inputs in its first column and the states in the others is
multiplied by W. Adding b and applying tanh gives the next
states.](docs/pictures/cell.svg)

Every step uses the same W and b. To process a window, apply the cell to one column
after another, and pass each new state on to the next step. Keep all states, because
the network computes an answer from each of them.

![A window of three columns. The cell is drawn three times, once for each column; arrows
show the state passing from one cell to the next.](docs/pictures/columns.svg)

>>> W = tf.constant([[0.5, -1.0], [2.0, 0.0], [0.0, 1.0]])
>>> b = tf.constant([[0.1, 0.2]])
>>> h = rnn_step(tf.constant([1.0]), tf.constant([[0.3, -0.4]]), W, b)
>>> print(h.numpy().round(4))  # tanh of [0.5 + 0.6 + 0.1, -1.0 - 0.4 + 0.2]
[[ 0.8337 -0.8337]]

Next, `loss` turns the states into predictions and compares them with the echo.
"""

from typing import NamedTuple

import numpy as np
import tensorflow as tf

from echornn.settings import Settings


class Parameters(NamedTuple):
    """The parameters that the network learns, all float32."""

    W: tf.Variable
    """The cell's weights (1 + state, state): W_xh in row 0, W_hh below it."""
    b: tf.Variable
    """The cell's bias (1, state)."""
    W2: tf.Variable
    """The output layer's weights (state, classes)."""
    b2: tf.Variable
    """The output layer's bias (1, classes)."""


def init_parameters(settings: Settings, rng: np.random.Generator) -> Parameters:
    """3.1 Return new parameters: weights drawn uniformly from [0, 1), and zero biases.

    Args:
        settings: `state_size` and `num_classes` are used.
        rng: the source of all random numbers.

    Returns:
        A `Parameters` tuple of float32 variables. The class lists their shapes.
    """
    raise NotImplementedError("task 3.1: init_parameters")


def rnn_step(
    current_input: tf.Tensor, current_state: tf.Tensor, W: tf.Tensor, b: tf.Tensor
) -> tf.Tensor:
    """3.2 Return the state after one more time step.

        h_t = tanh([x_t, h_(t-1)] W + b)

    Args:
        current_input: one column of the window, float32 (batch,).
        current_state: h_(t-1), float32 (batch, state).
        W: (1 + state, state); row 0 holds the weights of the input.
        b: (1, state), the same for every row of the batch.

    Returns:
        h_t, float32 (batch, state).
    """
    raise NotImplementedError("task 3.2: rnn_step")


def forward_pass(
    batch_x: np.ndarray, init_state: tf.Tensor, W: tf.Tensor, b: tf.Tensor
) -> tuple[list[tf.Tensor], tf.Tensor]:
    """3.3 Apply the cell to a window, column by column.

    Args:
        batch_x: the window (batch, time), numbers of any dtype.
        init_state: the state before the first column, float32 (batch, state).
        W, b: as in `rnn_step`.

    Returns:
        `(states_series, current_state)`: a list of the states after each column, each
        float32 (batch, state), and the last of these states.
    """
    raise NotImplementedError("task 3.3: forward_pass")
