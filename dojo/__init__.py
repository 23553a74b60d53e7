"""The judge and the coach of the kata.

`exercises` lists all exercises and tasks. Nothing in this package imports the learner's
code, except in the worker processes that `execution` starts.

    spec        the tools that the spec's tests are written with
    execution   the judge's side of a worker, the process that runs the learner's code
    worker      the code that runs in the worker process
    confinement limits on what the learner's code may use and reach
    reporting   the results, in words and in files
    plugins     the pytest plugins for a learner's run
    diagnosis   finds out what is wrong with a function
    galleries   replacements for tasks' functions: mistakes and other correct solutions
    learner     the learner's commands: watch, hint, reset, diff, status
    classroom   the teacher's command, which grades many submissions
    quality     tests of the spec itself
"""
