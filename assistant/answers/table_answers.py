"""Table answers: what the best readings of the tables give, one or several that fit alike."""

from __future__ import annotations

from dataclasses import replace
from itertools import islice, zip_longest

from assistant import readings
from assistant.answers.answer import Answer, Route
from assistant.answers.finishing import Finishing, decline
from assistant.answers.labels import clean_label, row_name
from assistant.questions.conversation import Turn, shown_by
from assistant.questions.needs import TELLING
from assistant.questions.outline import is_total_label
from assistant.questions.question import Question
from assistant.questions.scope import Scope
from assistant.questions.suiting.kinds import is_mostly_beside, is_of_another_kind
from assistant.questions.suiting.offer import SINGLE, Offer
from assistant.questions.suiting.verdict import holds_what_is_asked, is_withheld
from assistant.questions.unmeasured import tables_meant
from assistant.questions.unnamed import tables_with
from assistant.readings import Reading
from assistant.readings.pairs import is_bare_time
from structured.engine import Result, run
from structured.observations import MissingReason
from structured.plan import Operation

_STEPS = frozenset({Operation.DIFFERENCE, Operation.TREND, Operation.PERCENT_CHANGE})
_PARTS = frozenset({Operation.SHARE, Operation.RATIO})
TIE = 0.03
"""Readings whose scores are this close fit a question alike."""
MOST_SEVERAL = 4
"""Up to so many figures are all given; beyond, the user is asked which one is meant."""
MOST_CHOICES = 8


class TableAnswers:
    """Answers from the readings of tables, over one scope."""

    def __init__(self, scope: Scope) -> None:
        """Answer from ``scope`` and nothing else."""
        self.scope = scope
        self._finishing = Finishing(scope)

    def which_table(self, turn: Turn) -> Answer | None:
        """The tables to choose from for a question that only names what they all have a row for."""
        tables = tables_meant(turn, self.scope.catalogue)[:MOST_CHOICES]
        if not tables or turn.reading is None:
            return None
        name = clean_label(turn.reading.entry.frame.rows[turn.reading.rows[0]].path[-1])
        choices = tuple(dict.fromkeys(f"{name}, {clean_label(t.frame.title)}" for t in tables if t.frame.title))
        if len(choices) < 2:
            return None
        listed = "; ".join(f"({n}) {choice}" for n, choice in enumerate(choices, 1))
        text = f"There are figures on that in several tables. Which one: {listed}?"
        return decline(turn.question.asked, text, route=Route.CLARIFICATION, choices=choices)

    def overall(self, turn: Turn) -> Answer | None:
        """What all was over or under its plan, for a question that names nothing that was; the choice where several."""
        if turn.earlier is not None:
            return None
        catalogue = self.scope.catalogue
        found = [(r, run(r.plan, catalogue.observation)) for r in readings.overall(turn.question, catalogue)]
        if len(found) > 1:
            return self._choice(turn.question, found, titled=True)
        if not found:
            return None
        worder = self._finishing.worder(turn.question)
        ((reading, result),) = found
        return self._finishing.finish(
            turn.question, Route.CALCULATION, worder.write(reading, result, titled=True), result.working
        )

    def of_what(self, turn: Turn) -> Answer | None:
        """The tables to choose from for a question that names a measure and nothing that has one."""
        tables = tables_with(turn, self.scope.catalogue)
        titles = tuple(dict.fromkeys(clean_label(t.frame.title) for t, _ in tables if t.frame.title))[:MOST_CHOICES]
        if not titles:
            return None
        asked = turn.question.asked.strip().rstrip("?")
        text = f"Please say of what: the question names no row. There are such figures in {'; '.join(titles)}."
        named = ([row_name(t.frame, path) for r in rows if (path := t.frame.rows[r].path)] for t, rows in tables)
        names = dict.fromkeys(
            name for some in zip_longest(*named) for name in some if name and not is_total_label(name)
        )
        choices = tuple(f"{asked} for {name}?" for name in islice(names, MOST_CHOICES))
        return decline(turn.question.asked, text, route=Route.CLARIFICATION, choices=choices)

    def holds_what_is_asked(self, turn: Turn) -> bool:
        """Whether the table's figures are of the kind that the question asks for: not a name, not a way of counting."""
        assert turn.reading is not None
        assert turn.result is not None
        if is_of_another_kind(turn.question, turn.linked, turn.reading) or is_mostly_beside(turn.linked, turn.reading):
            return False
        frames = self.scope.frames(turn.reading.entry.document_id)
        return holds_what_is_asked(Offer(turn.question, turn.linked, turn.reading, turn.result), frames)

    def several(self, turn: Turn) -> list[tuple[Reading, Result]]:
        """Readings as good as the best that print something else: figures that the question fits alike, best first.

        Empty when the best stands alone.
        """
        best, result = turn.reading, turn.result
        if best is None or result is None or best.plan.operation not in SINGLE | _STEPS | _PARTS:
            return []
        before = turn.earlier.reading if turn.earlier is not None else None
        if before is not None and (before.entry.index, before.columns) == (best.entry.index, best.columns):
            return []  # "and in Northgate?" is of the column that was talked of
        alike = SINGLE if best.plan.operation in SINGLE else {best.plan.operation}
        shown = shown_by(self.scope)
        found = [(best, result)]
        printed = {shown(best)}
        near = [
            r
            for r in turn.understanding.readings[:14]
            if r.score >= best.score - TIE and (best.of_another or not r.of_another or r.entry is best.entry)
        ]
        for reading in (*near, *readings.siblings(best, turn.linked)):
            if reading.plan.operation not in alike:
                continue
            text = shown(reading)
            if text and text not in printed:
                printed.add(text)
                found.append((reading, run(reading.plan, self.scope.catalogue.observation)))
        return found if len(found) > 1 else []

    def from_reading(self, turn: Turn) -> Answer:
        """The figure of the best reading; a refusal where the report withholds it or prints nothing there."""
        assert turn.reading is not None and turn.result is not None
        if not turn.result.values and is_withheld(turn.result):
            wording = self._finishing.worder(turn.question).write_withheld(turn.reading, turn.result)
            return replace(self._finishing.finish(turn.question, Route.REFUSAL, wording, ()), route=Route.REFUSAL)
        untold = _is_untold(turn)
        wording = self._finishing.worder(turn.question).write(turn.reading, turn.result, titled=untold)
        answer = self._finishing.finish(turn.question, Route.CALCULATION, wording, turn.result.working)
        values = turn.result.values
        if values and all(
            v.quantity is None and v.sources[0].missing not in (None, MissingReason.LIMIT) for v in values
        ):
            return replace(answer, route=Route.REFUSAL)  # the place is there, but nothing is printed in it
        return answer

    def from_several(self, question: Question, several: list[tuple[Reading, Result]]) -> Answer:
        """Each of the figures that fit, named, when they are few; the choice between them otherwise."""
        worder = self._finishing.worder(question)
        titled = len({r.entry.index for r, _ in several}) > 1
        about_one = len({(r.entry.index, r.rows) for r, _ in several}) == 1
        if len(several) <= MOST_SEVERAL + 2 * about_one:
            worder.wording.parts.append("More than one figure fits.")
            working: list[str] = []
            for reading, result in several:
                worder.write(reading, result, titled=titled)
                working += result.working
            return self._finishing.finish(question, Route.CALCULATION, worder.wording, working)
        return self._choice(question, several, titled=titled)

    def _choice(self, question: Question, several: list[tuple[Reading, Result]], *, titled: bool) -> Answer:
        """The choice between figures, each with its value."""
        worder = self._finishing.worder(question)
        offered = several[:MOST_CHOICES]
        choices = tuple(worder.choice(reading, result, titled=titled) for reading, result in offered)
        worder.write_choices(offered, choices)
        return replace(self._finishing.finish(question, Route.CLARIFICATION, worder.wording, ()), choices=choices)


def _is_untold(turn: Turn) -> bool:
    """Whether neither the question nor a cell's labels say what it measures: "North: 91% (31 March)".

    The title of a table tells it whose columns are times and whose figures are all of one unit.
    """
    assert turn.reading is not None
    entry = turn.reading.entry
    columns = [entry.frame.columns[c] for c in turn.reading.columns]
    if turn.reading.plan.operation is not Operation.LOOKUP or not all(is_bare_time(c.path) and c.unit for c in columns):
        return False
    title = turn.linked.matches.get(entry.context[0][0]) if entry.frame.title and entry.context else None
    return title is None or not any(turn.linked.needs[i].weight >= TELLING for i in title.covers)
