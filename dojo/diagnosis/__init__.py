"""Find out what is wrong with a function: a known mistake, or what its results show.

If the results match no known mistake, `symptoms` describes how they differ from the
right ones, and `influences` which arguments they depend on. `probes` contains the calls
that a function is tested with. behaviours.json contains the results of the planted
mistakes, and answers.json the results of the reference. After a change to a mistake or
a probe, run `tox -e dojo -- behaviours` to update both files.
"""
