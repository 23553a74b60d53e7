"""Run the tutorial's program on this package: `python -m echornn`. Given in full."""

from runpy import run_module

run_module("echolab.demo", run_name="__main__", alter_sys=True)
