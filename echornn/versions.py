"""The versions this kata needs. This module is given, complete.

It asks without importing TensorFlow, and its own syntax is old enough to run where
the answer is no.
"""

from __future__ import annotations

import sys
from importlib.metadata import PackageNotFoundError, version

MINIMUM_PYTHON = (3, 10)
MINIMUM_TENSORFLOW = (2, 16)


def missing_requirement() -> str | None:
    """Return one line that says which requirement is missing or too old, else None."""
    return python_problem() or _tensorflow_problem()


def python_problem() -> str | None:
    """Return one line that says that Python is too old, else None."""
    if sys.version_info >= MINIMUM_PYTHON:
        return None
    return _too_old("Python", MINIMUM_PYTHON, "this is {}.{}".format(*sys.version_info))


def _tensorflow_problem() -> str | None:
    try:
        found = version("tensorflow")
    except PackageNotFoundError:
        return _too_old("TensorFlow", MINIMUM_TENSORFLOW, "it is not installed")
    if tuple(int(part) for part in found.split(".")[:2]) >= MINIMUM_TENSORFLOW:
        return None
    return _too_old("TensorFlow", MINIMUM_TENSORFLOW, f"this is {found}")


def _too_old(what: str, minimum: tuple[int, int], found: str) -> str:
    return "echornn needs {} {}.{} or newer: {}".format(what, *minimum, found)
