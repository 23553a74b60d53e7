"""How a given program begins: its flags, and whether the network is written yet."""

import ast
import os
from argparse import ArgumentParser, ArgumentTypeError
from collections.abc import Callable, Iterator
from importlib.util import find_spec
from pathlib import Path
from signal import SIG_IGN, SIGINT, signal
from typing import NoReturn

from echolab.commands import command
from echolab.runtime import (
    import_tensorflow_quietly,
    interrupt_once,
    interruptible,
    load_backend,
    print_anything,
)

ALL_BUT_THE_BONUS, ALL = 6, 7
"""The last exercise that a program needs."""


class OneLineParser(ArgumentParser):
    """A parser that says what is wrong with a flag in one line; status 2."""

    def error(self, message: str) -> NoReturn:
        self.exit(2, f"{self.prog}: {message}\n")


def can_write(path: Path) -> bool:
    """Tell whether a file can be written, or made."""
    if path.exists():
        return path.is_file() and os.access(path, os.W_OK)
    return os.access(path.parent, os.W_OK)


def at_least(smallest: int) -> Callable[[str], int]:
    """Return what reads a flag's integer, `smallest` or more."""

    def read(text: str) -> int:
        if not (text.isdecimal() and int(text) >= smallest):
            rule = f"expected an integer of at least {smallest}"
            raise ArgumentTypeError(f"{rule}, got {text!r}")
        return int(text)

    return read


def start(last: int, program: Callable[[], int]) -> int:
    """Run a program that needs TensorFlow and the exercises up to `last`.

    Returns:
        The program's own exit status, 1 after naming a stub, 130 for Ctrl-C.
    """
    interrupt_once()
    print_anything()
    check = command("kata")
    try:
        task = _first_stub(last)
    except SyntaxError as error:
        place = f"{error.filename}, line {error.lineno or 1}"
        print(f"{place}: {error.msg}: run `{check}` for details")
        return 1
    if task:
        print(f"{task} is not written yet: run `{check}` to see what it must do")
        return 1
    try:
        with interruptible():
            load_backend()  # first: others import matplotlib, too
            import_tensorflow_quietly()
            return program()
    except KeyboardInterrupt:
        signal(SIGINT, SIG_IGN)  # the end is near
        print("Stopped.")
        return 128 + SIGINT


def _first_stub(last: int) -> str | None:
    """Return the first task up to an exercise that is not written yet.

    The stubs say so themselves: nothing is imported.
    """
    spec = find_spec("echornn")
    folders = list((spec and spec.submodule_search_locations) or [])
    files = {p.name: p for f in reversed(folders) for p in Path(f).glob("*.py")}
    tasks = sorted(task for path in files.values() for task in _stubs(path))
    return next((task for task in tasks if task < f"task {last + 1}"), None)


def _stubs(path: Path) -> Iterator[str]:
    """Iterate over the tasks of a module whose body is still the stub's."""
    source = path.read_bytes()  # in its own encoding
    for node in ast.parse(source, f"echornn/{path.name}").body:
        match node:
            case ast.FunctionDef(
                body=[_, ast.Raise(exc=ast.Call(args=[ast.Constant(value=str(task))]))]
            ):
                yield task
