"""Checking claims: their amounts read, and held against tables and sentences; `claims` puts it together."""
