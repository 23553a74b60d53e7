"""Set up every run of the spec; the work is done in `dojo`."""

import pytest

from dojo.plugins.coverage import measure
from dojo.plugins.isolation import Isolation
from dojo.plugins.outcomes import (
    OneExerciseAtATime,
    OutcomeRecorder,
    Reporter,
    somebody_looks_inside,
    tree_under_test,
)
from dojo.plugins.selection import SpecAlone, failed_last_time, is_for_whole_spec
from dojo.reporting.exercism import Results
from dojo.reporting.locations import Absent, check_package


def pytest_configure(config: pytest.Config) -> None:
    try:
        for folder in config.getini("pythonpath"):
            check_package(folder)
    except Absent as absent:
        pytest.exit(str(absent), returncode=pytest.ExitCode.USAGE_ERROR)
    plugins = config.pluginmanager
    measure(tree_under_test() / "echornn", config)
    plugins.register(OutcomeRecorder())
    if config.option.in_process or somebody_looks_inside(config):
        reporter = Reporter(alone=False)
    else:
        isolation = Isolation(config)
        reporter = Reporter(isolation.diagnose)
        plugins.register(isolation)
        if plugins.has_plugin("hypothesispytest"):  # it runs in the workers instead
            plugins.unregister(name="hypothesispytest")
    plugins.register(reporter)
    if path := config.option.results:
        try:
            plugins.register(Results(path, lambda: reporter.progress))
        except OSError as error:
            raise pytest.UsageError(f"--results: {path}: {error.strerror}") from error
    config.option.continue_on_collection_errors = True  # the other files are judged
    if is_for_whole_spec(config):
        plugins.register(SpecAlone(config))
        wants_all = config.option.all or config.option.collectonly
        if not (wants_all or failed_last_time(config)):
            plugins.register(OneExerciseAtATime(lambda: reporter.first))
