"""The scope of a question: what it may be answered from, and how to search it."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, replace
from typing import Protocol

from assistant.answers.citations import QuotableOf
from assistant.auditing.findings import Finding
from assistant.prose.ranking import Placer, SearchOf
from assistant.questions.catalogue import Catalogue
from assistant.questions.glossary import Glossary
from assistant.questions.linking import Linker
from assistant.questions.question import Question, read_question
from assistant.questions.words import stem
from corpus.document import Document
from structured.long_figures import LongFigures
from structured.observations import Grid


class Report(Protocol):
    """A report, whole or as a library lists it."""

    @property
    def id(self) -> str: ...  # noqa: D102 - as in `Document`, and so below
    @property
    def title(self) -> str: ...  # noqa: D102
    @property
    def publisher(self) -> str: ...  # noqa: D102
    @property
    def period(self) -> str: ...  # noqa: D102
    @property
    def published(self) -> str: ...  # noqa: D102
    @property
    def edition(self) -> str: ...  # noqa: D102
    @property
    def restates(self) -> str: ...  # noqa: D102


@dataclass(frozen=True, slots=True, kw_only=True)
class Scope:
    """What a question may be answered from: the linker over its tables, the reports, and how to search them.

    The rows of ``long_tables`` are in none of these. ``contradictions_in`` are what an audit finds in a report by
    itself.
    """

    linker: Linker
    catalogue: Catalogue
    glossary: Glossary
    documents: tuple[Report, ...]
    placer: Placer
    search: SearchOf
    quotable_of: QuotableOf
    document_of: Callable[[str], Document]
    contradictions_in: Callable[[str], tuple[Finding, ...]]
    long_tables: tuple[LongFigures, ...] = ()
    sources: tuple[tuple[str, ...], ...] = ()

    def limited_to(self, documents: frozenset[str], search: SearchOf) -> Scope:
        """The same scope, of which only these reports answer, found by ``search``.

        What words weigh and mean stays that of all of them.
        """
        return replace(
            self,
            linker=self.linker.limited_to(documents),
            documents=tuple(report for report in self.documents if report.id in documents),
            search=search,
            long_tables=tuple(table for table in self.long_tables if table.document.id in documents),
        )

    def frames(self, document_id: str) -> Iterator[Grid]:
        """The tables of a report without their cells, in its order."""
        return (entry.frame for entry in self.catalogue.entries_of(document_id))

    def read(self, asked: str) -> Question:
        """A question as it reads over this library, whose own words are spelt as they are meant.

        "According to the Northgate Board" and "in the Northgate Board's report" say whose report it is, and ask nothing
        of Northgate. Neither does "at the Northgate Board", unless its tables have a Northgate.
        """
        text = asked
        for name in self.sources:
            ways = _ways_to_say_whose(name)
            if not self._is_in_labels(name[0]):
                ways += rf"|at {_said(name)}(?!['’\w])"
            text = re.sub(rf",?\s*\b(?:{ways}),?", "", text, flags=re.IGNORECASE)
        question = read_question(text if text.strip(" ?.") else asked, self.linker.vocabulary)
        return replace(question, asked=asked) if text != asked else question

    def _is_in_labels(self, word: str) -> bool:
        """Whether a row or a column of these reports' tables is called by a word."""
        called = set(self.catalogue.postings.get(stem(word), ()))
        ids = {report.id for report in self.documents} if called else set()
        tables = (table for table in self.catalogue.tables if table.document_id in ids)
        return any(not called.isdisjoint(path) for table in tables for path in (*table.rows, *table.columns))


def says_whose(asked: str, sources: Iterable[tuple[str, ...]]) -> bool:
    """Whether a question says whose report it is about, by one of these names."""
    return any(re.search(rf"\b(?:{_ways_to_say_whose(name)})", asked, re.IGNORECASE) for name in sources)


def _ways_to_say_whose(name: tuple[str, ...]) -> str:
    said = _said(name)
    return rf"according to {said}(?:['’]s\b)?(?: (?:\w+ )?report\b)?|(?:in|from) {said}['’]s? (?:\w+ )?report\b"


def _said(name: tuple[str, ...]) -> str:
    return "(?:the )?" + r"[\W_]+".join(map(re.escape, name))
