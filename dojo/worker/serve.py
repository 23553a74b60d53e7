"""The process in which the learner's code runs: what it does from fork to end.

It imports the learner's module, collects the tests, runs those it is told to, and sends
back what came of each, at once. Everything here runs in the worker.
"""

import os
import sys
import threading
from contextlib import suppress
from multiprocessing import parent_process
from multiprocessing.connection import Connection
from pathlib import Path

import pytest

from dojo.confinement.fences import confine, move_in, watch_over
from dojo.confinement.resources import (
    announce_exit,
    close_all_but,
    end_with,
    limit_resources,
    redirect_output,
)
from dojo.confinement.tampering import Snapshot, check_imports
from dojo.diagnosis.identify import diagnose
from dojo.execution.channel import Channel, plain
from dojo.execution.errors import describe
from dojo.execution.messages import Broken, Diagnose, Diagnosed, Job, Ready, ToWorker
from dojo.exercises import ROOT, all_tasks
from dojo.worker.loading import load, plant, take_from
from dojo.worker.plugin import WorkerPlugin
from echolab.runtime import import_tensorflow_quietly

QUICK_XLA = "--xla_backend_optimization_level=0"
"""A program is compiled for a test or two: time spent on making it fast is lost."""
PLUGINS = "pytest_timeout", "no:cacheprovider"
"""The plugin of pytest's that the spec needs, and one that it does not."""


def serve(connection: Connection, job: Job, output: Path) -> None:
    """Do the job, from the first import to the last report.

    All temporary files go beside its output, into a folder that its parent deletes.
    """
    folder, parent = output.parent, parent_process()
    assert parent
    if hasattr(os, "setsid"):
        os.setsid()
    arguments = parent.sentinel, os._exit, folder
    threading.Thread(target=end_with, args=arguments, daemon=True).start()
    redirect_output(output)
    close_all_but(connection.fileno(), parent.sentinel)
    confine(folder, job.tree)  # before TensorFlow has threads, which would be free
    move_in(folder)
    if job.exercise.needs_tensorflow:
        os.environ.setdefault("XLA_FLAGS", QUICK_XLA)
        import_tensorflow_quietly()
    limit_resources()
    all_tasks()  # are known before the learner's code can touch anything
    channel: Channel[ToWorker] = Channel(connection, ToWorker)
    announce_exit(channel)
    channel.send(Ready())
    with suppress(EOFError, OSError):  # nobody wants it any more
        channel.receive()  # Collect
        _work(channel, job, folder)


def _work(channel: Channel[ToWorker], job: Job, folder: Path) -> None:
    try:
        take_from(job.tree)
        watch_over(folder, job.tree)
        snapshot = Snapshot(job.tree)
        known = set(sys.modules)
        load(job)
        snapshot.check()
        check_imports(job.tree, known)
        plant(job)
    except BaseException as error:
        channel.send(Broken(plain(describe(error, job.tree))))
        return
    plugin = WorkerPlugin(channel, snapshot)
    _leave_out_what_others_set()
    os.chdir(ROOT)  # pytest takes brackets in a path that it is given for parameters
    pytest.main(_arguments(job), plugins=[plugin])
    question = plugin.question or channel.receive()
    while isinstance(question, Diagnose):
        channel.send(Diagnosed(diagnose(question.task)))
        question = channel.receive()


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
