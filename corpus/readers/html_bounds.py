"""Refuse pages whose tags would keep a parser busy for minutes: nested or marked beyond anything that is written.

Goes once over the tags, as a parser would find them, before the page is parsed.
"""

from __future__ import annotations

import re

from corpus.readers.reading import MAX_LINES_AND_CELLS, TooMuch

_MAX_WORK = 100_000_000
"""The depths of all tags added up: what a parser that looks up the open elements at each tag has to do."""
_MAX_ATTRIBUTES = 2_000

_ATTRIBUTE = r"[^\s/>][^\s/>=]*+(?:\s*+=\s*+(?:\"[^\"]*+\"|'[^']*+'|[^\s>\"'][^\s>]*+)?+)?+"
_TAG = re.compile(
    r"<!--(?:-?>|.*?--!?>|.*)|<[!?][^>]*+|"
    rf"<(?P<end>/?)(?P<name>[a-zA-Z][^\s/>]*+)(?P<rest>(?:[\s/]++|{_ATTRIBUTE})*+)",
    re.DOTALL,
)
_ATTRIBUTES = re.compile(_ATTRIBUTE)
# Elements that never stay open over the next of their kind, and so do not nest by being left unclosed.
_SHALLOW = frozenset([
    "area", "base", "br", "col", "embed", "hr", "img", "input", "link", "meta", "param", "source", "track", "wbr", "p",
    "li", "tr", "td", "th", "dt", "dd", "option", "thead", "tbody", "tfoot", "colgroup", "html", "head", "body",
])  # fmt: skip
_RAW = frozenset(["script", "style", "textarea", "title", "xmp", "iframe", "noembed", "noframes"])


def check_bounds(text: str) -> None:
    """Raise TooMuch for a page past the bounds."""
    work = depth = position = n_elements = 0
    opened: dict[str, int] = {}
    while match := _TAG.search(text, position):
        position = match.end()
        name = (match["name"] or "").lower()
        if not name:
            continue
        n_elements += not match["end"]
        if n_elements > MAX_LINES_AND_CELLS:
            raise TooMuch(f"has over {MAX_LINES_AND_CELLS:,} elements, more than a report may have; split it")
        rest = match["rest"]
        if len(rest) > 2 * _MAX_ATTRIBUTES and sum(1 for _ in _ATTRIBUTES.finditer(rest)) > _MAX_ATTRIBUTES:
            raise TooMuch(f"has an element with over {_MAX_ATTRIBUTES:,} attributes; save the page anew")
        if name in _RAW and not match["end"]:
            closing = re.compile(rf"</{name}(?=[\s/>])", re.IGNORECASE).search(text, position)
            if closing is None:
                return
            position = closing.end()
        elif name not in _SHALLOW:
            change = -1 if match["end"] else 1
            if opened.get(name, 0) + change >= 0:
                opened[name] = opened.get(name, 0) + change
                depth += change
        work += depth
        if work > _MAX_WORK:
            raise TooMuch("nests its elements deeper than any page; save the page anew, or export it as text")
