"""The scope of a question: what it may be answered from, and how to search it."""

from __future__ import annotations

from dataclasses import dataclass

from assistant.answers.citations import DocumentOf
from assistant.prose.ranking import Placer, SearchOf
from assistant.questions.catalogue import Catalogue
from assistant.questions.glossary import Glossary
from assistant.questions.linking import Linker
from assistant.questions.question import Question, read_question
from corpus.document import Document
from structured.long_figures import LongFigures


@dataclass(frozen=True, slots=True, kw_only=True)
class Scope:
    """What a question may be answered from: the linker over its tables, the reports, and how to search them.

    The rows of ``long_tables`` are in none of these.
    """

    linker: Linker
    catalogue: Catalogue
    glossary: Glossary
    documents: tuple[Document, ...]
    placer: Placer
    search: SearchOf
    document_of: DocumentOf
    long_tables: tuple[LongFigures, ...] = ()

    def read(self, asked: str) -> Question:
        """A question as it reads over this library, whose own words are spelt as they are meant."""
        return read_question(asked, self.linker.vocabulary)
