"""What is too old is said in one line, before anything else goes wrong."""

import pytest

from echornn import versions


@pytest.fixture
def tensorflow(monkeypatch):
    """Pretend that this version of TensorFlow is installed, or none."""

    def pretend(found: str | None) -> None:
        def version(package: str) -> str:
            if found is None:
                raise versions.PackageNotFoundError(package)
            return found

        monkeypatch.setattr(versions, "version", version)

    return pretend


def test_what_is_installed_here_will_do():
    assert versions.missing_requirement() is None


@pytest.mark.parametrize("python", [(3, 8, 18), (3, 9, 18)])
def test_an_old_python_is_named(monkeypatch, python):
    monkeypatch.setattr(versions.sys, "version_info", python)
    found = "{}.{}".format(*python)
    line = f"echornn needs Python 3.10 or newer: this is {found}"
    assert versions.missing_requirement() == line


@pytest.mark.parametrize("found", ["2.9.1", "2.15.0", "1.15.5"])
def test_an_old_tensorflow_is_named(tensorflow, found):
    tensorflow(found)
    line = f"echornn needs TensorFlow 2.16 or newer: this is {found}"
    assert versions.missing_requirement() == line


def test_a_missing_tensorflow_is_named(tensorflow):
    tensorflow(None)
    line = "echornn needs TensorFlow 2.16 or newer: it is not installed"
    assert versions.missing_requirement() == line


@pytest.mark.parametrize("found", ["2.16.0", "2.21.0", "2.22.0rc1", "3.0.0"])
def test_a_new_tensorflow_will_do(tensorflow, found):
    tensorflow(found)
    assert versions.missing_requirement() is None
