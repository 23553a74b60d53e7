"""How errors flow back through a function: what every exercise with tensors asks."""

import tensorflow as tf


def gradients(function, *sources):
    """Return the gradients of the squared answer; None where no error flows."""
    with tf.GradientTape() as tape:
        tape.watch(sources)
        total = tf.reduce_sum(tf.stack(function()) ** 2)
    return list(tape.gradient(total, sources))
