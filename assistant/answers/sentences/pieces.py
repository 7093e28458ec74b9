"""The pieces that sentences are made of: names, figures and citations of cells."""

from __future__ import annotations

from assistant.answers.labels import column_name, row_name
from assistant.answers.wording import Wording
from assistant.questions.catalogue import GridEntry
from assistant.questions.glossary import Glossary
from assistant.questions.question import Question
from structured.engine import Value
from structured.observations import Observation
from structured.units import Quantity


class Pieces:
    """What a question's sentences take from a result, each piece noted in the wording as it is taken."""

    def __init__(self, question: Question, glossary: Glossary, wording: Wording) -> None:
        """Words, figures and citations go to ``wording``."""
        self.question = question
        self.glossary = glossary
        self.wording = wording

    def cite(self, entry: GridEntry, observation: Observation) -> int:
        """The number of the citation of a cell."""
        return self.wording.citations.cell(entry.frame, observation)

    def name(self, entry: GridEntry, observation: Observation) -> str:
        """A cell's row, as it stands in the text."""
        return self.wording.label(row_name(entry.frame, observation.row_path))

    def column(self, observation: Observation) -> str:
        """A cell's columns, as they stand in the text."""
        return self.wording.label(column_name(observation.column_path))

    def note(self, observation: Observation, n: int, quantity: Quantity | None = None) -> None:
        """Note a figure that the text states from a cell, or what it made of it."""
        value = quantity or observation.quantity
        if value is not None:
            self.wording.figure(
                value,
                " / ".join(p for p in (" › ".join(observation.row_path), " › ".join(observation.column_path)) if p),
                n,
                derived=False,
            )

    def derive(self, value: Value) -> None:
        """Note a figure that was computed."""
        if value.quantity is not None:
            self.wording.figure(value.quantity, "computed", None, derived=True)

    def where(self, entry: GridEntry) -> str:
        """The title of a table or of its section, as it stands in the text."""
        return self.wording.label(entry.frame.title or (entry.frame.section[-1] if entry.frame.section else ""))
