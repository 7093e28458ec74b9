"""The errors of this package: sums that may not be done. ``corpus/errors.py`` shows the whole tree."""

from __future__ import annotations

from corpus.errors import ReportError


class StructuredError(ReportError):
    """A calculation that cannot be done, or should not be."""


class UnitMismatch(StructuredError):
    """Two quantities do not share a unit that the operation could work in."""


class MissingValue(StructuredError):
    """An operand is a blank, suppressed or unavailable cell; it is never taken for 0."""


class UndefinedResult(StructuredError):
    """The operation has no result for these operands, such as a change from zero."""


class InvalidPlan(StructuredError):
    """A plan refers to a step or an operation that is not there, or has the wrong number of inputs."""
