"""What is said of an answer that is wrong in a way that nobody has foreseen."""

import numpy as np
import pytest

from dojo.diagnosis.relations import relations
from dojo.diagnosis.symptoms import Answer, simplify, symptom, wrong_parts
from dojo.galleries.plants import plants
from dojo.quality.record import sentences

pytestmark = pytest.mark.timeout(300)

A = np.arange(24.0).reshape(4, 6) ** 2
B = np.array([0, 0.5, 0.5, 0, 0.5])


@pytest.mark.parametrize(
    ("actual", "text"),
    [
        (-A, "the expected numbers with the opposite sign"),
        (A * 3, "3 times what is expected"),
        (A + 2, "numbers that are 2 too high"),
        (A * 0, "only zeros"),
        (A * 0 + 7, "the same number everywhere"),
        (A[::-1], "the expected numbers in reverse order along axis 0"),
        (A[:, ::-1], "the expected numbers in reverse order along axis 1"),
        (
            np.roll(A, 1, axis=1),
            "the expected numbers shifted 1 place forward along axis 1",
        ),
        (
            np.roll(A, -2, axis=1),
            "the expected numbers shifted 2 places back along axis 1",
        ),
        (A[:, :-1], "the expected numbers without the last slice along axis 1"),
        (A[2:], "the expected numbers without the first 2 slices along axis 0"),
        (np.vstack([A, A[:1]]), "the expected numbers and 1 more slice after them"),
        (A.T, "the expected numbers transposed"),
        (A.ravel(), "the expected numbers in another shape"),
        (np.ones((4, 6, 2)), "3 axes instead of 2"),
        (np.ones(5), "1 axis instead of 2"),
        (np.ones((6, 4)), "the axes in another order"),
        (np.ones((4, 9)), "too many elements along axis 1"),
        (
            np.ones((3, 9)),
            "too few elements along axis 0 and too many elements along axis 1",
        ),
        (A[0], "only the expected numbers at index 0 along axis 0"),
        (A.sum(1), "the sum of the expected numbers along axis 1"),
        (np.tile(A[-1], (4, 1)), "copies of the last slice along axis 0"),
        (A * 0 + np.inf, "numbers that are infinite or `nan`"),
    ],
)
def test_a_relation_is_seen(actual, text):
    assert any(said.startswith(text) for _, said in relations(A, actual, {}))


def test_a_relation_that_fits_by_chance_is_none():
    """Half of 1/2 is its square, and two numbers are soon copies of one."""
    texts = [text for _, text in relations(B, B / 2, {})]
    assert texts[0] == "0.5 times what is expected"
    assert not any("squares" in text for text in texts)
    assert list(relations(np.array([0.0, 1.0]), np.array([1.0, 1.0]), {})) == []


def test_noise_has_no_relation_to_what_is_expected():
    rng = np.random.default_rng(1)
    for _ in range(100):
        expected, noise = rng.normal(size=(2, 4, 3))
        assert list(relations(expected, noise, {})) == []


def said_of(*pairs, by=symptom) -> str | None:
    """Return what is said if these values were expected and these others came."""
    expected, came = zip(*pairs, strict=True)
    answers = [Answer(simplify(value), {}) for value in came]
    return by([simplify(value) for value in expected], answers)


def test_all_wrong_answers_must_have_it_in_common():
    assert said_of((A, -A), (A.T, -A.T)) == (
        "Gives the expected numbers with the opposite sign."
    )
    assert said_of((A, -A), (A.T, A.T[::-1])) is None
    assert said_of((A, -A), (A.T, A.T)) is not None


def test_the_part_that_is_wrong_is_named():
    right = {"batch_x": A, "batch_y": A + 1}
    assert said_of((right, {**right, "batch_y": A[::-1] + 1})) == (
        "Gives the expected numbers in reverse order along axis 0 for `batch_y`. The "
        "rest is right."
    )
    noise = np.random.default_rng(1).normal(size=A.shape)
    assert said_of((right, {**right, "batch_y": noise}), by=wrong_parts) == (
        "Gives the wrong result for `batch_y`. The rest is right."
    )
    all_wrong = right, {"batch_x": noise, "batch_y": noise}
    assert said_of(all_wrong) is said_of(all_wrong, by=wrong_parts) is None


def test_a_gradient_is_named_only_if_everything_else_is_right():
    right = {"": A, "the gradient of `W`": A + 1, "the gradient of `b`": A + 2}
    no_gradient = {"the gradient of `W`": "`None`", "the gradient of `b`": "`None`"}
    assert said_of((right, {**right, **no_gradient})) == (
        "The gradient of `W` and the gradient of `b`: `None` instead of a tensor."
    )
    assert said_of((right, {"": -A, **no_gradient})) == (
        "Gives the expected numbers with the opposite sign."
    )


def test_nothing_is_said_of_an_error_which_speaks_for_itself():
    assert said_of((A, "raises ValueError: no"), (A, -A)) is None


@pytest.fixture(scope="module")
def said() -> dict[str, dict[str, str | None]]:
    """What is said of bugs that are none of the known mistakes."""
    return sentences("unlisted")


@pytest.mark.parametrize(
    ("number", "name", "sentence"),
    [
        (
            "1.2",
            "stacks_upwards",
            "Gives the expected numbers in reverse order along axis 0.",
        ),
        ("1.2", "asserts_instead", "Gives an AssertionError instead of a ValueError."),
        (
            "1.2",
            "rows_are_float",
            "Gives the right numbers as a float64 array instead of an integer array.",
        ),
        (
            "1.3",
            "inverts_the_target",
            "`y`: 1 - x `echo_step` steps earlier instead of x `echo_step` steps "
            "earlier.",
        ),
        (
            "2.2",
            "is_one_column_too_narrow",
            "Gives the expected numbers without the last slice along axis 1 for "
            "`batch_x` and `batch_y`.",
        ),
        (
            "3.1",
            "second_bias_is_as_wide_as_the_state",
            "Gives too many elements along axis 1 for `b2`. The rest is right.",
        ),
        (
            "3.3",
            "state_goes_from_row_to_row",
            "Changing only row 0 of `batch_x` between two calls changes row 1 of the "
            "states, which should not depend on it.",
        ),
        (
            "5.2",
            "last_column_alone",
            "Changing only column 0 of `batch_y` between two calls does not change "
            "`total_loss`, which should depend on it.",
        ),
        (
            "5.2",
            "state_before_the_last",
            "Gives the wrong result for `current_state`. The rest is right.",
        ),
        (
            "6.2",
            "heights_of_red_and_green_exchanged",
            "Gives 0.6 times what is expected for the red bars.",
        ),
        (
            "7.2",
            "doubles_the_losses",
            "Gives 2 times what is expected for `losses`. The rest is right.",
        ),
    ],
)
def test_a_bug_that_nobody_has_foreseen_is_described(said, number, name, sentence):
    assert said[number][name] == sentence


def test_most_of_them_are(said):
    all_said = [sentence for task in said.values() for sentence in task.values()]
    assert len(all_said) > 60
    assert sum(map(bool, all_said)) >= 0.6 * len(all_said)


def test_nobody_with_a_bug_of_his_own_is_accused_of_another(said):
    known = {(plant.task, plant.sentence) for plant in plants("mistakes")}
    assert known.isdisjoint((n, s) for n, task in said.items() for s in task.values())
