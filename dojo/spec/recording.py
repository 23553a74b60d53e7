"""Recorded runs of the tutorial's own program, which the learner's code replays.

Every file `tests/original/*.npz` is one run; the README there explains its arrays.
"""

from dataclasses import dataclass
from pathlib import Path

import numpy as np

from dojo.exercises import ROOT

RECORDINGS = sorted((ROOT / "tests" / "original").glob("*.npz"))


@dataclass(frozen=True)
class Recording:
    """One run of the original program; the tutorial's values are the defaults."""

    parameters: tuple[np.ndarray, ...]
    """W, b, W2 and b2 before the first step."""
    batch_x: np.ndarray
    """The first epoch's windows (windows, batch, time)."""
    batch_y: np.ndarray
    losses: np.ndarray
    """The first epoch's losses (windows,), each before its update."""
    first_predictions: np.ndarray
    """The predictions (time, batch, classes) for the first window."""
    learning_rate: float = 0.3


def load(path: Path) -> Recording:
    """Read a recording and cut its first epoch into windows."""
    with np.load(path) as arrays:
        run = dict(arrays)
    W, W2, predictions = run["initial_W"], run["initial_W2"], run["first_predictions"]
    rows, columns, windows = run["batch_size"], run["columns"], run["losses"].shape[1]
    x = np.unpackbits(run["x_bits"][0])[: rows * columns].astype(int)
    echo_step = int(run.get("echo_step", 3))
    y = np.concatenate([np.zeros(echo_step, int), x])[: len(x)]

    def cut(series: np.ndarray) -> np.ndarray:
        used = series.reshape(rows, columns)[:, : windows * len(predictions)]
        return used.reshape(rows, windows, -1).swapaxes(0, 1)

    return Recording(
        parameters=(W, np.zeros((1, len(W2))), W2, np.zeros((1, W2.shape[1]))),
        batch_x=cut(x),
        batch_y=cut(y),
        losses=run["losses"][0],
        first_predictions=predictions,
        learning_rate=float(run.get("learning_rate", 0.3)),
    )
