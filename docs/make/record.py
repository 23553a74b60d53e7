"""Train the reference as the tutorial does, and save what the pictures need.

    tox exec -e docs -- python docs/make/record.py

The pictures are drawn from this record, so that they are the same on every machine.
"""

from pathlib import Path

import numpy as np

from echolab.training import by_epoch
from echornn.settings import Settings

RECORD = Path(__file__).parent / "training.npz"
SEED = 37
"""Its loss falls in the second epoch and is small in the third, like the median."""
EPOCHS_SHOWN = 1, 3, 100


def main(path: Path = RECORD) -> None:
    """Write the record: all losses, and the last window of each epoch that is shown."""
    pieces = list(by_epoch(Settings(), np.random.default_rng(SEED)))
    shown = [pieces[number - 1].step for number in EPOCHS_SHOWN]
    np.savez_compressed(
        path,
        losses=np.array([piece.losses for piece in pieces], np.float16),
        epochs=EPOCHS_SHOWN,
        predictions=np.array([s.predictions_series for s in shown], np.float16),
        batch_x=np.array([step.batch_x for step in shown], np.int8),
        batch_y=np.array([step.batch_y for step in shown], np.int8),
    )


if __name__ == "__main__":
    main()
