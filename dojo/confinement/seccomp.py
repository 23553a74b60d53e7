"""Linux's seccomp: a process gives up, for good, to start others and to reach them.

A filter looks at every call of the kernel: https://docs.kernel.org/userspace-api/
seccomp_filter.html. The numbers of the calls are the kernel's, for each processor.
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
"""Where they stand in what a filter is shown."""
_THREAD = 0x10000
"""The flag by which `clone` makes a thread, and not a process."""
_OTHER_NUMBERS = 0x40000000
"""Calls from here on are those of x86 with short pointers."""


class _Processor(NamedTuple):
    """The kernel's numbers on one kind of processor."""

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
    has_wide_pointers = sys.maxsize > 2**32  # the processor may have, and Python not
    is_known = platform.machine() in _PROCESSORS and has_wide_pointers
    return sys.platform == "linux" and is_known


def deny() -> bool:
    """Have this thread start threads alone from now on, and open no socket.

    Returns:
        Whether the kernel has agreed.
    """
    if not is_there():
        return False
    code = _code(_PROCESSORS[platform.machine()])
    program = _Program(len(code) // 8, code)
    libc().prctl(NO_NEW_PRIVILEGES, 1, 0, 0, 0)
    return libc().prctl(_SET_SECCOMP, _FILTER, ctypes.byref(program), 0, 0) == 0


def _code(processor: _Processor) -> bytes:
    """Return the filter: each step skips as many as it says, if its test holds or not.

    `clone3` hides its flags from a filter; told that there is none, the C library takes
    `clone`.
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
