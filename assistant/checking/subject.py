"""The subject of a claim over the tables: which sheets, rows and columns its words name, and how surely."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable
from dataclasses import dataclass, replace
from itertools import pairwise

from assistant.answers.answer import Verdict
from assistant.answers.labels import own_subjects
from assistant.checking.bearing import counts_otherwise
from assistant.checking.cells import column_role, goal, nameless
from assistant.checking.checks import TableCheck
from assistant.checking.claim import Claim
from assistant.checking.patterns import OF_SPENDING, PLANNED
from assistant.questions import promise
from assistant.questions.cues import Cue, Order
from assistant.questions.needs import Linked, Need
from assistant.questions.question import Question, Span
from assistant.questions.roles import Role
from assistant.questions.scope import Scope
from assistant.questions.sheet import Sheet
from assistant.questions.sides import SOLID, merge
from assistant.questions.words import label_stems, tokens
from assistant.readings import Reading
from structured.engine import Result
from structured.engine import run as carry_out
from structured.errors import StructuredError
from structured.observations import ColumnKind, GridRow, RowKind
from structured.plan import Plan
from structured.units import Quantity, UnitKind

_LEFT_OVER = 0.2
"""The share of a subject's weight that a row with its column and titles may leave unexplained."""
FULLY = 0.8
"""A row whose label a claim says to this share is the claim's own subject."""
SURE = 0.5
"""How much of a row's label a claim has to say, before the row can contradict it."""
_JUST_WHOLE = re.compile(r"(?:grand |sub-?)?(?:total|overall|all|whole)s?(?: \w+)?$", re.IGNORECASE)
_ROLES = frozenset({Cue.PLANNED, Cue.CLOSING, Cue.EARLIEST, Cue.TOTAL})
"""Cues that say which column is meant, not what is asked of it."""


_COUNTED = frozenset(label_stems("headcount number count fte in post strength"))
"""What a column's label may say besides its time and still measure nothing but how many there are."""
IN_TIME = re.compile(
    r"\b(?:under|within|in|less than) (?:an? )?[\w-]+ (?:working )?(?:weeks?|days?|hours?|minutes?|months?|seconds?)\b",
    re.IGNORECASE,
)
"""A label that says that something took no longer than it should: more of that is good, even of waiting."""
_VIEW = re.compile(
    r"\b(?:(?:dis)(?P<bad>satisf\w+)|satisf\w+|confidence|confident|trust|happy|recommend\w*)\b", re.IGNORECASE
)
"""A label of what people think of a thing: whether more of it is good, the thing itself does not say."""
_PER = re.compile(r"\bper (?P<n>\d[\d,]*)\b", re.IGNORECASE)
_SHARE_OF = re.compile(
    r"\b(?:share|proportion|percentage) of (?:all |the |its |our |their )*(?P<whole>[\w-]+(?: [\w-]+)?)", re.IGNORECASE
)
_SERVICE = re.compile(
    r"\b(?:counselling|support|advice|advis(?:e|o)rs?|advocacy|outreach|services?|hubs?|helplines?|prevention|training"
    r"|programmes?|schemes?|refuges?)\s*(?:$|\()",
    re.IGNORECASE,
)
"""A label of what is done about a thing: whether more of it is good, the thing itself does not say."""
_BESIDE = 0.8
"""How well a column explains the whole of which another one of its table is a share."""
_HEADING_ALONE = 0.1
_BY_TITLE = 0.7
_ONE_OF_SEVERAL = 0.15
"""What a claim says of one whole among several, when it does not say which: too little for any verdict."""
_NAMED = 0.75
"""How much of its label a claim has to say to name a row of a list."""
_NEAR = 5
"""Characters that may stand between two words of one name: a space, "&", "and"."""
_JOINED = re.compile(r"\s*(?:,|&|\band\b|,\s*and\b)\s*(?:(?:the|in|at|on|for)\s+)?", re.IGNORECASE)

Associated = Callable[[Need, str, dict[int, float]], bool]
"""Whether a document uses a word of what other words name: (the word, the document's id, what explains the others)."""


def with_cues(question: Question, *cues: Cue, order: Order | None = None) -> Question:
    """The question with these cues for what is asked: what the readings are to be built for."""
    kept = tuple(span for span in question.cues if span.cue in _ROLES)
    return replace(question, cues=(*(Span(cue=c, start=0, end=0) for c in cues), *kept), order=order, limit=1, place=1)


@dataclass(frozen=True, slots=True, kw_only=True)
class Candidate:
    """A reading carried out. ``said`` is how much of its labels the claim says, ``full`` whether as good as all."""

    sheet: Sheet
    reading: Reading
    result: Result
    score: float
    said: float
    full: bool

    @property
    def value(self) -> Quantity | None:
        """The first figure that it gives."""
        return self.result.values[0].quantity if self.result.values else None

    def check(self, verdict: Verdict, question: Question) -> TableCheck:
        """What it says of an assertion, as ``question`` reads it."""
        return TableCheck(
            verdict=verdict,
            fit=self.score,
            said=self.said,
            full=self.full,
            question=question,
            reading=self.reading,
            result=self.result,
        )


class Subject:
    """A claim's subject: its linked words, laid over the tables of a scope."""

    def __init__(
        self, claim: Claim, linked: Linked, scope: Scope, associated: Associated, beside: Reading | None = None
    ) -> None:
        """``associated`` tells which words the reports use of what a table measures.

        ``beside`` is a reading that bears out another figure of the claim: its row alone is looked at, or where that is
        a time, its table.
        """
        self.claim = claim
        self.linked = linked
        self.scope = scope
        self._associated = associated
        self._beside = beside

    def sheets(self, question: Question) -> list[Sheet]:
        """The tables that could explain the subject, with the question's matches laid on them."""
        linker = self.scope.linker

        def said(words: frozenset[str]) -> dict[int, float]:
            return linker.cover(self.linked, words)

        halves = self._halves()
        worths = promise.worth(linker.promises.strengths(self.linked, dimensions=promise.OF_DIMENSIONS), self.linked)
        kept = promise.best(worths, least=0.3, behind=0.4, most=24)
        entries = [linker.catalogue.entries[position] for position in kept]
        if self._beside is not None:
            entries = [e for e in entries if e.index == self._beside.entry.index]
        sheets = [Sheet(entry, question, self.linked, said) for entry in entries]
        for sheet in sheets:
            sheet.halves = halves
        return sheets

    def _halves(self) -> tuple[tuple[Linked, Linked], ...]:
        """The words of either side of a comparison, linked apart."""
        if self.claim.sides is None:
            return ()
        stems = [set(label_stems(side)) for side in self.claim.sides]
        parts = []
        for k in (0, 1):
            own = [n for n in self.linked.needs if n.token.stem in stems[k] and n.token.stem not in stems[1 - k]]
            parts.append(self.scope.linker.link(tuple(replace(n, index=i) for i, n in enumerate(own))))
        return ((parts[0], parts[1]),) if all(p.needs for p in parts) else ()

    def _firm(self, sheet: Sheet, own: dict[int, float], *, names: bool = True) -> dict[int, float]:
        """What the labels, the table's titles and notes and the running names explain; prose beside it does not."""
        covers = merge(own, self._whole_of_share(sheet))
        for label, factor in sheet.entry.context:
            if match := self.linked.matches.get(label):
                covers = merge(covers, {i: s * factor for i, s in match.covers.items()})
        return merge(covers, {i: s * 0.6 for i, s in self.linked.names.items()}) if names else covers

    def _whole_of_share(self, sheet: Sheet) -> dict[int, float]:
        """The words for that of which a share is claimed, where another column of the table counts just that."""
        spans = [m.span("whole") for m in _SHARE_OF.finditer(self.claim.subject.text)]
        named = {n.index for n in self.linked.needs if any(s <= n.token.start < e for s, e in spans)}
        return {
            i: _BESIDE
            for column in sheet.columns
            for i, s in column.covers.items()
            if i in named and s >= SOLID and column.recall >= SURE
        }

    def titles(self, sheet: Sheet) -> dict[int, float]:
        """What the table's own title and caption and its column labels explain: the words for what it measures."""
        labels = [label for label, factor in sheet.entry.context if factor >= 0.8][: 2 if sheet.grid.title else 1]
        found = [m.covers for label in labels if (m := self.linked.matches.get(label))]
        return merge(*found, *(c.covers for c in sheet.columns))

    def accepts(self, sheet: Sheet, own: dict[int, float], *, names: bool = True) -> bool:
        """Whether these labels explain the subject: every name and number, and all but a little of the rest."""
        if self._is_per_another(sheet):
            return False
        covers = self._firm(sheet, own, names=names)
        titles = self.titles(sheet)
        known = sheet.surroundings.title_recall >= 0.5
        left = [
            n
            for n in sheet.unexplained(covers)
            if not ((known or n.weight <= 0.4) and self._associated(n, sheet.grid.document_id, titles))
        ]
        if any(n.strict for n in left):
            return False
        total = sum(n.weight for n in self.linked.needs if n.required)
        stems = {s for i in own for s in self.linked.needs[i].variants}
        weights = [n.weight * (0.3 if _kin(n, stems | self._label_stems(sheet)) else 1.0) for n in left]
        return sum(weights) <= _LEFT_OVER * total and not any(w >= 0.45 for w in weights)

    def _is_per_another(self, sheet: Sheet) -> bool:
        """Whether the claim says per how many, and the table's labels per how many others."""
        said = {m["n"].replace(",", "") for m in _PER.finditer(self.claim.text)}
        if not said:
            return False
        labels = [sheet.grid.title, *(part for c in sheet.grid.columns for part in c.path)]
        theirs = {m["n"].replace(",", "") for label in labels for m in _PER.finditer(label)}
        return bool(theirs) and not said & theirs

    def left(self, sheet: Sheet, reading: Reading) -> float:
        """The weight of the subject's words that neither a reading's labels nor its table's titles explain."""
        return sum(n.weight for n in sheet.unexplained(self._firm(sheet, self.own(sheet, reading))))

    def _label_stems(self, sheet: Sheet) -> frozenset[str]:
        labels = self.scope.catalogue.labels
        return frozenset(s for row in sheet.entry.rows for label in row for s in labels[label].stems)

    def listed(self, sheet: Sheet) -> tuple[int, ...]:
        """The rows that the claim names one after the other ("North, South and West"); empty when it lists none."""
        named: list[tuple[int, int, int]] = []
        for index, labels in enumerate(sheet.entry.rows):
            match = self.linked.matches.get(labels[-1]) if labels else None
            if match is not None and match.recall >= _NAMED and sheet.grid.rows[index].kind is not RowKind.SECTION:
                start, end = self._together(match.covers)
                named.append((start, end, index))
        whole = [n for n in named if not any(o[0] <= n[0] and n[1] <= o[1] and o[:2] != n[:2] for o in named)]
        whole.sort()
        run = whole[:1]
        for start, end, index in whole[1:]:
            if _JOINED.fullmatch(self.claim.subject.text[run[-1][1] : start]):
                run.append((start, end, index))
        return tuple(index for _, _, index in run) if len(run) > 1 else ()

    def _together(self, covers: Iterable[int]) -> tuple[int, int]:
        """Where the most of these words stand side by side."""
        words = sorted((self.linked.needs[i].token for i in covers), key=lambda t: t.start)
        runs = [[words[0]]]
        for word in words[1:]:
            apart = self.claim.subject.text[runs[-1][-1].end : word.start]
            if "," in apart or len(apart) > _NEAR:
                runs.append([word])
            else:
                runs[-1].append(word)
        best = max(runs, key=lambda r: len({t.stem for t in r}))
        return best[0].start, best[-1].end

    def own(self, sheet: Sheet, reading: Reading) -> dict[int, float]:
        """What the labels of the reading's rows and columns explain."""
        rows = reading.rows if len(reading.rows) <= 2 else ()
        columns = reading.columns if len(reading.columns) <= 2 else ()
        return merge(*(sheet.rows[r].covers for r in rows), *(sheet.columns[c].covers for c in columns))

    def leaf(self, sheet: Sheet, reading: Reading) -> dict[int, float]:
        """What the innermost labels of the reading's rows and its columns explain."""
        labels = [sheet.entry.rows[r][-1] for r in reading.rows[:2] if sheet.entry.rows[r]]
        found = [m.covers for label in labels if (m := self.linked.matches.get(label))]
        return merge(*found, *(sheet.columns[c].covers for c in reading.columns[:2]))

    def _is_of_its_row(self, sheet: Sheet, reading: Reading) -> bool:
        """Whether a reading is of the row in which another figure of the claim stands."""
        assert self._beside is not None
        row = self._beside.rows[0]
        return reading.rows[0] == row or sheet.grid.rows[row].period is not None

    def _by_its_times(self, sheet: Sheet, reading: Reading) -> float:
        """How much of the column's label the claim says, where it names both of the times that two rows are."""
        periods = [sheet.grid.rows[r].period for r in reading.rows]
        named = (*self.claim.periods, *self.claim.bases)
        if len(periods) != 2 or len(reading.columns) != 1 or len(named) != 2:
            return 0.0
        both = all(p is not None and any(p.same_span(n) for n in named) for p in periods)
        return _BY_TITLE * sheet.columns[reading.columns[0]].recall if both else 0.0

    def said(self, sheet: Sheet, reading: Reading) -> float:
        """How much of a reading's labels the claim says: the row's, or where it has none the column's and title's."""
        if self._beside is not None and reading.rows[:1] == self._beside.rows[:1]:
            return 1.0  # the claim's other figure tells that it is meant
        found = []
        for index in reading.rows[:1]:
            side = sheet.rows[index]
            row = sheet.grid.rows[index]
            if (
                row.period is not None
                or row.kind is RowKind.BASE
                or not row.path
                or ((_JUST_WHOLE.match(row.path[-1]) or self._is_the_total(sheet, index)) and side.recall < SURE)
            ):
                telling = [c for c in reading.columns if nameless(sheet.grid.columns[c].path)]
                said = 0.6 * max((sheet.columns[c].recall for c in telling or reading.columns), default=0.0)
                said += 0.4 * sheet.surroundings.title_recall
                if not telling:
                    said = max(
                        said, _BY_TITLE * sheet.surroundings.title_recall
                    )  # columns that are only times: the title names it
                said = max(said, side.recall, self._by_its_times(sheet, reading))
                found.append(min(said, _ONE_OF_SEVERAL) if self._is_one_of_several(sheet, index) else said)
            else:
                labels = sheet.entry.rows[index]
                recalls = [m.recall for label in labels if (m := self.linked.matches.get(label))]
                whole = len(labels) < 2 or _JUST_WHOLE.match(row.path[-1]) or own_subjects(sheet.grid)
                if whole or row.kind is RowKind.TOTAL or self._tells(sheet, index):
                    found.append(max([side.recall, *recalls, *self._of_its_group(sheet, index)]))
                else:
                    found.append(_HEADING_ALONE)  # the claim says the heading of several rows, and none of them
        return min(found, default=0.0)

    def _tells(self, sheet: Sheet, row: int) -> bool:
        """Whether a row's own label says what its headings do not, where another row adds up all that they hold.

        All the "Crews" are not "Crew pay", as they have a total of their own.
        """
        labels = sheet.entry.rows[row]
        match = self.linked.matches.get(labels[-1])
        if match is None:
            return False
        over = merge(*(m.covers for label in labels[:-1] if (m := self.linked.matches.get(label)) is not None))
        own = match.recall >= FULLY or any(self.linked.needs[i].required and i not in over for i in match.covers)
        ids = sheet.entry.row_index
        return own or not any(ids.get(p) == row for total in sheet.grid.parts for p in total.parts)

    def _of_its_group(self, sheet: Sheet, row: int) -> list[float]:
        """How much of the heading over them all the claim says, where a row adds up the rows of one group."""
        ids = sheet.entry.row_index
        for total in (p for p in sheet.grid.parts if ids.get(p.total) == row):
            headings = {tuple(sheet.entry.rows[ids[p]][:-1]) for p in total.parts if p in ids}
            own = headings.pop() if len(headings) == 1 else ()
            return [m.recall for label in own[-1:] if (m := self.linked.matches.get(label)) is not None]
        return []

    def _is_the_total(self, sheet: Sheet, row: int) -> bool:
        """Whether a row is the one total of its table, whatever it is called ("County")."""
        return [i for i, r in enumerate(sheet.grid.rows) if r.kind is RowKind.TOTAL] == [row]

    def _is_one_of_several(self, sheet: Sheet, row: int) -> bool:
        """Whether a row that stands for a whole is one of several with other names ("Total income", "Total costs")."""
        path = sheet.grid.rows[row].path
        if not path or not _JUST_WHOLE.match(path[-1]):
            return False
        wholes = {
            r.path[-1] for r in sheet.grid.rows if r.path[:-1] == path[:-1] and r.path and _JUST_WHOLE.match(r.path[-1])
        }
        return len(wholes) > 1

    def in_full(self, sheet: Sheet, reading: Reading) -> bool:
        """Whether the claim names the row, or for a row without a name the column and the table, as good as in full."""
        row = sheet.grid.rows[reading.rows[0]]
        said = self.said(sheet, reading)
        if row.period is not None or row.kind is RowKind.BASE or not row.path:
            said = (
                max((sheet.columns[c].recall for c in reading.columns), default=0.0) * sheet.surroundings.title_recall
            )
            return said >= FULLY
        return said >= FULLY and all(self._is_said(sheet, column) for column in reading.columns[:2])

    def _is_said(self, sheet: Sheet, column: int) -> bool:
        """Whether the claim says what a column measures, as far as the column's label does ("2024-25" does not)."""
        side = sheet.columns[column]
        role = column_role(sheet, column)
        if role is Role.ACTUAL or (role is Role.PLANNED and PLANNED.search(self.claim.text)):
            return True  # what came about is what a claim speaks of
        if sheet.grid.columns[column].kind is ColumnKind.CHANGE:
            return True  # from when, the claim's times were held against
        return side.recall >= SURE or not nameless(sheet.grid.columns[column].path)

    def candidates(
        self,
        question: Question,
        build: Callable[[Sheet], Iterable[Reading]],
        prior: Callable[[Quantity], float] | None = None,
    ) -> list[Candidate]:
        """The acceptable readings carried out, best first."""
        found: list[Candidate] = []
        for sheet in self.sheets(question):
            listed = self.listed(sheet)
            named = merge(*(sheet.rows[r].covers for r in listed))
            for reading in build(sheet):
                if self._beside is not None and not self._is_of_its_row(sheet, reading):
                    continue
                own = self.own(sheet, reading)
                if not self.accepts(sheet, merge(own, named) if reading.rows[0] in listed else own):
                    continue
                if reading.rows[0] not in listed and self._is_another_rows(sheet, reading, own):
                    continue
                result = self.run(reading.plan)
                if result is None or not result.values or result.values[0].quantity is None:
                    continue
                extra = prior(result.values[0].quantity) if prior else 0.0
                found.append(
                    Candidate(
                        sheet=sheet,
                        reading=reading,
                        result=result,
                        score=reading.score + extra,
                        said=self.said(sheet, reading),
                        full=self.in_full(sheet, reading),
                    )
                )
        found = [c for c in found if self._names_its_gap(c) and self._says_its_view(c) and self._counts_so(c)]
        # That refunds of lanterns fell does not bear out that lanterns did.
        found = [c for c in found if not c.reading.of_another or self._is_only_times(c)]
        if self._is_of_the_whole():
            found = [c for c in found if _whole(c.sheet.grid.rows[c.reading.rows[0]])]
        found.sort(key=lambda c: (-round(c.score, 6), c.reading.entry.index, c.reading.rows, c.reading.columns))
        return found

    def _is_another_rows(self, sheet: Sheet, reading: Reading, own: dict[int, float]) -> bool:
        """Whether another row says all the words of the claim that a reading's row says, and one that it leaves over.

        "Night buses" are no buses where the table has a row for each.
        """
        mine = {
            i for i, s in sheet.rows[reading.rows[0]].covers.items() if s >= SOLID and self.linked.needs[i].required
        }
        left = {n.index for n in sheet.unexplained(self._firm(sheet, own))}
        if not mine:  # a total, of which the claim says nothing, where it names another row
            return any(side.recall >= FULLY and left & set(side.covers) for side in sheet.rows)
        return not _whole(sheet.grid.rows[reading.rows[0]]) and any(
            left & (theirs := {i for i, s in side.covers.items() if s >= SOLID}) and mine <= theirs
            for side in sheet.rows
            if side.index not in reading.rows
        )

    def _names_its_gap(self, candidate: Candidate) -> bool:
        """Whether the claim says which of several gaps is meant, where a table has a column for each.

        How far bus passengers lie above the average of one opinion says nothing of any other.
        """
        grid = candidate.sheet.grid
        gaps = {i for i, c in enumerate(grid.columns) if c.kind is ColumnKind.GAP}
        if len({nameless(grid.columns[i].path) for i in gaps}) < 2:
            return True
        return all(candidate.sheet.columns[c].covers for c in candidate.reading.columns[:2] if c in gaps)

    def _counts_so(self, candidate: Candidate) -> bool:
        """Whether the labels of a figure say how it is counted, where the claim does: "not counting refunds"."""
        grid, reading = candidate.sheet.grid, candidate.reading
        labels = [part for r in reading.rows[:2] for part in grid.rows[r].path]
        labels += [part for c in reading.columns[:2] for part in grid.columns[c].path]
        return not counts_otherwise(self.claim.text, self.claim.left_out, " ".join((*labels, grid.title)))

    def _says_its_view(self, candidate: Candidate) -> bool:
        """Whether a claim on which a column of opinions is held says that it is about one.

        How many are satisfied with their journey is not how many journeys they make.
        """
        grid = candidate.sheet.grid
        views = [m for c in candidate.reading.columns[:2] for m in _VIEW.finditer(" ".join(grid.columns[c].path))]
        return all(self.scope.linker.cover(self.linked, set(label_stems(m.group()))) for m in views)

    def says_its_columns(self, candidate: Candidate) -> bool:
        """Whether the claim says something of each column's label, or its unit leaves no choice."""
        grid, row = candidate.sheet.grid, candidate.reading.rows[0]
        kind = candidate.value.unit.kind if candidate.value is not None else None
        levels = {
            nameless(c.path)
            for i, c in enumerate(grid.columns)
            if c.kind in {ColumnKind.LEVEL, ColumnKind.GAP}
            and (cell := candidate.sheet.entry.cell(row, i)) is not None
            and cell.quantity is not None
            and cell.quantity.unit.kind is kind
        }
        return len(levels) < 2 or all(
            candidate.sheet.columns[c].covers
            or not nameless(grid.columns[c].path)
            or column_role(candidate.sheet, c) is not Role.NONE
            for c in candidate.reading.columns[:2]
        )

    def _is_only_times(self, candidate: Candidate) -> bool:
        """Whether the columns of a reading are called by times alone, and so measure nothing else."""
        columns = [candidate.sheet.grid.columns[c] for c in candidate.reading.columns]
        return all(column.period is not None and nameless(column.path) <= _COUNTED for column in columns)

    def _is_of_the_whole(self) -> bool:
        """Whether the claim is about the body that the reports are about, and names no part of what it spends."""
        required = self.linked.required()
        named = [n for n in required if n.index in self.linked.names]
        others = [n for n in required if n.index not in self.linked.names]
        return bool(named) and all(OF_SPENDING.fullmatch(n.token.text) for n in others)

    def run(self, plan: Plan) -> Result | None:
        """What a plan gives; None where the report prints no figure for it, or its units do not meet."""
        try:
            return carry_out(plan, self.scope.catalogue.observation)
        except StructuredError:
            return None

    def _is_share(self, sheet: Sheet, reading: Reading) -> bool:
        cell = sheet.entry.cell(reading.rows[0], reading.columns[0])
        shares = {UnitKind.PERCENT, UnitKind.POINTS}
        return cell is not None and cell.quantity is not None and cell.quantity.unit.kind in shares

    def polarity(self, sheet: Sheet, reading: Reading) -> int:
        """Which way is good for what the reading is about, by the label nearest to it that says; 0 where none does.

        Before what the table as a whole is called, the row's own target tells: it lies on the better side.
        """
        return (
            self._own_polarity(sheet, reading) or goal(sheet, reading.rows[0]) or self._title_polarity(sheet, reading)
        )

    def _own_polarity(self, sheet: Sheet, reading: Reading) -> int:
        """Which way is good by the labels of the row and the column."""
        column = sheet.grid.columns[reading.columns[0]]
        row = sheet.grid.rows[reading.rows[0]]
        if IN_TIME.search(" ".join((*row.path, *column.path))) and self._is_share(sheet, reading):
            return 1
        for text in (" ".join(row.path), " ".join(column.path), sheet.grid.title):
            if view := _VIEW.search(text):
                return -1 if view["bad"] else 1  # that complaints are handled well, not that there are many
        return self._by_words(" ".join(row.path[-1:]), " ".join(row.path[:-1]), " ".join(column.path))

    def _title_polarity(self, sheet: Sheet, reading: Reading) -> int:
        """Which way is good by what the table is called: of a list of unlike measures that says nothing."""
        column = reading.columns[0]
        found = (sheet.entry.cell(row, column) for row in range(len(sheet.rows)))
        if len({c.quantity.unit.kind for c in found if c is not None and c.quantity is not None}) > 1:
            return 0
        return self._by_words(sheet.grid.title, *sheet.grid.section[-1:])

    def _by_words(self, *labels: str) -> int:
        """Which way is good by the first of these labels that says."""
        for text in labels:
            if _SERVICE.search(text):
                continue  # "violence counselling" is none of the violence
            words = tokens(text)
            signs = {t.stem: sign for t in words if (sign := self.scope.glossary.polarity(t.text))}
            for one, next_one in pairwise(words):  # "response times" are short when they are good
                if signs.get(one.stem, 0) < 0 < signs.get(next_one.stem, 0):
                    signs[next_one.stem] = -1  # missed collections are none that were made
                    continue
                if one.stem in signs and (sign := self.scope.glossary.polarity(f"{one.text} {next_one.text}")):
                    signs[one.stem] = sign
            if signs:
                return (sum(signs.values()) > 0) - (sum(signs.values()) < 0)
        return 0


def _whole(row: GridRow) -> bool:
    """Whether a row is the sum or the base of a table, or stands for all of it."""
    return row.is_whole or not row.path or _JUST_WHOLE.match(row.path[-1]) is not None


def _kin(need: Need, stems: frozenset[str] | set[str]) -> bool:
    """Whether a label has a word of the same family ("treated" for "treatment", "paid" for "payment")."""
    word = need.token.stem
    short = _root(word)
    return (len(short) >= 3 and any(_root(s) == short for s in stems)) or (
        len(word) >= 6 and any(len(s) >= 6 and s[:6] == word[:6] for s in stems)
    )


def _root(word: str) -> str:
    for ending in ("ment", "ation", "ing", "ion", "er", "or", "al", "iti"):
        if word.endswith(ending) and len(word) - len(ending) >= 3:
            return word.removesuffix(ending)
    return word
