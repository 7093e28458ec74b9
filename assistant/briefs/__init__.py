"""Briefings on a topic: what the reports say of it in figures and in words, with a chart, sources and working."""
