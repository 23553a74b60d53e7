"""Mistakes in exercise 3: the parameters, one step, and a window of steps."""

import numpy as np
import tensorflow as tf

from dojo.galleries.plants import replaces
from echornn.cell import Parameters, rnn_step


def _parameters(settings, weights, biases=np.zeros, make=tf.Variable):
    state, classes = settings.state_size, settings.num_classes
    return Parameters(
        W=make(np.float32(weights((1 + state, state)))),
        b=make(np.float32(biases((1, state)))),
        W2=make(np.float32(weights((state, classes)))),
        b2=make(np.float32(biases((1, classes)))),
    )


@replaces("3.1")
def weights_are_normal(settings, rng):
    """Draws some weights below 0 and some above 1, as if from a normal distribution."""
    return _parameters(settings, rng.standard_normal)


@replaces("3.1")
def weights_may_be_negative(settings, rng):
    """Draws some negative weights, although all weights should be in [0, 1)."""
    return _parameters(settings, lambda shape: rng.uniform(-1, 1, shape))


@replaces("3.1")
def weights_are_zero(settings, rng):
    """Initializes all weights to 0, so all units stay identical."""
    return _parameters(settings, np.zeros)


@replaces("3.1")
def weights_are_one(settings, rng):
    """Initializes all weights to the same fixed number instead of drawing random
    numbers."""
    return _parameters(settings, np.ones)


@replaces("3.1")
def weights_are_drawn_once_a_matrix(settings, rng):
    """Fills each matrix with a single random number."""
    return _parameters(settings, lambda shape: np.full(shape, rng.random()))


@replaces("3.1")
def biases_are_random(settings, rng):
    """Initializes the biases to random numbers instead of 0."""
    return _parameters(settings, rng.random, biases=rng.random)


@replaces("3.1")
def biases_are_one(settings, rng):
    """Initializes the biases to a value other than 0."""
    return _parameters(settings, rng.random, biases=np.ones)


@replaces("3.1")
def biases_are_vectors(settings, rng):
    """Gives the biases the shapes (state,) and (classes,) instead of (1, state) and (1,
    classes)."""
    parameters = _parameters(settings, rng.random)
    b, b2 = (tf.Variable(bias[0]) for bias in (parameters.b, parameters.b2))
    return parameters._replace(b=b, b2=b2)


@replaces("3.1")
def numbers_are_float64(settings, rng):
    """Creates the parameters as float64 instead of float32."""
    return _parameters(
        settings, rng.random, make=lambda a: tf.Variable(a.astype(np.float64))
    )


@replaces("3.1")
def matrices_are_transposed(settings, rng):
    """Transposes the matrices: W has the shape (state, 1 + state), and W2 has the shape
    (classes, state)."""
    parameters = _parameters(settings, rng.random)
    W, W2 = (tf.Variable(tf.transpose(M)) for M in (parameters.W, parameters.W2))
    return parameters._replace(W=W, W2=W2)


@replaces("3.1")
def the_input_has_no_weights(settings, rng):
    """Gives W the shape (state, state), without a row for the input."""
    parameters = _parameters(settings, rng.random)
    return parameters._replace(W=tf.Variable(parameters.W[1:]))


@replaces("3.1")
def parameters_are_constants(settings, rng):
    """Returns constants instead of variables, so no optimizer can update them."""
    return _parameters(settings, rng.random, make=tf.constant)


@replaces("3.1")
def parameters_are_not_trainable(settings, rng):
    """Creates variables that are not trainable, so the gradient tape ignores them."""
    return _parameters(
        settings, rng.random, make=lambda a: tf.Variable(a, trainable=False)
    )


@replaces("3.1")
def fields_are_out_of_order(settings, rng):
    """Returns the parameters in the wrong order: W, W2, b, b2."""
    W, b, W2, b2 = _parameters(settings, rng.random)
    return Parameters(W, W2, b, b2)


@replaces("3.1")
def the_seed_is_fixed(settings, rng):
    """Ignores `rng`: every seed gives the same weights."""
    return _parameters(settings, np.random.default_rng(0).random)


@replaces("3.1")
def tensorflow_draws(settings, rng):
    """Ignores `rng`: the same seed gives different weights on every call."""
    return _parameters(settings, tf.random.uniform)


@replaces("3.1")
def output_repeats_the_cells_weights(settings, rng):
    """Repeats weights from W in W2 instead of drawing new weights."""
    seed = int(rng.integers(2**31))  # as of one Keras initializer for both
    return _parameters(
        settings, lambda shape: np.random.default_rng(seed).random(shape)
    )


def _side_by_side(current_input, current_state):
    return tf.concat([current_input[:, None], current_state], axis=1)


@replaces("3.2")
def the_state_stands_first(current_input, current_state, W, b):
    """Puts the state before the input, so each row of W is multiplied by the wrong
    value."""
    state_and_input = tf.concat([current_state, current_input[:, None]], axis=1)
    return tf.tanh(state_and_input @ W + b)


@replaces("3.2")
def believes_the_text(current_input, current_state, W, b):
    """Uses arctan instead of tanh: the tutorial's text says arctan, but its code uses
    tanh."""
    return tf.atan(_side_by_side(current_input, current_state) @ W + b)


@replaces("3.2")
def is_linear(current_input, current_state, W, b):
    """Leaves out tanh."""
    return _side_by_side(current_input, current_state) @ W + b


@replaces("3.2")
def squashes_with_the_sigmoid(current_input, current_state, W, b):
    """Uses the sigmoid instead of tanh."""
    return tf.sigmoid(_side_by_side(current_input, current_state) @ W + b)


@replaces("3.2")
def rectifies(current_input, current_state, W, b):
    """Uses ReLU instead of tanh."""
    return tf.nn.relu(_side_by_side(current_input, current_state) @ W + b)


@replaces("3.2")
def drops_the_bias(current_input, current_state, W, b):
    """Leaves out the bias."""
    return tf.tanh(_side_by_side(current_input, current_state) @ W)


@replaces("3.2")
def adds_the_bias_last(current_input, current_state, W, b):
    """Adds the bias after tanh instead of before it."""
    return tf.tanh(_side_by_side(current_input, current_state) @ W) + b


@replaces("3.2")
def squashes_both_parts_alone(current_input, current_state, W, b):
    """Applies tanh to the input's part and the state's part separately and adds the
    results, instead of applying tanh once to the sum."""
    return tf.tanh(current_input[:, None] * W[0]) + tf.tanh(current_state @ W[1:] + b)


@replaces("3.2")
def takes_the_tangent(current_input, current_state, W, b):
    """Uses the tangent, `tf.tan`, instead of the hyperbolic tangent, `tf.tanh`."""
    return tf.tan(_side_by_side(current_input, current_state) @ W + b)


@replaces("3.2")
def keeps_half_of_the_old_state(current_input, current_state, W, b):
    """Returns the mean of the previous and the new state instead of the new state
    alone."""
    new = tf.tanh(_side_by_side(current_input, current_state) @ W + b)
    return (current_state + new) / 2


@replaces("3.2")
def has_one_bias_for_all_units(current_input, current_state, W, b):
    """Uses the bias of the first unit for every unit."""
    return tf.tanh(_side_by_side(current_input, current_state) @ W + b[0, 0])


@replaces("3.2")
def does_not_listen(current_input, current_state, W, b):
    """Ignores the input: the new state depends on the previous state alone."""
    return tf.tanh(current_state @ W[1:] + b)


@replaces("3.2")
def does_not_remember(current_input, current_state, W, b):
    """Ignores the previous state: the new state depends on the input alone."""
    return tf.tanh(current_input[:, None] @ W[:1] + b)


@replaces("3.2")
def turns_the_recurrence_matrix(current_input, current_state, W, b):
    """Multiplies the state by the transpose of W_hh (the rows of W below row 0) instead
    of W_hh itself."""
    recurrence = tf.matmul(current_state, W[1:], transpose_b=True)
    return tf.tanh(current_input[:, None] @ W[:1] + recurrence + b)


@replaces("3.2")
def adds_the_input_to_the_state(current_input, current_state, W, b):
    """Adds the input to every unit of the state instead of concatenating the two."""
    return tf.tanh((current_input[:, None] + current_state) @ W[1:] + b)


@replaces("3.2")
def adds_to_the_old_state(current_input, current_state, W, b):
    """Returns the previous state plus the result instead of the result alone."""
    return current_state + tf.tanh(_side_by_side(current_input, current_state) @ W + b)


@replaces("3.2")
def lays_the_input_down(current_input, current_state, W, b):
    """Reshapes the input to (1, batch) instead of (batch, 1)."""
    input_row = tf.expand_dims(current_input, axis=0)
    return tf.tanh(tf.concat([input_row, current_state], axis=1) @ W + b)


@replaces("3.2")
def joins_without_reshaping(current_input, current_state, W, b):
    """Concatenates the input (batch,) and the state (batch, state) without first giving
    the input a second axis."""
    return tf.tanh(tf.concat([current_input, current_state], axis=1) @ W + b)


@replaces("3.2")
def mixes_the_rows(current_input, current_state, W, b):
    """Uses the mean of all states in the batch for every row instead of the row's own
    state."""
    shared = tf.zeros_like(current_state) + tf.reduce_mean(current_state, axis=0)
    return tf.tanh(_side_by_side(current_input, shared) @ W + b)


@replaces("3.2")
def leaves_tensorflow(current_input, current_state, W, b):
    """Returns the right values but lets no gradient flow back, as if they were computed
    in NumPy."""
    both = np.column_stack([current_input, current_state])
    return tf.constant(np.tanh(both @ np.asarray(W) + np.asarray(b)))


@replaces("3.2")
def puts_side_by_side_with_numpy(current_input, current_state, W, b):
    """Uses a NumPy function, through which no gradient can flow back."""
    column = np.expand_dims(current_input, axis=1)
    return tf.tanh(np.concatenate([column, current_state], axis=1) @ W + b)


@replaces("3.2")
def truncates_at_every_step(current_input, current_state, W, b):
    """Stops the gradient at the previous state, so it reaches only W and b."""
    before = tf.stop_gradient(current_state)
    return tf.tanh(_side_by_side(current_input, before) @ W + b)


@replaces("3.2")
def subtracts_the_bias(current_input, current_state, W, b):
    """Subtracts the bias instead of adding it."""
    return tf.tanh(_side_by_side(current_input, current_state) @ W - b)


@replaces("3.2")
def adds_the_bias_twice(current_input, current_state, W, b):
    """Adds the bias twice instead of once."""
    return tf.tanh(_side_by_side(current_input, current_state) @ W + 2 * b)


@replaces("3.2")
def hears_the_first_row_only(current_input, current_state, W, b):
    """Uses the input of row 0 for every row of the batch."""
    current_input = tf.repeat(current_input[:1], len(current_state))
    return tf.tanh(_side_by_side(current_input, current_state) @ W + b)


@replaces("3.2")
def does_not_weigh_the_input(current_input, current_state, W, b):
    """Adds the input to every unit without multiplying it by row 0 of W."""
    return tf.tanh(current_input[:, None] + current_state @ W[1:] + b)


@replaces("3.2")
def weighs_the_state_from_row_0(current_input, current_state, W, b):
    """Multiplies the state by all rows of W except the last (`W[:-1]`) instead of all
    rows except row 0 (`W[1:]`)."""
    return tf.tanh(current_input[:, None] @ W[:1] + current_state @ W[:-1] + b)


@replaces("3.2")
def does_not_weigh_the_state(current_input, current_state, W, b):
    """Adds the previous state without multiplying it by W_hh (the rows of W below row
    0)."""
    return tf.tanh(current_input[:, None] * W[0] + current_state + b)


@replaces("3.2")
def lets_units_hear_only_themselves(current_input, current_state, W, b):
    """Uses only the diagonal of W_hh (the rows of W below row 0), so each unit reads
    only its own previous value."""
    own = tf.linalg.diag_part(W[1:])
    return tf.tanh(current_input[:, None] * W[0] + current_state * own + b)


@replaces("3.2")
def squashes_the_state_alone(current_input, current_state, W, b):
    """Applies tanh only to the state's part of the sum, not to the input's part."""
    return current_input[:, None] * W[0] + tf.tanh(current_state @ W[1:] + b)


@replaces("3.2")
def reads_a_0_as_minus_1(current_input, current_state, W, b):
    """Uses 2x - 1 as the input instead of x, so a bit of 0 counts as -1."""
    return tf.tanh(_side_by_side(2 * current_input - 1, current_state) @ W + b)


def _columns(batch_x):
    return tf.unstack(tf.cast(batch_x, tf.float32), axis=1)


def _walk(columns, current_state, W, b):
    states_series = []
    for current_input in columns:
        current_state = rnn_step(current_input, current_state, W, b)
        states_series.append(current_state)
    return states_series


@replaces("3.3")
def walks_down_the_rows(batch_x, init_state, W, b):
    """Loops over the rows of the window instead of its columns."""
    states_series = _walk(tf.cast(batch_x, tf.float32), init_state, W, b)
    return states_series, states_series[-1]


@replaces("3.3")
def takes_as_many_steps_as_rows(batch_x, init_state, W, b):
    """Takes one step for each row of the window instead of one for each column."""
    states_series = _walk(_columns(batch_x)[: len(batch_x)], init_state, W, b)
    return states_series, states_series[-1]


@replaces("3.3")
def walks_backwards(batch_x, init_state, W, b):
    """Reads the columns from last to first."""
    states_series = _walk(reversed(_columns(batch_x)), init_state, W, b)
    return states_series, states_series[-1]


@replaces("3.3")
def starts_from_silence(batch_x, init_state, W, b):
    """Starts from a state of zeros instead of `init_state`."""
    states_series = _walk(_columns(batch_x), tf.zeros_like(init_state), W, b)
    return states_series, states_series[-1]


@replaces("3.3")
def adds_the_bias_in_the_first_step_alone(batch_x, init_state, W, b):
    """Adds the bias only in the first step instead of in every step."""
    first, *others = _columns(batch_x)
    states_series = _walk([first], init_state, W, b)
    states_series += _walk(others, states_series[0], W, 0 * b)
    return states_series, states_series[-1]


@replaces("3.3")
def starts_every_step_from_init_state(batch_x, init_state, W, b):
    """Computes every state from `init_state` instead of from the previous state."""
    states_series = [rnn_step(column, init_state, W, b) for column in _columns(batch_x)]
    return states_series, states_series[-1]


@replaces("3.3")
def keeps_only_the_last_state(batch_x, init_state, W, b):
    """Puts only the last state into `states_series`."""
    states_series = _walk(_columns(batch_x), init_state, W, b)
    return states_series[-1:], states_series[-1]


@replaces("3.3")
def returns_after_the_first_column(batch_x, init_state, W, b):
    """Returns after the first column (is `return` inside the loop?)."""
    states_series = _walk(_columns(batch_x)[:1], init_state, W, b)
    return states_series, states_series[-1]


@replaces("3.3")
def keeps_init_state_too(batch_x, init_state, W, b):
    """Includes `init_state` in `states_series` as an extra first element."""
    states_series = [init_state, *_walk(_columns(batch_x), init_state, W, b)]
    return states_series, states_series[-1]


@replaces("3.3")
def notes_the_state_before_the_step(batch_x, init_state, W, b):
    """Fills `states_series` with the state before each step instead of the state after
    it."""
    states_series = _walk(_columns(batch_x), init_state, W, b)
    return [init_state, *states_series[:-1]], states_series[-1]


@replaces("3.3")
def hands_on_the_first_state(batch_x, init_state, W, b):
    """Returns the first state as `current_state` instead of the last one."""
    states_series = _walk(_columns(batch_x), init_state, W, b)
    return states_series, states_series[0]


@replaces("3.3")
def hands_on_init_state(batch_x, init_state, W, b):
    """Returns `init_state` as `current_state` instead of the last state."""
    return _walk(_columns(batch_x), init_state, W, b), init_state


@replaces("3.3")
def never_updates_the_state(batch_x, init_state, W, b):
    """Never updates the state: every step starts from `init_state`, which is also
    returned as `current_state`."""
    return [
        rnn_step(column, init_state, W, b) for column in _columns(batch_x)
    ], init_state


@replaces("3.3")
def returns_only_the_list(batch_x, init_state, W, b):
    """Returns only `states_series`, without `current_state`."""
    return _walk(_columns(batch_x), init_state, W, b)


@replaces("3.3")
def returns_the_last_state_first(batch_x, init_state, W, b):
    """Returns `(current_state, states_series)` instead of `(states_series,
    current_state)`."""
    states_series = _walk(_columns(batch_x), init_state, W, b)
    return states_series[-1], states_series


@replaces("3.3")
def stacks_the_states(batch_x, init_state, W, b):
    """Returns one tensor (time, batch, state) instead of a list with one tensor for
    each step."""
    states_series = _walk(_columns(batch_x), init_state, W, b)
    return tf.stack(states_series), states_series[-1]


@replaces("3.3")
def lists_the_rows(batch_x, init_state, W, b):
    """Returns a list with one tensor for each row instead of one for each step."""
    states_series = _walk(_columns(batch_x), init_state, W, b)
    return tf.unstack(tf.stack(states_series), axis=1), states_series[-1]


@replaces("3.3")
def leaves_the_bits_integers(batch_x, init_state, W, b):
    """Fails if the bits are integers: they must be converted to float32."""
    states_series = _walk(tf.unstack(batch_x, axis=1), init_state, W, b)
    return states_series, states_series[-1]


@replaces("3.3")
def cuts_off_fractions(batch_x, init_state, W, b):
    """Drops the fractional parts of the input, as a conversion to integers does."""
    states_series = _walk(_columns(tf.cast(batch_x, tf.int32)), init_state, W, b)
    return states_series, states_series[-1]


@replaces("3.3")
def reads_only_bits(batch_x, init_state, W, b):
    """Treats every number above 0 as a 1, and every other number as a 0."""
    columns = _columns(np.asarray(batch_x) > 0)
    states_series = _walk(columns, init_state, W, b)
    return states_series, states_series[-1]


@replaces("3.3")
def truncates_within_the_window(batch_x, init_state, W, b):
    """Stops the gradient between the steps of the window."""
    states_series = []
    for column in _columns(batch_x):
        before = tf.stop_gradient(states_series[-1] if states_series else init_state)
        states_series.append(rnn_step(column, before, W, b))
    return states_series, states_series[-1]


@replaces("3.3")
def lists_the_last_column_first(batch_x, init_state, W, b):
    """Reads the columns from last to first, but lists the states in the order of the
    columns."""
    states_series = _walk(reversed(_columns(batch_x)), init_state, W, b)
    return states_series[::-1], states_series[-1]


@replaces("3.3")
def takes_every_step_twice(batch_x, init_state, W, b):
    """Takes two steps for every column instead of one."""
    columns = [column for column in _columns(batch_x) for _ in range(2)]
    states_series = _walk(columns, init_state, W, b)
    return states_series[1::2], states_series[-1]


@replaces("3.3")
def reshapes_instead_of_transposing(batch_x, init_state, W, b):
    """Reshapes the window to (time, batch) instead of transposing it, so bits from
    different rows are mixed."""
    batch, time = batch_x.shape
    columns = tf.unstack(tf.reshape(tf.cast(batch_x, tf.float32), (time, batch)))
    states_series = _walk(columns, init_state, W, b)
    return states_series, states_series[-1]


@replaces("3.1")
def rows_are_alike(settings, rng):
    """Gives all rows of a matrix the same weights instead of drawing every weight
    separately."""
    return _parameters(settings, lambda shape: np.ones(shape) * rng.random(shape[1]))


@replaces("3.2")
def returns_the_state_twice(current_input, current_state, W, b):
    """Returns a tuple of two states instead of the new state alone."""
    state = tf.tanh(_side_by_side(current_input, current_state) @ W + b)
    return state, state


@replaces("3.3")
def divides_by_the_largest_number(batch_x, init_state, W, b):
    """Divides the window by its largest number before the first step."""
    batch_x = np.asarray(batch_x) / np.max(batch_x)
    states_series = _walk(_columns(batch_x), init_state, W, b)
    return states_series, states_series[-1]


@replaces("3.2")
def clips_the_state(current_input, current_state, W, b):
    """Clips the values to the range from -1 to 1 instead of applying tanh."""
    both = _side_by_side(current_input, current_state)
    return tf.clip_by_value(both @ W + b, -1, 1)


@replaces("3.1")
def makes_keras_variables(settings, rng):
    """Creates Keras variables instead of `tf.Variable`s."""
    return _parameters(settings, rng.random, make=tf.keras.Variable)


@replaces("3.1")
def gives_sizes_one_by_one(settings, rng):
    """Passes the sizes to `tf.zeros` one by one, so the second one is taken for the
    dtype (a shape is a tuple)."""
    parameters = _parameters(settings, rng.random)
    b, b2 = (
        tf.Variable(tf.zeros(1, size))
        for size in (settings.state_size, settings.num_classes)
    )
    return parameters._replace(b=b, b2=b2)


@replaces("3.2")
def overflows(current_input, current_state, W, b):
    """Returns NaN for large sums, because their exponentials overflow (`tf.tanh` has no
    such problem)."""
    z = _side_by_side(current_input, current_state) @ W + b
    return (tf.exp(z) - tf.exp(-z)) / (tf.exp(z) + tf.exp(-z))


@replaces("3.2")
def names_the_axis_first(current_input, current_state, W, b):
    """Passes the axis to `tf.concat` first, but its arguments are `(values, axis)`."""
    both = tf.concat(1, [current_input[:, None], current_state])
    return tf.tanh(both @ W + b)


@replaces("3.3")
def converts_to_float64(batch_x, init_state, W, b):
    """Converts the bits to float64, but the state and the weights are float32."""
    states_series = _walk(list(np.asarray(batch_x, float).T), init_state, W, b)
    return states_series, states_series[-1]


@replaces("3.3")
def stores_copies_without_a_record(batch_x, init_state, W, b):
    """Fills `states_series` with copies that no gradient flows back from."""
    states_series = _walk(_columns(batch_x), init_state, W, b)
    return [tf.constant(state.numpy()) for state in states_series], states_series[-1]


@replaces("3.2")
def multiplies_elementwise(current_input, current_state, W, b):
    """Multiplies elementwise with `*` instead of computing a matrix product with
    `@`."""
    return tf.tanh(_side_by_side(current_input, current_state) * W + b)


@replaces("3.3")
def stacks_the_states_row_by_row(batch_x, init_state, W, b):
    """Returns one tensor (batch, time, state) instead of a list with one tensor for
    each step."""
    states_series = _walk(_columns(batch_x), init_state, W, b)
    return tf.stack(states_series, axis=1), states_series[-1]


@replaces("3.1")
def squeezes_the_weights(settings, rng):
    """Removes axes of length 1, so the weights have only one axis if the state has only
    one unit."""
    s, c = settings.state_size, settings.num_classes
    return Parameters(
        tf.Variable(np.squeeze(rng.random((1 + s, s))), dtype=tf.float32),
        tf.Variable(tf.zeros((1, s))),
        tf.Variable(np.squeeze(rng.random((s, c))), dtype=tf.float32),
        tf.Variable(tf.zeros((1, c))),
    )


@replaces("3.2")
def squeezes_the_bias(current_input, current_state, W, b):
    """Removes all axes of length 1 from the bias, so a state with one unit causes an
    error."""
    product = _side_by_side(current_input, current_state) @ W
    return tf.tanh(tf.nn.bias_add(product, tf.squeeze(b)))
