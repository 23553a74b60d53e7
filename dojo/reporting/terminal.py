"""The learner's progress, the first failure, and what to do next."""

from collections import Counter
from collections.abc import Iterator
from pathlib import Path
from textwrap import fill, indent

from rich.console import Console
from rich.markup import escape
from rich.table import Table
from rich.text import Text

from dojo.exercises import EXERCISES, Task, all_tasks
from dojo.reporting.locations import definition, forgotten_raise
from dojo.reporting.outcome import Outcome
from dojo.reporting.progress import Progress, name_of
from dojo.reporting.screen import folded, prose_width
from echolab.commands import command

BAR = 12
NARROW = 56
"""Columns of a terminal below which the table is drawn closer, with half the bar."""
PRINTED = 10
"""Lines that are shown of what the learner's code has printed."""
DIAGNOSIS = "What seems to be wrong:"


def say(text: str, console: Console | None = None) -> None:
    """Print text with rich's markup; a terminal has its lines folded at a space."""
    console = console or Console(highlight=False)
    marked = Text.from_markup(text)
    if console.is_terminal:
        marked = Text("\n").join(folded(marked, console.width))
    console.print(marked, soft_wrap=True)


def print_report(progress: Progress, console: Console | None = None) -> None:
    """Print the table of exercises, the first failure, and what to do next."""
    console = console or Console(highlight=False)
    print_table(progress, console)
    for paragraph in paragraphs(progress, prose_width(console)):
        say(f"\n{paragraph}", console)
    if (first := progress.first) and first.state != "broken":
        say(f"\n For a hint: {_typed('dojo', f'hint {first.task}')}", console)


def print_table(progress: Progress, console: Console) -> None:
    """Print which package it is, and a line for each exercise."""
    plain = console.options.ascii_only or not console.is_terminal
    narrow = console.is_terminal and console.width < NARROW
    padding, size = ((0, 1, 0, 0), BAR // 2) if narrow else ((0, 2, 0, 1), BAR)
    table = Table(box=None, padding=padding, show_header=False)
    for number, exercise in EXERCISES.items():
        states: Counter[str] = Counter()
        states.update(o.state for o in progress.outcomes if o.exercise == number)
        if running := number == progress.running:
            states["to run"] = progress.to_run
        counts = _counts(states, running)
        table.add_row(f"{number}", exercise.module, _bar(states, size, plain), counts)
    say(f"\n[bold]echornn[/]: {escape(name_of(progress.tree))}\n", console)
    console.print(table)


def _bar(states: Counter[str], size: int, plain: bool) -> str:
    done = size * states["passed"] // max(1, states.total())
    full, empty = "#." if plain else "█░"
    color = "green" if done == size else "yellow"
    return f"[{color}]{full * done}[/][dim]{empty * (size - done)}[/]"


def _counts(states: Counter[str], running: bool) -> str:
    if not states.total():
        return "[dim]checking[/]" if running else "[dim]not reached[/]"
    if states["passed"] == states.total():
        return f"[green]all {states.total()} tests pass[/]"
    kinds = "passed", "wrong", "crashed", "timed out", "broken", "not started", "to run"
    return ", ".join(f"{states[kind]} {kind}" for kind in kinds if states[kind])


def paragraphs(progress: Progress, width: int) -> Iterator[str]:
    """Iterate over the text below the table: what is next, and how it went."""
    return (indent(paragraph, " ") for paragraph in _next(progress, width - 1))


def _next(progress: Progress, width: int) -> Iterator[str]:
    first = progress.first
    if first is None:
        yield from _praise(progress)
    elif first.task is None or first.state == "broken":
        file = f"echornn/{EXERCISES[first.exercise].module}.py"
        yield f"[bold]Next: {file}[/] cannot be tested:"
        yield escape(first.message)
    else:
        task = all_tasks()[first.task]
        place = escape(definition(task, progress.tree))
        yield f"[bold]Next: {task}[/], in [bold]{place}[/]"
        yield from _how_it_went(first, task, progress.tree, width)
        if progress.diagnosis:
            known = escape(_wrapped(progress.diagnosis, width))
            yield f"[yellow]{DIAGNOSIS}[/]\n{known}"


def _praise(progress: Progress) -> Iterator[str]:
    exercises = {outcome.exercise for outcome in progress.outcomes}
    if exercises == set(EXERCISES) and not progress.running:
        yield "[green]Every exercise passes: you have built a recurrent network.[/]"
        yield (
            f"Watch it learn: {_typed('demo')}\n"
            f"Watch it learn fast: {_typed('demo', '--compiled')}\n"
            f"Test the tutorial's claims: {_typed('experiments')}\n"
            f"See where the time goes: {_typed('bench')}"
        )


def _typed(environment: str, arguments: str = "") -> str:
    return f"[bold]{escape(command(environment, arguments))}[/]"


def _how_it_went(first: Outcome, task: Task, tree: Path, width: int) -> Iterator[str]:
    lesson = f"[italic]{escape(_wrapped(first.lesson, width))}[/]"
    if first.state == "not started":
        yield _how_to_begin(task, tree)
        yield lesson
        return
    yield f"[red]{first.state}[/]: {escape(first.test)}"
    yield lesson
    yield escape(indent(first.details, "   "))
    if first.output.strip():
        printed = first.output.rstrip().splitlines()[-PRINTED:]
        yield "Your code printed:\n" + escape(indent("\n".join(printed), "   "))


def _how_to_begin(task: Task, tree: Path) -> str:
    name, forgotten = task.name, forgotten_raise(task, tree)
    if forgotten:
        yours = (
            f"You have written code for {name}, but the stub's `raise` is still there, "
            f"on line {forgotten}.\nDelete that line and test your code again."
        )
    else:
        yours = (
            "This task is not written yet, so its tests fail. A kata begins this way.\n"
            f"Read the docstring of {name}, write its body, and test your code again."
        )
    return f"{yours}\nThe first thing that {name} must do:"


def _wrapped(text: str, width: int) -> str:
    return fill(text, width, initial_indent="   ", subsequent_indent="   ")
