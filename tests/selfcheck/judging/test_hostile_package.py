"""What a learner's package does at its import stays in the worker that imports it."""

import json
import re
from time import monotonic

import pytest
from learner import BUSY, IDLE, number_of_tests

from dojo.exercises import EXERCISES, all_tasks

pytestmark = pytest.mark.timeout(300)

FILES = "__init__", "settings"
ENDINGS = {
    "os._exit": "import os; os._exit(0)",
    "sys.exit": "import sys; sys.exit(0)",
    "raise SystemExit": "raise SystemExit",
    "an error": "1 / 0",
    "no Python": "def (",
    "Ctrl-C": "raise KeyboardInterrupt",
}
DATA = "tests/test_1_data.py"


def judged(learner, *args: str, **env: str) -> tuple[int, str, dict]:
    """Run the spec; return the exit status, what was printed, and the results."""
    result = learner.run("-m", "pytest", "--results", "r.json", *args, **env)
    text = (learner.folder / "r.json").read_text(encoding="utf-8")
    return result.returncode, result.stdout, json.loads(text)


@pytest.mark.parametrize("file", FILES)
@pytest.mark.parametrize("ending", ENDINGS)
def test_an_import_that_ends_is_told_with_file_and_line(learner, file, ending):
    learner.solve(*(exercise.module for exercise in EXERCISES.values()))
    module = learner.module(file)
    text = module.read_text(encoding="utf-8")
    module.write_text(f"{text}\n{ENDINGS[ending]}\n", encoding="utf-8")
    status, printed, results = judged(learner, DATA)
    assert status == 1
    assert results["status"] == "error"
    line = text.count("\n") + 2
    assert f"echornn/{file}.py, line {line}" in printed
    assert f"echornn/{file}.py, line {line}" in results["message"]


@pytest.mark.parametrize(("file", "code"), [*zip(FILES, (BUSY, IDLE), strict=True)])
def test_an_endless_import_ends_and_is_told_with_file_and_line(learner, file, code):
    learner.solve("data")
    text = learner.module(file).read_text(encoding="utf-8")
    learner.module(file).write_text(f"{text}\n{code}\n", encoding="utf-8")
    if code == BUSY:
        stop_imports_sooner(learner)
    since = monotonic()
    status, printed, results = judged(learner)
    assert monotonic() - since < 60
    assert status == 1
    assert results["status"] == "error"
    place = f"echornn/{file}.py, line {text.count(chr(10)) + 2}"
    assert place in re.sub(r"\s+", " ", printed)
    assert "did not finish" in printed


def stop_imports_sooner(learner) -> None:
    """Have the learner's judge wait for an import for less time than is usual."""
    judge = learner.folder / "dojo" / "execution" / "process.py"
    text, limit = judge.read_text(encoding="utf-8"), "IMPORT_LIMIT = 15.0"
    assert limit in text
    judge.write_text(text.replace(limit, "IMPORT_LIMIT = 4.0"), encoding="utf-8")


@pytest.mark.parametrize("file", FILES)
def test_a_deleted_given_file_is_named(learner, file):
    learner.solve("data")
    learner.module(file).unlink()
    result = learner.run("-m", "pytest", "--results", "r.json", DATA)
    assert result.returncode not in (0, 5)
    assert f"echornn/{file}.py is missing" in result.stdout + result.stderr
    results = json.loads((learner.folder / "r.json").read_text(encoding="utf-8"))
    assert results["status"] == "error"


@pytest.mark.parametrize(
    "name",
    [
        "dojo.galleries.variants.data",
        "dojo.galleries.unlisted",
        "dojo.diagnosis.probes.data",
        "dojo.spec.oracle",
        "dojo.pristine.data",
        "echolab.demo",
        "solutions",
        "conftest",
        "test_1_data",
    ],
)
def test_what_the_project_holds_beside_the_package_is_not_a_solutions_to_import(
    learner, name
):
    learner.solve("data")
    source = learner.module("data").read_text(encoding="utf-8")
    learner.module("data").write_text(
        f"{source}\n\ndef unused():\n    import {name}\n", encoding="utf-8"
    )
    status, printed, results = judged(learner, DATA)
    assert status == 1
    assert f"imports {name}, which is not allowed" in printed
    assert results["status"] == "error"


NAMED = (
    "__import__('dojo.spec.oracle')",
    "__import__('sys').modules['dojo.spec.oracle']",
)
HIDDEN = (
    "__import__('.'.join(['dojo', 'galleries', 'alternatives']))",
    "__import__('dojo/diagnosis/probes'.replace('/', '.'))",
    "__import__('importlib').import_module('.'.join(['dojo', 'classroom']))",
)


def add_to_echo(learner, code: str) -> None:
    learner.solve("data")
    begin = "    echoed = np.roll(series, echo_step)"
    learner.edit("data", begin, f"    {code}\n{begin}")


@pytest.mark.parametrize("code", [*NAMED, *HIDDEN])
def test_nor_is_it_to_be_had_by_its_name(learner, code):
    """A name in full is seen before a test runs, any other when its file is read."""
    add_to_echo(learner, code)
    status, printed, results = judged(learner, DATA)
    assert status == 1
    verb = "imports" if code in NAMED else "reads"
    assert re.search(rf"echornn/data.py, line \d+: {verb} dojo\S*, which is", printed)
    assert results["status"] == ("error" if code in NAMED else "fail")


def test_nor_from_bytecode_that_lies_elsewhere(learner, tmp_path):
    add_to_echo(learner, HIDDEN[-1])
    (tmp_path / "tmp").mkdir()  # the kernel would hide the one that is shared
    elsewhere = {
        "PYTHONPYCACHEPREFIX": str(tmp_path / "bytecode"),
        "TMPDIR": str(tmp_path / "tmp"),
    }
    learner.run("-m", "compileall", "-q", "dojo/classroom", **elsewhere)
    status, printed, _ = judged(learner, DATA, **elsewhere)
    assert status == 1
    assert "imports dojo/classroom/__init__.py, which is not allowed" in printed


@pytest.mark.parametrize(
    "text",
    [
        "open('dojo/galleries/alternatives/data.py').read()",
        "open(b'dojo/galleries/mistakes/data.py').read()",
        "open('echornn/../solutions/echornn/data.py').read()",
        "thread(Path('dojo/spec/oracle.py').read_text).result()",
    ],
)
def test_nor_is_it_a_solutions_to_read(learner, text):
    imported = "from pathlib import Path; from concurrent import futures"
    started = "thread = futures.ThreadPoolExecutor().submit"
    add_to_echo(learner, f"{imported}; {started}; exec({text}, {{}})")
    status, printed, results = judged(learner, DATA)
    assert status == 1
    assert re.search(r"echornn/data.py, line \d+: reads \w+/\S*\.py, which", printed)
    assert results["status"] == "fail"


def test_a_file_in_the_projects_own_folder_may_be_read(learner):
    """Matplotlib looks for its settings there."""
    add_to_echo(learner, "open('pyproject.toml').close(); open('matplotlibrc').close()")
    (learner.folder / "matplotlibrc").touch()
    assert judged(learner, DATA)[0] == 0


def test_every_command_survives_a_package_that_ends_the_program(learner):
    learner.module("__init__").write_text("import os; os._exit(0)", encoding="utf-8")
    place = "echornn/__init__.py, line 1: os._exit(0)"
    status = learner.dojo("status")
    assert status.returncode == 1
    assert f"{number_of_tests(1)} broken" in status.stdout
    hint = learner.dojo("hint")
    assert hint.returncode == 1
    assert place in hint.stdout
    assert learner.dojo("hint", "1.1").returncode == 0
    assert len(all_tasks()) > 0
