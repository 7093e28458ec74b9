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
from assistant.checking.claim_amounts import (
    how_many_said,
    is_of_the_range,
    may_name,
    number_said,
    reached,
    set_against,
)
from assistant.checking.claim_times import blank, is_dated_at_the_start, read_times, with_same_times
from assistant.checking.claim_ways import (
    REVERSED,
    STRETCH_ENDS,
    THAN_ANOTHER,
    claim_way,
    heading,
    moved_more,
    order_of,
    worded,
)
from assistant.checking.counted import Counted, SoMany
from assistant.checking.patterns import (
    ALL_SO_MANY,
    BESIDE_BENCHMARK,
    BESIDE_PLAN,
    BEST_WHEN,
    CALLED_OFF,
    COMPARATIVE,
    DATED,
    EACH_TIME,
    EVERY,
    EVERY_NAME,
    FIRST_TIME,
    GRADED,
    HAPPIEST,
    HEADED,
    IN_SO_MANY,
    ITS_BEST_WHEN,
    LEAST_ALLOWED,
    LIGHT,
    LOST_MOST,
    MADE,
    MET,
    MISSED,
    MOVES,
    NARROWLY,
    NEGATED,
    NOBODY,
    NONE,
    OF_ALL,
    OF_SO_MANY_TIMES,
    ONLY,
    ONLY_KIND,
    OUT_OF,
    OVER,
    OWN_BODY,
    RATED,
    RELATIVE_TERMS,
    REWORDED,
    SCHEDULES,
    SINCE,
    SPENT,
    SPENT_THAN,
    STATED_TO_BE,
    SUPERLATIVE,
    THAN_EARLIER,
    THAN_OTHERS,
    THAN_PLAN,
    TIME_SAW,
    UNDER,
    WENT_AHEAD,
    WIDELY,
    Way,
)
from assistant.checking.runs import Run, run_in
from assistant.questions.cues import Order, Relative
from assistant.questions.question import AskedPeriod, Question, read_question
from assistant.questions.vague import ONE_SIDED
from assistant.questions.words import tokens
from structured.periods import PartialPeriod, Period, find_periods
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
    over_time: bool = False
    """Whether its superlative is of one time among others ("was highest in 2022")."""
    times: tuple[int, int] | None = None
    """Of how many of the latest times, of how many months each, it is a superlative ("the lowest in five quarters")."""
    of_the_last: bool = False
    """Whether these are the last of all, not those up to the one that it names ("of the last five quarters")."""
    superlative: bool = False
    """Whether it says besides its figure that it is the highest or the lowest ("the highest, at 93 %")."""
    moved: Way | None = None
    """Which way it says that a thing moved more, or less, than others did ("fell more than")."""
    moved_less: bool = False
    each_time: bool = False
    """Whether it is said of every one of several periods."""
    run: Run | None = None
    """How many times in a row it says that a thing went one way."""
    named: frozenset[Decimal] = frozenset()
    """Figures that belong to the subject's name ("the 22 recommendations")."""
    how_many: int | None = None
    """How many there are of those of which it says something of each ("all three fell")."""
    out_of: SoMany | None = None
    """How many of how many it says something of ("two of the four towns")."""
    counts: str = ""
    """What it counts, where it says something of so many and not out of how many ("four districts")."""
    grade: str = ""
    """The words that it says a thing is graded with ("outstanding")."""
    headed: Way | None = None
    """Which way it says that a thing is going ("is falling")."""
    rated: str = ""
    """The colour that it says a thing is rated with."""
    schedule: Way | None = None
    """What it says of a thing's schedule: up is late, down early, flat on schedule."""
    standing: tuple[int, int] = (0, 0)
    """Where the words for the rating or the schedule stand in ``text``."""
    light: frozenset[str] = frozenset()
    """Stems of words that say how, not what: nothing has to explain them."""

    @property
    def left_out(self) -> frozenset[str]:
        """The stems of what it leaves out of what it counts; of a set, the members' own tests leave it out."""
        return frozenset() if self.kind in {Kind.RANK, Kind.EVERY, Kind.COMPARE} else self.subject.left_out

    def bounds_each_time(self, amount: Amount) -> bool:
        """Whether it says that a figure was no less, or no more, than so much at every one of several times."""
        return self.each_time and amount.role is Role.LEVEL and amount.bound in ONE_SIDED

    @property
    def none(self) -> bool:
        """Whether it is said of none of them."""
        return bool(NONE.match(self.text) or NOBODY.match(self.text))


def _reworded(text: str) -> str:
    text = THAN_EARLIER.sub(_of_so_many, text)
    for pattern, put in REWORDED:
        text = re.sub(pattern, put, text, flags=re.IGNORECASE)
    return with_same_times(text)


_ENDS = {"more": "most", "fewer": "fewest", "less": "least", "higher": "highest", "lower": "lowest"} | {
    "longer": "longest",
    "shorter": "shortest",
    "better": "best",
    "worse": "worst",
}


def _of_so_many(than: re.Match[str]) -> str:
    """Orders that were more "than in any of the four quarters before" as "the most orders in 5 quarters"."""
    if not than["n"]:
        return than.group()
    return f"the {_ENDS[than['more'].lower()]}{than['what']} in {number_said(than['n']) + 1} {than['unit']}s"


def read_claim(asked: str, is_name: IsName = _never, of_members: Counted | None = None) -> Claim:
    """The claim's parts. Any text gives a Claim; one that asserts nothing testable is a STATEMENT.

    ``is_name`` tells which figures the reports write just so: they are part of a name when the claim asserts
    something else besides. ``of_members`` is what it says of so many of a kind, where it is to be read as saying that.
    """
    whole_text = asked.strip().rstrip(".!") if of_members is None else f"All {of_members.said}"
    if of := IN_SO_MANY.match(whole_text):
        whole_text = f"{of['n']}{of['kind']}: {of['what']} {of['verb']}{of['when'] or ''}"
    so_many = of_members.so_many if of_members is not None else None
    if out_of := OUT_OF.match(whole_text):
        so_many = SoMany(n=how_many_said(out_of["n"]), m=how_many_said(out_of["m"] or ""))
        whole_text = f"All {whole_text[out_of.end() :]}"
    first = read_question(_reworded(whole_text))
    text = first.text
    named = read_times(text)
    periods, bases, spans, masked = list(named.periods), list(named.bases), list(named.spans), named.masked
    each_time = EACH_TIME.search(masked)
    if each_time:
        spans.append(each_time.span())
        masked = blank(masked, [each_time.span()])
    run = run_in(masked)
    if run is not None:
        spans.append((run.start, run.end))
        masked = blank(masked, [(run.start, run.end)])
    spans += [m.span() for m in RELATIVE_TERMS.finditer(masked)]
    tells_of_each = any(pattern.search(masked) for pattern in (MOVES, MET, MISSED))
    how_many = ALL_SO_MANY.match(masked) if tells_of_each else None
    if how_many:
        spans.append(how_many.span("n"))
        masked = blank(masked, [how_many.span("n")])
    ranks = SUPERLATIVE.search(masked) or HAPPIEST.search(masked) or first.order is not None
    if ranks and (of_so_many := OF_ALL.search(masked)) and of_so_many["n"]:  # "of the four areas" asserts no figure
        spans.append(of_so_many.span("n"))
        masked = blank(masked, [of_so_many.span("n")])
    moves_alone = tells_of_each and all(
        may_name(a) and is_name(masked, *a.mention) for a in read_amounts(masked)
    )  # "all fell", "none met its target": each did, not 100 %
    if tells_of_each and (nobody := NOBODY.match(masked)):
        spans.append(nobody.span())
    whole_name = (
        so_many is None and EVERY_NAME.match(text) is not None and is_name(text, 0, 3) and not moves_alone
    )  # "All Saints school"
    amounts = (*(() if whole_name or moves_alone or so_many else totality(masked)), *read_amounts(masked))
    latest = OF_SO_MANY_TIMES.search(masked) if each_time is None else None
    times = latest.span("n") if latest else (0, 0)
    spans.append(times)
    amounts = tuple(a for a in amounts if not is_of_the_range(a, masked) and not times[0] <= a.start < times[1])
    alone, first_time = ONLY.match(text) is not None, FIRST_TIME.search(text) is not None
    if alone or first_time or so_many is not None:
        amounts = tuple(reached(a, masked) for a in amounts)
    met = True if MET.search(text) else None
    if MISSED.search(text):
        met = False
    if met and any(_is_of_those_that_meet(a, text) for a in amounts):
        met = None  # "nine in ten vans meet the standard" sets no figure against a target
    others = THAN_OTHERS.search(text)
    order = None if met is not None and LEAST_ALLOWED.search(text) else first.order
    order = order or (Order.BEST if HAPPIEST.search(text) else None)
    if lost := LOST_MOST.search(text):
        order = Order.MOST if lost["end"].lower() == "most" else Order.LEAST
    only = ONLY_KIND.search(asked)
    whole = only["kind"].strip() if only else ""
    if others:
        order = order_of(others[1], text)
        whole = others["kind"].strip()
        spans.append((others.start("kind") - len(" than any"), others.end()))
    elif order is not None and (of := OF_ALL.search(text)):
        whole = of["kind"]
    bare = [a for a in amounts if may_name(a) and is_name(masked, a.mention[0], a.mention[1])]
    unnamed = _without_digits(masked, bare)  # "more 111 calls": the figure is a name, and "more" no bound
    way = claim_way(unnamed, amounts)
    others_said = (
        len(amounts) > len(bare)
        or met is not None
        or order is not None
        or (way is not None and (MOVES.search(text) or _comparative(text)))
    )
    asserted = tuple(worded(a, masked) for a in amounts if a not in bare or not others_said)
    asserted = set_against(asserted, masked)
    way = claim_way(unnamed if asserted != amounts else masked, asserted)
    if (over := bool(OVER.search(text))) != bool(UNDER.search(text)):
        way = way or (Way.UP if over else Way.DOWN)
    if made := MADE.search(masked):
        way = Way.UP if made["what"].lower() in {"surplus", "profit"} else Way.DOWN
    if (
        not asserted
        and (than := re.search(r"\bthan\b", masked))
        and (before := [(w, masked[start:end].lower()) for w, start, end in ways(masked) if start < than.start()])
    ):
        # "more homes below the standard than": what is set against another time is how many there are
        way = next((w for w, word in reversed(before) if word not in _BESIDE), before[-1][0])
    if not bases and len(periods) == 1 and is_dated_at_the_start(masked, asserted):
        bases, periods = periods, []
    moved, moved_less = moved_more(text) if not asserted else (None, False)
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
        since=bool(bases or named.starts or [r for r, _, _ in first.relatives if r is not Relative.LATEST]),
        whole_name=whole_name,
    )
    if kind is Kind.CHANGE and not asserted and bases and periods and max(periods) < min(bases):
        bases, periods = periods, bases  # "fewer in 2021 than in 2023": more came later
        way = REVERSED.get(way, way) if way is not None else None
    if moved is not None and kind is Kind.CHANGE and THAN_ANOTHER.search(text):
        kind = Kind.COMPARE
    rated = RATED.search(masked)
    scheduled = next(((w, m) for w, p in SCHEDULES if (m := p.search(masked))), None)
    graded = GRADED.search(masked) or (STATED_TO_BE.search(masked) if not scheduled else None) if not rated else None
    headed = HEADED.search(masked)
    standing = rated or (scheduled[1] if scheduled else None) or graded or headed
    sides = _sides(masked) if kind is Kind.COMPARE else None
    spans += [a.base for a in asserted if a.base is not None]
    question = _subject(text, asserted, spans, periods, bases, (*named.starts, *named.partial))
    return Claim(
        asked=asked,
        text=masked,
        kind=kind,
        amounts=asserted,
        way=way,
        negated=bool(NEGATED.search(blank(text, [m.span() for m in (*MISSED.finditer(text), *NONE.finditer(text))]))),
        order=order,
        periods=tuple(periods),
        bases=tuple(bases),
        starts=named.starts,
        partial=named.partial,
        relatives=tuple(r for r, _, _ in question.relatives),
        subject=question,
        met=met,
        how_many=number_said(how_many["n"]) if how_many else None,
        out_of=so_many,
        counts=of_members.kind if of_members is not None else "",
        grade=graded["grade"].lower() if graded else "",
        headed=heading(headed["way"]) if headed else None,
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
        over_time=_is_over_time(text, masked),
        times=(number_said(latest["n"]), _MONTHS[latest["unit"].lower()]) if latest else None,
        of_the_last=latest is not None and latest["last"] is not None,
        superlative=order is not None and bool(asserted) and SUPERLATIVE.search(text) is not None,
        moved=moved,
        moved_less=moved_less,
        each_time=each_time is not None,
        run=run,
        light=_light(text, asserted)
        | (frozenset(t.stem for t in tokens(text[slice(*first.order_span)])) if first.order_span else frozenset()),
    )


def narrowed(claim: Claim, amount: Amount) -> Claim:
    """The claim with the times alone that go with one of its amounts, where several amounts are of several times.

    "Fell by 7 % on the previous quarter and rose by 6 % on Q4 2022": each is measured from another time.
    """
    start = end = 0
    for other in claim.amounts:
        rest = claim.text[other.end :]
        end = other.end + (0 if rest.lstrip().startswith(")") else len(STRETCH_ENDS.split(rest)[0]))
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


def _light(text: str, amounts: Sequence[Amount]) -> frozenset[str]:
    patterns = [LIGHT, OWN_BODY, WENT_AHEAD, CALLED_OFF]
    if any(a.quantity.unit.kind is UnitKind.MONEY for a in amounts):
        patterns.append(SPENT)
    spans = [(m.start(), m.end()) for pattern in patterns for m in pattern.finditer(text)]
    spans = [(s, e) for s, e in spans if not (text[s].isupper() and s)] + [(s, e) for _, s, e in ways(text)]
    return frozenset(t.stem for s, e in spans for t in tokens(text[s:e]))


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
        or (
            BESIDE_PLAN.search(text) and not (since and _COUNTED_BESIDE.search(text))
        )  # "fewer homes below the standard"
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


_BESIDE = frozenset({"above", "below", "over", "under"})
_COUNTED_BESIDE = re.compile(
    r"\b(?:more|fewer) (?!than\b)[a-z][\w-]+ (?:below|under|above|over)\b[^,;.]*\bthan\b", re.IGNORECASE
)
"""How many things there are that lie beside a mark, set against an earlier time."""


def _comparative(text: str) -> bool:
    return COMPARATIVE.search(text) is not None


def _is_of_those_that_meet(amount: Amount, text: str) -> bool:
    """Whether a share is of those of which a claim says that each meets a standard."""
    met = MET.search(text)
    between = text[amount.end : met.start()] if met is not None and met.start() > amount.end else ""
    to_a_standard = (
        met is not None and re.search(r"\b(?:standards?|threshold)$", met.group(), re.IGNORECASE) is not None
    )
    return (
        to_a_standard
        and amount.quantity.unit.kind is UnitKind.PERCENT
        and re.fullmatch(r"[\w\s'’-]+", between) is not None
    )


def _without_digits(text: str, amounts: Sequence[Amount]) -> str:
    for amount in amounts:
        start, end = amount.mention
        text = text[:start] + re.sub(r"\d", "x", text[start:end]) + text[end:]
    return text


_MONTHS = {"month": 1, "quarter": 3, "year": 12}


def _is_over_time(text: str, masked: str) -> bool:
    return BEST_WHEN.search(text) is not None or any(
        ITS_BEST_WHEN.search(masked[: m.start])
        or (_BEGINS.fullmatch(masked[: m.start]) and TIME_SAW.match(masked[m.end :]))
        for m in find_periods(masked)
    )


_BEGINS = re.compile(r"(?:in |the |the year |the quarter )?", re.IGNORECASE)


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
    blanked = blank(text, [(a.start, a.end) for a in amounts] + list(spans))
    question = read_question(blanked)
    asked = tuple(AskedPeriod(period=p, partial=None, start=0, end=0) for p in (*bases, *periods))
    asked += tuple(AskedPeriod(period=None, partial=p, start=0, end=0) for p in partial)
    spans_of = tuple(p for p in question.periods)
    # the words of periods stay out of the needs: keep their places, with the periods as read from the whole claim
    kept = tuple(replace(p, period=None, partial=None) for p in spans_of)
    return replace(question, periods=(*asked, *kept), thresholds=(), between=None)
