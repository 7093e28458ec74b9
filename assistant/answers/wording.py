"""Wording: text under construction, with its figures and the citations that bear them.

Figures are printed as the report prints them; computed ones to the precision that their operands allow.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from decimal import ROUND_HALF_UP, Decimal

from assistant.answers.answer import CitedCell, Figure
from assistant.answers.citations import Citations
from assistant.answers.labels import clean_label
from structured.units import Quantity, Unit, UnitKind, format_quantity, unit_code


@dataclass(slots=True)
class Wording:
    """Text under construction with its figures, citations and the labels that stand in it.

    ``compared`` are the cells that a ranking chose among.
    """

    citations: Citations
    parts: list[str] = field(default_factory=list)
    figures: list[Figure] = field(default_factory=list)
    labels: list[str] = field(default_factory=list)
    warnings: list[str] = field(default_factory=list)
    compared: tuple[CitedCell, ...] = ()

    def text(self) -> str:
        """The text so far, white space folded."""
        return re.sub(r"\s+", " ", " ".join(self.parts)).strip()

    def figure(self, quantity: Quantity, label: str, citation: int | None, *, derived: bool) -> None:
        """Note a figure that the text states."""
        self.figures.append(
            Figure(
                value=_rounded(quantity),
                unit=unit_code(quantity.unit),
                label=label,
                citation=citation,
                derived=derived,
                printed=format_quantity(quantity),
            )
        )

    def count(self, n: int, label: str) -> None:
        """Note a number of things that the text counts."""
        self.figure(Quantity(value=Decimal(n), unit=Unit(kind=UnitKind.COUNT)), label, None, derived=True)

    def label(self, text: str) -> str:
        """A label as it stands in the text; its digits are not figures."""
        cleaned = clean_label(text)
        if cleaned:
            self.labels.append(cleaned)
        return cleaned


def _rounded(quantity: Quantity) -> Decimal:
    return quantity.value.quantize(Decimal(1).scaleb(-quantity.decimals), rounding=ROUND_HALF_UP)
