"""`--results`: Exercism's format, version 3, whatever becomes of the run."""

import ast
import json
import os
import signal
import subprocess
import sys
from pathlib import Path
from time import monotonic, sleep
from typing import Any

import pytest
from learner import IDLE, number_of_tests

from dojo.exercises import all_tasks

pytestmark = pytest.mark.timeout(60)


def results(learner, *args: str) -> dict[str, Any]:
    """Run the spec twice, so that the file is there already, and read the results."""
    for _ in range(2):
        learner.run("-m", "pytest", "--results", "results.json", *args)
    return valid(learner.folder / "results.json")


def valid(path: Path) -> dict[str, Any]:
    """Return the results, if they are as the format demands."""
    results = json.loads(path.read_text(encoding="utf-8"))
    assert set(results) == {"version", "status", "message", "tests"}
    assert results["version"] == 3
    assert results["status"] in ("pass", "fail", "error")
    assert (results["message"] is None) == (results["status"] != "error")
    for test in results["tests"]:
        assert test["status"] in ("pass", "fail", "error")
        assert (test["message"] is None) == (test["status"] == "pass")
        assert len(test["message"] or "") <= 65_535
        assert len(test["output"]) <= 500
        assert test["task_id"] is None or 1 <= test["task_id"] <= len(all_tasks())
        assert test["name"]
        ast.parse(test["test_code"])
    return results


def test_a_passing_exercise(learner):
    learner.solve("data")
    came = results(learner, "tests/test_1_data.py")
    assert came["status"] == "pass"
    assert len(came["tests"]) == number_of_tests(1)
    first = came["tests"][0]
    assert first["name"] == "1.1 echo: the echo comes echo step steps later"
    assert first["task_id"] == 1
    assert first["test_code"].startswith(
        "def test_the_echo_comes_echo_step_steps_later"
    )
    assert {test["task_id"] for test in came["tests"]} == {1, 2, 3}


def test_a_failure_has_its_grid_its_output_and_the_diagnosis(learner):
    learner.solve("data")
    loud = (
        "print('x' * 900)\n    echoed = np.roll(series, echo_step)\n    return echoed"
    )
    learner.edit("data", "echoed = np.roll(series, echo_step)", loud)
    came = results(learner)
    assert came["status"] == "fail"
    test = next(test for test in came["tests"] if test["status"] != "pass")
    assert test["status"] == "fail"
    assert "expected: [0 0 5 1 4 2 9]" in test["message"]
    assert "Wraps around" in test["message"]
    assert len(test["output"]) == 500
    assert "longer" in test["output"]


def test_a_crash_is_an_error_with_the_learners_frames_alone(learner):
    learner.solve("data")
    learner.edit("data", "echoed = np.roll(series, echo_step)", "echoed = nothing")
    came = results(learner)
    assert came["status"] == "fail"
    test = next(test for test in came["tests"] if test["status"] != "pass")
    assert test["status"] == "error"
    assert "NameError" in test["message"]
    assert "echornn/data.py, line" in test["message"]
    assert str(learner.folder) not in test["message"]


def test_tasks_that_are_not_started_fail(learner):
    came = results(learner)
    assert came["status"] == "fail"
    assert {test["status"] for test in came["tests"]} == {"fail"}
    message = came["tests"][0]["message"]
    assert message.startswith("NotImplementedError: task 1.1: echo\n")


def test_a_module_that_cannot_be_imported_is_an_error_of_the_run(learner):
    learner.module("data").write_text("def echo(:", encoding="utf-8")
    came = results(learner)
    assert came["status"] == "error"
    assert "echornn/data.py, line 1: SyntaxError" in came["message"]


@pytest.mark.parametrize("ending", [signal.SIGKILL, signal.SIGTERM, signal.SIGINT])
def test_a_run_that_is_stopped_is_an_error(learner, ending):
    learner.solve("data")
    learner.edit("data", "echoed = np.roll(series, echo_step)", IDLE)
    path = learner.folder / "results.json"
    command = [sys.executable, "-m", "pytest", "--results", "results.json"]
    run = subprocess.Popen(
        command, cwd=learner.folder, env=os.environ, stdout=subprocess.DEVNULL
    )
    since = monotonic()
    while not path.exists():
        assert monotonic() - since < 20
        sleep(0.1)
    sleep(1)
    run.send_signal(ending)
    run.wait()
    came = valid(path)
    assert came["status"] == "error"
    assert "stopped before it finished" in came["message"]


def test_junit_shows_the_learners_frames_alone(learner):
    learner.solve("data")
    learner.edit("data", "echoed = np.roll(series, echo_step)", "echoed = nothing")
    learner.run("-m", "pytest", "--junitxml=junit.xml")
    text = (learner.folder / "junit.xml").read_text(encoding="utf-8")
    assert "NameError: name 'nothing' is not defined" in text
    assert "echornn/data.py, line" in text
    assert str(learner.folder) not in text
    assert "site-packages" not in text
