"""The process that runs the learner's code, from its start to its end.

The judge, which is in `dojo.execution`, trusts nothing that happens here.
"""
