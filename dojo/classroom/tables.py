"""The class as a table, on the screen and in a file, and what other programs read."""

import csv
import io
from collections.abc import Iterable, Sequence
from pathlib import Path

import msgspec
from rich.console import Console
from rich.markup import escape
from rich.table import Table

from dojo.classroom.grades import Grade
from dojo.classroom.verdicts import Verdict
from dojo.execution.channel import plain
from dojo.exercises import EXERCISES, LEARNER, all_tasks
from dojo.reporting.exercism import results_of
from dojo.reporting.files import write_whole
from dojo.reporting.progress import Progress

SUMMARY = [
    "name",
    "state",
    "exercises",
    "passed",
    "total",
    "first_unfinished",
    "seconds",
]
STYLES = {"graded": "green", "broken": "red", "empty": "dim", "look": "yellow"}


def write_csv(grades: Iterable[Grade], path: Path) -> None:
    """Write one row a submission, in the order of the names."""
    text = io.StringIO(newline="")
    writer = csv.writer(text, lineterminator="\n")
    tasks = list(all_tasks())
    writer.writerow([*SUMMARY, *(c for n in tasks for c in (n, f"{n} diagnosis"))])
    for grade in grades:
        of_tasks = (
            cell
            for number in tasks
            for cell in (grade.tasks[number], grade.diagnoses.get(number, ""))
        )
        writer.writerow([*_cells(grade), *of_tasks])
    write_whole(path, text.getvalue().encode())


def _cells(grade: Grade) -> list[str]:
    return [
        _no_formula(plain(grade.name)),
        grade.state,
        str(grade.exercises),
        str(grade.passed),
        str(grade.total),
        grade.first_unfinished,
        f"{grade.seconds:.1f}",
    ]


def _no_formula(name: str) -> str:
    """Return a name that no spreadsheet takes for a formula."""
    return f"'{name}" if name[:1] in ("=", "+", "-", "@") else name


def print_table(grades: Iterable[Grade], console: Console) -> None:
    table = Table(box=None, padding=(0, 2, 0, 0))
    for head in ("name", "exercises", "tests passed", "first unfinished task", "state"):
        table.add_column(head, overflow="fold")
    table.add_column("time", justify="right")
    for grade in grades:
        number = grade.first_unfinished
        first = f"{number} {all_tasks()[number].name}" if number else "-"
        table.add_row(
            escape(plain(grade.name)),
            f"{grade.exercises} of {len(EXERCISES)}",
            f"{grade.passed} of {grade.total}",
            first,
            f"[{STYLES[grade.state]}]{grade.state}[/]",
            f"{grade.seconds:.1f} s",
        )
    console.print(table)


def write_results(verdicts: Sequence[Verdict], path: Path) -> None:
    """Write a submission's `results.json`; each failed task has its diagnosis."""
    outcomes = [outcome for verdict in verdicts for outcome in verdict.outcomes]
    diagnoses = {n: d for v in verdicts for n, d in v.diagnoses.items()}
    results = results_of(Progress(outcomes, LEARNER.parent), diagnoses)
    path.parent.mkdir(parents=True, exist_ok=True)
    write_whole(path, msgspec.json.format(msgspec.json.encode(results), indent=2))
