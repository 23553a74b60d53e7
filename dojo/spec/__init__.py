"""What spec tests are written with: assertions that teach, oracles, recordings.

This is the one part of the judge that `tests/test_*.py` may import.
"""
