"""What the pages quote was measured, and what they point at is there."""

import ast
import io
import json
import re
import tokenize
from collections.abc import Iterator
from pathlib import Path
from statistics import median

import pytest
from tables import Rows, read_numbers

from dojo.exercises import EXERCISES, PRISTINE, REFERENCE, ROOT, all_tasks

ENGLISH = (ROOT / "README.md").read_text(encoding="utf-8")
MAP = (ROOT / "docs" / "map.md").read_text(encoding="utf-8")
RESULTS = ROOT / "benchmarks" / "results"


def saved(name: str) -> Rows:
    """Return the numbers of an experiment on the reference."""
    return read_numbers(ROOT / "docs" / "experiments" / f"{name}.csv")


def mean(rows: Rows) -> str:
    return f"{sum(row['loss'] for row in rows) / len(rows):.2f}"


def seeds() -> str:
    """Say how many networks have learned, as the pages word it."""
    seeds = saved("seeds")
    learned = {
        epoch: sum(r["mean_loss"] < 0.1 for r in seeds if r["epoch_idx"] == epoch - 1)
        for epoch in (10, 50, 100)
    }
    return (
        f"Of 100 networks, {learned[10]} have learned after 10 epochs, {learned[50]} "
        f"after 50 and {learned[100]} after 100"
    )


def spikes() -> tuple[str, str, str]:
    """Return the loss early in row 0, early in the others, and later."""
    rows = saved("spikes")
    early = [row for row in rows if row["column"] < 3]
    return (
        mean([row for row in early if not row["row"]]),
        mean([row for row in early if row["row"]]),
        mean([row for row in rows if row["column"] >= 3]),
    )


def window() -> str:
    """Say what one extra step is worth."""
    learned = {
        (row["truncated_backprop_length"], row["echo_step"]): int(row["learned"])
        for row in saved("window")
    }
    wide, narrow = (sum(learned[e + k, e] for e in (1, 2, 3)) for k in (1, 0))
    return (
        f"With one extra step, {wide} of 60 networks learn an echo of 1, 2 or 3 steps. "
        f"If the window is only as long as the echo, {narrow} of 60 does."
    )


def capacity() -> dict[tuple[int, int], int]:
    """Return how many of 10 networks have learned, by units and steps."""
    return {
        (int(row["state_size"]), int(row["echo_step"])): int(row["learned"])
        for row in saved("capacity")
    }


def stride() -> str:
    """Say what another stride does to the loss."""
    losses = {row["stride"]: row["training_loss"] for row in saved("stride")}
    own = losses.pop(15)
    return (
        f"If the stride equals the width, the loss falls to {own:.3f}. With any other "
        "stride, the state that is carried over belongs to the wrong position, and the "
        f"loss stays between {min(losses.values()):.2f} and {max(losses.values()):.2f}"
    )


def claims() -> Iterator[str]:
    """Iterate over what docs/map.md says of all experiments."""
    (first, others, later), learned = spikes(), capacity()
    yield seeds()
    yield (
        f"In the first 3 steps of an epoch, all targets in the first row are 0, yet "
        f"the loss there is {first}. In the other rows, it is {others}. In later "
        f"steps, the loss is {later}."
    )
    yield window()
    yield (
        f"With 4 units, {learned[4, 3]} of 10 networks learn an echo of 3 steps, "
        f"{learned[4, 4]} learn an echo of 4 steps, and {learned[4, 5] or 'none'} "
        f"learn an echo of 5 steps. More units can make learning harder: with 6 units, "
        f"only {learned[6, 3]} of 10 networks learn an echo of 3 steps"
    )
    yield stride()


def findings() -> Iterator[str]:
    """Iterate over what the README says of three of them."""
    (first, others, _), learned = spikes(), capacity()
    yield window()
    yield (
        f"In the first 3 steps of an epoch, all targets in the first row are 0. Yet "
        f"the loss there is {first}. In the other rows, it is {others}."
    )
    yield (
        f"With 4 units, {learned[4, 3]} of 10 networks learn an echo of 3 steps. "
        f"With 6 units, only {learned[6, 3]} of 10 do."
    )


def times() -> Iterator[str]:
    """Iterate over what the README says of times."""
    runs = json.loads((RESULTS / "peers.json").read_text(encoding="utf-8"))[
        "benchmarks"
    ]
    us = {
        run["extra_info"]["contender"]: 1e6
        * run["stats"]["median"]
        / run["extra_info"]["windows"]
        for run in runs
        if "windows" in run["extra_info"]
    }
    session, fast = us["session (the tutorial's)"], us["train_epoch (exercise 7)"]
    yield f"{session / fast:.0f} times as fast as the tutorial's TensorFlow session"
    eager, traced = (
        round(us[f"{kind} step"] * 66_600 / 60e6) for kind in ("eager", "tf.function")
    )
    yield (
        f"about {eager} minutes if your `train_step` is a plain Python function, and "
        f"{traced} minute{'s' if traced > 1 else ''} if it is a `tf.function`"
    )
    verdict = json.loads((RESULTS / "verdict.json").read_text(encoding="utf-8"))
    wrong, right = (
        [median(verdict[f"{number} watch"][end]) for number in EXERCISES]
        for end in ("wrong", "right")
    )
    yield (
        f"takes {min(wrong[:6]):.1f} to {max(wrong[:6]):.1f} s to show the first wrong "
        f"value, and at most {max(right[:4] + right[5:6]):.1f} s to show that the "
        f"tests pass. (In exercise 5, it takes {right[4]:.0f} s to show that the tests "
        f"pass. In exercise 7, it takes {wrong[6]:.0f} s to show a wrong value, and "
        f"{right[6]:.0f} s to show that the tests pass.)"
    )


def work() -> Iterator[str]:
    """Iterate over what the README says of how much there is to write."""
    *six, bonus = (
        code_lines(REFERENCE / f"{exercise.module}.py")
        - code_lines(PRISTINE / f"{exercise.module}.py")
        for exercise in EXERCISES.values()
    )
    tasks = [number for number in all_tasks() if number[0] != "7"]
    yield f"about {round(sum(six), -1)} lines of code in {len(tasks)} tasks"
    yield f"a bonus ({round(bonus, -1)} lines)"


def code_lines(path: Path) -> int:
    """Count the lines of a module, all but comments, docstrings and stubs."""
    source = path.read_text(encoding="utf-8")
    left_out = {
        line
        for node in ast.walk(ast.parse(source))
        if ast.unparse(node).startswith("raise NotImplementedError")
        or (isinstance(node, ast.Expr) and isinstance(node.value, ast.Constant))
        for line in range(node.lineno, node.end_lineno + 1)
    }
    blank = tokenize.COMMENT, tokenize.NL, tokenize.NEWLINE, tokenize.ENDMARKER
    code = {
        line
        for token in tokenize.generate_tokens(io.StringIO(source).readline)
        if token.type not in (*blank, tokenize.INDENT, tokenize.DEDENT)
        for line in range(token.start[0], token.end[0] + 1)
    }
    return len(code - left_out)


QUOTED = {ENGLISH: [*findings(), *times(), *work()], MAP: [*claims()]}


@pytest.mark.parametrize(
    ("page", "said"),
    [(page, said) for page, quoted in QUOTED.items() for said in quoted],
)
def test_what_is_quoted_was_measured(page, said):
    assert said in " ".join(page.split())


@pytest.mark.parametrize("page", QUOTED, ids=["README", "map"])
def test_no_other_figure_is_quoted(page):
    text = " ".join(re.sub(r"```.*?```", "", page, flags=re.DOTALL).split())
    for said in QUOTED[page]:
        text = text.replace(said, "")
    units = "µs|s|ms|minutes|lines|MB|%|times|of \\d+"
    figures = re.findall(rf"\d[\d.,]* (?:{units})\b|\b0\.\d+", text)
    estimated = ["20 minutes"]  # a task
    a_bit_is_1_below, has_learned_below = "0.5", "0.1"
    assert figures == (
        estimated if page == ENGLISH else [has_learned_below, a_bit_is_1_below]
    )


def test_the_memory_that_the_story_quotes_was_measured():
    short, tenth, whole = json.loads(
        (RESULTS / "memory.json").read_text(encoding="utf-8")
    )
    story = " ".join((ROOT / "docs" / "speed.md").read_text(encoding="utf-8").split())
    assert (tenth["bits"], whole["bits"]) == (5_000_000, 50_000_000)
    assert (
        f"An epoch of 50 million bits takes {whole['seconds']:.1f} s, or "
        f"{75e6 * whole['seconds'] / whole['bits']:.0f} µs per window. More than one "
        "second of this goes into compiling the program for this length."
    ) in story
    assert short["seconds"] - 20e-6 * short["bits"] / 75 > 1  # nearly all is compiling
    assert (
        f"The epoch needs {whole['taken_mb']:,.0f} MB of memory, twice the size of its "
        f"data ({whole['data_mb']:.0f} MB). An epoch one tenth as long needs "
        f"{tenth['taken_mb']:.0f} MB, also twice the size of its data "
        f"({tenth['data_mb']:.0f} MB)."
    ) in story


PAGES = [*ROOT.glob("*.md"), *(ROOT / "docs").glob("*.md")]


def anchors(page: Path) -> set[str]:
    """Return the headings of a page, as links name them."""
    headings = re.findall(r"^#+ (.*)", page.read_text(encoding="utf-8"), re.MULTILINE)
    words = (re.sub(r"[^\w\s-]", "", heading.lower()) for heading in headings)
    return {heading.replace(" ", "-") for heading in words}


def links(page: Path) -> Iterator[tuple[Path, str]]:
    """Iterate over the files and headings of the project that a page links to."""
    link = re.compile(r"\]\((?!https?:)([^)#]*)#?([^)]*)\)")
    for path, anchor in link.findall(page.read_text(encoding="utf-8")):
        yield (page.parent / path).resolve() if path else page, anchor


@pytest.mark.parametrize("page", PAGES, ids=lambda page: page.name)
def test_every_link_within_the_project_leads_somewhere(page):
    for target, anchor in links(page):
        assert target.exists(), target
        assert not anchor or anchor in anchors(target), (target, anchor)


def test_links_lead_from_the_front_page_to_every_other():
    found = [ROOT / "README.md"]
    for page in found:
        found += {t for t, _ in links(page) if t.suffix == ".md"} - {*found}
    assert {*found} == {page.resolve() for page in PAGES}


def names_of_tests() -> set[str]:
    files = (ROOT / "tests").rglob("test_*.py")
    return {
        node.name
        for file in files
        for node in ast.walk(ast.parse(file.read_text(encoding="utf-8")))
        if isinstance(node, ast.FunctionDef)
    }


def test_every_piece_of_the_tutorial_has_its_place_and_its_test():
    table = MAP.split("## Where each piece is")[1]
    items = [line.split("|")[1:-1] for line in re.findall(r"^\| \d+ .*", table, re.M)]
    tests, named = names_of_tests(), set()
    for _, modules, tasks, test in items:
        files = re.findall(r"`([^`]+)`", modules)
        assert files
        homes = ROOT / "echornn", ROOT
        assert all(any((home / f).is_file() for home in homes) for f in files), files
        for number, name in re.findall(r"(\d\.\d) `(\w+)`", tasks):
            task = all_tasks()[number]
            assert (task.name, f"{task.exercise.module}.py" in files) == (name, True)
            named.add(number)
        assert test.strip(" `") in tests
    assert [int(item.split()[0]) for item, *_ in items] == list(range(1, 17))
    assert named == {number for number in all_tasks() if number[0] != "7"}
