"""Numbers that a text spells out: "three and a half", "two and a quarter million", "a hundred and thirty"."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from decimal import Decimal

_ONES = (
    "one", "two", "three", "four", "five", "six", "seven", "eight", "nine", "ten", "eleven", "twelve", "thirteen",
    "fourteen", "fifteen", "sixteen", "seventeen", "eighteen", "nineteen",
)  # fmt: skip
_TENS = ("twenty", "thirty", "forty", "fifty", "sixty", "seventy", "eighty", "ninety")
WORDS = {word: n for n, word in enumerate(_ONES, 1)} | {word: 10 * n for n, word in enumerate(_TENS, 2)}
"""The numbers up to ninety-nine by their words."""
WORDS |= {f"{ten}-{one}": 10 * i + j for i, ten in enumerate(_TENS, 2) for j, one in enumerate(_ONES[:9], 1)}
WORD = "|".join(sorted(WORDS, key=len, reverse=True))

_SMALL = rf"(?:{'|'.join(_TENS)})[\s-](?:{'|'.join(_ONES[:9])})|{WORD}"
_SCALES = {"thousand": 10**3, "million": 10**6, "billion": 10**9}
_SCALE = "|".join(_SCALES)
_PARTS = {"half": Decimal("0.5"), "quarter": Decimal("0.25"), "quarters": Decimal("0.75")}
_A_PART = r"a\shalf|a\squarter|three[\s-]quarters"
_SPELLED = re.compile(
    rf"""\b(?:
    (?:(?P<thousands>{_SMALL}|a)\sthousand(?:,|\sand|,\sand)?\s(?=(?:{_SMALL}|a)\b))?
    (?:(?P<hundreds>{_SMALL}|a)\shundred\b(?:\sand\s(?P<rest>{_SMALL})\b)?|(?P<small>{_SMALL})\b)
    (?:\sand\s(?P<and>{_A_PART})\b)?
    (?:\s(?P<scale>{_SCALE})\b)?
    |(?P<of>half\sa|(?:a\squarter|three[\s-]quarters)\sof\sa|a)\s(?P<of_scale>{_SCALE})\b
    )(?![\s-](?:half|third|quarter|fifth|sixth|eighth|tenth)s?\b)""",
    re.VERBOSE | re.IGNORECASE,
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Spelled:
    """A number spelled out at ``text[start:end]``: ``value`` of ``scale`` (2.25 of a million)."""

    start: int
    end: int
    value: Decimal
    scale: int
    word: str | None
    """The one word that says it ("one", "seven"), where one does."""


def spelled_numbers(text: str) -> Iterator[Spelled]:
    """The numbers that a text spells out, in reading order.

    >>> [str(s.value * s.scale) for s in spelled_numbers("two and a quarter million, a hundred and thirty")]
    ['2250000.00', '130']
    """
    for match in _SPELLED.finditer(text):
        scale = (match["scale"] or match["of_scale"] or "").casefold()
        word = match["small"] if match[0] == match["small"] else None
        yield Spelled(start=match.start(), end=match.end(), value=_value(match), scale=_SCALES.get(scale, 1), word=word)


def _value(match: re.Match[str]) -> Decimal:
    if match["of"]:
        return _part(match["of"].casefold().removesuffix(" a").removesuffix(" of"))
    value = 1000 * _small(match["thousands"]) + 100 * _small(match["hundreds"])
    value += _small(match["rest"]) + _small(match["small"])
    return value + (_part(match["and"]) if match["and"] else Decimal(0))


def _part(words: str) -> Decimal:
    """What "half", "a quarter" or "three quarters" is of one; one for "a"."""
    return _PARTS.get(words.casefold().replace("-", " ").split()[-1], Decimal(1))


def _small(words: str | None) -> int:
    if words is None:
        return 0
    return 1 if words.casefold() == "a" else WORDS["-".join(words.casefold().split())]
