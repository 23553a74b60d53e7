"""The dojo's commands: `tox -e dojo -- COMMAND`."""

import argparse
import sys

from rich.console import Console
from rich.table import Table

from dojo import mutation
from dojo.plants import first_red, judge, plants
from dojo.runner import judge_all
from dojo.stubs import write_stubs
from dojo.tasks import LEARNER, ROOT


def main() -> int:
    parser = argparse.ArgumentParser(prog="tox -e dojo --", description=__doc__)
    commands = parser.add_subparsers(required=True, metavar="COMMAND")
    stubs = commands.add_parser("stubs", help="write every stub again (maintainers)")
    stubs.set_defaults(run=_stubs)
    mistakes = commands.add_parser("mistakes", help="who catches which planted mistake")
    mistakes.set_defaults(run=_mistakes)
    mutants = commands.add_parser("mutation", help="test the spec with mutants")
    mutants.set_defaults(run=_mutation)
    return parser.parse_args().run()


def _stubs() -> int:
    for path in write_stubs(LEARNER):
        print(path.relative_to(ROOT))
    return 0


def _mistakes() -> int:
    table = Table("task", "mistake", "caught by", box=None)
    caught_by = judge_all(lambda m: first_red(judge(m)), plants("mistakes"))
    for mistake, catch in caught_by.items():
        test = catch.nodeid.split("::")[-1] if catch else "[red]nobody[/]"
        table.add_row(mistake.task, mistake.sentence, test)
    Console(highlight=False, width=160).print(table)
    return 0 if all(caught_by.values()) else 1


def _mutation() -> int:
    return mutation.report(Console(highlight=False, soft_wrap=True))


if __name__ == "__main__":
    sys.exit(main())
