"""The class on one page, which needs nothing but itself."""

from collections import Counter
from collections.abc import Sequence
from io import StringIO
from pathlib import Path

from jinja2 import Environment, FileSystemLoader
from markupsafe import Markup
from matplotlib import rc_context

from dojo.classroom.grades import STATES, Grade
from dojo.classroom.picture import draw
from dojo.diagnosis.identify import CONSEQUENCE
from dojo.execution.channel import plain
from dojo.exercises import EXERCISES, all_tasks
from dojo.reporting.files import write_whole

COMMONEST = 20
"""Misconceptions that are listed."""
SHOWN = 1500
"""Characters of a failure's message."""


def write_page(grades: Sequence[Grade], path: Path) -> None:
    """Write the page of a class, sorted by name.

    Everything that a submission has said, its name too, is escaped.
    """
    environment = Environment(
        loader=FileSystemLoader(Path(__file__).parent),
        autoescape=True,
        trim_blocks=True,
        lstrip_blocks=True,
    )
    environment.filters["plain"] = plain
    page = environment.get_template("class.html").render(
        grades=grades,
        places={grade.name: place for place, grade in enumerate(grades)},
        states=STATES,
        counts=Counter(grade.state for grade in grades),
        exercises=EXERCISES,
        tasks=all_tasks(),
        stuck=_stuck(grades),
        misconceptions=_misconceptions(grades),
        picture=_picture(grades) if grades else None,
        shown=SHOWN,
    )
    write_whole(path, page.encode())


def _picture(grades: Sequence[Grade]) -> Markup:
    picture = StringIO()
    with rc_context({"svg.fonttype": "none", "svg.hashsalt": "echornn"}):
        draw(grades).savefig(picture, format="svg", metadata={"Date": None})
    svg = picture.getvalue()
    return Markup(svg[svg.index("<svg") :])


def _stuck(grades: Sequence[Grade]) -> dict[str, list[Grade]]:
    """Return who is at which task, by its number; "" holds who is done."""
    at: dict[str, list[Grade]] = {number: [] for number in [*all_tasks(), ""]}
    for grade in grades:
        at[grade.first_unfinished].append(grade)
    return {number: there for number, there in at.items() if there}


def _misconceptions(grades: Sequence[Grade]) -> list[tuple[str, str, int]]:
    """Return the commonest: the task's number, the sentence, how many made it."""
    made = Counter(
        (number, sentence)
        for grade in grades
        for number, sentence in grade.diagnoses.items()
        if not sentence.startswith(CONSEQUENCE)
    )
    common = made.most_common(COMMONEST)
    return [(number, sentence, count) for (number, sentence), count in common]
