"""The same training in PyTorch, JAX and Numba.

`tox -e bench-peers` measures those of the libraries that can be installed.
"""

from collections.abc import Iterator
from importlib.util import find_spec

import numpy as np

from contenders.training import Arrays, Contender, Epoch
from echornn.batching import batch_windows
from echornn.settings import Settings


def missing() -> list[str]:
    """Return the names of the libraries that are not installed."""
    return [name for name in ("torch", "jax", "numba") if find_spec(name) is None]


def contenders() -> Iterator[Contender]:
    """Iterate over the contenders whose library is installed."""
    absent = missing()
    if "torch" not in absent:
        yield Contender("PyTorch loop", torch_loop)
    if "jax" not in absent:
        yield Contender("JAX scan, step", jax_step)
        yield Contender("JAX scan, epoch", jax_epoch, rounds=20)
    if "numba" not in absent:
        yield Contender("Numba loop", numba_loop, rounds=20)


def torch_loop(settings: Settings, arrays: Arrays) -> Epoch:
    """Train with PyTorch's autograd and `torch.optim.Adagrad`, window by window."""
    import torch

    torch.set_num_threads(1)  # the quickest at this size
    W, b, W2, b2 = (torch.tensor(np.float32(a), requires_grad=True) for a in arrays)
    optimizer = torch.optim.Adagrad(
        [W, b, W2, b2], lr=settings.learning_rate, initial_accumulator_value=0.1
    )
    time = settings.truncated_backprop_length
    cross_entropy = torch.nn.functional.cross_entropy

    def epoch(x, y):
        state = torch.zeros(len(x), settings.state_size)
        losses = []
        for batch_x, batch_y in batch_windows(
            torch.tensor(np.float32(x)), torch.tensor(y), time
        ):
            optimizer.zero_grad()
            states_series = []
            for t in range(time):
                both = torch.cat([batch_x[:, t : t + 1], state], 1)
                state = torch.tanh(both @ W + b)
                states_series.append(state)
            scores = torch.stack(states_series, 1) @ W2 + b2
            loss = cross_entropy(scores.flatten(0, 1), batch_y.flatten())
            loss.backward()
            optimizer.step()
            state = state.detach()
            losses.append(loss.item())
        return np.array(losses)

    return epoch


def _jax_step(settings: Settings):
    """Return a pure function that trains on one window.

    It takes the carried values and a window, and returns new values and the loss.
    """
    import jax
    import jax.numpy as jnp

    def loss_of(parameters, batch_x, batch_y, state):
        W, b, W2, b2 = parameters

        def cell(state, column):
            state = jnp.tanh(jnp.column_stack([column, state]) @ W + b)
            return state, state

        state, states = jax.lax.scan(cell, state, batch_x.T)
        log_p = jax.nn.log_softmax(states @ W2 + b2)
        right = jnp.take_along_axis(log_p, batch_y.T[..., None], -1)
        return -right.mean(), state

    def step(carried, window):
        parameters, sums, state = carried
        gradient_of = jax.value_and_grad(loss_of, has_aux=True)
        (loss, state), gradients = gradient_of(parameters, *window, state)
        sums = [n + g * g for n, g in zip(sums, gradients, strict=True)]
        moved = zip(parameters, gradients, sums, strict=True)
        rate = settings.learning_rate
        parameters = [w - rate * g / jnp.sqrt(n) for w, g, n in moved]
        return (parameters, sums, state), loss

    return step


def _jax_start(settings: Settings, arrays: Arrays):
    import jax.numpy as jnp

    parameters = [jnp.float32(array) for array in arrays]
    sums = [jnp.full_like(parameter, 0.1) for parameter in parameters]
    return parameters, sums, jnp.zeros((settings.batch_size, settings.state_size))


def _jax_windows(settings: Settings, x, y):
    pairs = batch_windows(
        np.float32(x), np.int32(y), settings.truncated_backprop_length
    )
    return [np.stack(side) for side in zip(*pairs, strict=True)]


def jax_step(settings: Settings, arrays: Arrays) -> Epoch:
    """Train with one jitted step, which is called for every window."""
    import jax

    step = jax.jit(_jax_step(settings))
    parameters, sums, silence = _jax_start(settings, arrays)

    def epoch(x, y):
        nonlocal parameters, sums
        carried, losses = (parameters, sums, silence), []
        for window in zip(*_jax_windows(settings, x, y), strict=True):
            carried, loss = step(carried, window)
            losses.append(loss)
        parameters, sums, _ = carried
        return np.array(losses)

    return epoch


def jax_epoch(settings: Settings, arrays: Arrays) -> Epoch:
    """Train on all windows in one jitted scan."""
    import jax

    step = _jax_step(settings)
    scan = jax.jit(lambda carried, windows: jax.lax.scan(step, carried, windows))
    parameters, sums, silence = _jax_start(settings, arrays)

    def epoch(x, y):
        nonlocal parameters, sums
        windows = _jax_windows(settings, x, y)
        (parameters, sums, _), losses = scan((parameters, sums, silence), windows)
        return np.asarray(losses)

    return epoch


def numba_loop(settings: Settings, arrays: Arrays) -> Epoch:
    """Train with loops over single numbers, compiled by Numba."""
    from contenders.numba_loop import train

    parameters = [np.float32(array) for array in arrays]
    sums = [np.full_like(parameter, 0.1) for parameter in parameters]
    time, rate = settings.truncated_backprop_length, np.float32(settings.learning_rate)

    def epoch(x, y):
        return train(*parameters, *sums, np.float32(x), y, time, rate)

    return epoch
