"""Commands for learners, teachers and maintainers of the kata."""

from echolab.versions import require

if __name__ == "__main__":  # before what may not be installed is imported
    require("test", "pytest")

import argparse
import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any

from dojo.exercises import EXERCISES, Exercise, Task, all_tasks, tasks_of
from dojo.learner import commands as learner
from dojo.quality import commands as maintainer
from dojo.reporting.locations import Absent, absent, short
from echolab.commands import command
from echolab.runtime import interrupt_once, print_anything

SUCH_AS = "an exercise, such as cell or 3"


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
    typed = command("dojo", " ").rstrip()
    parser = argparse.ArgumentParser(prog=typed, description=__doc__)
    subparsers = parser.add_subparsers(required=True, metavar="COMMAND")

    def add(name: str, run: Callable[..., int], does: str) -> argparse.ArgumentParser:
        subparser = subparsers.add_parser(name, help=does, description=does)
        subparser.set_defaults(run=run)
        return subparser

    def add_task(subparser: argparse.ArgumentParser, otherwise: str) -> None:
        text = f"a task, such as 3.2 or rnn_step (default: {otherwise})"
        subparser.add_argument("task", nargs="?", type=_as_task, help=text)

    hint = add("hint", learner.hint, "show the next hint for a task")
    add_task(hint, "your current task")
    does = "restore the stub of an exercise, and keep your version next to it"
    reset = add("reset", learner.reset, does)
    reset.add_argument("exercise", type=_as_exercise, help=SUCH_AS)
    diff = add("diff", learner.diff, "compare your module with the reference solution")
    diff.add_argument("exercise", type=_as_exercise, help=SUCH_AS)
    diff.add_argument("--yes", action="store_true", help="do not ask for confirmation")
    add("status", learner.status, "show how far you have come")
    add("watch", learner.watch, "test the current exercise on every save")

    grading = add("grade", _grade, "grade a class (for teachers)")
    grading.add_argument(
        "folder", type=Path, help="contains a folder or zip file for each person"
    )
    does = "folder for the results (default: grades)"
    grading.add_argument(
        "--out", type=Path, default=Path("grades"), metavar="DIR", help=does
    )
    does = "exercises judged at the same time (default: one for each core)"
    grading.add_argument("--jobs", type=_as_number, metavar="N", help=does)
    does = "judge on the workers of this Dask scheduler"
    grading.add_argument("--dask", metavar="tcp://HOST:PORT", help=does)

    add("stubs", maintainer.stubs, "regenerate the stubs (for maintainers)")
    does = "show which test each planted mistake fails first (for maintainers)"
    mistakes = add("mistakes", maintainer.mistakes, does)
    add_task(mistakes, "all tasks")
    does = "also show the message that a learner would read"
    mistakes.add_argument("--messages", action="store_true", help=does)
    does = "record how the planted mistakes behave (for maintainers)"
    add_task(add("behaviours", maintainer.behaviours, does), "all tasks")
    does = "check that the spec notices changes to the reference (for maintainers)"
    add("mutation", maintainer.mutation, does)
    does = "create the files of a new exercise (for maintainers)"
    new = add("new", maintainer.new, does)
    new.add_argument("number", type=int, help="the next free number")
    new.add_argument("module", help="the name of the exercise's module")
    does = "list the parts that an exercise still lacks (for maintainers)"
    add("missing", maintainer.name_missing, does)
    return parser


def _grade(**flags: Any) -> int:
    from dojo.classroom.commands import grade_class  # learners do not wait for it

    return grade_class(**flags)


def _as_number(text: str) -> int:
    if text.isdecimal() and int(text) > 0:
        return int(text)
    raise argparse.ArgumentTypeError(f"expected an integer of at least 1, got {text}")


def _as_task(text: str) -> Task:
    for task in all_tasks().values():
        if text in (task.number, task.name):
            return task
    known = ", ".join(f"{task.number} {task.name}" for task in all_tasks().values())
    raise argparse.ArgumentTypeError(f"expected one of {known}, got {text}")


def _as_exercise(text: str) -> Exercise:
    name = Path(text).name.removesuffix(".py")
    for exercise in EXERCISES.values():
        tasks = tasks_of(exercise)
        parts = [name for task in tasks for name in (task.number, task.name)]
        if name in (str(exercise.number), exercise.module, *parts):
            return exercise
    known = ", ".join(exercise.module for exercise in EXERCISES.values())
    raise argparse.ArgumentTypeError(f"expected one of {known}, got {text}")


if __name__ == "__main__":
    sys.exit(main())
