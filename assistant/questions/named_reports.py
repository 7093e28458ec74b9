"""Which reports a question names: by their title, or by a publisher that few of a library's reports have."""

from __future__ import annotations

import re
from collections.abc import Sequence

from assistant.libraries.reports import SAYS_NOTHING, bare_title
from assistant.questions.scope import Report

MOST_NAMED = 24
"""A name that more reports share is no name of a few."""
_FEWEST_WORDS = 2
_OWNS = re.compile(r"['’]s\b")

Words = tuple[str, ...]


class ReportNames:
    """The names of a library's reports: titles without their period, and publishers."""

    def __init__(self, reports: Sequence[Report]) -> None:
        """Names that half of ``reports`` or more have tell nothing, nor do those that any report may have."""
        held: dict[Words, set[str]] = {}
        for report in reports:
            for name in {bare_title(_OWNS.sub("", report.title)), _words(report.publisher)}:
                if len(name) >= _FEWEST_WORDS and not SAYS_NOTHING.issuperset(name):
                    held.setdefault(name, set()).add(report.id)
        self._by_first: dict[str, list[tuple[Words, frozenset[str]]]] = {}
        for name, ids in held.items():
            if len(ids) <= MOST_NAMED and 2 * len(ids) < len(reports):
                self._by_first.setdefault(name[0], []).append((name, frozenset(ids)))

    def named_in(self, text: str) -> frozenset[str]:
        """The ids of the reports that a text names, word for word; of a name within a longer one the longer counts.

        A title with its publisher names the reports that have both; several others name the reports of each.
        """
        words = _words(text)
        found: list[frozenset[str]] = []
        past = 0
        for start, first in enumerate(words):
            fitting = [
                (len(name), ids)
                for name, ids in self._by_first.get(first, ())
                if start >= past and words[start : start + len(name)] == name
            ]
            if fitting:
                length, ids = max(fitting, key=lambda fit: fit[0])
                past = start + length
                found.append(ids)
        if not found:
            return frozenset()
        return frozenset.intersection(*found) or frozenset.union(*found)


def _words(text: str) -> Words:
    return tuple(re.findall(r"[^\W_]+", _OWNS.sub("", text).casefold()))
