"""The lesson's page and pictures are what the code and the saved numbers make."""

import os
import re
import subprocess
import sys
import xml.etree.ElementTree as ElementTree
from pathlib import Path

import numpy as np
import pytest

from dojo.exercises import ROOT

pytestmark = pytest.mark.timeout(120)

DOCS = ROOT / "docs"
MAKE = DOCS / "make"
SVG = "{http://www.w3.org/2000/svg}"
PICTURE = re.compile(r"!\[([^]]*)\]\(([^)]+)\)")
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
    """Run a script beside docs/ on the reference."""
    result = subprocess.run(
        [sys.executable, "-c", script, *args],
        cwd=MAKE,
        env={**os.environ, "PYTHONPATH": f"{ROOT / 'solutions'}{os.pathsep}{ROOT}"},
        capture_output=True,
        encoding="utf-8",
        check=True,
    )
    return result.stdout


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
    assert len(pictures) == 13
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
    assert (once / "lesson.md").read_text(encoding="utf-8") == (
        DOCS / "lesson.md"
    ).read_text(encoding="utf-8")


def test_every_picture_stands_in_a_page_with_a_text_that_says_what_it_shows():
    page = (DOCS / "lesson.md").read_text(encoding="utf-8") + (
        ROOT / "README.md"
    ).read_text(encoding="utf-8")
    pictures = PICTURE.findall(page)
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
