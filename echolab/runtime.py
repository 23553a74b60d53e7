"""What a program that uses TensorFlow needs: a quiet start, a clean end."""

import gc
import os
import signal
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from time import monotonic
from types import FrameType
from typing import Any

SETTLING = 5.0
"""Seconds in which another Ctrl-C is taken for the same one."""

_interrupts: list[float] = []
"""When Ctrl-C was pressed."""


def import_tensorflow_quietly() -> None:
    """Import TensorFlow and let it look for devices, without a word.

    Whoever wants the notes sets TF_CPP_MIN_LOG_LEVEL; 0 shows all of them later on.
    """
    os.environ.setdefault("TF_CPP_MIN_LOG_LEVEL", "3")
    with silent_stderr(), loading_for_good():
        import tensorflow as tf

        tf.config.list_logical_devices()


@contextmanager
def loading_for_good() -> Iterator[None]:
    """Keep the garbage collector away from what is loaded, now and later.

    TensorFlow makes hundreds of thousands of objects that stay until the program ends.
    Searching them for garbage takes a third of the import, and as long at the end.
    """
    gc.disable()
    try:
        yield
    finally:
        gc.freeze()
        gc.enable()


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


def load_backend() -> None:
    """Load what MPLBACKEND names; where that cannot be, draw into files and say so."""
    wanted = os.environ.get("MPLBACKEND")
    if not wanted:
        return
    os.environ["MPLBACKEND"] = "agg"  # with a name it does not know, no import ends
    from matplotlib import pyplot

    try:
        pyplot.switch_backend(wanted)
    except (ImportError, ValueError):
        print(
            f"MPLBACKEND={wanted} cannot be loaded, so pictures are saved to files. To "
            "get a window, unset MPLBACKEND or install the package that it needs."
        )


def interrupt_once() -> None:
    """Have Ctrl-C raise KeyboardInterrupt once, and let nothing disturb the clean end.

    The terminal sends it to the program, and tox sends it again.
    """

    def interrupt(signal_number: int, frame: FrameType | None) -> None:
        if not _interrupts or monotonic() >= _interrupts[-1] + SETTLING:
            _interrupts.append(monotonic())
            raise KeyboardInterrupt

    if signal.getsignal(signal.SIGINT) is signal.default_int_handler:
        signal.signal(signal.SIGINT, interrupt)
    _show_no_interrupt()


def _show_no_interrupt() -> None:
    """Print no KeyboardInterrupt that a library swallows; it is raised again.

    TensorFlow prints one that comes while its native code calls Python, or the
    SystemError that native code makes of it.
    """
    show, show_ignored = sys.excepthook, sys.unraisablehook

    def excepthook(kind: Any, error: BaseException, traceback: Any) -> None:
        if not _stems_from_interrupt(error):
            show(kind, error, traceback)

    def unraisablehook(ignored: Any) -> None:
        if not _stems_from_interrupt(ignored.exc_value):
            show_ignored(ignored)

    sys.excepthook, sys.unraisablehook = excepthook, unraisablehook


def _stems_from_interrupt(error: BaseException | None) -> bool:
    while error and not isinstance(error, KeyboardInterrupt):
        error = error.__cause__ or error.__context__
    return error is not None


@contextmanager
def interruptible() -> Iterator[None]:
    """Let Ctrl-C raise KeyboardInterrupt, whichever error native code makes of it."""
    try:
        yield
    except Exception as error:
        if _stems_from_interrupt(error):
            raise KeyboardInterrupt from error
        raise


def stop_if_interrupted() -> None:
    """Raise the KeyboardInterrupt again, which a library may have swallowed.

    TensorFlow calls Python from native code, where no exception gets through.
    """
    if _interrupts:
        raise KeyboardInterrupt


def print_anything() -> None:
    """Have output escape what the terminal's encoding has no character for."""
    for stream in (sys.stdout, sys.stderr):
        if reconfigure := getattr(stream, "reconfigure", None):
            reconfigure(errors="backslashreplace")
