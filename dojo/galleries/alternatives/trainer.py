"""Exercise 5, other ways: the optimizer, the step, the training."""

import numpy as np
import tensorflow as tf

from dojo.galleries.plants import replaces
from echornn import cell
from echornn.batching import batch_window, batch_windows, num_batches
from echornn.cell import forward_pass
from echornn.data import generate_data
from echornn.loss import logits, predictions, total_loss
from echornn.trainer import StepResult, TrainingStep, make_optimizer, train_step

# 5.1 make_optimizer


@replaces("5.1")
def optimizer_by_default(settings):
    """A tenth is what Keras starts with if nobody says anything."""
    return tf.keras.optimizers.Adagrad(learning_rate=settings.learning_rate)


@replaces("5.1")
def optimizer_by_config(settings):
    """Keras makes it from a description."""
    config = {
        "learning_rate": settings.learning_rate,
        "initial_accumulator_value": 0.1,
    }
    return tf.keras.optimizers.get({"class_name": "Adagrad", "config": config})


@replaces("5.1")
def optimizer_by_name(settings):
    """Keras finds it by its name, and then learns how fast to go."""
    optimizer = tf.keras.optimizers.get("adagrad")
    optimizer.learning_rate = settings.learning_rate
    return optimizer


class _KerasAdagrad(tf.keras.optimizers.Optimizer):
    def build(self, variables):
        if not self.built:
            super().build(variables)
            tenth = tf.keras.initializers.Constant(0.1)
            self.sums = [
                self.add_variable(v.shape, tenth, name="sum") for v in variables
            ]

    def update_step(self, gradient, variable, learning_rate):
        total = self.sums[self._get_variable_index(variable)]
        self.assign_add(total, tf.square(gradient))
        move = learning_rate * gradient / tf.sqrt(tf.convert_to_tensor(total))
        self.assign_sub(variable, move)


@replaces("5.1")
def adagrad_with_0_1_as_epsilon(settings):
    """Keras adds epsilon under the root: 0.1 there is 0.1 at the start of the sums."""
    return tf.keras.optimizers.Adagrad(
        settings.learning_rate, initial_accumulator_value=0.0, epsilon=0.1
    )


@replaces("5.1")
def optimizer_as_a_subclass(settings):
    """Adagrad's two lines, in a Keras optimizer of one's own."""
    return _KerasAdagrad(settings.learning_rate, name="adagrad")


# 5.2 train_step


def _look(parameters, batch_x, batch_y, init_state):
    """Run a window forward, and change nothing."""
    W, b, W2, b2 = parameters
    states_series, current_state = forward_pass(batch_x, init_state, W, b)
    logits_series = logits(states_series, W2, b2)
    loss = total_loss(logits_series, batch_y)
    return StepResult(loss, current_state, predictions(logits_series))


@replaces("5.2")
def step_eagerly(parameters, optimizer, batch_x, batch_y, init_state):
    """No graph: every operation when its line is reached."""
    with tf.GradientTape() as tape:
        result = _look(parameters, batch_x, batch_y, init_state)
    gradients = tape.gradient(result.total_loss, parameters)
    optimizer.apply_gradients(zip(gradients, parameters, strict=True))
    return result


_graph_step = tf.function(step_eagerly)
_xla_step = tf.function(step_eagerly, jit_compile=True, autograph=False)


@replaces("5.2")
def step_built_and_then_a_graph(parameters, optimizer, batch_x, batch_y, init_state):
    """One graph function for all, and the optimizer's variables made outside of it."""
    if not optimizer.built:
        optimizer.build(parameters)
    return _graph_step(parameters, optimizer, batch_x, batch_y, init_state)


@replaces("5.2")
def step_built_and_then_compiled(parameters, optimizer, batch_x, batch_y, init_state):
    """The same through XLA, with the window as tensors."""
    optimizer.build(parameters)
    batch_x, batch_y = tf.constant(batch_x), tf.constant(batch_y)
    return _xla_step(parameters, optimizer, batch_x, batch_y, init_state)


@replaces("5.2")
def step_kept_by_the_optimizer(parameters, optimizer, batch_x, batch_y, init_state):
    """Each optimizer carries the graph function that was made for it."""
    if not hasattr(optimizer, "echo_step"):
        optimizer.echo_step = tf.function(step_eagerly, autograph=False)
    return optimizer.echo_step(parameters, optimizer, batch_x, batch_y, init_state)


@replaces("5.2")
def step_by_apply(parameters, optimizer, batch_x, batch_y, init_state):
    """Keras 3's `apply` takes gradients and variables in two lists."""
    with tf.GradientTape(watch_accessed_variables=False) as tape:
        tape.watch(parameters)
        result = _look(parameters, batch_x, batch_y, init_state)
    optimizer.apply(tape.gradient(result.total_loss, list(parameters)), parameters)
    return result


@replaces("5.2")
def step_that_stops_the_gradient(parameters, optimizer, batch_x, batch_y, init_state):
    """The truncation written out, at both ends of the window."""
    with tf.GradientTape() as tape:
        state = tf.stop_gradient(init_state)
        loss, state, predictions_series = _look(parameters, batch_x, batch_y, state)
    gradients = tape.gradient(loss, list(parameters))
    optimizer.apply_gradients(list(zip(gradients, parameters, strict=True)))
    return StepResult(loss, tf.stop_gradient(state), predictions_series)


@replaces("5.2")
def step_parameter_by_parameter(parameters, optimizer, batch_x, batch_y, init_state):
    """A persistent tape is asked once for each parameter."""
    with tf.GradientTape(persistent=True) as tape:
        result = _look(parameters, batch_x, batch_y, init_state)
    optimizer.apply_gradients(
        [
            (tape.gradient(result.total_loss, variable), variable)
            for variable in parameters
        ]
    )
    return result


@replaces("5.2")
def step_that_predicts_afterwards(parameters, optimizer, batch_x, batch_y, init_state):
    """Only the loss is under the tape; predictions come of the logits that it left."""
    W, b, W2, b2 = parameters
    with tf.GradientTape() as tape:
        states_series, _ = forward_pass(batch_x, init_state, W, b)
        logits_series = logits(states_series, W2, b2)
        loss = total_loss(logits_series, batch_y)
    optimizer.apply_gradients(
        zip(tape.gradient(loss, [W, b, W2, b2]), [W, b, W2, b2], strict=True)
    )
    predictions_series = predictions(logits_series)
    return StepResult(
        total_loss=loss,
        current_state=states_series[-1],
        predictions_series=predictions_series,
    )


@replaces("5.2")
def step_by_hand(parameters, optimizer, batch_x, batch_y, init_state):
    """No tape: forward in NumPy, and backward by the chain rule."""
    W, b, W2, b2 = (variable.numpy() for variable in parameters)
    bits, states = np.float32(batch_x), [np.asarray(init_state)]
    for column in bits.T:
        states.append(np.tanh(np.column_stack([column, states[-1]]) @ W + b))
    exponentials = np.exp(np.stack(states[1:]) @ W2 + b2)
    said = exponentials / exponentials.sum(axis=2, keepdims=True)
    right = np.eye(W2.shape[1], dtype="float32")[np.transpose(batch_y)]
    loss = -np.log((said * right).sum(axis=2)).mean()

    d_W, d_b, d_W2, d_b2 = (np.zeros_like(variable) for variable in (W, b, W2, b2))
    d_state = 0.0
    for t in reversed(range(len(said))):
        d_scores = (said[t] - right[t]) / right[..., 0].size
        d_sum = (d_state + d_scores @ W2.T) * (1 - states[t + 1] ** 2)
        d_W += np.column_stack([bits[:, t], states[t]]).T @ d_sum
        d_W2 += states[t + 1].T @ d_scores
        d_b += d_sum.sum(axis=0)
        d_b2 += d_scores.sum(axis=0)
        d_state = d_sum @ W[1:].T
    gradients = map(tf.constant, (d_W, d_b, d_W2, d_b2))
    optimizer.apply_gradients(zip(gradients, parameters, strict=True))
    return StepResult(
        tf.constant(loss), tf.constant(states[-1]), list(map(tf.constant, said))
    )


# 5.3 train


def _plain(epoch_idx, batch_idx, result, batch_x, batch_y):
    loss, _, predictions_series = result
    said = np.array(predictions_series)
    return TrainingStep(epoch_idx, batch_idx, float(loss), said, batch_x, batch_y)


@replaces("5.3")
def train_in_one_function(settings, rng):
    """Everything in one place, tape and all."""
    parameters = W, b, W2, b2 = cell.init_parameters(settings, rng)
    optimizer = tf.keras.optimizers.Adagrad(settings.learning_rate)
    for epoch_idx in range(settings.num_epochs):
        x, y = generate_data(settings, rng)
        state = tf.zeros([settings.batch_size, settings.state_size])
        for batch_idx in range(num_batches(settings)):
            window = batch_window(x, y, batch_idx, settings.truncated_backprop_length)
            with tf.GradientTape() as tape:
                states_series, state = forward_pass(window[0], state, W, b)
                logits_series = logits(states_series, W2, b2)
                loss = total_loss(logits_series, window[1])
            gradients = tape.gradient(loss, parameters)
            optimizer.apply_gradients(zip(gradients, parameters, strict=True))
            said = np.stack(predictions(logits_series))
            yield TrainingStep(epoch_idx, batch_idx, loss.numpy(), said, *window)


@replaces("5.3")
def train_with_the_state_in_numpy(settings, rng):
    """Between windows the state is plain numbers, so let it be NumPy's."""
    parameters, optimizer = (
        cell.init_parameters(settings, rng),
        make_optimizer(settings),
    )
    optimizer.build(parameters)
    for epoch_idx in range(settings.num_epochs):
        windows = batch_windows(
            *generate_data(settings, rng), settings.truncated_backprop_length
        )
        state = np.zeros((settings.batch_size, settings.state_size), dtype=np.float32)
        for batch_idx, window in enumerate(windows):
            result = train_step(parameters, optimizer, *window, state)
            state = result.current_state.numpy()
            yield _plain(epoch_idx, batch_idx, result, *window)


@replaces("5.3")
def train_with_the_state_in_a_variable(settings, rng):
    """The state is a variable that is assigned to and never trained."""
    parameters, optimizer = (
        cell.init_parameters(settings, rng),
        make_optimizer(settings),
    )
    zeros = tf.zeros((settings.batch_size, settings.state_size))
    state = tf.Variable(zeros, trainable=False)
    for epoch_idx in range(settings.num_epochs):
        state.assign(zeros)
        x, y = generate_data(settings, rng)
        for batch_idx, window in enumerate(
            batch_windows(x, y, settings.truncated_backprop_length)
        ):
            result = train_step(parameters, optimizer, *window, state)
            state.assign(result.current_state)
            yield _plain(epoch_idx, batch_idx, result, *window)


def _epoch(settings, rng, epoch_idx, parameters, optimizer):
    x, y = generate_data(settings, rng)
    state = tf.zeros((settings.batch_size, settings.state_size))
    windows = batch_windows(x, y, settings.truncated_backprop_length)
    for batch_idx, (batch_x, batch_y) in enumerate(windows):
        result = train_step(parameters, optimizer, batch_x, batch_y, state)
        state = result.current_state
        yield _plain(epoch_idx, batch_idx, result, batch_x, batch_y)


@replaces("5.3")
def train_epoch_by_epoch(settings, rng):
    """A generator for an epoch, and one that goes through them."""
    learner = cell.init_parameters(settings, rng), make_optimizer(settings)
    for epoch_idx in range(settings.num_epochs):
        yield from _epoch(settings, rng, epoch_idx, *learner)


@replaces("5.3")
def train_in_one_flat_loop(settings, rng):
    """Count windows only; a new epoch is where their number comes round to 0."""
    parameters, optimizer = (
        cell.init_parameters(settings, rng),
        make_optimizer(settings),
    )
    windows = num_batches(settings)
    for count in range(settings.num_epochs * windows):
        epoch_idx, batch_idx = divmod(count, windows)
        if batch_idx == 0:
            x, y = generate_data(settings, rng)
            state = tf.zeros((settings.batch_size, settings.state_size))
        window = batch_window(x, y, batch_idx, settings.truncated_backprop_length)
        result = train_step(parameters, optimizer, *window, state)
        state = result.current_state
        yield _plain(epoch_idx, batch_idx, result, *window)
