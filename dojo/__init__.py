"""The judge and the coach of the kata.

exercises is the one list of what there is to do. Nothing here imports the learner's
package, except in the worker processes that execution starts.

    spec        what spec tests are written with
    execution   the learner's code in a process of its own
    reporting   outcomes, in words and in files
    plugins     the pytest plugins of a learner's run
    diagnosis   which known mistake an answer looks like
    galleries   functions that stand in for a task: mistakes and other right ways
    learner     what a learner calls: watch, hint, reset, diff, status
    quality     the spec itself under test
"""
