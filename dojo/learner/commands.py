"""The commands of a learner: hint, reset, diff, status."""

from rich.console import Console
from rich.markup import escape
from rich.prompt import Confirm
from rich.status import Status
from rich.syntax import Syntax

from dojo.exercises import EXERCISES, Exercise, Task, all_tasks
from dojo.learner import workspace
from dojo.learner.check import Check
from dojo.learner.hints import next_hint
from dojo.reporting.locations import short
from dojo.reporting.progress import Progress
from dojo.reporting.screen import prose_width
from dojo.reporting.terminal import print_table, say

CONSOLE = Console(highlight=False)


def hint(task: Task | None) -> int:
    """Print the next hint for a task, by default for the current one."""
    if task is None and (first := _progress().first):
        if first.task is None or first.state == "broken":
            print(first.message)
            return 1
        task = all_tasks()[first.task]
    if task is None:
        print("All tasks pass. For a hint, name a task, as in `hint 3.2`.")
        return 1
    say(escape(next_hint(task, prose_width(CONSOLE))), CONSOLE)
    return 0


def reset(exercise: Exercise) -> int:
    """Put the stub back."""
    if kept := workspace.reset(exercise):
        print(f"your version is kept as {short(kept)}")
    print(f"echornn/{exercise.module}.py is the stub again")
    return 0


def diff(exercise: Exercise, yes: bool) -> int:
    """Show how the learner's module differs from the reference; ask first."""
    text = workspace.difference(exercise)
    if not text:
        print(f"echornn/{exercise.module}.py is identical to the reference")
        return 0
    if not yes and _progress(exercise.number).first and not _wants_to_see(exercise):
        return 1
    if CONSOLE.is_terminal:
        CONSOLE.print(Syntax(text, "diff", background_color="default"))
    else:
        print(text)
    return 0


def status() -> int:
    """Print the table of the exercises."""
    progress = _progress()
    print_table(progress, CONSOLE)
    return 1 if progress.first else 0


def watch() -> int:
    """Check on every save."""
    from dojo.learner.watch import watch  # its library is installed where it is used

    return watch()


def _progress(*exercises: int) -> Progress:
    """Check these exercises, or all in turn up to the first that is not finished."""
    check = Check(exercises or EXERCISES)
    with Status("testing your code", console=CONSOLE):
        for _ in check:
            pass
    return check.progress


def _wants_to_see(exercise: Exercise) -> bool:
    question = (
        f"Exercise {exercise.number} does not pass yet. Show the reference anyway?"
    )
    try:
        return Confirm.ask(question, console=CONSOLE, default=False)
    except EOFError:  # nobody is there to answer
        print("\nThe reference is not shown. To skip this question, use --yes.")
        return False
