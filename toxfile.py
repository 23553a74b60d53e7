"""What tox does for the kata before and while it installs (tox loads this).

Before all else: will this Python do? Python 3.7 can read this file as far as that, as
it runs the oldest tox that does.
"""

import logging
import os
import subprocess
import sys
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parent))

from echolab.commands import TOX, how_tox_was_typed
from echolab.versions import tox_problem

problem = tox_problem()
if problem:
    sys.exit(problem)
os.environ.setdefault(TOX, how_tox_was_typed())  # a tox that tox installed is told

from filelock import FileLock
from tox import provision
from tox.plugin import impl
from tox.session.state import State
from tox.tox_env.api import ToxEnv


def run_provision(name: str, state: State) -> int:
    """Install the tox that `requires` asks for, and become it.

    tox itself keeps the lock until the command has ended, so that beside a watch, which
    does not end, every other command would wait for ever.
    """
    env = state.envs[name]
    env.env_dir.mkdir(parents=True, exist_ok=True)
    with FileLock(env.env_dir / "file.lock"):
        env.setup()
        env.teardown()
    command = [str(env.env_python()), "-I", "-m", "tox", *state.args]
    if os.name == "nt":  # where a shell does not wait for what a process becomes
        return subprocess.call(command, env=env.environment_variables)
    os.execve(command[0], command, env.environment_variables)


@impl
def tox_on_install(tox_env: ToxEnv, arguments: object, of_type: str) -> None:
    """Install from what uv has downloaded before, if that is enough.

    Then nothing is left for tox to install. uv by itself asks the index for news, and
    fails without a network.
    """
    if of_type == "dependency-groups" and hasattr(tox_env, "uv"):
        install = tox_env.installer.build_install_cmd([str(a) for a in arguments])
        subprocess.run(
            [*install, "--offline"],
            env=tox_env.environment_variables,
            capture_output=True,
        )


def is_news(record: logging.LogRecord) -> bool:
    """Tell all that tox says from what it would say before every command."""
    return not str(record.msg).startswith("will run in automatically provisioned tox")


provision.run_provision = run_provision
logging.getLogger().addFilter(is_news)
