"""How a person types a command here: what reports and errors name.

What works on one machine is not found on another: tox may have been run by `uvx`, and
uv may be there only through pipx. Python 3.6 can read this module, because errors about
old versions need it.
"""

import os
import re
import sys
from shutil import which

TOX = "ECHORNN_TOX"
"""The environment variable that says how tox was typed, where it runs a command."""
WITHOUT_TOX = {
    "kata": "-m pytest",
    "dojo": "-m dojo",
    "demo": "-m echornn",
    "experiments": "-m echolab.experiments",
    "bench": "-m pytest --benchmark-enable --benchmark-only --timeout=600"
    " benchmarks/test_training.py",
}
"""What Python runs in the place of tox's environments."""
THEN = "; " if os.name == "nt" else " && "
_UVX = re.compile(r"[/\\](archive|environments|builds)-v\d+[/\\]")
"""What the path of an environment that `uvx` has made for once contains."""
_PIPX_RUN = re.compile(r"[/\\]pipx[/\\](?!venvs[/\\])")


def command(environment: str, arguments: str = "") -> str:
    """Return what a person types to run one of tox's environments, or to do without.

    >>> os.environ[TOX] = "tox"
    >>> command("dojo", "hint 1.1")
    'tox -e dojo -- hint 1.1'
    """
    tox = os.environ.get(TOX)
    if tox:
        option = "" if environment == "kata" else " -e " + environment
        return tox + option + (" -- " + arguments if arguments else "")
    words = [python(), WITHOUT_TOX[environment], arguments]
    return " ".join(filter(None, words))


def how_tox_was_typed() -> str:
    """Return what starts tox again as it was started. For tox's own process."""
    if _UVX.search(sys.prefix):
        return _run_once("{}.{}".format(*sys.version_info))
    if _PIPX_RUN.search(sys.prefix):
        return "pipx run tox"
    return "tox" if which("tox") else python() + " -m tox"


def tox_with(version: str) -> str:
    """Return what starts tox, and from now on if that can be, with this Python."""
    home = os.path.join(os.path.expanduser("~"), ".local", "bin")
    tox = which("tox", path=_lasting_path())
    if tox and os.path.dirname(tox) == home:  # uv's own folder, and pipx's
        words = "tool install --force --python {} --with tox-uv tox"
        return uv(words.format(version)) + THEN + "tox"
    return _run_once(version)


def _run_once(version: str) -> str:
    words = f"--python {version} --with tox-uv tox"
    if which("uvx", path=_lasting_path()):
        return "uvx " + words
    return uv("tool run " + words)


def uv(words: str) -> str:
    """Return what runs uv, which can bring a Python; uv itself may have to be got."""
    if which("uv", path=_lasting_path()):
        return "uv " + words
    if which("pipx"):
        return "pipx run uv " + words
    if os.environ.get("UV"):  # uv tells what it starts where it is
        return _short(os.environ["UV"]) + " " + words
    if sys.hexversion < 0x3080000:  # pip has no uv for it
        installer = "curl -LsSf https://astral.sh/uv/install.sh | sh"
        return installer + THEN + "~/.local/bin/uv " + words
    steps, folder = [], os.path.dirname(_short(sys.executable))
    if not in_virtual_environment():
        steps = [python() + " -m venv .uv"]
        folder = os.path.join(".uv", "Scripts" if os.name == "nt" else "bin")
    # not `python -m uv`: every uv that it starts would install beside this Python
    steps.append(os.path.join(folder, "python") + " -m pip install uv")
    return THEN.join([*steps, os.path.join(folder, "uv") + " " + words])


def python() -> str:
    """Return what starts this Python."""
    if os.environ.get("UV_RUN_RECURSION_DEPTH"):  # `uv run` is here
        return "uv run python"
    for name in ("python", "python3"):
        if which(name) == sys.executable:
            return name
    return _short(sys.executable)


def in_virtual_environment() -> bool:
    """Tell whether packages can be installed beside this Python, for it alone."""
    return sys.prefix != sys.base_prefix


def _lasting_path() -> str:
    """Return where a person's programs are; `uvx` adds a folder for a while."""
    folders = os.environ.get("PATH", os.defpath).split(os.pathsep)
    return os.pathsep.join(f for f in folders if not _UVX.search(f + os.sep))


def _short(path: str) -> str:
    here = os.getcwd() + os.sep
    return path[len(here) :] if path.startswith(here) else path
