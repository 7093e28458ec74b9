"""Conversation: reading each turn of it, a follow-up with what it leaves out taken from the turns before."""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace

from assistant.questions import trust
from assistant.questions.carrying_over import carried_over
from assistant.questions.content_words import SEASONS
from assistant.questions.cues import Cue, Relative, small_number
from assistant.questions.expected import Kind, expected
from assistant.questions.linking import Linker
from assistant.questions.needs import Linked, Need
from assistant.questions.pronouns import first_pronoun
from assistant.questions.question import AskedPeriod, Question
from assistant.questions.scope import Scope
from assistant.questions.sides import FIRM
from assistant.questions.suiting.offer import Offer
from assistant.questions.suiting.times import is_a_time_for_a_name
from assistant.questions.suiting.verdict import holds_what_is_asked
from assistant.questions.understanding import Understanding, understand
from assistant.readings import Reading
from structured.engine import Result, Value, run
from structured.errors import StructuredError
from structured.observations import Observation
from structured.periods import MONTH, Period, PeriodKind, find_periods
from structured.plan import Operation, Plan
from structured.units import UnitKind, to_base

_GOES_ON = re.compile(
    r"^(?:and|what about|how about|but|so|also|then|or|ok(?:ay)?|right)\b"
    r"|^(?:the )?same (?:thing |question |again )?(?:for|with|but)\b"
    r"|^(?:why|when|where|who|how much|how many|which|by how much)\s*(?:exactly|so|then|not|so much)?\s*\??$"
    r"|^(?:over|under|above|below) or (?:over|under|above|below)\b",
    re.IGNORECASE,
)
_OWN_WORDS = 2
"""So many words before a pronoun, and it stands for something that the question says itself."""
_ASKS_IN_FULL = re.compile(
    r"^(?:(?:how (?:many|much|far|long|often)|what|which|who|when|where|why|list|name)\b.*"
    r"\b(?:is|are|was|were|did|does|do|has|have|had|\w+ed|rose|fell|work)\b"
    r"|(?:is|are|was|were|did|does|do|has|have)\b)",
    re.IGNORECASE,
)
ALONE = 0.8
"""The trust from which on a question that is asked in full is read by itself, short as it may be."""
_OF_THOSE = re.compile(r"\b(?:of|among) (?:those|them|these|which)\b", re.IGNORECASE)
"""What asks of a part of the very things that were talked of."""
_YEARS_BEFORE = re.compile(
    r"\b(two|three|four|five|2|3|4|5) (years|quarters) (?:before|earlier|ago|previously)\b", re.IGNORECASE
)
_MONTH_BEFORE = re.compile(rf"\bthe (?:same )?({MONTH}) before\b", re.IGNORECASE)
_TASKS = frozenset(
    {
        *(Cue.WHY, Cue.TREND, Cue.MEAN, Cue.SUM, Cue.SHARE, Cue.DIFFERENCE, Cue.PERCENT_CHANGE, Cue.RISE, Cue.FALL),
        *(Cue.CHANGE, Cue.IMPROVE, Cue.WORSEN, Cue.COUNT_OF, Cue.PERCENT, Cue.POINTS, Cue.WHEN, Cue.WHO, Cue.MET),
        *(Cue.MISSED, Cue.DEFINE, Cue.OVER, Cue.UNDER, Cue.RATIO, Cue.MONEY),
    }
)
_ONCE_MORE = re.compile(
    r"sure|certain|really|right|correct|again|repeat|exactly|say|mean|sorry|pardon|please", re.IGNORECASE
)
"""What asks for no more than to be told the same again."""
_IN_UNITS = frozenset({Cue.MONEY, Cue.PERCENT})
_MOVED = (Cue.RISE, Cue.FALL, Cue.CHANGE, Cue.DIFFERENCE, Cue.PERCENT_CHANGE, Cue.IMPROVE, Cue.WORSEN)
_YEAR = 12  # months
_KEPT_TURNS = 4
_IN_FULL = 0.9


@dataclass(frozen=True, slots=True, kw_only=True)
class Turn:
    """One turn as understood: the question with what it inherits, and the best reading over tables, if there is one.

    ``trusted`` is the trust in that reading, 0 to 1. ``follows`` says that the turn leans on ``earlier``.
    """

    question: Question
    linked: Linked
    understanding: Understanding
    reading: Reading | None
    result: Result | None
    trusted: float
    follows: bool
    earlier: Turn | None


def is_follow_up(question: Question) -> bool:
    """Whether a question leans on what was said before: short, elliptical, or pointing back."""
    return _points_back(question) or len([t for t in question.tokens if not t.is_stop]) <= _FEW


def _points_back(question: Question) -> bool:
    """Whether a question goes on from what was said before, or says "it" of something that it has not named itself."""
    if _GOES_ON.search(question.text):
        return True
    start = first_pronoun(question)
    return start is not None and sum(t.end <= start and not t.is_stop for t in question.tokens) < _OWN_WORDS


_FEW = 3
_THERE = re.compile(
    r"(?<!\bis )(?<!\bare )(?<!\bwas )(?<!\bwere )(?<!\bbeen )(?<!\bbe )\bthere\b"
    r"(?! (?:is|are|was|were|has|have|will|be)\b)",
    re.IGNORECASE,
)
"""A place that was named before: "what made journeys there longer?"."""
_TRUSTED = 0.5
"""So far was an earlier turn trusted at least of which a table gave the answer."""


def _stands_alone(question: Question) -> bool:
    """Whether a question is asked in full and points at nothing said before."""
    there = _THERE.search(question.text)
    return bool(_ASKS_IN_FULL.match(question.text)) and there is None and not _points_back(question)


def take_turns(asked: str, history: Sequence[str], scope: Scope) -> Turn:
    """The last turn of a conversation, understood with the turns before it (oldest first; the last few count)."""
    earlier: Turn | None = None
    for turn in [t for t in history if t.strip()][-_KEPT_TURNS:]:
        earlier = take_turn(scope.read(turn), earlier, scope)
    return take_turn(scope.read(asked), earlier, scope)


def take_turn(question: Question, earlier: Turn | None, scope: Scope) -> Turn:
    """A question understood; where it leans on an earlier turn, with that turn's words, task and periods.

    A question whose own words are explained by no more than the report's name does not lean on what was talked of.
    """
    asked, linker = question, scope.linker
    question = replace(question, thresholds=tuple(t for t in question.thresholds if not linker.cue_words.in_labels(t)))
    question = linker.cue_words.own(question)
    needs, mended = linker.needs(question)
    follows = earlier is not None and is_follow_up(question)
    if earlier is not None and follows:
        question = _inherit(question, earlier)
        needs = _with_inherited(needs, earlier.linked.needs)
    linked = linker.link(needs, mended)
    context = earlier.reading if earlier is not None and follows else None
    understanding = understand(question, linked, linker, context)
    if linker.nameless and not understanding.readings:
        understanding = _of_bare_tables(question, linked, linker, context) or understanding
        linked = understanding.linked
    if context is not None:
        understanding = _staying(understanding, context, asked)
    understanding = _of_the_kind(question, understanding, scope)
    reading, result = _first_that_runs(understanding, scope)
    if reading is not None and follows and _is_of_something_else(linked, reading):
        return take_turn(asked, None, scope)
    left = reading is not None and any(n.required and not n.inherited for n in reading.unexplained)
    n_own = sum(n.required and not n.inherited for n in linked.needs)
    if follows and n_own and _stands_alone(asked):
        alone = take_turn(asked, None, scope)
        if alone.trusted >= ALONE or left or (reading is not None and n_own >= _OWN_WORDS):
            return alone
    trusted = trust.trust(question, understanding, reading, shown_by(scope)) if reading is not None else 0.0
    if (
        reading is not None
        and context is not None
        and earlier is not None
        and reading.entry.index == context.entry.index
    ):
        stays = bool(set(reading.rows) & set(context.rows)) or bool(set(reading.columns) & set(context.columns))
        if (stays and not left) or not n_own:
            alike = reading.plan.operation is context.plan.operation and reading.columns == context.columns
            trusted = max(trusted, (1.0 if alike else 0.9) * earlier.trusted)
    elif reading is not None and earlier is not None and follows and not n_own and _goes_on(reading, earlier, scope):
        trusted = max(trusted, 0.9 * earlier.trusted)
    if reading is not None and earlier is not None and follows:
        of_before = [reading.covers.get(n.index, 0.0) for n in linked.needs if n.inherited]
        of_no_table = earlier.trusted < _TRUSTED and not _stands_alone(asked)
        if (of_no_table or _OF_THOSE.search(asked.text)) and of_before and max(of_before) < FIRM:
            trusted = 0.0  # "what about the other site?" asks for what no table gave of the first one
    if reading is not None and context is not None and reading.plan == context.plan and _asks_another(asked):
        trusted = 0.0  # nobody who asks for another figure is told the same one again
    return Turn(
        question=question,
        linked=linked,
        understanding=understanding,
        reading=reading,
        result=result,
        trusted=trusted,
        follows=follows,
        earlier=earlier if follows else None,
    )


def _goes_on(reading: Reading, earlier: Turn, scope: Scope) -> bool:
    """Whether a reading is of a row that gives the figure just talked of too, in another table than the one cited.

    That one may be of one quarter alone, and this one of the years before as well.
    """
    shown, given = shown_by(scope), earlier.reading
    return given is not None and any(
        r.entry.index == reading.entry.index and r.rows == reading.rows and shown(r) == shown(given)
        for r in earlier.understanding.readings[:_TRIED]
    )


def _asks_another(question: Question) -> bool:
    """Whether a follow-up asks for another figure than the one just given, and not for that one in another unit."""
    spans = [(s.start, s.end) for s in question.cues if s.cue in _IN_UNITS]
    said = (t for t in question.tokens if not t.is_stop and not _ONCE_MORE.fullmatch(t.text))
    return any(not any(start <= t.start < end for start, end in spans) for t in said)


def _staying(understanding: Understanding, context: Reading, asked: Question) -> Understanding:
    """The readings of the table that was talked of first, where it has all that a follow-up names itself.

    "And in Northgate?" stays with the column, "is that over or under?" with the row as well.
    """
    own = [n for n in understanding.linked.needs if n.required and not n.inherited]
    here = [
        reading
        for reading in understanding.readings
        if reading.entry.index == context.entry.index
        and not reading.out_of_time
        and all(reading.covers.get(n.index, 0.0) >= FIRM for n in own)
    ]
    timed = context.entry.frame.rows[context.rows[0]].period is not None  # another year is another row
    rows, columns = set(context.rows), set(context.columns)
    here = [r for r in here if rows & set(r.rows) or ((own or timed) and columns & set(r.columns))]
    if not any(c.cue in _TASKS for c in asked.cues):
        keeps = bool(own) or timed  # "and over a year?" may be of another column
        here.sort(key=lambda r: (r.plan.operation is not context.plan.operation, keeps and set(r.columns) != columns))
        otherwise = asked.periods or asked.relatives or _YEARS_BEFORE.search(asked.text)
        over = None if otherwise else carried_over(context, understanding.linked)
        if over is not None:
            found = [r for r in understanding.readings if r.plan == over.plan]
            here = [*(found[:1] or [over]), *(r for r in here if r.plan != over.plan)]
    others = tuple(r for r in understanding.readings if r not in here)
    return replace(understanding, readings=(*here, *others))


def _is_of_something_else(linked: Linked, reading: Reading) -> bool:
    """Whether a follow-up has words of its own, and the reading holds by the inherited ones alone."""
    own = [need for need in linked.needs if need.required and not need.inherited]
    return bool(own) and all(reading.covers.get(need.index, 0.0) <= FIRM for need in own)


def _of_bare_tables(
    question: Question, linked: Linked, linker: Linker, context: Reading | None
) -> Understanding | None:
    """The understanding that takes words which bare tables do not print to be the subject that their title has named.

    Only where a row of the table is named in full.
    """
    needs = linker.content_words.without_subject(linked.needs)
    if needs == linked.needs:
        return None
    found = understand(question, linker.link(needs, linked.mended), linker, context)
    left = tuple(n for n, kept in zip(linked.needs, needs, strict=True) if n != kept)
    readings = tuple(replace(r, assumed=left) for r in found.readings if r.row_recall >= _IN_FULL)
    return replace(found, readings=readings) if readings else None


def shown_by(scope: Scope) -> Callable[[Reading], str]:
    """What a reading would give, in one form: two readings that give the same figure are no rivals.

    "(16.6)" in a column of variances is the -£16.6m that the two columns before it make.
    """

    def shown(reading: Reading) -> str:
        try:
            return "|".join(_plain(v) for v in run(reading.plan, scope.catalogue.observation).values)
        except StructuredError:
            return ""

    return shown


def _plain(value: Value) -> str:
    if value.quantity is None:
        return value.printed
    kind = UnitKind.POINTS if value.quantity.unit.kind is UnitKind.PERCENT else value.quantity.unit.kind
    return f"{kind.value} {to_base(value.quantity).normalize():f}"


def _of_the_kind(question: Question, understanding: Understanding, scope: Scope) -> Understanding:
    """The readings without those that give another kind of thing than is asked for, where any gives that kind.

    What is turned down here stands first among those that explain the question in part.
    """
    first, rest = understanding.readings[:_TRIED], understanding.readings[_TRIED:]
    kept = tuple(reading for reading in first if _is_of_the_kind(question, understanding.linked, reading, scope))
    if not kept or len(kept) == len(first) or kept[0].score < first[0].score - _AS_WELL:
        return understanding
    out = tuple(reading for reading in first if reading not in kept)
    return replace(understanding, readings=(*kept, *rest), partial=(*out, *understanding.partial))


def _is_of_the_kind(question: Question, linked: Linked, reading: Reading, scope: Scope) -> bool:
    """Whether a reading gives what is asked, or a cell without a figure, which may be just that."""
    result = _carried_out(reading.plan, scope)
    if result is None or not any(value.quantity for value in result.values):
        return result is not None and _says_what_is_asked(question, linked, reading, result)
    offer = Offer(question, linked, reading, result)
    return holds_what_is_asked(offer, scope.frames(reading.entry.document_id))


def _says_what_is_asked(question: Question, linked: Linked, reading: Reading, result: Result) -> bool:
    """Whether cells of words may be just what is asked: no time for a name, a time for "which quarter", and for what
    is planned no code ("A") of a column that the question does not speak of.
    """
    if is_a_time_for_a_name(question, result):
        return False
    printed = [o.printed.strip() for o in result.operands]
    if expected(question.text).kind is Kind.DATE and not any(map(find_periods, printed)):
        return False
    headings = {i for c in reading.columns for i in reading.entry.columns[c]}
    coded = question.has(Cue.PLANNED) and all(map(_CODE.fullmatch, printed))
    return not coded or any(linked.matches.get(i) for i in headings)


_CODE = re.compile(r"[A-Z]{1,3}")
_TRIED = 8
"""So many of the readings are looked at for the kind of thing that they give."""
_AS_WELL = 0.3
"""By how much less a reading of the right kind may explain the question than the best."""


def _first_that_runs(understanding: Understanding, scope: Scope) -> tuple[Reading | None, Result | None]:
    for reading in understanding.readings[:6]:
        result = _carried_out(reading.plan, scope)
        if result is not None:
            return reading, result
    return None, None


def _carried_out(plan: Plan, scope: Scope) -> Result | None:
    """What a plan gives; no values where the report withholds what it needs, None where it cannot be carried out."""
    if withheld := _withheld(plan, scope):
        return Result(plan=plan, values=(), operands=withheld, left_out=withheld)
    try:
        return run(plan, scope.catalogue.observation)
    except StructuredError:
        return None


def _withheld(plan: Plan, scope: Scope) -> tuple[Observation, ...]:
    """The cells that a plan cannot do without, and that the report withholds."""
    if plan.operation in _DOES_WITHOUT:
        return ()
    cells = (scope.catalogue.observation(ref) for ref in (*plan.baseline, *plan.operands))
    return tuple(cell for cell in cells if cell.is_withheld)


_DOES_WITHOUT = frozenset({Operation.LOOKUP, Operation.TREND, Operation.RANK, Operation.FILTER, Operation.COUNT})


def _with_inherited(needs: tuple[Need, ...], earlier: tuple[Need, ...]) -> tuple[Need, ...]:
    """The question's own words, then those of the earlier turns that it does not say.

    Those weigh less and may go unexplained.
    """
    own = {n.token.stem for n in needs}
    found = list(needs)
    for need in earlier:
        if need.token.stem in own:
            continue
        own.add(need.token.stem)
        weight = need.weight if need.inherited else need.weight * 0.35
        found.append(
            replace(need, index=len(found), weight=weight, required=False, strict=False, counts=False, inherited=True)
        )
    return tuple(found)


def _says_season(question: Question) -> bool:
    """Whether a question names a season: "and in the summer?" is not of the autumn's year."""
    return any(t.text.lower() in SEASONS for t in question.tokens)


def _inherit(question: Question, earlier: Turn) -> Question:
    """The question with the earlier one's periods and task where it names none of its own."""
    before = earlier.question
    periods, relatives = question.periods, question.relatives
    shifted = _shifted(question, earlier)
    if shifted is not None:
        periods, relatives = (AskedPeriod(period=shifted, partial=None, start=0, end=0),), ()
    elif (part := _same_part_of(question, earlier)) is not None:
        periods, relatives = (AskedPeriod(period=part, partial=None, start=0, end=0),), ()
    elif not periods and not relatives and not (_says_season(question) and _says_season(before)):
        periods = tuple(replace(p, start=0, end=0) for p in before.periods)
        relatives = tuple((r, 0, 0) for r, _, _ in before.relatives)
    if not question.left_out:  # what was set aside stays so, until it is named
        question = replace(question, left_out=before.left_out - {t.stem for t in question.tokens})
    if any(c.cue in _TASKS for c in question.cues) or question.order is not None or question.thresholds:
        return replace(question, periods=periods, relatives=relatives)
    cues = (*question.cues, *(replace(c, start=0, end=0) for c in before.cues if c.cue is not Cue.WHY))
    return replace(
        question,
        cues=cues,
        periods=periods,
        relatives=relatives,
        order=before.order,
        limit=before.limit if question.limit == 1 else question.limit,
        place=before.place if question.place == 1 else question.place,
        thresholds=tuple(replace(t, start=0, end=0) for t in before.thresholds),
        between=before.between,
    )


def _same_part_of(question: Question, earlier: Turn) -> Period | None:
    """The quarter or month of a year that a follow-up names ("and back in 2019?"), after a figure of such a one.

    Only where the table that was talked of has that part of the year and not the year itself.
    """
    own = _period_of(earlier)
    (asked,) = question.named_periods if len(question.named_periods) == 1 else (None,)
    if own is None or asked is None or earlier.reading is None or own.months >= asked.months or asked.months < _YEAR:
        return None
    grid = earlier.reading.entry.frame
    periods = (*(column.period for column in grid.columns), *(row.period for row in grid.rows))
    printed = [period for period in periods if period is not None]
    if any(p.same_span(asked) for p in printed):
        return None
    alike = [p for p in printed if asked.contains(p) and p.kind is own.kind]
    return next((p for p in alike if (p.first.month, p.last.month) == (own.first.month, own.last.month)), None)


def _shifted(question: Question, earlier: Turn) -> Period | None:
    """The period that "the year before" means after a figure: counted from that figure's own, not from the report's."""
    if question.has(*_MOVED):
        return None
    period = _period_of(earlier)
    if period is None:
        return None
    if match := _YEARS_BEFORE.search(question.text):
        for _ in range(small_number(match.group(1))):
            period = period.year_before() if match.group(2).lower() == "years" else period.previous()
        return period
    found = {r for r, _, _ in question.relatives}
    same_month = (m := _MONTH_BEFORE.search(question.text)) and m.group(1).casefold() == f"{period.last:%B}".casefold()
    if Relative.YEAR_BEFORE in found or same_month:
        return period.year_before()
    if Relative.PREVIOUS in found:
        return period.previous()
    return None


def _period_of(turn: Turn) -> Period | None:
    """The period of the figure that a turn was about."""
    if turn.reading is None:
        return None
    cells = [o.period for o in turn.result.operands[-1:]] if turn.result is not None else []
    if cells and cells[0] is not None and cells[0].kind is PeriodKind.DAY:
        return cells[0]  # "30 September" over a column of "2026/27"
    grid = turn.reading.entry.frame
    for row in turn.reading.rows[:1]:
        if grid.rows[row].period is not None:
            return grid.rows[row].period
    for column in turn.reading.columns[:1]:
        if grid.columns[column].period is not None:
            return grid.columns[column].period
    return turn.result.operands[-1].period if turn.result is not None and turn.result.operands else None
