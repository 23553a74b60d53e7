"""How a program of this kata begins: flags, versions, stubs. Given, complete."""

import ast
from argparse import ArgumentParser, ArgumentTypeError
from collections.abc import Callable, Iterator, Sequence
from importlib.util import find_spec
from pathlib import Path
from signal import SIGINT
from typing import NoReturn

from echornn.commands import command
from echornn.quiet import import_tensorflow_quietly

EXERCISES = ("data", "batching", "cell", "loss", "trainer", "plotting")
BONUS = "compiled"


class OneLineParser(ArgumentParser):
    """A parser that says what is wrong with a flag in one line; status 2."""

    def error(self, message: str) -> NoReturn:
        self.exit(2, f"{self.prog}: {message}\n")


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
    if task := next(_stubs(exercises), None):
        check = command("kata")
        print(f"{task} is not written yet: run `{check}` to see what it must do")
        return 1
    try:
        import_tensorflow_quietly()
        return program()
    except KeyboardInterrupt:
        print("Stopped.")
        return 128 + SIGINT


def _stubs(exercises: Sequence[str]) -> Iterator[str]:
    """Find the tasks whose body is still the stub's, without importing anything."""
    for exercise in exercises:
        spec = find_spec(f"echornn.{exercise}")
        source = (
            Path(spec.origin).read_text(encoding="utf-8")
            if spec and spec.origin
            else ""
        )
        for node in ast.parse(source).body:
            match node:
                case ast.FunctionDef(
                    body=[
                        _,
                        ast.Raise(exc=ast.Call(args=[ast.Constant(value=str(task))])),
                    ]
                ):
                    yield task
