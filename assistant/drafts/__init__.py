"""Checking a whole draft: reading it, judging its sentences, correcting them, and writing it back annotated."""
