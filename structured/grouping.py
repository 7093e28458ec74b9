"""The rows of a table in relation to each other: groups whose label stands on one row, and sections with a heading row.

Knows labels only, not figures. Which rows are totals is told from outside.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from itertools import pairwise
from math import factorial, prod

from structured.periods import find_periods

TOTAL_LABEL = re.compile(
    r"^(?:grand |sub-?\s?|overall |net )?totals?\b|\b(?:sub-?)?totals?$|^overall\b.*\btotal\b|"
    r"^(?:whole|entire) \w+$|^(?:full[- ])?year$|^all$|^overall$|"
    r"^all (?:ages?|persons?|people|respondents|groups|items|categories|services|areas|regions|types|others?)$",
    re.IGNORECASE,
)


def is_total_label(label: str) -> bool:
    """Whether a row's label says that it is a total ("Total stock", "Sub-total", "Place total", "Whole council")."""
    return bool(TOTAL_LABEL.search(label.strip(" :")))


_OF_WHOM = (
    r"(?:the|our|own|new|current|national|regional|local|council|county|contract|statutory|corporate|annual|agreed)"
)
_YARDSTICK_LABEL = re.compile(
    rf"(?:{_OF_WHOM} ){{0,2}}(?:target|standard|threshold|benchmark|milestone|goal|average|mean|median)s?"
    r"(?: (?:for|in|by|from|to|set))?|(?:[\w'’&-]+ ){1,4}average",
    re.IGNORECASE,
)


def is_yardstick_label(label: str) -> bool:
    """Whether a row's label says that the other rows are held against it, and no more but a time.

    >>> [is_yardstick_label(text) for text in ("Target 2031/32", "National average", "Target hardening")]
    [True, True, False]
    """
    for mention in reversed(find_periods(label)):
        label = label[: mention.start] + label[mention.end :]
    return _YARDSTICK_LABEL.fullmatch(" ".join(re.sub(r"[(),:%]", " ", label).split())) is not None


@dataclass(frozen=True, slots=True, kw_only=True)
class Grouped:
    """The group label of each row, by position ('' for none). ``inferred`` are the positions whose group does not
    simply follow from the label printed on or above the row, ``uncertain`` those whose group could not be decided;
    ``doubt`` says so in words.
    """

    labels: tuple[str, ...]
    inferred: frozenset[int] = frozenset()
    uncertain: frozenset[int] = frozenset()
    doubt: str = ""


_MISPLACED = 3.0
_CENTRED = 0.5
_LAST = 0.75
_OFF_CENTRE = 0.75
_DESCENT = 10.0
_UNLIKE = 0.3
_MISCOUNTED = 0.3
_CHANCE = 150
_CHANCE_WHEN_OFF = 20
"""Alphabetical order is evidence only when it would hardly come about by chance: one in so many. Less is asked where
the first row has no label, since then some labels are off their first rows for certain."""


def group_rows(
    labels: Sequence[str],
    members: Sequence[str],
    *,
    fixed: Sequence[Sequence[int]] = (),
    sizes: Mapping[str, int] | None = None,
) -> Grouped:
    """The group of each row, where a group's label is printed once, on one of its rows.

    ``labels`` and ``members`` are the printed texts by position; a row with a label and no member belongs to no group
    (a total, or a base), and ends the group above it. A label is normally on its group's first row. In a text copy of
    a merged, vertically centred cell it lands on a middle row: then the boundaries are placed where members are
    sorted within their groups and labels are centred. ``fixed`` are runs of positions known to form one group, from
    elsewhere; ``sizes`` how many members the text gives a label's group, which decides between ways as good as each
    other.
    """
    grouped: list[str] = [""] * len(labels)
    inferred: set[int] = set()
    uncertain: set[int] = set()
    doubts: list[str] = []
    for run in _runs(members):
        found, worked_out, doubt = _group_run(
            [labels[i] for i in run], [members[i] for i in run], _within(fixed, run), sizes or {}
        )
        for i, label in zip(run, found, strict=True):
            grouped[i] = label
        if worked_out:
            inferred |= {i for i in run if not labels[i]}
        if doubt:
            doubts.append(doubt)
            uncertain |= {i for i in run if not labels[i]}
    for i, label in enumerate(labels):
        if label and not members[i]:
            grouped[i] = label
    return Grouped(
        labels=tuple(grouped),
        inferred=frozenset(inferred),
        uncertain=frozenset(uncertain),
        doubt=" ".join(dict.fromkeys(doubts)),
    )


def _runs(members: Sequence[str]) -> list[list[int]]:
    """Stretches of positions that have members, cut where a row stands outside the groups."""
    runs: list[list[int]] = [[]]
    for i, member in enumerate(members):
        if member:
            runs[-1].append(i)
        elif runs[-1]:
            runs.append([])
    return [run for run in runs if run]


def _within(fixed: Sequence[Sequence[int]], run: Sequence[int]) -> list[tuple[int, int]]:
    """The known groups as spans of positions in this run."""
    spans = []
    for group in fixed:
        places = [run.index(i) for i in group if i in run]
        if places:
            spans.append((min(places), max(places)))
    return spans


def _group_run(
    labels: list[str], members: list[str], fixed: list[tuple[int, int]], sizes: Mapping[str, int]
) -> tuple[list[str], bool, str]:
    """The groups of one stretch of rows, whether they were worked out, and what is in doubt."""
    places = [i for i, label in enumerate(labels) if label]
    if not places:
        return labels, False, ""
    top = _fill(places, places, labels)
    if len(places) == len(labels):
        return labels, False, ""
    use_order = _sortable(places, members)
    if places[0] == 0 and (not _descents(places, members) or not use_order) and len(fixed) < len(places):
        return top, False, ""
    if len(places) == 1:
        return [labels[places[0]]] * len(labels), True, ""
    if places[0] != 0 and places[-1] == len(labels) - 1 and not use_order and not _centred_exactly(places, len(labels)):
        starts = [0, *(p + 1 for p in places[:-1])]
        return _fill(starts, places, labels), True, ""
    counted = {place: sizes[labels[place]] for place in places if labels[place] in sizes}
    best = _place_boundaries(places, members, use_order=use_order, fixed=fixed, counted=counted)
    if len(best) > 1 and best[1][0] - best[0][0] < 0.25:
        doubt = f"the rows of the groups {', '.join(labels[p] for p in places)} could not be told apart with certainty"
        kept = [labels[places[0]]] * places[0] + top[places[0] :] if use_order else top
        return kept, False, doubt
    starts = best[0][1]
    return _fill(starts, places, labels), starts != places, ""


def _fill(starts: Sequence[int], places: Sequence[int], labels: Sequence[str]) -> list[str]:
    filled = [""] * len(labels)
    for start, end, place in zip(starts, [*starts[1:], len(labels)], places, strict=True):
        filled[start:end] = [labels[place]] * (end - start)
    return filled


def _key(member: str) -> str:
    return re.sub(r"[^\w ]", "", member.casefold())


def _numbered(member: str) -> bool:
    """Whether a label has a number in it: the members of one group are mostly named alike."""
    return any(char.isdigit() for char in member)


def _descents(starts: Sequence[int], members: Sequence[str]) -> int:
    """How often the alphabet runs backwards within a group."""
    bounds = set(starts)
    return sum(i not in bounds and _key(members[i]) < _key(members[i - 1]) for i in range(1, len(members)))


def _sortable(places: Sequence[int], members: Sequence[str]) -> bool:
    """Whether some placing of the boundaries sorts every group, and hardly by chance: as many orders of the members,
    less those that moving the boundaries could put right, as ``_CHANCE`` asks for.
    """
    starts = [0]
    for before, place in pairwise(places):
        falls = [i for i in range(before + 1, place + 1) if _key(members[i]) < _key(members[i - 1])]
        if len(falls) > 1:
            return False
        starts.append(falls[0] if falls else place)
    if _descents(starts, members):
        return False
    sizes = [end - start for start, end in pairwise([*starts, len(members)])]
    freedom = prod(max(1, place - before) for before, place in pairwise(places))
    return prod(factorial(size) for size in sizes) >= freedom * (_CHANCE_WHEN_OFF if places[0] else _CHANCE)


def _centred_exactly(places: Sequence[int], n: int) -> bool:
    """Whether groups of which each label is the middle row (the upper of two) fill the rows without a gap."""
    starts = {0}
    for i, place in enumerate(places):
        last = i == len(places) - 1
        nexts = set()
        for start in starts:
            offset = place - start
            nexts |= {
                start + size
                for size in (2 * offset + 1, 2 * offset + 2)
                if (start + size == n if last else start + size <= places[i + 1])
            }
        starts = nexts
    return bool(starts)


def _place_boundaries(
    places: Sequence[int],
    members: Sequence[str],
    *,
    use_order: bool,
    fixed: Sequence[tuple[int, int]],
    counted: Mapping[int, int],
) -> list[tuple[float, list[int]]]:
    """The cheapest two placings of the groups' first rows, cheapest first, each with its cost."""
    n = len(members)

    def cost(start: int, end: int, place: int) -> float:
        offset, size = place - start, end - start
        total = 0.0
        if offset == 0:
            total += 0.0 if use_order or size < 3 else 0.4
        elif offset == (size - 1) // 2:
            total += _CENTRED if use_order else 0.0
        elif offset == size // 2:
            total += _OFF_CENTRE
        elif offset == size - 1:
            total += _LAST + (0.0 if use_order else 1.0)
        else:
            total += _MISPLACED
        total += _UNLIKE * sum(_numbered(members[i]) != _numbered(members[i - 1]) for i in range(start + 1, end))
        if use_order:
            total += _DESCENT * sum(_key(members[i]) < _key(members[i - 1]) for i in range(start + 1, end))
        if counted.get(place, size) != size:
            total += _MISCOUNTED
        for low, high in fixed:
            if low < end and start <= high and not (low <= place <= high and low == start and high == end - 1):
                total += _DESCENT * 2
        return total

    ways: list[tuple[float, list[int]]] = [(0.0, [0])]
    for i, place in enumerate(places):
        longer: list[tuple[float, list[int]]] = []
        for so_far, starts in ways:
            ends = [n] if i == len(places) - 1 else range(place + 1, places[i + 1] + 1)
            for end in ends:
                longer.append((so_far + cost(starts[-1], end, place), [*starts, end]))
        # Only the best two ways to reach each boundary can be among the best two in the end.
        by_end: dict[int, list[tuple[float, list[int]]]] = {}
        for way in sorted(longer, key=lambda way: (way[0], way[1])):
            if len(by_end.setdefault(way[1][-1], [])) < 2:
                by_end[way[1][-1]].append(way)
        ways = [way for group in by_end.values() for way in group]
    return [(total, starts[:-1]) for total, starts in sorted(ways, key=lambda way: (way[0], way[1]))[:2]]


# Sections -------------------------------------------------------------------------------------------------------------


_DEEPEST = 8
"""Headings within one another; a longer run of rows without figures is a list, each of which takes the last's place."""


@dataclass(frozen=True, slots=True, kw_only=True)
class SectionRow:
    """One row as the section reader needs it: its label, whether it has figures, whether it is a total."""

    label: str
    is_heading: bool
    is_total: bool


def section_paths(
    rows: Sequence[SectionRow], parts: Mapping[int, Sequence[int]] | None = None
) -> tuple[tuple[str, ...], ...]:
    """The headings that each row stands under, outermost first, by position.

    A heading right beneath another is nested in it; one after figures takes the place of the innermost. A total
    closes the section that it names, or else the innermost, and stands outside a section that it names. ``parts``
    maps the positions of totals to the rows that they add up, where the figures showed it: a total over rows of several
    sections stands outside them.
    """
    parts = parts or {}
    totals = [row.label.casefold() for row in rows if row.is_total]
    stack: list[tuple[str, int]] = []
    paths: list[tuple[str, ...]] = []
    previous_heading = False
    for i, row in enumerate(rows):
        if row.is_heading:
            if stack and (not previous_heading or len(stack) == _DEEPEST):
                stack.pop()
            paths.append(tuple(label for label, _ in stack))
            stack.append((row.label.rstrip(": "), i))
            previous_heading = True
            continue
        previous_heading = False
        if row.is_total and stack:
            named = next((k for k in range(len(stack) - 1, -1, -1) if _names(row.label, stack[k][0])), None)
            if named is not None:
                del stack[named:]
                paths.append(tuple(label for label, _ in stack))
                continue
            if i in parts and any(part < stack[-1][1] for part in parts[i]):
                while stack and any(part < stack[-1][1] for part in parts[i]):
                    stack.pop()
                paths.append(tuple(label for label, _ in stack))
                continue
            bare = row.label.strip(" :").casefold() in ("total", "totals", "sub-total", "subtotal", "sub total", "")
            bare = bare or totals.count(row.label.casefold()) > 1  # "All areas" of each kind of thing
            paths.append(tuple(label for label, _ in (stack if bare else stack[:-1])))
            stack.pop()
            continue
        paths.append(tuple(label for label, _ in stack))
    return tuple(paths)


_SMALL_WORDS = frozenset(
    [
        "the",
        "of",
        "and",
        "for",
        "to",
        "from",
        "by",
        "at",
        "in",
        "on",
        "total",
        "totals",
        "sub",
        "net",
        "overall",
        "grand",
    ]
)


def _names(total: str, section: str) -> bool:
    """Whether a total's label names a section: most of the section's words are in it."""
    words = {w.rstrip("s") for w in re.findall(r"\w+", section.casefold())} - _SMALL_WORDS
    there = {w.rstrip("s") for w in re.findall(r"\w+", total.casefold())}
    return bool(words) and len(words & there) >= max(1, len(words) - 1) and (len(words) > 1 or words <= there)
