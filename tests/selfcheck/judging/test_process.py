"""The runner: tests in processes of their own, on any platform, within a time."""

from dataclasses import replace
from multiprocessing import active_children, get_context
from time import monotonic

import pytest
from learner import IDLE

from dojo.execution import judge, process
from dojo.execution.messages import Job
from dojo.exercises import EXERCISES, REFERENCE, ROOT, all_tasks
from dojo.reporting.outcome import Outcome

pytestmark = pytest.mark.timeout(60)

ROLLS_LEFT = "1.1", "dojo.galleries.mistakes.data", "rolls_left"
DATA = Job(EXERCISES[1].spec_file, REFERENCE.parent)


def run(within: float = 60, **fields: object) -> list[Outcome]:
    return list(judge.run_spec(replace(DATA, **fields), within))


def test_every_outcome_of_a_file_comes_back():
    outcomes = run()
    assert {outcome.state for outcome in outcomes} == {"passed"}
    assert {o.task for o in outcomes} == {n for n in all_tasks() if n[0] == "1"}
    assert all(outcome.lesson for outcome in outcomes)


def test_one_task_can_be_asked_for():
    assert {outcome.task for outcome in run(task="1.2")} == {"1.2"}


def test_a_plant_takes_the_place_of_a_task():
    outcomes = run(plants=(ROLLS_LEFT,), task="1.1")
    assert "wrong" in {outcome.state for outcome in outcomes}


def test_fresh_processes_do_where_none_can_be_forked(monkeypatch):
    monkeypatch.setattr(process, "preloaded_context", lambda _: get_context("spawn"))
    assert {outcome.state for outcome in run()} == {"passed"}


def test_what_is_not_done_in_time_has_crashed(copy):
    tree = copy / "late"
    (tree / "echornn").mkdir(parents=True)
    (tree / "echornn" / "__init__.py").touch()
    (tree / "echornn" / "data.py").write_text(IDLE, encoding="utf-8")
    started = monotonic()
    outcome, *_ = run(within=3, tree=tree)
    assert monotonic() - started < 10
    assert outcome.state == "broken"
    assert "did not finish" in outcome.message


def test_no_process_is_left_behind():
    outcomes = judge.run_spec(DATA, within=60)
    next(outcomes)
    outcomes.close()
    assert active_children() == []


@pytest.mark.parametrize(
    "home",
    ["/", str(ROOT), str(ROOT.parent), str(ROOT / "tests"), "relative"],
    ids=["root", "project", "around", "inside", "relative"],
)
def test_a_right_answer_passes_wherever_the_home_folder_is(home, monkeypatch):
    """It is hidden from a worker, which has to read the project and its packages."""
    monkeypatch.setenv("HOME", home)
    worker = judge.Worker(DATA)
    assert {outcome.state for outcome in worker.judge()} == {"passed"}
    worker.stop()
