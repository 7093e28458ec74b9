"""Write raised words, which a plain text cannot raise, so that they neither touch a figure nor get lost."""

from __future__ import annotations

import re

_DIGITS = str.maketrans("0123456789-−", "⁰¹²³⁴⁵⁶⁷⁸⁹⁻⁻")
_RAISED = "⁰¹²³⁴⁵⁶⁷⁸⁹⁻ "
_NOTE_WORD = re.compile(r"(?:foot|end)?notes?\b\.?", re.IGNORECASE)
_NUMBERS = re.compile(r"[-−]?\d{1,3}(?:[\s,;]+\d{1,3})*")
_LETTERS = re.compile(r"[a-z]{1,2}(?:[\s,;]+[a-z]{1,2})*", re.IGNORECASE)
_WITH_WORD = frozenset(["st", "nd", "rd", "th", "tm", "sm", "me", "mme", "er", "re"])
_POWER = re.compile(r"[×x*]\s?10$")


def raised(text: str, before: str) -> str:
    """What stands for a superscript after the words before it: "1,204" and a raised 1 are "1,204¹", never 12,041.

    Numbers become superscript signs, letters stand in brackets, and endings ("1st") stay part of their word.

    >>> [raised(mark, "1,204") for mark in ("1", "1,2", "a", "*", "[note 3]")]
    ['¹', '¹ ²', '[a]', '*', '³']
    """
    bare = _NOTE_WORD.sub("", text).strip(" \n\t\xa0[]()")
    if not bare or bare.casefold() in _WITH_WORD or not bare.strip(_RAISED):
        return text
    if _NUMBERS.fullmatch(bare):
        if _POWER.search(before):
            return f"^{bare}"
        return " ".join(number.translate(_DIGITS) for number in re.split(r"[\s,;]+", bare))
    if _LETTERS.fullmatch(bare):
        return " ".join(f"[{letter}]" for letter in re.split(r"[\s,;]+", bare))
    return f" {text}" if before[-1:].isdigit() and text[0].isalnum() else text
