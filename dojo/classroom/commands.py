"""The command of a teacher: grade a class."""

import sys
from collections.abc import Iterator, Sequence
from pathlib import Path

from rich.console import Console
from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn
from rich.progress import TimeRemainingColumn as TimeLeft

from dojo.classroom.grades import Grade, grade
from dojo.classroom.judging import Here, Judging, OnCluster
from dojo.classroom.pieces import Piece, completed
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
        problem = f"another run is writing to {out}: choose another folder with --out"
    except ModuleNotFoundError as error:
        problem = f"{error.name} is not installed: `tox -e grade` installs it"
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
            f"Stopped: {len(grades)} of {len(submissions)} submissions are graded. "
            "To continue, run the same command again."
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
    submissions: Sequence[Submission], judging: Judging, out: Path
) -> Iterator[Grade]:
    """Judge what no run has judged before; yield each grade when it is known."""
    book = Gradebook(submissions, out)
    unjudged = book.unjudged()
    missing = {s.name: book.keys(s) & set(unjudged) for s in submissions}
    waiting: dict[str, list[Submission]] = {key: [] for key in unjudged}
    for submission in submissions:
        for key in missing[submission.name]:
            waiting[key].append(submission)
    yield from (book.grade(s) for s in submissions if not missing[s.name])
    for piece, verdict in judging.verdicts(unjudged.values()):
        book.enter(piece, verdict)
        for submission in waiting[piece.key]:
            missing[submission.name].discard(piece.key)
            if not missing[submission.name]:
                yield book.grade(submission)


class Gradebook:
    """The pieces of every submission, and the verdicts on them."""

    def __init__(self, submissions: Sequence[Submission], out: Path) -> None:
        self._out = out
        self._store = Store(out / ".verdicts")
        self._lost: dict[str, Verdict] = {}
        """Verdicts that are not to be kept, by the pieces' keys."""
        files = {s.name: completed(s.files) for s in submissions}
        self._plans = {name: self._store.plan(f) for name, f in files.items()}
        self._pieces = {n: plan.pieces(files[n]) for n, plan in self._plans.items()}

    def keys(self, submission: Submission) -> set[str]:
        """Return the keys of a submission's pieces."""
        return {piece.key for piece in self._pieces[submission.name]}

    def unjudged(self) -> dict[str, Piece]:
        """Return the pieces without a verdict, each once, by their keys."""
        pieces = {p.key: p for parts in self._pieces.values() for p in parts}
        return {key: p for key, p in pieces.items() if not self._store.has(p)}

    def enter(self, piece: Piece, verdict: Verdict) -> None:
        """Keep a verdict: for the next run too, if it is final."""
        if verdict.is_final:
            self._store.put(piece, verdict)
        else:
            self._lost[piece.key] = verdict

    def grade(self, submission: Submission) -> Grade:
        """Add up the verdicts on a submission, and write its `results.json`."""
        pieces = self._pieces[submission.name]
        verdicts = [self._lost.get(p.key) or self._store.get(p) for p in pieces]
        results = self._out / "submissions" / submission.name / "results.json"
        write_results(verdicts, results)
        return grade(submission, verdicts, self._plans[submission.name].notes)
