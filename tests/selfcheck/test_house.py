"""The house: who may import whom, and how large a room may be."""

import ast
import re
from collections.abc import Iterator
from pathlib import Path

import pytest

from dojo.exercises import PRISTINE, ROOT

FLOORS = (
    {"dojo.spec", "dojo.exercises", "dojo.stubs", "dojo.galleries.plants"},
    {"dojo.reporting", "dojo.diagnosis", "dojo.galleries", "dojo.reference"},
    {"dojo.confinement", "dojo.execution", "dojo.worker"},
    {"dojo.plugins", "dojo.learner", "dojo.quality", "dojo.classroom"},
    {"dojo.__main__"},
)
"""A module imports from its own floor and from those before it."""
MODULES_OF_A_ROOM = 11


def modules(folder: str) -> dict[str, Path]:
    """Return the modules below a folder of the project, by their dotted names."""
    paths = (ROOT / folder).rglob("*.py")
    found = {".".join(p.relative_to(ROOT).with_suffix("").parts): p for p in paths}
    return {name.removesuffix(".__init__"): path for name, path in found.items()}


def imports(path: Path) -> Iterator[str]:
    """Iterate over the full names of what a module imports, at its top or inside."""
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        if isinstance(node, ast.Import):
            yield from (alias.name for alias in node.names)
        elif isinstance(node, ast.ImportFrom) and node.module:
            yield from (f"{node.module}.{alias.name}" for alias in node.names)


def starts(name: str, *packages: str) -> bool:
    return any(name == p or name.startswith(f"{p}.") for p in packages)


def arrows(folder: str, *targets: str) -> list[tuple[str, str]]:
    """Return who in a folder imports something of these packages."""
    return [
        (name, imported)
        for name, path in modules(folder).items()
        for imported in imports(path)
        if starts(imported, *targets)
    ]


def floor(name: str) -> int:
    (number,) = (
        n
        for n, rooms in enumerate(FLOORS)
        if starts(name, *rooms) and not any(starts(name, *r) for r in FLOORS[:n])
    )
    return number


JUDGED = "dojo.galleries", "dojo.diagnosis.probes"
"""What runs in a worker, where the learner's package may be imported."""


def test_the_judge_never_imports_the_learners_package():
    foreign = arrows("dojo", "echornn")
    pristine = "dojo.pristine"
    assert [a for a in foreign if not starts(a[0], *JUDGED, pristine)] == []


def test_the_judge_uses_of_the_given_programs_what_imports_no_package():
    used = {imported for _, imported in arrows("dojo", "echolab")}
    allowed = "echolab.versions", "echolab.runtime", "echolab.commands"
    assert [name for name in used if not starts(name, *allowed)] == []
    for name in allowed:
        path = modules("echolab")[name]
        assert not any(starts(i, "echornn", "dojo") for i in imports(path)), name


def test_the_given_programs_know_nothing_of_the_judge():
    assert arrows("echolab", "dojo", "tests") == []


def test_the_network_knows_neither_programs_nor_judge():
    for folder in ("echornn", "solutions"):
        found = arrows(folder, "dojo", "echolab", "tests")
        assert [a for a in found if not a[0].endswith("__main__")] == []


def test_the_spec_imports_what_it_is_written_with_and_nothing_else_of_the_judge():
    spec = {p for p in modules("tests").values() if re.match(r"test_\d", p.name)}
    assert len(spec) >= 7
    used = {i for path in spec for i in imports(path) if starts(i, "dojo", "echolab")}
    assert [name for name in used if not starts(name, "dojo.spec")] == []


def test_arrows_between_floors_point_one_way():
    up = [
        (name, imported)
        for name, imported in arrows("dojo", "dojo")
        if name not in ("dojo", "dojo.pristine")
        and not starts(name, "dojo.pristine")
        and floor(imported) > floor(name)
    ]
    assert up == []


def test_there_is_no_circle():
    known = {**modules("dojo"), **modules("echolab")}
    graph = {
        name: {
            k
            for i in imports(path)
            for k in known
            if i in (k, f"{k}.{i.split('.')[-1]}")
        }
        for name, path in known.items()
    }
    while leaves := {name for name, uses in graph.items() if not uses & set(graph)}:
        graph = {name: uses for name, uses in graph.items() if name not in leaves}
    assert graph == {}


@pytest.mark.parametrize("room", ["dojo", "echolab"])
def test_a_room_is_small_and_says_what_lives_there(room):
    packages = [p.parent for p in (ROOT / room).rglob("__init__.py")]
    for package in packages:
        assert len(list(package.glob("*.py"))) <= MODULES_OF_A_ROOM, package
        source = (package / "__init__.py").read_text(encoding="utf-8")
        assert ast.get_docstring(ast.parse(source)), package
    homes = {p.parent for p in (ROOT / room).rglob("*.py")}
    assert homes - set(packages) <= {ROOT / "dojo" / "pristine" / "echornn"}


def test_the_learners_package_holds_the_learners_files():
    names = {path.name for path in (ROOT / "echornn").glob("*.py")}
    pristine = {path.name for path in PRISTINE.glob("*.py")}
    kept = {name for name in names if re.search(r"\.\d{4}-", name)}  # by `reset`
    assert names - kept == pristine
