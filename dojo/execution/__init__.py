"""The judge's side of a worker: start it, make it run tests, and receive the results.

The judge treats everything that a worker sends as data that may be wrong in any way.
The other side is in `dojo.worker`.
"""
