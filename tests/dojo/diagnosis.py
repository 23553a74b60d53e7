"""Which known mistake a function looks like: it behaves the same on every probe."""

import importlib
import json
from functools import cache

from dojo.behaviour import Behaviour, Observation, alike, behaviour
from dojo.plants import plants
from dojo.tasks import ROOT, Task, all_tasks

KNOWN = ROOT / "tests" / "probes" / "behaviours.json"
"""How the reference and every planted mistake behave; `dojo behaviours` writes it."""
RIGHT = "the reference"

USES = {
    "data": ("data",),
    "batching": ("batching",),
    "cell": ("cell",),
    "loss": ("loss",),
    "trainer": ("data", "batching", "cell", "loss", "trainer"),
    "plotting": ("plotting",),
    "compiled": ("cell", "loss", "compiled"),
}
"""The modules on whose tasks those of a module may be built."""


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


def identify(number: str, behaved: Behaviour) -> list[str]:
    """Return who behaves like this at a task: the reference, or mistakes."""
    known = known_behaviours()[number]
    if alike(behaved, known[RIGHT]):
        return [RIGHT]
    return [name for name, mistake in known.items() if alike(behaved, mistake)]


def _names_of(task: Task) -> list[str]:
    module = importlib.import_module(f"echornn.{task.module}")
    return identify(task.number, behaviour(task.number, getattr(module, task.name)))


@cache
def known_behaviours() -> dict[str, dict[str, Behaviour]]:
    """Return how each function behaves, by the task's number and its own name."""
    known: dict[str, dict[str, Behaviour]] = {}
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
    return one.module in USES[other.module] and one.number < other.number
