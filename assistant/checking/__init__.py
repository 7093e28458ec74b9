"""Checking claims: their amounts read, and held against tables and sentences. ``assistant.claims`` puts it together."""
