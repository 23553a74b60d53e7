"""The tutorial's claims, put to the test.

    python -m echolab.experiments NAME

trains many small networks with your `train_epoch`, prints a table, saves a picture and
its numbers, and compares the tutorial's claim with what was measured:

    spikes    why does the loss jump when an epoch begins, and where?
    window    how much longer than the echo must the window be?
    capacity  how long an echo can a state of a given size hold?
    seeds     does the network learn from any initial weights?
    stride    what if the window does not move by its own width?

A network has learned when the mean loss of an epoch is below 0.1; a coin would have
ln 2 = 0.693. With the reference (the code in `solutions/`), an experiment takes less
than a minute on two cores; `--networks N` trains fewer networks, or more.

To go on, choose one of [three ways](docs/further.md).
"""

from math import log

LEARNED = 0.1
"""The mean loss of an epoch below which a network has learned."""
COIN = log(2)
"""The loss of answers that say nothing."""


class NothingLearnedError(Exception):
    """No network learned, so there is nothing to measure."""
