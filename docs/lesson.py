"""Make docs/lesson.md, the chapters with their pictures, from the docstrings."""

import ast
import re
from collections.abc import Iterator
from pathlib import Path

from draw import saved

from echornn.experiments.__main__ import NAMES
from echornn.start import BONUS, EXERCISES

DOCS = Path(__file__).parent
ROOT = DOCS.parent


def page() -> Iterator[str]:
    """Iterate over the chapters."""
    yield "<!-- Made by `tox -e docs` from the docstrings. -->\n\n# The lesson\n"
    for module in (
        "__init__",
        "settings",
        *EXERCISES,
        BONUS,
        "experiments/__init__",
    ):
        yield chapter(module)
    for name in NAMES:
        yield chapter(f"experiments/{name}", "###")
        subject, rows = saved(name)
        yield f"**The tutorial:** {subject.CLAIM}\n"
        yield f"**Measured:** {subject.finding(rows)}\n"


def chapter(module: str, level: str = "##") -> str:
    """Return a module's docstring as Markdown."""
    path = ROOT / "echornn" / f"{module}.py"
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
