"""Mistakes that people really make, one function for each misconception.

Each function replaces one task's function in the reference. Its docstring is a single
sentence. Learners read this sentence if their function behaves in the same way, so it
says what the function does, not how it is written. For each mistake, the spec must have
a test of the same task that fails.
"""
