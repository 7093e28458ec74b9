"""Checking a draft: each sentence that states a fact is judged as a claim, marked, and corrected where it is wrong."""

from __future__ import annotations

from collections.abc import Callable
from itertools import islice

from assistant.answers.answer import Answer, Verdict
from assistant.checking.claims import Checker, Judgement, open_claim
from assistant.checking.patterns import SUPERLATIVE
from assistant.drafts.correcting import corrections
from assistant.drafts.draft import CheckedSentence, Draft, DraftCheck, DraftSentence, Mark
from assistant.drafts.reading import NOTE_MARK
from assistant.drafts.statements import parts, statement, states_fact
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
    mark, answer, correction = _judge(read_as, scope)
    joined = parts(read_as)
    if mark is not Mark.SUPPORTED and len(joined) > 1:
        several = [(part, *_judge(part, scope)) for part in joined]
        wrong = [s for n, s in enumerate(several) if s[1] is Mark.CONTRADICTED and not (n and SUPERLATIVE.search(s[0]))]
        if wrong:
            part, mark, answer, better = wrong[0]
            correction = _put_back(read_as, part, better) if better else ""
        elif all(s[1] is Mark.SUPPORTED for s in several):
            _, mark, answer, correction = several[0]
        elif mark is Mark.CONTRADICTED:
            mark, answer, correction = next((m, a, c) for _, m, a, c in several if m is not Mark.SUPPORTED)
    return CheckedSentence(
        sentence=sentence,
        mark=mark,
        answer=answer,
        read_as=read_as if read_as.rstrip(".") != text.rstrip(".") else "",
        correction=correction,
    )


def _put_back(whole: str, part: str, better: str) -> str:
    """The sentence with one of its statements replaced; '' where that statement does not stand in it as it is."""
    own, new = part.rstrip("."), better.rstrip(".")
    at = whole.lower().find(own.lower())
    if at < 0:
        return ""
    if at:
        new = new[0].lower() + new[1:] if whole[at].islower() else new
    return whole[:at] + new + whole[at + len(own) :]


def _judge(text: str, scope: Scope) -> tuple[Mark, Answer, str]:
    """The mark of one statement with the answer behind it, and the statement as it should be."""
    checker = open_claim(text, scope)
    if isinstance(checker, Answer):
        return Mark.NEEDS_SOURCE, checker, ""
    judgement = checker.judge()
    answer = checker.worded(judgement)
    match answer.verdict:
        case Verdict.SUPPORTED:
            return Mark.SUPPORTED, answer, ""
        case Verdict.CONTRADICTED:
            return Mark.CONTRADICTED, answer, _corrected(text, checker, judgement)
        case _:
            return Mark.NOT_FOUND if checker.knows_subject() else Mark.NEEDS_SOURCE, answer, ""


def _corrected(text: str, checker: Checker, judgement: Judgement) -> str:
    """The first correction that the reports bear out."""
    for better in islice(dict.fromkeys(corrections(text, judgement)), _MOST_TRIED):
        again = open_claim(better, checker.scope, checker.passages)
        if better != text and isinstance(again, Checker) and again.answer().verdict is Verdict.SUPPORTED:
            return better
    return ""
