"""What a table's title says its figures are counted in, where it says so of several kinds of them."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass

from structured.headers import LabelUnit, unit_in_label
from structured.periods import parse_period
from structured.units import COUNT, UnitKind, plain, unit_named

_BRACKETS = re.compile(r"\(([^()]+)\)(?P<after>\W*\w*)")
_NEXT = re.compile(r";\s*(?:and\s+)?|,\s+and\s+")
_NUMBER = re.compile(r"(?:number|no\.?|count|headcount|ftes?|full[- ]time equivalents?)(?!\w)", re.IGNORECASE)
_OF_WHAT = re.compile(r"(?P<what>[a-z]\w+(?: \w+){0,4}?) (?:in|per) ", re.IGNORECASE)
_ALL = re.compile(r"(?:all|figures?|numbers?|amounts?|values?|totals?|counts?)\b", re.IGNORECASE)
_ENDS = re.compile(r"\s*(?:[,;.]|by\b|$)", re.IGNORECASE)
_WORD = re.compile(r"[^\W\d_]{3,}")
_NO_WORDS = frozenset({"and", "the", "for", "per", "with", "from", "number", "all", "table"})
_ALIKE = 4
"""Letters that two words begin with at least where they are one word in two forms: "sick" and "sickness"."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Statement:
    """A unit that a title states, and the words that say of what. ``general`` where it is that of the table's figures
    unless more is said.
    """

    words: str
    named: LabelUnit
    general: bool


def stated_units(title: str) -> tuple[Statement, ...]:
    """The units that a title states in brackets, in order.

    >>> [s.named.unit.symbol for s in stated_units("Trust by group (% of those asked; change in percentage points)")]
    ['%', 'pp']
    """
    title = plain(title)
    found: list[Statement] = []
    start = 0
    for brackets in _BRACKETS.finditer(title):
        before = title[start : brackets.start()]
        for i, part in enumerate(_NEXT.split(brackets[1])):
            named = LabelUnit(unit=COUNT) if _NUMBER.match(part) else unit_in_label(f"({part})")
            if named is None or (named.unit.kind is UnitKind.PERCENT and not _ENDS.match(brackets["after"])):
                continue
            of = _OF_WHAT.match(part)
            own = of is not None and (named.scale_only or unit_named(of["what"]) is None) and not _ALL.match(of["what"])
            says = f"{of['what']} {named.unit.symbol}" if of and own else ""
            if _NUMBER.match(part) or part.casefold().startswith("per "):
                says = ""
            found.append(
                Statement(words=says or (part if i else before), named=named, general=not (found or i or says))
            )
            start = brackets.end(1) + 1
    return tuple(found)


def unit_stated(statements: Sequence[Statement], heading: Sequence[str], row: Sequence[str]) -> LabelUnit | None:
    """The unit of the figures under a heading, or in a row where the heading is but a time: that of the statement with
    the most of its words, else the general one; None where there is none.
    """
    mine = _words_of(heading) or _words_of(row)
    shared = [sum(any(_are_alike(m, w) for w in _words(s.words)) for m in mine) for s in statements]
    if any(shared):
        return statements[shared.index(max(shared))].named
    return next((s.named for s in statements if s.general), None)


def is_of_kinds(statements: Sequence[Statement]) -> bool:
    """Whether a title states units of several kinds, or one of some of the figures, or a number or a share of all."""
    kinds = {statement.named.unit.kind for statement in statements}
    plainly = any(
        not s.general or (s.named.unit.kind in (UnitKind.COUNT, UnitKind.PERCENT) and not s.named.scale_only)
        for s in statements
    )
    return len(kinds) > 1 or plainly


def _words_of(labels: Sequence[str]) -> list[str]:
    return [word for label in labels if parse_period(label) is None for word in _words(label)]


def _words(text: str) -> list[str]:
    return [word for word in map(str.casefold, _WORD.findall(text)) if word not in _NO_WORDS]


def _are_alike(one: str, other: str) -> bool:
    shorter = min(len(one), len(other))
    n = max(_ALIKE, shorter - 1)
    return one == other or (shorter >= _ALIKE and one[:n] == other[:n])
