"""Functions that replace a task's function, to test the spec and the diagnosis.

    mistakes      what people get wrong; the spec must catch each of them
    alternatives  other correct solutions; the spec must accept each of them
    variants      the same mistakes, written in different code
    unlisted      other bugs; the diagnosis must not take them for a known mistake

To add a misconception, add a function to `mistakes` with a docstring of one sentence.
"""
