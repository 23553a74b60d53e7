"""What no honest answer contains: a note to have a look, and never a verdict."""

import ast
from collections.abc import Iterator, Mapping
from functools import lru_cache

SUSPICIOUS = {
    "atexit": "runs code when the tests are over",
    "builtins": "reaches for Python's own functions",
    "ctypes": "reaches into memory",
    "gc": "looks through all objects",
    "importlib": "imports by a name that is put together",
    "inspect": "looks at who calls it",
    "multiprocessing": "starts processes",
    "os": "reaches for the machine",
    "pathlib": "reaches for files",
    "pickle": "runs what it reads",
    "pytest": "knows that it is tested",
    "_pytest": "knows that it is tested",
    "shutil": "reaches for files",
    "signal": "deals with signals",
    "socket": "uses the network",
    "subprocess": "starts processes",
    "sys": "reaches for the interpreter",
    "tempfile": "writes files",
    "threading": "starts threads",
    "traceback": "looks at who calls it",
    "unittest": "knows that it is tested",
    "urllib": "uses the network",
}
"""Modules, and what somebody who imports them can be after."""
CALLS = {
    "__import__": "imports by a name that is put together",
    "compile": "runs text as code",
    "eval": "runs text as code",
    "exec": "runs text as code",
    "globals": "changes names behind the reader's back",
    "open": "reaches for files",
    "setattr": "may replace what others use",
}
ATTRIBUTES = {"_getframe", "__globals__", "__subclasses__", "__code__", "__builtins__"}


def notes_on(files: Mapping[str, bytes]) -> Iterator[str]:
    """Iterate over what to look at in modules, with file and line."""
    for module, source in files.items():
        if tree := parsed(source):  # else the verdict says so
            for line, what in sorted(set(_findings(tree))):
                yield f"{module}.py, line {line}: {what}"


@lru_cache(maxsize=32)
def parsed(source: bytes) -> ast.Module | None:
    """Return a module's syntax; None if it is no Python."""
    try:
        return ast.parse(source)
    except (SyntaxError, ValueError, RecursionError, MemoryError):
        return None


def _findings(tree: ast.Module) -> Iterator[tuple[int, str]]:
    for node in ast.walk(tree):
        match node:
            case ast.Import(names=names):
                for alias in names:
                    yield from _of_import(node.lineno, alias.name)
            case ast.ImportFrom(module=str(name), level=0):
                yield from _of_import(node.lineno, name)
            case ast.Call(func=ast.Name(id=name)) if name in CALLS:
                yield node.lineno, f"{name}() {CALLS[name]}"
            case ast.Attribute(attr=name) if name in ATTRIBUTES:
                yield node.lineno, f"{name} looks behind the scenes"


def _of_import(line: int, name: str) -> Iterator[tuple[int, str]]:
    package = name.split(".")[0]
    if package in SUSPICIOUS:
        yield line, f"{package} {SUSPICIOUS[package]}"
