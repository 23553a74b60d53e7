"""Write the outcome as a file that other programs read: Exercism's format, version 3.

https://exercism.org/docs/building/tooling/test-runners/interface
"""

import ast
import json
from collections.abc import Callable, Mapping
from functools import cache
from pathlib import Path
from typing import Any

import pytest

from dojo.exercises import EXERCISES, all_tasks
from dojo.reporting.files import write_whole
from dojo.reporting.outcome import Outcome
from dojo.reporting.progress import Progress
from dojo.reporting.terminal import DIAGNOSIS

STATUS = {"passed": "pass", "wrong": "fail", "not started": "fail"}
"""Of a test, by its state; any other state is an error."""
OUTPUT, MESSAGE = 500, 65_535
"""Characters that the format allows."""
KILLED = "the run was stopped before it finished"
CUT = "\n[cut here: the output is longer]"


class Results:
    """The pytest plugin that writes the file when the run is over."""

    def __init__(self, path: Path, progress: Callable[[], Progress]) -> None:
        """Make the plugin.

        Args:
            path: the file.
            progress: says, at the end, how the run went.
        """
        self._path = path
        self._progress = progress

    @pytest.hookimpl(trylast=True)
    def pytest_sessionfinish(self, exitstatus: int) -> None:
        progress = self._progress()
        if exitstatus in (pytest.ExitCode.OK, pytest.ExitCode.TESTS_FAILED):
            _write(self._path, results_of(progress))
        else:
            why = pytest.ExitCode(exitstatus).name.lower().replace("_", " ")
            problem = f"{KILLED}: {why}{_not_judged(progress)}"
            _write(self._path, interrupted(problem, progress))


def write_unfinished(path: Path) -> None:
    """Write what holds if nothing more can be written."""
    _write(path, _results("error", KILLED, []))


def _write(path: Path, results: dict[str, Any]) -> None:
    write_whole(path, f"{json.dumps(results, indent=2)}\n".encode())


def results_of(
    progress: Progress, diagnoses: Mapping[str, str] | None = None
) -> dict[str, Any]:
    """Return the outcome of a run that came to its end.

    Args:
        progress: how it went.
        diagnoses: misconceptions, by the numbers of the tasks that look like them;
            without them, the one of the first failure.
    """
    first, diagnosis = progress.first, progress.diagnosis
    if diagnoses is None:
        diagnoses = (
            {first.task: diagnosis} if first and first.task and diagnosis else {}
        )
    outcomes = progress.outcomes
    if all(outcome.state == "broken" for outcome in outcomes):
        problems = dict.fromkeys(outcome.message for outcome in outcomes)
        return interrupted(
            "\n".join(problems) or "there were no tests to run", progress
        )
    passed = all(outcome.state == "passed" for outcome in outcomes)
    tests = [_test(outcome, diagnoses) for outcome in outcomes]
    return _results("pass" if passed else "fail", None, tests)


def interrupted(problem: str, progress: Progress) -> dict[str, Any]:
    """Return the outcome of a run that did not come to a verdict."""
    tests = [_test(outcome, {}) for outcome in progress.outcomes]
    return _results("error", problem[:MESSAGE], tests)


def _not_judged(progress: Progress) -> str:
    judged = {outcome.exercise for outcome in progress.outcomes}
    others = [f"{n} {e.module}" for n, e in EXERCISES.items() if n not in judged]
    return f"\nNot judged: {', '.join(others)}" if others else ""


def _results(
    status: str, message: str | None, tests: list[dict[str, Any]]
) -> dict[str, Any]:
    return {"version": 3, "status": status, "message": message, "tests": tests}


def _test(outcome: Outcome, diagnoses: Mapping[str, str]) -> dict[str, Any]:
    """Return a test as the format has it, and with fields of our own at the end."""
    status = STATUS.get(outcome.state, "error")
    message, task = outcome.details, all_tasks().get(outcome.task or "")
    diagnosis = diagnoses.get(outcome.task or "") if status != "pass" else None
    if diagnosis:
        message += f"\n\n{DIAGNOSIS}\n{diagnosis}"
    return {
        "name": _name(outcome),
        "status": status,
        "message": None if status == "pass" else message[:MESSAGE],
        "output": _cut(outcome.output),
        "test_code": _test_code(outcome.exercise).get(outcome.test.split("[")[0], ""),
        "task_id": _task_id(outcome.task),
        "task": outcome.task,
        "task_name": task.name if task else None,
        "state": outcome.state,
        "diagnosis": diagnosis,
    }


def _name(outcome: Outcome) -> str:
    """Return a test's name as a sentence: "1.1 echo: the first bits are zero"."""
    if outcome.task is None:
        return f"exercise {outcome.exercise}: {EXERCISES[outcome.exercise].module}"
    sentence = outcome.test.removeprefix("test_").replace("_", " ")
    return f"{outcome.task} {all_tasks()[outcome.task].name}: {sentence}"


def _task_id(number: str | None) -> int | None:
    """Return a task's place in the kata, counted from 1, as the format demands."""
    return list(all_tasks()).index(number) + 1 if number else None


def _cut(output: str) -> str:
    return output if len(output) <= OUTPUT else output[: OUTPUT - len(CUT)] + CUT


@cache
def _test_code(exercise: int) -> dict[str, str]:
    """Return the source of every test of an exercise, by its name."""
    source = EXERCISES[exercise].spec_file.read_text(encoding="utf-8")
    return {
        node.name: ast.get_source_segment(source, node) or ""
        for node in ast.parse(source).body
        if isinstance(node, ast.FunctionDef)
    }
