"""Broken submissions end by themselves, are blamed, and take nobody else down."""

import shutil
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest
from dojo.child import Job
from dojo.outcome import Outcome
from dojo.runner import run_spec
from dojo.stubs import write_solved
from dojo.tasks import MODULES, REFERENCE, spec_file
from submissions import AT_IMPORT, IN_A_TASK, Broken

pytestmark = pytest.mark.timeout(300)

EXERCISES = {module: exercise for exercise, module in MODULES.items()}


@pytest.fixture(scope="module")
def outcomes(copy: Path) -> dict[str, list[Outcome]]:
    """How the broken exercise goes, for every submission."""

    def judge(broken: Broken) -> list[Outcome]:
        tree = copy / "submissions" / broken.name.replace(" ", "_")
        write_solved(tree / "echornn")
        broken_file(tree, broken).write_text(broken_source(broken), encoding="utf-8")
        spec = spec_file(EXERCISES[broken.module])
        return list(run_spec(Job(spec, tree), within=60))

    submissions = [*AT_IMPORT, *IN_A_TASK]
    with ThreadPoolExecutor(4) as pool:  # most of them wait for their end
        judged = pool.map(judge, submissions)
        return {s.name: came for s, came in zip(submissions, judged, strict=True)}


def broken_file(tree: Path, broken: Broken) -> Path:
    return tree / "echornn" / f"{broken.module}.py"


def broken_source(broken: Broken) -> str:
    solution = (REFERENCE / f"{broken.module}.py").read_text(encoding="utf-8")
    return f"{solution}\n\n{broken.code}\n"


def named(broken: Broken, message: str) -> bool:
    """Tell whether a message says what happened, and in which line."""
    numbered = enumerate(broken_source(broken).splitlines(), start=1)
    lines = [number for number, line in numbered if broken.points_at in line]
    line = f"{broken.module}.py, line {lines[-1]}" if broken.points_at else ""
    return broken.says in message and line in message


def by_name(broken: Broken) -> str:
    return broken.name


@pytest.mark.parametrize("broken", AT_IMPORT, ids=by_name)
def test_a_module_that_cannot_be_imported_is_blamed_by_file_and_line(broken, outcomes):
    (outcome,) = outcomes[broken.name]
    assert outcome.state == "broken"
    assert outcome.exercise == EXERCISES[broken.module]
    assert named(broken, outcome.message), outcome.message


@pytest.mark.parametrize("broken", IN_A_TASK, ids=by_name)
def test_a_task_that_misbehaves_is_blamed_and_the_others_are_judged(broken, outcomes):
    came = outcomes[broken.name]
    red = [outcome for outcome in came if outcome.state != "passed"]
    assert len({outcome.task for outcome in red}) == 1
    assert len({outcome.task for outcome in came}) == 3
    assert named(broken, red[0].details), red[0].details


def test_a_process_that_leaves_with_status_0_does_not_come_out_green(run, copy):
    """The learner's own run, from the command line to its exit status."""
    shutil.copytree(copy, copy.parent / "left", dirs_exist_ok=True)
    broken = next(b for b in AT_IMPORT if b.name == "os._exit at import")
    folder = copy.parent / "left"
    for module in ("data", "batching"):
        shutil.copy(REFERENCE / f"{module}.py", folder / "echornn")
    broken_file(folder, broken).write_text(broken_source(broken), encoding="utf-8")
    result = run("-m", "pytest", "--all", f"--rootdir={folder}", str(folder / "tests"))
    assert result.returncode == 1
