"""What a worker may use, and how it ends."""

import faulthandler
import os
import shutil
import sys
from collections.abc import Callable
from multiprocessing import parent_process
from multiprocessing.connection import Connection, wait
from pathlib import Path
from typing import NoReturn

from dojo.execution.messages import Exiting
from dojo.reporting.locations import short

MEMORY = 3 * 2**30
"""Bytes that the learner's code may take beyond what is loaded when it starts."""
OUTPUT = 16 * 2**20
"""Bytes that it may write into one file, standard output among them."""


def end_with_parent(leave: Callable[[int], NoReturn], folder: Path) -> None:
    parent = parent_process()
    assert parent is not None
    wait([parent.sentinel])
    shutil.rmtree(folder, ignore_errors=True)
    leave(1)


def redirect_output(path: Path) -> None:
    sys.stdin = os.fdopen(os.open(os.devnull, os.O_RDONLY), encoding="utf-8")
    output = os.open(path, os.O_WRONLY | os.O_TRUNC)
    for descriptor in (1, 2):
        os.dup2(output, descriptor)
    sys.stdout = sys.stderr = os.fdopen(output, "w", encoding="utf-8")
    faulthandler.enable()


def limit_resources() -> None:
    if not Path("/proc/self/statm").exists():  # not on Linux: only time is limited
        return
    import resource

    pages = int(Path("/proc/self/statm").read_text(encoding="utf-8").split()[0])
    most = pages * resource.getpagesize() + MEMORY
    resource.setrlimit(resource.RLIMIT_AS, (most, most))
    resource.setrlimit(resource.RLIMIT_FSIZE, (OUTPUT, OUTPUT))
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))


def announce_exit(connection: Connection) -> None:
    leave = os._exit

    def _exit(status: int) -> NoReturn:
        frame = sys._getframe(1)
        path, line = frame.f_code.co_filename, frame.f_lineno
        text = f"{short(path)}, line {line}: os._exit({status})"
        connection.send(Exiting(text))
        leave(status)

    os._exit = _exit
