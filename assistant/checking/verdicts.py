"""What one reading over a table says of an amount or a direction: units, sides, signs and rounding."""

from __future__ import annotations

import re
from dataclasses import replace
from decimal import Decimal

from assistant.answers.answer import Verdict
from assistant.checking.amounts import Amount, Role
from assistant.checking.balances import is_of_deficits, is_signed_right
from assistant.checking.cells import aim, column_role, prints_below_zero
from assistant.checking.figures import agrees, as_change, comparable, is_steady, of_one_size, slack
from assistant.checking.patterns import BALANCE, COUNTED_MORE, FLOWED, PACE, STEADY, TURNED_TO, Way
from assistant.checking.subject import IN_TIME, Candidate, Subject
from assistant.questions.cues import Relative
from assistant.questions.roles import Role as ColumnRole
from assistant.questions.sheet import Sheet
from assistant.questions.vague import NARROW, ONE_SIDED, Bound, holds
from assistant.questions.words import label_stems
from assistant.readings import Reading
from structured.engine import Result
from structured.observations import ColumnKind
from structured.units import COUNT, Quantity, UnitKind, to_base

_SIDE = re.compile(
    r"\b(?:(?P<more>over|more than|above|longer than|beyond)|under|less than|within|below|fewer than) (?:an? )?"
    r"(?P<n>\d[\d,.]*|[a-z]+)(?= ?(?:weeks?|days?|hours?|minutes?|months?|years?|seconds?))",
    re.IGNORECASE,
)

_NEITHER_GOOD = frozenset({UnitKind.COUNT, UnitKind.MONEY, UnitKind.RATIO, UnitKind.RATE})

_BAND = re.compile(
    r"\b(?P<n>\d+) (?:or|and) (?:(?P<more>above|over|more|higher|older)|below|under|less|fewer|lower|younger)\b",
    re.IGNORECASE,
)
_HARDLY = Decimal("0.05")
"""What is "well" over or under lies further than a tenth from it; what lies no further than this is surely not."""
_SIZED_BALANCE = re.compile(
    r"\b(?:smaller|larger|bigger|lower|higher|greater|better|worse) (?:surplus|deficit|loss|profit)\b", re.IGNORECASE
)
_IN_TIME_CLAIMED = re.compile(
    r"\b(?:within|on|in) (?:the |its |their )?(?:time|target|standard|schedule)\b", re.IGNORECASE
)
"""Says that it is of what was done in time: more of that is good."""
_STATUS = re.compile(r"\b(?:met|status|rag|rating|achieved)\b", re.IGNORECASE)


class CellVerdicts:
    """What the cells of one reading say of a claim."""

    def __init__(self, subject: Subject) -> None:
        """``subject`` is what the claim is about."""
        self.claim = subject.claim
        self.subject = subject

    def on(self, candidate: Candidate, amount: Amount | None, way: Way | None, *, planned: bool) -> Verdict | None:
        """What one reading says of an amount or a direction; None where it cannot be held against it."""
        sheet, reading, result, value = candidate.sheet, candidate.reading, candidate.result, candidate.value
        assert value is not None
        amount = self._in_its_unit(amount, value, reading)
        if amount is not None and not comparable(
            as_change(amount.quantity) if amount.role in {Role.CHANGE, Role.PLAN} else amount.quantity, value
        ):
            return Verdict.CONTRADICTED if _per_cent_for_points(amount, value) else None
        if self._turned(reading) or self._is_no_time(reading, value) or self._is_no_balance(reading):
            return None
        if self._is_what_is_left(sheet, reading) or (amount is None and self._is_no_number(value)):
            return None
        if amount is not None and amount.role is Role.CHANGE and _is_beyond(amount, result):
            return None  # it counts something else
        loose = amount is not None and amount.role is Role.CHANGE and amount.bound in ONE_SIDED
        if loose and self._skips_times(result):
            return None  # "more than 2 %" is soon true of several years together
        bounded = amount is not None and amount.role is Role.LEVEL and amount.bound not in {Bound.EXACT, Bound.ABOUT}
        if bounded and amount is not None and not of_one_size(amount, value):
            return None  # "more than 20 minutes" is not borne out by days of something else
        right = True
        if (
            amount is not None
            and amount.role is Role.LEVEL
            and not is_signed_right(self.claim, sheet, reading, value, amount)
        ):
            return Verdict.CONTRADICTED
        if (
            planned
            and amount is None
            and self.claim.met is not None
            and (status := self._status(sheet, reading)) is not None
        ):
            return Verdict.of(status is self.claim.met)
        if way is not None and (amount is None or amount.role is not Role.LEVEL):
            moved = value.value
            of_costs = planned or value.unit.kind is UnitKind.MONEY
            if of_costs and reading.plan.baseline and prints_below_zero(sheet, reading):
                moved = -moved  # printed as negative figures, of which more is further below zero
            if is_of_deficits(self.claim.text, sheet, reading, result) and way in {Way.UP, Way.DOWN}:
                moved = -moved  # a deficit that is larger lies further below zero
            polarity = self.good_way(sheet, reading, value)
            if polarity == 0 and planned and len(reading.columns) > 1:
                polarity = aim(sheet, reading.rows[0], reading.columns[1])
            if (
                polarity == 0
                and planned
                and way in {Way.BETTER, Way.WORSE}
                and self.claim.met is None
                and value.unit.kind is UnitKind.MONEY
            ):
                return None  # of money, the labels must say whether more of it is good
            judged = way in {Way.BETTER, Way.WORSE} and not TURNED_TO.search(self.claim.text)
            if polarity == 0 and not planned and judged and value.unit.kind in _NEITHER_GOOD:
                return None  # of what is counted, nothing says whether more of it is good
            if polarity == 0:
                polarity = -1 if value.unit.kind is UnitKind.DURATION else 1
            met_exactly = planned and self.claim.met and moved == 0
            right = met_exactly or agrees(way, moved, polarity)
            if way is Way.FLAT and amount is None and STEADY.search(self.claim.text):
                base = result.operands[0].quantity
                right = is_steady(value, base if reading.plan.baseline else None)
            turned = TURNED_TO.search(self.claim.text)
            if right and turned and (now := result.operands[-1].quantity) is not None and reading.plan.baseline:
                right = (now.value >= 0) == (turned["what"].lower() in {"surplus", "profit"})
            if self.claim.negated and amount is None:
                right = not right
        if right and amount is not None:
            claimed = as_change(amount.quantity) if amount.role in {Role.CHANGE, Role.PLAN} else amount.quantity
            exactly = _is_of_shares(claimed, result) or (amount.role is Role.CHANGE and self._skips_times(result))
            room = Decimal(0) if exactly else slack(reading.plan, result)
            right = holds(amount.bound, claimed, value, room)
        if right and amount is None and planned and reading.plan.baseline and not self._how_far(result):
            return Verdict.CONTRADICTED if self.claim.narrowly or self._is_hardly_apart(result) else None
        return Verdict.of(right)

    def good_way(self, sheet: Sheet, reading: Reading, value: Quantity) -> int:
        """1 where more of what a reading gives is good, -1 where less is, 0 where nothing says."""
        if value.unit.kind in {UnitKind.PERCENT, UnitKind.POINTS} and _IN_TIME_CLAIMED.search(self.claim.text):
            return 1
        return self.subject.polarity(sheet, reading)

    def _in_its_unit(self, amount: Amount | None, value: Quantity, reading: Reading) -> Amount | None:
        """An amount with the unit of time that the claim or the label names apart from it ("hours lost fell by 9")."""
        if amount is not None and amount.quantity.unit.kind is UnitKind.DURATION and value.unit == COUNT:
            grid = reading.entry.frame
            labels = " ".join((*grid.rows[reading.rows[0]].path, *grid.columns[reading.columns[0]].path))
            counted = set(label_stems(amount.quantity.unit.symbol)) & set(label_stems(labels))
            return replace(amount, quantity=replace(amount.quantity, unit=COUNT)) if counted else amount
        if amount is None or amount.quantity.unit != COUNT or value.unit.kind is not UnitKind.DURATION:
            return amount
        if not set(label_stems(value.unit.symbol)) & set(label_stems(self.claim.text)):
            return amount
        return replace(amount, quantity=replace(amount.quantity, unit=value.unit))

    def _is_what_is_left(self, sheet: Sheet, reading: Reading) -> bool:
        """Whether the claim says what was drawn from a balance or added to it, and the cell is the balance itself."""
        of_balance = column_role(sheet, reading.columns[0]) in {ColumnRole.OPENING, ColumnRole.CLOSING}
        return of_balance and len(reading.columns) == 1 and FLOWED.search(self.claim.text) is not None

    def _is_no_number(self, value: Quantity) -> bool:
        """Whether the claim says that there were more of something, and the figure is a sum of money."""
        return value.unit.kind is UnitKind.MONEY and COUNTED_MORE.search(self.claim.text) is not None

    def _is_no_balance(self, reading: Reading) -> bool:
        """Whether a smaller or larger surplus is claimed, and the cell is none of a surplus or a deficit."""
        grid = reading.entry.frame
        labels = (*grid.rows[reading.rows[0]].path, *grid.columns[reading.columns[0]].path, grid.title)
        return _SIZED_BALANCE.search(self.claim.text) is not None and not BALANCE.search(" ".join(labels))

    def _is_no_time(self, reading: Reading, value: Quantity) -> bool:
        """Whether the claim says that something became faster, and the figure is no time that it takes.

        A share of what was done within a time counts as one.
        """
        if self.claim.way not in {Way.BETTER, Way.WORSE} or not PACE.search(self.claim.text):
            return False
        grid = reading.entry.frame
        labels = " ".join((*grid.rows[reading.rows[0]].path, *grid.columns[reading.columns[0]].path, grid.title))
        shares = value.unit.kind in {UnitKind.PERCENT, UnitKind.POINTS} and IN_TIME.search(labels) is not None
        return value.unit.kind is not UnitKind.DURATION and not shares

    def _skips_times(self, result: Result) -> bool:
        """Whether a change is over more than the claim, which names no time, most likely means: then it has to fit."""
        claim, times = self.claim, [o.period for o in result.operands]
        measured = set(claim.relatives) & {Relative.PREVIOUS, Relative.YEAR_BEFORE}
        if claim.periods or claim.bases or measured or claim.starts or len(times) != 2:
            return False
        old, new = sorted(t for t in times if t is not None) if None not in times else (None, None)
        return (
            old is not None
            and new is not None
            and not any(old.same_span(p) for p in (new.previous(), new.year_before()))
        )

    def _turned(self, reading: Reading) -> bool:
        """Whether a label says "under 18 weeks" or "5 or above", and the claim "over 18 weeks" or "5 or below"."""
        labels = [
            *reading.entry.frame.rows[reading.rows[0]].path,
            *reading.entry.frame.columns[reading.columns[0]].path,
        ]
        return any(
            match["n"] == own["n"] and bool(match["more"]) != bool(own["more"])
            for side in (_SIDE, _BAND)
            for match in side.finditer(" ".join(labels))
            for own in side.finditer(self.claim.text)
        )

    def _status(self, sheet: Sheet, reading: Reading) -> bool | None:
        """Whether the row's own status says that its target was met; None where it has none, or an amber one."""
        for index, column in enumerate(sheet.grid.columns):
            if column.kind is ColumnKind.TEXT and _STATUS.search(" ".join(column.path)):
                cell = sheet.entry.cell(reading.rows[0], index)
                word = cell.printed.strip().casefold() if cell is not None else ""
                if word in {"yes", "met", "g", "green"}:
                    return True
                if word in {"no", "missed", "not met", "r", "red"}:
                    return False
        return None

    def _is_hardly_apart(self, result: Result) -> bool:
        """Whether an outcome is so near to the plan that nobody would say that it is well beyond it."""
        base, now = (result.operands[0].quantity, result.operands[-1].quantity)
        if base is None or now is None or not base.value:
            return False
        return abs(to_base(now) - to_base(base)) <= abs(to_base(base)) * _HARDLY

    def _how_far(self, result: Result) -> bool:
        base, now = (result.operands[0].quantity, result.operands[-1].quantity)
        if base is None or now is None or not base.value:
            return True
        apart = abs(to_base(now) - to_base(base)) / abs(to_base(base))
        if self.claim.widely:
            return apart > NARROW
        return not self.claim.narrowly or apart <= NARROW


def _is_beyond(amount: Amount, result: Result) -> bool:
    """Whether a change is claimed that is many times as large as either of the figures that it is between."""
    ends = [abs(to_base(o.quantity)) for o in result.operands if o.quantity is not None]
    counted = {UnitKind.COUNT, UnitKind.MONEY, UnitKind.DURATION}
    return (
        len(ends) == 2
        and amount.quantity.unit.kind in counted
        and abs(to_base(amount.quantity)) > _FAR_BEYOND * max(ends)
    )


_FAR_BEYOND = 5


def _per_cent_for_points(amount: Amount, value: Quantity) -> bool:
    """Whether a change in per cent is claimed in percentage points."""
    kinds = amount.quantity.unit.kind, value.unit.kind
    return kinds == (UnitKind.POINTS, UnitKind.PERCENT) and abs(amount.quantity.value) == abs(value.value)


def _is_of_shares(claimed: Quantity, result: Result) -> bool:
    """Whether a change claimed in per cent is of two percentages: where points may be meant, rounding is no excuse."""
    ends = [o.quantity for o in result.operands if o.quantity is not None]
    shares = len(ends) == 2 and all(q.unit.kind is UnitKind.PERCENT for q in ends)
    return shares and claimed.unit.kind is UnitKind.PERCENT
