"""Tables as CSV files for spreadsheets, which run what looks like a formula: it is marked as text."""

from __future__ import annotations

import csv
import io
import re
from collections.abc import Iterable, Sequence

from corpus.document import Table


def csv_file(rows: Iterable[Sequence[str]]) -> bytes:
    """The rows as the bytes of a CSV file, formulas marked as text."""
    text = io.StringIO(newline="")
    csv.writer(text).writerows([harmless(cell) for cell in row] for row in rows)
    return text.getvalue().encode("utf-8-sig")  # the mark tells spreadsheets that it is UTF-8


def table_csv(table: Table) -> bytes:
    """A printed table as the bytes of a CSV file, its cells as printed."""
    rows = [[""] * table.n_columns for _ in range(table.n_rows)]
    for cell in table.cells:
        rows[cell.row][cell.column] = cell.text
    return csv_file(rows)


def harmless(text: str) -> str:
    """The text, marked as text where a spreadsheet would run it: a figure with a sign is none.

    A spreadsheet may part cells at semicolons and tabs too, skip white space, and read full-width signs as their like.

    >>> harmless("-2.1%"), harmless("=cmd()"), harmless("+1 day"), harmless("none;=cmd()")
    ('-2.1%', "'=cmd()", "'+1 day", "none;'=cmd()")
    """
    return _FORMULA.sub(lambda found: found[0] if _FIGURE.fullmatch(found[0]) else f"'{found[0]}", text)


_FORMULA = re.compile(
    r"(?:^[\s\x00-\x1f\u200b\u2060\ufeff]*|(?<=[;\t])(?:[^\S\t]|[\u200b\u2060\ufeff])*)[=+\-@＝＋－＠][^;\t]*"
)
_FIGURE = re.compile(r"-|\s*[+-][\s£$€]*[\d.,]+\s*(?:%|pp|m|bn|k)?\s*")
