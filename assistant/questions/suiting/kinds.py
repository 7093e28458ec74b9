"""Figures of another kind of thing than the one asked for."""

from __future__ import annotations

import re
from itertools import pairwise

from assistant.questions.cues import ALTERNATIVE, PER_HEAD, RATED, Cue
from assistant.questions.dimensions import TIME
from assistant.questions.expected import Kind, expected
from assistant.questions.needs import Linked
from assistant.questions.office_pay import is_other_pay
from assistant.questions.outline import is_of_all
from assistant.questions.promise import OF_NAMES
from assistant.questions.question import Question
from assistant.questions.suiting.offer import MOVES, OF_MANY, SINGLE, Offer, Rule
from assistant.questions.words import label_stems, tokens
from assistant.readings import Reading
from assistant.readings.pairs import is_bare_time
from structured.observations import ColumnKind
from structured.plan import Operation
from structured.units import UnitKind

_APART = re.compile(r"\b(?:gaps?|differences?)\b[^?]*\b(?:between|from|and|to)\b|\bgap\?*$", re.IGNORECASE)
_GAP = re.compile(r"\b(?:gaps?|differences?)\b", re.IGNORECASE)
_OF_ONE_THING = frozenset({ColumnKind.LEVEL, ColumnKind.CHANGE})
_IN_EACH = re.compile(
    r"\b(?:for|in|at|by) each\b|\bbreak (?:it |this |that |them )?down\b|\bbroken? down by\b|\bbreakdown\b"
    r"|\beach of the (?:last|past|previous)\b",
    re.IGNORECASE,
)
_ONES = (
    r"(?:[\w-]+ ){0,2}?(?!its\b)\w+s (?:\w+ly )?"
    r"(?:(?:did|do|are|were|have|had|has)(?:n't)?|missed|met|got|went|whose|that|\w+ed)\b"
)
_WHICH_ONES = re.compile(
    rf"^(?:and |so )?(?:(?:at|in|on|for|from|to|of) )?(?:which|list|name) (?:of )?(?:the )?{_ONES}", re.IGNORECASE
)
_WHAT_ONES = re.compile(rf"^(?:and |so )?what {_ONES}", re.IGNORECASE)
_THOSE_WHO = re.compile(r"\b(?:who|that|which) (?:\w+ ){1,3}(?:at least |more than |over )?$", re.IGNORECASE)
_ONE_OR_OTHER = re.compile(
    r"\b(?:more|fewer|less|higher|lower|bigger|smaller)\b[^?,;]*? or "
    r"(?!not\b|more\b|less\b|fewer\b|higher\b|lower\b|above\b|below\b|no\b)",
    re.IGNORECASE,
)
_ASKS_MORE = re.compile(
    r"\bhow (?:much|many)\b (?:\w+ ){0,2}?"
    r"(?<!\bof )(?:more|less|fewer|higher|lower|bigger|smaller|greater)\b[^?]*\bthan\b",
    re.IGNORECASE,
)
_PER_SO_MANY = re.compile(r"\bper (?:[\d,]+|thousand|hundred|million|head|capita)\b(?: \w+)?", re.IGNORECASE)
_IN_PARTS = frozenset({UnitKind.PERCENT, UnitKind.POINTS})
_OF_TWO = re.compile(r"\bwh(?:o|ich)\b[^?]*\b(?:more|fewer|most|fewest)\b", re.IGNORECASE)
_LIKELIER = re.compile(r"\b(?:more|less|most|least) likely to\b", re.IGNORECASE)
_LONGER = re.compile(r"(?<!\bno )\b(?:longer|shorter)\b(?![- ]term| list)", re.IGNORECASE)
_WAITING = re.compile(r"\bwaiting\b", re.IGNORECASE)
_SPENT = re.compile(r"\b(?:spen[dt]|spending|expenditure|costs?|paid)\b", re.IGNORECASE)
_RECEIVED = re.compile(r"\b(?:receipts?|received|income|proceeds|raised|earned|recovered)\b", re.IGNORECASE)
_SUPERLATIVE = re.compile(r"\b(?:\w{2,}est|most|least|best|worst|maximum|minimum|peak|top|record)\b", re.IGNORECASE)
_OLDEST = re.compile(r"\b(?:oldest|youngest|eldest)\b", re.IGNORECASE)
_AN_AGE = re.compile(
    r"\b\d\d(?: years?)?(?: ?\+| (?:and|or) (?:over|older|under|above)| ?(?:-|–|to) ?\d\d)", re.IGNORECASE
)
_HAPPY = re.compile(r"\b(?:un)?happ(?:y|ier|iest|iness)\b|\b(?:dis)?(?:pleased|satisfied)\b", re.IGNORECASE)
_OF_VIEWS = re.compile(
    r"happ|satisf|pleased|confiden|trust|feel|felt|agree|perce(?:ption|ive)|think|views?\b|opinion|survey|polls?\b|asked|"
    r"recommend|experience|rat(?:ing|ed)|scores?\b|good|positive|feedback|respondent|answer",
    re.IGNORECASE,
)
MOST_BESIDE = 0.5
"""The share of the weight of what is asked for that only the text around a table may tell."""


_HAS_THE_MOST = re.compile(
    r"(?:does|do|did) (?P<who>[^,;:?]{1,60}?) (?:have|see|record|get) (?:the |by far )+"
    r"(?=[\w-]*(?:est|most|least|worst|best)\b)",
    re.IGNORECASE,
)
_HOW_LIKELY = re.compile(r"\bhow (?:much |many times )?(?:more |less )?likel(?:y|ier)\b", re.IGNORECASE)
_CHANCE = re.compile(
    r"\b(?:likel|chance|odds|risk|probab|rate|times|ratio|disproportion)|\bper \d|%|\bper cent", re.IGNORECASE
)


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


def is_mostly_beside(linked: Linked, reading: Reading) -> bool:
    """Whether a table says little of what is asked for, whatever the text around it tells.

    To be asked of the best reading alone: the others, though no answers, show how unsure it is.
    """
    frame, covers = reading.entry.frame, reading.covers
    asked = [n for n in linked.required() if not n.inherited]
    headings = (label for column in frame.columns for label in column.path)
    said = set(label_stems(" ".join((frame.title, frame.caption, *frame.section, *headings))))
    beside = [n for n in asked if 0 < covers.get(n.index, 0.0) < OF_NAMES and said.isdisjoint(n.variants)]
    return sum(n.weight for n in beside) > MOST_BESIDE * sum(n.weight for n in asked)


def _of_two_accounts(offer: Offer) -> bool:
    """A figure alone does not settle which of two accounts of it is true."""
    return bool(ALTERNATIVE.search(offer.text))


def _no_rate(offer: Offer) -> bool:
    """What is asked per head is in no column, and in no one row, that is held against so many people.

    A percentage is held against other things: how many of a hundred lamps are mended is no rate for each 1,000 people.
    """
    if not PER_HEAD.search(offer.text):
        return False
    if _PER_SO_MANY.search(offer.text) and offer.printed_units and offer.printed_units <= _IN_PARTS:
        return offer.kind is not ColumnKind.CHANGE
    if offer.operation not in OF_MANY | SINGLE | MOVES | {Operation.COMPARE}:
        return False
    frame, reading = offer.reading.entry.frame, offer.reading
    rows = [frame.rows[r].path for r in reading.rows] if len(reading.rows) == 1 else []
    paths = (*(frame.columns[c].path for c in reading.columns), *rows)
    return not any(RATED.search(" ".join(path)) for path in paths)


def _spent_for_received(offer: Offer) -> bool:
    """What came in is not what was spent, nor the other way round."""
    for asked, other in ((_SPENT, _RECEIVED), (_RECEIVED, _SPENT)):
        if asked.search(offer.text) and not other.search(offer.text):
            headings = (" ".join(path) for path in offer.paths)
            return any(other.search(h) and not asked.search(h) for h in headings)
    return False


def _rate_for_a_count(offer: Offer) -> bool:
    """What is held against so many people is not how many there are, where the table has that too."""
    if (not offer.question.has(Cue.COUNT_OF) and not _OF_TWO.search(offer.text)) or offer.column is None:
        return False
    if not _PER_SO_MANY.search(offer.heading) or RATED.search(offer.text) or PER_HEAD.search(offer.text):
        return False
    own = set(label_stems(_PER_SO_MANY.sub(" ", offer.heading)))
    others = (
        set(label_stems(" ".join(c.path))) for c in offer.reading.entry.frame.columns if c.kind is ColumnKind.LEVEL
    )
    return any(other <= own for other in others if other)


def _one_for_each(offer: Offer) -> bool:
    """One figure is no break-down."""
    is_one = offer.operation is Operation.COMPARE or (
        offer.operation in SINGLE | MOVES and len(offer.result.values) < 2
    )
    return is_one and bool(_IN_EACH.search(offer.text))


def _one_for_the_top(offer: Offer) -> bool:
    """The top three are not one figure, nor is it said of any one that it is the top."""
    question = offer.question
    if question.order is None or (_OLDEST.search(offer.text) and _AN_AGE.search(offer.own_labels)):
        return False  # "the oldest (65 and over)" are a group with a row of its own
    return question.limit > 1 or not _SUPERLATIVE.search(offer.labels)


def _one_for_two(offer: Offer) -> bool:
    """One figure does not tell which of two is more."""
    return bool(_ONE_OR_OTHER.search(offer.text))


def _one_for_many(offer: Offer) -> bool:
    """One figure, or how one of them moved, does not tell which of many did so."""
    of_one = offer.operation is Operation.COMPARE and len(set(offer.reading.rows)) == 1
    if not of_one and offer.operation not in SINGLE | MOVES:
        return False
    passed = offer.question.has(Cue.WHICH) and offer.question.has(Cue.OVER, Cue.UNDER, Cue.MISSED, Cue.MET)
    return bool(_WHICH_ONES.search(offer.text)) or (passed and bool(_WHAT_ONES.match(offer.text)))


def _of_those_with_so_many(offer: Offer) -> bool:
    """Those who did something so many times or more are some of all, and only a label that says so is of them."""
    if offer.operation not in SINGLE | MOVES:
        return False
    for bound in offer.question.thresholds:
        counted = bound.quantity.unit.kind is UnitKind.COUNT and _THOSE_WHO.search(offer.text[: bound.start])
        if counted and f"{bound.quantity.value:f}" not in label_stems(offer.labels):
            return True
    return False


def _beside_the_title(offer: Offer) -> bool:
    """Under "Missed collections" a column of "Collections made" is of no missed ones; the columns of mere times are."""
    columns = offer.reading.entry.frame.columns
    if not any(
        c.kind is ColumnKind.LEVEL and c.path and all(is_bare_time((part,)) for part in c.path) for c in columns
    ):
        return False
    said = {v for n in offer.linked.required() for v in n.variants}
    told = [set(label_stems(" ".join(columns[c].path))) for c in offer.reading.columns]
    pairs = pairwise(tokens(offer.reading.entry.frame.title))
    measures = [(a.stem, b.stem) for a, b in pairs if not a.is_stop and not b.is_stop and {a.stem, b.stem} <= said]
    return any(thing in words and kind not in words for kind, thing in measures for words in told)


def _total_for_one_beside(offer: Offer) -> bool:
    """A total that the question does not name is no answer on what is only said in the notes of its table."""
    frame, covers = offer.reading.entry.frame, offer.reading.covers
    rows = [frame.rows[r] for r in offer.reading.rows]
    if not rows or not all(map(is_of_all, rows)):
        return False
    beside = [n for n in offer.linked.required() if not n.inherited and 0 < covers.get(n.index, 0.0) < OF_NAMES]
    titled = set(label_stems(" ".join((frame.title, frame.caption, *frame.section)))) if beside else set()
    return any(titled.isdisjoint(n.variants) for n in beside)


def _likelier_otherwise(offer: Offer) -> bool:
    """Who is likelier to do something is told by no column that says nothing of what they do."""
    likelier = _LIKELIER.search(offer.text)
    if likelier is None or offer.column is None:
        return False
    done = {v for n in offer.linked.needs if n.token.start >= likelier.end() for v in n.variants}
    return bool(done) and done.isdisjoint(label_stems(f"{offer.reading.entry.frame.title} {offer.heading}"))


def _view_for_a_chance(offer: Offer) -> bool:
    """How likely something is is told by no table that says nothing of chances or rates."""
    return bool(_HOW_LIKELY.search(offer.text)) and not _CHANCE.search(offer.labels)


def _not_its_own(offer: Offer) -> bool:
    """Whether something has the most of what is counted is told by no table that has no row for it."""
    holder = _HAS_THE_MOST.match(offer.text) if offer.operation is Operation.RANK else None
    if holder is None:
        return False
    who = set(label_stems(holder["who"]))
    return who.isdisjoint(
        stem for row in offer.reading.entry.frame.rows for label in row.path for stem in label_stems(label)
    )


def _of_no_time(offer: Offer) -> bool:
    """What there is more of did not take longer: only what is counted in time does."""
    if not _LONGER.search(offer.text):
        return False
    labels = _WAITING.sub(" ", offer.labels)  # how many wait is no length
    return not TIME.measures(labels, None) and UnitKind.DURATION not in offer.units


def _count_for_a_length(offer: Offer) -> bool:
    """How many visits there are is not how long one takes: a bare count is of time where its labels say so."""
    counted = offer.operation in SINGLE and offer.units == {UnitKind.COUNT}
    return counted and expected(offer.text).kind is Kind.LENGTH and not TIME.measures(offer.labels, None)


def _pay_of_others(offer: Offer) -> bool:
    """A pay bill does not say what the one is paid who holds an office."""
    return is_other_pay(offer.text, offer.labels)


def _no_feeling(offer: Offer) -> bool:
    """How happy people are stands in no table that says nothing of what they feel or answered."""
    frame = offer.reading.entry.frame
    if offer.units & {UnitKind.PERCENT, UnitKind.POINTS}:
        return False
    return bool(_HAPPY.search(offer.text)) and not _OF_VIEWS.search(" ".join((*frame.section, offer.labels)))


def _no_gap(offer: Offer) -> bool:
    """Neither a level nor a change says how far two things are apart."""
    return offer.kind in _OF_ONE_THING and bool(_APART.search(offer.text)) and not _GAP.search(offer.labels)


def _level_for_more(offer: Offer) -> bool:
    """A level does not say by how much one thing was more than another."""
    is_level = offer.operation is Operation.LOOKUP and offer.kind is ColumnKind.LEVEL
    return is_level and bool(_ASKS_MORE.search(offer.text))


RULES: tuple[Rule, ...] = (
    _of_two_accounts,
    _no_rate,
    _rate_for_a_count,
    _one_for_many,
    _of_those_with_so_many,
    _beside_the_title,
    _one_for_each,
    _likelier_otherwise,
    _view_for_a_chance,
    _not_its_own,
    _of_no_time,
    _count_for_a_length,
    _pay_of_others,
    _no_feeling,
    _spent_for_received,
)
RULES_FOR_ONE: tuple[Rule, ...] = (_one_for_the_top, _total_for_one_beside, _one_for_two, _no_gap, _level_for_more)
"""For what gives one figure."""
