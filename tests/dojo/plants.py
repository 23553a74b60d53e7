"""Functions that take the place of a task's: mistakes, and other right ways."""

import ast
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import Any

from dojo.tasks import MODULES, ROOT


def replaces(number: str) -> Callable[[Any], Any]:
    """Mark a function as one that can be planted in a task's place."""

    def mark(function: Any) -> Any:
        function.replaces = number
        return function

    return mark


@dataclass(frozen=True)
class Plant:
    """A function of a gallery: `tests/mistakes/`, `tests/alternatives/` and so on."""

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
    """Find the plants of a gallery, such as "mistakes", without importing it."""
    for module in MODULES.values():
        source = (ROOT / "tests" / gallery / f"{module}.py").read_text(encoding="utf-8")
        for node in ast.parse(source).body:
            match node:
                case ast.FunctionDef(decorator_list=[ast.Call(args=[number]), *_]):
                    sentence = " ".join((ast.get_docstring(node) or "").split())
                    assert isinstance(number, ast.Constant)
                    where = f"{gallery}.{module}"
                    yield Plant(str(number.value), where, node.name, sentence)
