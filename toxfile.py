"""Stop tox before it installs anything where Python is too old (tox loads this)."""

import sys
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parent))

from echornn.versions import python_problem

if problem := python_problem():
    sys.exit(problem)
