"""What a learner reads: where they stand, what went wrong first, and what is next."""

import re
from io import StringIO

import pytest
from learner import number_of_tests
from rich.console import Console

from dojo.exercises import EXERCISES, ROOT
from dojo.reporting.locations import without_others_lines
from dojo.reporting.outcome import Outcome, first_unfinished
from dojo.reporting.progress import Progress
from dojo.reporting.terminal import print_report

pytestmark = pytest.mark.timeout(60)


def pytest_run(learner, *args: str, **env: str) -> str:
    return learner.run("-m", "pytest", *args, **env).stdout


def table(output: str) -> dict[str, str]:
    """Return what the report says of each exercise, by its module."""
    lines = re.findall(r"^ \d  +(\w+) +[#.]{12} +(.*?) *$", output, re.MULTILINE)
    return dict(lines)


def test_who_has_not_begun_reads_what_to_write_first(learner):
    output = pytest_run(learner)
    assert "echornn under test: your code in echornn/" in output
    assert table(output) == {
        **{exercise.module: "not reached" for exercise in EXERCISES.values()},
        "data": f"{number_of_tests(1)} not started",
    }
    assert re.search(r"Next: task 1.1: echo, in echornn/data.py, line \d+", output)
    assert "not written yet" in output
    assert "The first thing that echo must do:" in output
    assert "For a hint: tox -e dojo -- hint 1.1" in output


def test_who_has_left_the_raise_of_the_stub_reads_where_it_is(learner):
    stub = 'raise NotImplementedError("task 1.1: echo")'
    learner.edit("data", stub, f"{stub}\n    return np.roll(series, echo_step)")
    output = pytest_run(learner)
    text = learner.module("data").read_text(encoding="utf-8")
    line = text[: text.index(stub)].count("\n") + 1
    assert f"the stub's `raise` is still there, on line {line}." in output
    assert "not written yet" not in output


def test_a_wrong_value_is_shown_once_with_lesson_grid_place_and_diagnosis(learner):
    learner.solve("data", "batching")
    learner.edit(
        "batching", "start = batch_idx * truncated_backprop_length", "start = batch_idx"
    )
    output = pytest_run(learner)
    assert table(output)["batching"] == f"{number_of_tests(2) - 9} passed, 9 wrong"
    assert table(output)["cell"] == "not reached"
    assert re.search(
        r"Next: task 2.2: batch_window, in echornn/batching.py, line \d+", output
    )
    assert "wrong: test_the_second_window_of_the_illustration" in output
    assert "second window of three columns" in " ".join(output.split())
    assert output.count("expected: ") == output.count("yours: ") == 1
    assert "expected: [[ 4  5  6]" in output
    assert "Starts window `batch_idx` at column `batch_idx`" in output
    assert "For a hint: tox -e dojo -- hint 2.2" in output


def test_a_crash_is_shown_with_the_learners_own_lines_alone(learner):
    learner.solve("data", "batching")
    learner.edit("batching", "start = batch_idx *", "start = nothing *")
    output = pytest_run(learner)
    assert re.search(r"\d+ passed, \d+ crashed", table(output)["batching"])
    assert "NameError: name 'nothing' is not defined" in output
    assert re.search(r"echornn/batching.py, line \d+\n +start = nothing \*", output)
    assert str(learner.folder) not in output.split("echornn: your code")[1]
    assert not re.search("Traceback|site-packages|test_2_batching.py:", output)


def test_what_the_learners_code_prints_is_shown(learner):
    learner.solve("data")
    learner.edit("data", "echoed[:echo_step] = 0", "print('delay', echo_step)")
    assert re.search(r"Your code printed:\n +delay 2", pytest_run(learner))


def test_a_file_that_does_not_parse_is_named_with_its_line(learner):
    learner.solve("data", "batching")
    learner.module("batching").write_text("def num_batches(:\n", encoding="utf-8")
    output = pytest_run(learner)
    assert table(output)["batching"] == f"{number_of_tests(2)} broken"
    assert "echornn/batching.py, line 1: SyntaxError" in output


def test_all_exercises_are_checked_on_demand(learner):
    output = pytest_run(
        learner, "--all", "-k", "test_the_echo or test_the_first_window"
    )
    assert table(output)["batching"] == "1 not started"


def shown(progress: Progress, **options) -> str:
    console = Console(file=StringIO(), width=100, highlight=False, **options)
    print_report(progress, console=console)
    return console.file.getvalue()


def all_green() -> list[Outcome]:
    return [Outcome(e, f"{e}.1", "passed", f"test_{e}") for e in EXERCISES]


def test_who_has_finished_is_told_so_and_where_to_go():
    output = shown(Progress(all_green(), ROOT))
    assert output.count("all 1 tests pass") == len(EXERCISES)
    assert "Every exercise passes" in output
    assert "tox -e demo" in output


def test_nobody_is_told_so_before_the_end():
    assert "Every exercise passes" not in shown(Progress(all_green(), ROOT, running=6))
    assert "Every exercise passes" not in shown(Progress(all_green()[1:], ROOT))


@pytest.mark.parametrize("state", ["not started", "wrong", "crashed", "timed out"])
def test_the_states_are_told_apart(state):
    output = shown(Progress([Outcome(1, "1.1", state, "test_it", "It lags.")], ROOT))
    assert f"1 {state}" in output


def test_colors_and_bars_are_plain_without_a_terminal():
    progress = Progress(all_green(), ROOT)
    plain = shown(progress)
    colored = shown(progress, force_terminal=True, color_system="standard")
    assert "\x1b" in colored
    assert "█" in colored
    assert plain.isascii()
    assert "\x1b" not in plain


def test_square_brackets_are_shown_as_they_are():
    outcome = Outcome(1, "1.1", "wrong", "test_it[bold]", "", "expected: [red]")
    assert "test_it[bold]" in shown(Progress([outcome], ROOT))
    assert "expected: [red]" in shown(Progress([outcome], ROOT, "Sees [red]."))


def test_what_is_shown_first_does_not_depend_on_the_order_in_which_tests_ran():
    early, late, later = (
        Outcome(1, task, "wrong", name, line=line)
        for task, name, line in (
            ("1.1", "early", 30),
            ("1.1", "late", 90),
            ("1.2", "later", 120),
        )
    )
    assert first_unfinished([later, late, early]) == early


OF_TENSORFLOW = """in user code:

    File "/home/a/kata/echornn/compiled.py", line 60, in outer  *
        return epoch(x)
    File "/home/a/kata/echornn/compiled.py", line 70, in epoch  *
        return end(losses)
    File "/home/a/kata/echornn/compiled.py", line 72, in end  *
        return tf.stack(losses)
    File "/usr/lib/tensorflow/capture.py", line 144, in capture_by_value
        graph._validate_in_scope(tensor)

    The tensor is out of scope.

Stack trace for op definition:
File "<string>", line 1, in <module>
File "/usr/lib/multiprocessing/forkserver.py", line 274, in main
\ttf2xla conversion failed while converting __inference_epoch
"""


def test_of_an_errors_text_only_the_learners_lines_and_the_reason_are_shown():
    assert without_others_lines(OF_TENSORFLOW).split("\n") == [
        "in user code:",
        "    echornn/compiled.py, line 70",
        "        return end(losses)",
        "    echornn/compiled.py, line 72",
        "        return tf.stack(losses)",
        "    The tensor is out of scope.",
        "",
        "",
    ]
