"""Run one of the experiments, or all. Given, complete.

    python -m echornn.experiments NAME [--networks N] [--save FOLDER]

with one of `NAMES`, or `all`.
"""

from echornn.versions import require

if __name__ == "__main__":  # an old Python cannot read what is imported below
    require("run", "echornn.experiments")

import os
import sys
from argparse import ArgumentTypeError
from collections.abc import Sequence
from pathlib import Path

from echornn.experiments import NothingLearnedError
from echornn.start import BONUS, EXERCISES, OneLineParser, at_least, start

NAMES = ("spikes", "window", "capacity", "seeds", "stride")


def main(argv: Sequence[str] | None = None) -> int:
    """Run an experiment, or all.

    Returns:
        The exit status: 0, 1 for a stub or where no network learned, 130 for Ctrl-C.

    Raises:
        SystemExit: status 2, after one line that says what is wrong with a flag.
    """
    parser = OneLineParser(
        prog="python -m echornn.experiments",
        description="Put one of the tutorial's claims to the test.",
    )
    add = parser.add_argument
    add("name", choices=(*NAMES, "all"), help="which claim")
    text = "networks for each point, instead of the experiment's own number"
    add("--networks", type=at_least(1), metavar="N", help=text)
    text = "where numbers and pictures go; default: %(default)s"
    add("--save", type=_folder, metavar="FOLDER", default="experiments", help=text)
    arguments = parser.parse_args(argv)
    names = NAMES if arguments.name == "all" else (arguments.name,)
    exercises = *EXERCISES, BONUS
    return start(exercises, lambda: _measure(names, arguments.networks, arguments.save))


def _measure(names: Sequence[str], networks: int | None, folder: Path) -> int:
    from echornn.experiments.laboratory import measure  # which imports TensorFlow

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
