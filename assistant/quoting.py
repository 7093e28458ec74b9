"""Quoting prose in an answer: the sentence verbatim with its lead-in, its citation, and the figures that it states."""

from __future__ import annotations

from assistant.prose import Placer
from assistant.wording import Wording
from corpus.document import Sentence
from corpus.sentences import plain
from structured.periods import find_periods
from structured.units import find_quantities


def quote(wording: Wording, sentence: Sentence, placer: Placer) -> None:
    """Add a sentence in quotation marks, its lead-in before it; a lead-in is followed by its list."""
    text = plain(sentence.text)
    lead = plain(sentence.lead_in).rstrip(" :")
    n = wording.citations.quote(sentence.locator)
    said = f"{lead}: “{text}” [{n}]" if lead else f"“{text}” [{n}]"
    _figures(wording, text, n)
    wording.labels.append(text)
    if lead:
        wording.labels.append(lead)
    if text.endswith(":"):
        place = placer(sentence.locator)
        if place is not None:
            for following in place.sentences[place.position + 1 : place.position + 9]:
                if plain(following.lead_in).rstrip(" :").endswith(text.rstrip(" :")[-40:]):
                    item = plain(following.text)
                    m = wording.citations.quote(following.locator)
                    said += f" “{item}” [{m}]"
                    wording.labels.append(item)
                    _figures(wording, item, m)
                else:
                    break
    wording.parts.append(said)


def _figures(wording: Wording, text: str, n: int) -> None:
    periods = [(p.start, p.end) for p in find_periods(text)]
    for mention in find_quantities(text):
        if not any(mention.start < end and start < mention.end for start, end in periods):
            wording.figure(mention.quantity, "quoted", n, derived=False)
