"""The worker, the process in which the learner's code runs, from start to end.

It imports the learner's module, collects the tests, runs those that the judge asks for,
and sends back each outcome at once. Everything in this file runs in the worker.
"""

import os
import sys
import threading
from contextlib import suppress
from functools import cache
from importlib.metadata import PackageNotFoundError, version
from multiprocessing import parent_process
from multiprocessing.connection import Connection
from pathlib import Path

import pytest
import pytest_timeout

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

UNNEEDED = (
    *("cacheprovider", "doctest", "junitxml", "legacypath", "pastebin"),
    *("recwarn", "setuponly", "setupplan", "subtests", "unittest"),
)
"""Pytest's own plugins that the spec does without: each takes time to set up."""


def serve(connection: Connection, job: Job, output: Path) -> None:
    """Do the job, from the first import to the last report.

    All temporary files go into the folder of the output file, which the parent deletes.
    """
    folder, parent = output.parent, parent_process()
    assert parent
    if hasattr(os, "setsid"):
        os.setsid()
    arguments = parent.sentinel, os._exit, folder
    threading.Thread(target=end_with, args=arguments, daemon=True).start()
    redirect_output(output)
    close_all_but(connection.fileno(), parent.sentinel)
    confine(folder, job.tree)  # first: TensorFlow's threads would escape it
    move_in(folder)
    if job.exercise.needs_tensorflow:
        spend_little()
        import_tensorflow_quietly()
    limit_resources()
    all_tasks()  # cached before the learner's code can change anything
    channel: Channel[ToWorker] = Channel(connection, ToWorker)
    announce_exit(channel)
    channel.send(Ready())
    with suppress(EOFError, OSError):  # the judge is gone
        channel.receive()  # Collect
        _work(channel, job, folder)


def spend_little() -> None:
    """Have TensorFlow start no threads, and XLA leave out optimizations.

    Tensors are small here, and a program runs for a test or two only.
    """
    for pool in ("INTEROP", "INTRAOP"):
        os.environ.setdefault(f"TF_NUM_{pool}_THREADS", "1")
    flags = "--xla_backend_optimization_level=0", *flags_to_compile_sooner()
    os.environ.setdefault("XLA_FLAGS", " ".join(flags))


@cache
def flags_to_compile_sooner() -> list[str]:
    """Return flags with which XLA compiles a small program in less than half the time.

    The program runs a bit slower. Only this version needs the first flag, and a version
    that does not know a flag aborts.
    """
    with suppress(PackageNotFoundError):  # TensorFlow by another name
        if version("tensorflow").startswith("2.21."):
            return [
                "--xla_cpu_use_fusion_emitters=false",
                "--xla_cpu_parallel_codegen_split_count=1",
            ]
    return []


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
    os.chdir(ROOT)  # pytest reads brackets in a path argument as parameters
    pytest.main(_arguments(job), plugins=[pytest_timeout, plugin])
    question = plugin.question or channel.receive()
    while isinstance(question, Diagnose):
        channel.send(Diagnosed(diagnose(question.task)))
        question = channel.receive()


def _leave_out_what_others_set() -> None:
    """Make pytest in this process obey only its arguments and the project's file."""
    for name in [name for name in os.environ if name.startswith("PYTEST_")]:
        del os.environ[name]
    os.environ["PYTEST_DISABLE_PLUGIN_AUTOLOAD"] = "1"  # loading others is slow


def _arguments(job: Job) -> list[str]:
    plugins = [option for name in UNNEEDED for option in ("-p", f"no:{name}")]
    limit = [] if job.limit is None else [f"--timeout={job.limit}"]
    settings = "-c", "pyproject.toml", "-o", "pythonpath="
    return [
        *plugins,
        *settings,
        *limit,
        "--in-process",
        "-q",
        "--tb=no",
        str(job.file.relative_to(ROOT)),
    ]
