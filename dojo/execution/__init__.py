"""The judge's side of a worker: start it, make it run tests, and receive the results.

The judge treats everything that a worker sends as data that may be wrong in any way.
The other side is in `dojo.worker`.
"""

import os

# All workers inherit these; they are set here because NumPy looks when it is imported.
# Arrays are small: NumPy's second thread would only wait for work, in a busy loop, and
# oneDNN takes longer to generate code than the code runs.
os.environ.update(
    OPENBLAS_NUM_THREADS="1",
    TF_ENABLE_ONEDNN_OPTS="0",
    TENSORFLOW_USE_CUSTOM_CONTRACTION_KERNEL="0",
)
