"""Cut a document's prose into the sentences that are quoted, and show marked-up text plainly.

Knows how British reports punctuate, nothing of what they say.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import replace

from corpus.document import PROSE_KINDS, Document, Sentence
from corpus.orders import gives_orders, goes_on

_EMPHASIS = re.compile(
    r"\*\*([^*\n]{1,1000})\*\*|__([^_\n]{1,1000})__|(?<![\w*])\*([^\s*](?:[^*\n]{0,1000}[^\s*])?)\*(?![\w*])"
)
_MARKED = re.compile(r"[*_<\[\\]")
_ESCAPE = re.compile(r"\\([|*_#\[\]\\`])")
_TAG = re.compile(r"</?[A-Za-z][^<>\n]{0,200}>")
_BREAK = re.compile(r"<br\s{0,5}/?>", re.IGNORECASE)
_LINK = re.compile(r"!?\[([^\[\]\n]{0,500})\]\([^()\n]{0,1000}\)")

_END = re.compile(r"(?<![.!?…])[.!?…]+[”’\"')\]*_]*(?:\[\d{1,3}\])?(?=\s)")
_ABBREVIATIONS = frozenset(
    """e.g i.e etc cf viz al vs v no nos vol fig figs para paras p pp ch ed eds est approx avg incl excl inc ltd plc
    co corp dept govt cllr mr mrs ms mx dr prof sir st rt hon rev sgt supt insp col gen lt jr sr ph.d u.k u.s u.n
    a.m p.m n.b ref refs sec min max qtr yr yrs mth hrs jan feb mar apr jun jul aug sept sep oct nov
    dec mon tue tues wed thu thur thurs fri sat""".split()  # noqa: SIM905 - so many strings read worse
)
# These often end a sentence too: a capital after them decides.
_MAY_END = frozenset(
    """etc al inc ltd plc co corp a.m p.m pp jan feb mar apr jun jul aug sept sep oct nov dec yr yrs hrs mth qtr u.k u.s
    u.n min max""".split()  # noqa: SIM905 - as above
)
_LABELS = frozenset({"note.", "notes.", "n.b."})
_WORD_BEFORE = re.compile(r"([^\s(\[“‘\"']+)\.$")
_INITIAL = re.compile(r"(?:^|[\s(“‘\".])[A-Z]\.$")
_MAX_BRACKET_CHARS = 500
_OPENS = re.compile(r"\s+[“‘\"'(\[*_•\-–—]*(?P<first>\S)")


def plain(text: str) -> str:
    """The text as a reader sees it: emphasis marks, links and tags taken away, white space folded.

    >>> plain("**North** fell,  see [the  table](#t)<br><i>below</i>")
    'North fell, see the table below'
    """
    if not _MARKED.search(text):
        return " ".join(text.split())
    text = _LINK.sub(r"\1", text)
    shown = _TAG.sub("", _BREAK.sub(" ", without_emphasis(text)))
    return " ".join(_ESCAPE.sub(r"\1", shown).split())


def without_emphasis(text: str) -> str:
    """The text without the marks that make words bold or slanted, all else as it stands.

    >>> without_emphasis("**North** fell by *5*  <i>of</i> 2 * 3 * 4")
    'North fell by 5  <i>of</i> 2 * 3 * 4'
    """
    return _EMPHASIS.sub(lambda match: match[1] or match[2] or match[3], text)


def sentences(document: Document) -> tuple[Sentence, ...]:
    """The sentences of the document's paragraphs, bullets and notes, in reading order; a bullet is at least one.

    What gives orders to a machine is left out.
    """
    found: list[Sentence] = []
    for index, block in enumerate(document.blocks):
        if block.kind not in PROSE_KINDS:
            continue
        ordered = False
        for start, end in sentence_spans(block.text):
            text = block.text[start:end]
            ordered = gives_orders(text) or (ordered and goes_on(text))
            if ordered:
                continue
            place = replace(block.locator, start=block.locator.start + start, end=block.locator.start + end)
            found.append(Sentence(text=text, lead_in=block.lead_in, block=index, locator=place))
    return tuple(found)


def sentence_spans(text: str) -> tuple[tuple[int, int], ...]:
    """Where each sentence of a text begins and ends, in order; white space between sentences belongs to none.

    >>> text = "Sales were £2.5m. No. 4 fell, e.g. in Q4 23-24. Why?"
    >>> [text[start:end] for start, end in sentence_spans(text)]
    ['Sales were £2.5m.', 'No. 4 fell, e.g. in Q4 23-24.', 'Why?']
    """
    spans: list[tuple[int, int]] = []
    start = _next_word(text, 0)
    for cut in _cuts(text):
        if cut > start:
            spans.append((start, cut))
            start = _next_word(text, cut)
    end = len(text.rstrip())
    if end > start:
        spans.append((start, end))
    return tuple(spans)


def _next_word(text: str, position: int) -> int:
    while position < len(text) and text[position].isspace():
        position += 1
    return position


def _cuts(text: str) -> Iterator[int]:
    """The positions just after a sentence's last sign."""
    last = 0
    for match in _END.finditer(text):
        after = _OPENS.match(text, match.end())
        before = text[max(last, match.start() - 40) : match.start() + 1]
        if (
            after is None
            or not _ends_sentence(before, match[0], after["first"])
            or _is_in_brackets(text, last, match.end())
        ):
            continue
        # "Note." at the very beginning is a label of the sentence after it.
        if text[last : match.end()].strip().casefold() in _LABELS:
            continue
        last = match.end()
        yield last


def _ends_sentence(before: str, signs: str, first: str) -> bool:
    """Whether a full stop, with what stands before it and the first letter after it, ends a sentence."""
    if first.islower() or (first in ",;:)%" and not signs.startswith(("!", "?"))):
        return False
    if signs[0] != "." or signs.startswith(".."):
        return True
    word = _WORD_BEFORE.search(before)
    if word is None:
        return True
    name = word[1].casefold()
    if name in _ABBREVIATIONS:
        return name in _MAY_END and first.isupper()
    return _INITIAL.search(before) is None


def _is_in_brackets(text: str, start: int, end: int) -> bool:
    """Whether a round bracket opened since ``start`` is still open and is closed soon: one never closed is a slip."""
    if end - start > _MAX_BRACKET_CHARS:
        return False
    n_open = text.count("(", start, end) - text.count(")", start, end)
    if n_open <= 0:
        return False
    for sign in text[end : end + _MAX_BRACKET_CHARS]:
        n_open += (sign == "(") - (sign == ")")
        if n_open == 0:
            return True
    return False
