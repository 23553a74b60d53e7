"""Change the reference in every small way, and see whether the spec notices.

Tools that do this exist; they start a new process for every mutant, and TensorFlow
takes seconds to import, or they take a module's name from its path, which cannot work
where two trees hold the same package. The runner has both solved, so the mutants here
are made of the syntax tree and judged by it.
"""

import ast
import copy
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from itertools import islice
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

from rich.console import Console

from dojo.execution.judge import run_spec
from dojo.execution.messages import Job
from dojo.exercises import EXERCISES, REFERENCE, Exercise
from dojo.quality.equivalents import EQUIVALENT
from dojo.quality.trials import judge_all
from dojo.stubs import write_solved

LIMIT = 180.0
"""Seconds for the spec of one exercise on one mutant."""
AT_LEAST = 0.95
"""The share of mutants that the spec must kill."""

OPPOSITES: dict[type, list[type]] = {
    ast.Add: [ast.Sub],
    ast.Sub: [ast.Add],
    ast.Mult: [ast.Add],
    ast.FloorDiv: [ast.Mult, ast.Div],
    ast.Mod: [ast.FloorDiv],
    ast.MatMult: [ast.Mult],
    ast.Lt: [ast.LtE, ast.GtE],
    ast.LtE: [ast.Lt, ast.Gt],
}


@dataclass(frozen=True)
class Mutant:
    """The reference with one small change."""

    exercise: Exercise
    change: str
    """Module, and the statement before and after."""
    source: str


def mutants() -> Iterator[Mutant]:
    """Make every mutant of every solution."""
    for exercise in EXERCISES.values():
        source = (REFERENCE / f"{exercise.module}.py").read_text(encoding="utf-8")
        for change, mutated in _mutants_of(ast.parse(source)):
            yield Mutant(exercise, f"{exercise.module}: {change}", mutated)


def _mutants_of(tree: ast.Module) -> Iterator[tuple[str, str]]:
    """Yield every change of a module's functions, with the module that has it."""
    for position, node in enumerate(_code(tree)):
        for change in _changes(node):
            mutated = copy.deepcopy(tree)
            change(next(islice(_code(mutated), position, None)))
            yield _difference(tree, mutated), ast.unparse(mutated)


def _code(node: ast.AST) -> Iterator[ast.AST]:
    """Iterate over what functions do: not their docstrings, types and decorators, nor
    the words of an error."""
    inside: list[Any]
    match node:
        case ast.Module():
            inside = [n for n in node.body if isinstance(n, ast.FunctionDef)]
        case ast.FunctionDef():
            yield node
            inside = node.body[_has_docstring(node) :]
        case ast.Raise():
            yield node
            inside = []
        case _:
            yield node
            inside = list(ast.iter_child_nodes(node))
    for part in inside:
        yield from _code(part)


def _has_docstring(function: ast.FunctionDef) -> bool:
    return ast.get_docstring(function) is not None


Change = Callable[[Any], None]


def _changes(node: ast.AST) -> Iterator[Change]:
    """Yield the changes that can be made to a node, each as a function that does it."""
    match node:
        case ast.FunctionDef() | ast.For() | ast.With():
            documented = isinstance(node, ast.FunctionDef) and _has_docstring(node)
            for index, statement in enumerate(node.body):
                kept = isinstance(statement, ast.FunctionDef | ast.Return)
                if not kept and index >= documented:
                    yield _put("body", index, ast.Pass())
        case ast.BinOp(op=operator):
            for opposite in OPPOSITES.get(type(operator), []):
                yield _set("op", opposite())
        case ast.Compare(ops=comparisons):
            for index, comparison in enumerate(comparisons):
                for opposite in OPPOSITES.get(type(comparison), []):
                    yield _put("ops", index, opposite())
        case ast.If(test=test):
            yield _set("test", ast.UnaryOp(ast.Not(), test))
        case ast.Constant(value=bool() as value):
            yield _set("value", not value)
        case ast.Constant(value=int() | float() as value):
            step = 1 if isinstance(value, int) else value / 2
            yield _set("value", value + step)
            yield _set("value", value - step)
        case ast.Return(value=ast.expr()) | ast.Yield(value=ast.expr()):
            yield _set("value", None)
        case ast.Call(args=arguments, keywords=keywords):
            if len(arguments) > 1:
                yield _put("args", slice(2), arguments[1::-1])
            for index in range(len(keywords)):
                yield _put("keywords", slice(index, index + 1), [])
        case ast.Slice():
            for end in ("lower", "upper"):
                if getattr(node, end):
                    yield _set(end, None)
        case ast.Tuple(elts=[first, second], ctx=ast.Load()):
            yield _set("elts", [second, first])


def _set(name: str, value: Any) -> Change:
    return lambda node: setattr(node, name, value)


def _put(name: str, index: int | slice, value: Any) -> Change:
    return lambda node: getattr(node, name).__setitem__(index, value)


def _difference(before: ast.Module, after: ast.Module) -> str:
    """Return the first line that differs: "return x -> return None"."""
    lines = zip(*(ast.unparse(t).splitlines() for t in (before, after)), strict=False)
    old, new = next((a.strip(), b.strip()) for a, b in lines if a != b)
    return f"{old}  ->  {new}"


def survives(mutant: Mutant) -> bool:
    """Tell whether every test of the mutant's exercise passes on it."""
    with TemporaryDirectory() as tree:
        package = Path(tree) / "echornn"
        write_solved(package)
        (package / f"{mutant.exercise.module}.py").write_text(
            mutant.source, encoding="utf-8"
        )
        outcomes = run_spec(Job(mutant.exercise.spec_file, Path(tree)), within=LIMIT)
        return all(outcome.state == "passed" for outcome in outcomes)


def report(console: Console) -> int:
    """Judge all mutants and print what survives; return the exit status."""
    verdicts = judge_all(survives, mutants())
    survivors = [mutant for mutant, lives in verdicts.items() if lives]
    for mutant in survivors:
        console.print(mutant.change, markup=False)
        console.print(f"    {EQUIVALENT.get(mutant.change, '[red]not explained[/]')}")
    killed = 1 - len(survivors) / len(verdicts)
    console.print(f"{len(verdicts)} mutants, {killed:.1%} killed")
    explained = all(mutant.change in EQUIVALENT for mutant in survivors)
    return 0 if killed >= AT_LEAST and explained else 1
