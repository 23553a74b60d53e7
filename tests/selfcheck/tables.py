"""Read what the experiments save."""

import csv
from pathlib import Path

Rows = list[dict[str, float]]


def read_numbers(path: Path) -> Rows:
    """Return the rows of a table of numbers, by the names of its columns."""
    with path.open(newline="", encoding="utf-8") as file:
        lines = csv.DictReader(file)
        return [{key: float(value) for key, value in row.items()} for row in lines]
