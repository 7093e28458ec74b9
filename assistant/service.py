"""The assistant: a library put together with the parts that answer from it. The only place where they meet."""

from __future__ import annotations

import gc
import re
import time
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, replace
from functools import cache
from threading import RLock
from typing import TYPE_CHECKING, Literal, Self

from assistant.answers.answer import Answer, Citation, Route, Verdict, answer_id
from assistant.answers.answering import Answerer
from assistant.answers.citations import QuotableOf, quotable
from assistant.answers.disagreements import caveat, with_disagreements
from assistant.auditing.findings import Finding
from assistant.checking.elsewhere import SecondLook, grids_but, is_cited, look_again, sentences_but
from assistant.hearing import Hearing
from assistant.libraries.audits import contradictions
from assistant.libraries.editions import Shelf, find_editions, is_declined
from assistant.libraries.kept import Kept
from assistant.libraries.library import Library
from assistant.libraries.outlines import ReportText, report_text
from assistant.libraries.outlining import notes_of
from assistant.libraries.reports import report_period
from assistant.libraries.siblings import siblings
from assistant.libraries.starter import edition_note, with_edition_note
from assistant.prose.ranking import Place, SearchOf
from assistant.questions.catalogue import TableOf, build_catalogue
from assistant.questions.choosing import turns_chosen
from assistant.questions.declining import MAX_QUESTION
from assistant.questions.glossary import Glossary, built_in, read_glossary
from assistant.questions.linking import Linker
from assistant.questions.named_reports import MOST_NAMED, ReportNames
from assistant.questions.outline import ReportOutline, outline
from assistant.questions.own_words import FILE_NAME as OWN_WORDS
from assistant.questions.own_words import read_own_entries, read_own_words
from assistant.questions.scope import Report, Scope, says_whose
from assistant.questions.words import STOP_WORDS, stem, tokens
from corpus.document import ChunkKind, Document, Locator, Passage, Sentence
from corpus.embedding import Embedder
from corpus.places import LibraryPlace
from corpus.sentences import plain
from corpus.store import DocumentInfo
from structured.long_figures import LongFigures
from structured.observations import Grid
from structured.tables import table_of

if TYPE_CHECKING:
    from assistant.answers.explaining import Explanation
    from assistant.briefs.brief import Brief
    from assistant.drafts.checking import Progress as DraftProgress
    from assistant.drafts.draft import Draft, DraftCheck
    from assistant.language_model.helper import Helper
    from assistant.language_model.settings import ModelSettings

_MOST_SCOPES = 64  # over a few reports each
_MOST_WIDE = 3  # over very many: they take seconds to make, and each half a gigabyte over a thousand reports
_FULL_COLLECTION = 100  # of the middle generation's collections; Python's own is 10
_BARE = 3  # sentences; with no more, a document is a table that says nowhere whose it is


class Assistant:
    """Answers questions over one library; safe to share between threads."""

    def __init__(self, library: Library, glossary: Glossary | None = None, helper: Helper | None = None) -> None:
        """Answer from ``library`` with the built-in glossary, or another; ``helper`` is a language model's, if any."""
        self.library = library
        self.helper = helper
        self._glossary = glossary
        self._own_glossary: tuple[object | None, Glossary] = (None, built_in())
        self._lock = RLock()
        self._scopes: Kept[tuple[object, ...], Scope] = Kept(_MOST_SCOPES)
        self._wide_scopes: Kept[tuple[object, ...], Scope] = Kept(_MOST_WIDE)
        self._scopes_state: tuple[object, ...] = ()
        self._names: tuple[int, ReportNames] | None = None
        self._reports_state: tuple[tuple[DocumentInfo, ...], str] = ((), "")
        self._shelf: tuple[int, Shelf] | None = None
        self._siblings: tuple[int, Mapping[str, tuple[str, ...]]] | None = None
        self._audits: dict[tuple[int, frozenset[str]], tuple[Finding, ...]] = {}

    @classmethod
    def open(
        cls,
        path: LibraryPlace,
        *,
        create: bool = False,
        embedder: Embedder | None = None,
        index: Literal["exact", "chroma"] = "exact",
        model: ModelSettings | None = None,
    ) -> Self:
        """The assistant over the library in a folder or on a server; ``model`` names the language model that may help.

        Raises StoreError when the library cannot be opened, MissingExtra.
        """
        helper = None
        if model is not None:
            from assistant.language_model.helper import make_helper

            helper = make_helper(model)
        return cls(Library.open(path, create=create, embedder=embedder, index=index), helper=helper)

    @property
    def glossary(self) -> Glossary:
        """The glossary as it is now: the built-in one with the words of the library's owner, unless another was given.

        Raises GlossaryError when the owner's file is not of the form.
        """
        if self._glossary is not None:
            return self._glossary
        state = self.words_version
        with self._at_once():
            if self._own_glossary[0] != state:
                read = built_in()
                if state is not None:
                    read_own_words(self.library)  # held to the rules for an owner's words as well
                    read = read_glossary(own=read_own_entries(self.library))
                self._own_glossary = (state, read)
            return self._own_glossary[1]

    @property
    def words_version(self) -> object | None:
        """What changes when the words of the library's owner do; None where there are none."""
        return self.library.note_version(OWN_WORDS)

    def ask(
        self,
        question: str,
        history: Sequence[str] = (),
        documents: frozenset[str] | None = None,
        hearing: Hearing | None = None,
    ) -> Answer:
        """The answer to a question. ``documents`` narrows the scope; ``hearing`` listens to a language model's wording.

        Where the question before it listed choices, "the second", or words of the second alone, ask the second of
        them. Raises UnknownDocument, StoreError.
        """
        started = time.perf_counter()
        *history, question = turns_chosen((*history, question), lambda turns: self._choices_after(turns, documents))
        read = _readable(history)
        ways: list[tuple[Answer, Scope]] = []

        def answered(scope: Scope) -> Answer:
            ways.append((Answerer(scope).answer(question, read), scope))
            return ways[-1][0]

        with self._at_once():
            answer = self._answer((question, *read), documents, answered)
            if self.helper is None:
                return self._stamped(answer, question, history, documents, started)
        # Outside the library's lock: a model takes seconds.
        _, scope = next((way for way in ways if answer.text.startswith(way[0].text)), ways[-1])
        answer = self.helper.help(answer, scope, read, hearing)
        return self._stamped(answer, question, history, documents, started)

    def _choices_after(self, turns: Sequence[str], documents: frozenset[str] | None) -> Sequence[str]:
        """What the last of some turns, of which none chooses any more, is answered with to choose from."""
        question, read = turns[-1], _readable(turns[:-1])
        with self._at_once():
            return self._answer(
                (question, *read), documents, lambda scope: Answerer(scope).answer(question, read)
            ).choices

    def explain(
        self, question: str, history: Sequence[str] = (), documents: frozenset[str] | None = None
    ) -> Explanation:
        """How a question is read and answered without a language model. Raises UnknownDocument, StoreError."""
        from assistant.answers.explaining import explain

        started = time.perf_counter()
        *history, question = turns_chosen((*history, question), lambda turns: self._choices_after(turns, documents))
        read = _readable(history)
        ways: list[tuple[Answer, Answerer]] = []

        def answered(scope: Scope) -> Answer:
            answerer = Answerer(scope)
            ways.append((answerer.answer(question, read), answerer))
            return ways[-1][0]

        with self._at_once():
            answer = self._answer((question, *read), documents, answered)
            # Of several editions asked, the one whose answer was given.
            _, way = next((w for w in ways if answer.text.startswith(w[0].text)), ways[0])
            answer = self._stamped(answer, question, history, documents, started)
            return explain(answer, way.trail, way.scope)

    def check(self, claim: str, documents: frozenset[str] | None = None) -> Answer:
        """What the reports say of a claim: a verdict with its evidence."""
        from assistant.checking.joined import check_claim
        from assistant.long_tables.checking import check_from_rows

        def check(scope: Scope) -> Answer:
            checked = check_claim(claim, scope)
            if checked.verdict is not Verdict.NOT_FOUND or not scope.long_tables:
                return checked
            return check_from_rows(claim, scope.long_tables, scope.glossary) or checked

        started = time.perf_counter()
        with self._at_once():
            return self._stamped(self._answer((claim,), documents, check), claim, (), documents, started)

    def second_look(self, answer: Answer, documents: frozenset[str] | None = None) -> SecondLook:
        """An answer checked another way: what bears it out elsewhere, and what does not agree with what it cites.

        Raises UnknownDocument, StoreError.
        """
        from assistant.checking.joined import check_claim

        with self._at_once():
            scope = self._build(documents, chosen=documents is not None, without=answer.citations)
            findings = self._findings(frozenset(citation.document for citation in answer.citations))
            return look_again(answer, lambda statement: check_claim(statement, scope), findings)

    def audit(self, documents: frozenset[str] | None = None) -> tuple[Finding, ...]:
        """What does not agree in these reports and between them, most serious first.

        ``documents`` None: the newest edition of each report; what it says otherwise than an older one is a revision.
        Raises UnknownDocument.
        """
        from assistant.auditing.reports import audit_reports

        documents = self.shelf().preferred(documents)
        grids = self.library.grids(documents)
        infos = [info for info in self.library.documents() if documents is None or info.id in documents]
        reports = [self.library.document(info.id) for info in infos]
        sentences = {report.id: self.library.sentences(report.id) for report in reports}
        return audit_reports(reports, grids, sentences, {report.id: report_period(report) for report in reports})

    def check_draft(
        self, draft: Draft, documents: frozenset[str] | None = None, progress: DraftProgress | None = None
    ) -> DraftCheck:
        """What the reports say of each sentence of a draft that states a checkable fact, in the draft's order."""
        from assistant.drafts.checking import check_draft

        shelf = self.shelf()
        check = check_draft(draft, self._scope(shelf.preferred(documents)), progress)
        sentences = [replace(s, answer=self._with_disagreements(s.answer, documents)) for s in check.sentences]
        check = replace(check, sentences=tuple(sentences))
        cited = [c.document for s in check.sentences for c in s.answer.citations]
        notes = (*shelf.notes(cited), *filter(None, (edition_note(cited, self.library.documents()),)))
        return replace(check, notes=(*check.notes, *notes))

    def brief(self, topic: str, documents: frozenset[str] | None = None) -> Brief | Answer:
        """A briefing on a topic, or the refusal that says why there is none: what the reports do not cover has none."""
        from assistant.briefs.writing import write_brief

        shelf = self.shelf()
        brief = write_brief(topic, self._scope(shelf.preferred(documents)))
        if isinstance(brief, Answer):
            return brief
        brief = self._disclosed(brief, documents)
        cited = frozenset(citation.document for citation in brief.citations)
        touched = [
            caveat(finding)
            for finding in self._findings(cited)
            if finding.severity == "apparent"
            and any(finding.touches(c.locator) for c in brief.citations)
            and not any(plain(finding.a.quote) in caveat for caveat in brief.caveats)
        ]
        note = edition_note(cited, self.library.documents())
        return replace(brief, caveats=(*brief.caveats, *touched, *shelf.notes(cited), *filter(None, (note,))))

    def _disclosed(self, brief: Brief, documents: frozenset[str] | None) -> Brief:
        """A briefing with what else the reports give for its figures among its caveats, cited like everything else."""
        lines = (*brief.headlines, *brief.reported, *brief.causes, *brief.actions, *brief.caveats)
        said = Answer(
            question=brief.topic,
            route=Route.BOTH,
            text=" ".join(lines),
            figures=brief.figures,
            citations=brief.citations,
        )
        told = with_disagreements(said, self._contradictions(said, documents), self.library.quotable, named=True)
        caveats = (*brief.caveats, *told.disagreements)
        return replace(brief, caveats=caveats, figures=told.figures, citations=told.citations)

    def _findings(self, documents: frozenset[str]) -> tuple[Finding, ...]:
        """What an audit of these reports found, kept until the library changes: it takes a few seconds."""
        key = (self.library.version, documents)
        if key not in self._audits:
            self._audits = {key: self.audit(documents)}
        return self._audits[key]

    def examples(self, limit: int = 4, documents: frozenset[str] | None = None) -> tuple[str, ...]:
        """Questions that these reports (all when None) answer, drawn from their tables; the same ones each time."""
        from assistant.examples import example_questions

        return example_questions(self, limit, documents)

    def shelf(self) -> Shelf:
        """Which reports of the library are editions of one, and how to ask them."""
        with self._at_once():
            version = self.library.version
            if self._shelf is None or self._shelf[0] != version:
                self._shelf = (version, self._shelf_of(self.library.documents(), self._scope))
            return self._shelf[1]

    def _shelf_of(self, infos: Sequence[DocumentInfo], scope_of: Callable[[frozenset[str]], Scope]) -> Shelf:
        return Shelf(
            editions=find_editions(infos),
            scope_of=scope_of,
            grids_of=self.library.grids,
            document_of=self.library.document,
            quotable_of=self.library.quotable,
        )

    def _answer(
        self, texts: Sequence[str], documents: frozenset[str] | None, answer: Callable[[Scope], Answer]
    ) -> Answer:
        """What ``answer`` gives: from the reports that the user chose, else from the newest edition of each.

        A text that names a few reports is about these. Where they have no answer, another report's counts only if what
        it cites says that name too.
        """
        with self._at_once():
            shelf = self.shelf()
            if documents is not None:
                return shelf.with_notes(answer(self._scope(documents, chosen=True)))
            names = self._report_names()
            named = names.named_in(texts[0])
            if not named:
                return self._from_shelf(shelf, texts, answer)
            about = [info for info in self.library.documents() if info.id in named]
            sources = names.words_in(texts[0])

            def limited(documents: frozenset[str]) -> Scope:
                return replace(self._limited(documents), sources=sources)

            found = self._shelf_of(about, limited).answer(texts, answer)
            if is_declined(found) and self.library.unprepared() is not None:
                self._whole()  # is prepared now; with what it knows of words, these reports may have an answer
                found = self._shelf_of(about, limited).answer(texts, answer)
            if is_declined(found) and says_whose(texts[0], sources):
                # Whose words they are speaks for a quote, though it is not asked of a table.
                quoted = self._shelf_of(about, self._limited).answer(texts, answer)
                found = quoted if quoted.route is Route.RETRIEVAL else found
            if not is_declined(found):
                return found
            saying = [self.library.saying(name) for name in sources]
            if all(ids is not None and ids <= named for ids in saying):
                return found
            other = self._from_shelf(shelf, texts, answer)
            return other if not is_declined(other) and _speaks_of(other, named, names) else found

    def _from_shelf(self, shelf: Shelf, texts: Sequence[str], answer: Callable[[Scope], Answer]) -> Answer:
        if shelf.editions.series:
            return shelf.answer(texts, answer)
        return shelf.with_notes(answer(self._scope(None)))

    def _limited(self, documents: frozenset[str]) -> Scope:
        """The scope over all reports, of which only these answer.

        Over these alone where an older edition is one, and where all others would have to be prepared first.
        """
        editions = self.shelf().editions
        if self.library.unprepared() is not None or (editions.series and not documents <= editions.current):
            return self._scope(documents)
        return self._whole().limited_to(documents, self._search_of(documents))

    def _whole(self) -> Scope:
        """The scope over the newest edition of each report. Raises LibraryPreparing."""
        editions = self.shelf().editions
        return self._scope(editions.current if editions.series else None)

    def _report_names(self) -> ReportNames:
        version = self.library.version
        if self._names is None or self._names[0] != version:
            self._names = (version, ReportNames(self.library.documents()))
        return self._names[1]

    @contextmanager
    def _at_once(self) -> Iterator[None]:
        """Whatever is read meanwhile is read from one state of the library; other threads wait."""
        with self.library.at_once(), self._lock:  # the library's lock is always taken first
            yield

    def _stamped(
        self, answer: Answer, question: str, history: Sequence[str], documents: frozenset[str] | None, started: float
    ) -> Answer:
        held = self.library.documents()
        state = self._reports_state
        if state[0] is not held:
            told = (f"{d.id}:{d.digest[:12]}{''.join(f';{f}={getattr(d, f)}' for f in d.set_by_user)}" for d in held)
            state = self._reports_state = (held, ",".join(told))
        version = state[1]
        if self.helper is not None:
            version += f",model:{self.helper.name}"
        if (words := self.words_version) is not None and self._glossary is None:
            version += f",words:{words}"
        stable = answer_id(question, tuple(history), tuple(documents or ()), version)
        answer = self._with_disagreements(answer, documents)
        return replace(with_edition_note(answer, held), id=stable).timed((time.perf_counter() - started) * 1000)

    def _with_disagreements(self, answer: Answer, documents: frozenset[str] | None) -> Answer:
        with self._at_once():
            return with_disagreements(answer, self._contradictions(answer, documents), self.library.quotable)

    def _contradictions(self, answer: Answer, documents: frozenset[str] | None) -> list[Finding]:
        """Where the reports that an answer cites do not agree with themselves, or with one of their body and time."""
        held = {info.id for info in self.library.documents()}  # not what was removed while a model was asked
        cited = [document for document in dict.fromkeys(c.document for c in answer.citations) if document in held]
        found = [finding for document_id in cited for finding in self.library.contradictions(document_id)]
        asked = documents if documents is not None else self.shelf().editions.current
        for document_id in cited:
            for other in self._siblings_of(document_id):
                if {document_id, other} <= asked:
                    found += self.library.contradictions_between(document_id, other)
        return found

    def _siblings_of(self, document_id: str) -> tuple[str, ...]:
        with self._at_once():
            version = self.library.version
            if self._siblings is None or self._siblings[0] != version:
                self._siblings = (version, siblings(self.library.documents()))
            return self._siblings[1].get(document_id, ())

    def _scope(self, documents: frozenset[str] | None, *, chosen: bool = False) -> Scope:
        with self._at_once():
            state = (self.library.version, self.words_version)
            if state != self._scopes_state:  # those of another state are never asked again
                self._scopes.clear()
                self._wide_scopes.clear()
                gc.unfreeze()
                self._scopes_state = state
            key = (documents, chosen)
            if documents is None or len(documents) > MOST_NAMED:
                return self._wide_scopes.get(key, lambda: self._build_wide(documents, chosen=chosen))
            return self._scopes.get(key, lambda: self._build(documents, chosen=chosen))

    def _build_wide(self, documents: frozenset[str] | None, *, chosen: bool) -> Scope:
        """A scope that may be large: millions of objects that stay.

        Python's collector of cycles is told to pass over what is there now; going through it took up to a second, now
        and then, in the midst of an answer. What is read from then on it goes through ten times more seldom than it
        would: that took a tenth of a second, twice in a hundred answers, and next to nothing of it is let go by that.
        """
        scope = self._build(documents, chosen=chosen)
        if len(scope.documents) > MOST_NAMED:
            gc.collect()
            gc.freeze()
            young, middle, _ = gc.get_threshold()
            gc.set_threshold(young, middle, _FULL_COLLECTION)
        return scope

    def _build(self, documents: frozenset[str] | None, *, chosen: bool, without: Sequence[Citation] = ()) -> Scope:
        """The scope over these reports; the cited tables and sentences of ``without`` are left out."""
        library = self.library
        infos = [info for info in library.documents() if documents is None or info.id in documents]

        search = self._search_of(documents, without)
        if without:
            return self._build_without(infos, search, without, chosen=chosen)
        shelved = Shelved(
            outlines=library.outlines(documents),
            text_of=library.text,
            table_of=library.table,
            document_of=library.document,
            quotable_of=library.quotable,
            contradictions_in=library.contradictions,
            search=search,
        )
        return make_scope(infos, shelved, self.glossary, chosen=chosen)

    def _search_of(self, documents: frozenset[str] | None, without: Sequence[Citation] = ()) -> SearchOf:
        """The search among these reports; the cited places of ``without`` are left out."""

        def search(query: str, kinds: frozenset[ChunkKind], limit: int) -> Sequence[Passage]:
            found = self.library.search(query, kinds=kinds, documents=documents, limit=limit)
            return tuple(p for p in found if not is_cited(p.chunk.locator, without)) if without else found

        return search

    def _build_without(
        self, infos: Sequence[DocumentInfo], search: SearchOf, without: Sequence[Citation], *, chosen: bool
    ) -> Scope:
        ids = [info.id for info in infos]
        documents = [self.library.document(i) for i in ids]
        grids = grids_but(self.library.grids(frozenset(ids)), without)
        sentences = sentences_but({i: self.library.sentences(i) for i in ids}, without)
        return build_scope(documents, grids, sentences, search, self.glossary, chosen=chosen)


def _readable(history: Sequence[str]) -> tuple[str, ...]:
    """The turns of a history that are read: what was too long to be a question has no meaning to lend to the next."""
    return tuple(turn for turn in history if len(turn) <= MAX_QUESTION)


def _speaks_of(answer: Answer, named: frozenset[str], names: ReportNames) -> bool:
    """Whether what an answer cites is of these reports, or says a name of theirs."""
    for citation in answer.citations:
        labels = (label for cell in citation.cells for label in (cell.row, cell.column))
        said = " ".join((citation.quote, citation.section, citation.table or "", *labels))
        if citation.document in named or named & names.named_in(said):
            return True
    return False


@dataclass(frozen=True, slots=True, kw_only=True)
class Shelved:
    """The ways to the reports of a scope: their outlines, sentences, tables and texts, and how to search them."""

    outlines: Sequence[ReportOutline]
    text_of: Callable[[str], ReportText]
    table_of: TableOf
    document_of: Callable[[str], Document]
    quotable_of: QuotableOf
    contradictions_in: Callable[[str], tuple[Finding, ...]]
    search: SearchOf


def build_scope(
    documents: Sequence[Document],
    grids: Sequence[Grid],
    sentences: Mapping[str, tuple[Sentence, ...]],
    search: SearchOf,
    glossary: Glossary,
    *,
    chosen: bool = False,
) -> Scope:
    """The scope over reports at hand, with their tables and their sentences by document id.

    ``chosen`` says that the user has named the documents.
    """
    by_id = {d.id: d for d in documents}
    tables = {(grid.document_id, grid.number): table_of(grid) for grid in grids}
    texts = {d.id: report_text(d.title, sentences[d.id], notes_of(d)) for d in documents}
    shelved = Shelved(
        outlines=[outline(d, [g for g in grids if g.document_id == d.id], sentences[d.id]) for d in documents],
        text_of=texts.__getitem__,
        table_of=lambda document_id, number: tables[document_id, number],
        document_of=by_id.__getitem__,
        quotable_of=cache(lambda document_id: quotable(by_id[document_id])),
        contradictions_in=cache(lambda document_id: contradictions(by_id[document_id], grids, sentences[document_id])),
        search=search,
    )
    return make_scope(documents, shelved, glossary, chosen=chosen)


def make_scope(reports: Sequence[Report], shelved: Shelved, glossary: Glossary, *, chosen: bool = False) -> Scope:
    """The scope over these reports; ``chosen`` says that the user has named them."""
    catalogue = build_catalogue(
        shelved.outlines,
        shelved.table_of,
        titles={report.id: _titled(report) for report in reports},
        periods={report.id: report_period(report) for report in reports},
    )
    nameless = chosen and all(one.n_sentences <= _BARE for one in shelved.outlines)
    vocabulary = _vocabulary([label.text for label in catalogue.labels], shelved.outlines, glossary)
    ids = frozenset(report.id for report in reports)

    def placer(locator: Locator) -> Place | None:
        if locator.document_id not in ids:
            return None
        text = shelved.text_of(locator.document_id)
        position = text.positions.get(locator.start)
        if position is None:
            return None
        return Place(title=text.title, sentences=text.sentences, notes=text.notes, position=position)

    return Scope(
        linker=Linker(catalogue, glossary, vocabulary, nameless=nameless),
        catalogue=catalogue,
        glossary=glossary,
        documents=tuple(reports),
        placer=placer,
        search=shelved.search,
        quotable_of=shelved.quotable_of,
        document_of=shelved.document_of,
        contradictions_in=shelved.contradictions_in,
        long_tables=tuple(
            LongFigures(document, table)
            for one in shelved.outlines
            if one.n_long_tables
            for document in (shelved.document_of(one.document_id),)
            for table in document.long_tables
        ),
    )


def _titled(report: Report) -> str:
    """The report's title, with the edition that a question may name it by, and what its publisher is: "the trust"."""
    edition = report.edition if not report.restates else ""
    body = _BODY.search(report.publisher)
    return ", ".join(filter(None, (report.title, edition, body[0] if body else "")))


_BODY = re.compile(
    r"\b(?:council|trust|authority|department|ministry|agency|commission|commissioner|university|college|association|"
    r"corporation|constabulary|institute|society|federation|company)\b(?=$| (?:for|of)\b)",
    re.IGNORECASE,
)


def _vocabulary(labels: Sequence[str], outlines: Sequence[ReportOutline], glossary: Glossary) -> dict[str, str]:
    """Every word that the library or the glossary writes, lower case, with its stem."""
    words: dict[str, str] = {w: stem(w) for w in sorted(STOP_WORDS)}
    for text in labels:
        for token in tokens(text):
            words.setdefault(token.text.lower(), token.stem)
    for one in outlines:
        for word, root in one.words.items():
            words.setdefault(word, root)
    for phrase in sorted(glossary.words):
        words.setdefault(phrase, stem(phrase))
    return words


__all__ = ["Assistant", "Route", "Verdict", "report_period"]
