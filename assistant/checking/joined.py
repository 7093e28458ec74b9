"""A sentence that joins several statements ("… rose, while … fell"): each is judged by itself."""

from __future__ import annotations

import re
from dataclasses import dataclass, replace

from assistant.answers.answer import Answer, Verdict
from assistant.checking.claim import Kind, read_claim
from assistant.checking.claims import Checker, Judgement, open_claim
from assistant.checking.patterns import SUPERLATIVE
from assistant.questions.scope import Scope

_TESTED = frozenset(Kind) - {Kind.STATEMENT, Kind.EVERY}
VERB = (
    r"(?:was|were|is|are|had|has|have|rose|fell|grew|went|came|stood|stands?|dropped|increased|decreased|declined|improved"
    r"|worsened|remained|stayed|reached|hit|missed|met|beat|exceeded|finished|ended|cost|spent|made|took|saw|recorded|climbed"
    r"|slipped|doubled|halved|trebled|overspent|underspent|accounts?|accounted|makes?|made|received|delivered|carried|kept|did|lost|gained|won)"
)
# An article alone is no subject: what follows it belongs to the name, even where it is spelt like a verb.
SUBJECT = re.compile(
    rf"^(?P<subject>(?>(?:(?:the|an?|our|this) )?)(?:[\w'’&/%+-]+[ ,]+?){{1,12}}?)(?={VERB}\b)", re.IGNORECASE
)
_JOINT = re.compile(r"\s*;\s*|,?\s+(?:while|whereas|although|though|but|and)\s+(?=(?P<next>[^,;]*))", re.IGNORECASE)


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
    whole = _judge(text, scope)
    joined = parts(text)
    if whole.checker is None or len(joined) < 2 or whole.answer.verdict is Verdict.SUPPORTED:
        return whole
    several = [_judge(part, scope) for part in joined]
    # A later statement that ranks has left out of what: "… and the South did worst"; one with "it" leans on the first.
    sure = [
        one for n, one in enumerate(several) if not n or not (SUPERLATIVE.search(one.part) or _LEANS.search(one.part))
    ]
    wrong = next((one for one in sure if one.answer.verdict is Verdict.CONTRADICTED), None)
    if wrong is not None:
        return replace(wrong, answer=replace(wrong.answer, question=text))
    if len(sure) == len(several) and all(one.answer.verdict is Verdict.SUPPORTED for one in several):
        found = tuple(f for one in several if one.judgement is not None for f in one.judgement.found)
        judgement = Judgement(verdict=Verdict.SUPPORTED, found=found)
        return Judged(answer=whole.checker.worded(judgement), part=text, checker=whole.checker, judgement=judgement)
    if whole.answer.verdict is Verdict.CONTRADICTED:
        open_ = next((one for one in several if one.answer.verdict is Verdict.NOT_FOUND), None)
        judgement = Judgement(verdict=Verdict.NOT_FOUND)
        answer = open_.answer if open_ is not None else whole.checker.worded(judgement)
        return replace(whole, answer=replace(answer, question=text), judgement=judgement)
    return whole


def _judge(text: str, scope: Scope) -> Judged:
    checker = open_claim(text, scope)
    if isinstance(checker, Answer):
        return Judged(answer=checker, part=text)
    judgement = checker.judge()
    return Judged(answer=checker.worded(judgement), part=text, checker=checker, judgement=judgement)


def parts(text: str) -> tuple[str, ...]:
    """The statements that a sentence joins, each with a subject; just the sentence where it states one thing.

    >>> parts("Bus journeys rose by 4%, while tram journeys fell by 2%.")
    ('Bus journeys rose by 4%.', 'Tram journeys fell by 2%.')
    """
    cuts = [m for m in _JOINT.finditer(text) if _can_stand(text[m.end() :]) and _can_stand(text[: m.start()])]
    if not cuts:
        return (text,)
    found: list[str] = []
    start = 0
    for cut in [*cuts, None]:
        own = text[start : cut.start() if cut else len(text)].strip(" ,;.")
        if found and not SUBJECT.match(own) and (subject := SUBJECT.match(found[0])):
            own = f"{subject['subject'].strip(' ,')} {own}"
        found.append(own[:1].upper() + own[1:] + ".")
        start = cut.end() if cut else len(text)
    return tuple(found)


def _can_stand(text: str) -> bool:
    """Whether a stretch begins with a subject and a verb, or a verb, and states something by itself."""
    head = text.strip()
    has_verb = re.match(rf"(?:also |then )?{VERB}\b", head, re.IGNORECASE) or SUBJECT.match(head)
    if not has_verb:
        return False
    claim = read_claim(head)
    return bool(claim.amounts) or claim.kind in _TESTED
