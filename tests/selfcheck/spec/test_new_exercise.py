"""A new exercise: what is laid down, and what is named until it is there."""

import re
import shutil

import pytest

from dojo.exercises import EXERCISES, ROOT
from dojo.quality.completeness import PAGES, missing

pytestmark = pytest.mark.timeout(120)


@pytest.fixture
def house(learner):
    """A copy of the project with its pages."""
    for page in PAGES:
        (learner.folder / page).parent.mkdir(exist_ok=True)
        shutil.copy(ROOT / page, learner.folder / page)
    return learner


def test_nothing_is_missing_of_the_exercises_that_are_there():
    assert [place for e in EXERCISES.values() for place in missing(e)] == []


def test_an_eighth_exercise_is_laid_down_and_the_rest_is_named(house):
    assert house.dojo("missing").stdout == ""
    laid = house.dojo("new", "8", "gates")
    assert laid.returncode == 0, laid.stderr
    for file in laid.stdout.splitlines()[:-2]:
        assert (house.folder / file).exists(), file
    result = house.dojo("missing")
    assert result.returncode == 1
    named = "\n".join(result.stdout.splitlines())
    for place in (
        "a probe of task 8.1",
        "task 8.1, in dojo/galleries/mistakes",
        "task 8.1, in dojo/galleries/alternatives",
        "the fingerprints of task 8.1",
        "hints for task 8.1",
        "the exercise in README.md",
        "the exercise in README.zh.md",
        "the exercise in docs/lesson.md",
        "gates in the list of modules in echornn/__init__.py",
    ):
        assert place in named, place
    assert len(result.stdout.splitlines()) == 9


def test_an_eighth_exercise_is_judged_at_once(house):
    house.dojo("new", "8", "gates")
    judged = house.run("-m", "pytest", "tests/test_8_gates.py").stdout
    assert re.search(r"8 +gates +[#.]{12} +1 not started", judged)
    assert "Next: task 8.1: first_task, in echornn/gates.py" in judged
    right = "--in-process", "-o", "pythonpath=solutions"
    judged = house.run("-m", "pytest", *right, "tests/test_8_gates.py").stdout
    assert re.search(r"8 +gates +[#.]{12} +all 1 tests pass", judged)
    assert "8   gates" in house.dojo("status").stdout


@pytest.mark.parametrize(
    ("number", "module", "says"),
    [("9", "gates", "the next number, 8"), ("8", "cell", "cell"), ("8", "a b", "a b")],
)
def test_what_cannot_be_laid_down_is_refused_in_one_line(house, number, module, says):
    result = house.dojo("new", number, module)
    assert result.returncode == 2
    assert says in result.stderr
    assert result.stderr.count("\n") == 1
