"""Where the learner stands, and what is next."""

from collections import Counter
from collections.abc import Iterator, Sequence

from rich.console import Console
from rich.markup import escape
from rich.table import Table

from dojo.outcome import Outcome, unfinished
from dojo.tasks import MODULES, all_tasks

BAR = 12


def print_report(outcomes: Sequence[Outcome], tree: str) -> None:
    """Print the table of exercises, and what to do next."""
    console = Console(highlight=False, soft_wrap=True)
    console.print(f"\n[bold]echornn[/]: {tree}\n")
    console.print(_table(outcomes))
    console.print()
    for line in _next(outcomes):
        console.print(f" {line}")


def _table(outcomes: Sequence[Outcome]) -> Table:
    table = Table(box=None, padding=(0, 2, 0, 1), show_header=False)
    for exercise, module in MODULES.items():
        states = Counter(o.state for o in outcomes if o.exercise == exercise)
        table.add_row(f"{exercise}", module, _bar(states), _counts(states))
    return table


def _bar(states: Counter[str]) -> str:
    done = BAR * states["passed"] // max(1, states.total())
    color = "green" if done == BAR else "yellow"
    return f"[{color}]{'█' * done}[/][dim]{'░' * (BAR - done)}[/]"


def _counts(states: Counter[str]) -> str:
    if not states:
        return "[dim]not reached[/]"
    if states["passed"] == states.total():
        return f"[green]all {states.total()} tests pass[/]"
    kinds = ("passed", "wrong", "crashed", "broken", "not started")
    return ", ".join(f"{states[kind]} {kind}" for kind in kinds if states[kind])


def _next(outcomes: Sequence[Outcome]) -> Iterator[str]:
    first = next(unfinished(outcomes), None)
    if first is None:
        if {o.exercise for o in outcomes} == set(MODULES):
            yield "[green]Every exercise passes.[/] See the network learn: tox -e demo"
        return
    file = f"echornn/{MODULES[first.exercise]}.py"
    if first.task is None:
        yield f"[bold]Next: {file}[/] cannot be tested:"
        yield escape(first.message)
        return
    task = all_tasks()[first.task]
    yield f"[bold]Next: {task}[/], in [bold]{file}[/]"
    if first.state == "not started":
        yield "It is not written yet, so its tests are red: that is how a kata begins."
        yield f"Read the docstring of {task.name}, write its body, and run this again."
        yield "The first thing it must do:"
    else:
        yield f"What it must do ({escape(first.nodeid)}):"
    yield f"[italic]{escape(' '.join(first.lesson.split()))}[/]"
