"""The chapters that come from docstrings: their files, headings and anchors."""

import ast
import re

from dojo.exercises import EXERCISES, ROOT
from echolab.experiments.__main__ import NAMES

MODULES = {e.module: f"echornn/{e.module}" for e in EXERCISES.values()}
CLAIMS = {name: f"echolab/experiments/claims/{name}" for name in NAMES}


def docstring(path: str) -> tuple[str, str]:
    """Return the heading and the text of a module's docstring."""
    source = (ROOT / f"{path}.py").read_text(encoding="utf-8")
    title, text = (ast.get_docstring(ast.parse(source)) or "").split("\n", 1)
    heading = title.split(". ")[0].rstrip(".")
    return heading, text.replace("](docs/", "](") + "\n"


def anchor(path: str) -> str:
    """Return the anchor of a chapter, as links use it."""
    heading, _ = docstring(path)
    return re.sub(r"[^\w\s-]", "", heading.lower()).replace(" ", "-")
