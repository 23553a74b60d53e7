"""The same network in NumPy, as an independent check; gradients are derived by hand.

It computes in float64, shares no code with any solution, and does not use TensorFlow.
"""

from dataclasses import dataclass, field

import numpy as np


def rnn_step(
    current_input: np.ndarray, current_state: np.ndarray, W: np.ndarray, b: np.ndarray
) -> np.ndarray:
    """Return the state one step later, computed with two separate products."""
    return np.tanh(np.outer(current_input, W[0]) + current_state @ W[1:] + b)


def forward_pass(
    batch_x: np.ndarray, init_state: np.ndarray, W: np.ndarray, b: np.ndarray
) -> list[np.ndarray]:
    """Return the state after every column."""
    states = [np.asarray(init_state, dtype=float)]
    for column in np.asarray(batch_x, dtype=float).T:
        states.append(rnn_step(column, states[-1], W, b))
    return states[1:]


def softmax(scores: np.ndarray) -> np.ndarray:
    """Return the softmax over the last axis."""
    powers = np.exp(scores - scores.max(axis=-1, keepdims=True))
    return powers / powers.sum(axis=-1, keepdims=True)


def cross_entropy(scores: np.ndarray, batch_y: np.ndarray) -> float:
    """Return the mean of -log softmax(scores)[y]; scores are (time, batch, classes)."""
    highest = scores.max(axis=-1)
    norm = highest + np.log(np.exp(scores - highest[..., None]).sum(axis=-1))
    right = np.take_along_axis(scores, batch_y.T[..., None], axis=-1)[..., 0]
    return float((norm - right).mean())


@dataclass
class Network:
    """The parameters [W, b, W2, b2], and how Adagrad trains them."""

    parameters: list[np.ndarray]
    learning_rate: float = 0.3
    accumulators: list[np.ndarray] = field(init=False)

    def __post_init__(self) -> None:
        self.parameters = [np.array(p, dtype=float) for p in self.parameters]
        self.accumulators = [np.full_like(p, 0.1) for p in self.parameters]

    def scores(self, states: list[np.ndarray]) -> np.ndarray:
        """Return the logits (time, batch, classes)."""
        *_, W2, b2 = self.parameters
        return np.stack(states) @ W2 + b2

    def gradients(
        self, batch_x: np.ndarray, batch_y: np.ndarray, init_state: np.ndarray
    ) -> list[np.ndarray]:
        """Return the gradients of the loss, taken back to the window's first column."""
        W, b, W2, _ = self.parameters
        states = forward_pass(batch_x, init_state, W, b)
        scores = self.scores(states)
        d_scores = (
            softmax(scores) - np.eye(scores.shape[-1])[batch_y.T]
        ) / batch_y.size
        d_W, d_b = np.zeros_like(W), np.zeros_like(b)
        d_state = np.zeros_like(states[0])
        earlier = [np.asarray(init_state, dtype=float), *states[:-1]]
        for t in reversed(range(len(states))):
            d_state = d_state + d_scores[t] @ W2.T
            d_sum = d_state * (1 - states[t] ** 2)
            d_W += np.column_stack([batch_x[:, t], earlier[t]]).T @ d_sum
            d_b += d_sum.sum(axis=0)
            d_state = d_sum @ W[1:].T
        d_W2 = np.einsum("tbs,tbc->sc", np.stack(states), d_scores)
        return [d_W, d_b, d_W2, d_scores.sum(axis=(0, 1))[None]]

    def train_step(
        self, batch_x: np.ndarray, batch_y: np.ndarray, init_state: np.ndarray
    ) -> tuple[float, np.ndarray, np.ndarray]:
        """Take an Adagrad step; return loss, last state and predictions before it."""
        W, b, *_ = self.parameters
        states = forward_pass(batch_x, init_state, W, b)
        scores = self.scores(states)
        for parameter, accumulator, gradient in zip(
            self.parameters,
            self.accumulators,
            self.gradients(batch_x, batch_y, init_state),
            strict=True,
        ):
            accumulator += gradient**2
            parameter -= self.learning_rate * gradient / np.sqrt(accumulator)
        return cross_entropy(scores, batch_y), states[-1], softmax(scores)

    def train_epoch(
        self, x: np.ndarray, y: np.ndarray, time: int
    ) -> tuple[np.ndarray, np.ndarray, np.ndarray]:
        """Take a step for every whole window, from zeros; return the losses, the last
        state and the last predictions."""
        losses, state = [], np.zeros((len(x), self.parameters[0].shape[1]))
        for start in range(0, x.shape[1] - time + 1, time):
            window = slice(start, start + time)
            loss, state, predicted = self.train_step(x[:, window], y[:, window], state)
            losses.append(loss)
        return np.array(losses), state, predicted
