"""Which known mistake a function looks like: its fingerprint is the same."""

import importlib
import json
from functools import cache
from pathlib import Path

from dojo.diagnosis.fingerprint import Fingerprint, Observation, alike, fingerprint
from dojo.exercises import Task, all_tasks
from dojo.galleries.plants import plants

KNOWN = Path(__file__).with_name("behaviours.json")
"""The fingerprints of the reference and of every planted mistake.

`dojo behaviours` writes the file.
"""
RIGHT = "the reference"


def diagnose(number: str) -> str | None:
    """Return the sentence of the one mistake that the function of a task looks like.

    It looks like no mistake if it behaves like the reference, or like none of the
    mistakes, or like two; or if what it may be built on is not right itself.
    """
    task = all_tasks()[number]
    foundation = (t for t in all_tasks().values() if _is_below(t, task))
    if any(_names_of(t) != [RIGHT] for t in foundation):
        return None
    match _names_of(task):
        case [name] if name != RIGHT:
            return _sentences()[number, name]
    return None


def identify(number: str, taken: Fingerprint) -> list[str]:
    """Return whose fingerprint at a task this is: the reference's, or mistakes'."""
    known = known_fingerprints()[number]
    if alike(taken, known[RIGHT]):
        return [RIGHT]
    return [name for name, mistake in known.items() if alike(taken, mistake)]


def _names_of(task: Task) -> list[str]:
    module = importlib.import_module(f"echornn.{task.exercise.module}")
    function = getattr(module, task.name)
    return identify(task.number, fingerprint(task.number, function))


@cache
def known_fingerprints() -> dict[str, dict[str, Fingerprint]]:
    """Return the fingerprint of each function, by the task's number and its name."""
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
def _sentences() -> dict[tuple[str, str], str]:
    return {(plant.task, plant.name): plant.sentence for plant in plants("mistakes")}


def _is_below(one: Task, other: Task) -> bool:
    """Tell whether a task may be built on another."""
    modules = other.exercise.module, *other.exercise.uses
    return one.exercise.module in modules and one.number < other.number
