"""The stubs are what the generator makes of the reference."""

import ast

import pytest

from dojo.execution.known import collect_records, recorded
from dojo.exercises import (
    EXERCISES,
    GIVEN,
    LEARNER,
    PRISTINE,
    REFERENCE,
    all_tasks,
    as_task,
)
from dojo.stubs import stub_source

MODULES = [exercise.module for exercise in EXERCISES.values()]


def functions(source: str) -> dict[str, str]:
    """Return the text of every task's function in a module."""
    tasks = ((as_task(node), node) for node in ast.parse(source).body)
    return {
        str(task): ast.get_source_segment(source, node) for task, node in tasks if task
    }


def is_stub(task: str, function: str) -> bool:
    return function.endswith(f'"""\n    raise NotImplementedError("{task}")')


@pytest.mark.parametrize("module", MODULES)
def test_a_module_that_nobody_has_begun_is_the_generators(module):
    """Where the learner has written something, the tasks that are left still are."""
    generated = stub_source((REFERENCE / f"{module}.py").read_text(encoding="utf-8"))
    committed = (LEARNER / f"{module}.py").read_text(encoding="utf-8")
    stubs = {t: text for t, text in functions(committed).items() if is_stub(t, text)}
    if len(stubs) == len(functions(generated)):
        assert committed == generated
    assert stubs.items() <= functions(generated).items()


@pytest.mark.parametrize("module", MODULES)
def test_the_pristine_stub_is_the_generators(module):
    solution = (REFERENCE / f"{module}.py").read_text(encoding="utf-8")
    assert (PRISTINE / f"{module}.py").read_text("utf-8") == stub_source(solution)


@pytest.mark.parametrize("module", GIVEN)
def test_a_given_module_is_pristine_too(module):
    given = (LEARNER / f"{module}.py").read_text("utf-8")
    assert (PRISTINE / f"{module}.py").read_text("utf-8") == given


def test_the_recorded_tests_are_those_of_the_spec():
    """`tox -e dojo -- stubs` has been run since the last change of the spec."""
    assert recorded() == collect_records()


@pytest.mark.parametrize("module", MODULES)
def test_every_task_of_a_stub_says_which_it_is(module):
    generated = functions(
        stub_source((REFERENCE / f"{module}.py").read_text(encoding="utf-8"))
    )
    assert list(generated) == [
        str(task) for task in all_tasks().values() if task.exercise.module == module
    ]
    assert all(is_stub(task, text) for task, text in generated.items())


SOLUTION = '''\
"""A chapter."""

import math
from collections.abc import Callable, Iterator

CONSTANT = math.pi  # the learner's


# this comment belongs to the learner, too
def first(x: Callable) -> float:
    """1.1 The task."""
    return _helper(x)  # an answer


def _helper(x):
    return x


def given(x):
    """Not a task: it has no number."""
    return x
'''

STUB = '''\
"""A chapter."""

import math
from collections.abc import Callable

CONSTANT = math.pi  # the learner's


# this comment belongs to the learner, too
def first(x: Callable) -> float:
    """1.1 The task."""
    raise NotImplementedError("task 1.1: first")


def given(x):
    """Not a task: it has no number."""
    return x
'''


def test_a_stub_keeps_all_but_the_answers():
    assert stub_source(SOLUTION) == STUB
