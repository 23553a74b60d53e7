"""Methods for the forward pass of a window, from a batch of bits to the last state.

Each contender is a function that takes a `Window` and returns a function without
arguments. That function runs the window and returns the last state as an array.
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
    """The input of every contender, as NumPy arrays of float32."""

    batch_x: np.ndarray
    init_state: np.ndarray
    W: np.ndarray
    b: np.ndarray


def window_of(batch: int, time: int, state: int) -> Window:
    """Return a window of this size, with weights that don't saturate tanh."""
    rng = np.random.default_rng(1)
    sizes = (batch, state), (1 + state, state), (1, state)
    values = (rng.uniform(-1, 1, size) / np.sqrt(state) for size in sizes)
    bits = rng.integers(0, 2, (batch, time))
    return Window(*(np.float32(array) for array in (bits, *values)))


def by_numpy(window: Window):
    """Use plain NumPy. The other contenders are checked against this one."""
    batch_x, init_state, W, b = window

    def run():
        inputs, state = batch_x[:, :, None] * W[0] + b, init_state
        for t in range(batch_x.shape[1]):
            state = np.tanh(inputs[:, t] + state @ W[1:])
        return state

    return run


def by_tensorflow(function, window: Window):
    """Call a TensorFlow function with the window."""
    tensors = [tf.constant(array) for array in window]
    return lambda: function(*tensors).numpy()


def last_state(batch_x, init_state, W, b):
    """Use `forward_pass` from exercise 3."""
    return forward_pass(batch_x, init_state, W, b)[1]


def hoisted(batch_x, init_state, W, b):
    """Multiply the inputs of all steps by their weights at once, before the loop.

    The loop is TensorFlow's, so one step is compiled for all.
    """
    inputs = tf.transpose(batch_x)[:, :, None] * W[0] + b  # (time, batch, state)
    recurrence = W[1:]

    def step(t, state):
        return t + 1, tf.tanh(inputs[t] + state @ recurrence)

    return tf.while_loop(lambda t, _: t < inputs.shape[0], step, (0, init_state))[1]


def in_the_loop(batch_x, init_state, W, b):
    """Like `hoisted`, but multiply the inputs inside the loop, to use less memory."""
    columns, recurrence = tf.transpose(batch_x), W[1:]

    def step(t, state):
        return t + 1, tf.tanh(columns[t][:, None] * W[0] + b + state @ recurrence)

    return tf.while_loop(lambda t, _: t < columns.shape[0], step, (0, init_state))[1]


def on_every_core(function, window: Window):
    """Divide the rows, which are independent of each other, among the cores."""
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
    """Use Keras's `SimpleRNN` in a compiled function."""
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
    """Use `torch.nn.RNN` without gradients."""
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
    """Use a jitted scan, with the inputs multiplied by their weights before it."""
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
    """Iterate over the contenders' names and functions, if their library is there."""
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
