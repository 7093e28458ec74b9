"""Picking what to quote: the sentence that answers, with what it needs to be understood, and no more.

A list comes with its lead-in, a sentence that leans on the one before it brings that one along, and the same words are
quoted once.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass

from assistant.prose.fitted import WEIGHTS
from assistant.prose.ranking import Evidence, Found, Place, Placer
from corpus.document import Sentence
from corpus.sentences import plain

MOST_WORDS = 110
"""Words that the quotes of one answer may have together."""

MOST_QUOTES = 3
"""So many quotes an answer has, one for each part of a question where these are more."""
_LEANS = re.compile(
    r"^(?:This|That|These|Those|It|Its|They|Their|Them|He|She|His|Her|Both|Such|Here|There|Of these|"
    r"Of those|Of which|Also|However|In addition|As a result|The (?:service|scheme|programme|project|"
    r"meeting|report|review|plan|pilot|board|team|unit|fund|work|increase|decrease|rise|fall|reduction|"
    r"underspend|overspend|variance|former|latter|same|rest|remainder|largest|smallest|first|second|"
    r"third|other|others|two|three|four|five|six|number|figure|figures|result|results|charity|company|"
    r"supplier|inspector|inspectors|full|final|main|reasons?|causes?|remaining|residual|changes?))\b",
    re.IGNORECASE,
)
_SEVERAL = re.compile(
    r"\b(?:which|what) (?:\w+ ){0,3}?(?!is\b|was\b|has\b|does\b|this\b)\w+s\b|\b(?:name|list)\b|"
    r"\bwhat are\b|\b(?:two|three|four|five|six|seven|eight|several|all|main|key) (?:\w+ ){0,2}?\w+s\b|"
    r"\bwhere did\b",
    re.IGNORECASE,
)


_ANNOUNCES = re.compile(
    r"\b(?:two|three|four|five|six|several|(?:a )?(?:number|range) of|the (?:main|chief|key)) (?:[\w-]+ )?"
    r"(?:things|reasons|causes|factors|changes|steps|measures|actions|problems|issues|points|pressures|drivers)\b",
    re.IGNORECASE,
)
"""What says that so many things follow, each in a sentence of its own."""
_GOES_ON = re.compile(r"[;,](?: and| or)?\s*$", re.IGNORECASE)
"""The end of an item that says no more than a part of what its list does."""
_POINTS_BACK = re.compile(
    r"^(?:this|that|these|those|it) (?:is|are|was|were|has|have|compares?|represents?)\b", re.IGNORECASE
)
_ONE_OF_THEM = re.compile(
    r"^(?:first(?:ly)?|second(?:ly)?|third(?:ly)?|fourth(?:ly)?|finally|lastly|last|also|the (?:first|second|third|"
    r"fourth|last|other|main|biggest|largest)|another|one|and)\b",
    re.IGNORECASE,
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Quote:
    """Sentences that are quoted together, in reading order, for the ``main`` one among them."""

    main: Sentence
    sentences: tuple[Sentence, ...]

    @property
    def n_words(self) -> int:
        """The words that it takes up."""
        leads = {s.lead_in for s in self.sentences if s.lead_in}
        return sum(len(s.text.split()) for s in self.sentences) + sum(len(lead.split()) for lead in leads)


def pick(found: Sequence[Found], placer: Placer) -> tuple[Quote, ...]:
    """What to quote, the answer to the first part first; empty when nothing was found."""
    chosen: list[Quote] = []
    for one in found:
        if one.ranked and not _said(one.ranked[0].sentence, chosen):
            _add(chosen, _with_context(one, one.ranked[0], placer))
    for one in found:
        for other in one.ranked[1:8]:
            if len(chosen) >= max(MOST_QUOTES, len(found)) or other.score < one.ranked[0].score - WEIGHTS.close:
                break
            if not _said(other.sentence, chosen):
                _add(chosen, _with_context(one, other, placer, alone=True))
    return tuple(chosen)


def _add(chosen: list[Quote], quote: Quote) -> None:
    fresh = tuple(s for s in quote.sentences if not _said(s, chosen))
    left = MOST_WORDS - sum(q.n_words for q in chosen)
    trimmed = Quote(main=quote.main, sentences=fresh)
    if chosen and trimmed.n_words > left:
        trimmed = Quote(main=quote.main, sentences=(quote.main,))
        if trimmed.n_words > left:
            return
    chosen.append(trimmed)


def _said(sentence: Sentence, chosen: Sequence[Quote]) -> bool:
    text = plain(sentence.text).casefold()
    return any(plain(s.text).casefold() == text for q in chosen for s in q.sentences)


def _with_context(one: Found, evidence: Evidence, placer: Placer, *, alone: bool = False) -> Quote:
    """The sentence with its list, or with the sentences that it leans on and that go on from it."""
    place = placer(evidence.sentence.locator)
    if place is None:
        return Quote(main=evidence.sentence, sentences=(evidence.sentence,))
    here = evidence.sentence
    if _list(place):
        return with_list(here, placer)
    if here.lead_in and (not alone or _GOES_ON.search(here.text)) and _SEVERAL.search(one.part.text):
        siblings = _siblings(place)
        return _short(siblings, first=siblings.index(here))
    before = _before(place)
    run = [here]
    if leans(here.text) and before is not None:
        run.insert(0, before)
    told = announced(place.sentences, place.position)
    if told:
        return _short((*run, *told), first=run.index(here))
    after = _after(place)
    if after is not None and not alone and (leans(after.text) or _wanted(one, after)):
        run.append(after)
    return _short(tuple(run), first=run.index(here))


def with_list(sentence: Sentence, placer: Placer) -> Quote:
    """The sentence with the list that it introduces; alone where it introduces none."""
    place = placer(sentence.locator) if _leads_on(sentence) else None
    return _short((sentence, *(_list(place) if place is not None else ())), first=0)


def leans(text: str) -> bool:
    """Whether a sentence points back at the one before it ("This is due to …")."""
    return bool(_LEANS.match(plain(text)))


def _wanted(one: Found, sentence: Sentence) -> bool:
    """Whether a sentence is among the best found."""
    return any(e.sentence.locator == sentence.locator for e in one.ranked[:6])


def _short(run: tuple[Sentence, ...], first: int) -> Quote:
    """As much of a run as fits, from the sentence that matters outwards."""
    kept = [first]
    left = MOST_WORDS - len(run[first].text.split()) - len(run[first].lead_in.split())
    for at in sorted(range(len(run)), key=lambda i: (abs(i - first), i)):
        length = len(run[at].text.split())
        if at != first and length <= left:
            kept.append(at)
            left -= length
    return Quote(main=run[first], sentences=tuple(run[i] for i in sorted(kept)))


def _leads_on(sentence: Sentence) -> bool:
    return sentence.text.rstrip().endswith(":")


def _list(place: Place) -> tuple[Sentence, ...]:
    """The bullets that a sentence introduces."""
    here = place.sentences[place.position]
    if not _leads_on(here):
        return ()
    lead = plain(here.text).rstrip(" :")[-40:]
    items = []
    for following in place.sentences[place.position + 1 : place.position + 12]:
        if not lead or not plain(following.lead_in).rstrip(" :").endswith(lead):
            break
        items.append(following)
    return tuple(items)


def announced(sentences: Sequence[Sentence], at: int) -> tuple[Sentence, ...]:
    """The sentences that tell one by one what the one at a place says that there is ("There are two reasons.")."""
    here = sentences[at]
    if not _ANNOUNCES.search(here.text):
        return ()
    told = []
    for following in sentences[at + 1 : at + 6]:
        if following.block != here.block or not _ONE_OF_THEM.match(plain(following.text)):
            break
        told.append(following)
    return tuple(told)


def _siblings(place: Place) -> tuple[Sentence, ...]:
    """The items of the list that a bullet stands in, itself among them."""
    here = place.sentences[place.position]
    first = last = place.position
    while (
        first > 0
        and place.sentences[first - 1].lead_in == here.lead_in
        and place.sentences[first - 1].locator.section == here.locator.section
    ):
        first -= 1
    while (
        last + 1 < len(place.sentences)
        and place.sentences[last + 1].lead_in == here.lead_in
        and place.sentences[last + 1].locator.section == here.locator.section
    ):
        last += 1
    return tuple(place.sentences[first : last + 1])


def _before(place: Place) -> Sentence | None:
    """The sentence before in the same paragraph, or the paragraph or bullet before in the same section."""
    here = place.sentences[place.position]
    if place.position == 0:
        return None
    before = place.sentences[place.position - 1]
    return (
        before
        if before.locator.section == here.locator.section
        and here.block - before.block <= 1
        and not before.text.rstrip().endswith(":")
        else None
    )


def _after(place: Place) -> Sentence | None:
    """The sentence after in the same paragraph, or the next bullet or paragraph where that points back at this one."""
    here = place.sentences[place.position]
    if place.position + 1 >= len(place.sentences):
        return None
    after = place.sentences[place.position + 1]
    if after.block == here.block:
        return after
    next_to = after.block - here.block <= 1 and after.locator.section == here.locator.section
    return after if next_to and after.lead_in == here.lead_in and _POINTS_BACK.match(plain(after.text)) else None
