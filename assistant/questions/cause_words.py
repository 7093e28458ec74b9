"""Cause words: how a sentence says that one thing comes of another, and what may go with that."""

from __future__ import annotations

import re

from assistant.questions.words import stem, tokens
from corpus.sentences import plain

_CAUSED = (
    r"due to|because|as a (?:direct )?result|driven by|in recognition of|given that|"
    r"without (?:it|them|this|that|which) (?:there |they |it |we )?(?:would|could)|"
    r"(?:main|key|chief|biggest|principal|underlying|cost) drivers?|"
    r"the (?:\w+ )?causes?|drivers? behind|"
    r"owing to|attribut(?:ed|able) to|attributes? [^.;:]{1,60}? to|in relation to|reasons?|"
    r"ar(?:ising|ose|ises) from|explain(?:s|ed)?|thanks to|in response to|on account of|stem(?:s|med|ming) from|"
    r"comprised of|offset by|reflect(?:s|ed|ing)|caused|result(?:s|ed|ing)? from|linked (?:\w+ ){0,2}to|relates to|"
    r"put(?:s|ting)? [^.;:]{1,80}? down (?:\w+ )?to|down (?:\w+ )?to (?:the|an?|fewer|more)|"
    r"blam(?:es?|ed|ing)|"
    r"(?:prompted|triggered|sparked|started|hampered|boosted|hindered|helped|hit) by|brought (?:about|on) by|"
    r"(?:held|set|put) (?:up|back)(?: [\w-]+){0,4}? by|for (?:want|lack) of|in the wake of|in view of|"
    r"on the grounds? that|"
    r"(?:this|which|that) is why|(?:lies?|lay) behind|owe[sd]? (?:\w+ )?to"
)
_AS = (
    r"(?<!such )(?<!known )(?<!likely )(?<!many )(?<!much )(?<!well )(?<!soon )(?<!far )(?<!same )(?<!long )"
    r"(?<!twice )(?<!times )(?<!half )as(?! (?:likely|many (?:as|again)|much|well|soon|far|long|an?|at|of|part|if|to|"
    r"follows|usual|planned|expected|before)\b)"
)
"""The "as" that may give a cause, not the one of a comparison ("twice as likely as")."""
_GIVEN = re.compile(rf"\b(?:{_CAUSED})\b", re.IGNORECASE)
_MAY_BE = re.compile(
    r"\b(?:result(?:s|ed|ing)? (?:of|in)|on the back of|in light of|so that|caus(?:es?|ed by)|relat(?:e|ed|ing) to|"
    r"following|led (?:\w+ )?to|consist(?:s|ed|ing) of|account(?:s|ed|ing)? for|slippage|delay(?:s|ed)?|"
    r"(?:higher|lower) than (?:expected|planned|budgeted)|more than (?:expected|planned)|allow(?:s|ed|ing)? (?:for|"
    rf"more|greater|time)|since|after|when|{_AS}|for which|main(?:ly)?|largely|mostly|predominantly|primarily)\b",
    re.IGNORECASE,
)
LATENESS = frozenset({stem(word) for word in ("slipped", "delay", "delayed", "late", "behind", "overdue")})
"""What a question about a delay calls it."""
LATE = re.compile(r"\bslippage\b|\b(?:the|this|that|a|its|for|of) (?:\w+ )?delays?\b", re.IGNORECASE)


def gives_reason(text: str) -> bool:
    """Whether a sentence says outright that one thing comes of another."""
    return bool(_GIVEN.search(plain(text)))


def may_give_reason(text: str, said: frozenset[str] = frozenset()) -> bool:
    """Whether a sentence has words that may give a cause, or only a time: "after", "as", "mainly".

    ``said`` are the stems of the question: the "after" of an "after dark" that it says itself gives none.
    """
    if gives_reason(text):
        return True
    behind = ((m[0], tokens(text[m.end() :])[:1]) for m in _MAY_BE.finditer(text))
    return not all(stem(word.lower()) in said and any(t.stem in said for t in then) for word, then in behind)
