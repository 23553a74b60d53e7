"""Judge a piece, and keep the verdict where the next run finds it."""

import shutil
import tempfile
from pathlib import Path
from threading import Lock
from time import monotonic

import msgspec

from dojo.classroom.notes import notes_on
from dojo.classroom.pieces import Files, Piece, digest_of, pieces_of
from dojo.execution.judge import Worker, outcome_of_test
from dojo.execution.known import known_tests
from dojo.execution.messages import Job
from dojo.exercises import GIVEN, PRISTINE, tasks_of
from dojo.reporting.files import write_whole
from dojo.reporting.outcome import Outcome, first_unfinished


class Verdict(msgspec.Struct, frozen=True):
    """How an exercise of a submission went."""

    outcomes: tuple[Outcome, ...]
    """One for each of its tests, in their order."""
    diagnoses: dict[str, str]
    """The misconceptions that its wrong tasks look like, by the tasks' numbers."""
    seconds: float
    is_final: bool = True
    """Whether the next run may take it as it is."""


class Judge:
    """Judges pieces, several at a time; can be told to stop."""

    def __init__(self) -> None:
        self._workers: set[Worker] = set()
        self._lock = Lock()
        self.stopped = False

    def judge(self, piece: Piece) -> Verdict:
        """Judge a piece in a clean tree of the files that are given."""
        since = monotonic()
        with tempfile.TemporaryDirectory(prefix="echornn-class-") as folder:
            tree = Path(folder)
            lay_down(piece, tree / "echornn")
            worker = Worker(Job(piece.exercise.spec_file, tree), preloaded=True)
            try:
                self._enter(worker)
                outcomes = tuple(worker.judge())
                diagnoses = _diagnoses(worker, piece, outcomes)
            finally:
                self._workers.discard(worker)
                worker.stop()
        return Verdict(outcomes, diagnoses, monotonic() - since)

    def _enter(self, worker: Worker) -> None:
        with self._lock:
            self._workers.add(worker)
            if self.stopped:
                worker.kill()

    def stop(self) -> None:
        """End all that is judged; what comes of it now is no verdict."""
        with self._lock:
            self.stopped = True
            for worker in self._workers:
                worker.kill()


def lay_down(piece: Piece, package: Path) -> None:
    """Write a submission's modules, and beside them the files that are given."""
    package.mkdir()
    for module in GIVEN:
        shutil.copy(PRISTINE / f"{module}.py", package)
    for module, source in piece.files.items():
        (package / f"{module}.py").write_bytes(source)


def _diagnoses(
    worker: Worker, piece: Piece, outcomes: tuple[Outcome, ...]
) -> dict[str, str]:
    found = {}
    for task in tasks_of(piece.exercise):
        first = first_unfinished(o for o in outcomes if o.task == task.number)
        if first and first.state in ("wrong", "crashed"):
            found[task.number] = worker.diagnose(task.number) or ""
    return {number: sentence for number, sentence in found.items() if sentence}


def lost(piece: Piece, problem: str) -> Verdict:
    """Return what holds for a piece that could not be judged."""
    job = Job(piece.exercise.spec_file, PRISTINE.parent)
    tests = known_tests(job, preloaded=False).tests
    outcomes = tuple(outcome_of_test(test, "broken", problem) for test in tests)
    return Verdict(outcomes, {}, 0.0, is_final=False)


class Plan(msgspec.Struct, frozen=True):
    """What is known of a submission before it is judged."""

    keys: dict[int, str]
    """Of its pieces, by the exercises' numbers."""
    notes: tuple[str, ...]
    """What a person should have a look at."""

    def pieces(self, files: Files) -> list[Piece]:
        return [Piece(number, files, key) for number, key in self.keys.items()]


class Store:
    """Plans and verdicts on disk, so that nothing is worked out twice."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder
        folder.mkdir(parents=True, exist_ok=True)

    def plan(self, files: Files) -> Plan:
        """Return the plan for a submission, which has all modules."""
        path = self._path(f"plan-{digest_of(files)}")
        if path.exists():
            return msgspec.json.decode(path.read_bytes(), type=Plan)
        keys = {piece.number: piece.key for piece in pieces_of(files)}
        plan = Plan(keys, tuple(notes_on(files)))
        write_whole(path, msgspec.json.encode(plan))
        return plan

    def has(self, piece: Piece) -> bool:
        return self._path(piece.key).exists()

    def get(self, piece: Piece) -> Verdict:
        return msgspec.json.decode(self._path(piece.key).read_bytes(), type=Verdict)

    def put(self, piece: Piece, verdict: Verdict) -> None:
        write_whole(self._path(piece.key), msgspec.json.encode(verdict))

    def _path(self, name: str) -> Path:
        return self._folder / f"{name}.json"
