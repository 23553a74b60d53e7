"""Import TensorFlow without the notes it starts with. Given, complete."""

import os
import sys
from collections.abc import Iterator
from contextlib import contextmanager


def import_tensorflow_quietly() -> None:
    """Import TensorFlow, and have it look for devices, in silence.

    Whoever wants the notes sets TF_CPP_MIN_LOG_LEVEL; 0 shows all of them later on.
    """
    os.environ.setdefault("TF_CPP_MIN_LOG_LEVEL", "3")
    with silent_stderr():
        import tensorflow as tf

        tf.config.list_logical_devices()


@contextmanager
def silent_stderr() -> Iterator[None]:
    """Send what native code writes to standard error nowhere."""
    stderr = sys.stderr.fileno()
    with open(os.devnull, "w", encoding="utf-8") as nowhere:
        shown = os.dup(stderr)
        os.dup2(nowhere.fileno(), stderr)
        try:
            yield
        finally:
            os.dup2(shown, stderr)
            os.close(shown)
