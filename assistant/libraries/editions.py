"""Editions of one report side by side: which of them a question is answered from, and what the answer says of the rest.

The newest goes first. An older one answers where the question names a period that only it covers, or its edition; what
it printed otherwise than the newest is said with the figure.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, replace
from decimal import Decimal

from assistant.answers.answer import Answer, Figure, Route, Verdict
from assistant.answers.citations import Citations, QuotableOf
from assistant.answers.combining import combine
from assistant.answers.guard import guard
from assistant.libraries.reports import age, bare_title, is_newer, named, report_period, same_series
from assistant.questions.scope import Scope
from corpus.document import Document
from corpus.store import DocumentInfo
from structured.observations import Grid, Observation
from structured.periods import Period, complete, find_periods
from structured.units import Quantity, format_quantity, to_base, unit_code

MOST_TRIED = 4
"""So many older editions are asked in turn."""

ScopeOf = Callable[[frozenset[str]], Scope]
GridsOf = Callable[[frozenset[str]], Sequence[Grid]]
DocumentOf = Callable[[str], Document]


@dataclass(frozen=True, slots=True, kw_only=True)
class Editions:
    """The series of a library that have several editions, each newest first; ``ids`` are those of all reports."""

    ids: frozenset[str]
    series: tuple[tuple[DocumentInfo, ...], ...]

    @property
    def current(self) -> frozenset[str]:
        """The ids of all reports but the older editions."""
        return self.ids - {info.id for series in self.series for info in series[1:]}

    def newest(self, document_id: str) -> DocumentInfo | None:
        """The newest edition of this one's series, where it is not the newest itself."""
        return next((s[0] for s in self.series if any(info.id == document_id for info in s[1:])), None)

    def older(self, document_id: str) -> tuple[DocumentInfo, ...]:
        """The editions that this newest one goes before, newest first; none of one that is not the newest."""
        return next((s[1:] for s in self.series if s[0].id == document_id), ())


def find_editions(infos: Sequence[DocumentInfo]) -> Editions:
    """Which of the reports are editions of one. Two of which neither is the later both stand for themselves."""
    alike: dict[tuple[str, ...], list[list[DocumentInfo]]] = {}
    for info in sorted(infos, key=age, reverse=True):
        series = alike.setdefault(bare_title(info.title), [])
        own = next((s for s in series if same_series(s[0], info) and is_newer(s[-1], info)), None)
        if own is None:
            series.append([info])
        else:
            own.append(info)
    several = sorted((tuple(s) for found in alike.values() for s in found if len(s) > 1), key=lambda s: s[0].id)
    return Editions(ids=frozenset(info.id for info in infos), series=tuple(several))


@dataclass(frozen=True, slots=True, kw_only=True)
class Shelf:
    """A library's editions, with the ways to its scopes, tables and reports."""

    editions: Editions
    scope_of: ScopeOf
    grids_of: GridsOf
    document_of: DocumentOf
    quotable_of: QuotableOf

    def answer(self, texts: Sequence[str], answer: Callable[[Scope], Answer]) -> Answer:
        """What ``answer`` gives from the newest editions; from an older one where only that one covers what is asked.

        ``texts`` are the question and the turns before it.
        """
        current = self.editions.current
        found = answer(self.scope_of(current))
        for series in self.editions.series:
            for older, is_named in self._asked_for(series, texts)[:MOST_TRIED]:
                if not (is_named or is_declined(found)):
                    continue
                other = answer(self.scope_of(current - {series[0].id} | {older.id}))
                if not is_declined(other) and any(c.document == older.id for c in other.citations):
                    return self.with_notes(other)
        return self._with_disagreements(self.with_notes(found))

    def with_notes(self, answer: Answer) -> Answer:
        """The answer with a warning for each report that it cites of which the library holds another edition."""
        notes = self.notes(citation.document for citation in answer.citations)
        return replace(answer, warnings=tuple(dict.fromkeys((*answer.warnings, *notes))))

    def notes(self, cited: Iterable[str]) -> tuple[str, ...]:
        """What is to be said of the reports with these ids: of which the library holds another edition."""
        notes = []
        for document_id in dict.fromkeys(cited):
            if newest := self.editions.newest(document_id):
                own = named(self.document_of(document_id))
                notes.append(f"Taken from an older edition, {own}; the newest is {named(newest)}.")
            elif older := self.editions.older(document_id):
                what = "an older edition" if len(older) == 1 else "older editions"
                notes.append(f"The library also holds {what}, {'; '.join(map(named, older))}.")
        return tuple(notes)

    def preferred(self, documents: frozenset[str] | None) -> frozenset[str] | None:
        """The documents that a user chose; where none were chosen, the newest edition of each (None: all there are)."""
        return self.editions.current if documents is None and self.editions.series else documents

    def left_out(self) -> str:
        """Which reports are left out where none are chosen, since there are newer editions; "" for none."""
        older = [named(info) for series in self.editions.series for info in series[1:]]
        return f"Left out, since there are newer editions: {'; '.join(older)}." if older else ""

    def _asked_for(self, series: Sequence[DocumentInfo], texts: Sequence[str]) -> list[tuple[DocumentInfo, bool]]:
        """The older editions that cover a period that is named, and whether it is the edition itself that is named."""
        newest = report_period(series[0])
        found = []
        for older in series[1:]:
            own = report_period(older)
            edition = older.edition and not older.restates and older.edition.casefold() in texts[0].casefold()
            if edition:
                found.append((older, True))
            elif own and newest:
                asked, before = (_named_periods(part, newest, own) for part in (texts[:1], texts[1:]))
                # Two periods of a comparison must both be there; of the turns before, only one may count still.
                if all(self._covers(older, p) for p in asked) if asked else any(self._covers(older, p) for p in before):
                    found.append((older, False))
        return found

    def _covers(self, info: DocumentInfo, period: Period) -> bool:
        own = report_period(info)
        if own is not None and own.contains(period):
            return True
        grids = self.grids_of(frozenset({info.id}))
        return any(o.period is not None and o.period.same_span(period) for g in grids for o in g.observations)

    # -- figures that the editions print otherwise ------------------------------------------------------------------

    def _with_disagreements(self, answer: Answer) -> Answer:
        """The answer; what an older edition printed otherwise is said in the text, and of an operand as a warning."""
        parts: list[Answer] = []
        warnings: list[str] = []
        for citation in answer.citations:
            for older in self.editions.older(citation.document):
                for cell in citation.cells:
                    observation = self._observation(citation.document, cell.table, cell.row_index, cell.column_index)
                    twin = self._twin(observation, older) if observation else None
                    if observation is None or twin is None:
                        continue
                    grid, other = twin
                    assert observation.quantity is not None
                    figure = observation.quantity.value
                    if any(f.value == figure and f.citation == citation.n and not f.derived for f in answer.figures):
                        parts.append(self._told(answer, grid, other, older))
                    else:
                        warnings.append(
                            f"The editions disagree on {_place(other)}: {named(older)} printed "
                            f"{other.printed}, {named(self.document_of(citation.document))} {observation.printed}."
                        )
        if parts:
            answer = combine(answer.question, [answer, *parts])
        return replace(answer, warnings=tuple(dict.fromkeys((*answer.warnings, *warnings))))

    def _told(self, answer: Answer, grid: Grid, other: Observation, older: DocumentInfo) -> Answer:
        assert other.quantity is not None
        citations = Citations(self.quotable_of)
        n = citations.cell(grid, other)
        figure = Figure(
            value=other.quantity.value,
            unit=unit_code(other.quantity.unit),
            label=_place(other),
            citation=n,
            derived=False,
        )
        printed, name = format_quantity(other.quantity), named(older)
        what = _place(other)
        told = replace(
            answer,
            text=f"The editions disagree on {what}: the older one, {name}, printed {printed} [{n}].",
            figures=(figure,),
            working=(),
            citations=citations.all(),
            warnings=(),
        )
        guard(told, (name, what), self.quotable_of)
        return told

    def _observation(self, document_id: str, table: int, row: int, column: int) -> Observation | None:
        for grid in self.grids_of(frozenset({document_id})):
            if grid.number == table:
                return next((o for o in grid.observations if (o.row, o.column) == (row, column)), None)
        return None

    def _twin(self, observation: Observation, older: DocumentInfo) -> tuple[Grid, Observation] | None:
        """The same figure in an older edition, when it is printed otherwise there."""
        if observation.quantity is None or observation.period is None:
            return None
        titles = [bare_title(g.title or g.caption) for g in self._grid_of(observation)]
        for grid in self.grids_of(frozenset({older.id})):
            if bare_title(grid.title or grid.caption) not in titles:
                continue
            for other in grid.observations:
                if _is_same(observation, other) and other.quantity is not None:
                    return None if _agree(observation.quantity, other.quantity) else (grid, other)
        return None

    def _grid_of(self, observation: Observation) -> Iterable[Grid]:
        grids = self.grids_of(frozenset({observation.document_id}))
        return (grid for grid in grids if grid.number == observation.table)


def _named_periods(texts: Sequence[str], newest: Period, own: Period) -> list[Period]:
    """The periods that the texts name; one without a year only where both editions take it for the same."""
    found = []
    for text in texts:
        for mention in find_periods(text):
            if mention.period is not None:
                found.append(mention.period)
            elif mention.partial is not None:
                one, other = complete(mention.partial, newest), complete(mention.partial, own)
                if one.same_span(other):
                    found.append(one)
    return found


def _place(observation: Observation) -> str:
    row = " › ".join(observation.row_path)
    return f"{row}, {observation.period.label()}" if observation.period else row


def is_declined(answer: Answer) -> bool:
    """Whether a question or a claim got no answer."""
    if answer.verdict is not None:
        return answer.verdict is Verdict.NOT_FOUND
    return answer.route in {Route.REFUSAL, Route.CLARIFICATION}


def _is_same(one: Observation, other: Observation) -> bool:
    """Whether two cells of two editions are of one thing: the same labels, period and kind of unit."""
    if other.period is None or other.quantity is None or one.quantity is None or one.period is None:
        return False
    return (
        one.period.same_span(other.period)
        and one.quantity.unit.kind is other.quantity.unit.kind
        and [part.casefold() for part in one.row_path] == [part.casefold() for part in other.row_path]
        and bare_title(" ".join(one.column_path) + " ") == bare_title(" ".join(other.column_path) + " ")
    )


def _agree(one: Quantity, other: Quantity) -> bool:
    """Whether one figure may be the other, more or less rounded."""
    step = max(abs(to_base(q) / q.value if q.value else Decimal(1)) * Decimal(10) ** -q.decimals for q in (one, other))
    if one.decimals == other.decimals and one.unit == other.unit:
        return one.value == other.value
    return abs(to_base(one) - to_base(other)) <= step / 2
