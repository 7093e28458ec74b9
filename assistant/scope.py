"""The scope of a question: what it may be answered from, and how to search it."""

from __future__ import annotations

from dataclasses import dataclass

from assistant.catalogue import Catalogue
from assistant.citations import DocumentOf
from assistant.glossary import Glossary
from assistant.linking import Linker
from assistant.prose import Placer, SearchOf
from corpus.document import Document


@dataclass(frozen=True, slots=True, kw_only=True)
class Scope:
    """What a question may be answered from: the linker over its tables, the reports, and how to search them."""

    linker: Linker
    catalogue: Catalogue
    glossary: Glossary
    documents: tuple[Document, ...]
    placer: Placer
    search: SearchOf
    document_of: DocumentOf
