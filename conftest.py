"""The versions that the project needs, its options for pytest, its imports.

pytest reads this before anything else, and Python 3.6 can read it.
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
sys.path.insert(0, str(Path(_here, "tests")))  # this dojo, and no other of that name

pytest_plugins = ["dojo.options"]


def pytest_addoption() -> None:
    """Refuse what is too old, before pytest imports the plugin or misses another."""
    from echornn.versions import missing_requirement  # of the package under test

    problem = missing_requirement("test", "pytest")
    if problem:
        raise pytest.UsageError(problem)
