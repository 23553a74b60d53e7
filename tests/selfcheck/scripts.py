"""Run scripts and programs without waiting for TensorFlow."""

import os
import signal
import sys
from multiprocessing.process import BaseProcess
from pathlib import Path
from subprocess import CompletedProcess
from tempfile import TemporaryDirectory

from dojo.execution.preloading import preloaded_context
from dojo.exercises import REFERENCE, ROOT
from dojo.worker.serve import flags_to_compile_sooner

PROGRAM = """
import runpy, sys
runpy.run_module(sys.argv.pop(1), run_name="__main__", alter_sys=True)
"""
"""The script that is `python -m`."""
PRINTED = "printed", "errors"
"""The files for what a script prints."""


def run_script(
    script: str,
    *args: str,
    folder: Path = ROOT,
    tree: Path = REFERENCE.parent,
    status: int = 0,
) -> CompletedProcess[str]:
    """Run a script, to its end, in a process that has loaded TensorFlow.

    Args:
        script: Python code.
        args: what it finds in `sys.argv`.
        folder: where it runs; modules in this folder can be imported.
        tree: the folder that holds the `echornn` to import.
        status: the exit status that it has to have.
    """
    with TemporaryDirectory() as temporary:
        output = Path(temporary)
        process = start_script(script, args, output, folder, tree)
        process.join()
        texts = said(output)
    assert process.exitcode == status, texts
    return CompletedProcess(args, status, *texts)


def start_script(
    script: str,
    args: tuple[str, ...],
    output: Path,
    folder: Path = ROOT,
    tree: Path = REFERENCE.parent,
) -> BaseProcess:
    """Start a script; `said` tells what it has printed.

    Args:
        script, args, folder, tree: see `run_script`.
        output: a folder for what it prints.
    """
    for name in PRINTED:
        (output / name).touch()
    arguments = script, args, folder, tree, output
    process = preloaded_context().Process(target=_execute, args=arguments)
    process.start()
    return process


def said(output: Path) -> list[str]:
    """Return what a script has printed, and its errors."""
    return [(output / name).read_text(encoding="utf-8") for name in PRINTED]


def _execute(
    script: str, args: tuple[str, ...], folder: Path, tree: Path, output: Path
) -> None:
    for name, stream in zip(PRINTED, (sys.stdout, sys.stderr), strict=True):
        with (output / name).open("wb") as file:
            os.dup2(file.fileno(), stream.fileno())
        stream.reconfigure(line_buffering=True)
    signal.signal(signal.SIGINT, signal.default_int_handler)
    os.environ["XLA_FLAGS"] = " ".join(flags_to_compile_sooner())
    os.chdir(folder)
    sys.argv = ["-c", *args]
    sys.path[:0] = [str(tree), str(folder)]
    exec(compile(script, "<script>", "exec"), {"__name__": "__main__"})
