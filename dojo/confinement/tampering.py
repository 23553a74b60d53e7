"""Check that the learner's code does its own work and changes nothing else.

It may not use the reference or the tests. It may not replace parts of NumPy or Python,
or change TensorFlow's settings, because the tests depend on them.
"""

import ast
import builtins
import math
import re
import sys
from collections.abc import Callable, Collection, Iterator, Mapping
from pathlib import Path
from types import ModuleType
from typing import Any

from dojo.exercises import LEARNER, ROOT
from dojo.reporting.locations import loaded, short, spot


class Tampering(PermissionError):
    """The code under test used or changed what is not its own; the error says where.

    A library that can do without what is refused handles the error as an OSError.
    """


class Snapshot:
    """Remembers how things were, and finds what the code under test has changed."""

    def __init__(self, tree: Path) -> None:
        self._tree = tree
        self._modules = {module: dict(vars(module)) for module in _shared_modules()}

    def check(self) -> None:
        """Restore what was changed.

        Raises:
            Tampering: something was changed.
        """
        problems = [*self._replaced(), *self._other_settings()]
        if problems:
            raise Tampering(problems[0])

    def _replaced(self) -> Iterator[str]:
        for module, before in self._modules.items():
            now = vars(module)
            for name, value in before.items():
                if now.get(name) is not value:
                    setattr(module, name, value)
                    place = spot(self._tree, name)
                    yield f"{place}: replaces {module.__name__}.{name} globally"

    def _other_settings(self) -> Iterator[str]:
        if "tensorflow" not in sys.modules:
            return
        for name, (read, reset, normal) in _tensorflow_settings().items():
            if read() != normal:
                came = read()
                reset()
                place = spot(self._tree, name.split(".")[-1])
                yield f"{place}: {name} is set to {came} globally, not {normal}"


def check_imports(tree: Path, known: Collection[str]) -> None:
    """Check that the code under test imports nothing else from this project.

    Args:
        tree: the folder that contains the code under test.
        known: the modules that were imported before it.

    Raises:
        Tampering: it imports such a thing, at the top or inside a function.
    """
    imported = set(sys.modules) - set(known)
    for path in loaded(tree, imported):
        for line, name in _imports(ast.parse(path.read_bytes())):
            if _is_of_the_project(name.split(".")[0]):
                place = f"{short(path)}, line {line}"
                raise Tampering(f"{place}: imports {name}, which is not allowed")
    for name in imported:
        file = getattr(sys.modules[name], "__file__", None)
        if file and lies_in_the_project(Path(file), tree):
            place = spot(tree, name.split(".")[-1])
            raise Tampering(f"{place}: imports {name}, which is not allowed")


def _is_of_the_project(name: str) -> bool:
    """Tell whether a top-level module is part of this project, but not `echornn`."""
    if name == "echornn" or name in sys.stdlib_module_names:
        return False
    homes = ROOT, ROOT / "tests"
    is_file = any((home / f"{name}.py").is_file() for home in homes)
    return is_file or any(any((home / name).glob("*.py")) for home in homes)


def lies_in_the_project(file: Path, tree: Path) -> bool:
    """Tell whether a file is part of this project, but not of `echornn`."""
    if not file.is_relative_to(ROOT):
        return False
    parts = file.relative_to(ROOT).parts
    is_installed = "site-packages" in parts or parts[0].startswith(".")
    packages = tree / "echornn", LEARNER  # where the reference finds the given modules
    return not is_installed and not any(map(file.is_relative_to, packages))


def _shared_modules() -> list[ModuleType]:
    import numpy as np  # not before the fork, because NumPy has threads

    return [np, np.linalg, np.random, math, builtins]


def _tensorflow_settings() -> Mapping[str, tuple[Callable, Callable, Any]]:
    import tensorflow as tf

    policy = tf.keras.mixed_precision
    backend = tf.keras.backend
    eagerly = tf.config.run_functions_eagerly
    return {
        "tf.config.run_functions_eagerly": (
            tf.config.functions_run_eagerly,
            lambda: eagerly(False),
            False,
        ),
        "tf.keras.backend.set_floatx": (
            backend.floatx,
            lambda: backend.set_floatx("float32"),
            "float32",
        ),
        "tf.keras.mixed_precision.set_global_policy": (
            lambda: policy.global_policy().name,
            lambda: policy.set_global_policy("float32"),
            "float32",
        ),
    }


def _imports(tree: ast.Module) -> Iterator[tuple[int, str]]:
    """Iterate over the line numbers and full names of a module's imports.

    The name of a module of the project, as a text, is one too: for `importlib`.
    """
    for node in ast.walk(tree):
        match node:
            case ast.Import():
                yield from ((node.lineno, alias.name) for alias in node.names)
            case ast.ImportFrom(level=0):
                yield node.lineno, node.module or ""
            case ast.Constant(value=str(text)) if re.fullmatch(r"\w+(\.\w+)+", text):
                path = ROOT.joinpath(*text.split("."))
                if path.is_dir() or path.with_suffix(".py").is_file():
                    yield node.lineno, text
