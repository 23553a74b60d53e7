"""The process in which the learner's code runs: what it does from fork to end.

It imports the learner's module, collects the tests, runs those it is told to, and sends
back what came of each, at once. Everything here runs in the child.
"""

import faulthandler
import importlib
import os
import re
import shutil
import sys
import tempfile
import threading
from collections.abc import Callable
from contextlib import suppress
from dataclasses import dataclass
from functools import partial
from multiprocessing import parent_process
from multiprocessing.connection import Connection, wait
from pathlib import Path
from typing import Any, NoReturn

import pytest

from dojo.diagnosis import diagnose
from dojo.guard import Meddling, Watch, check_imports, lock_reference
from dojo.places import Absent, absent, check_package, short, where
from dojo.relay import Relay
from dojo.sources import undecodable_line
from dojo.tasks import (
    FIRST_WITH_TENSORFLOW,
    MODULES,
    ROOT,
    all_tasks,
    exercise_of_test_file,
)
from echornn.quiet import import_tensorflow_quietly

MEMORY = 3 * 2**30
"""Bytes that the learner's code may take beyond what is loaded when it starts."""
PLUGINS = "pytest_timeout", "no:cacheprovider"
"""The plugin of pytest's that the spec needs, and one that it does not."""
OUTPUT = 16 * 2**20
"""Bytes that it may write into one file, standard output among them."""


@dataclass(frozen=True)
class Job:
    """Which tests to collect, and what they are to test."""

    file: Path
    """A spec file: test_3_cell.py."""
    tree: Path
    """The folder that holds the `echornn` to test."""
    plants: tuple[tuple[str, str, str], ...] = ()
    """(task number, module, function): what stands in for a task's function."""
    task: str | None = None
    """Collect the tests of this task alone."""
    limit: float | None = None
    """Seconds for a test that has no limit of its own; None: as the project says."""

    @property
    def exercise(self) -> int:
        return exercise_of_test_file(self.file) or 0


COLLECT = "collect"
"""The word at which the process imports the learner's module."""

Send = Callable[[tuple[Any, ...]], None]


def serve(connection: Connection, job: Job, output: Path) -> None:
    """Do the job, from the first import to the last report.

    All temporary files go beside its output, into a folder that its parent deletes.
    """
    if hasattr(os, "setsid"):
        os.setsid()
    end = _end_with_parent
    threading.Thread(target=end, args=[os._exit, output.parent], daemon=True).start()
    _redirect_output(output)
    tempfile.tempdir = str(output.parent)
    if job.exercise >= FIRST_WITH_TENSORFLOW:
        import_tensorflow_quietly()
    _limit_resources()
    all_tasks()  # are known before the learner's code can touch anything
    _announce_exit(connection.send)
    connection.send(("ready", None))
    try:
        connection.recv()  # COLLECT
    except EOFError:
        return  # nobody wants it any more
    try:
        take_from(job.tree)
        lock_reference(job.tree)
        watch = Watch(job.tree)
        _load(job)
        watch.check()
        check_imports(job.tree)
    except BaseException as error:
        connection.send(("broken", describe(error, job.tree)))
        return
    relay = Relay(connection, job.task, watch)
    _leave_out_what_others_set()
    os.chdir(ROOT)  # pytest takes brackets in a path that it is given for parameters
    pytest.main(_arguments(job), plugins=[relay])
    with suppress(EOFError, OSError):  # nobody asks any more
        connection.send(("diagnosis", diagnose(relay.question or connection.recv())))


def _leave_out_what_others_set() -> None:
    """Have this process's pytest obey its arguments and the project's file alone."""
    for name in [name for name in os.environ if name.startswith("PYTEST_")]:
        del os.environ[name]
    os.environ["PYTEST_DISABLE_PLUGIN_AUTOLOAD"] = "1"  # others take their time


def _arguments(job: Job) -> list[str]:
    plugins = [option for name in PLUGINS for option in ("-p", name)]
    limit = [] if job.limit is None else [f"--timeout={job.limit}"]
    settings = "-c", "pyproject.toml", "-o", "pythonpath="
    return [
        *plugins,
        *settings,
        *limit,
        "--in-process",
        "-q",
        "--tb=native",
        str(job.file.relative_to(ROOT)),
    ]


def _end_with_parent(leave: Callable[[int], NoReturn], folder: Path) -> None:
    parent = parent_process()
    assert parent is not None
    wait([parent.sentinel])
    shutil.rmtree(folder, ignore_errors=True)
    leave(1)


def _redirect_output(path: Path) -> None:
    sys.stdin = os.fdopen(os.open(os.devnull, os.O_RDONLY), encoding="utf-8")
    output = os.open(path, os.O_WRONLY | os.O_TRUNC)
    for descriptor in (1, 2):
        os.dup2(output, descriptor)
    sys.stdout = sys.stderr = os.fdopen(output, "w", encoding="utf-8")
    faulthandler.enable()


def _limit_resources() -> None:
    if not Path("/proc/self/statm").exists():  # not on Linux: only time is limited
        return
    import resource

    pages = int(Path("/proc/self/statm").read_text(encoding="utf-8").split()[0])
    most = pages * resource.getpagesize() + MEMORY
    resource.setrlimit(resource.RLIMIT_AS, (most, most))
    resource.setrlimit(resource.RLIMIT_FSIZE, (OUTPUT, OUTPUT))
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))


def _announce_exit(send: Send) -> None:
    leave = os._exit

    def _exit(status: int) -> NoReturn:
        frame = sys._getframe(1)
        path, line = frame.f_code.co_filename, frame.f_lineno
        send(("left", f"{short(path)}, line {line}: os._exit({status})"))
        leave(status)

    os._exit = _exit


def take_from(tree: Path) -> None:
    """Have `echornn` imported from this tree, whatever has been imported before.

    Raises:
        Absent: there is none.
    """
    check_package(tree)
    sys.path[:0] = [str(tree)]
    for name in [name for name in sys.modules if name.split(".")[0] == "echornn"]:
        del sys.modules[name]


def _load(job: Job) -> None:
    """Import the learner's module, with stand-ins for what is missing or planted.

    Raises:
        ModuleNotFoundError: it is not there, or not in this tree.
    """
    module = importlib.import_module(f"echornn.{MODULES[job.exercise]}")
    if not Path(str(module.__file__)).is_relative_to(job.tree):
        raise ModuleNotFoundError(name=module.__name__)
    for task in all_tasks().values():
        if task.exercise == job.exercise and not hasattr(module, task.name):
            setattr(module, task.name, partial(_missing, str(task), module.__file__))
    for number, source, name in job.plants:
        task = all_tasks()[number]
        home = importlib.import_module(f"echornn.{task.module}")
        setattr(home, task.name, getattr(importlib.import_module(source), name))


def _missing(task: str, file: str | None, *args: object, **kwargs: object) -> NoReturn:
    name = task.split()[-1]
    raise AttributeError(f"{short(str(file))} has no function `{name}` ({task})")


def describe(error: BaseException, tree: Path) -> str:
    """Return an error in one paragraph, with the learner's file and line."""
    kind, text = type(error).__name__, str(error)
    if isinstance(error, Meddling | Absent):
        return text
    if isinstance(error, SyntaxError | ValueError) and (place := _no_text(error, tree)):
        return f"{place} cannot be read: save the file as UTF-8"
    if isinstance(error, SyntaxError):
        place = f"{short(str(error.filename))}, line {error.lineno or 1}"
        code = f"\n    {error.text.strip()}" if error.text else ""
        return f"{place}: {kind}: {error.msg}{code}"
    if isinstance(error, ModuleNotFoundError) and "echornn." in str(error.name):
        return absent(tree / f"{str(error.name).replace('.', '/')}.py")
    return f"{where(error, tree)}: {kind}: {text}"


def _no_text(error: SyntaxError | ValueError, tree: Path) -> str | None:
    """Return the file and line that Python could not decode, if that is the error.

    Which file it is, not every Python says; a comment may be in any encoding.
    """
    if not re.search("unicode error|null bytes|encoding problem", str(error)):
        return None
    named = getattr(error, "filename", None)
    files = [Path(named)] if named else sorted((tree / "echornn").glob("*.py"))
    bad = ((path, undecodable_line(path)) for path in files)
    return next((f"{short(path)}, line {line}" for path, line in bad if line), None)
