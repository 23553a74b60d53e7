"""Which part of the spec a run of pytest is for."""

from pathlib import Path

import pytest

from dojo.exercises import ROOT, exercise_of_test_file

SPEC = ROOT / "tests"


def is_for_spec(config: pytest.Config) -> bool:
    """Tell whether the run is for tests of the spec, be they all or some."""
    named = (path for path in _paths(config) if exercise_of_test_file(path))
    return is_for_whole_spec(config) or any(named)


def is_for_whole_spec(config: pytest.Config) -> bool:
    """Tell whether nothing narrower was named than the spec's folder."""
    return any(map(_holds_spec, _paths(config)))


def failed_last_time(config: pytest.Config) -> bool:
    """Tell whether the run is for tests that failed in the last one: `--lf`."""
    asked = getattr(config.option, "lf", False)  # not without the cache's plugin
    return bool(asked and config.cache and config.cache.get("cache/lastfailed", {}))


class SpecAlone:
    """Leaves out what is not the spec, unless it was named.

    Benchmarks, the dojo's own modules and its checks are not for a learner's run, even
    if another plugin wants to collect them.
    """

    def __init__(self, config: pytest.Config) -> None:
        self._named = [path for path in _paths(config) if not _holds_spec(path)]

    def pytest_ignore_collect(self, collection_path: Path) -> bool | None:
        path = collection_path.resolve()
        is_spec = path.parent == SPEC.resolve() and exercise_of_test_file(path)
        is_named = any(path.is_relative_to(named) for named in self._named)
        return None if is_spec or is_named or _holds_spec(path) else True


def _paths(config: pytest.Config) -> list[Path]:
    here = config.invocation_params.dir
    return [(here / arg.split("::")[0]).resolve() for arg in config.args]


def _holds_spec(path: Path) -> bool:
    return SPEC.resolve().is_relative_to(path)
