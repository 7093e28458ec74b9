"""The sets of rows that a question may speak of: all, those under a parent, those that share words."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from assistant.questions.cues import WHICH_ONE, WHICH_TIME
from assistant.questions.sheet import Sheet
from assistant.questions.sides import Side, merge
from assistant.readings.pairs import like_label
from assistant.readings.reading import cell_at
from structured.observations import ColumnKind
from structured.periods import PeriodKind

_KINDS = {"month": PeriodKind.MONTH, "quarter": PeriodKind.QUARTER}
"""What "which month" asks for, and no quarter that stands beside the months."""
_COLOURS = {"red": "R", "amber": "A", "green": "G"}
_MOST_CODES = 12
_LONGEST_CODE = 20  # characters


def is_code(code: str, word: str) -> bool:
    """Whether a word of a question is the status that a table prints ("red" is "R" or "Red")."""
    wanted = _COLOURS.get(word.lower().removesuffix("s"), word)  # "the reds"
    return code == wanted or (len(word) > 2 and code.casefold() == word.casefold())


def status_codes(sheet: Sheet, rows: Sequence[int], column: int) -> frozenset[str]:
    """The statuses that a column of words prints in these rows; empty where it holds something else."""
    printed = {c.printed.strip() for r in rows if (c := cell_at(sheet, r, column)) is not None} - {""}
    few = 2 <= len(printed) <= _MOST_CODES and max(map(len, printed)) <= _LONGEST_CODE
    return frozenset(printed) if few else frozenset()


def row_sets(sheet: Sheet, *, members: bool = True) -> Iterator[tuple[tuple[int, ...], dict[int, float], float]]:
    """The sets of members that a question may speak of: (rows, words explained, fit).

    All; those under a parent that it names; those whose labels share the words said. With ``members`` categories that
    have parts of their own count too; without, only what can be added up.
    """
    kept = [i for i in sheet.row_groups.leaves if i not in sheet.row_groups.set_aside]
    leaves = _of_the_time(sheet, sheet.row_groups.members if members else kept)
    dimension = sheet.surroundings.dimension
    if not leaves or (WHICH_ONE.search(sheet.question.text) and not any(r.period for r in sheet.grid.rows)):
        return  # a time is asked for, and no member is one
    known = 0.15 if any(s >= 0.97 for s in dimension.values()) else 0.05 if dimension else 0.0
    yield leaves, dimension, known
    parents: dict[tuple[str, ...], list[int]] = {}
    for index in leaves:
        path = sheet.grid.rows[index].path
        for depth in range(1, len(path)):
            parents.setdefault(path[:depth], []).append(index)
    for path, rows in parents.items():
        label = sheet.entry.rows[rows[0]][len(path) - 1]
        match = sheet.linked.matches.get(label)
        if match and match.recall >= 0.5 and set(match.covers) - set(dimension):  # not "Other services" for "service"
            yield (
                tuple(rows),
                merge(match.covers, dimension),
                known + 0.12 * match.recall + (0.15 if match.recall > 0.95 else 0.0),
            )
    # words that neither the table's titles nor the kind of thing asked for explain
    known_words = {i for i, s in sheet.surroundings.covers.items() if s >= 0.6} | set(dimension)
    for sums in sheet.grid.parts:
        whole = sheet.entry.row_index.get(sums.total)
        side = sheet.rows[whole] if whole is not None else None
        own = side is not None and any(sheet.linked.needs[i].required and i not in known_words for i in side.covers)
        if side is not None and own and side.recall >= 0.4:
            rows = [i for p in sums.parts if (i := sheet.entry.row_index.get(p)) in leaves and i is not None]
            if len(rows) >= 2:
                yield tuple(rows), merge(side.covers, dimension), known + 0.05
    for coded, said in _coded(sheet, leaves):
        yield coded, merge(said, dimension), known + 0.15
    groups: dict[tuple[int, ...], list[int]] = {}
    for index in leaves:
        covered = tuple(
            sorted(i for i in sheet.rows[index].covers if i not in known_words and sheet.linked.needs[i].required)
        )
        for size in {len(covered)} - {0}:
            groups.setdefault(covered[:size], []).append(index)
    for covered in groups:
        wider = [i for i in leaves if set(covered) <= set(sheet.rows[i].covers)]
        if 2 <= len(wider) < len(leaves):
            covers = merge(*({i: sheet.rows[m].covers.get(i, 0.0) for i in covered} for m in wider))
            yield tuple(wider), merge(covers, dimension), known - (0.15 if sheet.question.order else 0.0)


def _coded(sheet: Sheet, leaves: Sequence[int]) -> Iterator[tuple[tuple[int, ...], dict[int, float]]]:
    """The members whose status is one that the question names ("the red-rated projects"), with its words."""
    for column, texts in enumerate(sheet.grid.columns):
        if texts.kind is not ColumnKind.TEXT:
            continue
        codes = status_codes(sheet, leaves, column)
        for need in sheet.linked.needs:
            code = next((c for c in sorted(codes) if is_code(c, need.token.text)), None)
            rows = tuple(
                r for r in leaves if (c := cell_at(sheet, r, column)) is not None and c.printed.strip() == code
            )
            if code is not None and 2 <= len(rows) < len(leaves):
                yield rows, merge(sheet.columns[column].covers, {need.index: 1.0})


def _of_the_time(sheet: Sheet, rows: Sequence[int]) -> tuple[int, ...]:
    """Of rows that are each of a time, those of the one time that the question names; otherwise all.

    Long data has a row for each member and year: adding up or ranking all of them would mix the years.
    """
    if len(sheet.times.asked) != 1:
        return tuple(rows)
    (asked,) = sheet.times.asked
    within = tuple(i for i in rows if (p := sheet.grid.rows[i].period) is not None and asked.contains(p))
    return within or tuple(rows)


def period_sets(sheet: Sheet) -> Iterator[tuple[Side, tuple[int, ...]]]:
    """Each row that the question names, with the columns that are the same thing at different times.

    Only for a question about one of the times: "in which year …".
    """
    asked = WHICH_TIME.search(sheet.question.text)
    if asked is None:
        return
    kind = next((k for word, k in _KINDS.items() if word in asked[0].lower()), None)
    groups: dict[str, list[int]] = {}
    for index, column in enumerate(sheet.grid.columns):
        if column.period is not None and column.kind is ColumnKind.LEVEL:
            groups.setdefault(like_label(column.path), []).append(index)
    for row in sheet.best_rows[:4]:
        for group in groups.values():
            group = [c for c in group if (p := sheet.grid.columns[c].period) and p.kind is kind] or group
            operands = [c for c in group if (x := cell_at(sheet, row.index, c)) and x.quantity is not None]
            if row.covers and len(operands) >= 2:
                yield row, tuple(operands)
