"""Many small networks, trained side by side.

Compiling an epoch takes as long as training for hundreds of epochs. So the program for
a shape is compiled once, or once a thread if there are threads to spare, and each
network puts its own numbers into the variables of the one before.
"""

import os
from collections import defaultdict
from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import Future, ThreadPoolExecutor
from dataclasses import replace
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
    pending = [_Pending(run, Future()) for run in runs]
    pool = ThreadPoolExecutor(THREADS)
    try:
        for queue in _queues(pending):
            pool.submit(_train_in_turn, queue)
        for _, result in pending:
            trained = result.result()
            stop_if_interrupted()
            yield trained
    finally:
        for _, result in pending:
            result.cancel()
        pool.shutdown()


class _Pending(NamedTuple):
    run: Run
    result: "Future[Trained]"


def _queues(pending: Sequence[_Pending]) -> Iterator[list[_Pending]]:
    """Queue up the networks of each program, in two queues or more for idle threads."""
    queues: dict[Settings, list[_Pending]] = defaultdict(list)
    for one in pending:
        queues[_program(one.run)].append(one)
    parts = max(1, THREADS // len(queues))
    for queue in queues.values():
        yield from (queue[first::parts] for first in range(parts))


def _program(run: Run) -> Settings:
    """Return what the compiled program depends on."""
    return replace(run.settings, num_epochs=1, echo_step=0)


def _train_in_turn(queue: Sequence[_Pending]) -> None:
    """Train the networks of a queue, each in the variables of the one before."""
    network = None
    for run, result in queue:
        if result.set_running_or_notify_cancel():
            try:
                network = network or _Network(run.settings)
                result.set_result(network.train(run))
            except BaseException as error:
                result.set_exception(error)


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

    def train(self, run: Run) -> Trained:
        """Forget the network before, and train the next."""
        settings, rng = run.settings, np.random.default_rng(run.seed)
        self._begin(init_parameters(settings, rng))
        mean_losses = [
            self._mean_loss(
                *run.draw(settings, rng), settings.truncated_backprop_length
            )
            for _ in range(settings.num_epochs)
        ]
        return Trained(run, mean_losses, Parameters(*map(tf.constant, self.parameters)))

    def _begin(self, parameters: Parameters) -> None:
        for variable, value in zip(self.parameters, parameters, strict=True):
            variable.assign(value)
        for slot, value in zip(self._optimizer.variables, self._unused, strict=True):
            slot.assign(value)

    def _mean_loss(self, x: np.ndarray, y: np.ndarray, time: int) -> float:
        """Train on an epoch; return its mean loss."""
        losses = train_epoch(self.parameters, self._optimizer, x, y, time).losses
        return float(np.mean(losses))
