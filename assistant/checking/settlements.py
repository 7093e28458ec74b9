"""Which of a table and a sentence decides, where both speak of what a claim asserts."""

from __future__ import annotations

import re

from assistant.answers.answer import Verdict
from assistant.checking.amounts import Amount, Role
from assistant.checking.checks import Check, ProseCheck, TableCheck
from assistant.checking.claim import Claim, Kind
from assistant.checking.evidence import Sentences
from assistant.checking.figures import is_telling
from assistant.checking.sentences import stated
from assistant.questions.words import label_stems
from corpus.sentences import plain
from structured.plan import Operation

_OF_ALL = re.compile(
    r"(?:%|\bper ?cent|\bpercentage|\bshare|\bproportion) of all (?:the |our |its )?(?P<whole>(?:[\w’'-]+ ?){1,4})",
    re.IGNORECASE,
)
"""What a share is of, where all of that is meant."""
_ALL_OF_IT = 0.99

_NEARLY_ALL = 0.9
"""The same of one that leaves out whose it is: "of all drivers" for "of all the Board's drivers"."""
_THE_SAME = 0.9
"""How close in meaning a sentence is that says just what the claim says."""

_WORD, _WORDS = 0.3, 0.5
"""The weight of a word, and of a word or two, of the claim that a cell leaves unsaid."""


def settled(
    claim: Claim, about: Sentences, table: TableCheck | None, prose: ProseCheck | None, amount: Amount | None
) -> tuple[Check | None, Check | None]:
    """The check that decides, and the other where it disagrees."""
    if table is None or prose is None:
        return table or prose, None
    if table.verdict is prose.verdict:
        said = bool(claim.amounts) or prose.own >= _ALL_OF_IT
        better = prose.sure and not table.full and table.verdict is Verdict.CONTRADICTED and said
        return (prose, None) if better else (table, None)
    if _is_of_just_this_whole(claim, prose):
        return prose, table  # "31 % of all drivers" against a column of shares of those who joined
    said_over = about.is_said_over(prose.sentences[0])
    if said_over and amount is None and claim.superlative:
        return prose, None  # the "lowest safe level" of a balance is not the lowest balance
    said_over = said_over and not table.full
    borne_out = prose.verdict is Verdict.SUPPORTED and prose.own >= _ALL_OF_IT
    if borne_out and (said_over or _says_no_time(claim, amount)):
        return prose, None  # the table's figure is of something else, or of a time that the claim does not name
    fits = table.verdict is Verdict.SUPPORTED and amount is not None and is_telling(amount)
    if prose.sure and not table.full and not fits:
        return prose, None
    if prose.verdict is Verdict.SUPPORTED and prose.own >= _ALL_OF_IT:
        wider = table.left >= _WORDS or _is_nought(table)
        if wider or (prose.similarity >= _THE_SAME and table.left >= _WORD):
            return prose, None  # the sentence is about just this, the cell about something wider
        if prose.similarity >= _THE_SAME and _says_several(claim):
            return prose, table if table.full else None
    if table.verdict is Verdict.SUPPORTED and (not prose.sure or (fits and _no_rival(table, prose, amount))):
        return table, None
    return table, prose


def _is_of_just_this_whole(claim: Claim, prose: ProseCheck) -> bool:
    """Whether a sentence that says all of the claim's words gives another share, of the whole that the claim names."""
    mine = _OF_ALL.search(claim.text)
    theirs = [m for s in prose.sentences if (m := _OF_ALL.search(plain(s.text))) is not None]
    return (
        mine is not None
        and prose.verdict is Verdict.CONTRADICTED
        and prose.own >= _NEARLY_ALL
        and any(set(label_stems(m["whole"])) & set(label_stems(mine["whole"])) for m in theirs)
    )


def _says_no_time(claim: Claim, amount: Amount | None) -> bool:
    """Whether the claim states by how much something changed, and not since when."""
    return (
        amount is not None
        and amount.role is Role.CHANGE
        and not (claim.periods or claim.bases or claim.relatives)
        and not any(a.role is Role.START for a in claim.amounts)
    )


def _says_several(claim: Claim) -> bool:
    """Whether the claim states several figures or times, or ranks: which cell each of them means is less sure."""
    times = len(claim.periods) + len(claim.bases) + len(claim.relatives)
    return len(claim.amounts) > 1 or times > 1 or claim.kind is Kind.RANK


def _is_nought(table: TableCheck) -> bool:
    value = table.result.values[0].quantity if table.result.values else None
    return value is not None and not value.value


def _no_rival(table: TableCheck, prose: ProseCheck, amount: Amount | None) -> bool:
    """Whether sentences that seem to say otherwise do not: they give the same figure too, or no such share."""
    if table.reading.plan.operation is Operation.SHARE:
        return True
    given = [i.amount.quantity for s in prose.sentences for i in stated(plain(s.text))]
    return amount is not None and any(
        q.unit.kind is amount.quantity.unit.kind and abs(q.value) == abs(amount.quantity.value) for q in given
    )
