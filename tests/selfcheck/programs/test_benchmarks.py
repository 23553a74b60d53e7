"""The benchmarks run, refuse what is wrong, and the page is what the results say."""

import re

import pytest
from scripts import PROGRAM, run_script

from dojo.exercises import ROOT
from dojo.stubs import write_solved

pytestmark = pytest.mark.timeout(120)

FLAGS = "--benchmark-enable", "--benchmark-only", "--timeout=600"  # as tox has them
TRAINING = "benchmarks/test_training.py", *FLAGS
TREE = "-o", "pythonpath=solutions"
ONE = "-k", "exercise and 7"


def test_a_right_contender_is_timed(tmp_path):
    saved = tmp_path / "saved.json"
    args = *TRAINING, *TREE, *ONE, f"--benchmark-json={saved}"
    result = run_script(PROGRAM, "pytest", *args)
    assert "1 passed" in result.stdout, result.stdout
    assert "train_epoch (exercise 7)" in result.stdout
    text = saved.read_text(encoding="utf-8")
    assert '"first_call_seconds"' in text
    assert '"node"' not in text


def test_a_wrong_contender_is_not_timed(tmp_path):
    write_solved(tmp_path / "echornn")
    module = tmp_path / "echornn" / "compiled.py"
    right = module.read_text(encoding="utf-8")
    module.write_text(
        right.replace("tf.reduce_mean(losses)", "tf.reduce_sum(losses)"),
        encoding="utf-8",
    )
    args = *TRAINING, "-o", f"pythonpath={tmp_path}", *ONE
    result = run_script(PROGRAM, "pytest", *args, tree=tmp_path, status=1)
    assert "1 failed" in result.stdout, result.stdout
    assert "Not equal to tolerance" in result.stdout


def test_the_page_and_the_chart_are_made_from_the_saved_results(monkeypatch, tmp_path):
    monkeypatch.syspath_prepend(str(ROOT / "benchmarks"))
    import report

    monkeypatch.setattr(report, "DOCS", tmp_path)
    (tmp_path / "pictures").mkdir()
    report.main()
    page = (tmp_path / "benchmarks.md").read_text(encoding="utf-8")
    assert page == (ROOT / "docs" / "benchmarks.md").read_text(encoding="utf-8")
    drawn = (tmp_path / "pictures" / "benchmarks.svg").read_text(encoding="utf-8")
    for row in re.findall(r"^\| (.*?) \| .* times as fast \|$", page, re.MULTILINE):
        assert f"<!-- {row} -->" in drawn


def test_the_figures_that_the_story_quotes_are_those_of_the_page():
    story = (ROOT / "docs" / "speed.md").read_text(encoding="utf-8")
    page = (ROOT / "docs" / "benchmarks.md").read_text(encoding="utf-8")
    short, _, long = story.partition("**Time and memory")  # of these, test_quotes
    assert long
    quoted = re.findall(r"([\d,.]+\d) µs", short)
    assert len(quoted) >= 8
    assert [figure for figure in quoted if f"| {figure} (" not in page] == []


def test_what_is_not_written_yet_is_left_out(copy):
    args = *TRAINING, "-rs", "-o", f"pythonpath={copy}", *ONE
    result = run_script(PROGRAM, "pytest", *args, tree=copy)
    assert "1 skipped" in result.stdout, result.stdout
    assert "task 5.1: make_optimizer is not written yet" in result.stdout
