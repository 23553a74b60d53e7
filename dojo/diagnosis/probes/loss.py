"""Probes for exercise 4: logits, predictions and the loss."""

from functools import partial

import numpy as np
import tensorflow as tf

from dojo.diagnosis.fingerprint import probe
from dojo.diagnosis.influences import Rule, Study, influences
from dojo.diagnosis.probes.gradients import gradients
from dojo.diagnosis.relations import same

# batch 2, time 4, state 5, classes 3
RNG = np.random.default_rng(4)
STATES = [tf.constant(RNG.uniform(-1, 1, (2, 5)), tf.float32) for _ in range(4)]
W2, b2 = (
    tf.constant(RNG.uniform(-1, 1, size), tf.float32) for size in ((5, 3), (1, 3))
)
SCORES = [tf.constant(RNG.uniform(-3, 3, (2, 3)), tf.float32) for _ in range(4)]
SCORES[1] /= 5  # no class has a probability of more than 1/2 there
HUGE = [  # each beside a row of small scores
    tf.constant([[1e4, -1e4, 3.0], [1.0, 0.0, 2.0]]),
    tf.constant([[0.0, 2.0, 1.0], [-1e4, 2.0, 1e4]]),
]
BATCH_Y = np.array([[0, 2, 1, 0], [2, 2, 1, 1]])
# batch 5, time 3, classes 4
MORE_SCORES = [tf.constant(RNG.uniform(-3, 3, (5, 4)), tf.float32) for _ in range(3)]
MORE_BATCH_Y = RNG.integers(0, 4, (5, 3))


@probe("4.1")
def of_logits(logits):
    """Ask for the scores of some steps, of one, and how gradients flow back."""
    yield partial(logits, list(STATES), W2, b2)
    yield partial(logits, STATES[:1], W2, b2)
    yield partial(logits, STATES[:2], W2, b2)
    yield partial(_gradients_of_logits, logits)
    yield partial(_states_afterwards, logits)


def _gradients_of_logits(logits):
    sources = {"states_series[1]": STATES[1], "W2": W2, "b2": b2}
    return gradients(lambda: logits(list(STATES), W2, b2), **sources)


@influences("4.1")
def of_states_and_weights(logits):
    """Steps, rows and classes do not influence each other."""
    row, of_class = "row {} of the logits", "the logits of class {}"
    yield Study(
        lambda states_series, W2, b2: tf.stack(
            logits(tf.unstack(states_series), tf.constant(W2), tf.constant(b2))
        ),
        {"states_series": np.stack(STATES), "W2": W2.numpy(), "b2": b2.numpy()},
        (
            Rule("states_series", 0, "element", 0, "element {} of the logits"),
            Rule("states_series", 1, "row", 1, row),
            Rule("W2", 1, "column", 2, of_class),
            Rule("b2", 1, "column", 2, of_class),
        ),
        (4, 2, 3),
    )


def _states_afterwards(logits):
    states_series = list(STATES)
    logits(states_series, W2, b2)
    unchanged = all(a is b for a, b in zip(states_series, STATES, strict=False))
    return {"`states_series` after the call": "the same" if unchanged else "changed"}


@probe("4.2")
def of_predictions(predictions):
    """Ask for the probabilities of some steps, and of huge scores."""
    yield partial(predictions, list(SCORES))
    yield partial(predictions, SCORES[:1])
    yield partial(_of_huge_scores, predictions)


@influences("4.2")
def of_steps_and_rows(predictions):
    """Neither steps nor rows influence each other."""
    name = "logits_series"
    yield Study(
        lambda logits_series: tf.stack(predictions(tf.unstack(logits_series))),
        {name: np.stack(SCORES)},
        (
            Rule(name, 0, "element", 0, "element {} of the probabilities"),
            Rule(name, 1, "row", 1, "row {} of the probabilities"),
        ),
        (4, 2, 3),
    )


def _of_huge_scores(predictions):
    """Return the probabilities of huge scores; only if those of others are right."""
    came = np.asarray(list(predictions(list(SCORES))))
    if not same(tf.nn.softmax(tf.stack(SCORES)).numpy(), came):
        return "not asked"
    return predictions(list(HUGE))


@probe("4.3")
def of_total_loss(total_loss):
    """Ask for the loss of some steps, of huge scores, and how gradients flow back."""
    yield partial(total_loss, list(SCORES), BATCH_Y.copy())
    yield partial(total_loss, SCORES[:2], BATCH_Y[:, 2:])
    yield partial(total_loss, list(MORE_SCORES), MORE_BATCH_Y)
    yield partial(_of_huge_logits, total_loss)
    yield partial(_gradients_of_loss, total_loss)


def _of_huge_logits(total_loss):
    """Return the loss of confident but wrong answers: thousands, if it has no limit."""
    loss = total_loss(list(HUGE), np.array([[1, 2], [0, 2]]))
    return "a limited loss" if 1 < np.max(loss) < 1000 else loss


def _gradients_of_loss(total_loss):
    sources = {f"logits_series[{step}]": scores for step, scores in enumerate(SCORES)}
    return gradients(lambda: total_loss(list(SCORES), BATCH_Y), **sources)


@influences("4.3")
def of_logits_and_targets(total_loss):
    """Every step, row, class and target counts."""
    yield Study(
        lambda logits_series, batch_y: total_loss(tf.unstack(logits_series), batch_y),
        {"batch_y": MORE_BATCH_Y % 2, "logits_series": np.stack(MORE_SCORES)},
        (
            Rule("batch_y", 1, "column", None, "the loss"),
            Rule("batch_y", 0, "row", None, "the loss"),
            Rule("logits_series", 0, "element", None, "the loss"),
            Rule("logits_series", 1, "row", None, "the loss"),
            Rule("logits_series", 2, "class", None, "the loss"),
        ),
        (),
    )
