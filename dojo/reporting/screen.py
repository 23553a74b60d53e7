"""Fit what a learner reads into the terminal: no word is cut, the table stays."""

from collections.abc import Callable, Iterator

from rich.console import Console
from rich.text import Text

PROSE = 84
"""Columns of a line of prose, where the terminal has as many."""
DEEPER = 2
"""Columns by which the second half of a line that is folded stands further right."""

Lines = list[Text]


def prose_width(console: Console) -> int:
    """Return how long a line of prose may be; a file or a pipe has no width."""
    return min(PROSE, console.width) if console.is_terminal else PROSE


def folded(text: Text, width: int) -> Iterator[Text]:
    """Break lines that are too long at a space, those of code and grids deeper."""
    for line in text.split("\n", allow_blank=True):
        code = line.plain.lstrip()
        margin = len(line.plain) - len(code)
        if len(line.plain) <= width or margin + DEEPER >= width:
            yield line
            continue
        hanging = margin + (DEEPER if margin > 1 else 0)
        console = Console(width=width)
        parts = line[margin:].wrap(console, width - hanging, overflow="fold")
        for number, part in enumerate(parts):
            yield Text(" " * (hanging if number else margin)) + part


def drawn(console: Console, draw: Callable[[], None]) -> Lines:
    """Return the lines that something prints on the console, instead of printing."""
    with console.capture() as output:
        draw()
    text = Text.from_ansi(output.get().removesuffix("\n"))
    return list(text.split("\n", allow_blank=True))


def fit(head: Lines, body: Lines, tail: Lines, height: int) -> Lines:
    """Put three parts below each other; what is too high loses lines of the body.

    Of the body the first line stays, and the end, which says what came. Before that,
    all blank lines go.
    """
    if len(head) + len(body) + len(tail) <= height:
        return [*head, *body, *tail]
    head, body, tail = map(_dense, (head, body, tail))
    room = height - len(head) - len(tail)
    if len(body) > room:
        body = _shortened(body, room)
    return [*head, *body, *tail][-height:]


def _shortened(lines: Lines, room: int) -> Lines:
    if room < 1:
        return []
    first = lines[: 1 if room > 2 else 0]
    last = lines[len(lines) - (room - 1 - len(first)) :]
    left_out = len(lines) - len(first) - len(last)
    mark = Text(f" ... {left_out} more lines: press m", style="dim")
    return [*first, mark, *last]


def _dense(lines: Lines) -> Lines:
    return [line for line in lines if line.plain.strip()]
