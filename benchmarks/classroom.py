"""Measure how long it takes to grade a class, and to grade the same class again.

The class consists of functions from the galleries. `tox -e bench-classroom` runs this
program, which needs the reference solutions. It writes the figures to
benchmarks/results/classroom.json. With `--workers`, it compares one worker with two,
and writes the figures to workers.json.
"""

import argparse
import ast
import csv
import json
import random
import resource
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from pathlib import Path
from statistics import quantiles
from time import monotonic
from typing import Any

from distributed import LocalCluster

from dojo.exercises import (
    EXERCISES,
    REFERENCE,
    ROOT,
    all_tasks,
    exercise_of,
    pristine_stub,
)
from dojo.galleries.plants import GALLERIES, Plant, plants

RESULTS = ROOT / "benchmarks" / "results"
RIGHT = {
    exercise.module: (REFERENCE / f"{exercise.module}.py").read_text(encoding="utf-8")
    for exercise in EXERCISES.values()
}
STUBS = {exercise.module: pristine_stub(exercise) for exercise in EXERCISES.values()}
BROKEN = "def (", "1 / 0", "import nowhere", "raise SystemExit", "while True: pass"
HOSTILE = (
    "import os; os._exit(0)",
    "import os; os.fork()",
    "import socket; socket.socket()",
)

Modules = dict[str, str]


def with_plant(plant: Plant) -> Modules:
    """Return the reference, with one task replaced by a function from a gallery."""
    exercise = EXERCISES[exercise_of(plant.task)]
    path = GALLERIES / plant.module.split(".")[-2] / f"{exercise.module}.py"
    tree = ast.parse(path.read_text(encoding="utf-8"))
    kept = [node for node in tree.body if _belongs(node, plant, exercise.module)]
    text = "\n\n".join(map(ast.unparse, kept))
    name = all_tasks()[plant.task].name
    code = f"{RIGHT[exercise.module]}\n\n{text}\n\n\n{name} = {plant.name}\n"
    return {**RIGHT, exercise.module: code}


def _belongs(node: ast.stmt, plant: Plant, module: str) -> bool:
    """Tell whether a planted function needs a statement of its gallery's module.

    If the statement is the function itself, remove its `replaces` decorator.
    """
    if isinstance(node, ast.ImportFrom):
        return str(node.module) not in ("dojo.galleries.plants", f"echornn.{module}")
    if not isinstance(node, ast.FunctionDef):
        return True
    marks = [d for d in node.decorator_list if "replaces" in ast.unparse(d)]
    node.decorator_list = [d for d in node.decorator_list if d not in marks]
    return not marks or node.name == plant.name


def up_to(modules: Modules, exercise: int) -> Modules:
    """Return these modules with stubs in place of all later exercises."""
    later = [e.module for n, e in EXERCISES.items() if n > exercise]
    return {**modules, **{module: STUBS[module] for module in later}}


def submissions(number: int, rng: random.Random) -> Iterator[tuple[str, Modules]]:
    """Iterate over a class: of every eight, one is right, one broken, one hostile."""
    wrong, right = (list(plants(gallery)) for gallery in ("mistakes", "alternatives"))
    for place in range(number):
        plant = rng.choice(wrong)
        module = EXERCISES[exercise_of(plant.task)].module
        match place % 8:
            case 0:
                kind, modules = "right", with_plant(rng.choice(right))
            case 1 | 2 | 3:
                kind, modules = "wrong", with_plant(plant)
            case 4 | 5:
                at = exercise_of(plant.task)
                kind, modules = "partial", up_to(with_plant(plant), at)
            case 6:
                spoiled = f"{RIGHT[module]}\n{rng.choice(BROKEN)}\n"
                kind, modules = "broken", {**RIGHT, module: spoiled}
            case _:
                spoiled = f"{RIGHT[module]}\n{rng.choice(HOSTILE)}\n"
                kind, modules = "hostile", {**RIGHT, module: spoiled}
        yield f"{kind}-{place:03}", modules


def signed(modules: Modules, name: str) -> Modules:
    """Return these modules with a unique comment in each; stubs stay unchanged."""
    return {
        module: code if code == STUBS[module] else f"{code}\n# {name}\n"
        for module, code in modules.items()
    }


def grade(school: Path, out: Path, *options: str) -> float:
    """Grade a class; return how many seconds it took."""
    since = monotonic()
    command = [sys.executable, "-m", "dojo", "grade", school, "--out", out, *options]
    subprocess.run(command, cwd=ROOT, check=True, stdout=subprocess.DEVNULL)
    return monotonic() - since


def on_workers(school: Path, number: int) -> float:
    """Grade a class with Dask workers on this machine; return the seconds it took."""
    with (
        LocalCluster(
            n_workers=number, threads_per_worker=1, dashboard_address=None
        ) as cluster,
        tempfile.TemporaryDirectory() as out,
    ):
        return grade(school, Path(out), "--dask", cluster.scheduler_address)


def seconds_of(table: Path) -> list[float]:
    """Return how many seconds each submission took, including reused verdicts."""
    with table.open(newline="", encoding="utf-8") as file:
        return [float(row["seconds"]) for row in csv.DictReader(file)]


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--submissions", type=int, default=200, metavar="N")
    parser.add_argument("--seed", type=int, default=0)
    text = "make all submissions different, so that no verdict can be used twice"
    parser.add_argument("--unlike", action="store_true", help=text)
    text = "compare one Dask worker with two, instead of using all cores"
    parser.add_argument("--workers", action="store_true", help=text)
    flags = parser.parse_args()
    with tempfile.TemporaryDirectory() as folder:
        school = Path(folder, "school")
        for name, modules in submissions(flags.submissions, random.Random(flags.seed)):
            (school / name).mkdir(parents=True)
            written = signed(modules, name) if flags.unlike else modules
            for module, code in written.items():
                (school / name / f"{module}.py").write_text(code, encoding="utf-8")
        measured = by_workers(school) if flags.workers else by_cores(school)
    result = {"submissions": flags.submissions, "unlike": flags.unlike, **measured}
    name = "workers.json" if flags.workers else "classroom.json"
    (RESULTS / name).write_text(json.dumps(result, indent=2) + "\n", encoding="utf-8")
    print(json.dumps(result, indent=2))


def by_workers(school: Path) -> dict[str, Any]:
    """Measure how much faster two workers are than one."""
    one, two = (on_workers(school, number) for number in (1, 2))
    return {
        "seconds_of_one": round(one, 1),
        "seconds_of_two": round(two, 1),
        "ratio": round(two / one, 2),
    }


def by_cores(school: Path) -> dict[str, Any]:
    """Measure how long a class takes on all cores, the first time and again."""
    with tempfile.TemporaryDirectory() as out:
        first, again = (grade(school, Path(out)) for _ in range(2))
        each = seconds_of(Path(out, "grades.csv"))
    usage = resource.getrusage(resource.RUSAGE_CHILDREN)
    return {
        "seconds": round(first, 1),
        "seconds_each": round(first / len(each), 2),
        "quartiles_of_the_seconds_each_took": [round(q, 1) for q in quantiles(each)],
        "seconds_again": round(again, 1),
        "megabytes": usage.ru_maxrss // 1024,
    }


if __name__ == "__main__":
    main()
