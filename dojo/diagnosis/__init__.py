"""What is wrong with a function: a known mistake, or what its answers have in common.

probes holds the questions, behaviours.json what the planted mistakes answer, and
answers.json what the reference answers; after a change of a mistake or a probe,
`tox -e dojo -- behaviours` writes both files again.
"""
