"""Shorthand beside figures: the marks that cells, labels and titles end with, and what a report's key says of each.

Statistics are published with marks such as "[c]", "1,204 [r]", "2025 [p]", "Ashford [note 2]" or "Total*". Some stand
for a figure that is not given, some say what becomes of it, and some point to a note.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from structured.observations import MissingReason

_RAISED = "⁰¹²³⁴⁵⁶⁷⁸⁹"
_DIGITS = str.maketrans(_RAISED, "0123456789")
_SIGNS = r"[*†‡§#]{1,3}"
_LAST = re.compile(
    rf"\s*(?:\[(?P<bracketed>[^\[\]]{{1,40}})\]|\((?P<round>[a-z]|\d)\)|(?P<raised>(?<!\bm)(?<!\b[kc]m)[{_RAISED}]+)|(?P<sign>[*†‡§]+)|"
    r"(?<=[\d%)])\s?(?P<flag>[rpe]))$",
    re.IGNORECASE,
)
_LONGEST = 60
"""Letters of a mark with its brackets and the spaces before it."""
_MOST_MARKS = 16
"""At the end of one cell: a thousand stars are a line drawn, and no marks."""
_NOTE_WORD = re.compile(r"(?:foot|end)?notes?\.?\s*", re.IGNORECASE)
_ONE = re.compile(r"[a-z]{1,4}|\d{1,3}|\^[\w-]{1,20}", re.IGNORECASE)
_SAYS = r"(?:=|means?\b|denotes?\b|indicates?\b|stands? for\b|represents?\b|signif(?:y|ies)\b|shows?\b)"
_HEAD = re.compile(
    rf"""(?:(?<!\w)[\[("“'‘](?P<marked>[a-z]{{1,4}}|{_SIGNS}|[.:~–-]{{1,3}})[\])"”'’]\s*(?:{_SAYS}|[:–-])|
    (?<!\w)(?P<na>n/?a)\s*(?:{_SAYS}|[:–-]\s)|
    (?<![\w\[("“'‘])(?P<bare>[a-z]{{1,2}}|{_SIGNS}|[.:~–-]{{1,3}})\s*(?:=|(?<=[^a-z\s])\s{_SAYS}))\s*""",
    re.VERBOSE | re.IGNORECASE,
)
_END = re.compile(r"[;\n]|\.(?=\s|$)")
_WITHHELD = re.compile(
    r"\b(?:suppress\w*|withheld|confidential\w*|disclos\w*|redact\w*|(?:fewer|less) than|"
    r"small (?:number|count|value)s?)\b",
    re.IGNORECASE,
)
_UNAVAILABLE = re.compile(
    r"\b(?:not? (?:available|applicable|collected|recorded|reported|published|known|data)|"
    r"unavailable|missing|unknown)\b",
    re.IGNORECASE,
)
STANDARD = {
    "b": "break in the series",
    "c": "confidential",
    "e": "estimated",
    "f": "forecast",
    "low": "low figure",
    "p": "provisional",
    "r": "revised",
    "u": "low reliability",
    "x": "not available",
    "z": "not applicable",
}
"""What statistics bodies agree to mean by a mark in square brackets, where a table has no key of its own."""


@dataclass(frozen=True, slots=True, kw_only=True)
class KeyEntry:
    """What a key says of a mark (lower case, without brackets): ``meaning``, at ``start`` to ``end`` of its text."""

    mark: str
    meaning: str
    start: int
    end: int


def marks_of(text: str) -> tuple[str, ...]:
    """The marks that a cell, a label or a title ends with, in their order, lower case and without brackets.

    >>> marks_of("1,525 [r][note 2]"), marks_of("Ashford²"), marks_of("[c]"), marks_of("12 500 p"), marks_of("Widgets")
    (('r', '2'), ('2',), ('c',), ('p',), ())
    """
    found: list[str] = []
    rest = text.rstrip()
    for _ in range(_MOST_MARKS):
        match = _LAST.search(rest, max(0, len(rest) - _LONGEST))
        if match is None:
            break
        found[:0] = _named(match)
        rest = rest[: match.start()].rstrip()
    return tuple(dict.fromkeys(found))


def _named(match: re.Match[str]) -> list[str]:
    if match["raised"]:
        return [match["raised"].translate(_DIGITS)]
    if match["bracketed"]:
        inner = _NOTE_WORD.sub("", match["bracketed"]).casefold()
        return [part.removeprefix("^") for part in re.split(r"[\s,;]+|\band\b", inner) if _ONE.fullmatch(part)]
    return [(match["round"] or match["sign"] or match["flag"]).casefold()]


def key_entries(text: str) -> Iterator[KeyEntry]:
    """What a line says of the marks beside figures.

    >>> [(e.mark, e.meaning) for e in key_entries("[c] = suppressed; p = provisional, r = revised. '*' means under 5.")]
    [('c', 'suppressed'), ('p', 'provisional'), ('r', 'revised'), ('*', 'under 5')]
    """
    heads = list(_HEAD.finditer(text))
    for i, head in enumerate(heads):
        limit = heads[i + 1].start() if i + 1 < len(heads) else len(text)
        stop = _END.search(text, head.end(), limit)
        end = stop.start() if stop else limit
        meaning = text[head.end() : end].rstrip(" ,;.([“\"'‘")
        if meaning:
            mark = (head["marked"] or head["na"] or head["bare"]).casefold()
            yield KeyEntry(mark=mark, meaning=meaning, start=head.start(), end=head.end() + len(meaning))


def keyed_reasons(texts: Sequence[str]) -> dict[str, MissingReason]:
    """The marks that stand for a figure that is not given, as a table's own notes say."""
    found: dict[str, MissingReason] = {}
    for entry in (entry for text in texts for entry in key_entries(text)):
        if _WITHHELD.search(entry.meaning):
            found[entry.mark] = MissingReason.SUPPRESSED
        elif _UNAVAILABLE.search(entry.meaning):
            found[entry.mark] = MissingReason.NOT_AVAILABLE
    return found
