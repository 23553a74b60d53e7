"""Load what takes long to load: the process that workers are forked from imports this.

Nothing is computed here, because TensorFlow's threads would not live in a worker. And
what is loaded is never garbage, so no worker's collector has to look at it.
"""

import gc
from importlib import import_module

for _name in (
    "tensorflow",
    "keras",
    "matplotlib.figure",
    "hypothesis.strategies",
    "hypothesis.internal.conjecture.engine",
    "pytest_timeout",
    "dojo.worker.serve",
):
    import_module(_name)

gc.freeze()
