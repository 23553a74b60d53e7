"""Every command that is named can be typed, however the kata was called."""

import os
import runpy
import sys

import pytest

from dojo.exercises import ROOT
from echolab import commands

UVX = "uvx --python {}.{} --with tox-uv tox".format(*sys.version_info)


@pytest.fixture
def person(monkeypatch, tmp_path):
    """Pretend that a person's PATH has these programs, and Python runs there."""

    def pretend(*programs: str, prefix: str = "/usr") -> None:
        for name in programs:
            (tmp_path / name).touch(mode=0o755)
        monkeypatch.setenv("PATH", str(tmp_path))
        monkeypatch.setattr(sys, "prefix", prefix)
        monkeypatch.setattr(sys, "base_prefix", "/usr")
        monkeypatch.setattr(sys, "executable", str(tmp_path / "python3"))
        for name in ("UV", "UV_RUN_RECURSION_DEPTH", commands.TOX):
            monkeypatch.delenv(name, raising=False)

    return pretend


@pytest.mark.parametrize(
    ("programs", "prefix", "typed"),
    [
        (["tox"], "/home/me/.local/share/uv/tools/tox", "tox"),
        (["tox", "pipx"], "/home/me/.local/pipx/venvs/tox", "tox"),
        (["uv", "uvx"], "/home/me/.cache/uv/archive-v0/IFRETleVJb3lUgid", UVX),
        (["uv", "uvx", "tox"], "/home/me/.cache/uv/archive-v0/IFRETleV", UVX),
        (["uv", "uvx"], r"C:\Users\me\AppData\Local\uv\cache\archive-v0\IFRE", UVX),
        (["pipx"], "/home/me/.cache/pipx/5a8c3e7f8cf2dd8", "pipx run tox"),
        (["pipx"], "/home/me/.local/pipx/.cache/5a8c3e7f8cf2dd8", "pipx run tox"),
        (["python3"], "/usr", "python3 -m tox"),
    ],
)
def test_tox_is_named_as_it_was_typed(person, programs, prefix, typed):
    person(*programs, prefix=prefix)
    assert commands.how_tox_was_typed() == typed


def test_a_program_in_the_folder_that_uvx_adds_is_not_the_persons(person, monkeypatch):
    person("pipx", prefix="/home/me/.cache/uv/archive-v0/IFRETleVJb3lUgid")
    added = os.path.join(os.environ["PATH"], "archive-v0", "x", "bin")
    os.makedirs(added)
    for name in ("uv", "uvx", "tox"):
        open(os.path.join(added, name), "w", encoding="utf-8").close()
        os.chmod(os.path.join(added, name), 0o755)
    monkeypatch.setenv("PATH", os.pathsep.join([added, os.environ["PATH"]]))
    assert commands.how_tox_was_typed().startswith("pipx run uv tool run --python 3.")


@pytest.mark.parametrize(
    ("programs", "typed"),
    [
        (["uv", "uvx", "pipx", "python3"], "uv run pytest"),
        (["pipx", "python3"], "pipx run uv run pytest"),
        (
            ["python3"],
            "python3 -m venv .uv && .uv/bin/python -m pip install uv"
            " && .uv/bin/uv run pytest",
        ),
    ],
)
def test_uv_is_got_where_it_is_not(person, programs, typed):
    person(*programs)
    if os.name == "nt":
        typed = typed.replace(".uv/bin/", ".uv\\Scripts\\")
    assert commands.uv("run pytest") == typed.replace(" && ", commands.THEN)


def test_a_lasting_tox_is_replaced_and_another_is_passed_over(person, monkeypatch):
    person("uv", "uvx", "tox")
    assert commands.tox_with("3.13") == "uvx --python 3.13 --with tox-uv tox"
    monkeypatch.setenv("HOME", "/home/me")
    monkeypatch.setenv("USERPROFILE", "/home/me")
    home = os.path.join(os.path.expanduser("~"), ".local", "bin")
    monkeypatch.setattr(commands, "which", lambda name, path: os.path.join(home, name))
    install = "uv tool install --force --python 3.13 --with tox-uv tox"
    assert commands.tox_with("3.13") == install + commands.THEN + "tox"


@pytest.mark.parametrize(
    ("tox", "environment", "arguments", "typed"),
    [
        ("tox", "kata", "", "tox"),
        ("tox", "dojo", "hint 1.1", "tox -e dojo -- hint 1.1"),
        ("uvx tox", "demo", "--compiled", "uvx tox -e demo -- --compiled"),
        ("", "kata", "", "python3 -m pytest"),
        ("", "demo", "--compiled", "python3 -m echornn --compiled"),
        ("", "dojo", "hint 1.1", "python3 -m dojo hint 1.1"),
    ],
)
def test_a_command_is_for_tox_or_does_without(
    person, monkeypatch, tox, environment, arguments, typed
):
    person("python3")
    monkeypatch.setenv(commands.TOX, tox)
    assert commands.command(environment, arguments) == typed


def test_every_environment_of_tox_is_told_how_it_was_typed(person, monkeypatch):
    person("tox")
    monkeypatch.setattr(sys, "path", list(sys.path))
    monkeypatch.delenv(commands.TOX, raising=False)
    runpy.run_path(str(ROOT / "toxfile.py"))
    assert os.environ[commands.TOX] == "tox"
    settings = (ROOT / "tox.ini").read_text(encoding="utf-8")
    assert f"\n    {commands.TOX}\n" in settings.partition("[testenv:")[0]


def test_a_tox_that_tox_installed_is_named_by_the_first(person, monkeypatch):
    person("python3")
    monkeypatch.setattr(sys, "path", list(sys.path))
    monkeypatch.setenv(commands.TOX, "uvx tox")
    runpy.run_path(str(ROOT / "toxfile.py"))
    assert os.environ[commands.TOX] == "uvx tox"


def test_without_tox_the_report_names_a_command_that_works(learner):
    report = learner.run("-m", "pytest", ECHORNN_TOX="").stdout
    words = report.partition("For a hint: ")[2].splitlines()[0].split()
    assert words[1:] == ["-m", "dojo", "hint", "1.1"]
    assert "Hint 1 of" in learner.dojo(*words[3:]).stdout
