"""Limits on what the learner's code can use and reach.

Python enforces them, and on Linux also the kernel. All of this runs in a worker; the
judge only asks `fences` what is not prevented on this machine.
"""
