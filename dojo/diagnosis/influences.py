"""Which elements of an argument influence which elements of a result.

One element after the other is changed, and the results are compared. What is said of
them is what was seen, however the function was written: for example, that a change of
one row changes another, or that a change of a column changes nothing.
"""

from collections.abc import Callable, Iterator, Mapping
from typing import Any, NamedTuple

import numpy as np

from dojo.diagnosis.fingerprint import marked

CLOSE = 1e-5
"""How far apart two results may be that are the same: rounding is no influence."""

Arrays = Mapping[str, np.ndarray]


class Rule(NamedTuple):
    """Each element of an argument, along an axis, influences its own of the result.

    It influences no other.
    """

    argument: str
    axis: int
    element: str
    """What an element is called: "row", "column" and so on."""
    of_result: int | None
    """The axis of the result; None: the result is one number."""
    part: str = "the result"
    """What an element of the result is called."""
    delay: int | None = 0
    """How many places later its own element of the result is; None: it has none."""
    later_too: bool = False
    """Whether it may also influence the elements after its own."""

    def own(self, place: int) -> int | None:
        """Return the place of what an element influences."""
        if self.delay is None:
            return None
        return 0 if self.of_result is None else place + self.delay

    def allows(self, place: int, target: int) -> bool:
        """Tell whether an element may influence one of the result."""
        own = self.own(place)
        return own is not None and (target == own or (self.later_too and target > own))


class Study(NamedTuple):
    """A function of arrays, and the rules that it should obey."""

    function: Callable[..., Any]
    arguments: Arrays
    rules: tuple[Rule, ...]
    shape: tuple[int, ...]
    """The shape of the right result; those of another are not looked at."""


def influences(number: str) -> Callable[[Any], Any]:
    """Mark a generator of the studies of a task's function."""

    def mark(studies: Any) -> Any:
        studies.studies = number
        return studies

    return mark


def influence(number: str, function: Callable) -> str | None:
    """Return a sentence about the first rule that a task's function does not obey."""
    try:
        said = (s for study in studies(number, function) for s in broken_rules(study))
        return next(said, None)
    except Exception:  # the message of the test says which
        return None


def studies(number: str, function: Callable) -> Iterator[Study]:
    """Iterate over the studies of a function that stands for a task's."""
    for generator in marked(number, "studies"):
        yield from generator(function)


def broken_rules(study: Study) -> Iterator[str]:
    """Iterate over sentences about the rules that are not obeyed."""
    result, again = _result(study), _result(study)
    if not result.shape == again.shape == study.shape:
        return
    if not _equal(result, again):
        yield "Gives a different result in a second call with the same arguments."
    for rule in study.rules:
        yield from _broken(rule, study, result)


def _result(study: Study, **changed: np.ndarray) -> np.ndarray:
    given = {name: array.copy() for name, array in study.arguments.items()}
    return np.asarray(study.function(**(given | changed)), float)


def _broken(rule: Rule, study: Study, result: np.ndarray) -> Iterator[str]:
    """Iterate over what is wrong with the influence of each element."""
    argument = study.arguments[rule.argument]
    for place in range(argument.shape[rule.axis]):
        changed = _result(study, **{rule.argument: _changed(argument, rule, place)})
        if changed.shape != result.shape:
            return
        source = f"{rule.element} {place} of `{rule.argument}`"
        change = f"Changing only {source} between two calls"
        for target, is_changed in enumerate(_influenced(rule, result, changed)):
            part = rule.part.format(target)
            if is_changed and not rule.allows(place, target):
                yield f"{change} changes {part}, which should not depend on it."
            if not is_changed and target == rule.own(place):
                yield f"{change} does not change {part}, which should depend on it."


def _changed(argument: np.ndarray, rule: Rule, place: int) -> np.ndarray:
    """Return the argument with one element changed: a bit becomes the other bit.

    Other numbers do not change by the same amount, to which a softmax is blind.
    """
    changed = argument.copy()
    part = np.moveaxis(changed, rule.axis, 0)[place : place + 1]
    is_between = (part >= 0).all() and (part <= 1).all()
    more = part + np.linspace(1, 2, part.size).reshape(part.shape)
    part[:] = 1 - part if is_between else more
    return changed


def _influenced(rule: Rule, result: np.ndarray, changed: np.ndarray) -> list[bool]:
    """Tell which elements of the result a change has changed."""
    if rule.of_result is None:
        return [not _equal(result, changed)]
    pairs = (np.moveaxis(array, rule.of_result, 0) for array in (result, changed))
    return [not _equal(*pair) for pair in zip(*pairs, strict=True)]


def _equal(one: np.ndarray, other: np.ndarray) -> bool:
    return np.allclose(one, other, rtol=CLOSE, atol=CLOSE, equal_nan=True)
