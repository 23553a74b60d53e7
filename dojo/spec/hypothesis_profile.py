"""How the spec runs its property tests: few examples, and the same ones every time."""

from hypothesis import HealthCheck, Phase, settings

profile = settings(
    max_examples=40,
    derandomize=True,
    database=None,
    report_multiple_bugs=False,
    deadline=None,  # the run has its own time limit
    phases=(Phase.generate, Phase.shrink),  # the explain phase takes longest
    suppress_health_check=list(HealthCheck),
)
