"""Answers from prose: the sentences that may answer a question, judged by meaning, words and kind of answer.

Says what each sentence has for it and which to quote together; whether that is enough is for ``confidence.py``.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace

from assistant.prose.fitted import WEIGHTS
from assistant.questions.cause_words import gives_reason
from assistant.questions.expected import LEAST, Kind, expected, fitness
from assistant.questions.linking import Linker
from assistant.questions.needs import SAID, Linked, Need
from assistant.questions.parts import Part, split_parts
from assistant.questions.question import Question
from assistant.questions.sides import SOLID, merge
from assistant.questions.words import label_stems, tokens
from corpus.document import ChunkKind, Locator, Passage, Sentence
from corpus.sentences import plain
from structured.periods import Period, find_periods

SearchOf = Callable[[str, frozenset[ChunkKind], int], Sequence[Passage]]
"""Search: the query, the kinds of chunk, how many passages."""

KINDS = frozenset({ChunkKind.SENTENCE, ChunkKind.PROSE})
_N_PASSAGES = 90
_LOOKED_AT = 5
_NOT_FAR = 1.5
"""How much less a sentence that says a cause may have than the best, to be put before it."""
_NOT_FAR_OFF = 2.0
_AS_MUCH = 0.9
"""The same for a sentence that counts the very things, and how much of what the best says it must say."""
_FRAMING = re.compile(
    r"\bin (?:plain|simple|layman's|everyday) (?:terms|english|words|language)\b,?|\b(?:in|"
    r"for) the reports?'?s? (?:sense|purposes|terms|words)\b|\baccording to \w+\b,?|\b(?:roughly|exactly|"
    r"briefly|precisely|actually|specifically)\b",
    re.IGNORECASE,
)
_LEANS = re.compile(
    r"^(?:this|that|these|those|it|its|they|their|he|she|his|her|both|"
    r"the [a-z]+)\b",
    re.IGNORECASE,
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Place:
    """A sentence's position in its report, for finding its neighbours. ``notes`` are the blocks that are notes."""

    title: str
    sentences: Sequence[Sentence]
    notes: frozenset[int]
    position: int


Placer = Callable[[Locator], Place | None]


@dataclass(frozen=True, slots=True, kw_only=True)
class Evidence:
    """A sentence that may answer.

    ``coverage`` is the share of the question's weight that it explains with its context, ``own`` the share that its own
    words explain, ``similarity`` the closeness in meaning, ``fitness`` how well it holds the kind of thing asked for.
    ``features`` are what ``score`` was made of, by the names in ``FEATURES``.
    """

    sentence: Sentence
    similarity: float
    coverage: float
    own: float
    unexplained: tuple[Need, ...]
    fitness: float
    score: float
    position: int
    features: tuple[float, ...] = ()


FEATURES = (
    "similarity",
    "rephrased",
    "window",
    "words",
    "own",
    "lead_in",
    "heading",
    "before",
    "after",
    "title",
    "adjacent",
    "density",
    "fitness",
    "missing",
    "period",
    "period_clash",
    "short",
    "introduces",
    "note",
    "carried",
    "leans",
)
_RANKING = tuple(WEIGHTS.ranking[name] for name in FEATURES)


@dataclass(frozen=True, slots=True, kw_only=True)
class Found:
    """What was found for one part of a question: its sentences, best first."""

    part: Part
    ranked: tuple[Evidence, ...]


def find_evidence(
    question: Question, linked: Linked, linker: Linker, placer: Placer, search: SearchOf, *, context: str = ""
) -> tuple[Found, ...]:
    """The sentences that may answer, for each part of the question in the order asked.

    ``context`` is the earlier turn that a follow-up leans on.
    """
    parts = split_parts(question, linked)
    if context and len(parts) == 1 and parts[0].expected.kind is Kind.ANYTHING:
        wanted = expected(context, f"{context} {question.text}")  # "and the other one?" asks for the same of it
        parts = (replace(parts[0], expected=wanted),)
    whole = _asked(context, question.text)
    passages = search(whole, KINDS, _N_PASSAGES)
    other = _asked(context, rephrased(question.text, linked, linker))
    again = _similarities(search(other, KINDS, _N_PASSAGES)) if other != whole else {}
    found = []
    for part in parts:
        own = (
            {}
            if len(parts) == 1
            else _similarities(search(_FRAMING.sub(" ", part.text).strip() or part.text, KINDS, _N_PASSAGES))
        )
        judge = Judge(question, part, linker, placer)
        found.append(Found(part=part, ranked=tuple(judge.rank(passages, own, again))))
    return tuple(found)


def _asked(context: str, text: str) -> str:
    """What to search for: a question without its framing, after the turn that it leans on."""
    return " ".join(filter(None, (context, _FRAMING.sub(" ", text).strip() or text)))


def _similarities(passages: Sequence[Passage]) -> dict[str, float]:
    return {p.chunk.id: p.similarity for p in passages}


def rephrased(text: str, linked: Linked, linker: Linker) -> str:
    """The question in the library's words: each that the library does not use is replaced by what stands for it."""
    frequency = linker.catalogue.frequency
    swaps: list[tuple[int, int, str]] = []
    for covered, other, strength in sorted(linked.alternatives, key=lambda a: (-len(a[0]), a[1])):
        needs = [n for n in linked.needs if n.index in covered and not n.inherited]
        if not needs or not all(w in frequency for w in other):
            continue
        idiom = needs[0].idiom if strength == SAID else None
        if idiom is None and not all(n.required and n.token.stem not in frequency for n in needs):
            continue
        start, end = (idiom.start, idiom.end) if idiom else (needs[0].token.start, needs[-1].token.end)
        if any(start < e and s < end for s, e, _ in swaps):
            continue
        if idiom is not None:
            known = zip(idiom.written, idiom.texts, strict=True)
            swaps.append((start, end, next((text for o, text in known if all(w in frequency for w in o)), "")))
            continue
        best = max(
            (o for c, o, _ in linked.alternatives if c == covered and all(w in frequency for w in o)),
            key=lambda o: (min(frequency[w] for w in o), o),
        )
        swaps.append((start, end, " ".join(linker.spelt.get(w, w) for w in best)))
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
        self._periods = question.named_periods

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
            evidence = self.judge(
                place, similarity, second, _window(windows, passage.chunk.locator, far), passage.words / most_words
            )
            key = plain(f"{evidence.sentence.lead_in} {evidence.sentence.text}").casefold()
            if key not in found or evidence.score > found[key].score:
                found[key] = evidence
        order = sorted(
            found.values(), key=lambda e: (-round(e.score, 6), e.sentence.locator.document_id, e.sentence.locator.start)
        )
        if self.part.expected.kind is Kind.COUNT:
            return self._count_first(order)
        return _reason_first(order) if self.part.expected.kind is Kind.REASON else order

    def _count_first(self, order: list[Evidence]) -> list[Evidence]:
        """The sentences with one that counts the very things first, where the number of the best counts something else.

        "Three clubs teach rowers" does not tell how many rowers one of them taught; the sentence on that one does. It
        must say all names that the best says.
        """
        if not order or order[0].fitness >= 1.0:
            return order
        names = self._names(order[0])
        for at, evidence in enumerate(order[:_LOOKED_AT]):
            near = evidence.score >= order[0].score - _NOT_FAR_OFF and evidence.own >= _AS_MUCH * order[0].own > 0
            if evidence.fitness >= 1.0 and near and names <= self._names(evidence):
                return [replace(evidence, score=order[0].score), *order[:at], *order[at + 1 :]]
        return order

    def _names(self, evidence: Evidence) -> set[int]:
        """The names of the question that a sentence says itself."""
        said = self.cover(evidence.sentence.text)
        return {n.index for n in self._needs if n.strict and said.get(n.index, 0.0) >= SOLID}

    def cover(self, text: str) -> dict[int, float]:
        """How well a text explains each word asked."""
        return self.linker.cover(self.part.linked, set(label_stems(text))) if text else {}

    def judge(self, place: Place, similarity: float, second: float, window: float, words: float) -> Evidence:
        """One sentence at its place."""
        sentence = place.sentences[place.position]
        section = sentence.locator.section
        own = self.cover(sentence.text)
        lead = merge(own, scaled(self.cover(sentence.lead_in), 0.9))
        head = merge(
            lead, scaled(self.cover(" ".join(section[-2:])), 0.8), scaled(self.cover(" ".join(section[:-2])), 0.6)
        )
        before, after = beside(place)
        prior = merge(head, scaled(self.cover(before), 0.8))
        near = merge(prior, scaled(self.cover(after), 0.7))
        title = merge(near, scaled(self.cover(place.title), 0.55), scaled(self.part.linked.names, 0.6))
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
            float(sentence.block in place.notes),
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
        pairs = [
            (a, b) for a, b in zip(self._needs, self._needs[1:], strict=False) if b.token.start - a.token.end <= 12
        ]
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


def _reason_first(order: list[Evidence]) -> list[Evidence]:
    """The sentences with one that says a cause outright first, where the best has none and it comes near to that.

    What is nearest in meaning and gives no reason could not be given as one.
    """
    if not order or order[0].fitness >= LEAST[Kind.REASON]:
        return order
    for at, evidence in enumerate(order[:_LOOKED_AT]):
        if gives_reason(evidence.sentence.text) and evidence.score >= order[0].score - _NOT_FAR:
            return [evidence, *order[:at], *order[at + 1 :]]
    return order


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
            if w.chunk.locator.document_id == locator.document_id
            and w.chunk.locator.start <= locator.start
            and locator.end <= w.chunk.locator.end
        ),
        default=far,
    )


def scaled(covers: dict[int, float], factor: float) -> dict[int, float]:
    """Explanations at a part of their strength."""
    return {i: s * factor for i, s in covers.items()}
