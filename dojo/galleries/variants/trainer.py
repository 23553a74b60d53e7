"""Mistakes in exercise 5, retold: truncated back-propagation."""

from contextlib import ExitStack

import numpy as np
import tensorflow as tf

from dojo.galleries.plants import replaces
from echornn.batching import batch_windows
from echornn.cell import forward_pass, init_parameters, rnn_step
from echornn.data import generate_data
from echornn.loss import logits, predictions, total_loss
from echornn.trainer import StepResult, TrainingStep, make_optimizer, train_step

# ---------------------------------------------------------------- 5.1


@replaces("5.1")
def descends_plainly(settings):
    return tf.keras.optimizers.SGD(learning_rate=settings.learning_rate)


@replaces("5.1")
def takes_adam(settings):
    lr = settings.learning_rate
    return tf.keras.optimizers.Adam(lr)


@replaces("5.1")
def takes_adadelta(settings):
    return tf.keras.optimizers.Adadelta(learning_rate=settings.learning_rate)


@replaces("5.1")
def takes_rmsprop(settings):
    return tf.keras.optimizers.RMSprop(learning_rate=settings.learning_rate)


@replaces("5.1")
def accumulates_from_0(settings):
    return tf.keras.optimizers.Adagrad(
        learning_rate=settings.learning_rate, initial_accumulator_value=0.0
    )


@replaces("5.1")
def accumulates_from_1(settings):
    options = {"initial_accumulator_value": 1.0}
    return tf.keras.optimizers.Adagrad(settings.learning_rate, **options)


@replaces("5.1")
def forgets_the_learning_rate(settings):
    return tf.keras.optimizers.Adagrad(initial_accumulator_value=0.1)


@replaces("5.1")
def always_learns_at_0_3(settings):
    return tf.keras.optimizers.Adagrad(0.3, initial_accumulator_value=0.1)


@replaces("5.1")
def clips_the_gradient(settings):
    return tf.keras.optimizers.Adagrad(
        learning_rate=settings.learning_rate,
        initial_accumulator_value=0.1,
        clipnorm=1.0,
    )


_made = {}


@replaces("5.1")
def shares_one_optimizer(settings):
    rate = settings.learning_rate
    if rate not in _made:
        _made[rate] = tf.keras.optimizers.Adagrad(
            learning_rate=rate, initial_accumulator_value=0.1
        )
    return _made[rate]


# ---------------------------------------------------------------- 5.2


@replaces("5.2")
def measures_the_loss_after_the_update(
    parameters, optimizer, batch_x, batch_y, init_state
):
    W, b, W2, b2 = parameters
    with tf.GradientTape() as tape:
        states, last = forward_pass(batch_x, init_state, W, b)
        scores = logits(states, W2, b2)
        loss = total_loss(scores, batch_y)
    answers = predictions(scores)
    grads = tape.gradient(loss, [W, b, W2, b2])
    optimizer.apply_gradients(zip(grads, [W, b, W2, b2]))
    new_states, _ = forward_pass(batch_x, init_state, W, b)
    loss = total_loss(logits(new_states, W2, b2), batch_y)
    return StepResult(loss, last, answers)


@replaces("5.2")
def predicts_after_the_update(parameters, optimizer, batch_x, batch_y, init_state):
    with tf.GradientTape() as tape:
        states, last = forward_pass(batch_x, init_state, parameters.W, parameters.b)
        loss = total_loss(logits(states, parameters.W2, parameters.b2), batch_y)
    grads = tape.gradient(loss, list(parameters))
    optimizer.apply_gradients(list(zip(grads, parameters)))
    states, _ = forward_pass(batch_x, init_state, parameters.W, parameters.b)
    answers = predictions(logits(states, parameters.W2, parameters.b2))
    return StepResult(total_loss=loss, current_state=last, predictions_series=answers)


@replaces("5.2")
def runs_the_state_after_the_update(
    parameters, optimizer, batch_x, batch_y, init_state
):
    with tf.GradientTape() as tape:
        states, _ = forward_pass(batch_x, init_state, parameters.W, parameters.b)
        scores = logits(states, parameters.W2, parameters.b2)
        loss = total_loss(scores, batch_y)
    grads = tape.gradient(loss, list(parameters))
    pairs = []
    for g, v in zip(grads, parameters):
        pairs.append((g, v))
    optimizer.apply_gradients(pairs)
    _, after = forward_pass(batch_x, init_state, parameters.W, parameters.b)
    return StepResult(loss, after, predictions(scores))


@replaces("5.2")
def only_looks(parameters, optimizer, batch_x, batch_y, init_state):
    W, b, W2, b2 = parameters
    states, last = forward_pass(batch_x, init_state, W, b)
    scores = logits(states, W2, b2)
    return StepResult(total_loss(scores, batch_y), last, predictions(scores))


@replaces("5.2")
def looks_before_the_tape_records(parameters, optimizer, batch_x, batch_y, init_state):
    W, b, W2, b2 = parameters
    with tf.GradientTape() as tape:
        states, last = forward_pass(batch_x, init_state, W, b)
        scores = logits(states, W2, b2)
    loss = total_loss(scores, batch_y)
    grads = tape.gradient(loss, list(parameters))
    optimizer.apply_gradients(zip(grads, parameters))
    return StepResult(loss, last, predictions(scores))


@replaces("5.2")
def applies_each_gradient_alone(parameters, optimizer, batch_x, batch_y, init_state):
    W, b, W2, b2 = parameters
    with tf.GradientTape(persistent=True) as tape:
        states, last = forward_pass(batch_x, init_state, W, b)
        scores = logits(states, W2, b2)
        loss = total_loss(scores, batch_y)
    for variable in parameters:
        optimizer.apply_gradients([(tape.gradient(loss, variable), variable)])
    return StepResult(loss, last, predictions(scores))


@replaces("5.2")
def swaps_gradients_and_parameters(parameters, optimizer, batch_x, batch_y, init_state):
    W, b, W2, b2 = parameters
    with tf.GradientTape() as tape:
        states, last = forward_pass(batch_x, init_state, W, b)
        scores = logits(states, W2, b2)
        loss = total_loss(scores, batch_y)
    optimizer.apply_gradients(zip(parameters, tape.gradient(loss, list(parameters))))
    return StepResult(loss, last, predictions(scores))


@replaces("5.2")
def moves_by_the_gradient_of_the_sum(
    parameters, optimizer, batch_x, batch_y, init_state
):
    W, b, W2, b2 = parameters
    y = tf.cast(batch_y, tf.int32)
    with tf.GradientTape() as tape:
        states, last = forward_pass(batch_x, init_state, W, b)
        scores = logits(states, W2, b2)
        error = tf.constant(0.0)
        for t in range(len(scores)):
            hot = tf.one_hot(y[:, t], scores[t].shape[1])
            column = tf.nn.softmax_cross_entropy_with_logits(hot, scores[t])
            error += tf.reduce_sum(column)
    grads = tape.gradient(error, list(parameters))
    optimizer.apply_gradients(zip(grads, parameters))
    return StepResult(total_loss(scores, batch_y), last, predictions(scores))


@replaces("5.2")
def leaves_the_biases_out(parameters, optimizer, batch_x, batch_y, init_state):
    W, b, W2, b2 = parameters
    with tf.GradientTape() as tape:
        states, last = forward_pass(batch_x, init_state, W, b)
        scores = logits(states, W2, b2)
        loss = total_loss(scores, batch_y)
    weights = [W, W2]
    dW, dW2 = tape.gradient(loss, weights)
    optimizer.apply_gradients([(dW, W), (dW2, W2)])
    return StepResult(loss, last, predictions(scores))


@replaces("5.2")
def trains_only_the_cell(parameters, optimizer, batch_x, batch_y, init_state):
    W, b, W2, b2 = parameters
    with tf.GradientTape(watch_accessed_variables=False) as tape:
        tape.watch(W)
        tape.watch(b)
        states, last = forward_pass(batch_x, init_state, W, b)
        scores = logits(states, W2, b2)
        loss = total_loss(scores, batch_y)
    grads = tape.gradient(loss, (W, b))
    optimizer.apply_gradients(zip(grads, (W, b)))
    return StepResult(loss, last, predictions(scores))


@replaces("5.2")
def trains_only_the_output_layer(parameters, optimizer, batch_x, batch_y, init_state):
    W, b, W2, b2 = parameters
    states, last = forward_pass(batch_x, init_state, W, b)
    with tf.GradientTape() as tape:
        scores = logits(states, W2, b2)
        loss = total_loss(scores, batch_y)
    grads = tape.gradient(loss, [W2, b2])
    optimizer.apply_gradients(zip(grads, [W2, b2]))
    return StepResult(loss, last, predictions(scores))


@replaces("5.2")
def makes_an_optimizer_for_every_step(
    parameters, optimizer, batch_x, batch_y, init_state
):
    rate = float(np.asarray(optimizer.learning_rate))
    fresh = tf.keras.optimizers.Adagrad(rate, initial_accumulator_value=0.1)
    with tf.GradientTape() as tape:
        states, last = forward_pass(batch_x, init_state, parameters.W, parameters.b)
        scores = logits(states, parameters.W2, parameters.b2)
        loss = total_loss(scores, batch_y)
    grads = tape.gradient(loss, list(parameters))
    fresh.apply_gradients(zip(grads, parameters))
    return StepResult(loss, last, predictions(scores))


@replaces("5.2")
def descends_by_itself(parameters, optimizer, batch_x, batch_y, init_state):
    rate = float(np.asarray(optimizer.learning_rate))
    with tf.GradientTape() as tape:
        states, last = forward_pass(batch_x, init_state, parameters.W, parameters.b)
        scores = logits(states, parameters.W2, parameters.b2)
        loss = total_loss(scores, batch_y)
    for variable, slope in zip(parameters, tape.gradient(loss, list(parameters))):
        variable.assign_sub(rate * slope)
    return StepResult(loss, last, predictions(scores))


@replaces("5.2")
def climbs(parameters, optimizer, batch_x, batch_y, init_state):
    W, b, W2, b2 = parameters
    with tf.GradientTape() as tape:
        states, last = forward_pass(batch_x, init_state, W, b)
        scores = logits(states, W2, b2)
        loss = total_loss(scores, batch_y)
    grads = tape.gradient(loss, list(parameters))
    down = []
    for g in grads:
        down.append(tf.negative(g))
    optimizer.apply_gradients(zip(down, parameters))
    return StepResult(loss, last, predictions(scores))


@replaces("5.2")
def moves_twice(parameters, optimizer, batch_x, batch_y, init_state):
    W, b, W2, b2 = parameters
    with tf.GradientTape() as tape:
        states, last = forward_pass(batch_x, init_state, W, b)
        scores = logits(states, W2, b2)
        loss = total_loss(scores, batch_y)
    grads = tape.gradient(loss, list(parameters))
    for _ in range(2):
        optimizer.apply_gradients(zip(grads, parameters))
    return StepResult(loss, last, predictions(scores))


@replaces("5.2")
def clips_every_gradient(parameters, optimizer, batch_x, batch_y, init_state):
    W, b, W2, b2 = parameters
    with tf.GradientTape() as tape:
        states, last = forward_pass(batch_x, init_state, W, b)
        scores = logits(states, W2, b2)
        loss = total_loss(scores, batch_y)
    clipped = []
    for g in tape.gradient(loss, list(parameters)):
        clipped.append(tf.clip_by_norm(g, 1.0))
    optimizer.apply_gradients(zip(clipped, parameters))
    return StepResult(loss, last, predictions(scores))


@replaces("5.2")
def learns_from_the_last_step_alone(
    parameters, optimizer, batch_x, batch_y, init_state
):
    W, b, W2, b2 = parameters
    with tf.GradientTape() as tape:
        states, last = forward_pass(batch_x, init_state, W, b)
        scores = logits(states, W2, b2)
        error = total_loss([scores[-1]], batch_y[:, -1:])
    grads = tape.gradient(error, list(parameters))
    optimizer.apply_gradients(zip(grads, parameters))
    return StepResult(total_loss(scores, batch_y), last, predictions(scores))


@replaces("5.2")
def truncates_at_every_column(parameters, optimizer, batch_x, batch_y, init_state):
    """Stops the gradient between the columns too, so errors flow one step only."""
    W, b, W2, b2 = parameters
    x = tf.cast(batch_x, tf.float32)
    state = init_state
    states = []
    with tf.GradientTape() as tape:
        for t in range(x.shape[1]):
            state = rnn_step(x[:, t], tf.stop_gradient(state), W, b)
            states.append(state)
        scores = logits(states, W2, b2)
        loss = total_loss(scores, batch_y)
    grads = tape.gradient(loss, list(parameters))
    optimizer.apply_gradients(zip(grads, parameters))
    return StepResult(loss, state, predictions(scores))


@replaces("5.2")
def learns_to_repeat(parameters, optimizer, batch_x, batch_y, init_state):
    W, b, W2, b2 = parameters
    with tf.GradientTape() as tape:
        states, last = forward_pass(batch_x, init_state, W, b)
        scores = logits(states, W2, b2)
        loss = total_loss(scores, batch_x)
    grads = tape.gradient(loss, list(parameters))
    optimizer.apply_gradients(zip(grads, parameters))
    return StepResult(loss, last, predictions(scores))


@replaces("5.2")
def forgets_the_window_before(parameters, optimizer, batch_x, batch_y, init_state):
    W, b, W2, b2 = parameters
    start = tf.zeros([len(batch_x), W.shape[1]])
    with tf.GradientTape() as tape:
        states, last = forward_pass(batch_x, start, W, b)
        scores = logits(states, W2, b2)
        loss = total_loss(scores, batch_y)
    grads = tape.gradient(loss, list(parameters))
    optimizer.apply_gradients(zip(grads, parameters))
    return StepResult(loss, last, predictions(scores))


@replaces("5.2")
def returns_the_state_that_came_in(parameters, optimizer, batch_x, batch_y, init_state):
    W, b, W2, b2 = parameters
    with tf.GradientTape() as tape:
        states, _ = forward_pass(batch_x, init_state, W, b)
        scores = logits(states, W2, b2)
        loss = total_loss(scores, batch_y)
    grads = tape.gradient(loss, list(parameters))
    optimizer.apply_gradients(zip(grads, parameters))
    return StepResult(
        total_loss=loss,
        current_state=init_state,
        predictions_series=predictions(scores),
    )


@replaces("5.2")
def returns_the_first_state(parameters, optimizer, batch_x, batch_y, init_state):
    W, b, W2, b2 = parameters
    with tf.GradientTape() as tape:
        states = forward_pass(batch_x, init_state, W, b)[0]
        scores = logits(states, W2, b2)
        loss = total_loss(scores, batch_y)
    grads = tape.gradient(loss, list(parameters))
    optimizer.apply_gradients(zip(grads, parameters))
    return StepResult(loss, states[0], predictions(scores))


@replaces("5.2")
def returns_logits(parameters, optimizer, batch_x, batch_y, init_state):
    W, b, W2, b2 = parameters
    with tf.GradientTape() as tape:
        states, last = forward_pass(batch_x, init_state, W, b)
        scores = logits(states, W2, b2)
        loss = total_loss(scores, batch_y)
    grads = tape.gradient(loss, list(parameters))
    optimizer.apply_gradients(zip(grads, parameters))
    return StepResult(loss, last, scores)


_tape_of_the_last_window = None


@replaces("5.2")
def lets_errors_flow_into_the_window_before(
    parameters, optimizer, batch_x, batch_y, init_state
):
    global _tape_of_the_last_window
    W, b, W2, b2 = parameters
    next_tape = tf.GradientTape(persistent=True)
    tape = _tape_of_the_last_window
    if tape is None:
        tape = tf.GradientTape(persistent=True)
    with ExitStack() as stack:
        stack.enter_context(tape)  # it has seen how init_state was made
        stack.enter_context(next_tape)
        states, last = forward_pass(batch_x, init_state, W, b)
        scores = logits(states, W2, b2)
        loss = total_loss(scores, batch_y)
    grads = tape.gradient(loss, list(parameters))
    optimizer.apply_gradients(zip(grads, parameters))
    _tape_of_the_last_window = next_tape
    return StepResult(loss, last, predictions(scores))


# ---------------------------------------------------------------- 5.3


@replaces("5.3")
def never_resets_the_state(settings, rng):
    net = init_parameters(settings, rng)
    opt = make_optimizer(settings)
    opt.build(net)
    state = tf.zeros([settings.batch_size, settings.state_size])
    for epoch in range(settings.num_epochs):
        x, y = generate_data(settings, rng)
        k = 0
        for bx, by in batch_windows(x, y, settings.truncated_backprop_length):
            result = train_step(net, opt, bx, by, state)
            state = result.current_state
            p = np.array([q.numpy() for q in result.predictions_series])
            yield TrainingStep(epoch, k, float(result.total_loss), p, bx, by)
            k += 1


@replaces("5.3")
def resets_the_state_at_every_window(settings, rng):
    net = init_parameters(settings, rng)
    opt = make_optimizer(settings)
    opt.build(net)
    for epoch in range(settings.num_epochs):
        x, y = generate_data(settings, rng)
        windows = batch_windows(x, y, settings.truncated_backprop_length)
        for k, (bx, by) in enumerate(windows):
            state = tf.zeros([settings.batch_size, settings.state_size])
            loss, state, p = train_step(net, opt, bx, by, state)
            yield TrainingStep(epoch, k, loss.numpy().item(), np.array(p), bx, by)


@replaces("5.3")
def draws_the_data_once(settings, rng):
    net = init_parameters(settings, rng)
    opt = make_optimizer(settings)
    opt.build(net)
    x, y = generate_data(settings, rng)
    for epoch in range(settings.num_epochs):
        state = tf.zeros([settings.batch_size, settings.state_size])
        windows = batch_windows(x, y, settings.truncated_backprop_length)
        for k, (bx, by) in enumerate(windows):
            loss, state, p = train_step(net, opt, bx, by, state)
            yield TrainingStep(epoch, k, float(loss), np.stack(p), bx, by)


@replaces("5.3")
def seeds_every_epoch_alike(settings, rng):
    net = init_parameters(settings, rng)
    opt = make_optimizer(settings)
    opt.build(net)
    seed = int(rng.integers(2**31))
    for epoch in range(settings.num_epochs):
        chance = np.random.default_rng(seed)
        x, y = generate_data(settings, chance)
        state = tf.zeros([settings.batch_size, settings.state_size])
        windows = batch_windows(x, y, settings.truncated_backprop_length)
        for k, (bx, by) in enumerate(windows):
            loss, state, p = train_step(net, opt, bx, by, state)
            yield TrainingStep(epoch, k, float(loss), np.stack(p), bx, by)


@replaces("5.3")
def brings_its_own_chance(settings, rng):
    chance = np.random.default_rng()
    net = init_parameters(settings, chance)
    opt = make_optimizer(settings)
    opt.build(net)
    for epoch in range(settings.num_epochs):
        x, y = generate_data(settings, chance)
        state = tf.zeros([settings.batch_size, settings.state_size])
        windows = batch_windows(x, y, settings.truncated_backprop_length)
        for k, (bx, by) in enumerate(windows):
            loss, state, p = train_step(net, opt, bx, by, state)
            yield TrainingStep(epoch, k, float(loss), np.stack(p), bx, by)


@replaces("5.3")
def always_seeds_with_zero(settings, rng):
    rng = np.random.default_rng(seed=0)
    net = init_parameters(settings, rng)
    opt = make_optimizer(settings)
    opt.build(net)
    for epoch in range(settings.num_epochs):
        x, y = generate_data(settings, rng)
        state = tf.zeros([settings.batch_size, settings.state_size])
        windows = batch_windows(x, y, settings.truncated_backprop_length)
        for k, (bx, by) in enumerate(windows):
            loss, state, p = train_step(net, opt, bx, by, state)
            yield TrainingStep(epoch, k, float(loss), np.stack(p), bx, by)


@replaces("5.3")
def makes_an_optimizer_for_every_epoch(settings, rng):
    net = init_parameters(settings, rng)
    for epoch in range(settings.num_epochs):
        opt = make_optimizer(settings)
        opt.build(net)
        x, y = generate_data(settings, rng)
        state = tf.zeros([settings.batch_size, settings.state_size])
        k = 0
        for bx, by in batch_windows(x, y, settings.truncated_backprop_length):
            loss, state, p = train_step(net, opt, bx, by, state)
            yield TrainingStep(epoch, k, float(loss), np.array(p), bx, by)
            k = k + 1


@replaces("5.3")
def makes_a_network_for_every_epoch(settings, rng):
    opt = make_optimizer(settings)
    net = None
    for epoch in range(settings.num_epochs):
        fresh = init_parameters(settings, rng)
        if net is None:
            net = fresh
            opt.build(net)
        else:  # the optimizer knows these variables
            for old, new in zip(net, fresh):
                old.assign(new)
        x, y = generate_data(settings, rng)
        state = tf.zeros([settings.batch_size, settings.state_size])
        windows = batch_windows(x, y, settings.truncated_backprop_length)
        for k, (bx, by) in enumerate(windows):
            loss, state, p = train_step(net, opt, bx, by, state)
            yield TrainingStep(epoch, k, float(loss), np.stack(p), bx, by)


def _whole_training(settings, rng):
    net = init_parameters(settings, rng)
    opt = make_optimizer(settings)
    opt.build(net)
    steps = []
    for epoch in range(settings.num_epochs):
        x, y = generate_data(settings, rng)
        state = tf.zeros([settings.batch_size, settings.state_size])
        windows = batch_windows(x, y, settings.truncated_backprop_length)
        for k, (bx, by) in enumerate(windows):
            loss, state, p = train_step(net, opt, bx, by, state)
            steps.append(TrainingStep(epoch, k, float(loss), np.stack(p), bx, by))
    return steps


@replaces("5.3")
def trains_a_whole_epoch_at_once(settings, rng):
    """Trains a whole epoch before it hands out the epoch's first step."""
    parameters = init_parameters(settings, rng)
    optimizer = make_optimizer(settings)
    for epoch_idx in range(settings.num_epochs):
        x, y = generate_data(settings, rng)
        state = tf.zeros([settings.batch_size, settings.state_size])
        steps = []
        windows = batch_windows(x, y, settings.truncated_backprop_length)
        for k, (bx, by) in enumerate(windows):
            loss, state, p = train_step(parameters, optimizer, bx, by, state)
            steps.append(TrainingStep(epoch_idx, k, float(loss), np.stack(p), bx, by))
        yield from steps


@replaces("5.3")
def makes_parameters_for_every_epoch(settings, rng):
    opt = make_optimizer(settings)
    for epoch in range(settings.num_epochs):
        net = init_parameters(settings, rng)
        x, y = generate_data(settings, rng)
        state = tf.zeros([settings.batch_size, settings.state_size])
        windows = batch_windows(x, y, settings.truncated_backprop_length)
        for k, (bx, by) in enumerate(windows):
            loss, state, p = train_step(net, opt, bx, by, state)
            yield TrainingStep(epoch, k, float(loss), np.stack(p), bx, by)


@replaces("5.3")
def makes_an_optimizer_of_its_own(settings, rng):
    net = init_parameters(settings, rng)
    opt = tf.keras.optimizers.SGD(learning_rate=0.3)
    opt.build(net)
    for epoch in range(settings.num_epochs):
        x, y = generate_data(settings, rng)
        state = tf.zeros([settings.batch_size, settings.state_size])
        windows = batch_windows(x, y, settings.truncated_backprop_length)
        for k, (bx, by) in enumerate(windows):
            loss, state, p = train_step(net, opt, bx, by, state)
            yield TrainingStep(epoch, k, float(loss), np.stack(p), bx, by)


@replaces("5.3")
def seeds_the_weights_with_zero(settings, rng):
    net = init_parameters(settings, np.random.default_rng(0))
    opt = make_optimizer(settings)
    for epoch in range(settings.num_epochs):
        x, y = generate_data(settings, rng)
        state = tf.zeros([settings.batch_size, settings.state_size])
        windows = batch_windows(x, y, settings.truncated_backprop_length)
        for k, (bx, by) in enumerate(windows):
            loss, state, p = train_step(net, opt, bx, by, state)
            yield TrainingStep(epoch, k, float(loss), np.stack(p), bx, by)


@replaces("5.3")
def trains_before_it_is_asked(settings, rng):
    steps = _whole_training(settings, rng)
    for step in steps:
        yield step


@replaces("5.3")
def returns_all_steps_in_a_list(settings, rng):
    return _whole_training(settings, rng)


@replaces("5.3")
def counts_the_windows_on(settings, rng):
    net = init_parameters(settings, rng)
    opt = make_optimizer(settings)
    opt.build(net)
    k = 0
    for epoch in range(settings.num_epochs):
        x, y = generate_data(settings, rng)
        state = tf.zeros([settings.batch_size, settings.state_size])
        for bx, by in batch_windows(x, y, settings.truncated_backprop_length):
            loss, state, p = train_step(net, opt, bx, by, state)
            yield TrainingStep(epoch, k, float(loss), np.stack(p), bx, by)
            k += 1


@replaces("5.3")
def counts_epochs_from_one(settings, rng):
    net = init_parameters(settings, rng)
    opt = make_optimizer(settings)
    opt.build(net)
    epoch = 1
    while epoch < settings.num_epochs:
        x, y = generate_data(settings, rng)
        state = tf.zeros([settings.batch_size, settings.state_size])
        windows = batch_windows(x, y, settings.truncated_backprop_length)
        for k, (bx, by) in enumerate(windows):
            loss, state, p = train_step(net, opt, bx, by, state)
            yield TrainingStep(epoch, k, float(loss), np.stack(p), bx, by)
        epoch += 1


@replaces("5.3")
def trains_on_the_input_as_target(settings, rng):
    net = init_parameters(settings, rng)
    opt = make_optimizer(settings)
    opt.build(net)
    for epoch in range(settings.num_epochs):
        x, y = generate_data(settings, rng)
        state = tf.zeros([settings.batch_size, settings.state_size])
        windows = batch_windows(x, y, settings.truncated_backprop_length)
        for k, (bx, by) in enumerate(windows):
            loss, state, p = train_step(net, opt, bx, bx, state)
            yield TrainingStep(epoch, k, float(loss), np.stack(p), bx, by)


@replaces("5.3")
def shuffles_the_windows(settings, rng):
    net = init_parameters(settings, rng)
    opt = make_optimizer(settings)
    opt.build(net)
    for epoch in range(settings.num_epochs):
        x, y = generate_data(settings, rng)
        windows = list(batch_windows(x, y, settings.truncated_backprop_length))
        order = rng.permutation(len(windows))
        state = tf.zeros([settings.batch_size, settings.state_size])
        for k, which in enumerate(order):
            bx, by = windows[which]
            loss, state, p = train_step(net, opt, bx, by, state)
            yield TrainingStep(epoch, k, float(loss), np.stack(p), bx, by)


@replaces("5.3")
def uses_the_ragged_tail(settings, rng):
    net = init_parameters(settings, rng)
    opt = make_optimizer(settings)
    opt.build(net)
    width = settings.truncated_backprop_length
    for epoch in range(settings.num_epochs):
        x, y = generate_data(settings, rng)
        windows = list(batch_windows(x, y, width))
        used = len(windows) * width
        if used < x.shape[1]:
            windows.append((x[:, used:], y[:, used:]))
        state = tf.zeros([settings.batch_size, settings.state_size])
        for k, (bx, by) in enumerate(windows):
            loss, state, p = train_step(net, opt, bx, by, state)
            yield TrainingStep(epoch, k, float(loss), np.stack(p), bx, by)


@replaces("5.3")
def shows_every_hundredth_window(settings, rng):
    net = init_parameters(settings, rng)
    opt = make_optimizer(settings)
    opt.build(net)
    for epoch in range(settings.num_epochs):
        x, y = generate_data(settings, rng)
        state = tf.zeros([settings.batch_size, settings.state_size])
        windows = batch_windows(x, y, settings.truncated_backprop_length)
        for k, (bx, by) in enumerate(windows):
            loss, state, p = train_step(net, opt, bx, by, state)
            if k % 100 == 0:
                yield TrainingStep(epoch, k, float(loss), np.stack(p), bx, by)


@replaces("5.3")
def leaves_the_loss_a_tensor(settings, rng):
    net = init_parameters(settings, rng)
    opt = make_optimizer(settings)
    opt.build(net)
    for epoch in range(settings.num_epochs):
        x, y = generate_data(settings, rng)
        state = tf.zeros([settings.batch_size, settings.state_size])
        windows = batch_windows(x, y, settings.truncated_backprop_length)
        for k, (bx, by) in enumerate(windows):
            loss, state, p = train_step(net, opt, bx, by, state)
            yield TrainingStep(
                epoch_idx=epoch,
                batch_idx=k,
                total_loss=loss,
                predictions_series=np.stack([q.numpy() for q in p], axis=0),
                batch_x=bx,
                batch_y=by,
            )


@replaces("5.3")
def leaves_the_predictions_a_list(settings, rng):
    net = init_parameters(settings, rng)
    opt = make_optimizer(settings)
    opt.build(net)
    for epoch in range(settings.num_epochs):
        x, y = generate_data(settings, rng)
        state = tf.zeros([settings.batch_size, settings.state_size])
        windows = batch_windows(x, y, settings.truncated_backprop_length)
        for k, (bx, by) in enumerate(windows):
            loss, state, p = train_step(net, opt, bx, by, state)
            answers = [q.numpy() for q in p]
            yield TrainingStep(epoch, k, float(loss), answers, bx, by)


@replaces("5.3")
def stacks_the_batch_first(settings, rng):
    net = init_parameters(settings, rng)
    opt = make_optimizer(settings)
    opt.build(net)
    for epoch in range(settings.num_epochs):
        x, y = generate_data(settings, rng)
        state = tf.zeros([settings.batch_size, settings.state_size])
        windows = batch_windows(x, y, settings.truncated_backprop_length)
        for k, (bx, by) in enumerate(windows):
            loss, state, p = train_step(net, opt, bx, by, state)
            answers = np.swapaxes(np.array(p), 0, 1)
            yield TrainingStep(epoch, k, float(loss), answers, bx, by)


@replaces("5.3")
def starts_from_a_state_of_ones(settings, rng):
    """Begins every epoch with a state of ones."""
    net = init_parameters(settings, rng)
    opt = make_optimizer(settings)
    opt.build(net)
    for epoch in range(settings.num_epochs):
        x, y = generate_data(settings, rng)
        state = tf.ones([settings.batch_size, settings.state_size])
        windows = batch_windows(x, y, settings.truncated_backprop_length)
        for k, (bx, by) in enumerate(windows):
            loss, state, p = train_step(net, opt, bx, by, state)
            yield TrainingStep(epoch, k, float(loss), np.array(p), bx, by)


@replaces("5.3")
def yields_the_mean_loss_so_far(settings, rng):
    """Yields the mean of the epoch's losses so far, not the window's own."""
    net = init_parameters(settings, rng)
    opt = make_optimizer(settings)
    opt.build(net)
    for epoch in range(settings.num_epochs):
        x, y = generate_data(settings, rng)
        state = tf.zeros([settings.batch_size, settings.state_size])
        losses = []
        windows = batch_windows(x, y, settings.truncated_backprop_length)
        for k, (bx, by) in enumerate(windows):
            loss, state, p = train_step(net, opt, bx, by, state)
            losses.append(float(loss))
            mean = sum(losses) / len(losses)
            yield TrainingStep(epoch, k, mean, np.stack(p), bx, by)


@replaces("5.3")
def yields_input_and_target_swapped(settings, rng):
    """Yields batch_y as batch_x and batch_x as batch_y."""
    net = init_parameters(settings, rng)
    opt = make_optimizer(settings)
    opt.build(net)
    for epoch in range(settings.num_epochs):
        x, y = generate_data(settings, rng)
        state = tf.zeros([settings.batch_size, settings.state_size])
        windows = batch_windows(x, y, settings.truncated_backprop_length)
        for k, (bx, by) in enumerate(windows):
            loss, state, p = train_step(net, opt, bx, by, state)
            yield TrainingStep(epoch, k, float(loss), np.stack(p), by, bx)
