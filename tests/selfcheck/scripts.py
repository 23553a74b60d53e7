"""Run a script without waiting for TensorFlow."""

import os
import sys
from pathlib import Path
from tempfile import TemporaryDirectory

from dojo.execution.preloading import preloaded_context
from dojo.exercises import REFERENCE, ROOT


def run_script(
    script: str, *args: str, folder: Path = ROOT, tree: Path = REFERENCE.parent
) -> str:
    """Run a script in a process that has loaded TensorFlow; return what it prints.

    Args:
        script: Python code.
        args: what it finds in `sys.argv`.
        folder: where it runs; modules in this folder can be imported.
        tree: the folder that holds the `echornn` to import.
    """
    with TemporaryDirectory() as temporary:
        printed, errors = Path(temporary, "printed"), Path(temporary, "errors")
        arguments = script, args, folder, tree, printed, errors
        process = preloaded_context().Process(target=_execute, args=arguments)
        process.start()
        process.join()
        assert process.exitcode == 0, errors.read_text(encoding="utf-8")
        return printed.read_text(encoding="utf-8")


def _execute(
    script: str,
    args: tuple[str, ...],
    folder: Path,
    tree: Path,
    printed: Path,
    errors: Path,
) -> None:
    for path, stream in ((printed, sys.stdout), (errors, sys.stderr)):
        with path.open("wb") as file:
            os.dup2(file.fileno(), stream.fileno())
    os.chdir(folder)
    sys.argv = ["-c", *args]
    sys.path[:0] = [str(tree), str(folder)]
    exec(compile(script, "<script>", "exec"), {"__name__": "__main__"})
