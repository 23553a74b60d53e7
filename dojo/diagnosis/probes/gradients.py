"""How gradients flow back through a function, and how they update the parameters."""

import tensorflow as tf


def gradients(function, **sources):
    """Return the gradients of the squared answer, by the names of the sources."""
    with tf.GradientTape() as tape:
        tape.watch(sources)
        total = tf.reduce_sum(tf.stack(function()) ** 2)
    found = tape.gradient(total, sources)
    return {
        f"the gradient of `{name}`": "`None`" if gradient is None else gradient
        for name, gradient in found.items()
    }


def updates_of(parameters, before):
    """Return how the parameters have changed, by name."""
    pairs = zip(parameters._fields, parameters, before, strict=True)
    return {f"the update of {name}": now.numpy() - was for name, now, was in pairs}
