"""Linux's seccomp: a process permanently loses the ability to start or reach others.

A filter checks every system call: https://docs.kernel.org/userspace-api/
seccomp_filter.html. The kernel's numbers for the calls depend on the processor.
"""

import ctypes
import errno
import platform
import struct
import sys
from typing import NamedTuple

from dojo.confinement.landlock import NO_NEW_PRIVILEGES, libc

_SET_SECCOMP, _FILTER = 22, 2
_ALLOW, _FAIL_WITH = 0x7FFF0000, 0x00050000
_LOAD, _IF_EQUAL, _IF_ABOVE, _IF_ANY_BIT, _RETURN = 0x20, 0x15, 0x25, 0x45, 0x06
_CALL, _PROCESSOR, _FIRST_ARGUMENT = 0, 4, 16
"""The offsets of these fields in the data that a filter sees."""
_THREAD = 0x10000
"""The flag with which `clone` makes a thread and not a process."""
_OTHER_NUMBERS = 0x40000000
"""Calls with this number or a higher one belong to x86 with short pointers."""


class _Processor(NamedTuple):
    """The kernel's numbers for one kind of processor."""

    itself: int
    clone: int
    clone3: int
    denied: tuple[int, ...]
    """socket, fork, vfork, execve, execveat, ptrace, process_vm_readv and _writev,
    io_uring_setup, unshare, setns."""


_PROCESSORS = {
    "x86_64": _Processor(
        0xC000003E, 56, 435, (41, 57, 58, 59, 322, 101, 310, 311, 425, 272, 308)
    ),
    "aarch64": _Processor(
        0xC00000B7, 220, 435, (198, 221, 281, 117, 270, 271, 425, 97, 268)
    ),
}


class _Program(ctypes.Structure):
    _fields_ = ("length", ctypes.c_ushort), ("code", ctypes.c_char_p)


def is_there() -> bool:
    """Tell whether `deny` can do anything on this machine."""
    has_wide_pointers = sys.maxsize > 2**32  # Python may lack them on such a processor
    is_known = platform.machine() in _PROCESSORS and has_wide_pointers
    return sys.platform == "linux" and is_known


def deny() -> bool:
    """From now on, let this thread start only threads, and open no socket.

    Returns:
        Whether the kernel accepted the filter.
    """
    if not is_there():
        return False
    code = _code(_PROCESSORS[platform.machine()])
    program = _Program(len(code) // 8, code)
    libc().prctl(NO_NEW_PRIVILEGES, 1, 0, 0, 0)
    return libc().prctl(_SET_SECCOMP, _FILTER, ctypes.byref(program), 0, 0) == 0


def _code(processor: _Processor) -> bytes:
    """Return the filter: each test says how many steps to skip if it is true or false.

    `clone3` hides its flags from a filter. If it seems not to exist, the C library uses
    `clone` instead.
    """
    no = _FAIL_WITH | errno.EPERM
    steps = [
        (_LOAD, 0, 0, _PROCESSOR),
        (_IF_EQUAL, 1, 0, processor.itself),
        (_RETURN, 0, 0, no),
        (_LOAD, 0, 0, _CALL),
        (_IF_ABOVE, 0, 1, _OTHER_NUMBERS - 1),
        (_RETURN, 0, 0, no),
    ]
    for number in processor.denied:
        steps += [(_IF_EQUAL, 0, 1, number), (_RETURN, 0, 0, no)]
    steps += [
        (_IF_EQUAL, 0, 1, processor.clone3),
        (_RETURN, 0, 0, _FAIL_WITH | errno.ENOSYS),
        (_IF_EQUAL, 0, 3, processor.clone),
        (_LOAD, 0, 0, _FIRST_ARGUMENT),
        (_IF_ANY_BIT, 1, 0, _THREAD),
        (_RETURN, 0, 0, no),
        (_RETURN, 0, 0, _ALLOW),
    ]
    return b"".join(struct.pack("=HBBI", *step) for step in steps)
