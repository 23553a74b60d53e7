"""Mistakes in exercise 6: the picture."""

import numpy as np
from matplotlib import pyplot as plt

from dojo.galleries.plants import replaces
from echornn.plotting import predicted_bits


@replaces("6.1")
def looks_at_class_1(predictions_series, batch_series_idx):
    """Returns 1 where the probability of class 1 (instead of class 0) is below 0.5."""
    return (np.stack(predictions_series)[:, batch_series_idx, 1] < 0.5).astype(int)


@replaces("6.1")
def says_minus_1_instead_of_0(predictions_series, batch_series_idx):
    """Returns -1 instead of 0 where the probability of class 0 is 0.5 or more."""
    is_one = np.stack(predictions_series)[:, batch_series_idx, 0] < 0.5
    return np.where(is_one, 1, -1)


@replaces("6.1")
def says_1_where_class_0_is_probable(predictions_series, batch_series_idx):
    """Returns 1 where the probability of class 0 is above 0.5 instead of below it."""
    return (np.stack(predictions_series)[:, batch_series_idx, 0] > 0.5).astype(int)


@replaces("6.1")
def says_1_where_class_0_is_not_improbable(predictions_series, batch_series_idx):
    """Returns 1 where the probability of class 0 is 0.5 or more instead of below
    0.5."""
    return (np.stack(predictions_series)[:, batch_series_idx, 0] >= 0.5).astype(int)


@replaces("6.1")
def says_1_when_undecided(predictions_series, batch_series_idx):
    """Returns 1 instead of 0 where the probability of class 0 is exactly 0.5."""
    return (np.stack(predictions_series)[:, batch_series_idx, 0] <= 0.5).astype(int)


@replaces("6.1")
def takes_the_most_probable_class(predictions_series, batch_series_idx):
    """Returns the number of the most likely class, but it should return 1 wherever the
    probability of class 0 is below 0.5."""
    return np.argmax(np.stack(predictions_series)[:, batch_series_idx], axis=1)


@replaces("6.1")
def takes_the_argmax_over_time(predictions_series, batch_series_idx):
    """Returns one number for each class instead of one for each step, as an argmax over
    time does."""
    return np.argmax(np.stack(predictions_series)[:, batch_series_idx], axis=0)


@replaces("6.1")
def rounds_class_1(predictions_series, batch_series_idx):
    """Returns 1 only where the probability of class 1 is above 0.5, which is wrong if
    there are three classes."""
    return np.rint(np.stack(predictions_series)[:, batch_series_idx, 1]).astype(int)


@replaces("6.1")
def leaves_the_bits_booleans(predictions_series, batch_series_idx):
    """Returns booleans instead of integers."""
    return np.stack(predictions_series)[:, batch_series_idx, 0] < 0.5


@replaces("6.1")
def returns_probabilities(predictions_series, batch_series_idx):
    """Returns the probabilities of class 1 instead of bits."""
    return np.stack(predictions_series)[:, batch_series_idx, 1]


@replaces("6.1")
def takes_a_step_for_a_row(predictions_series, batch_series_idx):
    """Applies `batch_series_idx` to the time axis instead of the batch axis."""
    return (np.stack(predictions_series)[batch_series_idx, :, 0] < 0.5).astype(int)


@replaces("6.1")
def always_reads_the_first_row(predictions_series, batch_series_idx):
    """Returns the bits of row 0, whatever `batch_series_idx` is."""
    return (np.stack(predictions_series)[:, 0, 0] < 0.5).astype(int)


@replaces("6.1")
def reads_all_rows(predictions_series, batch_series_idx):
    """Returns the bits of all rows, as an array (time, batch), instead of the bits of
    one row."""
    return (np.stack(predictions_series)[:, :, 0] < 0.5).astype(int)


@replaces("6.1")
def takes_only_arrays(predictions_series, batch_series_idx):
    """Fails if the predictions are a list of arrays instead of one array."""
    return (predictions_series[:, batch_series_idx, 0] < 0.5).astype(int)


STYLES = ("blue", 1.0), ("red", 0.5), ("green", 0.3)


def _bits(predictions_series, batch_x, batch_y):
    """Return three layers for every row shown: input, target, prediction."""
    rows = range(min(len(batch_x), 5))
    return [
        (batch_x[r], batch_y[r], predicted_bits(predictions_series, r)) for r in rows
    ]


def _picture(figure, loss_list, rows, styles=STYLES, top=2, width=1):
    """Draw as `plot` should, except that the figure is not cleared."""
    figure.add_subplot(2, 3, 1).plot(loss_list)
    _panels(figure, rows, styles, top, width)


def _panels(figure, rows, styles=STYLES, top=2, width=1, grid=(2, 3), first=2):
    """Draw the panels of rows, the first of them in this place of the grid."""
    for place, layers in enumerate(rows, first):
        _bars(figure.add_subplot(*grid, place), layers, styles, width)
        figure.axes[-1].axis((0, len(layers[0]), 0, top))


def _bars(axes, layers, styles=STYLES, width=1):
    for bits, (color, height) in zip(layers, styles, strict=True):
        steps = np.arange(len(bits))
        axes.bar(steps, bits * height, width=width, align="edge", color=color)


@replaces("6.1")
def reads_the_row_before(predictions_series, batch_series_idx):
    """Returns the bits of the row before row `batch_series_idx`."""
    row = batch_series_idx - 1
    return (np.stack(predictions_series)[:, row, 0] < 0.5).astype(int)


@replaces("6.1")
def reshapes_to_find_the_row(predictions_series, batch_series_idx):
    """Mixes bits from different rows, as a reshape to (batch, time, classes) would."""
    probabilities = np.stack(predictions_series)
    time, batch, classes = probabilities.shape
    rows = probabilities.reshape(batch, time, classes)
    return (rows[batch_series_idx, :, 0] < 0.5).astype(int)


@replaces("6.1")
def overwrites_the_predictions(predictions_series, batch_series_idx):
    """Overwrites the caller's predictions with the bits."""
    class_0 = np.asarray(predictions_series)[:, batch_series_idx, 0]
    class_0[:] = class_0 < 0.5
    return class_0.astype(int)


@replaces("6.1")
def compares_with_the_mean(predictions_series, batch_series_idx):
    """Compares the probability of class 0 with its mean over time instead of with
    0.5."""
    class_0 = np.stack(predictions_series)[:, batch_series_idx, 0]
    return (class_0 < class_0.mean()).astype(int)


@replaces("6.2")
def piles_up(figure, loss_list, predictions_series, batch_x, batch_y):
    """Draws on top of the previous picture instead of clearing the figure."""
    _picture(figure, loss_list, _bits(predictions_series, batch_x, batch_y))


@replaces("6.2")
def draws_on_another_figure(figure, loss_list, predictions_series, batch_x, batch_y):
    """Leaves the given figure empty: draws on another figure, or clears the given one
    at the end."""
    figure = plt.figure()
    _picture(figure, loss_list, _bits(predictions_series, batch_x, batch_y))
    plt.close(figure)


@replaces("6.2")
def draws_all_bars_alike(figure, loss_list, predictions_series, batch_x, batch_y):
    """Draws all bars with height 1, so the green bars hide the others."""
    figure.clear()
    alike = [(color, 1.0) for color, _ in STYLES]
    _picture(figure, loss_list, _bits(predictions_series, batch_x, batch_y), alike)


@replaces("6.2")
def swaps_two_colors(figure, loss_list, predictions_series, batch_x, batch_y):
    """Swaps two colors: the tall bars of the input are red, and the bars of the target
    are blue."""
    figure.clear()
    swapped = ("red", 1.0), ("blue", 0.5), ("green", 0.3)
    _picture(figure, loss_list, _bits(predictions_series, batch_x, batch_y), swapped)


@replaces("6.2")
def swaps_target_and_prediction(
    figure, loss_list, predictions_series, batch_x, batch_y
):
    """Swaps the target and the prediction: the short green bars show the target, and
    the taller red bars show the prediction."""
    figure.clear()
    rows = _bits(predictions_series, batch_x, batch_y)
    _picture(figure, loss_list, [(x, predicted, y) for x, y, predicted in rows])


@replaces("6.2")
def swaps_input_and_target(figure, loss_list, predictions_series, batch_x, batch_y):
    """Swaps the input and the target: the bars of the target are tall and blue."""
    figure.clear()
    _picture(figure, loss_list, _bits(predictions_series, batch_y, batch_x))


@replaces("6.2")
def draws_the_input_as_the_target(
    figure, loss_list, predictions_series, batch_x, batch_y
):
    """Draws the input again in red, where the target should be."""
    figure.clear()
    _picture(figure, loss_list, _bits(predictions_series, batch_x, batch_x))


@replaces("6.2")
def draws_the_tallest_bars_last(
    figure, loss_list, predictions_series, batch_x, batch_y
):
    """Draws the tallest bars last, so they hide the shorter ones."""
    figure.clear()
    rows = [bits[::-1] for bits in _bits(predictions_series, batch_x, batch_y)]
    _picture(figure, loss_list, rows, STYLES[::-1])


@replaces("6.2")
def leaves_the_axes_to_matplotlib(
    figure, loss_list, predictions_series, batch_x, batch_y
):
    """Does not set the axis limits of the rows' panels."""
    figure.clear()
    figure.add_subplot(2, 3, 1).plot(loss_list)
    for row, layers in enumerate(_bits(predictions_series, batch_x, batch_y)):
        _bars(figure.add_subplot(2, 3, 2 + row), layers)


@replaces("6.2")
def centres_the_bars(figure, loss_list, predictions_series, batch_x, batch_y):
    """Centers each bar on the beginning of its step, so half of the first bar is
    outside the axes."""
    figure.clear()
    figure.add_subplot(2, 3, 1).plot(loss_list)
    for row, layers in enumerate(_bits(predictions_series, batch_x, batch_y)):
        axes = figure.add_subplot(2, 3, 2 + row)
        for bits, (color, height) in zip(layers, STYLES, strict=True):
            axes.bar(np.arange(len(bits)), bits * height, width=1, color=color)
        axes.axis((0, len(layers[0]), 0, 2))


@replaces("6.2")
def leaves_empty_panels(figure, loss_list, predictions_series, batch_x, batch_y):
    """Makes six panels even for a batch of fewer than five rows, and leaves some of
    them empty."""
    figure.clear()
    _picture(figure, loss_list, _bits(predictions_series, batch_x, batch_y))
    for place in range(len(figure.axes), 6):
        figure.add_subplot(2, 3, 1 + place)


@replaces("6.2")
def ends_the_axes_at_the_tallest_bar(
    figure, loss_list, predictions_series, batch_x, batch_y
):
    """Ends the vertical axis at 1 instead of 2."""
    figure.clear()
    _picture(figure, loss_list, _bits(predictions_series, batch_x, batch_y), top=1)


@replaces("6.2")
def shows_every_row(figure, loss_list, predictions_series, batch_x, batch_y):
    """Fails if the batch has more than five rows."""
    figure.clear()
    figure.add_subplot(2, 3, 1).plot(loss_list)
    for row, (x, y) in enumerate(zip(batch_x, batch_y, strict=True)):
        axes = figure.add_subplot(2, 3, 2 + row)
        _bars(axes, (x, y, predicted_bits(predictions_series, row)))
        axes.axis((0, len(x), 0, 2))


@replaces("6.2")
def always_shows_five_rows(figure, loss_list, predictions_series, batch_x, batch_y):
    """Fails if the batch has fewer than five rows."""
    figure.clear()
    figure.add_subplot(2, 3, 1).plot(loss_list)
    for row in range(5):
        axes = figure.add_subplot(2, 3, 2 + row)
        predicted = predicted_bits(predictions_series, row)
        _bars(axes, (batch_x[row], batch_y[row], predicted))
        axes.axis((0, len(predicted), 0, 2))


@replaces("6.2")
def shows_columns(figure, loss_list, predictions_series, batch_x, batch_y):
    """Draws the columns of the batch as if they were rows."""
    figure.clear()
    turned = np.swapaxes(np.stack(predictions_series), 0, 1)
    _picture(figure, loss_list, _bits(turned, batch_x.T, batch_y.T))


@replaces("6.2")
def turns_the_grid(figure, loss_list, predictions_series, batch_x, batch_y):
    """Arranges the panels in three rows of two instead of two rows of three."""
    figure.clear()
    figure.add_subplot(3, 2, 1).plot(loss_list)
    _panels(figure, _bits(predictions_series, batch_x, batch_y), grid=(3, 2))


@replaces("6.2")
def forgets_the_loss(figure, loss_list, predictions_series, batch_x, batch_y):
    """Leaves the loss panel empty."""
    figure.clear()
    _picture(figure, [], _bits(predictions_series, batch_x, batch_y))


@replaces("6.2")
def shows_the_last_loss(figure, loss_list, predictions_series, batch_x, batch_y):
    """Draws only the last loss instead of the whole curve."""
    figure.clear()
    _picture(figure, loss_list[-1:], _bits(predictions_series, batch_x, batch_y))


@replaces("6.2")
def shows_the_last_hundred_losses(
    figure, loss_list, predictions_series, batch_x, batch_y
):
    """Draws only the last 100 losses instead of all of them."""
    figure.clear()
    _picture(figure, loss_list[-100:], _bits(predictions_series, batch_x, batch_y))


@replaces("6.2")
def predicts_the_first_row_everywhere(
    figure, loss_list, predictions_series, batch_x, batch_y
):
    """Draws the predictions of row 0 in every panel."""
    figure.clear()
    predicted = predicted_bits(predictions_series, 0)
    rows = [
        (x, y, predicted) for x, y, _ in _bits(predictions_series, batch_x, batch_y)
    ]
    _picture(figure, loss_list, rows)


@replaces("6.2")
def draws_probabilities(figure, loss_list, predictions_series, batch_x, batch_y):
    """Scales the green bars by the probability of class 1 instead of drawing them only
    where the predicted bit is 1."""
    figure.clear()
    probable = np.stack(predictions_series)[:, :, 1].T  # (batch, time)
    rows = [*zip(batch_x, batch_y, probable, strict=True)][:5]
    _picture(figure, loss_list, rows)


@replaces("6.2")
def changes_the_batch(figure, loss_list, predictions_series, batch_x, batch_y):
    """Modifies the caller's `batch_x`."""
    figure.clear()
    batch_x[batch_x == 0] = -1
    _picture(figure, loss_list, _bits(predictions_series, batch_x, batch_y))


@replaces("6.2")
def draws_narrow_bars(figure, loss_list, predictions_series, batch_x, batch_y):
    """Draws bars that are narrower than a step."""
    figure.clear()
    rows = _bits(predictions_series, batch_x, batch_y)
    _picture(figure, loss_list, rows, width=0.8)


@replaces("6.2")
def shows_the_figure(figure, loss_list, predictions_series, batch_x, batch_y):
    """Shows or saves the figure, but that is the caller's job."""
    figure.clear()
    _picture(figure, loss_list, _bits(predictions_series, batch_x, batch_y))
    plt.show()


@replaces("6.2")
def limits_the_loss_panel_too(figure, loss_list, predictions_series, batch_x, batch_y):
    """Sets axis limits for the loss panel, so part of the curve is cut off."""
    figure.clear()
    _picture(figure, loss_list, _bits(predictions_series, batch_x, batch_y))
    figure.axes[0].axis((0, batch_x.shape[1], 0, 2))


@replaces("6.2")
def draws_the_losses_in_every_panel(
    figure, loss_list, predictions_series, batch_x, batch_y
):
    """Draws the loss curve in the panels of the rows as well."""
    figure.clear()
    _picture(figure, loss_list, _bits(predictions_series, batch_x, batch_y))
    for axes in figure.axes[1:]:
        axes.plot(loss_list, scalex=False, scaley=False)


@replaces("6.2")
def draws_row_0_over_the_loss(figure, loss_list, predictions_series, batch_x, batch_y):
    """Draws row 0 in the first panel, on top of the loss curve, instead of in the
    second panel."""
    figure.clear()
    figure.add_subplot(2, 3, 1).plot(loss_list)
    _panels(figure, _bits(predictions_series, batch_x, batch_y), first=1)


@replaces("6.2")
def leaves_row_0_out(figure, loss_list, predictions_series, batch_x, batch_y):
    """Leaves out row 0: the panel after the loss curve shows row 1."""
    figure.clear()
    others = np.stack(predictions_series)[:, 1:], batch_x[1:], batch_y[1:]
    _picture(figure, loss_list, _bits(*others))


@replaces("6.2")
def draws_the_input_as_a_line(figure, loss_list, predictions_series, batch_x, batch_y):
    """Draws the input as a line instead of as bars."""
    figure.clear()
    rows = _bits(predictions_series, batch_x, batch_y)
    _picture(figure, loss_list, [bits[1:] for bits in rows], STYLES[1:])
    for axes, (inputs, *_) in zip(figure.axes[1:], rows, strict=True):
        axes.plot(inputs, color="blue")


@replaces("6.2")
def draws_the_prediction_as_a_line(
    figure, loss_list, predictions_series, batch_x, batch_y
):
    """Draws the predicted bits as a line instead of as bars."""
    figure.clear()
    rows = _bits(predictions_series, batch_x, batch_y)
    _picture(figure, loss_list, [bits[:2] for bits in rows], STYLES[:2])
    for axes, (*_, predicted) in zip(figure.axes[1:], rows, strict=True):
        axes.plot(predicted * 0.3, color="green")


@replaces("6.2")
def draws_lines_instead_of_bars(
    figure, loss_list, predictions_series, batch_x, batch_y
):
    """Draws all layers of a row as lines instead of as bars."""
    figure.clear()
    figure.add_subplot(2, 3, 1).plot(loss_list)
    for row, layers in enumerate(_bits(predictions_series, batch_x, batch_y)):
        axes = figure.add_subplot(2, 3, 2 + row)
        for bits, (color, height) in zip(layers, STYLES, strict=True):
            axes.step(np.arange(len(bits)), bits * height, color=color)
        axes.axis((0, len(layers[0]), 0, 2))


@replaces("6.2")
def draws_the_losses_as_bars(figure, loss_list, predictions_series, batch_x, batch_y):
    """Draws the losses as bars instead of as a curve."""
    figure.clear()
    figure.add_subplot(2, 3, 1).bar(range(len(loss_list)), loss_list)
    _panels(figure, _bits(predictions_series, batch_x, batch_y))


@replaces("6.2")
def puts_the_loss_last(figure, loss_list, predictions_series, batch_x, batch_y):
    """Puts the loss panel after the panels of the rows instead of before them."""
    figure.clear()
    _panels(figure, _bits(predictions_series, batch_x, batch_y), first=1)
    figure.add_subplot(2, 3, 6).plot(loss_list)


@replaces("6.1")
def says_1_when_undecided_about_class_1(predictions_series, batch_series_idx):
    """Returns 1 where the probability of class 1 is at least 0.5, instead of where the
    probability of class 0 is below 0.5."""
    return (np.stack(predictions_series)[:, batch_series_idx, 1] >= 0.5).astype(int)


@replaces("6.1")
def takes_a_row_for_a_class(predictions_series, batch_series_idx):
    """Applies `batch_series_idx` to the class axis instead of the batch axis."""
    return (np.stack(predictions_series)[:, 0, batch_series_idx] < 0.5).astype(int)


@replaces("6.1")
def rounds_class_1_to_a_float(predictions_series, batch_series_idx):
    """Returns the bits as floats instead of integers."""
    return np.rint(np.stack(predictions_series)[:, batch_series_idx, 1])


@replaces("6.1")
def reshapes_two_classes(predictions_series, batch_series_idx):
    """Mixes bits from different rows, as a reshape to (batch, time, 2) would."""
    mixed = np.concatenate(predictions_series).reshape(-1, len(predictions_series), 2)
    return (mixed[batch_series_idx, :, 0] < 0.5).astype(int)


@replaces("6.2")
def swaps_the_colors_of_target_and_prediction(
    figure, loss_list, predictions_series, batch_x, batch_y
):
    """Swaps the colors of the target and the prediction: the bars of the target are
    green, and those of the prediction are red."""
    figure.clear()
    swapped = ("blue", 1.0), ("green", 0.5), ("red", 0.3)
    _picture(figure, loss_list, _bits(predictions_series, batch_x, batch_y), swapped)


@replaces("6.2")
def leaves_the_colors_to_matplotlib(
    figure, loss_list, predictions_series, batch_x, batch_y
):
    """Does not set the colors of the bars, so Matplotlib makes them blue, orange and
    green."""
    figure.clear()
    styles = (None, 1.0), (None, 0.5), (None, 0.3)
    _picture(figure, loss_list, _bits(predictions_series, batch_x, batch_y), styles)


@replaces("6.2")
def halves_the_target_twice(figure, loss_list, predictions_series, batch_x, batch_y):
    """Draws the bars of the target half as tall as they should be."""
    figure.clear()
    styles = ("blue", 1.0), ("red", 0.25), ("green", 0.3)
    _picture(figure, loss_list, _bits(predictions_series, batch_x, batch_y), styles)


@replaces("6.2")
def draws_the_losses_as_points(figure, loss_list, predictions_series, batch_x, batch_y):
    """Draws the losses as points instead of as a curve."""
    figure.clear()
    figure.add_subplot(2, 3, 1).scatter(range(len(loss_list)), loss_list)
    _panels(figure, _bits(predictions_series, batch_x, batch_y))


@replaces("6.2")
def fills_the_grid_column_by_column(
    figure, loss_list, predictions_series, batch_x, batch_y
):
    """Fills the grid of panels column by column instead of row by row."""
    figure.clear()
    figure.add_subplot(2, 3, 1).plot(loss_list)
    rows = _bits(predictions_series, batch_x, batch_y)
    for place, layers in zip((4, 2, 5, 3, 6), rows, strict=False):
        _panels(figure, [layers], first=place)


@replaces("6.2")
def leaves_the_loss_panel_out(figure, loss_list, predictions_series, batch_x, batch_y):
    """Draws no panel for the loss."""
    figure.clear()
    _panels(figure, _bits(predictions_series, batch_x, batch_y))


@replaces("6.2")
def halves_the_bits_as_integers(
    figure, loss_list, predictions_series, batch_x, batch_y
):
    """Draws red bars of height 0 (`//` rounds down, and 1 // 2 is 0)."""
    figure.clear()
    styles = ("blue", 1.0), ("red", 0.0), ("green", 0.3)
    _picture(figure, loss_list, _bits(predictions_series, batch_x, batch_y), styles)


@replaces("6.2")
def reuses_the_panels(figure, loss_list, predictions_series, batch_x, batch_y):
    """Clears the panels but does not remove them, so empty panels remain if the batch
    has fewer rows than the previous batch."""
    rows = _bits(predictions_series, batch_x, batch_y)
    for axes in figure.axes:
        axes.clear()
    for place in range(len(figure.axes), len(rows) + 1):
        figure.add_subplot(2, 3, place + 1)
    first, *others = figure.axes
    first.plot(loss_list)
    for axes, layers in zip(others, rows, strict=False):
        _bars(axes, layers)
        axes.axis((0, len(layers[0]), 0, 2))
