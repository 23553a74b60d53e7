"""Graded hints for every task, one at a time; their text is in hints.md."""

import json
import re
from functools import cache
from pathlib import Path
from textwrap import fill

from dojo.exercises import ROOT, Task
from dojo.reporting.locations import short
from dojo.reporting.screen import PROSE

GIVEN = ROOT / ".dojo" / "hints.json"
"""How many hints have been given, by the task's number."""


@cache
def all_hints() -> dict[str, list[str]]:
    """Return the hints for every task, by its number, each on one line."""
    _, *sections = re.split(r"^## ", _text(), flags=re.MULTILINE)
    return {section[:3]: _items(section[3:]) for section in sections}


def next_hint(task: Task, width: int = PROSE) -> str:
    """Return the next hint for a task, and remember it; after the last, the last."""
    hints, given = all_hints()[task.number], _given()
    place = min(given.get(task.number, 0) + 1, len(hints))
    last = " (the last one)" if place == len(hints) else ""
    head = f"Hint {place} of {len(hints)}{last} for {task}:"
    if not _remember({**given, task.number: place}):
        head = (
            f"({short(GIVEN)} cannot be written, so you will see this hint again.)\n"
            f"{head}"
        )
    return f"{head}\n{fill(hints[place - 1], width)}"


def _remember(given: dict[str, int]) -> bool:
    try:
        GIVEN.parent.mkdir(exist_ok=True)
        GIVEN.write_text(json.dumps(given), encoding="utf-8")
    except OSError:
        return False
    return True


def _text() -> str:
    return Path(__file__).with_suffix(".md").read_text(encoding="utf-8")


def _items(section: str) -> list[str]:
    items = re.split(r"^\d\. ", section, flags=re.MULTILINE)
    return [" ".join(item.split()) for item in items if item.strip()]


def _given() -> dict[str, int]:
    try:
        return json.loads(GIVEN.read_text(encoding="utf-8"))
    except (OSError, ValueError):  # none has been given yet, or nobody can tell
        return {}
