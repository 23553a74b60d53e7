"""How the spec runs its property tests: few examples, and the same ones every time."""

from contextlib import suppress
from functools import cache

from hypothesis import HealthCheck, Phase, settings

with suppress(ImportError):  # another version has it elsewhere, or not yet
    from hypothesis.internal.conjecture import providers

    # There is no setting for it: Hypothesis parses every module of the project to find
    # numbers to try, which takes longer than the tests. Their numbers are small.
    providers.is_local_module_file = cache(lambda path: False)

profile = settings(
    max_examples=40,
    derandomize=True,
    database=None,
    report_multiple_bugs=False,
    deadline=None,  # the run has its own time limit
    phases=(Phase.generate, Phase.shrink),  # the explain phase takes longest
    suppress_health_check=list(HealthCheck),
)
