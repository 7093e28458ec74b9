"""Worder: the sentences for the results of readings, and the questions back that let a user choose among them."""

from __future__ import annotations

from collections.abc import Sequence

from assistant.answers.amounts import amount
from assistant.answers.labels import clean_label, column_name, row_name
from assistant.answers.sentences.aggregates import write_aggregate
from assistant.answers.sentences.caveats import caveats, undated
from assistant.answers.sentences.changes import write_change
from assistant.answers.sentences.comparisons import write_comparison
from assistant.answers.sentences.filters import write_filter
from assistant.answers.sentences.levels import write_level
from assistant.answers.sentences.lookups import write_lookup
from assistant.answers.sentences.pieces import Pieces
from assistant.answers.sentences.rankings import write_ranking
from assistant.answers.sentences.shares import write_ratio, write_share
from assistant.answers.sentences.trends import write_trend
from assistant.answers.sentences.withheld import write_withheld
from assistant.answers.wording import Wording
from assistant.questions.glossary import Glossary
from assistant.questions.question import Question
from assistant.questions.understanding import names
from assistant.readings import Reading
from structured.engine import Result
from structured.plan import Operation


class Worder:
    """Words readings' results. One for each answer."""

    def __init__(self, question: Question, glossary: Glossary, wording: Wording) -> None:
        """Words, figures and citations go to ``wording``."""
        self.wording = wording
        self.pieces = Pieces(question, glossary, wording)

    def choice(self, reading: Reading, result: Result, *, titled: bool) -> str:
        """A reading in a few words, for the user to choose it."""
        cell = result.operands[-1]
        parts = [clean_label(row_name(reading.entry.frame, cell.row_path)), column_name(cell.column_path)]
        title = clean_label(reading.entry.frame.title)
        return ", ".join(p for p in ([title] if titled else []) + parts if p)

    def write_choices(self, offered: Sequence[tuple[Reading, Result]], choices: Sequence[str]) -> None:
        """A question back that lists what could be meant, each with its figure where it is one."""
        listed = []
        for number, ((reading, result), choice) in enumerate(zip(offered, choices, strict=True), 1):
            cell = result.operands[-1]
            line = f"({number}) {self.wording.label(choice)}"
            if reading.plan.operation is Operation.LOOKUP and cell.quantity is not None:
                n = self.pieces.cite(reading.entry, cell)
                self.pieces.note(cell, n)
                line += f": {amount(cell)} [{n}]"
            listed.append(line)
        self.wording.parts.append(f"That could mean several things. Which one: {'; '.join(listed)}?")

    def write(self, reading: Reading, result: Result, *, titled: bool = False) -> Wording:
        """The sentence for a reading's result, after the table's title where that tells it from others."""
        entry = reading.entry
        if titled and entry.frame.title:
            self.wording.parts.append(f"{self.pieces.where(entry)} –")
        match reading.plan.operation:
            case Operation.LOOKUP:
                write_lookup(self.pieces, entry, result.values[0].sources[0], lead=True)
            case Operation.LEVEL:
                write_level(self.pieces, entry, result)
            case Operation.DIFFERENCE | Operation.PERCENT_CHANGE:
                write_change(self.pieces, entry, reading, result)
            case Operation.SUM | Operation.MEAN:
                write_aggregate(self.pieces, entry, reading, result)
            case Operation.RANK:
                write_ranking(self.pieces, entry, reading, result)
            case Operation.SHARE:
                write_share(self.pieces, entry, result)
            case Operation.RATIO:
                write_ratio(self.pieces, entry, result)
            case Operation.COMPARE:
                write_comparison(self.pieces, reading, result)
            case Operation.TREND:
                write_trend(self.pieces, entry, result)
            case Operation.FILTER | Operation.COUNT:
                write_filter(self.pieces, entry, reading, result)
        caveats(self.pieces, entry, result)
        undated(self.pieces, reading)
        if reading.assumed:
            self.wording.warnings.append(f"The table itself does not print {names(reading.assumed)}.")
        return self.wording

    def write_withheld(self, reading: Reading, result: Result) -> Wording:
        """That a calculation cannot be done, because the report withholds figures that it needs."""
        write_withheld(self.pieces, reading, result)
        return self.wording
