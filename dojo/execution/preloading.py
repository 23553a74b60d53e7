"""The process that workers are forked from, with TensorFlow loaded."""

import os
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from functools import cache
from importlib import import_module
from multiprocessing import get_all_start_methods, get_context
from threading import Lock
from typing import Any

from echolab.runtime import loading_for_good, silent_stderr

PRELOAD = "dojo.worker.preload"
"""The module that loads what every worker needs."""
WITH_TENSORFLOW = "dojo.worker.preload_tensorflow"
"""The module that also loads TensorFlow."""
_STARTING = Lock()
"""Without it, two threads could leave each other's path in the environment."""


@cache
def preloaded_context(with_tensorflow: bool = True) -> Any:
    """Return a way to start processes, with TensorFlow loaded where possible."""
    os.environ["MPLBACKEND"] = "agg"  # without windows; all workers inherit it
    methods = get_all_start_methods()
    if "forkserver" not in methods:
        return get_context("spawn")
    if not with_tensorflow:
        with loading_for_good():
            import_module(PRELOAD)  # here, because another process takes time to start
        return get_context("fork")
    from multiprocessing.forkserver import ensure_running  # not on Windows

    context = get_context("forkserver")
    context.set_forkserver_preload([WITH_TENSORFLOW])
    os.environ.setdefault("TF_CPP_MIN_LOG_LEVEL", "3")
    with _STARTING, silent_stderr(), _path_for_others():  # the server inherits both
        try:
            ensure_running()
        except OSError:  # its socket's path, in the temporary folder, is too long
            return get_context("spawn")
    return context


@contextmanager
def _path_for_others() -> Iterator[None]:
    """Make new processes use this one's import path; some Pythons do not."""
    before = os.environ.get("PYTHONPATH", "")
    os.environ["PYTHONPATH"] = os.pathsep.join([*sys.path, before])
    try:
        yield
    finally:
        os.environ["PYTHONPATH"] = before
