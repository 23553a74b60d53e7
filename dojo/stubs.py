"""Make the learner's stubs from the reference solutions.

A stub is its solution without the answers: every task keeps its signature and its
docstring and gets a body that says which task it is. Private helpers belong to the
answer and go, and so does every import that nothing is left to use.
"""

import ast
import shutil
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

from dojo.exercises import EXERCISES, GIVEN, LEARNER, PRISTINE, REFERENCE, as_task


def stub_source(source: str) -> str:
    """Return the stub of a solution, both as the text of a module."""
    without_answers = _edit(source, _take_out_answer)
    used = set(_names(ast.parse(without_answers)))
    stub = _edit(without_answers, lambda node: _keep_used_imports(node, used))
    return stub.rstrip("\n") + "\n"


def write_stubs(package: Path) -> Iterator[Path]:
    """Write the stub of every exercise into a package folder; yield the files."""
    for exercise in EXERCISES.values():
        path = package / f"{exercise.module}.py"
        path.write_text(
            stub_source((REFERENCE / path.name).read_text(encoding="utf-8")),
            encoding="utf-8",
            newline="\n",
        )
        yield path


def write_pristine() -> Iterator[Path]:
    """Write the package as it is before anybody begins; yield the files."""
    for module in GIVEN:
        yield Path(shutil.copy(LEARNER / f"{module}.py", PRISTINE))
    yield from write_stubs(PRISTINE)


def write_solved(package: Path) -> None:
    """Make a package folder as it is when every exercise is solved."""
    ignore = shutil.ignore_patterns("__pycache__")
    shutil.copytree(LEARNER, package, ignore=ignore, dirs_exist_ok=True)
    for exercise in EXERCISES.values():
        shutil.copy(REFERENCE / f"{exercise.module}.py", package)


Edit = tuple[int, int | None, str]
"""First line, last line, and the text that takes their place."""


def _edit(source: str, replacement: Callable[[ast.stmt], Edit | None]) -> str:
    """Replace the top-level statements for which there is a replacement."""
    lines = source.splitlines(keepends=True)
    for node in reversed(ast.parse(source).body):
        if edit := replacement(node):
            first, last, text = edit
            lines[first - 1 : last] = [text] if text else []
    return "".join(lines)


def _take_out_answer(node: Any) -> Edit | None:
    if task := as_task(node):
        docstring = node.body[0]
        body = f'    raise NotImplementedError("{task}")\n'
        return docstring.end_lineno + 1, node.end_lineno, body
    if isinstance(node, ast.FunctionDef) and node.name.startswith("_"):
        decorated = (decorator.lineno for decorator in node.decorator_list)
        first = min(decorated, default=node.lineno)
        return first - 2, node.end_lineno, ""  # with the two blank lines above it
    return None


def _keep_used_imports(node: Any, used: set[str]) -> Edit | None:
    if not isinstance(node, ast.Import | ast.ImportFrom):
        return None
    kept = [alias for alias in node.names if (alias.asname or alias.name) in used]
    if kept == node.names:
        return None
    node.names = kept
    text = f"{ast.unparse(node)}\n" if kept else ""
    return node.lineno, node.end_lineno, text


def _names(tree: ast.Module) -> Iterator[str]:
    names = (node for node in ast.walk(tree) if isinstance(node, ast.Name))
    return (name.id for name in names if isinstance(name.ctx, ast.Load))
