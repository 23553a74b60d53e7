"""Measure on the reference the numbers that the lesson's chapters quote.

    tox exec -e docs -- python docs/make/measure.py

The pictures and the page are made from these numbers, so that they are the same on
every machine.
"""

from collections.abc import Iterator
from pathlib import Path

import numpy as np
import tensorflow as tf
from measured import HERE, Descent, Fading, Plateau
from record import RECORD, SEED

from echolab.experiments.records import save_rows
from echornn.batching import batch_windows
from echornn.cell import forward_pass, init_parameters
from echornn.compiled import train_epoch
from echornn.data import generate_data
from echornn.settings import Settings
from echornn.trainer import make_optimizer, train_step

BURN_IN = 20
"""Number of steps after which the initial state of zeros no longer matters."""


def fading() -> Iterator[Fading]:
    """Multiply the Jacobians diag(1 - h^2) W_hh^T of up to ten steps."""
    for state, scale in ((4, 1.0), (8, 1.0), (8, 0.5)):
        norms = [_norms(state, scale, seed) for seed in range(1000)]
        for steps, norm in enumerate(np.mean(norms, axis=0), start=1):
            yield Fading(state, scale, steps, float(norm))


def _norms(state: int, scale: float, seed: int, steps: int = 10) -> list[float]:
    rng = np.random.default_rng(seed)
    W = scale * rng.random((1 + state, state))
    h, product, norms = np.zeros(state), np.eye(state), []
    for time, bit in enumerate(rng.integers(0, 2, BURN_IN + steps)):
        h = np.tanh(np.r_[bit, h] @ W)
        if time >= BURN_IN:
            product = (1 - h**2)[:, None] * W[1:].T @ product
            norms.append(float(np.linalg.norm(product, 2)))
    return norms


def plateau() -> Iterator[Plateau]:
    """Train as for the record, and measure the state at some windows."""
    settings = Settings(num_epochs=2)
    rng = np.random.default_rng(SEED)
    losses = np.load(RECORD)["losses"].ravel()
    parameters, optimizer = init_parameters(settings, rng), make_optimizer(settings)
    optimizer.build(parameters)
    window = 0
    for _ in range(settings.num_epochs):
        state = tf.zeros((settings.batch_size, settings.state_size))
        for batch_x, batch_y in batch_windows(*generate_data(settings, rng), 15):
            if window in (0, 200, 400, 800, 1200):
                mean = float(np.mean(losses[window : window + 100], dtype=float))
                yield Plateau(window, mean, *_insight(parameters.W, parameters.b))
            _, state, _ = train_step(parameters, optimizer, batch_x, batch_y, state)
            window += 1


def _insight(W: tf.Variable, b: tf.Variable) -> Iterator[float]:
    bits = np.random.default_rng(0).integers(0, 2, (5, 1000))
    series, _ = forward_pass(bits, tf.zeros((5, len(W[0]))), W, b)
    states = np.stack(series)[BURN_IN:].reshape(-1, len(W[0]))
    yield float(np.mean(1 - states**2))
    known = np.c_[states, np.ones(len(states))]
    for lag in range(4):
        bit = bits.T[BURN_IN - lag : 1000 - lag].ravel()
        weights, *_ = np.linalg.lstsq(known, bit, rcond=None)
        yield float(1 - np.var(bit - known @ weights) / np.var(bit))


def descent() -> Iterator[Descent]:
    """Train the same networks with Adagrad and with plain gradient descent."""
    settings = Settings(num_epochs=10)
    for optimizer, make in (
        ("Adagrad", make_optimizer),
        ("plain", lambda given: tf.keras.optimizers.SGD(given.learning_rate)),
    ):
        for seed in range(20):
            rng = np.random.default_rng(seed)
            parameters, used = init_parameters(settings, rng), make(settings)
            for _ in range(settings.num_epochs):
                x, y = generate_data(settings, rng)
                result = train_epoch(parameters, used, x, y, 15)
            yield Descent(optimizer, seed, float(np.mean(result.losses)))


def main(folder: Path = HERE) -> None:
    """Write one file of numbers for each measurement."""
    for measured in (fading, plateau, descent):
        save_rows(list(measured()), folder / f"{measured.__name__}.csv")


if __name__ == "__main__":
    main()
