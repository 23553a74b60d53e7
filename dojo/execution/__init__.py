"""The learner's code in a process of its own, which may hang, crash or exit.

process is the judge's side, worker the other; what they say to each other is in
messages. Everything that the learner's code could reach for is guarded here.
"""
