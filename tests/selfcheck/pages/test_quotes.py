"""What the README quotes was measured, and what it points at is there."""

import ast
import json
import re
from collections.abc import Iterator
from pathlib import Path
from statistics import median

import pytest
from tables import Rows, read_numbers

from dojo.exercises import ROOT, all_tasks

ENGLISH = (ROOT / "README.md").read_text(encoding="utf-8")
RESULTS = ROOT / "benchmarks" / "results"


def saved(name: str) -> Rows:
    """Return the numbers of an experiment on the reference."""
    return read_numbers(ROOT / "docs" / "experiments" / f"{name}.csv")


def mean(rows: Rows) -> str:
    return f"{sum(row['loss'] for row in rows) / len(rows):.2f}"


def experiments() -> Iterator[str]:
    """Iterate over the findings, as the README words them."""
    seeds = saved("seeds")
    learned = {
        epoch: sum(r["mean_loss"] < 0.1 for r in seeds if r["epoch_idx"] == epoch - 1)
        for epoch in (10, 50, 100)
    }
    yield (
        f"{learned[10]} of 100 networks have learned after 10 epochs, {learned[50]} "
        f"after 50, {learned[100]} after 100"
    )
    spikes = saved("spikes")
    early = [row for row in spikes if row["column"] < 3]
    yield (
        f"the loss is {mean([row for row in early if row['row']])}, and "
        f"{mean([row for row in early if not row['row']])} in row 0, though its "
        f"targets are 0 there; after them it is "
        f"{mean([row for row in spikes if row['column'] >= 3])}"
    )
    window = {
        (row["truncated_backprop_length"], row["echo_step"]): int(row["learned"])
        for row in saved("window")
    }
    wide, narrow = ([window[echo + k, echo] for echo in (1, 2, 3)] for k in (1, 0))
    yield (
        f"for echoes of 1, 2 and 3 steps, {wide[0]}, {wide[1]} and {wide[2]} of 20 "
        f"networks learn with it, {narrow[0]}, {narrow[1]} and {narrow[2]} without"
    )
    of_4 = [int(row["learned"]) for row in saved("capacity") if row["state_size"] == 4]
    yield (
        f"{of_4[3]} of 10 networks with a state of 4 learn an echo of 3 steps, "
        f"{of_4[4]} one of 4, {of_4[5]} one of 5"
    )
    losses = {row["stride"]: row["training_loss"] for row in saved("stride")}
    own = losses.pop(15)
    yield (
        f"between {min(losses.values()):.2f} and {max(losses.values()):.2f} instead of "
        f"{own:.3f}"
    )


def benchmarks() -> Iterator[str]:
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
    yield (
        f"session {session:,.0f} µs, an eager step {us['eager step']:,.0f} µs, and "
        f"`train_epoch` {fast:.1f} µs: {session / fast:.0f} times as fast"
    )
    minutes = 66_600 / 60e6
    yield (
        f"some {minutes * us['eager step']:.0f} minutes if your `train_step` runs "
        f"eagerly, and {minutes * us['tf.function step']:.1f} in a `tf.function`"
    )
    verdict = json.loads((RESULTS / "verdict.json").read_text(encoding="utf-8"))
    wrong, right = (
        [median(verdict[f"{number} watch"][end]) for number in range(1, 7)]
        for end in ("wrong", "right")
    )
    others = right[:4] + right[5:]
    assert f"{min(wrong[:2]):.1f}" == f"{max(wrong[:2]):.1f}"
    yield (
        f"{wrong[0]:.1f} s after a save in exercises 1 and 2, and {min(wrong[2:]):.1f} "
        f"to {max(wrong[2:]):.1f} s in the others. That an exercise is green is said "
        f"after {min(others):.1f} to {max(others):.1f} s, but for exercise 5, whose "
        f"tests train networks for {right[4]:.0f} s"
    )


@pytest.mark.parametrize("said", [*experiments(), *benchmarks()])
def test_what_is_quoted_was_measured(said):
    assert said in " ".join(ENGLISH.split())


def test_no_other_figure_is_quoted():
    text = " ".join(re.sub(r"```.*?```", "", ENGLISH, flags=re.DOTALL).split())
    for said in (*experiments(), *benchmarks()):
        text = text.replace(said, "")
    figures = re.findall(r"\d[\d.,]* (?:µs|s|ms|MB|%|times|of \d+)\b|\b0\.\d+", text)
    assert figures == ["0.5"]  # where a bit becomes 1


def test_the_memory_that_the_story_quotes_was_measured():
    _, tenth, whole = json.loads((RESULTS / "memory.json").read_text(encoding="utf-8"))
    story = " ".join((ROOT / "docs" / "speed.md").read_text(encoding="utf-8").split())
    assert (tenth["bits"], whole["bits"]) == (5_000_000, 50_000_000)
    assert (
        f"An epoch of 50 million bits takes {whole['seconds']:.1f} s. It needs twice "
        f"the memory of its data, like an epoch of a tenth of the length: "
        f"{whole['taken_mb']:,.0f} MB for {whole['data_mb']:.0f} MB of data, and "
        f"{tenth['taken_mb']:.0f} MB for {tenth['data_mb']:.0f} MB"
    ) in story


PAGES = [*ROOT.glob("*.md"), *(ROOT / "docs").glob("*.md")]


def anchors(page: Path) -> set[str]:
    """Return the headings of a page, as links name them."""
    headings = re.findall(r"^#+ (.*)", page.read_text(encoding="utf-8"), re.MULTILINE)
    words = (re.sub(r"[^\w\s-]", "", heading.lower()) for heading in headings)
    return {heading.replace(" ", "-") for heading in words}


@pytest.mark.parametrize("page", PAGES, ids=lambda page: page.name)
def test_every_link_within_the_project_leads_somewhere(page):
    link = re.compile(r"\]\((?!https:)([^)#]*)#?([^)]*)\)")
    for path, anchor in link.findall(page.read_text(encoding="utf-8")):
        target = page.parent / path if path else page
        assert target.exists(), path
        assert not anchor or anchor in anchors(target), (path, anchor)


def names_of_tests() -> set[str]:
    files = (ROOT / "tests").rglob("test_*.py")
    return {
        node.name
        for file in files
        for node in ast.walk(ast.parse(file.read_text(encoding="utf-8")))
        if isinstance(node, ast.FunctionDef)
    }


def test_every_item_of_the_lesson_has_its_place_and_its_test():
    table = ENGLISH.split("### Where each piece of the lesson is")[1]
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
