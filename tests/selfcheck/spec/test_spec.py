"""The spec itself: red on the stubs for the right reason, green on the reference."""

import json
import re
from pathlib import Path

import pytest
from junit import SpecTest, read_junit
from scripts import PROGRAM, run_script

from dojo.exercises import all_tasks

pytestmark = pytest.mark.timeout(300)


@pytest.fixture(scope="module")
def on_stubs(run, copy: Path) -> list[SpecTest]:
    """How the spec goes for a learner who has not begun."""
    report = copy / "stubs.xml"
    run("-m", "pytest", "--all", f"--junitxml={report}")
    return read_junit(report)


@pytest.fixture(scope="module")
def on_reference(run, copy: Path) -> list[SpecTest]:
    """How the spec goes on the reference, with the lines that it reaches counted."""
    report, source = copy / "reference.xml", copy / "solutions" / "echornn"
    coverage = "-m", "coverage", "run", f"--source={source}"
    run(*coverage, "-m", "pytest", "-o", "pythonpath=solutions", f"--junitxml={report}")
    return read_junit(report)


def test_every_spec_test_has_a_task_that_exists(on_reference):
    strays = [test.name for test in on_reference if test.task not in all_tasks()]
    assert on_reference
    assert strays == []


def test_every_task_has_spec_tests(on_reference):
    assert {test.task for test in on_reference} == set(all_tasks())


def test_every_spec_test_passes_on_the_reference(on_reference):
    assert [test for test in on_reference if test.failure] == []


def test_every_spec_test_fails_on_the_stubs_because_its_own_task_is_one(on_stubs):
    wrong = [
        test
        for test in on_stubs
        if test.failure != f"NotImplementedError: {all_tasks().get(test.task)}"
    ]
    assert wrong == []


def test_stubs_and_reference_meet_the_same_tests(on_stubs, on_reference):
    assert {test.name for test in on_stubs} == {test.name for test in on_reference}


def test_the_spec_reaches_every_line_of_the_reference(on_reference, run, copy):
    run("-m", "coverage", "json", "-o", "coverage.json")
    files = json.loads((copy / "coverage.json").read_text(encoding="utf-8"))["files"]
    missed = {name: file["missing_lines"] for name, file in files.items()}
    assert len(missed) == 8
    assert not any(missed.values()), missed


@pytest.mark.parametrize("tree", ["echornn", "solutions"])
@pytest.mark.parametrize("process", ["--in-process", "--all"])
def test_the_data_exercises_do_not_import_tensorflow(run, tree, process):
    paths = process, "-o", f"pythonpath={'.' if tree == 'echornn' else tree}"
    files = "tests/test_1_data.py", "tests/test_2_batching.py"
    script = (
        "import pytest, sys\n"
        f"pytest.main({[*paths, *files]!r})\n"
        "package = sys.modules.get('echornn')\n"
        "print('tree:', package and package.__file__)\n"
        "print('imported:', 'tensorflow' in sys.modules)\n"
    )
    output = run("-c", script).stdout
    assert re.search(r"\d+ (passed|not started)", output)
    own_process = rf"tree: .*/{tree}/" if process == "--in-process" else "tree: None"
    assert re.search(own_process, output)
    assert "imported: False" in output


def test_the_examples_in_the_chapters_run():
    chapters = "solutions/echornn", "echornn/settings.py"
    reference = "-o", "pythonpath=solutions"
    options = "--doctest-modules", "--timeout=100"  # one of them compiles
    result = run_script(PROGRAM, "pytest", *reference, *options, *chapters)
    examples = re.search(r"(\d+) passed", result.stdout)
    assert int(examples[1]) == 8, result.stdout


PARSED = """
from hypothesis import given, strategies
from hypothesis.internal.constants_ast import constants_from_module
from dojo.spec.hypothesis_profile import profile

profile(given(strategies.integers(0, 9))(lambda number: None))()
print(constants_from_module.cache_info().misses)
"""


def test_hypothesis_parses_no_module_of_the_project(run):
    """It would look for numbers to try, for most of a second in every worker."""
    assert run("-c", PARSED).stdout == "0\n"
