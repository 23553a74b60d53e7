"""What is wrong with a function: a known mistake, or what its answers show."""

import importlib
import json
from collections.abc import Callable
from functools import cache
from pathlib import Path

from dojo.diagnosis.fingerprint import (
    Fingerprint,
    Observation,
    alike,
    ask,
    fingerprint,
    observe,
)
from dojo.diagnosis.influences import influence
from dojo.diagnosis.symptoms import (
    Simple,
    answers,
    restored,
    symptom,
    type_symptom,
    wrong_parts,
)
from dojo.exercises import Task, all_tasks
from dojo.galleries.plants import plants

KNOWN = Path(__file__).with_name("behaviours.json")
"""The fingerprints of the reference and of every planted mistake.

`dojo behaviours` writes the file.
"""
ANSWERS = KNOWN.with_name("answers.json")
"""The reference's answers, in full; the same command writes this file."""
RIGHT = "the reference"
CONSEQUENCE = "The cause may be elsewhere:"


def diagnose(number: str) -> str | None:
    """Return a sentence about what is wrong with the function of a task.

    If the function may call another one that is not right, the sentence says only that.
    If its fingerprint is that of exactly one known mistake, it is the sentence of this
    mistake. Otherwise, it is what its answers have in common, or which arguments
    influence them. It is None if the function behaves like the reference.
    """
    task = all_tasks()[number]
    for other in all_tasks().values():
        if _is_below(other, task) and not _is_right(other):
            return f"{CONSEQUENCE} `{other.name}` (task {other.number}) is not right."
    return what_is_wrong(number, function_of(task))


def what_is_wrong(number: str, function: Callable) -> str | None:
    """Return a sentence about a function that takes the place of a task's."""
    asked = list(ask(number, function))
    taken = [observe(value) for _, value in asked]
    match identify(number, taken):
        case [name]:
            return _sentences().get((number, name))
    came = list(answers(asked, function))
    expected, right = expected_answers()[number], known_fingerprints()[number][RIGHT]
    return (
        type_symptom(right, taken)
        or symptom(expected, came)
        or influence(number, function)
        or wrong_parts(expected, came)
    )


def identify(number: str, taken: Fingerprint) -> list[str]:
    """Return the names of those with this fingerprint: the reference, or mistakes."""
    known = known_fingerprints()[number]
    if alike(taken, known[RIGHT]):
        return [RIGHT]
    return [name for name, mistake in known.items() if alike(taken, mistake)]


@cache
def _is_right(task: Task) -> bool:
    """Tell whether a task's function is right; many others may call it."""
    taken = fingerprint(task.number, function_of(task))
    return identify(task.number, taken) == [RIGHT]


def function_of(task: Task) -> Callable:
    """Return the function of a task from the `echornn` that can be imported."""
    module = importlib.import_module(f"echornn.{task.exercise.module}")
    return getattr(module, task.name)


@cache
def known_fingerprints() -> dict[str, dict[str, Fingerprint]]:
    """Return every known fingerprint, by the task's number and the function's name."""
    known: dict[str, dict[str, Fingerprint]] = {}
    for key, noted in json.loads(KNOWN.read_text(encoding="utf-8")).items():
        number, name = key.split(maxsplit=1)
        known.setdefault(number, {})[name] = [
            _read(observation) for observation in noted
        ]
    return known


def _read(noted: list) -> Observation:
    kind, *numbers = noted
    return Observation(kind, tuple(numbers))


@cache
def expected_answers() -> dict[str, list[Simple]]:
    """Return the reference's answers, by the task's number."""
    known = json.loads(ANSWERS.read_text(encoding="utf-8"))
    return {number: [restored(a) for a in noted] for number, noted in known.items()}


@cache
def _sentences() -> dict[tuple[str, str], str]:
    return {(plant.task, plant.name): plant.sentence for plant in plants("mistakes")}


def _is_below(one: Task, other: Task) -> bool:
    """Tell whether the second task's function may call the first's."""
    modules = other.exercise.module, *other.exercise.uses
    return one.exercise.module in modules and one.number < other.number
