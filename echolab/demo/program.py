"""The tutorial's program, from the first window to the last.

It consumes the training: prints, draws, and counts what came out.
"""

from collections import deque
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path
from signal import SIG_IGN, SIGINT, signal
from time import perf_counter

import numpy as np
from rich.console import Console
from rich.progress import BarColumn, Progress, TextColumn, TimeRemainingColumn

from echolab.demo.canvas import Canvas
from echolab.runtime import interruptible, stop_if_interrupted
from echolab.training import Piece, by_epoch, by_window
from echornn.batching import num_batches
from echornn.settings import Settings
from echornn.trainer import TrainingStep

REPORT_EVERY = 100
"""Windows between two lines on the console and two pictures."""


@dataclass
class Record:
    """What is remembered of a run."""

    losses: list[float] = field(default_factory=list)
    right: deque[float] = field(default_factory=deque)
    """Share of right bits in the windows of the last epoch that were seen, but for its
    first."""
    last_step: TrainingStep | None = None

    def add(self, piece: Piece) -> None:
        step = self.last_step = piece.step
        self.losses += piece.losses
        if step.batch_idx > 0:
            says_one = step.predictions_series[..., 0] < 0.5  # (time, batch)
            self.right.append(float(np.mean(says_one == step.batch_y.T)))


def run(
    settings: Settings,
    seed: int | None,
    path: Path | None,
    show: bool,
    compiled: bool,
) -> int:
    """Train, print and draw; return the exit status, 130 after Ctrl-C."""
    console = Console(highlight=False, soft_wrap=True)
    canvas = Canvas(path, window=show)
    seen = 1 if compiled else num_batches(settings)
    record = Record(right=deque(maxlen=max(1, seen - 1)))
    pieces = (by_epoch if compiled else by_window)(
        settings, np.random.default_rng(seed)
    )
    started = perf_counter()
    status = 0
    try:
        with interruptible():
            for piece in _with_progress(console, settings, pieces):
                record.add(piece)
                stop_if_interrupted()
                if _print_losses(console, piece):
                    canvas.redraw(record.losses, piece.step)
    except KeyboardInterrupt:
        signal(SIGINT, SIG_IGN)  # a second one must not spoil the picture
        console.print("Stopped.")
        status = 128 + SIGINT
    seconds = perf_counter() - started
    if record.last_step:
        canvas.save(record.losses, record.last_step)
    where = "last window" if compiled else "last epoch, except its first window"
    _print_summary(console, record, where, canvas.path, seconds)
    if not status:
        canvas.wait()
    return status


def _with_progress(
    console: Console, settings: Settings, pieces: Iterator[Piece]
) -> Iterator[Piece]:
    total = settings.num_epochs * num_batches(settings)
    columns = (
        BarColumn(),
        TextColumn("{task.percentage:.0f} %  loss {task.fields[loss]:.4f}"),
        TimeRemainingColumn(),
    )
    with Progress(*columns, console=console, disable=not console.is_terminal) as bar:
        task = bar.add_task("train", total=total, loss=np.nan)
        for piece in pieces:
            loss = piece.losses[-1]
            bar.update(task, advance=len(piece.losses), loss=loss)
            yield piece


def _print_losses(console: Console, piece: Piece) -> bool:
    """Print every hundredth loss of an epoch; tell whether there was one."""
    lines = [
        f"Step {batch_idx} Loss {loss:.6f}"
        for batch_idx, loss in enumerate(piece.losses, start=piece.first_batch_idx)
        if batch_idx % REPORT_EVERY == 0
    ]
    if piece.first_batch_idx == 0:
        console.print(f"New data, epoch {piece.step.epoch_idx}")
    for line in lines:
        console.print(line)
    return bool(lines)


def _print_summary(
    console: Console, record: Record, where: str, path: Path | None, seconds: float
) -> None:
    if not record.losses:
        console.print(f"Nothing was trained ({seconds:.1f} s).")
        return
    if path:
        console.print(f"Picture: {path}")
    loss = np.mean(record.losses[-REPORT_EVERY:])
    right = f"{100 * np.mean(record.right):.2f} %" if record.right else "unknown share"
    console.print(
        f"Final loss {loss:.3g} (mean of the last {REPORT_EVERY} windows), {right} of "
        f"the bits right ({where}), {seconds:.1f} s"
    )
