"""Run one of the experiments. Given, complete.

python -m echornn.experiments NAME [--networks N] [--save FOLDER]
"""

import sys
from argparse import ArgumentTypeError
from collections.abc import Sequence
from pathlib import Path

from echornn.start import BONUS, EXERCISES, OneLineParser, start

NAMES = ("spikes", "window", "capacity", "seeds", "stride")


def main(argv: Sequence[str] | None = None) -> int:
    """Run an experiment, or all; return the exit status: 0, 1 for a stub, 130.

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
    add("--networks", type=_positive, metavar="N", help=text)
    text = "where numbers and pictures go; default: %(default)s"
    add("--save", type=Path, metavar="FOLDER", default=Path("experiments"), help=text)
    arguments = parser.parse_args(argv)
    names = NAMES if arguments.name == "all" else (arguments.name,)
    exercises = *EXERCISES, BONUS
    return start(
        parser, exercises, lambda: _measure(names, arguments.networks, arguments.save)
    )


def _measure(names: Sequence[str], networks: int | None, folder: Path) -> int:
    from echornn.experiments.laboratory import measure  # which imports TensorFlow

    for name in names:
        measure(name, networks, folder)
    return 0


def _positive(text: str) -> int:
    if not (text.isdecimal() and int(text)):
        raise ArgumentTypeError(f"expected an integer of at least 1, got {text!r}")
    return int(text)


if __name__ == "__main__":
    sys.exit(main())
