"""What people really get wrong: one function for each misconception.

Each takes the place of one task's function in the reference, and its docstring names
the misconception in a sentence that whoever made it would recognise. The spec has to
catch every one of them, with a test of the task itself.
"""
