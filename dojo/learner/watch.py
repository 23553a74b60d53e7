"""Check the current exercise on every save, and show the learner's progress.

Threads tell what happens (a file is saved, a key is pressed, a test has been run); one
loop takes it in, starts checks and draws the screen.
"""

from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, replace
from pathlib import Path
from queue import Empty, Queue
from textwrap import indent
from threading import Event, Thread
from time import monotonic

from rich.console import Console
from rich.markup import escape
from rich.text import Text
from watchfiles import watch as changes_in

from dojo.execution.preloading import preloaded_context
from dojo.exercises import EXERCISES, ROOT, all_tasks
from dojo.learner.check import Check
from dojo.learner.hints import next_hint
from dojo.learner.keyboard import keyboard
from dojo.reporting.outcome import Outcome
from dojo.reporting.progress import Progress
from dojo.reporting.screen import Lines, drawn, fit, prose_width
from dojo.reporting.terminal import paragraphs, print_table, say

KEYS = "[bold]h[/] hint   [bold]a[/] all exercises   [bold]r[/] run   [bold]q[/] quit"
GRACE = 5.0
"""Seconds for a check to end when the watch does."""
TICK = 0.5
"""Seconds between two pictures of a check that goes on."""
WITHOUT_TENSORFLOW = [n for n, e in EXERCISES.items() if not e.needs_tensorflow]
"""The exercises that can be checked before TensorFlow is loaded."""
SETTLED = 30
"""Milliseconds without another change, after which a save is complete."""


@dataclass(frozen=True)
class Saved:
    """Files were saved, or deleted."""

    modules: frozenset[str]


@dataclass(frozen=True)
class Pressed:
    """A key was pressed."""

    key: str


@dataclass(frozen=True)
class Came:
    """A check has an outcome; None: it is done."""

    check: Check
    outcome: Outcome | None


def watch(tree: Path = ROOT) -> int:
    """Watch until `q` or Ctrl-C; return the exit status."""
    session = Session(tree)
    try:
        session.look()
        with keyboard(lambda key: session.tell(Pressed(key))), _saves(session, tree):
            session.listen()
    except KeyboardInterrupt:
        return 130
    finally:
        session.stop()
    return 0


class Session:
    """What is known, what is going on, and what is on the screen."""

    def __init__(self, tree: Path) -> None:
        self._tree = tree
        self._console = Console(highlight=False)
        self._events: Queue[Saved | Pressed | Came] = Queue()
        self._check = Check(WITHOUT_TENSORFLOW, tree=tree)
        self._followers: list[Thread] = []
        """Those that follow a check, until it has ended."""
        self._before: list[Outcome] = []
        """The outcomes of the exercises before those that are checked."""
        self._in_full = False
        """Whether the report is drawn whole, though it is higher than the screen."""
        self._begin()

    def look(self) -> None:
        """Check what needs no TensorFlow while that is loaded, and then the others.

        There are no other threads yet, so the first processes can be forked from this.
        """
        preloaded_context()
        self._draw()
        for outcome in self._check:
            self._take(outcome)
        self._take(None)
        if not self._progress.first:
            self._start_from(max(WITHOUT_TENSORFLOW) + 1)

    def tell(self, event: Saved | Pressed | Came) -> None:
        """Note what has happened; from any thread."""
        self._events.put(event)

    def listen(self) -> None:
        """Take in what happens, until the learner has enough."""
        while True:
            match self._next_event():
                case Pressed("q" | ""):  # "": the terminal is gone
                    return
                case Pressed("h"):
                    self._give_hint()
                case Pressed("m"):
                    self._in_full = not self._in_full
                    self._draw()
                case Pressed("a"):
                    self._start(EXERCISES, everything=True)
                case Pressed("r"):
                    self._start_from(self._current)
                case Saved(modules):
                    changed = (n for n, e in EXERCISES.items() if e.module in modules)
                    self._start_from(min([self._current, *changed]))
                case Came(check, outcome) if check is self._check:
                    self._take(outcome)

    def stop(self) -> None:
        """End the check that goes on, if one does, and wait until it has ended.

        A thread that is still at work when Python ends can abort the program.
        """
        self._check.stop()
        for follower in self._followers:
            follower.join(GRACE)

    @property
    def _progress(self) -> Progress:
        now = self._check.progress
        return replace(now, outcomes=(*self._before, *now.outcomes))

    @property
    def _current(self) -> int:
        """The exercise that the learner is at."""
        first = self._progress.first
        return first.exercise if first else self._check.exercises[0]

    def _next_event(self) -> Saved | Pressed | Came | None:
        while True:
            try:
                return self._events.get(timeout=TICK)
            except Empty:
                if self._running:
                    self._draw()

    def _start_from(self, exercise: int) -> None:
        self._start(range(exercise, max(EXERCISES) + 1))

    def _start(self, exercises: Iterable[int], everything: bool = False) -> None:
        """Begin another check, in place of the one that may be going on."""
        self._check.stop()
        outcomes = self._progress.outcomes
        red = frozenset(o.task for o in outcomes if o.state != "passed")
        self._check = Check(
            exercises,
            tree=self._tree,
            everything=everything,
            urgent=red,
            preloaded=True,
        )
        first = self._check.exercises[0]
        self._before = [o for o in outcomes if o.exercise < first]
        self._begin()
        follower = Thread(target=self._follow, args=[self._check], daemon=True)
        follower.start()
        self._followers = [f for f in self._followers if f.is_alive()] + [follower]

    def _begin(self) -> None:
        self._running, self._since = True, monotonic()
        self._status, self._hint = "checking ...", ""
        self._in_full = False

    def _follow(self, check: Check) -> None:
        for outcome in check:
            self.tell(Came(check, outcome))
        self.tell(Came(check, None))

    def _take(self, outcome: Outcome | None) -> None:
        """Draw what has come, if it is the end or the first that is not green."""
        if outcome is None:
            self._running = False
            self._status = f"checked in {monotonic() - self._since:.1f} s"
        if outcome is None or outcome is self._progress.first:
            self._draw()

    def _give_hint(self) -> None:
        if (first := self._progress.first) and first.task:
            width = prose_width(self._console)
            self._hint = next_hint(all_tasks()[first.task], width - 1)
            self._draw()

    def _draw(self) -> None:
        """Show the table, what is next, and how that went, as far as there is room."""
        console, progress = self._console, self._progress
        below = list(paragraphs(progress, prose_width(console)))
        head = drawn(console, lambda: print_table(progress, console))
        head += [line for text in below[:1] for line in self._lines(text)]
        body = [line for text in below[1:] for line in self._lines(text)]
        tail = self._lines(indent(escape(self._hint), " ")) if self._hint else []
        tail += self._lines(f" [dim]{self._status}[/]\n {KEYS}")
        if self._in_full:
            shown = [*head, *body, *tail]
        else:
            shown = fit(head, body, tail, console.height)
        console.clear()
        console.print(Text("\n").join(shown), soft_wrap=True, end="")

    def _lines(self, paragraph: str) -> Lines:
        return drawn(self._console, lambda: say(f"\n{paragraph}", self._console))


@contextmanager
def _saves(session: Session, tree: Path) -> Iterator[None]:
    """Tell the session whenever modules of a package are saved."""
    over = Event()

    def look() -> None:
        changes = changes_in(
            tree / "echornn",
            watch_filter=lambda _, path: _is_module(Path(path)),
            step=SETTLED,
            stop_event=over,
            raise_interrupt=False,
            recursive=False,
        )
        for changed in changes:
            session.tell(Saved(frozenset(Path(path).stem for _, path in changed)))

    watcher = Thread(target=look, daemon=True)
    watcher.start()
    try:
        yield
    finally:
        over.set()
        watcher.join()


def _is_module(path: Path) -> bool:
    """Tell modules from an editor's files and from versions that were put aside."""
    return path.suffix == ".py" and path.stem.isidentifier()
