"""Run the tutorial's program on the reference solutions: `python solutions`."""

from runpy import run_module

run_module("echornn", run_name="__main__", alter_sys=True)
