"""The layout of a printed table: which rows are headers, which columns are labels, and what each column's heading says.

Works on the printed words alone. What the rows are to each other (groups, totals) is no concern of this file.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from enum import Enum, auto
from functools import lru_cache
from itertools import count, pairwise, takewhile
from statistics import median

from corpus.document import Cell, Table
from structured.clock import form_named
from structured.grouping import is_total_label
from structured.periods import find_periods, parse_period
from structured.shorthand import key_entries, marks_of
from structured.units import (
    BILLION,
    COUNT,
    MILLION,
    PERCENT,
    POINTS,
    THOUSAND,
    Unit,
    UnitKind,
    clock_unit,
    is_limit,
    is_missing_mark,
    parse_quantity,
    plain,
    unit_named,
)


class Mark(Enum):
    """What one cell looks like by itself."""

    BLANK = auto()
    MISSING = auto()
    NUMBER = auto()
    YEAR = auto()
    """Four digits that could be a year or a figure."""
    PERIOD = auto()
    UNIT = auto()
    TEXT = auto()


@dataclass(frozen=True, slots=True, kw_only=True)
class ColumnHead:
    """The heading of one data column: its labels, outermost first, and the unit that a row of units gives it."""

    path: tuple[str, ...]
    unit: Unit | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Layout:
    """A table's printed words and what their places mean.

    ``words`` has a text for every place, ``covered`` the cell that spans a place without one. ``body`` holds the rows
    under the headers, blank and repeated header rows left out. ``heads`` maps each body row's index to its header
    block in ``blocks`` (a table may change its headers half-way). ``label_columns`` come from the outermost; one may
    stand to the right of a data column.
    """

    words: tuple[tuple[str, ...], ...]
    covered: dict[tuple[int, int], Cell]
    body: tuple[int, ...]
    label_columns: tuple[int, ...]
    data_columns: tuple[int, ...]
    blocks: tuple[dict[int, ColumnHead], ...]
    heads: dict[int, int]
    caption: str
    row_dimension: tuple[str, ...]
    notes: tuple[str, ...]
    first_section: str = ""
    """A label in the row of units that heads the rows beneath it."""
    unit_column: int | None = None
    """The column that says in what each row is counted."""


# Units named in labels ------------------------------------------------------------------------------------------------

_SCALE_NAMES = {
    "m": MILLION, "mn": MILLION, "million": MILLION, "millions": MILLION, "bn": BILLION, "billion": BILLION,
    "billions": BILLION, "k": THOUSAND, "000": THOUSAND, "000s": THOUSAND, "thousand": THOUSAND, "thousands": THOUSAND,
}  # fmt: skip
_SCALE_PATTERN = r"(?:m|mn|bn|k|millions?|billions?|thousands?|'?000'?s?)"
_SIGN = r"(?:US|NZ|HK|A|C|S|R)?\$|[£€¥₹]"
_MONEY_LABEL = re.compile(
    rf"(?<![\w.])(?P<sign>{_SIGN}|RMB|CHF|GBP|USD|EUR)\s?(?:in\s+)?['’]?(?P<scale>{_SCALE_PATTERN})?(?![\w£$€]|\s?\d)",
    re.IGNORECASE,
)
_DOLLARS_IN = re.compile(
    r"\b(?:(?P<a>u\.?s\.?\s+dollars?|dollars?|pounds|euros?)\s+in\s+(?P<as>thousands|millions|billions)"
    r"|in\s+(?P<bs>thousands|millions|billions)\s+of\s+(?P<b>u\.?s\.?\s+dollars?|dollars?|pounds|euros?))",
    re.IGNORECASE,
)
_SCALE_LABEL = re.compile(
    r"\bin\s*(?P<in>thousands|millions|billions)\b|\(\s*['’]?(?P<k>000)['’]?s?\s*\)|(?<!\w)['’](?P<k2>000)s?\b|"
    r"\((?P<w>thousands|millions|billions|thousand|million)\)",
    re.IGNORECASE,
)
_CURRENCY_WORD = {"d": "$", "u": "$", "p": "£", "e": "€"}
_POINTS_LABEL = re.compile(
    r"\bpercentage[\s-]points?\b|\(\s*(?:points?|pts?|ppts?|pp|p\.p\.)\s*\)|\bpp(?:ts?)?\b|"
    r"\bpoints? (?:change|difference)\b",
    re.IGNORECASE,
)
_PERCENT_LABEL = re.compile(
    r"^%|\(\s*(?:%|per ?cent(?:ages?)?)(?:\s[a-z][\w'’, -]{0,80})?\s*\)|%\s*$|\s%\s|"
    r"\b(?:percentage|per ?cent)\s+(?:change|of|increase|decrease|variance|difference|who|that)\b|"
    r"^per ?cent(?:age)?\b|\bper ?cent(?:age)?$|^(?:share|proportion)\s+of\b",
    re.IGNORECASE,
)
_PLAIN_UNIT = re.compile(
    r"\(\s*(?:in\s+)?"
    r"(?P<a>minutes?|mins?|hours?|days?|working days?|weeks?|months?|years?|yrs?|seconds?|kg|tonnes|times)"
    r"\s*(?:,[^()]{0,30})?\)|"
    r"\b(?P<d>hours|days|minutes)\s+(?:a|per|each)\s+(?:week|day|month|year)\b|"
    r"\b(?:average|mean|median|target|planned|in)\s+(?P<b>minutes|hours|days|working days|weeks|months)\b|"
    r"(?<!\d\s)\b(?P<f>days|hours|minutes|tonnes|kg)\s(?:lost (?:[a-z]+ ){0,4})?per\s[a-z]|"
    r"^(?P<e>days|hours|minutes|tonnes)\s"
    r"(?:to|lost(?! (?:19|20)\d\d)|taken|received|worked|waited|sent|collected|recycled)\b|"
    r"^(?P<c>days|hours|minutes|kg|tonnes)(?:$|[\s,]+(?:in |q[1-4] |h[12] )?(?:19|20)\d\d(?:\s?[/–-]\s?\d{2,4})?$)",
    re.IGNORECASE,
)
_CARBON = re.compile(r"(?<!\w)(?<!per )(?P<scale>k|M)?t ?CO(?:2|₂) ?e(?:q\w*)?\b")
_TONNES = {None: "tonnes", "k": "thousand tonnes", "M": "million tonnes"}
_EXCEPTED = re.compile(r",?\s*\bexcept\b[^()]*", re.IGNORECASE)
_PER_LABEL = re.compile(r"\bper\s(\d{1,3}(?:,?000)+)\b", re.IGNORECASE)


@dataclass(frozen=True, slots=True, kw_only=True)
class LabelUnit:
    """A unit that a label states. ``scale_only`` when it says "in thousands" but not of what."""

    unit: Unit
    scale_only: bool = False


@lru_cache(maxsize=8_192)
def unit_in_label(label: str) -> LabelUnit | None:
    """The unit that a heading, row label or caption states ("Budget £m", "Change (%)", "(in thousands)"), or None.

    Figures within the label ("fines over £500", "within 28 days") are no unit.

    >>> unit_in_label("Outturn, £m").unit.scale
    1000000
    """
    label = without_exceptions(label)
    if form := form_named(label):
        return LabelUnit(unit=clock_unit(form))
    if _POINTS_LABEL.search(label):
        return LabelUnit(unit=POINTS)
    if match := _DOLLARS_IN.search(label):
        word, scale = match["a"] or match["b"], match["as"] or match["bs"]
        return LabelUnit(
            unit=Unit(
                kind=UnitKind.MONEY, symbol=_CURRENCY_WORD[word[0].casefold()], scale=_SCALE_NAMES[scale.casefold()]
            )
        )
    scale_label = _SCALE_LABEL.search(label)
    if match := _MONEY_LABEL.search(label):
        sign = match["sign"].upper()
        symbol = {"GBP": "£", "USD": "$", "US$": "$", "EUR": "€"}.get(sign, sign)
        named = (match["scale"] or "").strip("'’").replace("'", "").casefold()
        factor = _SCALE_NAMES.get(named, 1)
        if factor == 1 and scale_label:
            factor = _scale_of(scale_label)
        return LabelUnit(unit=Unit(kind=UnitKind.MONEY, symbol=symbol, scale=factor))
    if match := _PER_LABEL.search(label):
        base = int(match[1].replace(",", ""))
        return LabelUnit(unit=Unit(kind=UnitKind.RATE, symbol=f"per {base:,}", scale=base))
    if _PERCENT_LABEL.search(label):
        return LabelUnit(unit=PERCENT)
    if scale_label:
        return LabelUnit(unit=Unit(kind=UnitKind.COUNT, scale=_scale_of(scale_label)), scale_only=True)
    if match := _CARBON.search(label):
        carbon = unit_named(_TONNES[match["scale"]])
        return LabelUnit(unit=carbon) if carbon else None
    if match := _PLAIN_UNIT.search(label):
        named_unit = unit_named(next(filter(None, match.groups())))
        return LabelUnit(unit=named_unit) if named_unit else None
    return None


def without_exceptions(label: str) -> str:
    """A label without what it says of other columns or rows: "(in pence, except percentage changes)"."""
    return _EXCEPTED.sub("", label)


def _scale_of(match: re.Match[str]) -> int:
    word = match["in"] or match["w"] or match["k"] or match["k2"]
    return _SCALE_NAMES[word.casefold()]


_SCALE_CELL = re.compile(
    rf"(?:\w+\s+)?in\s*(?:thousands|millions|billions)(?:\s+of\s+[\w. ]+)?|['’]?000s?|"
    rf"days|hours|minutes|millions|thousands|"
    rf"(?:{_SIGN})\s?{_SCALE_PATTERN}",
    re.IGNORECASE,
)


def _is_unit_cell(text: str) -> bool:
    """Whether the whole cell is nothing but a unit ("£m", "%", "(in thousands)", "£ million")."""
    bare = text.strip("() ")
    if not bare or len(bare) > 30:
        return False
    if bare in ("%", "pp", "£", "$", "€", "no.", "No.", "Number", "#"):
        return True
    return any(pattern.fullmatch(bare) for pattern in (_MONEY_LABEL, _DOLLARS_IN, _SCALE_CELL))


# Cells ----------------------------------------------------------------------------------------------------------------

_YEAR_LIKE = re.compile(r"(?:19[5-9]|20[0-4])\d")


def mark(text: str) -> Mark:
    """What a cell's words look like by themselves."""
    if not text:
        return Mark.BLANK
    if is_missing_mark(text):
        return Mark.MISSING
    if _YEAR_LIKE.fullmatch(text):
        return Mark.YEAR
    if _is_unit_cell(text):
        return Mark.UNIT
    if parse_quantity(text) is not None:
        return Mark.NUMBER
    if parse_period(text) is not None or re.fullmatch(r"q(?:uarter\s)?[1-4]|h[12]", text, re.IGNORECASE):
        return Mark.PERIOD
    return Mark.TEXT


def _matrix(table: Table) -> tuple[tuple[tuple[str, ...], ...], dict[tuple[int, int], Cell]]:
    """The table's words by place, and the cell that covers each place which has none of its own.

    Words that span rows are repeated down, a figure is not; what spans columns is blank to its right: then a heading
    over several columns looks the same whether the format knows spans or not.
    """
    grid = [["" for _ in range(table.n_columns)] for _ in range(table.n_rows)]
    covered: dict[tuple[int, int], Cell] = {}
    for cell in table.cells:
        grid[cell.row][cell.column] = plain(cell.text) or grid[cell.row][cell.column]
    for cell in table.cells:
        repeated = mark(plain(cell.text)) in (Mark.TEXT, Mark.PERIOD)
        for row in range(cell.row, min(cell.row + cell.row_span, table.n_rows)):
            for column in range(cell.column, min(cell.column + cell.column_span, table.n_columns)):
                if (row, column) == (cell.row, cell.column) or grid[row][column]:
                    continue
                covered[row, column] = cell
                if repeated and column == cell.column:
                    grid[row][column] = plain(cell.text)
    return tuple(tuple(row) for row in grid), covered


_LENGTH_OF_TIME = re.compile(r"\d{1,4}:[0-5]\d(?::[0-5]\d)?")


def _is_figure_row(row: Sequence[str], *, had_header: bool) -> bool:
    """Whether a row holds data: a figure beside its label, or marks for missing figures or times under a header."""
    marks = [mark(text) for text in row]
    if Mark.NUMBER in marks[1:]:
        return True
    if had_header and row[0] and any(map(_LENGTH_OF_TIME.fullmatch, row[1:])):
        return True
    rest = [m for m in marks[1:] if m is not Mark.BLANK]
    if marks[0] is Mark.NUMBER and rest and all(m in (Mark.NUMBER, Mark.YEAR, Mark.MISSING) for m in rest):
        return True
    return had_header and bool(row[0]) and bool(rest) and all(m is Mark.MISSING for m in rest)


# "(m)" and "(k)" say how much is counted, or in what; no footnotes run so far.
_MARK = re.compile(r"(?<=\S)\s*\((?:[a-jln-z]|\d{1,2})\)$")


def without_mark(label: str) -> str:
    """The label without a footnote's letter or number in brackets at its end ("Sales (a)")."""
    return _MARK.sub("", label)


# The layout -----------------------------------------------------------------------------------------------------------


def read_layout(table: Table) -> Layout:
    """The table's layout: header rows, label columns, data columns, and the heading of each column."""
    words, covered = _matrix(table)
    used = [r for r, row in enumerate(words) if any(row)]
    first = _first_body_row(table, words, used)
    header = [r for r in used if r < first]
    rest = [r for r in used if r >= first]
    rest, notes = _without_notes(words, rest)
    repeated = _later_headers(words, header, rest)
    later = set(repeated)
    body = [r for r in rest if r not in later]
    labels, indexes = _label_columns(words, header, body)
    words = _with_totals(words, body, labels, indexes)
    indexes = [*indexes, *_note_columns(words, header, body)]
    stated = _stated_labels(words, body, labels)
    labels = _with_names_last(words, body, labels, stated)
    data = [
        c
        for c in range(table.n_columns)
        if (c not in labels or c in stated) and c not in indexes and any(words[r][c] for r in (*header, *body))
    ]
    caption, dimension, kept, unit_row, section = _read_header(words, header, labels, indexes, data, body)
    blocks = [_heads(words, covered, kept, unit_row, data, body)]
    heads: dict[int, int] = {}
    for r in rest:
        if r in later:
            if r - 1 not in later:
                run = list(takewhile(later.__contains__, count(r)))
                units = next((q for q in run if _is_unit_row(words[q], data)), None)
                block = _heads(words, covered, [q for q in run if q != units], units, data, body)
                blocks.append(_merged(blocks[-1], block))
            continue
        heads[r] = len(blocks) - 1
    return Layout(
        words=words,
        covered=covered,
        body=tuple(body),
        label_columns=tuple(labels),
        data_columns=tuple(data),
        blocks=tuple(blocks),
        heads=heads,
        caption=caption,
        row_dimension=dimension,
        notes=notes,
        first_section=section,
        unit_column=next((c for c in data if _names_units(words, header, c, [words[r][c] for r in body])), None),
    )


def _merged(old: dict[int, ColumnHead], new: dict[int, ColumnHead]) -> dict[int, ColumnHead]:
    """The new headings, with the old where the new header leaves a column blank."""
    return {c: new[c] if new[c].path else old[c] for c in old}


def _first_body_row(table: Table, words: Sequence[Sequence[str]], used: Sequence[int]) -> int:
    """The first row under the headers. In a table without figures the header is its first full row."""
    known = _known_header_rows(table)
    for r in used:
        earlier = [q for q in used if q < r]
        if r in known:
            continue
        if _is_figure_row(words[r], had_header=bool(earlier)) or _years_as_figures(words, r, earlier):
            named = [q for q in earlier if any(words[q][1:])]
            if named:
                return _header_end(words, named) + 1
            # Only labels above: the first is a caption when it stands alone, and the rest are sections.
            return r if not earlier else earlier[0] if len(earlier) > 1 else r
    if known:
        return max(known) + 1
    full = next((r for r in used if sum(map(bool, words[r])) > 1), used[0] if used else 0)
    return full if _begins_definitions(words, used) else full + 1


def _begins_definitions(words: Sequence[Sequence[str]], used: Sequence[int]) -> bool:
    """Whether rows of two cells are terms and what they mean, from the first on: a heading begins with a capital."""
    meanings = [words[r][1] for r in used] if used and len(words[used[0]]) == 2 else []
    return len(meanings) > 2 and all(meanings) and meanings[0][0].islower() and len(meanings[0].split()) > 2


def _known_header_rows(table: Table) -> set[int]:
    """The first rows that the format itself calls headers, cell by cell."""
    known: set[int] = set()
    for r, row in enumerate(table.rows()):
        filled = [cell for cell in row if cell.text]
        if filled and not all(cell.is_header for cell in filled):
            break
        known |= {r} if filled else set()
    return known if len(known) < table.n_rows else set()


def _heads_rows(row: Sequence[str]) -> bool:
    """Whether a row is a heading of the rows beneath it that was printed over the figures, in the middle."""
    filled = [c for c, text in enumerate(row) if text]
    if len(filled) != 1 or filled[0] in (0, len(row) - 1):
        return False
    text = row[filled[0]]
    return mark(text) is Mark.TEXT and text[0].isupper() and not _TEMPORAL.search(text)


def _header_end(words: Sequence[Sequence[str]], named: Sequence[int]) -> int:
    """The last header row among rows without figures: under a header that is full, a labelled row of words is data."""
    while len(named) > 1 and _heads_rows(words[named[-1]]) and sum(map(bool, words[named[-2]])) > 1:
        named = named[:-1]
    for above, r in pairwise(named):
        marks = [m for m in map(mark, words[r][1:]) if m is not Mark.BLANK]
        if all(words[above]) and words[r][0] and not all(m in (Mark.PERIOD, Mark.YEAR, Mark.UNIT) for m in marks):
            return above
    return named[-1]


def _years_as_figures(words: Sequence[Sequence[str]], r: int, earlier: Sequence[int]) -> bool:
    """Whether a row of four-digit numbers is data: it has a label, and a header above already names its columns."""
    places = [c for c, text in enumerate(words[r]) if c and text]
    if not words[r][0] or not places or any(mark(words[r][c]) is not Mark.YEAR for c in places):
        return False
    return any(all(mark(words[q][c]) in (Mark.YEAR, Mark.PERIOD) for c in places) for q in earlier)


def _without_notes(words: Sequence[Sequence[str]], rest: list[int]) -> tuple[list[int], tuple[str, ...]]:
    """The body rows without the notes printed as last rows of the table."""
    notes: list[str] = []
    rows = list(rest)
    while rows and sum(map(bool, words[rows[-1]])) == 1:
        text = next(filter(None, words[rows[-1]]))
        if (
            not re.match(r"(?:\*|notes?\b|sources?\b|\(?[a-z0-9]\)|\d\s|†|[a-z0-9]\.\s)", text, re.IGNORECASE)
            and len(text) < 80
            and not any(entry.start == 0 for entry in key_entries(text))
        ):
            break
        notes.insert(0, text)
        rows.pop()
    return rows, tuple(notes)


def _later_headers(words: Sequence[Sequence[str]], header: Sequence[int], rest: Sequence[int]) -> list[int]:
    """Rows within the body that repeat the header or give the columns new periods."""
    printed = {tuple(words[r]) for r in header if sum(map(bool, words[r])) > 1}
    later: list[int] = []
    for i, r in enumerate(rest):
        marks = [m for m in map(mark, words[r][1:]) if m is not Mark.BLANK]
        above = [mark(words[rest[i - 1]][c]) for c in range(1, len(words[r])) if words[r][c]] if i else []
        if tuple(words[r]) in printed:
            later.append(r)
        elif rest[i - 1 : i] != later[-1:] and Mark.NUMBER not in above and set(above) - {Mark.BLANK}:
            # Words above words: a cell that runs over two lines, not a new header.
            continue
        elif len(marks) > 1 and header and all(m in (Mark.PERIOD, Mark.YEAR, Mark.UNIT) for m in marks):
            label = words[r][0]
            if (
                not label
                or mark(label) is Mark.UNIT
                or (all(m is Mark.YEAR for m in marks) and len(set(words[r][1:])) > 1)
            ):
                later.append(r)
        elif len(marks) == 1 and not words[r][0] and marks[0] is Mark.PERIOD:
            later.append(r)
    return later


_INDEX_HEAD = re.compile(r"(?:no\.?|ref\.?|id|#|number|item|s/?n)?", re.IGNORECASE)
_TARGET_HEAD = re.compile(r"\b(?:targets?|standards?|thresholds?|limits?|goals?|tolerance)\b", re.IGNORECASE)
_CODE_HEAD = re.compile(r"(?:[\w&/()-]+ ){0,4}codes?", re.IGNORECASE)
_TOKEN = re.compile(r"[A-Z0-9][A-Z0-9./-]{0,11}", re.IGNORECASE)
_CODE = re.compile(r"[A-Z]{0,3}\.?\d{1,3}(?:\.\d{1,2})?[a-z]?\.?")


def _label_columns(
    words: Sequence[Sequence[str]], header: Sequence[int], body: Sequence[int]
) -> tuple[list[int], list[int]]:
    """The columns of labels, and those of bare row numbers or codes, which label nothing."""
    n = len(words[0]) if words else 0
    columns = {c: [words[r][c] for r in body if words[r][c]] for c in range(n)}
    marks = {c: _figures_and_limits(texts) for c, texts in columns.items()}
    titled = {c: any(words[r][c] for r in header) for c in range(n)}

    def worded(c: int) -> bool:
        if not columns[c]:
            return False
        share = sum(m in (Mark.TEXT, Mark.UNIT) for m in marks[c]) / len(marks[c])
        return share > 0.6

    def numeric(c: int) -> bool:
        figures = sum(m in (Mark.NUMBER, Mark.YEAR, Mark.MISSING) for m in marks[c])
        return bool(marks[c]) and figures > len(marks[c]) / 2

    last = max((c for c in range(n) if numeric(c)), default=-1)  # the last column of figures
    indexes: list[int] = []
    first = next((c for c in range(n) if columns[c]), 0)
    while first < n - 1 and _is_index(words, header, body, first, columns[first]) and worded(first + 1):
        indexes.append(first)
        first += 1
    if not columns.get(first):
        return [], indexes
    has_figures = last > first
    if not has_figures and all(titled[c] for c in range(n) if columns[c]) and _is_list(columns):
        return [], indexes
    if numeric(first) and not _numbers_as_labels(words, header, first, columns, marks):
        return [], indexes
    labels = [first]
    second = first + 1
    while second < n and has_figures and last > second:
        if _is_coded(words, header, second, columns[second]):
            indexes.append(second)
            second += 1
            continue
        if _is_of_targets(words, header, second, columns[second]):
            break
        if not worded(second):
            if not _is_dated(words, header, body, second, labels) and not _are_years_of(
                words, body, labels[-1], second
            ):
                break
            labels.append(second)
            second += 1
            continue
        outer = labels[-1]
        below = any(not words[r][outer] and words[r][second] for r in body)
        repeated = len(set(columns[outer])) < len(columns[outer])
        short = median(map(len, columns[second])) <= 45 and len(columns[second]) > 2
        distinct = short and len(set(columns[second])) > 0.8 * len(columns[second])
        if not (below or repeated or distinct) or _names_units(words, header, second, columns[second]):
            break
        labels.append(second)
        second += 1
    for c in range(second + 1, n):
        inner = worded(c) and last > c and median(map(len, columns[c])) >= 12
        if inner and (not titled[c] or any(not words[r][first] for r in body if words[r][c])):
            labels.append(c)
    return labels, indexes


def _is_lone_label(words: Sequence[Sequence[str]], r: int, c: int) -> bool:
    """Whether a cell of words has none beside it."""
    return mark(words[r][c]) is Mark.TEXT and not _CODE.fullmatch(words[r][c]) and not words[r][c + 1]


def _with_totals(
    words: tuple[tuple[str, ...], ...], body: Sequence[int], labels: Sequence[int], indexes: Sequence[int]
) -> tuple[tuple[str, ...], ...]:
    """The words with "Total" or "Other" that stands in a column of codes, beside a blank, made that row's label."""
    if not labels or not indexes:
        return words
    found = [list(row) for row in words]
    for r in body:
        own = next((words[r][c] for c in indexes if _is_lone_label(words, r, c)), "")
        if own and not words[r][labels[0]]:
            found[r][labels[0]] = own
    return tuple(map(tuple, found))


def _figures_and_limits(texts: Sequence[str]) -> list[Mark]:
    """The marks of a column's cells: among figures, "<5" stands for one that is withheld; alone it is an age band."""
    marks = [Mark.NUMBER if _LENGTH_OF_TIME.fullmatch(text) else mark(text) for text in texts]
    if Mark.NUMBER not in marks:
        return marks
    return [Mark.MISSING if m is Mark.TEXT and is_limit(text) else m for m, text in zip(marks, texts, strict=True)]


def _is_dated(
    words: Sequence[Sequence[str]], header: Sequence[int], body: Sequence[int], c: int, labels: Sequence[int]
) -> bool:
    """Whether a column gives the time of each row, in data that has the same labels at several times."""
    title = " ".join(words[r][c] for r in header if words[r][c])
    if not re.search(r"year|period|date|month|quarter|week|time", title, re.IGNORECASE):
        return False
    named = [tuple(words[r][label] for label in labels) for r in body]
    return len(set(named)) < len(named) and all(parse_period(words[r][c]) for r in body)


def _is_of_targets(words: Sequence[Sequence[str]], header: Sequence[int], c: int, texts: Sequence[str]) -> bool:
    """Whether a column headed as one of targets says within what each figure should lie ("≤ 6.0")."""
    title = " ".join(words[r][c] for r in header)
    return _TARGET_HEAD.search(title) is not None and any(map(is_limit, texts))


def _are_years_of(words: Sequence[Sequence[str]], body: Sequence[int], outer: int, c: int) -> bool:
    """Whether a column gives the years of what its rows' labels name once for several rows: "Bus", 2024, over 2025."""
    times = {r: words[r][c] for r in body if words[r][c]}
    are_times = all(mark(text) in (Mark.YEAR, Mark.PERIOD) for text in times.values())
    return are_times and len(set(times.values())) < len(times) and any(not words[r][outer] for r in times)


def _stated_labels(words: Sequence[Sequence[str]], body: Sequence[int], labels: Sequence[int]) -> list[int]:
    """The label columns that also say something of the row: each of its rows is already named by the first label alone
    ("Shop", then "Manager").
    """
    if len(labels) < 2 or labels[1] != labels[0] + 1:
        return []
    named = [words[r][labels[0]] for r in body]
    return list(labels[1:]) if all(named) and len(set(named)) == len(named) else []


def _with_names_last(
    words: Sequence[Sequence[str]], body: Sequence[int], labels: list[int], stated: Sequence[int]
) -> list[int]:
    """The label columns with the outer one first: where each row has a name of its own and beside it what several rows
    share ("Site", then "Town"), the town holds the sites.
    """
    if len(labels) != 2 or list(stated) != labels[1:]:
        return labels
    wholes = {*body[:1], *body[-1:], *(r for r in body if is_total_label(words[r][labels[0]]))}
    beside = {r: words[r][labels[1]] for r in body if r not in wholes or words[r][labels[1]]}
    return labels[::-1] if all(beside.values()) and len(set(beside.values())) < len(beside) else labels


def _note_columns(words: Sequence[Sequence[str]], header: Sequence[int], body: Sequence[int]) -> list[int]:
    """The columns that only point to the notes of the accounts."""
    found = []
    for c in range(1, len(words[0]) if words else 0):
        titles = [words[r][c] for r in header if words[r][c]]
        texts = [words[r][c] for r in body if words[r][c]]
        short = all(len(text) < 8 or all(map(str.isalnum, marks_of(text) or "-")) for text in texts)
        if titles and re.fullmatch(r"notes?", titles[-1], re.IGNORECASE) and short:
            found.append(c)
    return found


_UNIT_HEAD = re.compile(r"units?|unit of measure(?:ment)?|measured in|uom", re.IGNORECASE)


def _names_units(words: Sequence[Sequence[str]], header: Sequence[int], c: int, texts: Sequence[str]) -> bool:
    """Whether a column says in what each row is counted."""
    title = next((words[r][c] for r in reversed(header) if words[r][c]), "")
    return is_unit_heading(title) and any(row_unit(text) for text in texts)


def is_unit_heading(title: str) -> bool:
    """Whether a column headed so says in what each row is counted ("Unit", "Measured in")."""
    return bool(_UNIT_HEAD.fullmatch(title.strip()))


def row_unit(text: str) -> Unit | None:
    """The unit that a cell in a column of units names ("£m", "%", "million", "number", "per 1,000 visits")."""
    bare = text.strip("() ").casefold()
    if bare in ("number", "no.", "no", "count", "#"):
        return COUNT
    if bare in _SCALE_NAMES:
        return Unit(kind=UnitKind.COUNT, scale=_SCALE_NAMES[bare])
    named = unit_in_label(text)
    return named.unit if named else unit_named(bare)


def _is_index(
    words: Sequence[Sequence[str]], header: Sequence[int], body: Sequence[int], c: int, texts: Sequence[str]
) -> bool:
    """Whether a column only numbers the rows: 1, 2, 3 …, or codes under "Ref" or "No."; "Other" and "Total" may stand
    beneath, where nothing is beside them.
    """
    body = [r for r in body if not _is_lone_label(words, r, c) and not is_total_label(words[r][c])]
    texts = [words[r][c] for r in body if words[r][c]]
    numbers = [text.rstrip(".") for text in texts]
    if len(numbers) > 1 and numbers == [str(i) for i in range(1, len(numbers) + 1)]:
        return True
    title = next((words[r][c] for r in reversed(header) if words[r][c]), "")
    coded = len(texts) > 1 and len(set(texts)) == len(texts) and all(_CODE.fullmatch(text) for text in texts)
    is_code = (bool(title) and coded and bool(_INDEX_HEAD.fullmatch(title))) or _is_coded(words, header, c, texts)
    return is_code and all(words[r][c + 1] for r in body if words[r][c])


def _is_coded(words: Sequence[Sequence[str]], header: Sequence[int], c: int, texts: Sequence[str]) -> bool:
    """Whether a column gives the code of what another column names ("Area code": E12000001): it would hide totals."""
    title = next((words[r][c] for r in reversed(header) if words[r][c]), "")
    return len(texts) > 1 and bool(_CODE_HEAD.fullmatch(title)) and all(_TOKEN.fullmatch(text) for text in texts)


def _is_list(columns: dict[int, list[str]]) -> bool:
    """Whether a table without figures is columns of sentences side by side, so that no column labels the others."""
    filled = [texts for texts in columns.values() if texts]
    return (
        len(filled) > 1
        and all(median(map(len, texts)) >= 25 for texts in filled)
        and len({len(t) for t in filled}) <= 2
    )


def _numbers_as_labels(
    words: Sequence[Sequence[str]],
    header: Sequence[int],
    c: int,
    columns: dict[int, list[str]],
    marks: dict[int, list[Mark]],
) -> bool:
    """Whether a first column of numbers labels the rows: years, or under a title that names a thing to count by."""
    if all(m in (Mark.YEAR, Mark.PERIOD) for m in marks[c]):
        return True
    title = " ".join(words[r][c] for r in header if words[r][c])
    if re.search(r"year|period|time", title, re.IGNORECASE) and all(map(parse_period, columns[c])):
        return True
    distinct = len(set(columns[c])) == len(columns[c]) > 2
    return distinct and bool(
        re.search(r"\b(?:year|age|band|grade|week|day|month|size|level|score)\b", title, re.IGNORECASE)
    )


def _is_unit_row(row: Sequence[str], data: Sequence[int]) -> bool:
    texts = [row[c] for c in data if row[c]]
    return bool(texts) and all(_is_unit_cell(text) for text in texts)


def _has_row_of_units(words: Sequence[Sequence[str]], header: Sequence[int], data: Sequence[int]) -> bool:
    """Whether the last header row names the unit of each column ("number | tonnes | £000"), under a heading of its own.

    Without one, "Number" and "%" under a group's heading are what the columns are called.
    """
    if len(header) < 2 or not all(words[header[-2]][c] and words[header[-1]][c] for c in data):
        return False
    texts = [words[header[-1]][c] for c in data]
    return len(texts) > 1 and any(map(_is_unit_cell, texts)) and all(row_unit(text) is not None for text in texts)


def _is_scale_row(row: Sequence[str], data: Sequence[int]) -> bool:
    """Whether a row of units only says how large they are ("(in thousands)"), for the whole table."""
    named = [unit_in_label(row[c]) for c in data if row[c]]
    return all(label is not None and label.scale_only for label in named)


_TEMPORAL = re.compile(r"\b(?:end(?:ed|ing)|as (?:of|at)|year|months?|quarter|weeks|fiscal)\b", re.IGNORECASE)


def _read_header(
    words: Sequence[Sequence[str]],
    header: Sequence[int],
    labels: Sequence[int],
    indexes: Sequence[int],
    data: Sequence[int],
    body: Sequence[int],
) -> tuple[str, tuple[str, ...], list[int], int | None, str]:
    """The caption, the names of the label columns, the rows that head columns, the row of units, and a section label
    in it.
    """
    captions: list[str] = []
    kept: list[int] = []
    unit_row = next((r for r in reversed(header) if _is_unit_row(words[r], data)), None)
    if unit_row is None and _has_row_of_units(words, header, data):
        unit_row = header[-1]
    if unit_row is not None and _is_scale_row(words[unit_row], data):
        captions += [words[unit_row][c] for c in data if words[unit_row][c]]
        header = [r for r in header if r != unit_row]
        unit_row = None
    for i, r in enumerate(header):
        texts = [c for c, text in enumerate(words[r]) if text]
        under = any(sum(bool(words[q][c]) for c in data) > 1 for q in header[i + 1 :])
        if r == unit_row:
            continue
        if (len(texts) == 1 and texts[0] not in data and (under or i == 0) and len(header) > 1) or (
            len(texts) == 1
            and len(data) > 1
            and under
            and _spans_all(texts[0], data)
            and not _is_temporal(words[r][texts[0]])
            and not _begins_amid(texts[0], words[r][texts[0]], _printed_below(words, header[i + 1 :], data))
        ):
            captions.append(words[r][texts[0]])
        else:
            kept.append(r)
    section = ""
    corner_rows = [*kept, *([unit_row] if unit_row is not None else [])]
    dimension: list[str] = []
    for c in labels:
        corner = [words[r][c] for r in corner_rows if words[r][c]]
        if c == labels[0] and unit_row is not None and words[unit_row][c]:
            name = words[unit_row][c]
            totals = [words[r][c] for r in body if re.search(r"\btotal\b", words[r][c], re.IGNORECASE)]
            if any(name.casefold() in total.casefold() for total in totals):
                section = name
                corner = corner[:-1]
        if c == labels[0] and indexes and not corner:
            corner = [words[r][i] for r in kept for i in indexes if words[r][i]]
        names = []
        for text in corner:
            caption_like = len(text) > 60 or parse_period(text) is not None or _is_unit_cell(text)
            captions.append(text) if caption_like else names.append(text)
        # A name merged over several header rows says itself once.
        dimension.append(" ".join(dict.fromkeys(names)))
    return ". ".join(captions), tuple(dimension), kept, unit_row, section


def _is_spread(level: Mapping[int, str], row: Sequence[str], c: int) -> bool:
    """Whether a heading stands over more columns than its own: what is under it then begins a heading."""
    return c in level and (not row[c] or (c + 1 in level and not row[c + 1]))


def _printed_below(words: Sequence[Sequence[str]], rows: Sequence[int], data: Sequence[int]) -> dict[int, str]:
    """The first heading that each data column has in these rows."""
    return {c: text for c in data if (text := next(filter(None, (words[r][c] for r in rows)), ""))}


def _heads(
    words: Sequence[Sequence[str]],
    covered: Mapping[tuple[int, int], Cell],
    rows: Sequence[int],
    unit_row: int | None,
    data: Sequence[int],
    body: Sequence[int],
) -> dict[int, ColumnHead]:
    """The heading of each data column, group headings spread over the columns that they span."""
    levels: list[dict[int, str]] = []
    for i, r in enumerate(rows):
        printed = {c: words[r][c] for c in data if words[r][c]}
        below = _printed_below(words, rows[i + 1 :], data)
        if any((r, c) in covered and covered[r, c].column < c for c in data):
            # The format says how far each heading goes: it stands over these columns and no others.
            levels.append(
                {c: words[r][c] or plain(covered[r, c].text) for c in data if words[r][c] or (r, c) in covered}
            )
            continue
        levels.append(_spread(printed, below, data) if below else printed)
    if levels and len(levels) == 1:
        headless = [c for c in data if c not in levels[0] and any(mark(words[b][c]) is Mark.NUMBER for b in body)]
        for c in headless:
            left = [d for d in data if d < c and d in levels[0]]
            if left:
                levels[0][c] = levels[0][left[-1]]
    units = _units(words[unit_row], data) if unit_row is not None else {}
    heads = {}
    for c in data:
        path: list[str] = []
        for n, level in enumerate(levels):
            if c not in level:
                continue
            label = without_mark(level[c])
            if path and label[:1].islower() and not _is_spread(levels[n - 1], words[rows[n - 1]], c):
                # The rest of a heading that runs over two lines.
                path[-1] = f"{path[-1]} {label}"
            elif not path or path[-1] != label:
                path.append(label)
        if unit_row is not None and path and words[unit_row][c] and not _is_unit_cell(words[unit_row][c]):
            path[-1] = f"{path[-1]} ({words[unit_row][c].strip('() ')})"  # a word that is asked for: "how many tonnes"
        heads[c] = ColumnHead(path=tuple(path), unit=units.get(c))
    return _under_shared_groups(heads, data)


def _under_shared_groups(heads: dict[int, ColumnHead], data: Sequence[int]) -> dict[int, ColumnHead]:
    """The headings with the groups that text laid out by spaces runs into the first heading beneath them.

    "Women number | % | Men number | %" are a number and a percentage of women, and the same of men.
    """
    found = dict(heads)
    for label in {head.path for head in heads.values() if len(head.path) == 1}:
        alike = [i for i, c in enumerate(data) if heads[c].path == label]
        before = [heads[data[i - 1]].path for i in alike if i]
        names = [path[0].rsplit(" ", 1) for path in before if len(path) == 1]
        if not 1 < len(alike) == len(names) == len(set(before)) or {len(name) for name in names} != {2}:
            continue
        if len({under for _, under in names}) > 1 or any(sign.isdigit() for sign in names[0][1]):
            continue  # what ends in a time is the name of its own column
        for i, (group, under) in zip(alike, names, strict=True):
            found[data[i - 1]] = replace(heads[data[i - 1]], path=(group, under))
            found[data[i]] = replace(heads[data[i]], path=(group, *label))
    return found


def _spread(printed: dict[int, str], below: Mapping[int, str], data: Sequence[int]) -> dict[int, str]:
    """Group headings over the columns beneath them, of which ``below`` has the headings. One normally stands over its
    first column; where the first column has none, headings were centred over equal shares of the columns, or there is
    none over that.
    """
    if not printed:
        return {}
    places, lower = sorted(printed), sorted(below)
    if len(places) > 1 and places[0] > lower[0]:
        span, left_over = divmod(len(lower), len(places))
        shares = [lower[i * span : (i + 1) * span] for i in range(len(places))] if span and not left_over else []
        centred = bool(shares) and all(place in share for place, share in zip(places, shares, strict=True))
        if centred and _run_on(shares, below) and (_n_first([s[0] for s in shares], below) <= _n_first(places, below)):
            return {c: printed[place] for place, share in zip(places, shares, strict=True) for c in share}
    if len(places) == 1 and _begins_amid(places[0], printed[places[0]], below):
        return {c: printed[places[0]] for c in data if c >= places[0]}
    spread: dict[int, str] = {}
    for c in data:
        left = [place for place in places if place <= c]
        if c in printed:
            spread[c] = printed[c]
        elif c not in lower or (len(places) == 1 and not _spans_all(places[0], data)):
            continue
        elif left or len(places) == 1:
            spread[c] = printed[left[-1] if left else places[0]]
    return spread


def _run_on(shares: Sequence[Sequence[int]], below: Mapping[int, str]) -> bool:
    """Whether the quarters under each heading run on: "Q4, Q1" under one are of two years, and it is not over both."""
    quarters = [[q for c in share if (q := _QUARTER.match(below.get(c, "")))] for share in shares]
    return all(a["n"] < b["n"] for found in quarters for a, b in pairwise(found))


def _n_first(starts: Sequence[int], below: Mapping[int, str]) -> int:
    """How many different headings the groups that start there begin with: groups beside each other are alike."""
    return len({below.get(c, "") for c in starts})


def _begins_amid(place: int, text: str, below: Mapping[int, str]) -> bool:
    """Whether a lone heading stands over its own column and those to its right, not in the middle over all of them:
    it is no time, and what is to its left is more than periods or units.
    """
    left = [mark(heading) for c, heading in below.items() if c < place]
    return Mark.TEXT in left and place != max(below) and not _is_temporal(text)


def _is_temporal(text: str) -> bool:
    return bool(_TEMPORAL.search(text) or find_periods(text))


def _spans_all(place: int, data: Sequence[int]) -> bool:
    """Whether a lone heading at a place stands over all the columns; over the last, it is the first line of that
    one's.
    """
    return place != data[-1] or len(data) == 1


_QUARTER = re.compile(r"q(?:uarter)? ?(?P<n>[1-4])(?!\w)", re.IGNORECASE)


def _units(row: Sequence[str], data: Sequence[int]) -> dict[int, Unit]:
    """The units of a row of units; a blank place takes the unit that all the others share."""
    named: dict[int, Unit] = {}
    for c in data:
        if row[c]:
            named[c] = row_unit(row[c]) or COUNT
    if len(set(named.values())) == 1:
        shared = next(iter(named.values()))
        return dict.fromkeys(data, shared)
    return named
