"""Run a given program on the reference solutions.

python solutions                      the tutorial's program
python solutions experiments NAME     an experiment
"""

import sys
from pathlib import Path
from runpy import run_module

sys.path.insert(1, str(Path(__file__).parents[1]))  # behind the reference

program = "demo"
if sys.argv[1:2] == ["experiments"]:
    program = sys.argv.pop(1)
run_module(f"echolab.{program}", run_name="__main__", alter_sys=True)
