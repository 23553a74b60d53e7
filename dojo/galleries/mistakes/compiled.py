"""Mistakes in exercise 7: an epoch as one program, and the small matrix product."""

from functools import lru_cache, partial

import numpy as np
import tensorflow as tf

from dojo.galleries.plants import replaces
from echornn.compiled import EpochResult, product


@replaces("7.1")
def hands_the_product_over(rows, matrix):
    """Computes the product with `@` or a similar function, for which XLA calls a
    library made for large matrices."""
    return rows @ tf.convert_to_tensor(matrix)


@replaces("7.1")
def lets_einsum_do_it(rows, matrix):
    """Uses `tf.einsum`, which computes a matrix product just as `@` does."""
    return tf.einsum("...n,nm->...m", rows, matrix)


@replaces("7.1")
def sums_over_the_wrong_axis(rows, matrix):
    """Sums over the last axis, the columns of the matrix, instead of the axis of its
    rows."""
    return tf.reduce_sum(rows[..., None] * matrix, axis=-1)


@replaces("7.1")
def takes_the_mean(rows, matrix):
    """Takes the mean of the products instead of their sum."""
    return tf.reduce_mean(rows[..., None] * matrix, axis=-2)


@replaces("7.1")
def knows_two_axes_only(rows, matrix):
    """Fails if the rows have a time axis."""
    return tf.reduce_sum(rows[:, :, None] * matrix, axis=1)


@replaces("7.1")
def knows_two_axes_of_the_rows_only(rows, matrix):
    """Works only if the rows have no time axis (use `rows[..., None]`)."""
    return tf.reduce_sum(rows[:, :, None] * matrix[None, :, :], axis=1)


@replaces("7.1")
def forgets_to_sum(rows, matrix):
    """Returns all the products, of shape (..., n, m), without adding them up."""
    return rows[..., None] * matrix


@replaces("7.1")
def leaves_tensorflow(rows, matrix):
    """Returns the right values but lets no gradient flow back, as if they were computed
    in NumPy."""
    products = np.asarray(rows)[..., None] * np.asarray(matrix)
    return tf.constant(products.sum(axis=-2))


@replaces("7.1")
def leaves_the_last_term_out(rows, matrix):
    """Leaves the last term out of every sum."""
    return tf.reduce_sum((rows[..., None] * matrix)[..., :-1, :], axis=-2)


@replaces("7.1")
def leaves_the_first_term_out(rows, matrix):
    """Leaves the first term out of every sum."""
    return tf.reduce_sum((rows[..., None] * matrix)[..., 1:, :], axis=-2)


@replaces("7.1")
def keeps_the_last_term_only(rows, matrix):
    """Keeps only the last term of every sum."""
    return rows[..., -1:] * matrix[-1]


@replaces("7.1")
def counts_the_terms_by_the_columns(rows, matrix):
    """Adds up one term for each column of the matrix instead of one for each row."""
    columns = matrix.shape[1]
    return tf.reduce_sum(rows[..., :columns, None] * matrix[:columns], axis=-2)


@replaces("7.1")
def multiplies_two_sums(rows, matrix):
    """Multiplies the sum of a row by the sum of a column instead of adding up the
    products of their elements."""
    return tf.reduce_sum(rows, -1, keepdims=True) * tf.reduce_sum(matrix, 0)


@replaces("7.1")
def takes_variables_only(rows, matrix):
    """Fails if the matrix is a tensor instead of a variable."""
    return tf.reduce_sum(rows[..., None] * matrix.value(), axis=-2)


def _look(
    parameters,
    batch_x,
    batch_y,
    state,
    multiply=product,
    activate=tf.tanh,
    order=1,
    mean=tf.reduce_mean,
    said=tf.nn.softmax,
    lost=tf.identity,
    passed_on=lambda state, first: state,
):
    """Run a window forward; return its loss, last state and predictions."""
    W, b, W2, b2 = parameters
    first, states = state, []
    for column in tf.unstack(tf.cast(batch_x, tf.float32), axis=1):
        both = tf.concat([column[:, None], passed_on(state, first)][::order], axis=1)
        state = activate(multiply(both, W) + b)
        states.append(state)
    scores = multiply(tf.stack(states), W2) + b2
    losses = tf.nn.sparse_softmax_cross_entropy_with_logits(
        labels=tf.transpose(batch_y), logits=lost(scores)
    )
    return mean(losses), state, said(scores)


def _learn(parameters, optimizer, *window, **options):
    """Train one window as a step should: look, then update."""
    with tf.GradientTape() as tape:
        loss, state, predicted = _look(parameters, *window, **options)
    _move(optimizer, tape.gradient(loss, parameters), parameters)
    return loss, state, predicted


def _move(optimizer, gradients, parameters):
    optimizer.apply_gradients(zip(gradients, parameters, strict=True))


def _zero_state(parameters, x):
    return tf.zeros((x.shape[0], parameters.W.shape[1]))


def _windows(x, y, time, stride=None):
    starts = range(0, x.shape[1] - time + 1, stride or time)
    return [(x[:, a : a + time], y[:, a : a + time]) for a in starts]


@lru_cache
def _program(optimizer, learn=_learn, stride=None, carried=True):
    """Return a function for a whole epoch, with its loop unrolled."""

    @tf.function(jit_compile=True, autograph=False)
    def epoch(parameters, x, y, time, state=None):
        losses = []
        state = _zero_state(parameters, x) if state is None else state
        for window in _windows(x, y, time, stride):
            state = state if carried else _zero_state(parameters, x)
            loss, state, predicted = learn(parameters, optimizer, *window, state)
            losses.append(loss)
        return EpochResult(tf.stack(losses), state, predicted)

    return epoch


def _run(parameters, optimizer, x, y, time, **options):
    optimizer.build(parameters)
    return _program(optimizer, **options)(parameters, x, y, time)


@replaces("7.2")
def steps_from_outside(parameters, optimizer, x, y, truncated_backprop_length):
    """Calls a compiled function once for each window instead of once for each epoch."""
    optimizer.build(parameters)
    losses, state = [], _zero_state(parameters, x)
    for window in _windows(x, y, truncated_backprop_length):
        loss, state, predicted = _one_window(optimizer)(parameters, *window, state)
        losses.append(loss)
    return EpochResult(tf.stack(losses), state, predicted)


@lru_cache
def _one_window(optimizer):
    @tf.function(jit_compile=True, autograph=False)
    def step(parameters, batch_x, batch_y, state):
        return _learn(parameters, optimizer, batch_x, batch_y, state)

    return step


@replaces("7.2")
def compiles_every_epoch(parameters, optimizer, x, y, truncated_backprop_length):
    """Traces and compiles the epoch again on every call."""
    _program.cache_clear()
    return _run(parameters, optimizer, x, y, truncated_backprop_length)


@replaces("7.2")
def begins_every_window_in_silence(
    parameters, optimizer, x, y, truncated_backprop_length
):
    """Resets the state to zeros for every window instead of every epoch."""
    return _run(parameters, optimizer, x, y, truncated_backprop_length, carried=False)


@replaces("7.2")
def moves_by_one_column(parameters, optimizer, x, y, truncated_backprop_length):
    """Moves the window by one column instead of its own width."""
    return _run(parameters, optimizer, x, y, truncated_backprop_length, stride=1)


@replaces("7.2")
def leaves_the_last_window_out(parameters, optimizer, x, y, truncated_backprop_length):
    """Leaves out the last window."""
    x, y = (bits[:, :-truncated_backprop_length] for bits in (x, y))
    return _run(parameters, optimizer, x, y, truncated_backprop_length)


@replaces("7.2")
def returns_one_loss(parameters, optimizer, x, y, truncated_backprop_length):
    """Returns the epoch's mean loss instead of one loss for each window."""
    result = _run(parameters, optimizer, x, y, truncated_backprop_length)
    return result._replace(losses=tf.reduce_mean(result.losses))


@replaces("7.2")
def writes_every_loss_to_element_0(
    parameters, optimizer, x, y, truncated_backprop_length
):
    """Writes the loss of every window to element 0 of the losses, so only the last one
    is left."""
    result = _run(parameters, optimizer, x, y, truncated_backprop_length)
    losses = result.losses
    return result._replace(losses=tf.scatter_nd([[0]], losses[-1:], losses.shape))


@replaces("7.2")
def returns_the_batch_first(parameters, optimizer, x, y, truncated_backprop_length):
    """Returns predictions of shape (batch, time, classes) instead of (time, batch,
    classes)."""
    result = _run(parameters, optimizer, x, y, truncated_backprop_length)
    turned = tf.transpose(result.predictions_series, [1, 0, 2])
    return result._replace(predictions_series=turned)


def _learn_and_look_again(parameters, optimizer, *window):
    _, state, predicted = _learn(parameters, optimizer, *window)
    loss, *_ = _look(parameters, *window)
    return loss, state, predicted


@replaces("7.2")
def measures_after_the_update(parameters, optimizer, x, y, truncated_backprop_length):
    """Returns the loss of each window after its update instead of the loss before
    it."""
    time = truncated_backprop_length
    return _run(parameters, optimizer, x, y, time, learn=_learn_and_look_again)


def _only_look(parameters, optimizer, *window):
    return _look(parameters, *window)


@replaces("7.2")
def only_looks(parameters, optimizer, x, y, truncated_backprop_length):
    """Computes the losses but never updates the parameters."""
    time = truncated_backprop_length
    return _run(parameters, optimizer, x, y, time, learn=_only_look)


_learn_without_tanh = partial(_learn, activate=tf.identity)


@replaces("7.2")
def leaves_out_tanh(parameters, optimizer, x, y, truncated_backprop_length):
    """Leaves out tanh."""
    time = truncated_backprop_length
    return _run(parameters, optimizer, x, y, time, learn=_learn_without_tanh)


_learn_state_first = partial(_learn, order=-1)


@replaces("7.2")
def puts_the_state_before_the_input(
    parameters, optimizer, x, y, truncated_backprop_length
):
    """Puts the state before the input, so each row of W is multiplied by the wrong
    value."""
    time = truncated_backprop_length
    return _run(parameters, optimizer, x, y, time, learn=_learn_state_first)


_learn_from_sums = partial(_learn, mean=tf.reduce_sum)


@replaces("7.2")
def adds_up_the_losses_of_a_window(
    parameters, optimizer, x, y, truncated_backprop_length
):
    """Adds up the losses of a window instead of taking their mean."""
    time = truncated_backprop_length
    return _run(parameters, optimizer, x, y, time, learn=_learn_from_sums)


_learn_from_the_last_column = partial(
    _learn, mean=lambda losses: tf.reduce_mean(losses[-1])
)
_learn_column_by_column = partial(
    _learn, passed_on=lambda state, first: tf.stop_gradient(state)
)
_learn_without_memory = partial(_learn, passed_on=lambda state, first: first)


@replaces("7.2")
def looks_at_the_last_column(parameters, optimizer, x, y, truncated_backprop_length):
    """Uses only the loss of the last column of a window instead of the mean over all
    columns."""
    time = truncated_backprop_length
    return _run(parameters, optimizer, x, y, time, learn=_learn_from_the_last_column)


@replaces("7.2")
def truncates_at_every_column(parameters, optimizer, x, y, truncated_backprop_length):
    """Stops the gradient between the columns, so it does not flow back through time."""
    time = truncated_backprop_length
    return _run(parameters, optimizer, x, y, time, learn=_learn_column_by_column)


@replaces("7.2")
def starts_every_column_alike(parameters, optimizer, x, y, truncated_backprop_length):
    """Starts every column of a window from the state before the window instead of from
    the state after the previous column."""
    time = truncated_backprop_length
    return _run(parameters, optimizer, x, y, time, learn=_learn_without_memory)


@replaces("7.2")
def compares_with_the_first_targets(
    parameters, optimizer, x, y, truncated_backprop_length
):
    """Compares every window with the targets of the first window instead of its own
    targets."""
    time = truncated_backprop_length
    y = np.tile(y[:, :time], x.shape[1] // time + 1)
    return _run(parameters, optimizer, x, y, time)


def _learn_in_two_orders(parameters, optimizer, batch_x, batch_y, state):
    turned = tf.reshape(batch_y, batch_y.shape[::-1])
    return _learn(parameters, optimizer, batch_x, tf.transpose(turned), state)


@replaces("7.2")
def flattens_in_two_orders(parameters, optimizer, x, y, truncated_backprop_length):
    """Flattens the logits column by column but the targets row by row."""
    time = truncated_backprop_length
    return _run(parameters, optimizer, x, y, time, learn=_learn_in_two_orders)


_last = {}


@replaces("7.2")
def starts_where_the_last_epoch_ended(
    parameters, optimizer, x, y, truncated_backprop_length
):
    """Starts each epoch from the last state of the previous epoch instead of from
    zeros."""
    optimizer.build(parameters)
    key = optimizer, len(x)
    state = _last.get(key, _zero_state(parameters, x))
    time = truncated_backprop_length
    result = _program(optimizer)(parameters, x, y, time, state)
    _last[key] = result.current_state
    return result


@replaces("7.2")
def starts_from_a_state_of_ones(parameters, optimizer, x, y, truncated_backprop_length):
    """Starts every epoch from a state of ones instead of zeros."""
    optimizer.build(parameters)
    state, time = tf.ones_like(_zero_state(parameters, x)), truncated_backprop_length
    return _program(optimizer)(parameters, x, y, time, state)


_learn_and_say_logits = partial(_learn, said=tf.identity)


@replaces("7.2")
def returns_the_logits(parameters, optimizer, x, y, truncated_backprop_length):
    """Returns logits instead of probabilities for the last window."""
    time = truncated_backprop_length
    return _run(parameters, optimizer, x, y, time, learn=_learn_and_say_logits)


@replaces("7.2")
def updates_once_an_epoch(parameters, optimizer, x, y, truncated_backprop_length):
    """Updates the parameters once per epoch instead of once per window."""
    optimizer.build(parameters)
    losses, state = [], _zero_state(parameters, x)
    with tf.GradientTape() as tape:
        for window in _windows(x, y, truncated_backprop_length):
            loss, state, predicted = _look(parameters, *window, state)
            losses.append(loss)
        total = tf.reduce_mean(losses)
    _move(optimizer, tape.gradient(total, parameters), parameters)
    return EpochResult(tf.stack(losses), state, predicted)


@replaces("7.2")
def makes_an_optimizer_for_every_epoch(
    parameters, optimizer, x, y, truncated_backprop_length
):
    """Uses a new optimizer for every epoch, so the accumulators are reset."""
    fresh = optimizer.from_config(optimizer.get_config())
    return _run(parameters, fresh, x, y, truncated_backprop_length)


@replaces("7.2")
def unrolls_the_windows(parameters, optimizer, x, y, truncated_backprop_length):
    """Loops over the windows in Python, so the program contains a copy of the step for
    each window."""
    return _run(parameters, optimizer, x, y, truncated_backprop_length)


def _cut(x, y, time):
    """Return all windows of x and y: (num_batches, batch, time)."""
    return [tf.stack(bits) for bits in zip(*_windows(x, y, time), strict=True)]


def _start(parameters, x):
    """Return a state and predictions to begin a loop over windows with."""
    _, batch, time = x.shape
    state = tf.zeros((batch, parameters.b.shape[1]))
    return state, tf.zeros((time, batch, parameters.b2.shape[1]))


@lru_cache
def _looped(optimizer, learn=_learn, jit_compile=True):
    """Return an epoch with a TensorFlow loop over windows that are already cut."""

    @tf.function(jit_compile=jit_compile, autograph=False)
    def epoch(parameters, x, y):
        def step(before, window):
            return learn(parameters, optimizer, *window, before[1])

        before = 0.0, *_start(parameters, x)
        losses, states, said = tf.scan(step, (x, y), before)
        return EpochResult(losses, states[-1], said[-1])

    return epoch


def _loop(parameters, optimizer, x, y, time, **options):
    optimizer.build(parameters)
    return _looped(optimizer, **options)(parameters, *_cut(x, y, time))


@replaces("7.2")
def lets_the_epoch_build(parameters, optimizer, x, y, truncated_backprop_length):
    """Creates the optimizer's variables inside the `tf.function`, so the function has
    to be traced twice."""
    windows = _cut(x, y, truncated_backprop_length)
    return _looped(optimizer)(parameters, *windows)


@replaces("7.2")
def leaves_jit_compile_out(parameters, optimizer, x, y, truncated_backprop_length):
    """Leaves out `jit_compile=True`, so XLA does not compile the epoch."""
    time = truncated_backprop_length
    return _loop(parameters, optimizer, x, y, time, jit_compile=None)


_learn_with_matmul = partial(_learn, multiply=tf.matmul)


@replaces("7.2")
def multiplies_with_matmul(parameters, optimizer, x, y, truncated_backprop_length):
    """Computes a matrix product with `@` or a similar function instead of
    `product`."""
    time = truncated_backprop_length
    return _loop(parameters, optimizer, x, y, time, learn=_learn_with_matmul)


_first_optimizers = {}


@replaces("7.2")
def keeps_the_first_optimizer(parameters, optimizer, x, y, truncated_backprop_length):
    """Keeps using a network's first optimizer even if a new one is passed in."""
    key = tuple(map(id, parameters))
    first, _ = _first_optimizers.setdefault(key, (optimizer, parameters))
    return _loop(parameters, first, x, y, truncated_backprop_length)


@replaces("7.2")
def never_uses_the_last_column(parameters, optimizer, x, y, truncated_backprop_length):
    """Never uses the last column, not even if a window ends there."""
    time = truncated_backprop_length
    return _loop(parameters, optimizer, x[:, :-1], y[:, :-1], time)


def _without_assignment(optimizer, empty, add):
    """Return an epoch that adds losses to something that is no loop variable."""

    @tf.function(jit_compile=True, autograph=False)
    def epoch(parameters, x, y):
        losses = empty(x.shape[0])

        def step(i, state, _):
            loss, *after = _learn(parameters, optimizer, x[i], y[i], state)
            add(losses, i, loss)
            return i + 1, *after

        before = 0, *_start(parameters, x)
        _, *after = tf.while_loop(lambda i, *_: i < x.shape[0], step, before)
        losses = losses if isinstance(losses, list) else losses.stack()
        return EpochResult(tf.stack(losses), *after)

    return epoch


@replaces("7.2")
def collects_the_losses_in_a_list(
    parameters, optimizer, x, y, truncated_backprop_length
):
    """Appends the losses to a Python list inside a TensorFlow loop, where a
    `tf.TensorArray` is needed."""
    optimizer.build(parameters)
    windows = _cut(x, y, truncated_backprop_length)
    append = lambda losses, _, loss: losses.append(loss)  # noqa: E731
    return _without_assignment(optimizer, lambda _: [], append)(parameters, *windows)


@replaces("7.2")
def throws_away_what_write_returns(
    parameters, optimizer, x, y, truncated_backprop_length
):
    """Discards the result of `TensorArray.write` (use `losses = losses.write(i,
    loss)`)."""
    optimizer.build(parameters)
    windows = _cut(x, y, truncated_backprop_length)
    empty = partial(tf.TensorArray, tf.float32)
    write = tf.TensorArray.write
    return _without_assignment(optimizer, empty, write)(parameters, *windows)


@replaces("7.2")
def takes_windows_of_15_columns(parameters, optimizer, x, y, truncated_backprop_length):
    """Uses windows of 15 columns, whatever `truncated_backprop_length` is."""
    return _loop(parameters, optimizer, x, y, 15)


@replaces("7.2")
def never_compiles(parameters, optimizer, x, y, truncated_backprop_length):
    """Runs eagerly, without a `tf.function`."""
    optimizer.build(parameters)
    losses, state = [], _zero_state(parameters, x)
    for window in _windows(x, y, truncated_backprop_length):
        loss, state, predicted = _learn(parameters, optimizer, *window, state)
        losses.append(loss)
    return EpochResult(tf.stack(losses), state, predicted)


@replaces("7.2")
def mixes_the_rows(parameters, optimizer, x, y, truncated_backprop_length):
    """Mixes elements from different rows, as a plain reshape of the data into windows
    would."""
    time = truncated_backprop_length
    windows = x.shape[1] // time
    x, y = (
        np.hstack(np.reshape(bits[:, : windows * time], (windows, len(x), time)))
        for bits in (np.asarray(x), np.asarray(y))
    )
    return _run(parameters, optimizer, x, y, time)


@replaces("7.2")
def updates_with_all_gradients_at_once(
    parameters, optimizer, x, y, truncated_backprop_length
):
    """Adds up the gradients of all windows and updates the parameters only once, at the
    end of the epoch."""
    optimizer.build(parameters)
    losses, sums, state = [], None, _zero_state(parameters, x)
    for window in _windows(x, y, truncated_backprop_length):
        with tf.GradientTape() as tape:
            loss, state, predicted = _look(parameters, *window, state)
        new = tape.gradient(loss, parameters)
        sums = new if sums is None else [a + b for a, b in zip(sums, new, strict=True)]
        losses.append(loss)
    _move(optimizer, sums, parameters)
    return EpochResult(tf.stack(losses), state, predicted)


_first = []


@replaces("7.2")
def trains_the_first_network_for_ever(
    parameters, optimizer, x, y, truncated_backprop_length
):
    """Keeps training the first network instead of the one that is passed in."""
    _first[:] = _first or [parameters, optimizer]
    return _run(*_first, x, y, truncated_backprop_length)


@lru_cache
def _own_optimizer(optimizer):
    return tf.keras.optimizers.Adagrad(0.3, initial_accumulator_value=0.1)


@replaces("7.2")
def makes_an_optimizer_of_its_own(
    parameters, optimizer, x, y, truncated_backprop_length
):
    """Uses an optimizer of its own instead of the one that is passed in."""
    own = _own_optimizer(optimizer)
    return _loop(parameters, own, x, y, truncated_backprop_length)


_learn_from_probabilities = partial(_learn, lost=tf.nn.softmax)


@replaces("7.2")
def applies_the_softmax_twice(parameters, optimizer, x, y, truncated_backprop_length):
    """Applies the softmax twice (note that TensorFlow's cross-entropy expects logits
    and applies the softmax itself)."""
    time = truncated_backprop_length
    return _run(parameters, optimizer, x, y, time, learn=_learn_from_probabilities)


def _softmax_twice(scores):
    return tf.nn.softmax(tf.nn.softmax(scores))


_learn_from_early_softmax = partial(_learn, lost=tf.nn.softmax, said=_softmax_twice)


@replaces("7.2")
def applies_the_softmax_too_early(
    parameters, optimizer, x, y, truncated_backprop_length
):
    """Applies the softmax to the logits, so the loss and the predictions apply it a
    second time."""
    time = truncated_backprop_length
    return _run(parameters, optimizer, x, y, time, learn=_learn_from_early_softmax)


@replaces("7.2")
def reshapes_to_time_and_batch(parameters, optimizer, x, y, truncated_backprop_length):
    """Mixes elements from different rows, as a reshape to (windows, time, batch)
    would."""
    time = truncated_backprop_length
    windows = x.shape[1] // time
    x, y = (
        np.vstack(np.reshape(bits[:, : windows * time], (windows, time, len(x)))).T
        for bits in (np.asarray(x), np.asarray(y))
    )
    return _run(parameters, optimizer, x, y, time)


def _squashed(scores):
    return tf.nn.softmax(tf.tanh(scores))


_learn_from_squashed_logits = partial(_learn, lost=tf.tanh, said=_squashed)


@replaces("7.2")
def squashes_the_logits(parameters, optimizer, x, y, truncated_backprop_length):
    """Applies tanh to the logits."""
    time = truncated_backprop_length
    return _run(parameters, optimizer, x, y, time, learn=_learn_from_squashed_logits)


@replaces("7.2")
def learns_to_repeat(parameters, optimizer, x, y, truncated_backprop_length):
    """Uses the input `x` as the target instead of `y`."""
    return _run(parameters, optimizer, x, x, truncated_backprop_length)


@replaces("7.1")
def multiplies_by_rows_of_the_matrix(rows, matrix):
    """Multiplies by the rows of the matrix instead of its columns, which fails unless
    the shapes fit by chance."""
    return tf.reduce_sum(rows[..., None, :] * matrix, axis=-1)


@replaces("7.2")
def leaves_out_the_first_columns(
    parameters, optimizer, x, y, truncated_backprop_length
):
    """Leaves out the columns that do not fill a window at the beginning instead of at
    the end."""
    rest = x.shape[1] % truncated_backprop_length
    x, y = x[:, rest:], y[:, rest:]
    return _run(parameters, optimizer, x, y, truncated_backprop_length)


@replaces("7.2")
def slices_with_the_number_of_the_window(
    parameters, optimizer, x, y, truncated_backprop_length
):
    """Works as a Python function, but cannot be compiled: the compiler does not know
    how wide a slice is whose ends depend on the index of the window (use
    `tf.slice`)."""
    optimizer.build(parameters)
    return _sliced(optimizer)(
        parameters, tf.constant(x), tf.constant(y), truncated_backprop_length
    )


@lru_cache
def _sliced(optimizer):
    @tf.function(jit_compile=True)
    def epoch(parameters, x, y, time):
        number = x.shape[1] // time
        losses = tf.TensorArray(tf.float32, number)
        state = _zero_state(parameters, x)
        predicted = tf.zeros((time, len(x), parameters.b2.shape[1]))
        for i in tf.range(number):
            window = x[:, i * time : (i + 1) * time], y[:, i * time : (i + 1) * time]
            loss, state, predicted = _learn(parameters, optimizer, *window, state)
            losses = losses.write(i, loss)
        return EpochResult(losses.stack(), state, predicted)

    return epoch


@replaces("7.1")
def multiplies_elementwise(rows, matrix):
    """Multiplies without adding a last axis to `rows`; that axis would pair each number
    of a row with a whole row of the matrix."""
    return rows * matrix
