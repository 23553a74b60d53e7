"""What is said about which elements of an argument influence a result."""

import numpy as np
import pytest
from scripts import run_script

from dojo.diagnosis.influences import Rule, Study, broken_rules

pytestmark = pytest.mark.timeout(120)

A = np.arange(12.0).reshape(3, 4)
ROWS = Rule("a", 0, "row", 0, "row {} of the result")
COLUMNS = Rule("a", 1, "column", 1, "column {} of the result", later_too=True)


@pytest.mark.parametrize(
    ("function", "rule", "said"),
    [
        (lambda a: a**2, ROWS, None),
        (lambda a: np.cumsum(a, axis=1), COLUMNS, None),
        (lambda a: np.vstack([0 * a[:1], a[:-1]]), ROWS._replace(delay=1), None),
        (lambda a: a - a.mean(axis=0), ROWS, ("row 0", "changes row 1")),
        (
            lambda a: np.cumsum(a[:, ::-1], axis=1)[:, ::-1],
            COLUMNS,
            ("column 1", "changes column 0"),
        ),
        (
            lambda a: a[:, :1] + 0 * a,
            COLUMNS,
            ("column 1", "does not change column 1"),
        ),
        (lambda a: a, ROWS._replace(delay=None), ("row 0", "changes row 0")),
    ],
)
def test_the_first_broken_rule_is_said(function, rule, said):
    study = Study(function, {"a": A}, (rule,), A.shape)
    found = next(broken_rules(study), None)
    if said is None:
        assert found is None
        return
    source, change = said
    should = "should" if "not" in change else "should not"
    assert found == (
        f"Changing only {source} of `a` between two calls {change} of the result, "
        f"which {should} depend on it."
    )


def test_what_has_no_influence_on_a_number_is_said():
    rule = Rule("a", 0, "row", None, "the loss")
    assert next(broken_rules(Study(lambda a: a[:2].sum(), {"a": A}, (rule,), ()))) == (
        "Changing only row 2 of `a` between two calls does not change the loss, which "
        "should depend on it."
    )


def test_of_a_result_of_another_shape_nothing_is_said():
    """Its rows may be something else."""
    study = Study(lambda a: a - a.mean(axis=0), {"a": A}, (ROWS,), (1, *A.shape))
    assert list(broken_rules(study)) == []


def test_a_result_that_does_not_stay_the_same_is_said():
    rng = np.random.default_rng(1)
    study = Study(lambda a: a + rng.normal(size=a.shape), {"a": A}, (ROWS,), A.shape)
    assert next(broken_rules(study)) == (
        "Gives a different result in a second call with the same arguments."
    )


OF_THE_REFERENCE = """
from dojo.diagnosis.identify import function_of
from dojo.diagnosis.influences import broken_rules, studies
from dojo.exercises import REFERENCE, all_tasks
from dojo.worker.loading import take_from
from dojo.worker.serve import spend_little

spend_little()
take_from(REFERENCE.parent)
for number, task in all_tasks().items():
    for study in studies(number, function_of(task)):
        print(number, *broken_rules(study))
"""


def test_the_reference_obeys_every_rule():
    """A line with more than the task's number says which rule is broken."""
    studied = set(run_script(OF_THE_REFERENCE).stdout.splitlines())
    numbers = "1.1 3.2 3.3 4.1 4.2 4.3 5.1 5.2 6.1 7.1 7.2"
    assert " ".join(sorted(studied)) == numbers
