"""Functions that stand in for a task, to put the spec and the diagnosis to the test.

    mistakes      what people get wrong; the spec must catch every one
    alternatives  other right ways; the spec must let every one pass
    variants      the same mistakes, written by somebody else
    unlisted      bugs that are none of the mistakes; nobody may be accused of one

A new misconception is a new function in mistakes, with a sentence as its docstring.
"""
