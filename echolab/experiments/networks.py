"""Many small networks, trained side by side.

Compiling an epoch takes as long as training for about a hundred epochs. So each thread
compiles the program for a shape only once, and later networks put their own numbers
into the same variables.
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
"""Only a few, because `train_epoch` may forget programs that are not in use."""


class Run(NamedTuple):
    """One network to train."""

    settings: Settings
    seed: int
    """For its weights and data, as in `python -m echornn --compiled --seed N`."""
    draw: Callable[[Settings, np.random.Generator], Data] = generate_data
    """The function that draws the data of an epoch."""


class Trained(NamedTuple):
    """The result of training one network."""

    run: Run
    mean_losses: list[float]
    """The mean loss of each epoch."""
    parameters: Parameters
    """Constants, because the variables are reused for the next network."""

    @property
    def learned(self) -> bool:
        """Whether the mean loss of the last epoch is below 0.1."""
        return self.mean_losses[-1] < LEARNED


def train_all(runs: Sequence[Run]) -> Iterator[Trained]:
    """Train all networks on all cores; yield them in the order of `runs`."""
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
    """Variables and an optimizer that are reused for one network after another."""

    def __init__(self, settings: Settings) -> None:
        self.parameters = init_parameters(settings, np.random.default_rng())
        self._optimizer = make_optimizer(settings)
        if not isinstance(self._optimizer, tf.keras.optimizers.Optimizer):
            kind = type(self._optimizer).__name__
            raise TypeError(f"make_optimizer must return a Keras optimizer, got {kind}")
        self._optimizer.build(self.parameters)
        self._unused = [np.array(slot) for slot in self._optimizer.variables]

    def begin(self, parameters: Parameters) -> None:
        """Start the next network with these parameters."""
        for variable, value in zip(self.parameters, parameters, strict=True):
            variable.assign(value)
        for slot, value in zip(self._optimizer.variables, self._unused, strict=True):
            slot.assign(value)

    def train(self, x: np.ndarray, y: np.ndarray, time: int) -> float:
        """Train on an epoch; return its mean loss."""
        losses = train_epoch(self.parameters, self._optimizer, x, y, time).losses
        return float(np.mean(losses))
