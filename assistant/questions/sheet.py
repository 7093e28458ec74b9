"""One table seen through one question: how well its rows, its columns and itself explain the question's words.

The builders of readings choose among what a sheet offers; nothing is chosen here.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Sequence
from dataclasses import replace
from functools import cached_property
from itertools import combinations

from assistant.questions.catalogue import GridEntry
from assistant.questions.column_groups import ColumnGroups
from assistant.questions.cues import Cue
from assistant.questions.matches import Match
from assistant.questions.measures import Measures
from assistant.questions.needs import Linked, Need
from assistant.questions.opposites import are_opposites, denies_first, is_denied
from assistant.questions.promise import EXTRA, MOST_EXTRA, OBJECT_ONLY, OF_WHOLES
from assistant.questions.question import Question
from assistant.questions.roles import Role, Roles, role
from assistant.questions.row_groups import RowGroups, is_total_of
from assistant.questions.sides import FIRM, SOLID, Side, merge
from assistant.questions.surroundings import Surroundings
from assistant.questions.times import Times
from assistant.questions.wholes import Wholes
from assistant.questions.words import label_stems, tokens
from structured.observations import ColumnKind, RowKind

_WORD_FOR_WORD = 0.3
_OF_ALL_KINDS = 0.25
_OF_ITS_LEVEL = 0.9
"""What the heading of a column explains for the change that stands beside it."""
_OF_ONE_UNSAID_GROUP = 0.15
"""What speaks against a row that the table has once for each of several groups, of which the question names none."""
_OF_AN_UNSAID_GROUP = 0.35
_NAMED_IN_FULL = 0.95


class Sheet:
    """A grid entry with the question's matches laid on it."""

    def __init__(
        self, entry: GridEntry, question: Question, linked: Linked, said: Callable[[frozenset[str]], dict[int, float]]
    ) -> None:
        """Lay ``linked`` over ``entry``; ``said`` tells what a set of stems explains."""
        self._said = said
        self.entry = entry
        self.grid = entry.frame
        self.question = question
        self.linked = linked
        self.halves: tuple[tuple[Linked, Linked], ...] = ()
        self.total = sum(n.weight for n in linked.needs if n.counts) or 1.0
        self.times = Times(entry, question, nameless=linked.nameless)
        self.roles = Roles(entry.frame, question, wants_change=self.times.wants_change)
        self.row_groups = RowGroups(entry, question, linked)
        self.column_groups = ColumnGroups(entry, question, linked)
        self.measures = Measures(entry, question, linked, self.times)

    def _match(self, label: int) -> Match | None:
        return self.linked.matches.get(label)

    def _speaks(self, label: int) -> Match | None:
        """The match of a row's or column's label; worry about litter does not explain a question about litter."""
        match = self._match(label)
        if match is None or not match.headless:
            return match
        return replace(match, covers={i: s * OBJECT_ONLY for i, s in match.covers.items()}, recall=match.recall / 2)

    @cached_property
    def surroundings(self) -> Surroundings:
        """What stands around the cells."""
        return Surroundings(self.entry, self.linked, self._said, rows=self.rows, columns=self.columns)

    @cached_property
    def wholes(self) -> Wholes:
        """What a share is asked of."""
        return Wholes(self.entry, self.question, self.linked, self.columns)

    @cached_property
    def rows(self) -> tuple[Side, ...]:
        """Every body row, as the question sees it, in table order."""
        sides = []
        n_alike = Counter(labels[-1:] for labels in self.entry.rows if len(labels) > 1)
        for index, labels in enumerate(self.entry.rows):
            row = self.grid.rows[index]
            matches = [m for label in labels if (m := self._speaks(label))]
            also = [m for label in self.entry.also.get(index, ()) if (m := self._match(label))]
            covers = merge(
                *(m.covers for m in matches), *({i: s * OF_WHOLES for i, s in m.covers.items()} for m in also)
            )
            leaf = self._speaks(labels[-1]) if labels else None
            recall = leaf.recall if leaf else 0.0
            if row.kind is RowKind.TOTAL and len(labels) > 1 and is_total_of(row.path):
                above = self._speaks(labels[-2])
                recall = max(recall, 0.85 * above.recall if above else 0.0)  # the group that is named is its total
            fit = self.times.row_fit(index)
            if row.kind is RowKind.TOTAL:
                fit += 0.12 if self.question.has(Cue.TOTAL) else 0.0
            if len(row.path) > 1 and row.path[-1].casefold() in {"yes", "no"}:
                meant = "no" if self.question.has(Cue.NEGATED) else "yes"  # "disabled people" are those who said yes
                fit += 0.1 if row.path[-1].casefold() == meant else -0.1
            if index in self.row_groups.set_aside:
                fit -= 0.6
            if n_alike[labels[-1:]] > 1 and not any(m.covers for la in labels[:-1] if (m := self._match(la))):
                fit -= _OF_ONE_UNSAID_GROUP
            sides.append(Side(index=index, covers=covers, recall=recall, fit=fit))
        return tuple(sides)

    @cached_property
    def columns(self) -> tuple[Side, ...]:
        """Every data column, as the question sees it, in table order."""
        sides = []
        for index, labels in enumerate(self.entry.columns):
            matches = [m for label in labels if (m := self._speaks(label))]
            covers = merge(*(m.covers for m in matches))
            if (level := self.column_groups.moves_of.get(index)) is not None:
                of_level = [m for label in self.entry.columns[level] if (m := self._speaks(label))]
                covers = merge(covers, *({i: s * _OF_ITS_LEVEL for i, s in m.covers.items()} for m in of_level))
            recall = sum(m.recall for m in matches) / len(labels) if labels else 0.0
            fit = self.measures.unit_fit(index) + self.roles.fit(index) + self.measures.unsaid[index]
            column = self.grid.columns[index]
            if index in self.column_groups.of_all_kinds:
                fit += _OF_ALL_KINDS
            if index in self.column_groups.of_unsaid_groups and not covers:
                fit -= _OF_AN_UNSAID_GROUP
            fit += self.measures.head_fit(index)
            if self._is_said(index) and (column.kind is not ColumnKind.LEVEL or not self.times.wants_change):
                fit += _WORD_FOR_WORD
            fit += self.times.column_fit(index)
            sides.append(Side(index=index, covers=covers, recall=recall, fit=fit))
        return tuple(sides)

    def _is_said(self, column: int) -> bool:
        """Whether the question says a column's own label word for word, two words of it or more."""
        label = self.grid.columns[column].path[-1] if self.grid.columns[column].path else ""
        words = [t.stem for t in tokens(label)]
        asked = [t.stem for t in self.question.tokens]
        long = len(words) >= 2 and sum(not w.isdigit() for w in words) >= 2
        return long and any(asked[i : i + len(words)] == words for i in range(len(asked) - len(words) + 1))

    @cached_property
    def best_rows(self) -> tuple[Side, ...]:
        """The rows whose labels the question says, best first; then those that stand for the whole table."""
        named = [
            s
            for s in self.rows
            if any(self.linked.needs[i].weight > 0.1 for i in s.covers)
            and self.grid.rows[s.index].kind is not RowKind.SECTION
        ]
        named.sort(key=lambda s: (-(self.worth(s.covers) + 0.3 * s.recall + s.fit), s.index))
        wholes = [
            s
            for s in self.rows
            if self.grid.rows[s.index].kind in {RowKind.BASE, RowKind.TOTAL} or not self.grid.rows[s.index].path
        ]
        periods = [
            s for s in self.rows if self.grid.rows[s.index].period is not None or self.times.is_composed(s.index)
        ]
        kept = named[:8]
        for side in [*wholes[:2], *periods]:
            if side not in kept:
                kept.append(side)
        return tuple(kept)

    @cached_property
    def sides(self) -> tuple[tuple[Side, Side], ...]:
        """The two rows that the words before and after a separator ("or", "against") name best, each another row.

        Before them two rows of which one is what the other is not, where the question says both.
        """
        found = [self._in_order(a, b) for a, b in combinations(self.best_rows, 2) if self._are_opposites(a, b)]
        for left, right in self.halves:
            first, second = self._named(left), self._named(right)
            if (
                first is not None
                and second is not None
                and first.index != second.index
                and (first, second) not in found
            ):
                found.append((first, second))
        return tuple(found)

    def _are_opposites(self, a: Side, b: Side) -> bool:
        return are_opposites(self.question, self.grid.rows[a.index].path, self.grid.rows[b.index].path)

    def _in_order(self, a: Side, b: Side) -> tuple[Side, Side]:
        """Two opposite rows in the order in which the question has them."""
        path = self.grid.rows[a.index].path
        return (a, b) if is_denied(path) is denies_first(self.question, path) else (b, a)

    def _named(self, half: Linked) -> Side | None:
        best: tuple[float, int] | None = None
        for index, labels in enumerate(self.entry.rows):
            found = [m for label in labels if (m := half.matches.get(label))]
            if not found or self.grid.rows[index].kind is RowKind.SECTION:
                continue
            match = max(found, key=lambda m: m.recall)
            own = sum(
                half.needs[i].weight * s for i, s in merge(*(m.covers for m in found)).items() if half.needs[i].required
            )
            if match.recall < 0.6 and own < 1.0:
                continue
            score = match.recall + 0.5 * own
            if best is None or score > best[0] + 1e-9:
                best = (score, index)
        return self.rows[best[1]] if best else None

    @cached_property
    def named_apart(self) -> tuple[tuple[int, dict[int, float]], ...]:
        """The columns and rows that the question names in full by two words and more, with the words: -1 - row, column.

        A reading that leaves these words unexplained is about something else.
        """
        found = [(s.index, s.covers) for s in self.columns if s.recall >= _NAMED_IN_FULL and len(s.covers) >= 2]
        found += [(-1 - s.index, s.covers) for s in self.rows if s.recall >= _NAMED_IN_FULL and len(s.covers) >= 2]
        return tuple(found)

    @cached_property
    def known_numbers(self) -> frozenset[str]:
        """The plain numbers that the question states."""
        return frozenset(n.token.text.replace(",", "") for n in self.linked.needs if n.token.is_number and n.required)

    def of_another(self, columns: Sequence[int]) -> bool:
        """Whether one of these columns is headed by a measure that neither question nor title names, or by one kind of
        what the question names.
        """
        if any(self.measures.of_a_kind(c) for c in columns):
            return True
        if self.surroundings.says_measure:
            return False
        return any(
            self.measures.unsaid[c] < 0
            and self.roles.of_columns[c] is Role.NONE
            and role(self.grid.columns[c].path[-1]) is Role.NONE
            for c in columns
        )

    def worth(self, covers: dict[int, float]) -> float:
        """The share of the required words' weight that these explain, 0 to 1; what is not required adds a little."""
        needs = self.linked.needs
        required = sum(needs[i].weight * s for i, s in covers.items() if needs[i].counts)
        extra = sum(needs[i].weight * s for i, s in covers.items() if not needs[i].counts)
        return required / self.total + EXTRA * min(MOST_EXTRA, extra)

    def unexplained(self, covers: dict[int, float], rows: Sequence[int] = ()) -> tuple[Need, ...]:
        """The required words that these leave unexplained. A number that one of the rows prints is explained by it."""
        left = tuple(
            n for n in self.linked.needs if n.required and covers.get(n.index, 0.0) < (FIRM if n.strict else SOLID)
        )
        if any(n.token.is_number for n in left) and 0 < len(rows) <= 3:
            printed = {
                w
                for r in rows
                for c in range(len(self.grid.columns))
                if (o := self.entry.cell(r, c))
                for w in label_stems(o.printed)
            }
            left = tuple(n for n in left if not (n.token.is_number and n.token.stem in printed))
        return left
