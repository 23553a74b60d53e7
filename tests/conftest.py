"""What every run of the spec needs; the work is done in `dojo`."""

import pytest
from dojo.isolation import Isolation
from dojo.kata import (
    Judge,
    OneExerciseAtATime,
    Scribe,
    somebody_looks_inside,
    tree_under_test,
)
from dojo.measuring import measure
from dojo.places import Absent, check_package
from dojo.results import Results
from dojo.selection import SpecAlone, failed_last_time, is_for_whole_spec


def pytest_configure(config: pytest.Config) -> None:
    try:
        for folder in config.getini("pythonpath"):
            check_package(folder)
    except Absent as absent:
        pytest.exit(str(absent), returncode=pytest.ExitCode.USAGE_ERROR)
    plugins = config.pluginmanager
    measure(tree_under_test() / "echornn", config)
    plugins.register(Judge())
    if config.option.in_process or somebody_looks_inside(config):
        scribe = Scribe(alone=False)
    else:
        isolation = Isolation()
        scribe = Scribe(isolation.diagnose)
        plugins.register(isolation)
        if plugins.has_plugin("hypothesispytest"):  # it works in the children
            plugins.unregister(name="hypothesispytest")
    plugins.register(scribe)
    if path := config.option.results:
        try:
            plugins.register(Results(path, lambda: scribe.standing))
        except OSError as error:
            raise pytest.UsageError(f"--results: {path}: {error.strerror}") from error
    config.option.continue_on_collection_errors = True  # the others are judged
    if is_for_whole_spec(config):
        plugins.register(SpecAlone(config))
        wants_all = config.option.all or config.option.collectonly
        if not (wants_all or failed_last_time(config)):
            plugins.register(OneExerciseAtATime())
