"""Quoting prose in an answer: sentences verbatim with their lead-in, their citations, and the figures they state."""

from __future__ import annotations

import re

from assistant.answers.wording import Wording
from assistant.prose.picking import Quote
from assistant.questions.expected import figures
from corpus.sentences import plain

_TITLE = re.compile(r"“(?P<words>[^“”]*)”")
"""What a sentence quotes itself: within the quotation it has single marks."""


def write_quote(wording: Wording, quote: Quote) -> None:
    """Add sentences in quotation marks, each with its citation; a lead-in stands once before its items."""
    said: list[str] = []
    lead_before = ""
    for sentence in quote.sentences:
        text = plain(sentence.text)
        lead = plain(sentence.lead_in).rstrip(" :")
        introduced = bool(said) and plain(quote.sentences[0].text).rstrip(" :").endswith(lead[-40:]) if lead else False
        if lead and lead != lead_before and not introduced:
            m = wording.citations.lead_in(sentence)
            if m is not None:
                wording.labels.append(lead)
                said.append(f"{lead} [{m}]:")
                for mention in figures(lead):
                    wording.figure(mention.quantity, "quoted", m, derived=False)
        lead_before = lead
        n = wording.citations.quote(sentence.locator)
        shown = _TITLE.sub(r"‘\g<words>’", text)
        said.append(f"“{shown}” [{n}]")
        wording.labels.append(shown)
        for mention in figures(text):
            wording.figure(mention.quantity, "quoted", n, derived=False)
    wording.parts.append(" ".join(said))
