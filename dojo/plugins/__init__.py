"""The pytest plugins for a learner's run: options, selection, isolation, outcomes.

The `conftest.py` at the top of the project loads `options`; `tests/conftest.py` loads
the others.
"""
