"""Two workers at one exercise say what one would have said, in the same order."""

from multiprocessing import active_children

import pytest

from dojo.execution import pair
from dojo.execution.judge import Worker
from dojo.execution.messages import Job
from dojo.exercises import EXERCISES
from dojo.reporting.outcome import Outcome
from dojo.stubs import write_solved

pytestmark = pytest.mark.timeout(60)


@pytest.fixture(autouse=True)
def all_tests_are_slow(monkeypatch):
    """So that two do what one could do as fast."""
    monkeypatch.setattr(pair, "SLOW", 0.0)
    monkeypatch.setattr(pair.os, "cpu_count", lambda: 2)


@pytest.fixture
def job(tmp_path) -> Job:
    write_solved(tmp_path / "echornn")
    return Job(EXERCISES[1].spec_file, tmp_path)


def judged(job: Job, helped: bool) -> list[Outcome]:
    worker = Worker(job)

    def run(nodeids):
        return pair.run_helped(worker, nodeids, lambda: Worker(job))

    try:
        return list(worker.judge(run=run if helped else None))
    finally:
        worker.stop()


@pytest.mark.parametrize(
    "code",
    [
        "",
        "def to_rows(*_): return None",
        "def echo(*_): import os; os._exit(0)",
        "def generate_data(*_): import os; os._exit(0)",
        "1 / 0",
    ],
    ids=["right", "wrong", "the first task ends it", "the last task ends it", "broken"],
)
def test_two_say_what_one_would_have_said(job, code):
    module = job.tree / "echornn" / "data.py"
    text = module.read_text(encoding="utf-8")
    module.write_text(f"{text}\n\n{code}\n", encoding="utf-8")
    one, two = judged(job, helped=False), judged(job, helped=True)
    assert [(o.nodeid, o.state) for o in two] == [(o.nodeid, o.state) for o in one]
    assert active_children() == []


def test_both_end_when_nobody_wants_the_rest(job):
    worker = Worker(job)
    worker.collect()
    nodeids = [test.nodeid for test in worker.tests]
    outcomes = pair.run_helped(worker, nodeids, lambda: Worker(job))
    next(outcomes)
    outcomes.close()
    worker.stop()
    assert active_children() == []


def test_one_goes_on_alone_where_the_other_cannot_be_made(job):
    worker = Worker(job)
    worker.collect()
    nodeids = [test.nodeid for test in worker.tests]
    helper = Worker(job)
    helper.kill()
    outcomes = list(pair.run_helped(worker, nodeids, lambda: helper))
    worker.stop()
    assert [outcome.nodeid for outcome in outcomes] == nodeids
    assert {outcome.state for outcome in outcomes} == {"passed"}
