"""Notes on what no honest answer contains: none on an honest one."""

import ast
from pathlib import Path

import pytest

from dojo.classroom.notes import notes_on
from dojo.exercises import EXERCISES, REFERENCE
from dojo.galleries import plants

GALLERIES = Path(plants.__file__).parent


@pytest.mark.parametrize("exercise", EXERCISES.values(), ids=lambda e: e.module)
def test_the_reference_has_no_notes(exercise):
    source = (REFERENCE / f"{exercise.module}.py").read_bytes()
    assert list(notes_on({exercise.module: source})) == []


@pytest.mark.parametrize("exercise", EXERCISES.values(), ids=lambda e: e.module)
@pytest.mark.parametrize(
    "gallery", ["alternatives", "variants", "mistakes", "unlisted"]
)
def test_honest_answers_have_no_notes_right_or_wrong(gallery, exercise):
    path = GALLERIES / gallery / f"{exercise.module}.py"
    tree = ast.parse(path.read_bytes())
    tree.body = [node for node in tree.body if not _is_ours(node)]
    assert list(notes_on({exercise.module: ast.unparse(tree).encode()})) == []


def _is_ours(node: ast.stmt) -> bool:
    """Tell whether it is how the galleries are made."""
    return "dojo" in (getattr(node, "module", None) or "")


@pytest.mark.parametrize(
    "code",
    [
        "import os",
        "import sys as s",
        "from subprocess import run",
        "import pytest",
        "eval('1')",
        "x = (lambda: 0).__globals__",
        "import importlib.util",
    ],
)
def test_what_reaches_further_is_noted_with_its_line(code):
    (note,) = notes_on({"cell": f"\n\n{code}\n".encode()})
    assert note.startswith("cell.py, line 3: ")
