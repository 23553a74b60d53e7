"""Where the picture goes while the network learns.

A canvas draws with exercise 6's `plot`: into a window where there is a display, into a
file where there is none or one is asked for.
"""

from collections.abc import Sequence
from pathlib import Path
from tempfile import mkdtemp

from matplotlib import pyplot
from matplotlib.animation import PillowWriter

from echolab.command_line import can_write
from echornn.plotting import plot
from echornn.trainer import TrainingStep

SIZE = (12, 6.5)
"""Inches."""
GIF_DPI = 60
GIF_FRAMES_PER_SECOND = 6
GIF_DETAILED_EPOCHS = 3
"""Where the network learns. Of each later epoch one frame is enough."""


class Canvas:
    """A figure in a window, in a file, or in both."""

    def __init__(self, path: Path | None, window: bool) -> None:
        """Open the window, if one is wanted and there is a display.

        Args:
            path: a .png, drawn at the end, or a .gif, one frame a redraw. Without it,
                `echo.png` is written where there is no window.
            window: whether a window is wanted.
        """
        pyplot.rcParams["path.simplify_threshold"] = 1.0  # the curve has 66,600 points
        self._figure = pyplot.figure("echornn", figsize=SIZE, layout="constrained")
        has_display = self._figure.canvas.required_interactive_framework is not None
        self._window = window and has_display
        self.path = path or (None if self._window else _free_file())
        self._film = None
        if self.path and self.path.suffix == ".gif":
            self._film = PillowWriter(fps=GIF_FRAMES_PER_SECOND)
            self._film.setup(self._figure, str(self.path), dpi=GIF_DPI)
        if self._window:
            pyplot.show(block=False)

    def redraw(self, losses: Sequence[float], step: TrainingStep) -> None:
        """Show how things stand, in the window and on the film."""
        film = self._film if _is_worth_a_frame(step) else None
        if film or self._window_is_open():
            self._draw(losses, step)
        if film:
            film.grab_frame()
        if self._window_is_open():
            self._figure.canvas.draw()
            self._figure.canvas.flush_events()

    def save(self, losses: Sequence[float], step: TrainingStep) -> None:
        """Draw the last picture and write the file, if there is one to write."""
        self._draw(losses, step)
        if self._film:
            self._film.grab_frame()
            self._film.finish()
        elif self.path:
            self._figure.savefig(self.path)

    def wait(self) -> None:
        """Keep the window until the person closes it."""
        if self._window_is_open():
            self._figure.canvas.draw()
            print("Close the window to quit.", flush=True)
            pyplot.show()

    def _draw(self, losses: Sequence[float], step: TrainingStep) -> None:
        predictions_series = list(step.predictions_series)
        plot(self._figure, losses, predictions_series, step.batch_x, step.batch_y)
        self._figure.suptitle(f"epoch {step.epoch_idx}, window {step.batch_idx}")

    def _window_is_open(self) -> bool:
        return self._window and pyplot.fignum_exists(self._figure.number)


def _free_file() -> Path:
    """Return where a picture goes: into this folder, if it can be written."""
    path = Path("echo.png")
    return path if can_write(path) else Path(mkdtemp(prefix="echornn-")) / path


def _is_worth_a_frame(step: TrainingStep) -> bool:
    return step.epoch_idx < GIF_DETAILED_EPOCHS or step.batch_idx == 0
