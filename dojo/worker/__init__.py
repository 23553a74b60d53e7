"""What happens in the process that runs the learner's code, from fork to end.

Nothing here is trusted by the judge, which is in `dojo.execution`.
"""
