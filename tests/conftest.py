"""What every run of the spec needs; the work is done in `dojo`."""

import pytest
from dojo.isolation import Isolation
from dojo.kata import Judge, OneExerciseAtATime, Scribe, somebody_looks_inside
from dojo.places import Absent, check_package
from dojo.results import Results


def pytest_configure(config: pytest.Config) -> None:
    try:
        for folder in config.getini("pythonpath"):
            check_package(folder)
    except Absent as absent:
        pytest.exit(str(absent), returncode=pytest.ExitCode.USAGE_ERROR)
    plugins = config.pluginmanager
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
        plugins.register(Results(path, lambda: scribe.standing))
    config.option.continue_on_collection_errors = True  # the others are judged
    tests_are_named = config.args_source is config.ArgsSource.ARGS
    if not (tests_are_named or config.option.all or config.option.collectonly):
        plugins.register(OneExerciseAtATime())
