"""Broken submissions end by themselves, are blamed, and take nobody else down."""

import json
import shutil
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest
from learner import Learner, all_pass
from submissions import AT_IMPORT, IN_A_TASK, Broken

from dojo.execution.judge import run_spec
from dojo.execution.messages import Job
from dojo.exercises import EXERCISES, REFERENCE
from dojo.reporting.outcome import Outcome
from dojo.stubs import write_solved

pytestmark = pytest.mark.timeout(300)

BY_MODULE = {exercise.module: exercise for exercise in EXERCISES.values()}
AT_ONCE = "deleted function", "renamed function", "os._exit in a task"
UNAIDED = [
    *(broken for broken in AT_IMPORT if "the reference" not in broken.name),
    *(broken for broken in IN_A_TASK if broken.name in AT_ONCE),
]
"""Those that are quick to judge, and ask for no solutions."""


def make_folder(module: Path) -> None:
    module.unlink()
    module.mkdir()


RESET = "`tox -e dojo -- reset batching` restores the stub"
DAMAGE: dict[str, tuple[Callable[[Path], object], str]] = {
    "deleted": (Path.unlink, f"echornn/batching.py is missing: {RESET}"),
    "a folder": (make_folder, f"echornn/batching.py is a folder: {RESET}"),
    "emptied": (
        lambda module: module.write_bytes(b""),
        "echornn/batching.py has no function `num_batches` (task 2.1",
    ),
    "half a file": (
        lambda module: module.write_bytes(b"import numpy\n\ndef num_batches(:\n"),
        "echornn/batching.py, line 3: SyntaxError",
    ),
    "not text": (
        lambda module: module.write_bytes(b"import numpy\n\nx = '\xe9'\n"),
        "echornn/batching.py, line 3 cannot be read: save the file as UTF-8",
    ),
    "null bytes": (
        lambda module: module.write_bytes(b"import numpy\n\0\n"),
        "echornn/batching.py",
    ),
}
"""What can happen to a file, and what is said about it."""


@pytest.fixture(scope="module")
def outcomes(copy: Path) -> dict[str, list[Outcome]]:
    """How the broken exercise goes, for every submission."""

    def judge(broken: Broken) -> list[Outcome]:
        spec = BY_MODULE[broken.module].spec_file
        return list(run_spec(Job(spec, hand_in(broken, copy)), within=60))

    submissions = [*AT_IMPORT, *IN_A_TASK]
    with ThreadPoolExecutor(4) as pool:  # most of them wait for their end
        judged = pool.map(judge, submissions)
        return {s.name: came for s, came in zip(submissions, judged, strict=True)}


def hand_in(broken: Broken, folder: Path) -> Path:
    """Write the package of a learner whose exercise is broken; return its tree."""
    tree = folder / "submissions" / broken.name.replace(" ", "_")
    write_solved(tree / "echornn")
    broken_file(tree, broken).write_text(broken_source(broken), encoding="utf-8")
    return tree


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
    outcome, *others = outcomes[broken.name]
    assert {o.state for o in (outcome, *others)} == {"broken"}
    assert {o.message for o in others} == {outcome.message}
    assert outcome.exercise == BY_MODULE[broken.module].number
    assert named(broken, outcome.message), outcome.message


@pytest.mark.parametrize("broken", IN_A_TASK, ids=by_name)
def test_a_task_that_misbehaves_is_blamed_and_the_others_are_judged(broken, outcomes):
    came = outcomes[broken.name]
    red = [outcome for outcome in came if outcome.state != "passed"]
    assert len({outcome.task for outcome in red}) == 1
    assert len({outcome.task for outcome in came}) == 3
    assert named(broken, red[0].details), red[0].details


@pytest.fixture(params=[True, False], ids=["with solutions", "without"])
def damaged(request, learner) -> Learner:
    """A learner who has solved two exercises and is about to spoil them."""
    learner.solve("data", "batching")
    if not request.param:
        shutil.rmtree(learner.folder / "solutions")
    return learner


def printed_for(learner: Learner, *exercises: int) -> str:
    """Run the tests of these exercises; return what is printed."""
    specs = [f"tests/{EXERCISES[number].spec_file.name}" for number in exercises]
    result = learner.run("-m", "pytest", *specs)
    assert "Traceback" not in result.stdout + result.stderr
    return result.stdout


@pytest.mark.parametrize(("spoil", "says"), DAMAGE.values(), ids=DAMAGE)
def test_a_damaged_file_is_named_and_the_other_exercise_is_judged(damaged, spoil, says):
    spoil(damaged.module("batching"))
    printed = printed_for(damaged, 1, 2)
    assert all_pass(1) in printed
    assert says in printed


@pytest.mark.parametrize("file", ["__init__", "settings"])
def test_a_given_file_that_is_gone_is_named(damaged, file):
    damaged.module(file).unlink()
    gone = f"echornn/{file}.py is missing: run `git restore echornn/{file}.py`"
    result = damaged.run("-m", "pytest")
    assert result.returncode != 0
    assert gone in result.stdout + result.stderr
    assert "Traceback" not in result.stdout + result.stderr
    assert damaged.dojo("hint").stdout.startswith(gone)


def test_what_a_docstring_said_is_known_without_it(damaged):
    damaged.edit("batching", '"""2.1 Return', '"""Return')
    assert all_pass(2) in printed_for(damaged, 2)
    damaged.edit("batching", "// settings.truncated", "// -settings.truncated")
    assert "Next: task 2.1: num_batches" in printed_for(damaged, 2)


JUDGE_ALL = """
import json, sys
from pathlib import Path
from dojo.execution.judge import run_spec
from dojo.execution.messages import Job
from dojo.quality.trials import judge_all

if __name__ == "__main__":
    submissions = json.load(sys.stdin)
    jobs = [Job(Path(spec).absolute(), Path(tree)) for spec, tree in submissions]
    for outcomes in judge_all(lambda job: [*run_spec(job, within=60)], jobs).values():
        print(json.dumps([o.details for o in outcomes if o.state != "passed"]))
"""


@pytest.fixture(scope="module")
def unaided(copy: Path, tmp_path_factory: pytest.TempPathFactory) -> dict[str, str]:
    """What is said of every submission where the solutions are not there."""
    folder = tmp_path_factory.mktemp("unaided") / "kata"
    learner = Learner(shutil.copytree(copy, folder))
    shutil.rmtree(folder / "solutions")
    submissions = [
        (f"tests/{BY_MODULE[b.module].spec_file.name}", str(hand_in(b, folder)))
        for b in UNAIDED
    ]
    result = learner.run("-c", JUDGE_ALL, typed=json.dumps(submissions))
    said = zip(UNAIDED, result.stdout.splitlines(), strict=True)
    return {broken.name: "\n".join(json.loads(line)) for broken, line in said}


@pytest.mark.parametrize("broken", UNAIDED, ids=by_name)
def test_without_the_solutions_the_blame_is_the_same(broken, unaided):
    assert named(broken, unaided[broken.name]), unaided[broken.name]


def test_a_process_that_leaves_with_status_0_does_not_come_out_green(learner):
    """The learner's own run, from the command line to its exit status."""
    broken = next(b for b in AT_IMPORT if b.name == "os._exit at import")
    learner.solve("data", "batching")
    broken_file(learner.folder, broken).write_text(
        broken_source(broken), encoding="utf-8"
    )
    result = learner.run("-m", "pytest", "tests/test_2_batching.py")
    assert result.returncode == 1
