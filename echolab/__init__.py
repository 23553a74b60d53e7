"""Programs that use the network. They are given, complete, and know nothing of tests.

demo is the tutorial's program; experiments puts the tutorial's claims to the test.
"""
