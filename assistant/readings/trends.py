"""Readings that follow one figure over periods."""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import date

from assistant.questions.sheet import Sheet
from assistant.questions.sides import Side, merge
from assistant.readings.pairs import asked_of, like_label
from assistant.readings.reading import Reading, best_columns, cell_at, label_recall, make_reading
from structured.observations import ColumnKind
from structured.periods import Period
from structured.plan import Operation, Plan


def trends(sheet: Sheet) -> Iterator[Reading]:
    """One row over the columns that are periods, or one column over the rows that are."""
    columns = sheet.grid.columns
    timed = [
        c for c in sheet.columns if columns[c.index].period is not None and columns[c.index].kind is ColumnKind.LEVEL
    ]
    by_heading: dict[str, list[Side]] = {}
    for side in timed:
        by_heading.setdefault(like_label(columns[side.index].path), []).append(side)
    for group in by_heading.values():
        if len(asked_of(sheet)) > 2:  # just those that are named
            group = [s for s in group if any(_within(columns[s.index].period, a) for a in sheet.times.asked)]
        group = [s for s in group if not _lies_before(sheet, columns[s.index].period)]
        group.sort(key=lambda s: last_day(columns[s.index].period))
        if len(group) < 2:
            continue
        for row in sheet.best_rows[:4]:
            kept = [
                s for s in group if (c := cell_at(sheet, row.index, s.index)) is not None and c.quantity is not None
            ]
            if len(kept) < 2:
                continue
            yield make_reading(
                sheet,
                Plan(operation=Operation.TREND, operands=tuple(sheet.entry.ref(row.index, s.index) for s in kept)),
                rows=(row.index,),
                columns=tuple(s.index for s in kept),
                covers=merge(row.covers, *(s.covers for s in kept)),
                recall=label_recall(sheet, row, None),
                column_recall=0.2,
                fit=row.fit + (0.15 if len(kept) > 2 else -0.05),
                prior=0.1,
            )
    rows = sorted(
        (i for i, r in enumerate(sheet.grid.rows) if r.period is not None and not _lies_before(sheet, r.period)),
        key=lambda i: last_day(sheet.grid.rows[i].period),
    )
    if len(rows) >= 3:
        for column in best_columns(sheet, ColumnKind.LEVEL)[:3]:
            kept_rows = [
                i for i in rows if (c := cell_at(sheet, i, column.index)) is not None and c.quantity is not None
            ]
            if len(kept_rows) < 3:
                continue
            yield make_reading(
                sheet,
                Plan(operation=Operation.TREND, operands=tuple(sheet.entry.ref(i, column.index) for i in kept_rows)),
                rows=tuple(kept_rows),
                columns=(column.index,),
                covers=column.covers,
                recall=0.3,
                column_recall=column.recall * 2,
                fit=column.fit + 0.1,
                prior=0.1,
            )


def _lies_before(sheet: Sheet, period: Period | None) -> bool:
    """Whether a time is before the one since which is asked: "since 2020-21" has nothing of 2019-20."""
    asked = sheet.question.periods
    since = [a.period for a in asked if _SINCE.search(sheet.question.text[: a.start]) and a.period is not None]
    return period is not None and len(since) == 1 and period.last < since[0].first


_SINCE = re.compile(r"\b(?:since|from|starting (?:in|with|from)|after) (?:the )?(?:year |end of )?$", re.IGNORECASE)


def _within(period: Period | None, asked: Period) -> bool:
    return period is not None and asked.contains(period)


def last_day(period: Period | None) -> tuple[date, date]:
    """What periods are sorted by: the last day, then the first. Only columns and rows with a period are sorted."""
    assert period is not None
    return period.last, period.first
