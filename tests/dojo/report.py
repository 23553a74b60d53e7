"""Where the learner stands, what went wrong first, and what to try next."""

from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from textwrap import fill, indent

from rich.console import Console
from rich.markup import escape
from rich.table import Table
from rich.text import Text

from dojo.outcome import Outcome, first_unfinished
from dojo.places import definition
from dojo.screen import folded, prose_width
from dojo.tasks import LEARNER, MODULES, REFERENCE, all_tasks
from echornn.commands import command

BAR = 12
NARROW = 56
"""Columns of a terminal below which the table is drawn closer, with half the bar."""
PRINTED = 10
"""Lines that are shown of what the learner's code has printed."""
KNOWN_MISTAKE = "It behaves like a mistake that others have made:"


@dataclass(frozen=True)
class Standing:
    """How far a package has come."""

    outcomes: Sequence[Outcome]
    tree: Path
    """The folder that holds the `echornn` under test."""
    diagnosis: str | None = None
    """The misconception that the first failure looks like."""
    at_work: int | None = None
    """The exercise that is being checked just now."""
    to_run: int = 0
    """How many of its tests have not been run yet."""

    @property
    def first(self) -> Outcome | None:
        """What to look at next."""
        return first_unfinished(self.outcomes)

    def diagnosed(self, diagnose: Callable[[str], str | None]) -> "Standing":
        """Return the same, with what the first failure looks like to `diagnose`."""
        first = self.first
        if first and first.task and first.state in ("wrong", "crashed"):
            return replace(self, diagnosis=diagnose(first.task))
        return self


def name_of(tree: Path) -> str:
    """Return what a person calls the package in this folder."""
    names = {LEARNER: "your code in echornn/", REFERENCE: "the reference solutions"}
    return names.get(tree / "echornn", str(tree / "echornn"))


def say(text: str, console: Console | None = None) -> None:
    """Print text with rich's markup; a terminal has its lines folded at a space."""
    console = console or Console(highlight=False)
    marked = Text.from_markup(text)
    if console.is_terminal:
        marked = Text("\n").join(folded(marked, console.width))
    console.print(marked, soft_wrap=True)


def print_report(standing: Standing, console: Console | None = None) -> None:
    """Print the table of exercises, the first failure, and what to do next."""
    console = console or Console(highlight=False)
    print_table(standing, console)
    for paragraph in paragraphs(standing, prose_width(console)):
        say(f"\n{paragraph}", console)
    if (first := standing.first) and first.task:
        say(f"\n A hint: {_typed('dojo', f'hint {first.task}')}", console)


def print_table(standing: Standing, console: Console) -> None:
    """Print which package it is, and a line for each exercise."""
    plain = console.options.ascii_only or not console.is_terminal
    narrow = console.is_terminal and console.width < NARROW
    padding, size = ((0, 1, 0, 0), BAR // 2) if narrow else ((0, 2, 0, 1), BAR)
    table = Table(box=None, padding=padding, show_header=False)
    for exercise, module in MODULES.items():
        states = Counter(o.state for o in standing.outcomes if o.exercise == exercise)
        if at_work := exercise == standing.at_work:
            states["to run"] = standing.to_run
        counts = _counts(states, at_work)
        table.add_row(f"{exercise}", module, _bar(states, size, plain), counts)
    say(f"\n[bold]echornn[/]: {escape(name_of(standing.tree))}\n", console)
    console.print(table)


def _bar(states: Counter[str], size: int, plain: bool) -> str:
    done = size * states["passed"] // max(1, states.total())
    full, empty = "#." if plain else "█░"
    color = "green" if done == size else "yellow"
    return f"[{color}]{full * done}[/][dim]{empty * (size - done)}[/]"


def _counts(states: Counter[str], at_work: bool) -> str:
    if not states.total():
        return "[dim]checking[/]" if at_work else "[dim]not reached[/]"
    if states["passed"] == states.total():
        return f"[green]all {states.total()} tests pass[/]"
    kinds = "passed", "wrong", "crashed", "endless", "broken", "not started", "to run"
    return ", ".join(f"{states[kind]} {kind}" for kind in kinds if states[kind])


def paragraphs(standing: Standing, width: int) -> Iterator[str]:
    """Iterate over what stands below the table: what is next, and how that went."""
    return (indent(paragraph, " ") for paragraph in _next(standing, width - 1))


def _next(standing: Standing, width: int) -> Iterator[str]:
    first = standing.first
    if first is None:
        yield from _praise(standing)
    elif first.task is None:
        file = f"echornn/{MODULES[first.exercise]}.py"
        yield f"[bold]Next: {file}[/] cannot be tested:"
        yield escape(first.message)
    else:
        task = all_tasks()[first.task]
        place = escape(definition(task, standing.tree))
        yield f"[bold]Next: {task}[/], in [bold]{place}[/]"
        yield from _how_it_went(first, task.name, width)
        if standing.diagnosis:
            known = escape(_wrapped(standing.diagnosis, width))
            yield f"[yellow]{KNOWN_MISTAKE}[/]\n{known}"


def _praise(standing: Standing) -> Iterator[str]:
    exercises = {outcome.exercise for outcome in standing.outcomes}
    if exercises == set(MODULES) and not standing.at_work:
        yield "[green]Every exercise passes: you have built a recurrent network.[/]"
        yield (
            f"See it learn: {_typed('demo')}\n"
            f"See it learn at once: {_typed('demo', '--compiled')}\n"
            f"Put the tutorial's claims to the test: {_typed('experiments')}\n"
            f"See where the time goes: {_typed('bench')}"
        )


def _typed(environment: str, arguments: str = "") -> str:
    return f"[bold]{escape(command(environment, arguments))}[/]"


def _how_it_went(first: Outcome, name: str, width: int) -> Iterator[str]:
    lesson = f"[italic]{escape(_wrapped(first.lesson, width))}[/]"
    if first.state == "not started":
        yield (
            "It is not written yet, so its tests are red: that is how a kata begins.\n"
            f"Read the docstring of {name}, write its body, and run this again.\n"
            "The first thing it must do:"
        )
        yield lesson
        return
    yield f"[red]{first.state}[/]: {escape(first.test)}"
    yield lesson
    yield escape(indent(first.details, "   "))
    if first.output.strip():
        printed = first.output.rstrip().splitlines()[-PRINTED:]
        yield "It printed:\n" + escape(indent("\n".join(printed), "   "))


def _wrapped(text: str, width: int) -> str:
    return fill(text, width, initial_indent="   ", subsequent_indent="   ")
