"""Limits on what the learner's code may use and reach.

Python enforces them and, on Linux, the kernel does, too. All of this happens in a
worker. The judge uses only `fences`, to find out which limits this machine lacks.
"""
