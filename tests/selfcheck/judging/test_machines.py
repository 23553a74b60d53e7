"""Whatever the machine is like: no fork, no home, nothing to write into, no window."""

import os
import re
import shutil
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from pathlib import Path
from time import monotonic, sleep

import pytest
from learner import IDLE, Learner, all_pass, number_of_tests
from PIL import Image

from dojo.execution.judge import run_spec
from dojo.execution.messages import Job
from dojo.exercises import EXERCISES
from dojo.stubs import write_solved

pytestmark = pytest.mark.timeout(300)

SHORT = "--num-epochs", "1", "--total-series-length", "315", "--seed", "1"
LITTER = """
import os, tempfile

def rnn_step(*_):
    tempfile.mkdtemp()
    tf.function(lambda x: x + 1 if x > 0 else x)(tf.constant(1))
    os.abort()
"""
IS_ROOT = hasattr(os, "geteuid") and os.geteuid() == 0
POWERLESS = ["setpriv", "--bounding-set=-dac_override"] if IS_ROOT else []
needs_modes = pytest.mark.skipif(
    sys.platform == "win32" or (IS_ROOT and shutil.which("setpriv") is None),
    reason="nothing here can be kept from writing",
)


def test_the_spec_passes_without_fork(run):
    """Exercises 1 to 4; the others start their processes in the same way."""
    files = [f"tests/{EXERCISES[number].spec_file.name}" for number in (1, 2, 3, 4)]
    plugin = "-p", "spawn_only", "-o", "pythonpath=solutions"
    result = run("-m", "pytest", *plugin, *files, PYTHONPATH="tests/selfcheck")
    assert result.returncode == 0, result.stdout
    assert all_pass(4) in result.stdout


@pytest.mark.parametrize("number", [10, 40], ids=["named", "without a name"])
@pytest.mark.skipif(sys.platform == "win32", reason="there are no signals")
def test_a_process_that_is_killed_is_said_whatever_the_signal(tmp_path, number):
    write_solved(tmp_path / "echornn")
    code = f"import os\nos.kill(os.getpid(), {number})\n"
    (tmp_path / "echornn" / "data.py").write_text(code, encoding="utf-8")
    outcome, *_ = run_spec(Job(EXERCISES[1].spec_file, tmp_path), within=60)
    assert re.search(
        r"crashed the interpreter \((SIGUSR1|signal 40)\)", outcome.message
    )


@pytest.fixture
def temporary() -> Iterator[Path]:
    """A temporary folder with a short path: a socket's may have 107 letters."""
    with tempfile.TemporaryDirectory() as folder:
        yield Path(folder)


def test_nothing_is_left_in_the_temporary_folder(learner, temporary):
    """Neither by TensorFlow, nor by the learner, nor where a process was killed."""
    learner.solve("data", "batching", "cell")
    source = learner.module("cell").read_text(encoding="utf-8")
    learner.module("cell").write_text(source + LITTER, encoding="utf-8")
    result = learner.run("-m", "pytest", "--all", TMPDIR=str(temporary))
    assert "SIGABRT" in result.stdout
    assert list(temporary.iterdir()) == []


def test_nothing_is_left_behind_by_a_run_that_is_killed(learner, temporary):
    learner.solve("data")
    learner.edit("data", "echoed[:echo_step] = 0", IDLE)
    with subprocess.Popen(
        [sys.executable, "-m", "pytest"],
        cwd=learner.folder,
        env={**os.environ, "TMPDIR": str(temporary)},
        stdout=subprocess.DEVNULL,
    ) as run:
        since = monotonic()
        while not list(temporary.iterdir()) and monotonic() - since < 30:
            sleep(0.1)
        sleep(1)
        run.kill()
    since = monotonic()
    while list(temporary.iterdir()) and monotonic() - since < 10:
        sleep(0.1)
    assert list(temporary.iterdir()) == []


@pytest.mark.parametrize("backend", ["nonsense", "module://nowhere", "TkAgg"])
def test_a_backend_that_cannot_be_loaded_is_one_line(run, copy, backend, monkeypatch):
    for display in ("DISPLAY", "WAYLAND_DISPLAY"):
        monkeypatch.delenv(display, raising=False)
    picture = copy / "echo.png"
    picture.unlink(missing_ok=True)
    result = run("solutions", *SHORT, MPLBACKEND=backend)
    assert result.returncode == 0, result.stderr
    assert result.stdout.startswith(f"MPLBACKEND={backend} cannot be loaded")
    assert result.stderr == ""
    assert Image.open(picture).format == "PNG"


def test_no_backend_keeps_a_right_picture_from_passing(run):
    file = f"tests/{EXERCISES[6].spec_file.name}"
    options = "-o", "pythonpath=solutions", file
    result = run("-m", "pytest", *options, MPLBACKEND="nonsense")
    assert result.returncode == 0, result.stdout


@pytest.fixture
def read_only(learner: Learner) -> Iterator[Learner]:
    """A checkout in which nothing can be written."""
    learner.module("cell").write_text("# mine\n", encoding="utf-8")
    paths = [learner.folder, *learner.folder.rglob("*")]
    modes = [path.stat().st_mode for path in paths]
    for path, mode in zip(paths, modes, strict=True):
        path.chmod(mode & 0o555)
    yield learner
    for path, mode in zip(paths, modes, strict=True):
        path.chmod(mode)


def powerless(learner: Learner, *args: str) -> subprocess.CompletedProcess[str]:
    """Run a command by somebody who is bound by a file's mode, as root is not."""
    return subprocess.run(
        [*POWERLESS, sys.executable, *args],
        cwd=learner.folder,
        env={**os.environ, "PYTHONPATH": "tests"},
        stdin=subprocess.DEVNULL,
        capture_output=True,
        encoding="utf-8",
        timeout=120,
    )


@needs_modes
def test_a_checkout_that_cannot_be_written_serves_all_the_same(read_only):
    result = powerless(read_only, "-m", "pytest", "tests/test_1_data.py")
    assert f"{number_of_tests(1)} not started" in result.stdout, result.stderr
    assert result.returncode == 1
    hint = powerless(read_only, "-m", "dojo", "hint", "1.1").stdout
    assert ".dojo/hints.json cannot be written" in hint
    assert "Hint 1 of" in hint
    reset = powerless(read_only, "-m", "dojo", "reset", "cell")
    assert reset.returncode == 2
    assert reset.stderr == "echornn/cell.py cannot be written\n"
    results = powerless(read_only, "-m", "pytest", "--results", "results.json")
    assert results.returncode == 4
    assert "results.json" in results.stderr
    assert "Traceback" not in results.stderr + results.stdout


@needs_modes
def test_the_program_finds_a_place_for_its_picture(read_only):
    result = powerless(read_only, "solutions", *SHORT, "--no-show")
    assert result.returncode == 0, result.stderr
    picture = Path(re.search(r"Picture: (.*)", result.stdout)[1])
    assert Image.open(picture).format == "PNG"
    picture.unlink()
    picture.parent.rmdir()
    result = powerless(read_only, "solutions", *SHORT, "--save", "echo.png")
    assert result.returncode == 2
    assert result.stderr.count("\n") == 1
    result = powerless(read_only, "solutions", "experiments", "spikes")
    assert result.returncode == 2
    assert result.stderr.count("\n") == 1


@pytest.mark.parametrize(
    ("exercise", "env"),
    [
        (3, {"HOME": "/nonexistent", "MPLCONFIGDIR": ""}),  # TensorFlow would miss it
        (1, {"NO_COLOR": "1"}),
        (1, {"TERM": "dumb"}),
        (1, {"PATH": ""}),
    ],
    ids=["no home", "no color", "dumb terminal", "no git"],
)
def test_what_an_environment_lacks_is_not_missed(learner, exercise, env):
    learner.solve("data", "batching", "cell")
    file = f"tests/{EXERCISES[exercise].spec_file.name}"
    result = learner.run("-m", "pytest", file, **env)
    assert result.returncode == 0, result.stdout
    assert re.search(r"all \d+ tests pass", result.stdout)
    assert "\x1b" not in result.stdout
    assert result.stderr == ""
