"""Make docs/lesson.md, the chapters with their pictures, from the docstrings."""

import ast
import re
from collections.abc import Iterator
from pathlib import Path

from draw import saved

from dojo.exercises import EXERCISES
from echolab.experiments.__main__ import NAMES

DOCS = Path(__file__).parents[1]
ROOT = DOCS.parent


def page() -> Iterator[str]:
    """Iterate over the chapters."""
    yield "<!-- Made by `tox -e docs` from the docstrings. -->\n\n# The lesson\n"
    modules = "__init__", "settings", *(e.module for e in EXERCISES.values())
    for module in modules:
        yield chapter(f"echornn/{module}")
    yield chapter("echolab/experiments/__init__")
    for name in NAMES:
        yield chapter(f"echolab/experiments/claims/{name}", "###")
        subject, rows = saved(name)
        yield f"**The tutorial:** {subject.CLAIM}\n"
        yield f"**Measured:** {subject.finding(rows)}\n"


def chapter(module: str, level: str = "##") -> str:
    """Return a module's docstring as Markdown."""
    path = ROOT / f"{module}.py"
    docstring = ast.get_docstring(ast.parse(path.read_text(encoding="utf-8"))) or ""
    title, text = docstring.split("\n", 1)
    text = text.replace("](docs/", "](")
    examples = re.sub(r"(?m)^>>> (?:.+\n)+", r"```python\n\g<0>```\n", text + "\n")
    heading = f"{level} {title.split('. ')[0].rstrip('.')}"
    return f"{heading}\n{examples}\n[{path.name}](../{path.relative_to(ROOT)})\n"


def main(folder: Path = DOCS) -> None:
    """Write the page."""
    (folder / "lesson.md").write_text("\n".join(page()), encoding="utf-8")


if __name__ == "__main__":
    main()
