"""Try out what can be planted in a task's place: do the tests of the task notice?"""

import json
import os
from collections.abc import Callable, Iterable, Iterator, Mapping
from concurrent.futures import ThreadPoolExecutor
from functools import cache
from pathlib import Path
from typing import TypeVar

from dojo.execution.judge import run_spec
from dojo.execution.messages import Job
from dojo.exercises import EXERCISES, REFERENCE, exercise_of
from dojo.galleries.plants import Plant, plants
from dojo.reporting.outcome import Outcome

LIMIT = 120.0
"""Seconds for all tests of one task."""
CAUGHT_BY = Path(__file__).with_name("caught_by.json")
"""Which test a mistake fails first: its message is what a learner reads.

`dojo mistakes` writes the file. Elsewhere that test is tried first, to save time.
"""

Subject = TypeVar("Subject")
Verdict = TypeVar("Verdict")


def judge(plant: Plant, in_order: bool = False) -> Iterator[Outcome]:
    """Run the tests of a plant's task on the reference with the plant in its place.

    Args:
        plant: the function.
        in_order: of the spec; otherwise the test that caught it last time comes first.
    """
    job = Job(
        file=EXERCISES[exercise_of(plant.task)].spec_file,
        tree=REFERENCE.parent,
        plants=((plant.task, plant.module, plant.name),),
        task=plant.task,
    )
    first = None if in_order else _caught_by().get(str(plant))
    return run_spec(job, within=LIMIT, first=first)


@cache
def _caught_by() -> dict[str, str]:
    return json.loads(CAUGHT_BY.read_text(encoding="utf-8"))


def note(caught_by: Mapping[Plant, Outcome | None]) -> None:
    """Write down which tests caught these mistakes; what is known of others stays."""
    known = dict(_caught_by())
    known.update(
        {str(plant): catch.test for plant, catch in caught_by.items() if catch}
    )
    planted = {str(plant) for plant in plants("mistakes")}
    known = {name: test for name, test in known.items() if name in planted}
    lines = json.dumps(dict(sorted(known.items())), indent=0)
    CAUGHT_BY.write_text(lines + "\n", encoding="utf-8", newline="\n")


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
