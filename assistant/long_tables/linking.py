"""The words of a question, linked to a long table: to labels and so to rows, to columns, and to times.

Stricter than for the tables of a report, since a long table has a row for nearly any word: a label counts when all of
its words are said one after the other. What is said of it in part is asked back, what is not explained blocks.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from itertools import pairwise

import numpy as np

from assistant.questions.cues import Cue, Relative
from assistant.questions.question import Question
from assistant.questions.words import KEPT, STOP_WORDS, Token, label_stems
from structured.long_figures import LongFigures
from structured.periods import Period, PeriodKind, parse_period

_MINOR = STOP_WORDS - KEPT
_MOST_STEMMED = 20_000
"""Labels of a column that are all looked at; of more, those that share letters with the question."""
_SHARED = 4
_TASK = frozenset(
    {
        Cue.SUM, Cue.TOTAL, Cue.MEAN, Cue.CHANGE, Cue.DIFFERENCE, Cue.PERCENT_CHANGE, Cue.RISE, Cue.FALL, Cue.COMPARE,
        Cue.COUNT_OF, Cue.SHARE, Cue.WHICH, Cue.WHEN, Cue.MONEY, Cue.LATEST, Cue.EACH,
    }
)  # fmt: skip
"""What a question may ask of such a table; the words that say so need no label."""
_GENERAL = frozenset(
    label_stems("number figure total value count amount row data dataset table report file all overall")
)


@dataclass(frozen=True, slots=True, kw_only=True)
class LongLink:
    """A question as a long table understands it.

    ``members`` are the labels wanted, by column, as places among the column's members, ``starts`` where each column's
    is said; ``times`` likewise for each period that the question names, in its order, ``told`` the words of these,
    ``is_stretch`` whether one of them runs from a time to another. ``measures`` are the columns of figures that it may
    mean, ``named`` the columns of labels that it names ("which area"). ``doubtful`` gives the labels that a word is
    only a part of, ``unexplained`` the words that nothing explains, ``twice`` the labels of several columns that
    select other rows in each, ``timeless`` the periods that the table has no rows of.
    """

    table: LongFigures
    members: Mapping[int, tuple[int, ...]]
    starts: Mapping[int, int]
    time_column: int | None
    times: tuple[tuple[int, ...], ...]
    told: tuple[str, ...]
    is_stretch: bool
    timeless: tuple[str, ...]
    measures: tuple[int, ...]
    measure_is_said: bool
    named: tuple[int, ...]
    doubtful: Mapping[str, tuple[str, ...]]
    unexplained: tuple[str, ...]
    twice: tuple[str, ...]
    n_explained: int

    @property
    def concerns(self) -> bool:
        """Whether the question is about the table's matter at all."""
        return bool(self.members) and (self.measure_is_said or len(self.measures) == 1 or bool(self.times))

    def wanted(self) -> dict[int, tuple[int, ...]]:
        """The members to select rows by, those of the times among them."""
        found = dict(self.members)
        if self.time_column is not None and self.times:
            found[self.time_column] = tuple(place for times in self.times for place in times)
        return found


def after(earlier: LongLink, own: LongLink) -> LongLink:
    """A follow-up as the table understands it: what it does not say itself is as it was before ("and in 2023?")."""
    has_times = bool(own.times or own.timeless)
    return replace(
        own,
        members={**earlier.members, **own.members},
        times=own.times if has_times else earlier.times,
        told=own.told if has_times else earlier.told,
        is_stretch=own.is_stretch if has_times else earlier.is_stretch,
        measures=own.measures if own.measure_is_said else earlier.measures,
        measure_is_said=own.measure_is_said or earlier.measure_is_said,
    )


def link(question: Question, table: LongFigures) -> LongLink:
    """What the question's words mean in the table."""
    words = [t for t in question.tokens if t.text.lower() not in _MINOR]
    time_column = next((c for c in table.rows.labels if table.periods(c) is not None), None)
    times, timeless, measures_of_time = _times(question, table, time_column)
    told = [(a.start, a.end) for a in question.periods]
    if question.relatives and time_column is not None and times:
        told += [(start, end) for _, start, end in question.relatives]
    task = [*question.spans(*_TASK), *([question.order_span] if question.order_span else [])]
    task += [(t.start, t.end) for t in question.thresholds]
    taken = {i for i, t in enumerate(words) if _within(t, told)}
    members, starts, twice, of_members = _members(words, table, time_column, taken)
    left = [i for i in range(len(words)) if i not in of_members and i not in taken]
    measures, said = _measures(words, left, table, measures_of_time)
    named = tuple(c for c in table.rows.labels if _stems(table.table.columns[c].name) & {words[i].stem for i in left})
    explained = set().union(_GENERAL, *(_stems(table.table.columns[c].name) for c in (*measures, *table.rows.labels)))
    document = table.document
    for text in (table.table.title, document.title, document.publisher):
        explained |= _stems(text)
    if question.order is not None and question.limit > 1:
        explained.add(str(question.limit))  # "the three areas with the most"
    open_words = [
        i
        for i in left
        if words[i].stem not in explained and words[i].text.lower() not in KEPT and not _within(words[i], task)
    ]
    doubtful = {words[i].text: found for i in open_words if (found := tuple(_partly(words, i, table, time_column)))}
    return LongLink(
        table=table,
        members=members,
        starts=starts,
        time_column=time_column,
        times=times,
        told=tuple(question.text[a.start : a.end] for a in question.periods),
        is_stretch=any(a.period is not None and a.period.kind is PeriodKind.RANGE for a in question.periods),
        timeless=timeless,
        measures=measures,
        measure_is_said=said,
        named=named,
        doubtful=doubtful,
        unexplained=tuple(words[i].text for i in open_words if words[i].text not in doubtful),
        twice=twice,
        n_explained=len(words) - len(open_words),
    )


def _within(token: Token, spans: Sequence[tuple[int, int]]) -> bool:
    return any(token.start < end and start < token.end for start, end in spans)


def _stems(text: str) -> set[str]:
    return set(label_stems(text))


def _times(
    question: Question, table: LongFigures, column: int | None
) -> tuple[tuple[tuple[int, ...], ...], tuple[str, ...], tuple[int, ...]]:
    """The members of each period asked for, the periods that there are no rows of, and the columns that are of one."""
    names = [table.table.columns[c].name for c in table.rows.figures]
    dated = {c: period for c, name in zip(table.rows.figures, names, strict=True) if (period := parse_period(name))}
    times: list[tuple[int, ...]] = []
    missing: list[str] = []
    columns: list[int] = []
    for asked in question.periods:
        words = question.text[asked.start : asked.end]
        if asked.period is None:
            missing.append(words)
        elif column is not None and (found := _in_period(table.periods(column) or (), asked.period)):
            times.append(found)
        elif of_time := [c for c, period in dated.items() if period.same_span(asked.period)]:
            columns += of_time
        elif not _is_of(table, asked.period, column):
            missing.append(words)
    relatives = [relative for relative, _, _ in question.relatives]
    if relatives and column is not None:
        periods = table.periods(column) or ()
        if set(relatives) == {Relative.LATEST}:
            times.append(_in_period(periods, max(periods)))
        else:
            missing += [question.text[start:end] for _, start, end in question.relatives]
    return tuple(times), tuple(missing), tuple(columns)


def _in_period(periods: Sequence[Period], asked: Period) -> tuple[int, ...]:
    """The members of just this period, else those that lie within it."""
    same = tuple(place for place, period in enumerate(periods) if period.same_span(asked))
    return same or tuple(place for place, period in enumerate(periods) if asked.contains(period))


def _is_of(table: LongFigures, asked: Period, column: int | None) -> bool:
    """Whether a table without times of its own is of a period, as its title or its document says."""
    texts = (table.table.title, table.document.period, table.document.title)
    return column is None and any((own := parse_period(text)) is not None and own.same_span(asked) for text in texts)


def _members(
    words: Sequence[Token], table: LongFigures, time_column: int | None, taken: set[int]
) -> tuple[dict[int, tuple[int, ...]], dict[int, int], tuple[str, ...], set[int]]:
    """The labels that the question says, by column, where, those said of two columns, and which of its words they take.

    Longer labels go first. One of a town that people come from and go to is of either, and so of neither.
    """
    found = [
        (start, end, column, place)
        for column in table.rows.labels
        if column != time_column
        for start, end, place in _said(words, table, column)
        if not taken & set(range(start, end))
    ]
    longest = [f for f in found if not any(o[0] <= f[0] and f[1] <= o[1] and o[1] - o[0] > f[1] - f[0] for o in found)]
    members: dict[int, tuple[int, ...]] = {}
    starts: dict[int, int] = {}
    twice = []
    seen: dict[tuple[int, int], tuple[int, int]] = {}
    for start, end, column, place in sorted(longest):
        other_column, other_place = seen.setdefault((start, end), (column, place))
        if other_column != column:
            rows, others = (table.rows.select({c: [p]}) for c, p in ((column, place), (other_column, other_place)))
            if not np.array_equal(rows, others):
                twice.append(table.rows.members(column)[place])
            continue
        members[column] = (*members.get(column, ()), place)
        starts.setdefault(column, words[start].start)
    return members, starts, tuple(twice), {i for start, end, _, _ in longest for i in range(start, end)}


def _said(words: Sequence[Token], table: LongFigures, column: int) -> Iterator[tuple[int, int, int]]:
    """Where the question says labels of a column, word for word, and their places among its members."""
    stems = tuple(t.stem for t in words)
    members = table.rows.members(column)
    for place in _likely(members, stems):
        own = label_stems(members[place]) if members[place] else ()
        for start in range(len(stems) - len(own) + 1) if own else ():
            if stems[start : start + len(own)] == own:
                yield start, start + len(own), place


def _likely(members: Sequence[str], stems: Sequence[str]) -> Iterator[int]:
    """The members that may share a word with the question: all of a column of few."""
    if len(members) <= _MOST_STEMMED:
        yield from range(len(members))
        return
    beginnings = {stem[:_SHARED] for stem in stems}
    for place, text in enumerate(members):
        folded = text.casefold()
        if any(beginning in folded for beginning in beginnings):
            yield place


def _partly(words: Sequence[Token], i: int, table: LongFigures, time_column: int | None) -> Iterator[str]:
    """The labels that a word, with its neighbours or alone, is a part of."""
    stem = words[i].stem
    for column in table.rows.labels:
        if column != time_column:
            members = table.rows.members(column)
            yield from (members[p] for p in _likely(members, [stem]) if stem in label_stems(members[p]))


def _measures(
    words: Sequence[Token], left: Sequence[int], table: LongFigures, of_time: Sequence[int]
) -> tuple[tuple[int, ...], bool]:
    """The columns of figures that the question may mean, and whether it says which."""
    columns = of_time or table.rows.figures
    said = {words[i].stem for i in left}
    runs = set(pairwise(words[i].stem for i in left))
    worth = {}
    for c in columns:
        own = label_stems(table.table.columns[c].name)
        worth[c] = (len(set(own) & said), len(set(pairwise(own)) & runs))
    best = max(worth.values())
    chosen = tuple(c for c in columns if worth[c] == best)
    if len(chosen) > 1 and best[0]:  # all of a shorter name is said
        rest = {c: len(_stems(table.table.columns[c].name)) for c in chosen}
        chosen = tuple(c for c in chosen if rest[c] == min(rest.values()))
    return chosen, bool(best[0] or of_time)
