"""Sentences: how the result of each kind of reading is said, a file for each kind."""
