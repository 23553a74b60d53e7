"""The tutorial's whole program: train, print, draw. This module is given, complete.

    python -m echornn [--compiled] [--seed N] [--save FILE.png|FILE.gif] [--no-show]

and a flag for every field of `Settings`.
"""

import ast
import os
import sys
from argparse import ArgumentParser, ArgumentTypeError, Namespace
from collections.abc import Iterator, Sequence
from dataclasses import fields
from importlib.util import find_spec
from pathlib import Path
from signal import SIGINT
from typing import NoReturn

from echornn.quiet import import_tensorflow_quietly
from echornn.settings import Settings
from echornn.versions import missing_requirement

EXERCISES = ("data", "batching", "cell", "loss", "trainer", "plotting")
BONUS = "compiled"


def main(argv: Sequence[str] | None = None) -> int:
    """Run the program; return the exit status: 0, 1 for a stub, 130 for Ctrl-C.

    Raises:
        SystemExit: status 2, after one line that says what is wrong with a flag.
    """
    parser = _parser()
    arguments = parser.parse_args(argv)
    if problem := missing_requirement():
        parser.error(problem)
    settings = _settings(parser, arguments)
    try:
        exercises = (*EXERCISES, BONUS) if arguments.compiled else EXERCISES
        for task in _stubs(exercises):
            raise NotImplementedError(task)
        import_tensorflow_quietly()
        from echornn.program import run

        return run(
            settings,
            arguments.seed,
            arguments.save,
            arguments.show,
            arguments.compiled,
        )
    except NotImplementedError as unfinished:
        print(f"{unfinished} is not written yet: run `tox` to see what it must do")
        return 1
    except KeyboardInterrupt:
        return 128 + SIGINT


class _OneLineParser(ArgumentParser):
    def error(self, message: str) -> NoReturn:
        self.exit(2, f"{self.prog}: {message}\n")


def _parser() -> ArgumentParser:
    parser = _OneLineParser(
        prog="python -m echornn", description="Train the network that echoes its input."
    )
    add = parser.add_argument
    add("--seed", type=_seed, metavar="N", help="repeat a run; else each is a new one")
    add("--save", type=_picture, metavar="FILE", help="draw into a .png or .gif file")
    add(
        "--compiled", action="store_true", help="train by the epoch, as exercise 7 does"
    )
    add("--no-show", dest="show", action="store_false", help="open no window")
    for field in fields(Settings):
        flag = "--" + field.name.replace("_", "-")
        text = "default: %(default)s"
        add(flag, type=field.type, default=field.default, metavar="N", help=text)
    return parser


def _seed(text: str) -> int:
    if not text.isdecimal():
        raise ArgumentTypeError(f"expected an integer of at least 0, got {text!r}")
    return int(text)


def _picture(text: str) -> Path:
    path = Path(text)
    if path.suffix not in (".png", ".gif"):
        raise ArgumentTypeError(f"expected a .png or .gif file, got {text!r}")
    if not os.access(path.parent, os.W_OK):
        raise ArgumentTypeError(f"expected a folder to write into, got {text!r}")
    return path


def _settings(parser: ArgumentParser, arguments: Namespace) -> Settings:
    values = {field.name: getattr(arguments, field.name) for field in fields(Settings)}
    try:
        return Settings(**values)
    except ValueError as error:
        parser.error(str(error))


def _stubs(exercises: Sequence[str]) -> Iterator[str]:
    """Find the tasks whose body is still the stub's, without importing anything."""
    for exercise in exercises:
        source = Path(find_spec(f"echornn.{exercise}").origin).read_text()
        for node in ast.parse(source).body:
            match node:
                case ast.FunctionDef(body=[_, ast.Raise(exc=ast.Call(args=[task]))]):
                    yield task.value


if __name__ == "__main__":
    sys.exit(main())
