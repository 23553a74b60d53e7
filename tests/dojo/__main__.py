"""The dojo's commands."""

from echornn.versions import require

if __name__ == "__main__":  # before what may not be installed is imported
    require("test", "pytest")

import argparse
import sys
from collections.abc import Callable
from itertools import chain
from pathlib import Path

from rich.console import Console
from rich.markup import escape
from rich.prompt import Confirm
from rich.status import Status
from rich.syntax import Syntax
from rich.table import Table

from dojo.desk import difference, reset
from dojo.hints import next_hint
from dojo.places import Absent, absent, check_package, short
from dojo.plants import plants
from dojo.report import Standing, print_table, say
from dojo.screen import prose_width
from dojo.stubs import write_stubs
from dojo.survey import Survey
from dojo.tasks import LEARNER, MODULES, PRISTINE, REFERENCE, Task, all_tasks
from dojo.trials import first_red, judge, judge_all
from echornn import commands
from echornn.quiet import interrupt_once, print_anything

CONSOLE = Console(highlight=False)


def main() -> int:
    """Do what the command line says; return the exit status."""
    interrupt_once()
    print_anything()
    arguments = vars(_parser().parse_args())
    run: Callable[..., int] = arguments.pop("run")
    try:
        return run(**arguments)
    except FileNotFoundError as error:  # the reference is hidden, or a file deleted
        print(absent(error.filename), file=sys.stderr)
        return 2
    except Absent as error:
        print(error, file=sys.stderr)
        return 2
    except PermissionError as error:
        print(f"{short(error.filename)} cannot be written", file=sys.stderr)
        return 2
    except KeyboardInterrupt:
        return 130


def _parser() -> argparse.ArgumentParser:
    typed = commands.command("dojo", " ").rstrip()
    parser = argparse.ArgumentParser(prog=typed, description=__doc__)
    subparsers = parser.add_subparsers(required=True, metavar="COMMAND")

    def command(
        name: str, run: Callable[..., int], does: str
    ) -> argparse.ArgumentParser:
        subparser = subparsers.add_parser(name, help=does, description=does)
        subparser.set_defaults(run=run)
        return subparser

    hint = command("hint", _hint, "the next hint for a task")
    task = "3.2, or rnn_step; without it, the task you are at"
    hint.add_argument("task", nargs="?", type=_as_task, help=task)
    for name, run, does in (
        ("reset", _reset, "put a stub back; your version is kept beside it"),
        ("diff", _diff, "compare a module of yours with the reference"),
    ):
        module = command(name, run, does)
        module.add_argument("module", type=_as_module, help="cell, or 3")
    module.add_argument("--yes", action="store_true", help="do not ask first")
    command("status", _status, "the table of the exercises")
    command("watch", _watch, "check on every save")
    command("stubs", _stubs, "write every stub again (maintainers)")
    command("mistakes", _mistakes, "who catches which planted mistake (maintainers)")
    command("behaviours", _behaviours, "record how mistakes behave (maintainers)")
    command("mutation", _mutation, "test the spec with mutants (maintainers)")
    return parser


def _as_task(text: str) -> Task:
    for task in all_tasks().values():
        if text in (task.number, task.name):
            return task
    known = ", ".join(f"{task.number} {task.name}" for task in all_tasks().values())
    raise argparse.ArgumentTypeError(f"expected one of {known}, got {text}")


def _as_module(text: str) -> str:
    name = Path(text).name.removesuffix(".py")
    for exercise, module in MODULES.items():
        tasks = [task for task in all_tasks().values() if task.module == module]
        parts = [name for task in tasks for name in (task.number, task.name)]
        if name in (str(exercise), module, *parts):
            return module
    known = ", ".join(MODULES.values())
    raise argparse.ArgumentTypeError(f"expected one of {known}, got {text}")


def _standing(*exercises: int) -> Standing:
    """Check these exercises, or all in turn up to the first that is not finished."""
    survey = Survey(exercises or MODULES)
    with Status("checking your code", console=CONSOLE):
        for _ in survey:
            pass
    return survey.standing


def _hint(task: Task | None) -> int:
    if task is None and (first := _standing().first):
        if first.task is None:
            print(first.message)
            return 1
        task = all_tasks()[first.task]
    if task is None:
        print("no task is waiting: name one, as in `hint 3.2`")
        return 1
    say(escape(next_hint(task, prose_width(CONSOLE))), CONSOLE)
    return 0


def _reset(module: str) -> int:
    if kept := reset(module):
        print(f"your version is now {short(kept)}")
    print(f"echornn/{module}.py is the stub")
    return 0


def _diff(module: str, yes: bool) -> int:
    text = difference(module)
    if not text:
        print(f"echornn/{module}.py is the reference, to the letter")
        return 0
    exercise = next(number for number, name in MODULES.items() if name == module)
    if not yes and _standing(exercise).first and not _wants_to_see(exercise):
        return 1
    if CONSOLE.is_terminal:
        CONSOLE.print(Syntax(text, "diff", background_color="default"))
    else:
        print(text)
    return 0


def _wants_to_see(exercise: int) -> bool:
    question = (
        f"Exercise {exercise} does not pass yet. Show the reference all the same?"
    )
    try:
        return Confirm.ask(question, console=CONSOLE, default=False)
    except EOFError:  # nobody is there to answer
        print("\nnot shown; --yes does not ask")
        return False


def _status() -> int:
    standing = _standing()
    print_table(standing, CONSOLE)
    return 1 if standing.first else 0


def _watch() -> int:
    from dojo.watch import watch  # its library is installed where it is used

    return watch()


def _stubs() -> int:
    for path in chain(write_stubs(LEARNER), write_stubs(PRISTINE)):
        print(short(path))
    return 0


def _mistakes() -> int:
    check_package(REFERENCE.parent)
    table = Table("task", "mistake", "caught by", box=None)
    caught_by = judge_all(lambda m: first_red(judge(m)), plants("mistakes"))
    for mistake, catch in caught_by.items():
        test = catch.test if catch else "[red]nobody[/]"
        table.add_row(mistake.task, mistake.sentence, test)
    Console(highlight=False, width=160).print(table)
    return 0 if all(caught_by.values()) else 1


def _behaviours() -> int:
    from dojo.recorder import write_behaviours

    print(short(write_behaviours()))
    return 0


def _mutation() -> int:
    from dojo import mutation

    return mutation.report(Console(highlight=False, soft_wrap=True))


if __name__ == "__main__":
    sys.exit(main())
