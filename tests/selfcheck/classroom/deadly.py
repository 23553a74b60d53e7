"""Judges that end the process in which they judge."""

import os
from pathlib import Path

from dojo.classroom.pieces import Piece
from dojo.classroom.verdicts import Verdict


def judge(piece: Piece) -> Verdict:
    """Die of exercise 1 each time, and of exercise 2 the first time."""
    marker = Path(piece.files["marker"].decode())
    first_time = not marker.exists()
    if piece.number == 2:
        marker.touch()
    if piece.number == 1 or (piece.number == 2 and first_time):
        os._exit(1)
    return Verdict((), {}, float(piece.number))
