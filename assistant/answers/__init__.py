"""Answers: made, worded, cited, guarded, and shown as text, HTML and charts."""
