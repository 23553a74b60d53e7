"""What people really get wrong: one function for each misconception.

Each function replaces one task's function in the reference. Its docstring is one
sentence. Learners read it if their own function behaves in the same way, so it says
what the function does, not how it is written. The spec must catch every mistake with a
test of the task itself.
"""
