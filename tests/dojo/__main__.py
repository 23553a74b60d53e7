"""The dojo's commands: `tox -e dojo -- COMMAND`."""

import argparse

from dojo.stubs import write_stubs
from dojo.tasks import LEARNER, ROOT


def main() -> None:
    parser = argparse.ArgumentParser(prog="tox -e dojo --", description=__doc__)
    commands = parser.add_subparsers(required=True, metavar="COMMAND")
    stubs = commands.add_parser("stubs", help="write every stub again (maintainers)")
    stubs.set_defaults(run=_stubs)
    parser.parse_args().run()


def _stubs() -> None:
    for path in write_stubs(LEARNER):
        print(path.relative_to(ROOT))


if __name__ == "__main__":
    main()
