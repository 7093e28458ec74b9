"""Texts as the word index sees them: folded, stemmed, counted. SQLite does it, whichever database keeps the index."""

from __future__ import annotations

import sqlite3
from collections import Counter
from collections.abc import Iterable
from threading import Lock

TOKENIZER = "porter unicode61 remove_diacritics 2"
"""How SQLite's FTS5 makes words of texts."""


class WordCounter:
    """Counts words as FTS5 does, so that two databases find and rank alike. Safe to share between threads."""

    def __init__(self) -> None:
        self._lock = Lock()
        self._connection = sqlite3.connect(":memory:", isolation_level=None, check_same_thread=False)
        self._connection.execute(
            f"CREATE VIRTUAL TABLE texts USING fts5 (text, content = '', tokenize = '{TOKENIZER}')"
        )
        self._connection.execute("CREATE VIRTUAL TABLE found USING fts5vocab (texts, instance)")

    def count(self, texts: Iterable[str]) -> list[Counter[str]]:
        """How often each word is in each text.

        >>> [sorted(words.items()) for words in WordCounter().count(["Cafés reported, cafe reports", "–"])]
        [[('cafe', 2), ('report', 2)], []]
        """
        counted: list[Counter[str]] = []
        with self._lock:
            self._connection.execute("BEGIN")
            try:
                for row, text in enumerate(texts, start=1):
                    self._connection.execute("INSERT INTO texts (rowid, text) VALUES (?, ?)", (row, text))
                    counted.append(Counter())
                rows = self._connection.execute("SELECT doc, term, count(*) FROM found GROUP BY doc, term").fetchall()
            finally:
                self._connection.execute("ROLLBACK")
        for row, word, times in rows:
            counted[row - 1][word] = times
        return counted

    def forms(self, words: Iterable[str]) -> Counter[str]:
        """What the words are looked up as, each as often as it is asked for in one form or another."""
        return Counter(form for counted in self.count(words) for form in counted.elements())
