"""Run an experiment on the reference solutions: `python solutions/experiments.py`."""

from runpy import run_module

run_module("echornn.experiments", run_name="__main__", alter_sys=True)
