"""How a program of this kata begins: flags, versions, stubs. Given, complete."""

import ast
import os
from argparse import ArgumentParser, ArgumentTypeError
from collections.abc import Callable, Iterator, Sequence
from importlib.util import find_spec
from pathlib import Path
from signal import SIG_IGN, SIGINT, signal
from typing import NoReturn

from echornn.commands import command
from echornn.quiet import (
    import_tensorflow_quietly,
    interrupt_once,
    load_backend,
    print_anything,
)

EXERCISES = ("data", "batching", "cell", "loss", "trainer", "plotting")
BONUS = "compiled"


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


def start(exercises: Sequence[str], program: Callable[[], int]) -> int:
    """Run a program that needs these exercises and TensorFlow.

    Returns:
        The program's own exit status, 1 after naming a stub, 130 for Ctrl-C.
    """
    interrupt_once()
    print_anything()
    check = command("kata")
    try:
        task = next(_stubs(exercises), None)
    except SyntaxError as error:
        place = f"{error.filename}, line {error.lineno or 1}"
        print(f"{place}: {error.msg}: run `{check}` to see more")
        return 1
    if task:
        print(f"{task} is not written yet: run `{check}` to see what it must do")
        return 1
    try:
        load_backend()  # first: others import matplotlib, too
        import_tensorflow_quietly()
        return program()
    except KeyboardInterrupt:
        signal(SIGINT, SIG_IGN)  # the end is near
        print("Stopped.")
        return 128 + SIGINT


def _stubs(exercises: Sequence[str]) -> Iterator[str]:
    """Find the tasks whose body is still the stub's, without importing anything."""
    for exercise in exercises:
        spec = find_spec(f"echornn.{exercise}")
        origin = spec and spec.origin
        source = Path(origin).read_bytes() if origin else b""  # in its own encoding
        for node in ast.parse(source, f"echornn/{exercise}.py").body:
            match node:
                case ast.FunctionDef(
                    body=[
                        _,
                        ast.Raise(exc=ast.Call(args=[ast.Constant(value=str(task))])),
                    ]
                ):
                    yield task
