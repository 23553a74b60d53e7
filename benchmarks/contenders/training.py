"""Methods that train the tutorial's network on one epoch, with equal initial values.

Each contender is a function that takes settings and initial values and returns another
function. That function takes an epoch's x and y, trains on all windows in order, with a
state that starts at zero, and returns the losses. It keeps its trained parameters for
the next call.
"""

from collections.abc import Callable, Sequence
from functools import partial
from typing import NamedTuple

import numpy as np
import tensorflow as tf

from echornn import compiled
from echornn.batching import batch_windows
from echornn.cell import Parameters, forward_pass
from echornn.loss import logits, predictions, total_loss
from echornn.settings import Settings
from echornn.trainer import make_optimizer, train_step

Arrays = Sequence[np.ndarray]
"""W, b, W2, b2."""
Epoch = Callable[[np.ndarray, np.ndarray], np.ndarray]


class Contender(NamedTuple):
    """One way to train."""

    name: str
    make: Callable[[Settings, Arrays], Epoch]
    windows: int = 666
    """How many windows are measured; slow contenders get fewer."""
    rounds: int = 5


def network(settings: Settings, arrays: Arrays):
    """Return `Parameters` with these values, and the optimizer of exercise 5."""
    parameters = Parameters(*(tf.Variable(np.float32(array)) for array in arrays))
    optimizer = make_optimizer(settings)
    optimizer.build(list(parameters))
    return parameters, optimizer


def stepping(step, settings: Settings, arrays: Arrays) -> Epoch:
    """Train by calling a step function for every window."""
    parameters, optimizer = network(settings, arrays)
    step = step(parameters, optimizer)

    def epoch(x, y):
        state = tf.zeros((len(x), settings.state_size))
        losses = []
        for window in batch_windows(x, y, settings.truncated_backprop_length):
            loss, state, _ = step(*window, state)
            losses.append(float(loss))
        return np.array(losses)

    return epoch


def learners_step(parameters, optimizer):
    """Use `train_step` from exercise 5 as it is."""
    return partial(train_step, parameters, optimizer)


def eager_step(parameters, optimizer):
    """Run exercises 3 and 4 under a gradient tape, operation by operation."""

    def step(batch_x, batch_y, state):
        with tf.GradientTape() as tape:
            states_series, state = forward_pass(batch_x, state, *parameters[:2])
            logits_series = logits(states_series, *parameters[2:])
            loss = total_loss(logits_series, batch_y)
        gradients = tape.gradient(loss, parameters)
        optimizer.apply_gradients(zip(gradients, parameters, strict=True))
        return loss, state, predictions(logits_series)

    return step


def function_step(parameters, optimizer, **options):
    """Trace the eager step into one graph."""
    return tf.function(eager_step(parameters, optimizer), autograph=False, **options)


xla_step = partial(function_step, jit_compile=True)


def compiled_epoch(settings: Settings, arrays: Arrays) -> Epoch:
    """Use `train_epoch` from exercise 7."""
    parameters, optimizer = network(settings, arrays)
    time = settings.truncated_backprop_length

    def epoch(x, y):
        result = compiled.train_epoch(parameters, optimizer, x, y, time)
        return np.asarray(result.losses)

    return epoch


def compiled_epoch_with_matmul(settings: Settings, arrays: Arrays) -> Epoch:
    """Use `train_epoch` from exercise 7 with `@` in place of `product`."""
    train = compiled_epoch(settings, arrays)

    def epoch(x, y):
        small_product = compiled.product
        compiled.product = lambda rows, matrix: rows @ tf.convert_to_tensor(matrix)
        try:
            return train(x, y)  # traced once, with this product
        finally:
            compiled.product = small_product

    return epoch


def keras_fit(settings: Settings, arrays: Arrays, **compile_options) -> Epoch:
    """Train a stateful SimpleRNN and a Dense layer with `fit`."""
    W, b, W2, b2 = arrays
    time, batch = settings.truncated_backprop_length, settings.batch_size
    rnn = tf.keras.layers.SimpleRNN(
        settings.state_size, return_sequences=True, stateful=True
    )
    dense = tf.keras.layers.Dense(settings.num_classes)
    model = tf.keras.Sequential(
        [tf.keras.Input((time, 1), batch_size=batch), rnn, dense]
    )
    rnn.set_weights([W[:1], W[1:], b[0]])
    dense.set_weights([W2, b2[0]])
    loss = tf.keras.losses.SparseCategoricalCrossentropy(from_logits=True)
    optimizer = tf.keras.optimizers.Adagrad(
        settings.learning_rate, initial_accumulator_value=0.1
    )
    model.compile(optimizer, loss, **compile_options)

    def epoch(x, y):
        pairs = list(batch_windows(x, y, time))
        inputs, targets = (np.concatenate([p[side] for p in pairs]) for side in (0, 1))
        rnn.reset_states()
        means: list[float] = []
        note = tf.keras.callbacks.LambdaCallback(
            on_train_batch_end=lambda _, logs: means.append(logs["loss"])
        )
        model.fit(
            np.float32(inputs[..., None]),
            targets,
            batch_size=batch,
            shuffle=False,
            verbose=0,
            callbacks=[note],
        )
        sums = np.array(means) * np.arange(1, len(means) + 1)  # they are running means
        return np.diff(sums, prepend=0.0)

    return epoch


def session(settings: Settings, arrays: Arrays) -> Epoch:
    """Train with the tutorial's graph and session, in `tf.compat.v1`: the baseline."""
    v1 = tf.compat.v1
    time, batch = settings.truncated_backprop_length, settings.batch_size
    with tf.Graph().as_default():
        batch_x = v1.placeholder(tf.float32, [batch, time])
        batch_y = v1.placeholder(tf.int32, [batch, time])
        init_state = v1.placeholder(tf.float32, [batch, settings.state_size])
        W, b, W2, b2 = (v1.Variable(np.float32(array)) for array in arrays)
        current_state, states_series = init_state, []
        for current_input in tf.unstack(batch_x, axis=1):
            both = tf.concat([current_input[:, None], current_state], axis=1)
            current_state = tf.tanh(tf.matmul(both, W) + b)
            states_series.append(current_state)
        logits_series = [tf.matmul(state, W2) + b2 for state in states_series]
        predictions_series = [tf.nn.softmax(scores) for scores in logits_series]
        losses = [
            tf.nn.sparse_softmax_cross_entropy_with_logits(labels=labels, logits=scores)
            for scores, labels in zip(
                logits_series, tf.unstack(batch_y, axis=1), strict=True
            )
        ]
        loss = tf.reduce_mean(losses)
        optimizer = v1.train.AdagradOptimizer(settings.learning_rate)
        update = optimizer.minimize(loss)
        running = v1.Session()
        running.run(v1.global_variables_initializer())

    def epoch(x, y):
        state = np.zeros((batch, settings.state_size))
        came = []
        for window_x, window_y in batch_windows(x, y, time):
            value, _, state, _ = running.run(
                [loss, update, current_state, predictions_series],
                {batch_x: window_x, batch_y: window_y, init_state: state},
            )
            came.append(value)
        return np.array(came)

    return epoch


def numpy_by_hand(settings: Settings, arrays: Arrays) -> Epoch:
    """Train with forward and backward passes written in NumPy, window by window."""
    parameters = [np.float32(array) for array in arrays]
    sums = [np.full_like(parameter, 0.1) for parameter in parameters]
    time = settings.truncated_backprop_length
    classes = np.eye(settings.num_classes, dtype=np.float32)

    def epoch(x, y):
        state = np.zeros((len(x), settings.state_size), np.float32)
        losses = []
        for batch_x, batch_y in batch_windows(np.float32(x), y, time):
            loss, state, gradients = window(
                parameters, classes, batch_x, batch_y, state
            )
            for w, n, g in zip(parameters, sums, gradients, strict=True):
                n += g * g
                w -= settings.learning_rate * g / np.sqrt(n)
            losses.append(loss)
        return np.array(losses)

    def window(parameters, classes, batch_x, batch_y, state):
        W, b, W2, b2 = parameters
        states = [state]
        both = []
        for column in batch_x.T:
            both.append(np.column_stack([column, states[-1]]))
            states.append(np.tanh(both[-1] @ W + b))
        h = np.stack(states[1:])  # (time, batch, state)
        scores = h @ W2 + b2
        powers = np.exp(scores - scores.max(-1, keepdims=True))
        p = powers / powers.sum(-1, keepdims=True)
        right = classes[batch_y.T]
        loss = -np.log((p * right).sum(-1)).mean()
        d_scores = (p - right) / batch_y.size
        from_output = d_scores @ W2.T
        d_W, d_state = np.zeros_like(W), np.zeros_like(state)
        d_b = np.zeros_like(b)
        for t in reversed(range(len(h))):
            d_sum = (d_state + from_output[t]) * (1 - h[t] ** 2)
            d_W += both[t].T @ d_sum
            d_b += d_sum.sum(0)
            d_state = d_sum @ W[1:].T
        flat = h.reshape(-1, h.shape[-1]).T
        d_W2 = flat @ d_scores.reshape(-1, d_scores.shape[-1])
        gradients = d_W, d_b, d_W2, d_scores.sum((0, 1))[None]
        return loss, states[-1], gradients

    return epoch


CONTENDERS = [
    Contender("eager step", partial(stepping, eager_step), windows=40),
    Contender("tf.function step", partial(stepping, function_step)),
    Contender("XLA step", partial(stepping, xla_step)),
    Contender("train_step (exercise 5)", partial(stepping, learners_step)),
    Contender("train_epoch (exercise 7)", compiled_epoch, rounds=20),
    Contender("train_epoch with @", compiled_epoch_with_matmul, rounds=20),
    Contender("Keras fit", keras_fit),
    Contender("Keras fit, XLA", partial(keras_fit, jit_compile=True)),
    Contender("session (the tutorial's)", session),
    Contender("NumPy by hand", numpy_by_hand, rounds=10),
]
