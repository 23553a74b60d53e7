"""Where in the project something happened or is missing, in a person's words."""

import ast
import os
import re
import sys
from collections.abc import Iterable, Iterator
from itertools import groupby
from linecache import getline
from pathlib import Path
from traceback import walk_stack, walk_tb
from types import FrameType

from dojo.exercises import EXERCISES, LEARNER, ROOT, Task
from dojo.reporting.sources import lines_of

_FRAME = re.compile(r'(?m)^( *)File "(.*)", line (\d+), in .*\n((?:\1 +\S.*\n)?)')
"""A frame of a traceback, and the line of code below it, if there is one."""
_OF_XLA = re.compile(r"(?m)^[ \t]*(Stack trace for op|tf2xla conversion).*\n?")
DEEPEST = 5
"""Lines of a traceback that are shown: an endless recursion has a thousand."""
DEEPEST_TRACED = 2
"""Lines that are shown of those in an error's text, where more matters."""


def short(path: Path | str) -> str:
    """Return a path as a person in the project's folder would write it.

    It is the same on every platform, as the texts around it are, and wherever the
    package under test lies.
    """
    path = Path(path)
    if path.is_relative_to(ROOT):
        path = path.relative_to(ROOT)
    elif path.parent.name == "echornn":
        path = Path("echornn", path.name)
    return path.as_posix()


class Absent(Exception):
    """A part of the project is missing; says which, and how to get it back."""


def absent(path: Path | str) -> str:
    """Say that a file or its folder is missing, and how to get it back."""
    path = Path(path)
    while not path.parent.exists():
        path = path.parent
    problem = f"{short(path)} is {'a folder' if path.is_dir() else 'missing'}"
    if path.parent == LEARNER and path.stem in {e.module for e in EXERCISES.values()}:
        return f"{problem}: `tox -e dojo -- reset {path.stem}` restores the stub"
    return f"{problem}: run `git restore {short(path)}`, or clone the repository again"


def check_package(tree: Path) -> None:
    """See to it that a tree has a package; Python would take another tree's.

    Raises:
        Absent: it has none.
    """
    beginning = tree / "echornn" / "__init__.py"
    if not beginning.is_file():
        raise Absent(absent(beginning))


def where(error: BaseException, tree: Path) -> str:
    """Return the deepest place of an error that lies in the tree: file and line."""
    frames = walk_tb(error.__traceback__)
    *_, deepest = "echornn/", *(place for place, _ in _own_lines(frames, tree))
    return deepest


def trace(error: BaseException, tree: Path) -> str:
    """Return the lines of the tree that an error came through, the deepest last."""
    lines = [
        f"{place}\n    {code}"
        for place, code in _own_lines(walk_tb(error.__traceback__), tree)
    ]
    once = [line for line, _ in groupby(lines)]  # a comprehension may be two frames
    return "\n".join(once[-DEEPEST:])


def without_others_lines(text: str) -> str:
    """Return an error's text without the lines of other people's code in it.

    TensorFlow adds where in a graph the error is, and how to have XLA write more. Of
    the learner's own lines, the deepest stay.
    """

    def own(frame: re.Match[str]) -> str:
        margin, path, line, code = frame.groups()
        if Path(path).parent.name != "echornn":
            return ""
        return f"{margin}{short(path)}, line {line}\n{code or ''}"

    frames = list(_FRAME.finditer(text := _OF_XLA.sub("", text)))
    mine = [frame.span() for frame in frames if own(frame)]
    upper = mine[:-DEEPEST_TRACED]
    kept = _FRAME.sub(lambda f: "" if f.span() in upper else own(f), text)
    return re.sub(r"\n\s*\n(?=.)", "\n", kept) if frames else kept


def caller(tree: Path) -> str:
    """Return the innermost place of the tree that is being executed."""
    return next((place for place, _ in _own_lines(_running(), tree)), "echornn/")


def is_running(tree: Path) -> bool:
    """Tell whether the tree's code is being executed."""
    return any(True for _ in _own_lines(_running(), tree))


def _running() -> Iterator[tuple[FrameType, int]]:
    """Iterate over what is being executed, the innermost first; this thread first."""
    for frame in (sys._getframe(), *sys._current_frames().values()):
        yield from walk_stack(frame)


def spot(tree: Path, word: str) -> str:
    """Return the first line of the tree that has a word: "echornn/cell.py, line 3"."""
    for path in loaded(tree, sys.modules):
        for number, line in enumerate(lines_of(path), start=1):
            if word in line.split("#")[0]:
                return f"{short(path)}, line {number}"
    return "echornn/"


def loaded(tree: Path, names: Iterable[str]) -> list[Path]:
    """Return the files of those imported modules of these names that are the tree's."""
    modules = [sys.modules[name] for name in list(names)]
    files = {getattr(module, "__file__", None) for module in modules}
    home = _home(tree)
    return sorted(Path(file) for file in files if file and file.startswith(home))


def definition(task: Task, tree: Path) -> str:
    """Return where a task's function stands in a tree: the file, and the line."""
    path = _module(task, tree)
    function = _function(task, tree)
    return f"{short(path)}, line {function.lineno}" if function else short(path)


def forgotten_raise(task: Task, tree: Path) -> int | None:
    """Return the line of a stub's `raise` that stands beside the learner's code."""
    function = _function(task, tree)
    code = function.body[1:] if function else []  # after the docstring
    stub = f"raise NotImplementedError('{task}')"
    lines = [node.lineno for node in code if ast.unparse(node) == stub]
    return lines[0] if lines and len(code) > 1 else None


def _function(task: Task, tree: Path) -> ast.FunctionDef | None:
    try:
        body = ast.parse(_module(task, tree).read_bytes()).body
    except (OSError, ValueError, SyntaxError):  # not there, not text, not Python
        return None
    functions = (node for node in body if isinstance(node, ast.FunctionDef))
    return next((node for node in functions if node.name == task.name), None)


def _module(task: Task, tree: Path) -> Path:
    return tree / "echornn" / f"{task.exercise.module}.py"


def _own_lines(
    frames: Iterable[tuple[FrameType, int]], tree: Path
) -> Iterator[tuple[str, str]]:
    """Iterate over the places in the tree's package, with the code that is there."""
    home = _home(tree)
    for frame, line in frames:
        path = frame.f_code.co_filename
        if path.startswith(home):
            yield f"{short(path)}, line {line}", getline(path, line).strip()


def _home(tree: Path) -> str:
    """Return how the paths of a tree's modules begin; paths take long to compare."""
    return f"{tree / 'echornn'}{os.sep}"
