"""Measure the time from a save to the verdict, in watch mode and in pytest-watcher.

The measurement uses a copy of the project. For each exercise, one program and then the
other watches the files in a terminal, while wrong code and right code are saved in
turn. With pytest-watcher, pytest runs the same tests in the fastest way: in its own
process and without the report. `tox -e bench-verdict` prints a table and saves the
figures.
"""

import json
import os
import re
import shutil
import statistics
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from itertools import count
from pathlib import Path
from tempfile import TemporaryDirectory
from time import perf_counter, sleep
from typing import NamedTuple

import pexpect
from rich.console import Console
from rich.table import Table

sys.path.insert(0, str(Path(__file__).parents[1]))
from dojo.exercises import EXERCISES

ROOT = Path(__file__).parents[1]
RESULTS = ROOT / "benchmarks" / "results" / "verdict.json"
BIN = Path(sys.executable).parent
ROUNDS = 5
QUIET = 0.7  # seconds before a save, in which nothing else happens
PATIENCE = 120.0

MODULES = {number: exercise.module for number, exercise in EXERCISES.items()}
WRONG = {
    "data": ("echoed[:echo_step] = 0", "pass"),
    "batching": ("start = batch_idx * truncated_backprop_length", "start = batch_idx"),
    "cell": ("return tf.tanh(", "return tf.atan("),
    "loss": ("tf.reduce_mean(losses)", "tf.reduce_sum(losses)"),
    "trainer": ("initial_accumulator_value=0.1", "initial_accumulator_value=0.0"),
    "plotting": ("echoes, 0.5", "echoes, 0.4"),
    "compiled": ("[0, batch_idx * time]", "[0, batch_idx]"),
}
"""For each module, a piece of its solution and a wrong replacement."""


class Watcher(NamedTuple):
    """A program that reruns the tests, and patterns for what it prints."""

    name: str
    command: str
    env: dict[str, str]
    wrong: str
    right: str
    idle: str
    """The pattern of its last line of output."""


def watchers(exercise: int, module: str) -> Iterator[Watcher]:
    """Iterate over the two programs for one exercise."""
    tests = f"tests/test_{exercise}_{module}.py"
    yield Watcher(
        name="watch",
        command=f"{sys.executable} -m dojo watch",
        env={},
        wrong=r"wrong\S*: test_",
        right=rf"{module} [^\n]*all \d+ tests pass",
        idle="checked in",
    )
    yield Watcher(
        name="pytest-watcher",
        command=f"{BIN / 'ptw'} --runner {BIN / 'pytest'} --now --delay 0 . {tests}"
        " --in-process -q",
        env={},
        wrong=r"\d+ failed",
        right=r"\d+ passed\S* in",
        idle="Press w to show menu",
    )


def main() -> None:
    """Measure everything, print the table, and save the figures."""
    seconds = {"tox": list(tox_runs())}
    with TemporaryDirectory() as folder:
        kata = copy_of_the_project(Path(folder))
        for exercise, module in MODULES.items():
            for watcher in watchers(exercise, module):
                print(f"exercise {exercise}, {watcher.name}", flush=True)
                came = saves(kata, module, watcher)
                seconds[f"{exercise} {watcher.name}"] = came
    RESULTS.write_text(json.dumps(seconds, indent=1) + "\n", encoding="utf-8")
    print_table(seconds)


def tox_runs() -> Iterator[dict[str, float]]:
    """Time `tox` on exercise 1: the whole command, and pytest's share of it.

    The first run may create the environment; the table leaves it out.
    """
    command = [shutil.which("tox") or "tox", "-q", "--", "tests/test_1_data.py"]
    for _ in range(1 + ROUNDS):
        since = perf_counter()
        run = subprocess.run(command, cwd=ROOT, capture_output=True, encoding="utf-8")
        whole = perf_counter() - since
        part = re.search(r"in ([\d.]+)s", run.stdout)
        assert part, run.stdout
        yield {"whole": whole, "pytest": float(part[1])}


def copy_of_the_project(folder: Path) -> Path:
    """Copy the learner's files into a folder, and return it."""
    parts = "dojo", "echolab", "echornn", "tests", "pyproject.toml", "conftest.py"
    for part in parts:
        copy = shutil.copytree if (ROOT / part).is_dir() else shutil.copy
        copy(ROOT / part, folder / part)
    return folder


def solution(module: str) -> Path:
    return ROOT / "solutions" / "echornn" / f"{module}.py"


def saves(kata: Path, module: str, watcher: Watcher) -> dict[str, list[float]]:
    """Return the seconds from each save to its verdict, for right and wrong code."""
    right = solution(module).read_text(encoding="utf-8")
    wrong = right.replace(*WRONG[module])
    assert wrong != right
    path, number = kata / "echornn" / f"{module}.py", count()
    path.write_text(wrong, encoding="utf-8")
    seconds: dict[str, list[float]] = {"wrong": [], "right": []}
    with terminal(kata, watcher) as screen:
        screen.expect(watcher.wrong)
        for _ in range(ROUNDS):
            for text, verdict in ((right, "right"), (wrong, "wrong")):
                wait_for_quiet(screen, watcher)
                since = perf_counter()
                path.write_text(f"{text}# {next(number)}\n", encoding="utf-8")
                screen.expect(getattr(watcher, verdict))
                seconds[verdict].append(perf_counter() - since)
    path.write_text(right, encoding="utf-8")
    return seconds


@contextmanager
def terminal(kata: Path, watcher: Watcher) -> Iterator[pexpect.spawn]:
    """Run a program in a terminal, and stop it at the end."""
    env = {**os.environ, **watcher.env, "TERM": "xterm"}
    screen = pexpect.spawn(
        watcher.command, cwd=kata, env=env, timeout=PATIENCE, dimensions=(50, 120)
    )
    screen.delaybeforesend = None
    try:
        yield screen
    finally:
        screen.sendintr()
        screen.close(force=True)


def wait_for_quiet(screen: pexpect.spawn, watcher: Watcher) -> None:
    """Wait until the program has finished its output, and discard the output."""
    screen.expect(watcher.idle)
    sleep(QUIET)
    screen.expect([pexpect.TIMEOUT, r".+"], timeout=0.1)


def print_table(seconds: dict) -> None:
    """Print medians and ranges, and the ratio of pytest-watcher's time to ours."""
    title = "seconds from a save to the verdict: median (minimum to maximum)"
    table = Table(box=None, title=title)
    for heading in ("exercise", "verdict", "watch", "pytest-watcher", "ratio"):
        table.add_column(heading)
    for exercise in MODULES:
        for verdict in ("wrong", "right"):
            mine = seconds[f"{exercise} watch"][verdict]
            theirs = seconds[f"{exercise} pytest-watcher"][verdict]
            ratio = statistics.median(theirs) / statistics.median(mine)
            shown = shown_seconds(mine), shown_seconds(theirs), f"{ratio:.1f}"
            table.add_row(f"{exercise}", verdict, *shown)
    console = Console(highlight=False, width=100)
    console.print(table)
    for part in ("whole", "pytest"):
        runs = [run[part] for run in seconds["tox"][1:]]
        console.print(f"tox on exercise 1, {part}: {shown_seconds(runs)} s")


def shown_seconds(runs: list[float]) -> str:
    return f"{statistics.median(runs):.2f} ({min(runs):.2f} to {max(runs):.2f})"


if __name__ == "__main__":
    main()
