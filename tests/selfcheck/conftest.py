"""Run commands in a copy of the repository: the learner's files do not matter here."""

import os
import shutil
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pytest
from dojo.stubs import write_stubs
from dojo.tasks import ROOT

ENDS = 300  # seconds: a run of the whole spec takes a tenth of it


@pytest.fixture(scope="session")
def copy(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A copy of the repository whose learner has not begun."""
    folder = tmp_path_factory.mktemp("kata")
    for name in ("echornn", "solutions", "tests"):
        shutil.copytree(
            ROOT / name, folder / name, ignore=shutil.ignore_patterns("__pycache__")
        )
    shutil.copy(ROOT / "pyproject.toml", folder)
    list(write_stubs(folder / "echornn"))
    return folder


@pytest.fixture(scope="session")
def run(copy: Path) -> Callable[..., subprocess.CompletedProcess[str]]:
    """Run a command of Python's in the copy."""

    def run(*args: str, **env: str) -> subprocess.CompletedProcess[str]:
        return subprocess.run(
            [sys.executable, *args],
            cwd=copy,
            env={**os.environ, **env},
            capture_output=True,
            text=True,
            timeout=ENDS,
        )

    return run
