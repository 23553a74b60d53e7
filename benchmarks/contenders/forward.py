"""Ways to run a window forward: from a batch of bits to the state after every column.

Each contender is a function of sizes and values that returns a function without
arguments: it runs one window and waits until the last state is there.
"""

import os
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from functools import partial
from typing import NamedTuple

import numpy as np
import tensorflow as tf

from contenders.peers import missing
from echornn.cell import forward_pass


class Window(NamedTuple):
    """What every contender is given, as NumPy arrays of float32."""

    batch_x: np.ndarray
    init_state: np.ndarray
    W: np.ndarray
    b: np.ndarray


def window_of(batch: int, time: int, state: int) -> Window:
    """Return a window of this size; the weights keep the states from saturation."""
    rng = np.random.default_rng(1)
    sizes = (batch, state), (1 + state, state), (1, state)
    values = (rng.uniform(-1, 1, size) / np.sqrt(state) for size in sizes)
    bits = rng.integers(0, 2, (batch, time))
    return Window(*(np.float32(array) for array in (bits, *values)))


def by_numpy(window: Window):
    """The oracle, and a contender."""
    batch_x, init_state, W, b = window

    def run():
        inputs, state = batch_x[:, :, None] * W[0] + b, init_state
        for t in range(batch_x.shape[1]):
            state = np.tanh(inputs[:, t] + state @ W[1:])
        return state

    return run


def by_tensorflow(function, window: Window):
    """A function of tensors, called with the window."""
    tensors = [tf.constant(array) for array in window]
    return lambda: function(*tensors).numpy()


def last_state(batch_x, init_state, W, b):
    """The tree's own forward pass."""
    return forward_pass(batch_x, init_state, W, b)[1]


def hoisted(batch_x, init_state, W, b):
    """The inputs of all steps are weighed at once, before the loop; and the loop is
    TensorFlow's, so that it is compiled once for all steps."""
    inputs = tf.transpose(batch_x)[:, :, None] * W[0] + b  # (time, batch, state)
    recurrence = W[1:]

    def step(t, state):
        return t + 1, tf.tanh(inputs[t] + state @ recurrence)

    return tf.while_loop(lambda t, _: t < inputs.shape[0], step, (0, init_state))[1]


def in_the_loop(batch_x, init_state, W, b):
    """As `hoisted`, but every step weighs its own input: less memory to go through."""
    columns, recurrence = tf.transpose(batch_x), W[1:]

    def step(t, state):
        return t + 1, tf.tanh(columns[t][:, None] * W[0] + b + state @ recurrence)

    return tf.while_loop(lambda t, _: t < columns.shape[0], step, (0, init_state))[1]


def on_every_core(function, window: Window):
    """The rows are independent, so every core takes its share of them."""
    cores = os.cpu_count() or 1
    pool = ThreadPoolExecutor(cores)
    rows = zip(*(np.array_split(array, cores) for array in window[:2]), strict=True)
    weights = [tf.constant(array) for array in window[2:]]
    shares = [[*map(tf.constant, part), *weights] for part in rows]

    def run():
        return np.concatenate(
            list(pool.map(lambda part: function(*part).numpy(), shares))
        )

    return run


def by_keras(window: Window):
    """`SimpleRNN`, called as a compiled function."""
    batch_x, init_state, W, b = window
    layer = tf.keras.layers.SimpleRNN(W.shape[1])
    layer.build((*batch_x.shape, 1))
    layer.set_weights([W[:1], W[1:], b[0]])
    function = tf.function(
        lambda x, state: layer(x[:, :, None], initial_state=state), jit_compile=True
    )
    tensors = tf.constant(batch_x), tf.constant(init_state)
    return lambda: function(*tensors).numpy()


def by_torch(window: Window):
    """`torch.nn.RNN`, without gradients."""
    import torch

    torch.set_num_threads(2)
    batch_x, init_state, W, b = (torch.tensor(array) for array in window)
    rnn = torch.nn.RNN(1, W.shape[1], batch_first=True)
    values = W[:1].T, W[1:].T, b[0], torch.zeros_like(b[0])
    with torch.no_grad():
        for parameter, value in zip(rnn.parameters(), values, strict=True):
            parameter.copy_(value)

    def run():
        with torch.inference_mode():
            return rnn(batch_x[..., None], init_state[None])[1][0].numpy()

    return run


def by_jax(window: Window):
    """A jitted scan, the input projection before it."""
    import jax
    import jax.numpy as jnp

    @jax.jit
    def forward(batch_x, init_state, W, b):
        def cell(state, projected):
            return jnp.tanh(projected + state @ W[1:]), None

        return jax.lax.scan(cell, init_state, batch_x.T[..., None] * W[0] + b)[0]

    arrays = [jnp.asarray(array) for array in window]
    return lambda: np.asarray(forward(*arrays))


def contenders() -> Iterator[tuple[str, Callable[[Window], Callable]]]:
    """Iterate over names and makers; the peers where they are installed."""
    traced = tf.function(last_state, autograph=False)
    compiled = tf.function(last_state, autograph=False, jit_compile=True)
    compiled_loop = tf.function(hoisted, autograph=False, jit_compile=True)
    yield "eager", partial(by_tensorflow, last_state)
    yield "tf.function", partial(by_tensorflow, traced)
    yield "XLA", partial(by_tensorflow, compiled)
    yield "XLA, hoisted", partial(by_tensorflow, compiled_loop)
    compiled_share = tf.function(in_the_loop, autograph=False, jit_compile=True)
    yield "XLA, all cores", partial(on_every_core, compiled_share)
    yield "Keras SimpleRNN", by_keras
    yield "NumPy", by_numpy
    absent = missing()
    if "torch" not in absent:
        yield "PyTorch", by_torch
    if "jax" not in absent:
        yield "JAX", by_jax
