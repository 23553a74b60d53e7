"""However a person runs pytest, they see which test failed, and how, and a true status.

Rows for plugins that are not installed are skipped; `tox -e plugins` has them all.
"""

import json
import re
import shutil
from importlib.util import find_spec
from pathlib import Path
from subprocess import CompletedProcess
from typing import Any
from xml.etree import ElementTree

import pytest
from learner import Learner, all_pass, number_of_tests

from dojo.exercises import ROOT

pytestmark = pytest.mark.timeout(120)

SPEC = "tests/test_1_data.py"
FIRST = f"{SPEC}::test_the_echo_comes_echo_step_steps_later"
SILENCE = f"{SPEC}::test_an_echo_as_long_as_the_series_is_all_zeros[7]"
PASSES = f"{SPEC}::test_every_number_is_a_bit"
MESSAGE = "expected: [0 0 5 1 4 2 9]"
ALL = number_of_tests(1)
FAIL = 13
"""How many of them fail where the echo does not begin with zeros."""
WRONG, RIGHT = f"{ALL - FAIL} passed, {FAIL} wrong", all_pass(1)

WAYS = [  # arguments, and the modules of the plugins that they are for
    ("-v -rA --tb=long --durations=3 -s --ff", ""),
    ("-q --nf -p no:timeout --doctest-modules --import-mode=importlib", ""),
    ("--in-process", ""),
    ("-n 2", "xdist"),
    ("-n auto --dist loadfile -f", "xdist"),
    ("-p randomly", "pytest_randomly"),
    ("-p sugar --force-sugar", "pytest_sugar"),
    ("--reruns 2", "pytest_rerunfailures"),
    ("--html=report.html --timeout=0", "pytest_html"),
    ("--cov=echornn", "pytest_cov"),
]
TOGETHER = (
    "-n 2 -p randomly --reruns 2 --json-report --html=report.html --teamcity",
    "xdist pytest_randomly pytest_rerunfailures pytest_jsonreport pytest_html teamcity",
)


def solved(folder: Path, copy: Path) -> Learner:
    learner = Learner(shutil.copytree(copy, folder / "kata"))
    learner.solve("data")
    return learner


@pytest.fixture(scope="module")
def right(copy: Path, tmp_path_factory: pytest.TempPathFactory) -> Learner:
    """Somebody whose first exercise is right, and the others not begun."""
    return solved(tmp_path_factory.mktemp("right"), copy)


@pytest.fixture(scope="module")
def wrong(copy: Path, tmp_path_factory: pytest.TempPathFactory) -> Learner:
    """Somebody whose echo is wrong."""
    learner = solved(tmp_path_factory.mktemp("wrong"), copy)
    learner.edit("data", "echoed[:echo_step] = 0", "pass")
    return learner


def run(learner: Learner, *args: str, **env: str) -> CompletedProcess[str]:
    """Run pytest; plugins that change order or looks take part if they are named."""
    orderly = "-p", "no:randomly", "-p", "no:sugar"
    return learner.run("-m", "pytest", *orderly, *args, **env)


def of_data(result: CompletedProcess[str]) -> str:
    """Return what the table says of the first exercise; there is one table."""
    assert "INTERNALERROR" not in result.stdout + result.stderr
    (line,) = re.findall(r"^ 1   data +[#.]{12} +(.*?) *$", result.stdout, re.MULTILINE)
    return line


def assert_is_told(result: CompletedProcess[str], states: str = WRONG) -> None:
    """Check that the first failure is shown, with what was expected."""
    assert of_data(result) == states
    assert "wrong: test_the_echo_comes_echo_step_steps_later" in result.stdout
    assert MESSAGE in result.stdout
    assert result.returncode == 1


def needs(modules: str) -> None:
    for module in modules.split():
        if not find_spec(module):
            pytest.skip(f"{module} is not installed")


@pytest.mark.parametrize(("options", "modules"), [*WAYS, TOGETHER])
def test_a_failure_is_told_and_fails_the_run(wrong, options, modules):
    needs(modules)
    assert_is_told(run(wrong, SPEC, *options.split()))


@pytest.mark.parametrize(("options", "modules"), [*WAYS[:3], *WAYS[-2:], TOGETHER])
def test_what_is_right_is_green(right, options, modules):
    needs(modules)
    result = run(right, SPEC, *options.split())
    assert of_data(result) == RIGHT
    assert result.returncode == 0


@pytest.mark.parametrize(
    ("arguments", "states"),
    [
        (".", WRONG),
        ("tests", WRONG),
        (f"{FIRST} {SILENCE} {PASSES}", "1 passed, 2 wrong"),
        ("-k series_is_all_zeros or steps_later", "4 wrong"),
        ("-x", "1 wrong"),
        (f"{SPEC} --deselect {SILENCE}", f"{ALL - FAIL} passed, {FAIL - 1} wrong"),
    ],
)
def test_tests_are_selected_as_always(wrong, arguments, states):
    words = arguments.split(maxsplit=1 if arguments.startswith("-k") else -1)
    assert_is_told(run(wrong, *words), states)


def test_only_what_failed_is_run_again(wrong):
    run(wrong, SPEC)
    assert_is_told(run(wrong, "--lf"), f"{FAIL} wrong")


def test_stepwise_stops_at_the_failure(wrong):
    result = run(wrong, "--sw")
    assert of_data(result) == "1 wrong"
    assert result.returncode == pytest.ExitCode.INTERRUPTED


def test_the_tests_are_found_from_their_own_folder(wrong):
    tests = Learner(wrong.folder / "tests")
    assert_is_told(run(tests), WRONG)


def test_a_folder_of_the_project_has_the_spec_alone(wrong):
    """Neither benchmarks nor what other plugins take for tests."""
    (wrong.folder / "test_other.py").write_text("1 / 0", encoding="utf-8")
    heavy = [f"--ignore-glob=*test_{exercise}_*" for exercise in range(3, 8)]
    found = run(wrong, ".", "--co", "-q", "--doctest-modules", *heavy).stdout
    (wrong.folder / "test_other.py").unlink()
    files = {line.split("::")[0] for line in found.splitlines() if "::" in line}
    assert files == {SPEC, "tests/test_2_batching.py"}


def test_without_a_terminal_report_the_status_is_right(wrong):
    for test, status in (FIRST, 1), (PASSES, 0):
        result = run(wrong, test, "-p", "no:terminal")
        assert (result.stdout, result.returncode) == ("", status)


@pytest.mark.parametrize(
    "env",
    [
        {"PYTEST_ADDOPTS": "--junitxml=of_all.xml -x --maxfail=99 -p no:doctest"},
        {"PYTEST_DISABLE_PLUGIN_AUTOLOAD": "1"},
        {"PYTEST_PLUGINS": "pytester"},
        {"PYTEST_TIMEOUT": "0.0001"},
        {"PYTHONPATH": str(ROOT / "tests")},  # another copy's dojo
    ],
)
def test_the_persons_environment_changes_no_verdict(wrong, env):
    assert_is_told(run(wrong, SPEC, **env))


def test_options_for_the_run_do_not_reach_the_tests_process(wrong):
    needs("xdist")
    report = wrong.folder / "addopts.xml"
    env = {"PYTEST_ADDOPTS": f"-n 2 --junitxml={report}"}
    assert_is_told(run(wrong, SPEC, **env))
    cases = list(ElementTree.parse(report).iter("testcase"))
    assert len(cases) == ALL
    assert len([case for case in cases if case.find("failure") is not None]) == FAIL


def test_xdist_is_said_to_be_left_out(right):
    needs("xdist")
    result = run(right, PASSES, "-n", "2")
    assert "pytest-xdist: not used" in result.stdout


def test_a_machine_reads_failures_in_json(wrong):
    needs("pytest_jsonreport")
    run(wrong, SPEC, "--json-report", "--json-report-file=report.json")
    text = (wrong.folder / "report.json").read_text(encoding="utf-8")
    report = json.loads(text)
    assert report["exitcode"] == 1
    assert report["summary"] == {
        "passed": ALL - FAIL,
        "failed": FAIL,
        "total": ALL,
        "collected": ALL,
    }
    (first,) = (test for test in report["tests"] if test["nodeid"] == FIRST)
    assert first["outcome"] == first["call"]["outcome"] == "failed"
    assert MESSAGE in first["call"]["longrepr"]


def test_pycharm_reads_failures(wrong):
    needs("teamcity")
    said = run(wrong, SPEC, "--teamcity").stdout
    failed = re.findall(
        r"teamcity\[testFailed .*details='(.*?[^|])' .*name='(.*?)'", said
    )
    assert len(failed) == FAIL
    assert "expected: |[0 0 5 1 4 2 9|]" in failed[0][0]
    assert failed[0][1] == FIRST.replace(".py::", ".").replace("/", ".")


def test_coverage_is_that_of_the_tree_under_test(wrong):
    needs("pytest_cov")
    tree = "-o", "pythonpath=solutions"
    result = run(wrong, SPEC, "--cov=echornn", *tree)
    assert of_data(result) == RIGHT
    assert re.search(r"solutions.echornn.data.py .* 100%", result.stdout)
    assert not re.search(r"^echornn.data.py", result.stdout, re.MULTILINE)


def told(result: CompletedProcess[str]) -> list[dict[str, Any]]:
    """Return what an editor has been told."""
    return [
        json.loads(line) for line in re.findall("^editor: (.*)", result.stdout, re.M)
    ]


def test_an_editor_finds_the_tests_and_runs_them_by_their_ids(wrong):
    editor = "-p", "editor", f"--rootdir={wrong.folder}"
    env = {"PYTHONPATH": "tests/selfcheck"}
    found = told(run(wrong, *editor, "--collect-only", SPEC, **env))
    assert len(found) == ALL
    first = next(test for test in found if test["found"] == FIRST)
    assert first["path"] == str(wrong.folder / SPEC)
    line = (wrong.folder / SPEC).read_text(encoding="utf-8").splitlines()[first["line"]]
    assert line == '@pytest.mark.task("1.1")'  # where the test begins
    ids = [str(wrong.folder / nodeid) for nodeid in (FIRST, SILENCE, PASSES)]
    ran = {test["ran"]: test for test in told(run(wrong, *editor, *ids, **env))}
    assert [ran[nodeid]["outcome"] for nodeid in (FIRST, SILENCE, PASSES)] == [
        "failed",
        "failed",
        "passed",
    ]
    assert MESSAGE in ran[FIRST]["message"]


OLD = "an older run's grade"
FIRST_OF_TOX = "-c", "pyproject.toml", "-p", "dojo.plugins.options"


@pytest.fixture
def grade(tmp_path: Path) -> Path:
    """A file outside of the project, with the outcome of an older run."""
    path = tmp_path / "grade.json"
    path.write_text(OLD, encoding="utf-8")
    return path


@pytest.mark.parametrize(
    "arguments",
    [
        "--results={file} {spec}",
        "{spec} --results={file}",
        "{spec} --results {file}",
        "--results={file} -k echo_step_steps_later",
    ],
)
def test_the_results_go_into_any_file(wrong, grade, arguments):
    words = arguments.format(file=grade, spec=SPEC).split()
    assert run(wrong, *words).returncode == 1
    assert json.loads(grade.read_text(encoding="utf-8"))["status"] == "fail"


@pytest.mark.parametrize("spec", ["", SPEC])
def test_tox_takes_the_results_file_as_a_word_of_its_own(wrong, grade, spec):
    words = [*FIRST_OF_TOX, "--results", str(grade), *spec.split()]
    assert run(wrong, *words).returncode == 1
    assert json.loads(grade.read_text(encoding="utf-8"))["status"] == "fail"


def test_a_way_that_works_only_once_is_refused_at_once(wrong, tmp_path):
    path = tmp_path / "results.json"
    result = run(wrong, "--results", str(path))
    assert result.returncode == pytest.ExitCode.USAGE_ERROR
    assert (
        result.stderr.strip()
        == f"ERROR: use --results={path} for a file outside the project"
    )


def test_no_old_grade_is_left_where_pytest_gives_up(wrong, grade):
    result = run(wrong, f"--results={grade}", "--no-such-option")
    assert result.returncode == pytest.ExitCode.USAGE_ERROR
    assert json.loads(grade.read_text(encoding="utf-8"))["status"] == "error"


def test_a_file_that_cannot_be_written_is_one_line(wrong, tmp_path):
    for path in (tmp_path / "nowhere" / "results.json", tmp_path):
        result = run(wrong, f"--results={path}")
        assert result.returncode == pytest.ExitCode.USAGE_ERROR
        assert result.stderr.startswith(f"ERROR: --results: cannot write {path}: ")
        assert len(result.stderr.splitlines()) == 1 + result.stderr.endswith("\n\n")
