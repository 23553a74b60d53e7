"""The options of a run of the spec, and what must be known before tests are collected.

pytest takes the value of an option that it does not know yet for the path of a test,
and looks for its settings there. tox has this plugin loaded first (`-p`).
"""

from pathlib import Path

import pytest

from dojo.plugins.selection import is_for_spec
from dojo.reporting.exercism import write_unfinished

ONE_PROCESS = {"numprocesses": 0, "dist": "no", "distload": False, "looponfail": False}
"""The settings of pytest-xdist by which it does nothing."""


def pytest_addoption(parser: pytest.Parser) -> None:
    group = parser.getgroup("echornn")
    group.addoption(
        "--all",
        action="store_true",
        help="test all exercises, not only those up to the first unfinished one",
    )
    group.addoption(
        "--in-process",
        action="store_true",
        help="run the tests in pytest's own process (for debuggers and profilers)",
    )
    group.addoption(
        "--results",
        type=_results_file,
        metavar="results.json",
        help="write the results to this file, in version 3 of Exercism's format",
    )


def _results_file(text: str) -> Path:
    """Return the file, in which no older outcome is from now on."""
    path = Path(text).absolute()
    try:
        write_unfinished(path)
    except OSError as error:
        problem = f"--results: cannot write {text}: {error.strerror}"
        raise pytest.UsageError(problem) from error
    return path


def pytest_configure(config: pytest.Config) -> None:
    """Refuse at once what would work as long as there is no such file, and no longer.

    Raises:
        pytest.UsageError: the file is apart from the project, and where pytest finds it
            before it knows the option, it would look for the project there.
    """
    path = config.option.results
    known_first = __name__ in config.known_args_namespace.plugins
    is_apart = path and not path.is_relative_to(config.rootpath)
    is_a_word = "--results" in config.invocation_params.args
    if is_apart and is_a_word and not (known_first or _names_tests(config)):
        raise pytest.UsageError(f"use --results={path} for a file outside the project")


def _names_tests(config: pytest.Config) -> bool:
    return config.args_source is config.ArgsSource.ARGS


@pytest.hookimpl(tryfirst=True)
def pytest_cmdline_main(config: pytest.Config) -> None:
    """Take the spec's tests from pytest-xdist: they have processes of their own."""
    asked = {name: config.getoption(name, None) for name in ONE_PROCESS}
    is_distributed = any(
        value not in (None, ONE_PROCESS[n]) for n, value in asked.items()
    )
    if is_distributed and is_for_spec(config):
        vars(config.option).update(ONE_PROCESS, tx=[])
        config.stash[NOT_DISTRIBUTED] = True


NOT_DISTRIBUTED = pytest.StashKey[bool]()


def pytest_report_header(config: pytest.Config) -> str | None:
    if config.stash.get(NOT_DISTRIBUTED, False):
        return "pytest-xdist: not used, because exercises are tested one by one"
    return None
