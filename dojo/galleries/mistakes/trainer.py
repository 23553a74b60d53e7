"""Mistakes in exercise 5: truncated backpropagation through time."""

from functools import lru_cache

import numpy as np
import tensorflow as tf

from dojo.galleries.plants import replaces
from echornn import cell
from echornn.batching import batch_windows, num_batches
from echornn.cell import forward_pass, rnn_step
from echornn.data import generate_data
from echornn.loss import logits, predictions, total_loss
from echornn.settings import Settings
from echornn.trainer import StepResult, TrainingStep, make_optimizer, train_step


@replaces("5.1")
def descends_plainly(settings):
    """Uses plain gradient descent instead of Adagrad."""
    return tf.keras.optimizers.SGD(settings.learning_rate)


@replaces("5.1")
def takes_adam(settings):
    """Uses Adam instead of Adagrad."""
    return tf.keras.optimizers.Adam(settings.learning_rate)


@replaces("5.1")
def takes_adadelta(settings):
    """Uses Adadelta instead of Adagrad."""
    return tf.keras.optimizers.Adadelta(settings.learning_rate)


@replaces("5.1")
def takes_rmsprop(settings):
    """Uses RMSprop instead of Adagrad."""
    return tf.keras.optimizers.RMSprop(settings.learning_rate)


@replaces("5.1")
def accumulates_from_0(settings):
    """Starts the accumulators at 0 instead of 0.1."""
    return tf.keras.optimizers.Adagrad(
        settings.learning_rate, initial_accumulator_value=0.0
    )


@replaces("5.1")
def accumulates_from_1(settings):
    """Starts the accumulators at 1 instead of 0.1."""
    return tf.keras.optimizers.Adagrad(
        settings.learning_rate, initial_accumulator_value=1.0
    )


@replaces("5.1")
def forgets_the_learning_rate(settings):
    """Uses the Keras default learning rate, 0.001, whatever the settings say."""
    return tf.keras.optimizers.Adagrad(initial_accumulator_value=0.1)


@replaces("5.1")
def always_learns_at_0_3(settings):
    """Uses a learning rate of 0.3, whatever the settings say."""
    return tf.keras.optimizers.Adagrad(0.3, initial_accumulator_value=0.1)


@replaces("5.1")
def clips_the_gradient(settings):
    """Clips large gradients instead of using them unchanged."""
    return tf.keras.optimizers.Adagrad(
        settings.learning_rate, initial_accumulator_value=0.1, clipnorm=1.0
    )


@replaces("5.1")
def returns_the_class(settings):
    """Returns the optimizer class instead of an optimizer (is `()` missing?)."""
    return tf.keras.optimizers.Adagrad


@replaces("5.1")
def takes_the_class_of_2016(settings):
    """Returns an optimizer that is not a Keras optimizer and has no `build` method."""
    return tf.compat.v1.train.AdagradOptimizer(settings.learning_rate)


@replaces("5.1")
@lru_cache
def shares_one_optimizer(settings):
    """Returns the same optimizer on every call, but every network needs an optimizer of
    its own."""
    return tf.keras.optimizers.Adagrad(
        settings.learning_rate, initial_accumulator_value=0.1
    )


@replaces("5.1")
def swaps_rate_and_accumulator(settings):
    """Swaps two numbers: the accumulators start at the learning rate, and the learning
    rate is 0.1."""
    return tf.keras.optimizers.Adagrad(0.1, settings.learning_rate)


@replaces("5.1")
def adds_an_epsilon_of_0_1(settings):
    """Uses 0.1 as `epsilon`, which makes every update smaller."""
    return tf.keras.optimizers.Adagrad(
        settings.learning_rate, initial_accumulator_value=0.1, epsilon=0.1
    )


@replaces("5.1")
def lets_the_weights_decay(settings):
    """Uses weight decay: the parameters shrink, whatever the gradient is."""
    return tf.keras.optimizers.Adagrad(
        settings.learning_rate, initial_accumulator_value=0.1, weight_decay=0.01
    )


@replaces("5.1")
def lets_the_rate_fall(settings):
    """Lowers the learning rate from step to step instead of keeping it constant."""
    falling = tf.keras.optimizers.schedules.InverseTimeDecay(
        settings.learning_rate, decay_steps=10, decay_rate=0.5
    )
    return tf.keras.optimizers.Adagrad(falling, initial_accumulator_value=0.1)


def _look(parameters, batch_x, batch_y, init_state):
    """Run the window forward."""
    states_series, current_state = forward_pass(
        batch_x, init_state, parameters.W, parameters.b
    )
    logits_series = logits(states_series, parameters.W2, parameters.b2)
    loss = total_loss(logits_series, batch_y)
    return StepResult(loss, current_state, predictions(logits_series))


def _learn(parameters, optimizer, batch_x, batch_y, init_state):
    """Train one window as `train_step` should: look, then update."""
    with tf.GradientTape() as tape:
        result = _look(parameters, batch_x, batch_y, init_state)
    _move(optimizer, tape.gradient(result.total_loss, parameters), parameters)
    return result


def _move(optimizer, gradients, parameters):
    optimizer.apply_gradients(zip(gradients, parameters, strict=True))


@replaces("5.2")
def measures_the_loss_after_the_update(
    parameters, optimizer, batch_x, batch_y, init_state
):
    """Returns the loss after the update instead of the loss before it."""
    result = _learn(parameters, optimizer, batch_x, batch_y, init_state)
    loss, *_ = _look(parameters, batch_x, batch_y, init_state)
    return result._replace(total_loss=loss)


@replaces("5.2")
def looks_after_the_update(parameters, optimizer, batch_x, batch_y, init_state):
    """Computes the whole result after the update instead of before it."""
    _learn(parameters, optimizer, batch_x, batch_y, init_state)
    return _look(parameters, batch_x, batch_y, init_state)


@replaces("5.2")
def only_the_loss_is_from_before_the_update(
    parameters, optimizer, batch_x, batch_y, init_state
):
    """Computes the state and the predictions after the update instead of before it."""
    before = _learn(parameters, optimizer, batch_x, batch_y, init_state)
    after = _look(parameters, batch_x, batch_y, init_state)
    return after._replace(total_loss=before.total_loss)


@replaces("5.2")
def predicts_after_the_update(parameters, optimizer, batch_x, batch_y, init_state):
    """Returns the predictions after the update instead of those before it."""
    result = _learn(parameters, optimizer, batch_x, batch_y, init_state)
    *_, predicted = _look(parameters, batch_x, batch_y, init_state)
    return result._replace(predictions_series=predicted)


@replaces("5.2")
def predicts_with_the_updated_output_layer(
    parameters, optimizer, batch_x, batch_y, init_state
):
    """Computes the predictions with the updated `W2` and `b2` instead of the old
    ones."""
    states_series, _ = forward_pass(batch_x, init_state, *parameters[:2])
    result = _learn(parameters, optimizer, batch_x, batch_y, init_state)
    predicted = predictions(logits(states_series, *parameters[2:]))
    return result._replace(predictions_series=predicted)


@replaces("5.2")
def stacks_the_predictions(parameters, optimizer, batch_x, batch_y, init_state):
    """Returns the predictions as one tensor instead of a list of tensors."""
    result = _learn(parameters, optimizer, batch_x, batch_y, init_state)
    return result._replace(predictions_series=tf.stack(result.predictions_series))


@replaces("5.2")
def runs_the_state_after_the_update(
    parameters, optimizer, batch_x, batch_y, init_state
):
    """Returns the state computed with the updated parameters instead of the old
    ones."""
    result = _learn(parameters, optimizer, batch_x, batch_y, init_state)
    _, current_state, _ = _look(parameters, batch_x, batch_y, init_state)
    return result._replace(current_state=current_state)


@replaces("5.2")
def only_looks(parameters, optimizer, batch_x, batch_y, init_state):
    """Computes the loss but never updates the parameters."""
    return _look(parameters, batch_x, batch_y, init_state)


@replaces("5.2")
def looks_before_the_tape_records(parameters, optimizer, batch_x, batch_y, init_state):
    """Computes the forward pass or the loss outside the tape, so no gradient flows
    back."""
    result = _look(parameters, batch_x, batch_y, init_state)
    with tf.GradientTape() as tape:
        tape.watch(parameters)
    _move(optimizer, tape.gradient(result.total_loss, parameters), parameters)
    return result


def _learn_from_a_number(number, parameters, optimizer, batch_x, batch_y, init_state):
    """Train one window, but have the tape look for the gradient of a number."""
    with tf.GradientTape() as tape:
        result = _look(parameters, batch_x, batch_y, init_state)
        loss = number(result.total_loss)
    _move(optimizer, tape.gradient(loss, parameters), parameters)
    return result


@replaces("5.2")
def takes_the_gradient_of_a_float(parameters, optimizer, *window):
    """Converts the loss to a float before it passes it to `tape.gradient`, which needs
    the tensor."""
    return _learn_from_a_number(float, parameters, optimizer, *window)


@replaces("5.2")
def takes_the_gradient_of_a_numpy_number(parameters, optimizer, *window):
    """Converts the loss to a NumPy number before it passes it to `tape.gradient`, which
    needs the tensor."""
    return _learn_from_a_number(np.float32, parameters, optimizer, *window)


@replaces("5.2")
@tf.function
def traces_one_function_for_all(parameters, optimizer, batch_x, batch_y, init_state):
    """Uses one `tf.function` for all optimizers; once traced, it cannot create the
    variables of a second optimizer."""
    return _learn(parameters, optimizer, batch_x, batch_y, init_state)


@replaces("5.2")
def moves_by_the_gradient_of_the_sum(
    parameters, optimizer, batch_x, batch_y, init_state
):
    """Uses the gradient of the sum of all losses instead of the gradient of their
    mean."""
    with tf.GradientTape() as tape:
        result = _look(parameters, batch_x, batch_y, init_state)
        loss = result.total_loss * tf.size(batch_y, tf.float32)
    _move(optimizer, tape.gradient(loss, parameters), parameters)
    return result


@replaces("5.2")
def moves_by_the_gradient_of_the_sum_over_time(
    parameters, optimizer, batch_x, batch_y, init_state
):
    """Uses the gradient of the loss summed over the columns instead of the gradient of
    the mean."""
    with tf.GradientTape() as tape:
        result = _look(parameters, batch_x, batch_y, init_state)
        loss = result.total_loss * batch_x.shape[1]
    _move(optimizer, tape.gradient(loss, parameters), parameters)
    return result


@replaces("5.2")
def leaves_the_biases_out(parameters, optimizer, batch_x, batch_y, init_state):
    """Updates `W` and `W2` but not the biases."""
    weights = parameters.W, parameters.W2
    with tf.GradientTape() as tape:
        result = _look(parameters, batch_x, batch_y, init_state)
    _move(optimizer, tape.gradient(result.total_loss, weights), weights)
    return result


@replaces("5.2")
def trains_only_the_cell(parameters, optimizer, batch_x, batch_y, init_state):
    """Updates `W` and `b` but not the output layer."""
    of_cell = parameters.W, parameters.b
    with tf.GradientTape() as tape:
        result = _look(parameters, batch_x, batch_y, init_state)
    _move(optimizer, tape.gradient(result.total_loss, of_cell), of_cell)
    return result


@replaces("5.2")
def trains_only_the_output_layer(parameters, optimizer, batch_x, batch_y, init_state):
    """Updates `W2` and `b2` but not the cell (is `forward_pass` inside the tape?)."""
    of_output = parameters.W2, parameters.b2
    with tf.GradientTape() as tape:
        result = _look(parameters, batch_x, batch_y, init_state)
    _move(optimizer, tape.gradient(result.total_loss, of_output), of_output)
    return result


@replaces("5.2")
def makes_an_optimizer_for_every_step(
    parameters, optimizer, batch_x, batch_y, init_state
):
    """Uses a new optimizer in every step, so the accumulators are reset."""
    optimizer = optimizer.from_config(optimizer.get_config())
    return _learn(parameters, optimizer, batch_x, batch_y, init_state)


def _move_by_hand(rate, parameters, *window):
    """Train one window without the optimizer: add this rate times the gradient."""
    with tf.GradientTape() as tape:
        result = _look(parameters, *window)
    gradients = tape.gradient(result.total_loss, parameters)
    for variable, gradient in zip(parameters, gradients, strict=True):
        variable.assign_add(rate * gradient)
    return result


@replaces("5.2")
def descends_by_itself(parameters, optimizer, batch_x, batch_y, init_state):
    """Subtracts the learning rate times the gradient instead of using the optimizer."""
    rate = optimizer.learning_rate
    return _move_by_hand(-rate, parameters, batch_x, batch_y, init_state)


@replaces("5.2")
def climbs(parameters, optimizer, batch_x, batch_y, init_state):
    """Moves the parameters along the gradient instead of against it."""
    with tf.GradientTape() as tape:
        result = _look(parameters, batch_x, batch_y, init_state)
    gradients = tape.gradient(result.total_loss, parameters)
    _move(optimizer, [-gradient for gradient in gradients], parameters)
    return result


@replaces("5.2")
def moves_twice(parameters, optimizer, batch_x, batch_y, init_state):
    """Applies the same gradients twice."""
    with tf.GradientTape() as tape:
        result = _look(parameters, batch_x, batch_y, init_state)
    gradients = tape.gradient(result.total_loss, parameters)
    _move(optimizer, gradients, parameters)
    _move(optimizer, gradients, parameters)
    return result


@replaces("5.2")
def applies_each_gradient_alone(parameters, optimizer, batch_x, batch_y, init_state):
    """Calls `apply_gradients` once for each parameter instead of once for all four."""
    with tf.GradientTape() as tape:
        result = _look(parameters, batch_x, batch_y, init_state)
    gradients = tape.gradient(result.total_loss, parameters)
    for gradient, variable in zip(gradients, parameters, strict=True):
        _move(optimizer, [gradient], [variable])
    return result


@replaces("5.2")
def swaps_gradients_and_parameters(parameters, optimizer, batch_x, batch_y, init_state):
    """Passes (variable, gradient) pairs to `apply_gradients` instead of (gradient,
    variable) pairs."""
    with tf.GradientTape() as tape:
        result = _look(parameters, batch_x, batch_y, init_state)
    gradients = tape.gradient(result.total_loss, parameters)
    _move(optimizer, parameters, gradients)
    return result


@replaces("5.2")
def clips_every_gradient(parameters, optimizer, batch_x, batch_y, init_state):
    """Clips large gradients instead of using them unchanged."""
    with tf.GradientTape() as tape:
        result = _look(parameters, batch_x, batch_y, init_state)
    gradients = tape.gradient(result.total_loss, parameters)
    _move(optimizer, [tf.clip_by_value(g, -0.05, 0.05) for g in gradients], parameters)
    return result


@replaces("5.2")
def learns_from_the_last_step_alone(
    parameters, optimizer, batch_x, batch_y, init_state
):
    """Computes the gradient from the loss of the last column instead of the loss of the
    whole window."""
    W, b, W2, b2 = parameters
    with tf.GradientTape() as tape:
        _, last_state = forward_pass(batch_x, init_state, W, b)
        last_loss = total_loss(logits([last_state], W2, b2), batch_y[:, -1:])
    result = _look(parameters, batch_x, batch_y, init_state)
    _move(optimizer, tape.gradient(last_loss, parameters), parameters)
    return result


@replaces("5.2")
def updates_after_every_column(parameters, optimizer, batch_x, batch_y, init_state):
    """Updates the parameters after every column instead of once for the whole
    window."""
    losses, state, said = [], init_state, []
    for t in range(batch_x.shape[1]):
        column = slice(t, t + 1)
        one = _learn(
            parameters, optimizer, batch_x[:, column], batch_y[:, column], state
        )
        state = one.current_state
        losses.append(one.total_loss)
        said += one.predictions_series
    return StepResult(tf.reduce_mean(losses), state, said)


@replaces("5.2")
def truncates_at_every_column(parameters, optimizer, batch_x, batch_y, init_state):
    """Stops the gradient between the columns, so it does not flow back through time."""
    W, b, W2, b2 = parameters
    state, states_series = init_state, []
    with tf.GradientTape() as tape:
        for column in np.float32(batch_x.T):
            state = rnn_step(column, tf.stop_gradient(state), W, b)
            states_series.append(state)
        logits_series = logits(states_series, W2, b2)
        loss = total_loss(logits_series, batch_y)
    _move(optimizer, tape.gradient(loss, parameters), parameters)
    return StepResult(loss, state, predictions(logits_series))


@replaces("5.2")
def learns_to_repeat(parameters, optimizer, batch_x, batch_y, init_state):
    """Uses `batch_x` as the target instead of `batch_y`."""
    return _learn(parameters, optimizer, batch_x, batch_x, init_state)


@replaces("5.2")
def forgets_the_window_before(parameters, optimizer, batch_x, batch_y, init_state):
    """Starts from a state of zeros instead of `init_state`."""
    return _learn(parameters, optimizer, batch_x, batch_y, tf.zeros_like(init_state))


@replaces("5.2")
def returns_the_state_that_came_in(parameters, optimizer, batch_x, batch_y, init_state):
    """Returns `init_state` as `current_state` instead of the last state."""
    result = _learn(parameters, optimizer, batch_x, batch_y, init_state)
    return result._replace(current_state=init_state)


@replaces("5.2")
def returns_the_first_state(parameters, optimizer, batch_x, batch_y, init_state):
    """Returns the first state as `current_state` instead of the last one."""
    _, first_state = forward_pass(batch_x[:, :1], init_state, *parameters[:2])
    result = _learn(parameters, optimizer, batch_x, batch_y, init_state)
    return result._replace(current_state=first_state)


@replaces("5.2")
def returns_all_states(parameters, optimizer, batch_x, batch_y, init_state):
    """Returns all states of the window as `current_state` instead of the last one."""
    states_series, _ = forward_pass(batch_x, init_state, parameters.W, parameters.b)
    result = _learn(parameters, optimizer, batch_x, batch_y, init_state)
    return result._replace(current_state=states_series)


@replaces("5.2")
def unpacks_the_state_first(parameters, optimizer, batch_x, batch_y, init_state):
    """Unpacks the result of `forward_pass` in the wrong order; the right order is
    `(states_series, current_state)`."""
    W, b, W2, b2 = parameters
    with tf.GradientTape() as tape:
        current_state, states_series = forward_pass(batch_x, init_state, W, b)
        logits_series = logits(states_series, W2, b2)
        loss = total_loss(logits_series, batch_y)
    _move(optimizer, tape.gradient(loss, parameters), parameters)
    return StepResult(loss, current_state, predictions(logits_series))


@replaces("5.2")
def returns_logits(parameters, optimizer, batch_x, batch_y, init_state):
    """Returns the logits as the predictions, without the softmax."""
    W, b, W2, b2 = parameters
    states_series, _ = forward_pass(batch_x, init_state, W, b)
    scores = logits(states_series, W2, b2)
    result = _learn(parameters, optimizer, batch_x, batch_y, init_state)
    return result._replace(predictions_series=scores)


@replaces("5.2")
def returns_the_predicted_classes(parameters, optimizer, batch_x, batch_y, init_state):
    """Returns the indices of the most likely classes instead of the probabilities."""
    result = _learn(parameters, optimizer, batch_x, batch_y, init_state)
    classes = [tf.argmax(said, axis=1) for said in result.predictions_series]
    return result._replace(predictions_series=classes)


@replaces("5.2")
def returns_the_predictions_before_the_state(
    parameters, optimizer, batch_x, batch_y, init_state
):
    """Swaps two parts of the result; the right order is `(total_loss, current_state,
    predictions_series)`."""
    loss, state, said = _learn(parameters, optimizer, batch_x, batch_y, init_state)
    return StepResult(loss, said, state)


@replaces("5.2")
def returns_a_plain_float(parameters, optimizer, batch_x, batch_y, init_state):
    """Returns `total_loss` as a Python float instead of a float32 scalar."""
    result = _learn(parameters, optimizer, batch_x, batch_y, init_state)
    return result._replace(total_loss=float(result.total_loss))


@replaces("5.2")
def hands_probabilities_to_the_loss(
    parameters, optimizer, batch_x, batch_y, init_state
):
    """Passes probabilities to `total_loss` instead of logits."""
    W, b, W2, b2 = parameters
    with tf.GradientTape() as tape:
        states_series, current_state = forward_pass(batch_x, init_state, W, b)
        predicted = predictions(logits(states_series, W2, b2))
        loss = total_loss(predicted, batch_y)
    _move(optimizer, tape.gradient(loss, parameters), parameters)
    return StepResult(loss, current_state, predicted)


_window_before = [(None, None, None)]


@replaces("5.2")
def lets_errors_flow_into_the_window_before(
    parameters, optimizer, batch_x, batch_y, init_state
):
    """Lets the gradient flow back into the previous window."""
    before_x, before_state, handed_over = _window_before[0]
    with tf.GradientTape() as tape:
        if init_state is handed_over:
            _, again = forward_pass(before_x, before_state, *parameters[:2])
            init_state += again - tf.stop_gradient(again)  # its value stays the same
        result = _look(parameters, batch_x, batch_y, init_state)
    _window_before[0] = batch_x, init_state, result.current_state
    _move(optimizer, tape.gradient(result.total_loss, parameters), parameters)
    return result


def _network(settings, rng):
    """Return parameters and optimizer; a test patches the name in `cell`."""
    return cell.init_parameters(settings, rng), make_optimizer(settings)


def _data(settings, rng):
    """Return the windows of a new series."""
    x, y = generate_data(settings, rng)
    return list(batch_windows(x, y, settings.truncated_backprop_length))


def _zero_state(settings):
    return tf.zeros((settings.batch_size, settings.state_size))


def _epoch(epoch_idx, network, windows, current_state, start=0):
    """Train on the windows one after the other; return the last state."""
    for batch_idx, window in enumerate(windows, start):
        loss, current_state, predicted = train_step(*network, *window, current_state)
        yield TrainingStep(
            epoch_idx, batch_idx, float(loss), np.stack(predicted), *window
        )
    return current_state


def _training(settings, rng, draw=_data):
    """Train as `train` should, in every epoch on the windows that a function draws."""
    network = _network(settings, rng)
    for epoch_idx in range(settings.num_epochs):
        windows = draw(settings, rng)
        yield from _epoch(epoch_idx, network, windows, _zero_state(settings))


@replaces("5.3")
def never_resets_the_state(settings, rng):
    """Carries the state into the next epoch instead of resetting it to zeros."""
    network, state = _network(settings, rng), _zero_state(settings)
    for epoch_idx in range(settings.num_epochs):
        state = yield from _epoch(epoch_idx, network, _data(settings, rng), state)


@replaces("5.3")
def resets_the_state_at_every_window(settings, rng):
    """Resets the state to zeros for every window instead of every epoch."""
    network = _network(settings, rng)
    for epoch_idx in range(settings.num_epochs):
        for batch_idx, window in enumerate(_data(settings, rng)):
            yield from _epoch(
                epoch_idx, network, [window], _zero_state(settings), batch_idx
            )


@replaces("5.3")
def draws_the_data_once(settings, rng):
    """Draws the data only once instead of once per epoch."""
    network, windows = _network(settings, rng), _data(settings, rng)
    for epoch_idx in range(settings.num_epochs):
        yield from _epoch(epoch_idx, network, windows, _zero_state(settings))


@replaces("5.3")
def draws_the_data_for_every_window(settings, rng):
    """Draws new data for every window instead of once per epoch."""
    return _training(settings, rng, draw=_first_windows)


def _first_windows(settings, rng):
    """Return as many windows as an epoch has, each the first of a series of its own."""
    number = len(_data(settings, rng))
    return [_data(settings, rng)[0] for _ in range(number)]


@replaces("5.3")
def seeds_every_epoch_alike(settings, rng):
    """Draws the same bits again in every epoch."""
    network, seed = _network(settings, rng), rng.integers(1000)
    for epoch_idx in range(settings.num_epochs):
        windows = _data(settings, np.random.default_rng(seed))
        yield from _epoch(epoch_idx, network, windows, _zero_state(settings))


@replaces("5.3")
def brings_its_own_chance(settings, rng):
    """Ignores `rng`: the same seed gives a different run every time."""
    return _training(settings, np.random.default_rng())


@replaces("5.3")
def always_seeds_with_zero(settings, rng):
    """Ignores `rng`: every seed gives the same run."""
    return _training(settings, np.random.default_rng(0))


@replaces("5.3")
def seeds_the_weights_with_zero(settings, rng):
    """Draws the weights without `rng`: every seed gives the same weights."""
    network = _network(settings, np.random.default_rng(0))
    for epoch_idx in range(settings.num_epochs):
        windows = _data(settings, rng)
        yield from _epoch(epoch_idx, network, windows, _zero_state(settings))


@replaces("5.3")
def seeds_the_data_with_the_epoch(settings, rng):
    """Draws the data without `rng`: every seed gives the same data."""
    network = _network(settings, rng)
    for epoch_idx in range(settings.num_epochs):
        windows = _data(settings, np.random.default_rng(epoch_idx))
        yield from _epoch(epoch_idx, network, windows, _zero_state(settings))


@replaces("5.3")
def makes_an_optimizer_of_its_own(settings, rng):
    """Uses an optimizer other than the one from `make_optimizer(settings)`."""
    parameters, _ = _network(settings, rng)
    optimizer = tf.keras.optimizers.Adagrad(0.3, initial_accumulator_value=0.1)
    for epoch_idx in range(settings.num_epochs):
        windows = _data(settings, rng)
        network = parameters, optimizer
        yield from _epoch(epoch_idx, network, windows, _zero_state(settings))


@replaces("5.3")
def makes_an_optimizer_for_every_window(settings, rng):
    """Uses a new optimizer for every window, so the accumulators are reset."""
    parameters, _ = _network(settings, rng)
    for epoch_idx in range(settings.num_epochs):
        state = _zero_state(settings)
        for batch_idx, window in enumerate(_data(settings, rng)):
            network = parameters, make_optimizer(settings)
            state = yield from _epoch(epoch_idx, network, [window], state, batch_idx)


@replaces("5.3")
def makes_an_optimizer_for_every_epoch(settings, rng):
    """Uses a new optimizer for every epoch, so the accumulators are reset."""
    parameters, _ = _network(settings, rng)
    for epoch_idx in range(settings.num_epochs):
        network = parameters, make_optimizer(settings)
        yield from _epoch(
            epoch_idx, network, _data(settings, rng), _zero_state(settings)
        )


@replaces("5.3")
def makes_a_network_for_every_epoch(settings, rng):
    """Creates a new network and a new optimizer in every epoch, so everything learned
    so far is lost."""
    for epoch_idx in range(settings.num_epochs):
        network = _network(settings, rng)
        yield from _epoch(
            epoch_idx, network, _data(settings, rng), _zero_state(settings)
        )


@replaces("5.3")
def makes_parameters_for_every_epoch(settings, rng):
    """Creates a new network in every epoch instead of one for the whole training
    run."""
    optimizer = make_optimizer(settings)
    for epoch_idx in range(settings.num_epochs):
        network = cell.init_parameters(settings, rng), optimizer
        yield from _epoch(
            epoch_idx, network, _data(settings, rng), _zero_state(settings)
        )


@replaces("5.3")
def trains_a_whole_epoch_at_once(settings, rng):
    """Trains on all windows of an epoch before it yields the epoch's first step."""
    network = _network(settings, rng)
    for epoch_idx in range(settings.num_epochs):
        windows = _data(settings, rng)
        yield from list(_epoch(epoch_idx, network, windows, _zero_state(settings)))


@replaces("5.3")
def trains_before_it_is_asked(settings, rng):
    """Trains for all epochs before it yields the first step."""
    return iter(list(_training(settings, rng)))


@replaces("5.3")
def returns_all_steps_in_a_list(settings, rng):
    """Returns a list of all steps instead of an iterator."""
    return list(_training(settings, rng))


@replaces("5.3")
def counts_the_windows_on(settings, rng):
    """Does not reset `batch_idx` to 0 at the start of an epoch."""
    network = _network(settings, rng)
    for epoch_idx in range(settings.num_epochs):
        windows, start = _data(settings, rng), epoch_idx * num_batches(settings)
        yield from _epoch(epoch_idx, network, windows, _zero_state(settings), start)


@replaces("5.3")
def counts_epochs_from_one(settings, rng):
    """Numbers the epochs from 1 instead of 0, and trains for one epoch too few."""
    network = _network(settings, rng)
    for epoch_idx in range(1, settings.num_epochs):
        yield from _epoch(
            epoch_idx, network, _data(settings, rng), _zero_state(settings)
        )


@replaces("5.3")
def trains_on_the_input_as_target(settings, rng):
    """Uses the input as the target instead of its echo."""

    def draw(*args):
        return [(batch_x, batch_x) for batch_x, _ in _data(*args)]

    return _training(settings, rng, draw)


@replaces("5.3")
def shuffles_the_windows(settings, rng):
    """Trains on the windows out of order."""

    def draw(*args):
        windows = _data(*args)
        rng.shuffle(windows)
        return windows

    return _training(settings, rng, draw)


@replaces("5.3")
def uses_the_ragged_tail(settings, rng):
    """Trains on the leftover columns as a last, shorter window."""
    network, width = _network(settings, rng), settings.truncated_backprop_length
    for epoch_idx in range(settings.num_epochs):
        x, y = generate_data(settings, rng)
        starts = range(0, x.shape[1], width)
        windows = [(x[:, a : a + width], y[:, a : a + width]) for a in starts]
        yield from _epoch(epoch_idx, network, windows, _zero_state(settings))


@replaces("5.3")
def shows_every_hundredth_window(settings, rng):
    """Yields only every 100th step."""
    for step in _training(settings, rng):
        if step.batch_idx % 100 == 0:
            yield step


@replaces("5.3")
def yields_once_an_epoch(settings, rng):
    """Yields only the last step of every epoch (is `yield` inside the inner loop?)."""
    steps = _training(settings, rng)
    return (step for step in steps if step.batch_idx == _last(settings))


def _last(settings):
    return num_batches(settings) - 1


@replaces("5.3")
def leaves_the_loss_a_tensor(settings, rng):
    """Yields `total_loss` as a tensor instead of a float."""
    for step in _training(settings, rng):
        yield step._replace(total_loss=tf.constant(step.total_loss))


@replaces("5.3")
def leaves_the_predictions_a_list(settings, rng):
    """Yields the predictions as a list instead of one array."""
    for step in _training(settings, rng):
        yield step._replace(predictions_series=list(step.predictions_series))


@replaces("5.3")
def stacks_the_batch_first(settings, rng):
    """Yields predictions of shape (batch, time, classes) instead of (time, batch,
    classes)."""
    for step in _training(settings, rng):
        turned = np.swapaxes(step.predictions_series, 0, 1)
        yield step._replace(predictions_series=turned)


@replaces("5.3")
def yields_input_and_target_swapped(settings, rng):
    """Yields the target as `batch_x` and the input as `batch_y`."""
    for step in _training(settings, rng):
        yield step._replace(batch_x=step.batch_y, batch_y=step.batch_x)


@replaces("5.3")
def trains_for_one_epoch(settings, rng):
    """Stops after the first epoch."""
    yield from _epoch(
        0, _network(settings, rng), _data(settings, rng), _zero_state(settings)
    )


@replaces("5.3")
def yields_the_mean_loss_so_far(settings, rng):
    """Yields the mean of the epoch's losses so far instead of the loss of each
    window."""
    network = _network(settings, rng)
    for epoch_idx in range(settings.num_epochs):
        windows, losses = _data(settings, rng), []
        for step in _epoch(epoch_idx, network, windows, _zero_state(settings)):
            losses.append(step.total_loss)
            yield step._replace(total_loss=float(np.mean(losses)))


@replaces("5.3")
def starts_from_a_state_of_ones(settings, rng):
    """Starts every epoch from a state of ones instead of zeros."""
    network = _network(settings, rng)
    for epoch_idx in range(settings.num_epochs):
        ones = tf.ones_like(_zero_state(settings))
        yield from _epoch(epoch_idx, network, _data(settings, rng), ones)


@replaces("5.3")
def starts_from_a_random_state(settings, rng):
    """Starts every epoch from a state of random numbers instead of zeros."""
    network = _network(settings, rng)
    for epoch_idx in range(settings.num_epochs):
        state = tf.random.normal((settings.batch_size, settings.state_size))
        yield from _epoch(epoch_idx, network, _data(settings, rng), state)


@replaces("5.2")
def never_enters_the_tape(parameters, optimizer, batch_x, batch_y, init_state):
    """Never starts the tape (use `with tf.GradientTape() as tape:`), or calls
    `tape.gradient` more than once."""
    tape = tf.GradientTape()
    result = _look(parameters, batch_x, batch_y, init_state)
    _move(optimizer, tape.gradient(result.total_loss, parameters), parameters)
    return result


@replaces("5.3")
def reads_the_default_settings(settings, rng):
    """Uses the default settings instead of the settings that are passed in."""
    return _training(Settings(), rng)


@replaces("5.3")
def draws_new_data_and_uses_the_old(settings, rng):
    """Draws new data for every epoch but always trains on the data of the first
    epoch."""
    network = _network(settings, rng)
    first, *_ = [_data(settings, rng) for _ in range(settings.num_epochs)]
    for epoch_idx in range(settings.num_epochs):
        yield from _epoch(epoch_idx, network, first, _zero_state(settings))


@replaces("5.3")
def swaps_input_and_target(settings, rng):
    """Swaps the input and the target: `generate_data` returns `(x, y)`, not `(y,
    x)`."""

    def draw(*args):
        return [(batch_y, batch_x) for batch_x, batch_y in _data(*args)]

    return _training(settings, rng, draw)


@replaces("5.3")
def yields_the_same_array_in_every_step(settings, rng):
    """Yields the same array of predictions in every step and overwrites it, so the
    earlier steps change too."""
    array = None
    for step in _training(settings, rng):
        array = np.empty_like(step.predictions_series) if array is None else array
        array[:] = step.predictions_series
        yield step._replace(predictions_series=array)


@replaces("5.1")
def decays_the_weights(settings):
    """Adds weight decay: every update also shrinks the weights."""
    return tf.keras.optimizers.Adagrad(settings.learning_rate, weight_decay=1e-3)


@replaces("5.2")
def climbs_by_hand(parameters, optimizer, batch_x, batch_y, init_state):
    """Adds the learning rate times the gradient instead of using the optimizer, so the
    loss increases."""
    rate = optimizer.learning_rate
    return _move_by_hand(rate, parameters, batch_x, batch_y, init_state)


@replaces("5.2")
def swaps_the_ends_of_the_gradient(parameters, optimizer, batch_x, batch_y, init_state):
    """Swaps the arguments of `tape.gradient`: the loss must come first, then the
    parameters."""
    with tf.GradientTape() as tape:
        result = _look(parameters, batch_x, batch_y, init_state)
    gradients = tape.gradient(list(parameters), result.total_loss)
    _move(optimizer, gradients, parameters)
    return result


_first = []


@replaces("5.2")
def trains_the_first_network_for_ever(
    parameters, optimizer, batch_x, batch_y, init_state
):
    """Keeps training the first network instead of the one that is passed in."""
    _first[:] = _first or [parameters, optimizer]
    return _learn(*_first, batch_x, batch_y, init_state)


_first_optimizers = {}


@replaces("5.2")
def keeps_the_first_optimizer(parameters, optimizer, batch_x, batch_y, init_state):
    """Keeps using a network's first optimizer even if a new one is passed in."""
    key = tuple(map(id, parameters))
    first, _ = _first_optimizers.setdefault(key, (optimizer, parameters))
    return _learn(parameters, first, batch_x, batch_y, init_state)


_losses = []


@replaces("5.2")
def means_the_losses_so_far(parameters, optimizer, batch_x, batch_y, init_state):
    """Returns the mean loss of all calls so far instead of the loss of this window."""
    result = _learn(parameters, optimizer, batch_x, batch_y, init_state)
    _losses.append(result.total_loss)
    return result._replace(total_loss=tf.reduce_mean(_losses))


def _twice(settings, rng, carried):
    """Train on every window twice; from the first state that comes of it, or not."""
    network = _network(settings, rng)
    for epoch_idx in range(settings.num_epochs):
        state = _zero_state(settings)
        for batch_idx, window in enumerate(_data(settings, rng)):
            first = train_step(*network, *window, state)
            state = first.current_state if carried else state
            steps = _epoch(epoch_idx, network, [window], state, batch_idx)
            state = yield from steps


@replaces("5.3")
def trains_twice_from_the_same_state(settings, rng):
    """Calls `train_step` twice for every window."""
    return _twice(settings, rng, carried=False)


@replaces("5.3")
def trains_twice_in_a_row(settings, rng):
    """Calls `train_step` twice for every window, and carries the state from the first
    call to the second."""
    return _twice(settings, rng, carried=True)


@replaces("5.3")
def decays_the_learning_rate(settings, rng):
    """Changes the learning rate from epoch to epoch."""
    network = _, optimizer = _network(settings, rng)
    for epoch_idx in range(settings.num_epochs):
        optimizer.learning_rate = settings.learning_rate * 0.95**epoch_idx
        windows = _data(settings, rng)
        yield from _epoch(epoch_idx, network, windows, _zero_state(settings))


@replaces("5.3")
def passes_the_target_as_the_input(settings, rng):
    """Passes `batch_y` to `train_step` as the input, and `batch_x` as the target."""
    network = _network(settings, rng)
    for epoch_idx in range(settings.num_epochs):
        swapped = [window[::-1] for window in _data(settings, rng)]
        for step in _epoch(epoch_idx, network, swapped, _zero_state(settings)):
            yield step._replace(batch_x=step.batch_y, batch_y=step.batch_x)


@replaces("5.1")
def lowers_the_rate_later(settings):
    """Lowers the learning rate after every 1000 steps."""
    rate = tf.keras.optimizers.schedules.ExponentialDecay(
        settings.learning_rate, decay_steps=1000, decay_rate=0.9, staircase=True
    )
    return tf.keras.optimizers.Adagrad(rate, initial_accumulator_value=0.1)


@replaces("5.2")
def skips_windows_with_a_small_loss(
    parameters, optimizer, batch_x, batch_y, init_state
):
    """Does not update the parameters if the loss is below 0.01."""
    with tf.GradientTape() as tape:
        result = _look(parameters, batch_x, batch_y, init_state)
    if result.total_loss >= 0.01:
        _move(optimizer, tape.gradient(result.total_loss, parameters), parameters)
    return result
