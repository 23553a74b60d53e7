"""The tutorial's program, from the first window to the last. Given, complete.

It consumes `train`: prints, draws, and counts what came out.
"""

from collections import deque
from collections.abc import Iterator
from dataclasses import dataclass, field
from itertools import count
from pathlib import Path
from signal import SIG_IGN, SIGINT, signal
from time import perf_counter

import numpy as np
from rich.console import Console
from rich.progress import BarColumn, Progress, TextColumn, TimeRemainingColumn

from echornn.batching import num_batches
from echornn.canvas import Canvas
from echornn.settings import Settings
from echornn.trainer import TrainingStep, train

REPORT_EVERY = 100
"""Windows between two lines on the console and two pictures; lesson items 11 and 12."""


@dataclass
class Record:
    """What is remembered of a run."""

    losses: list[float] = field(default_factory=list)
    right: deque[float] = field(default_factory=deque)
    """Share of right bits in each of the last epoch's windows but the first of it."""
    last_step: TrainingStep | None = None

    def add(self, step: TrainingStep) -> None:
        self.losses.append(step.total_loss)
        self.last_step = step
        if step.batch_idx > 0:
            says_one = step.predictions_series[..., 0] < 0.5  # (time, batch)
            self.right.append(float(np.mean(says_one == step.batch_y.T)))


def run(settings: Settings, seed: int | None, path: Path | None, show: bool) -> int:
    """Train, print and draw; return the exit status, 130 after Ctrl-C."""
    console = Console(highlight=False, soft_wrap=True)
    canvas = Canvas(path, window=show)
    record = Record(right=deque(maxlen=max(1, num_batches(settings) - 1)))
    started = perf_counter()
    status = 0
    try:
        for step in _with_progress(console, settings, np.random.default_rng(seed)):
            record.add(step)
            if step.batch_idx % REPORT_EVERY == 0:
                _print_step(console, step)
                canvas.redraw(record.losses, step)
    except KeyboardInterrupt:
        signal(SIGINT, SIG_IGN)  # a second one must not spoil the picture
        console.print("Stopped.")
        status = 128 + SIGINT
    seconds = perf_counter() - started
    if record.last_step:
        canvas.save(record.losses, record.last_step)
    _print_summary(console, record, canvas.path, seconds)
    if not status:
        canvas.wait()
    return status


def _with_progress(
    console: Console, settings: Settings, rng: np.random.Generator
) -> Iterator[TrainingStep]:
    total = settings.num_epochs * num_batches(settings)
    columns = (
        BarColumn(),
        TextColumn("{task.percentage:.0f} %  loss {task.fields[loss]:.4f}"),
        TimeRemainingColumn(),
    )
    with Progress(*columns, console=console, disable=not console.is_terminal) as bar:
        task = bar.add_task("train", total=total, loss=np.nan)
        for done, step in zip(count(1), train(settings, rng)):
            bar.update(task, completed=done, loss=step.total_loss)
            yield step


def _print_step(console: Console, step: TrainingStep) -> None:
    if step.batch_idx == 0:
        console.print(f"New data, epoch {step.epoch_idx}")
    console.print(f"Step {step.batch_idx} Loss {step.total_loss:.6f}")


def _print_summary(
    console: Console, record: Record, path: Path | None, seconds: float
) -> None:
    if not record.losses:
        console.print(f"Nothing was trained, {seconds:.1f} s")
        return
    if path:
        console.print(f"Picture: {path}")
    loss = np.mean(record.losses[-REPORT_EVERY:])
    right = f"{100 * np.mean(record.right):.2f} %" if record.right else "unknown share"
    console.print(
        f"Final loss {loss:.3g} (last {REPORT_EVERY} windows), {right} of the bits "
        f"right (last epoch, first window left out), {seconds:.1f} s"
    )
