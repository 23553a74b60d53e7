"""The list of tests, taken from the spec, whatever a learner's code does.

`dojo stubs` records them. If a spec file has changed since, its tests are collected
against stubs that nobody edits, in a process of the same kind.
"""

from dataclasses import dataclass
from functools import cache
from hashlib import sha256
from pathlib import Path
from threading import Lock

from msgspec import DecodeError, Struct, json

from dojo.execution.budget import Budget
from dojo.execution.messages import Broken, Collected, Job, SpecTest
from dojo.execution.process import Crash, Process
from dojo.exercises import EXERCISES, PRISTINE, ROOT
from dojo.reporting.locations import short

RECORDED = PRISTINE.with_name("tests.json")


@dataclass(frozen=True)
class Known:
    """The tests of a spec file."""

    tests: tuple[SpecTest, ...] = ()
    problem: str | None = None
    """The reason why there are none: the file cannot be collected."""


class Record(Struct, frozen=True):
    """The tests of a spec file as it was when they were recorded."""

    digest: str
    tests: tuple[SpecTest, ...]


def known_tests(job: Job, preloaded: bool) -> Known:
    """Return the tests in a job's file, for all tasks."""
    record = recorded().get(job.exercise.number)
    is_usual = job.file == job.exercise.spec_file and job.limit is None
    if record and is_usual and record.digest == _digest(job.file):
        return Known(record.tests)
    return _collected(job, preloaded)


def record_tests() -> Path:
    """Record the tests of every exercise; return the path of the file."""
    records = json.encode(collect_records())
    RECORDED.write_bytes(json.format(records, indent=1) + b"\n")
    return RECORDED


def collect_records() -> dict[int, Record]:
    """Collect the tests of every exercise; return what is to be recorded."""
    records = {}
    for number, exercise in EXERCISES.items():
        known = _collected(Job(exercise.spec_file, PRISTINE.parent), preloaded=False)
        if known.tests:
            digest = _digest(exercise.spec_file)
            records[number] = Record(digest, known.tests)
    return records


@cache
def recorded() -> dict[int, Record]:
    """Return what is recorded, by the number of the exercise."""
    try:
        return json.decode(RECORDED.read_bytes(), type=dict[int, Record])
    except (OSError, DecodeError):  # missing or damaged: the tests are collected
        return {}


def _digest(file: Path) -> str:
    """Return the digest of a spec file and of the settings for pytest."""
    read = (path.read_text("utf-8") for path in (file, ROOT / "pyproject.toml"))
    return sha256("\n".join(read).encode()).hexdigest()


def _collected(job: Job, preloaded: bool) -> Known:
    with _ONE_BY_ONE:
        changed = job.file.stat().st_mtime_ns
        return _collect(job.file, changed, job.limit, preloaded)


_ONE_BY_ONE = Lock()


@cache
def _collect(file: Path, changed: int, limit: float | None, preloaded: bool) -> Known:
    job = Job(file, PRISTINE.parent, limit=limit)
    process = Process(job, budget=Budget.of(job.exercise), preloaded=preloaded)
    try:
        process.start_collecting()
        match process.collected():
            case Collected(tests):
                return Known(tests)
            case Broken(problem) | Crash(problem):
                return Known(problem=f"{short(file)} cannot be collected: {problem}")
    finally:
        process.stop()
