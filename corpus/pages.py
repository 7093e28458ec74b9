"""Page numbers for the things of a report: as printed where they are, otherwise worked out from the contents page.

A number is given only where what is known leaves one page open; everywhere else it stays None.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from corpus.readers.contents import Candidate, Contents, Pair, alike_pairs, match_entries, similarity, words


@dataclass(frozen=True, slots=True, kw_only=True)
class Item:
    """What there is to know about one thing of the text, in reading order.

    ``title`` is a heading's text, '' for anything else. ``is_after_gap``: a break stands before it; ``has_room_below``:
    one stands after it. ``page_before`` is a page number printed right before it, which closes that page; ``page_here``
    one that opens this page, ``page_after`` one that closes the last. ``n_feeds`` counts the form feeds before it.
    """

    title: str = ""
    is_after_gap: bool = False
    has_room_below: bool = False
    page_before: int | None = None
    page_here: int | None = None
    page_after: int | None = None
    n_feeds: int = 0


@dataclass(frozen=True, slots=True, kw_only=True)
class Page:
    """A page number, or None where it is not known.

    ``inferred``: it was worked out, not read. ``opens``: the thing is the first on its page.
    """

    number: int | None
    inferred: bool = False
    opens: bool = False


def find_entries(items: Sequence[Item], contents: Contents) -> dict[int, int]:
    """The entry of the contents page that each of its headings is, as entry index by item index, in order."""
    places = [index for index, item in enumerate(items) if item.title]
    candidates: list[Candidate] = []
    n_breaks = 0
    for index in places:
        item, follows_text = items[index], _follows_text(items, index)
        n_breaks += item.is_after_gap and follows_text
        candidates.append(
            Candidate(
                title=item.title,
                opens=item.is_after_gap or follows_text,
                is_picture=item.has_room_below and not follows_text,
                place=n_breaks,
            )
        )
    pairs = alike_pairs(contents.entries, candidates)
    matched = {entry: places[heading] for entry, heading in match_entries(contents.entries, candidates, pairs).items()}
    if _has_slides(items, contents):
        matched = _mended(items, contents, matched, pairs, places)
    return {index: entry for entry, index in sorted(matched.items())}


def assign_pages(
    items: Sequence[Item],
    contents: Contents | None,
    anchors: Mapping[int, int],
    printed: Sequence[int | None] = (),
) -> tuple[Page, ...]:
    """The page of each item, from form feeds, printed numbers, or the contents page.

    ``anchors`` is what find_entries gives for the same items, ``printed`` the numbers of the pages that form feeds
    part, which count from 1 where it is empty.
    """
    if any(item.n_feeds for item in items):
        return _by_feeds(items, printed)
    if contents is not None and _has_slides(items, contents):
        return _by_slides(items, contents, anchors)
    return _by_bounds(
        items, {index: contents.entries[entry].page for index, entry in anchors.items()} if contents else {}
    )


def _has_slides(items: Sequence[Item], contents: Contents) -> bool:
    """Whether every entry begins a page of its own and no other page numbers are printed: a slide deck."""
    is_printed = any(item.page_before or item.page_here or item.n_feeds for item in items)
    return len({entry.page for entry in contents.entries}) == len(contents.entries) and not is_printed


def _follows_text(items: Sequence[Item], index: int) -> bool:
    return index > 0 and not items[index - 1].title


def _by_feeds(items: Sequence[Item], printed: Sequence[int | None]) -> tuple[Page, ...]:
    page, pages = 1, []
    for item in items:
        page += item.n_feeds
        pages.append(Page(number=printed[page - 1] if printed else page, opens=item.n_feeds > 0))
    return tuple(pages)


def _by_bounds(items: Sequence[Item], anchors: Mapping[int, int]) -> tuple[Page, ...]:
    """Each item lies between the nearest page known before it and the nearest known after it."""
    floors: list[tuple[int, bool]] = []
    floor, is_inferred = 1, False
    for index, item in enumerate(items):
        if item.page_before is not None:
            floor, is_inferred = item.page_before + 1, False
        if item.page_here is not None:
            floor, is_inferred = item.page_here, False
        if anchors.get(index, -1) >= floor:
            floor, is_inferred = anchors[index], True
        floors.append((floor, is_inferred))
    pages: list[Page] = []
    ceiling = items[-1].page_after if items else None
    is_ceiling_inferred = False
    for index in range(len(items) - 1, -1, -1):
        item, (floor, is_inferred) = items[index], floors[index]
        if anchors.get(index) == floor or item.page_here == floor:
            pages.append(Page(number=floor, inferred=is_inferred))
        elif ceiling == floor:
            pages.append(Page(number=floor, inferred=is_inferred or is_ceiling_inferred))
        else:
            pages.append(Page(number=None))
        if index in anchors:
            ceiling, is_ceiling_inferred = anchors[index], True
        if item.page_here is not None:
            ceiling, is_ceiling_inferred = item.page_here, False
        if item.page_before is not None:
            ceiling, is_ceiling_inferred = item.page_before, False
    return tuple(reversed(pages))


def _by_slides(items: Sequence[Item], contents: Contents, anchors: Mapping[int, int]) -> tuple[Page, ...]:
    """An entry's slides run up to the next entry's: one slide, or as many as there are headings that open one."""
    pages = [Page(number=None)] * len(items)
    places = sorted(anchors)
    for first, following in zip(places, [*places[1:], len(items)], strict=True):
        entry = contents.entries[anchors[first]]
        pages[first] = Page(number=entry.page, inferred=True, opens=True)
        after = contents.entries[anchors[following]].page if following in anchors else contents.n_pages + 1
        cuts = _slide_starts(items, first, following, words(entry.title), after - entry.page)
        if cuts is None:
            continue
        for number, (start, end) in enumerate(zip([first, *cuts], [*cuts, following], strict=True), entry.page):
            for index in range(start, end):
                pages[index] = Page(number=number, inferred=True, opens=index == start)
    return tuple(pages)


def _slide_starts(
    items: Sequence[Item], first: int, following: int, entry: frozenset[str], n_slides: int
) -> list[int] | None:
    """Where the entry's second and later slides begin, or None when the headings do not come out at their number.

    Four kinds of evidence, in order of trust; the first that gives as many headings as there are slides is believed.
    """
    if n_slides < 1:
        return None
    if n_slides == 1:
        return []
    headings = [index for index in range(first + 1, following) if items[index].title]
    title = items[first].title.casefold()
    repeated = [index for index in headings if items[index].title.casefold() == title]
    alike = [index for index in headings if _is_alike(words(items[index].title), entry)]
    apart = [index for index in headings if items[index].is_after_gap]
    for evidence in (
        repeated,
        [index for index in alike if items[index].is_after_gap],
        [index for index in apart if _follows_text(items, index)],
        [index for index in alike if _follows_text(items, index)],
    ):
        if len(evidence) == n_slides - 1:
            return evidence
    return None


def _is_alike(title: frozenset[str], entry: frozenset[str]) -> bool:
    return len(title & entry) >= 2 or similarity(title, entry) >= 0.5


def _mended(
    items: Sequence[Item], contents: Contents, matched: dict[int, int], pairs: Sequence[Pair], places: Sequence[int]
) -> dict[int, int]:
    """The matches with each doubtful one changed, or dropped, where only then the slides come out at their number."""
    entries = contents.entries
    mended = dict(matched)
    for entry, place in matched.items():
        if words(items[place].title) == words(entries[entry].title):
            continue
        before = max((e for e in mended if e < entry), default=None)
        after = min((e for e in mended if e > entry), default=None)
        low = mended[before] if before is not None else -1
        high = mended[after] if after is not None else len(items)
        scores = {
            places[pair.heading]: pair.score
            for pair in pairs
            if pair.entry == entry and low < places[pair.heading] < high
        }

        def n_open(
            option: int | None, entry: int = entry, before: int | None = before, after: int | None = after
        ) -> int:
            """How many stretches around the entry have slides that do not come out."""
            chain = [(e, mended[e]) for e in (before,) if e is not None]
            chain += [(entry, option)] if option is not None else []
            end = (mended[after], entries[after].page) if after is not None else (len(items), contents.n_pages + 1)
            stops = [*((at, entries[e].page) for e, at in chain[1:]), end]
            return sum(
                _slide_starts(items, at, stop, words(entries[e].title), page - entries[e].page) is None
                for (e, at), (stop, page) in zip(chain, stops, strict=True)
            )

        options = sorted(
            [*scores, None],
            key=lambda option: (n_open(option), -scores.get(option, 0.0) if option is not None else 0.0),
        )
        best = options[0]
        if best != place and n_open(best) < n_open(place):
            if best is None:
                del mended[entry]
            else:
                mended[entry] = best
    return mended
