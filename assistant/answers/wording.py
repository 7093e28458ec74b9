"""Wording: the sentence that states a result, its figures, and the citations that bear it.

Figures are printed as the report prints them; computed ones to the precision that their operands allow.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from decimal import ROUND_HALF_UP, Decimal

from assistant.answers.answer import CitedCell, Figure
from assistant.answers.citations import Citations, cited_cell
from assistant.answers.signs import Below, below_zero
from assistant.questions.catalogue import GridEntry
from assistant.questions.cues import ALTERNATIVE, Cue, Order
from assistant.questions.glossary import Glossary
from assistant.questions.question import Question
from assistant.questions.sheet import Role, role
from assistant.questions.understanding import names
from assistant.readings import Reading
from corpus.sentences import plain
from structured import operations
from structured.engine import Result, Value, overtaking
from structured.observations import ColumnKind, Grid, MissingReason, Observation, RowKind
from structured.periods import find_periods
from structured.plan import Operation
from structured.units import Quantity, Unit, UnitKind, compatible, format_quantity, unit_code

_CHANGE_LABEL = re.compile(
    r"^(?:(?:%|per ?cent(?:age)?(?: points?)?|pp|numerical|absolute|actual)\s+)?"
    r"(?:change|difference|variance|movement|increase|decrease|growth)\s*(?:\([^)]*\)\s*)?"
    r"(?=from\b|on\b|since\b|against\b|vs\b|over\b|compared\b)",
    re.IGNORECASE,
)
_APART = re.compile(r"\bvariances?\b", re.IGNORECASE)
_PLAIN = re.compile(r"\d[\d,]*(?:\.\d+)?")
_GROUPED = "The printed table centres its group labels; which rows belong to which group was worked out, not read."
MOST_LISTED = 32
"""How many of the rows that meet a condition are named; the others are counted."""
_IS_FINAL = re.compile(
    r"\b(?:provisional|final(?:ised)?|confirmed|audited|unaudited|estimated?|revised|draft|complete|definite|firm)\b",
    re.IGNORECASE,
)
"""Whether a figure still stands to be changed, as asked and as told."""
MOST_REMARKS = 4
"""How many of a table's notes are told with an answer; the others are counted."""
_OVER_ROWS = frozenset({Operation.SUM, Operation.MEAN, Operation.RANK, Operation.FILTER, Operation.COUNT})


@dataclass(slots=True)
class Wording:
    """Text under construction with its figures, citations and the labels that stand in it.

    ``compared`` are the cells that a ranking chose among.
    """

    citations: Citations
    parts: list[str] = field(default_factory=list)
    figures: list[Figure] = field(default_factory=list)
    labels: list[str] = field(default_factory=list)
    warnings: list[str] = field(default_factory=list)
    compared: tuple[CitedCell, ...] = ()

    def text(self) -> str:
        """The text so far, white space folded."""
        return re.sub(r"\s+", " ", " ".join(self.parts)).strip()

    def figure(self, quantity: Quantity, label: str, citation: int | None, *, derived: bool) -> None:
        """Note a figure that the text states."""
        self.figures.append(
            Figure(
                value=_rounded(quantity),
                unit=unit_code(quantity.unit),
                label=label,
                citation=citation,
                derived=derived,
                printed=format_quantity(quantity),
            )
        )

    def count(self, n: int, label: str) -> None:
        """Note a number of things that the text counts."""
        self.figure(Quantity(value=Decimal(n), unit=Unit(kind=UnitKind.COUNT)), label, None, derived=True)

    def label(self, text: str) -> str:
        """A label as it stands in the text; its digits are not figures."""
        cleaned = clean_label(text)
        if cleaned:
            self.labels.append(cleaned)
        return cleaned


def _rounded(quantity: Quantity) -> Decimal:
    return quantity.value.quantize(Decimal(1).scaleb(-quantity.decimals), rounding=ROUND_HALF_UP)


def clean_label(text: str) -> str:
    """A label as it reads in a sentence: marks gone, no trailing colon or footnote stars."""
    return plain(text).strip().rstrip(":*").strip()


def own_subjects(grid: Grid) -> bool:
    """Whether the labels before the last are the rows' subjects (a project, then its measure), not groups of rows."""
    nested = [row.path[:-1] for row in grid.rows if len(row.path) > 1]
    return len(nested) == len(grid.rows) and 2 * len(set(nested)) > len(nested)


def row_name(grid: Grid, path: tuple[str, ...]) -> str:
    """A row's name: its own label, with its parents where the label alone would not tell it apart."""
    if not path:
        return grid.title or grid.caption or "the figure"
    leaf = path[-1]
    twins = sum(1 for row in grid.rows if row.path and row.path[-1] == leaf)
    short = len(leaf) <= 4
    if (twins > 1 or short) and len(path) > 1:
        return clean_label(f"{clean_label(path[-2])}: {clean_label(leaf)}")
    if len(path) > 1 and (len(leaf) > 40 or own_subjects(grid)):
        return f"{clean_label(path[-2])} – {clean_label(leaf)}"
    return clean_label(leaf)


def column_name(path: tuple[str, ...]) -> str:
    """A column's name: its labels from the outermost, without repeating itself."""
    parts: list[str] = []
    for part in path:
        cleaned = clean_label(part)
        if cleaned and not any(cleaned in p for p in parts):
            parts.append(cleaned)
    return ", ".join(parts)


def amount(observation: Observation) -> str:
    """A printed figure with its unit; as printed where it holds none."""
    if observation.quantity is None:
        return observation.printed or "no figure"
    unit = observation.quantity.unit
    if unit.kind is UnitKind.COUNT and unit.scale == 1 and _PLAIN.fullmatch(observation.printed):
        return observation.printed  # a year stands as 2004, not as 2,004
    return format_quantity(observation.quantity)


def points(quantity: Quantity) -> str:
    """A size without its sign, with its unit."""
    return format_quantity(Quantity(value=abs(quantity.value), unit=quantity.unit, decimals=quantity.decimals))


def moved(quantity: Quantity) -> str:
    """A change in words: "rose by 4 percentage points", "fell by 10%", "was unchanged"."""
    if quantity.value > 0:
        return f"rose by {points(quantity)}"
    if quantity.value < 0:
        return f"fell by {points(quantity)}"
    return f"was unchanged ({format_quantity(quantity)})"


class Worder:
    """Words readings' results. One for each answer."""

    def __init__(self, question: Question, glossary: Glossary, citations: Citations) -> None:
        """Words go to a fresh ``Wording``, citations to ``citations``."""
        self.question = question
        self.glossary = glossary
        self.wording = Wording(citations=citations)

    # -- pieces ---------------------------------------------------------------------------------------------------

    def _cite(self, entry: GridEntry, observation: Observation) -> int:
        return self.wording.citations.cell(entry.frame, observation)

    def _name(self, entry: GridEntry, observation: Observation) -> str:
        return self.wording.label(row_name(entry.frame, observation.row_path))

    def _column(self, observation: Observation) -> str:
        return self.wording.label(column_name(observation.column_path))

    def _note(self, observation: Observation, n: int, quantity: Quantity | None = None) -> None:
        value = quantity or observation.quantity
        if value is not None:
            self.wording.figure(
                value,
                " / ".join(p for p in (" › ".join(observation.row_path), " › ".join(observation.column_path)) if p),
                n,
                derived=False,
            )

    def _derive(self, value: Value) -> None:
        if value.quantity is not None:
            self.wording.figure(value.quantity, "computed", None, derived=True)

    def _where(self, entry: GridEntry) -> str:
        return self.wording.label(entry.frame.title or (entry.frame.section[-1] if entry.frame.section else ""))

    # -- operations -----------------------------------------------------------------------------------------------

    def choice(self, reading: Reading, result: Result, *, titled: bool) -> str:
        """A reading in a few words, for the user to choose it."""
        cell = result.operands[-1]
        parts = [clean_label(row_name(reading.entry.frame, cell.row_path)), column_name(cell.column_path)]
        title = clean_label(reading.entry.frame.title)
        return ", ".join(p for p in ([title] if titled else []) + parts if p)

    def write_choices(self, offered: Sequence[tuple[Reading, Result]], choices: Sequence[str]) -> None:
        """A question back that lists what could be meant, each with its figure where it is one."""
        listed = []
        for number, ((reading, result), choice) in enumerate(zip(offered, choices, strict=True), 1):
            cell = result.operands[-1]
            line = f"({number}) {self.wording.label(choice)}"
            if reading.plan.operation is Operation.LOOKUP and cell.quantity is not None:
                n = self._cite(reading.entry, cell)
                self._note(cell, n)
                line += f": {amount(cell)} [{n}]"
            listed.append(line)
        self.wording.parts.append(f"That could mean several things. Which one: {'; '.join(listed)}?")

    def write(self, reading: Reading, result: Result, *, titled: bool = False) -> Wording:
        """The sentence for a reading's result, after the table's title where that tells it from others."""
        entry = reading.entry
        if titled and entry.frame.title:
            self.wording.parts.append(f"{self._where(entry)} –")
        match reading.plan.operation:
            case Operation.LOOKUP:
                self._lookup(entry, result.values[0].sources[0], lead=True)
            case Operation.LEVEL:
                self._level(entry, result)
            case Operation.DIFFERENCE | Operation.PERCENT_CHANGE:
                self._change(entry, reading, result)
            case Operation.SUM | Operation.MEAN:
                self._aggregate(entry, reading, result)
            case Operation.RANK:
                self._rank(entry, reading, result)
            case Operation.SHARE:
                self._share(entry, result)
            case Operation.RATIO:
                self._ratio(entry, result)
            case Operation.COMPARE:
                self._compare(reading, result)
            case Operation.TREND:
                self._trend(entry, result)
            case Operation.FILTER | Operation.COUNT:
                self._filter(entry, reading, result)
        self._caveats(entry, result)
        self._undated(reading)
        if reading.assumed:
            self.wording.warnings.append(f"The table itself does not print {names(reading.assumed)}.")
        return self.wording

    def write_withheld(self, reading: Reading, result: Result) -> Wording:
        """That a calculation cannot be done, because the report withholds figures that it needs."""
        entry = reading.entry
        cells = [f"{self._place(entry, cell)} [{self._cite(entry, cell)}]" for cell in result.left_out[:MOST_LISTED]]
        self.wording.parts.append(
            f"That cannot be worked out: the report prints no exact figure for {' and '.join(cells)}."
        )
        self._remarks(entry, result.left_out)
        return self.wording

    def _place(self, entry: GridEntry, cell: Observation) -> str:
        """A cell without a figure: its row, its column and what is printed there instead."""
        where = f"{self._name(entry, cell)}, {self._column(cell)}"
        return f"{where} ({self.wording.label(plain(cell.printed))})"

    def _left_out(self, entry: GridEntry, result: Result, unsure: Sequence[Observation] = (), might: str = "") -> None:
        """The caveat that names what has no figure, and what those that it is ``unsure`` of ``might`` be."""
        left = result.left_out
        if not left:
            return
        over_time = len({c.row for c in (*left, *result.operands)}) == 1
        names = [
            column_name(cell.column_path) if over_time else row_name(entry.grid, cell.row_path)
            for cell in left[:MOST_REMARKS]
        ]
        shown = [f"{name} ({plain(cell.printed) or 'blank'})" for name, cell in zip(names, left, strict=False)]
        more = f" and {len(left) - len(shown)} more" if len(left) > len(shown) else ""
        which = "it" if len(left) == 1 else "any of them" if len(unsure) == len(left) else "some of them"
        told = f"; {which} may be {might}" if unsure else ""
        self.wording.warnings.append(f"Left out, since no figure is printed: {', '.join(shown)}{more}{told}.")

    def _ahead(self, entry: GridEntry, result: Result, ahead: Sequence[Observation]) -> None:
        """What surely comes before the first of a ranking, though only its limit is printed."""
        side = "Higher" if result.plan.descending else "Lower"
        shown = [
            f"{self._name(entry, c)} ({self.wording.label(plain(c.printed))}) [{self._cite(entry, c)}]" for c in ahead
        ]
        if shown and result.plan.place == 1:
            self.wording.parts.append(f"{side} still, though no exact figure is printed: {'; '.join(shown)}.")

    def _undated(self, reading: Reading) -> None:
        """A caveat where the question names a time and the table none: it was taken at the user's word."""
        if not self.question.periods or reading.entry.period is not None:
            return
        grid = reading.entry.grid
        named = [
            *(r.period for r in grid.rows),
            *(c.period for c in grid.columns),
            *(o.period for o in grid.observations),
        ]
        if not any(named):
            self.wording.warnings.append("The table does not say which time its figures are of.")

    def _lookup(self, entry: GridEntry, cell: Observation, *, lead: bool) -> None:
        w = self.wording
        n = self._cite(entry, cell)
        name = self._name(entry, cell)
        column = entry.frame.columns[entry.column_index[cell.column]]
        if cell.quantity is None and cell.missing not in (None, MissingReason.LIMIT):
            w.parts.append(
                f"{name}, {self._column(cell)}: the report prints no figure there ({cell.printed or 'blank'}) [{n}]."
            )
            return
        if column.kind is ColumnKind.CHANGE and cell.quantity is not None:
            self._printed_change(entry, cell, name, n, lead=lead)
            return
        if (
            column.kind is ColumnKind.GAP
            and cell.quantity is not None
            and entry.frame.rows[entry.row_index[cell.row]].kind is not RowKind.BASE
        ):
            side = "above" if cell.quantity.value > 0 else "below" if cell.quantity.value < 0 else "level with"
            base = next((r for r in entry.frame.rows if r.kind is RowKind.BASE), None)
            against = w.label(row_name(entry.frame, base.path)) if base else "the base"
            size = f"{points(cell.quantity)} {side}" if cell.quantity.value else "level with"
            w.parts.append(f"{name}: {size} the {against} on {self._column(cell)} [{n}].")
            self._note(cell, n, _in_points(cell.quantity))
            return
        value = amount(cell) if cell.quantity is not None else w.label(plain(cell.printed))
        column_text = self._column(cell)
        period = ""
        if (
            column.period is None
            and entry.frame.rows[entry.row_index[cell.row]].period is None
            and cell.period is not None
        ):
            period = f", {w.label(cell.period.printed or cell.period.label())}"
        w.parts.append(
            f"{name}: {value} ({column_text}{period}) [{n}]." if column_text else f"{name}: {value}{period} [{n}]."
        )
        self._note(cell, n)
        if cell.missing is MissingReason.LIMIT:
            w.warnings.append(f"The report prints “{plain(cell.printed)}” there, and no exact figure.")

    def _printed_change(self, entry: GridEntry, cell: Observation, name: str, n: int, *, lead: bool) -> None:
        w = self.wording
        assert cell.quantity is not None
        column = column_name(cell.column_path)
        text = _CHANGE_LABEL.sub("", clean_label(cell.column_path[-1] if cell.column_path else ""), count=1).strip()
        if lead:
            self._yes_no(cell.quantity, entry, cell)
        if cell.quantity.unit.kind is UnitKind.MONEY:
            printed = w.label(cell.printed)
            w.parts.append(f"{name}: {self._budget_words(entry, cell)} ({w.label(column)}, printed {printed}) [{n}].")
        elif _CHANGE_LABEL.match(clean_label(cell.column_path[-1] if cell.column_path else "")):
            w.parts.append(f"{name} {moved(cell.quantity)} {w.label(text)}{self._level_beside(entry, cell)} [{n}].")
        elif _APART.search(column):  # nothing moved: two figures of one time lie apart
            w.parts.append(f"{name}: {format_quantity(cell.quantity)} ({w.label(column)}) [{n}].")
        else:
            w.parts.append(f"{name} {moved(cell.quantity)} ({w.label(column)}) [{n}].")
        self._note(cell, n)

    def _level_beside(self, entry: GridEntry, cell: Observation) -> str:
        """The level in a change's row, ready to follow it (", to 7,267 in Q4"), when the table has just one."""
        levels = [
            o
            for i, c in enumerate(entry.frame.columns)
            if c.kind is ColumnKind.LEVEL
            and (o := entry.cell(entry.row_index[cell.row], i)) is not None
            and o.quantity is not None
        ]
        if len(levels) != 1 or levels[0].quantity is None:
            return ""
        n = self._cite(entry, levels[0])
        self._note(levels[0], n)
        return f", to {amount(levels[0])} in {self._column(levels[0])}"

    def _budget_words(self, entry: GridEntry, cell: Observation) -> str:
        """A printed variance in words.

        Reports sign variances either way; the plan and the outcome beside it tell which.
        """
        assert cell.quantity is not None
        row = entry.row_index[cell.row]
        size = points(cell.quantity)
        planned, actual = self._beside(entry, row, cell)
        if planned is None or actual is None or planned.quantity is None or actual.quantity is None:
            return f"a change of {format_quantity(cell.quantity)}"
        apart = abs(actual.quantity.value) - abs(planned.quantity.value)
        if apart == 0:
            return f"no variance ({size})"
        if planned.quantity.value < 0 or actual.quantity.value < 0:
            match below_zero(entry.grid):
                case Below.INCOME:
                    return f"{size} {'more' if apart > 0 else 'less'} received than budgeted"
                case Below.EITHER:
                    return f"{size} {'more' if apart > 0 else 'less'} than budgeted"
                case Below.COST:
                    pass
        return f"{size} {'over' if apart > 0 else 'under'} budget"

    def _beside(self, entry: GridEntry, row: int, cell: Observation) -> tuple[Observation | None, Observation | None]:
        """The plan and the outcome whose difference a variance is: the two levels of the row that give it."""
        assert cell.quantity is not None
        column = entry.frame.columns[entry.column_index[cell.column]]
        levels = [
            (role(" ".join(c.path)), o)
            for i, c in enumerate(entry.frame.columns)
            if c.kind is ColumnKind.LEVEL
            and c.path[:-1] == column.path[:-1]
            and (o := entry.cell(row, i)) is not None
            and o.quantity is not None
        ]
        planned = [o for r, o in levels if r is Role.PLANNED]
        actual = [o for r, o in levels if r is Role.ACTUAL]
        slack = Decimal(2).scaleb(-cell.quantity.decimals)
        for p in planned:
            for a in actual:
                assert p.quantity is not None and a.quantity is not None
                if abs(abs(a.quantity.value - p.quantity.value) - abs(cell.quantity.value)) <= slack:
                    return p, a
        return None, None

    def _yes_no(self, quantity: Quantity, entry: GridEntry, cell: Observation) -> None:
        q = self.question
        if not q.yes_no or quantity.value == 0 or ALTERNATIVE.search(q.text):
            return
        way = (
            self.glossary.polarity(
                " ".join((*cell.column_path, *cell.row_path, entry.frame.title, *entry.frame.section[-1:]))
            )
            or 1
        )
        wanted: bool | None = None
        if q.has(Cue.IMPROVE):
            wanted = quantity.value * way > 0
        elif q.has(Cue.WORSEN):
            wanted = quantity.value * way < 0
        elif q.has(Cue.FALL) and not q.has(Cue.RISE):
            wanted = quantity.value < 0
        elif q.has(Cue.RISE) and not q.has(Cue.FALL):
            wanted = quantity.value > 0
        if wanted is not None:
            self.wording.parts.append("Yes:" if wanted else "No:")

    def _level(self, entry: GridEntry, result: Result) -> None:
        base, gap = result.operands
        value = result.values[0]
        assert value.quantity is not None and gap.quantity is not None
        n, m = self._cite(entry, gap), self._cite(entry, base)
        name = self._name(entry, gap)
        side = "above" if gap.quantity.value > 0 else "below" if gap.quantity.value < 0 else "level with"
        apart = _in_points(gap.quantity)
        size = f"{points(apart)} {side}" if gap.quantity.value else "level with"
        against = self.wording.label(row_name(entry.frame, base.row_path))
        self.wording.parts.append(
            f"{name}: {value.printed} on {self._column(gap)}, computed: "
            f"{size} the {against} of {amount(base)} [{n}][{m}]."
        )
        self._derive(value)
        self._note(gap, n, apart)
        self._note(base, m)

    def _change(self, entry: GridEntry, reading: Reading, result: Result) -> None:
        w = self.wording
        old, new = result.operands
        value = result.values[0]
        assert value.quantity is not None and old.quantity is not None and new.quantity is not None
        name = self._name(entry, new)
        m, n = self._cite(entry, new), self._cite(entry, old)
        marks = f"[{m}]" if m == n else f"[{m}][{n}]"
        across = (
            len(reading.rows) > 1
            and new.row_path[:-1] == old.row_path[:-1]
            and entry.frame.rows[reading.rows[0]].period is None
        )
        below = old.quantity.value < 0 and new.quantity.value <= 0
        kind = below_zero(entry.grid) if below else None
        twin = None if across or len(reading.rows) > 1 else _printed_twin(entry, old, new, value.quantity)
        if twin is not None and twin.quantity is not None:  # what the report makes of figures that it has not rounded
            value = replace(value, quantity=replace(twin.quantity, unit=value.quantity.unit))
        assert value.quantity is not None
        size = points(value.quantity)
        if not across and not reading.of_another:  # that refunds of lanterns rose does not say whether lanterns did
            self._yes_no(value.quantity if not below else _negative(value.quantity), entry, new)
        if len(reading.rows) > 1 and not across:  # two periods down the side
            column = self._column(new)
            first, last = self._name(entry, old), name
            w.parts.append(
                f"{column} {moved(value.quantity)}, from {amount(old)} in {first} to {amount(new)} in {last} {marks}."
            )
        elif across:
            word = "higher" if value.quantity.value > 0 else "lower" if value.quantity.value < 0 else "different"
            more = "more" if value.quantity.value > 0 else "less"
            other = self._name(entry, old)
            w.parts.append(
                f"{name} is {size} {word} ({size} {more}) than {other}: "
                f"{amount(new)} against {amount(old)} ({self._column(new)}) {marks}."
            )
        else:
            a, b = self._column(old), self._column(new)
            if below:
                way = "less" if abs(new.quantity.value) < abs(old.quantity.value) else "more"
                done = {Below.INCOME: " received", Below.COST: " spent"}.get(kind or Below.EITHER, "")
                planned = (
                    role(" ".join(old.column_path)) is Role.PLANNED and role(" ".join(new.column_path)) is Role.ACTUAL
                )
                if kind is Below.COST and planned and self.question.has(Cue.OVER, Cue.UNDER):
                    way, done = ("under budget" if way == "less" else "over budget"), ""
                w.parts.append(f"{name}: {size} {way}{done}, {amount(new)} ({b}) against {amount(old)} ({a}) {marks}.")
            elif _timed(entry, reading):
                group = new.column_path[:-1]
                if reading.of_another and group and group == old.column_path[:-1]:
                    name = f"{name}, {w.label(column_name(group))},"
                w.parts.append(
                    f"{name} {moved(value.quantity)}, from {amount(old)} ({a}) to {amount(new)} ({b}) {marks}."
                )
            else:
                side = "above" if value.quantity.value > 0 else "below" if value.quantity.value < 0 else "level with"
                over = " (over)" if side == "above" else " (under)" if side == "below" else ""
                w.parts.append(f"{name}: {b} is {size} {side}{over} {a}: {amount(new)} against {amount(old)} {marks}.")
        if twin is None:
            self._derive(value)
        else:
            self._note(twin, self._cite(entry, twin), value.quantity)
        self._note(old, n)
        self._note(new, m)

    def _aggregate(self, entry: GridEntry, reading: Reading, result: Result) -> None:
        w = self.wording
        value = result.values[0]
        cells = result.operands
        shown = []
        over_time = len({c.row for c in cells}) == 1  # one row over several columns: these tell its figures apart
        for cell in cells:
            n = self._cite(entry, cell)
            if len(cells) <= 12:
                place = self._column(cell) if over_time else self._name(entry, cell)
                shown.append(f"{place} {amount(cell)} [{n}]")
                self._note(cell, n)
        mean = reading.plan.operation is Operation.MEAN
        parent = cells[0].row_path[:-1]
        of = f" of {w.label(parent[-1])}" if parent and all(c.row_path[:-1] == parent for c in cells) else ""
        if over_time:
            of = f" of {self._name(entry, cells[0])}"
        kind = "unweighted mean" if mean else "total"
        listed = f": {'; '.join(shown)}" if shown else ""
        column = "" if over_time else self._column(cells[0])
        w.parts.append(
            f"The {kind}{of} is {value.printed} "
            f"({', '.join(filter(None, (column, f'{len(cells)} figures', self._where(entry))))}){listed}."
        )
        w.count(len(cells), "how many figures")
        self._derive(value)
        if mean:
            w.warnings.append("A mean of the printed figures, each counted alike; the report gives no weights.")

    def _rank(self, entry: GridEntry, reading: Reading, result: Result) -> None:
        w = self.wording
        order = self.question.order or Order.MOST
        word = {Order.MOST: "Highest", Order.LEAST: "Lowest", Order.BEST: "Best", Order.WORST: "Worst"}[order]
        if self.question.order is None and reading.plan.limit == len(reading.plan.operands) > 1:
            word = "Each, highest first"
        elif order in {Order.MOST, Order.LEAST}:
            word = self._movement_first(entry, result) or word
        over_time = len(reading.rows) == 1 and len(reading.columns) > 1
        if all(len(value.sources) == 1 for value in result.values):
            places = ((ref.row, ref.column) for ref in reading.plan.operands)
            w.compared = tuple(cited_cell(cell) for place in places if (cell := entry.cells.get(place)) is not None)
        pieces = []
        for value in result.values:
            cell = value.sources[-1]
            n = self._cite(entry, cell)
            name = self._name(entry, cell)
            if over_time:
                name = self._column(cell)
            if len(value.sources) == 2:
                old = value.sources[0]
                assert value.quantity is not None
                pieces.append(f"{name}, {self._from_to(value.quantity, old, cell)} [{n}]")
                self._derive(value)
                self._note(old, n)
                self._note(cell, n)
            else:
                pieces.append(f"{name}, {self._ranked(entry, cell)} [{n}]")
        column = result.values[0].sources[-1]
        subject = self._name(entry, column) if over_time else self._column(column)
        of = f" ({', '.join(filter(None, (subject, self._where(entry))))})"
        if self.question.place > 1:
            word = f"Number {self.question.place}, {word.lower()} first"
            w.count(self.question.place, "place")
        ahead, unsure = overtaking(result)
        among = " of the figures printed" if ahead or unsure else ""
        w.parts.append(f"{word}{among}{of}: {'; '.join(pieces)}.")
        self._ahead(entry, result, ahead)
        if order in {Order.BEST, Order.WORST}:
            text = " ".join((*column.column_path, entry.frame.title, *entry.frame.section[-1:]))
            if self.glossary.polarity(text) == 0:
                w.warnings.append("The report does not say which way is good; more was taken to be better.")
        self._left_out(entry, result, (*ahead, *unsure), "higher" if reading.plan.descending else "lower")

    def _from_to(self, change: Quantity, old: Observation, new: Observation) -> str:
        """A change between two cells: over time, or of what was spent over what was planned."""
        was, now = f"{amount(old)} ({self._column(old)})", f"{amount(new)} ({self._column(new)})"
        if not self.question.has(Cue.OVER, Cue.UNDER) or not change.value:
            return f"which {moved(change)}, from {was} to {now}"
        return f"{points(change)} {'over' if change.value > 0 else 'under'}: {now} against {was}"

    def _movement_first(self, entry: GridEntry, result: Result) -> str:
        """The heading of a ranking of movements, such as "Largest fall"; '' for one of levels."""
        first = result.values[0]
        cell = first.sources[-1]
        column = entry.frame.columns[entry.column_index[cell.column]]
        quantity = first.quantity if len(first.sources) == 2 else cell.quantity
        changed = column.kind is ColumnKind.CHANGE and (quantity is None or quantity.unit.kind is not UnitKind.MONEY)
        below = len(first.sources) == 2 and any(c.quantity is None or c.quantity.value < 0 for c in first.sources)
        if quantity is None or not quantity.value or below or not (len(first.sources) == 2 or changed):
            return ""
        rose = quantity.value > 0
        furthest = rose is result.plan.descending
        if len(first.sources) == 2 and self.question.has(Cue.OVER, Cue.UNDER):
            return f"{'Furthest' if furthest else 'Least'} {'over' if rose else 'under'}"
        return f"{'Largest' if furthest else 'Smallest'} {'rise' if rose else 'fall'}"

    def _ranked(self, entry: GridEntry, cell: Observation) -> str:
        column = entry.frame.columns[entry.column_index[cell.column]]
        n = self._cite(entry, cell)
        assert cell.quantity is not None
        if column.kind is ColumnKind.CHANGE:
            self._note(cell, n)
            if cell.quantity.unit.kind is UnitKind.MONEY:
                return self._budget_words(entry, cell)
            return f"which {moved(cell.quantity)}"
        if column.kind is ColumnKind.GAP:
            apart = _in_points(cell.quantity)
            self._note(cell, n, apart)
            side = "above" if cell.quantity.value > 0 else "below" if cell.quantity.value < 0 else "level with"
            return f"{points(apart)} {side}"
        self._note(cell, n)
        return amount(cell)

    def _share(self, entry: GridEntry, result: Result) -> None:
        w = self.wording
        value = result.values[0]
        n_parts = len(result.plan.operands)
        whole, parts = result.operands[: len(result.operands) - n_parts], result.operands[-n_parts:]
        part = parts[0]
        n = self._cite(entry, part)
        marks = list(dict.fromkeys([n, *(self._cite(entry, c) for c in whole)]))
        name = self._name(entry, part)
        self._note(part, n)
        self._derive(value)
        if len(whole) == 1 and whole[0].row == part.row:
            self._note(whole[0], self._cite(entry, whole[0]))
            w.parts.append(
                f"{name}: {self._column(part)} is {value.printed} of {self._column(whole[0])} "
                f"({amount(part)} of {amount(whole[0])}), computed [{n}]."
            )
            return
        if len(whole) == 1:
            total = f"{self._name(entry, whole[0])} ({amount(part)} of {amount(whole[0])}"
            self._note(whole[0], self._cite(entry, whole[0]))
        else:
            parent = whole[0].row_path[:-1]
            group = (
                w.label(parent[-1]) if parent and all(c.row_path[:-1] == parent for c in whole) else "the rows listed"
            )
            total = f"{group} ({amount(part)} of the sum of {len(whole)} figures"
            w.count(len(whole), "how many figures")
        w.parts.append(
            f"{name} is {value.printed} of {total}; {self._column(part)}), computed {''.join(f'[{m}]' for m in marks)}."
        )

    def _ratio(self, entry: GridEntry, result: Result) -> None:
        base, first = result.operands
        value = result.values[0]
        n, m = self._cite(entry, first), self._cite(entry, base)
        self.wording.parts.append(
            f"{self._name(entry, first)} is {value.printed} {self._name(entry, base)}: "
            f"{amount(first)} against {amount(base)} ({self._column(first)}), computed [{n}][{m}]."
        )
        self._derive(value)
        self._note(first, n)
        self._note(base, m)

    def _compare(self, reading: Reading, result: Result) -> None:
        w = self.wording
        entries = [reading.entry, reading.other] if reading.other else [reading.entry, reading.entry]
        if reading.other and result.operands[0].table != reading.entry.frame.number:
            entries.reverse()
        pieces, names = [], []
        for cell, entry in zip(result.operands, entries, strict=True):
            assert entry is not None
            n = self._cite(entry, cell)
            if reading.other:
                name = self._where(entry)
            elif len(reading.columns) > 1:
                name = self._column(cell)
            else:
                name = self._name(entry, cell)
            names.append(name)
            pieces.append(f"{name} {amount(cell)} [{n}]")
            self._note(cell, n)
        a, b = (c.quantity for c in result.operands)
        assert a is not None and b is not None
        column = (
            self._column(result.operands[0])
            if len(reading.columns) == 1
            else self._name(reading.entry, result.operands[0])
        )
        if a.value == b.value:
            lead = f"{names[0]} and {names[1]} are the same ({column})"
        else:
            # Money that is printed below zero is compared by its size; minus 4 points are fewer than minus 2.
            by_size = a.unit.kind is UnitKind.MONEY and a.value < 0 and b.value < 0
            first, second = (0, 1) if (a.value > b.value) != by_size else (1, 0)
            text = " ".join(
                (*result.operands[0].column_path, reading.entry.frame.title, *reading.entry.frame.section[-1:])
            )
            lead = f"{names[first]} is higher than {names[second]} ({column})"
            if self.question.order in {Order.BEST, Order.WORST}:
                better = first if (self.glossary.polarity(text) or 1) > 0 else second
                chosen = better if self.question.order is Order.BEST else 1 - better
                lead = f"{names[chosen]} did {'better' if self.question.order is Order.BEST else 'worse'} ({column})"
        row = f", {self._name(reading.entry, result.operands[0])}" if reading.other else ""
        apart = self._apart(a, b)
        w.parts.append(f"{lead}{row}: {' against '.join(pieces)}{apart}.")

    def _apart(self, a: Quantity, b: Quantity) -> str:
        """How far two figures are apart, in words; nothing where their units do not meet or they are the same."""
        if not compatible(a.unit, b.unit) or a.value == b.value:
            return ""
        size = operations.distance(a, b)
        self.wording.figure(size, "computed", None, derived=True)
        return f", {points(size)} apart"

    def _trend(self, entry: GridEntry, result: Result) -> None:
        w = self.wording
        cells = [c for c in result.operands if c.quantity is not None]
        first, last = cells[0], cells[-1]
        assert first.quantity is not None and last.quantity is not None
        rows = {c.row for c in cells}
        name = self._name(entry, first) if len(rows) == 1 else self._column(first)
        place = self._column if len(rows) == 1 else (lambda c: self._name(entry, c))
        n, m = self._cite(entry, first), self._cite(entry, last)
        change = last.quantity.value - first.quantity.value
        way = "rose" if change > 0 else "fell" if change < 0 else "ended where it began"
        marks = f"[{n}]" if n == m else f"[{n}][{m}]"
        w.parts.append(
            f"{name} {way}, from {amount(first)} ({place(first)}) to {amount(last)} ({place(last)}) {marks}."
        )
        self._note(first, n)
        self._note(last, m)
        if len(cells) > 2:
            low = min(cells, key=lambda c: c.quantity.value if c.quantity else Decimal(0))
            high = max(cells, key=lambda c: c.quantity.value if c.quantity else Decimal(0))
            w.parts.append(f"Lowest {amount(low)} ({place(low)}), highest {amount(high)} ({place(high)}).")
            if len(cells) <= 10:
                w.parts.append("In order: " + ", ".join(amount(c) for c in cells) + ".")
            for cell in cells:
                self._note(cell, self._cite(entry, cell))

    def _filter(self, entry: GridEntry, reading: Reading, result: Result) -> None:
        w = self.wording
        total = len(reading.plan.operands)
        kept = result.values
        w.count(len(kept), "how many meet the condition")
        w.count(total, "how many there are")
        over_time = len(reading.rows) == 1 and len(reading.columns) > 1
        pieces, seen = [], set()
        for value in kept[:MOST_LISTED]:
            cell = value.sources[0]
            n = self._cite(entry, cell)
            name = self._column(cell) if over_time else self._name(entry, cell)
            if not over_time and len(cell.row_path) > 1 and name not in seen and len(cell.row_path[-1]) > 40:
                name = (
                    self.wording.label(clean_label(cell.row_path[-2]))
                    + " – "
                    + self.wording.label(clean_label(cell.row_path[-1]))
                )
            seen.add(name)
            printed = (
                self._ranked(entry, cell).removeprefix("which ") if cell.quantity else w.label(plain(cell.printed))
            )
            shown = f" ({printed})" if cell.quantity is not None or cell.is_withheld else ""
            pieces.append(f"{name}{shown} [{n}]")
        ref = reading.plan.operands[0]
        first = kept[0].sources[0] if kept else entry.cells[ref.row, ref.column]
        subject = self._name(entry, first) if over_time else self._column(first)
        where = ", ".join(filter(None, (subject, self._where(entry))))
        if not kept:
            w.parts.append(f"None of the {total} meets that ({where}) [{self._cite(entry, first)}].")
        else:
            more = len(kept) - len(pieces)
            if more:
                w.count(more, "how many more")
                pieces.append(f"and {more} more")
            w.parts.append(f"{len(kept)} of {total} ({where}): {'; '.join(pieces)}.")
        self._left_out(entry, result)

    def _remarks(self, entry: GridEntry, cells: Sequence[Observation]) -> None:
        """What the report says of these figures by the marks that they or their labels carry, each with its place."""
        w = self.wording
        told = [remark for remark in entry.frame.remarks if any(remark.holds_for(c.row, c.column) for c in cells)]
        for remark in told[:MOST_REMARKS]:
            if remark.locator is None:
                w.warnings.append(f"The report marks this [{remark.mark}], {remark.text}.")
                continue
            n = w.citations.quote(remark.locator)
            said = f"The report says of this ({remark.mark}): “{remark.text.rstrip('.')}” [{n}]."
            w.warnings.append(said)
            if _IS_FINAL.search(self.question.text) and (status := _IS_FINAL.search(remark.text)):
                w.parts.append(f"The report calls this {status[0].lower()} [{n}].")
        if len(told) > MOST_REMARKS:
            w.warnings.append(f"{len(told) - MOST_REMARKS} more notes of the table hold for figures of this answer.")

    def _caveats(self, entry: GridEntry, result: Result) -> None:
        self._remarks(entry, result.operands)
        for cell in result.operands:
            grouped = "row group" in " ".join(cell.inferred) and result.plan.operation in _OVER_ROWS
            if grouped and _GROUPED not in self.wording.warnings:
                self.wording.warnings.append(_GROUPED)
        for finding in entry.frame.findings:
            if finding.kind.value == "contradicted" and any(o.id in finding.observations for o in result.operands):
                self.wording.warnings.append(f"The table's own figures do not agree here: {finding.explanation}")


def _in_points(quantity: Quantity) -> Quantity:
    kind = UnitKind.POINTS if quantity.unit.kind in {UnitKind.PERCENT, UnitKind.POINTS} else quantity.unit.kind
    unit = Unit(kind=kind, symbol="pp") if kind is UnitKind.POINTS else quantity.unit
    return Quantity(value=quantity.value, unit=unit, decimals=quantity.decimals)


def _printed_twin(entry: GridEntry, old: Observation, new: Observation, computed: Quantity) -> Observation | None:
    """The change that the table itself prints for two of its columns, where it is another in its last digit only.

    Figures that are printed rounded give a change that is a step off now and then. None where the table prints none,
    or the same.
    """
    row = entry.row_index[new.row]
    found = []
    for index, column in enumerate(entry.frame.columns):
        cell = entry.cell(row, index)
        if column.kind is not ColumnKind.CHANGE or cell is None or cell.quantity is None:
            continue
        alike = cell.quantity.unit.kind is computed.unit.kind and cell.quantity.unit == computed.unit
        if not alike or cell.quantity.decimals != computed.decimals:
            continue
        step = Decimal(1).scaleb(-computed.decimals)
        bases = [m.period for m in find_periods(" ".join(column.path)) if m.period is not None]
        of_old = old.period is not None and any(p.same_span(old.period) for p in bases)
        if of_old and 0 < abs(cell.quantity.value - computed.value) <= step:
            found.append(cell)
    return found[0] if len(found) == 1 else None


def _negative(quantity: Quantity) -> Quantity:
    return Quantity(value=-quantity.value, unit=quantity.unit, decimals=quantity.decimals)


def _timed(entry: GridEntry, reading: Reading) -> bool:
    """Whether the two columns are two times, not two kinds of figure such as budget and outturn."""
    a, b = (entry.frame.columns[c] for c in reading.columns[:2])
    return a.period is not None and b.period is not None and not a.period.same_span(b.period)
