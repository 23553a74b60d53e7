"""Honest files are never wronged: any encoding, any line ends, any locale, any path."""

import ast
import shutil
from pathlib import Path

import pytest
from learner import Learner, all_pass

from dojo.execution.judge import run_spec
from dojo.execution.messages import Job
from dojo.exercises import EXERCISES, REFERENCE, ROOT
from dojo.stubs import write_solved

pytestmark = pytest.mark.timeout(120)

SOLUTION = (REFERENCE / "data.py").read_text(encoding="utf-8")
NAME = 'NÄME = "naïve 你好"  # ü\n'
HONEST = {
    "byte order mark": SOLUTION.encode("utf-8-sig"),
    "latin-1": f"# coding: latin-1\n# é ü\n{SOLUTION}".encode("latin-1"),
    "latin-1 undeclared, in a comment": f"# é\n{SOLUTION}".encode("latin-1"),
    "CRLF": SOLUTION.replace("\n", "\r\n").encode(),
    "CR": SOLUTION.replace("\n", "\r").encode(),
    "tabs": SOLUTION.replace("    ", "\t").encode(),
    "form feeds": SOLUTION.replace("\n\n\ndef", "\n\f\n\n\ndef").encode(),
    "non-ASCII": (SOLUTION.replace("echoed", "überholt") + NAME).encode(),
    "no final newline": SOLUTION.rstrip("\n").encode(),
}
SAME_TEXT = "byte order mark", "CRLF", "CR", "no final newline"
NO_UTF8 = {"LC_ALL": "C", "PYTHONUTF8": "0", "PYTHONCOERCECLOCALE": "0"}
LOCALES = {
    "C": NO_UTF8,
    "C, output too": {**NO_UTF8, "PYTHONIOENCODING": "ascii:strict"},
    "cp1252": {"PYTHONIOENCODING": "cp1252:strict"},
}


@pytest.fixture(scope="module")
def odd(copy: Path, tmp_path_factory: pytest.TempPathFactory) -> Learner:
    """A learner whose folder has a name of their own."""
    folder = tmp_path_factory.mktemp("a 100% ü [x] 'kata'") / "echornn"
    learner = Learner(shutil.copytree(copy, folder))
    learner.solve("data")
    return learner


@pytest.mark.parametrize("content", HONEST.values(), ids=HONEST.keys())
def test_a_right_solution_passes_however_it_is_written(tmp_path, content):
    tree = tmp_path / "tree"
    write_solved(tree / "echornn")
    (tree / "echornn" / "data.py").write_bytes(content)
    outcomes = list(run_spec(Job(EXERCISES[1].spec_file, tree), within=60))
    assert [o.details for o in outcomes if o.state != "passed"] == []
    assert len(outcomes) > 1


LIBRARIES = "import keras", "import matplotlib.pyplot as plt", "import tensorflow as tf"


@pytest.mark.parametrize("line", LIBRARIES)
def test_a_library_may_be_imported_that_is_not_needed(tmp_path, line):
    """What the library does meanwhile, such as asking for a font, is not the code's."""
    tree = tmp_path / "tree"
    write_solved(tree / "echornn")
    (tree / "echornn" / "data.py").write_text(f"{SOLUTION}\n{line}\n", "utf-8")
    outcomes = list(run_spec(Job(EXERCISES[1].spec_file, tree), within=60))
    assert [o.details for o in outcomes if o.state != "passed"] == []
    assert len(outcomes) > 1


@pytest.mark.parametrize(
    ("content", "line"),
    [
        ("x = 1\r\ny = 2\r\nz = 'é'\r\n".encode("latin-1"), 3),
        ('"""one\n\n\né"""\n'.encode("latin-1"), 4),
        (SOLUTION.encode("utf-16"), 1),
        (SOLUTION.encode("utf-16-le"), 1),
    ],
    ids=["latin-1", "latin-1 in a long string", "UTF-16", "UTF-16 without mark"],
)
def test_what_cannot_be_decoded_is_said_with_its_line(tmp_path, content, line):
    tree = tmp_path / "tree"
    write_solved(tree / "echornn")
    (tree / "echornn" / "data.py").write_bytes(content)
    outcome, *_ = run_spec(Job(EXERCISES[1].spec_file, tree), within=60)
    assert f"echornn/data.py, line {line} cannot be read" in outcome.message
    assert "UTF-8" in outcome.message


@pytest.mark.parametrize("content", HONEST.values(), ids=HONEST.keys())
def test_the_program_reads_it_as_python_does(odd, content):
    odd.module("data").write_bytes(content)
    result = odd.run("-m", "echornn")
    assert result.stdout.startswith("task 2.1: num_batches is not written yet")


def test_the_program_names_the_line_that_does_not_parse(learner):
    learner.module("data").write_text("x = 1\ndef echo(:\n", encoding="utf-8")
    result = learner.run("-m", "echornn")
    assert result.returncode == 1
    assert result.stdout.startswith("echornn/data.py, line 2: invalid syntax")
    assert result.stderr == ""


@pytest.mark.parametrize("name", SAME_TEXT)
def test_diff_shows_real_differences_alone(odd, name):
    odd.module("data").write_bytes(HONEST[name])
    output = odd.dojo("diff", "data").stdout
    assert "is identical to the reference" in output


def test_diff_counts_lines_as_an_editor_does(odd):
    odd.module("data").write_bytes(HONEST["form feeds"])
    output = odd.dojo("diff", "data").stdout
    assert output.count("\n-") == output.count("\n-\f") == 3


@pytest.mark.parametrize("content", HONEST.values(), ids=HONEST.keys())
def test_reset_keeps_every_byte(odd, content):
    odd.module("data").write_bytes(content)
    odd.dojo("reset", "data")
    (kept,) = odd.module("data").parent.glob("data.20*.py")
    assert kept.read_bytes() == content
    kept.unlink()


@pytest.mark.parametrize("ends", ["\n", "\r\n"])
def test_a_stub_is_a_stub_whatever_its_line_ends(learner, ends):
    stub = learner.module("data").read_text(encoding="utf-8")
    learner.module("data").write_text(stub, encoding="utf-8", newline=ends)
    assert "your version" not in learner.dojo("reset", "data").stdout


@pytest.mark.parametrize("locale", LOCALES.values(), ids=LOCALES.keys())
def test_any_locale_shows_any_text(odd, locale):
    wrong = "echoed[:echo_step] = 0"
    text = SOLUTION.replace(wrong, 'raise ValueError("naïve 你好")')
    odd.module("data").write_text(text, encoding="utf-8")
    commands = [
        (["-m", "pytest"], "ValueError: na"),
        (["-m", "dojo", "status"], "crashed"),
        (["-m", "dojo", "diff", "data", "--yes"], '-    raise ValueError("na'),
        (["-m", "echornn"], "not written yet"),
    ]
    for args, words in commands:
        result = odd.run(*args, **locale)
        assert words in result.stdout
        assert "Error" not in result.stderr
    odd.module("data").write_text(SOLUTION + NAME, encoding="utf-8")
    for args in (["-m", "pytest"], ["-m", "dojo", "status"]):
        result = odd.run(*args, **locale)
        assert all_pass(1) in result.stdout


def test_whoever_talks_to_another_program_names_the_encoding():
    """What ruff's PLW1514 does not see."""
    places = [
        f"{path.relative_to(ROOT)}:{call.lineno}"
        for folder in ("benchmarks", "docs", "echornn", "solutions", "tests")
        for path in (ROOT / folder).rglob("*.py")
        for call in ast.walk(ast.parse(path.read_bytes()))
        if isinstance(call, ast.Call)
        and {"text", "universal_newlines"} & {k.arg for k in call.keywords}
        and ast.unparse(call.func).split(".")[0] in ("subprocess", "Popen", "run")
    ]
    assert places == []
