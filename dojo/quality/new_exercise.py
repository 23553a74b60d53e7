"""Lay down a new exercise: every file that it needs, with a first task to replace."""

from collections.abc import Iterator
from pathlib import Path

from dojo.exercises import EXERCISES, LEARNER, PRISTINE, REFERENCE, ROOT, Exercise
from dojo.galleries.plants import GALLERIES
from dojo.stubs import stub_source

MANIFEST = ROOT / "dojo" / "exercises.py"
PROBES = ROOT / "dojo" / "diagnosis" / "probes"
KINDS = {
    "mistakes": "Mistakes in exercise {number}.",
    "alternatives": "Exercise {number}, other ways.",
    "variants": "Mistakes in exercise {number}, as somebody else writes them.",
    "unlisted": "Bugs in exercise {number} that are no planted mistake.",
}

DECLARATION = '        Exercise({number}, "{module}"),\n'
SOLUTION = '''\
"""Exercise {number}, {module}: say in one sentence what it is about.

Tell the chapter here: an idea, its equation, an example that runs.
"""


def first_task(bits: int) -> int:
    """{number}.1 Return the number of bits.

    Args:
        bits: how many there are.

    Returns:
        The same number.
    """
    return bits
'''
SPEC = '''\
"""Exercise {number}, `echornn/{module}.py`: say what is tested."""

import pytest

from dojo.spec.assertions import call
from echornn.{module} import first_task


@pytest.mark.task("{number}.1")
def test_the_number_comes_back():
    """Say why it matters, in the lesson's terms."""
    call(first_task, 3).is_integer(3)
'''


def lay_down(exercise: Exercise) -> Iterator[Path]:
    """Declare an exercise and write its files; yield what was written.

    Raises:
        ValueError: the number is not the next one, or the name is taken or no name.
    """
    _check(exercise)
    last = f'Exercise({exercise.number - 1}, "'
    lines = MANIFEST.read_text(encoding="utf-8").splitlines(keepends=True)
    place = next(i for i, line in enumerate(lines) if line.strip().startswith(last))
    words = {"number": exercise.number, "module": exercise.module}
    lines.insert(place + 1, DECLARATION.format(**words))
    yield _write(MANIFEST, "".join(lines))
    file = f"{exercise.module}.py"
    solution = SOLUTION.format(**words)
    yield _write(REFERENCE / file, solution)
    for package in (LEARNER, PRISTINE):
        yield _write(package / file, stub_source(solution))
    yield _write(exercise.spec_file, SPEC.format(**words))
    yield _write(PROBES / file, f'"""Probes for exercise {exercise.number}."""\n')
    for gallery, about in KINDS.items():
        yield _write(GALLERIES / gallery / file, f'"""{about.format(**words)}"""\n')


def _check(exercise: Exercise) -> None:
    following = max(EXERCISES) + 1
    if exercise.number != following:
        raise ValueError(f"expected the next number, {following}: {exercise.number}")
    if (
        not exercise.module.isidentifier()
        or (REFERENCE / f"{exercise.module}.py").exists()
    ):
        raise ValueError(f"expected a new module's name, got {exercise.module!r}")


def _write(path: Path, text: str) -> Path:
    path.write_text(text, encoding="utf-8", newline="\n")
    return path
