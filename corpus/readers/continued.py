"""Tables that go on under their own title again ("Grants (continued)"), put together, the same way for every format."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace

from corpus.document import BlockKind
from corpus.readers.drafts import Draft
from corpus.sentences import plain

CONTINUED = re.compile(r"\W*\(?\bcont(?:inued|['’]?d|\.)?\)?\W*$", re.IGNORECASE)
_FAR = 6


def with_continued(drafts: Sequence[Draft], source: str) -> list[Draft]:
    """The drafts with each table that is said to go on made one with what goes on under the same headings.

    Notes between the two stay, after the whole; the repeated title and headings are left out.
    """
    found: list[Draft] = []
    for draft in drafts:
        begun = _first_part(found, draft, source) if draft.kind is BlockKind.TABLE else None
        if begun is None:
            found.append(draft)
            continue
        first, n_repeated = begun
        notes = [other for other in found[first + 1 :] if other.kind is BlockKind.NOTE]
        found[first:] = [_joined(found[first], draft, n_repeated), *notes]
    return found


def _first_part(found: Sequence[Draft], second: Draft, source: str) -> tuple[int, int] | None:
    """The table that a table goes on with, by its index, and how many of its rows are repeated."""
    titles: list[str] = []
    for index in range(len(found) - 1, max(-1, len(found) - 1 - _FAR), -1):
        draft = found[index]
        if draft.kind is BlockKind.TABLE:
            is_said = bool(titles) and all(title == _title(found, index, source) or not title for title in titles)
            n_repeated = _n_repeated(draft, second, source) if is_said else 0
            return (index, n_repeated) if n_repeated else None
        text = plain(source[draft.start : draft.end])
        if draft.kind is BlockKind.NOTE:
            continue
        if not CONTINUED.search(text):
            return None
        titles.append(_folded(text))
    return None


def _title(found: Sequence[Draft], index: int, source: str) -> str:
    """The nearest heading over a table, as it is compared."""
    above = (d for d in reversed(found[max(0, index - _FAR) : index]) if d.kind is BlockKind.HEADING)
    return next((_folded(plain(source[d.start : d.end])) for d in above), "")


def _folded(title: str) -> str:
    return " ".join(CONTINUED.sub("", title).casefold().split())


def _n_repeated(first: Draft, second: Draft, source: str) -> int:
    """How many rows the second part begins with as the first one does."""
    n = 0
    for a, b in zip(first.rows, second.rows, strict=False):
        texts = _texts(a, source)
        if texts != _texts(b, source) or not any(texts):
            break
        n += 1
    return n if n < len(second.rows) else 0


def _texts(row: Sequence[tuple[int, int]], source: str) -> list[str]:
    return [plain(source[start:end]) for start, end in row]


def _joined(first: Draft, second: Draft, n: int) -> Draft:
    """The two as one, without the first ``n`` rows of the second."""
    moved = [
        replace(cell, row=cell.row - n + len(first.rows)) for cell in second.merged if cell.row >= n
    ]  # a cell that is merged down from a repeated heading is that heading's
    pages = (
        *(first.row_pages or (first.page,) * len(first.rows)),
        *(second.row_pages or (second.page,) * len(second.rows))[n:],
    )
    return replace(
        first,
        end=second.end,
        rows=(*first.rows, *second.rows[n:]),
        merged=(*first.merged, *moved),
        row_pages=pages if len(set(pages)) > 1 else (),
    )
