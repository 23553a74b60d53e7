"""The experiments, as a person types them."""

import os
import signal
import subprocess
import sys
from pathlib import Path

import pytest
from learner import Learner
from scripts import PROGRAM, run_script

from dojo.exercises import EXERCISES

pytestmark = pytest.mark.timeout(300)


def test_on_stubs_they_name_the_first_task(run):
    result = run("-m", "echolab.experiments", "window")
    assert result.returncode == 1
    assert result.stdout.startswith("task 1.1: echo is not written yet")
    assert result.stderr == ""


@pytest.mark.parametrize(
    ("flags", "words"),
    [
        (["windows"], ["windows", "window", "capacity"]),
        (["window", "--networks", "0"], ["--networks", "at least 1", "'0'"]),
        (["window", "--save", "pyproject.toml"], ["folder", "'pyproject.toml'"]),
        ([], ["name"]),
    ],
)
def test_bad_flags_are_one_line_and_status_2(run, flags, words):
    result = run("-m", "echolab.experiments", *flags)
    assert result.returncode == 2
    assert result.stderr.count("\n") == 1
    assert all(word in result.stderr for word in words)


def test_a_learner_who_has_written_all_experiments_with_their_own_code(
    learner: Learner,
):
    learner.solve(*(exercise.module for exercise in EXERCISES.values()))
    learner.edit("compiled", "tf.reduce_mean(losses)", "0 * tf.reduce_mean(losses)")
    result = learner.program("echolab.experiments", "stride", "--networks", "1")
    said = " ".join(result.stdout.split())
    assert "the median loss of the last epoch is 0.000." in said
    assert "With other strides, it is between 0.00 and" in said
    assert (learner.folder / "experiments" / "stride.svg").exists()


def test_where_nobody_learned_there_is_no_spike_to_measure(tmp_path):
    args = "echolab.experiments", "spikes", "--networks", "1"
    result = run_script(PROGRAM, *args, folder=tmp_path, status=1)
    said = "spikes: no network learned: train more with --networks N"
    assert result.stdout.splitlines()[-1] == said
    assert result.stderr == ""


def test_ctrl_c_ends_with_130(copy: Path):
    with subprocess.Popen(
        [sys.executable, "solutions", "experiments", "seeds", "--save", "stopped"],
        cwd=copy,
        env={**os.environ, "PYTHONUNBUFFERED": "1"},
        stdout=subprocess.PIPE,
        encoding="utf-8",
    ) as program:
        assert program.stdout.readline() == "seeds: training 100 networks\n"
        program.send_signal(signal.SIGINT)
        assert program.stdout.read() == "Stopped.\n"
    assert program.returncode == 130
    assert not (copy / "stopped").exists()
