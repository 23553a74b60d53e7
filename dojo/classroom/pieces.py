"""A piece: one exercise of one submission, which is judged once, whoever handed it in.

The verdict on an exercise depends on its module, on what that imports, and on the spec.
Whoever has the same files there has the same verdict.
"""

import ast
import hashlib
import sys
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import cache, lru_cache
from importlib.metadata import version

from dojo.classroom.notes import notes_on, parsed
from dojo.exercises import EXERCISES, ROOT, Exercise, pristine_stub

SPEC = "tests/*.py", "tests/original/*", "dojo/**/*.py", "dojo/**/*.json"
"""What a verdict depends on, beside the submission; and on these:"""
LIBRARIES = "tensorflow", "numpy", "matplotlib", "pytest"

Files = Mapping[str, bytes]
"""The seven modules by their names."""


@dataclass(frozen=True)
class Piece:
    """One exercise to judge."""

    number: int
    files: Files
    key: str
    """The same for all that have the same verdict."""

    @property
    def exercise(self) -> Exercise:
        return EXERCISES[self.number]


def completed(files: Files) -> Files:
    """Return seven modules: what was not handed in is the stub."""
    stubs = {e.module: pristine_stub(e).encode() for e in EXERCISES.values()}
    return {**stubs, **files}


def pieces_of(files: Files) -> Iterator[Piece]:
    """Iterate over the exercises of a submission, which has all modules."""
    for exercise in EXERCISES.values():
        reached = {module: files[module] for module in sorted(_reach(exercise, files))}
        yield Piece(exercise.number, files, digest_of(reached, exercise.number))


def digest_of(files: Files, number: int = 0) -> str:
    """Return what is the same for the same modules, exercise and spec alone."""
    digest = hashlib.sha256(f"{_spec()} {number}".encode())
    for module, source in files.items():
        digest.update(f"\0{module}\0{len(source)}\0".encode() + source)
    return digest.hexdigest()


def _reach(exercise: Exercise, files: Files) -> set[str]:
    """Return the modules on which an exercise depends; all, if that is not plain."""
    reached, new = set[str](), {exercise.module, *exercise.uses}
    while new:
        module = new.pop()
        reached.add(module)
        imported = _imports(files[module])
        if imported is None:
            return set(files)
        new |= (imported & set(files)) - reached
    return reached


@lru_cache(maxsize=2**14)
def _imports(source: bytes) -> frozenset[str] | None:
    """Return the names after `echornn.` and the like that a module imports.

    None where it cannot be told, or where it does what no honest answer does.
    """
    tree = parsed(source)
    if tree is None or any(notes_on({"it": source})):
        return None
    imports = [n for n in ast.walk(tree) if isinstance(n, ast.Import | ast.ImportFrom)]
    froms = (getattr(node, "module", None) or "" for node in imports)
    names = (alias.name for node in imports for alias in node.names)
    return frozenset(part for name in (*froms, *names) for part in name.split("."))


@cache
def _spec() -> str:
    """Return a digest of all that verdicts depend on beside the submission."""
    digest = hashlib.sha256(sys.version.encode())
    digest.update(" ".join(map(version, LIBRARIES)).encode())
    for pattern in SPEC:
        for path in sorted(ROOT.glob(pattern)):
            if path.is_file():
                digest.update(path.relative_to(ROOT).as_posix().encode())
                digest.update(path.read_bytes())
    return digest.hexdigest()
