"""Take the fingerprints of the reference and of every planted mistake."""

import importlib
import json
from collections.abc import Callable, Iterable, Iterator
from concurrent.futures import ProcessPoolExecutor
from functools import partial
from pathlib import Path
from typing import Any, TypeVar

import numpy as np

from dojo.diagnosis.fingerprint import Fingerprint, Observation, alike, ask, fingerprint
from dojo.diagnosis.identify import (
    ANSWERS,
    KNOWN,
    RIGHT,
    expected_answers,
    function_of,
    known_fingerprints,
    what_is_wrong,
)
from dojo.diagnosis.relations import same
from dojo.diagnosis.symptoms import Simple, answers
from dojo.execution.preloading import preloaded_context
from dojo.exercises import REFERENCE, Task, all_tasks
from dojo.galleries.plants import plants
from dojo.worker.loading import take_from
from dojo.worker.serve import spend_little

Result = TypeVar("Result")
Fingerprints = dict[str, dict[str, Fingerprint]]
"""By the number of the task and the name of the function."""


def record(gallery: str, tasks: Iterable[Task] | None = None) -> Fingerprints:
    """Have every function answer the probes of its task, each task in a process.

    Args:
        gallery: whose functions, beside the reference's.
        tasks: of these tasks; of all if there are none.
    """
    return _of_each(partial(_record_task, gallery=gallery), tasks)


def sentences(gallery: str) -> dict[str, dict[str, str | None]]:
    """Return what is said of each function, by the task's number and its name."""
    return _of_each(partial(_sentences_of_task, gallery=gallery))


def reference_answers(tasks: Iterable[Task] | None = None) -> dict[str, list[Simple]]:
    """Return what the reference answers, by the number of the task."""
    return _of_each(_answers_of_reference, tasks)


def _of_each(
    work: Callable[[Task], Result], tasks: Iterable[Task] | None = None
) -> dict[str, Result]:
    """Do the work for each task in a process of its own; return what comes of it."""
    chosen = list(tasks or all_tasks().values())
    with ProcessPoolExecutor(
        mp_context=preloaded_context(),
        initializer=spend_little,
        max_tasks_per_child=1,
    ) as pool:
        results = pool.map(work, chosen)
        return {task.number: r for task, r in zip(chosen, results, strict=True)}


def write_fingerprints(tasks: Iterable[Task] | None = None) -> Path:
    """Record these tasks anew, or all; return the path of the file.

    What other tasks have stays as it is, to the letter, and so does a fingerprint that
    is the same within the tolerance.
    """
    known = known_fingerprints()
    recorded = record("mistakes", tasks)
    _write(
        KNOWN,
        {
            f"{number} {name}": [_noted(o) for o in taken]
            for number in all_tasks()
            for name, taken in _kept(known.get(number, {}), recorded.get(number))
        },
    )
    return KNOWN


def write_answers(tasks: Iterable[Task] | None = None) -> Path:
    """Write down what the reference answers in these tasks, or all; return the path."""
    known = expected_answers()
    recorded = known | reference_answers(tasks)
    said = {n: known[n] if agree(known.get(n), a) else a for n, a in recorded.items()}
    noted = {n: [_rounded(a) for a in said[n]] for n in all_tasks() if n in said}
    _write(ANSWERS, noted)
    return ANSWERS


def agree(one: Any, other: Any) -> bool:
    """Tell whether two simple answers are the same within the tolerance."""
    match one, other:
        case dict(), dict():
            return one.keys() == other.keys() and all(
                agree(one[n], other[n]) for n in one
            )
        case list(), list():
            return len(one) == len(other) and all(map(agree, one, other))
        case np.ndarray(), np.ndarray():
            return same(one, other)
    return type(one) is type(other) and one == other


def _write(path: Path, noted: dict[str, list]) -> None:
    lines = (f"{json.dumps(key)}: {json.dumps(value)}" for key, value in noted.items())
    path.write_text("{\n" + ",\n".join(lines) + "\n}\n", encoding="utf-8")


def _kept(
    known: dict[str, Fingerprint], recorded: dict[str, Fingerprint] | None
) -> Iterator[tuple[str, Fingerprint]]:
    """Iterate over a task's fingerprints: the recorded ones, if there are any."""
    for name, taken in (known if recorded is None else recorded).items():
        before = known.get(name)
        yield name, before if before and alike(taken, before) else taken


def _record_task(task: Task, gallery: str) -> dict[str, Fingerprint]:
    taken = {RIGHT: fingerprint(task.number, _of_reference(task))}
    for name, planted in _planted(task, gallery):
        taken[name] = fingerprint(task.number, planted)
    return taken


def _sentences_of_task(task: Task, gallery: str) -> dict[str, str | None]:
    _of_reference(task)
    planted = _planted(task, gallery)
    return {name: what_is_wrong(task.number, function) for name, function in planted}


def _answers_of_reference(task: Task) -> list[Simple]:
    function = _of_reference(task)
    return [answer.value for answer in answers(ask(task.number, function), function)]


def _of_reference(task: Task) -> Callable:
    """Return the reference's function; what it calls is the reference's too."""
    take_from(REFERENCE.parent)
    return function_of(task)


def _planted(task: Task, gallery: str) -> Iterator[tuple[str, Callable]]:
    for plant in plants(gallery, task.number):
        yield plant.name, getattr(importlib.import_module(plant.module), plant.name)


def _noted(observation: Observation) -> list[str | float]:
    kind, numbers = observation
    return [kind, *(float(f"{number:.6g}") for number in numbers)]


def _rounded(answer: Any) -> Any:
    """Return a simple answer as JSON has it."""
    match answer:
        case np.ndarray():
            return json.loads(json.dumps(answer.tolist()), parse_float=_short)
        case dict():
            return {name: _rounded(part) for name, part in answer.items()}
        case list():
            return [_rounded(step) for step in answer]
    return answer


def _short(number: str) -> float:
    return float(f"{float(number):.6g}")
