"""Try out what can be planted in a task's place: do the tests of the task notice?"""

import os
from collections.abc import Callable, Iterable, Iterator
from concurrent.futures import ThreadPoolExecutor
from typing import TypeVar

from dojo.child import Job
from dojo.outcome import Outcome
from dojo.plants import Plant
from dojo.runner import run_spec
from dojo.tasks import REFERENCE, spec_file

LIMIT = 120.0
"""Seconds for all tests of one task."""

Subject = TypeVar("Subject")
Verdict = TypeVar("Verdict")


def judge(plant: Plant) -> Iterator[Outcome]:
    """Run the tests of a plant's task on the reference with the plant in its place."""
    job = Job(
        file=spec_file(int(plant.task[0])),
        tree=REFERENCE.parent,
        plants=((plant.task, plant.module, plant.name),),
        task=plant.task,
    )
    return run_spec(job, within=LIMIT)


def first_red(outcomes: Iterator[Outcome]) -> Outcome | None:
    """Return the first outcome that is not green, and run no more tests after it."""
    return next((outcome for outcome in outcomes if outcome.state != "passed"), None)


def judge_all(
    verdict: Callable[[Subject], Verdict], subjects: Iterable[Subject]
) -> dict[Subject, Verdict]:
    """Return the verdict on every subject, found with `run_spec` on all cores."""
    subjects = list(subjects)
    with ThreadPoolExecutor(os.cpu_count()) as pool:
        return dict(zip(subjects, pool.map(verdict, subjects), strict=True))
