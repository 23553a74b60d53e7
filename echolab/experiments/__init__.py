"""The tutorial's claims, put to the test.

To test a claim of the tutorial with your own `train_epoch`, run

    python -m echolab.experiments NAME

This command trains many small networks, prints a table, saves a picture and its
numbers, and compares the claim with the measurement. NAME is one of these:

    spikes    the loss at the beginning of an epoch
    window    the length of the window
    capacity  the size of the state
    seeds     the initial weights
    stride    the number of columns by which the window moves

A network *has learned* if the mean loss of its last epoch is below 0.1. With the
reference solutions, an experiment takes less than a minute on two cores. The option
`--networks N` sets the number of networks.

After the experiments, see [Where to go next](docs/further.md).
"""

from math import log

LEARNED = 0.1
"""A network has learned if the mean loss of its last epoch is below this."""
COIN = log(2)
"""The loss of a coin flip."""


class NothingLearnedError(Exception):
    """No network learned, so there is nothing to measure."""
