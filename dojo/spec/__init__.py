"""The tools for writing spec tests: assertions that teach, oracles, recordings.

This is the only part of `dojo` that `tests/test_*.py` may import.
"""
