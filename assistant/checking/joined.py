"""A sentence that joins several statements ("… rose, while … fell"): each is judged by itself."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace

from assistant.answers.answer import Answer, Verdict
from assistant.checking.checker import Checker
from assistant.checking.checks import TableCheck
from assistant.checking.claim import Kind, read_claim
from assistant.checking.claims import open_claim
from assistant.checking.clauses import SUBJECT, VERB
from assistant.checking.counted import Counted, counted
from assistant.checking.ellipses import spelled_out
from assistant.checking.judgements import Judgement
from assistant.checking.patterns import SUPERLATIVE
from assistant.questions.scope import Scope

_TESTED = frozenset(Kind) - {Kind.STATEMENT, Kind.EVERY}
_JOINT = re.compile(r"\s*;\s*|,?\s+(?:while|whereas|although|though|but|and)\s+(?=(?P<next>[^,;]*))", re.IGNORECASE)


_JOINTS = re.compile(r"\b(?:but|while|whereas|although|though)\b", re.IGNORECASE)
_LEANS = re.compile(r"\b(?:it|its|they|their|them|this|that|those|these|then|so)\b", re.IGNORECASE)


@dataclass(frozen=True, slots=True, kw_only=True)
class Judged:
    """The verdict on a sentence. ``part`` is the statement that decides: the sentence, or one of those that it joins.

    ``checker`` and ``judgement`` are None where the sentence could not be tested at all.
    """

    answer: Answer
    part: str
    checker: Checker | None = None
    judgement: Judgement | None = None


def check_claim(claim: str, scope: Scope) -> Answer:
    """What the reports say of a claim: supported, contradicted or not found, with the figures and where they stand."""
    return judge(claim, scope).answer


def judge(text: str, scope: Scope) -> Judged:
    """The verdict on a sentence: as a whole where that is borne out, or else on each statement that it joins.

    One that is contradicted contradicts the sentence. What is joined is not contradicted as a whole: a figure of one
    statement says nothing of another's subject.
    """
    if (so_many := _judge_members(text, scope)) is not None:
        return so_many
    whole = _judge(text, scope)
    if whole.checker is None:
        return whole
    if (spelled := _judge_list(text, whole, scope)) is not None:
        return spelled
    joined = parts(text)
    if len(joined) < 2 or whole.answer.verdict is Verdict.SUPPORTED:
        return whole
    several = [_judge_members(part, scope) or _judge(part, scope) for part in joined]
    # A later statement that ranks has left out of what: "… and the South did worst"; one with "it" leans on the first.
    sure = [
        one for n, one in enumerate(several) if not n or not (SUPERLATIVE.search(one.part) or _LEANS.search(one.part))
    ]
    wrong = next((one for one in sure if one.answer.verdict is Verdict.CONTRADICTED), None)
    if wrong is not None:
        return replace(wrong, answer=replace(wrong.answer, question=text))
    if len(sure) == len(several) and all(one.answer.verdict is Verdict.SUPPORTED for one in several):
        return _with_verdict(text, whole, Verdict.SUPPORTED, several)
    if whole.answer.verdict is Verdict.CONTRADICTED:
        open_ = next((one for one in several if one.answer.verdict is Verdict.NOT_FOUND), None)
        judgement = Judgement(verdict=Verdict.NOT_FOUND)
        answer = open_.answer if open_ is not None else whole.checker.worded(judgement)
        return replace(whole, answer=replace(answer, question=text), judgement=judgement)
    return whole


def _judge_members(text: str, scope: Scope) -> Judged | None:
    """The verdict on a sentence that says something of so many of a kind, where a table lists just that kind."""
    of_members = counted(text)
    if of_members is None:
        return None
    judged = _judge(text, scope, of_members)
    if judged.checker is not None and judged.checker.says_over():
        return None  # what a report says itself may be doubted by its tables
    found = judged.judgement.found if judged.judgement is not None else ()
    return judged if found and judged.answer.verdict is not Verdict.NOT_FOUND else None


def _judge_list(text: str, whole: Judged, scope: Scope) -> Judged | None:
    """The verdict on a sentence whose list leaves something out, member by member; None where it has no such list.

    Where not every member is decided, the sentence as a whole may bear itself out, but not contradict itself: its
    figures are not told apart.
    """
    assert whole.checker is not None and whole.judgement is not None
    if whole.checker.says_over():
        return None
    lists = list(spelled_out(text))
    for spelled in lists:
        several = [_judge_members(part, scope) or _judge(part, scope) for part in spelled.statements]
        wrong = Verdict.of(spelled.denied)
        right = Verdict.CONTRADICTED if spelled.denied else Verdict.SUPPORTED
        decided = next((one for one in several if one.answer.verdict is wrong), None)
        if decided is not None and decided.judgement is not None and decided.checker is not None:
            if not spelled.denied:
                return replace(decided, answer=replace(decided.answer, question=text))
            return _with_verdict(text, whole, Verdict.CONTRADICTED, [decided])
        if all(one.answer.verdict is right for one in several):
            return _with_verdict(text, whole, Verdict.SUPPORTED, several)
    by_table = sum(f.amount is not None and isinstance(f.check, TableCheck) for f in whole.judgement.found) > 1
    if not lists or (whole.answer.verdict is not Verdict.CONTRADICTED and not by_table):
        return None
    return replace(
        whole,
        answer=whole.checker.worded(Judgement(verdict=Verdict.NOT_FOUND)),
        judgement=Judgement(verdict=Verdict.NOT_FOUND),
    )


def _with_verdict(text: str, whole: Judged, verdict: Verdict, several: Sequence[Judged]) -> Judged:
    """The verdict on a whole sentence that rests on what decided its members."""
    assert whole.checker is not None
    found = tuple(f for one in several if one.judgement is not None for f in one.judgement.found)
    judgement = Judgement(verdict=verdict, found=found)
    return Judged(answer=whole.checker.worded(judgement), part=text, checker=whole.checker, judgement=judgement)


def _judge(text: str, scope: Scope, of_members: Counted | None = None) -> Judged:
    checker = open_claim(text, scope, of_members=of_members)
    if isinstance(checker, Answer):
        return Judged(answer=checker, part=text)
    judgement = checker.judge()
    return Judged(answer=checker.worded(judgement), part=text, checker=checker, judgement=judgement)


def parts(text: str) -> tuple[str, ...]:
    """The statements that a sentence joins, each with a subject; just the sentence where it states one thing.

    >>> parts("Bus journeys rose by 4%, while tram journeys fell by 2%.")
    ('Bus journeys rose by 4%.', 'Tram journeys fell by 2%.')
    """
    cuts: list[re.Match[str]] = []
    for cut in _JOINT.finditer(text):
        before = text[cuts[-1].end() if cuts else 0 : cut.start()]
        if _can_stand(text[cut.end() :]) and _can_stand(before):  # not within "damage and arson fell"
            cuts.append(cut)
    if not cuts:
        return (text,)
    found: list[str] = []
    start = 0
    for end, resume in [*((c.start(), c.end()) for c in cuts), (len(text), len(text))]:
        own = text[start:end].strip(" ,;.")
        if found and not SUBJECT.match(own) and (subject := SUBJECT.match(found[0])):
            own = f"{subject['subject'].strip(' ,')} {own}"
        found.append(own[:1].upper() + own[1:] + ".")
        start = resume
    return tuple(found)


def _can_stand(text: str) -> bool:
    """Whether a stretch begins with a subject and a verb, or a verb, and states something by itself."""
    head = text.strip()
    subject = SUBJECT.match(head)
    if subject is not None and _JOINTS.search(subject["subject"]):
        subject = None  # "Hill Town but fell in Mill Town" has no verb of its own
    if not subject and not re.match(rf"(?:also |then )?{VERB}\b", head, re.IGNORECASE):
        return False
    claim = read_claim(head)
    return bool(claim.amounts) or claim.kind in _TESTED
