"""The pytest plugins of a learner's run: options, selection, isolation, outcomes.

The root's `conftest.py` loads options; `tests/conftest.py` puts the others together.
"""
