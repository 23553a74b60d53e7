"""Which known mistake a function looks like: it gives the same answers.

probes holds the questions, behaviours.json the answers of every planted mistake; after
a change of a mistake or a probe, `tox -e dojo -- behaviours` writes that file again.
"""
