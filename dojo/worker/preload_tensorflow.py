"""Load what workers need for the exercises with TensorFlow.

What is loaded stays in use, so the garbage collector of a worker can ignore it.
"""

import gc
from importlib import import_module

for _name in (
    "tensorflow",
    "keras",
    "matplotlib.figure",
    "dojo.spec.formatting",
    "dojo.spec.recording",
    "dojo.worker.preload",
):
    import_module(_name)

gc.freeze()
