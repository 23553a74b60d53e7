"""Record how the reference and every planted mistake behave, for the diagnosis."""

import importlib
import json
from concurrent.futures import ProcessPoolExecutor
from pathlib import Path

from dojo.behaviour import Behaviour, Observation, behaviour
from dojo.child import take_from
from dojo.diagnosis import KNOWN, RIGHT
from dojo.plants import plants
from dojo.runner import warm_context
from dojo.tasks import MODULES, REFERENCE, all_tasks

Behaviours = dict[str, dict[str, Behaviour]]
"""By the number of the task and the name of the function."""


def record(gallery: str) -> Behaviours:
    """Have every function answer the probes of its task, in a process of its own."""
    with ProcessPoolExecutor(mp_context=warm_context(), max_tasks_per_child=1) as pool:
        parts = pool.map(_record_module, MODULES.values(), [gallery] * len(MODULES))
        return {number: known for part in parts for number, known in part.items()}


def write_behaviours() -> Path:
    """Record all behaviours anew in their file; return its path."""
    lines = (
        f'"{number} {name}": {json.dumps([_noted(o) for o in behaved])}'
        for number, known in record("mistakes").items()
        for name, behaved in known.items()
    )
    KNOWN.write_text("{\n" + ",\n".join(lines) + "\n}\n", encoding="utf-8")
    return KNOWN


def _record_module(module: str, gallery: str) -> Behaviours:
    take_from(REFERENCE.parent)
    home = importlib.import_module(f"echornn.{module}")
    planted = importlib.import_module(f"{gallery}.{module}")
    tasks = [task for task in all_tasks().values() if task.module == module]
    recorded: Behaviours = {
        task.number: {RIGHT: behaviour(task.number, getattr(home, task.name))}
        for task in tasks
    }
    for plant in plants(gallery):
        if plant.module == planted.__name__:
            behaved = behaviour(plant.task, getattr(planted, plant.name))
            recorded[plant.task][plant.name] = behaved
    return recorded


def _noted(observation: Observation) -> list[str | float]:
    kind, numbers = observation
    return [kind, *(float(f"{number:.6g}") for number in numbers)]
