"""The diagnosis names mistakes, whoever wrote them, and accuses nobody falsely."""

from collections.abc import Iterator

import pytest
from dojo.behaviour import Behaviour, alike
from dojo.diagnosis import RIGHT, identify, known_behaviours
from dojo.plants import plants
from dojo.recorder import record

pytestmark = pytest.mark.timeout(300)


def named(gallery: str) -> Iterator[tuple[str, str, list[str]]]:
    """Iterate over task, function, and the names that the diagnosis has for it."""
    for number, behaviours in record(gallery).items():
        for name, behaved in behaviours.items():
            if name != RIGHT:
                yield number, name, identify(number, behaved)


def share(verdicts: list[tuple[str, str, list[str]]]) -> float:
    """Return how many of the mistakes are named, each by its own name alone."""
    return sum(names == [name] for _, name, names in verdicts) / len(verdicts)


def accusations(verdicts: list[tuple[str, str, list[str]]]) -> list[object]:
    """Return the verdicts that name another mistake, and no second one."""
    return [
        verdict
        for verdict in verdicts
        for _, name, names in [verdict]
        if len(names) == 1 and names[0] not in (name, RIGHT)
    ]


def test_the_recorded_behaviours_are_those_of_reference_and_mistakes():
    """`tox -e dojo -- behaviours` has been run since the last change of either."""
    recorded, known = record("mistakes"), known_behaviours()
    assert {number: set(b) for number, b in recorded.items()} == {
        number: set(b) for number, b in known.items()
    }

    def same(number: str, name: str, behaved: Behaviour) -> bool:
        return alike(behaved, known[number][name])

    stale = [
        (number, name)
        for number, behaviours in recorded.items()
        for name, behaved in behaviours.items()
        if not same(number, name, behaved)
    ]
    assert stale == []


def test_nine_of_ten_planted_mistakes_are_named_and_none_by_anothers_name():
    verdicts = [
        (number, name, identify(number, behaved))
        for number, behaviours in known_behaviours().items()
        for name, behaved in behaviours.items()
        if name != RIGHT
    ]
    assert len(verdicts) == len(list(plants("mistakes")))
    assert share(verdicts) >= 0.95
    assert accusations(verdicts) == []


def test_nine_of_ten_are_named_when_others_have_written_them():
    verdicts = list(named("retold"))
    assert len(verdicts) > 200
    assert share(verdicts) >= 0.9
    assert accusations(verdicts) == []


def test_nobody_with_a_bug_of_his_own_is_accused():
    verdicts = list(named("foreign"))
    assert len(verdicts) > 60
    assert [names for *_, names in verdicts if names not in ([], [RIGHT])] == []


def test_no_honest_alternative_is_accused():
    verdicts = list(named("alternatives"))
    assert len(verdicts) > 100
    assert [names for *_, names in verdicts if names not in ([], [RIGHT])] == []
