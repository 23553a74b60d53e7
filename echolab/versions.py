"""The versions this kata needs.

It asks without importing what it asks for, and Python 3.6 can read it: it has to run
where the answer is no.
"""

import re
import sys
from functools import lru_cache
from importlib.util import find_spec

from echolab import commands

MINIMUM_PYTHON = (3, 10)
MAXIMUM_PYTHON = (3, 13)  # the last that TensorFlow has been released for
RUN: "dict[str, tuple[int, ...]]" = {
    "tensorflow": (2, 16),
    "numpy": (1, 26),
    "matplotlib": (3, 8),
    "rich": (13, 7),
}
"""What the programs need."""
TEST: "dict[str, tuple[int, ...]]" = {
    "pytest": (8, 4),
    "pytest-benchmark": (4,),
    "pytest-timeout": (2, 3),
    "hypothesis": (6, 100),
    "msgspec": (0, 19),
    "watchfiles": (0, 24),
}
"""What the tests need besides."""


def python_problem() -> "str | None":
    """Return one line that says why this Python is not supported, else None."""
    found = sys.version_info[:2]
    if MINIMUM_PYTHON <= found <= MAXIMUM_PYTHON:
        return None
    old = "which is too old"
    new = "and TensorFlow has no final release for it yet"
    return "echornn needs Python {} to {}. This is {}, {}".format(
        *map(_shown, (MINIMUM_PYTHON, MAXIMUM_PYTHON, found)),
        old if found < MINIMUM_PYTHON else new,
    )


def require(group: str, module: str) -> None:
    """End a program, with one line and status 2, if something it needs is missing."""
    problem = missing_requirement(group, module)
    if problem:
        sys.stderr.write(problem + "\n")
        sys.exit(2)


def tox_problem() -> "str | None":
    """Return one line if tox runs on an unsupported Python, else None."""
    problem = python_problem()
    return problem and _advice(problem, commands.tox_with(_shown(MAXIMUM_PYTHON)))


@lru_cache(maxsize=2)  # both groups
def missing_requirement(group: str, module: str) -> "str | None":
    """Return one line that says what is missing or too old, and what to type.

    Args:
        group: the dependency group that is needed, "run" or "test".
        module: what is run with `python -m` once everything is installed.
    """
    program = module if module == "pytest" else "python -m " + module
    words = f"--group {group} {program}"
    problem = python_problem()
    if problem:
        best = _shown(MAXIMUM_PYTHON)
        words = f"run --python {best} {words}"
        return _advice(problem, commands.uv(words))
    problem = _package_problem(RUN if group == "run" else dict(RUN, **TEST))
    if problem and commands.in_virtual_environment() and find_spec("pip"):
        pip = f"{commands.python()} -m pip install "
        steps = pip + "--upgrade pip", pip + "--group " + group
        again = f"{commands.python()} -m {module}"
        return _advice(problem, commands.THEN.join((*steps, again)))
    return problem and _advice(problem, commands.uv("run " + words))


def _package_problem(requirements: "dict[str, tuple[int, ...]]") -> "str | None":
    from importlib.metadata import PackageNotFoundError, version  # not before 3.8

    for package, minimum in requirements.items():
        try:
            found = version(package)
        except PackageNotFoundError:
            return _too_old(package, minimum, "it is not installed")
        release = tuple(map(int, re.findall(r"\d+", found)[: len(minimum)]))
        if release < minimum:
            return _too_old(package, minimum, found + " is installed")
    return None


def _too_old(package: str, minimum: "tuple[int, ...]", found: str) -> str:
    return f"echornn needs {package} {_shown(minimum)} or newer: {found}"


def _advice(problem: str, command: str) -> str:
    return f"{problem}. Type: {command}"


def _shown(version: "tuple[int, ...]") -> str:
    return ".".join(map(str, version))
