"""What the learner's code may use and reach, kept by Python and, on Linux, the kernel.

All of it happens in a worker; the judge asks `fences` alone what is not prevented here.
"""
