"""The scope of a question: what it may be answered from, and how to search it."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, replace
from typing import Protocol

from assistant.answers.citations import QuotableOf
from assistant.prose.ranking import Placer, SearchOf
from assistant.questions.catalogue import Catalogue
from assistant.questions.glossary import Glossary
from assistant.questions.linking import Linker
from assistant.questions.question import Question, read_question
from corpus.document import Document
from structured.long_figures import LongFigures


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

    The rows of ``long_tables`` are in none of these.
    """

    linker: Linker
    catalogue: Catalogue
    glossary: Glossary
    documents: tuple[Report, ...]
    placer: Placer
    search: SearchOf
    quotable_of: QuotableOf
    document_of: Callable[[str], Document]
    long_tables: tuple[LongFigures, ...] = ()

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

    def read(self, asked: str) -> Question:
        """A question as it reads over this library, whose own words are spelt as they are meant."""
        return read_question(asked, self.linker.vocabulary)
