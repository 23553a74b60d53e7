"""What is missing or not supported is said in one line, with the command to type."""

import ast
import re
import sys

import pytest

from dojo.exercises import ROOT
from echolab import commands, versions

PROJECT = (ROOT / "pyproject.toml").read_text(encoding="utf-8")
NOT_SUPPORTED = [(3, 6, 15), (3, 9, 18), (3, 14, 8), (3, 15, 2)]


@pytest.fixture(autouse=True)
def machine(monkeypatch):
    """Pretend that uv is there, and that this is no virtual environment."""
    versions.missing_requirement.cache_clear()
    monkeypatch.setattr(commands, "uv", "uv {}".format)
    monkeypatch.setattr(commands, "in_virtual_environment", lambda: False)


@pytest.fixture
def installed(monkeypatch):
    """Pretend that this version of a package is installed, or none."""
    import importlib.metadata

    real = importlib.metadata.version

    def pretend(package: str, found: str | None) -> None:
        def version(name: str) -> str:
            if name != package:
                return real(name)
            if found is None:
                raise importlib.metadata.PackageNotFoundError(package)
            return found

        monkeypatch.setattr(importlib.metadata, "version", version)

    return pretend


def test_what_is_installed_here_will_do():
    assert versions.missing_requirement("run", "echornn") is None
    assert versions.missing_requirement("test", "pytest") is None
    assert versions.tox_problem() is None


@pytest.mark.parametrize("python", NOT_SUPPORTED)
def test_a_python_that_is_not_supported_is_named_with_a_command(monkeypatch, python):
    monkeypatch.setattr(sys, "version_info", python)
    for line, command in {
        versions.tox_problem(): "--python 3.13 --with tox-uv tox",
        versions.missing_requirement("test", "pytest"): (
            "Type: uv run --python 3.13 --group test pytest"
        ),
        versions.missing_requirement("run", "echornn"): (
            "Type: uv run --python 3.13 --group run python -m echornn"
        ),
    }.items():
        assert line.startswith("echornn needs Python 3.10 to 3.13. This is 3.")
        assert "This is {}.{}, ".format(*python) in line
        assert line.endswith(command)
        assert "\n" not in line
        assert ("too old" in line) is (python < (3, 10))
        assert ("TensorFlow has no final release" in line) is (python > (3, 13))


@pytest.mark.parametrize("python", [(3, 10, 0), (3, 11, 7), (3, 12, 1), (3, 13, 99)])
def test_a_python_that_is_supported_is_not_refused(monkeypatch, python):
    monkeypatch.setattr(sys, "version_info", python)
    assert versions.python_problem() is None


@pytest.mark.parametrize("package", [*versions.RUN, *versions.TEST])
def test_a_missing_package_is_named_with_a_command(installed, package):
    installed(package, None)
    line = versions.missing_requirement("test", "pytest")
    assert re.match(f"echornn needs {package} [0-9.]+ or newer: it is not ins", line)
    assert line.endswith("Type: uv run --group test pytest")


def test_the_programs_do_without_what_only_tests_need(installed):
    installed("pytest", None)
    assert versions.missing_requirement("run", "echornn") is None


@pytest.mark.parametrize("found", ["2.9.1", "2.15.0", "1.15.5"])
def test_an_old_tensorflow_is_named(installed, found):
    installed("tensorflow", found)
    line = versions.missing_requirement("run", "echornn")
    assert f"needs tensorflow 2.16 or newer: {found} is installed." in line


@pytest.mark.parametrize("found", ["2.16.0", "2.21.0", "2.22.0rc1", "3.0.0"])
def test_a_new_tensorflow_will_do(installed, found):
    installed("tensorflow", found)
    assert versions.missing_requirement("run", "echornn") is None


def test_in_a_virtual_environment_pip_installs_what_is_missing(installed, monkeypatch):
    monkeypatch.setattr(commands, "in_virtual_environment", lambda: True)
    monkeypatch.setattr(commands, "python", lambda: "python")
    monkeypatch.setattr(versions, "find_spec", lambda name: True)
    installed("rich", None)
    steps = (
        "python -m pip install --upgrade pip",
        "python -m pip install --group test",
        "python -m pytest",
    )
    line = versions.missing_requirement("test", "pytest")
    assert line.endswith("Type: " + commands.THEN.join(steps))


def test_pytest_says_it_before_anything_else_goes_wrong(learner):
    edited = learner.folder / "echolab" / "versions.py"
    text = edited.read_text(encoding="utf-8")
    edited.write_text(text.replace("(3, 13)", "(3, 9)"), encoding="utf-8")
    for arguments in (), ("--all", "tests/test_1_data.py"), ("-p", "no:benchmark"):
        result = learner.run("-m", "pytest", *arguments)
        assert result.returncode == pytest.ExitCode.USAGE_ERROR
        assert result.stdout == ""
        assert re.fullmatch(r"ERROR: echornn needs .* Type: .*\n\n", result.stderr)


@pytest.mark.parametrize(
    "program",
    [
        ("-m", "echornn"),
        ("-m", "echolab.experiments"),
        ("solutions",),
        ("solutions", "experiments"),
        ("-m", "dojo"),
    ],
    ids=" ".join,
)
def test_every_program_says_it_in_one_line(learner, program):
    edited = learner.folder / "echolab" / "versions.py"
    text = edited.read_text(encoding="utf-8")
    edited.write_text(text.replace("(2, 16)", "(9, 0)"), encoding="utf-8")
    result = learner.run(*program)
    assert result.returncode == 2
    assert result.stdout == ""
    line = r"echornn needs tensorflow 9.0 or newer: [\d.]+ is installed. Type: .*\n"
    assert re.fullmatch(line, result.stderr)


@pytest.mark.parametrize(
    ("path", "python"),
    [
        ("conftest.py", (3, 6)),
        ("toxfile.py", (3, 7)),
        ("echolab/__init__.py", (3, 6)),
        ("echolab/commands.py", (3, 6)),
        ("echolab/versions.py", (3, 6)),
    ],
)
def test_what_says_it_can_be_read_by_old_pythons(path, python):
    source = (ROOT / path).read_text(encoding="utf-8")
    ast.parse(source, feature_version=python)
    new = "from __future__ import annotations", "removeprefix", "removesuffix"
    assert [words for words in new if words in source] == []


def test_the_required_versions_are_those_of_the_project_file():
    lowest, highest = versions.MINIMUM_PYTHON, versions.MAXIMUM_PYTHON
    above = highest[0], highest[1] + 1
    needed = 'requires-python = ">={}.{},<{}.{}"'.format(*lowest, *above)
    assert needed in PROJECT
    for group, required in ("run", versions.RUN), ("test", versions.TEST):
        section = re.search(rf"^{group} = \[$(.*?)^\]$", PROJECT, re.M | re.S)[1]
        declared = dict(re.findall(r'"([\w-]+)>=([\d.]+)"', section))
        shown = {name: ".".join(map(str, v)) for name, v in required.items()}
        assert declared == shown
