"""How the spec runs its property tests: small, and the same examples every time."""

from hypothesis import HealthCheck, settings

law = settings(
    max_examples=40,
    derandomize=True,
    database=None,
    deadline=None,  # the run's own time limit stands guard
    suppress_health_check=list(HealthCheck),
)
