"""Dimensions: what "the oldest", "longer" or "dearer" measure, and which figures are of that."""

from __future__ import annotations

import re
from dataclasses import dataclass

from assistant.questions.cues import PER_HEAD
from structured.units import UnitKind


@dataclass(frozen=True, slots=True, kw_only=True)
class Dimension:
    """Something that things have more or less of.

    ``asked`` are the words that ask for the most or the least of it, ``compared`` those that hold two against each
    other by it; ``named`` is what a label says that measures it, ``unit`` the kind of unit that nothing else has.
    """

    asked: re.Pattern[str]
    compared: re.Pattern[str] | None
    named: re.Pattern[str]
    unit: UnitKind | None

    def measures(self, label: str, kind: UnitKind | None) -> bool:
        """Whether a figure under this label, in a unit of this kind, is of this dimension."""
        return bool(self.named.search(label)) or (self.unit is not None and kind is self.unit)


def _pattern(text: str) -> re.Pattern[str]:
    return re.compile(text, re.IGNORECASE)


TIME = Dimension(
    asked=_pattern(r"\b(?:long|short|slow|fast|quick)est\b"),
    compared=_pattern(r"(?:long|short|slow|fast|quick)er|waits?|waited|waiting"),
    named=_pattern(r"\b(?:times?|waits?|waiting|length|lasted|duration|days|hours|minutes|weeks|speed)\b"),
    unit=UnitKind.DURATION,
)
DIMENSIONS = (
    Dimension(
        asked=PER_HEAD,
        compared=None,
        named=_pattern(
            r"\bper (?:[\d,]+|head|capita|resident|person|inhabitant|member|pupil|employee|fte|household|home)\b"
            r"|\brate\b"
        ),
        unit=UnitKind.RATE,
    ),
    Dimension(
        asked=_pattern(r"\b(?:old|young)est\b"),
        compared=_pattern(r"(?:old|young)er"),
        named=_pattern(r"\b(?:ages?|old|years?)\b"),
        unit=None,
    ),
    TIME,
    Dimension(
        asked=_pattern(r"\b(?:dear|cheap|costli)est\b|\bmost expensive\b"),
        compared=_pattern(r"(?:dear|cheap|costli)er|expensive"),
        named=_pattern(r"\b(?:costs?|prices?|charges?|fees?|spend\w*|outturn)\b"),
        unit=UnitKind.MONEY,
    ),
    Dimension(
        asked=_pattern(r"\bheaviest\b"),
        compared=_pattern(r"heavier"),
        named=_pattern(r"\b(?:weights?|tonnes|kg)\b"),
        unit=UnitKind.MASS,
    ),
)
