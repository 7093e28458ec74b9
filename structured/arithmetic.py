"""The arithmetic of a table as evidence: which rows add up to which, which columns are differences of others.

Checks what is printed and never alters it. Works on quantities by place; knows no labels but those it is told.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from enum import StrEnum
from itertools import islice, permutations, takewhile
from math import log10

from structured.observations import FindingKind
from structured.units import Quantity, UnitKind

Row = Sequence[Quantity | None]

_PRINTED_ROWS = 300
"""A table of more rows than this is data for a machine, in which sums are looked for nearby only."""
_MAX_TRIALS = 1_000_000
_ADDITIVE = frozenset({UnitKind.COUNT, UnitKind.MONEY, UnitKind.MASS})
_FEWEST_OF_A_LONE_SUM = 3
_OF_GROUPS = 4.0
"""The evidence that is asked for, in digits, where each of several groups adds up to its last row."""
_LEAST_LONE_SUM = Decimal(1000)
"""In its last printed digit: a smaller number may well be the sum of others by chance."""


def _half_step(quantity: Quantity) -> Decimal:
    """Half of the last printed place: how far rounding may have moved the number."""
    return Decimal(5).scaleb(-quantity.decimals - 1)


def _agreement(expected: Decimal, printed: Quantity, slack: Decimal) -> FindingKind:
    difference = abs(expected - printed.value)
    if difference == 0:
        return FindingKind.CONFIRMED
    return FindingKind.ROUNDING if difference <= slack else FindingKind.CONTRADICTED


# Totals ---------------------------------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True, kw_only=True)
class Sum:
    """A row that is the sum of others, by position. ``confirmed`` when the figures say so, not only the labels."""

    total: int
    parts: tuple[int, ...]
    confirmed: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class _Fit:
    matched: int
    considered: int
    evidence: float


def _mixed_additive(rows: Sequence[Row], c: int, places: Sequence[int]) -> bool:
    units = {q.unit for p in places if (q := rows[p][c]) is not None}
    return len(units) == 1 and next(iter(units)).kind in _ADDITIVE


class _Column:
    """A column of a row that may be a total, with the parts added so far."""

    __slots__ = ("is_open", "n_operands", "n_telling", "slack", "value", "whole")

    def __init__(self, whole: Quantity) -> None:
        self.whole = whole
        self.is_open = whole.unit.kind in _ADDITIVE
        self.n_operands = self.n_telling = 0
        self.value = Decimal(0)
        self.slack = _half_step(whole)

    def add(self, part: Quantity | None) -> None:
        """Take in a part; one of another unit closes the column."""
        if part is None:
            return
        if part.unit != self.whole.unit:
            self.is_open = False
            return
        self.n_operands += 1
        self.n_telling += bool(part.value)
        self.value += part.value
        self.slack += _half_step(part)


class _Adding:
    """How well parts, added one by one, make up a total, over the columns where both are printed in one unit."""

    def __init__(self, rows: Sequence[Row], total: int) -> None:
        self._rows = rows
        columns = ((c, _Column(whole)) for c, whole in enumerate(rows[total]) if whole is not None)
        self._columns = [(c, column) for c, column in columns if column.is_open]

    def add(self, part: int) -> _Fit:
        """The fit with one part more."""
        row = self._rows[part]
        for c, column in self._columns:
            column.add(row[c])
        if any(not column.is_open for _, column in self._columns):
            self._columns = [(c, column) for c, column in self._columns if column.is_open]
        matched = considered = 0
        evidence = 0.0
        for _, column in self._columns:
            if not column.n_operands:
                continue
            considered += 1
            if abs(column.value - column.whole.value) <= column.slack:
                matched += 1
                if column.whole.value and column.n_telling > 1:
                    evidence += max(0.3, log10(float(abs(column.whole.value) / column.slack)))
        return _Fit(matched=matched, considered=considered, evidence=evidence)

    @property
    def n_open(self) -> int:
        """In how many columns the parts may still add up."""
        return len(self._columns)


def _fit(rows: Sequence[Row], total: int, parts: Sequence[int]) -> _Fit:
    """How well the parts add up to the total, over the columns where both are printed in one unit."""
    adding = _Adding(rows, total)
    fit = _Fit(matched=0, considered=0, evidence=0.0)
    for part in parts:
        fit = adding.add(part)
    return fit


def _limits(is_total: Sequence[bool]) -> tuple[int, int]:
    """How many rows may add up to a row that is not called a total, and to one that is.

    Any number in a table that people read; fewer in data of thousands of rows.
    """
    n = len(is_total)
    nearby = n if n <= _PRINTED_ROWS else max(20, _PRINTED_ROWS * _PRINTED_ROWS // n)
    return nearby, n if n * sum(is_total) <= _MAX_TRIALS else nearby


def find_sums(rows: Sequence[Row], is_total: Sequence[bool], barriers: Sequence[int] = ()) -> tuple[Sum, ...]:
    """The rows that add up other rows, sorted by position: sums of rows above, nested, and wholes broken down beneath.

    ``is_total`` says for each row whether its label calls it a total; a row that is not called so must agree in every
    column, with more digits than chance gives, or, where one column alone can be added up, with all the rows above it.
    ``barriers`` are positions at which a section begins: they help where nothing agrees.
    """
    sums: list[Sum] = []
    stack: list[int] = []
    known: set[int] = set()
    limits = _limits(is_total)
    for i in range(len(rows)):
        if not any(q is not None for q in rows[i]):
            continue
        parts, confirmed = _parts_above(
            rows, i, stack, known, called=is_total[i], barriers=barriers, limit=limits[is_total[i]]
        )
        if parts:
            sums.append(Sum(total=i, parts=tuple(parts), confirmed=confirmed))
            known.add(i)
            del stack[len(stack) - len(parts) :]
        stack.append(i)
    sums += _breakdowns(rows, is_total, known, sums)
    return tuple(sorted(sums, key=lambda s: s.total))


def sums_of_groups(rows: Sequence[Row], groups: Sequence[Sequence[int]]) -> tuple[Sum, ...]:
    """The last rows of groups, or the first, where in each it adds up all the others in every column of amounts: what
    small figures do not show of one group they show of several alike.
    """
    for found in ([(g[-1], tuple(g[:-1])) for g in groups], [(g[0], tuple(g[1:])) for g in groups]):
        fits = [_fit(rows, total, parts) for total, parts in found]
        agree = all(fit.considered and fit.matched == fit.considered for fit in fits)
        if agree and min(len(parts) for _, parts in found) > 1 and sum(fit.evidence for fit in fits) >= _OF_GROUPS:
            return tuple(Sum(total=total, parts=parts, confirmed=True) for total, parts in found)
    return ()


def _parts_above(
    rows: Sequence[Row],
    i: int,
    stack: Sequence[int],
    known: set[int],
    *,
    called: bool,
    barriers: Sequence[int],
    limit: int,
) -> tuple[list[int], bool]:
    n_best = 0
    adding = _Adding(rows, i)
    are_totals = True
    for k in range(1, min(len(stack), limit) + 1):
        part = stack[-k]
        are_totals = are_totals and part in known
        fit = adding.add(part)
        if adding.n_open < (1 if called else 2):
            break
        if k == 1:
            continue
        # What adds up nothing but totals is likelier to be one itself.
        if _convinces(fit, called=called, tried=1 if are_totals else 10 * len(stack)):
            n_best = k
        elif n_best:
            break
    if n_best:
        return list(stack[-n_best:]), True
    start = max((b for b in barriers if b <= i), default=0)
    block = list(takewhile(lambda p: p >= start, islice(reversed(stack), limit + 1)))[::-1]
    if not called:
        lone = next((parts for parts in (block, list(stack)) if _is_lone_sum(rows, i, parts)), [])
        return lone, bool(lone)
    if len(block) == 1 and _fit(rows, i, block).matched:
        return block, True
    if 1 < len(block) <= limit and _near(rows, i, block):
        return block, False
    return [], False


def _convinces(fit: _Fit, *, called: bool, tried: int) -> bool:
    if called:
        return fit.matched > 0 and fit.matched >= 0.6 * fit.considered and fit.evidence >= 1
    needed = 3 + log10(tried)
    return fit.matched == fit.considered and fit.considered >= 2 and fit.evidence >= needed


def _is_lone_sum(rows: Sequence[Row], whole: int, parts: Sequence[int]) -> bool:
    """Whether rows make up another to the last digit in the one column of amounts that it has, and what stands beside
    that, of averages and shares, lies between theirs: "Region" under its towns.
    """
    amounts = [c for c, q in enumerate(rows[whole]) if q is not None and q.unit.kind in _ADDITIVE]
    if len(amounts) != 1 or len(parts) < _FEWEST_OF_A_LONE_SUM:
        return False
    for c, quantity in enumerate(rows[whole]):
        if quantity is None:
            continue
        values = [q.value for p in parts if (q := rows[p][c]) is not None and q.unit == quantity.unit]
        if c in amounts:
            long = abs(quantity.value) >= _LEAST_LONE_SUM.scaleb(-quantity.decimals)
            if not long or len(values) < len(parts) or sum(values) != quantity.value:
                return False
        elif values and not min(values) <= quantity.value <= max(values):
            return False
    return True


def _near(rows: Sequence[Row], total: int, parts: Sequence[int]) -> bool:
    """Whether the parts miss the total by so little, in every column, that a misprint is likelier than other parts."""
    seen = False
    for c, whole in enumerate(rows[total]):
        operands = [q.value for p in parts if (q := rows[p][c]) is not None]
        if whole is None or not operands or not _mixed_additive(rows, c, (total, *parts)):
            continue
        seen = True
        size = sum((abs(v) for v in operands), Decimal(0))
        if not size or abs(sum(operands, Decimal(0)) - whole.value) > size / 20:
            return False
    return seen


def _breakdowns(rows: Sequence[Row], is_total: Sequence[bool], known: set[int], sums: Sequence[Sum]) -> list[Sum]:
    """Rows that the next rows break down ("Sales", then "Sales at home" and "Sales abroad")."""
    found: list[Sum] = []
    consumed = {p: s.total for s in sums for p in s.parts}
    filled = [p for p, row in enumerate(rows) if any(q is not None for q in row)]
    limits = _limits(is_total)
    for place, i in enumerate(filled):
        if i in known:
            continue
        n_following = len(filled) - place - 1
        following = filled[place + 1 : place + 1 + limits[is_total[i]]]
        best: list[int] = []
        adding = _Adding(rows, i)
        for k, part in enumerate(following, 1):
            fit = adding.add(part)
            if adding.n_open < (1 if is_total[i] else 2):
                break
            if k == 1:
                continue
            convinces = _convinces(fit, called=is_total[i], tried=10 * n_following)
            if convinces and fit.matched == fit.considered:
                best = following[:k]
                break
        if not best and not place and not sums and _is_lone_sum(rows, i, following):
            best = following
        if not best and is_total[i]:
            # A whole whose parts are broken down in turn: the rows that no other total takes up.
            tops = [p for p in following if p not in consumed]
            twin = [
                s
                for s in sums
                if s.total in tops and _fit(rows, i, [s.total]).matched == _fit(rows, i, [s.total]).considered
            ]
            if twin and _fit(rows, i, [twin[-1].total]).considered:
                best = list(twin[-1].parts)
        if best:
            found.append(Sum(total=i, parts=tuple(best), confirmed=True))
    return found


# Columns --------------------------------------------------------------------------------------------------------------


class Rule(StrEnum):
    """How a column follows from others."""

    DIFFERENCE = "difference"
    PERCENT_CHANGE = "percentage change"
    SHARE = "share"
    SUM = "sum"


@dataclass(frozen=True, slots=True, kw_only=True)
class ColumnRelation:
    """A column that follows from others by a rule, by position: first minus second, change from second to first,
    first as a share of second, or the sum of all.
    """

    target: int
    rule: Rule
    operands: tuple[int, ...]


_MOST = 0.75
_FEWEST_ROWS = 3
_N_TRIED = 40
"""Rows of a long table by which it is told that a relation does not hold, without looking at the others."""


def _columns_agree(rows: Sequence[Row], relation: ColumnRelation) -> tuple[int, int, float]:
    """In how many rows the relation holds within rounding, in how many it can be checked, and how telling that is."""
    if len(rows) > 2 * _N_TRIED:
        held, checked, _ = _agreeing(rows[:: len(rows) // _N_TRIED], relation)
        if checked and held < _MOST * checked / 2:
            return held, checked, 0.0
    return _agreeing(rows, relation)


def _agreeing(rows: Sequence[Row], relation: ColumnRelation) -> tuple[int, int, float]:
    held = checked = 0
    evidence = 0.0
    for row in rows:
        check = expected_in_column(row, relation)
        if check is None:
            continue
        checked += 1
        expected, slack = check
        printed = row[relation.target]
        if printed is not None and abs(expected - printed.value) <= slack:
            held += 1
            evidence += log10(float(max(abs(printed.value) / slack, Decimal(1))))
    return held, checked, evidence


def expected_in_column(row: Row, relation: ColumnRelation) -> tuple[Decimal, Decimal] | None:
    """What the relation gives in this row, in the target's unit, and how far rounding may move it; None where a cell
    is missing or units do not meet.
    """
    printed = row[relation.target]
    operands = [row[c] for c in relation.operands]
    if printed is None or any(q is None for q in operands):
        return None
    figures = [q for q in operands if q is not None]
    kinds = {(q.unit.kind, q.unit.symbol, q.unit.scale) for q in figures}
    if len(kinds) != 1:
        return None
    unit = figures[0].unit
    own = _half_step(printed)
    if relation.rule in (Rule.DIFFERENCE, Rule.SUM):
        points = unit.kind is UnitKind.PERCENT and printed.unit.kind in (UnitKind.POINTS, UnitKind.PERCENT)
        if not points and printed.unit != unit:
            return None
        slack = own + sum((_half_step(q) for q in figures), Decimal(0))
        values = [q.value for q in figures]
        return (values[0] - values[1] if relation.rule is Rule.DIFFERENCE else sum(values, Decimal(0))), slack
    a, b = figures
    if b.value == 0 or printed.unit.kind is not UnitKind.PERCENT:
        return None
    ratio = a.value / b.value
    spread = (_half_step(a) + abs(ratio) * _half_step(b)) / abs(b.value) * 100
    if relation.rule is Rule.SHARE:
        return 100 * ratio, own + spread
    change = 100 * (a.value - b.value) / abs(b.value)
    if b.value < 0 and abs(change + printed.value) < abs(change - printed.value):
        # A cost printed as a minus: some reports say that it grew when it became more negative.
        change = -change
    return change, own + spread


def find_difference(rows: Sequence[Row], target: int, candidates: Sequence[int]) -> ColumnRelation | None:
    """The pair of columns whose difference, or percentage change, the target is; None when no pair explains most of
    its rows.
    """
    best: tuple[float, ColumnRelation] | None = None
    for a, b in permutations(candidates, 2):
        for rule in (Rule.DIFFERENCE, Rule.PERCENT_CHANGE):
            relation = ColumnRelation(target=target, rule=rule, operands=(a, b))
            held, checked, evidence = _columns_agree(rows, relation)
            if not checked or held < _MOST * checked or evidence < 1.5 or held < min(2, len(rows)):
                continue
            if best is None or evidence > best[0] + 1e-9:
                best = (evidence, relation)
    return best[1] if best else None


def plain_difference(rows: Sequence[Row], target: int, levels: Sequence[int]) -> list[ColumnRelation]:
    """The difference that the target is in every row, where it is not the percentage change in every row too: few small
    figures are no evidence for a relation, but enough to tell one of these from the other. None, or one.
    """
    for pair in permutations(levels, 2):
        difference, change = (
            ColumnRelation(target=target, rule=rule, operands=pair) for rule in (Rule.DIFFERENCE, Rule.PERCENT_CHANGE)
        )
        held, also = _held(rows, difference), _held(rows, change)
        if len(held) >= _FEWEST_ROWS and all(held) and not (also and all(also)):
            return [difference]
    return []


def _held(rows: Sequence[Row], relation: ColumnRelation) -> list[bool]:
    """Whether the relation holds in each row that can be held against it."""
    checks = [
        (check, q) for row in rows if (check := expected_in_column(row, relation)) and (q := row[relation.target])
    ]
    return [abs(expected - printed.value) <= slack for (expected, slack), printed in checks]


def find_share(rows: Sequence[Row], target: int, candidates: Sequence[int]) -> ColumnRelation | None:
    """The pair of columns of which the target is the share, in per cent; None when no pair explains most of its
    rows.
    """
    for a, b in permutations(candidates, 2):
        relation = ColumnRelation(target=target, rule=Rule.SHARE, operands=(a, b))
        held, checked, evidence = _columns_agree(rows, relation)
        if checked > 2 and held >= _MOST * checked and evidence >= 4:
            return relation
    return None


def find_column_sum(rows: Sequence[Row], target: int, groups: Sequence[Sequence[int]]) -> ColumnRelation | None:
    """The first of the sets of columns that the target adds up in most rows."""
    for operands in groups:
        relation = ColumnRelation(target=target, rule=Rule.SUM, operands=tuple(operands))
        held, checked, evidence = _columns_agree(rows, relation)
        if len(operands) > 1 and checked > 1 and held >= _MOST * checked and evidence >= 3:
            return relation
    return None


@dataclass(frozen=True, slots=True, kw_only=True)
class Check:
    """One printed figure against what its operands give; places are (row position, column position), the figure
    first.
    """

    kind: FindingKind
    rule: str
    places: tuple[tuple[int, int], ...]
    expected: Decimal
    printed: Quantity


def check_sums(rows: Sequence[Row], sums: Sequence[Sum]) -> tuple[Check, ...]:
    """Every printed total against its parts, column by column."""
    checks = []
    for s in sums:
        for c, whole in enumerate(rows[s.total]):
            if whole is None or not _mixed_additive(rows, c, (s.total, *s.parts)):
                continue
            operands = [(p, q) for p in s.parts if (q := rows[p][c]) is not None]
            if not operands:
                continue
            expected = sum((q.value for _, q in operands), Decimal(0))
            slack = _half_step(whole) + sum((_half_step(q) for _, q in operands), Decimal(0))
            places = ((s.total, c), *((p, c) for p, _ in operands))
            checks.append(
                Check(
                    kind=_agreement(expected, whole, slack),
                    rule="total",
                    places=places,
                    expected=expected,
                    printed=whole,
                )
            )
    return tuple(checks)


def check_columns(rows: Sequence[Row], relations: Sequence[ColumnRelation]) -> tuple[Check, ...]:
    """Every printed difference, change, share and sum against the columns it follows from, row by row."""
    checks = []
    for relation in relations:
        for r, row in enumerate(rows):
            check = expected_in_column(row, relation)
            printed = row[relation.target]
            if check is None or printed is None:
                continue
            expected, slack = check
            rounded = expected.quantize(Decimal(1).scaleb(-printed.decimals))
            kind = FindingKind.CONFIRMED if rounded == printed.value else _agreement(expected, printed, slack)
            places = ((r, relation.target), *((r, c) for c in relation.operands))
            checks.append(Check(kind=kind, rule=relation.rule.value, places=places, expected=expected, printed=printed))
    return tuple(checks)


def by_total(sums: Sequence[Sum]) -> Mapping[int, tuple[int, ...]]:
    """The parts of each total that stands beneath them, by position."""
    return {s.total: s.parts for s in sums if s.total > max(s.parts)}
