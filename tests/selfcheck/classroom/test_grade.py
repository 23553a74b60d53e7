"""`grade`: a class is judged, each apart; nothing twice, nothing lost, no traceback."""

import csv
import json
import os
import shutil
import signal
import subprocess
import sys
import zipfile
from html.parser import HTMLParser
from pathlib import Path
from time import monotonic, sleep

import pytest
from learner import Learner, number_of_tests

from dojo.exercises import REFERENCE, all_tasks
from dojo.stubs import write_stubs

pytestmark = pytest.mark.timeout(300)
ONE, TWO = str(number_of_tests(1)), str(number_of_tests(1, 2))
"""Tests of the first exercise, and of the first two."""

NASTY = "<script>alert(1)</script> & 'x'"
WRONG = "np.roll(series, echo_step)", "np.roll(series, -echo_step)"


def hand_in(folder: Path, *solved: str) -> Path:
    """Hand in a package with these exercises solved."""
    folder.mkdir(parents=True)
    list(write_stubs(folder))
    for module in solved:
        shutil.copy(REFERENCE / f"{module}.py", folder)
    return folder


def spoil(path: Path, old: str, new: str) -> None:
    text = path.read_text(encoding="utf-8")
    assert old in text
    path.write_text(text.replace(old, new), encoding="utf-8")


@pytest.fixture(scope="module")
def school(copy: Path) -> Path:
    """A class in which everybody has done something else."""
    school = copy / "school"
    hand_in(school / "ann", "data", "batching")
    hand_in(school / "bob" / "his-clone" / "echornn", "data")
    spoil(school / "bob/his-clone/echornn/data.py", *WRONG)
    hand_in(school / "cyd")
    broken = hand_in(school / "dan", "data", "batching") / "cell.py"
    broken.write_text("def (", encoding="utf-8")
    hostile = hand_in(school / "eve", "data", "batching") / "batching.py"
    spoil(hostile, "import numpy", "import os; os.fork()\nimport numpy")
    hand_in(school / NASTY.replace("/", "|"), "data")
    (school / "fay").mkdir()
    with zipfile.ZipFile(school / "gus.zip", "w") as archive:
        archive.write(REFERENCE / "data.py", "gus-main/echornn/data.py")
    (school / "hal.zip").write_bytes(b"no zip")
    hand_in(school / "ida", "data")
    (school / "ida" / "settings.py").write_text("mine = True\n", encoding="utf-8")
    with zipfile.ZipFile(school / "ida.zip", "w") as archive:
        archive.writestr("data.py", "x = 1")
    (school / "notes.txt").write_text("not a submission", encoding="utf-8")
    return school


def grade(copy: Path, *args: str) -> subprocess.CompletedProcess[str]:
    return Learner(copy).dojo("grade", *args)


@pytest.fixture(scope="module")
def graded(copy: Path, school: Path) -> subprocess.CompletedProcess[str]:
    result = grade(copy, "school", "--out", "out")
    assert result.returncode == 0, result.stdout + result.stderr
    return result


@pytest.fixture
def rows(graded, copy: Path) -> dict[str, dict[str, str]]:
    with (copy / "out" / "grades.csv").open(encoding="utf-8", newline="") as file:
        return {row["name"]: row for row in csv.DictReader(file)}


def test_everybody_has_a_row_in_the_order_of_the_names(rows):
    names = ["ann", "bob", "cyd", "dan", "eve", "fay", "gus", "hal", "ida", "ida.zip"]
    assert list(rows) == [NASTY.replace("/", "|"), *names]
    assert {row["total"] for row in rows.values()} == {str(number_of_tests())}


def test_the_columns_are_the_summary_and_two_for_each_task(rows):
    summary = [
        "name",
        "state",
        "exercises",
        "passed",
        "total",
        "first_unfinished",
        "seconds",
    ]
    tasks = [column for n in all_tasks() for column in (n, f"{n} diagnosis")]
    assert list(rows["ann"]) == [*summary, *tasks]


@pytest.mark.parametrize(
    ("name", "state", "exercises", "passed", "first"),
    [
        ("ann", "graded", "2", TWO, "3.1"),
        ("bob", "graded", "0", str(int(ONE) - 11), "1.1"),
        ("cyd", "empty", "0", "0", "1.1"),
        ("dan", "broken", "2", TWO, "3.1"),
        ("eve", "look", "1", ONE, "2.1"),
        ("fay", "empty", "0", "0", "1.1"),
        ("gus", "graded", "1", ONE, "2.1"),
        ("hal", "broken", "0", "0", "1.1"),
        ("ida", "look", "1", ONE, "2.1"),
        ("ida.zip", "graded", "0", "0", "1.1"),
    ],
)
def test_a_row_says_how_far_somebody_came(rows, name, state, exercises, passed, first):
    row = rows[name]
    came = row["state"], row["exercises"], row["passed"], row["first_unfinished"]
    assert came == (state, exercises, passed, first)


def test_every_task_has_its_state_and_its_diagnosis(rows):
    bob = rows["bob"]
    assert (bob["1.1"], bob["1.2"], bob["2.1"]) == ("wrong", "passed", "not started")
    assert "Shifts the series left" in bob["1.1 diagnosis"]
    assert bob["1.2 diagnosis"] == ""
    assert bob["1.3"] == "wrong"
    elsewhere = "The cause may be elsewhere: `echo` (task 1.1) is not right."
    assert bob["1.3 diagnosis"] == elsewhere
    assert {rows["dan"][n] for n in ("3.1", "5.1", "7.2")} == {"broken"}


def test_the_results_have_every_test_with_its_task_state_and_diagnosis(graded, copy):
    path = copy / "out" / "submissions" / "bob" / "results.json"
    results = json.loads(path.read_text(encoding="utf-8"))
    assert results["version"] == 3
    assert results["status"] == "fail"
    assert len(results["tests"]) == number_of_tests()
    red = [test for test in results["tests"] if test["state"] == "wrong"]
    named = {(t["task"], t["task_name"]) for t in red if t["diagnosis"]}
    assert named == {("1.1", "echo"), ("1.3", "generate_data")}


def test_what_depends_on_a_broken_module_says_which_one_it_is(graded, copy):
    path = copy / "out" / "submissions" / "dan" / "results.json"
    results = json.loads(path.read_text(encoding="utf-8"))
    message = next(t["message"] for t in results["tests"] if t["task"] == "5.1")
    assert message.startswith("echornn/cell.py, line 1: SyntaxError")
    assert "echornn/trainer.py needs it" in message


class Reader(HTMLParser):
    """Notes the tags, and the text outside of them."""

    def __init__(self) -> None:
        super().__init__()
        self.tags: list[str] = []
        self.text = ""
        self.asked: list[str] = []

    def handle_starttag(self, tag, attrs):
        self.tags.append(tag)
        self.asked += [
            v for k, v in attrs if k in ("src", "href") and v and v[0] != "#"
        ]

    def handle_data(self, data):
        self.text += data


def test_the_page_is_whole_and_nothing_that_was_handed_in_is_code(graded, copy):
    reader = Reader()
    reader.feed((copy / "out" / "class.html").read_text(encoding="utf-8"))
    assert reader.tags.count("script") == 1
    assert [link for link in reader.asked if not link.startswith("data:")] == []
    assert NASTY.replace("/", "|") in reader.text
    assert reader.tags.count("details") == 11
    for words in (
        "1.1 echo: wrong",
        "settings.py was changed",
        "batching.py, line",
        "hal.zip cannot be read",
    ):
        assert words.lower() in reader.text.lower()


def test_the_screen_shows_the_same(graded):
    line = next(row for row in graded.stdout.splitlines() if row.startswith("ann"))
    words = (
        "ann",
        "2 of 7",
        f"{TWO} of {number_of_tests()}",
        "3.1 init_parameters",
        "graded",
    )
    assert [word for word in words if word not in line] == []


def test_an_unchanged_class_is_not_judged_again(graded, copy, school):
    table = (copy / "out" / "grades.csv").read_text(encoding="utf-8")
    since = monotonic()
    assert grade(copy, "school", "--out", "out").returncode == 0
    assert monotonic() - since < 8  # Python, matplotlib, no TensorFlow
    assert (copy / "out" / "grades.csv").read_text(encoding="utf-8") == table


@pytest.mark.parametrize("done", [0, 1])
@pytest.mark.skipif(sys.platform == "win32", reason="Ctrl-C is sent another way")
def test_after_ctrl_c_the_table_is_valid_and_the_run_goes_on(copy, tmp_path, done):
    school, out = tmp_path / "school", tmp_path / "out"
    for name, pause in (("ann", 0 if done else 8), ("bob", 8)):
        module = hand_in(school / name, "data") / "data.py"
        text = module.read_text(encoding="utf-8")
        module.write_text(f"import time\ntime.sleep({pause})\n{text}", encoding="utf-8")
    command = [sys.executable, "-m", "dojo", "grade", school, "--out", out]
    with subprocess.Popen(
        [*command, "--jobs", "1"], cwd=copy, env=os.environ, stdout=subprocess.PIPE
    ) as run:
        while not (out / ".lock").exists() or len(list(out.glob("*/ann/*"))) < done:
            assert run.poll() is None
            sleep(0.1)
        sleep(1)  # it is at the next by now
        run.send_signal(signal.SIGINT)
        printed = run.stdout.read().decode()
    assert run.returncode == 130
    assert f"Stopped: {done} of 2" in printed
    table = (out / "grades.csv").read_text(encoding="utf-8")
    assert table.count("\nann,graded") == done
    assert "<html" in (out / "class.html").read_text(encoding="utf-8")
    result = grade(copy, str(school), "--out", str(out))
    assert result.returncode == 0
    assert (out / "grades.csv").read_text(encoding="utf-8").count("\n") == 3


def test_two_runs_at_once_do_not_mix(copy, school, tmp_path):
    from filelock import FileLock

    with FileLock(tmp_path / ".lock"):
        result = grade(copy, "school", "--out", str(tmp_path))
    assert result.returncode == 2
    assert result.stderr.count("\n") == 1
    assert "another run is writing to" in result.stderr


@pytest.mark.parametrize(
    ("folder", "says"),
    [
        ("nowhere", "does not exist"),
        ("pyproject.toml", "is not a folder"),
        ("empty", "found no folders or zip files"),
        ("tests/original", "found no folders or zip files"),
    ],
)
def test_bad_input_is_one_line(copy, folder, says):
    (copy / "empty").mkdir(exist_ok=True)
    result = grade(copy, folder, "--out", "never")
    assert result.returncode == 2
    assert result.stdout == ""
    assert result.stderr.count("\n") == 1
    assert says in result.stderr
    assert not (copy / "never").exists()
