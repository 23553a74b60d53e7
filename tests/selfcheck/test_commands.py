"""The dojo's commands: hint, reset, diff, status."""

import re
import shutil

import pytest
from dojo.hints import all_hints
from dojo.tasks import REFERENCE, all_tasks

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
        assert "your version is now echornn/cell.20" in result.stdout
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
    assert "is the reference, to the letter" in learner.dojo("diff", "data").stdout


def test_without_the_reference_there_is_one_clear_line(learner):
    shutil.rmtree(learner.folder / "solutions")
    for command in ("reset", "diff"):
        result = learner.dojo(command, "cell")
        assert result.returncode == 2
        assert result.stderr == "solutions/echornn/cell.py is not there\n"


def test_without_the_reference_mistakes_are_named_all_the_same(learner):
    learner.solve("data")
    learner.edit("data", "echoed[:echo_step] = 0", "pass")
    shutil.rmtree(learner.folder / "solutions")
    assert "Only rolls" in learner.run("-m", "pytest").stdout


def test_status_is_the_table_alone(learner):
    learner.solve("data")
    output = learner.dojo("status").stdout
    assert "all 35 tests pass" in output
    assert "28 not started" in output
    assert "Next" not in output
