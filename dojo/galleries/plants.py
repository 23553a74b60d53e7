"""Functions that take the place of a task's: mistakes, and other right ways."""

import ast
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from dojo.exercises import EXERCISES

GALLERIES = Path(__file__).parent
ALTERNATIVES = GALLERIES / "alternatives"


def replaces(number: str) -> Callable[[Any], Any]:
    """Mark a function as one that can be planted in a task's place."""

    def mark(function: Any) -> Any:
        function.replaces = number
        return function

    return mark


@dataclass(frozen=True)
class Plant:
    """A function of a gallery: `mistakes/`, `alternatives/` and so on."""

    task: str
    """The number of the task that it replaces."""
    module: str
    """Where to import it from: "dojo.galleries.mistakes.cell"."""
    name: str
    sentence: str
    """Its docstring: the misconception, or the idea."""

    def __str__(self) -> str:
        return f"{self.task} {self.name}"


def plants(gallery: str, task: str | None = None) -> Iterator[Plant]:
    """Find the plants of a gallery, such as "mistakes", without importing it.

    Args:
        gallery: its folder's name.
        task: the number of the task that they replace; without it, of any task.
    """
    for exercise in EXERCISES.values():
        path = GALLERIES / gallery / f"{exercise.module}.py"
        source = path.read_text(encoding="utf-8")
        for node in ast.parse(source).body:
            match node:
                case ast.FunctionDef(
                    decorator_list=[
                        ast.Call(args=[ast.Constant(value=str(number))]),
                        *_,
                    ]
                ) if task in (None, number):
                    sentence = " ".join((ast.get_docstring(node) or "").split())
                    where = f"dojo.galleries.{gallery}.{exercise.module}"
                    yield Plant(number, where, node.name, sentence)
