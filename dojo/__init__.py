"""The judge and the coach of the kata.

exercises is the one list of what there is to do. Nothing here imports the learner's
package, except in the worker processes that execution starts.

    spec        what spec tests are written with
    execution   the judge's side of a worker, the process that runs the learner's code
    worker      that process, from fork to end
    confinement what it may use and reach
    reporting   outcomes, in words and in files
    plugins     the pytest plugins of a learner's run
    diagnosis   what is wrong with an answer
    galleries   functions that stand in for a task: mistakes and other right ways
    learner     what a learner calls: watch, hint, reset, diff, status
    classroom   what a teacher calls: many submissions at once
    quality     the spec itself under test
"""
