"""The figure that an answer is about, large: its value, what it is of and when, and how it has changed."""

from __future__ import annotations

import re
from dataclasses import dataclass

from assistant.answers.answer import Answer, CitedCell, Figure

_STEP = " › "
_CHANGE = re.compile(r"\b(?:change|difference|variance|movement)\b", re.IGNORECASE)

_PER_CENT = re.compile(r"^(?:%|per ?cent(?:age)?)\s+(?=change)", re.IGNORECASE)


@dataclass(frozen=True, slots=True, kw_only=True)
class Card:
    """One figure. ``name`` is what it is of, ``when`` its column, ``change`` how it has moved and since when ('')."""

    value: str
    name: str
    when: str
    change: str = ""


def card_of(answer: Answer) -> Card | None:
    """The card of an answer about one row's figure, alone or with one change; None where there is no such figure."""
    if answer.verdict is not None or not answer.figures:
        return None
    cells = {_label(cell): cell for citation in answer.citations for cell in citation.cells}
    printed = {figure.label: figure for figure in answer.figures if figure.label in cells}
    worked_out = [figure for figure in answer.figures if figure.label not in cells]
    found = [(figure, cells[label]) for label, figure in printed.items()]
    if len({(cell.table, cell.row_index) for _, cell in found}) != 1 or len(worked_out) > 1:
        return None
    match found:
        case [(figure, cell)] if not worked_out:
            return _card(figure, cell)
        case [(_, before), (figure, cell)] if worked_out and worked_out[0].derived:
            return _card(figure, cell, f"{worked_out[0].printed} since {_short(before)}")
        case [(figure, cell), (change, of)] if not worked_out and _CHANGE.search(of.column):
            return _card(figure, cell, f"{change.printed}, {_PER_CENT.sub('', _short(of))}")
    return None


def _label(cell: CitedCell) -> str:
    return " / ".join(part for part in (cell.row, cell.column) if part)


def _card(figure: Figure, cell: CitedCell, change: str = "") -> Card:
    return Card(
        value=figure.printed,
        name=cell.row.rpartition(_STEP)[2] or _short(cell),
        when=", ".join(cell.column.split(_STEP)),
        change=change,
    )


def _short(cell: CitedCell) -> str:
    return cell.column.rpartition(_STEP)[2]
