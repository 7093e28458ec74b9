"""The tables of a report as a workbook: a cover, and a sheet for each table with its title and notes; real numbers."""

from __future__ import annotations

import re
from decimal import Decimal
from pathlib import Path

import openpyxl
from openpyxl.cell import Cell as SheetCell
from openpyxl.worksheet.worksheet import Worksheet

from corpus.document import Document, Table
from tests.writers import front, lines_above

_NUMBER = re.compile(
    r"(?P<sign>[-+−–]?)(?P<currency>[£$€]?)(?P<number>\d{1,3}(?:,\d{3})+(?:\.\d+)?|\d+(?:\.\d+)?)(?P<end>%|m|bn|k|pp)?"
)
_BRACKETED = re.compile(r"\((?P<currency>[£$€]?)(?P<number>\d{1,3}(?:,\d{3})+(?:\.\d+)?|\d+(?:\.\d+)?)(?P<end>%|m)?\)")


def write(document: Document, path: Path) -> None:
    """Write the tables, each on a sheet of its own."""
    workbook = openpyxl.Workbook()
    cover = workbook.active
    cover.title = "Cover"
    for block in document.blocks[: front(document)]:
        cover.append([block.text])
    cover.append([document.title])
    for index, block in enumerate(document.blocks):
        if block.table is not None:
            sheet = workbook.create_sheet(f"Table {block.table.number}")
            _write_table(sheet, block.table, lines_above(document, index))
    workbook.save(path)


def _write_table(sheet: Worksheet, table: Table, lines: list[str]) -> None:
    sheet.append([table.title])
    for line in lines:
        sheet.append([line])
    first = sheet.max_row + 1
    for cell in table.cells:
        if cell.text:
            _put(sheet.cell(first + cell.row, 1 + cell.column), cell.text)
        if cell.row_span > 1 or cell.column_span > 1:
            last = (first + cell.row + cell.row_span - 1, cell.column + cell.column_span)
            sheet.merge_cells(
                start_row=first + cell.row, start_column=1 + cell.column, end_row=last[0], end_column=last[1]
            )
    for note in table.notes:
        if note not in lines:
            sheet.cell(sheet.max_row + 1, 1, note)


def _put(place: SheetCell, text: str) -> None:
    """The figure that a cell prints, with the format that prints it so; its words where it prints none."""
    match = _NUMBER.fullmatch(text) or _BRACKETED.fullmatch(text)
    if match is None:
        place.value = text
        return
    number = match["number"]
    whole, _, fraction = number.partition(".")
    value = Decimal(number.replace(",", ""))
    code = ("#,##0" if "," in whole else "0" * max(1, len(whole) if whole[0] == "0" else 1)) + (
        "." + "0" * len(fraction) if fraction else ""
    )
    currency, end = match["currency"], match["end"] or ""
    if currency:
        code = f"{currency}{code}"
    if end == "%":
        value /= 100
        code += "%"
    elif end in ("m", "bn", "k"):
        value *= {"k": 10**3, "m": 10**6, "bn": 10**9}[end]
        code += {"k": ",", "m": ",,", "bn": ",,,"}[end] + f'"{end}"'
    elif end:
        code += f'"{end}"'
    sign = match.groupdict().get("sign")
    if sign is None:
        place.value, place.number_format = -value, f"{code};({code})"
    elif sign == "+":
        place.value, place.number_format = value, f"+{code};-{code};+{code}"
    elif sign:
        place.value, place.number_format = -value, f'{code};"{sign}"{code};"{sign}"{code}'
    else:
        place.value, place.number_format = value, code
