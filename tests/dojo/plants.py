"""Functions that take the place of a task's: mistakes, and other right ways."""

import ast
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import Any

from dojo.child import Job
from dojo.outcome import Outcome
from dojo.runner import run_spec
from dojo.tasks import MODULES, REFERENCE, ROOT, spec_file

LIMIT = 120.0
"""Seconds for all tests of one task."""


def replaces(number: str) -> Callable[[Any], Any]:
    """Mark a function as one that can be planted in a task's place."""

    def mark(function: Any) -> Any:
        function.replaces = number
        return function

    return mark


@dataclass(frozen=True)
class Plant:
    """A function of `tests/mistakes/` or `tests/alternatives/`."""

    task: str
    """The number of the task that it replaces."""
    module: str
    """Where to import it from: "mistakes.cell"."""
    name: str
    sentence: str
    """Its docstring: the misconception, or the idea."""

    def __str__(self) -> str:
        return f"{self.task} {self.name}"


def plants(gallery: str) -> Iterator[Plant]:
    """Find the plants of a gallery, "mistakes" or "alternatives", without importing."""
    for module in MODULES.values():
        source = (ROOT / "tests" / gallery / f"{module}.py").read_text()
        for node in ast.parse(source).body:
            match node:
                case ast.FunctionDef(decorator_list=[ast.Call(args=[number]), *_]):
                    sentence = " ".join((ast.get_docstring(node) or "").split())
                    assert isinstance(number, ast.Constant)
                    where = f"{gallery}.{module}"
                    yield Plant(str(number.value), where, node.name, sentence)


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
