"""Grading on a cluster: a worker that dies loses nothing, and nobody kills them all."""

import os
from collections.abc import Iterator
from pathlib import Path

import deadly
import pytest
from distributed import LocalCluster
from learner import number_of_tests

from dojo.classroom.judging import OnCluster
from dojo.classroom.pieces import Piece, completed, pieces_of
from dojo.classroom.verdicts import Store
from dojo.stubs import stub_source

pytestmark = pytest.mark.timeout(200)


@pytest.fixture(scope="module")
def address() -> Iterator[str]:
    """A scheduler with two workers, which Dask starts again when they die."""
    os.environ["PYTHONPATH"] = os.pathsep.join([str(Path(deadly.__file__).parent)])
    with LocalCluster(
        n_workers=2, threads_per_worker=1, dashboard_address=None
    ) as cluster:
        yield cluster.scheduler_address
    del os.environ["PYTHONPATH"]


def test_what_kills_every_worker_is_given_up_and_the_others_are_judged(
    address, tmp_path
):
    files = {"marker": str(tmp_path / "died").encode()}
    pieces = [Piece(number, files, f"{tmp_path} {number}") for number in range(1, 8)]
    cluster = OnCluster(address, deadly.judge)
    verdicts = {piece.number: v for piece, v in cluster.verdicts(pieces)}
    assert {n: verdicts[n].seconds for n in range(2, 8)} == {n: n for n in range(2, 8)}
    assert not verdicts[1].is_final
    assert {outcome.state for outcome in verdicts[1].outcomes} == {"broken"}
    assert "killed two workers" in verdicts[1].outcomes[0].message
    assert len(verdicts[1].outcomes) == number_of_tests(1)


def test_a_cluster_judges_as_this_machine_does(address, tmp_path):
    pieces = [p for p in pieces_of(completed({})) if p.number == 1]
    ((piece, verdict),) = OnCluster(address).verdicts(pieces)
    assert {outcome.state for outcome in verdict.outcomes} == {"not started"}
    store = Store(tmp_path)
    store.put(piece, verdict)
    assert store.get(piece) == verdict


def test_the_same_files_are_one_piece_and_others_are_not():
    stubs = {piece.number: piece.key for piece in pieces_of(completed({}))}
    other = {"batching": b"# mine"}
    changed = {piece.number: piece.key for piece in pieces_of(completed(other))}
    assert {n for n in stubs if stubs[n] != changed[n]} == {2, 5}
    hidden = {"data": b"import importlib"}  # may import whatever it likes
    one = {p.number: p.key for p in pieces_of(completed(hidden))}
    two = {p.number: p.key for p in pieces_of(completed({**hidden, **other}))}
    assert {n for n in one if one[n] != two[n]} == {1, 2, 5}


def test_no_scheduler_is_one_line(run, copy):
    (copy / "one" / "ann").mkdir(parents=True, exist_ok=True)
    (copy / "one" / "ann" / "data.py").write_text(stub_source("x = 1"), "utf-8")
    result = run(
        "-m", "dojo", "grade", "one", "--out", "none", "--dask", "tcp://127.0.0.1:9"
    )
    assert result.returncode == 2
    assert result.stderr.count("\n") == 1
    assert "tcp://127.0.0.1:9" in result.stderr
