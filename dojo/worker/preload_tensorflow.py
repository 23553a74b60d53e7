"""Load what workers need that TensorFlow is there for.

What is loaded is never garbage, so no worker's collector has to look at it.
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
