"""What one element of a web page is: hidden, furniture of the page, a list of contents, notes.

Knows an element and what stands right beside it.
"""

from __future__ import annotations

import re

from selectolax.lexbor import LexborNode

Attributes = dict[str, str | None]

BLOCKS = frozenset(
    [
        "address",
        "article",
        "aside",
        "blockquote",
        "body",
        "center",
        "dd",
        "details",
        "dialog",
        "dir",
        "div",
        "dl",
        "dt",
        "fieldset",
        "figcaption",
        "figure",
        "footer",
        "form",
        "frameset",
        "h1",
        "h2",
        "h3",
        "h4",
        "h5",
        "h6",
        "header",
        "hgroup",
        "hr",
        "html",
        "legend",
        "li",
        "main",
        "menu",
        "ol",
        "p",
        "pre",
        "search",
        "section",
        "summary",
        "table",
        "tbody",
        "tfoot",
        "thead",
        "tr",
        "td",
        "th",
        "caption",
        "ul",
    ]
)  # fmt: skipLISTS = frozenset(["ul", "ol", "menu", "dir"])
LISTS = frozenset(["ul", "ol", "menu", "dir"])
LEFT_OUT_ROLES = frozenset([
    "navigation", "banner", "contentinfo", "search", "dialog", "alertdialog", "menu", "menubar", "toolbar",
    "tablist", "tooltip"
])  # fmt: skip
_FURNITURE = re.compile(
    r"(?:^|[\s_-])(?:cookies?|breadcrumbs?|skip-?(?:link|nav|to)|skiplinks?|social|share|sharing|pagination|pager|"
    r"site-?(?:header|footer|nav)|related|feedback|newsletter|subscribe|advert|toc|table-of-contents|contents-list|"
    r"print-?link|back-to-top|phase-banner|global-bar|noprint)(?=$|[\s_-]|__)",
    re.IGNORECASE,
)
MAY_BE_FURNITURE = frozenset([
    "div", "section", "aside", "ul", "ol", "p", "span", "footer", "header", "form"
])  # fmt: skip
_MAX_FURNITURE_CHARS = 3_000
FOR_SCREEN_READERS = re.compile(
    r"(?:^|\s)(?:\w+-)*(?:visually-?hidden|sr-only|screen-?reader(?:-text|-only)?|offscreen|hidden-accessible)(?=$|\s)",
    re.IGNORECASE,
)
_HIDDEN_CLASS = re.compile(r"(?:^|\s)(?:hidden|d-none|hide|is-hidden|u-hidden|display-none)(?=$|\s)", re.IGNORECASE)
_HIDDEN_STYLE = re.compile(
    r"(?:^|;)\s*(?:display\s*:\s*none|visibility\s*:\s*(?:hidden|collapse)|mso-hide\s*:\s*all|font-size\s*:\s*0(?![.\d]))",
    re.IGNORECASE,
)
_MAX_PICTURE_CHARS = 40
_FILE_NAME = re.compile(r"\.\w{3,4}$|^image", re.IGNORECASE)
_FIGURE_SIGNS = re.compile(r"[\d+<>~£$€%()−–-]")
_NOTES = re.compile(r"(?:^|[\s_-])(?:foot|end)-?notes?(?:$|[\s_-])|^fn-?\d+$", re.IGNORECASE)
_RAISED_STYLE = re.compile(r"vertical-align\s*:\s*(?:super|text-top)", re.IGNORECASE)
_NOTE_LINK = re.compile(r"doc-noteref|(?:^|[\s_-])(?:foot|end)-?note(?:$|[\s_-])", re.IGNORECASE)
_NOTE_TARGET = re.compile(r"#_?(?:fn|ftn|edn|(?:foot|end)?notes?)(?![a-z])", re.IGNORECASE)
_BACK_LINK = re.compile(r"backref|back-?link|reverse-?footnote|fnref", re.IGNORECASE)


def is_within_hidden(node: LexborNode) -> bool:
    """Whether an element or one around it is not shown."""
    current: LexborNode | None = node
    while current is not None:
        if current.is_element_node and is_hidden(current.attributes):
            return True
        current = current.parent
    return False


def is_hidden(attributes: Attributes) -> bool:
    """Whether an element of these attributes is not shown, or not meant to be read."""
    if not attributes:
        return False
    if attributes.get("role") == "tabpanel":  # opened by a click
        return False
    if "hidden" in attributes or (attributes.get("aria-hidden") or "").lower() == "true":
        return True
    style, names = attributes.get("style"), attributes.get("class")
    return bool((style and _HIDDEN_STYLE.search(style)) or (names and _HIDDEN_CLASS.search(names)))


def is_furniture(node: LexborNode, names: str) -> bool:
    """Whether an element's class or id calls it a part of the page and not of its content, and it holds little."""
    return (
        _FURNITURE.search(names) is not None
        and node.css_first("table, h1, main, article", default=None) is None
        and len(node.text(strip=True)) <= _MAX_FURNITURE_CHARS
    )


def stands_for_figure(node: LexborNode, tag: str, attributes: Attributes) -> bool:
    """Whether what is hidden from screen readers only is a sign or a figure that nothing else gives them."""
    if tag in BLOCKS or attributes.get("aria-hidden") != "true" or is_hidden({**attributes, "aria-hidden": None}):
        return False
    return bool(_FIGURE_SIGNS.search(node.text())) and not _has_spoken_twin(node)


def stated_heading(attributes: Attributes) -> int | None:
    """The depth of what is called a heading by its role, 0 for what Word saved as the title, None for anything else."""
    if "MsoTitle" in (attributes.get("class") or "").split():
        return 0
    if attributes.get("role") != "heading":
        return None
    level = attributes.get("aria-level") or ""
    return min(int(level), 6) if re.fullmatch(r"[1-9]", level) else 2


def is_raised(tag: str, attributes: Attributes) -> bool:
    """Whether an element stands raised: a superscript, or a link to a footnote however it is set."""
    if tag == "sup" or _RAISED_STYLE.search(attributes.get("style") or ""):
        return True
    if tag != "a":
        return False
    names = f"{attributes.get('role') or ''} {attributes.get('class') or ''} {attributes.get('rel') or ''}"
    return bool(_NOTE_LINK.search(names) or _NOTE_TARGET.match(attributes.get("href") or ""))


def picture_words(node: LexborNode) -> str:
    """What a lone picture in an element shows, as its page words it ("Green"), '' when there is no saying."""
    pictures = node.css("img")
    words = " ".join((pictures[0].attributes.get("alt") or "").split()) if len(pictures) == 1 else ""
    return "" if len(words) > _MAX_PICTURE_CHARS or _FILE_NAME.search(words) else words


def is_notes(attributes: Attributes) -> bool:
    """Whether an element is called a footnote, or what holds them."""
    if not attributes:
        return False
    if (attributes.get("role") or "") in ("doc-endnotes", "doc-footnote", "doc-endnote", "note"):
        return True
    return any(_NOTES.search(attributes.get(name) or "") for name in ("class", "id"))


def is_back_link(attributes: Attributes) -> bool:
    """Whether a link leads from a footnote back to where it was referred to."""
    named = (attributes.get(name) or "" for name in ("role", "class", "href", "rel"))
    return any(_BACK_LINK.search(name) for name in named)


def _neighbours(node: LexborNode) -> list[LexborNode]:
    """The elements right before and after an element, white space aside."""
    before, after = node.prev, node.next
    while before is not None and before.is_text_node and not (before.text_content or "").strip():
        before = before.prev
    while after is not None and after.is_text_node and not (after.text_content or "").strip():
        after = after.next
    return [other for other in (before, after) if other is not None and other.is_element_node]


def has_hidden_twin(node: LexborNode) -> bool:
    """Whether what only screen readers get stands for something beside it that they do not get."""
    return any((other.attributes.get("aria-hidden") or "") == "true" for other in _neighbours(node))


def _has_spoken_twin(node: LexborNode) -> bool:
    return any(FOR_SCREEN_READERS.search(other.attributes.get("class") or "") for other in _neighbours(node))


def is_first_item(node: LexborNode) -> bool:
    """Whether no other element comes before this one in the element that holds them."""
    other = node.prev
    while other is not None:
        if other.is_element_node:
            return False
        other = other.prev
    return True


def is_contents(node: LexborNode) -> bool:
    """Whether a list holds nothing but links to places on the page."""
    links = node.css("a[href^='#']")
    if len(links) < 2:
        return False
    return "".join(node.text().split()) == "".join("".join(link.text().split()) for link in links)
