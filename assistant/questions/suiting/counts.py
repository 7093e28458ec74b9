"""Figures that count something else than what is asked for."""

from __future__ import annotations

import re

from assistant.questions.cues import Cue
from assistant.questions.outline import is_total_label
from assistant.questions.promise import OF_NAMES
from assistant.questions.sides import SOLID
from assistant.questions.suiting.offer import COUNTING, MOVES, OF_MANY, SINGLE, Offer, Rule
from assistant.questions.words import label_stems, stem, tokens
from assistant.readings.pairs import is_bare_time
from structured.observations import ColumnKind
from structured.plan import Operation
from structured.units import UnitKind

_OF_ONE = re.compile(r"\b(?:\w{2,}est|most \w+) single ([a-z-]+)", re.IGNORECASE)
_SO_LONG = re.compile(
    r"\b(?:an?|one|two|three|four|five|six|ten|twelve|\d+) (years?|months?|weeks?|days?|hours?|minutes?) "
    r"(?:or|and) (?:more|longer|over|older)\b",
    re.IGNORECASE,
)
_HOW_OFTEN = re.compile(
    r"\b(?:whose|which|what) ([a-z-]+)\b[^?]*\b(?:least|most|more|less) (?:often|frequently|regularly)\b", re.IGNORECASE
)
_SO_MANY_POINTS = re.compile(r"\bhow many (?:more |fewer )?(?:percentage )?points\b", re.IGNORECASE)
_IN_PER_CENT = re.compile(
    r"\bin (?:percentage|per ?cent|relative|proportional|%) terms\b|\bproportionately\b|\bin (?:per ?cent\b|%)",
    re.IGNORECASE,
)
_NO_PER_CENT = frozenset({UnitKind.COUNT, UnitKind.MONEY})
_ADDED_UP = re.compile(r"\badd(?:ed|ing)? (?:it |them |these )?(?:up|together)\b|\bput together\b", re.IGNORECASE)
_THERE_ARE = re.compile(
    r"\bhow many\b[^?]*\b(?:have|has|had|employ\w*|in post|at the end of|currently|at the moment|now)\b", re.IGNORECASE
)
_CAME = re.compile(r"\b(?:recruit|join|leav|left|hire|starter|intake|new\b|appoint)", re.IGNORECASE)
"""What heads counts of those who came or went."""
_THINGS = re.compile(
    r"\b(?:how many|numbers? of|count of|total)(?: of| more| fewer| other| new)? ([a-z'-]+)", re.IGNORECASE
)
_OF_ANYTHING = frozenset(map(stem, ("percentage", "points", "percent")))
"""What figures of anything are counted in."""
_HOW_MANY = re.compile(r"\bhow many (?:of (?:the |our |these |those )?)?([a-z'-]+)", re.IGNORECASE)
_MOST_OF = re.compile(r"\b(?:most|fewest) ([a-z'-]+s)\b", re.IGNORECASE)
_BY = re.compile(r"\b(?:by|per|in each|at each|for each) \w+.*$", re.IGNORECASE)
"""What a title says of the rows, and not of what is counted in them."""
_KIND_OF_THING = re.compile(r"\bhow many ([\w'-]+) ([\w'-]+)\b", re.IGNORECASE)
_PLURAL = re.compile(r"[a-z]{3}s$")
_RATE = re.compile(r"\bper (?!cent\b)\w|\b(?:mean|median|average)\b", re.IGNORECASE)
_WITHIN = re.compile(
    r"\b(?:at|to|in|into|inside|during|across|among)(?: (?:the|these|those|all|its|our|their|each))?"
    r"((?: [a-z'-]+){1,3})",
    re.IGNORECASE,
)


def _of_what_is_told_beside(offer: Offer) -> bool:
    """What is counted stands in the labels of what counts it: a text on teachers makes no pupils teachers."""
    things = {stem(m.group(1).lower()) for m in (*_HOW_MANY.finditer(offer.text), *_MOST_OF.finditer(offer.text))}
    covers = offer.reading.covers
    beside = [
        n
        for n in offer.linked.needs
        if n.required and n.token.stem in things and not n.inherited and 0 < covers.get(n.index, 0.0) <= OF_NAMES
    ]
    frame = offer.reading.entry.frame
    titled = set(label_stems(" ".join((frame.title, frame.caption, *frame.section)))) if beside else set()
    return any(titled.isdisjoint(n.variants) for n in beside)


def _how_many_of_them(offer: Offer) -> bool:
    """The largest single payment is in no column of how many payments there were."""
    one = _OF_ONE.search(offer.text)
    if not one or stem(one.group(1)) not in label_stems(offer.heading):
        return False
    return all(v.quantity is None or v.quantity.unit.kind is UnitKind.COUNT for v in offer.result.values)


def _of_any_age(offer: Offer) -> bool:
    """What is "open for a year or more" is no case of any age."""
    lasting = _SO_LONG.search(offer.text)
    return lasting is not None and stem(lasting.group(1).lower()) not in label_stems(offer.labels)


def _not_how_often(offer: Offer) -> bool:
    """How many members there are is not how often they came."""
    those = _HOW_OFTEN.search(offer.text)
    return those is not None and offer.operation in OF_MANY and stem(those.group(1)) in label_stems(offer.heading)


def _things_for_points(offer: Offer) -> bool:
    """How many there are is not how many points something is from something."""
    return offer.operation in COUNTING and bool(_SO_MANY_POINTS.search(offer.text))


def _most_for_fastest(offer: Offer) -> bool:
    """What grew by most is not what grew fastest, nor is it known from how many did."""
    if offer.question.order is None or not _IN_PER_CENT.search(offer.text):
        return False
    by_most = offer.operation is Operation.RANK and bool(offer.result.plan.baseline)
    return offer.operation in COUNTING or (by_most and bool(offer.units & _NO_PER_CENT))


def _rows_for_what_they_hold(offer: Offer) -> bool:
    """How many rows there are is not how many of the things that their cells count."""
    if offer.operation is not Operation.COUNT and not (
        offer.operation is Operation.FILTER and not offer.question.has(Cue.WHICH)
    ):
        return False
    frame = offer.reading.entry.frame
    told = offer.heading if offer.column is not None and not is_bare_time(offer.column.path) else frame.title
    counted = set(label_stems(_BY.sub(" ", told)))
    things = [stem(m.group(1).lower()) for m in _HOW_MANY.finditer(offer.text)]
    return bool(things) and things[0] in counted and offer.units == {UnitKind.COUNT}


def _not_added_up(offer: Offer) -> bool:
    """What is to be added up is neither one figure nor how far two are apart."""
    return offer.operation in SINGLE | MOVES and bool(_ADDED_UP.search(offer.text))


def _kind_for_the_thing(offer: Offer) -> bool:
    """How many GPs there are is not how many GP appointments, which another column counts."""
    asked = _KIND_OF_THING.search(offer.text)
    if asked is None or not re.search(rf"\b{re.escape(asked.group(1))}s\b", offer.heading, re.IGNORECASE):
        return False
    thing = stem(asked.group(2).lower())
    headed = [label_stems(" ".join(c.path)) for c in offer.reading.entry.frame.columns]
    return thing not in label_stems(offer.labels.removeprefix(offer.reading.entry.frame.title)) and any(
        thing in words for words in headed
    )


def _what_came_of_them(offer: Offer) -> bool:
    """Under "Verdicts by charge" a column of verdicts counts no charges, though the row is theirs."""
    if offer.operation not in SINGLE or offer.column is None or offer.column.kind is not ColumnKind.LEVEL:
        return False
    entry, reading, linked = offer.reading.entry, offer.reading, offer.linked
    matches = [m for i in entry.columns[reading.columns[0]] if (m := linked.matches.get(i))]
    if any(linked.needs[n].token.text.isalpha() for m in matches for n in m.covers):
        return False  # the question says, in some words, what the column counts
    things = {stem(m.group(1).lower()) for m in _HOW_MANY.finditer(offer.text)}
    of_row = {w for r in reading.rows for w in label_stems(" ".join(entry.frame.rows[r].path))}
    counted = {t.stem for t in tokens(offer.heading) if _PLURAL.search(t.text)}
    return bool(things & of_row) and bool(counted & set(label_stems(entry.frame.title)))


def _sum_of_rates(offer: Offer) -> bool:
    """How many there are for each of something, or on average, adds up to nothing, and is no part of anything."""
    return offer.operation in {Operation.SUM, Operation.SHARE} and bool(_RATE.search(offer.heading))


def _where_they_were(offer: Offer) -> bool:
    """A column counts not the things asked for but what they were at or in: "how many *people* at *events*"."""
    question, reading = offer.question, offer.reading
    things = {stem(m.group(1).lower()) for m in _THINGS.finditer(question.text)} - _OF_ANYTHING
    asked = [n for n in offer.linked.needs if n.token.stem in things and not n.inherited]
    if not asked or any(reading.covers.get(n.index, 0.0) >= SOLID for n in asked):
        return False
    text = question.text
    for asked_time in question.periods:
        text = text[: asked_time.start] + " " * (asked_time.end - asked_time.start) + text[asked_time.end :]
    places = {w for m in _WITHIN.finditer(text) for w in label_stems(m.group(1)) if not is_total_label(w)} - things
    # what is headed "moved into flats" counts who moved, and not the flats
    headings = (_WITHIN.sub(" ", path[-1]) for c in reading.columns if (path := reading.entry.frame.columns[c].path))
    return any(places & set(label_stems(heading)) for heading in headings)


def _who_came_for_who_is_there(offer: Offer) -> bool:
    """Who came in a year is not who is there at its end."""
    is_of_those = _CAME.search(offer.labels) and not _CAME.search(offer.text)
    return bool(is_of_those and _THERE_ARE.search(offer.text))


def _ranked_by_another(offer: Offer) -> bool:
    """Who "had the most visits" is told by the column of visits, where the table has one, and by no other."""
    span, reading = offer.question.order_span, offer.reading
    if span is None or offer.operation is not Operation.RANK or not _THE_MOST.search(offer.text[slice(*span)]):
        return False
    things, end = set[str](), span[1]
    for need in offer.linked.needs:
        if need.token.start >= end and not need.inherited and not offer.text[end : need.token.start].strip():
            things, end = things | {need.token.stem}, need.token.end
    columns = [(i, c) for i, c in enumerate(reading.entry.frame.columns) if c.kind is ColumnKind.LEVEL]
    counting = {i for i, c in columns if things & set(label_stems(" ".join(c.path)))}
    return bool(counting) and counting.isdisjoint(reading.columns)


_THE_MOST = re.compile(r"\b(?:most|fewest)$", re.IGNORECASE)
RULES: tuple[Rule, ...] = (
    _of_what_is_told_beside,
    _ranked_by_another,
    _how_many_of_them,
    _of_any_age,
    _not_how_often,
    _things_for_points,
    _rows_for_what_they_hold,
    _most_for_fastest,
    _not_added_up,
    _kind_for_the_thing,
    _what_came_of_them,
    _sum_of_rates,
    _where_they_were,
)
RULES_FOR_ONE: tuple[Rule, ...] = (_who_came_for_who_is_there,)
"""For what gives one figure."""
