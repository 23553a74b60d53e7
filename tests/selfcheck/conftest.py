"""Run commands in copies of the repository: the learner's files do not matter here."""

import os
import shutil
import signal
import subprocess
import sys
from collections.abc import Callable
from importlib.util import find_spec
from pathlib import Path

import pytest
from learner import Learner

from dojo.exercises import ROOT
from dojo.stubs import write_stubs

# who starts this in the background has it, and all that it starts, ignore Ctrl-C
signal.signal(signal.SIGINT, signal.default_int_handler)

os.environ["ECHORNN_TOX"] = "tox"  # as if tox had been typed
for _name in [name for name in os.environ if name.startswith("PYTEST_XDIST")]:
    del os.environ[_name]  # a run that a test starts is not a worker's
os.environ.pop("TOX_ENV_DIR", None)  # where all runs would have the same pytest cache
PARTS = (
    "dojo",
    "echolab",
    "echornn",
    "solutions",
    "tests",
    "pyproject.toml",
    "conftest.py",
)


def pytest_configure(config: pytest.Config) -> None:
    """Have TensorFlow compiled once, before several processes do it at once."""
    is_first = not hasattr(config, "workerinput")
    starts_others = config.getoption("numprocesses", default=None)
    if is_first and starts_others and not Path(find_spec("tensorflow").cached).exists():
        loads = [sys.executable, "-m", "dojo.worker.preload_tensorflow"]
        subprocess.run(loads, cwd=ROOT, stderr=subprocess.DEVNULL, check=True)


@pytest.fixture(scope="session")
def copy(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A copy of the repository whose learner has not begun."""
    folder = tmp_path_factory.mktemp("kata")
    ignore = shutil.ignore_patterns("__pycache__")
    for part in PARTS:
        if (ROOT / part).is_dir():
            shutil.copytree(ROOT / part, folder / part, ignore=ignore)
        else:
            shutil.copy(ROOT / part, folder)
    list(write_stubs(folder / "echornn"))
    return folder


@pytest.fixture(scope="session")
def run(copy: Path) -> Callable[..., subprocess.CompletedProcess[str]]:
    """Run a command of Python's in the copy."""
    return Learner(copy).run


@pytest.fixture
def learner(copy: Path, tmp_path: Path) -> Learner:
    """A learner who has not begun, in a copy for this test alone."""
    return Learner(shutil.copytree(copy, tmp_path / "kata"))
