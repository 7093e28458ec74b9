"""Questions, claims and answers. For other programs: ``from assistant import open_library``.

What is named here is public and stays; everything else may change from one version to the next. Names are fetched when
they are first used, so that a command that needs none of them starts at once.
"""

from __future__ import annotations

from importlib import import_module
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from assistant.answers.answer import Answer, Citation, CitedCell, Figure, Route, Verdict
    from assistant.libraries.adding import AddedDocument, AddStatus
    from assistant.report_library import ReportLibrary, open_library
    from corpus.document import Document, Locator, Passage
    from corpus.errors import ReportError
    from corpus.store import DocumentInfo
    from structured.engine import Result, Value
    from structured.observations import Grid, Observation
    from structured.plan import CellRef, Condition, Operation, Plan, Test
    from structured.units import Quantity, Unit

_HOMES = {
    "assistant.libraries.adding": ("AddStatus", "AddedDocument"),
    "assistant.answers.answer": ("Answer", "Citation", "CitedCell", "Figure", "Route", "Verdict"),
    "assistant.report_library": ("ReportLibrary", "open_library"),
    "corpus.document": ("Document", "Locator", "Passage"),
    "corpus.errors": ("ReportError",),
    "corpus.store": ("DocumentInfo",),
    "structured.engine": ("Result", "Value"),
    "structured.observations": ("Grid", "Observation"),
    "structured.plan": ("CellRef", "Condition", "Operation", "Plan", "Test"),
    "structured.units": ("Quantity", "Unit"),
}
_HOME_OF = {name: module for module, names in _HOMES.items() for name in names}

__all__ = [
    "AddStatus",
    "AddedDocument",
    "Answer",
    "CellRef",
    "Citation",
    "CitedCell",
    "Condition",
    "Document",
    "DocumentInfo",
    "Figure",
    "Grid",
    "Locator",
    "Observation",
    "Operation",
    "Passage",
    "Plan",
    "Quantity",
    "ReportError",
    "ReportLibrary",
    "Result",
    "Route",
    "Test",
    "Unit",
    "Value",
    "Verdict",
    "open_library",
]


def __getattr__(name: str) -> Any:
    if name not in _HOME_OF:
        raise AttributeError(f"module 'assistant' has no public name '{name}'; it has: {', '.join(__all__)}")
    value = getattr(import_module(_HOME_OF[name]), name)
    globals()[name] = value
    return value


def __dir__() -> list[str]:
    return sorted(__all__)
