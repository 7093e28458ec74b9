"""What a contradicted claim got wrong: direction, period, thing, per cent for points, the base of a rate."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace
from enum import StrEnum

from assistant.checking.amounts import Amount, Role
from assistant.checking.cells import nameless
from assistant.checking.checks import ProseCheck, TableCheck
from assistant.checking.figures import agrees, comparable, is_telling, same_way
from assistant.checking.patterns import Way
from assistant.checking.sentences import stated
from assistant.questions.vague import Bound, holds
from assistant.questions.words import label_stems
from corpus.sentences import plain
from structured.observations import ColumnKind, Observation, RowKind
from structured.units import Quantity, UnitKind


class SlipKind(StrEnum):
    """The ways of getting a claim wrong that can be told apart."""

    DIRECTION = "the figure is right, but the direction is the other way"
    PERIOD = "the right figure, but for another period"
    MEMBER = "the right figure, but of something else"
    PART = "that is true of"
    COLUMN = "the right figure, but it is another one of its figures"
    FROM = "the right figure, but it is measured from another time"
    POINTS = "the right number, but it is percentage points, not per cent"
    PERCENT = "the right number, but it is per cent, not percentage points"
    COUNT = "the right number, but it is a number of cases, not a share or a percentage change"
    BASE = "the right figure, but the base of the rate is another"
    TIME = "the right figure, but it is compared with another time"


@dataclass(frozen=True, slots=True, kw_only=True)
class Slip:
    """What went wrong. ``cell`` is where the claimed figure does stand, if it stands in another place."""

    kind: SlipKind
    cell: Observation | None = None


def table_slip(check: TableCheck, amount: Amount | None) -> Slip | None:
    """What a claim that a table contradicts got wrong, where it can be told."""
    value = check.result.values[0].quantity if check.result.values else None
    if amount is None or value is None:
        return None
    claimed = amount.quantity
    cells = [o for o in check.result.operands if o.quantity is not None]
    if amount.role is not Role.LEVEL:
        if claimed.unit.kind is UnitKind.POINTS and value.unit.kind is UnitKind.PERCENT:
            return Slip(kind=SlipKind.PERCENT)
        if comparable(claimed, value) and holds(amount.bound, claimed, value):
            wrong = check.way is not None and not agrees(check.way, value.value, 1)
            return Slip(kind=SlipKind.DIRECTION) if wrong and check.way in {Way.UP, Way.DOWN} else None
        if unit := _wrong_unit(check, claimed):
            return Slip(kind=unit)
        if amount.role is Role.CHANGE and _is_printed(check):
            return _elsewhere(check, amount, cells)
        return _of_another(check, amount) if check.planned else None
    if claimed.unit.kind is UnitKind.RATE and claimed.value == value.value and claimed.unit != value.unit:
        return Slip(kind=SlipKind.BASE)
    return _elsewhere(check, amount, cells)


def _is_printed(check: TableCheck) -> bool:
    return not check.reading.plan.baseline


def _of_another(check: TableCheck, amount: Amount) -> Slip | None:
    """Another row whose printed distance from the plan is the claimed one."""
    entry, row = check.reading.entry, check.reading.rows[0]
    changes = [i for i, c in enumerate(entry.frame.columns) if c.kind is ColumnKind.CHANGE]
    found = [
        cell
        for i, r in enumerate(entry.frame.rows)
        for column in changes
        if i != row and r.path and (cell := entry.cell(i, column)) is not None and cell.quantity is not None
        if comparable(amount.quantity, cell.quantity) and holds(Bound.EXACT, amount.quantity, cell.quantity)
    ]
    return Slip(kind=SlipKind.MEMBER, cell=found[0]) if len(found) == 1 and is_telling(amount) else None


def _wrong_unit(check: TableCheck, claimed: Quantity) -> SlipKind | None:
    """Whether the claimed number is the same change in another unit, by the row's own figures."""
    entry, row = check.reading.entry, check.reading.rows[0]
    for index, column in enumerate(entry.frame.columns):
        cell = entry.cell(row, index)
        if cell is None or cell.quantity is None:
            continue
        same = abs(cell.quantity.value) == abs(claimed.value)
        if same and column.kind is ColumnKind.CHANGE and cell.quantity.unit.kind is not claimed.unit.kind:
            return _confused(claimed, cell.quantity)
    pair = [o.quantity for o in check.result.operands if o.quantity is not None]
    if len(pair) == 2 and {q.unit.kind for q in pair} == {UnitKind.PERCENT} and claimed.unit.kind is UnitKind.PERCENT:
        apart = replace(pair[0], value=pair[1].value - pair[0].value, decimals=max(q.decimals for q in pair))
        return SlipKind.POINTS if holds(Bound.EXACT, claimed, apart) else None
    return None


def _confused(claimed: Quantity, real: Quantity) -> SlipKind | None:
    match claimed.unit.kind, real.unit.kind:
        case UnitKind.PERCENT, UnitKind.POINTS:
            return SlipKind.POINTS
        case UnitKind.POINTS, UnitKind.PERCENT:
            return SlipKind.PERCENT
        case ((UnitKind.PERCENT | UnitKind.POINTS), UnitKind.COUNT):
            return SlipKind.COUNT
        case _:
            return None


def _elsewhere(check: TableCheck, amount: Amount, cells: list[Observation]) -> Slip | None:
    """Another cell of the table that holds the claimed figure: of another period, another row, another column."""
    if not is_telling(amount) or not cells:
        return None
    own = cells[-1]

    def fits(cell: Observation | None) -> bool:
        return (
            cell is not None
            and cell.quantity is not None
            and (cell.row, cell.column) != (own.row, own.column)
            and comparable(amount.quantity, cell.quantity)
            and holds(Bound.EXACT, amount.quantity, cell.quantity)
            and (not amount.way or amount.role is Role.LEVEL or agrees(amount.way, cell.quantity.value, 1))
        )

    for kind, places in _places(check, own):
        found = [cell for cell in places if fits(cell)]
        if len(found) == 1:
            return Slip(kind=kind, cell=found[0])
    return None


def _places(check: TableCheck, own: Observation) -> Iterator[tuple[SlipKind, list[Observation]]]:
    """The cells where the claimed figure may stand instead, the likeliest kinds of slip first."""
    entry = check.reading.entry
    grid = entry.frame
    row, column = entry.row_index[own.row], entry.column_index[own.column]
    here = grid.columns[column]
    across = [(i, c) for i, c in enumerate(grid.columns) if i != column]
    sisters = [i for i, c in across if c.period is not None and nameless(c.path) == nameless(here.path)]
    yield SlipKind.PERIOD, [c for i in sisters if (c := entry.cell(row, i)) is not None]
    down = [i for i, r in enumerate(grid.rows) if i != row and r.kind in {RowKind.DATA, RowKind.TOTAL} and r.path]
    if grid.rows[row].period is not None:
        yield SlipKind.PERIOD, [c for i in down if (c := entry.cell(i, column)) is not None]
        return
    stems = set(label_stems(grid.rows[row].path[-1])) if grid.rows[row].path else set()
    kin = [i for i in down if _akin(stems, set(label_stems(grid.rows[i].path[-1])))]
    yield SlipKind.PART, [c for i in kin if (c := entry.cell(i, column)) is not None]
    yield SlipKind.MEMBER, [c for i in down if (c := entry.cell(i, column)) is not None]
    changes = here.kind is ColumnKind.CHANGE
    yield (
        SlipKind.FROM if changes else SlipKind.COLUMN,
        [c for i, x in across if x.kind is here.kind and (c := entry.cell(row, i)) is not None],
    )


def _akin(one: set[str], other: set[str]) -> bool:
    """Whether two labels name parts of one thing, or a part and the whole of it."""
    return 2 * len(one & other) >= min(len(one), len(other)) > 0 and len(one | other) <= 2 * len(one & other) + 2


def prose_slip(check: ProseCheck, amount: Amount | None, way: Way | None, polarity: int) -> Slip | None:
    """What a claim that a sentence contradicts got wrong, where it can be told."""
    if amount is None:
        return None
    claimed, way = amount.quantity, amount.way or way
    for item in (i for s in check.sentences for i in stated(plain(s.text))):
        real = item.amount.quantity
        if abs(real.value) != abs(claimed.value):
            continue
        moving = amount.role is not Role.LEVEL and item.amount.role is not Role.LEVEL
        if moving and real.unit.kind is not claimed.unit.kind:
            confused = _confused(claimed, real)
            return Slip(kind=confused) if confused else None
        if real.unit.kind is claimed.unit.kind is UnitKind.RATE and real.unit != claimed.unit:
            return Slip(kind=SlipKind.BASE)
        if moving and comparable(claimed, real) and way is not None and item.amount.way is not None:
            right = same_way(way, item.amount.way, polarity)
            return Slip(kind=SlipKind.TIME if right else SlipKind.DIRECTION)
    return None
