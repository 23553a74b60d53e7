"""The dojo's commands: hint, reset, diff, status."""

import re
import shutil
from configparser import ConfigParser

import pytest
from learner import all_pass, number_of_tests

from dojo.exercises import EXERCISES, REFERENCE, ROOT, all_tasks, pristine_stub
from dojo.learner.hints import all_hints

pytestmark = pytest.mark.timeout(60)


def test_every_task_has_two_to_four_hints_from_a_question_on():
    hints = all_hints()
    assert set(hints) == set(all_tasks())
    assert {len(given) for given in hints.values()} <= {2, 3, 4}
    assert [number for number, given in hints.items() if "?" not in given[0]] == []
    assert [
        number for number, given in hints.items() if "Look up" not in " ".join(given)
    ] == []


def test_no_hint_is_the_answer():
    lines = {
        line.strip()
        for path in REFERENCE.glob("*.py")
        for line in path.read_text(encoding="utf-8").splitlines()
        if len(line.strip()) > 12 and re.search(r"[=(]", line)
    }
    text = " ".join(hint for given in all_hints().values() for hint in given)
    assert [line for line in lines if line in text] == []


def test_hints_come_one_by_one_and_the_last_one_stays(learner):
    hints = all_hints()["3.2"]
    for place, hint in enumerate([*hints, hints[-1]], start=1):
        output = learner.dojo("hint", "3.2").stdout
        assert f"Hint {min(place, len(hints))} of {len(hints)}" in output
        assert hint in " ".join(output.split())


def test_a_hint_without_a_task_is_for_the_task_that_is_next(learner):
    learner.solve("data")
    assert "for task 2.1: num_batches" in learner.dojo("hint").stdout


def test_a_task_can_be_named_by_its_function(learner):
    assert "for task 3.2: rnn_step" in learner.dojo("hint", "rnn_step").stdout


@pytest.mark.parametrize("args", [("hint", "9.9"), ("reset", "cello"), ("diff", "7x")])
def test_what_does_not_exist_is_an_error_that_says_what_does(learner, args):
    result = learner.dojo(*args)
    assert result.returncode == 2
    assert f"got {args[1]}" in result.stderr
    assert "expected one of" in result.stderr


def test_reset_puts_the_stub_back_and_keeps_every_version(learner):
    stub = learner.module("cell").read_text(encoding="utf-8")
    versions = []
    for number in range(3):
        versions.append(f"# version {number}\n")
        learner.module("cell").write_text(versions[-1], encoding="utf-8")
        result = learner.dojo("reset", "cell")
        assert "your version is kept as echornn/cell.20" in result.stdout
        assert learner.module("cell").read_text(encoding="utf-8") == stub
    kept = [
        path.read_text(encoding="utf-8")
        for path in learner.module("cell").parent.glob("cell.20*.py")
    ]
    assert sorted(kept) == versions


def test_reset_of_a_stub_keeps_nothing_and_of_a_deleted_file_brings_it_back(learner):
    stub = learner.module("cell").read_text(encoding="utf-8")
    learner.dojo("reset", "cell")
    learner.module("cell").unlink()
    assert learner.dojo("reset", "echornn/cell.py").returncode == 0
    assert learner.module("cell").read_text(encoding="utf-8") == stub
    assert list(learner.module("cell").parent.glob("cell.20*.py")) == []


@pytest.mark.parametrize(
    ("typed", "status", "shows"), [("y\n", 0, True), ("n\n", 1, False), ("", 1, False)]
)
def test_diff_asks_first_while_the_exercise_does_not_pass(
    learner, typed, status, shows
):
    result = learner.dojo("diff", "data", typed=typed)
    assert "Exercise 1 does not pass yet" in result.stdout
    assert result.returncode == status
    assert ("+    echoed = np.roll(series, echo_step)" in result.stdout) is shows


def test_diff_shows_at_once_what_passes(learner):
    learner.solve("data")
    learner.edit(
        "data",
        "echoed = np.roll(series, echo_step)",
        "echoed = np.roll(series, int(echo_step))",
    )
    result = learner.dojo("diff", "1")
    assert "does not pass" not in result.stdout
    assert "-    echoed = np.roll(series, int(echo_step))" in result.stdout
    assert "+    echoed = np.roll(series, echo_step)" in result.stdout


def test_diff_of_the_reference_itself_says_so(learner):
    learner.solve("data")
    assert "is identical to the reference" in learner.dojo("diff", "data").stdout


ABSENT = (
    "solutions is missing: run `git restore solutions`, or clone the repository again\n"
)


@pytest.fixture
def unaided(learner):
    """A learner in a dojo that hides the answers."""
    shutil.rmtree(learner.folder / "solutions")
    return learner


@pytest.mark.parametrize(
    "command", ["diff cell", "stubs", "mistakes", "behaviours", "mutation"]
)
def test_without_the_reference_there_is_one_clear_line(unaided, command):
    result = unaided.dojo(*command.split())
    assert result.returncode == 2
    assert result.stdout + result.stderr == ABSENT


def test_without_the_reference_the_learners_code_is_not_taken_for_it(unaided):
    unaided.solve(*(exercise.module for exercise in EXERCISES.values()))
    result = unaided.run("-m", "pytest", "-o", "pythonpath=solutions")
    assert result.returncode == pytest.ExitCode.USAGE_ERROR
    assert ABSENT.strip() in result.stdout + result.stderr
    assert "passed" not in result.stdout
    result = unaided.run("-m", "dojo.reference")
    assert (result.returncode, result.stderr) == (1, ABSENT)


def test_what_could_take_the_learners_code_for_the_reference_looks_first(learner):
    tox = ConfigParser(interpolation=None)
    tox.read(ROOT / "tox.ini", encoding="utf-8")
    uses = re.compile(r"python solutions|= solutions|memory\.py|benchmark.*=solutions")
    assert learner.run("-m", "dojo.reference").returncode == 0
    for name, section in tox.items():
        lines = [f"{option} = {value}" for option, value in section.items()]
        if uses.search(" ".join(lines).replace("\n", " ")):
            assert "python -m dojo.reference" in section["commands_pre"], name


def test_without_the_reference_there_are_hints_a_table_and_stubs(unaided):
    unaided.solve("data")
    unaided.module("batching").write_text("def num_batches(:", encoding="utf-8")
    assert "for task 3.2: rnn_step" in unaided.dojo("hint", "rnn_step").stdout
    problem = "echornn/batching.py, line 1: SyntaxError"
    assert unaided.dojo("hint").stdout.startswith(problem)
    status = unaided.dojo("status")
    assert all_pass(1) in status.stdout
    assert f"{number_of_tests(2)} broken" in status.stdout
    assert status.stderr == ""
    assert unaided.dojo("reset", "batching").returncode == 0
    assert unaided.module("batching").read_text("utf-8") == pristine_stub(EXERCISES[2])
    assert "for task 2.1: num_batches" in unaided.dojo("hint").stdout


def test_reset_puts_a_folder_aside_too(learner):
    learner.module("cell").unlink()
    learner.module("cell").mkdir()
    assert (
        "your version is kept as echornn/cell.20"
        in learner.dojo("reset", "cell").stdout
    )
    assert learner.module("cell").read_text("utf-8") == pristine_stub(EXERCISES[3])


def test_without_the_reference_mistakes_are_named_all_the_same(learner):
    learner.solve("data")
    learner.edit("data", "echoed[:echo_step] = 0", "pass")
    shutil.rmtree(learner.folder / "solutions")
    assert "Wraps around" in learner.run("-m", "pytest").stdout


def test_status_is_the_table_alone(learner):
    learner.solve("data")
    output = learner.dojo("status").stdout
    assert all_pass(1) in output
    assert f"{number_of_tests(2)} not started" in output
    assert "Next" not in output
