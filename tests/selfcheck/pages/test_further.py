"""What docs/further.md proposes to try does what it says."""

import re

import pytest
from learner import Learner
from scripts import run_script

from dojo.exercises import EXERCISES, ROOT

pytestmark = pytest.mark.timeout(120)

PAGE = (ROOT / "docs" / "further.md").read_text(encoding="utf-8")
PYTHON = dict(re.findall(r"```python (\w+)\n(.*?)```", PAGE, re.DOTALL))
LONGER, OTHER_CELL = re.findall(r"```sh\npython (.*?)\n```", PAGE)


@pytest.fixture
def solved(learner: Learner) -> Learner:
    """Somebody who has written everything."""
    learner.solve(*(exercise.module for exercise in EXERCISES.values()))
    return learner


def bits_right(learner: Learner, command: str) -> float:
    """Run the program; return the share of right bits, in percent."""
    assert command.startswith("-m ")
    result = learner.program(*command.split()[1:], "--seed", "1")
    return float(re.search(r"([\d.]+) % of the bits right", result.stdout)[1])


def test_a_longer_echo_is_learned_from_smaller_weights(solved):
    assert bits_right(solved, LONGER) < 80
    weights, halved = "dtype=np.float32))", "dtype=np.float32) / 2)"
    assert halved in PAGE
    cell = solved.module("cell")
    assert cell.read_text(encoding="utf-8").count(weights) == 2
    cell.write_text(
        cell.read_text(encoding="utf-8").replace(weights, halved), encoding="utf-8"
    )
    assert bits_right(solved, LONGER) > 99


def test_another_cell_takes_the_place_of_this_one(solved):
    cell = solved.module("cell")
    old = re.compile(r"def init_parameters.*?(?=def forward_pass)", re.DOTALL)
    text, places = old.subn(
        lambda _: PYTHON["gru"] + "\n\n", cell.read_text(encoding="utf-8")
    )
    assert places == 1
    cell.write_text(text, encoding="utf-8")
    assert bits_right(solved, OTHER_CELL) > 99


def test_keras_learns_the_same_from_the_same_windows(solved):
    printed = run_script(PYTHON["keras"], tree=solved.folder).stdout
    losses = [float(loss) for loss in re.findall(r"loss: (\S+)", printed)]
    assert len(losses) == 3, printed
    assert losses[-1] < 0.1
