"""Answers from long tables: the rows that a question selects looked up, added up, averaged, ranked or compared.

What is selected is said with the figure, and what cannot be told apart is asked back: nothing is added up unasked, and
nothing twice.
"""

from __future__ import annotations

import logging
import operator
import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from decimal import Decimal

from assistant.answers.amounts import amount, moved
from assistant.answers.answer import Answer, Route
from assistant.answers.citations import Citations, quotable
from assistant.answers.guard import guard
from assistant.answers.labels import clean_label
from assistant.answers.wording import Wording
from assistant.errors import AssistantError
from assistant.long_tables.linking import LongLink, after, link
from assistant.questions.cues import Comparator, Cue, Order
from assistant.questions.glossary import Glossary
from assistant.questions.outline import is_total_label
from assistant.questions.question import Question, Threshold, read_question
from assistant.readings.reading import descending
from structured import operations
from structured.errors import UndefinedResult, UnitMismatch
from structured.long_figures import LongFigures
from structured.observations import Observation
from structured.units import COUNT, Quantity, format_quantity, to_base

_log = logging.getLogger(__name__)
MOST_LISTED = 4
MOST_CHOICES = 8
_MOST_CITED = 3
_MOST_NESTED = 6
_TESTS: dict[Comparator, Callable[[Decimal, Decimal], bool]] = {
    Comparator.ABOVE: operator.gt, Comparator.AT_LEAST: operator.ge, Comparator.BELOW: operator.lt,
    Comparator.AT_MOST: operator.le, Comparator.EQUAL: operator.eq,
}  # fmt: skip
_MOST_TURNS = 8
_MOST_NAMED = 20
_OPENS = re.compile(r"\s*(?:(?:and|but)\s+)?(?:what about|how about|the same for|and|but)\b", re.IGNORECASE)
_WHOLE = re.compile(
    r"\b(?:share|proportion|percentage|per ?cent|fraction)\s+of\b(?P<whole>.*?)"
    r"(?:\b(?:was|were|is|are|did|does|do|came|has|had)\b|$)",
    re.IGNORECASE,
)
_CHANGES = (Cue.CHANGE, Cue.DIFFERENCE, Cue.PERCENT_CHANGE, Cue.RISE, Cue.FALL)
_NOT_HERE = {
    Cue.TREND: "trends", Cue.RATIO: "ratios", Cue.WHY: "reasons", Cue.GAP: "gaps",
    Cue.EXCEPT: "all but some rows", Cue.NEGATED: "what is not", Cue.EACH: "a list of all rows",
    Cue.MISSED: "targets", Cue.MET: "targets", Cue.OVER: "overspends", Cue.UNDER: "underspends",
}  # fmt: skip


@dataclass(frozen=True, slots=True, kw_only=True)
class _Chosen:
    """The rows that a question selects and the column that it asks of; ``free`` are the columns of labels that vary."""

    table: LongFigures
    column: int
    rows: tuple[int, ...]
    fixed: tuple[tuple[str, str], ...]
    free: tuple[int, ...]


class _Back(Exception):
    """What to say instead of an answer, with the choices that there are."""

    def __init__(self, text: str, choices: Sequence[str] = ()) -> None:
        super().__init__(text)
        self.text = text
        self.choices = tuple(choices)


def answer_from_rows(
    asked: str, tables: Sequence[LongFigures], glossary: Glossary, history: Sequence[str] = ()
) -> Answer | None:
    """The answer of the long table that the question is about; None when it is about none of them.

    ``history`` are the user's earlier turns, oldest first.
    """
    question = read_question(asked)
    links = [found for table in tables if (found := link(question, table)).concerns]
    if history and (not links or _OPENS.match(asked)):
        question = replace(read_question(_OPENS.sub("", asked)), asked=asked)
        question, links = _following(question, tables, history)
    if not links or question.instruction or question.opinion:
        return None
    links.sort(key=lambda found: (len(found.unexplained) + len(found.doubtful), -found.n_explained))
    best = links[0]
    try:
        _check(question, best)
        rivals = [found for found in links[1:] if _as_good(found, best)]
        if rivals:
            titles = "; ".join(_title(found.table) for found in (best, *rivals))
            raise _Back(f"Several tables have rows of that; choose one report to ask: {titles}.")
        return _Writer(question, best, glossary).answer()
    except _Back as back:
        route = Route.CLARIFICATION if back.choices else Route.REFUSAL
        return Answer(question=asked, route=route, text=back.text, choices=back.choices)
    except AssistantError as error:
        _log.error("the guard stopped an answer to %r: %s", asked, error)
        text = "I found figures on that but could not back every one of them, so I leave them out."
        return Answer(question=asked, route=Route.REFUSAL, text=text)


def _following(
    question: Question, tables: Sequence[LongFigures], history: Sequence[str]
) -> tuple[Question, list[LongLink]]:
    """A follow-up read after the turns before it: the task is that of the last turn which has one."""
    earlier: list[LongLink] = []
    task = question
    for turn in history[-_MOST_TURNS:]:
        asked = read_question(_OPENS.sub("", turn))
        own = [link(asked, table) for table in tables]
        if any(found.concerns for found in own) and not _OPENS.match(turn):
            earlier, task = [found for found in own if found.concerns], asked
        elif earlier:
            earlier = _carried(earlier, own)
            task = asked if _has_task(asked) else task
    links = _carried(earlier, [link(question, table) for table in tables])
    return question if _has_task(question) else replace(task, asked=question.asked), links


def _carried(earlier: Sequence[LongLink], own: Sequence[LongLink]) -> list[LongLink]:
    """What each table understood before, with what a further turn says of it; none of which it says nothing."""
    by_table = {id(found.table): found for found in own}
    said = [(before, by_table[id(before.table)]) for before in earlier]
    return [after(b, o) for b, o in said if o.members or o.times or o.timeless or o.measure_is_said or o.doubtful]


def _has_task(question: Question) -> bool:
    task = (Cue.SUM, Cue.TOTAL, Cue.MEAN, Cue.SHARE, *_CHANGES)
    return question.order is not None or bool(question.thresholds) or question.has(*task)


def _as_good(one: LongLink, best: LongLink) -> bool:
    is_whole = not one.unexplained and not one.doubtful and not one.timeless
    return is_whole and one.n_explained == best.n_explained


def _title(table: LongFigures) -> str:
    own = table.table.title
    return f"{table.document.title}, {own}" if own and own != table.document.title else table.document.title


def _check(question: Question, found: LongLink) -> None:
    """Raises _Back for what the table does not know, or cannot be asked."""
    title = _title(found.table)
    if found.unexplained:
        words = " and ".join(f"“{word}”" for word in found.unexplained)
        raise _Back(f"The rows of {title} say nothing of {words}.")
    for word, members in found.doubtful.items():
        offered = [question.asked.replace(word, clean_label(member)) for member in members[:MOST_CHOICES]]
        names = "; ".join(map(clean_label, members[:MOST_CHOICES]))
        more = f" and {len(members) - MOST_CHOICES:,} more" if len(members) > MOST_CHOICES else ""
        raise _Back(f"No label of {title} is just “{word}”. Say which is meant: {names}{more}.", offered)
    if found.twice:
        raise _Back(f"“{clean_label(found.twice[0])}” stands in more than one column of {title}; I cannot tell which.")
    if found.timeless:
        raise _Back(f"{title} has no rows of {' or '.join(f'“{t}”' for t in found.timeless)}{_span(found)}.")
    wants = next((name for cue, name in _NOT_HERE.items() if question.has(cue)), "")
    if question.between:
        wants = "rows between two figures"
    if wants:
        raise _Back(
            f"{title} is a list of {found.table.table.n_rows:,} rows, of which I can look one up, add up, average, "
            f"rank or count those that you name, or give a share or a change between two times; not {wants}."
        )


def _span(found: LongLink) -> str:
    """From when to when the rows run."""
    periods = found.table.periods(found.time_column) if found.time_column is not None else None
    return f"; they run from {min(periods).label()} to {max(periods).label()}" if periods else ""


def stands(figure: Quantity, threshold: Threshold) -> bool:
    """Whether a figure is over or under another; a bare number is one of the column's own unit. Raises UnitMismatch."""
    asked = threshold.quantity
    if asked.unit == COUNT:
        return _TESTS[threshold.comparator](figure.value, asked.value)
    if asked.unit.kind is not figure.unit.kind:
        raise UnitMismatch("the question counts in another unit than the rows")
    return _TESTS[threshold.comparator](to_base(figure), to_base(asked))


class _Writer:
    """Words the answer to one question from one table."""

    def __init__(self, question: Question, found: LongLink, glossary: Glossary) -> None:
        self._question = question
        self._link = found
        self._table = found.table
        self._glossary = glossary
        self._working: list[str] = []

    def answer(self) -> Answer:
        """The answer. Raises _Back."""
        chosen = self._chosen()
        q = self._question
        try:
            if q.has(Cue.SHARE):
                wording = self._share(chosen)
            elif q.thresholds:
                wording = self._filter(chosen)
            elif q.order is not None:
                wording = self._rank(chosen)
            elif len(chosen.rows) == 1:
                wording = self._listed(chosen)
            elif q.has(Cue.MEAN):
                wording = self._whole(chosen, is_mean=True)
            elif q.has(Cue.SUM, Cue.TOTAL):
                wording = self._whole(chosen, is_mean=False)
            elif q.has(*_CHANGES) and (ends := self._ends(chosen)) is not None:
                wording = self._change(ends)
            elif len(chosen.rows) <= MOST_LISTED and self._names_all(chosen):
                wording = self._listed(chosen)
            else:
                raise self._too_many(chosen, "")
        except (UnitMismatch, UndefinedResult) as error:
            raise _Back(f"That cannot be worked out: {error}.") from error
        return self._finish(wording)

    def _chosen(self) -> _Chosen:
        """The rows selected. Where a column that still varies has one label for all of it, its rows are meant."""
        found, rows_of = self._link, self._table.rows
        if len(found.measures) > 1:
            names = [clean_label(self._table.table.columns[c].name) for c in found.measures[:MOST_CHOICES]]
            choices = [f"{self._question.asked.rstrip(' ?')}, {name}?" for name in names]
            raise _Back(f"More than one column of figures fits; say which is meant: {'; '.join(names)}.", choices)
        wanted = found.wanted()
        rows = rows_of.select(wanted)
        if not len(rows):
            raise _Back(f"{_title(self._table)} has no row for all of that together{_span(found)}.")
        places = {c: rows_of.places(c)[rows - 1] for c in rows_of.labels}
        if self._question.order is None and not self._question.thresholds:
            for c in rows_of.labels:
                if c in wanted or c == found.time_column:
                    continue
                present = sorted({int(place) for place in places[c]})
                wholes = [place for place in present if is_total_label(rows_of.members(c)[place])]
                if len(present) > 1 and len(wholes) == 1:
                    wanted[c] = (wholes[0],)
            rows = rows_of.select(wanted)
            if not len(rows):
                raise _Back(f"{_title(self._table)} has no single total for that; name a row in each column.")
            places = {c: rows_of.places(c)[rows - 1] for c in rows_of.labels}
        fixed = []
        free = []
        for c in rows_of.labels:
            present = sorted({int(place) for place in places[c]})
            if len(present) > 1:
                free.append(c)
            if c in wanted and len(present) == 1:
                fixed.append((self._table.table.columns[c].name, rows_of.members(c)[present[0]]))
        return _Chosen(
            table=self._table, column=found.measures[0], rows=tuple(rows.tolist()), fixed=tuple(fixed), free=tuple(free)
        )

    def _ends(self, chosen: _Chosen) -> tuple[int, int] | None:
        """The rows of the two times that a change is asked between, where there is one of each and nothing else varies.

        Between two months stands for the stretch from one to the other.
        """
        column = self._link.time_column
        is_stretch = len(self._link.times) == 1 and self._link.is_stretch
        if column is None or chosen.free != (column,) or not (is_stretch or len(self._link.times) == 2):
            return None
        periods = self._table.periods(column) or ()
        places = self._table.rows.places(column)
        by_time = sorted(chosen.rows, key=lambda row: periods[int(places[row - 1])])
        if len({places[row - 1] for row in by_time}) < len(by_time) or not (is_stretch or len(by_time) == 2):
            return None
        return by_time[0], by_time[-1]

    def _names_all(self, chosen: _Chosen) -> bool:
        """Whether every row selected is one that the question names by its labels."""
        wanted = self._link.wanted()
        return all(c in wanted for c in chosen.free)

    def _too_many(self, chosen: _Chosen, why: str) -> _Back:
        """What to ask back when more rows are selected than are meant to be."""
        vary = []
        for c in chosen.free:
            members = sorted({*self._table.rows.printed(c, chosen.rows[:5_000])})
            shown = ", ".join(clean_label(m) for m in members[:3])
            vary.append(f"{clean_label(self._table.table.columns[c].name)} ({shown}{' …' if len(members) > 3 else ''})")
        told = " and ".join(vary) or "which of them"
        return _Back(f"{why or f'{len(chosen.rows):,} rows fit that.'} Say {told}, or ask for the total of them.")

    # -- wordings ---------------------------------------------------------------------------------------------------

    def _begin(self, rows: Sequence[int], column: int) -> tuple[Wording, list[tuple[Observation, int]]]:
        """A wording that may cite these rows, with their cells in a column and the citations of them."""
        document, grid = self._table.excerpt(rows)
        self._quoted = quotable(document)
        wording = Wording(citations=Citations(lambda _: self._quoted))
        cells = {(o.row, o.column): o for o in grid.observations}
        return wording, [(cells[row, column], wording.citations.cell(grid, cells[row, column])) for row in rows]

    def _listed(self, chosen: _Chosen) -> Wording:
        wording, cells = self._begin(chosen.rows, chosen.column)
        column = wording.label(cells[0][0].column_path[0])
        for cell, n in cells:
            name = wording.label(", ".join(map(clean_label, cell.row_path)))
            if cell.quantity is None:
                wording.parts.append(
                    f"{name}: no figure is printed there ({wording.label(cell.printed) or 'blank'}) [{n}]."
                )
                continue
            wording.parts.append(f"{name}: {amount(cell)} ({column}) [{n}].")
            self._note(wording, cell, n)
            self._working.append(f"Read {' › '.join(cell.row_path)} / {cell.column_path[0]} = {cell.printed}")
        return wording

    def _change(self, ends: tuple[int, int]) -> Wording:
        wording, [(old, n), (new, m)] = self._begin(ends, self._link.measures[0])
        if old.quantity is None or new.quantity is None:
            raise _Back("One of the two rows has no figure, so that there is no change to give.")
        change = operations.difference(old.quantity, new.quantity)
        if self._question.has(Cue.PERCENT_CHANGE):
            change = operations.percent_change(old.quantity, new.quantity)
        labels = [text for text in new.row_path if text in old.row_path]
        name = wording.label(", ".join(map(clean_label, labels)))
        column = wording.label(new.column_path[0])
        first, last = (wording.label(self._time_of(cell)) for cell in (old, new))
        wording.parts.append(
            f"{name}: {column} {moved(change)}, from {amount(old)} ({first}) to {amount(new)} ({last}) [{n}][{m}]."
        )
        wording.figure(change, "computed", None, derived=True)
        self._note(wording, old, n)
        self._note(wording, new, m)
        self._working.append(f"{new.printed} − {old.printed}, as {format_quantity(change)}")
        return wording

    def _time_of(self, cell: Observation) -> str:
        assert self._link.time_column is not None
        return self._table.rows.printed(self._link.time_column, [cell.row])[0]

    def _whole(self, chosen: _Chosen, *, is_mean: bool) -> Wording:
        """The sum or the mean of the rows."""
        column = chosen.column
        quantities = [self._table.quantity(column, text) for text in self._table.rows.printed(column, chosen.rows)]
        kept = [q for q in quantities if q is not None]
        if not kept:
            raise _Back("None of the rows that fit has a figure.")
        if not is_mean:
            self._check_parts(chosen, quantities)
        value = operations.mean(kept) if is_mean else operations.total(kept)
        wording, cells = self._begin(chosen.rows[:_MOST_CITED], column)
        name = wording.label(self._table.table.columns[column].name)
        told = self._told(wording, chosen)
        over = [self._count(wording, c, chosen) for c in chosen.free]
        marks = "".join(f"[{n}]" for _, n in cells)
        kind = "unweighted mean" if is_mean else "total"
        more = " and others" if len(chosen.rows) > len(cells) else ""
        wording.parts.append(
            f"The {kind} is {format_quantity(value)} ({'; '.join((name, *told))}), worked out from {len(kept):,} rows"
            f"{' (' + '; '.join(over) + ')' if over else ''} {marks}{more}."
        )
        wording.count(len(kept), "how many rows")
        wording.figure(value, "computed", None, derived=True)
        shown = " + ".join(q_text for q_text in self._table.rows.printed(column, chosen.rows[:5]))
        step = f"{shown}{' + …' if len(chosen.rows) > 5 else ''}, {len(kept):,} figures"
        self._working.append(f"{'Mean' if is_mean else 'Sum'} of {step} = {format_quantity(value)}")
        if len(kept) < len(quantities):
            wording.warnings.append(f"{len(quantities) - len(kept):,} rows without a figure were left out.")
        if is_mean:
            wording.warnings.append("A mean of the printed figures, each counted alike; the file gives no weights.")
        return wording

    def _told(self, wording: Wording, chosen: _Chosen) -> list[str]:
        """What the rows have in common, and the times asked for where they are of several."""
        told = [f"{wording.label(name)}: {wording.label(member)}" for name, member in chosen.fixed]
        if self._link.time_column in chosen.free:
            told += [wording.label(words) for words in self._link.told]
        return told

    def _count(self, wording: Wording, column: int, chosen: _Chosen) -> str:
        n = len({*self._table.rows.places(column)[[row - 1 for row in chosen.rows]].tolist()})
        wording.count(n, "how many labels")
        return f"{wording.label(self._table.table.columns[column].name)}: {n:,} labels"

    def _check_parts(self, chosen: _Chosen, quantities: Sequence[Quantity | None]) -> None:
        """Raises _Back where some rows look like totals of others, or are of times that overlap."""
        rows = self._table.rows
        for c in chosen.free:
            periods = self._table.periods(c)
            if periods is not None:
                present = {periods[p] for p in rows.places(c)[[row - 1 for row in chosen.rows]].tolist()}
                if len({period.kind for period in present}) > 1:
                    raise _Back("The rows are of months, quarters or years that overlap; name the times to add up.")
                continue
            sums: dict[int, Decimal] = {}
            places = rows.places(c)[[row - 1 for row in chosen.rows]].tolist()
            for place, quantity in zip(places, quantities, strict=True):
                sums[place] = sums.get(place, Decimal(0)) + (to_base(quantity) if quantity is not None else 0)
            largest, everything = max(sums.values()), sum(sums.values(), Decimal(0))
            alone = list(sums.values()).count(largest) == 1
            wholes = [place for place in sums if is_total_label(rows.members(c)[place])]
            nested = largest > 0 and everything % largest == 0 and 1 < everything / largest < _MOST_NESTED
            if wholes or (len(sums) > 2 and alone and nested):
                whole = wholes[0] if wholes else max(sums, key=lambda place: sums[place])
                name = clean_label(self._table.table.columns[c].name)
                member = clean_label(rows.members(c)[whole])
                raise _Back(
                    f"Some rows are totals of others (such as {member}), so that adding them up would count twice. "
                    f"Name the {name}."
                )

    def _share(self, chosen: _Chosen) -> Wording:
        """The row or rows named, as a share of all that the column of one of their labels holds."""
        match = _WHOLE.search(self._question.text)
        starts = self._link.starts
        span = match.span("whole") if match else (0, 0)
        parts = [c for c in self._link.members if not (c in starts and span[0] <= starts[c] < span[1])]
        if len(parts) != 1 or self._link.time_column in chosen.free:
            raise _Back("Say one thing that is the part, what it is a share of, and a time that has one row.")
        rows_of, column = self._table.rows, chosen.column
        wanted = {c: places for c, places in self._link.wanted().items() if c != parts[0]}
        fixed = {c: (int(rows_of.places(c)[chosen.rows[0] - 1]),) for c in rows_of.labels if c not in chosen.free}
        everything = tuple(rows_of.select({**fixed, **wanted, parts[0]: tuple(range(len(rows_of.members(parts[0]))))}))
        names = rows_of.printed(parts[0], everything)
        totals = [row for row, name in zip(everything, names, strict=True) if is_total_label(name)]
        if chosen.free or (len(totals) != 1 and len(set(names)) < len(names)) or len(totals) > 1:
            raise self._too_many(chosen, "There is more than one row for each part.")
        if len(chosen.rows) != 1:
            raise self._too_many(chosen, "")
        wholes = tuple(totals) or everything
        quantities = [self._table.quantity(column, text) for text in rows_of.printed(column, wholes)]
        if not totals:
            self._check_parts(replace(chosen, rows=everything, free=(parts[0],)), quantities)
        part = self._table.quantity(column, rows_of.printed(column, chosen.rows)[0])
        if part is None or any(quantity is None for quantity in quantities):
            raise _Back("Not all of the rows that the share is of have a figure.")
        whole = operations.total([quantity for quantity in quantities if quantity is not None])
        share = operations.share(part, whole)
        wording, cells = self._begin((*chosen.rows, *wholes[:_MOST_CITED]), column)
        cell, n = cells[0]
        name = wording.label(", ".join(map(clean_label, cell.row_path)))
        marks = "".join(f"[{m}]" for _, m in cells[1:])
        others = " and others" if len(wholes) > _MOST_CITED else ""
        wording.parts.append(
            f"{name}: {format_quantity(share)} of {format_quantity(whole)} "
            f"({wording.label(cell.column_path[0])}: {amount(cell)} [{n}]; all {marks}{others})."
        )
        wording.figure(share, "computed", None, derived=True)
        wording.figure(whole, "computed", None, derived=True)
        self._note(wording, cell, n)
        self._working.append(f"{cell.printed} ÷ {format_quantity(whole)} = {format_quantity(share)}")
        return wording

    def _filter(self, chosen: _Chosen) -> Wording:
        """The rows whose figure is over or under one that the question names, counted and listed."""
        rows_of, q = self._table.rows, self._question
        named = [c for c in chosen.free if c in self._link.named]
        over = named or list(chosen.free)
        if len(over) != 1 or len(chosen.free) > 1 or len(q.thresholds) != 1:
            others = replace(chosen, free=tuple(c for c in chosen.free if [c] != over))
            raise self._too_many(others, "There is more than one row for each of those that would be counted.")
        c = over[0]
        names = rows_of.printed(c, chosen.rows)
        rows = [row for row, text in zip(chosen.rows, names, strict=True) if not is_total_label(text)]
        figures = zip(rows, rows_of.printed(chosen.column, rows), strict=True)
        read = [(quantity, row) for row, text in figures if (quantity := self._table.quantity(chosen.column, text))]
        threshold = q.thresholds[0]
        kept = [(f, row) for f, row in read if stands(f, threshold)]
        kept.sort(key=lambda found: (-to_base(found[0]), found[1]))
        wording, cells = self._begin([row for _, row in kept[:_MOST_NAMED]] or rows[:1], chosen.column)
        column = wording.label(self._table.table.columns[chosen.column].name)
        words = wording.label(q.text[threshold.start : threshold.end])
        told = "; ".join((column, *self._told(wording, chosen)))
        wording.count(len(kept), "how many rows fit")
        wording.count(len(read), "how many rows")
        listed = []
        for cell, n in cells if kept else ():
            listed.append(f"{wording.label(clean_label(rows_of.printed(c, [cell.row])[0]))}, {amount(cell)} [{n}]")
            self._note(wording, cell, n)
        marks = f": {'; '.join(listed)}" if kept else f" [{cells[0][1]}]"
        more = f"; and {len(kept) - _MOST_NAMED:,} more" if len(kept) > _MOST_NAMED else ""
        wording.parts.append(f"{len(kept):,} of {len(read):,} are {words} ({told}){marks}{more}.")
        if len(kept) > _MOST_NAMED:
            wording.count(len(kept) - _MOST_NAMED, "how many are not named")
        self._working.append(f"Compared {len(read):,} rows with {format_quantity(threshold.quantity)}")
        if len(read) < len(rows):
            wording.warnings.append(f"{len(rows) - len(read):,} rows without a figure were left out.")
        return wording

    def _rank(self, chosen: _Chosen) -> Wording:
        rows_of, q = self._table.rows, self._question
        named = [c for c in chosen.free if c in self._link.named]
        over = named or list(chosen.free)
        if q.has(Cue.WHEN) and self._link.time_column in chosen.free:
            over = [c for c in chosen.free if c == self._link.time_column]
        if len(over) != 1 or len(chosen.free) > 1:
            others = replace(chosen, free=tuple(c for c in chosen.free if [c] != over))
            raise self._too_many(others, "There is more than one row for each of those that would be ranked.")
        c = over[0]
        rows = [
            row
            for row, text in zip(chosen.rows, rows_of.printed(c, chosen.rows), strict=True)
            if not is_total_label(text)
        ]
        if len({*rows_of.printed(c, rows)}) < len(rows):
            raise _Back("Some labels have more than one row, so that there is no ranking to give.")
        figures = zip(rows, rows_of.printed(chosen.column, rows), strict=True)
        read = [(quantity, row) for row, text in figures if (quantity := self._table.quantity(chosen.column, text))]
        if not read:
            raise _Back("None of the rows that fit has a figure.")
        order = q.order or Order.MOST
        subject = f"{self._table.table.columns[chosen.column].name} {self._table.table.title}"
        largest_first = descending(order, subject, self._glossary)
        read.sort(key=lambda found: (-to_base(found[0]) if largest_first else to_base(found[0]), found[1]))
        start = q.place - 1
        if start >= len(read):
            raise UndefinedResult(f"there are only {len(read)} to rank")
        end = start + q.limit
        while end < len(read) and to_base(read[end][0]) == to_base(read[end - 1][0]):
            end += 1
        best = [row for _, row in read[start:end]]
        if len(best) > 50:
            raise _Back(f"{len(best):,} of them are level; name one.")
        wording, cells = self._begin(best, chosen.column)
        name = wording.label(self._table.table.columns[chosen.column].name)
        told = self._told(wording, chosen)
        pieces = []
        for cell, n in cells:
            label = wording.label(clean_label(rows_of.printed(c, [cell.row])[0]))
            pieces.append(f"{label}, {amount(cell)} [{n}]")
            self._note(wording, cell, n)
        word = "Highest" if largest_first else "Lowest"
        if q.place > 1:
            word = f"Number {q.place}, {word.lower()} first"
            wording.count(q.place, "place")
        wording.parts.append(f"{word} of {len(read):,} ({'; '.join((name, *told))}): {'; '.join(pieces)}.")
        wording.count(len(read), "how many rows")
        self._working.append(f"Ranked {len(read):,} rows, {'largest' if largest_first else 'smallest'} first")
        if len(read) < len(rows):
            wording.warnings.append(f"{len(rows) - len(read):,} rows without a figure were left out.")
        return wording

    def _note(self, wording: Wording, cell: Observation, n: int) -> None:
        if cell.quantity is not None:
            label = " / ".join((" › ".join(cell.row_path), *cell.column_path))
            wording.figure(cell.quantity, label, n, derived=False)

    def _finish(self, wording: Wording) -> Answer:
        answer = Answer(
            question=self._question.asked,
            route=Route.CALCULATION,
            text=wording.text(),
            figures=tuple(wording.figures),
            working=tuple(self._working),
            citations=wording.citations.all(),
            warnings=tuple(wording.warnings),
        )
        guard(answer, wording.labels, lambda _: self._quoted)
        return answer
