"""The exercises and their tasks.

They are read from stubs that nobody edits, `tests/dojo/pristine/`: whatever a learner
does to a file, and whether the solutions are here or not, the tasks are what they are.
"""

import ast
import re
from dataclasses import dataclass
from functools import cache
from pathlib import Path

ROOT = Path(__file__).parents[2]
LEARNER = ROOT / "echornn"
REFERENCE = ROOT / "solutions" / "echornn"
PRISTINE = Path(__file__).parent / "pristine"

MODULES = {
    1: "data",
    2: "batching",
    3: "cell",
    4: "loss",
    5: "trainer",
    6: "plotting",
    7: "compiled",
}

FIRST_WITH_TENSORFLOW = 3
"""The exercises before it, and their tests, do not import TensorFlow."""

_TASK_NUMBER = re.compile(r"(\d)\.(\d) ")


@dataclass(frozen=True)
class Task:
    """One function to write."""

    number: str
    """Exercise and task: "3.2"."""
    name: str
    """The function's name."""

    def __str__(self) -> str:
        return f"task {self.number}: {self.name}"

    @property
    def exercise(self) -> int:
        return int(self.number[0])

    @property
    def module(self) -> str:
        return MODULES[self.exercise]


def as_task(node: ast.stmt) -> Task | None:
    """Return the task that a top-level statement is: its docstring has the number."""
    if not isinstance(node, ast.FunctionDef):
        return None
    number = _TASK_NUMBER.match(ast.get_docstring(node) or "")
    return Task(f"{number[1]}.{number[2]}", node.name) if number else None


@cache
def all_tasks() -> dict[str, Task]:
    """Return every task of the kata by its number, in order."""
    sources = map(pristine_stub, MODULES.values())
    tasks = (as_task(node) for source in sources for node in ast.parse(source).body)
    return {task.number: task for task in tasks if task}


def pristine_stub(module: str) -> str:
    """Return the stub of an exercise, as it was before anybody began."""
    return (PRISTINE / f"{module}.py").read_text(encoding="utf-8")


def spec_file(exercise: int) -> Path:
    """Return the spec file of an exercise: test_3_cell.py."""
    return ROOT / "tests" / f"test_{exercise}_{MODULES[exercise]}.py"


def exercise_of_test_file(path: Path) -> int | None:
    """Return the exercise that a spec file tests: 3 for test_3_cell.py."""
    number = re.fullmatch(r"test_(\d)_\w+\.py", path.name)
    return int(number[1]) if number else None
