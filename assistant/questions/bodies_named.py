"""Bodies named: words that say whose the figures are, or who did what is asked for, and name no label."""

from __future__ import annotations

import re
from collections.abc import Sequence

from assistant.questions.words import Token

_OWNERS = frozenset(
    "airline airlines airways company companies group corporation firm inc plc ltd limited".split()  # noqa: SIM905 - readable as text
)
_BODIES = _OWNERS | frozenset(
    "council authority trust service force board department ministry agency operator organisation charity".split()  # noqa: SIM905 - readable as text
)
_CREWS = re.compile(r"staff|crews|teams|workers|employees|colleagues|\w+icers")
_ACTED = re.compile(
    r"^(?:get|reach|arrive|attend|respond|answer|pick up|deal|handle|visit|go|come|turn up)\b", re.IGNORECASE
)
_DID_THE = re.compile(r"\b(?:did|does|do|has|have|had|will) (?:the|this|that|our)$", re.IGNORECASE)
_DID = re.compile(r"\b(?:did|does|do|has|have|had|will)(?: (?:the|this|that|our))?$", re.IGNORECASE)


def owns(token: Token) -> bool:
    """Whether a word only says that a name is that of a company."""
    return token.text.lower().removesuffix("'s") in _OWNERS


def is_doer(token: Token, text: str) -> bool:
    """Whether a word only says that the body whose reports these are, or its people, did what is asked for."""
    before, word = text[: token.start].rstrip(), token.text.lower()
    acted = _CREWS.fullmatch(word) and _ACTED.match(text[token.end :].lstrip())
    return (word in _BODIES and bool(_DID_THE.search(before))) or bool(acted and _DID.search(before))


def is_owner(token: Token, following: Sequence[Token], text: str) -> bool:
    """Whether a word that bare tables do not hold is a part of the name of whose they are."""
    named = not token.is_number and (is_name(token, text) or token.text[0].isupper())
    return named or owns(token) or any(map(owns, following[:1]))


def is_name(token: Token, text: str) -> bool:
    """Whether a word is a number, an acronym, or capitalised within its sentence; all capitals all over say nothing."""
    if token.is_number:
        return True
    if not token.text[0].isupper() or text.isupper():
        return False
    before = text[: token.start].rstrip()
    return (token.text.isupper() and len(token.text) > 1) or (bool(before) and before[-1] not in ".?!:;")
