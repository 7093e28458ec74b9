"""Sentences that only lay something down: from what score on a risk is too high, what a colour means, how a time is
measured. They are no answer to which things are so, to how many are, or to how long it took.
"""

from __future__ import annotations

import re

from assistant.questions.cues import Cue
from assistant.questions.expected import Kind, expected
from assistant.questions.question import Question
from corpus.sentences import plain

_ASKS_FOR_THINGS = re.compile(
    r"\b(?:which|what) (?:of (?:the|our|its|their) )?(?:[\w'-]+ ){0,3}?(?!(?:is|was|does|has|this|its)\b)[\w'-]+s "
    r"(?:is|are|was|were|did|do|have|has|had|will|would|sit|stand|score|miss|fail|meet|exceed|run|show|\w+ed)\b"
    r"|^(?:please )?(?:list|name)\b|\bhow many\b",
    re.IGNORECASE,
)
_ASKS_OF_THE_RULE = re.compile(
    r"\b(?:tolerances?|thresholds?|limits?|scores?|points?|rules?|colou?rs?|ratings?|standards?|criteria|levels?) "
    r"(?:is|are|was|were|means?|counts?|makes?|triggers?)\b|\bcounts? as\b|\bmean\b|\bdefin\w+",
    re.IGNORECASE,
)
_KEY = re.compile(
    r"^\W*(?:key|legend|(?:[\w-]+ )?(?:status|rating|colou?r|risk|rag|traffic[- ]light)s?"
    r"(?: key| legend| ratings?| codes?)?)(?: to [\w ]{1,40})?\s*:"
    r"|^\W*(?:red|amber|green|blue|black)\b\s*(?:[:=,(–-]|means\b|is used\b)",
    re.IGNORECASE,
)
_THRESHOLD = re.compile(
    r"^\W*(?:an?|any|the|each|every|all)? ?(?:[\w'-]+ ){0,3}?(?:scores?|ratings?|values?|results?|figures?|rates?|"
    r"levels?|variances?|measures?|indicators?|projects?|risks?|delays?)"
    r" (?:(?:of|at|scored|rated|with|that (?:is|are)|scoring) )?(?:(?:at least|more than|less than|over|under|above|"
    r"below|up to|within) [^,;.]{1,30}|[^,;.]{1,20} (?:or|and) (?:more|less|fewer|above|below|over|under|higher|"
    r"lower|worse|better)) (?:is|are|means?|counts?|must|shows?|will be)\b"
    r"|\b(?:is|are) (?:rated|shown|marked|classed|counted|flagged|treated|escalated|regarded|considered)\b[^.]*"
    r"\b(?:if|when|where|whenever|unless)\b",
    re.IGNORECASE,
)
_ASKS_HOW_MUCH = re.compile(
    r"^(?:so |and )?what (?:was|were) (?:the |our |its |their )?(?:[\w'%-]+ ){0,4}?"
    r"(?:times?|rates?|scores?|numbers?|figures?|levels?|totals?|averages?|means?|waits?|percentages?|proportions?|"
    r"shares?|results?|costs?|amounts?)\b",
    re.IGNORECASE,
)
_MEASURED = re.compile(
    r"\b(?:runs? from (?:the|when)\b|(?:is|are) (?:measured|counted|calculated|worked out|taken|defined|averaged|"
    r"expressed|rounded|based)\b|(?:is|are) (?:the|an?) (?:number|share|time|proportion|percentage|average|mean|median|"
    r"sum|ratio|length)\b|(?:is|are) averages\b|means (?:that|the)\b|cannot be (?:added|averaged|compared)\b)",
    re.IGNORECASE,
)


def only_lays_down(question: Question, text: str) -> bool:
    """Whether a sentence only lays down a rule, and the question asks what falls under it or what was measured."""
    shown = plain(text)
    if question.has(Cue.METHOD) or _ASKS_OF_THE_RULE.search(question.text):
        return False
    if _ASKS_HOW_MUCH.search(question.text) and _MEASURED.search(shown):
        return True
    if expected(question.text).kind in {Kind.DATE, Kind.REASON} or not _ASKS_FOR_THINGS.search(question.text):
        return False
    return bool(_KEY.search(shown) or _THRESHOLD.search(shown))
