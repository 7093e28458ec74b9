"""The sentences that a claim may be about: what of its subject they explain, and of what time they speak."""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass

from assistant.checking.bearing import (
    is_measure_of,
    is_of_a_part_alone,
    is_of_the_whole_year,
    leaves_out,
    months_between,
    spans_alike,
    stretch_months,
    wanted_months,
)
from assistant.checking.claim import Claim, Kind
from assistant.checking.clauses import ANY_SUBJECT, SUBJECT
from assistant.checking.echoes import Echo, echo_of
from assistant.checking.patterns import OF_SPENDING, SINCE, VIEWED
from assistant.checking.sentences import BRACKETS, GOES_ON, PROMISED, QUOTED, WILL, Stated, intends, relatives_in
from assistant.checking.times import meets
from assistant.prose.ranking import Place
from assistant.questions.cues import Relative
from assistant.questions.needs import Linked, Need
from assistant.questions.scope import Scope
from assistant.questions.sides import SOLID, merge
from assistant.questions.words import STOP_WORDS, Token, label_stems, tokens
from corpus.document import Passage, Sentence
from corpus.sentences import plain
from structured.periods import Period, complete, find_periods
from structured.units import UnitKind


@dataclass(frozen=True, slots=True, kw_only=True)
class Evidence:
    """A sentence that the claim may be about.

    ``own`` is the share of the subject's weight that its own words explain, ``similarity`` its closeness in meaning,
    ``unexplained`` what it leaves open together with its surroundings.
    """

    sentence: Sentence
    similarity: float
    own: float
    score: float
    unexplained: tuple[Need, ...]


_GENERAL = 12  # labels
_WHOLE_WORDS = "total overall all every recorded reported number numbers of combined average mean overall net"


class Sentences:
    """The sentences that a search found for a claim, best first in ``evidence``."""

    def __init__(self, claim: Claim, linked: Linked, scope: Scope, passages: Sequence[Passage]) -> None:
        """``linked`` are the words of the claim's subject."""
        self.claim = claim
        self.linked = linked
        self.scope = scope
        self._latest = max((p for p in scope.catalogue.periods.values() if p is not None), default=None)
        self._known_until = self._latest.last if self._latest is not None else None
        self._total = sum(n.weight for n in linked.needs if n.required) or 1.0
        self.evidence = self._evidence(passages)
        self._asked = plain(claim.asked)
        self._whole = {t.stem for t in tokens(f"{_WHOLE_WORDS} {self._asked}")}
        self._echoes: dict[str, Echo | None] = {}
        self._said_in = [(e.sentence.locator.document_id, self.cover(e.sentence.text)) for e in self.evidence]

    def _evidence(self, passages: Sequence[Passage]) -> list[Evidence]:
        """The sentences found, best first; each once."""
        found: dict[tuple[str, int], Evidence] = {}
        for passage in passages:
            place = self.scope.placer(passage.chunk.locator)
            if place is not None:
                evidence = self._about(place, passage.similarity)
                found.setdefault((evidence.sentence.locator.document_id, evidence.sentence.locator.start), evidence)
        return sorted(
            found.values(), key=lambda e: (-round(e.score, 6), e.sentence.locator.document_id, e.sentence.locator.start)
        )

    def _about(self, place: Place, similarity: float) -> Evidence:
        sentence = place.sentences[place.position]
        section = sentence.locator.section
        own = self.cover(sentence.text)
        near = [place.sentences[i] for i in (place.position - 1, place.position + 1) if 0 <= i < len(place.sentences)]
        around = [
            (sentence.lead_in, 0.9),
            (" ".join(section[-2:]), 0.8),
            (" ".join(section[:-2]), 0.6),
            (place.title, 0.55),
        ]
        around += [(n.text, 0.75) for n in near if n.block == sentence.block]
        covers = merge(own, *({i: s * factor for i, s in self.cover(text).items()} for text, factor in around if text))
        names = dict.fromkeys(self.linked.names, 1.0)
        mine = self._worth(merge(own, names))
        covers = merge(covers, names)
        return Evidence(
            sentence=sentence,
            similarity=similarity,
            own=mine,
            score=0.45 * self._worth(covers) + 0.35 * mine + 0.6 * max(0.0, similarity),
            unexplained=tuple(n for n in self.linked.needs if n.required and covers.get(n.index, 0.0) < SOLID),
        )

    def _worth(self, covers: dict[int, float]) -> float:
        return (
            sum(self.linked.needs[i].weight * s for i, s in covers.items() if self.linked.needs[i].required)
            / self._total
        )

    def cover(self, text: str) -> dict[int, float]:
        """How well a text explains each word of the subject."""
        return self.scope.linker.cover(self.linked, set(label_stems(text)))

    def associated(self, need: Need, document_id: str, covers: dict[int, float]) -> bool:
        """Whether a sentence of the report uses this word together with all the weighty words that a table explains."""
        weighty = [
            i
            for i, s in covers.items()
            if s >= SOLID and self.linked.needs[i].weight >= 0.3 and self.linked.needs[i].required and i != need.index
        ]
        return bool(weighty) and any(
            d == document_id and said.get(need.index, 0.0) >= SOLID and all(said.get(i, 0.0) >= SOLID for i in weighty)
            for d, said in self._said_in
        )

    def left(self, evidence: Evidence) -> list[Need]:
        """The words that a sentence leaves unexplained, with its surroundings and the reports' own running names."""
        joined = plain(evidence.sentence.text).casefold()
        return [n for n in evidence.unexplained if not self._joined(n, joined)]

    def _joined(self, need: Need, text: str) -> bool:
        """Whether the text writes the word as one with its neighbour ("timetable" for "time table")."""
        word = need.token.text.casefold()
        at = need.index
        near = [self.linked.needs[i].token.text.casefold() for i in (at - 1, at + 1) if 0 <= i < len(self.linked.needs)]
        return len(word) > 3 and any(w + word in text or word + w in text for w in near)

    def accepts(self, evidence: Evidence) -> bool:
        """Whether a sentence is about the claim's subject."""
        left = self.left(evidence)
        if any(n.strict for n in left) or evidence.similarity < 0.3:
            return False
        total = sum(n.weight for n in self.linked.needs if n.required)
        return sum(n.weight for n in left) <= 0.25 * total and not any(
            n.weight >= 0.6 and evidence.similarity < 0.7 for n in left
        )

    def intended(self, text: str) -> bool:
        """Whether a text speaks of what is meant to be, and the claim of what is, or the other way about."""
        if WILL.search(self.claim.text):
            return not (intends(text, self._known_until) or PROMISED.search(text))
        return intends(text, self._known_until) and not intends(self.claim.text, self._known_until)

    def narrows(self, text: str) -> bool:
        """Whether a text speaks of a part of what the claim speaks of: of one that the tables name apart.

        What stands in quotation marks is a title, and no part.
        """
        stems = label_stems(QUOTED.sub(" ", text))
        said = [bool(self.scope.linker.cover(self.linked, {s})) for s in stems]
        places = [(i, j) for i, j in self.scope.catalogue.members_in(stems) if not all(said[i:j])]
        if all(n.index in self.linked.names for n in self.linked.required()):
            return bool(places)  # the claim is about the whole that the reports are about
        return any(any(said[i:j]) or said[j : j + 1] == [True] for i, j in places)

    def is_qualified(self, text: str, unit: UnitKind | None) -> bool:
        """Whether a text speaks of a measure of the claim's subject and not of it, or leaves the subject out."""

        def said(stem: str) -> bool:
            covers = self.scope.linker.cover(self.linked, {stem})
            return any(s >= SOLID and self.linked.needs[i].required for i, s in covers.items())

        return is_measure_of(text, said, self.claim.asked, unit) or leaves_out(text, said)

    def covers_its_time(self, text: str, document_id: str) -> bool:
        """Whether a change that a text gives is over a stretch that the claim, which names no start, may mean."""
        claim = self.claim
        latest = claim.periods[-1] if claim.periods else self._latest
        if claim.bases and latest is not None:
            base = claim.bases[0]
            wanted: int | None = months_between(base, latest)
        else:
            wanted = wanted_months(claim.asked, claim.relatives)
        if wanted is None and claim.periods:
            wanted = max(p.months for p in claim.periods) or None
        return spans_alike(wanted, stretch_months(text, self.scope.catalogue.periods.get(document_id)))

    def is_of_another(self, text: str) -> bool:
        """Whether a text speaks of a view of the claim's subject ("worry about litter"), and the claim of the thing."""
        views = {m.group()[:4].lower() for m in VIEWED.finditer(text)}  # "worry" and "worried" are one
        return any(not re.search(rf"\b{view}", self.claim.asked, re.IGNORECASE) for view in views)

    def makes_less(self, text: str) -> bool:
        """Whether a text puts a word before the single one that a claim is about, so that less is meant.

        "Deliberate fires fell" says nothing of fires.
        """
        if len([n for n in self.linked.required() if n.index not in self.linked.names]) != 1:
            return False
        words = tokens(text)
        said = [bool(self.scope.linker.cover(self.linked, {w.stem})) for w in words]
        return any(
            said[i] and not said[i - 1] and self._narrows_word(words[i - 1], text[words[i - 1].end : words[i].start])
            for i in range(1, len(words))
        )

    def _narrows_word(self, word: Token, between: str) -> bool:
        plainly = word.text[0].islower() and not between.strip() and word.text.lower() not in STOP_WORDS
        return plainly and word.stem not in self._whole

    def is_general(self) -> bool:
        """Whether a claim speaks of the whole body, or of one word of many labels: one of them proves nothing."""
        subject = [n for n in self.linked.required() if n.index not in self.linked.names]
        if self.linked.names and all(OF_SPENDING.fullmatch(n.token.text) for n in subject):
            return True
        postings = self.scope.catalogue.postings
        return len(subject) == 1 and any(len(postings.get(v, ())) > _GENERAL for v in subject[0].variants)

    def period_suits(self, text: str, document_id: str) -> bool:
        """Whether the periods that a sentence names agree with those of the claim.

        A sentence that names none is of its report's own time.
        """
        if is_of_the_whole_year(self.claim.text) and is_of_a_part_alone(text):
            return False
        wanted = [*self.claim.periods, *self.claim.bases]
        own = [m.period for m in find_periods(BRACKETS.sub(" ", text)) if isinstance(m.period, Period)]
        report = self.scope.catalogue.periods.get(document_id)
        if self.claim.periods and not own:
            aside = [m.period for m in find_periods(text) if isinstance(m.period, Period)]
            given = [*aside, *([report] if report is not None else [])]
            return not given or any(meets(w, p) for w in wanted for p in given)
        if not wanted or not own:
            return True
        if self.claim.kind is Kind.CHANGE and self.claim.periods and not self.claim.bases:
            longest = max(p.months for p in self.claim.periods)
            if longest and all(p.months > longest for p in own if any(meets(w, p) for w in wanted)):
                return False
        return any(meets(w, o) for w in wanted for o in own)

    def foreign_subject(self, stretch: str) -> str:
        """The subject that a stretch of a sentence begins with, where the claim says nothing of it; else empty."""
        own = SUBJECT.match(stretch)
        if own is None or ANY_SUBJECT.search(own["subject"]):
            return ""
        needs = self.linked.needs
        said = any(s >= SOLID and needs[i].required for i, s in self.cover(own["subject"]).items())
        return "" if said else own["subject"]

    def same_stretch(self, item: Stated) -> bool:
        """Whether an amount is of the time that the claim speaks of, as far as both say."""
        claim = self.claim
        wanted = (*claim.periods, *claim.bases)
        own = [m.period for m in find_periods(item.clause) if isinstance(m.period, Period)]
        if claim.periods and own and not any(meets(w, o) for w in wanted for o in own):
            return False
        mine = self._stretches()
        theirs = relatives_in(item.near) or relatives_in(item.clause) or self._measured_from(item.clause)
        return not mine or not theirs or bool(mine & theirs)

    def _measured_from(self, clause: str) -> set[Relative]:
        """Whether a clause measures from the time before the latest or from a year ago, where it names that time."""
        latest = self._latest
        named = [m for m in find_periods(clause) if SINCE.search(clause[: m.start])]
        if latest is None or len(named) != 1 or not latest.months:
            return set()
        base = named[0].period or (complete(named[0].partial, latest) if named[0].partial is not None else None)
        if not isinstance(base, Period):
            return set()
        found = {Relative.PREVIOUS} if base.same_span(latest.previous()) else set()
        return found | ({Relative.YEAR_BEFORE} if base.same_span(latest.year_before()) else set())

    def is_of_another_stretch(self, text: str) -> bool:
        """Whether a text compares with the year before alone, and the claim with the quarter before, or the reverse."""
        mine, theirs = self._stretches(), relatives_in(text)
        return bool(mine and theirs) and not mine & theirs

    def _stretches(self) -> set[Relative]:
        """Whether the claim compares with the time right before, or with the year before, as far as it says."""
        claim = self.claim
        mine = set(claim.relatives) & {Relative.PREVIOUS, Relative.YEAR_BEFORE}
        latest = claim.periods[-1] if claim.periods else self._latest
        if claim.bases and latest is not None:
            a, b = claim.bases[0], latest
            if b.previous().same_span(a) and a.months < 12:
                mine.add(Relative.PREVIOUS)
            elif b.year_before().same_span(a):
                mine.add(Relative.YEAR_BEFORE)
        return mine

    def repeated(self) -> tuple[Evidence, Echo] | None:
        """The sentence that the claim says over, with the fewest departures; None where it says none over."""
        found = [(e, echo) for e in self.evidence if (echo := self._echo(e.sentence)) is not None]
        return min(found, key=lambda f: (len(f[1].departures), -f[1].alike), default=None)

    def is_said_over(self, sentence: Sentence) -> bool:
        """Whether the claim is the sentence, word for word."""
        echo = self._echo(sentence)
        return echo is not None and echo.exact and not echo.departures

    def says_so(self, sentences: Sequence[Sentence]) -> bool:
        """Whether the claim departs in nothing that matters from the sentences, as far as it says them over."""
        echoes = [self._echo(sentence) for sentence in sentences]
        return not any(echo is not None and echo.departures for echo in echoes)

    def _echo(self, sentence: Sentence) -> Echo | None:
        text = plain(sentence.text)
        if text not in self._echoes:
            self._echoes[text] = echo_of(self._asked, text, self._foreign_to(text), self._namer(text))
        return self._echoes[text]

    def _foreign_to(self, text: str) -> Callable[[Token], bool]:
        """Which words of the claim are names that a text does not speak of."""
        said, is_name = set(label_stems(text)), self._namer(self._asked)
        covers = self.cover(text)
        known = {n.token.stem for n in self.linked.needs if covers.get(n.index, 0.0) >= SOLID}
        return lambda word: is_name(word) and word.stem not in said | known | self.scope.catalogue.names

    def _namer(self, text: str) -> Callable[[Token], bool]:
        """Which words of a text are parts of names: of the tables' members, or written with a capital."""
        stems = label_stems(text)
        members = {stems[k] for i, j in self.scope.catalogue.members_in(stems) for k in range(i, j)}
        return lambda word: word.stem in members or (word.start > 0 and word.text[0].isupper())

    def local(self, clause: str) -> float:
        """What a clause explains of the subject, in weight."""
        return sum(self.linked.needs[i].weight * s for i, s in self.cover(clause).items())

    def polarity(self, text: str) -> int:
        """Which way is good for what a text speaks of; more, where it does not say."""
        return self.scope.glossary.polarity(text) or 1

    def beside(self, sentence: Sentence) -> list[Sentence]:
        """The sentences right before and after one, of its own paragraph."""
        place = self.scope.placer(sentence.locator)
        if place is None:
            return []
        near = [place.sentences[i] for i in (place.position - 1, place.position + 1) if 0 <= i < len(place.sentences)]
        return [n for n in near if n.block == sentence.block]

    def going_on(self, sentence: Sentence) -> Sentence | None:
        """The next sentence, when it goes on about the same thing ("This is …")."""
        place = self.scope.placer(sentence.locator)
        if place is None or place.position + 1 >= len(place.sentences):
            return None
        after = place.sentences[place.position + 1]
        near = after.block == sentence.block or (
            after.block == sentence.block + 1 and after.locator.section == sentence.locator.section
        )
        return after if near and GOES_ON.match(plain(after.text)) else None
