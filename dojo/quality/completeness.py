"""Where an exercise has to appear, and whether it does.

    tox -e dojo -- new 8 gates

lays down what can be laid down; `missing` names what is left to write.
"""

import ast
import re
from collections.abc import Iterator
from pathlib import Path

from dojo.diagnosis.identify import RIGHT, known_fingerprints
from dojo.exercises import LEARNER, PRISTINE, REFERENCE, ROOT, Exercise, tasks_of
from dojo.galleries.plants import GALLERIES, plants
from dojo.learner.hints import all_hints
from dojo.reporting.locations import short

PROBES = ROOT / "dojo" / "diagnosis" / "probes"
PAGES = "README.md", "README.zh.md", "docs/lesson.md"


def missing(exercise: Exercise) -> Iterator[str]:
    """Iterate over the places in which an exercise is not there yet."""
    yield from _missing_files(exercise)
    numbers = [task.number for task in tasks_of(exercise)]
    if not numbers:
        yield (
            f"a function whose docstring begins with {exercise.number}.1, in "
            + short(REFERENCE / f"{exercise.module}.py")
        )
    for number in numbers:
        yield from _missing_of_task(number, exercise)
    yield from _missing_words(exercise)


def _missing_files(exercise: Exercise) -> Iterator[str]:
    module = f"{exercise.module}.py"
    for path in (
        REFERENCE / module,
        LEARNER / module,
        PRISTINE / module,
        exercise.spec_file,
        PROBES / module,
        *(GALLERIES / gallery / module for gallery in ("mistakes", "alternatives")),
    ):
        if not path.exists():
            yield f"the file {short(path)}"


def _missing_of_task(number: str, exercise: Exercise) -> Iterator[str]:
    if number not in _decorated(exercise.spec_file, "task"):
        yield f"a spec test of task {number}, in {short(exercise.spec_file)}"
    probes = PROBES / f"{exercise.module}.py"
    if number not in _decorated(probes, "probe"):
        yield f"a probe of task {number}, in {short(probes)}"
    for gallery in ("mistakes", "alternatives"):
        if number not in {plant.task for plant in plants(gallery)}:
            yield f"a function for task {number}, in {short(GALLERIES / gallery)}"
    if RIGHT not in known_fingerprints().get(number, {}):
        yield f"the fingerprints of task {number}: tox -e dojo -- behaviours {number}"
    if not all_hints().get(number):
        yield f"hints for task {number}, in dojo/learner/hints.md"


def _decorated(path: Path, decorator: str) -> set[str]:
    """Return the task numbers that decorators of this name have in a file."""
    text = path.read_text(encoding="utf-8") if path.exists() else ""
    marks = rf'^@(?:pytest\.mark\.)?{decorator}\("([\d.]+)"'
    return set(re.findall(marks, text, re.MULTILINE))


def _missing_words(exercise: Exercise) -> Iterator[str]:
    for page in PAGES:
        text = (ROOT / page).read_text(encoding="utf-8")
        if f"{exercise.module}.py" not in text:
            yield f"the exercise in {page}"
    package = ast.get_docstring(
        ast.parse((LEARNER / "__init__.py").read_text(encoding="utf-8"))
    )
    if not re.search(rf"^ +{exercise.module} ", package or "", re.MULTILINE):
        yield f"{exercise.module} in the list of modules in echornn/__init__.py"
