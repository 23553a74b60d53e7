"""The command line of the tutorial's program.

    python -m echornn [--compiled] [--seed N] [--save FILE.png|FILE.gif] [--no-show]

and a flag for every field of `Settings`.
"""

from echolab.versions import require

if __name__ == "__main__":  # an old Python cannot read what is imported below
    require("run", "echornn")

import sys
from argparse import ArgumentParser, ArgumentTypeError, Namespace
from collections.abc import Sequence
from dataclasses import fields
from pathlib import Path

from echolab.command_line import (
    ALL,
    ALL_BUT_THE_BONUS,
    OneLineParser,
    at_least,
    can_write,
    start,
)
from echornn.settings import Settings


def main(argv: Sequence[str] | None = None) -> int:
    """Run the program; return the exit status: 0, 1 for a stub, 130 for Ctrl-C.

    Raises:
        SystemExit: status 2, after one line that says what is wrong with a flag.
    """
    parser = _parser()
    arguments = parser.parse_args(argv)
    settings = _settings(parser, arguments)
    last = ALL if arguments.compiled else ALL_BUT_THE_BONUS
    return start(last, lambda: _run(settings, arguments))


def _run(settings: Settings, arguments: Namespace) -> int:
    from echolab.demo.program import run  # which imports TensorFlow

    return run(
        settings, arguments.seed, arguments.save, arguments.show, arguments.compiled
    )


def _parser() -> ArgumentParser:
    parser = OneLineParser(
        prog="python -m echornn", description="Train the network to echo its input."
    )
    add = parser.add_argument
    add(
        "--seed",
        type=at_least(0),
        metavar="N",
        help="seed for the random numbers; the same seed repeats a run (default: a "
        "random seed)",
    )
    add(
        "--save",
        type=_picture,
        metavar="FILE",
        help="save a picture (.png) or an animation (.gif) to this file",
    )
    add(
        "--compiled",
        action="store_true",
        help="train a whole epoch at a time, using exercise 7",
    )
    add("--no-show", dest="show", action="store_false", help="do not open a window")
    for field in fields(Settings):
        flag = "--" + field.name.replace("_", "-")
        text = "default: %(default)s"
        add(flag, type=field.type, default=field.default, metavar="N", help=text)
    return parser


def _picture(text: str) -> Path:
    path = Path(text)
    if path.suffix not in (".png", ".gif"):
        raise ArgumentTypeError(f"expected a .png or .gif file, got {text!r}")
    if not can_write(path):
        raise ArgumentTypeError(f"expected a file that can be written, got {text!r}")
    return path


def _settings(parser: ArgumentParser, arguments: Namespace) -> Settings:
    values = {field.name: getattr(arguments, field.name) for field in fields(Settings)}
    try:
        return Settings(**values)
    except ValueError as error:
        parser.error(str(error))


if __name__ == "__main__":
    sys.exit(main())
