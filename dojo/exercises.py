"""The exercises and their tasks: the one list from which all others are derived.

An exercise is declared here. Its tasks are the functions whose docstrings begin with a
number. They are read from stubs that nobody edits, `dojo/pristine/`: whatever a learner
does to a file, and whether the solutions are here or not, the tasks are what they are.
"""

import ast
import re
from dataclasses import dataclass
from functools import cache
from pathlib import Path

ROOT = Path(__file__).parents[1]
LEARNER = ROOT / "echornn"
REFERENCE = ROOT / "solutions" / "echornn"
PRISTINE = Path(__file__).parent / "pristine" / "echornn"


@dataclass(frozen=True)
class Exercise:
    """One module to write."""

    number: int
    module: str
    uses: tuple[str, ...] = ()
    """The modules on whose tasks its own may be built."""
    needs_tensorflow: bool = True
    """Whether the module, or its tests, import TensorFlow."""
    is_bonus: bool = False
    """Whether the network is complete without it."""

    @property
    def spec_file(self) -> Path:
        """The file that holds its tests: test_3_cell.py."""
        return ROOT / "tests" / f"test_{self.number}_{self.module}.py"


EXERCISES = {
    exercise.number: exercise
    for exercise in (
        Exercise(1, "data", needs_tensorflow=False),
        Exercise(2, "batching", needs_tensorflow=False),
        Exercise(3, "cell"),
        Exercise(4, "loss"),
        Exercise(5, "trainer", uses=("data", "batching", "cell", "loss")),
        Exercise(6, "plotting"),
        Exercise(7, "compiled", uses=("cell", "loss"), is_bonus=True),
    )
}
"""By their numbers, in the order in which they are done."""

GIVEN = "__init__", "__main__", "settings"
"""The modules that a learner has from the start, and does not write."""

_TASK_NUMBER = re.compile(r"(\d+)\.(\d+) ")


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
    def exercise(self) -> Exercise:
        return EXERCISES[exercise_of(self.number)]


def exercise_of(task: str) -> int:
    """Return the number of the exercise that a task belongs to: 3 for "3.2"."""
    return int(task.split(".")[0])


def as_task(node: ast.stmt) -> Task | None:
    """Return the task that a top-level statement is: its docstring has the number."""
    if not isinstance(node, ast.FunctionDef):
        return None
    number = _TASK_NUMBER.match(ast.get_docstring(node) or "")
    return Task(f"{number[1]}.{number[2]}", node.name) if number else None


def all_tasks() -> dict[str, Task]:
    """Return every task of the kata by its number, in order."""
    return {
        task.number: task
        for exercise in EXERCISES.values()
        for task in tasks_of(exercise)
    }


@cache
def tasks_of(exercise: Exercise) -> tuple[Task, ...]:
    """Return the tasks of an exercise, in order."""
    tasks = (as_task(node) for node in ast.parse(pristine_stub(exercise)).body)
    return tuple(task for task in tasks if task)


def pristine_stub(exercise: Exercise) -> str:
    """Return the stub of an exercise, as it was before anybody began."""
    return (PRISTINE / f"{exercise.module}.py").read_text(encoding="utf-8")


def exercise_of_test_file(path: Path) -> int | None:
    """Return the exercise that a spec file tests: 3 for test_3_cell.py."""
    number = re.fullmatch(r"test_(\d+)_\w+\.py", path.name)
    return int(number[1]) if number else None
