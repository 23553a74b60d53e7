"""The versions that the project needs, its options for pytest, its imports.

pytest reads this before anything else, and Python 3.6 can read it.
"""

import sys
from pathlib import Path

import pytest

# The setting `pythonpath` says which package is tested: its folder comes first. This
# folder, in which pytest has found the learner's package, comes next, before what is
# installed: somebody else's `dojo` or `echolab` is not ours.
_here = str(Path(__file__).parent)
_others = [folder for folder in sys.path if folder not in (_here, "")]
_tested = Path(_others[0], "echornn").is_dir()
sys.path[:] = [*_others[:_tested], _here, *_others[_tested:]]


def pytest_addoption(pluginmanager) -> None:
    """Refuse what is too old, then load the plugin.

    `pytest_plugins` would do it first, and look through all packages for its name.
    """
    from echolab.versions import missing_requirement

    problem = missing_requirement("test", "pytest")
    if problem:
        raise pytest.UsageError(problem)
    from dojo.plugins import options

    if not pluginmanager.has_plugin(options.__name__):  # tox has had it loaded
        pluginmanager.register(options, options.__name__)
