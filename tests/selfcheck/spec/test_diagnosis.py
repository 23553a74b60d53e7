"""The diagnosis names mistakes, whoever wrote them, and accuses nobody falsely."""

from collections.abc import Iterator

import pytest
from scripts import run_script

from dojo.diagnosis.fingerprint import Fingerprint, alike
from dojo.diagnosis.identify import (
    RIGHT,
    expected_answers,
    identify,
    known_fingerprints,
)
from dojo.galleries.plants import plants
from dojo.quality.record import agree, record, reference_answers, sentences

pytestmark = pytest.mark.timeout(300)


def named(gallery: str) -> Iterator[tuple[str, str, list[str]]]:
    """Iterate over task, function, and the names that the diagnosis has for it."""
    for number, fingerprints in record(gallery).items():
        for name, taken in fingerprints.items():
            if name != RIGHT:
                yield number, name, identify(number, taken)


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


def test_the_recorded_fingerprints_are_those_of_reference_and_mistakes():
    """`tox -e dojo -- behaviours` has been run since the last change of either."""
    recorded, known = record("mistakes"), known_fingerprints()
    assert {number: set(b) for number, b in recorded.items()} == {
        number: set(b) for number, b in known.items()
    }

    def same(number: str, name: str, taken: Fingerprint) -> bool:
        return alike(taken, known[number][name])

    stale = [
        (number, name)
        for number, fingerprints in recorded.items()
        for name, taken in fingerprints.items()
        if not same(number, name, taken)
    ]
    assert stale == []


def test_the_recorded_answers_are_those_of_the_reference():
    assert agree(reference_answers(), expected_answers())


def test_nine_of_ten_planted_mistakes_are_named_and_none_by_anothers_name():
    verdicts = [
        (number, name, identify(number, taken))
        for number, fingerprints in known_fingerprints().items()
        for name, taken in fingerprints.items()
        if name != RIGHT
    ]
    assert len(verdicts) == len(list(plants("mistakes")))
    assert share(verdicts) >= 0.95
    assert accusations(verdicts) == []


def test_nine_of_ten_are_named_when_others_have_written_them():
    verdicts = list(named("variants"))
    assert len(verdicts) > 200
    assert share(verdicts) >= 0.9
    assert accusations(verdicts) == []


def test_no_honest_alternative_is_accused():
    said = sentences("alternatives")
    assert sum(map(len, said.values())) > 100
    accused = {n: [s for s in of_task.values() if s] for n, of_task in said.items()}
    assert {number: s for number, s in accused.items() if s} == {}


@pytest.mark.parametrize(
    ("number", "name"),
    [
        ("3.2", "puts_side_by_side_with_numpy"),
        ("5.1", "returns_the_class"),
        ("5.1", "takes_the_class_of_2016"),
        ("5.2", "looks_before_the_tape_records"),
        ("5.2", "traces_one_function_for_all"),
        ("6.2", "centres_the_bars"),
        ("6.2", "leaves_empty_panels"),
        ("7.2", "unrolls_the_windows"),
        ("7.2", "lets_the_epoch_build"),
    ],
)
def test_a_classic_slip_is_named_and_no_other(number, name):
    assert identify(number, known_fingerprints()[number][name]) == [name]


TRACED_TWICE = """
from dojo.diagnosis.fingerprint import fingerprint
from dojo.diagnosis.identify import identify
from dojo.exercises import REFERENCE
from dojo.worker.loading import take_from

take_from(REFERENCE.parent)
from dojo.galleries.mistakes.trainer import traces_one_function_for_all

for _ in range(2):
    print(identify("5.2", fingerprint("5.2", traces_one_function_for_all)))
"""


def test_a_function_that_was_traced_before_is_named_all_the_same():
    """Its error has other words then, and the tests have traced it."""
    named = run_script(TRACED_TWICE).stdout.splitlines()
    assert named == ["['traces_one_function_for_all']"] * 2
