"""Figures of another time, or of more or less time, than the one asked for."""

from __future__ import annotations

import re

from assistant.questions.cues import OVER_SO_MANY, SEVERAL, Cue, small_number
from assistant.questions.expected import Kind, expected
from assistant.questions.question import Question
from assistant.questions.suiting.offer import MOVES, SINGLE, STANDING, Offer, Rule
from assistant.readings.pairs import like_label
from structured.engine import Result
from structured.observations import ColumnKind
from structured.periods import Period, PeriodKind, find_periods
from structured.plan import Operation

_MOVED_ON = (Cue.CHANGE, Cue.RISE, Cue.FALL)
_COMPARED = (Cue.DIFFERENCE, Cue.PERCENT_CHANGE, Cue.OVER, Cue.UNDER, Cue.IMPROVE, Cue.WORSEN)
_YEARS = frozenset({PeriodKind.FISCAL_YEAR, PeriodKind.YEAR})
_STRETCHES = frozenset({PeriodKind.RANGE, PeriodKind.ROLLING})
_SHORTER = frozenset({PeriodKind.MONTH, PeriodKind.QUARTER, PeriodKind.HALF})
_QUARTERS = 4
_FORESEEN = re.compile(r"\b(?:forecast|plan|target|expect|project|budget|estimat)", re.IGNORECASE)
_WILL_BE = re.compile(
    r"\b(?:will|going to|shall)\b[^?]*\b(?:next|coming|following) (?:quarter|year|month)\b"
    r"|\bnext (?:quarter|year|month)\b[^?]*\b(?:will|going to|shall)\b",
    re.IGNORECASE,
)
_OVER_TIME = frozenset({Operation.SUM, Operation.MEAN, Operation.TREND})
_PAST_YEAR = re.compile(r"\b(?:in|over|during) the (?:past|last) (?:year|12 months|twelve months)\b", re.IGNORECASE)
_STANDS = re.compile(
    r"\b(?:fte|wte|strength|headcount|in post|establishment|balances?|caseload|population|on roll|waiting list|"
    r"at (?:the )?(?:end|start|close)|in stock|outstanding)\b",
    re.IGNORECASE,
)
_ONE_QUARTER = re.compile(r"\b(?:last|this|previous|latest|the) (?:quarter|month)\b", re.IGNORECASE)


def is_a_time_for_a_name(question: Question, result: Result) -> bool:
    """Whether somebody is asked for, and every cell gives a time."""
    cells = [o.printed for o in result.operands]
    whole = (any(m.end - m.start == len(text.strip()) for m in find_periods(text)) for text in cells)
    return question.has(Cue.WHO) and bool(cells) and all(whole)


def _many_quarters_for_one(offer: Offer) -> bool:
    """What is asked of one quarter, or of one named time, is not added up over several."""
    reading = offer.reading
    if offer.operation is not Operation.SUM or len(reading.columns) < 2:
        return False
    asked = offer.question.named_periods
    columns = [reading.entry.frame.columns[c].period for c in reading.columns]
    more = len(asked) == 1 and any(c is not None and not asked[0].contains(c) for c in columns)
    return more or bool(_ONE_QUARTER.search(offer.text))


def _two_things_for_a_trend(offer: Offer) -> bool:
    """How far one thing is from another at one time is no trend."""
    if not offer.question.has(Cue.TREND) or offer.operation not in MOVES or len(offer.reading.columns) != 2:
        return False
    first, second = (offer.reading.entry.frame.columns[c] for c in offer.reading.columns)
    same_time = first.period == second.period or first.period is None or second.period is None
    return same_time and like_label(first.path) != like_label(second.path)


def _between_other_times(offer: Offer) -> bool:
    """What was between two other times, or two things of one, is not how it moved between the two asked for."""
    asked = {(p.first, p.last): p for p in offer.question.named_periods}
    printed = offer.kind is ColumnKind.CHANGE and len(offer.reading.columns) == 1
    if offer.operation not in MOVES or len(asked) != 2 or printed:
        return False
    frame = offer.reading.entry.frame
    own = [frame.columns[c].period for c in offer.reading.columns] + [frame.rows[r].period for r in offer.reading.rows]
    times = [p for p in (*own, *(o.period for o in offer.result.operands)) if p is not None]

    def has(time: Period) -> bool:
        told = (p.contains(time) or time.contains(p) or p.last == time.last for p in times)
        return time.printed in offer.own_labels or any(told)  # "2019" may head the year that ended in March

    return not all(map(has, asked.values()))


def _sum_of_what_stands(offer: Offer) -> bool:
    """Those who are there at one time and another add up to nothing."""
    if offer.operation is not Operation.SUM or not _STANDS.search(offer.own_labels):
        return False
    return len({o.period for o in offer.result.operands if o.period is not None}) > 1


def _short_of_the_series(offer: Offer) -> bool:
    """Three quarters are not the last five."""
    several = SEVERAL.search(offer.text)
    if several is None or offer.operation is not Operation.TREND:
        return False
    return len(offer.result.operands) < small_number(several.group(1))


def _not_so_many(offer: Offer) -> bool:
    """One of four years is not what there was over the four, nor are three of them, nor what moved in the last."""
    several = OVER_SO_MANY.search(offer.text)
    times = sorted({(p.last, p.first) for p in offer.stretches})
    if several is None or not times:
        return False
    number, months = small_number(several[1]), 12 if several[2].lower() == "years" else 3
    if offer.operation in MOVES:
        (last, _), (first, _) = times[-1], times[0]
        steps = ((last.year - first.year) * 12 + last.month - first.month) / months
        return offer.kind is not ColumnKind.CHANGE and not number - 1 <= steps <= number
    if offer.operation in _OVER_TIME:
        return len(times) > 1 and not number <= len(times) <= number + (offer.operation is Operation.TREND)
    if offer.operation not in SINGLE or offer.kind is ColumnKind.CHANGE:
        return False
    return all(p.months < number * months for p in offer.stretches) and several[1].lower() not in offer.labels.lower()


def _past_for_what_will_be(offer: Offer) -> bool:
    """What there was is not what there will be in the next quarter or year."""
    return bool(_WILL_BE.search(offer.text)) and not _FORESEEN.search(offer.labels) and not offer.question.named_periods


def _part_of_a_sum_for_a_trend(offer: Offer) -> bool:
    """One year's part of all the years' sum is no trend either."""
    reading = offer.reading
    if not offer.question.has(Cue.TREND) or offer.operation is not Operation.SHARE:
        return False
    return len(reading.rows) > 1 and all(reading.entry.frame.rows[r].period is not None for r in reading.rows)


def _part_for_a_stretch(offer: Offer) -> bool:
    """A level of a shorter time within the stretch that is asked for: a quarter of "the twelve months".

    A printed change is over the very stretch, though it may begin a day later; over a quarter of the year it is none of
    what there was in the year.
    """
    asked = offer.question.named_periods
    if offer.kind is not ColumnKind.LEVEL:
        of_part = offer.kind is ColumnKind.CHANGE and not offer.question.has(*_MOVED_ON, *_COMPARED)
        return of_part and len(asked) == 1 and asked[0].kind in _YEARS and _is_shorter(asked[0], offer)
    if len({(p.first, p.last) for p in asked}) > 1 and len(offer.result.operands) == 1 and not offer.question.yes_no:
        return True  # one year of "from 2021 to 2025"
    if len(asked) == 1 and asked[0].kind in _YEARS:
        return _is_shorter(asked[0], offer)
    return len(asked) == 1 and asked[0].kind in _STRETCHES and _has_part_of(asked[0], offer)


def _is_shorter(asked: Period, offer: Offer) -> bool:
    """Whether a cell is of a month or a quarter of the year that is asked for."""
    return any(c.kind in _SHORTER and asked.contains(c) for c in offer.stretches)


def _quarters_compared_for_a_year(offer: Offer) -> bool:
    """What two things came to in one quarter each does not compare them over the year that is asked for."""
    asked = offer.question.named_periods
    return offer.operation is Operation.COMPARE and len(asked) == 1 and _has_part_of(asked[0], offer)


def _has_part_of(asked: Period, offer: Offer) -> bool:
    """Whether a cell is of a part of the time that is asked for."""
    return any(asked.contains(c) and not asked.same_span(c) for c in offer.stretches)


def _quarter_for_the_year(offer: Offer) -> bool:
    """What a quarter had is not what the past year had, nor are several rows of it."""
    if offer.operation not in SINGLE | {Operation.SUM, Operation.MEAN} or len(offer.reading.columns) > 1:
        return False
    shorter = any(c.kind in _SHORTER for c in offer.stretches)
    rows = {offer.reading.entry.frame.rows[r].period for r in offer.reading.rows}
    return shorter and len(rows) < _QUARTERS and bool(_PAST_YEAR.search(offer.text)) and offer.kind is ColumnKind.LEVEL


def _day_for_a_stretch(offer: Offer) -> bool:
    """A day's level is not how something changed from June to September."""
    if offer.kind not in STANDING or not offer.question.has(*_MOVED_ON):
        return False
    days = [o.period is not None and o.period.kind is PeriodKind.DAY for o in offer.result.operands]
    return any(p.kind is PeriodKind.RANGE for p in offer.question.named_periods) and bool(days) and all(days)


def _time_for_a_name(offer: Offer) -> bool:
    """A day is nobody."""
    return is_a_time_for_a_name(offer.question, offer.result)


def _thing_for_a_time(offer: Offer) -> bool:
    """When something was at its most is told by none that was the most of one and the same time."""
    if offer.operation is not Operation.RANK or expected(offer.text).kind is not Kind.DATE:
        return False
    if len({(o.period.first, o.period.last) for o in offer.result.operands if o.period is not None}) > 1:
        return False
    return not any(find_periods(label) for path in offer.paths for label in path[-1:])


RULES: tuple[Rule, ...] = (
    _thing_for_a_time,
    _many_quarters_for_one,
    _two_things_for_a_trend,
    _part_of_a_sum_for_a_trend,
    _short_of_the_series,
    _not_so_many,
    _sum_of_what_stands,
    _between_other_times,
    _quarters_compared_for_a_year,
    _quarter_for_the_year,
)
RULES_FOR_ONE: tuple[Rule, ...] = (_past_for_what_will_be, _part_for_a_stretch, _day_for_a_stretch, _time_for_a_name)
"""For what gives one figure."""
