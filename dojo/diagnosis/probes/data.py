"""Probes for exercise 1: the echo, the rows, and the data of an epoch."""

from dataclasses import replace
from functools import partial

import numpy as np

from dojo.diagnosis.fingerprint import form, probe
from dojo.diagnosis.influences import Rule, Study, influences
from dojo.spec.formatting import with_article
from echornn.settings import Settings

SERIES = np.array([5, 1, 4, 2, 9, 7, 3, 8])
SETTINGS = Settings(
    num_classes=4,
    total_series_length=1200,
    batch_size=4,
    truncated_backprop_length=5,
    echo_step=10,
)
SHAPE = SETTINGS.batch_size, SETTINGS.total_series_length // SETTINGS.batch_size
REACH = SETTINGS.echo_step + 1
"""How far around its place a target's origin is looked for."""
SHIFTS = range(-REACH, REACH + 1)


@probe("1.1")
def of_echo(echo):
    """Ask for several delays, none among them, and what becomes of the series."""
    for echo_step in (2, 1, 3, 5):
        yield partial(echo, SERIES.copy(), echo_step)
    yield lambda: _without_delay(echo)
    yield partial(_dtypes, echo)
    yield lambda: _beyond_the_end(echo)
    yield lambda: _is_kept(echo, SERIES.copy(), 2)


@influences("1.1")
def of_the_series(echo):
    """Each element is in the echo, two places later."""
    series = {"series": 1.5 * SERIES}
    rule = Rule("series", 0, "element", 0, "element {} of the echo", delay=2)
    yield Study(partial(echo, echo_step=2), series, (rule,), SERIES.shape)


def _dtypes(echo):
    """Return the dtype of the echo, by the dtype of the series."""
    dtypes = "int8", "float32"
    return {
        f"the dtype of the echo of {with_article(dtype)} series": echo(
            SERIES.astype(dtype), 2
        ).dtype.name
        for dtype in dtypes
    }


def _without_delay(echo):
    """Return the echo of no delay; only if an echo of two steps is right."""
    if not _is_delayed_by_two(echo):
        return "not asked"
    series = SERIES.copy()
    echoed = echo(series, 0)
    return echoed, np.shares_memory(echoed, series)


def _beyond_the_end(echo):
    """Return the echo of a long delay; only if those of two steps and none are right.

    Slices that go wrong with one of these go wrong here in many ways.
    """
    undelayed = echo(SERIES.copy(), 0)
    if not _is_delayed_by_two(echo) or not np.array_equal(undelayed, SERIES):
        return "not asked"
    return echo(SERIES.copy(), 11)


def _is_delayed_by_two(echo):
    return np.array_equal(echo(SERIES.copy(), 2), [0, 0, *SERIES[:-2]])


def _is_kept(echo, series, echo_step):
    echo(series, echo_step)
    return np.array_equal(series, SERIES)


@probe("1.2")
def of_to_rows(to_rows):
    """Ask for rows of several lengths, for some that do not divide, and of a slice."""
    for length, batch_size in ((12, 3), (12, 2), (5, 1), (4, 4)):
        yield partial(to_rows, np.arange(1, length + 1), batch_size)
    yield partial(to_rows, np.arange(1, 9) / 4, 2)
    for length, batch_size in ((7, 2), (8, 3)):
        yield partial(_rows_or_error, to_rows, np.arange(1, length + 1), batch_size)
    yield lambda: _is_reshaped(to_rows, np.arange(12))
    yield lambda: to_rows(np.arange(1, 25)[::2], 3)


def _rows_or_error(to_rows, series, batch_size):
    try:
        return to_rows(series, batch_size)
    except Exception as error:
        return type(error).__name__


def _is_reshaped(to_rows, series):
    to_rows(series, 3)
    return series.shape != (12,)


@probe("1.3")
def of_generate_data(generate_data):
    """Describe the bits, their echo, and where the random numbers come from."""

    def data(seed, settings=SETTINGS):
        return generate_data(settings, np.random.default_rng(seed))

    yield partial(_described, data)
    yield partial(_tied, data)
    yield partial(_drawn, generate_data, data)
    yield lambda: (_ties(*data(1)), _follows(*data(1)))
    yield lambda: len({int(np.sum(data(seed)[0])) for seed in range(10)}) > 1
    yield lambda: _silent_rows(data(1, replace(SETTINGS, echo_step=2))[1])
    yield partial(_beyond_a_row, data)


def _described(data):
    """Describe the form of x and y, and which numbers are in them."""
    x, y = data(1)
    return {
        "the array x": form(np.asarray(x)),
        "the array y": form(np.asarray(y)),
        "the numbers in x": _numbers(x),
        "the numbers in y": _numbers(y),
        "the mean of x": str(round(float(np.mean(x)), 1)),
        "the mean of y": str(round(float(np.mean(y)), 1)),
        "the rows of x": "the same bits" if np.all(x == x[0]) else "different bits",
        "the halves of x": _halves(np.ravel(x)),
    }


def _halves(bits):
    first, second = np.array_split(bits, 2)
    return "the same bits" if np.array_equal(first, second) else "different bits"


def _numbers(bits):
    return ", ".join(f"{bit:g}" for bit in sorted(set(bits.ravel().tolist()))[:3])


def _tied(data):
    """Tell where the target comes from, and what there is where the rows begin."""
    x, y = data(1)
    k = SETTINGS.echo_step
    if np.shape(x) != SHAPE or np.shape(y) != SHAPE:
        return "not asked"
    if not (ties := _ties(x, y)):
        return {"y": _without_ties(x, y)}
    by, share = max(ties, key=lambda tie: abs(tie[1] - 0.5))
    continues = np.array_equal(y[1:, :k], x[:-1, -k:])
    return {
        "y": _origin(by, share),
        "the start of y": _zeros(y[0, :k]),
        "the starts of y's later rows": "the end of the row above"
        if continues
        else _zeros(y[1:, :k]),
        "the end of y": _zeros(y[-1, -k:]),
        "the start of x": _zeros(x[0, :k]),
    }


def _without_ties(x, y):
    """Return in words what a target is that is no shifted input."""
    if _ties(x.T, y.T):
        return "x shifted down the columns"
    return "bits of x in another order" if _ties(x.T, y) else "unrelated bits"


def _origin(by, share):
    """Return in words which input a target is, and how often if not always."""
    steps = "step" if abs(by) == 1 else "steps"
    when = "earlier" if by > 0 else "later"
    where = f" {_delay(abs(by))} {steps} {when}" if by else ""
    if share == 0:
        return f"1 - x{where}"
    return f"x{where}" + ("" if share == 1 else f" in {share:.0%} of places")


def _delay(by):
    """Return in words how large a delay is, beside that of the settings."""
    more = by - SETTINGS.echo_step
    known = {-1: "`echo_step - 1`", 0: "`echo_step`", 1: "`echo_step + 1`"}
    return known.get(more, str(by))


def _zeros(part):
    return "bits" if part.any() else "zeros"


def _beyond_a_row(data):
    """Tell what an echo longer than a row is; only if a shorter one is right."""

    def is_echo(echo_step):
        small = replace(SETTINGS, total_series_length=80, echo_step=echo_step)
        x, y = (np.ravel(bits) for bits in data(1, small))
        return np.array_equal(y, [*np.zeros(echo_step), *x[:-echo_step]])

    if not is_echo(10):
        return "not asked"
    words = "the echo of x" if is_echo(30) else "other bits"
    return {"y if `echo_step` is larger than the length of a row": words}


def _silent_rows(y):
    """Tell which rows of a target contain only zeros."""
    return [not row.any() for row in y]


def _ties(x, y):
    """Return how many steps before the input agrees with the target, and how often."""
    return [(by, share) for by, share in _shares(x, y) if abs(share - 0.5) > 0.1]


def _shares(x, y):
    """Return how often the target is the input of each of some steps before."""
    target = y.ravel()[REACH:-REACH]
    shares = [np.mean(bits == target) for bits in _shifted(x)]
    return [(by, round(s, 1)) for by, s in zip(SHIFTS, shares, strict=True)]


def _shifted(x):
    return [np.roll(x.ravel(), by)[REACH:-REACH] for by in SHIFTS]


def _follows(x, y):
    """Tell whether the bits around a place say what its target is."""
    around = {}
    target, near = y.ravel()[REACH:-REACH], _shifted(x)[REACH - 3 : REACH + 4]
    for *pattern, bit in zip(*near, target, strict=True):
        around.setdefault(tuple(pattern), set()).add(bit)
    return all(len(bits) == 1 for bits in around.values())


def _drawn(generate_data, data):
    """Tell where the random numbers come from."""
    again, other = _alike(data(2), data(2)), _alike(data(2), data(3))
    twice = _same_again(generate_data, np.random.default_rng(4))
    used = _is_used(generate_data, np.random.default_rng(5))
    return {
        "the same seed": "the same data" if again else "other data",
        "another seed": "the same data" if other else "other data",
        "a second call on the same rng": "the same data" if twice else "other data",
        "the source of the data": "`rng`" if used else "something else",
    }


def _same_again(generate_data, rng):
    return _alike(generate_data(SETTINGS, rng), generate_data(SETTINGS, rng))


def _alike(some, others):
    """Tell whether two data have the same x and the same y."""
    return all(np.array_equal(*pair) for pair in zip(some, others, strict=True))


def _is_used(generate_data, rng):
    """Tell whether the data of settings that are new come from this generator."""
    before = rng.bit_generator.state
    generate_data(replace(SETTINGS, total_series_length=1204), rng)
    return rng.bit_generator.state != before
