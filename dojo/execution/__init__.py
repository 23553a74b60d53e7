"""The judge's side of a worker: start it, send it tests, receive their outcomes.

Whatever comes from a worker is treated as data, and may be wrong in any way. The
worker's side is `dojo.worker`.
"""
