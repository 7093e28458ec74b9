"""Briefing lines: the sentences of the reports that a briefing on a topic has to have, those with figures first.

What a request says of itself ("draft key lines on …, for Tuesday's meeting") is not its topic.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace

from assistant.prose.picking import Quote, leans
from assistant.prose.ranking import KINDS, Evidence, Judge, Placer, SearchOf
from assistant.questions.expected import Expected, Kind, figures
from assistant.questions.linking import Linker
from assistant.questions.needs import Linked
from assistant.questions.parts import Part
from assistant.questions.question import Question, read_question
from assistant.questions.sides import SOLID
from assistant.questions.words import label_stems
from corpus.document import Locator
from corpus.sentences import plain

MOST_LINES = 7
MOST_WORDS = 240
_LEAST_WORDS = 5
"""A line of fewer words, without a figure, is a name or a heading."""
_N_PASSAGES = 90
_ENOUGH = 0.4  # the share of the topic's weight that a line has to explain with its context …
_NEAR = 0.35  # … or how near in meaning it has to be at least, and
_NEARLY = 0.22  # how near to the nearest
_MOST = 0.6  # the share of the topic that some line has to explain …
_CLOSE = 0.5  # … or how near in meaning some line has to be
_ALIKE = 0.65  # the share of their words from which on two lines say the same
_REACH = 8  # sentences to either side of a good one that are looked at
_FIGURE = 1.0  # what a figure is worth in a briefing, in units of the ranking's score
_FRESH = 2.5  # what explaining a word of the topic that no line has explained yet is worth

_REQUEST = re.compile(
    r"^.*?\b(?:br(?:ie|ei)f(?:ing)?|notes?|lines(?: to take)?|(?:talking |key )?points|(?:key )?facts|"
    r"summar(?:y|ies|ise|ize)|overview|paragraphs?|background)\b"
    r"(?: (?:me|us|for (?:a|an|the|my|our) [\w' -]{1,40}?))?\s*(?:(?:on|about|of|over|regarding|covering|"
    r"around|concerning|into)\b|[:,-])\s*",
    re.IGNORECASE | re.DOTALL,
)
_OCCASION = re.compile(
    r"[,.;]?\s*\b(?:for|before|ahead of|at|in time for) (?:a|an|the|my|our|tomorrow's|today's|this|"
    r"next) (?:[\w'-]+ ){0,3}?(?:meeting|committee|council|councillors?|board|forum|panel|press|interview|"
    r"hearing|speech|visit|"
    r"debate|event|session|colleagues?|ministers?|members?|residents?|public)\b(?: (?:tomorrow|today|"
    r"tonight|next \w+|this \w+|on \w+day))?|(?:^|(?<=[.?!]))\s*(?:i'm|i am|we're|we are|i have|we have|"
    r"there's|there is) [^.?!]*[.?!]\s*|\b(?:please|thanks|thank you)\b",
    re.IGNORECASE,
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Topic:
    """What a briefing is asked on: its words, and how they meet the library."""

    question: Question
    linked: Linked


def topic_of(question: Question, linker: Linker) -> Topic:
    """The topic of a request for a briefing, its courtesy, occasion and framing left out.

    >>> _bare("Please draft key lines on bus fares, for a scrutiny meeting.")
    'bus fares'
    """
    read = read_question(_bare(question.text) or question.text)
    needs, mended = linker.needs(read)
    return Topic(question=read, linked=linker.link(needs, mended))


def _bare(text: str) -> str:
    bare = _OCCASION.sub(" ", _REQUEST.sub("", text, count=1))
    return " ".join(bare.split()).strip(" .,:;?!")


def find_lines(question: Question, linker: Linker, placer: Placer, search: SearchOf) -> tuple[Quote, ...]:
    """The lines of a briefing, those with figures first, then in reading order; empty when there is nothing on it."""
    topic = topic_of(question, linker)
    if not topic.linked.needs:
        return ()
    judge = _judge(topic, linker, placer)
    good = on_topic(topic, linker, placer, search)
    chosen: list[Evidence] = []
    explained: dict[int, int] = {}
    n_words = 0
    while good and len(chosen) < MOST_LINES:
        best = max(good, key=lambda e: (round(_value(e, judge, topic, explained), 6), -e.position))
        good.remove(best)
        length = len(f"{best.sentence.lead_in} {best.sentence.text}".split())
        if n_words + length > MOST_WORDS or any(_alike(best, other) for other in chosen):
            continue
        chosen.append(best)
        n_words += length
        for index, strength in judge.cover(best.sentence.text).items():
            explained[index] = explained.get(index, 0) + (strength >= SOLID)
    chosen.sort(key=lambda e: (not figures(e.sentence.text), e.sentence.locator.document_id, e.sentence.locator.start))
    return _quotes(chosen, placer)


def on_topic(topic: Topic, linker: Linker, placer: Placer, search: SearchOf) -> list[Evidence]:
    """The sentences of the reports that are about a topic; empty when none is surely so."""
    judge = _judge(topic, linker, placer)
    ranked = judge.rank(search(topic.question.text, KINDS, _N_PASSAGES), {}, {})
    ranked += _beside(ranked, judge, placer)
    near = max([_NEAR, *(e.similarity - _NEARLY for e in ranked)])
    good = [
        e
        for e in ranked
        if (e.coverage >= _ENOUGH or e.similarity >= near)
        and not plain(e.sentence.text).endswith((":", "?"))
        and (len(e.sentence.text.split()) >= _LEAST_WORDS or figures(e.sentence.text))
    ]
    return good if _touches(good, topic) else []


def _judge(topic: Topic, linker: Linker, placer: Placer) -> Judge:
    part = Part(text=topic.question.text, expected=Expected(kind=Kind.ANYTHING), linked=topic.linked)
    return Judge(topic.question, part, linker, placer)


def _touches(good: Sequence[Evidence], topic: Topic) -> bool:
    """Whether the lines are on the topic: one explains most of it or is near to it, and every name is explained."""
    if not any(e.coverage >= _MOST or e.similarity >= _CLOSE for e in good):
        return False
    named = {n.index for n in topic.linked.needs if n.strict}
    return all(any(index not in {n.index for n in e.unexplained} for e in good) for index in named)


def _value(evidence: Evidence, judge: Judge, topic: Topic, explained: dict[int, int]) -> float:
    """What a line adds to those chosen: how good it is, its figures, the words that it is first to explain."""
    text = evidence.sentence.text
    covers = judge.cover(text)
    required = [n for n in topic.linked.needs if n.required] or list(topic.linked.needs)
    fresh = sum(n.weight for n in required if covers.get(n.index, 0.0) >= SOLID and not explained.get(n.index))
    total = sum(n.weight for n in required) or 1.0
    return evidence.score + _FIGURE * min(2, len(figures(text))) / 2 + _FRESH * fresh / total


def _alike(one: Evidence, other: Evidence) -> bool:
    a, b = set(label_stems(one.sentence.text)), set(label_stems(other.sentence.text))
    return len(a & b) >= _ALIKE * len(a | b)


def _beside(ranked: Sequence[Evidence], judge: Judge, placer: Placer) -> list[Evidence]:
    """The sentences, not yet found, of the sections that the best stand in: a section on the topic belongs to it."""
    known = {(e.sentence.locator.document_id, e.sentence.locator.start) for e in ranked}
    more: list[Evidence] = []
    for best in ranked[:3]:
        place = placer(best.sentence.locator)
        if place is None:
            continue
        low = max(0, place.position - _REACH)
        for position, sentence in enumerate(place.sentences[low : place.position + _REACH + 1], start=low):
            key = (sentence.locator.document_id, sentence.locator.start)
            if sentence.locator.section == best.sentence.locator.section and key not in known:
                known.add(key)
                more.append(
                    judge.judge(
                        replace(place, position=position),
                        0.6 * best.similarity,
                        0.6 * best.similarity,
                        0.6 * best.similarity,
                        0.0,
                    )
                )
    return more


def _quotes(chosen: Sequence[Evidence], placer: Placer) -> tuple[Quote, ...]:
    """The lines as quotes; one that points back at the sentence before it brings that one along."""
    quotes: list[Quote] = []
    said: set[Locator] = set()
    for evidence in chosen:
        here = evidence.sentence
        place = placer(here.locator)
        run = [here]
        if (
            place is not None
            and leans(here.text)
            and place.position
            and place.sentences[place.position - 1].block == here.block
        ):
            run.insert(0, place.sentences[place.position - 1])
        fresh = tuple(s for s in run if s.locator not in said)
        said.update(s.locator for s in fresh)
        if fresh and quotes and here.lead_in and quotes[-1].main.lead_in == here.lead_in:
            quotes[-1] = Quote(main=quotes[-1].main, sentences=(*quotes[-1].sentences, *fresh))
        elif fresh:
            quotes.append(Quote(main=here, sentences=fresh))
    return tuple(quotes)
