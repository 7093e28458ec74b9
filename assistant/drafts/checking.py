"""Checking a draft: each sentence that states a fact is judged as a claim, marked, and corrected where it is wrong."""

from __future__ import annotations

from collections.abc import Callable
from itertools import islice

from assistant.answers.answer import Verdict
from assistant.checking.checker import Checker
from assistant.checking.claims import open_claim
from assistant.checking.joined import Judged, judge
from assistant.drafts.correcting import corrections
from assistant.drafts.draft import CheckedSentence, Draft, DraftCheck, DraftSentence, Mark
from assistant.drafts.reading import NOTE_MARK
from assistant.drafts.statements import statement, states_fact
from assistant.questions.declining import MAX_QUESTION
from assistant.questions.scope import Scope
from corpus.sentences import plain

Progress = Callable[[int, int], None]
"""Called with how many sentences are done, and how many there are."""

_MOST_TRIED = 6
"""How many corrected sentences are tried before none is proposed."""


def check_draft(draft: Draft, scope: Scope, progress: Progress | None = None) -> DraftCheck:
    """Every sentence of a draft that states a checkable fact, in order, with its mark, evidence and correction."""
    checked: list[CheckedSentence] = []
    before = ""
    for done, sentence in enumerate(draft.sentences):
        if progress is not None:
            progress(done, len(draft.sentences))
        text = NOTE_MARK.sub("", plain(sentence.text))
        read_as = statement(text, before, plain(sentence.lead_in))
        if states_fact(read_as) and len(read_as) <= MAX_QUESTION:
            checked.append(_check(sentence, text, read_as, scope))
        before = read_as
    if progress is not None:
        progress(len(draft.sentences), len(draft.sentences))
    return DraftCheck(name=draft.name, n_sentences=len(draft.sentences), sentences=tuple(checked), notes=draft.notes)


def _check(sentence: DraftSentence, text: str, read_as: str, scope: Scope) -> CheckedSentence:
    judged = judge(read_as, scope)
    mark, correction = _mark(judged), ""
    if mark is Mark.CONTRADICTED:
        better = _corrected(judged)
        correction = _put_back(read_as, judged.part, better) if better and judged.part != read_as else better
    return CheckedSentence(
        sentence=sentence,
        mark=mark,
        answer=judged.answer,
        read_as=read_as if read_as.rstrip(".") != text.rstrip(".") else "",
        correction=correction,
    )


def _mark(judged: Judged) -> Mark:
    match judged.answer.verdict:
        case Verdict.SUPPORTED:
            return Mark.SUPPORTED
        case Verdict.CONTRADICTED:
            return Mark.CONTRADICTED
        case _:
            known = judged.checker is not None and judged.checker.knows_subject()
            return Mark.NOT_FOUND if known else Mark.NEEDS_SOURCE


def _put_back(whole: str, part: str, better: str) -> str:
    """The sentence with one of its statements replaced; '' where that statement does not stand in it as it is."""
    own, new = part.rstrip("."), better.rstrip(".")
    at = whole.lower().find(own.lower())
    if at < 0:
        return ""
    if at:
        new = new[0].lower() + new[1:] if whole[at].islower() else new
    return whole[:at] + new + whole[at + len(own) :]


def _corrected(judged: Judged) -> str:
    """The first correction of the statement that decides that the reports bear out; '' where none is."""
    checker, judgement = judged.checker, judged.judgement
    if checker is None or judgement is None:
        return ""
    for better in islice(dict.fromkeys(corrections(judged.part, judgement)), _MOST_TRIED):
        again = open_claim(better, checker.scope, checker.passages)
        if better != judged.part and isinstance(again, Checker) and again.answer().verdict is Verdict.SUPPORTED:
            return better
    return ""
