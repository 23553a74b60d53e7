"""The judge's side of a worker: start it, have tests run, hear how they went.

What comes from a worker is data, and may be wrong in any way. `dojo.worker` is the
other side.
"""
