"""Load what workers need for the exercises with TensorFlow."""

from importlib import import_module

from dojo.worker.serve import flags_to_compile_sooner
from echolab.runtime import loading_for_good

with loading_for_good():
    for _name in (
        "tensorflow",
        "keras",
        "matplotlib.figure",
        "dojo.spec.formatting",
        "dojo.spec.recording",
        "dojo.worker.preload",
    ):
        import_module(_name)

flags_to_compile_sooner()
