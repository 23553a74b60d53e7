"""Foreign bugs: truncated back-propagation."""

import numpy as np
import tensorflow as tf

from dojo.galleries.plants import replaces
from echornn.batching import batch_windows
from echornn.cell import forward_pass, init_parameters
from echornn.data import generate_data
from echornn.loss import logits, predictions, total_loss
from echornn.trainer import StepResult, TrainingStep, make_optimizer, train_step


@replaces("5.1")
def rate_shared_by_the_rows(settings):
    """Divides the learning rate by the batch size."""
    return tf.keras.optimizers.Adagrad(
        learning_rate=settings.learning_rate / settings.batch_size,
        initial_accumulator_value=0.1,
    )


@replaces("5.2")
def state_before_the_last(parameters, optimizer, batch_x, batch_y, init_state):
    """Returns states_series[-2] as the current state (init_state if only one step)."""
    W, b, W2, b2 = parameters
    with tf.GradientTape() as tape:
        states, _ = forward_pass(batch_x, init_state, W, b)
        scores = logits(states, W2, b2)
        loss = total_loss(scores, batch_y)
    grads = tape.gradient(loss, [W, b, W2, b2])
    optimizer.apply_gradients(zip(grads, [W, b, W2, b2]))
    last = ([init_state] + states)[-2]
    return StepResult(loss, last, predictions(scores))


@replaces("5.2")
def bits_as_plus_and_minus(parameters, optimizer, batch_x, batch_y, init_state):
    """Feeds the input as -1 and 1 instead of 0 and 1."""
    W, b, W2, b2 = parameters
    signs = 2 * np.asarray(batch_x, dtype=np.float32) - 1
    with tf.GradientTape() as tape:
        states, last = forward_pass(signs, init_state, W, b)
        scores = logits(states, W2, b2)
        loss = total_loss(scores, batch_y)
    grads = tape.gradient(loss, list(parameters))
    optimizer.apply_gradients(zip(grads, parameters))
    return StepResult(loss, last, predictions(scores))


@replaces("5.2")
def penalty_in_the_gradient(parameters, optimizer, batch_x, batch_y, init_state):
    """Adds 0.01 times the squared weights to what is differentiated."""
    W, b, W2, b2 = parameters
    with tf.GradientTape() as tape:
        states, last = forward_pass(batch_x, init_state, W, b)
        scores = logits(states, W2, b2)
        loss = total_loss(scores, batch_y)
        target = loss + 0.01 * (tf.reduce_sum(W**2) + tf.reduce_sum(W2**2))
    grads = tape.gradient(target, list(parameters))
    optimizer.apply_gradients(zip(grads, parameters))
    return StepResult(loss, last, predictions(scores))


@replaces("5.3")
def last_window_left_out(settings, rng):
    """Stops one window before the end of every epoch."""
    net = init_parameters(settings, rng)
    opt = make_optimizer(settings)
    opt.build(net)
    for epoch in range(settings.num_epochs):
        x, y = generate_data(settings, rng)
        state = tf.zeros([settings.batch_size, settings.state_size])
        windows = list(batch_windows(x, y, settings.truncated_backprop_length))
        for k in range(len(windows) - 1):
            bx, by = windows[k]
            loss, state, p = train_step(net, opt, bx, by, state)
            yield TrainingStep(epoch, k, float(loss), np.stack(p), bx, by)


@replaces("5.3")
def epochs_numbered_from_1(settings, rng):
    """Trains all epochs, but the first is number 1."""
    net = init_parameters(settings, rng)
    opt = make_optimizer(settings)
    for epoch in range(1, settings.num_epochs + 1):
        x, y = generate_data(settings, rng)
        state = tf.zeros([settings.batch_size, settings.state_size])
        windows = batch_windows(x, y, settings.truncated_backprop_length)
        for k, (bx, by) in enumerate(windows):
            loss, state, p = train_step(net, opt, bx, by, state)
            yield TrainingStep(epoch, k, float(loss), np.stack(p), bx, by)


@replaces("5.2")
def last_column_alone(parameters, optimizer, batch_x, batch_y, init_state):
    """Compares the last prediction of the window with its target, and no other."""
    W, b, W2, b2 = parameters
    with tf.GradientTape() as tape:
        states, state = forward_pass(batch_x, init_state, W, b)
        scores = logits(states, W2, b2)
        loss = total_loss(scores[-1:], batch_y[:, -1:])
    gradients = tape.gradient(loss, parameters)
    optimizer.apply_gradients(zip(gradients, parameters, strict=True))
    return StepResult(loss, state, predictions(scores))
