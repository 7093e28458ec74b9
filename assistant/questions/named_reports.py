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
        found = [ids for _, ids in self._found_in(text)]
        return (frozenset.intersection(*found) or frozenset.union(*found)) if found else frozenset()

    def words_in(self, text: str) -> tuple[Words, ...]:
        """The names that a text says, in words of small letters."""
        return tuple(name for name, _ in self._found_in(text))

    def _found_in(self, text: str) -> list[tuple[Words, frozenset[str]]]:
        words = _words(text)
        found: list[tuple[Words, frozenset[str]]] = []
        past = 0
        for start, first in enumerate(words):
            fitting = [
                (name, ids)
                for name, ids in self._by_first.get(first, ())
                if start >= past and words[start : start + len(name)] == name
            ]
            if fitting:
                name, ids = max(fitting, key=lambda fit: len(fit[0]))
                past = start + len(name)
                found.append((name, ids))
        return found


def _words(text: str) -> Words:
    return tuple(re.findall(r"[^\W_]+", _OWNS.sub("", text).casefold()))
