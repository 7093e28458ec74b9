"""The body rows of a table on their way to a grid: their labels, their groups, the headings that they stand under."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from itertools import groupby

from structured.arithmetic import Sum
from structured.grouping import Grouped, SectionRow, group_rows, is_total_label, is_yardstick_label, section_paths
from structured.headers import Layout, Mark, mark, without_mark
from structured.observations import RowKind
from structured.periods import parse_period

_NUMBERS = ("one", "two", "three", "four", "five", "six", "seven", "eight", "nine", "ten", "eleven", "twelve")


@dataclass(frozen=True, slots=True, kw_only=True)
class Line:
    """One body row: its place, its own printed labels, and what is known of it so far.

    ``path`` is its labels with group and headings, outermost first. ``is_heading`` for a row without figures over
    others; ``has_member`` is false for a row that prints a group's label but none of a member.
    """

    index: int
    labels: tuple[str, ...]
    is_heading: bool
    has_member: bool
    group: str = ""
    path: tuple[str, ...] = ()
    kind: RowKind = RowKind.DATA
    inferred: tuple[str, ...] = ()

    @property
    def label(self) -> str:
        """The innermost label, '' when the row has none."""
        return next((label for label in reversed(self.labels) if label), "")


def has_leading_groups(layout: Layout) -> bool:
    """Whether two columns of labels stand side by side, so that the left one groups the rows."""
    labels = layout.label_columns
    return len(labels) > 1 and labels[1] == labels[0] + 1


def body_lines(layout: Layout, source: str, known: Mapping[str, str]) -> tuple[tuple[Line, ...], str]:
    """The body rows with labels and groups, and in words what could not be decided about the groups ('' when nothing).

    ``source`` is the report's text: prose that lists a group's members settles where it ends. So does ``known``, the
    group of each member as sister tables show it.
    """
    words, labels, data = layout.words, layout.label_columns, layout.data_columns
    figures = any(mark(words[r][c]) in (Mark.NUMBER, Mark.YEAR) for r in layout.body for c in data)
    lines = []
    for r in layout.body:
        own = tuple(without_mark(words[r][c]) for c in labels)
        filled = [c for c in data if words[r][c]]
        if figures and not any(own) and len(filled) == 1 and mark(words[r][filled[0]]) is Mark.TEXT and labels:
            # A heading printed over the figures instead of over the labels.
            own, filled = (words[r][filled[0]], *own[1:]), []
        bare = not filled
        heading = bare and bool(own) and bool(own[0]) and not any(own[1:]) and figures and r != layout.body[-1]
        heading = heading and not _is_time_before(own[0], without_mark(words[r + 1][labels[0]]))
        lines.append(Line(index=r, labels=own, is_heading=heading, has_member=len(own) < 2 or bool(own[-1])))
    return _with_groups(lines, layout, source, known)


def _is_time_before(label: str, below: str) -> bool:
    """Whether a row without figures is one of a series in time, and heads nothing: "2023" over "2024"."""
    period = parse_period(label)
    following = parse_period(below) if period is not None else None
    return period is not None and following is not None and period.kind is following.kind


def _with_groups(
    lines: Sequence[Line], layout: Layout, source: str, known: Mapping[str, str]
) -> tuple[tuple[Line, ...], str]:
    if len(layout.label_columns) < 2:
        return tuple(lines), ""
    lines = _with_further_measures(lines)
    places = [i for i, line in enumerate(lines) if not line.is_heading]
    outer = [lines[i].labels[0] for i in places]
    if layout.label_columns[1] < layout.label_columns[0]:
        grouped = Grouped(labels=tuple(outer))  # each row says its own
    elif not has_leading_groups(layout):
        # Figures stand between the two labels: the row with the outer label is the first of its group.
        grouped = Grouped(labels=tuple(_filled_down(outer)))
    else:
        members = [lines[i].labels[1] for i in places]
        fixed = _sister_groups(outer, members, known) or _listed_groups(outer, members, source)
        grouped = group_rows(outer, members, fixed=fixed, sizes=_counted_groups(outer, source))
    done = list(lines)
    for k, i in enumerate(places):
        why = ("row group",) if k in grouped.inferred else ("row group uncertain",) if k in grouped.uncertain else ()
        done[i] = replace(lines[i], group=grouped.labels[k], inferred=why)
    return tuple(done), grouped.doubt


def _with_further_measures(lines: Sequence[Line]) -> list[Line]:
    """The lines with those that hold but the last of three labels or more made further ones of the line above them."""
    found: list[Line] = []
    for line in lines:
        above = found[-1] if found else None
        is_further = len(line.labels) > 2 and bool(line.labels[-1]) and not any(line.labels[:-1])
        if is_further and above is not None and above.labels[0] and above.labels[-1]:
            line = replace(line, labels=(*above.labels[:-1], line.labels[-1]))
        found.append(line)
    return found


def _filled_down(labels: Sequence[str]) -> list[str]:
    filled, current = [], ""
    for label in labels:
        current = label or current
        filled.append(current)
    return filled


def _sister_groups(outer: Sequence[str], members: Sequence[str], known: Mapping[str, str]) -> list[list[int]]:
    """The groups as other tables show them, as runs of positions; none unless they fit all labels and members here."""
    groups = [known.get(member, "") for member in members if member]
    places = [i for i, member in enumerate(members) if member]
    runs = [
        [place for place, _ in run] for _, run in groupby(zip(places, groups, strict=True), key=lambda pair: pair[1])
    ]
    names = [groups[places.index(run[0])] for run in runs]
    labels = [label for label, member in zip(outer, members, strict=True) if label and member]
    fits = names == labels and all(any(outer[i] == name for i in run) for run, name in zip(runs, names, strict=True))
    return runs if fits else []


def _listed_groups(outer: Sequence[str], members: Sequence[str], source: str) -> list[list[int]]:
    """Groups that the report's prose lists ("North (Ash, Elm and Oak)"), as runs of positions."""
    if all(outer) or not any(outer):
        return []
    found = []
    for label in dict.fromkeys(filter(None, outer)):
        listing = (
            rf"\b{re.escape(label)}\b\s*(?:\(|:|–|-|covers|is|has|includes|consists of|comprises)\s*([^.;()\n\t]+)"
        )
        for match in re.finditer(listing, source):
            listed = match[1].casefold()
            places = [i for i, m in enumerate(members) if m and re.search(rf"\b{re.escape(m.casefold())}\b", listed)]
            runs = len(places) > 1 and places == list(range(places[0], places[-1] + 1))
            if runs and places[0] <= outer.index(label) <= places[-1]:
                found.append(places)
                break
    return found


def _counted_groups(outer: Sequence[str], source: str) -> dict[str, int]:
    """How many members the prose gives a group ("two tram lines"), where it gives one number only."""
    if all(outer) or not any(outer):
        return {}
    sizes = {}
    for label in dict.fromkeys(filter(None, outer)):
        before = rf"\b(\d{{1,2}}|{'|'.join(_NUMBERS)})\s+{re.escape(label)}\b"
        named = {_size(match[1]) for match in re.finditer(before, source, re.IGNORECASE)}
        if len(named) == 1:
            sizes[label] = named.pop()
    return sizes


def _size(word: str) -> int:
    return int(word) if word.isdigit() else _NUMBERS.index(word.casefold()) + 1


_OF_ALL = re.compile(r"all (?!others?\b)(?:[\w'’&,-]+ ?){1,6}$", re.IGNORECASE)


# A part of the row above is no further part of the total beneath.
_OF_WHICH = re.compile(r"(?:of (?:which|whom)|o/w|including|incl\.)(?!\w)", re.IGNORECASE)


def is_part(line: Line) -> bool:
    """Whether a row's label says that it is part of a row above ("of which: cars")."""
    return not line.is_heading and bool(_OF_WHICH.match(line.label))


def yardsticks(lines: Sequence[Line]) -> frozenset[int]:
    """The positions of the rows that the others are held against; none where they are not few among these."""
    rows = [i for i, line in enumerate(lines) if not line.is_heading]
    found = [i for i in rows if is_yardstick_label(lines[i].label)]
    return frozenset(found if 2 * len(found) < len(rows) - 1 else ())


def is_called_total(line: Line, layout: Layout) -> bool:
    """Whether a row's label calls it a total, or it stands outside the groups that the other rows are in."""
    outside = has_leading_groups(layout) and bool(line.labels[0]) and not line.has_member
    return not line.is_heading and (is_total_label(line.label) or outside)


def with_paths(lines: Sequence[Line], layout: Layout, parts: Mapping[int, Sequence[int]]) -> tuple[Line, ...]:
    """The rows with their full paths; ``parts`` maps the positions of known totals to those of what they add up."""
    over_all = len(lines) - 1 if lines and _is_of_all_sections(lines) else None
    rows = [
        SectionRow(
            label=line.label,
            is_heading=line.is_heading,
            is_total=is_called_total(line, layout) or i in parts or i == over_all,
        )
        for i, line in enumerate(lines)
    ]
    if layout.first_section:
        first = SectionRow(label=layout.first_section, is_heading=True, is_total=False)
        shifted = {total + 1: [p + 1 for p in of] for total, of in parts.items()}
        sections = section_paths([first, *rows], shifted)[1:]
    else:
        sections = section_paths(rows, parts)
    done = []
    for line, section in zip(lines, sections, strict=True):
        inner = tuple(filter(None, line.labels[1:] if len(line.labels) > 1 else line.labels))
        own = (line.group, *inner) if line.group else tuple(filter(None, line.labels))
        done.append(replace(line, path=tuple(label.strip().rstrip(":").strip() for label in (*section, *own))))
    return tuple(done)


def _is_of_all_sections(lines: Sequence[Line]) -> bool:
    """Whether the last row is of all that the headings name kinds of: "All shops" under "Town shops" and others."""
    headings = [line.label.split() for line in lines if line.is_heading]
    label = lines[-1].label
    if len(headings) < 2 or not _OF_ALL.match(label):
        return False
    last = label.split()[-1].casefold()
    return all(words and words[-1].strip(":").casefold() == last for words in headings)


def with_kinds(lines: Sequence[Line], layout: Layout, sums: Sequence[Sum], base: int | None) -> tuple[Line, ...]:
    """The rows with the part that each plays; an unlabelled row of sums is called "Total", and says that it was."""
    totals = {s.total for s in sums if s.confirmed}
    body = [i for i, line in enumerate(lines) if not line.is_heading and not is_part(line)]
    # "All schools" under the schools, or above them, is no school
    totals |= {i for i in (*body[:1], *body[-1:]) if len(body) > 2 and _OF_ALL.match(lines[i].label)}
    held_against = yardsticks(lines)
    done = []
    for i, line in enumerate(lines):
        kind = RowKind.DATA
        if line.is_heading:
            kind = RowKind.SECTION
        elif base == line.index:
            kind = RowKind.BASE
        elif i in totals or is_called_total(line, layout):
            kind = RowKind.TOTAL
        elif i and is_part(line):
            kind = RowKind.PART
        elif i in held_against:
            kind = RowKind.YARDSTICK
        if kind is RowKind.TOTAL and not any(line.labels):
            done.append(replace(line, kind=kind, path=(*line.path, "Total"), inferred=(*line.inferred, "row label")))
        else:
            done.append(replace(line, kind=kind))
    return tuple(done)
