"""The spec catches every planted mistake, and lets every honest alternative pass."""

from collections import Counter

import pytest
from dojo.outcome import Outcome
from dojo.plants import Plant, plants
from dojo.tasks import MODULES, all_tasks
from dojo.trials import first_red, judge, judge_all

pytestmark = pytest.mark.timeout(600)

MISTAKES, ALTERNATIVES = list(plants("mistakes")), list(plants("alternatives"))


@pytest.fixture(scope="module")
def caught_by() -> dict[Plant, Outcome | None]:
    """For every mistake, the first test of its task that is red."""
    return judge_all(lambda mistake: first_red(judge(mistake)), MISTAKES)


@pytest.fixture(scope="module")
def outcomes() -> dict[Plant, list[Outcome]]:
    """For every alternative, how all tests of its task go."""
    return judge_all(lambda alternative: list(judge(alternative)), ALTERNATIVES)


@pytest.mark.parametrize("mistake", MISTAKES, ids=str)
def test_a_mistake_is_caught_by_a_test_of_its_own_task(mistake, caught_by):
    catch = caught_by[mistake]
    assert catch, "nobody catches it: a hole in the spec"
    assert catch.state in ("wrong", "crashed", "endless"), catch
    assert catch.task == mistake.task


@pytest.mark.parametrize("alternative", ALTERNATIVES, ids=str)
def test_an_honest_alternative_passes_every_test_of_its_task(alternative, outcomes):
    assert outcomes[alternative]
    assert [o for o in outcomes[alternative] if o.state != "passed"] == []


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


def test_no_exercise_depends_on_a_later_one(run):
    """So no mistake can fail the tests of an exercise before its own."""
    result = run("-c", IMPORTS.format(modules=MODULES), PYTHONPATH="tests")
    assert result.returncode == 0, result.stderr
