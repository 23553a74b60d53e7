"""What the learner's code may reach: its own folder, and no other process.

There are two fences. Python's audit hook works everywhere. It can tell which line did
what, but somebody who knows how can get around it. On Linux, there are also Landlock
and seccomp, and nobody can get around these.
"""

import os
import sys
import tempfile
from collections.abc import Iterator, Set
from functools import cache
from pathlib import Path
from typing import Any

from dojo.confinement import landlock, seccomp
from dojo.confinement.tampering import Tampering, lies_in_the_project
from dojo.exercises import REFERENCE, ROOT
from dojo.galleries.plants import ALTERNATIVES
from dojo.reporting.locations import caller, is_running, short

WRITING = os.O_WRONLY | os.O_RDWR | os.O_CREAT | os.O_TRUNC | os.O_APPEND
PROCESSES = (
    "os.fork os.forkpty os.exec os.posix_spawn os.spawn os.system subprocess.Popen"
)
STARTS_A_PROCESS = frozenset(PROCESSES.split())
CHANGES = "chmod chown link mkdir remove rename rmdir symlink truncate utime"
CHANGES_A_FILE = frozenset(
    {*(f"os.{name}" for name in CHANGES.split()), "shutil.rmtree", "shutil.move"}
)


def move_in(folder: Path) -> None:
    """Use this folder as home and for temporary files, and write no bytecode."""
    tempfile.tempdir = str(folder)
    os.environ.update(dict.fromkeys(("TMPDIR", "TEMP", "TMP"), str(folder)))
    if landlock.version():  # otherwise, keep it: Matplotlib's font list is there
        os.environ["HOME"] = str(folder)
    sys.dont_write_bytecode = True


def confine(folder: Path, tree: Path) -> None:
    """Make the kernel restrict this thread to its folder, where that is possible.

    Args:
        folder: the folder to which it may write.
        tree: contains the `echornn` under test, which it may read.
    """
    home = os.path.expanduser("~")  # Path.home() is an error for users without a name
    folders = home, tempfile.gettempdir(), ROOT / ".git"
    hidden = {Path(os.path.realpath(place)) for place in folders}
    if tree / "echornn" != REFERENCE:
        hidden |= {REFERENCE.parent, ALTERNATIVES}
    needed = {Path("/"), ROOT, tree, *homes_of_packages()}
    hidden -= needed
    holders = {folder for path in hidden for folder in path.parents}
    readable = (p for place in needed for p in _all_but(place, hidden, holders))
    landlock.keep_only(readable=readable, writable=[folder, Path(os.devnull)])
    seccomp.deny()


@cache
def homes_of_packages() -> frozenset[Path]:
    """Return the folders of Python, and of all modules loaded at the first call."""
    files = (
        getattr(module, "__file__", None)
        for name, module in list(sys.modules.items())
        if "." not in name
    )
    linked = (os.path.realpath(file) for file in files if file)  # by an installer
    places = sys.prefix, sys.base_prefix, *filter(None, sys.path)
    return frozenset(map(Path, (*places, *map(os.path.dirname, linked))))


def _all_but(place: Path, hidden: Set[Path], holders: Set[Path]) -> Iterator[Path]:
    """Iterate over as few paths as cover a folder without its hidden parts.

    Args:
        place: the folder.
        hidden: what it may hold that is left out.
        holders: all folders that hold such a thing.
    """
    if place in hidden:
        return
    if place not in holders:
        yield place
        return
    for path in place.iterdir():
        if not path.is_symlink():
            yield from _all_but(path, hidden, holders)


def unprevented() -> str | None:
    """Say in one line what a submission could do here; None if nothing is known."""
    missing = [
        what
        for what, is_missing in (
            ("read or change files", landlock.version() < 3),
            ("stop other programs", landlock.version() < 6),
            ("start programs and use the network", not seccomp.is_there()),
        )
        if is_missing
    ]
    if not missing:
        return None
    *others, last = missing
    listed = f"{', '.join(others)}, or {last}" if others else last
    return f"on this machine, malicious code could {listed}"


def watch_over(folder: Path, tree: Path) -> None:
    """From now on, and in all threads, refuse what no exercise needs.

    Raises:
        Tampering: later, in the learner's code, when it tries such a thing.
    """
    own = os.path.realpath(folder)

    def may_write(path: Any) -> bool:
        if not _is_path(path):  # already open
            return True
        real = os.path.realpath(os.fsdecode(path))
        return real == os.devnull or real == own or real.startswith(own + os.sep)

    def may_read(path: Any) -> bool:
        if not _is_path(path):
            return True
        file = Path(os.path.abspath(os.fsdecode(path)))
        return file.parent == ROOT or not is_private(file)

    def is_private(file: Path) -> bool:
        return lies_in_the_project(file, tree) and is_running(tree)

    def refuse(what: str) -> None:
        raise Tampering(f"{caller(tree)}: {what}, which is not allowed")

    def look(event: str, arguments: tuple[Any, ...]) -> None:
        if event == "open":
            path, _, flags = arguments
            writing = may_write, "writes"
            may, verb = writing if flags & WRITING else (may_read, "reads")
            if not may(path):
                refuse(f"{verb} {short(os.path.abspath(os.fsdecode(path)))}")
        elif event == "exec":  # of a module: its bytecode may lie elsewhere
            file = Path(arguments[0].co_filename)
            if is_private(file):
                refuse(f"imports {short(file)}")
        elif event in STARTS_A_PROCESS:
            refuse(f"starts a process ({event})")
        elif event in CHANGES_A_FILE:
            paths = filter(_is_path, arguments)
            if not (_is_in_open_folder(event, arguments) or all(map(may_write, paths))):
                refuse(f"changes files ({event})")
        elif event in ("os.kill", "os.killpg") and arguments[0] != os.getpid():
            refuse(f"sends a signal to another process ({event})")
        elif event == "socket.__new__":
            refuse("opens a socket")

    sys.addaudithook(look)


def _is_in_open_folder(event: str, arguments: tuple[Any, ...]) -> bool:
    """Tell whether the path is relative to a folder that is already open."""
    folder = arguments[-1]
    return event != "os.truncate" and isinstance(folder, int) and folder >= 0


def _is_path(argument: object) -> bool:
    return isinstance(argument, str | bytes | os.PathLike)
