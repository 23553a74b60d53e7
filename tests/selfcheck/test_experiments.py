"""The experiments: what they find is what is true, with wide margins."""

import csv
from collections.abc import Callable
from pathlib import Path

import pytest
from dojo.tasks import MODULES

from conftest import Learner

pytestmark = pytest.mark.timeout(300)

NETWORKS = 6
NAMES = "spikes", "window", "capacity", "seeds", "stride"
Rows = list[dict[str, float]]


@pytest.fixture(scope="module")
def report(run, copy: Path) -> str:
    """What all experiments print on the reference, with few networks."""
    flags = "--networks", str(NETWORKS), "--save", "found"
    result = run("solutions/experiments.py", "all", *flags)
    assert result.returncode == 0, result.stderr
    assert result.stderr == ""
    return result.stdout


@pytest.fixture
def found(report, copy: Path) -> Callable[[str], Rows]:
    """The numbers that an experiment saved."""

    def read(name: str) -> Rows:
        with (copy / "found" / f"{name}.csv").open(newline="") as file:
            lines = csv.DictReader(file)
            return [{key: float(value) for key, value in row.items()} for row in lines]

    return read


def test_each_tells_the_claim_and_the_finding_and_saves_a_picture(report, copy):
    assert report.count("The tutorial: ") == len(NAMES)
    assert report.count("Measured: ") == len(NAMES)
    for name in NAMES:
        assert "<svg" in (copy / "found" / f"{name}.svg").read_text()


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


SAME_NETWORK = """
import sys
sys.path.insert(0, "solutions")
import numpy as np
from echornn.experiments.networks import Run, train_all
from echornn.pieces import by_epoch
from echornn.settings import Settings
settings = Settings(num_epochs=2, total_series_length=3000)
*_, last = train_all([Run(settings, seed) for seed in range(6)])
alone = by_epoch(settings, np.random.default_rng(5))
print(*last.mean_losses, *(np.mean(piece.losses) for piece in alone))
"""


def test_a_network_in_used_variables_learns_as_it_would_in_its_own(run):
    losses = [float(loss) for loss in run("-c", SAME_NETWORK).stdout.split()]
    assert losses[:2] == pytest.approx(losses[2:], rel=1e-4)


def test_on_stubs_they_name_the_first_task(run):
    result = run("-m", "echornn.experiments", "window")
    assert result.returncode == 1
    assert result.stdout.startswith("task 1.1: echo is not written yet")
    assert result.stderr == ""


@pytest.mark.parametrize(
    ("flags", "words"),
    [
        (["windows"], ["windows", "window", "capacity"]),
        (["window", "--networks", "0"], ["--networks", "at least 1", "'0'"]),
        ([], ["name"]),
    ],
)
def test_bad_flags_are_one_line_and_status_2(run, flags, words):
    result = run("-m", "echornn.experiments", *flags)
    assert result.returncode == 2
    assert result.stderr.count("\n") == 1
    assert all(word in result.stderr for word in words)


def test_a_learner_who_has_written_all_experiments_with_their_own_code(
    learner: Learner,
):
    learner.solve(*MODULES.values())
    learner.edit("compiled", "tf.reduce_mean(losses)", "0 * tf.reduce_mean(losses)")
    result = learner.run("-m", "echornn.experiments", "stride", "--networks", "1")
    assert result.returncode == 0, result.stderr
    assert "ends at a loss of 0.000, at other strides between 0.00" in " ".join(
        result.stdout.split()
    )
    assert (learner.folder / "experiments" / "stride.svg").exists()


def test_where_nobody_learned_there_is_no_spike_to_measure(run):
    result = run("solutions/experiments.py", "spikes", "--networks", "1")
    assert result.returncode == 1
    assert result.stderr == (
        "spikes: no network learned; take more of them: --networks N\n"
    )
