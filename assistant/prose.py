"""Answers from prose: the sentences of the reports that answer a question, found by meaning and words, judged by what they explain."""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass

from assistant.linking import Linked, Linker, Need
from assistant.question import Cue, Question
from assistant.sheet import SOLID, merge
from assistant.words import label_stems
from corpus.document import Document, Locator, Passage, Sentence
from corpus.sentences import plain
from structured.periods import find_periods
from structured.units import UnitKind, find_quantities

_REASON = re.compile(
    r"\b(?:due to|because|as a result of|result(?:s|ed|ing)? (?:of|from|in)|driven by|drivers?|linked to|reflect(?:s|ed|ing)|largely|mainly|mostly|predominantly|owing to|"
    r"caused by|attributed to|relates? to|reasons?|following|arising from|led to|explain(?:s|ed)?|thanks to|in response to|on account of|stem(?:s|med) from|comprised of)\b",
    re.IGNORECASE,
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Evidence:
    """A sentence that may answer. ``coverage`` is the share of the question's weight that it explains with its context,
    ``own`` the share that its own words explain, ``similarity`` the closeness in meaning."""

    sentence: Sentence
    similarity: float
    coverage: float
    own: float
    unexplained: tuple[Need, ...]
    suits: bool
    score: float
    position: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Place:
    """A sentence's position in its document, for finding its neighbours."""

    document: Document
    sentences: tuple[Sentence, ...]
    position: int


Placer = Callable[[Locator], Place | None]


def suits(question: Question, text: str) -> bool:
    """Whether the sentence holds the kind of thing that is asked for: a count, a percentage, money, a date."""
    q = question
    quantities = None
    if q.has(Cue.COUNT_OF, Cue.MONEY, Cue.PERCENT, Cue.POINTS) or re.search(r"\bhow (?:much|long|often|big|large|old|far|high)\b", q.text, re.IGNORECASE):
        quantities = find_quantities(text)
        kinds = {m.quantity.unit.kind for m in quantities}
        if q.has(Cue.POINTS) or q.has(Cue.PERCENT):
            return bool(kinds & {UnitKind.PERCENT, UnitKind.POINTS, UnitKind.RATE, UnitKind.RATIO})
        if re.search(r"\bhow much\b", q.text, re.IGNORECASE) and q.has(Cue.MONEY):
            return UnitKind.MONEY in kinds
        if re.search(r"\bhow long\b", q.text, re.IGNORECASE):
            return UnitKind.DURATION in kinds or bool(re.search(r"\b(?:days?|weeks?|months?|years?|hours?|minutes?)\b", text))
        if re.search(r"\bhow many times\b|\bhow much more\b", q.text, re.IGNORECASE):
            return bool(kinds)
        if re.search(r"\bhow many\b", q.text, re.IGNORECASE):
            return bool(kinds & {UnitKind.COUNT, UnitKind.MASS, UnitKind.DURATION, UnitKind.RATE, UnitKind.POINTS})
        if re.search(r"\bhow (?:much|often)\b", q.text, re.IGNORECASE):
            return bool(kinds)
    if q.has(Cue.WHEN) and re.match(r"\s*(?:and |so )?(?:when|what (?:date|day|month|year))\b", q.text, re.IGNORECASE):
        return bool(find_periods(text)) or bool(re.search(r"\b(?:january|february|march|april|may|june|july|august|september|october|november|december|today|20\d\d|quarter)\b", text, re.IGNORECASE))
    if q.has(Cue.WHY):
        return bool(_REASON.search(text)) or "to " in text
    return True


def gives_reason(text: str) -> bool:
    """Whether a sentence gives a cause."""
    return bool(_REASON.search(text))


class ProseFinder:
    """Judges the passages of one search against one question."""

    def __init__(self, question: Question, linked: Linked, linker: Linker, placer: Placer) -> None:
        """``placer`` finds a sentence by its locator."""
        self.question = question
        self.linked = linked
        self.linker = linker
        self._placer = placer
        self._total = sum(n.weight for n in linked.needs if n.required) or 1.0
        self._nothing_required = not any(n.required for n in linked.needs)

    def judge(self, passages: Sequence[Passage]) -> list[Evidence]:
        """The passages' sentences, best first; the same sentence once."""
        found: dict[tuple[str, int], Evidence] = {}
        for passage in passages:
            place = self._placer(passage.chunk.locator)
            if place is None:
                continue
            evidence = self._judge(place, passage.similarity)
            key = (evidence.sentence.locator.document_id, evidence.sentence.locator.start)
            if key not in found or evidence.score > found[key].score:
                found[key] = evidence
        return sorted(found.values(), key=lambda e: (-round(e.score, 6), e.sentence.locator.document_id, e.sentence.locator.start))

    def _cover(self, text: str) -> dict[int, float]:
        return self.linker.cover(self.linked, set(label_stems(text))) if text else {}

    def _judge(self, place: Place, similarity: float) -> Evidence:
        sentence = place.sentences[place.position]
        own = self._cover(sentence.text)
        section = sentence.locator.section
        covers = merge(
            own,
            _scaled(self._cover(sentence.lead_in), 0.9),
            _scaled(self._cover(" ".join(section[-2:])), 0.8),
            _scaled(self._cover(" ".join(section[:-2])), 0.6),
            _scaled(self._cover(place.document.title), 0.55),
            *(_scaled(self._cover(n.text), 0.75) for n in self._neighbours(place)),
        )
        coverage = self._worth(covers)
        mine = self._worth(own)
        good = suits(self.question, sentence.text)
        score = 0.45 * coverage + 0.35 * mine + 0.6 * max(0.0, similarity) + (0.12 if good else -0.15)
        return Evidence(
            sentence=sentence,
            similarity=similarity,
            coverage=coverage,
            own=mine,
            unexplained=tuple(n for n in self.linked.needs if n.required and covers.get(n.index, 0.0) < SOLID),
            suits=good,
            score=score,
            position=place.position,
        )

    def _neighbours(self, place: Place) -> list[Sentence]:
        """The sentence before and after in the same paragraph or list."""
        here = place.sentences[place.position]
        near = []
        for step in (-1, 1):
            at = place.position + step
            if 0 <= at < len(place.sentences) and place.sentences[at].block == here.block:
                near.append(place.sentences[at])
        return near

    def _worth(self, covers: dict[int, float]) -> float:
        needs = self.linked.needs
        if self._nothing_required:
            total = sum(n.weight for n in needs) or 1.0
            return sum(needs[i].weight * s for i, s in covers.items()) / total
        return sum(needs[i].weight * s for i, s in covers.items() if needs[i].required) / self._total

    def gather(self, ranked: Sequence[Evidence], *, most: int = 3, most_words: int = 110) -> list[Evidence]:
        """The best sentence, with those that explain what it leaves unexplained; at most so many, in reading order."""
        if not ranked:
            return []
        chosen = [ranked[0]]
        own = self._cover(ranked[0].sentence.text)
        n_words = len(ranked[0].sentence.text.split())
        for other in ranked[1:12]:
            if len(chosen) >= most:
                break
            if other.score < ranked[0].score - 0.35 or not _apart(other, chosen):
                continue
            more = self._cover(other.sentence.text)
            gain = sum(
                self.linked.needs[i].weight * (s - own.get(i, 0.0)) for i, s in more.items() if s > own.get(i, 0.0) and self.linked.needs[i].required
            )
            length = len(other.sentence.text.split())
            near = other.sentence.locator.section == chosen[0].sentence.locator.section
            if gain / self._total >= (0.12 if near else 0.2) and n_words + length <= most_words:
                chosen.append(other)
                own = merge(own, more)
                n_words += length
        return sorted(chosen, key=lambda e: (e.sentence.locator.document_id, e.sentence.locator.start)) if len(chosen) > 1 else chosen


def _apart(other: Evidence, chosen: Sequence[Evidence]) -> bool:
    """Whether a sentence says something that the chosen do not say word for word."""
    text = plain(other.sentence.text).casefold()
    return all(plain(c.sentence.text).casefold() != text for c in chosen)


def _scaled(covers: dict[int, float], factor: float) -> dict[int, float]:
    return {i: s * factor for i, s in covers.items()}
