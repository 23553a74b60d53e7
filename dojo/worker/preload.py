"""Load what every worker needs, once, in the process that workers are forked from.

What returns the same every time is called, too: it is cached.

Nothing is computed here, because TensorFlow's threads would not survive the fork.
"""

import sys
from importlib import import_module

from _pytest.config import default_plugins

from dojo.confinement.fences import homes_of_packages
from dojo.exercises import all_tasks
from echolab.versions import missing_requirement

for _name in (
    *(f"_pytest.{plugin}" for plugin in default_plugins),
    "_pytest._argcomplete",
    "tomllib" if sys.version_info >= (3, 11) else "tomli",
    "numpy",
    "numpy.random",
    "hypothesis.strategies",
    "hypothesis.internal.conjecture.engine",
    "pdb",
    "dojo.plugins.coverage",
    "dojo.plugins.isolation",
    "dojo.plugins.options",
    "dojo.spec.assertions",
    "dojo.spec.hypothesis_profile",
    "dojo.spec.oracle",
    "dojo.worker.serve",
):
    import_module(_name)

homes_of_packages()
all_tasks()
missing_requirement("test", "pytest")  # conftest.py asks in every worker
