"""The planted mistakes again, written as other people might write them.

They were written from the sentences alone, without looking at the code in `mistakes/`.
The diagnosis has to recognize the misconceptions in them.
"""
