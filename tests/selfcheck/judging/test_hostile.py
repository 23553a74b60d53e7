"""Submissions that mean harm: bounded in time, red, and without effect on anything."""

import hashlib
import os
import platform
import py_compile
import sys
from collections.abc import Callable, Iterator
from pathlib import Path
from time import monotonic

import hostile
import pytest
from learner import number_of_tests

from dojo.confinement import landlock, seccomp
from dojo.execution import budget, process
from dojo.execution.judge import Worker
from dojo.execution.messages import Job
from dojo.exercises import EXERCISES, ROOT
from dojo.reporting.outcome import Outcome
from dojo.stubs import write_solved

pytestmark = pytest.mark.timeout(60)

DATA, BATCHING = EXERCISES[1], EXERCISES[2]
TESTS = number_of_tests(2)
"""Of exercise 2."""
HEAD = f"""
import ctypes, os
libc, x86 = ctypes.CDLL(None, use_errno=True), {platform.machine() == "x86_64"}
"""


@pytest.fixture(autouse=True)
def hurry(monkeypatch) -> None:
    monkeypatch.setattr(process, "IMPORT_LIMIT", 4.0)
    monkeypatch.setattr(process, "GRACE", 1.0)
    monkeypatch.setattr(budget, "EXERCISE", 8.0)


@pytest.fixture(autouse=True)
def home(tmp_path, monkeypatch) -> Path:
    """A home folder with a secret."""
    home = tmp_path / "home"
    home.mkdir()
    (home / "secret").write_text("a secret", encoding="utf-8")
    monkeypatch.setenv("HOME", str(home))
    return home


@pytest.fixture(autouse=True)
def unharmed(home) -> Iterator[None]:
    """Nothing outside of the submission is another one afterwards."""
    before = digest()
    yield
    assert digest() == before


def digest() -> str:
    """Return a digest of what a submission could want to change."""
    paths = [*ROOT.glob("*"), *(ROOT / "tests").glob("*"), *Path(sys.prefix).glob("*")]
    paths += Path(os.__file__).parent.glob("*.pth")
    texts = [path.read_bytes() for path in sorted(paths) if path.is_file()]
    return hashlib.sha256(repr((sorted(map(str, paths)), texts)).encode()).hexdigest()


@pytest.fixture
def judge(tmp_path, home) -> Callable[[str], list[Outcome]]:
    """Judge exercise 2 with this code at the end of its module, within 20 seconds."""

    def judge(code: str) -> list[Outcome]:
        write_solved(tmp_path / "echornn")
        module = tmp_path / "echornn" / "batching.py"
        source = module.read_text(encoding="utf-8")
        code = code.format(project=ROOT, home=home)
        module.write_text(f"{source}\n\n{code}\n", encoding="utf-8")
        since = monotonic()
        outcomes = verdict(tmp_path, BATCHING)
        assert monotonic() - since < 20
        return outcomes

    return judge


def verdict(tree: Path, exercise) -> list[Outcome]:
    worker = Worker(Job(exercise.spec_file, tree))
    try:
        return list(worker.judge())
    finally:
        worker.stop()


def states(outcomes: list[Outcome]) -> set[str]:
    assert len({outcome.nodeid for outcome in outcomes}) == len(outcomes)
    return {outcome.state for outcome in outcomes}


@pytest.mark.parametrize("code", hostile.AT_IMPORT.values(), ids=hostile.AT_IMPORT)
def test_a_hostile_import_has_no_test_pass_and_changes_nothing(judge, tmp_path, code):
    outcomes = judge(code)
    assert len(outcomes) == TESTS
    assert states(outcomes) == {"broken"}
    assert outcomes[0].message
    assert states(verdict(tmp_path, DATA)) == {"passed"}


@pytest.mark.skipif(
    landlock.version() < 6 or not seccomp.is_there(), reason="the kernel cannot do it"
)
@pytest.mark.parametrize(
    "code", hostile.BELOW_PYTHON.values(), ids=hostile.BELOW_PYTHON
)
def test_the_kernel_holds_where_python_is_got_round(judge, code):
    assert states(judge(HEAD + code)) == {"passed"}


@pytest.mark.parametrize("code", hostile.IN_A_TASK.values(), ids=hostile.IN_A_TASK)
def test_a_hostile_task_is_red_and_the_run_ends(judge, code):
    outcomes = judge(code)
    assert len(outcomes) == TESTS
    of_task = [outcome for outcome in outcomes if outcome.task == "2.1"]
    assert "passed" not in states(of_task)


@pytest.mark.parametrize("module", ["__init__", "batching"])
def test_bytecode_that_was_handed_in_is_not_run(tmp_path, module):
    """It says that it goes with whatever source stands beside it."""
    write_solved(tmp_path / "echornn")
    source = tmp_path / "echornn" / f"{module}.py"
    honest = source.read_text(encoding="utf-8")
    unchecked = py_compile.PycInvalidationMode.UNCHECKED_HASH
    source.write_text("raise SystemExit", encoding="utf-8")
    py_compile.compile(str(source), invalidation_mode=unchecked)
    source.write_text(honest, encoding="utf-8")
    assert states(verdict(tmp_path, BATCHING)) == {"passed"}


def test_what_is_set_in_the_environment_is_not_carried_over(judge, tmp_path):
    before = dict(os.environ)
    judge("import os; os.environ.update(PYTEST_ADDOPTS='--version', PYTHONPATH='/')")
    assert dict(os.environ) == before
    assert states(verdict(tmp_path, DATA)) == {"passed"}


def test_what_moves_a_terminals_cursor_is_shown_as_text(judge):
    text = "\\x1b[2J all pass \\r\\x07"
    outcomes = judge(f"def num_batches(s): print('{text}'); raise ValueError('{text}')")
    shown = [o.details + o.output for o in outcomes if o.task == "2.1"]
    assert shown
    for part in shown:
        assert r"\x1b[2J all pass \r\x07" in part
        assert not any(c in part for c in "\x1b\r\x07")
