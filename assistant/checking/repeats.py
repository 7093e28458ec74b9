"""A claim that says a sentence of the reports over, but for something: what that makes of its verdict."""

from __future__ import annotations

from assistant.answers.answer import Verdict
from assistant.checking.amounts import Role, ways
from assistant.checking.checks import Check, ProseCheck, TableCheck
from assistant.checking.claim import Claim, Kind
from assistant.checking.echoes import Departs, Echo
from assistant.checking.evidence import Evidence, Sentences
from assistant.checking.judgements import Found, Judgement
from assistant.checking.runs import run_in

_SAME_BUT_FOR_A_WORD = 0.85
"""The share of a claim's words that a sentence has, when it contradicts what nothing else speaks of."""


def held_against_its_sentence(judged: Judgement, claim: Claim, about: Sentences) -> Judgement:
    """The judgement on a claim, held against the sentence that it repeats, if it repeats one."""
    repeated = about.repeated()
    if repeated is None or not repeated[1].departures:
        return judged
    evidence, echo = repeated
    if judged.verdict is Verdict.SUPPORTED and not _rests_on_others(claim, about, judged, echo):
        return _departing(evidence, echo)
    if judged.verdict is Verdict.NOT_FOUND and echo.decisive and echo.alike >= _SAME_BUT_FOR_A_WORD:
        return _departing(evidence, echo)
    return judged


def _rests_on_others(claim: Claim, about: Sentences, judged: Judgement, echo: Echo) -> bool:
    """Whether what bears the claim out says itself all in which the claim departs from the sentence it repeats."""
    if any(isinstance(f.check, ProseCheck) and not about.says_so(f.check.sentences) for f in judged.found):
        return False
    if not any(isinstance(f.check, TableCheck) for f in judged.found):
        return not echo.decisive or echo.alike < _SAME_BUT_FOR_A_WORD
    run = run_in(claim.asked)
    counted = claim.asked[run.start : run.end] if run is not None else ""
    for departure in echo.departures:
        if departure.claimed and departure.claimed in counted:
            continue  # "three quarters in a row", of what fell for four
        if departure.kind is Departs.FIGURE and not any(
            f.amount is not None
            and f.amount.printed in departure.claimed
            and (echo.alike < _SAME_BUT_FOR_A_WORD or (isinstance(f.check, TableCheck) and f.check.full))
            for f in judged.found
        ):
            return False
        if departure.kind is Departs.WAY and not _tests_way(claim, departure.claimed):
            return False
        if departure.kind is Departs.TIME and not any(_of_its_time(claim, f.check) for f in judged.found):
            return False
    return True


def _tests_way(claim: Claim, words: str) -> bool:
    """Whether a direction is one by which the claim's amounts, or the claim where it has none, were tested."""
    moving = {a.way for a in claim.amounts if a.way is not None and a.role not in {Role.LEVEL, Role.START}}
    whole = claim.way if claim.kind in {Kind.CHANGE, Kind.PLAN, Kind.COMPARE} else None
    tested = moving or ({whole} if whole is not None else set())
    return not (own := {way for way, _, _ in ways(words)}) or bool(own & tested)


def _of_its_time(claim: Claim, check: Check) -> bool:
    """Whether a table's figure is said by the table to be of a time that the claim names."""
    wanted = (*claim.periods, *claim.bases)
    own = [o.period for o in check.result.operands if o.period is not None] if isinstance(check, TableCheck) else []
    return not wanted or any(w.same_span(o) or w.last == o.last for w in wanted for o in own)


def _departing(evidence: Evidence, echo: Echo) -> Judgement:
    """The verdict on a claim that says a sentence over, but for something that decides."""
    if not echo.decisive:
        return Judgement(verdict=Verdict.NOT_FOUND, departures=echo.departures)
    check = ProseCheck(
        verdict=Verdict.CONTRADICTED,
        fit=evidence.score,
        sentences=(evidence.sentence,),
        own=evidence.own,
        similarity=evidence.similarity,
    )
    return Judgement(verdict=Verdict.CONTRADICTED, found=(Found(amount=None, check=check, other=None),))
