"""Read web pages: what a visitor sees of them, without the furniture, with headings, lists, notes and tables.

Nothing is run or fetched. The tree is walked without recursion, since pages may nest without end.
"""

from __future__ import annotations

import codecs
import re
from collections.abc import Mapping, Sequence
from dataclasses import replace

from selectolax.lexbor import LexborHTMLParser, LexborNode

from corpus.document import BlockKind
from corpus.readers.composing import Composer, Properties
from corpus.readers.decoding import Decoded, decode
from corpus.readers.flow import Part, write_parts
from corpus.readers.html_bounds import check_bounds
from corpus.readers.html_elements import is_within_hidden
from corpus.readers.html_walk import Walk
from corpus.readers.reading import NoText, Reading
from corpus.readers.text import read_text

_CHARSET = re.compile(rb"<meta[^>]{0,200}?charset\s*=\s*[\"']?\s*([\w.:-]{2,40})", re.IGNORECASE)
_TEXT_ENCODINGS = re.compile(
    r"utf_?(?:8|16|32)|iso8859|cp\d|latin|ascii|mac|koi8|gb|big5|shift|euc|johab", re.IGNORECASE
)
_HEAD_BYTES = 4096
_TITLES = ("og:title", "dc.title", "dcterms.title", "citation_title", "twitter:title")
_PUBLISHERS = ("dc.publisher", "dcterms.publisher", "citation_publisher", "publisher", "article:publisher")
_AUTHORS = ("dc.creator", "dcterms.creator", "author", "citation_author", "article:author", "og:site_name")
_DATES = (
    "dcterms.issued", "dc.date.issued", "article:published_time", "citation_publication_date", "dcterms.date",
    "dc.date", "date", "pubdate", "publish-date", "dcterms.created", "dc.date.created",
)  # fmt: skip
_SITE = re.compile(r"\s+(?:[|–—-]|::)\s+(?P<site>[^|–—]{2,60})$")
_ADDRESS = re.compile(r"https?://|www\.", re.IGNORECASE)
_MAX_BEFORE_TITLE = 5
_MAX_CHARS_BEFORE_TITLE = 200
_CONTENT = ("article", "#main-content", "#maincontent", "#main", "#content", ".main-content", ".content")


def read(data: bytes, document_id: str) -> Reading:
    """The page read. Raises NotReadable, NoText, TooMuch."""
    decoded = decode(data, declared=_declared(data))
    if not re.search(r"<[a-zA-Z!/?]", decoded.text):
        reading = read_text(decoded.text, document_id)
    else:
        reading = _read_page(decoded, document_id)
    return replace(reading, warnings=(*decoded.warnings, *reading.warnings))


def _declared(data: bytes) -> str:
    """The encoding that the page names, '' for none or one that is no encoding of text."""
    match = _CHARSET.search(data[:_HEAD_BYTES])
    if match is None:
        return ""
    try:
        name = codecs.lookup(match[1].decode("ascii")).name
    except (LookupError, UnicodeError):
        return ""
    # What a page calls Latin-1 is Windows-1252 to every browser.
    name = "cp1252" if name in ("iso8859-1", "ascii") else name
    return name if _TEXT_ENCODINGS.match(name.replace("-", "")) else ""


def _read_page(decoded: Decoded, document_id: str) -> Reading:
    check_bounds(decoded.text)
    page = LexborHTMLParser(decoded.text)
    body = page.body
    composer = Composer(document_id)
    parts: list[Part] = []
    if body is not None:
        walks = (Walk(root, is_whole_page=root.mem_id == body.mem_id).parts() for root in _roots(body))
        parts = _with_title(next(filter(None, walks), []), body)
    if not parts:
        raise NoText("holds no text that a visitor would see; check that the whole page was saved")
    write_parts(composer, parts)
    pages = [part.page for part in parts if part.page is not None]
    return composer.reading(properties=_properties(page), n_pages=max(pages, default=None))


def _roots(body: LexborNode) -> list[LexborNode]:
    """Where the page's content may be, the likeliest first; the whole body last."""
    mains = body.css("main, [role=main]")
    if len(mains) == 1 and not is_within_hidden(mains[0]):
        return [mains[0], body]
    for selector in _CONTENT:
        found = body.css(selector)
        if len(found) == 1 and not is_within_hidden(found[0]) and _holds_content(found[0], body):
            return [found[0], body]
    return [body]


def _holds_content(node: LexborNode, body: LexborNode) -> bool:
    """Whether most of the page's words and all of its tables are in an element."""
    inside, outside = (len(each.text(strip=True)) for each in (node, body))
    return inside > outside / 2 and len(node.css("table")) == len(body.css("table"))


def _with_title(parts: Sequence[Part], body: LexborNode) -> list[Part]:
    """The parts beginning with the heading that names the page, where there is one; it may stand in the page's head."""
    depths = [part.level for part in parts if part.kind is BlockKind.HEADING]
    tops = [i for i, part in enumerate(parts) if part.kind is BlockKind.HEADING and part.level == 1]
    if 0 in depths or len(tops) > 1:
        return list(parts)
    if not tops:
        words = _name_above(body)
        return [Part(kind=BlockKind.HEADING, text=words), *parts] if words else list(parts)
    before = parts[: tops[0]]
    is_short = len(before) <= _MAX_BEFORE_TITLE and all(
        part.kind in (BlockKind.PARAGRAPH, BlockKind.BULLET, BlockKind.NOTE)
        and len(part.text) < _MAX_CHARS_BEFORE_TITLE
        and not part.is_strong
        for part in before
    )
    return [parts[tops[0]], *before, *parts[tops[0] + 1 :]] if is_short else list(parts)


def _name_above(body: LexborNode) -> str:
    """The page's heading where it stands outside its content; the site's name, which leads home, is none."""
    named = body.css("h1")
    if len(named) != 1 or is_within_hidden(named[0]) or named[0].css_first("a", default=None) is not None:
        return ""
    return " ".join(named[0].text().split())


def _properties(page: LexborHTMLParser) -> Properties:
    named: dict[str, str] = {}
    for node in page.css("meta"):
        attributes = node.attributes
        name = (attributes.get("property") or attributes.get("name") or attributes.get("itemprop") or "").lower()
        named.setdefault(name, " ".join((attributes.get("content") or "").split()))
    title = page.css_first("head > title", default=None)
    site = named.get("og:site_name", "")
    words = _first(named, _TITLES) or _without_site(" ".join(title.text().split()) if title is not None else "", site)
    date = _first(named, _DATES)
    return Properties(
        title=words,
        publisher=_first(named, (*_PUBLISHERS, *_AUTHORS)),
        published=date[:10] if re.match(r"\d{4}-\d\d-\d\dT", date) else date,
    )


def _first(named: Mapping[str, str], names: Sequence[str]) -> str:
    return next((named[name] for name in names if named.get(name) and not _ADDRESS.match(named[name])), "")


def _without_site(title: str, site: str) -> str:
    """A window's title without the site's name at its end ("Bin collections - Borsetshire Council")."""
    match = _SITE.search(title)
    if match is None or (match["site"] != site and any(c.isdigit() for c in match["site"])):
        return title
    return title[: match.start()]
