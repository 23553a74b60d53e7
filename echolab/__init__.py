"""Ready-made programs that use the network. They don't depend on the tests.

`demo` is the tutorial's program. `experiments` tests the tutorial's claims.
"""
