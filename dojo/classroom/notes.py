"""What no honest answer contains: a note to have a look, and never a verdict."""

import ast
from collections.abc import Iterator, Mapping
from functools import lru_cache

SUSPICIOUS = {
    "atexit": "can run code after the tests",
    "builtins": "can change Python's built-in functions",
    "ctypes": "can read and change memory",
    "gc": "can find all objects in the program",
    "importlib": "can import modules by a computed name",
    "inspect": "can look at the code that calls it",
    "multiprocessing": "can start processes",
    "os": "can work with files and processes",
    "pathlib": "can read and write files",
    "pickle": "can run code that is hidden in data",
    "pytest": "can detect that it is being tested",
    "_pytest": "can detect that it is being tested",
    "shutil": "can copy and delete files",
    "signal": "can send and handle signals",
    "socket": "can use the network",
    "subprocess": "can start processes",
    "sys": "can change the interpreter",
    "tempfile": "can write files",
    "threading": "can start threads",
    "traceback": "can look at the code that calls it",
    "unittest": "can replace functions while they are tested",
    "urllib": "can use the network",
}
"""Modules, and what code that imports them can do."""
CALLS = {
    "__import__": "imports modules by a computed name",
    "compile": "turns text into code",
    "eval": "runs text as code",
    "exec": "runs text as code",
    "globals": "gives access to all global names",
    "open": "reads or writes files",
    "setattr": "can change other modules and objects",
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
                yield node.lineno, f"calls {name}(), which {CALLS[name]}"
            case ast.Attribute(attr=name) if name in ATTRIBUTES:
                yield node.lineno, f"uses {name}, which is internal to Python"


def _of_import(line: int, name: str) -> Iterator[tuple[int, str]]:
    package = name.split(".")[0]
    if package in SUSPICIOUS:
        yield line, f"imports {package}, so it {SUSPICIOUS[package]}"
