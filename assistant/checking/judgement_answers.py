"""A judgement as an answer: the verdict in words, with what it rests on."""

from __future__ import annotations

import logging
from collections.abc import Sequence
from dataclasses import replace

from assistant.answers.amounts import points
from assistant.answers.answer import Answer, Route, Verdict
from assistant.answers.citations import Citations
from assistant.answers.guard import guard
from assistant.answers.labels import column_name, row_name
from assistant.answers.worder import Worder
from assistant.answers.wording import Wording
from assistant.checking.checks import Check, ProseCheck, TableCheck
from assistant.checking.claim import Claim
from assistant.checking.echoes import Departure
from assistant.checking.evidence import Sentences
from assistant.checking.judgements import Found, Judgement
from assistant.checking.patterns import BALANCE
from assistant.checking.slips import SlipKind, prose_slip, table_slip
from assistant.errors import AssistantError
from assistant.prose.picking import Quote
from assistant.prose.quoting import write_quote
from assistant.questions.needs import Linked, Need
from assistant.questions.scope import Scope
from assistant.questions.understanding import names
from corpus.document import Sentence
from structured.plan import Operation

_log = logging.getLogger(__name__)

_MOST_SHOWN = 3

_ALONE = "No other row of that table does."

_NOT_ALONE = "But not alone:"

_FIRST = "In none of the earlier periods that the table gives was it so."

_NOT_FIRST = "But not for the first time:"


class JudgementWriter:
    """Words the verdicts on one claim."""

    def __init__(self, claim: Claim, linked: Linked, scope: Scope, about: Sentences) -> None:
        """``linked`` are the claim's words as the reports explain them, ``about`` the sentences found for it."""
        self.claim = claim
        self.linked = linked
        self.scope = scope
        self.about = about

    def answer(self, judgement: Judgement) -> Answer:
        """A verdict in words, with what it rests on."""
        self._quoted: set[tuple[Sentence, ...]] = set()
        verdict, found, rest = judgement.verdict, judgement.found, judgement.rest
        if verdict is Verdict.NOT_FOUND:
            return self._nothing(judgement.departures)
        citations = Citations(self.scope.quotable_of)
        wording = Wording(citations=citations)
        wording.parts.append("Supported." if verdict is Verdict.SUPPORTED else "Contradicted.")
        working: list[str] = []
        routes: set[Route] = set()
        for one in found:
            working += self._write(wording, one.check, routes)
            if one.other is not None:
                wording.parts.append("The reports disagree on this:")
                self._write(wording, one.other, routes)
            if verdict is Verdict.CONTRADICTED and not rest:
                if isinstance(one.check, ProseCheck) and one.check.figure:
                    wording.parts.append(f"The figure is {one.check.figure}.")
                self._say_slip(wording, one)
        if rest:
            wording.parts.append(_NOT_FIRST if self.claim.first_time else _NOT_ALONE)
            for check in rest[:_MOST_SHOWN]:
                working += self._write(wording, check, routes)
        elif verdict is Verdict.SUPPORTED and (self.claim.alone or self.claim.first_time):
            wording.parts.append(_FIRST if self.claim.first_time else _ALONE)
        answer = Answer(
            question=self.claim.asked,
            route=Route.BOTH if len(routes) > 1 else routes.pop(),
            text=wording.text(),
            figures=tuple(wording.figures),
            working=tuple(dict.fromkeys(working)),
            citations=citations.all(),
            verdict=verdict,
            warnings=tuple(dict.fromkeys(wording.warnings)),
        )
        try:
            guard(answer, wording.labels, self.scope.quotable_of)
        except AssistantError as error:
            _log.error("the guard stopped a verdict on %r: %s", self.claim.asked, error)
            return not_found(
                self.claim.asked, "Not found: I could not back every figure on that, so I give no verdict."
            )
        return answer

    def _write(self, wording: Wording, check: Check, routes: set[Route]) -> tuple[str, ...]:
        if isinstance(check, ProseCheck):
            routes.add(Route.RETRIEVAL)
            if check.sentences in self._quoted:
                return ()  # two figures of one sentence
            self._quoted.add(check.sentences)
            write_quote(wording, Quote(main=check.sentences[0], sentences=check.sentences))
            return ()
        routes.add(Route.CALCULATION)
        worder = Worder(replace(check.question, yes_no=False), self.scope.glossary, wording)
        if _is_below_zero(check):
            _write_outgoing(wording, check)
        else:
            worder.write(check.reading, check.result)
        for reading, result in check.others:
            worder.write(reading, result)
        if check.member is not None and check.verdict is Verdict.CONTRADICTED:
            worder.write(*check.member)
        return check.result.working

    def _say_slip(self, wording: Wording, found: Found) -> None:
        """Say what the claim got wrong, where it can be told, and where its figure does stand."""
        if isinstance(found.check, ProseCheck):
            text = " ".join(s.text for s in found.check.sentences)
            slip = prose_slip(found.check, found.amount, self.claim.way, self.about.polarity(text))
        else:
            slip = table_slip(found.check, found.amount)
        if slip is None:
            return
        said = slip.kind.value[0].upper() + slip.kind.value[1:]
        if slip.cell is None or isinstance(found.check, ProseCheck):
            wording.parts.append(f"{said}.")
            return
        grid = found.check.reading.entry.frame
        n = wording.citations.cell(grid, slip.cell)
        name = wording.label(row_name(grid, slip.cell.row_path))
        column = wording.label(column_name(slip.cell.column_path))
        by_row = grid.rows[found.check.reading.entry.row_index[slip.cell.row]].period is not None
        in_column = slip.kind in {SlipKind.PERIOD, SlipKind.COLUMN, SlipKind.FROM} and not by_row
        if slip.kind is SlipKind.PART:
            own = wording.label(row_name(grid, found.check.result.operands[-1].row_path))
            wording.parts.append(f"{said} {name}, not of {own} [{n}].")
        else:
            wording.parts.append(f"{said}: {column if in_column else name} [{n}].")

    def _nothing(self, departures: Sequence[Departure] = ()) -> Answer:
        if departures:
            apart = " and ".join(f"of “{d.said}”, not of “{d.claimed}”" for d in departures)
            return not_found(self.claim.asked, f"Not found: the reports say this {apart}.")
        unknown = [n for n in self.linked.required() if not is_used(n, self.scope)]
        named = names(unknown)
        if not unknown and not self.claim.amounts and self.about.is_general():
            said = names([n for n in self.linked.required() if n.index not in self.linked.names]) or "the whole of it"
            return not_found(
                self.claim.asked,
                f"Not found: the reports have many figures on {said}, and that alone does not say which is meant, or "
                "since when.",
            )
        about = f": they say nothing of {named}" if named else ""
        return not_found(self.claim.asked, f"Not found: the reports neither bear this out nor contradict it{about}.")


def not_found(claim: str, text: str) -> Answer:
    """The answer that gives no verdict, and says why."""
    return Answer(question=claim, route=Route.REFUSAL, text=text, verdict=Verdict.NOT_FOUND)


def is_used(need: Need, scope: Scope) -> bool:
    """Whether the reports use a word of the claim, or one for it."""
    return any(v in scope.catalogue.frequency for v in need.variants)


def _is_below_zero(check: TableCheck) -> bool:
    """Whether a difference is of two figures that are printed below zero, so that more of them is further below."""
    pair = [o.quantity.value for o in check.result.operands if o.quantity is not None]
    path = check.reading.entry.frame.rows[check.reading.rows[0]].path
    below = check.reading.plan.operation is Operation.DIFFERENCE and len(pair) == 2 and all(v < 0 for v in pair)
    return below and not BALANCE.search(" ".join(path))


def _write_outgoing(wording: Wording, check: TableCheck) -> None:
    """State a difference of two figures below zero by their sizes: whether they come in or go out, the table says."""
    old, new = check.result.operands
    difference = check.result.values[0].quantity
    assert difference is not None and old.quantity is not None and new.quantity is not None
    grid = check.reading.entry.frame
    n = wording.citations.cell(grid, new)
    wording.citations.cell(grid, old)
    name = wording.label(row_name(grid, new.row_path))
    now, before = (wording.label(column_name(o.column_path)) for o in (new, old))
    word = "more" if abs(new.quantity.value) > abs(old.quantity.value) else "less"
    for cell in (old, new):
        assert cell.quantity is not None
        wording.figure(cell.quantity, f"{name} / {column_name(cell.column_path)}", n, derived=False)
    wording.figure(difference, "computed", None, derived=True)
    wording.parts.append(
        f"{name}: {points(new.quantity)} ({now}) against {points(old.quantity)} ({before}), {points(difference)} {word}"
        f", both printed below zero [{n}]."
    )
