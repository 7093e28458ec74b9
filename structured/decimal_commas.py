"""Figures written with a comma before their decimals ("1.234,5"), in a report whose tables write all of theirs so."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace

from corpus.document import Table

_LEAD, _TAIL = r"\s*[(+−–-]?\s?(?:US\$|[£$€])?\s?[+−–-]?", r"\s?(?:%|€|£|\$|pp|[a-zA-Z]{1,8})?\s?\)?\s*"
_FIGURE = re.compile(rf"{_LEAD}\d+(?:[. \u00a0\u202f]\d{{3}})*(?:,\d+)?{_TAIL}")
_SAYS_COMMA = re.compile(rf"{_LEAD}\d+(?:[. \u00a0\u202f]\d{{3}})*,(?:\d\d?|\d{{4,}}){_TAIL}")
_SAYS_POINT = re.compile(
    rf"{_LEAD}\d+(?:,\d{{3}})*\.(?:\d\d?|\d{{4,}}){_TAIL}|{_LEAD}\d{{1,3}}(?:,\d{{3}}){{2,}}{_TAIL}"
)
_LEAST = 5
"""So many figures at least must say it, and none otherwise: "1,204" alone is a thousand and more."""


def writes_decimal_commas(tables: Sequence[Table]) -> bool:
    """Whether the tables of a report write their decimals after a comma, plainly and throughout."""
    n_commas = 0
    for table in tables:
        for cell in table.cells:
            if _SAYS_POINT.fullmatch(cell.text):
                return False
            n_commas += _SAYS_COMMA.fullmatch(cell.text) is not None
    return n_commas >= _LEAST


def with_decimal_points(table: Table) -> Table:
    """The table with its figures as the rest of the program reads them: "1.234,5" as "1234.5"."""
    return replace(table, cells=tuple(replace(cell, text=_with_point(cell.text)) for cell in table.cells))


def _with_point(text: str) -> str:
    if not _FIGURE.fullmatch(text):
        return text
    return re.sub(r"(?<=\d)[. \u00a0\u202f](?=\d{3})", "", text).replace(",", ".")
