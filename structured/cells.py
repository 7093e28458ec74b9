"""The cells of a table: what each one states, in the unit that cell, row, column, heading or title gives it."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace

from corpus.document import Table
from structured.clock import STEPS
from structured.grouping import is_yardstick_label
from structured.headers import LabelUnit, Layout, row_unit, unit_in_label
from structured.observations import MissingReason
from structured.periods import parse_period
from structured.rows import Line
from structured.shorthand import keyed_reasons
from structured.titles import Statement, is_of_kinds, stated_units, unit_stated
from structured.units import (
    COUNT,
    POINTS,
    YEAR,
    Quantity,
    Unit,
    UnitKind,
    is_limit,
    is_missing_mark,
    parse_quantity,
    plain,
    unit_named,
)

_PERCENT_TABLE = re.compile(r"\(\s*(?:%|per ?cent(?:ages?)?)(?:\s[a-z][\w' -]{0,40})?\s*\)$", re.IGNORECASE)
_BASE_HEAD = re.compile(
    r"\b(?:base|respondents|responses|sample(?: size)?|number|no\.|counts?|headcount|cohort|(?:un)?weighted n)\b|^n$",
    re.IGNORECASE,
)
_WHOLE = 100  # per cent
_COUNT_LABEL = re.compile(
    r"^(?:no\.?|number|count|headcount|ftes?)(?:$|\s*[^\w\s]|\s+(?:of|in|at|on|per|who|\w+ed)\b)|"
    r"\bnumber of\b|\bheadcount\b|\bemployees$|\bshares (?:outstanding|issued)\b",
    re.IGNORECASE,
)
"""A row of counts among amounts; number plates are none."""
_KIND_OF_COST = re.compile(
    r"^(?:premises|transport|supplies|third[- ]part(?:y|ies)|capital (?:financing|charges)|agency|support services)\b",
    re.IGNORECASE,
)
"""A row of a budget by kinds of cost, where "Employees" is one."""
_COUNT_HEAD = re.compile(
    r"^(?:no\.?|number|count|headcount|ftes?|volume|quantity|how many)(?:\s+of\b|$)|\bnumber of\b|"
    r"\((?:no\.?|number|count|headcount|ftes?)\)|\b(?:cases|applications|transactions|recipients|claimants)$",
    re.IGNORECASE,
)
"""A column beside one of amounts, in a table whose title says only what the amounts are in."""
_YEAR = re.compile(r"(?:19|20)\d\d")
_YEAR_HEAD = re.compile(
    r"^[^\d]*\b(?:year|since|(?:published|issued|opened|built|founded|established|appointed|elected)$)[^\d]*$",
    re.IGNORECASE,
)
_SUPPRESSED = frozenset(
    {"*", "**", "#", "c", "[c]", "suppressed", "withheld", "redacted", "confidential", "not disclosed"}
)
_GRADES = frozenset({"c", "k", "x", "z", "low", "none"})
"""What stands for a missing figure, and is a word or a grade among others."""
_PROVISIONAL = re.compile(
    r"(?:^|[\s\"“'‘(\[;,])p[)\]\"”'’]?\s*(?:=|:|[-–]|means?|denotes?|indicates?|stands for)\s*provisional", re.I
)
_FLAGGED = re.compile(r"^(.*\d%?)\s?p$")
"""Where the table says that p is provisional, it is not pence."""
_UNLESS_SAID = re.compile(r"\bunless (?:otherwise )?(?:stated|specified|shown|said|noted|indicated)\b", re.IGNORECASE)
_EXCEPT_COUNTS = re.compile(r"\bexcept (?:for )?(?:the )?(?:numbers?|counts?) of (?P<things>[^();]+)", re.IGNORECASE)
_MONEY_HEAD = re.compile(
    r"[£$€]|\b(?:costs?|spen[dt]\w*|expenditure|incomes?|revenue|budgets?|outturn|variances?|prices?|charges?|fees?|grants?|"
    r"loans?|amounts?|values?|balances?|pay|salar(?:y|ies)|funds?|funding|debts?|savings?|profits?|loss(?:es)?|turnover|"
    r"tax(?:es)?|rents?|reserves?|awards?|payments?|bills?|fines?|sales|totals?)\b",
    re.IGNORECASE,
)
_COUNTED = re.compile(
    r"(?:(?:table|figure) [\w.]{1,6}[:.]?\s+)?(?:(?:average|mean|median)\s+)?"
    r"(?P<unit>tonnes|kilograms|hours|minutes|days)\s+(?:of\b|to\b|[a-z]{2,}(?:ed|st|nt)\b)|"
    r".*[,(]\s*(?P<last>(?:thousand |million )?tonnes|kilograms|hours|minutes|days)"
    r"(?:\s+of\s+[\w ]{1,30}(?:,\s*\w{1,8})?)?\)?$",
    re.IGNORECASE,
)
_SAID_OF_A_TIME = re.compile(r"\b(?:base ?line|outturn|actual|budget|forecast)\b", re.IGNORECASE)
_RATE = re.compile(r"\brates?\b", re.IGNORECASE)
_POINTS_TITLE = re.compile(r"[,(]\s*(?:in )?percentage points?\)?$", re.IGNORECASE)
_CHANGE_HEAD = re.compile(r"^(?:% )?(?:change|difference|movement|variance)\b", re.IGNORECASE)
_PER_SHARE = re.compile(r"\bper (?:\w+ ){0,2}(?:share|unit|ads)\b", re.IGNORECASE)


@dataclass(frozen=True, slots=True, kw_only=True)
class Reading:
    """What one cell was read as: the quantity or the reason for its absence (neither: words), and what was worked
    out.
    """

    quantity: Quantity | None = None
    missing: MissingReason | None = None
    inferred: tuple[str, ...] = ()


Readings = Mapping[tuple[int, int], Reading]
"""By the table's row and column."""


def read_cells(
    layout: Layout, table: Table, lines: Sequence[Line], around: Sequence[str]
) -> dict[tuple[int, int], Reading]:
    """Every body cell of the data columns. ``around`` are the notes and the lines before the table."""
    corner = " ".join(layout.row_dimension)
    stated = stated_units(table.title)
    of_kinds = is_of_kinds(stated)
    table_unit = (
        _of_kind(stated, (), ()) if of_kinds else _table_unit((layout.caption, corner, table.title, *around), table)
    )
    if table_unit is None and (named := _unit_counted(table.title)) and _has_times_alone(layout):
        table_unit = LabelUnit(unit=named)
    conventions = _accounting_units(layout, lines)
    years = _columns_of_years(layout, lines)
    is_by_cost = any(_KIND_OF_COST.search(line.label) for line in lines)
    counts: frozenset[int] = frozenset()
    if table_unit and table_unit.unit.kind is UnitKind.PERCENT:
        counts = _columns_of_counts(layout, lines)
    elif table_unit and any(map(_UNLESS_SAID.search, (layout.caption, table.title, *around))):
        counts = _columns_of_things(layout, lines)
    counts |= _columns_excepted(layout, (layout.caption, table.title, *around))
    points = _columns_of_points(layout) if _POINTS_TITLE.search(plain(table.title)) else frozenset()
    has_provisional = any(map(_PROVISIONAL.search, (table.title, *around)))
    keyed = keyed_reasons(around)
    readings: dict[tuple[int, int], Reading] = {}
    for line in lines:
        for c in layout.data_columns:
            if c in years:
                readings[line.index, c] = _read(layout.words[line.index][c], YEAR, "")
                continue
            heading = layout.blocks[layout.heads[line.index]][c].path
            words = _of_kind(stated, heading, line.path) if of_kinds else table_unit
            unit, source = _unit_at(layout, line, c, None if c in counts else words, conventions.get(c))
            unit = POINTS if c in points and unit == COUNT else unit
            if is_by_cost and unit == COUNT and table_unit and line.label.casefold() == "employees":
                unit, source = table_unit.unit, "table title or note"
            text = _words_at(layout, line.index, c)
            text = _FLAGGED.sub(r"\1", text) if has_provisional else text
            reading = _read(text, unit, source)
            if reading.quantity is None and (reason := keyed.get(plain(text).strip("[]()").casefold())):
                reading = Reading(missing=reason)
            readings[line.index, c] = reading
    return readings | dict(_limits(layout, lines, readings)) | dict(_words_among_words(layout, lines, readings, keyed))


def _of_kind(stated: Sequence[Statement], heading: Sequence[str], row: Sequence[str]) -> LabelUnit | None:
    """The unit that a title states of the figures there; None where they are numbers of things."""
    named = unit_stated(stated, heading, row)
    return named if named is None or named.scale_only or named.unit != COUNT else None


def _words_at(layout: Layout, row: int, column: int) -> str:
    """What stands at a place; words for a missing figure that are printed once over several columns are of each."""
    over = layout.covered.get((row, column))
    words = layout.words[row][column]
    return over.text if not words and over is not None and over.row == row and why_missing(over.text) else words


def _limits(layout: Layout, lines: Sequence[Line], readings: Readings) -> Iterator[tuple[tuple[int, int], Reading]]:
    """The cells that say only within what a figure lies, in the columns that hold figures or say that they are missing:
    a column of targets such as "≥ 95%" alone says what it means.
    """
    for c in layout.data_columns:
        column = [(line.index, c) for line in lines]
        if not any(
            readings[place].quantity or readings[place].missing not in (None, MissingReason.EMPTY) for place in column
        ):
            continue
        for place in column:
            words = layout.words[place[0]][c]
            is_words = readings[place].quantity is None and readings[place].missing is None
            if is_words and is_limit(words) and parse_period(words) is None:
                yield place, Reading(missing=MissingReason.LIMIT)


def _words_among_words(
    layout: Layout, lines: Sequence[Line], readings: Readings, keyed: Mapping[str, MissingReason]
) -> Iterator[tuple[tuple[int, int], Reading]]:
    """The cells that would stand for a missing figure among figures, in the columns of words: "Low" is a likelihood
    there, and "C" a grade.
    """
    for c in layout.data_columns:
        column = [(line.index, c) for line in lines if not line.is_heading]
        words = [layout.words[row][c] for row, _ in column]
        if any(readings[place].quantity is not None for place in column) or not any(
            readings[place].missing is None for place in column
        ):
            continue
        for place, text in zip(column, words, strict=True):
            if readings[place].missing is not None and text.casefold() in _GRADES and text.casefold() not in keyed:
                yield place, Reading()


def _columns_of_years(layout: Layout, lines: Sequence[Line]) -> frozenset[int]:
    """The columns whose figures are years and nothing else, headed so: "Last year of use", "In post since"."""
    found = set()
    for c in layout.data_columns:
        heading = " ".join(layout.blocks[0][c].path) if c in layout.blocks[0] else ""
        bare = [text for line in lines if (text := plain(layout.words[line.index][c])) and parse_quantity(text)]
        if _YEAR_HEAD.search(heading) and bare and all(map(_YEAR.fullmatch, bare)):
            found.add(c)
    return frozenset(found)


def _columns_of_counts(layout: Layout, lines: Sequence[Line]) -> frozenset[int]:
    """The columns that a table of percentages has beside them: how many people or things they are of.

    Their heading says so ("Base", "Pupils 2025") and no share in a hundred could be their figures.
    """
    found = set()
    for c, head in layout.blocks[0].items():
        own = [label for label in head.path if parse_period(label) is None]
        values = [q.value for line in lines if (q := parse_quantity(plain(layout.words[line.index][c]))) is not None]
        whole = bool(values) and all(value == int(value) and value >= 0 for value in values)
        if own and whole and (max(values) > _WHOLE or any(map(_BASE_HEAD.search, own))):
            found.add(c)
    return frozenset(found) if len(found) < len(layout.blocks[0]) else frozenset()


def _columns_of_things(layout: Layout, lines: Sequence[Line]) -> frozenset[int]:
    """The columns of whole figures, in a table of pounds "unless stated", that are headed by no money while others are:
    "Pupils carried" beside "Cost per pupil".
    """
    heads = {c: " ".join(head.path) for c, head in layout.blocks[0].items() if head.path}
    money = {c for c, text in heads.items() if _MONEY_HEAD.search(text)}
    found = set()
    for c in heads.keys() - money if money else ():
        values = [q.value for line in lines if (q := parse_quantity(plain(layout.words[line.index][c]))) is not None]
        if values and all(value == int(value) for value in values) and parse_period(heads[c]) is None:
            found.add(c)
    return frozenset(found)


def _columns_excepted(layout: Layout, said: Sequence[str]) -> frozenset[int]:
    """The columns that the table's unit is not of: "Awards" under "(£000, except number of awards)"."""
    named = next((m for text in said if (m := _EXCEPT_COUNTS.search(plain(text)))), None)
    if named is None:
        return frozenset()
    words = {word.casefold().rstrip("s") for word in re.findall(r"[^\W\d]{3,}", named["things"])}
    heads = {c: re.findall(r"[^\W\d]{3,}", " ".join(head.path)) for c, head in layout.blocks[0].items()}
    return frozenset(c for c, head in heads.items() if words & {word.casefold().rstrip("s") for word in head})


def _columns_of_points(layout: Layout) -> frozenset[int]:
    """The columns of changes, in a table of percentage points."""
    return frozenset(c for c, head in layout.blocks[0].items() if head.path and _CHANGE_HEAD.search(head.path[-1]))


def _unit_counted(title: str) -> Unit | None:
    """The unit of weight, time or rate that a title gives: "Tonnes collected by depot", "Felt burnt (ktCO2e)"."""
    match = _COUNTED.match(plain(title))
    if match is not None:
        return unit_named(match["unit"] or match["last"])
    named = unit_in_label(plain(title))
    kinds = (UnitKind.MASS,) if _RATE.search(title) else (UnitKind.MASS, UnitKind.RATE)  # "Kites, and rate per 1,000"
    return named.unit if named is not None and named.unit.kind in kinds else None


def _has_times_alone(layout: Layout) -> bool:
    """Whether each column of figures is headed by a time, or is of a change between these or a target for them, so that
    the title alone says what is counted.
    """
    paths = [
        head.path
        for c, head in layout.blocks[0].items()
        if any(parse_quantity(plain(layout.words[r][c])) for r in layout.body)
    ]
    timed = [path for path in paths if path and parse_period(_SAID_OF_A_TIME.sub("", path[-1])) is not None]
    return bool(timed) and all(
        path in timed or (path and (_CHANGE_HEAD.search(path[-1]) or is_yardstick_label(path[-1]))) for path in paths
    )


def _read(text: str, unit: Unit | None, source: str) -> Reading:
    if is_missing_mark(text):
        return Reading(missing=why_missing(text))
    quantity = parse_quantity(text, hint=unit)
    if quantity is None:
        bare = re.sub(r"^(?:US\$|[£$€])\s*", "", text)
        return Reading(missing=why_missing(bare)) if bare != text and is_missing_mark(bare) else Reading()
    own = parse_quantity(text)
    borrowed = own is not None and own.unit == COUNT and quantity.unit != COUNT and source
    return Reading(quantity=quantity, inferred=(f"unit from {source}",) if borrowed else ())


def why_missing(text: str) -> MissingReason | None:
    """Why a whole printed cell gives no figure, by itself; None where it gives one, or words."""
    bare = plain(text).casefold()
    if not bare:
        return MissingReason.EMPTY
    if is_missing_mark(text):
        return MissingReason.SUPPRESSED if bare in _SUPPRESSED else MissingReason.NOT_AVAILABLE
    return MissingReason.LIMIT if is_limit(text) else None


def _table_unit(texts: Sequence[str], table: Table) -> LabelUnit | None:
    """The unit of money, the per cent or the scale that the table's own words give all its bare figures.

    Where they give only a scale, the currency is the one printed in its cells.
    """
    scale: Unit | None = None
    for text in filter(None, texts):
        named = unit_in_label(plain(text))
        if named is None:
            continue
        if (
            named.unit.kind is UnitKind.MONEY
            or named.unit.symbol in STEPS
            or (named.unit.kind is UnitKind.PERCENT and _PERCENT_TABLE.search(text))
        ):
            return named
        if named.scale_only:
            scale = scale or named.unit
    if scale is None:
        return None
    signs = [
        q.unit.symbol for cell in table.cells if (q := parse_quantity(cell.text)) and q.unit.kind is UnitKind.MONEY
    ]
    money = Unit(kind=UnitKind.MONEY, symbol=max(signs, key=signs.count), scale=scale.scale) if signs else scale
    return LabelUnit(unit=money, scale_only=True)


def _accounting_units(layout: Layout, lines: Sequence[Line]) -> dict[int, Unit]:
    """The currency of each column that prints it the way accounts do: on the first figure and again on a total only.

    Where one column does, another that prints the sign on any of its figures counts the same money.
    """
    strict: dict[int, Unit] = {}
    loose: dict[int, Unit] = {}
    for c in layout.data_columns:
        texts = [layout.words[line.index][c] for line in lines]
        # "$—" prints the currency though there is no figure.
        quantities = [parse_quantity(re.sub(r"(?<=[£$€])\s*[—–-]$", "0", text)) for text in texts]
        units = [q.unit for q in quantities if q is not None and q.unit.kind is not UnitKind.PERCENT]
        money = [u for u in units if u.kind is UnitKind.MONEY]
        if not money or len(set(money)) > 1 or money[0].scale != 1 or COUNT not in units:
            continue
        loose[c] = money[0]
        if units[0].kind is UnitKind.MONEY and (units[-1].kind is UnitKind.MONEY or len(money) > 1 or len(units) > 3):
            strict[c] = money[0]
    return loose if strict else {}


def _unit_at(
    layout: Layout, line: Line, c: int, words: LabelUnit | None, convention: Unit | None
) -> tuple[Unit | None, str]:
    """The unit of a bare number at a place, and where it was found when not in the row's or the column's own words."""
    table = words.unit if words else None
    head = layout.blocks[layout.heads[line.index]][c]
    column = head.unit
    scale_only = False
    for label in () if column else reversed(head.path):
        if named := unit_in_label(label):
            column, scale_only = named.unit, named.scale_only
            break
    if column is not None and column.kind in (UnitKind.PERCENT, UnitKind.POINTS):
        return column, ""
    if layout.unit_column is not None and (stated := row_unit(layout.words[line.index][layout.unit_column])):
        return stated, ""
    money = next((u for u in (column, table, convention) if u is not None and u.kind is UnitKind.MONEY), None)
    if own := unit_in_label(line.label):
        scaled = own.scale_only and money is not None and column is not None and column.kind is UnitKind.MONEY
        return (replace(money, scale=own.unit.scale) if scaled and money else own.unit), ""
    if column is not None:
        if scale_only and money:
            return replace(money, scale=column.scale), ""
        # A bare "$" over the column and "in thousands" over the table say one thing together.
        bare = head.unit is not None and column.kind is UnitKind.MONEY and column.scale == 1
        per_share = _PER_SHARE.search(line.label)
        return (
            replace(column, scale=table.scale)
            if bare and table and words and words.scale_only and not per_share
            else column
        ), ""
    chosen, source = table, "table title or note"
    section = next((named for heading in reversed(line.path[:-1]) if (named := unit_in_label(heading))), None)
    if section is not None:
        chosen = replace(money, scale=section.unit.scale) if section.scale_only and money else section.unit
        source = "section heading"
    elif chosen is None and convention is not None:
        chosen, source = convention, "the column's other figures"
    if chosen is None:
        return COUNT, ""
    if chosen.kind is UnitKind.MONEY and _COUNT_LABEL.search(line.label):
        return COUNT, ""
    if chosen.kind in (UnitKind.MONEY, UnitKind.PERCENT) and any(map(_COUNT_HEAD.search, head.path)):
        return COUNT, ""
    if chosen.kind is UnitKind.MONEY and _PER_SHARE.search(line.label):
        return replace(chosen, scale=1), source
    return chosen, source
