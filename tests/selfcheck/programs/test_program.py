"""`python -m echornn`, as a person runs it."""

import re
from pathlib import Path

import pytest
from learner import Learner
from PIL import Image
from scripts import PROGRAM, run_script

from dojo.exercises import EXERCISES

pytestmark = pytest.mark.timeout(120)

SHORT = "--num-epochs", "2", "--total-series-length", "1515", "--seed", "1"
"""303 columns: 20 windows an epoch."""


def test_on_stubs_it_names_the_first_task(run):
    result = run("-m", "echornn")
    assert result.returncode == 1
    assert result.stdout == (
        "task 1.1: echo is not written yet: run `tox` to see what it must do\n"
    )
    assert result.stderr == ""


@pytest.mark.parametrize(
    ("flags", "words"),
    [
        (["--batch-size", "7"], ["batch_size", "7", "50000"]),
        (["--num-epochs", "0"], ["num_epochs", "0"]),
        (["--learning-rate", "nan"], ["learning_rate", "nan"]),
        (["--truncated-backprop-length", "10001"], ["10001", "10000"]),
        (["--state-size", "four"], ["--state-size", "four"]),
        (["--save", "echo.jpg"], ["echo.jpg", ".png", ".gif"]),
        (["--save", "nowhere/echo.png"], ["nowhere/echo.png"]),
        (["--seed", "-1"], ["--seed", "-1"]),
        (["--no-such-flag"], ["--no-such-flag"]),
    ],
)
def test_bad_flags_are_one_line_and_status_2(run, flags, words):
    result = run("solutions", *flags)
    assert result.returncode == 2
    assert result.stderr.count("\n") == 1
    assert all(word in result.stderr for word in words)


def test_a_run_prints_trains_and_saves(run, copy: Path):
    result = run("solutions", *SHORT, MPLBACKEND="agg")
    assert result.returncode == 0, result.stderr
    assert result.stderr == ""
    lines = result.stdout.splitlines()
    assert lines[0] == "New data, epoch 0"
    assert re.fullmatch(r"Step 0 Loss \d\.\d+", lines[1])
    assert lines[2] == "New data, epoch 1"
    assert lines[4] == "Picture: echo.png"
    assert re.fullmatch(r"Final loss .*[\d.]+ % of the bits right.* s", lines[5])
    assert Image.open(copy / "echo.png").format == "PNG"


def test_a_gif_has_a_frame_for_every_redraw_and_one_for_the_end(tmp_path: Path):
    args = "echolab.demo", *SHORT, "--no-show", "--save", "run.gif"
    run_script(PROGRAM, *args, folder=tmp_path)
    assert Image.open(tmp_path / "run.gif").n_frames == 3


def test_an_error_of_tensorflow_is_not_taken_for_a_stub(learner: Learner):
    learner.solve(*(exercise.module for exercise in EXERCISES.values()))
    learner.edit("compiled", "columns // time", "int(np.asarray(x)[0, 0])")
    result = learner.program("echornn", "--compiled", "--no-show", status=1)
    assert "NotImplementedError: Cannot convert a symbolic tf.Tensor" in result.stderr
    assert "is not written yet" not in result.stdout
