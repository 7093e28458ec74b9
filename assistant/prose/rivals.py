"""Two figures for one thing: what a table prints, and the sentence that states another figure."""

from __future__ import annotations

import re
from collections.abc import Sequence
from decimal import Decimal

from assistant.prose.ranking import Found
from assistant.questions.expected import figures
from corpus.document import Sentence
from corpus.sentences import plain
from structured.units import Quantity, UnitKind, to_base

LIKELY = 0.8
"""How much of the question a sentence must itself say to be about the same thing."""
NEAR = Decimal("1.5")
"""Up to how many times one figure the other may be."""
_RATE = UnitKind.RATE
_TWO = re.compile(
    r"\b(?:what|which) (?:are the )?(?:two|both|different|conflicting) (?:different |conflicting )?"
    r"(?P<kind>(?:[\w-]+ )?(?:figure|number|rate|percentage|count|total|amount))s\b"
    r"(?: (?:do|does|did) (?:the |each |this )?(?:reports?|it|they|documents?) (?:give|state|print|show|have|contain))?"
    r"(?P<link> (?:for|of|on|about)\b)?",
    re.IGNORECASE,
)
_TEXT_AND_TABLE = re.compile(
    r"\b(?:what|which) (?P<kind>(?:[\w-]+ ){0,2}?(?:figure|number|rate|percentage|count|total|amount))s?"
    r" (?:do|does|did) the (?:text|prose|words|tables?) and the (?:text|prose|words|tables?)"
    r"(?: (?:each|both|separately))? (?:give|state|print|show|say|have)(?P<link> (?:for|of|on|about)\b)?",
    re.IGNORECASE,
)


def as_one(text: str) -> str | None:
    """The question for one figure that a question for two figures repeats; None when it asks for nothing of the kind.

    >>> as_one("What two complaint rates does the report give for 2024?")
    'What is the complaint rate for 2024?'
    >>> as_one("What two figures does it give for widgets sold?")
    'What is the figure for widgets sold?'
    >>> as_one("What price figure do the text and the table each give for it?")
    'What is the price figure for it?'
    """
    found = _TWO.search(text) or _TEXT_AND_TABLE.search(text)
    if found is None:
        return None
    return f"{text[: found.start()]}What is the {found['kind']}{found['link'] or ''}{text[found.end() :]}"


def other_figure(printed: Quantity, found: Sequence[Found]) -> Sentence | None:
    """The best sentence about the same thing that states another figure of the same unit, and not that one."""
    for part in found:
        for evidence in part.ranked:
            stated = [m.quantity for m in figures(plain(evidence.sentence.text)) if _alike(m.quantity, printed)]
            if evidence.own < LIKELY or not stated:
                continue
            if any(q.value == printed.value or to_base(q) == to_base(printed) for q in stated):
                break  # the nearest sentence repeats the table
            if any(_near(q, printed) for q in stated):
                return evidence.sentence
    return None


def _near(stated: Quantity, printed: Quantity) -> bool:
    """Whether two figures are so near that they may be meant to be one; the busiest day is no rival of the year."""
    low, high = sorted((abs(stated.value * stated.unit.scale), abs(printed.value * printed.unit.scale)))
    if _RATE in {stated.unit.kind, printed.unit.kind} and stated.unit.kind is not printed.unit.kind:
        low, high = sorted((abs(stated.value), abs(printed.value)))
    return low * NEAR >= high


def _alike(stated: Quantity, printed: Quantity) -> bool:
    """Whether two figures may be of one thing; "0.4 complaints per 1,000" has its unit apart from its number."""
    kinds = stated.unit.kind, printed.unit.kind
    return kinds[0] is kinds[1] or (kinds == (UnitKind.COUNT, UnitKind.RATE) and stated.decimals > 0)
