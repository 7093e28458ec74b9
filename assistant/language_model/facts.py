"""What a result states, as facts: each a figure that goes nowhere without its label and its source."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal

from assistant.answers.amounts import amount
from assistant.answers.citations import Citations
from assistant.answers.labels import clean_label
from assistant.answers.wording import Wording
from structured.engine import Result, Value
from structured.observations import Grid, Observation
from structured.plan import Operation
from structured.units import COUNT, Quantity

MOST_NAMED = 4
"""So many cells are named in a label; of more, the working lists them."""

_SINGLE = {
    Operation.DIFFERENCE: "{operand} less {base}",
    Operation.PERCENT_CHANGE: "change to {operand} from {base}",
    Operation.SHARE: "{operand} as a share of {base}",
    Operation.RATIO: "{operand} over {base}",
    Operation.LEVEL: "{base} with the gap of {operand}",
    Operation.SUM: "sum of {operand}",
    Operation.MEAN: "unweighted mean of {operand}",
}


@dataclass(frozen=True, slots=True, kw_only=True)
class Fact:
    """One figure with what it is of. ``sources`` are the cells behind it; ``quantity`` is None for a cell of words."""

    label: str
    printed: str
    quantity: Quantity | None
    sources: tuple[Observation, ...]
    derived: bool


def facts_of(result: Result, grids: dict[tuple[str, int], Grid]) -> tuple[Fact, ...]:
    """The facts of a result, in its order."""
    plan = result.plan
    if plan.operation is Operation.COUNT:
        number = Quantity(value=Decimal(len(result.values)), unit=COUNT)
        grid = next(iter(grids.values()))
        label = f"{clean_label(grid.title or grid.caption) or 'rows'}: how many meet the condition"
        sources = tuple(s for value in result.values for s in value.sources)
        return (Fact(label=label, printed=str(len(result.values)), quantity=number, sources=sources, derived=True),)
    if plan.operation in _SINGLE:
        (value,) = result.values
        n_base = len(plan.baseline)
        base, operands = value.sources[:n_base], value.sources[n_base:]
        label = _SINGLE[plan.operation].format(operand=_named(operands, grids), base=_named(base, grids))
        return (_derived(value, label),)
    return tuple(_read(value, grids) for value in result.values)


def _derived(value: Value, label: str) -> Fact:
    return Fact(label=label, printed=value.printed, quantity=value.quantity, sources=value.sources, derived=True)


def _read(value: Value, grids: dict[tuple[str, int], Grid]) -> Fact:
    if value.derived:
        base, cell = value.sources
        return _derived(value, f"{_name(cell, grids)} less {_name(base, grids)}")
    (cell,) = value.sources
    return Fact(label=_name(cell, grids), printed=amount(cell), quantity=cell.quantity, sources=(cell,), derived=False)


def _name(cell: Observation, grids: dict[tuple[str, int], Grid]) -> str:
    """A cell by its table's title and its labels."""
    grid = grids[cell.document_id, cell.table]
    title = clean_label(grid.title or grid.caption)
    labels = ", ".join(clean_label(part) for part in (*cell.row_path, *cell.column_path) if part)
    return f"{title}: {labels}" if title and labels else title or labels


def _named(cells: Sequence[Observation], grids: dict[tuple[str, int], Grid]) -> str:
    if len(cells) > MOST_NAMED:
        return "the figures that the working lists"
    return " + ".join(_name(cell, grids) for cell in cells)


def write(fact: Fact, wording: Wording, grids: dict[tuple[str, int], Grid], *, label_first: bool) -> str:
    """A fact as it stands in an answer, noted with its figure and citations."""
    marks: list[int] = []
    for source in fact.sources:
        mark = wording.citations.cell(grids[source.document_id, source.table], source)
        if mark not in marks:
            marks.append(mark)
    wording.labels += [fact.label]
    if fact.quantity is None:
        wording.labels += [fact.printed]
    else:
        citation = marks[0] if marks and not fact.derived else None
        wording.figure(fact.quantity, fact.label, citation, derived=fact.derived)
    cited = "".join(f" [{mark}]" for mark in marks)
    return f"{fact.label}: {fact.printed}{cited}" if label_first else f"{fact.printed} ({fact.label}){cited}"


def state(facts: Sequence[Fact], citations: Citations, grids: dict[tuple[str, int], Grid]) -> Wording:
    """The facts one after the other, plainly."""
    wording = Wording(citations=citations)
    wording.parts.append("; ".join(write(fact, wording, grids, label_first=True) for fact in facts) + ".")
    return wording
