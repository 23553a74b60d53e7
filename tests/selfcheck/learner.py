"""A learner who works in a copy of the repository."""

import os
import shutil
import subprocess
import sys
from dataclasses import dataclass
from pathlib import Path

from scripts import PROGRAM, run_script

from dojo.execution.known import known_tests
from dojo.execution.messages import Job
from dojo.exercises import EXERCISES, PRISTINE, REFERENCE

ENDS = 300  # seconds: a run of the whole spec takes a tenth of it
BUSY = "while True: pass"
"""A loop that ends at a limit; each test that has one keeps a core from the others."""
IDLE = "while True: __import__('time').sleep(1)"
"""A loop that ends as late, and keeps no core busy."""


def number_of_tests(*exercises: int) -> int:
    """Return how many tests these exercises have, or all."""
    files = (EXERCISES[n].spec_file for n in exercises or EXERCISES)
    jobs = (Job(file, PRISTINE.parent) for file in files)
    return sum(len(known_tests(job, preloaded=False).tests) for job in jobs)


def all_pass(exercise: int) -> str:
    """Return what the report says of an exercise that is done."""
    return f"all {number_of_tests(exercise)} tests pass"


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

    def program(self, *args: str, status: int = 0) -> subprocess.CompletedProcess[str]:
        """Run `python -m` where TensorFlow is loaded; it must end with this status."""
        own = {"folder": self.folder, "tree": self.folder}
        return run_script(PROGRAM, *args, **own, status=status)

    def dojo(self, *args: str, typed: str = "") -> subprocess.CompletedProcess[str]:
        """Run one of the dojo's commands."""
        return self.run("-m", "dojo", *args, typed=typed)
