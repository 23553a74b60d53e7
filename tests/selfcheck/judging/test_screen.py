"""What is read in a terminal fits into it."""

from io import StringIO

import pytest
from rich.console import Console
from rich.text import Text

from dojo.exercises import ROOT
from dojo.reporting.outcome import Outcome
from dojo.reporting.progress import Progress
from dojo.reporting.screen import fit, folded
from dojo.reporting.terminal import print_report

pytestmark = pytest.mark.timeout(60)

GRID = "[[101 102 103 104 105 106 107 108 109 110 111 112]"
LESSON = "The second window of three columns holds 4-6, 16-18 and 28-30, side by side. "
WRONG = Outcome(2, "2.2", "wrong", "test_the_window", LESSON * 2, f"x\n    {GRID}")


@pytest.mark.parametrize("width", [40, 60, 80])
def test_a_terminal_has_no_word_cut_and_no_line_too_long(width):
    console = Console(file=StringIO(), width=width, force_terminal=True, no_color=True)
    print_report(Progress([WRONG], ROOT, LESSON), console=console)
    shown = Text.from_ansi(console.file.getvalue()).plain
    assert max(map(len, shown.splitlines())) <= width
    for text in (GRID, LESSON, "batch_window"):
        assert text.strip() in " ".join(shown.split())


def test_without_a_terminal_lines_are_as_they_are():
    console = Console(file=StringIO(), width=40)
    print_report(Progress([WRONG], ROOT), console=console)
    assert GRID in console.file.getvalue()


def test_the_second_half_of_a_line_of_code_stands_deeper():
    first, second = folded(Text(f"    {GRID}"), 40)
    assert first.plain.startswith("    [[")
    assert second.plain.startswith("      1")


def lines(name: str, number: int) -> list[Text]:
    return [Text(f"{name} {place}") for place in range(number)]


@pytest.mark.parametrize("height", [15, 20, 24])
def test_what_is_too_high_loses_the_middle_of_its_body(height):
    head, body, tail = lines("table", 9), lines("body", 40), lines("keys", 2)
    shown = [line.plain for line in fit(head, [Text(""), *body], tail, height)]
    assert len(shown) == height
    assert shown[:10] == [line.plain for line in [*head, body[0]]]
    assert shown[-3:] == [line.plain for line in [body[-1], *tail]]
    left_out = 40 - (height - 9 - 2 - 1)
    assert shown[10] == f" ... {left_out} more lines: press m"


def test_what_fits_is_shown_as_it_is():
    parts = lines("table", 2), [Text(""), Text("body")], lines("keys", 2)
    assert fit(*parts, height=6) == [*parts[0], *parts[1], *parts[2]]


def test_a_screen_with_no_room_keeps_the_end():
    shown = fit(lines("table", 9), lines("body", 5), lines("keys", 2), height=6)
    assert [line.plain for line in shown][-2:] == ["keys 0", "keys 1"]
    assert len(shown) == 6
