"""Make docs/lesson.md from the docstrings of the modules and the files in chapters/.

Each chapter begins with the docstring of its module, followed by the file with its
name. In these files, words that begin with a dollar sign are links to chapters, or
measured figures.
"""

import ast
import re
from collections.abc import Iterator
from pathlib import Path
from string import Template

from draw import DOCS, saved
from headings import CLAIMS, MODULES, anchor, docstring
from measured import figures

from dojo.exercises import ROOT, as_task

CHAPTERS = Path(__file__).parent / "chapters"


def page() -> Iterator[str]:
    """Iterate over the parts of the page."""
    yield "<!-- Made by `tox -e docs` from the docstrings and docs/make/chapters. -->\n"
    yield "# The lesson\n"
    yield more("start")
    yield chapter("echornn/settings")
    for module, path in MODULES.items():
        if module == "cell":
            yield more("tensorflow")
        yield chapter(path)
        yield more(module)
    yield chapter("echolab/experiments/__init__")
    for name, path in CLAIMS.items():
        yield chapter(path, "###")
        subject, rows = saved(name)
        yield f"**The tutorial:** {subject.CLAIM}\n"
        yield f"**Measured:** {subject.finding(rows)}\n"
    yield more("end")
    _, glossary = docstring("echornn/__init__")[1].split("\nGlossary: ")
    yield f"## Glossary\n\n{glossary[0].upper()}{glossary[1:]}"


def chapter(path: str, level: str = "##") -> str:
    """Return a module's docstring as Markdown; its first example imports the module."""
    heading, text = docstring(path)
    imports = f"```python\n{imported(path)}>>> "
    text = re.sub(r"(?m)^Next, `[\w.]+` .*\n", "", text)  # the page's order says it
    text = re.sub(r"(?m)^>>> (?:.+\n)+", r"```python\n\g<0>```\n", text)
    text = text.replace("```python\n>>> ", imports, 1)
    return f"{level} {heading}\n{text.rstrip()}\n\n[{path}.py](../{path}.py)\n"


def imported(path: str) -> str:
    """Return the line that imports what a module's examples use."""
    tree = ast.parse((ROOT / f"{path}.py").read_text(encoding="utf-8"))
    given = (node.name for node in tree.body if isinstance(node, ast.ClassDef))
    tasks = (task.name for node in tree.body if (task := as_task(node)))
    names = [*given, *tasks]
    return f">>> from {path.replace('/', '.')} import {', '.join(names)}\n"


def more(name: str) -> str:
    """Return the text of a chapter that is not in its docstring."""
    path = CHAPTERS / f"{name}.md"
    text = path.read_text(encoding="utf-8") if path.exists() else ""
    links = {f"to_{name}": anchor(p) for name, p in (MODULES | CLAIMS).items()}
    return Template(text).substitute(links, **figures())


def main(folder: Path = DOCS) -> None:
    """Write the page."""
    (folder / "lesson.md").write_text("\n".join(page()), encoding="utf-8")


if __name__ == "__main__":
    main()
