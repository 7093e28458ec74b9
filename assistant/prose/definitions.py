"""Whether a sentence says outright what is asked: what a name stands for ("Operation Lantern: a programme of …"), what
counts as something ("A lamp is counted as "mended" when …"), or what the so many are that it introduces ("Our three
aims are:").
"""

from __future__ import annotations

import re

from assistant.questions.cues import SMALL
from assistant.questions.expected import MEANT
from assistant.questions.linking import Linker
from assistant.questions.needs import RELATED, Linked
from assistant.questions.outline import acronyms
from assistant.questions.question import Question
from assistant.questions.words import label_stems, stem
from corpus.sentences import plain

_ASKS = re.compile(
    r"^(?:so |and )?what(?:'s| is| are| was| were) (?:the |an? )?(?P<name>[\w'&-]+(?: [\w'&-]+){0,5}?)"
    r"(?: about| for| meant to (?:do|be))?\s*\??$",
    re.IGNORECASE,
)
_STANDS = re.compile(
    r"^(?:so |and )?what (?:does|do|did) (?:the )?(?P<name>[A-Z&]{2,10}) (?:stand for|mean)\b", re.IGNORECASE
)
_SAYS = re.compile(
    r"\W{0,3}(?:[,:(–—-]\s*(?:which|who|that|where|an?|the)\b|"
    r"(?:is|are|was|were) (?:an?|the|one|our|made)\b|"
    r"(?:means|brings|gives|provides|combines|supports|helps|aims|works)\b)",
    re.IGNORECASE,
)
_SO_MANY = re.compile(
    rf"\b(?:what|which|name|list)\b[^?]{{0,16}}?\b(?P<number>{'|'.join(SMALL)}|\d{{1,2}}) "
    r"(?:[\w-]+ )?(?P<things>\w+s)\b",
    re.IGNORECASE,
)
_QUOTED = re.compile(r"(?<!\w)[\"'](\w[^\"']{1,48})[\"'](?!\w)")
_HOW_BIG = re.compile(r"\bhow (?:far|big|large|wide|small|long|old|high|low|strict)\b", re.IGNORECASE)
_MAKES = re.compile(r"\b(?:what|which things?) (?:makes?|made|does it take)\b", re.IGNORECASE)
_EXPLAINED = re.compile(r"(?P<before>(?:[\w'’-]+ ){1,6})\(\W*(?:i\.\s?e\b|that is\b|meaning\b)", re.IGNORECASE)
"""Words that a sentence explains in brackets right behind them: "a fair landing (i.e. one that was announced)"."""
_NAME_WORD = re.compile(r"[A-Z0-9]")
NUMBERED = re.compile(r"^\d+(?:\.\d+)*\.?\s+")
_SET = r"(?:counted|classed|treated|recorded|regarded|defined|graded|rated|described)"
_IF = r"(?:when|if|where|only|once|unless|as soon as)"
_TERMS = (
    re.compile(r"^(?:An?|The|Any|Each)? ?[\"“](?P<term>[^\"“”]{2,50})[\"”](?: \w+)? (?:is|are|means?|refers|covers)\b"),
    re.compile(r"^[\"“]?(?P<term>[A-Z][\w' -]{1,50})[\"”]?: (?:an?|the|any|when)\b"),
    re.compile(r"^(?:An?|Any) (?P<term>[\w' -]{2,50}?) (?:is|means) (?:an?|any|one|when|if)\b"),
    re.compile(rf"\b(?:is|are) {_SET} as (?:an? )?[\"“]?(?P<term>[\w' -]{{2,40}}?)[\"”]? {_IF}\b"),
    re.compile(r"\bdefin(?:e|es|ed) [\"“](?P<term>[^\"“”]{2,50})[\"”] as\b"),
    re.compile(rf"\bcounts? as (?:an? )?[\"“]?(?P<term>[\w' -]{{2,40}}?)[\"”]? {_IF}\b"),
)
"""What a sentence says the meaning of."""


def defines(question: Question, text: str) -> bool:
    """Whether a sentence has the name that the question asks of, as a name, and goes on with what it is."""
    asked = _ASKS.match(question.text)
    if asked is None:
        return False
    shown = plain(text)
    for match in re.finditer(rf"\b{re.escape(asked['name'])}\b", shown, re.IGNORECASE):
        is_name = all(_NAME_WORD.match(word) for word in match[0].split())
        if is_name and _SAYS.match(shown, match.end()):
            return True
    return False


def spells_out(question: Question, text: str) -> bool:
    """Whether it is asked what an acronym is or stands for, and a sentence spells it out."""
    asked = _STANDS.match(question.text) or _ASKS.match(question.text)
    if asked is None or " " in asked["name"]:
        return False
    known = {short.casefold() for short in acronyms([plain(text)])}
    return asked["name"].casefold() in known | {f"{short}s" for short in known}


def says_what_counts(question: Question, linked: Linked, linker: Linker, text: str) -> bool:
    """Whether it is asked what something means or what counts as it, and a sentence lays that very thing down.

    Of a word in quotation marks it is asked too by how far or how big it is.
    """
    shown = NUMBERED.sub("", plain(text))
    terms = [label_stems(match["term"]) for pattern in _TERMS if (match := pattern.search(shown))]
    said = _QUOTED.findall(question.text)
    asks = MEANT.search(question.text) or _MAKES.search(question.text)
    if asks and any(term.casefold() in m["before"].casefold() for m in _EXPLAINED.finditer(shown) for term in said):
        return True
    if not MEANT.search(question.text):
        quoted = [label_stems(term) for term in said]
        return bool(_HOW_BIG.search(question.text)) and any(term in quoted for term in terms)
    return any(term and all(_is_said(word, linked, linker) for word in term) for term in terms)


def _is_said(word: str, linked: Linked, linker: Linker) -> bool:
    """Whether a question says a word, or one that it may stand for."""
    return any(strength >= RELATED for strength in linker.cover(linked, frozenset({word})).values())


def introduces(question: Question, text: str, n_items: int) -> bool:
    """Whether a line introduces just as many items as the question asks for, and calls them the same."""
    asked = _SO_MANY.search(question.text)
    shown = plain(text)
    if asked is None or not shown.endswith(":"):
        return False
    number = asked["number"].lower()
    wanted = SMALL.get(number, int(number) if number.isdigit() else 0)
    return n_items == wanted and stem(asked["things"].lower()) in label_stems(shown)
