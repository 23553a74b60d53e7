"""The experiments: what they find is what is true, with wide margins."""

from collections.abc import Callable
from pathlib import Path

import pytest
from scripts import PROGRAM, run_script
from tables import Rows, read_numbers

pytestmark = pytest.mark.timeout(300)

NETWORKS = 6
NAMES = "spikes", "window", "capacity", "seeds", "stride"


@pytest.fixture(scope="module")
def report(copy: Path) -> str:
    """What all experiments print on the reference, with few networks."""
    flags = "--networks", str(NETWORKS), "--save", "found"
    result = run_script(PROGRAM, "echolab.experiments", "all", *flags, folder=copy)
    assert result.stderr == ""
    return result.stdout


@pytest.fixture
def found(report, copy: Path) -> Callable[[str], Rows]:
    """The numbers that an experiment saved."""
    return lambda name: read_numbers(copy / "found" / f"{name}.csv")


def test_each_tells_the_claim_and_the_finding_and_saves_a_picture(report, copy):
    assert report.count("The tutorial: ") == len(NAMES)
    assert report.count("Measured: ") == len(NAMES)
    for name in NAMES:
        assert "<svg" in (copy / "found" / f"{name}.svg").read_text(encoding="utf-8")


def test_a_window_as_wide_as_the_echo_does_not_learn_and_a_wider_one_does(found):
    for row in found("window"):
        wider = row["truncated_backprop_length"] - row["echo_step"]
        if wider <= 0 and row["echo_step"] > 1:
            assert row["learned"] == 0, row
        elif wider <= 0:
            assert row["learned"] <= NETWORKS / 3, row  # one learns, and forgets
        else:
            assert row["learned"] >= NETWORKS / 2, row


def test_an_echo_needs_a_unit_for_each_of_its_bits(found):
    for row in found("capacity"):
        spare = row["state_size"] - 1 - row["echo_step"]
        if spare < -1:
            assert row["learned"] <= 1, row
        elif spare >= 0 and row["state_size"] <= 4:  # larger states learn less often
            assert row["learned"] >= NETWORKS / 2, row


def test_the_spike_ends_at_column_echo_step(found):
    for row in found("spikes"):
        if row["column"] < 3:
            assert row["loss"] > 0.25, row
        else:
            assert row["loss"] < 0.15, row


def test_most_seeds_learn_within_ten_epochs(found):
    tenth = [row["mean_loss"] for row in found("seeds") if row["epoch_idx"] == 9]
    assert len(tenth) == NETWORKS
    assert sum(loss < 0.1 for loss in tenth) > NETWORKS / 2


def test_the_state_fits_at_one_stride_alone(found):
    for row in found("stride"):
        if row["stride"] == 15:
            assert row["training_loss"] < 0.05
        else:
            assert row["training_loss"] > 0.15, row
        assert row["fitting_right"] > 0.9, row


SAME_NETWORKS = """
import numpy as np
from echolab.experiments.networks import Run, train_all
from echolab.training import by_epoch
from echornn.settings import Settings
short = dict(num_epochs=2, total_series_length=1000, truncated_backprop_length=5)
settings = Settings(**short)
slow = Settings(**short, learning_rate=0.01)
runs = [Run(s, seed) for seed in range(5) for s in (settings, slow)]
for run, trained in list(zip(runs, train_all(runs)))[-2:]:
    alone = by_epoch(run.settings, np.random.default_rng(run.seed))
    print(*trained.mean_losses, *(np.mean(piece.losses) for piece in alone))
"""


def test_networks_in_used_variables_learn_as_they_would_in_their_own():
    lines = run_script(SAME_NETWORKS).stdout.splitlines()
    assert len(lines) == 2
    for line in lines:
        losses = [float(loss) for loss in line.split()]
        assert losses[:2] == pytest.approx(losses[2:], rel=1e-4)


FINDINGS = """
from echolab.experiments.claims import capacity, seeds, spikes, stride, window
shares = [(w, e, 90, 10 * w + e) for w in window.WINDOWS for e in window.ECHOES]
print(window.finding([window.Row(*share) for share in shares]))
shares = [(s, e, 90, 10 * s + e) for s in capacity.STATES for e in capacity.ECHOES]
print(capacity.finding([capacity.Row(*share) for share in shares]))
learned = (1, 100), (20, 100), (60, 100), (100, 100), (5, 99)
print(seeds.finding([
    seeds.Row(seed, epoch, 0.01 if first <= epoch < end else 0.6)
    for seed, (first, end) in enumerate(learned)
    for epoch in range(100)
]))
print(spikes.finding([
    spikes.Row(row, column, (2 if row else 1) if column < 3 else 0.25)
    for row in range(5)
    for column in range(15)
]))
print(stride.finding([
    stride.Row(s, 9, 0.001 if s == 15 else s / 100, 0.1, 0.9999 if s > 1 else 0.987)
    for s in stride.STRIDES
]))
"""


def test_the_findings_say_what_the_numbers_are():
    window, capacity, seeds, spikes, stride = run_script(FINDINGS).stdout.splitlines()
    assert window == (
        "With a window as long as the echo, 66 of 270 networks learned an echo of 1, 2 "
        "or 3 steps. With one more column, 96 did."
    )
    assert capacity == (
        "225 of 540 networks with 1 to 6 units learned an echo of state_size - 1 "
        "steps. With state_size steps, 231 of 540 did; with state_size + 1 steps, 237 "
        "of 540 did."
    )
    assert seeds == (
        "Of 5 networks, 2 have learned after 10 epochs, 3 after 50 and 3 after 100. "
        "Of the other 2, 1 had learned earlier, but lost what it had learned."
    )
    assert spikes == (
        "In columns 0 to 2 of row 0, where all targets are 0, the mean loss is 1.00. "
        "In the same columns of the other rows, it is 2.00. From column 3 on, it is "
        "0.25."
    )
    assert stride == (
        "With a stride of 15 columns, the width of the window, the median loss of the "
        "last epoch is 0.001. With other strides, it is between 0.01 and 0.30. In "
        "windows where the state fits, the median share of correct answers is at least "
        "98% for every stride."
    )


def test_the_tables_show_what_is_saved(report, found):
    lines = [line.split() for line in report.splitlines()]
    for name, setting in (
        ("window", "truncated_backprop_length"),
        ("capacity", "state_size"),
    ):
        rows = found(name)
        for value in {row[setting] for row in rows}:
            learned = [row["learned"] for row in rows if row[setting] == value]
            assert [f"{number:.0f}" for number in (value, *learned)] in lines


AFTER_NOTHING = """
from echolab.experiments import NothingLearnedError, __main__, laboratory
def measure(name, networks, folder):
    print("measured", name)
    if name == "spikes":
        raise NothingLearnedError("nothing")
laboratory.measure = measure
print(__main__.main(["all"]))
"""


def test_the_others_are_measured_where_one_has_nothing_to_measure():
    lines = run_script(AFTER_NOTHING).stdout.splitlines()
    assert [line for line in lines if line.startswith("measured")] == [
        f"measured {name}" for name in NAMES
    ]
    assert lines[-1] == "1"
