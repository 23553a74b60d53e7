"""Measure how much memory an epoch needs, for series of up to 50 million bits.

Each length is trained in a separate process, because the system reports only the peak
memory of a process. `tox -e bench-memory` prints the figures and saves them.
"""

import json
import resource
import sys
from multiprocessing import get_context
from pathlib import Path
from time import perf_counter

import numpy as np

sys.path.insert(0, str(Path(__file__).parents[1] / "solutions"))

LENGTHS = [500_000, 5_000_000, 50_000_000]
RESULTS = Path(__file__).parent / "results" / "memory.json"
MB = 2**20


def epoch_of(length: int) -> dict[str, float]:
    """Train one epoch; return the sizes in MB, the seconds, and the mean loss."""
    from echornn.cell import init_parameters
    from echornn.compiled import train_epoch
    from echornn.data import generate_data
    from echornn.settings import Settings
    from echornn.trainer import make_optimizer

    settings, rng = Settings(total_series_length=length), np.random.default_rng(1)
    parameters, optimizer = init_parameters(settings, rng), make_optimizer(settings)
    train_epoch(parameters, optimizer, *generate_data(Settings(), rng), 15)  # loads XLA
    x, y = generate_data(settings, rng)
    before, since = peak(), perf_counter()
    losses = np.asarray(train_epoch(parameters, optimizer, x, y, 15).losses)
    return {
        "bits": length,
        "data_mb": (x.nbytes + y.nbytes) / MB,
        "taken_mb": peak() - before,
        "seconds": perf_counter() - since,
        "mean_loss": float(losses.mean()),
    }


def peak() -> float:
    """Return the peak memory of this process in MB (on Linux)."""
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss * 1024 / MB


def main() -> None:
    """Measure every length; print and save the figures."""
    with get_context("spawn").Pool(1, maxtasksperchild=1) as pool:
        figures = pool.map(epoch_of, LENGTHS, chunksize=1)
    for figure in figures:
        print(", ".join(f"{name} {value:,.5g}" for name, value in figure.items()))
    RESULTS.write_text(json.dumps(figures, indent=1) + "\n", encoding="utf-8")


if __name__ == "__main__":
    main()
