"""The process in which the learner's code runs: what it does from fork to end.

It imports the learner's module, collects the tests, runs those it is told to, and sends
back what came of each, at once. Everything here runs in the worker.
"""

import os
import sys
import tempfile
import threading
from contextlib import suppress
from multiprocessing.connection import Connection
from pathlib import Path

import pytest

from dojo.diagnosis.identify import diagnose
from dojo.execution.errors import describe
from dojo.execution.loading import load, plant, take_from
from dojo.execution.messages import Broken, Diagnosed, Job, Ready
from dojo.execution.resources import (
    announce_exit,
    end_with_parent,
    limit_resources,
    redirect_output,
)
from dojo.execution.tampering import Snapshot, check_imports, lock_reference
from dojo.execution.worker_plugin import WorkerPlugin
from dojo.exercises import ROOT, all_tasks
from echolab.runtime import import_tensorflow_quietly

PLUGINS = "pytest_timeout", "no:cacheprovider"
"""The plugin of pytest's that the spec needs, and one that it does not."""


def serve(connection: Connection, job: Job, output: Path) -> None:
    """Do the job, from the first import to the last report.

    All temporary files go beside its output, into a folder that its parent deletes.
    """
    if hasattr(os, "setsid"):
        os.setsid()
    end = end_with_parent
    threading.Thread(target=end, args=[os._exit, output.parent], daemon=True).start()
    redirect_output(output)
    tempfile.tempdir = str(output.parent)
    if job.exercise.needs_tensorflow:
        import_tensorflow_quietly()
    limit_resources()
    all_tasks()  # are known before the learner's code can touch anything
    announce_exit(connection)
    connection.send(Ready())
    try:
        connection.recv()  # Collect
    except EOFError:
        return  # nobody wants it any more
    try:
        take_from(job.tree)
        lock_reference(job.tree)
        snapshot = Snapshot(job.tree)
        known = set(sys.modules)
        load(job)
        snapshot.check()
        check_imports(job.tree, known)
        plant(job)
    except BaseException as error:
        connection.send(Broken(describe(error, job.tree)))
        return
    plugin = WorkerPlugin(connection, job.task, snapshot)
    _leave_out_what_others_set()
    os.chdir(ROOT)  # pytest takes brackets in a path that it is given for parameters
    pytest.main(_arguments(job), plugins=[plugin])
    with suppress(EOFError, OSError):  # nobody asks any more
        question = plugin.question or connection.recv()
        connection.send(Diagnosed(diagnose(question.task)))


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
