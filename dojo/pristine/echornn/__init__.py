"""A small recurrent network that learns to echo its input, built piece by piece.

The network reads coin flips, one bit at a time. At every step it has to say which bit
came `echo_step` steps ago. So it must remember, and it carries a state from step to
step. Each module is one exercise; docs/lesson.md explains them all, with pictures.

    settings   the numbers that describe one training run (given)
    data       exercise 1: the series and its echo
    batching   exercise 2: the window that moves over the rows
    cell       exercise 3: one step of the network, and a window of steps
    loss       exercise 4: the output layer and the loss
    trainer    exercise 5: truncated backpropagation through time
    plotting   exercise 6: the picture
    compiled   exercise 7, a bonus: a whole epoch as one program

Glossary: the tutorial's names, the usual ones in brackets. A name ending in `_series`
means a list over time; the rows of a batch are independent series.

    num_epochs                 passes, each over a new series
    total_series_length        bits in the flat series of one epoch
    truncated_backprop_length  columns of a window; gradients flow back this far at most
    state_size, num_classes    units of the state; classes to choose from (0 and 1)
    echo_step                  steps by which the target lags behind the input
    batch_size                 rows that the series is cut into
    learning_rate              scales Adagrad's steps
    num_batches                whole windows in one epoch
    batch_x, batch_y           the window on input and target (batch, time)
    batch_idx, epoch_idx       which window, which epoch, both counted from 0
    current_input              one column of the window [x_t] (batch,)
    init_state, current_state  the state before the window, and [h_t] (batch, state)
    states_series              the states after each column of a window
    logits_series              scores of the classes (batch, classes) for each state
    predictions_series         their softmax: probabilities of the classes
    total_loss                 mean cross-entropy over the window, a scalar
    W, b                       [W_xh over W_hh] (1 + state, state), [b_h] (1, state)
    W2, b2                     [W_hy] (state, classes), [b_y] (1, classes)
"""
