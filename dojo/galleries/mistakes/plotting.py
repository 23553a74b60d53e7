"""Mistakes in exercise 6: the picture."""

import numpy as np
from matplotlib import pyplot as plt

from dojo.galleries.plants import replaces
from echornn.plotting import predicted_bits


@replaces("6.1")
def looks_at_class_1(predictions_series, batch_series_idx):
    """Asks where class 1 is below one half, and every bit is turned over."""
    return (np.stack(predictions_series)[:, batch_series_idx, 1] < 0.5).astype(int)


@replaces("6.1")
def says_1_where_class_0_is_probable(predictions_series, batch_series_idx):
    """Takes the probability of class 0 for that of a 1."""
    return (np.stack(predictions_series)[:, batch_series_idx, 0] > 0.5).astype(int)


@replaces("6.1")
def says_1_when_undecided(predictions_series, batch_series_idx):
    """Writes `<=` for `<`, and one half becomes a 1."""
    return (np.stack(predictions_series)[:, batch_series_idx, 0] <= 0.5).astype(int)


@replaces("6.1")
def takes_the_most_probable_class(predictions_series, batch_series_idx):
    """Takes the argmax, which is the same only as long as there are two classes."""
    return np.argmax(np.stack(predictions_series)[:, batch_series_idx], axis=1)


@replaces("6.1")
def takes_the_argmax_over_time(predictions_series, batch_series_idx):
    """Takes the argmax along the first axis: the step when each class was surest."""
    return np.argmax(np.stack(predictions_series)[:, batch_series_idx], axis=0)


@replaces("6.1")
def rounds_class_1(predictions_series, batch_series_idx):
    """Rounds the probability of class 1, as if it were all that class 0 leaves."""
    return np.rint(np.stack(predictions_series)[:, batch_series_idx, 1]).astype(int)


@replaces("6.1")
def leaves_the_bits_booleans(predictions_series, batch_series_idx):
    """Returns True and False, which are no heights of bars."""
    return np.stack(predictions_series)[:, batch_series_idx, 0] < 0.5


@replaces("6.1")
def returns_probabilities(predictions_series, batch_series_idx):
    """Returns how probable a 1 is and does not decide."""
    return np.stack(predictions_series)[:, batch_series_idx, 1]


@replaces("6.1")
def takes_a_step_for_a_row(predictions_series, batch_series_idx):
    """Uses `batch_series_idx` on the first axis, which is time."""
    return (np.stack(predictions_series)[batch_series_idx, :, 0] < 0.5).astype(int)


@replaces("6.1")
def always_reads_the_first_row(predictions_series, batch_series_idx):
    """Forgets which row was asked for."""
    return (np.stack(predictions_series)[:, 0, 0] < 0.5).astype(int)


@replaces("6.1")
def reads_all_rows(predictions_series, batch_series_idx):
    """Returns the bits of the whole batch, (time, batch)."""
    return (np.stack(predictions_series)[:, :, 0] < 0.5).astype(int)


@replaces("6.1")
def takes_only_arrays(predictions_series, batch_series_idx):
    """Indexes three axes at once, which a list over time does not have."""
    return (predictions_series[:, batch_series_idx, 0] < 0.5).astype(int)


STYLES = ("blue", 1.0), ("red", 0.5), ("green", 0.3)


def _bits(predictions_series, batch_x, batch_y):
    """Return the layers of every row that is shown: input, echo, prediction."""
    rows = range(min(len(batch_x), 5))
    return [
        (batch_x[r], batch_y[r], predicted_bits(predictions_series, r)) for r in rows
    ]


def _picture(figure, loss_list, rows, styles=STYLES, top=2):
    """Draw as `plot` should, but for clearing the figure."""
    figure.add_subplot(2, 3, 1).plot(loss_list)
    for row, layers in enumerate(rows):
        _bars(figure.add_subplot(2, 3, 2 + row), layers, styles)
        figure.axes[-1].axis((0, len(layers[0]), 0, top))


def _bars(axes, layers, styles=STYLES):
    for bits, (color, height) in zip(layers, styles, strict=True):
        steps = np.arange(len(bits))
        axes.bar(steps, bits * height, width=1, align="edge", color=color)


@replaces("6.2")
def piles_up(figure, loss_list, predictions_series, batch_x, batch_y):
    """Draws on top of what is there."""
    _picture(figure, loss_list, _bits(predictions_series, batch_x, batch_y))


@replaces("6.2")
def draws_on_another_figure(figure, loss_list, predictions_series, batch_x, batch_y):
    """Draws with pyplot on a figure of its own, not on the one it was given."""
    figure = plt.figure()
    _picture(figure, loss_list, _bits(predictions_series, batch_x, batch_y))
    plt.close(figure)


@replaces("6.2")
def draws_all_bars_alike(figure, loss_list, predictions_series, batch_x, batch_y):
    """Gives all layers height 1, and the green bars hide the others."""
    figure.clear()
    alike = [(color, 1.0) for color, _ in STYLES]
    _picture(figure, loss_list, _bits(predictions_series, batch_x, batch_y), alike)


@replaces("6.2")
def swaps_two_colors(figure, loss_list, predictions_series, batch_x, batch_y):
    """Draws the input red and the target blue."""
    figure.clear()
    swapped = ("red", 1.0), ("blue", 0.5), ("green", 0.3)
    _picture(figure, loss_list, _bits(predictions_series, batch_x, batch_y), swapped)


@replaces("6.2")
def swaps_target_and_prediction(
    figure, loss_list, predictions_series, batch_x, batch_y
):
    """Draws the prediction red and the target green."""
    figure.clear()
    rows = _bits(predictions_series, batch_x, batch_y)
    _picture(figure, loss_list, [(x, said, y) for x, y, said in rows])


@replaces("6.2")
def swaps_input_and_target(figure, loss_list, predictions_series, batch_x, batch_y):
    """Draws the target blue and the input red."""
    figure.clear()
    _picture(figure, loss_list, _bits(predictions_series, batch_y, batch_x))


@replaces("6.2")
def draws_the_tallest_bars_last(
    figure, loss_list, predictions_series, batch_x, batch_y
):
    """Begins with the shortest bars, and the taller ones hide them."""
    figure.clear()
    rows = [bits[::-1] for bits in _bits(predictions_series, batch_x, batch_y)]
    _picture(figure, loss_list, rows, STYLES[::-1])


@replaces("6.2")
def leaves_the_axes_to_matplotlib(
    figure, loss_list, predictions_series, batch_x, batch_y
):
    """Sets no limits, so that every picture has another scale."""
    figure.clear()
    figure.add_subplot(2, 3, 1).plot(loss_list)
    for row, layers in enumerate(_bits(predictions_series, batch_x, batch_y)):
        _bars(figure.add_subplot(2, 3, 2 + row), layers)


@replaces("6.2")
def centres_the_bars(figure, loss_list, predictions_series, batch_x, batch_y):
    """Puts the middle of a bar on t, and half of the first bar is off the axes."""
    figure.clear()
    figure.add_subplot(2, 3, 1).plot(loss_list)
    for row, layers in enumerate(_bits(predictions_series, batch_x, batch_y)):
        axes = figure.add_subplot(2, 3, 2 + row)
        for bits, (color, height) in zip(layers, STYLES, strict=True):
            axes.bar(np.arange(len(bits)), bits * height, width=1, color=color)
        axes.axis((0, len(layers[0]), 0, 2))


@replaces("6.2")
def leaves_empty_panels(figure, loss_list, predictions_series, batch_x, batch_y):
    """Makes six panels for a smaller batch too, and leaves some of them empty."""
    figure.clear()
    _picture(figure, loss_list, _bits(predictions_series, batch_x, batch_y))
    for place in range(len(figure.axes), 6):
        figure.add_subplot(2, 3, 1 + place)


@replaces("6.2")
def ends_the_axes_at_the_tallest_bar(
    figure, loss_list, predictions_series, batch_x, batch_y
):
    """Lets the vertical axis end at 1, because no bar is taller."""
    figure.clear()
    _picture(figure, loss_list, _bits(predictions_series, batch_x, batch_y), top=1)


@replaces("6.2")
def shows_every_row(figure, loss_list, predictions_series, batch_x, batch_y):
    """Adds a panel for each row of the batch, and the grid has no place for a sixth."""
    figure.clear()
    figure.add_subplot(2, 3, 1).plot(loss_list)
    for row, (x, y) in enumerate(zip(batch_x, batch_y, strict=True)):
        axes = figure.add_subplot(2, 3, 2 + row)
        _bars(axes, (x, y, predicted_bits(predictions_series, row)))
        axes.axis((0, len(x), 0, 2))


@replaces("6.2")
def always_shows_five_rows(figure, loss_list, predictions_series, batch_x, batch_y):
    """Counts on five rows, as the tutorial has, and breaks on a smaller batch."""
    figure.clear()
    figure.add_subplot(2, 3, 1).plot(loss_list)
    for row in range(5):
        axes = figure.add_subplot(2, 3, 2 + row)
        said = predicted_bits(predictions_series, row)
        _bars(axes, (batch_x[row], batch_y[row], said))
        axes.axis((0, len(said), 0, 2))


@replaces("6.2")
def shows_columns(figure, loss_list, predictions_series, batch_x, batch_y):
    """Takes the first axis of the batch for time, and draws columns as if rows."""
    figure.clear()
    turned = np.swapaxes(np.stack(predictions_series), 0, 1)
    _picture(figure, loss_list, _bits(turned, batch_x.T, batch_y.T))


@replaces("6.2")
def turns_the_grid(figure, loss_list, predictions_series, batch_x, batch_y):
    """Makes three rows of two panels instead of two rows of three."""
    figure.clear()
    figure.add_subplot(3, 2, 1).plot(loss_list)
    for row, layers in enumerate(_bits(predictions_series, batch_x, batch_y)):
        axes = figure.add_subplot(3, 2, 2 + row)
        _bars(axes, layers)
        axes.axis((0, len(layers[0]), 0, 2))


@replaces("6.2")
def forgets_the_loss(figure, loss_list, predictions_series, batch_x, batch_y):
    """Leaves the first panel empty."""
    figure.clear()
    _picture(figure, [], _bits(predictions_series, batch_x, batch_y))


@replaces("6.2")
def shows_the_last_loss(figure, loss_list, predictions_series, batch_x, batch_y):
    """Draws one point of the loss curve, the newest."""
    figure.clear()
    _picture(figure, loss_list[-1:], _bits(predictions_series, batch_x, batch_y))


@replaces("6.2")
def shows_the_last_hundred_losses(
    figure, loss_list, predictions_series, batch_x, batch_y
):
    """Draws only what has happened since the last picture."""
    figure.clear()
    _picture(figure, loss_list[-100:], _bits(predictions_series, batch_x, batch_y))


@replaces("6.2")
def predicts_the_first_row_everywhere(
    figure, loss_list, predictions_series, batch_x, batch_y
):
    """Draws the predictions of row 0 into every panel."""
    figure.clear()
    said = predicted_bits(predictions_series, 0)
    rows = [(x, y, said) for x, y, _ in _bits(predictions_series, batch_x, batch_y)]
    _picture(figure, loss_list, rows)


@replaces("6.2")
def draws_probabilities(figure, loss_list, predictions_series, batch_x, batch_y):
    """Makes the green bars as tall as a 1 is probable, not as tall as a bit."""
    figure.clear()
    probable = np.stack(predictions_series)[:, :, 1].T  # (batch, time)
    rows = [*zip(batch_x, batch_y, probable, strict=True)][:5]
    _picture(figure, loss_list, rows)


@replaces("6.2")
def changes_the_batch(figure, loss_list, predictions_series, batch_x, batch_y):
    """Turns every 0 of the input into -1, in place, to let its bar hang down."""
    figure.clear()
    batch_x[batch_x == 0] = -1
    _picture(figure, loss_list, _bits(predictions_series, batch_x, batch_y))
