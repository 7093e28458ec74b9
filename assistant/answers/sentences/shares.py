"""The sentence for what part one figure is of others, or how many times another."""

from __future__ import annotations

from assistant.answers.amounts import amount
from assistant.answers.sentences.pieces import Pieces
from assistant.questions.catalogue import GridEntry
from structured.engine import Result


def write_share(pieces: Pieces, entry: GridEntry, result: Result) -> None:
    """Say what share of a whole a part is."""
    w = pieces.wording
    value = result.values[0]
    n_parts = len(result.plan.operands)
    whole, parts = result.operands[: len(result.operands) - n_parts], result.operands[-n_parts:]
    part = parts[0]
    n = pieces.cite(entry, part)
    marks = list(dict.fromkeys([n, *(pieces.cite(entry, c) for c in whole)]))
    name = pieces.name(entry, part)
    pieces.note(part, n)
    pieces.derive(value)
    if len(whole) == 1 and whole[0].row == part.row:
        pieces.note(whole[0], pieces.cite(entry, whole[0]))
        w.parts.append(
            f"{name}: {pieces.column(part)} is {value.printed} of {pieces.column(whole[0])} "
            f"({amount(part)} of {amount(whole[0])}), computed [{n}]."
        )
        return
    if len(whole) == 1:
        total = f"{pieces.name(entry, whole[0])} ({amount(part)} of {amount(whole[0])}"
        pieces.note(whole[0], pieces.cite(entry, whole[0]))
    else:
        parent = whole[0].row_path[:-1]
        group = w.label(parent[-1]) if parent and all(c.row_path[:-1] == parent for c in whole) else "the rows listed"
        total = f"{group} ({amount(part)} of the sum of {len(whole)} figures"
        w.count(len(whole), "how many figures")
    w.parts.append(
        f"{name} is {value.printed} of {total}; {pieces.column(part)}), computed {''.join(f'[{m}]' for m in marks)}."
    )


def write_ratio(pieces: Pieces, entry: GridEntry, result: Result) -> None:
    """Say how many times one figure is another."""
    base, first = result.operands
    value = result.values[0]
    n, m = pieces.cite(entry, first), pieces.cite(entry, base)
    pieces.wording.parts.append(
        f"{pieces.name(entry, first)} is {value.printed} {pieces.name(entry, base)}: "
        f"{amount(first)} against {amount(base)} ({pieces.column(first)}), computed [{n}][{m}]."
    )
    pieces.derive(value)
    pieces.note(first, n)
    pieces.note(base, m)
