"""Ctrl-C ends the programs in order, whenever and however often it comes."""

import os
import signal
import subprocess
import sys
from contextlib import suppress
from pathlib import Path
from time import sleep

import pytest
from PIL import Image
from scripts import PROGRAM, said, start_script

from dojo.exercises import EXERCISES, REFERENCE

pytestmark = pytest.mark.timeout(300)


def interrupted(
    folder: Path, args: tuple[str, ...], pauses: list[float], tree: Path
) -> tuple[int | None, str, str]:
    """Press Ctrl-C in a training; return exit status, output and errors.

    Args:
        folder: where it runs.
        args: of the program.
        pauses: seconds before the first Ctrl-C, and before each other one.
        tree: the folder that holds the `echornn` to import.
    """
    args = "echolab.demo", "--no-show", *args
    program = start_script(PROGRAM, args, folder, folder, tree)
    while said(folder)[0].count("\n") < 2:
        assert program.is_alive()
        sleep(0.01)
    for pause in pauses:
        sleep(pause)
        with suppress(ProcessLookupError):  # it has ended
            os.kill(program.pid, signal.SIGINT)
    program.join()
    return program.exitcode, *said(folder)


@pytest.mark.parametrize(
    "pauses",
    [[0.0], *([pause] * 8 for pause in (0.0, 0.05, 0.3))],
    ids=["once", "at once", "quickly", "slowly"],
)
@pytest.mark.parametrize("flags", [[], ["--compiled"]], ids=["eager", "compiled"])
@pytest.mark.skipif(sys.platform == "win32", reason="Ctrl-C is sent another way")
def test_ctrl_c_saves_the_picture_however_often_it_comes(tmp_path, pauses, flags):
    """The terminal sends it, and tox does."""
    args = "--save", "many.png", *flags
    status, printed, errors = interrupted(tmp_path, args, pauses, REFERENCE.parent)
    assert status == 130, printed + errors
    assert printed.startswith("New data, epoch 0\n")
    assert "Stopped.\nPicture: many.png\nFinal loss" in printed
    assert "Traceback" not in printed + errors
    assert Image.open(tmp_path / "many.png").format == "PNG"


SWALLOWED = """
import sys
from echolab.runtime import interrupt_once
interrupt_once()

class Native:
    def __init__(self, error):
        self.error = error

    def __del__(self):
        raise self.error

made_of_it = SystemError("returned a result with an exception set")
made_of_it.__cause__ = KeyboardInterrupt()
for error in KeyboardInterrupt(), made_of_it, ValueError("shown"):
    sys.excepthook(type(error), error, None)  # as native code does that prints it
    Native(error)
"""


def test_a_ctrl_c_that_a_library_swallows_is_not_printed(run):
    said = run("-c", SWALLOWED).stderr
    assert "KeyboardInterrupt" not in said
    assert "SystemError" not in said
    assert said.count("ValueError: shown") == 2


SWALLOW = """
import time
windows = batch_windows

def batch_windows(*args):
    for window in windows(*args):
        try:
            time.sleep(0.3)
        except KeyboardInterrupt:
            pass
        yield window
"""


@pytest.mark.skipif(sys.platform == "win32", reason="Ctrl-C is sent another way")
def test_ctrl_c_that_something_swallows_stops_the_training(learner):
    learner.solve(*(exercise.module for exercise in EXERCISES.values()))
    source = learner.module("batching").read_text(encoding="utf-8")
    learner.module("batching").write_text(source + SWALLOW, encoding="utf-8")
    status, printed, _ = interrupted(learner.folder, (), [0.1], learner.folder)
    assert "Stopped.\nPicture: echo.png\nFinal loss" in printed
    assert status == 130


@pytest.mark.parametrize("after", [0.3, 1.0, 2.0])
@pytest.mark.skipif(sys.platform == "win32", reason="Ctrl-C is sent another way")
def test_ctrl_c_before_the_training_is_one_line(copy: Path, after):
    """Python has to be up by then: until that it prints what it likes."""
    script = (
        "import sys; sys.path[:0] = ['solutions']; from echolab.demo import __main__;"
        "print('up', flush=True); sys.exit(__main__.main(['--no-show']))"
    )
    with subprocess.Popen(
        [sys.executable, "-c", script],
        cwd=copy,
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        encoding="utf-8",
    ) as program:
        assert program.stdout.readline() == "up\n"
        sleep(after)
        program.send_signal(signal.SIGINT)
        sleep(0.05)
        program.send_signal(signal.SIGINT)
        rest = program.stdout.read()
    assert program.returncode == 130, rest
    assert "Stopped.\n" in rest
    assert "Traceback" not in rest
