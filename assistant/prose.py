"""Answers from prose: the sentences of the reports that may answer a question, judged by meaning, words and kind of answer.

Says what each sentence has for it and which to quote together; whether that is enough is for ``confidence.py``.
"""

from __future__ import annotations

import math
import re
from collections.abc import Callable, Sequence
from collections.abc import Set as AbstractSet
from dataclasses import dataclass, replace

from assistant.fitted import WEIGHTS
from assistant.expected import fitness, gives_reason
from assistant.linking import Linked, Linker, Need
from assistant.parts import Part, split_parts
from assistant.question import Question
from assistant.sheet import SOLID, merge
from assistant.words import label_stems, tokens
from corpus.document import ChunkKind, Document, Locator, Passage, Sentence
from corpus.sentences import plain
from structured.periods import Period, find_periods

SearchOf = Callable[[str, frozenset[ChunkKind], int], Sequence[Passage]]
"""Search: the query, the kinds of chunk, how many passages."""

KINDS = frozenset({ChunkKind.SENTENCE, ChunkKind.PROSE})
_N_PASSAGES = 90
_FRAMING = re.compile(
    r"\bin (?:plain|simple|layman's|everyday) (?:terms|english|words|language)\b,?|\b(?:in|for) the reports?'?s? (?:sense|purposes|terms|words)\b|\baccording to \w+\b,?|\b(?:roughly|exactly|briefly|precisely|actually|specifically)\b",
    re.IGNORECASE,
)
_LEANS = re.compile(r"^(?:this|that|these|those|it|its|they|their|he|she|his|her|both|the [a-z]+)\b", re.IGNORECASE)


@dataclass(frozen=True, slots=True, kw_only=True)
class Place:
    """A sentence's position in its document, for finding its neighbours."""

    document: Document
    sentences: tuple[Sentence, ...]
    position: int


Placer = Callable[[Locator], Place | None]


@dataclass(frozen=True, slots=True, kw_only=True)
class Evidence:
    """A sentence that may answer. ``coverage`` is the share of the question's weight that it explains with its context,
    ``own`` the share that its own words explain, ``similarity`` the closeness in meaning, ``fitness`` how well it holds the
    kind of thing asked for. ``features`` are what ``score`` was made of, by the names in ``FEATURES``."""

    sentence: Sentence
    similarity: float
    coverage: float
    own: float
    unexplained: tuple[Need, ...]
    fitness: float
    score: float
    position: int
    features: tuple[float, ...] = ()

    @property
    def suits(self) -> bool:
        """Whether it can hold the kind of thing asked for at all."""
        return self.fitness > 0.0


FEATURES = (
    "similarity", "rephrased", "window", "words", "own", "lead_in", "heading", "before", "after", "title", "adjacent", "density", "fitness", "missing", "period", "period_clash",
    "short", "introduces", "note", "carried", "leans",
)  # fmt: skip
_RANKING = tuple(WEIGHTS.ranking[name] for name in FEATURES)


@dataclass(frozen=True, slots=True, kw_only=True)
class Found:
    """What was found for one part of a question: its sentences, best first."""

    part: Part
    ranked: tuple[Evidence, ...]


def find_evidence(question: Question, linked: Linked, linker: Linker, placer: Placer, search: SearchOf, *, context: str = "") -> tuple[Found, ...]:
    """The sentences that may answer, for each part of the question in the order asked.

    ``context`` is the earlier turn that a follow-up leans on.
    """
    parts = split_parts(question, linked)
    whole = " ".join(filter(None, (context, _FRAMING.sub(" ", question.text).strip() or question.text)))
    passages = search(whole, KINDS, _N_PASSAGES)
    other = rephrased(whole, linked, linker)
    again = _similarities(search(other, KINDS, _N_PASSAGES)) if other != whole else {}
    found = []
    for part in parts:
        own = {} if len(parts) == 1 else _similarities(search(_FRAMING.sub(" ", part.text).strip() or part.text, KINDS, _N_PASSAGES))
        judge = Judge(question, part, linker, placer)
        found.append(Found(part=part, ranked=tuple(judge.rank(passages, own, again))))
    return tuple(found)


def _similarities(passages: Sequence[Passage]) -> dict[str, float]:
    return {p.chunk.id: p.similarity for p in passages}


def rephrased(text: str, linked: Linked, linker: Linker) -> str:
    """The question in the library's words: each word that the library does not use is replaced by what stands for it."""
    frequency = linker.catalogue.frequency
    spelt: dict[str, str] = {}
    swaps: list[tuple[int, int, str]] = []
    for covered, other, _ in sorted(linked.alternatives, key=lambda a: (-len(a[0]), a[1])):
        needs = [n for n in linked.needs if n.index in covered and not n.inherited]
        if not needs or not all(n.required for n in needs) or any(n.token.stem in frequency for n in needs) or not all(w in frequency for w in other):
            continue
        start, end = needs[0].token.start, needs[-1].token.end
        if any(start < e and s < end for s, e, _ in swaps):
            continue
        spelt = spelt or {stem: word for word, stem in reversed(linker.vocabulary.items()) if stem in frequency}
        best = max((o for c, o, _ in linked.alternatives if c == covered and all(w in frequency for w in o)), key=lambda o: (min(frequency[w] for w in o), o))
        swaps.append((start, end, " ".join(spelt.get(w, w) for w in best)))
    for start, end, words in sorted(swaps, reverse=True):
        text = f"{text[:start]}{words}{text[end:]}"
    return text


class Judge:
    """Judges sentences against one part of one question."""

    def __init__(self, question: Question, part: Part, linker: Linker, placer: Placer) -> None:
        """``placer`` finds a sentence by its locator."""
        self.question = question
        self.part = part
        self.linker = linker
        self._placer = placer
        self._needs = part.linked.needs
        required = part.required
        self._counted = {n.index for n in (required or self._needs)}
        self._total = sum(n.weight for n in self._needs if n.index in self._counted) or 1.0
        self._all = sum(n.weight for n in self._needs) or 1.0
        self._periods = [p.period for p in question.periods if p.period is not None]

    def rank(self, passages: Sequence[Passage], own: dict[str, float], again: dict[str, float]) -> list[Evidence]:
        """The passages' sentences, best first, the same text once.

        ``own`` has similarities to the part's own words, ``again`` to the question in other words, by chunk.
        """
        most_words = max((p.words for p in passages), default=0.0) or 1.0
        windows = [p for p in passages if p.chunk.kind is ChunkKind.PROSE]
        far = min((w.similarity for w in windows), default=0.0)  # what a window that was not returned has at most
        found: dict[str, Evidence] = {}
        for passage in passages:
            if passage.chunk.kind is not ChunkKind.SENTENCE:
                continue
            place = self._placer(passage.chunk.locator)
            if place is None:
                continue
            similarity = passage.similarity
            if own:
                similarity = 0.5 * similarity + 0.5 * own.get(passage.chunk.id, min(0.2, similarity))
            second = again.get(passage.chunk.id, min([*again.values(), similarity])) if again else similarity
            evidence = self.judge(place, similarity, second, _window(windows, passage.chunk.locator, far), passage.words / most_words)
            key = plain(f"{evidence.sentence.lead_in} {evidence.sentence.text}").casefold()
            if key not in found or evidence.score > found[key].score:
                found[key] = evidence
        return sorted(found.values(), key=lambda e: (-round(e.score, 6), e.sentence.locator.document_id, e.sentence.locator.start))

    def cover(self, text: str) -> dict[int, float]:
        """How well a text explains each word asked."""
        return self.linker.cover(self.part.linked, set(label_stems(text))) if text else {}

    def judge(self, place: Place, similarity: float, second: float, window: float, words: float) -> Evidence:
        """One sentence at its place."""
        sentence = place.sentences[place.position]
        section = sentence.locator.section
        own = self.cover(sentence.text)
        lead = merge(own, scaled(self.cover(sentence.lead_in), 0.9))
        head = merge(lead, scaled(self.cover(" ".join(section[-2:])), 0.8), scaled(self.cover(" ".join(section[:-2])), 0.6))
        before, after = beside(place)
        prior = merge(head, scaled(self.cover(before), 0.8))
        near = merge(prior, scaled(self.cover(after), 0.7))
        title = merge(near, scaled(self.cover(place.document.title), 0.55), scaled(self.part.linked.names, 0.6))
        worths = [self._worth(c) for c in (own, lead, head, prior, near, title)]
        unexplained = tuple(n for n in self._needs if n.required and title.get(n.index, 0.0) < SOLID)
        fit = fitness(self.part.expected, sentence.text)
        match, clash = self._period_fit(f"{sentence.lead_in} {sentence.text}")
        n_words = len(sentence.text.split())
        features = (
            similarity,
            max(similarity, second),
            max(window, 0.0),
            words,
            worths[0],
            worths[1] - worths[0],
            worths[2] - worths[1],
            worths[3] - worths[2],
            worths[4] - worths[3],
            worths[5] - worths[4],
            self._adjacent(sentence.text),
            self._density(sentence.text, own),
            fit,
            float(sum(n.strict for n in unexplained)),
            match,
            clash,
            max(0.0, (8 - n_words) / 8),
            float(sentence.text.rstrip().endswith(":")),
            float(place.document.blocks[sentence.block].kind.value == "note"),
            sum(self._needs_weight(i) * s for i, s in own.items() if i not in self._counted) / self._all,
            float(bool(_LEANS.match(sentence.text))) * (worths[3] - worths[2]),
        )
        return Evidence(
            sentence=sentence,
            similarity=similarity,
            coverage=worths[5],
            own=worths[0],
            unexplained=unexplained,
            fitness=fit,
            score=sum(w * f for w, f in zip(_RANKING, features, strict=True)),
            position=place.position,
            features=features,
        )

    def _needs_weight(self, index: int) -> float:
        return next(n.weight for n in self._needs if n.index == index)

    def _worth(self, covers: dict[int, float]) -> float:
        return sum(n.weight * covers.get(n.index, 0.0) for n in self._needs if n.index in self._counted) / self._total

    def _period_fit(self, text: str) -> tuple[float, float]:
        """Whether a period that the question names stands in the text, and whether only others do."""
        if not self._periods:
            return 0.0, 0.0
        have = [m.period for m in find_periods(text) if isinstance(m.period, Period)]
        if not have:
            return 0.0, 0.0
        meets = any(a.contains(b) or b.contains(a) for a in self._periods for b in have)
        return float(meets), float(not meets)

    def _adjacent(self, text: str) -> float:
        """Of the pairs of words that the question says side by side, the share that the text says close together."""
        pairs = [(a, b) for a, b in zip(self._needs, self._needs[1:], strict=False) if b.token.start - a.token.end <= 12]
        if not pairs:
            return 0.0
        places: dict[str, list[int]] = {}
        for position, token in enumerate(tokens(text)):
            places.setdefault(token.stem, []).append(position)
        close = 0.0
        for a, b in pairs:
            left = [p for v in a.variants for p in places.get(v, ())]
            right = [p for v in b.variants for p in places.get(v, ())]
            close += any(0 < abs(x - y) <= 3 for x in left for y in right)
        return close / len(pairs)

    def _density(self, text: str, own: dict[int, float]) -> float:
        """How much of what the text says the question says too."""
        weight = self.linker.catalogue.weight
        total = sum(weight(s) for s in set(label_stems(text))) or 1.0
        said = sum(n.weight * own.get(n.index, 0.0) for n in self._needs)
        return min(1.0, said / total)


def beside(place: Place) -> tuple[str, str]:
    """The sentence before and the one after in the same paragraph or bullet; '' where there is none."""
    here = place.sentences[place.position]
    near = []
    for at in (place.position - 1, place.position + 1):
        inside = 0 <= at < len(place.sentences) and place.sentences[at].block == here.block
        near.append(place.sentences[at].text if inside else "")
    return near[0], near[1]


def _window(windows: Sequence[Passage], locator: Locator, far: float) -> float:
    """The similarity of the best window of prose that the sentence stands in."""
    return max(
        (
            w.similarity
            for w in windows
            if w.chunk.locator.document_id == locator.document_id and w.chunk.locator.start <= locator.start and locator.end <= w.chunk.locator.end
        ),
        default=far,
    )


def scaled(covers: dict[int, float], factor: float) -> dict[int, float]:
    """Explanations at a part of their strength."""
    return {i: s * factor for i, s in covers.items()}

# TODO-TEMP old interface
from assistant.question import Cue
from structured.units import UnitKind, find_quantities
_REASON = re.compile(
    r"\b(?:due to|because|as a result of|result(?:s|ed|ing)? (?:of|from|in)|driven by|drivers?|linked to|reflect(?:s|ed|ing)|largely|mainly|mostly|predominantly|owing to|"
    r"caused by|attributed to|relates? to|reasons?|following|arising from|led to|explain(?:s|ed)?|thanks to|in response to|on account of|stem(?:s|med) from|comprised of)\b",
    re.IGNORECASE,
)


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
            scaled(self._cover(sentence.lead_in), 0.9),
            scaled(self._cover(" ".join(section[-2:])), 0.8),
            scaled(self._cover(" ".join(section[:-2])), 0.6),
            scaled(self._cover(place.document.title), 0.55),
            *(scaled(self._cover(n.text), 0.75) for n in self._neighbours(place)),
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
            fitness=float(good),
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
