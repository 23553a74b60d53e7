"""Import the learner's module, and replace functions that are missing or planted."""

import importlib
import sys
from functools import partial
from importlib.machinery import SOURCE_SUFFIXES, FileFinder, SourceFileLoader
from pathlib import Path
from types import CodeType
from typing import NoReturn

from dojo.execution.messages import Job
from dojo.exercises import all_tasks, tasks_of
from dojo.reporting.locations import check_package, short


def take_from(tree: Path) -> None:
    """Make Python import `echornn` from this tree, whatever was imported before.

    Raises:
        Absent: the tree has no `echornn`.
    """
    check_package(tree)
    sys.path[:0] = [str(tree)]
    sys.path_hooks.insert(0, partial(_sources_alone, tree))
    for folder in tree, tree / "echornn":
        sys.path_importer_cache.pop(str(folder), None)
    if "echornn" in sys.modules:  # to look at every name takes time after a fork
        for name in [name for name in sys.modules if name.split(".")[0] == "echornn"]:
            del sys.modules[name]


class _FromSource(SourceFileLoader):
    """Compiles a module from its source, even if there is bytecode for it."""

    def get_code(self, fullname: str) -> CodeType:
        path = self.get_filename(fullname)
        return self.source_to_code(self.get_data(path), path)


def _sources_alone(tree: Path, folder: str) -> FileFinder:
    """Return a finder of the sources in a folder, and of nothing else.

    Raises:
        ImportError: the folder does not belong to the learner's package.
    """
    place = Path(folder)
    if not (place == tree or place.is_relative_to(tree / "echornn")):
        raise ImportError(folder)
    return FileFinder(folder, (_FromSource, SOURCE_SUFFIXES))


def load(job: Job) -> None:
    """Import the learner's module, with stand-ins for missing functions.

    Raises:
        ModuleNotFoundError: there is no such module, or it is not in this tree.
    """
    module = importlib.import_module(f"echornn.{job.exercise.module}")
    if not Path(str(module.__file__)).is_relative_to(job.tree):
        raise ModuleNotFoundError(name=module.__name__)
    for task in tasks_of(job.exercise):
        if not hasattr(module, task.name):
            setattr(module, task.name, partial(_missing, str(task), module.__file__))


def plant(job: Job) -> None:
    """Replace tasks' functions by the functions of the galleries that the job names."""
    for number, source, name in job.plants:
        task = all_tasks()[number]
        home = importlib.import_module(f"echornn.{task.exercise.module}")
        setattr(home, task.name, getattr(importlib.import_module(source), name))


def _missing(task: str, file: str | None, *args: object, **kwargs: object) -> NoReturn:
    name = task.split()[-1]
    raise AttributeError(f"{short(str(file))} has no function `{name}` ({task})")
