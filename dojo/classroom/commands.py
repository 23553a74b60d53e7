"""The command of a teacher: grade a class."""

import sys
from collections.abc import Iterable, Iterator, Sequence
from pathlib import Path

from rich.console import Console
from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn
from rich.progress import TimeRemainingColumn as TimeLeft

from dojo.classroom.grades import Grade, grade
from dojo.classroom.judging import Here, Judging, OnCluster
from dojo.classroom.pieces import completed
from dojo.classroom.submissions import NothingHandedIn, Submission, find
from dojo.classroom.tables import print_table, write_csv, write_results
from dojo.classroom.verdicts import Store, Verdict
from dojo.confinement.fences import unprevented
from dojo.execution.channel import plain

WIDE = 120
"""Columns of the table in a file or a pipe."""
CONSOLE = Console(highlight=False)
if not CONSOLE.is_terminal:
    CONSOLE.width = WIDE


def grade_class(folder: Path, out: Path, jobs: int | None, dask: str | None) -> int:
    """Grade every submission in a folder; return the exit status.

    Args:
        folder: holds a folder or a zip file for each submission.
        out: where the tables, the page and the results go.
        jobs: how many pieces are judged at a time; without it, one for each core.
        dask: the address of a scheduler whose workers judge, in place of this machine.
    """
    from filelock import FileLock, Timeout

    try:
        submissions = find(folder)
        out.mkdir(parents=True, exist_ok=True)
        with FileLock(out / ".lock", timeout=0):
            return _grade(submissions, out, OnCluster(dask) if dask else Here(jobs))
    except NothingHandedIn as error:
        problem = str(error)
    except Timeout:
        problem = f"{out}: another run writes there; give this one another --out"
    except ModuleNotFoundError as error:
        problem = f"{error.name} is not installed: `tox -e grade` brings it"
    except OSError as error:
        problem = f"{error.filename or dask or out}: {error.strerror or error}"
    print(plain(problem), file=sys.stderr)
    return 2


def _grade(submissions: Sequence[Submission], out: Path, judging: Judging) -> int:
    """Grade submissions, and write what is known, also after Ctrl-C."""
    if warning := unprevented():
        print(f"{warning}: see docs/classroom.md", file=sys.stderr)
    graded: dict[str, Grade] = {}
    status = 0
    try:
        with _bar() as bar:
            for grade in bar.track(
                grade_all(submissions, judging, out), total=len(submissions)
            ):
                graded[grade.name] = grade
    except KeyboardInterrupt:
        status = 130
    grades = [graded[name] for name in sorted(graded)]
    _show(grades, out)
    if status:
        print(
            f"Stopped: {len(grades)} of {len(submissions)} are graded. "
            "The same command goes on from here."
        )
    return status


def _bar() -> Progress:
    columns = TextColumn("grading"), BarColumn(), MofNCompleteColumn(), TimeLeft()
    return Progress(*columns, console=CONSOLE, transient=True)


def _show(grades: Sequence[Grade], out: Path) -> None:
    from dojo.classroom.page import write_page  # matplotlib takes its time

    write_csv(grades, out / "grades.csv")
    write_page(grades, out / "class.html")
    print_table(grades, CONSOLE)
    print(f"\n{out / 'grades.csv'}\n{out / 'class.html'}")


def grade_all(
    submissions: Iterable[Submission], judging: Judging, out: Path
) -> Iterator[Grade]:
    """Judge what no run has judged before; yield each grade when it is known."""
    store = Store(out / ".verdicts")
    files = {s.name: completed(s.files) for s in submissions}
    plans = {name: store.plan(modules) for name, modules in files.items()}
    pieces = {name: plan.pieces(files[name]) for name, plan in plans.items()}
    by_key = {piece.key: piece for parts in pieces.values() for piece in parts}
    new = {key: piece for key, piece in by_key.items() if not store.has(piece)}
    missing = {
        name: {p.key for p in parts} & set(new) for name, parts in pieces.items()
    }
    waiting: dict[str, list[Submission]] = {}
    lost: dict[str, Verdict] = {}

    def add_up(submission: Submission) -> Grade:
        parts = pieces[submission.name]
        verdicts = [lost.get(part.key) or store.get(part) for part in parts]
        write_results(verdicts, out / "submissions" / submission.name / "results.json")
        return grade(submission, verdicts, plans[submission.name].notes)

    for submission in submissions:
        if not missing[submission.name]:
            yield add_up(submission)
        for key in missing[submission.name]:
            waiting.setdefault(key, []).append(submission)
    for piece, verdict in judging.verdicts(new.values()):
        if verdict.is_final:
            store.put(piece, verdict)
        else:
            lost[piece.key] = verdict
        for submission in waiting[piece.key]:
            missing[submission.name].discard(piece.key)
            if not missing[submission.name]:
                yield add_up(submission)
