"""Whether a figure from a table is of the kind that a question asks for, however well its labels fit the words."""

from __future__ import annotations

import re
from collections.abc import Iterable
from itertools import pairwise

from assistant.questions.cues import ALTERNATIVE, PER_HEAD, RATED, Cue, Relative
from assistant.questions.expected import Kind, expected, table_suits
from assistant.questions.needs import Linked
from assistant.questions.question import Question
from assistant.questions.roles import Role, role
from assistant.questions.sides import SOLID
from assistant.questions.words import label_stems, stem, tokens
from assistant.readings import Reading
from assistant.readings.pairs import is_bare_time, like_label, moves
from structured.engine import Result
from structured.observations import ColumnKind, Grid
from structured.periods import PeriodKind, find_periods
from structured.plan import Operation
from structured.units import UnitKind

SINGLE = frozenset({Operation.LOOKUP, Operation.LEVEL})
"""What gives one figure."""
OF_MANY = frozenset({Operation.RANK, Operation.FILTER, Operation.COUNT})
"""What leaves out those of the things it is about that have no figure, and says so."""
_COUNTING = frozenset({Operation.FILTER, Operation.COUNT})
_MOVED_ON = (Cue.CHANGE, Cue.RISE, Cue.FALL)
_STRETCHES = frozenset({PeriodKind.RANGE, PeriodKind.ROLLING})
_MOVES = frozenset({Operation.DIFFERENCE, Operation.PERCENT_CHANGE})
_AVERAGED = re.compile(r"\b(?:mean|average|median|typical|per|rate|score)\b", re.IGNORECASE)
_STANDING = frozenset({ColumnKind.LEVEL, ColumnKind.GAP})
"""The columns of how much there is, or how far from a base, and not of how it changed."""
_OF_ONE_THING = frozenset({ColumnKind.LEVEL, ColumnKind.CHANGE})
_ONE_OR_OTHER = re.compile(
    r"\b(?:more|fewer|less|higher|lower|bigger|smaller)\b[^?,;]*? or "
    r"(?!not\b|more\b|less\b|fewer\b|higher\b|lower\b|above\b|below\b|no\b)",
    re.IGNORECASE,
)
_ASKS_MORE = re.compile(
    r"\bhow (?:much|many)\b (?:\w+ ){0,2}?(?:more|less|fewer|higher|lower|bigger|smaller|greater)\b[^?]*\bthan\b",
    re.IGNORECASE,
)
_MOVED = re.compile(
    r"\b(?:slip\w*|delay\w*|chang\w*|growth|ris\w+|rose|fall\w*|fell|los[st]\w*|gain\w*|movement|lower|higher|cut|saved?)\b",
    re.IGNORECASE,
)
"""What heads a column of how far things moved, though it is no change of another column."""
_WHICH_ONES = re.compile(
    r"^(?:and |so )?(?:(?:at|in|on|for|from|to|of) )?which (?:of the )?(?:[\w-]+ ){0,2}?\w+s "
    r"(?:did|do|are|were|have|had|has|missed|met|got|went|\w+ed)\b",
    re.IGNORECASE,
)


_SHARE_OF = re.compile(
    r"\b(?:what|which) (?:per ?cent(?:age)?|%|share|proportion|fraction) of\b"
    r"|^(?:the )?(?:share|proportion|fraction) of\b",
    re.IGNORECASE,
)
_BY_SO_MUCH = re.compile(r"\bby (?:what|which) (?:per ?cent(?:age)?|%)", re.IGNORECASE)
_OF_SHARES = frozenset(
    stem(w)
    for w in (
        "share",
        "percentage",
        "proportion",
        "rate",
        "total",
        "all",
        "cent",
        "per",
        "whole",
        "full",
        "year",
        "annual",
    )
)
_APART = re.compile(r"\b(?:gaps?|differences?)\b[^?]*\b(?:between|from|and|to)\b|\bgap\?*$", re.IGNORECASE)
_THERE_ARE = re.compile(
    r"\bhow many\b[^?]*\b(?:have|has|had|employ\w*|in post|at the end of|currently|at the moment|now)\b", re.IGNORECASE
)
_CAME = re.compile(r"\b(?:recruit|join|leav|left|hire|starter|intake|new\b|appoint)", re.IGNORECASE)
"""What heads counts of those who came or went."""
_MORE_OR_FEWER = re.compile(
    r"\b(?:more|higher|better|up|bigger)\b[^?]*\bor (?:fewer|less|lower|worse|down|smaller|not)\b", re.IGNORECASE
)
_SO_MANY_POINTS = re.compile(r"\bhow many (?:more |fewer )?(?:percentage )?points\b", re.IGNORECASE)
_SO_LONG = re.compile(
    r"\b(?:an?|one|two|three|four|five|six|ten|twelve|\d+) (years?|months?|weeks?|days?|hours?|minutes?) "
    r"(?:or|and) (?:more|longer|over|older)\b",
    re.IGNORECASE,
)
_IN_PER_CENT = re.compile(
    r"\bin (?:percentage|per ?cent|relative|proportional|%) terms\b|\bproportionately\b", re.IGNORECASE
)
_NO_PER_CENT = frozenset({UnitKind.COUNT, UnitKind.MONEY})
_HOW_OFTEN = re.compile(
    r"\b(?:whose|which|what) ([a-z-]+)\b[^?]*\b(?:least|most|more|less) (?:often|frequently|regularly)\b", re.IGNORECASE
)
_OF_ONE = re.compile(r"\b(?:\w{2,}est|most \w+) single ([a-z-]+)", re.IGNORECASE)
_SUPERLATIVE = re.compile(r"\b(?:\w{2,}est|most|least|best|worst|maximum|minimum|peak|top|record)\b", re.IGNORECASE)
_LOST = re.compile(
    r"\bhow (?:many|much)\b[^?]*\b(?:los[et]|losing|gain(?:ed)?|shed)\b[^?]*\b(?:over|since|from|in|on)\b", re.I
)
_BY_HOW_MUCH = re.compile(r"\bby how (?:much|many)\b", re.IGNORECASE)
_DISTANCE = re.compile(
    rf"{_MOVED.pattern}|\b(?:gap|difference|increase|decrease|over|under|above|below|behind|ahead|variance)",
    re.IGNORECASE,
)
_GAP = re.compile(r"\b(?:gaps?|differences?)\b", re.IGNORECASE)
_AGAINST_A_PLAN = re.compile(
    r"\b(?:above|below|over|under|short of|off|behind|ahead of) (?:or [a-z]+ )?"
    r"(?:what (?:it |they |we )?(?:was|is|were|are|had been) )?(?:its |the |their |our )?"
    r"(?:wanted|hoped for|planned|target)\b|"
    r"\b(?:against|versus|vs\.?|compared (?:to|with)) (?:its |the |their |our )?(?:target|plan|budget|goal|standard)\b",
    re.IGNORECASE,
)
_ADDED_UP = re.compile(r"\badd(?:ed|ing)? (?:it |them |these )?(?:up|together)\b|\bput together\b", re.IGNORECASE)
_ONE_QUARTER = re.compile(r"\b(?:last|this|previous|latest|the) (?:quarter|month)\b", re.IGNORECASE)
_THINGS = re.compile(
    r"\b(?:how many|numbers? of|count of|total)(?: of| more| fewer| other| new)? ([a-z'-]+)", re.IGNORECASE
)
_WITHIN = re.compile(
    r"\b(?:at|to|in|into|inside|during|across|among)(?: (?:the|these|those|all|its|our|their|each))?"
    r"((?: [a-z'-]+){1,3})",
    re.IGNORECASE,
)
_OF_A_PLAN = re.compile(r"\b(?:variance|plan|budget|target)", re.IGNORECASE)
_HOW_IT_CHANGED = re.compile(r"\bhow (?:has|have|had|did)\b[^?]*\b(?:chang|mov|shift|develop)", re.IGNORECASE)
_GOING_ON = re.compile(r"\bwhat(?:'s| has| is| have) (?:been )?happen(?:ing|ed)\b", re.IGNORECASE)
_IN_EACH = re.compile(
    r"\b(?:for|in|at|by) each\b|\bbreak (?:it |this |that |them )?down\b|\bbroken? down by\b|\bbreakdown\b"
    r"|\beach of the (?:last|past|previous)\b",
    re.IGNORECASE,
)
_PLANS = re.compile(
    r"\b(?:variance|against (?:the )?(?:budget|target|plan)|vs\.? (?:budget|target|plan))\b", re.IGNORECASE
)


def holds_what_is_asked(
    question: Question, linked: Linked, reading: Reading, result: Result, frames: Iterable[Grid]
) -> bool:
    """Whether a reading gave the kind of thing that is asked for, or says that there is no such figure to be had."""
    return is_withheld(result) or suits(question, linked, reading, result, frames)


def is_withheld(result: Result) -> bool:
    """Whether the report withholds what was asked for: the cell itself, or one that the calculation needs."""
    if result.values:
        return all(value.quantity is None and value.sources[0].is_withheld for value in result.values)
    return bool(result.left_out) and result.plan.operation not in OF_MANY


def suits(question: Question, linked: Linked, reading: Reading, result: Result, frames: Iterable[Grid]) -> bool:
    """Whether what a reading gave can answer the question; ``frames`` are the tables of its report."""
    plan, text = result.plan, question.text
    column = reading.entry.frame.columns[reading.columns[0]] if reading.columns else None
    kind = column.kind if column is not None else None
    label = " ".join(column.path) if column is not None else ""
    if ALTERNATIVE.search(text):
        return False  # a figure alone does not settle which of two accounts of it is true
    one = _OF_ONE.search(text)
    counts = all(v.quantity is None or v.quantity.unit.kind is UnitKind.COUNT for v in result.values)
    if one and counts and stem(one.group(1)) in label_stems(label):
        return False  # the largest single payment is in no column of how many payments there were
    lasting = _SO_LONG.search(text)
    if lasting and stem(lasting.group(1).lower()) not in label_stems(_labels(reading)):
        return False  # "open for a year or more" is no case of any age
    those = _HOW_OFTEN.search(text)
    if those and plan.operation in OF_MANY and stem(those.group(1)) in label_stems(label):
        return False  # how many members there are is not how often they came
    if _SO_MANY_POINTS.search(text) and plan.operation in _COUNTING:
        return False
    if _counts_where_they_were(question, linked, reading):
        return False
    if PER_HEAD.search(text) and plan.operation in OF_MANY | SINGLE and not _is_rate(reading):
        return False
    if question.has(Cue.MEAN) and plan.operation in _MOVES and not _AVERAGED.search(_labels(reading)):
        return False  # how a total moved is not how the average did
    of_levels = plan.operation is Operation.RANK and not plan.baseline and kind in _STANDING
    if of_levels and question.has(Cue.RISE, Cue.FALL) and moves(question) and not _MOVED.search(label):
        return False  # what is highest is not what rose most
    if _SHARE_OF.search(text) and not _BY_SO_MUCH.search(text):
        if plan.operation in _MOVES and not moves(question) and not question.has(Cue.OVER, Cue.UNDER):
            return False  # how far a figure is from a whole is not what part of it that is
        if plan.operation in SINGLE and column is not None and not _is_share_of_it(question, linked, reading):
            return False
    if _IN_EACH.search(text) and plan.operation in SINGLE | _MOVES and len(result.values) < 2:
        return False
    if _AGAINST_A_PLAN.search(text) and not moves(question):
        if plan.operation in _MOVES and not _is_planned(reading):
            return False  # what is held against a target is not held against another time
        if plan.operation in SINGLE and kind is ColumnKind.LEVEL and role(label) is Role.PLANNED:
            return False  # a target alone is held against nothing
    if _ADDED_UP.search(text) and plan.operation in SINGLE | _MOVES:
        return False
    if plan.operation is Operation.SUM and len(reading.columns) > 1 and _ONE_QUARTER.search(text):
        return False  # what is asked of one quarter is not added up over several
    if plan.operation is Operation.SUM and len(reading.columns) > 1 and _is_of_more_time(question, reading):
        return False
    if question.has(Cue.TREND) and plan.operation in _MOVES and len(reading.columns) == 2 and _are_two_things(reading):
        return False  # how far one thing is from another at one time is no trend
    if question.has(Cue.TREND) and plan.operation is Operation.SHARE and _is_over_time(reading):
        return False  # one year's part of all the years' sum is no trend either
    fastest = question.order is not None and _IN_PER_CENT.search(text)
    if fastest and plan.operation in _COUNTING:
        return False
    if (
        fastest
        and plan.operation is Operation.RANK
        and plan.baseline
        and any(v.quantity is not None and v.quantity.unit.kind in _NO_PER_CENT for v in result.values)
    ):
        return False  # what grew by most is not what grew fastest
    hit = question.has(Cue.MET, Cue.MISSED) and plan.operation in OF_MANY
    if hit and not plan.baseline and kind is ColumnKind.LEVEL and role(label) is Role.PLANNED:
        return False  # targets alone do not tell who reached theirs
    back = any(r in {Relative.PREVIOUS, Relative.YEAR_BEFORE} for r, _, _ in question.relatives)
    goes_on = question.has(Cue.TREND) or back or _GOING_ON.search(text)
    if (
        goes_on
        and not _OF_A_PLAN.search(text)
        and plan.operation in SINGLE
        and kind is ColumnKind.CHANGE
        and _PLANS.search(label)
    ):
        return False  # how far a figure is from its plan is not how it has moved
    if plan.operation in SINGLE:
        if _is_only_a_part(question, result, kind is ColumnKind.LEVEL) or is_a_time_for_a_name(question, result):
            return False
        if question.order is not None and (question.limit > 1 or not _SUPERLATIVE.search(_labels(reading))):
            return False  # the top three are not one figure, nor is it said of any one that it is the top
        if _THERE_ARE.search(text) and _CAME.search(_labels(reading)) and not _CAME.search(text):
            return False  # who came in a year is not who is there at its end
        if kind in _STANDING and question.has(*_MOVED_ON) and _is_over_a_stretch(question, result):
            return False  # a day's level is not how something changed from June to September
        if kind in _STANDING and _MORE_OR_FEWER.search(text):
            return False  # what there is does not say whether there was more of it before
        if kind is ColumnKind.LEVEL and _LOST.search(text) and not _MOVED.search(_labels(reading)):
            return False  # what there is does not say how much of it was lost
        if kind is ColumnKind.LEVEL and _BY_HOW_MUCH.search(text) and not _DISTANCE.search(_labels(reading)):
            return False  # how much there is does not say by how much it is more
        if kind in _OF_ONE_THING and _APART.search(text) and not _GAP.search(_labels(reading)):
            return False  # neither a level nor a change says how far two things are apart
        if _ONE_OR_OTHER.search(text) or _WHICH_ONES.search(text):
            return False  # one figure does not tell which of two is more, nor which of many did so
        if plan.operation is Operation.LOOKUP and kind is ColumnKind.LEVEL and _ASKS_MORE.search(text):
            return False  # a level does not say by how much one thing was more than another
        if kind in _STANDING and _HOW_IT_CHANGED.search(text):
            return False  # how far something is from a base is not how it has changed
        if kind in _STANDING and says_whether_it_moved(question):
            return False  # a level alone, or a distance from a base, does not say whether it went up
    quantities = [v.quantity for v in result.values]
    if plan.operation in SINGLE and expected(text).kind is Kind.MONEY:
        kinds = {q.unit.kind for q in quantities if q is not None}
        if not kinds & {UnitKind.MONEY, UnitKind.PERCENT} and _print_money(frames):
            return False  # in a report that says where its figures are money, the others are not
    return table_suits(text, plan.operation, quantities)


def _is_share_of_it(question: Question, linked: Linked, reading: Reading) -> bool:
    """Whether a column of percentages says no other share than the question: "% in time" is no share of the whole."""
    column = reading.entry.frame.columns[reading.columns[0]]
    heading = next((label for label in reversed(column.path) if not is_bare_time((label,))), "")
    in_percent = column.unit is not None and column.unit.kind is UnitKind.PERCENT
    if not in_percent and not _PERCENT.search(heading):
        return True
    told = _BRACKETS.sub(" ", heading)
    for mention in reversed(find_periods(told)):
        told = told[: mention.start] + told[mention.end :]
    words = set(label_stems(told)) - _OF_SHARES
    asked = {t.stem for t in question.tokens}
    if any(word.isdigit() and word not in asked for word in words):
        return False  # "under 18 weeks"
    before, *after = _PERCENT.split(told)
    own = (set(label_stems(" ".join(after))) - _OF_SHARES) or words
    if not words or own & asked:
        return True
    met = [m for i in reading.entry.columns[reading.columns[0]] if (m := linked.matches.get(i))]
    covered = {linked.needs[n].token.stem for m in met for n in m.covers}
    return len(column.path) == 1 and bool(covered - (set(label_stems(before)) if after else set()))


_PERCENT = re.compile(r"%|\bper ?cent", re.IGNORECASE)
_BRACKETS = re.compile(r"\([^)]*\)")


def is_of_another_kind(question: Question, linked: Linked, reading: Reading) -> bool:
    """Whether one figure is of another kind of the thing asked for: "*council housing* land" is no "*private* land".

    The word that tells the kind stands right before the thing, in the question and in the label, and no label has it.
    To be asked of the best reading alone: the next best only leaves the thing out.
    """
    frame, entry = reading.entry.frame, reading.entry
    if reading.plan.operation not in SINGLE or len(reading.columns) != 1 or not frame.columns[reading.columns[0]].path:
        return False
    ids = [*entry.columns[reading.columns[0]], *(i for r in reading.rows for i in entry.rows[r])]
    told = {n for i in ids if (m := linked.matches.get(i)) for n in m.covers}
    beside = set(label_stems(" ".join((frame.title, frame.caption, *frame.section))))
    said = {v for n in linked.needs if n.index in told for v in n.variants}
    label = tokens(frame.columns[reading.columns[0]].path[-1])
    for kind, thing in pairwise(linked.needs):
        apart = bool(question.text[kind.token.end : thing.token.start].strip())
        if apart or thing.index not in told or kind.index in told or not kind.required or set(kind.variants) & beside:
            continue
        for before, head in pairwise(label):
            if head.stem in thing.variants and not before.is_stop and before.stem not in said:
                return True
    return False


def is_a_time_for_a_name(question: Question, result: Result) -> bool:
    """Whether somebody is asked for, and every cell gives a time."""
    cells = [o.printed for o in result.operands]
    whole = (any(m.end - m.start == len(text.strip()) for m in find_periods(text)) for text in cells)
    return question.has(Cue.WHO) and bool(cells) and all(whole)


def _is_over_a_stretch(question: Question, result: Result) -> bool:
    """Whether a stretch is asked for by its two ends and every figure is of one day."""
    asked = [p.period for p in question.periods if p.period is not None]
    days = [o.period is not None and o.period.kind is PeriodKind.DAY for o in result.operands]
    return any(p.kind is PeriodKind.RANGE for p in asked) and bool(days) and all(days)


def _is_only_a_part(question: Question, result: Result, level: bool) -> bool:
    """Whether a figure is of a shorter time within the stretch that is asked for: a quarter of "the twelve months"."""
    if not level:
        return False  # a printed change is over the very stretch, though it may begin a day later
    asked = [p.period for p in question.periods if p.period is not None]
    if len({(p.first, p.last) for p in asked}) > 1 and len(result.operands) == 1 and not question.yes_no:
        return True  # one year of "from 2021 to 2025"
    stretches = [p for p in asked if p.kind in _STRETCHES]
    cells = [o.period for o in result.operands if o.period is not None and o.period.kind is not PeriodKind.DAY]
    return len(asked) == len(stretches) == 1 and any(
        stretches[0].contains(c) and not stretches[0].same_span(c) for c in cells
    )


def _is_over_time(reading: Reading) -> bool:
    """Whether a reading's rows are times."""
    rows = reading.entry.frame.rows
    return len(reading.rows) > 1 and all(rows[r].period is not None for r in reading.rows)


def _are_two_things(reading: Reading) -> bool:
    """Whether a reading's two columns are of one time, or of none, and of two measures."""
    first, second = (reading.entry.frame.columns[c] for c in reading.columns)
    same_time = first.period == second.period or first.period is None or second.period is None
    return same_time and like_label(first.path) != like_label(second.path)


def _is_of_more_time(question: Question, reading: Reading) -> bool:
    """Whether columns that are added up are of more than the one time that a question names."""
    asked = [p.period for p in question.periods if p.period is not None]
    columns = [reading.entry.frame.columns[c].period for c in reading.columns]
    return len(asked) == 1 and any(c is not None and not asked[0].contains(c) for c in columns)


def _counts_where_they_were(question: Question, linked: Linked, reading: Reading) -> bool:
    """Whether a column counts not the things asked for but what they were at or in: "how many *people* at *events*"."""
    things = {stem(m.group(1).lower()) for m in _THINGS.finditer(question.text)}
    asked = [n for n in linked.needs if n.token.stem in things and not n.inherited]
    if not asked or any(reading.covers.get(n.index, 0.0) >= SOLID for n in asked):
        return False
    text = question.text
    for asked_time in question.periods:
        text = text[: asked_time.start] + " " * (asked_time.end - asked_time.start) + text[asked_time.end :]
    places = {w for m in _WITHIN.finditer(text) for w in label_stems(m.group(1))} - things
    frame = reading.entry.frame
    return any(places & set(label_stems(frame.columns[c].path[-1])) for c in reading.columns if frame.columns[c].path)


def _labels(reading: Reading) -> str:
    """The labels of a reading's table, columns and rows."""
    frame = reading.entry.frame
    paths = [*(frame.columns[c].path for c in reading.columns), *(frame.rows[r].path for r in reading.rows)]
    return " ".join((frame.title, frame.caption, *(label for path in paths for label in path)))


def _is_planned(reading: Reading) -> bool:
    """Whether one of a reading's columns or rows is a plan, or how far something is from one."""
    frame = reading.entry.frame
    paths = [*(frame.columns[c].path for c in reading.columns), *(frame.rows[r].path for r in reading.rows)]
    return any(role(" ".join(p)) is Role.PLANNED or _PLANS.search(" ".join(p)) for p in paths)


def _is_rate(reading: Reading) -> bool:
    """Whether a reading's columns, or its one row, say that their figures are held against so many people."""
    frame = reading.entry.frame
    rows = [frame.rows[r].path for r in reading.rows] if len(reading.rows) == 1 else []
    return any(RATED.search(" ".join(path)) for path in (*(frame.columns[c].path for c in reading.columns), *rows))


def _print_money(frames: Iterable[Grid]) -> bool:
    """Whether some table of a report has figures of money."""
    return any(c.unit is not None and c.unit.kind is UnitKind.MONEY for frame in frames for c in frame.columns)


def says_whether_it_moved(question: Question) -> bool:
    """Whether a yes or a no is asked for on something having gone up or down."""
    moved = question.has(Cue.RISE, Cue.FALL, Cue.IMPROVE, Cue.WORSEN)
    return question.yes_no and moved and not question.thresholds and question.between is None
