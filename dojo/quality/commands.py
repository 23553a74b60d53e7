"""The commands of a maintainer: stubs, mistakes, behaviours, mutation, new, missing."""

import sys
from itertools import chain

from rich.console import Console
from rich.markup import escape
from rich.table import Table

from dojo.execution.known import record_tests
from dojo.exercises import EXERCISES, LEARNER, REFERENCE, Exercise, Task
from dojo.galleries.plants import plants
from dojo.quality.completeness import missing
from dojo.quality.new_exercise import lay_down
from dojo.quality.trials import first_red, judge, judge_all, note
from dojo.reporting.locations import check_package, short
from dojo.stubs import write_pristine, write_stubs
from echolab.commands import command


def stubs() -> int:
    """Write every stub again, and the list of the spec's tests."""
    for path in chain(write_stubs(LEARNER), write_pristine()):
        print(short(path))
    print(short(record_tests()))
    return 0


def mistakes(task: Task | None, messages: bool) -> int:
    """Print which test catches which planted mistake, of one task or of all."""
    check_package(REFERENCE.parent)
    planted = plants("mistakes", task.number if task else None)
    caught_by = judge_all(lambda m: first_red(judge(m, in_order=True)), planted)
    note(caught_by)
    table = Table("task", "mistake", "caught by", box=None)
    for mistake, catch in caught_by.items():
        test = catch.test if catch else "[red]nobody[/]"
        table.add_row(mistake.task, mistake.sentence, test)
        if messages and catch:
            table.add_row("", *map(escape, (catch.lesson, catch.details)))
    Console(highlight=False, width=160).print(table)
    return 0 if all(caught_by.values()) else 1


def behaviours(task: Task | None) -> int:
    """Take the fingerprints of the planted mistakes again, of one task or of all."""
    from dojo.quality.record import write_answers, write_fingerprints

    check_package(REFERENCE.parent)
    for write in (write_answers, write_fingerprints):
        print(short(write([task] if task else None)))
    return 0


def mutation() -> int:
    """Change the reference in every small way, and see whether the spec notices."""
    from dojo.quality.mutation import report

    return report(Console(highlight=False, soft_wrap=True))


def new(number: int, module: str) -> int:
    """Lay down an exercise."""
    try:
        for path in lay_down(Exercise(number, module)):
            print(short(path))
    except ValueError as error:
        print(error, file=sys.stderr)
        return 2
    print(f"Write the solution, then type: {command('dojo', 'stubs')}")
    print(f"To see what is missing, type: {command('dojo', 'missing')}")
    return 0


def name_missing() -> int:
    """Print every place where an exercise is not there yet."""
    places = [place for e in EXERCISES.values() for place in missing(e)]
    for place in places:
        print(f"missing: {place}")
    return 1 if places else 0
