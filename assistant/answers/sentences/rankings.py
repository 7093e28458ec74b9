"""The sentence for what is highest, lowest, or moved the furthest."""

from __future__ import annotations

from collections.abc import Sequence

from assistant.answers.amounts import amount, in_points, moved, points
from assistant.answers.citations import cited_cell
from assistant.answers.sentences.caveats import left_out
from assistant.answers.sentences.pieces import Pieces
from assistant.answers.sentences.variances import budget_words
from assistant.questions.catalogue import GridEntry
from assistant.questions.cues import Cue, Order
from assistant.readings import Reading
from corpus.sentences import plain
from structured.engine import Result, overtaking
from structured.observations import ColumnKind, Observation
from structured.units import Quantity, UnitKind


def write_ranking(pieces: Pieces, entry: GridEntry, reading: Reading, result: Result) -> None:
    """Say the first of a ranking, each with its figure."""
    w = pieces.wording
    order = pieces.question.order or Order.MOST
    word = {Order.MOST: "Highest", Order.LEAST: "Lowest", Order.BEST: "Best", Order.WORST: "Worst"}[order]
    if pieces.question.order is None and reading.plan.limit == len(reading.plan.operands) > 1:
        word = f"Each, {'highest' if reading.plan.descending else 'lowest'} first"
    elif order in {Order.MOST, Order.LEAST}:
        word = _movement_first(pieces, entry, result) or word
    over_time = len(reading.rows) == 1 and len(reading.columns) > 1
    if all(len(value.sources) == 1 for value in result.values):
        places = ((ref.row, ref.column) for ref in reading.plan.operands)
        w.compared = tuple(cited_cell(cell) for place in places if (cell := entry.cells.get(place)) is not None)
    listed = []
    for value in result.values:
        cell = value.sources[-1]
        n = pieces.cite(entry, cell)
        name = pieces.name(entry, cell)
        if over_time:
            name = pieces.column(cell)
        if len(value.sources) == 2:
            old = value.sources[0]
            assert value.quantity is not None
            listed.append(f"{name}, {_from_to(pieces, value.quantity, old, cell)} [{n}]")
            pieces.derive(value)
            pieces.note(old, n)
            pieces.note(cell, n)
        else:
            listed.append(f"{name}, {ranked(pieces, entry, cell)} [{n}]")
    column = result.values[0].sources[-1]
    subject = pieces.name(entry, column) if over_time else pieces.column(column)
    of = f" ({', '.join(filter(None, (subject, pieces.where(entry))))})"
    if pieces.question.place > 1:
        word = f"Number {pieces.question.place}, {word.lower()} first"
        w.count(pieces.question.place, "place")
    ahead, unsure = overtaking(result)
    among = " of the figures printed" if ahead or unsure else ""
    w.parts.append(f"{word}{among}{of}: {'; '.join(listed)}.")
    _ahead(pieces, entry, result, ahead)
    if order in {Order.BEST, Order.WORST}:
        text = " ".join((*column.column_path, entry.frame.title, *entry.frame.section[-1:]))
        if pieces.glossary.polarity(text) == 0:
            w.warnings.append("The report does not say which way is good; more was taken to be better.")
    left_out(pieces, entry, result, (*ahead, *unsure), "higher" if reading.plan.descending else "lower")


def _from_to(pieces: Pieces, change: Quantity, old: Observation, new: Observation) -> str:
    """A change between two cells: over time, or of what was spent over what was planned."""
    was, now = f"{amount(old)} ({pieces.column(old)})", f"{amount(new)} ({pieces.column(new)})"
    if not pieces.question.has(Cue.OVER, Cue.UNDER) or not change.value:
        return f"which {moved(change)}, from {was} to {now}"
    return f"{points(change)} {'over' if change.value > 0 else 'under'}: {now} against {was}"


def _movement_first(pieces: Pieces, entry: GridEntry, result: Result) -> str:
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
    if len(first.sources) == 2 and pieces.question.has(Cue.OVER, Cue.UNDER):
        return f"{'Furthest' if furthest else 'Least'} {'over' if rose else 'under'}"
    return f"{'Largest' if furthest else 'Smallest'} {'rise' if rose else 'fall'}"


def ranked(pieces: Pieces, entry: GridEntry, cell: Observation) -> str:
    """A figure as it is said of one of several."""
    column = entry.frame.columns[entry.column_index[cell.column]]
    n = pieces.cite(entry, cell)
    assert cell.quantity is not None
    if column.kind is ColumnKind.CHANGE:
        pieces.note(cell, n)
        if cell.quantity.unit.kind is UnitKind.MONEY:
            return budget_words(entry, cell)
        return f"which {moved(cell.quantity)}"
    if column.kind is ColumnKind.GAP:
        apart = in_points(cell.quantity)
        pieces.note(cell, n, apart)
        side = "above" if cell.quantity.value > 0 else "below" if cell.quantity.value < 0 else "level with"
        return f"{points(apart)} {side}"
    pieces.note(cell, n)
    return amount(cell)


def _ahead(pieces: Pieces, entry: GridEntry, result: Result, ahead: Sequence[Observation]) -> None:
    """What surely comes before the first of a ranking, though only its limit is printed."""
    side = "Higher" if result.plan.descending else "Lower"
    shown = [
        f"{pieces.name(entry, c)} ({pieces.wording.label(plain(c.printed))}) [{pieces.cite(entry, c)}]" for c in ahead
    ]
    if shown and result.plan.place == 1:
        pieces.wording.parts.append(f"{side} still, though no exact figure is printed: {'; '.join(shown)}.")
