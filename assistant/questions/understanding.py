"""Understanding: from a question's words to the readings that explain them, over the tables of a library.

Every required word must be explained by the chosen reading; what cannot be explained blocks it and is named.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace

from assistant import readings
from assistant.questions import promise
from assistant.questions.cues import SEVERAL, Cue, Order
from assistant.questions.expected import expected
from assistant.questions.glossary import Glossary
from assistant.questions.linking import Linker
from assistant.questions.needs import Linked, Need
from assistant.questions.outline import is_of_all, is_total_label
from assistant.questions.question import Question
from assistant.questions.roles import Role, role
from assistant.questions.row_groups import is_total_of
from assistant.questions.sheet import Sheet
from assistant.questions.sides import merge
from assistant.questions.words import label_stems
from assistant.readings import Reading
from assistant.readings.measures import OF_ANOTHER, is_told_elsewhere, plain_readings
from structured.observations import ColumnKind
from structured.operations import UNADDABLE
from structured.plan import Operation
from structured.units import UnitKind

_MOST_SHEETS = 24
LEFT_OVER = 0.2
"""The share of the question's weight that a reading may leave unexplained."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Understanding:
    """The readings over tables, best first, and what nothing explained.

    ``readings`` are those that explain every required word; ``partial`` are the best of the others.
    """

    question: Question
    linked: Linked
    readings: tuple[Reading, ...]
    partial: tuple[Reading, ...]

    @property
    def best(self) -> Reading | None:
        """The best reading that explains the whole question, if there is one."""
        return self.readings[0] if self.readings else None


def _halves(question: Question, linked: Linked, linker: Linker) -> tuple[tuple[Linked, Linked], ...]:
    """The words before and after each separator, linked apart, when the question may set two things side by side."""
    if not question.has(Cue.COMPARE, Cue.DIFFERENCE, Cue.RATIO):
        return ()
    found = []
    for start, end in question.separators[:4]:
        left = tuple(
            replace(n, index=i)
            for i, n in enumerate(n for n in linked.needs if n.token.end <= start and not n.inherited)
        )
        right = tuple(
            replace(n, index=i)
            for i, n in enumerate(n for n in linked.needs if n.token.start >= end and not n.inherited)
        )
        if left and right:
            found.append((linker.link(left), linker.link(right)))
    return tuple(found)


def _sheets(question: Question, linked: Linked, linker: Linker, context: Reading | None) -> list[Sheet]:
    """The tables that could explain most of the question, best first, and the one that the turn before was about."""

    def said(words: frozenset[str]) -> dict[int, float]:
        return linker.cover(linked, words)

    worths = promise.worth(linker.promises.strengths(linked), linked).round(9)
    about = context.entry.index if context is not None else None
    kept = promise.best(worths, least=0.02, behind=0.35, most=_MOST_SHEETS, also=about)
    halves = _halves(question, linked, linker)
    sheets = [Sheet(linker.catalogue.entries[position], question, linked, said) for position in kept]
    for sheet in sheets:
        sheet.halves = halves
    return sheets


_STRETCH = re.compile(r"\b(?:to|until|through|up to)\b", re.IGNORECASE)
"""What joins the ends of one stretch of time."""
_ADDED = re.compile(
    r"\b(?:sum|summed|add(?:ed|s)?|plus|combined|together|altogether|jointly|in all|all told)\b", re.IGNORECASE
)


def _moving(q: Question) -> bool:
    """Whether a change is asked for: "the change in total income" adds nothing up."""
    moving = q.has(Cue.CHANGE, Cue.PERCENT_CHANGE, Cue.DIFFERENCE, Cue.RISE, Cue.FALL)
    return moving and not _ADDED.search(q.text)


def _either_or(question: Question) -> bool:
    """Whether the question names the two that it chooses between: "which was higher, A or B?"."""
    return question.has(Cue.COMPARE) and " or " in question.text.lower()


def _offers(sheet: Sheet, glossary: Glossary) -> Iterator[Reading]:
    q = sheet.question
    either = q.has(Cue.COMPARE)
    superlative = q.order is not None and not (_either_or(q) and q.order in {Order.BEST, Order.WORST})
    conditional = (
        bool(q.thresholds or q.between)
        or q.has(Cue.MISSED, Cue.MET)
        or (q.has(Cue.WHICH, Cue.COUNT_OF) and q.has(Cue.RISE, Cue.FALL, Cue.IMPROVE, Cue.WORSEN, Cue.OVER, Cue.UNDER))
    )
    if superlative:
        yield from readings.rankings(sheet, glossary)
    if q.has(Cue.EACH) and not conditional and not q.has(Cue.MEAN, Cue.SUM, Cue.SHARE, Cue.TREND, Cue.RATIO):
        yield from readings.breakdowns(sheet)
    if conditional or q.has(Cue.WHICH, Cue.COUNT_OF):
        yield from readings.filters(sheet, glossary)
    if q.has(Cue.MEAN) or (q.has(Cue.SUM) and not _moving(q)):
        yield from readings.aggregates(sheet)
    if q.has(Cue.SHARE):
        yield from readings.shares(sheet)
        yield from readings.column_shares(sheet)
    if (
        q.has(Cue.TREND)
        or (len(q.periods) > 2 and not _STRETCH.search(q.text))
        or (q.has(Cue.CHANGE) and q.has(Cue.RISE, Cue.FALL) is False and "since" in q.text.lower())
    ):
        yield from readings.trends(sheet)
    if q.has(Cue.RATIO):
        yield from readings.ratios(sheet)
    if either or (q.has(Cue.EARLIEST) and q.has(Cue.CLOSING)) or len(q.periods) == 2:
        yield from readings.comparisons(sheet)
    if sheet.times.wants_change or q.has(Cue.MISSED, Cue.MET):
        yield from readings.changes(sheet)
    yield from readings.lookups(sheet)


_FURTHEST = re.compile(r"\b(?:furthest|farthest|(?:the|by) most)\b", re.IGNORECASE)
_OF_ONE = frozenset({Operation.LOOKUP, Operation.LEVEL, Operation.DIFFERENCE, Operation.PERCENT_CHANGE})


def _prior(question: Question, reading: Reading) -> float:
    """What the cues say for or against the kind of reading, whatever the words that it explains."""
    op = reading.plan.operation
    bonus = 0.0
    if question.order is not None:
        bonus += 0.25 if op is Operation.RANK else 0.0
        if op is Operation.FILTER and _FURTHEST.search(question.text) and not question.thresholds:
            bonus -= 0.2  # which went furthest is not told by all that went
        if question.has(Cue.WHICH) and not _either_or(question) and op in _OF_ONE:
            bonus -= 0.3  # which one is the most is not told by one alone
    if question.thresholds or question.between:
        bonus += 0.25 if op in {Operation.FILTER, Operation.COUNT} else -0.05
    moved = question.has(Cue.RISE, Cue.FALL, Cue.IMPROVE, Cue.WORSEN, Cue.OVER, Cue.UNDER, Cue.MISSED, Cue.MET)
    text = question.text.lower()
    counted = (
        text.startswith(("how many", "in how many"))
        and not text.startswith(("how many more", "how many fewer", "how many less"))
        and " than " in text
    )
    chosen = question.has(Cue.WHICH) or (
        question.has(Cue.COUNT_OF) and text.startswith(("how many", "in how many", "number of"))
    )
    if (
        moved
        and question.order is None
        and not question.has(Cue.COMPARE, Cue.PERCENT_CHANGE)
        and (counted or not question.has(Cue.DIFFERENCE))
        and chosen
        and op in {Operation.FILTER, Operation.COUNT}
    ):
        bonus += 0.25
    between_two = len(question.periods) == 2 and question.has(Cue.CHANGE, Cue.RISE, Cue.FALL)
    if question.has(Cue.TREND) and not question.has(Cue.MEAN, Cue.SUM) and not between_two:
        bonus += 0.2 if op is Operation.TREND else 0.0
    if question.has(Cue.MEAN) and op is Operation.MEAN:
        bonus += 0.25
    if question.has(Cue.SUM) and not _moving(question) and op is Operation.SUM:
        bonus += 0.2
    if question.has(Cue.SHARE):
        bonus += 0.12 if op is Operation.SHARE else -0.15 if op is Operation.COMPARE and reading.other is None else 0.0
    if question.has(Cue.COMPARE) and op is Operation.COMPARE:
        bonus += 0.1
    return bonus


def acceptable(unexplained: Sequence[Need], linked: Linked, most: float = LEFT_OVER) -> bool:
    """Whether what a reading leaves unexplained is little enough: no name, no number, a small part of the weight."""
    if any(n.strict for n in unexplained):
        return False
    total = sum(n.weight for n in linked.needs if n.required)
    return sum(n.weight for n in unexplained) <= most * total


def understand(question: Question, linked: Linked, linker: Linker, context: Reading | None = None) -> Understanding:
    """Every reading worth considering, best first; the order is the same for the same library and question.

    ``context`` is the reading of the turn that the question leans on: staying with its table, row and column is likely.
    """
    glossary = linker.glossary
    sheets = _sheets(question, linked, linker, context)
    found: list[tuple[float, int, Reading]] = []
    for sheet in sheets:
        found += [(r.score + _prior(question, r), 0, r) for r in _offers(sheet, glossary)]
    if question.has(Cue.COMPARE, Cue.DIFFERENCE):
        found += [(r.score + _prior(question, r), 0, r) for r in readings.sister_comparisons(sheets)]
    if context is not None:
        found = [(s + _nearness(r, context), i, r) for s, i, r in found]
    found = [f for f in found if _answers_the_task(question, f[2]) and not _of_a_group_only(f[2], linked)]
    plain = plain_readings((r for _, _, r in found), linked)
    found = [(s - OF_ANOTHER * is_told_elsewhere(r, plain, linked), i, r) for s, i, r in found]
    printed = {(r.entry.index, r.rows[0]) for _, _, r in found if _is_the_share(question, r)}
    levels = {(r.entry.index, r.rows[0]) for _, _, r in found if _prints_a_part(r, linked, question.text)}
    found = [f for f in found if not _worked_out_in_vain(f[2], printed, levels, question, linked)]
    found.sort(key=lambda f: (-round(f[0], 6), f[2].entry.index, f[2].rows, f[2].columns))
    whole = [(s, r) for s, _, r in found if acceptable(r.unexplained, linked) and not r.out_of_time]
    whole = _titled_totals_first(whole, linked)
    rest = [(s, r) for s, _, r in found if r.out_of_time or not acceptable(r.unexplained, linked)]
    return Understanding(
        question=question,
        linked=linked,
        readings=tuple(_scored(s, r) for s, r in whole[:40]),
        partial=tuple(_scored(s, r) for s, r in rest[:10]),
    )


_LEVELS = frozenset({Operation.LOOKUP, Operation.LEVEL, Operation.COMPARE})
_HOW_MUCH_MORE = re.compile(
    r"^how (?:many|much) (?:(?!(?:had|have|has|been|were|was|are|is|did|do|does)\b)[\w%]+ ){0,3}?"
    r"(?<!\bof )(?:more|less|fewer|higher|lower|slower|faster|quicker|longer|shorter|(?:short|ahead|off) (?:of )?|"
    r"(?:below|above|over|under|behind)(?! [£\d]))\b",
    re.IGNORECASE,
)
_HOW_MANY_LOST = re.compile(
    r"\bhow (?:many|much) [^?]{1,60}? (?:did|have|has) [^?]{1,30}? (?:lose|lost|gain|gained|shed)\b", re.IGNORECASE
)
_ADDED_UP = re.compile(r"\b(?:added|adding|add|taken|put) (?:up|together)\b|\bcombined\b|\baltogether\b", re.IGNORECASE)
_GONE = re.compile(
    r"\b(?:went|gone|disappeared|was (?:used|lost)|were (?:used|lost))\b(?! (?:on|to|into|towards|for)\b)",
    re.IGNORECASE,
)
_WHAT_PERCENT = re.compile(r"\b(?:what|which) (?:%|per ?cent|percentage|proportion|share)", re.IGNORECASE)
_HOW_LARGE_A_PART = re.compile(r"\bhow (?:large|big|great|small) a (?:part|share|proportion|fraction)\b", re.IGNORECASE)
_OF_MONEY = re.compile(r"\b(?:pounds?|dollars?|euros?|pence|cents|millions?|billions?|thousands?)\b", re.IGNORECASE)
_SAYS_PERCENT = re.compile(r"%|\bper ?cent(?:age)?\b", re.IGNORECASE)
_STEPS = frozenset({Operation.DIFFERENCE, Operation.PERCENT_CHANGE})


_WELL_NAMED = 0.75
_ALIKE = re.compile(r"(?:yes|no|number|rate|count|value|actual|per ?cent|%)\b", re.IGNORECASE)
"""What a row may be called under the name of what it tells of."""


def _of_a_group_only(reading: Reading, linked: Linked) -> bool:
    """Whether a reading is of one member of a group of which the question says only the group.

    "How has trust changed" is not told by one of the lines under "Trust and confidence".
    """
    rows, frame = set(reading.rows), reading.entry.frame
    if len(rows) != 1 or reading.other is not None:
        return False
    (index,) = rows
    row, labels = frame.rows[index], reading.entry.rows[index]
    if len(labels) < 2 or row.period is not None or is_total_of(row.path) or _ALIKE.match(row.path[-1]):
        return False
    if any((m := linked.matches.get(i)) is not None and m.recall >= _WELL_NAMED for i in labels[:-1]):
        return False  # the group itself is asked for
    said = [set(m.covers) if (m := linked.matches.get(i)) is not None else set() for i in labels]
    needed = {n.index for n in linked.needs if n.required}
    above = set().union(*said[:-1]) & needed
    elsewhere = set().union(
        said[-1], *(m.covers for c in reading.columns for i in reading.entry.columns[c] if (m := linked.matches.get(i)))
    )
    members = sum(other.path[:-1] == row.path[:-1] for other in frame.rows)
    return bool(above) and not said[-1] & needed and not above <= elsewhere and members > 1


_NEAR_THE_BEST = 0.3
_AHEAD = 0.05


def _titled_totals_first(found: list[tuple[float, Reading]], linked: Linked) -> list[tuple[float, Reading]]:
    """The readings with the totals of tables that are called by what is asked of before a row that is more than that.

    "The lamp budget" is the total of the table of lamps, and not its neighbour's line on "Lamp financing".
    """
    if not found or found[0][1].plan.operation is not Operation.LOOKUP:
        return found
    most, best = found[0]
    needed = {n.index for n in linked.needs if n.required}
    label = linked.matches.get(best.entry.rows[best.rows[0]][-1]) if best.entry.rows[best.rows[0]] else None
    if label is None or label.recall >= _WELL_NAMED or is_of_all(best.entry.frame.rows[best.rows[0]]):
        return found
    said = set(label.covers) & needed

    def is_titled_total(score: float, reading: Reading) -> bool:
        title = next((m for i in reading.entry.title if (m := linked.matches.get(i)) is not None), None)
        return (
            reading.plan.operation is Operation.LOOKUP
            and reading.entry is not best.entry
            and score >= most - _NEAR_THE_BEST
            and is_of_all(reading.entry.frame.rows[reading.rows[0]])
            and title is not None
            and bool(said)
            and said <= set(title.covers)
            and _kinds(reading) == _kinds(best)
        )

    totals = [(s, r) for s, r in found if is_titled_total(s, r)]
    if not totals:
        return found
    lift = most - totals[0][0] + _AHEAD
    rest = [f for f in found if all(f is not t for t in totals)]
    return [*((s + lift, r) for s, r in totals), *rest]


_MEASURED = re.compile(
    r"\b(?:lit(?:re|er)s?|tonnes?|hours?|minutes?|seconds?|days?|weeks?|months?|km|miles?|met(?:re|er)s?|hectares?|score|"
    r"points?|per|average)\b|[%£]",
    re.IGNORECASE,
)


def _kinds(reading: Reading) -> frozenset[UnitKind]:
    """The kinds of unit of the figures that a reading takes."""
    cells = (reading.entry.cells.get((ref.row, ref.column)) for ref in reading.plan.operands)
    return frozenset(c.quantity.unit.kind for c in cells if c is not None and c.quantity is not None)


def _is_measured(question: Question, reading: Reading) -> bool:
    """Whether the row's printed unit is a measure and the question counts something that this does not speak of."""
    units = [reading.entry.unit_of(r) for r in set(reading.rows)]
    counted = expected(question.text).counted
    return bool(counted) and any(
        _MEASURED.search(unit) and not set(label_stems(unit)) & set(counted) for unit in units if unit
    )


def _answers_the_task(question: Question, reading: Reading) -> bool:
    """Whether a reading does what is asked over two times: no level for a change or a mean, no share for its change."""
    operation = reading.plan.operation
    first = reading.entry.cells.get((reading.plan.operands[0].row, reading.plan.operands[0].column))
    kind = first.quantity.unit.kind if first is not None and first.quantity is not None else None
    part = question.has(Cue.SHARE) and question.has(Cue.PERCENT) and kind not in UNADDABLE
    if part and kind is not None and operation is Operation.LOOKUP and not question.has(Cue.COUNT_OF):
        return False  # an amount is no part of a whole
    counted = question.has(Cue.COUNT_OF) and not question.has(Cue.MONEY, Cue.PERCENT, Cue.POINTS)
    if counted and kind is UnitKind.MONEY and operation in _LEVELS | _STEPS and not _OF_MONEY.search(question.text):
        return False  # so many are asked for, not so much
    in_rates = kind is UnitKind.PERCENT and operation is Operation.PERCENT_CHANGE
    if in_rates and question.has(Cue.COUNT_OF) and question.has(Cue.PERCENT_CHANGE):
        return False  # by what percentage a number grew is not by what its rate did
    if counted and operation in _LEVELS | _STEPS and _is_measured(question, reading):
        return False  # litres of leakage are no number of leaks
    share = question.has(Cue.PERCENT) and _SAYS_PERCENT.search(question.text)
    if share and kind is UnitKind.MONEY and operation is Operation.LOOKUP and not question.has(Cue.MONEY):
        return False  # nor is it a percentage
    level = reading.entry.frame.columns[reading.columns[0]].kind is ColumnKind.LEVEL
    column = reading.entry.frame.columns[reading.columns[0]]
    planned = level and bool(column.path) and role(column.path[-1]) is Role.PLANNED
    if operation is Operation.RANK and level and kind is UnitKind.DURATION and _SAYS_PERCENT.search(question.text):
        return False  # nor are days
    met = question.has(Cue.MET, Cue.MISSED) and (question.has(Cue.WHICH) or question.yes_no)
    alone = operation in {Operation.LOOKUP, Operation.COMPARE} or (
        operation is Operation.DIFFERENCE and len(set(reading.columns)) == 1
    )
    if planned and alone and (met or question.has(Cue.OVER, Cue.UNDER)):
        return False  # the budget says not what went over it
    if operation is Operation.LOOKUP and kind is UnitKind.MONEY and _WHAT_PERCENT.search(question.text):
        return False
    if operation is Operation.SHARE and _GONE.search(question.text):
        return False  # what went of it is not what part it is of something
    if operation is Operation.COMPARE and len(_kinds(reading)) > 1:
        return False  # so many, and so much per cent of something else
    if operation is Operation.COMPARE and _ADDED_UP.search(question.text):
        return False  # two that are added up are not held against each other
    if operation is Operation.SUM and question.has(Cue.PERCENT_CHANGE):
        return False
    if operation in _STEPS and _HOW_LARGE_A_PART.search(question.text):
        return False
    if SEVERAL.search(question.text) and question.has(Cue.MEAN, Cue.SUM) and not _over_time(reading):
        return False
    row = reading.entry.frame.rows[reading.rows[0]]
    summed = operation is Operation.LOOKUP and bool(row.path) and is_total_label(row.path[-1])
    if summed and question.has(Cue.MEAN) and not _AVERAGES.search(" ".join(row.path)) and kind not in UNADDABLE:
        return False  # a total is no average of what it adds up
    if question.thresholds and question.has(Cue.COUNT_OF) and operation in _LEVELS:
        return False  # so many that pass a bound are asked for
    if operation is Operation.LOOKUP and level and not reading.column_recall and _HOW_MANY_LOST.search(question.text):
        return False  # how many are left says not how many went
    if operation is Operation.LOOKUP and level and kind is not UnitKind.POINTS and _HOW_MUCH_MORE.search(question.text):
        return bool(question.thresholds)  # a level says not by how much
    if len(question.periods) < 2:
        return True
    moved = question.has(Cue.CHANGE, Cue.DIFFERENCE, Cue.PERCENT_CHANGE)
    if question.has(Cue.MEAN) and operation in _LEVELS | _STEPS | {Operation.SHARE, Operation.TREND}:
        return False
    if operation is Operation.SHARE:
        return not moved and all(reading.entry.frame.rows[r].period for r in reading.rows)
    if part and operation is Operation.DIFFERENCE:
        return False
    if moved and operation is Operation.LOOKUP:
        return not level
    apart = operation is Operation.COMPARE and len(set(reading.rows)) > 1
    return not (moved and apart and not question.has(Cue.COMPARE))


_AVERAGES = re.compile(r"\b(?:average|mean|median)\b", re.IGNORECASE)


def _over_time(reading: Reading) -> bool:
    """Whether a reading puts the figures of several times together."""
    frame = reading.entry.frame
    return len(reading.columns) > 1 or len({frame.rows[r].period for r in reading.rows}) > 1


_IN_FULL = 0.9
_PART_OF = re.compile(
    r"(?:\b(?:shares?|proportions?|percentages?|per ?cent|fractions?|how much)|%) of (.+?)"
    r"(?= (?:was|were|is|are|that|who|which|made|did|had|has|have|got|took)\b|$)",
    re.IGNORECASE,
)
_SHARE_IS = re.compile(
    r"(?:\b(?:shares?|proportions?|percentages?|per ?cent|fractions?)\b|%)[^?]*? (?:is|are|was|were) (.+)",
    re.IGNORECASE,
)
_SHARE_STEMS = frozenset(label_stems("share proportion percentage rate"))


def _is_the_share(question: Question, reading: Reading) -> bool:
    """Whether a reading looks up the very share that is asked for: "what share of the fleet is electric"."""
    column = reading.entry.frame.columns[reading.columns[0]]
    first = reading.entry.cells.get((reading.plan.operands[0].row, reading.plan.operands[0].column))
    asked = _SHARE_IS.search(question.text)
    if reading.plan.operation is not Operation.LOOKUP or asked is None or not column.path:
        return False
    if first is None or first.quantity is None or first.quantity.unit.kind is not UnitKind.PERCENT:
        return False
    named = set(label_stems(column.path[-1]))
    own = named - _SHARE_STEMS
    return bool(named & _SHARE_STEMS and own) and own <= set(label_stems(asked.group(1)))


def _prints_a_part(reading: Reading, linked: Linked, text: str) -> bool:
    """Whether a reading looks up a percentage of its row that explains the whole question: no part is worked out."""
    column = reading.entry.frame.columns[reading.columns[0]]
    first = reading.entry.cells.get((reading.plan.operands[0].row, reading.plan.operands[0].column))
    if reading.plan.operation is not Operation.LOOKUP or column.kind is not ColumnKind.LEVEL:
        return False
    percent = first is not None and first.quantity is not None and first.quantity.unit.kind is UnitKind.PERCENT
    named = reading.row_recall >= _IN_FULL and not reading.out_of_time and acceptable(reading.unexplained, linked)
    if not percent or not named or (of := _PART_OF.search(text)) is None:
        return False
    # "the share of vans at the depot" is of all vans; "the share of the depot that is vans" is of the depot
    inside = {n.index for n in linked.needs if of.start(1) <= n.token.start < of.end(1)}
    labels = reading.entry.columns[reading.columns[0]]
    own = set(merge(*(m.covers for i in labels if (m := linked.matches.get(i)))))
    return not own & inside and any(n.required and n.index not in inside for n in linked.needs)


def _worked_out_in_vain(
    reading: Reading,
    printed: set[tuple[int, int]],
    levels: set[tuple[int, int]],
    question: Question,
    linked: Linked,
) -> bool:
    """Whether a share is worked out that the table prints, or one of a whole that the question does not name."""
    if reading.plan.operation is not Operation.SHARE:
        return False
    place = (reading.entry.index, reading.rows[0])
    if place in printed:
        return True
    if place not in levels or len(set(reading.rows)) < 2 or question.has(Cue.TOTAL):
        return False
    said = [merge(*(m.covers for i in reading.entry.rows[r] if (m := linked.matches.get(i)))) for r in reading.rows]
    whole = merge(*said[1:])
    own = set(whole) - set(said[0])
    in_full = any(
        m.recall >= _IN_FULL and own & set(m.covers)
        for r in reading.rows[1:]
        for i in reading.entry.rows[r][-1:]
        if (m := linked.matches.get(i))
    )
    return not in_full and not any(linked.needs[i].required for i in own)


def _nearness(reading: Reading, context: Reading) -> float:
    """What speaks for a reading because it stays with what was talked of."""
    if reading.entry.index != context.entry.index:
        return 0.0
    rows = bool(set(reading.rows[:2]) & set(context.rows[:2]))
    columns = bool(set(reading.columns[:2]) & set(context.columns[:2]))
    return 0.3 + 0.12 * rows + 0.12 * columns


def _scored(score: float, reading: Reading) -> Reading:
    return replace(reading, score=round(score, 6))


def names(needs: Sequence[Need]) -> str:
    """The words, as the user typed them, for a refusal that names them."""
    words = list(dict.fromkeys(n.token.text for n in needs))
    quoted = [f"“{w}”" for w in words]
    return quoted[0] if len(quoted) == 1 else ", ".join(quoted[:-1]) + " and " + quoted[-1] if quoted else ""
