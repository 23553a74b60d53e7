"""What was handed in: a folder or a zip file for each person, in one folder."""

import stat
import zipfile
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from pathlib import Path, PurePosixPath

from dojo.exercises import EXERCISES, GIVEN, PRISTINE, REFERENCE

MODULES = tuple(exercise.module for exercise in EXERCISES.values())
DEEPEST = 4
"""Folders below a submission's own in which its package is looked for."""
LARGEST = 2**20
"""Bytes of a module; the reference's largest has a hundredth of it."""
NOT_THEIRS = {"solutions", "pristine", "site-packages", "node_modules", "__MACOSX"}
"""Folders in which a clone, or an environment, has a package that is not handed in."""


@dataclass(frozen=True)
class Submission:
    """What one person handed in."""

    name: str
    files: Mapping[str, bytes] = field(default_factory=dict)
    """The seven modules, as far as they are there, by their names."""
    problem: str = ""
    """Why there are none."""
    notes: tuple[str, ...] = ()
    """What a person should have a look at."""


class NothingHandedIn(Exception):
    """There is no submission; says what was looked for."""


def find(folder: Path) -> list[Submission]:
    """Return the submissions in a folder, sorted by name.

    Raises:
        NothingHandedIn: the folder is not one, or holds none.
    """
    expected = "a folder that contains a folder or zip file for each person"
    if not folder.is_dir():
        problem = "is not a folder" if folder.exists() else "does not exist"
        raise NothingHandedIn(f"{folder} {problem}; expected {expected}")
    try:
        entries = sorted(path for path in folder.iterdir() if _is_entry(path))
    except OSError as error:
        raise NothingHandedIn(f"{folder} cannot be read: {error.strerror}") from error
    found = [_read(path, name) for path, name in _named(entries)]
    if not any(submission.files or submission.problem for submission in found):
        modules = ", ".join(f"{module}.py" for module in MODULES)
        came = f"{len(entries)} that contain none of {modules}"
        if not entries:
            came = "no folders or zip files"
        raise NothingHandedIn(f"{folder}: expected {expected}; found {came}")
    return sorted(found, key=lambda submission: submission.name)


def _is_entry(path: Path) -> bool:
    is_plain = not path.name.startswith(".") and path.name not in NOT_THEIRS
    return is_plain and (path.is_dir() or path.suffix.lower() == ".zip")


def _named(entries: Iterable[Path]) -> Iterator[tuple[Path, str]]:
    """Name the submissions; anna and anna.zip keep their endings."""
    names = {path: path.stem if _is_zip(path) else path.name for path in entries}
    count = Counter(names.values())
    for path, name in names.items():
        yield path, name if count[name] == 1 else path.name


def _is_zip(path: Path) -> bool:
    return path.suffix.lower() == ".zip" and not path.is_dir()


def _read(path: Path, name: str) -> Submission:
    try:
        files = dict(_files_of_zip(path) if _is_zip(path) else _files_of_folder(path))
    except (OSError, zipfile.BadZipFile, RuntimeError, ValueError) as error:
        reason = getattr(error, "strerror", None) or str(error)
        return Submission(name, problem=f"{path.name} cannot be read: {reason}")
    package = {PurePosixPath(file).stem: text for file, text in files.items()}
    theirs = {module: package[module] for module in MODULES if module in package}
    return Submission(name, theirs, notes=tuple(_changed(package)))


def _changed(package: Mapping[str, bytes]) -> Iterator[str]:
    """Say which of the files that are given were handed in with another text."""
    for module in GIVEN:
        homes = (home / f"{module}.py" for home in (PRISTINE, REFERENCE))
        ours = [_lines(path.read_bytes()) for path in homes if path.exists()]
        if module in package and _lines(package[module]) not in ours:
            yield f"{module}.py was changed; the original file was used instead"


def _lines(text: bytes) -> list[bytes]:
    return [line.rstrip() for line in text.strip().splitlines()]


def _files_of_folder(folder: Path) -> Iterator[tuple[str, bytes]]:
    """Iterate over the files of the package in a folder."""
    names = (path.relative_to(folder).as_posix() for path in _walk(folder, DEEPEST))
    for name in _package(names):
        yield name, _regular_file(folder / name)


def _walk(folder: Path, deepest: int) -> Iterator[Path]:
    for path in sorted(folder.iterdir()):
        if path.suffix == ".py":
            yield path
        elif deepest and _is_folder_of_theirs(path):
            yield from _walk(path, deepest - 1)


def _is_folder_of_theirs(path: Path) -> bool:
    is_theirs = path.name not in NOT_THEIRS and not path.name.startswith(".")
    return is_theirs and path.is_dir() and not path.is_symlink()


def _regular_file(path: Path) -> bytes:
    """Return a file's content, if it is a file, and not a link to one of ours."""
    status = path.lstat()
    if not stat.S_ISREG(status.st_mode):
        raise ValueError(f"{path.name} is not a regular file")
    _check_size(path.name, status.st_size)
    return path.read_bytes()


def _files_of_zip(path: Path) -> Iterator[tuple[str, bytes]]:
    """Iterate over the files of the package in a zip file, which is not unpacked."""
    with zipfile.ZipFile(path) as archive:
        entries = {i.filename: i for i in archive.infolist() if not i.is_dir()}
        for name in _package(entries):
            _check_size(name, entries[name].file_size)
            with archive.open(entries[name]) as file:
                text = file.read(LARGEST + 1)
            _check_size(name, len(text))
            yield name, text


def _check_size(name: str, size: int) -> None:
    if size > LARGEST:
        raise ValueError(f"{name} is larger than {LARGEST:,} bytes")


def _package(names: Iterable[str]) -> list[str]:
    """Return the files of the folder that looks most like the package."""
    folders: dict[PurePosixPath, list[str]] = {}
    for name in names:
        path = PurePosixPath(name)
        is_of_package = path.stem in (*MODULES, *GIVEN) and path.suffix == ".py"
        if is_of_package and not NOT_THEIRS.intersection(path.parts):
            folders.setdefault(path.parent, []).append(name)
    return max(folders.values(), key=_likeness, default=[])


def _likeness(names: list[str]) -> tuple[int, bool, int]:
    """Rank a folder: by how many modules it has, by its name, by how high it lies."""
    folder = PurePosixPath(names[0]).parent
    modules = sum(PurePosixPath(name).stem in MODULES for name in names)
    return modules, folder.name == "echornn", -len(folder.parts)
