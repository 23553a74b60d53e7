"""A small recurrent network that learns to echo its input, built piece by piece.

The network reads a series of coin flips, one bit at a time, and has to say which bit
came `echo_step` steps ago. To do that it must remember, so it carries a state from step
to step. It is the network of a tutorial of 2016, "How to build a recurrent neural
network in TensorFlow" by Erik Hallström. Each module is one exercise and one chapter;
docs/lesson.md shows them all on one page, with their pictures. Their order:

    settings   the numbers that describe one training run (given)
    data       1. the series and its echo
    batching   2. the window that moves over the rows
    cell       3. one step of the network, and a window of steps
    loss       4. the output layer and the loss
    trainer    5. truncated back-propagation
    plotting   6. the picture
    compiled   7. the bonus: a whole epoch as one program

and when all are written, `echolab.experiments` puts the tutorial's claims to the test.

The lesson has sixteen items, which the functions' docstrings refer to:

     1  the constants: 666 windows an epoch
     2  the data: coin flips, their echo, and the cut into rows
     3  a new series for every epoch, which begins with a state of zeros
     4  the batch window, which moves by its own width
     5  the window unpacked into columns, a list over time
     6  the cell: input and state side by side, one product, tanh
     7  the output layer: logits, softmax, mean cross-entropy
     8  Adagrad, learning rate 0.3
     9  weights uniform in [0, 1), biases 0
    10  truncated back-propagation: errors flow back one window at most
    11  the console: a line for a new epoch, a line every 100 windows
    12  the picture: the loss curve, and five rows of bars
    13  the network learns exactly and quickly
    14  the loss jumps when an epoch begins
    15  the window must be longer than the echo
    16  it may move by another step

of which the last four are claims.

Shapes are written (batch, time), (batch, state), (batch, classes). The `batch` rows
are stretches of the series that are read side by side, each with a state of its own;
they are not time. A name that
ends in `_series` is always a list over time.

Glossary: the tutorial's names, and the field's where they differ.

    num_epochs                 passes over fresh data
    total_series_length        bits in the flat series of one epoch
    truncated_backprop_length  columns of one window; errors flow back this far at most
    state_size                 units of the hidden state h
    num_classes                2: a bit is 0 or 1
    echo_step                  how many steps the target lags behind the input
    batch_size                 rows the series is cut into
    learning_rate              how far Adagrad moves
    num_batches                whole windows in one epoch
    batch_x, batch_y           the window on the input and on the target (batch, time)
    batch_idx, epoch_idx       which window, which epoch, both counted from 0
    current_input              one column of the window, x_t (batch,)
    init_state, current_state  h before the window, and h_t (batch, state)
    states_series              the states h_t of a window
    logits_series              unnormalised scores of the classes, one entry per state
    predictions_series         probabilities of the classes, softmax of the logits
    total_loss                 mean cross-entropy over the window
    W                          W_xh stacked over W_hh (1 + state, state)
    b                          b_h (1, state)
    W2, b2                     W_hy (state, classes) and b_y (1, classes)
"""
