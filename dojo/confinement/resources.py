"""Limits on what a worker may use, and what happens when it ends."""

import faulthandler
import os
import shutil
import sys
from collections.abc import Callable
from contextlib import suppress
from multiprocessing.connection import wait
from pathlib import Path
from typing import NoReturn

from dojo.execution.channel import Channel, plain
from dojo.execution.messages import Exiting
from dojo.reporting.locations import short

MEMORY = 3 * 2**30
"""Bytes that the learner's code may allocate on top of what is loaded at its start."""
OUTPUT = 16 * 2**20
"""Bytes that it may write into one file; this includes standard output."""


def end_with(parent: int, leave: Callable[[int], NoReturn], folder: Path) -> None:
    """Wait until the parent has ended, delete the folder, and leave."""
    wait([parent])
    shutil.rmtree(folder, ignore_errors=True)
    leave(1)


def redirect_output(path: Path) -> None:
    """Make standard input empty, and send all output to a file."""
    output = os.open(path, os.O_WRONLY | os.O_TRUNC)
    for descriptor, source in enumerate((os.open(os.devnull, 0), output, output)):
        os.dup2(source, descriptor)
    sys.stdin = open(0, encoding="utf-8", closefd=False)  # noqa: SIM115
    sys.stdout = sys.stderr = open(1, "w", encoding="utf-8", closefd=False)  # noqa: SIM115
    faulthandler.enable()


def close_all_but(*kept: int) -> None:
    """Close what was inherited from the judge: its terminal and its files.

    Processes that are not forked have inherited nothing.
    """
    descriptors = Path("/dev/fd")
    for name in os.listdir(descriptors) if descriptors.is_dir() else ():
        if int(name) > 2 and int(name) not in kept:
            with suppress(OSError):  # the descriptor that listed the folder
                os.close(int(name))


def limit_resources() -> None:
    if not Path("/proc/self/statm").exists():  # not Linux: only time is limited
        return
    import resource

    pages = int(Path("/proc/self/statm").read_text(encoding="utf-8").split()[0])
    most = pages * resource.getpagesize() + MEMORY
    resource.setrlimit(resource.RLIMIT_AS, (most, most))
    resource.setrlimit(resource.RLIMIT_FSIZE, (OUTPUT, OUTPUT))
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))


def announce_exit(channel: Channel) -> None:
    leave = os._exit

    def _exit(status: int) -> NoReturn:
        frame = sys._getframe(1)
        path, line = frame.f_code.co_filename, frame.f_lineno
        text = f"{short(path)}, line {line}: os._exit({status})"
        channel.send(Exiting(plain(text)))
        leave(status)

    os._exit = _exit
