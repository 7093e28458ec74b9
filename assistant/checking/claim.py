"""A claim as read off its words: what it asserts, and what it asserts it of.

Amounts, directions and comparators are what is tested; the words that are left name the subject and are looked for.
Knows English, not the library.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from decimal import Decimal
from enum import StrEnum

from assistant.checking.amounts import Amount, Role, read_amounts, totality, ways
from assistant.checking.patterns import (
    ALL_SO_MANY,
    BESIDE_BENCHMARK,
    BESIDE_PLAN,
    BETWEEN,
    COMPARATIVE,
    DATED,
    EACH_TIME,
    EVERY,
    FIRST_TIME,
    HAPPIEST,
    LIGHT,
    MADE,
    MET,
    MISSED,
    MOVED_MORE,
    MOVES,
    NARROWLY,
    NEGATED,
    NOBODY,
    NONE,
    OF_ALL,
    ONLY,
    ONLY_KIND,
    OVER,
    OWN_BODY,
    RATED,
    REACHED,
    RELATIVE_TERMS,
    REWORDED,
    SCHEDULES,
    SINCE,
    SPENT,
    SPENT_THAN,
    SUPERLATIVE,
    THAN_OTHERS,
    THAN_PLAN,
    UNDER,
    WIDELY,
    Way,
)
from assistant.questions.cues import Order, Relative
from assistant.questions.question import AskedPeriod, Question, read_question
from assistant.questions.vague import Bound
from assistant.questions.words import tokens
from structured.periods import PartialPeriod, Period, find_periods, parse_period
from structured.units import UnitKind

IsName = Callable[[str, int, int], bool]
"""Whether the figure at a place of a text belongs to a name ("within 31 days", "Route 4") and asserts nothing."""


def _never(_text: str, _start: int, _end: int) -> bool:
    return False


class Kind(StrEnum):
    """What a claim says of its subject."""

    LEVEL = "level"
    CHANGE = "change"
    PLAN = "plan"
    RANK = "rank"
    COMPARE = "compare"
    EVERY = "every"
    DATE = "date"
    BENCHMARK = "benchmark"
    """Above or below an average or a median that is printed beside it."""
    BALANCE = "balance"
    """A surplus or a deficit."""
    STATEMENT = "statement"


@dataclass(frozen=True, slots=True, kw_only=True)
class Claim:
    """A statement, read.

    ``amounts`` are the quantities that it asserts; those that belong to its subject ("within 31 days") are not among
    them. ``text`` is what the spans point into; ``subject`` is the same text with the asserted words blanked out.
    ``bases`` are the earlier of two periods that it compares, ``periods`` all others.
    """

    asked: str
    text: str
    kind: Kind
    amounts: tuple[Amount, ...]
    way: Way | None
    negated: bool
    order: Order | None
    periods: tuple[Period, ...]
    bases: tuple[Period, ...]
    relatives: tuple[Relative, ...]
    subject: Question
    met: bool | None = None
    narrowly: bool = False
    widely: bool = False
    whole: str = ""
    """The words of a superlative's "of any …", or of "every …"."""
    starts: tuple[PartialPeriod, ...] = ()
    """Earlier periods that it compares, whose year is left out ("than at the end of June")."""
    partial: tuple[PartialPeriod, ...] = ()
    """Its other periods whose year is left out."""
    sides: tuple[str, str] | None = None
    """The two things that a comparison sets against each other."""
    alone: bool = False
    """Whether it says that no other did so ("only")."""
    first_time: bool = False
    """Whether it says that it never was so before."""
    superlative: bool = False
    """Whether it says besides its figure that it is the highest or the lowest ("the highest, at 93 %")."""
    moved: Way | None = None
    """Which way it says that a thing moved more, or less, than others did ("fell more than")."""
    moved_less: bool = False
    each_time: bool = False
    """Whether it is said of every one of several periods."""
    named: frozenset[Decimal] = frozenset()
    """Figures that belong to the subject's name ("the 22 recommendations")."""
    how_many: int | None = None
    """How many there are of those of which it says something of each ("all three fell")."""
    rated: str = ""
    """The colour that it says a thing is rated with."""
    schedule: Way | None = None
    """What it says of a thing's schedule: up is late, down early, flat on schedule."""
    standing: tuple[int, int] = (0, 0)
    """Where the words for the rating or the schedule stand in ``text``."""
    light: frozenset[str] = frozenset()
    """Stems of words that say how, not what: nothing has to explain them."""

    @property
    def none(self) -> bool:
        """Whether it is said of none of them."""
        return bool(NONE.match(self.text) or NOBODY.match(self.text))


def _reworded(text: str) -> str:
    for pattern, put in REWORDED:
        text = re.sub(pattern, put, text, flags=re.IGNORECASE)
    return _with_same_times(text)


_SAME_TIME = re.compile(r"\bthe same (?:quarter|month|period|time) (?:of|in) (?P<year>(?:19|20)\d\d)\b", re.IGNORECASE)
_YEAR = re.compile(r"\b(?:19|20)\d\d\b")


def _with_same_times(text: str) -> str:
    """The text with "the same quarter of 2024" written out after the one quarter that it names: "Q3 2024"."""
    same = _SAME_TIME.search(text)
    if same is None:
        return text
    shorter = [m for m in find_periods(text) if m.period is not None and 0 < m.period.months < 12]
    named = {text[m.start : m.end] for m in shorter}
    written = named.pop() if len(named) == 1 else ""
    if len(_YEAR.findall(written)) != 1:
        return text
    return text[: same.start()] + _YEAR.sub(same["year"], written) + text[same.end() :]


def _two_periods(text: str) -> tuple[Period, Period, int, int] | None:
    """The two periods of "between P and Q" or "from P to Q", and where they stand."""
    for match in BETWEEN.finditer(text):
        for end in sorted({match.end("b"), *(m.end for m in find_periods(text) if m.end >= match.end("b"))}):
            b = parse_period(text[match.start("b") : end].strip())
            a = parse_period(match["a"].strip())
            if a is None and b is not None:
                mentions = [m for m in find_periods(text[match.start() : end]) if isinstance(m.period, Period)]
                a = mentions[0].period if len(mentions) == 2 and isinstance(mentions[0].period, Period) else None
            if a is not None and b is not None:
                return a, b, match.start(), end
    return None


def _two_partial(text: str) -> tuple[PartialPeriod, PartialPeriod, int, int] | None:
    """The two periods of "between P and Q" whose year is left out, and where they stand."""
    for match in BETWEEN.finditer(text):
        found = [m.partial for side in ("a", "b") for m in find_periods(match[side]) if m.partial is not None]
        if len(found) == 2 and all(len(find_periods(match[side])) == 1 for side in ("a", "b")):
            return found[0], found[1], match.start(), match.end()
    return None


def _blank(text: str, spans: Sequence[tuple[int, int]]) -> str:
    for start, end in spans:
        text = text[:start] + " " * (end - start) + text[end:]
    return text


def read_claim(asked: str, is_name: IsName = _never) -> Claim:
    """The claim's parts. Any text gives a Claim; one that asserts nothing testable is a STATEMENT.

    ``is_name`` tells which figures the reports write just so: they are part of a name when the claim asserts
    something else besides.
    """
    first = read_question(_reworded(asked.strip().rstrip(".!")))
    text = first.text
    periods: list[Period] = []
    bases: list[Period] = []
    spans: list[tuple[int, int]] = []
    two = _two_periods(text)
    masked = text
    if two is not None:
        a, b, start, end = two
        bases.append(min(a, b))
        periods.append(max(a, b))
        masked = _blank(text, [(start, end)])
        spans.append((start, end))
    partial: list[PartialPeriod] = []
    starts: list[PartialPeriod] = []
    if two is None and (bare_two := _two_partial(text)) is not None:
        starts.append(bare_two[0])
        partial.append(bare_two[1])
        masked = _blank(text, [bare_two[2:]])
        spans.append(bare_two[2:])
    for mention in find_periods(masked):
        if isinstance(mention.period, Period):
            (bases if SINCE.search(masked[: mention.start]) else periods).append(mention.period)
        elif mention.partial is not None:
            (starts if SINCE.search(masked[: mention.start]) else partial).append(mention.partial)
    each_time = EACH_TIME.search(masked)
    if each_time:
        spans.append(each_time.span())
        masked = _blank(masked, [each_time.span()])
    spans += [m.span() for m in RELATIVE_TERMS.finditer(masked)]
    how_many = ALL_SO_MANY.match(masked) if MOVES.search(masked) else None
    if how_many:
        spans.append(how_many.span("n"))
        masked = _blank(masked, [how_many.span("n")])
    moves_alone = MOVES.search(masked) is not None and all(
        _may_name(a) and is_name(masked, *a.mention) for a in read_amounts(masked)
    )  # "all fell": each did, not 100 %
    whole_name = is_name(text, 0, 3) and not moves_alone
    amounts = (*(() if whole_name or moves_alone else totality(masked)), *read_amounts(masked))
    alone, first_time = ONLY.match(text) is not None, FIRST_TIME.search(text) is not None
    if alone or first_time:
        amounts = tuple(_reached(a, masked) for a in amounts)
    met = True if MET.search(text) else None
    if MISSED.search(text):
        met = False
    others = THAN_OTHERS.search(text)
    order = first.order or (Order.BEST if HAPPIEST.search(text) else None)
    only = ONLY_KIND.search(asked)
    whole = only["kind"].strip() if only else ""
    if others:
        order = _order_of(others[1], text)
        whole = others["kind"].strip()
        spans.append((others.start("kind") - len(" than any"), others.end()))
    elif order is not None and (of := OF_ALL.search(text)):
        whole = of["kind"]
    way = _claim_way(masked, amounts)
    bare = [a for a in amounts if _may_name(a) and is_name(masked, a.mention[0], a.mention[1])]
    others_said = (
        len(amounts) > len(bare)
        or met is not None
        or order is not None
        or (way is not None and (MOVES.search(text) or _comparative(text)))
    )
    asserted = tuple(_worded(a, masked) for a in amounts if a not in bare or not others_said)
    way = _claim_way(masked, asserted)
    if (over := bool(OVER.search(text))) != bool(UNDER.search(text)):
        way = way or (Way.UP if over else Way.DOWN)
    if made := MADE.search(masked):
        way = Way.UP if made["what"].lower() in {"surplus", "profit"} else Way.DOWN
    if (
        not asserted
        and (than := re.search(r"\bthan\b", masked))
        and (before := [w for w, start, _ in ways(masked) if start < than.start()])
    ):
        way = before[-1]
    if not bases and len(periods) == 1 and _dated_at_the_start(masked, asserted):
        bases, periods = periods, []
    moved, moved_less = _moved(text) if not asserted else (None, False)
    if moved is not None:
        way = moved
        order = (Order.LEAST if moved_less else Order.MOST) if others else order
    kind = _kind(
        masked,
        asserted,
        order=order,
        others=others is not None,
        met=met,
        way=way,
        periods=periods,
        since=bool(bases or starts or [r for r, _, _ in first.relatives if r is not Relative.LATEST]),
        whole_name=whole_name,
    )
    if kind is Kind.CHANGE and not asserted and bases and periods and max(periods) < min(bases):
        bases, periods = periods, bases  # "fewer in 2021 than in 2023": more came later
        way = _REVERSED.get(way, way) if way is not None else None
    if moved is not None and kind is Kind.CHANGE and _THAN_ANOTHER.search(text):
        kind = Kind.COMPARE
    rated = RATED.search(masked)
    scheduled = next(((w, m) for w, p in SCHEDULES if (m := p.search(masked))), None)
    standing = rated or (scheduled[1] if scheduled else None)
    sides = _sides(masked) if kind is Kind.COMPARE else None
    spans += [a.base for a in asserted if a.base is not None]
    question = _subject(text, asserted, spans, periods, bases, (*starts, *partial))
    return Claim(
        asked=asked,
        text=masked,
        kind=kind,
        amounts=asserted,
        way=way,
        negated=bool(NEGATED.search(_blank(text, [m.span() for m in MISSED.finditer(text)]))),
        order=order,
        periods=tuple(periods),
        bases=tuple(bases),
        starts=tuple(starts),
        partial=tuple(partial),
        relatives=tuple(r for r, _, _ in question.relatives),
        subject=question,
        met=met,
        how_many=_number(how_many["n"]) if how_many else None,
        rated=rated["colour"].lower() if rated else "",
        schedule=scheduled[0] if scheduled and not rated else None,
        standing=standing.span() if standing else (0, 0),
        narrowly=bool(NARROWLY.search(text)),
        widely=bool(WIDELY.search(text)),
        whole=whole,
        sides=sides,
        alone=alone,
        first_time=first_time,
        named=frozenset(a.quantity.value for a in amounts if a not in asserted),
        superlative=order is not None and bool(asserted) and SUPERLATIVE.search(text) is not None,
        moved=moved,
        moved_less=moved_less,
        each_time=each_time is not None,
        light=_light(text, asserted)
        | (frozenset(t.stem for t in tokens(text[slice(*first.order_span)])) if first.order_span else frozenset()),
    )


_REVERSED = {Way.UP: Way.DOWN, Way.DOWN: Way.UP, Way.BETTER: Way.WORSE, Way.WORSE: Way.BETTER}


_THAN_ANOTHER = re.compile(
    r"\bthan (?!(?:in|at|on|over|during|for|it|they|last|before|ever|usual|(?:the|a) (?:year|quarter|month|same"
    r"|previous|last|average|median)|expected|planned|forecast|hoped|budgeted|intended|its|their|half|\d|£)\b)",
    re.IGNORECASE,
)
"""Before what is set against a thing: another thing, not a time, a plan, an average or a figure."""


def _moved(text: str) -> tuple[Way | None, bool]:
    """Which way a thing is said to have moved more than others, and whether it is less; None where it is not said.

    What improved more than others may have risen or fallen: the order of best and worst tells that.
    """
    match = MOVED_MORE.search(text)
    if match is None:
        return None, False
    found = [w for w, _, end in ways(match.group()) if w in {Way.UP, Way.DOWN} and end < len(match.group())]
    return (found[0], match["less"] is not None) if found else (None, False)


def _number(word: str) -> int:
    return int(word) if word.isdigit() else _NUMBERS.index(word.lower()) + 2


_NUMBERS = ("two", "three", "four", "five", "six", "seven", "eight", "nine", "ten")


def _worded(amount: Amount, text: str) -> Amount:
    """A signed figure with the direction that the word before it gives: "rose on the quarter (-7 %)" says up."""
    if amount.printed[:1] not in _SIGNS or text[: amount.start].rstrip()[-1:] != "(":
        return amount
    before = _STRETCH_ENDS.split(text[: amount.start].rstrip()[:-1])[-1]
    moves = [m.span() for m in MOVES.finditer(before)]
    said = [w for w, s, e in ways(before) if w in {Way.UP, Way.DOWN} and any(x < e and s < y for x, y in moves)]
    return replace(amount, way=said[-1]) if len(said) == 1 else amount


_SIGNS = frozenset("+-−–")


def narrowed(claim: Claim, amount: Amount) -> Claim:
    """The claim with the times alone that go with one of its amounts, where several amounts are of several times.

    "Fell by 7 % on the previous quarter and rose by 6 % on Q4 2022": each is measured from another time.
    """
    start = end = 0
    for other in claim.amounts:
        rest = claim.text[other.end :]
        end = other.end + (0 if rest.lstrip().startswith(")") else len(_STRETCH_ENDS.split(rest)[0]))
        if other is amount:
            break
        start = end
    stretch = claim.text[start:end]
    question = read_question(stretch)
    bases: list[Period] = []
    periods: list[Period] = []
    for mention in find_periods(stretch):
        if isinstance(mention.period, Period):
            aside = re.match(r"\s*\([+\-−–]\d", stretch[mention.end :]) and any(
                p > mention.period for p in claim.periods
            )
            (bases if SINCE.search(stretch[: mention.start]) or aside else periods).append(mention.period)
    relatives = tuple(r for r, _, _ in question.relatives)
    if not (bases or relatives or periods) or len(claim.bases) + len(claim.relatives) + len(claim.periods) < 2:
        return claim
    measured = bool(bases or relatives)
    return replace(
        claim,
        relatives=relatives if measured else claim.relatives,
        bases=tuple(bases) if measured else claim.bases,
        periods=tuple(periods) or tuple(p for p in claim.periods if p not in bases),
    )


def _dated_at_the_start(text: str, amounts: Sequence[Amount]) -> bool:
    """Whether the one time that a claim names is that of what was before ("£0.9m after a loss of £0.7m in 2023")."""
    starts = [a for a in amounts if a.role is Role.START]
    places = [m.start for m in find_periods(text) if isinstance(m.period, Period)]
    if len(starts) != 1 or len(places) != 1 or len(amounts) < 2 or amounts[-1] is not starts[0]:
        return False
    return re.fullmatch(r"\s*(?:in|at|on|for|during)\s+(?:the )?", text[starts[0].end : places[0]]) is not None


_STRETCH_ENDS = re.compile(r"[,;(]|\b(?:and|which|while|but)\b")


def _reached(amount: Amount, text: str) -> Amount:
    """A mark that was reached is at least that much: nobody else, or nothing before, reached it."""
    if amount.bound is Bound.EXACT and REACHED.search(text[: amount.start]):
        return replace(amount, bound=Bound.AT_LEAST)
    return amount


def _may_name(amount: Amount) -> bool:
    """Whether a figure could be part of a name: a plain count or a length of time, stated of nothing."""
    plain = amount.quantity.unit.kind in {UnitKind.COUNT, UnitKind.DURATION}
    return plain and amount.quantity.unit.scale != 1_000_000


def _light(text: str, amounts: Sequence[Amount]) -> frozenset[str]:
    patterns = [LIGHT, OWN_BODY]
    if any(a.quantity.unit.kind is UnitKind.MONEY for a in amounts):
        patterns.append(SPENT)
    spans = [(m.start(), m.end()) for pattern in patterns for m in pattern.finditer(text)]
    spans = [(s, e) for s, e in spans if not (text[s].isupper() and s)] + [(s, e) for _, s, e in ways(text)]
    return frozenset(t.stem for s, e in spans for t in tokens(text[s:e]))


def _order_of(word: str, text: str) -> Order:
    word = word.lower()
    if word == "better" or (word == "more" and re.search(r"\bimprov\w+\b", text, re.IGNORECASE)):
        return Order.BEST
    if word == "worse" or (word == "more" and re.search(r"\b(?:worsen|deteriorat)\w+\b", text, re.IGNORECASE)):
        return Order.WORST
    return Order.LEAST if word in {"less", "fewer", "lower", "shorter", "smaller", "quicker", "faster"} else Order.MOST


def _claim_way(text: str, amounts: Sequence[Amount]) -> Way | None:
    for amount in amounts:
        if amount.role is not Role.LEVEL and amount.way is not None:
            return amount.way
    bounds = [(a.start, a.end) for a in amounts]
    free = [(w, s, e) for w, s, e in ways(text) if not any(x < e and s < y for x, y in bounds)]
    moves = [m.span() for m in MOVES.finditer(text)]
    strong = [w for w, s, e in free if any(x < e and s < y for x, y in moves)]
    return strong[0] if strong else free[0][0] if free else None


def _kind(
    text: str,
    amounts: Sequence[Amount],
    *,
    order: Order | None,
    others: bool,
    met: bool | None,
    way: Way | None,
    periods: Sequence[Period],
    since: bool,
    whole_name: bool,
) -> Kind:
    roles = {a.role for a in amounts}
    if others or (order is not None and not amounts and not _comparative(text)):
        return Kind.RANK
    if periods and not amounts and any(DATED.search(text[: m.start]) for m in find_periods(text)):
        return Kind.DATE
    if (EVERY.match(text) and not whole_name) or NONE.match(text):
        return Kind.EVERY
    if SPENT_THAN.search(text):
        return Kind.COMPARE
    if MADE.search(text) and not amounts:
        return Kind.BALANCE
    if (
        Role.PLAN in roles
        or met is not None
        or BESIDE_PLAN.search(text)
        or OVER.search(text)
        or UNDER.search(text)
        or THAN_PLAN.search(text)
    ):
        return Kind.PLAN
    if not amounts and way is not None and BESIDE_BENCHMARK.search(text):
        return Kind.BENCHMARK
    if _comparative(text) and not since and not roles & {Role.CHANGE}:
        return Kind.COMPARE
    if (
        Role.CHANGE in roles
        or {Role.START, Role.LEVEL} <= roles
        or (way is not None and (MOVES.search(text) or (_comparative(text) and since)))
    ):
        return Kind.CHANGE
    if amounts:
        return Kind.LEVEL
    return Kind.STATEMENT


def _comparative(text: str) -> bool:
    return COMPARATIVE.search(text) is not None


def _sides(text: str) -> tuple[str, str] | None:
    match = re.search(r"\bthan\b(?!\s+(?:\d|£))", text, re.IGNORECASE)
    if match is None:
        return None
    return text[: match.start()].strip(), text[match.end() :].strip()


def _subject(
    text: str,
    amounts: Sequence[Amount],
    spans: Sequence[tuple[int, int]],
    periods: Sequence[Period],
    bases: Sequence[Period],
    partial: Sequence[PartialPeriod],
) -> Question:
    """The claim's own words without what it asserts, as a question."""
    blanked = _blank(text, [(a.start, a.end) for a in amounts] + list(spans))
    question = read_question(blanked)
    asked = tuple(AskedPeriod(period=p, partial=None, start=0, end=0) for p in (*bases, *periods))
    asked += tuple(AskedPeriod(period=None, partial=p, start=0, end=0) for p in partial)
    spans_of = tuple(p for p in question.periods)
    # the words of periods stay out of the needs: keep their places, with the periods as read from the whole claim
    kept = tuple(replace(p, period=None, partial=None) for p in spans_of)
    return replace(question, periods=(*asked, *kept), thresholds=(), between=None)
