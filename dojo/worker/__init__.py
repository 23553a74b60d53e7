"""The code that runs in the worker process, together with the learner's code.

The judge, which is in `dojo.execution`, trusts nothing that comes from here.
"""
