"""Probes for exercise 5: the optimizer, one training step, and the whole training."""

import sys
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from functools import partial
from itertools import groupby, islice
from unittest.mock import patch

import numpy as np
import tensorflow as tf

import echornn.cell
import echornn.data
import echornn.trainer
from dojo.diagnosis.fingerprint import form, probe
from dojo.diagnosis.influences import Rule, Study, influences
from dojo.diagnosis.probes.gradients import updates_of
from echornn.cell import Parameters
from echornn.settings import Settings
from echornn.trainer import StepResult

# batch 2, time 3, state 3, classes 2
RNG = np.random.default_rng(5)
VALUES = [RNG.uniform(-1, 1, size) for size in ((4, 3), (1, 3), (3, 2), (1, 2))]
STATE = tf.constant(RNG.uniform(-1, 1, (2, 3)), tf.float32)
BATCH_X = np.array([[1, 0, 1], [0, 1, 1]])
BATCH_Y = np.array([[0, 1, 1], [1, 0, 1]])  # more ones: the bias of 1 grows
NETWORK = "the network that is trained"
UPDATES = {0: "none", 1: "one for the whole window"}


@probe("5.1")
def of_make_optimizer(make_optimizer):
    """Ask for the moves of a variable, at two rates, and of a second optimizer."""
    for learning_rate in (0.3, 0.04, 0.3):
        settings = Settings(learning_rate=learning_rate)
        yield partial(_moves, make_optimizer, settings)
    yield partial(_by_size, make_optimizer)
    yield lambda: isinstance(make_optimizer(Settings()), tf.keras.optimizers.Optimizer)


@influences("5.1")
def of_the_gradient(make_optimizer):
    """No number is updated by another number's gradient."""

    def updated(gradient):
        variable = tf.Variable([100.0, -200.0, 50.0])
        optimizer = make_optimizer(Settings())
        optimizer.apply_gradients([(tf.constant(gradient), variable)])
        return variable

    rule = Rule("gradient", 0, "number", 0, "the update of number {}")
    yield Study(updated, {"gradient": np.float32([0.3, -1.0, 2.0])}, (rule,), (3,))


def _by_size(make_optimizer):
    """Return how a small gradient and a large one move a variable."""
    updates = {}
    for size, gradient in (("small", 0.03), ("large", 3.0)):
        optimizer, variable = make_optimizer(Settings()), tf.Variable([0.0, 0.0])
        optimizer.apply_gradients([(tf.constant([gradient, -gradient]), variable)])
        updates[f"the update for a {size} gradient"] = variable.numpy()
    return updates


def _moves(make_optimizer, settings):
    """Return how each of three gradients moves a variable."""
    optimizer, variable = make_optimizer(settings), tf.Variable([100.0, -200.0, 50.0])
    moves = []
    for gradient in ([0.1, -1.0, 2.0], [0.3, 0.5, -0.2], [-0.6, 0.02, 0.7]):
        before = variable.numpy()
        optimizer.apply_gradients([(tf.constant(gradient), variable)])
        moves.append({"a variable's update": variable.numpy() - before})
    return moves


@probe("5.2")
def of_train_step(train_step):
    """Ask for two windows in a row, for one with each of two new optimizers, also of
    the same network, and for the same one again."""
    yield partial(_two_steps, train_step)
    yield partial(_two_networks, train_step)
    yield partial(_new_optimizer, train_step)
    yield partial(_same_call_again, train_step)


@influences("5.2")
def of_the_window(train_step):
    """The state and the predictions depend on the input alone, the loss on all."""
    given = {"batch_x": BATCH_X, "batch_y": BATCH_Y, "init_state": STATE.numpy()}
    inputs = ("batch_x", 0, "row"), ("init_state", 0, "row")
    targets = ("batch_y", 1, "column"), ("batch_y", 0, "row")
    states, predicted = "row {} of `current_state`", "row {} of `predictions_series`"
    trained, motionless = _Memory(train_step, 0.3), _Memory(train_step, 0.0)
    of_loss = tuple(Rule(*target, None, "`total_loss`") for target in targets)
    yield Study(partial(trained, part=0), given, of_loss, ())
    for part, axis, name, shape in (
        (1, 0, states, (2, 3)),
        (2, 1, predicted, (3, 2, 2)),
    ):
        of_targets = tuple(Rule(*where, axis, name, delay=None) for where in targets)
        of_inputs = tuple(Rule(*where, axis, name) for where in inputs)
        yield Study(partial(trained, part=part), given, of_targets, shape)
        yield Study(partial(motionless, part=part), given, of_inputs, shape)
    step = "element {} of `predictions_series`"
    of_columns = Rule("batch_x", 1, "column", 0, step, later_too=True)
    yield Study(partial(motionless, part=2), given, (of_columns,), (3, 2, 2))


class _Memory:
    """Trains a new network on a window, but on the same window only once.

    Through an update, every row influences the others.
    """

    def __init__(self, train_step, learning_rate):
        self.train_step, self.learning_rate = train_step, learning_rate
        self.known = {}

    def __call__(self, part, batch_x, batch_y, init_state):
        window = tuple(array.tobytes() for array in (batch_x, batch_y, init_state))
        if window not in self.known:
            parameters, _ = _network()
            optimizer = _adagrad(self.learning_rate)
            optimizer.build(list(parameters))
            state = tf.constant(init_state)
            self.known[window] = self.train_step(
                parameters, optimizer, batch_x, batch_y, state
            )
        return self.known[window][part]


def _two_networks(train_step):
    """Tell whether each of two optimizers can create its variables; only if one that
    has them is of use."""
    _two_steps(train_step)
    for _ in range(2):
        train_step(*_network(), BATCH_X, BATCH_Y, STATE)
    return True


def _new_optimizer(train_step):
    """Return how a new optimizer moves parameters that another one has trained."""
    parameters, first = _network()
    for optimizer in (first, _adagrad(1.0)):
        optimizer.build(list(parameters))
        before = [variable.numpy() for variable in parameters]
        train_step(parameters, optimizer, BATCH_X, BATCH_Y, STATE)
    new = updates_of(parameters, before)
    return {f"{name} by a new optimizer": update for name, update in new.items()}


def _same_call_again(train_step):
    """Tell whether the same call has the same loss if everything is new."""
    losses = []
    for _ in range(2):
        parameters, optimizer = _network()
        optimizer.build(list(parameters))
        loss, *_ = train_step(parameters, optimizer, BATCH_X, BATCH_Y, STATE)
        losses.append(np.mean(loss))
    words = "the same loss" if np.isclose(*losses, rtol=1e-4) else "another loss"
    return {"the same call with a new network": words}


def _adagrad(learning_rate):
    return tf.keras.optimizers.Adagrad(learning_rate, initial_accumulator_value=0.1)


def _network(values=VALUES):
    """Return parameters and their optimizer."""
    return Parameters(*(tf.Variable(np.float32(v)) for v in values)), _adagrad(0.3)


def _trains_another_network(train_step):
    """Tell whether it trains the network of an earlier call.

    A network of zeros can only have a state of zeros, and its bias can only change.
    """
    state = tf.zeros_like(STATE)
    for values in (VALUES, [np.zeros_like(value) for value in VALUES]):
        parameters, optimizer = _network(values)
        optimizer.build(list(parameters))
        _, current_state, _ = train_step(parameters, optimizer, BATCH_X, BATCH_Y, state)
    return bool(np.any(current_state)) and not np.any(parameters.b2)


def _two_steps(train_step):
    """Train on two windows; return the results and the updates of each."""
    if _trains_another_network(train_step):
        return {NETWORK: "that of an earlier call"}
    parameters, optimizer = _network()
    optimizer.build(list(parameters))
    state, seen = STATE, []
    for batch_x, batch_y in ((BATCH_X, BATCH_Y), (BATCH_X[::-1], BATCH_X)):
        before = [variable.numpy() for variable in parameters]
        counted = int(optimizer.iterations)
        result = train_step(parameters, optimizer, batch_x, batch_y, state)
        updated = int(optimizer.iterations) - counted
        total_loss, state, predictions_series = result
        parts = {
            "total_loss": np.asarray(total_loss),
            "current_state": np.asarray(state),
            "predictions_series": np.asarray(predictions_series),
            "the number of updates by the optimizer": UPDATES.get(
                updated, str(updated)
            ),
        }
        seen.append(parts | updates_of(parameters, before))
        if np.shape(state) != STATE.shape:  # the next window can't start from it
            state = STATE
    return {
        "": seen,
        "the type of the result": type(result).__name__,
        "the type of `predictions_series`": type(predictions_series).__name__,
        NETWORK: "the one that is passed in",
    }


@probe("5.3")
def of_train(train):
    """Look on at a training in which nothing is learned: what is called with what?"""
    small = Settings(
        num_epochs=3,
        total_series_length=66,  # 3 rows of 22 columns: 5 windows of 4, 2 left over
        truncated_backprop_length=4,
        state_size=5,
        batch_size=3,
        echo_step=2,
    )
    yield partial(_epochs, train, small)
    yield partial(_yielded, train, small)
    yield partial(_done_after_one, train, small)
    yield partial(_drawn, train, small)
    many = Settings(total_series_length=420, batch_size=2, truncated_backprop_length=2)
    yield lambda: len(_run(train, many, most=105)[1])


class Stage:
    """Stand-ins for what `train` is built on, which note how they are used.

    Every element of the data is a number of its own, and so is every state, so that
    it can be told where it came from.
    """

    def __init__(self):
        self.drawn = {"weights": [], "data": []}
        """What was drawn from the generators that were handed over."""
        self.networks, self.optimizers, self.series, self.notes = [], [], [], []
        self.columns = 0
        """How many there are in a row of the data."""
        self.used = []
        """The networks and the optimizers, in the order of their first use."""

    def init_parameters(self, settings, rng):
        self.drawn["weights"].append(rng.integers(10**9))
        parameters = Parameters(*(tf.Variable([0.0]) for _ in range(4)))
        self.networks.append(parameters)
        return parameters

    def make_optimizer(self, settings):
        self.optimizers.append(tf.keras.optimizers.SGD())
        return self.optimizers[-1]

    def generate_data(self, settings, rng):
        self.drawn["data"].append(rng.integers(10**9))
        size = settings.batch_size, settings.total_series_length // settings.batch_size
        first, self.columns = 1 + 10_000 * len(self.series), size[1]
        x = np.arange(first, first + np.prod(size)).reshape(size)
        self.series.append(x)
        return x, -x

    def train_step(self, parameters, optimizer, batch_x, batch_y, init_state):
        batch, time = batch_x.shape
        series, place = divmod(abs(int(batch_x[0, 0])) - 1, 10_000)
        note = {
            "series": series,
            "columns": (place % self.columns, time),
            "rows": str(batch),
            "input": "the input" if np.all(batch_x > 0) else "the target",
            "target": "its own" if np.array_equal(batch_y, -batch_x) else "other bits",
            "learning rate": f"{float(optimizer.learning_rate):g}",
            "state": self._origin(np.asarray(init_state)),
            "network": self._number(self.networks, parameters),
            "optimizer": self._number(self.optimizers, optimizer),
        }
        self.notes.append(note)
        mark = float(len(self.notes))
        predicted = [_filled((batch, 2), mark + t / 100) for t in range(time)]
        return StepResult(tf.constant(mark), _filled(init_state.shape, mark), predicted)

    def _origin(self, state):
        if not state.any():
            return "zeros"
        if np.ptp(state):  # a state of the stage is the same number everywhere
            return "random numbers"
        return "the last one" if np.all(state == len(self.notes)) else "another state"

    def _number(self, made, thing):
        """Return which of the things made it is, counted in the order of their use."""
        if not any(known is thing for known in made):
            return "one made elsewhere"
        if not any(known is thing for known in self.used):
            self.used.append(thing)
        used = [u for u in self.used if any(u is known for known in made)]
        return f"number {next(i for i, u in enumerate(used, 1) if u is thing)}"


def _filled(shape, value):
    """Do as `tf.fill` does, which would take much of a probe's time."""
    return tf.constant(np.full(shape, value, np.float32))


@contextmanager
def on_stage(train, stage):
    """Have `train` use the stage, wherever it looks for what it is built on."""
    homes = echornn.cell, echornn.trainer, echornn.data, echornn.trainer
    names = "init_parameters", "make_optimizer", "generate_data", "train_step"
    modules = {*homes, sys.modules[train.__module__]}
    with ExitStack() as stack:
        for home, name in zip(homes, names, strict=True):
            real = getattr(home, name)
            for module in modules:
                for alias in [a for a, v in vars(module).items() if v is real]:
                    stand_in = patch.object(module, alias, getattr(stage, name))
                    stack.enter_context(stand_in)
        yield


def _run(train, settings, most=200, seed=1):
    """Return the stage after a training, and what the training yielded."""
    stage = Stage()
    with on_stage(train, stage):
        steps = train(settings, np.random.default_rng(seed))
        return stage, list(islice(steps, most))


def _epochs(train, settings):
    """Return, for each series, on which windows the network was trained, and how."""
    stage, _ = _run(train, settings)
    return [_epoch(stage, series) for series in range(len(stage.series))]


def _epoch(stage, series):
    notes = [note for note in stage.notes if note["series"] == series]
    columns = [note["columns"] for note in notes]
    once = sorted(set(columns))
    in_order = columns in (once * (len(columns) // max(1, len(once))), sorted(columns))
    kinds = ("input", "target", "state", "network", "optimizer", "learning rate")
    return {
        "the number of rows passed to `train_step`": _runs(notes, "rows"),
        "the order of the windows": "left to right" if in_order else "another order",
        "the windows passed to `train_step` (first column, width)": sorted(columns),
        **{f"the {kind} of each step": _runs(notes, kind) for kind in kinds},
    }


def _runs(notes, kind):
    """Return in words what was used, step by step."""
    used = [note[kind] for note in notes]
    if len(set(used)) == 1:
        return used[0]
    if len(set(used)) == len(used):
        return "another one in every step"
    runs = ((what, len(list(run))) for what, run in groupby(used))
    return ", ".join(f"{what} ({length} x)" for what, length in runs)


def _yielded(train, settings):
    """Return what the training yields, and of which types."""
    _, steps = _run(train, settings)
    first = steps[0]
    return {
        "epoch_idx": [step.epoch_idx for step in steps],
        "batch_x": "the input" if np.all(first.batch_x > 0) else "the target",
        "batch_idx": [step.batch_idx for step in steps],
        "total_loss": [float(step.total_loss) for step in steps],
        "the type of total_loss": _type_of_loss(first.total_loss),
        "the type of predictions_series": type(first.predictions_series).__name__,
        "predictions_series": _whose(first.predictions_series),
        "the array batch_x": form(np.asarray(first.batch_x)),
        "the array batch_y": form(np.asarray(first.batch_y)),
        "the source of batch_y": _source_of_target(steps),
    }


def _source_of_target(steps):
    """Return in words where the targets are from; a target is the input negated."""
    pairs = [(step.batch_x, np.asarray(step.batch_y)) for step in steps]
    if all(np.array_equal(batch_x, batch_y) for batch_x, batch_y in pairs):
        return "the same array as batch_x"
    is_own = all(np.array_equal(batch_x, -batch_y) for batch_x, batch_y in pairs)
    return "its own window" if is_own else "another window"


def _whose(predicted):
    """Return in words which window the predictions of the first step are of."""
    array = np.asarray(predicted)
    marks = set(np.floor(array).ravel())
    if array.shape != (4, 3, 2) or len(marks) > 1:
        return array
    return f"those of {'its own' if marks == {1} else 'a later'} window"


def _type_of_loss(total_loss):
    is_float = isinstance(total_loss, float | np.floating)
    return "float" if is_float else type(total_loss).__name__


def _done_after_one(train, settings):
    """Return how much has been done when the first step has been yielded."""
    stage, _ = _run(train, settings, most=1)
    is_iterator = isinstance(train(settings, np.random.default_rng(1)), Iterator)
    return {
        "the number of epochs begun before the first yield": len(stage.series),
        "the number of windows trained before the first yield": len(stage.notes),
        "the result": "an iterator" if is_iterator else "a non-iterator",
    }


def _like(some, others):
    return "the same numbers" if some == others else "other numbers"


def _drawn(train, settings):
    """Tell whether the same numbers are drawn, from the same seed and from another."""
    seeds = 101, 101, 102
    once, again, other = (_run(train, settings, seed=s)[0].drawn for s in seeds)
    numbers = [number for drawn in once.values() for number in drawn]
    return {
        "a second run with the same seed": _like(once, again),
        **{
            f"the {what} of a run with another seed": _like(once[what], other[what])
            for what in once
        },
        "the number of repeated draws": len(numbers) - len(set(numbers)),
        "the number of draws": len(numbers),
    }
