"""Page numbers for the things of a report: as printed where they are, otherwise worked out from the contents page.

A number is given only where what is known leaves one page open; everywhere else it stays None.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from enum import Enum


class Sign(Enum):
    """What makes a heading look like the first line of a slide."""

    REPEAT = "repeat"
    """It is the entry's own heading, printed again."""
    ALIKE = "alike"
    """It shares its words with the entry."""
    GAP = "gap"
    """A break stands before it."""
    BODY = "body"
    """Text, and not only another heading, stands between it and the heading before."""


# In order of trust: the first that gives as many headings as there are slides is believed.
_EVIDENCE = (
    frozenset({Sign.REPEAT}),
    frozenset({Sign.ALIKE, Sign.GAP}),
    frozenset({Sign.GAP, Sign.BODY}),
    frozenset({Sign.ALIKE, Sign.BODY}),
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Item:
    """What there is to know about one thing of the text, in reading order.

    ``anchor`` is the page that the contents page gives for this heading. ``page_before`` is a page number printed right
    before it, which closes that page; ``page_here`` one that opens this page. ``n_feeds`` counts the form feeds before it.
    """

    anchor: int | None = None
    page_before: int | None = None
    page_here: int | None = None
    n_feeds: int = 0
    signs: frozenset[Sign] = frozenset()


@dataclass(frozen=True, slots=True, kw_only=True)
class Page:
    """A page number, or None where it is not known, and whether it was worked out instead of read."""

    number: int | None
    inferred: bool = False
    opens: bool = False
    """Whether the thing is the first on its page."""


def assign_pages(items: Sequence[Item], *, n_pages: int | None = None, slides: bool) -> tuple[Page, ...]:
    """The page of each item. ``slides``: every entry of the contents page begins a slide of its own."""
    if any(item.n_feeds for item in items):
        return _by_feeds(items)
    if slides:
        return _by_slides(items, n_pages)
    return _by_bounds(items)


def _by_feeds(items: Sequence[Item]) -> tuple[Page, ...]:
    page, pages = 1, []
    for item in items:
        page += item.n_feeds
        pages.append(Page(number=page, opens=item.n_feeds > 0))
    return tuple(pages)


def _by_bounds(items: Sequence[Item]) -> tuple[Page, ...]:
    """Each item lies between the nearest page known before it and the nearest known after it."""
    low: list[tuple[int, bool]] = []
    known, inferred = 0, False
    for item in items:
        if item.page_before is not None:
            known, inferred = item.page_before + 1, False
        if item.page_here is not None:
            known, inferred = item.page_here, False
        if item.anchor is not None and item.anchor >= known:
            known, inferred = item.anchor, True
        low.append((known, inferred))
    pages: list[Page] = []
    above: int | None = None
    above_inferred = False
    for index in range(len(items) - 1, -1, -1):
        floor, floor_inferred = low[index]
        if items[index].anchor == floor:
            pages.append(Page(number=floor, inferred=floor_inferred))
        elif items[index].page_here is not None:
            pages.append(Page(number=items[index].page_here))
        elif above is not None and above == floor:
            pages.append(Page(number=floor, inferred=floor_inferred or above_inferred))
        else:
            pages.append(Page(number=None))
        item = items[index]
        if item.anchor is not None:
            above, above_inferred = item.anchor, True
        if item.page_here is not None:
            above, above_inferred = item.page_here, False
        if item.page_before is not None:
            above, above_inferred = item.page_before, False
    return tuple(reversed(pages))


def _by_slides(items: Sequence[Item], n_pages: int | None) -> tuple[Page, ...]:
    """An entry's slides run up to the next entry's: all on one, or cut where as many headings open a slide as there are slides."""
    pages = [Page(number=None)] * len(items)
    anchors = [index for index, item in enumerate(items) if item.anchor is not None]
    for first, following in zip(anchors, [*anchors[1:], len(items)], strict=True):
        page = items[first].anchor or 0
        after = items[following].anchor if following < len(items) else (n_pages + 1 if n_pages else None)
        pages[first] = Page(number=page, inferred=True, opens=True)
        if after is None:
            continue
        cuts = _slide_starts(items, first, following, after - page)
        if cuts is None:
            continue
        for number, (start, end) in enumerate(zip([first, *cuts], [*cuts, following], strict=True), page):
            for index in range(start, end):
                pages[index] = Page(number=number, inferred=True, opens=index == start)
    return tuple(pages)


def _slide_starts(items: Sequence[Item], first: int, following: int, n_slides: int) -> list[int] | None:
    """Where the entry's second and later slides begin, or None when the headings do not come out at their number."""
    if n_slides < 1:
        return None
    if n_slides == 1:
        return []
    for evidence in _EVIDENCE:
        starts = [index for index in range(first + 1, following) if evidence <= items[index].signs]
        if len(starts) == n_slides - 1:
            return starts
    return None
