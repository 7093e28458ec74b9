"""Readings: what a question may mean, each a plan over one table with the words that it explains.

One file a family of operations; each builder takes a sheet and offers readings. ``understanding.py`` chooses among
them.
"""

from assistant.readings.aggregates import aggregates
from assistant.readings.changes import changes
from assistant.readings.comparisons import comparisons, sister_comparisons
from assistant.readings.filters import filters
from assistant.readings.lookups import lookups, siblings
from assistant.readings.overall import overall
from assistant.readings.rankings import breakdowns, rankings
from assistant.readings.reading import Reading
from assistant.readings.shares import column_shares, ratios, shares
from assistant.readings.trends import trends

__all__ = [
    "Reading",
    "aggregates",
    "breakdowns",
    "changes",
    "column_shares",
    "comparisons",
    "filters",
    "lookups",
    "overall",
    "rankings",
    "ratios",
    "shares",
    "siblings",
    "sister_comparisons",
    "trends",
]
