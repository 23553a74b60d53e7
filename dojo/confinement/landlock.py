"""Linux's Landlock: a process permanently gives up access to files it does not need.

https://docs.kernel.org/userspace-api/landlock.html lists the calls and their numbers.
The PyPI package of that name covers only files, but this module also covers signals and
TCP.
"""

import ctypes
import os
import sys
from collections.abc import Iterable, Mapping
from contextlib import suppress
from functools import cache
from pathlib import Path

_CREATE_RULESET, _ADD_RULE, _RESTRICT_SELF = 444, 445, 446
_ASK_FOR_VERSION = 1
_BENEATH_A_PATH = 1
NO_NEW_PRIVILEGES = 38

_EXECUTE, _WRITE, _READ, _LIST = 1 << 0, 1 << 1, 1 << 2, 1 << 3
_TRUNCATE, _DEVICE = 1 << 14, 1 << 15
_READING = _EXECUTE | _READ | _LIST
_OF_A_FILE = _EXECUTE | _WRITE | _READ | _TRUNCATE | _DEVICE
_FILES = {1: (1 << 13) - 1, 2: 1 << 13, 3: _TRUNCATE, 5: _DEVICE}
"""The rights to files, by the version that introduced them."""
_TCP = {4: 0b11}
"""The rights to listen and to connect."""
_SCOPES = {6: 0b11}
"""No abstract sockets and no signals may reach other processes."""


class _Ruleset(ctypes.Structure):
    _fields_ = tuple((name, ctypes.c_uint64) for name in ("files", "tcp", "scopes"))


class _Beneath(ctypes.Structure):
    _pack_ = 1
    _fields_ = ("rights", ctypes.c_uint64), ("folder", ctypes.c_int32)


@cache
def version() -> int:
    """Return the kernel's version of Landlock; 0 if it has none."""
    if sys.platform != "linux":
        return 0
    return max(0, libc().syscall(_CREATE_RULESET, None, 0, _ASK_FOR_VERSION))


def keep_only(*, readable: Iterable[Path], writable: Iterable[Path]) -> None:
    """Allow this thread, and what it starts from now on, only these files and folders.

    Any folder may still be listed. From version 4 on, TCP is denied as well; from
    version 6 on, so are signals to other processes. Without Landlock, nothing happens.
    """
    if not version():
        return
    rights = _known(_FILES)
    wanted = _Ruleset(rights, _known(_TCP), _known(_SCOPES))
    size = 8 if version() < 4 else 16 if version() < 6 else 24
    ruleset = _call(_CREATE_RULESET, ctypes.byref(wanted), size, 0)
    _allow(ruleset, Path("/"), _LIST)
    for path in readable:
        _allow(ruleset, path, _READING)
    for path in writable:
        _allow(ruleset, path, rights)
    libc().prctl(NO_NEW_PRIVILEGES, 1, 0, 0, 0)
    _call(_RESTRICT_SELF, ruleset, 0)
    os.close(ruleset)


@cache
def libc() -> ctypes.CDLL:
    return ctypes.CDLL(None, use_errno=True)


def _known(rights: Mapping[int, int]) -> int:
    return sum(bits for since, bits in rights.items() if since <= version())


def _allow(ruleset: int, path: Path, rights: int) -> None:
    with suppress(OSError):  # it does not exist, so nobody needs it
        folder = os.open(path, os.O_PATH | os.O_CLOEXEC)
        if not path.is_dir():
            rights &= _OF_A_FILE
        rule = _Beneath(rights & _known(_FILES), folder)
        _call(_ADD_RULE, ruleset, _BENEATH_A_PATH, ctypes.byref(rule), 0)
        os.close(folder)


def _call(number: int, *arguments: object) -> int:
    result = libc().syscall(number, *arguments)
    if result < 0:
        raise OSError(ctypes.get_errno(), os.strerror(ctypes.get_errno()))
    return result
