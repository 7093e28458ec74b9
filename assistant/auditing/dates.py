"""Days that two sentences of a report give for one event: the same thing is said to have done the same, once."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date

from assistant.auditing.findings import Finding, FindingKind, Severity, sentence_place
from assistant.questions.words import Token, stem, tokens
from corpus.document import Document, Sentence
from corpus.sentences import plain
from structured.periods import Period

_MOST_APART = 31
"""Days. What happened again after a longer while may have happened twice."""
_NEAR = 30
"""Characters before a verb in which a word says that it is yet to come."""
_FEWEST = 2
"""So many words name a thing well enough to be known again."""
_WORDS = """opened reopened closed began begun started ended launched finished completed published signed resigned died
retired expired sank collapsed burst reopens opens closes begins starts ends launches expires"""
_ONCE = frozenset(stem(word) for word in _WORDS.split())
"""What a thing does once, as far as a report of one period tells."""
_AHEAD = re.compile(r"\b(?:will|shall|due|to|would|should|planned|expected|originally|first)\b", re.IGNORECASE)
_BESIDE = "was were had has been be is are will shall then finally only again itself due to fully"
_HELPING = frozenset(_BESIDE.split())
_PRONOUN = re.compile(r"^(?:It|They)\s", re.ASCII)
_NAME = re.compile(r"^(?:The\s+)?(?P<name>[A-Z][\w'’&-]*(?:\s+[A-Z][\w'’&-]*)+)\b")
_MONTHS = (
    *("January", "February", "March", "April", "May", "June"),
    *("July", "August", "September", "October", "November", "December"),
)
_ON = re.compile(
    r"\b(?P<verb>[A-Za-z-]+)\s+on\s+(?:(?:Mon|Tues|Wednes|Thurs|Fri|Satur|Sun)day,?\s+)?"
    rf"(?P<printed>(?P<day>\d{{1,2}})(?:st|nd|rd|th)?\s+(?P<month>{'|'.join(_MONTHS)})(?:\s+(?P<year>\d{{4}}))?)\b"
)
_SOME_YEAR = 2000


@dataclass(frozen=True, slots=True, kw_only=True)
class _Event:
    """``name`` are the stems of what it happened to, ``verb`` the stem of what it did; ``printed`` is the day."""

    sentence: Sentence
    name: frozenset[str]
    verb: str
    day: date
    printed: str


def dates_of_events(document: Document, sentences: Sequence[Sentence], reference: Period | None) -> Iterator[Finding]:
    """The findings between sentences of one report that give one event two days."""
    by_event: dict[tuple[frozenset[str], str], list[_Event]] = {}
    for event in _events(sentences, reference):
        by_event.setdefault((event.name, event.verb), []).append(event)
    for events in by_event.values():
        for i, a in enumerate(events):
            for b in events[i + 1 :]:
                if a.sentence.block != b.sentence.block and 0 < abs((a.day - b.day).days) <= _MOST_APART:
                    yield _finding(document, a, b)


def _events(sentences: Sequence[Sentence], reference: Period | None) -> Iterator[_Event]:
    before: Sentence | None = None
    for sentence in sentences:
        text = plain(sentence.text)
        for found in _ON.finditer(text):
            verb, opening = stem(found["verb"].lower()), text[: found.start()]
            if verb not in _ONCE or _AHEAD.search(opening[-_NEAR:]):
                continue
            day = _day(found, reference)
            name = _subject(opening, before if before and before.block == sentence.block else None)
            if day is not None and len(name) >= _FEWEST:
                yield _Event(sentence=sentence, name=name, verb=verb, day=day, printed=found["printed"])
        before = sentence


def _day(found: re.Match[str], reference: Period | None) -> date | None:
    """The day; without a year that which is nearest to the end of the report's own period. None of 31 June."""
    month, day = _MONTHS.index(found["month"]) + 1, int(found["day"])
    about = reference.last.year if reference is not None else _SOME_YEAR
    days = []
    for year in [int(found["year"])] if found["year"] else [about - 1, about, about + 1]:
        try:
            days.append(date(year, month, day))
        except ValueError:
            return None
    end = reference.last if reference is not None else date(_SOME_YEAR, 7, 1)
    return min(days, key=lambda d: abs((d - end).days))


def _subject(opening: str, before: Sentence | None) -> frozenset[str]:
    """The stems of the name that ends an opening; of "It", those of the name that begins the sentence before."""
    words = tokens(opening)
    while words and words[-1].text.lower() in _HELPING:
        words = words[:-1]
    own: list[Token] = []
    for token in reversed(words):
        if token.is_stop or (own and opening[token.end : own[-1].start].strip()):
            break
        own.append(token)
    while own and not own[-1].text[:1].isupper():  # what stands before the name
        own.pop()
    if own:
        return frozenset(t.stem for t in own)
    if before is None or not _PRONOUN.match(opening) or len(words) > 1:
        return frozenset()
    name = _NAME.match(plain(before.text))
    return frozenset(t.stem for t in tokens(name["name"])) if name else frozenset()


def _finding(document: Document, a: _Event, b: _Event) -> Finding:
    return Finding(
        kind=FindingKind.TEXT_VS_TEXT,
        severity=Severity.CONTRADICTION,
        a=sentence_place(document, a.sentence, a.printed),
        b=sentence_place(document, b.sentence, b.printed),
        explanation=f"One sentence gives {a.printed}, another {b.printed}, as the day of the same event.",
        figure=f"{a.printed} / {b.printed}",
    )
