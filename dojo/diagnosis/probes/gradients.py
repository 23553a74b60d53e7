"""How gradients flow back through a function: asked in every exercise with tensors."""

import tensorflow as tf


def gradients(function, *sources):
    """Return the gradients of the squared answer; None where none flows back."""
    with tf.GradientTape() as tape:
        tape.watch(sources)
        total = tf.reduce_sum(tf.stack(function()) ** 2)
    return list(tape.gradient(total, sources))
