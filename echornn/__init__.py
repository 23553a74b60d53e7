"""A small recurrent network that learns to echo its input, built piece by piece.

The network reads random bits (coin flips), one at a time. At every step, it has to
output the bit that it read `echo_step` steps ago, so it needs a memory: a state that it
carries from step to step. Each module is one exercise. docs/lesson.md explains all of
them, with pictures.

    settings   the numbers that describe one training run (given)
    data       exercise 1: the series and its echo
    batching   exercise 2: the window that moves over the rows
    cell       exercise 3: one step of the network, and a window of steps
    loss       exercise 4: the output layer and the loss
    trainer    exercise 5: truncated backpropagation through time
    plotting   exercise 6: the picture
    compiled   exercise 7, a bonus: a whole epoch as one program

Glossary: these are the tutorial's names, with common names in [brackets] and shapes in
(parentheses). A name that ends in `_series` stands for a list (or array) with one
element per time step.

    num_epochs                 passes, each over a new series
    total_series_length        bits in the series of one epoch
    truncated_backprop_length  columns of a window; gradients flow back no further
    state_size, num_classes    units of the state; classes to choose from (0 and 1)
    echo_step                  steps by which the target lags behind the input
    batch_size                 rows into which the series is cut
    learning_rate              scales Adagrad's steps
    num_batches                whole windows in one epoch
    batch_x, batch_y           input and target of one window (batch, time)
    batch_idx, epoch_idx       index of the window; index of the epoch (both from 0)
    current_input              one column of the window [x_t] (batch,)
    init_state, current_state  state before a window; latest state [h_t] (batch, state)
    states_series              the state after each column of a window
    logits_series              scores of the classes (batch, classes) for each state
    predictions_series         softmax of the logits: probabilities of the classes
    total_loss                 mean cross-entropy over the window, a scalar
    W                          weights of the cell [W_xh above W_hh] (1 + state, state)
    b                          bias of the cell [b_h] (1, state)
    W2                         output weights [W_hy] (state, classes)
    b2                         output bias [b_y] (1, classes)
"""
