"""Wholes: what a question asks a share of, and which columns of one table are shares of it."""

from __future__ import annotations

import re
from functools import cached_property

from assistant.questions.catalogue import GridEntry
from assistant.questions.needs import Linked
from assistant.questions.question import Question
from assistant.questions.sides import SOLID, Side, merge
from structured.observations import ColumnKind
from structured.units import UnitKind

_SHARE_OF = re.compile(
    r"(?:\b(?:shares?|proportions?|percentages?|per ?cent|fractions?)|%) of (.+?)"
    r"(?= (?:was|were|is|are|that|who|which|made|did|do|does|has|have|had|went|goes|go|came|comes|turned out|"
    r"proved)\b| \w{3,}ed\W*$|$)",
    re.IGNORECASE,
)
_OF_IT_FIRST = re.compile(
    r"^(?:and |so )?(?:out )?of (.+?),? (?:what|which|how (?:much|many))\b"
    r"(?=[^?]*(?:share|proportion|percent|per cent|fraction|%))",
    re.IGNORECASE,
)
_OF_THE_WHOLE = 0.7


class Wholes:
    """The whole that a question asks a share of, beside the columns of one table."""

    def __init__(self, entry: GridEntry, question: Question, linked: Linked, columns: tuple[Side, ...]) -> None:
        """Look in ``question``, whose words are ``linked``; ``columns`` are those of ``entry`` as it sees them."""
        self.entry = entry
        self.grid = entry.frame
        self.question = question
        self.linked = linked
        self.columns = columns

    def said(self, column: int) -> dict[int, float]:
        """What a column of percentages leaves unsaid of its whole: "the share of trips" beside a column of trips."""
        unit = self.grid.columns[column].unit
        cells = (self.entry.cell(r, column) for r in range(len(self.grid.rows)))
        first = next((c.quantity.unit for c in cells if c is not None and c.quantity is not None), unit)
        if first is None or first.kind is not UnitKind.PERCENT:
            return {}
        text = self.question.text
        spans = [m.span(1) for m in _SHARE_OF.finditer(text)]
        inside = {n.index for n in self.linked.needs if any(s <= n.token.start < e for s, e in spans)}
        others = merge(*(s.covers for s in self.columns if s.index != column and self._counts(s.index)))
        return {i: _OF_THE_WHOLE for i, s in others.items() if i in inside and s >= SOLID}

    def _counts(self, column: int) -> bool:
        """Whether a column holds amounts, of which there are shares: no percentages, no distances."""
        kinds = {
            q.unit.kind for r in range(len(self.grid.rows)) if (c := self.entry.cell(r, column)) and (q := c.quantity)
        }
        return self.grid.columns[column].kind is ColumnKind.LEVEL and not kinds & {UnitKind.PERCENT, UnitKind.POINTS}

    @cached_property
    def words(self) -> frozenset[int]:
        """The words of what a share is asked of ("homes in York" of "what share of homes in York is let?").

        None where the question says nothing after it, so that the part stands there too.
        """
        text = self.question.text
        spans = [m.span(1) for of in (_SHARE_OF, _OF_IT_FIRST) for m in of.finditer(text)]
        inside = {n.index for n in self.linked.needs if any(s <= n.token.start < e for s, e in spans)}
        after = [n for n in self.linked.needs if n.required and any(n.token.start >= e for _, e in spans)]
        return frozenset(inside) if after else frozenset()
