"""From a question to an answer: reading it, choosing the route, carrying it out, wording, citing, guarding."""

from __future__ import annotations

import logging
from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace

from assistant import trust
from assistant.answer import Answer, Route
from assistant.catalogue import Catalogue
from assistant.citations import Citations, DocumentOf
from assistant.combining import combine, parts_of
from assistant.cues import Cue
from assistant.errors import AssistantError
from assistant.glossary import Glossary
from assistant.guard import guard
from assistant.linking import Linked, Linker, Need
from assistant.prose import Evidence, Placer, ProseFinder, gives_reason
from assistant.question import Question, read_question
from assistant.readings import Reading
from assistant.understanding import Understanding, acceptable, names, understand
from assistant.wording import Worder, Wording
from corpus.document import ChunkKind, Document, Passage
from corpus.sentences import plain
from structured.engine import Result, run
from structured.errors import StructuredError
from structured.plan import Operation

SearchOf = Callable[[str, frozenset[ChunkKind], int], Sequence[Passage]]
"""Search: the query, the kinds of chunk, how many passages."""

_log = logging.getLogger(__name__)

_SINGLE = frozenset({Operation.LOOKUP, Operation.LEVEL})
TIE = 0.03
"""Readings whose scores are this close fit a question alike."""
MOST_SEVERAL = 4
"""Up to so many figures are all given; beyond, the user is asked which one is meant."""
SURE = 0.9
"""The trust in a reading from which on no prose is looked at beside it."""

MAX_QUESTION = 2_000
"""Characters that a question may have; what is longer is a text to check, not a question."""

_FOREIGN = frozenset(
    [
        "el",
        "la",
        "los",
        "las",
        "una",
        "unos",
        "unas",
        "del",
        "que",
        "qué",
        "por",
        "para",
        "con",
        "sobre",
        "cuál",
        "cuánto",
        "cuántos",
        "cuántas",
        "cómo",
        "quién",
        "dónde",
        "porcentaje",
        "le",
        "les",
        "des",
        "du",
        "une",
        "est",
        "sont",
        "dans",
        "avec",
        "pour",
        "quel",
        "quelle",
        "quels",
        "combien",
        "qui",
        "où",
        "der",
        "die",
        "das",
        "und",
        "ist",
        "sind",
        "wie",
        "viele",
        "welche",
        "wer",
        "wo",
        "der",
        "den",
        "dem",
        "ein",
        "eine",
        "il",
        "lo",
        "gli",
        "uno",
        "che",
        "quanti",
        "quanto",
        "come",
        "chi",
        "dove",
        "o",
        "os",
        "um",
        "uma",
        "quantos",
        "quanta",
        "são",
        "combien",
        "au",
        "aux",
        "était",
        "étaient",
        "ce",
        "cette",
        "hur",
        "många",
        "vad",
        "är",
        "och",
        "het",
        "een",
        "hoeveel",
        "wat",
    ]
)


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


def _decline(question: str, text: str, *, route: Route = Route.REFUSAL, choices: Sequence[str] = ()) -> Answer:
    return Answer(question=question, route=route, text=text, choices=tuple(choices))


def _foreign(question: Question, known: frozenset[str]) -> bool:
    """Whether the question is in a language other than English, as far as its little words tell."""
    words = [t for t in question.tokens if not t.is_number and t.text.isalpha()]
    if len(words) < 3:
        return False
    english = sum(t.is_stop for t in words)
    other = sum(t.text.lower() in _FOREIGN and not t.is_stop for t in words)
    strange = sum(t.stem not in known and not t.is_stop for t in words)
    return (other > english and other >= 2) or (
        strange >= 3 and strange > len(words) / 2 and english <= 1 and other >= 1
    )


class Answerer:
    """Answers questions over one scope. Holds nothing between questions."""

    def __init__(self, scope: Scope) -> None:
        """Answer from ``scope`` and nothing else."""
        self.scope = scope

    # -- the way through --------------------------------------------------------------------------------------------

    def answer(self, asked: str, history: Sequence[str] = ()) -> Answer:
        """The answer to a question, with the user's earlier turns, oldest first."""
        declined = self._declined(asked)
        if declined is not None:
            return declined
        question = read_question(asked)
        return self._in_parts(question, history) or self._whole(question, history)

    def _in_parts(self, question: Question, history: Sequence[str]) -> Answer | None:
        """The answer to a question that asks two things of the tables; None when it asks one, or either part fails."""
        parts = parts_of(question.text)
        if len(parts) < 2 or question.has(Cue.WHY, Cue.BRIEF):
            return None
        second = read_question(parts[1])
        if not any(n.required for n in self.scope.linker.needs(second)[0]):
            return None
        answers = [
            self._whole(read_question(parts[0]), history, tables_only=True),
            self._whole(second, (*history, parts[0]), tables_only=True),
        ]
        if any(a.route is not Route.CALCULATION for a in answers):
            return None
        return combine(question.asked, answers)

    def _whole(self, question: Question, history: Sequence[str], *, tables_only: bool = False) -> Answer:
        asked = question.asked
        needs, mended = self.scope.linker.needs(question)
        if not needs and not history:
            return _decline(
                asked, "I could not find a question in that. Ask about something that the reports cover, in a sentence."
            )
        question = replace(
            question, thresholds=tuple(t for t in question.thresholds if not self.scope.linker.in_labels(t))
        )
        linked = self.scope.linker.link(needs, mended)
        if history:
            question, linked = self._with_history(question, linked, history)
        understanding = understand(question, linked, self.scope.linker)
        if tables_only:
            calculated = self._calculated(question, understanding)
            if calculated is None or self._trust(question, understanding, calculated) < trust.threshold():
                return _decline(asked, "")
            return self._from_table(question, calculated)
        return self._settled(question, linked, understanding, history)

    def _declined(self, asked: str) -> Answer | None:
        text = asked.strip()
        if not any(c.isalnum() for c in text):
            return _decline(asked, "There is no question there. Ask about something that the reports cover.")
        if len(text) > MAX_QUESTION:
            return _decline(
                asked,
                f"That is longer than a question may be ({MAX_QUESTION:,} characters). Ask one thing at a time; a whole text can be checked instead.",
            )
        question = read_question(asked)
        if question.instruction:
            return _decline(
                asked,
                "I answer questions from the reports, with citations; I do not follow other instructions, play parts or write on someone's behalf.",
            )
        if question.opinion:
            return _decline(
                asked, "I only say what the reports say; I give no opinions, advice or forecasts of my own."
            )
        if _foreign(question, self.scope.linker.known):
            return _decline(asked, "I can read questions in English only. Please ask in English.")
        return None

    def _with_history(self, question: Question, linked: Linked, history: Sequence[str]) -> tuple[Question, Linked]:
        from assistant.conversation import with_history

        return with_history(question, linked, history, self.scope.linker)

    def _evidence(self, question: Question, linked: Linked, history: Sequence[str]) -> list[Evidence]:
        text = (
            question.text
            if not any(n.inherited for n in linked.needs)
            else " ".join([*(h for h in history[-1:]), question.text])
        )
        passages = self.scope.search(text, frozenset({ChunkKind.SENTENCE}), 60)
        finder = ProseFinder(question, linked, self.scope.linker, self.scope.placer)
        return finder.judge(passages)

    # -- choosing ---------------------------------------------------------------------------------------------------

    def _settled(
        self, question: Question, linked: Linked, understanding: Understanding, history: Sequence[str]
    ) -> Answer:
        calculated = self._calculated(question, understanding)
        trusted = self._trust(question, understanding, calculated)
        plain_question = not question.has(Cue.WHY, Cue.BRIEF)
        several = self._several(understanding, calculated) if calculated is not None and plain_question else []
        if several and trusted >= trust.threshold() / 2:
            return self._from_several(question, several)
        if trusted >= SURE and calculated is not None and plain_question:
            return self._from_table(question, calculated)
        evidence = self._evidence(question, linked, history)
        if question.has(Cue.BRIEF):
            answer = self._brief(question, evidence)
            if answer is not None:
                return answer
        if calculated is not None and trusted >= trust.threshold() and question.has(Cue.WHY):
            answer = self._hybrid(question, linked, calculated, evidence)
            if answer is not None:
                return answer
        quoted = self._quotable(question, linked, evidence)
        if (
            calculated is not None
            and trusted >= trust.threshold()
            and (quoted is None or self._prefer_table(question, calculated, quoted))
        ):
            return self._from_table(question, calculated)
        if quoted is not None:
            return self._from_prose(question, linked, evidence)
        return self._refused(question, linked, understanding, evidence)

    def _calculated(self, question: Question, understanding: Understanding) -> tuple[Reading, Result] | None:
        for reading in understanding.readings[:6]:
            try:
                return reading, run(reading.plan, self.scope.catalogue.observation)
            except StructuredError:
                continue
        return None

    def _several(
        self, understanding: Understanding, calculated: tuple[Reading, Result]
    ) -> list[tuple[Reading, Result]]:
        """Readings as good as the best that print something else: figures that the question fits alike, the best first.

        Empty when the best stands alone.
        """
        best = calculated[0]
        if best.plan.operation not in _SINGLE:
            return []
        found = [calculated]
        printed = {self._shown(best)}
        for reading in understanding.readings[:14]:
            if reading.score < best.score - TIE or reading.plan.operation not in _SINGLE:
                continue
            shown = self._shown(reading)
            if shown and shown not in printed:
                printed.add(shown)
                found.append((reading, run(reading.plan, self.scope.catalogue.observation)))
        return found if len(found) > 1 else []

    def _from_several(self, question: Question, several: list[tuple[Reading, Result]]) -> Answer:
        """Each of the figures that fit, named, when they are few; the choice between them otherwise."""
        citations = Citations(self.scope.document_of)
        worder = Worder(question, self.scope.glossary, citations)
        titled = len({r.entry.index for r, _ in several}) > 1
        if len(several) <= MOST_SEVERAL:
            worder.wording.parts.append("More than one figure fits.")
            working: list[str] = []
            for reading, result in several:
                worder.write(reading, result, titled=titled)
                working += result.working
            return self._finish(question, Route.CALCULATION, worder.wording, working)
        choices = [worder.choice(reading, result, titled=titled) for reading, result in several]
        text = "That could mean several things. Which one: " + "; ".join(choices[:8]) + "?"
        return _decline(question.asked, text, route=Route.CLARIFICATION, choices=choices[:8])

    def _trust(
        self, question: Question, understanding: Understanding, calculated: tuple[Reading, Result] | None
    ) -> float:
        return trust.trust(question, understanding, calculated[0], self._shown) if calculated is not None else 0.0

    def _shown(self, reading: Reading) -> str:
        """What a reading would print: two readings that print the same are no rivals."""
        try:
            return "|".join(v.printed for v in run(reading.plan, self.scope.catalogue.observation).values)
        except StructuredError:
            return ""

    def _quotable(self, question: Question, linked: Linked, evidence: list[Evidence]) -> Evidence | None:
        if not evidence:
            return None
        best = evidence[0]
        if not acceptable(best.unexplained, linked) or not best.suits:
            return None
        return best if best.similarity >= 0.35 and best.coverage >= 0.7 else None

    def _prefer_table(self, question: Question, calculated: tuple[Reading, Result], quoted: Evidence) -> bool:
        reading, _ = calculated
        if reading.plan.operation is not Operation.LOOKUP:
            return True
        return reading.score >= 1.0 or quoted.own < 0.9

    # -- routes -----------------------------------------------------------------------------------------------------

    def _from_table(self, question: Question, calculated: tuple[Reading, Result]) -> Answer:
        reading, result = calculated
        citations = Citations(self.scope.document_of)
        wording = Worder(question, self.scope.glossary, citations).write(reading, result)
        return self._finish(question, Route.CALCULATION, wording, result.working)

    def _from_prose(self, question: Question, linked: Linked, evidence: list[Evidence]) -> Answer:
        finder = ProseFinder(question, linked, self.scope.linker, self.scope.placer)
        chosen = finder.gather(evidence)
        citations = Citations(self.scope.document_of)
        wording = Wording(citations=citations)
        for piece in chosen:
            self._quote(wording, piece)
        return self._finish(question, Route.RETRIEVAL, wording, ())

    def _quote(self, wording: Wording, evidence: Evidence) -> None:
        from assistant.quoting import quote

        quote(wording, evidence.sentence, self.scope.placer)

    def _hybrid(
        self, question: Question, linked: Linked, calculated: tuple[Reading, Result], evidence: list[Evidence]
    ) -> Answer | None:
        reading, result = calculated
        section = reading.entry.grid.section
        reasons = [e for e in evidence if gives_reason(e.sentence.text) and e.similarity >= 0.3]
        near = [
            e
            for e in reasons
            if e.sentence.locator.section[:1] == section[:1]
            and e.sentence.locator.document_id == reading.entry.grid.document_id
        ]
        pick = (near or reasons)[:1]
        if not pick:
            return None
        citations = Citations(self.scope.document_of)
        wording = Worder(question, self.scope.glossary, citations).write(reading, result)
        for piece in pick:
            self._quote(wording, piece)
        return self._finish(question, Route.BOTH, wording, result.working)

    def _brief(self, question: Question, evidence: list[Evidence]) -> Answer | None:
        good = [e for e in evidence if e.similarity >= 0.35 and e.coverage >= 0.5]
        if not good:
            return None
        citations = Citations(self.scope.document_of)
        wording = Wording(citations=citations)
        seen: set[str] = set()
        for piece in good[:7]:
            text = plain(piece.sentence.text).casefold()
            if text not in seen:
                seen.add(text)
                self._quote(wording, piece)
        return self._finish(question, Route.RETRIEVAL, wording, ())

    def _refused(
        self, question: Question, linked: Linked, understanding: Understanding, evidence: list[Evidence]
    ) -> Answer:
        missing: Sequence[Need] = ()
        if understanding.partial:
            missing = understanding.partial[0].unexplained
        if evidence and (not missing or len(evidence[0].unexplained) < len(missing)):
            missing = evidence[0].unexplained
        named = names(missing)
        text = (
            f"The reports do not answer that: I found nothing on {named}."
            if named
            else "The reports do not answer that, as far as I can tell."
        )
        return _decline(question.asked, text)

    def _finish(self, question: Question, route: Route, wording: Wording, working: Sequence[str]) -> Answer:
        answer = Answer(
            question=question.asked,
            route=route,
            text=wording.text().replace(" :", ":").replace(" .", "."),
            figures=tuple(wording.figures),
            working=tuple(working),
            citations=wording.citations.all(),
            warnings=tuple(wording.warnings),
        )
        try:
            guard(answer, wording.labels, self.scope.document_of)
        except AssistantError as error:
            _log.error("the guard stopped an answer to %r: %s", question.asked, error)
            return _decline(
                question.asked, "I found figures on that but could not back every one of them, so I leave them out."
            )
        return answer
