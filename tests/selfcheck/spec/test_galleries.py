"""The spec catches every planted mistake, and lets every honest alternative pass."""

from collections import Counter

import pytest
from scripts import run_script

from dojo.exercises import EXERCISES, ROOT, all_tasks
from dojo.galleries.plants import plants
from dojo.quality.trials import first_red, judge

pytestmark = pytest.mark.timeout(600)

MISTAKES, ALTERNATIVES = list(plants("mistakes")), list(plants("alternatives"))


@pytest.mark.parametrize("mistake", MISTAKES, ids=str)
def test_a_mistake_is_caught_by_a_test_of_its_own_task(mistake):
    catch = first_red(judge(mistake))
    assert catch, "nobody catches it: a hole in the spec"
    assert catch.state in ("wrong", "crashed", "timed out"), catch
    assert catch.task == mistake.task


@pytest.mark.parametrize("alternative", ALTERNATIVES, ids=str)
def test_an_honest_alternative_passes_every_test_of_its_task(alternative):
    outcomes = list(judge(alternative))
    assert outcomes
    assert [outcome for outcome in outcomes if outcome.state != "passed"] == []


def test_the_galleries_reach_every_task():
    exercises = Counter(mistake.task[0] for mistake in MISTAKES)
    assert min(exercises.values()) >= 8
    assert {mistake.task for mistake in MISTAKES} == set(all_tasks())
    assert {alternative.task for alternative in ALTERNATIVES} == set(all_tasks())
    assert all(plant.sentence.endswith(".") for plant in [*MISTAKES, *ALTERNATIVES])


IMPORTS = """
import importlib, sys
modules = {modules}
for exercise, module in modules.items():
    importlib.import_module(f"test_{{exercise}}_{{module}}")
    for later in [m for number, m in modules.items() if number > exercise]:
        assert f"echornn.{{later}}" not in sys.modules, (module, later)
"""


def test_no_exercise_depends_on_a_later_one():
    """So no mistake can fail the tests of an exercise before its own."""
    modules = {number: exercise.module for number, exercise in EXERCISES.items()}
    run_script(IMPORTS.format(modules=modules), folder=ROOT / "tests")
