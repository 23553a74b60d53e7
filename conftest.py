"""The options of a run of the spec.

They stand in the project's root because pytest takes the value of an option that it
does not know yet for a path, and looks for this file beside it. pytest reads it before
anything else, so it checks the versions, and Python 3.6 can read it.
"""

import sys
from pathlib import Path

import pytest

# pytest has put this folder first, and it holds the learner's package. Which package is
# tested is for the setting `pythonpath` to say.
_here = str(Path(__file__).parent)
if _here in sys.path:
    sys.path.remove(_here)
    sys.path.append(_here)


def pytest_addoption(parser: "pytest.Parser") -> None:
    from echornn.versions import missing_requirement  # of the package under test

    problem = missing_requirement("test", "pytest")
    if problem:  # else pytest would miss an option of a plugin that is not installed
        raise pytest.UsageError(problem)
    group = parser.getgroup("echornn")
    group.addoption(
        "--all",
        action="store_true",
        help="check every exercise, not only up to the first that is unfinished",
    )
    group.addoption(
        "--in-process",
        action="store_true",
        help="run the tests in pytest's own process, for a debugger or a profiler",
    )
    group.addoption(
        "--results",
        type=Path,
        metavar="results.json",
        help="write the outcome to this file, in Exercism's format, version 3",
    )
