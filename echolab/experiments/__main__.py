"""Run one of the experiments, or all.

    python -m echolab.experiments NAME [--networks N] [--save FOLDER]

with one of `NAMES`, or `all`.
"""

from echolab.versions import require

if __name__ == "__main__":  # an old Python cannot read what is imported below
    require("run", "echolab.experiments")

import os
import sys
from argparse import ArgumentTypeError
from collections.abc import Sequence
from pathlib import Path

from echolab.command_line import ALL, OneLineParser, at_least, start
from echolab.experiments import NothingLearnedError

NAMES = ("spikes", "window", "capacity", "seeds", "stride")


def main(argv: Sequence[str] | None = None) -> int:
    """Run an experiment, or all.

    Returns:
        The exit status: 0, 1 for a stub or where no network learned, 130 for Ctrl-C.

    Raises:
        SystemExit: status 2, after one line that says what is wrong with a flag.
    """
    parser = OneLineParser(
        prog="python -m echolab.experiments",
        description="Test one of the tutorial's claims, or all of them.",
    )
    add = parser.add_argument
    add("name", choices=(*NAMES, "all"), help="the claim to test")
    text = "networks to train for each point (default: depends on the experiment)"
    add("--networks", type=at_least(1), metavar="N", help=text)
    text = "folder for the numbers and pictures (default: %(default)s)"
    add("--save", type=_folder, metavar="FOLDER", default="experiments", help=text)
    arguments = parser.parse_args(argv)
    names = NAMES if arguments.name == "all" else (arguments.name,)
    return start(ALL, lambda: _measure(names, arguments.networks, arguments.save))


def _measure(names: Sequence[str], networks: int | None, folder: Path) -> int:
    from echolab.experiments.laboratory import measure  # which imports TensorFlow

    status = 0
    for name in names:
        try:
            measure(name, networks, folder)
        except NothingLearnedError as problem:
            print(f"{name}: {problem}")
            status = 1
    return status


def _folder(text: str) -> Path:
    path = Path(text).absolute()
    there = next(folder for folder in (path, *path.parents) if folder.exists())
    if not (there.is_dir() and os.access(there, os.W_OK)):
        raise ArgumentTypeError(f"expected a folder to write into, got {text!r}")
    return Path(text)


if __name__ == "__main__":
    sys.exit(main())
