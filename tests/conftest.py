"""What every run of the spec needs; the work is done in `dojo`."""

import pytest
from dojo.kata import OneExerciseAtATime, Scribe

from echornn.versions import missing_requirement


def pytest_addoption(parser: pytest.Parser) -> None:
    parser.getgroup("echornn").addoption(
        "--all",
        action="store_true",
        help="check every exercise, not only up to the first that is unfinished",
    )


def pytest_configure(config: pytest.Config) -> None:
    if problem := missing_requirement():
        pytest.exit(problem, returncode=pytest.ExitCode.USAGE_ERROR)
    config.pluginmanager.register(Scribe())
    tests_are_named = config.args_source is config.ArgsSource.ARGS
    if not (tests_are_named or config.option.all or config.option.collectonly):
        config.pluginmanager.register(OneExerciseAtATime())
