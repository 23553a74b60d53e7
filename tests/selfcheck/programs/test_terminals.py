"""What learners type works beside a watch, and where there is no network any more."""

import os
import re
import shutil
import subprocess
import sys
from collections.abc import Iterator
from configparser import ConfigParser
from contextlib import contextmanager
from pathlib import Path
from tempfile import TemporaryFile

import pytest
from learner import number_of_tests

from dojo.exercises import ROOT
from dojo.stubs import write_stubs

pty = pytest.importorskip("pty", reason="terminals are made another way on Windows")

pytestmark = pytest.mark.timeout(900)

ENDS = 600  # seconds: both install TensorFlow
OURS = "TOX", "VIRTUAL_ENV", "PYTHON", "COV"


@pytest.fixture(scope="module")
def project(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A copy of the project, beside a tox that is without tox-uv."""
    folder = tmp_path_factory.mktemp("terminals")
    hidden = shutil.ignore_patterns(".*", "__pycache__")
    copy = Path(shutil.copytree(ROOT, folder / "kata", ignore=hidden))
    list(write_stubs(copy / "echornn"))
    subprocess.run([sys.executable, "-m", "virtualenv", folder / "bare"], check=True)
    pip = bare(copy), "-m", "pip", "install", "--quiet", "tox"
    subprocess.run(pip, check=True, env=outer_environment())
    return copy


def bare(project: Path) -> Path:
    return project.parent / "bare" / "bin" / "python"


def outer_environment() -> dict[str, str]:
    """Return the environment without what the selfcheck's own tox has put there."""
    return {name: v for name, v in os.environ.items() if not name.startswith(OURS)}


@contextmanager
def watch(project: Path) -> Iterator[subprocess.Popen[bytes]]:
    """Type `tox -e watch` in a terminal of its own."""
    terminal, side = pty.openpty()
    with TemporaryFile() as output:
        process = subprocess.Popen(
            [bare(project), "-m", "tox", "-e", "watch"],
            cwd=project,
            env=outer_environment(),
            stdin=side,
            stdout=output,
            stderr=output,
        )
        try:
            yield process
            os.write(terminal, b"q")
            assert process.wait(60) == 0
        finally:
            process.kill()
            os.close(side)
            os.close(terminal)


def tox(project: Path, *args: str) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [bare(project), "-m", "tox", *args],
        cwd=project,
        env=outer_environment(),
        stdin=subprocess.DEVNULL,
        capture_output=True,
        encoding="utf-8",
        timeout=ENDS,
    )


def test_a_command_works_beside_a_watch_that_installs_the_same_tox(project):
    with watch(project) as first:
        for _ in "installs", "is installed":
            second = tox(project, "-e", "dojo", "--", "status")
            assert f"{number_of_tests(1)} not started" in second.stdout, (
                second.stdout + second.stderr
            )
            assert "provisioned" not in second.stdout + second.stderr
        assert first.poll() is None


NO_NETWORK = """\
#!/bin/sh
# uv as it is without a network, when what it knows of the index is too old
case "$*" in *--offline*) exec "{uv}" "$@" ;; esac
"{uv}" "$@" --offline --dry-run 2>&1 | grep "Would make no changes"
"""


def test_after_the_first_command_the_others_install_without_a_network(project):
    assert tox(project, "-e", "kata", "--notest").returncode == 0
    uv = project / "uv-without-network"
    uv.write_text(NO_NETWORK.format(uv=project / ".tox/.tox/bin/uv"), encoding="utf-8")
    uv.chmod(0o755)
    instead = f"testenv.install_command={uv} pip install {{opts}} {{packages}}"
    allowed = "testenv.allowlist_externals=*"
    names = sorted(typed_by_learners())
    for name in names:
        shutil.rmtree(project / ".tox" / name, ignore_errors=True)
    others = "-e", ",".join(names), "--notest", "-x", instead, "-x", allowed
    result = tox(project, *others)
    assert result.returncode == 0, result.stdout + result.stderr
    assert all((project / ".tox" / name).is_dir() for name in names)


def typed_by_learners() -> set[str]:
    """Return the environments that the pages for learners and dojos name."""
    pages = ROOT / "README.md", ROOT / "docs" / "dojo.md"
    text = "".join(page.read_text(encoding="utf-8") for page in pages)
    return {"kata", *re.findall(r"tox -e ([\w-]+)", text)}


def test_one_command_prepares_a_room():
    ini = ConfigParser(interpolation=None)
    ini.read(ROOT / "tox.ini", encoding="utf-8")
    label, _, names = ini["tox"]["labels"].partition("=")
    assert label.strip() == "room"
    assert typed_by_learners() == set(re.findall(r"[\w-]+", names))
