"""The pages: every command in them runs, and both READMEs say the same."""

import os
import re
import shutil
import subprocess
import sys
from collections import Counter
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from functools import cache
from importlib.metadata import version
from pathlib import Path
from typing import NamedTuple

import pytest

from dojo.exercises import ROOT
from dojo.stubs import write_solved, write_stubs

pytestmark = pytest.mark.timeout(900)

PAGES = {
    name: (ROOT / name).read_text(encoding="utf-8")
    for name in (
        "README.md",
        "README.zh.md",
        "CONTRIBUTING.md",
        "docs/classroom.md",
        "docs/dojo.md",
        "docs/further.md",
        "docs/map.md",
        "docs/speed.md",
    )
}
ENGLISH, CHINESE = PAGES["README.md"], PAGES["README.zh.md"]
HERE = Path(sys.prefix, "lib")
RUNS = re.compile(r"(tox|pytest|python|pipx|uv|cp|bash)\b")


def commands(text: str) -> Iterator[str]:
    """Iterate over the commands that a text asks its reader to type."""
    blocks = re.compile(r"^( *)```([^\n]*)\n(.*?)^ *```\n", re.MULTILINE | re.DOTALL)
    for _, language, block in blocks.findall(text):
        if language == "sh":
            yield block.strip()
    for code in re.findall(r"`([^`]+)`", blocks.sub("", text)):
        if RUNS.match(code) and code not in ("tox.ini", "python", "uv"):
            yield code


class Run(NamedTuple):
    """How a command is run, and what it prints."""

    words: str
    more: str = ""
    """Arguments that make it shorter."""
    status: int = 0


SHORT = "--num-epochs 1 --total-series-length 1500"
ONE = "-k 'exercise and 7' benchmarks/test_training.py"
NEXT = "Next: task 1.1: echo, in echornn/data.py, line"
RIGHT = "of the bits right"
BEGINNER = {
    "python3 -m venv .venv && . .venv/bin/activate && "
    "python -m pip install tox tox-uv && tox": Run(NEXT, status=1),
    "tox": Run(NEXT, status=1),
    "tox -m room --notest": Run("congratulations"),
    "tox -- --all --results results.json": Run("not started", status=1),
    "tox -e solutions": Run("passed", "tests/test_2_batching.py"),
    "tox -e dojo -- hint 3.2": Run("Hint 1 of"),
    "tox -e dojo -- diff cell": Run("raise NotImplementedError", "--yes"),
    "tox -e dojo -- reset cell": Run("echornn/cell.py"),
    "tox -e dojo -- status": Run("not started", status=1),
    "tox -e dojo -- stubs": Run("echornn/cell.py"),
    "tox -e docs": Run("docs: OK"),
    "tox list": Run("bench-peers"),
    "cp solutions/echornn/batching.py echornn/": Run(""),
}
FINISHED = {
    "tox -e demo": Run(RIGHT, SHORT),
    "tox -e demo -- --help": Run("--echo-step"),
    "tox -e demo-solutions -- --num-epochs 3 --seed 1 --save echo.gif": Run(
        "echo.gif", SHORT
    ),
    "tox -e experiments -- spikes": Run("Measured", "--networks 2"),
    "tox -e bench-solutions": Run("1 passed", ONE),
}
WITHOUT_TOX = {
    "python -m pip install -U pip && python -m pip install --group test && pytest": Run(
        NEXT, status=1
    ),
    "pytest": Run(NEXT, status=1),
    "pytest tests/test_3_cell.py": Run("task 3.1", status=1),
    "pytest -k rnn_step": Run("task 3.2", status=1),
    "pytest -o pythonpath=solutions": Run("passed", "tests/test_1_data.py"),
}
WITH_UV = {
    "uv tool install --python 3.13 --with tox-uv tox && "
    'export PATH="$(uv tool dir --bin):$PATH" && tox': Run(NEXT, status=1),
    "uv run --group test pytest": Run(NEXT, status=1),
}
WITH_PIPX = {
    "pipx install tox && pipx inject tox tox-uv && "
    'export PATH="$HOME/.local/bin:$PATH" && tox': Run(NEXT, status=1),
}
PEOPLE = BEGINNER, FINISHED, WITHOUT_TOX, WITH_UV, WITH_PIPX
RUN = {command: run for typed in PEOPLE for command, run in typed.items()}
ELSEWHERE = {
    "bash .ci/run": "what it runs is typed here",
    "python -m echornn --compiled --no-show --num-epochs 10 --state-size 8 "
    "--echo-step 7": "test_further",
    "python -m echornn --no-show --num-epochs 3": "test_further",
    "python -m pip install --group grade --group dask\n"
    "PYTHONPATH=. dask scheduler --port 8786\n"
    "PYTHONPATH=. dask worker tcp://scheduler:8786 --nthreads 2": "test_cluster",
    "pytest tests/selfcheck -k rolls_left": "test_galleries, one of many",
    "pytest --all": "test_report",
    "tox -- --all": "above, with `--results`",
    "tox -e bench": "above, with the solutions",
    "tox -e bench-classroom": "it measures the machine",
    "tox -e bench-memory": "it measures the machine",
    "tox -e bench-peers": "it measures the machine",
    "tox -e bench-report": "test_benchmarks",
    "tox -e bench-verdict": "it measures the machine",
    "tox -e demo -- --compiled": "test_further, without tox",
    "tox -e demo -- --num-epochs 2": "test_program, without tox",
    "tox -e demo-solutions -- --num-epochs 2": "above, with more arguments",
    "tox -e dojo -- behaviours 3.2": "test_diagnosis records the same",
    "tox -e dojo -- missing": "test_new_exercise",
    "tox -e dojo -- mistakes 3.2": "test_galleries judges the same",
    "tox -e dojo -- mistakes 3.2 --messages": "the same, with the messages",
    "tox -e dojo -- new 8 gates": "test_new_exercise",
    "tox -e experiments-solutions -- all --save docs/experiments": "test_experiments",
    "tox -e experiments-solutions -- spikes": "test_experiments, without tox",
    "tox -e grade": "test_grade",
    "tox -e grade -- handed_in": "test_grade",
    "tox -e grade -- handed_in --dask tcp://scheduler:8786": "test_cluster",
    "tox -e lint": "typed in CI",
    "tox -e lowest": "typed by hand: it needs Python 3.10",
    "tox -e mutation": "takes minutes",
    "tox -e plugins": "typed in CI",
    "tox -e random-order": "takes minutes",
    "tox -e selfcheck": "this is it",
    "tox -e solutions,lint": "each is typed by itself",
    "tox -e watch": "what it runs is typed in test_watch",
    "tox exec -e bench -- pytest-benchmark compare": "it compares two whole runs",
    "pipx ensurepath": "it would change the shell of whoever runs the tests",
    "uv run": "the beginning of another command",
    "uv cache clean": "it would empty the cache of whoever runs the tests",
    "uv tool update-shell": "it would change the shell of whoever runs the tests",
}


@pytest.fixture(scope="module")
def said(
    tmp_path_factory: pytest.TempPathFactory,
) -> dict[str, subprocess.CompletedProcess[str]]:
    """What comes of every command: the people type two at a time, each in a copy.

    The beginner finishes in the copy that is begun, where all is installed by then.
    """
    begun, with_pip, with_uv, with_pipx = (
        copy_of_the_project(tmp_path_factory.mktemp("readme")) for _ in range(4)
    )
    type_in(with_uv, "python -m pip install uv")
    type_in(with_pipx, "python -m pip install pipx")
    slow = f"tensorflow=={version('tensorflow')}"  # pip would unpack it for 20 s
    type_in(with_uv, f"uv pip install --python {with_pip.parent / 'bare'} {slow}")

    def learn() -> dict[str, subprocess.CompletedProcess[str]]:
        first = type_all(begun, BEGINNER)
        write_solved(begun / "echornn")
        return {**first, **type_all(begun, FINISHED)}

    with ThreadPoolExecutor(2) as pool:
        parts = [
            pool.submit(learn),
            pool.submit(type_all, with_pip, WITHOUT_TOX),
            pool.submit(type_all, with_uv, WITH_UV),
            pool.submit(type_all, with_pipx, WITH_PIPX),
        ]
    return {command: came for part in parts for command, came in part.result().items()}


def copy_of_the_project(folder: Path) -> Path:
    """Copy it, with stubs, beside an environment that has nothing but pip."""
    made = shutil.ignore_patterns(".git", ".tox", ".*cache", ".venv", "__pycache__")
    copy = Path(shutil.copytree(ROOT, folder / "echornn", ignore=made))
    list(write_stubs(copy / "echornn"))
    subprocess.run([sys.executable, "-m", "virtualenv", folder / "bare"], check=True)
    return copy


def type_all(
    folder: Path, runs: dict[str, Run]
) -> dict[str, subprocess.CompletedProcess[str]]:
    """Type one command after the other."""
    came = {}
    for command, run in runs.items():
        if command == "tox -e docs":  # a new environment, in which all is imported
            type_in(folder, f"{command} --notest")
        for library in {*folder.glob(".tox/*/lib"), *folder.parent.glob("bare/lib")}:
            share_bytecode(library)
        came[command] = type_in(folder, command, run.more)
    return came


@cache
def share_bytecode(library: Path) -> None:
    """Save a new environment the seconds in which it would compile what it imports.

    What uv links there is the same as here, to the time of its last change.
    """
    for compiled in bytecode():
        twin = library / compiled
        if twin.parent.parent.is_dir() and not twin.exists():
            twin.parent.mkdir(exist_ok=True)
            twin.symlink_to(HERE / compiled)


@cache
def bytecode() -> list[Path]:
    """Return what is compiled in this environment."""
    return [p.relative_to(HERE) for p in HERE.glob("*/site-packages/**/*.pyc")]


def type_in(
    folder: Path, command: str, more: str = ""
) -> subprocess.CompletedProcess[str]:
    """Run a command as its reader would, in a shell of its own."""
    ours = "TOX", "VIRTUAL_ENV", "PYTHON", "COV"
    env = {name: v for name, v in os.environ.items() if not name.startswith(ours)}
    places = folder / ".venv" / "bin", folder.parent / "bare" / "bin", env["PATH"]
    env["PATH"] = os.pathsep.join(map(str, places))
    cache = Path.home() / ".cache"  # what uv and pip have downloaded before
    env.update(HOME=str(folder.parent), XDG_CACHE_HOME=str(cache))
    env["UV_CACHE_DIR"] = str(cache / "uv")  # tox does not pass the other one on
    env["PIP_NO_COMPILE"] = "0"  # pip's way to say that it is not to compile
    dashes = "--" if "tox" in command and " -- " not in command and more else ""
    here = command.replace("--python 3.13", f"--python {sys.executable}")  # no download
    return subprocess.run(
        ["bash", "-c", f"{here} {dashes} {more}"],
        cwd=folder,
        env=env,
        stdin=subprocess.DEVNULL,
        capture_output=True,
        encoding="utf-8",
    )


def test_every_command_is_run_or_said_to_be_run_elsewhere():
    typed = {command for page in PAGES.values() for command in commands(page)}
    assert typed == {*RUN, *ELSEWHERE}


@pytest.mark.parametrize("command", RUN)
def test_a_command_does_what_is_said(said, command):
    result, run = said[command], RUN[command]
    assert run.words in result.stdout, result.stdout + result.stderr
    assert result.returncode == run.status, result.stdout + result.stderr


def samples(text: str) -> list[list[str]]:
    """Return what is shown of the reports, line by line."""
    blocks = re.findall(r"```text\n(.*?)```", text, re.DOTALL)
    return [
        [line.strip() for line in block.splitlines() if line.strip() not in ("", "...")]
        for block in blocks
    ]


def test_the_report_that_is_shown_is_what_is_printed(learner):
    (shown,) = samples(ENGLISH)
    stub = 'raise NotImplementedError("task 1.1: echo")'
    learner.edit("data", stub, "return np.roll(series, echo_step)")
    printed = learner.run("-m", "pytest").stdout
    assert len(shown) >= 9
    assert [line for line in shown if line not in printed] == []


def rows(text: str) -> list[tuple[list[str], Counter[str]]]:
    """Return the code and the numbers in every row of the tables."""
    return [
        (re.findall(r"`[^`]+`", line), Counter(re.findall(r"\d+(?:[.,]\d+)?", line)))
        for line in text.splitlines()
        if line.startswith("| ")
    ]


def test_the_chinese_page_has_the_same_commands_tables_and_reports():
    assert list(commands(CHINESE)) == list(commands(ENGLISH))
    assert samples(CHINESE) == samples(ENGLISH)
    assert rows(CHINESE) == rows(ENGLISH)


def figures(text: str) -> Counter[str]:
    """Count the numbers of a text, all but those in code, links and words (`tf2`)."""
    prose = re.sub(r"```.*?```|`[^`]+`|\]\([^)]*\)", "", text, flags=re.DOTALL)
    return Counter(re.findall(r"(?<![a-zA-Z])\d+(?:[.,]\d+)?", prose))


def test_the_chinese_page_quotes_the_same_figures():
    assert figures(CHINESE) == figures(ENGLISH)


def test_the_front_page_fits_two_screens():
    assert len(ENGLISH.splitlines()) <= 120
    assert len(CHINESE.splitlines()) <= 120
