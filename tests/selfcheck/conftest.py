"""Run commands in copies of the repository: the learner's files do not matter here."""

import os
import shutil
import signal
import subprocess
import sys
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

import pytest
from dojo.stubs import write_stubs
from dojo.tasks import REFERENCE, ROOT

# who starts this in the background has it, and all that it starts, ignore Ctrl-C
signal.signal(signal.SIGINT, signal.default_int_handler)

os.environ["ECHORNN_TOX"] = "tox"  # as if tox had been typed
ENDS = 300  # seconds: a run of the whole spec takes a tenth of it
PARTS = "echornn", "solutions", "tests", "pyproject.toml", "conftest.py"


@dataclass(frozen=True)
class Learner:
    """A copy of the repository that somebody works in."""

    folder: Path

    def module(self, name: str) -> Path:
        return self.folder / "echornn" / f"{name}.py"

    def solve(self, *modules: str) -> None:
        """Solve exercises as the reference does."""
        for module in modules:
            shutil.copy(REFERENCE / f"{module}.py", self.module(module))

    def edit(self, module: str, old: str, new: str) -> None:
        """Replace a piece of a module that is there exactly once."""
        text = self.module(module).read_text(encoding="utf-8")
        assert text.count(old) == 1
        self.module(module).write_text(text.replace(old, new), encoding="utf-8")

    def run(
        self, *args: str, typed: str = "", **env: str
    ) -> subprocess.CompletedProcess[str]:
        """Run a command of Python's, to its end."""
        return subprocess.run(
            [sys.executable, *args],
            cwd=self.folder,
            env={**os.environ, **env},
            input=typed,
            capture_output=True,
            encoding="utf-8",
            errors="backslashreplace",
            timeout=ENDS,
        )

    def dojo(self, *args: str, typed: str = "") -> subprocess.CompletedProcess[str]:
        """Run one of the dojo's commands."""
        return self.run("-m", "dojo", *args, typed=typed, PYTHONPATH="tests")


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
