"""Load what workers need for the exercises with TensorFlow.

What is looked up for each of them is cached here, too.
"""

from importlib import import_module

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
    import_module("dojo.worker.serve").flags_to_compile_sooner()
