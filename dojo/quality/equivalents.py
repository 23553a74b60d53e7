"""Mutants that the spec lets live, and why each does what the reference does."""

ADAGRAD = (
    "return tf.keras.optimizers.Adagrad("
    "settings.learning_rate, initial_accumulator_value=0.1)"
)
APPLY = "optimizer.apply_gradients(zip(gradients, parameters, strict=True))"

WINDOW = "window = ([0, batch_idx * time], [batch, time])"

SAME_LENGTH = "gradients are made of the parameters: there are as many"
ONE_PLACE = "a slice of all rows fits in one place, and XLA moves it there"
TITLE = "the contract says nothing of titles"

EQUIVALENT = {
    "data: return series.reshape(batch_size, -1)"
    "  ->  return series.reshape(batch_size, -2)": (
        "NumPy takes any negative number for the length it has to find"
    ),
    f"trainer: {ADAGRAD}"
    "  ->  return tf.keras.optimizers.Adagrad(settings.learning_rate)": (
        "0.1 is Keras's default; the reference says it because the tutorial does"
    ),
    f"trainer: {APPLY}"
    "  ->  optimizer.apply_gradients(zip(gradients, parameters))": SAME_LENGTH,
    f"trainer: {APPLY}"
    "  ->  optimizer.apply_gradients(zip(gradients, parameters, strict=False))": (
        SAME_LENGTH
    ),
    "trainer: optimizer.build(parameters)  ->  pass": (
        "the reference's own train_step can do without; other right ones cannot"
    ),
    **{
        f"compiled: {WINDOW}  ->  {WINDOW.replace('[0,', f'[{start},')}": ONE_PLACE
        for start in (1, -1)
    },
    f"compiled: {APPLY}"
    "  ->  optimizer.apply_gradients(zip(gradients, parameters))": SAME_LENGTH,
    f"compiled: {APPLY}"
    "  ->  optimizer.apply_gradients(zip(gradients, parameters, strict=False))": (
        SAME_LENGTH
    ),
    "plotting: loss_axes.set_title('loss')  ->  pass": TITLE,
    "plotting: axes.set_title(f'row {row}')  ->  pass": TITLE,
    "plotting: for row in range(min(len(batch_x), 5)):"
    "  ->  for row in range(min(5, len(batch_x))):": "min does not mind the order",
}
