"""Take the fingerprints of the reference and of every planted mistake."""

import importlib
import json
from collections.abc import Iterable, Iterator
from concurrent.futures import ProcessPoolExecutor
from itertools import repeat
from pathlib import Path

from dojo.diagnosis.fingerprint import Fingerprint, Observation, alike, fingerprint
from dojo.diagnosis.identify import KNOWN, RIGHT, known_fingerprints
from dojo.execution.preloading import preloaded_context
from dojo.exercises import REFERENCE, Task, all_tasks
from dojo.galleries.plants import plants
from dojo.worker.loading import take_from

Fingerprints = dict[str, dict[str, Fingerprint]]
"""By the number of the task and the name of the function."""


def record(gallery: str, tasks: Iterable[Task] | None = None) -> Fingerprints:
    """Have every function answer the probes of its task, each task in a process.

    Args:
        gallery: whose functions, beside the reference's.
        tasks: of these tasks; of all if there are none.
    """
    chosen = list(tasks or all_tasks().values())
    with ProcessPoolExecutor(
        mp_context=preloaded_context(), max_tasks_per_child=1
    ) as pool:
        taken = pool.map(_record_task, chosen, repeat(gallery))
        return {task.number: t for task, t in zip(chosen, taken, strict=True)}


def write_fingerprints(tasks: Iterable[Task] | None = None) -> Path:
    """Record these tasks anew, or all; return the path of the file.

    What other tasks have stays as it is, to the letter, and so does a fingerprint that
    is the same within the tolerance.
    """
    known = known_fingerprints()
    recorded = record("mistakes", tasks)
    lines = (
        f'"{number} {name}": {json.dumps([_noted(o) for o in taken])}'
        for number in all_tasks()
        for name, taken in _kept(known.get(number, {}), recorded.get(number))
    )
    KNOWN.write_text("{\n" + ",\n".join(lines) + "\n}\n", encoding="utf-8")
    return KNOWN


def _kept(
    known: dict[str, Fingerprint], recorded: dict[str, Fingerprint] | None
) -> Iterator[tuple[str, Fingerprint]]:
    """Iterate over a task's fingerprints: the recorded ones, if there are any."""
    for name, taken in (known if recorded is None else recorded).items():
        before = known.get(name)
        yield name, before if before and alike(taken, before) else taken


def _record_task(task: Task, gallery: str) -> dict[str, Fingerprint]:
    take_from(REFERENCE.parent)
    home = importlib.import_module(f"echornn.{task.exercise.module}")
    taken = {RIGHT: fingerprint(task.number, getattr(home, task.name))}
    for plant in plants(gallery, task.number):
        planted = getattr(importlib.import_module(plant.module), plant.name)
        taken[plant.name] = fingerprint(task.number, planted)
    return taken


def _noted(observation: Observation) -> list[str | float]:
    kind, numbers = observation
    return [kind, *(float(f"{number:.6g}") for number in numbers)]
