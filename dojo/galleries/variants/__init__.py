"""The planted mistakes again, as somebody else would write them.

They were written from the sentences alone, without a look at `mistakes/`; the
diagnosis has to recognise the misconception in them.
"""
