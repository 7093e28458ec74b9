"""The assistant: a library put together with the parts that answer from it. The only place where they meet."""

from __future__ import annotations

import time
from collections.abc import Mapping, Sequence
from dataclasses import replace
from pathlib import Path
from threading import RLock
from typing import TYPE_CHECKING, Literal, Self

from assistant.answer import Answer, Route, Verdict, answer_id
from assistant.answering import Answerer
from assistant.catalogue import build_catalogue
from assistant.glossary import Glossary, built_in
from assistant.library import Library
from assistant.linking import Linker
from assistant.prose import Place, SearchOf
from assistant.scope import Scope
from assistant.starter import edition_note, with_edition_note
from assistant.words import STOP_WORDS, stem, tokens
from corpus.document import ChunkKind, Document, Locator, Passage, Sentence
from corpus.embedding import Embedder
from structured.observations import Grid
from structured.periods import Period, find_periods, parse_period

if TYPE_CHECKING:
    from assistant.briefs.brief import Brief
    from assistant.drafts.checking import Progress as DraftProgress
    from assistant.drafts.draft import Draft, DraftCheck

_BARE = 3  # sentences; with no more, a document is a table that says nowhere whose it is


class Assistant:
    """Answers questions over one library; safe to share between threads."""

    def __init__(self, library: Library, glossary: Glossary | None = None) -> None:
        """Answer from ``library`` with the built-in glossary, or another."""
        self.library = library
        self.glossary = glossary or built_in()
        self._lock = RLock()
        self._scopes: dict[tuple[int, frozenset[str] | None], Scope] = {}

    @classmethod
    def open(
        cls,
        path: Path,
        *,
        create: bool = False,
        embedder: Embedder | None = None,
        index: Literal["exact", "chroma"] = "exact",
    ) -> Self:
        """The assistant over the library in a folder. Raises StoreError when it cannot be opened."""
        return cls(Library.open(path, create=create, embedder=embedder, index=index))

    def ask(self, question: str, history: Sequence[str] = (), documents: frozenset[str] | None = None) -> Answer:
        """The answer to a question. ``documents`` narrows the scope. Raises UnknownDocument, StoreError."""
        started = time.perf_counter()
        scope = self._scope(documents)
        answer = Answerer(scope).answer(question, tuple(history))
        return self._stamped(answer, question, history, documents, started)

    def check(self, claim: str, documents: frozenset[str] | None = None) -> Answer:
        """What the reports say of a claim: a verdict with its evidence."""
        from assistant.claims import check_claim

        started = time.perf_counter()
        answer = check_claim(claim, self._scope(documents))
        return self._stamped(answer, claim, (), documents, started)

    def check_draft(
        self, draft: Draft, documents: frozenset[str] | None = None, progress: DraftProgress | None = None
    ) -> DraftCheck:
        """What the reports say of each sentence of a draft that states a checkable fact, in the draft's order."""
        from assistant.drafts.checking import check_draft

        check = check_draft(draft, self._scope(documents), progress)
        cited = (c.document for s in check.sentences for c in s.answer.citations)
        note = edition_note(cited, self.library.documents())
        return replace(check, notes=(*check.notes, note)) if note else check

    def brief(self, topic: str, documents: frozenset[str] | None = None) -> Brief | Answer:
        """A briefing on a topic, or the refusal that says why there is none: what the reports do not cover has none."""
        from assistant.briefs.writing import write_brief

        brief = write_brief(topic, self._scope(documents))
        note = edition_note((c.document for c in brief.citations), self.library.documents())
        if not note or isinstance(brief, Answer):
            return brief
        return replace(brief, caveats=(*brief.caveats, note))

    def examples(self, limit: int = 4) -> tuple[str, ...]:
        """Questions that this library can answer, drawn from its own tables; the same ones each time."""
        from assistant.examples import example_questions

        return example_questions(self, limit)

    def _stamped(
        self, answer: Answer, question: str, history: Sequence[str], documents: frozenset[str] | None, started: float
    ) -> Answer:
        held = self.library.documents()
        version = ",".join(f"{d.id}:{d.digest[:12]}" for d in held)
        stable = answer_id(question, tuple(history), tuple(documents or ()), version)
        return replace(with_edition_note(answer, held), id=stable).timed((time.perf_counter() - started) * 1000)

    def _scope(self, documents: frozenset[str] | None) -> Scope:
        with self._lock:
            key = (self.library.version, documents)
            if key not in self._scopes:
                if len(self._scopes) > 16:
                    self._scopes.clear()
                self._scopes[key] = self._build(documents)
            return self._scopes[key]

    def _build(self, documents: frozenset[str] | None) -> Scope:
        library = self.library
        ids = [info.id for info in library.documents() if documents is None or info.id in documents]
        grids = library.grids(documents)
        loaded = {i: library.document(i) for i in ids}
        sentences = {i: library.sentences(i) for i in ids}

        def search(query: str, kinds: frozenset[ChunkKind], limit: int) -> Sequence[Passage]:
            return library.search(query, kinds=kinds, documents=documents, limit=limit)

        return build_scope(
            tuple(loaded.values()), grids, sentences, search, self.glossary, chosen=documents is not None
        )


def build_scope(
    documents: Sequence[Document],
    grids: Sequence[Grid],
    sentences: Mapping[str, tuple[Sentence, ...]],
    search: SearchOf,
    glossary: Glossary,
    *,
    chosen: bool = False,
) -> Scope:
    """The scope over these documents, with their tables and their sentences by document id.

    ``chosen`` says that the user has named the documents.
    """
    every = [s for d in documents for s in sentences[d.id]]
    catalogue = build_catalogue(
        grids,
        every,
        titles={d.id: d.title for d in documents},
        periods={d.id: report_period(d) for d in documents},
        prose=[d.source for d in documents],
    )
    nameless = chosen and all(len(sentences[d.id]) <= _BARE for d in documents)
    linker = Linker(
        catalogue, glossary, _vocabulary(catalogue.labels, [s.text for s in every], glossary), nameless=nameless
    )
    by_id = {d.id: d for d in documents}
    places = {(i, s.locator.start): position for i in by_id for position, s in enumerate(sentences[i])}

    def placer(locator: Locator) -> Place | None:
        position = places.get((locator.document_id, locator.start))
        if position is None:
            return None
        document = by_id[locator.document_id]
        return Place(document=document, sentences=sentences[document.id], position=position)

    return Scope(
        linker=linker,
        catalogue=catalogue,
        glossary=glossary,
        documents=tuple(documents),
        placer=placer,
        search=search,
        document_of=by_id.__getitem__,
    )


def report_period(document: Document) -> Period | None:
    """The period that a report covers, from what it says of itself, or None."""
    if document.period:
        period = parse_period(document.period)
        if period is not None:
            return period
    for text in (document.period, document.title, document.id.replace("-", " "), document.id):
        mentions = [m.period for m in find_periods(text) if isinstance(m.period, Period)]
        if mentions:
            return mentions[0]
    return None


def _vocabulary(labels: Sequence[object], sentences: Sequence[str], glossary: Glossary) -> dict[str, str]:
    """Every word that the library or the glossary writes, lower case, with its stem."""
    words: dict[str, str] = {w: stem(w) for w in sorted(STOP_WORDS)}
    for text in [getattr(label, "text", "") for label in labels] + list(sentences):
        for token in tokens(text):
            words.setdefault(token.text.lower(), token.stem)
    for phrase in glossary.words:
        words.setdefault(phrase, stem(phrase))
    return words


__all__ = ["Assistant", "Route", "Verdict", "report_period"]
