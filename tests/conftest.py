"""What every run of the spec needs; the work is done in `dojo`."""

import pytest
from dojo.isolation import Isolation
from dojo.kata import Judge, OneExerciseAtATime, Scribe, somebody_looks_inside

from echornn.versions import missing_requirement


def pytest_addoption(parser: pytest.Parser) -> None:
    group = parser.getgroup("echornn")
    group.addoption(
        "--all",
        action="store_true",
        help="check every exercise, not only up to the first that is unfinished",
    )
    group.addoption(
        "--in-process",
        action="store_true",
        help="run the tests in pytest's own process, for a debugger or a profiler",
    )


def pytest_configure(config: pytest.Config) -> None:
    if problem := missing_requirement():
        pytest.exit(problem, returncode=pytest.ExitCode.USAGE_ERROR)
    plugins = config.pluginmanager
    plugins.register(Judge())
    plugins.register(Scribe())
    if not (config.option.in_process or somebody_looks_inside(config)):
        plugins.register(Isolation())
        if plugins.has_plugin("hypothesispytest"):  # it works in the children
            plugins.unregister(name="hypothesispytest")
    config.option.continue_on_collection_errors = True  # the others are judged
    tests_are_named = config.args_source is config.ArgsSource.ARGS
    if not (tests_are_named or config.option.all or config.option.collectonly):
        plugins.register(OneExerciseAtATime())
