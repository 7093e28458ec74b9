"""Whether a figure from a table is of the kind that a question asks for, however well its labels fit the words.

A file of rules for each kind of thing that a figure can fail to be; `verdict` asks them all.
"""
