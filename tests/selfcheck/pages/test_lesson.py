"""The lesson's page and pictures are what the code and the saved numbers make."""

import ast
import doctest
import json
import re
import xml.etree.ElementTree as ElementTree
from itertools import pairwise
from pathlib import Path

import numpy as np
import pytest
from scripts import run_script

from dojo.exercises import EXERCISES, GIVEN, LEARNER, REFERENCE, ROOT

pytestmark = pytest.mark.timeout(120)

DOCS = ROOT / "docs"
MAKE = DOCS / "make"
SVG = "{http://www.w3.org/2000/svg}"
PICTURE = re.compile(r"!\[([^]]*)\]\(([^)]+)\)")
LESSON = (DOCS / "lesson.md").read_text(encoding="utf-8")
WORDS = 6000
SCREEN = 40  # lines of a module's docstring
SCRIPT = """
import sys
from pathlib import Path
import draw, lesson
for folder in map(Path, sys.argv[1:]):
    folder.mkdir()
    draw.main(folder)
    lesson.main(folder)
"""


def reference(script: str, *args: str) -> str:
    """Run a script beside docs/make on the reference; return what it prints."""
    return run_script(script, *args, folder=MAKE).stdout


@pytest.fixture(scope="module")
def made(tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, Path]:
    """The page and the pictures, made twice."""
    folder = tmp_path_factory.mktemp("docs")
    once, again = folder / "once", folder / "again"
    reference(SCRIPT, str(once), str(again))
    return once, again


def drawn(path: Path) -> tuple[list[str], np.ndarray]:
    """Return the words in a picture, and where each thing in it begins and ends.

    How letters look and which points of a curve are left out as needless is the
    drawing library's, and differs from version to version.
    """
    root = ElementTree.parse(path).getroot()
    shapes = {thing for defs in root.iter(f"{SVG}defs") for thing in defs.iter()}
    places = []
    for thing in root.iter():
        numbers = re.findall(r"-?\d+\.?\d*", thing.get("d", ""))
        if thing.tag == f"{SVG}use" and "x" in thing.attrib:  # a mark, not a letter
            numbers = [thing.attrib["x"], thing.attrib["y"]]
        if numbers and thing not in shapes:
            points = np.reshape(np.array(numbers, float), (-1, 2))
            places.append([*points.min(axis=0), *points.max(axis=0)])
    return re.findall(r"<!-- (.*?) -->", path.read_text(encoding="utf-8")), np.array(
        places
    )


def test_two_drawings_are_the_same_to_the_byte(made):
    once, again = made
    pictures = sorted(path.relative_to(once) for path in once.rglob("*.svg"))
    assert len(pictures) == 16
    for picture in pictures:
        assert (once / picture).read_bytes() == (again / picture).read_bytes(), picture


def test_the_pictures_show_what_would_be_drawn_now(made):
    once, _ = made
    for path in once.rglob("*.svg"):
        words, places = drawn(path)
        kept_words, kept = drawn(DOCS / path.relative_to(once))
        assert kept_words == words, path
        assert len(kept) == len(places) >= 15, path
        assert np.allclose(kept, places, atol=3), path  # points


def test_the_page_is_made_of_the_chapters(made):
    once, _ = made
    assert (once / "lesson.md").read_text(encoding="utf-8") == LESSON


def test_every_picture_stands_in_a_page_with_a_text_that_says_what_it_shows():
    pictures = PICTURE.findall(
        LESSON + (ROOT / "README.md").read_text(encoding="utf-8")
    )
    shown = {path.removeprefix("docs/"): text for text, path in pictures}
    assert set(shown) == {str(path.relative_to(DOCS)) for path in DOCS.rglob("*.svg")}
    assert all(len(text.split()) > 10 for text in shown.values()), shown


def test_the_record_is_of_the_training_that_it_names(tmp_path):
    again = tmp_path / "training.npz"
    reference(
        "import record, pathlib, sys\nrecord.main(pathlib.Path(sys.argv[1]))",
        str(again),
    )
    kept, new = np.load(MAKE / "training.npz"), np.load(again)
    for name in ("epochs", "batch_x", "batch_y"):
        assert np.array_equal(kept[name], new[name]), name
    assert kept["losses"].shape == new["losses"].shape == (100, 666)
    assert np.allclose(kept["losses"][0, :100], new["losses"][0, :100], atol=0.001)
    right = [
        np.mean(
            (record["predictions"][1:, ..., 0] < 0.5).swapaxes(1, 2)
            == record["batch_y"][1:]
        )
        for record in (kept, new)
    ]
    assert right == [1, 1]  # after 3 epochs and after 100


@pytest.mark.parametrize(
    "path", sorted(DOCS.rglob("*.svg")), ids=lambda path: path.stem
)
def test_a_picture_has_a_title_for_those_who_do_not_see_it(path):
    title = ElementTree.parse(path).getroot().findtext(f"{SVG}title")
    assert title
    assert len(title.split()) >= 5


def test_the_boxes_of_the_pipeline_lead_to_the_chapters_as_the_line_below_does():
    drawn = (DOCS / "pictures" / "pipeline.svg").read_text(encoding="utf-8")
    boxes = re.findall(r'xlink:href="\.\./lesson\.md(#[^"]+)"', drawn)
    below = re.search(r"\*Each box has its own chapter:.*?\*\n", LESSON, re.DOTALL)
    assert below
    assert boxes == re.findall(r"\((#[^)]+)\)", below[0])[:5]


def test_the_bars_of_the_lesson_differ_in_grey():
    script = """
from curves import SHADES
from matplotlib.colors import to_rgb
for style in SHADES.values():
    red, green, blue = to_rgb(style["facecolor"])
    print(0.299 * red + 0.587 * green + 0.114 * blue)
"""
    greys = sorted(map(float, reference(script).split()))
    assert min(np.diff(greys)) > 0.2


# It prints the examples that fail. `linecache` is told their text, because TensorFlow
# reads the source of what it traces.
EXAMPLES = """
import doctest, linecache, re, sys
from pathlib import Path
page = Path(sys.argv[1]).read_text(encoding="utf-8")
blocks = re.findall(r"^```python\\n(.*?)^```$", page, re.DOTALL | re.MULTILINE)
test = doctest.DocTestParser().get_doctest("\\n".join(blocks), {}, "page", None, 0)
for number, example in enumerate(test.examples):
    lines = example.source.splitlines(keepends=True)
    name = f"<doctest page[{number}]>"
    linecache.cache[name] = len(example.source), None, lines, name
result = doctest.DocTestRunner(verbose=False).run(test)
print("failed", result.failed, "of", result.attempted)
"""


def test_every_example_on_the_page_runs_from_top_to_bottom():
    output = reference(EXAMPLES, str(DOCS / "lesson.md"))
    examples = doctest.DocTestParser().get_examples(LESSON)
    assert output == f"failed 0 of {len(examples)}\n", output
    assert len(examples) >= 70
    code = re.findall(r"^```(\w*)$", LESSON, re.MULTILINE)
    assert set(code) == {"python", ""}


def test_the_page_is_read_in_half_an_hour():
    assert len(LESSON.split()) <= WORDS


@pytest.mark.parametrize("module", [*GIVEN, *(e.module for e in EXERCISES.values())])
def test_a_chapter_fits_a_screen(module):
    home = LEARNER if module in GIVEN else REFERENCE
    source = (home / f"{module}.py").read_text(encoding="utf-8")
    docstring = ast.get_docstring(ast.parse(source))
    assert docstring
    assert len(docstring.splitlines()) <= SCREEN


def test_there_is_one_numbering():
    homes = LEARNER, REFERENCE, DOCS, ROOT / "echolab"
    texts = {
        path: path.read_text(encoding="utf-8")
        for home in homes
        for path in home.rglob("*")
        if path.suffix in (".py", ".md")
    }
    assert [str(path) for path, text in texts.items() if "lesson item" in text] == []


@pytest.mark.parametrize("number", EXERCISES)
def test_every_exercise_ends_in_questions_with_folded_answers(number):
    _, chapter = LESSON.split(f"## Exercise {number}, ")
    chapter = re.split(r"^## ", chapter, flags=re.MULTILINE)[0]
    asked = re.findall(
        r"<details><summary>(.*?)</summary>\n\n(.*?)\n</details>\n", chapter, re.S
    )
    assert 2 <= len(asked) <= 3
    assert chapter.count("<details>") == len(asked)
    assert all(question.endswith("?") for question, _ in asked)


def test_the_fading_is_what_is_measured_now():
    script = "import measure\nfor row in measure.fading(): print(row.norm)"
    kept = np.loadtxt(MAKE / "fading.csv", delimiter=",", skiprows=1)
    norms = [float(norm) for norm in reference(script).split()]
    assert np.allclose(kept[:, -1], norms, rtol=0.01)
    fading = {tuple(row[:3]): row[3] for row in kept}
    ratio = fading[8, 0.5, 8] / fading[8, 1, 8]
    assert 1e6 < ratio < 2e6
    assert "more than a million times as much" in " ".join(LESSON.split())


def test_the_network_of_the_lesson_says_0_everywhere_after_an_epoch():
    record = np.load(MAKE / "training.npz")
    assert {f"{p:.2f}" for p in record["predictions"][0, ..., 0].ravel()} == {"0.52"}
    assert "always has a probability of 0.52" in " ".join(LESSON.split())


def test_what_product_is_worth_was_measured():
    peers = ROOT / "benchmarks" / "results" / "peers.json"
    runs = json.loads(peers.read_text(encoding="utf-8"))["benchmarks"]
    us = {
        run["extra_info"]["contender"]: 1e6
        * run["stats"]["median"]
        / run["extra_info"]["windows"]
        for run in runs
        if "windows" in run["extra_info"]
    }
    at, product = us["train_epoch with @"], us["train_epoch (exercise 7)"]
    lesson = " ".join(LESSON.split())
    assert (
        f"`best` was {at:.1f} microseconds per window with `@` and {product:.1f} with "
        "`product`"
    ) in lesson
    session = us["session (the tutorial's)"] / product
    assert f"2016). Such a call takes {session:.0f} times as long as" in lesson
    assert f"the tutorial's session takes {session:.0f} times as long." in lesson
    assert us["eager step"] / product > 2000
    assert "It takes more than two thousand times as long as a step in the" in lesson


def test_no_line_of_a_paragraph_begins_as_a_list_does():
    """Where a formula is broken before its minus, Markdown makes a bullet of it."""
    for page in (*DOCS.glob("*.md"), ROOT / "README.md", ROOT / "CONTRIBUTING.md"):
        lines = page.read_text(encoding="utf-8").splitlines()
        for before, line in pairwise(lines):
            is_text = re.match(r"[\w`(*\[!]", before) and not before.startswith("* ")
            assert not (is_text and re.match(r"[-+*] ", line)), (page.name, line)
