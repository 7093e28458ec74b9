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

    >>> harmless("-2.1%"), harmless("=cmd()"), harmless("+1 day")
    ('-2.1%', "'=cmd()", "'+1 day")
    """
    if text[:1] in {"=", "+", "-", "@"} and not re.fullmatch(r"[+-][\s£$€]*[\d.,]+\s*(?:%|pp|m|bn|k)?", text):
        return "'" + text if text != "-" else text
    return text
