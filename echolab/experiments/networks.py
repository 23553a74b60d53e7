"""Many small networks, trained side by side.

To compile an epoch takes as long as to train on some hundred. So every thread compiles
a program for a shape once, and each network that follows puts its own numbers into the
same variables.
"""

import os
from collections import defaultdict
from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from queue import Empty, SimpleQueue
from typing import NamedTuple

import numpy as np
import tensorflow as tf

from echolab.experiments import LEARNED
from echolab.runtime import stop_if_interrupted
from echornn.cell import Parameters, init_parameters
from echornn.compiled import train_epoch
from echornn.data import generate_data
from echornn.settings import Settings
from echornn.trainer import make_optimizer

Data = tuple[np.ndarray, np.ndarray]

THREADS = min(4, os.cpu_count() or 1)
"""Few: `train_epoch` may forget the programs of optimizers that are not used."""


class Run(NamedTuple):
    """One network to train."""

    settings: Settings
    seed: int
    """Of its weights and its data, as in `python -m echornn --compiled --seed N`."""
    draw: Callable[[Settings, np.random.Generator], Data] = generate_data
    """What draws the data of an epoch."""


class Trained(NamedTuple):
    """What became of it."""

    run: Run
    mean_losses: list[float]
    """Of every epoch."""
    parameters: Parameters
    """Constants: the variables serve the next network."""

    @property
    def learned(self) -> bool:
        """Whether the mean loss of the last epoch is below 0.1."""
        return self.mean_losses[-1] < LEARNED


def train_all(runs: Sequence[Run]) -> Iterator[Trained]:
    """Train every network, on all cores; yield them in their order."""
    idle: dict[Settings, SimpleQueue[_Network]] = defaultdict(SimpleQueue)
    pool = ThreadPoolExecutor(THREADS)
    try:
        for trained in pool.map(lambda run: _train(run, idle[_program(run)]), runs):
            stop_if_interrupted()
            yield trained
    finally:
        pool.shutdown(cancel_futures=True)


def _program(run: Run) -> Settings:
    """Return what the compiled program depends on."""
    return replace(run.settings, num_epochs=1, echo_step=0)


def _train(run: Run, idle: "SimpleQueue[_Network]") -> Trained:
    settings, rng = run.settings, np.random.default_rng(run.seed)
    try:
        network = idle.get_nowait()
    except Empty:
        network = _Network(settings)
    network.begin(init_parameters(settings, rng))
    mean_losses = [
        network.train(*run.draw(settings, rng), settings.truncated_backprop_length)
        for _ in range(settings.num_epochs)
    ]
    parameters = Parameters(*map(tf.constant, network.parameters))
    idle.put(network)
    return Trained(run, mean_losses, parameters)


class _Network:
    """Variables and an optimizer that serve one network after the other."""

    def __init__(self, settings: Settings) -> None:
        self.parameters = init_parameters(settings, np.random.default_rng())
        self._optimizer = make_optimizer(settings)
        if not isinstance(self._optimizer, tf.keras.optimizers.Optimizer):
            kind = type(self._optimizer).__name__
            raise TypeError(f"make_optimizer must return a Keras optimizer, got {kind}")
        self._optimizer.build(self.parameters)
        self._unused = [np.array(slot) for slot in self._optimizer.variables]

    def begin(self, parameters: Parameters) -> None:
        """Forget everything, and begin with these numbers."""
        for variable, value in zip(self.parameters, parameters, strict=True):
            variable.assign(value)
        for slot, value in zip(self._optimizer.variables, self._unused, strict=True):
            slot.assign(value)

    def train(self, x: np.ndarray, y: np.ndarray, time: int) -> float:
        """Train on an epoch; return its mean loss."""
        losses = train_epoch(self.parameters, self._optimizer, x, y, time).losses
        return float(np.mean(losses))
