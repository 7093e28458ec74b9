"""Walk the elements of a web page in reading order and say what parts they make.

Knows elements and attributes, not files. Tables are laid out by ``html_tables``.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass

from selectolax.lexbor import LexborNode

from corpus.document import BlockKind
from corpus.readers.flow import Part
from corpus.readers.html_elements import (
    BLOCKS,
    FOR_SCREEN_READERS,
    LEFT_OUT_ROLES,
    LISTS,
    MAY_BE_FURNITURE,
    Attributes,
    has_hidden_twin,
    is_back_link,
    is_contents,
    is_first_item,
    is_furniture,
    is_hidden,
    is_notes,
    is_raised,
    picture_words,
    stands_for_figure,
    stated_heading,
)
from corpus.readers.html_tables import read_table
from corpus.readers.ink import Ink
from corpus.readers.lines import is_navigation, reads_like_note
from corpus.readers.raised import raised

MAX_NESTED_TABLES = 8
"""Tables deeper than this in other tables are read as text."""

_LEFT_OUT = frozenset([
    "script", "style", "template", "noscript", "head", "title", "meta", "link", "nav", "iframe", "object", "embed",
    "canvas", "svg", "audio", "video", "map", "area", "img", "picture", "button", "select", "option", "optgroup",
    "datalist", "input", "textarea", "label", "progress", "meter", "rp", "rt", "del", "s", "strike"
])  # fmt: skip
_HEADINGS = {f"h{depth}": depth for depth in range(1, 7)}
_BOLD_STYLE = re.compile(r"font-weight\s*:\s*(?:bold|[6-9]00)|text-decoration[^;]*:\s*underline", re.IGNORECASE)
_NUMBER_AT_END = re.compile(r"(\d{1,3})$")
_PAGE_ATTRIBUTES = ("data-page-number", "data-page-num", "data-page-no", "data-page")
_PAGE_ID = re.compile(r"page[-_]?(\d{1,4})", re.IGNORECASE)


@dataclass(slots=True, kw_only=True)
class _Item:
    """An open item of a list: its depth, its number in a list of notes, and whether it holds blocks of its own."""

    level: int
    number: str = ""
    is_note: bool = False
    is_container: bool = False
    breaks_list: bool = False


class Walk:
    """Goes once through the elements under a root."""

    def __init__(
        self, root: LexborNode, *, is_whole_page: bool = False, page: int | None = None, depth: int = 0
    ) -> None:
        """Begin at a root; furniture is left out more boldly where it is the ``is_whole_page``."""
        self._root = root
        self._is_whole_page = is_whole_page
        self._page = page
        self._depth = depth
        self._parts: list[Part] = []
        self._ink = Ink()
        self._heading: int | None = None
        self._strong = 0
        self._content = 0
        self._notes = 0
        self._lists = 0
        self._captions = 0
        self._term = ""
        self._items: list[_Item] = []
        self._quiet: list[tuple[Ink, str]] = []
        self._titles: dict[int, str] = {}
        self._used: set[int] = set()

    def parts(self) -> list[Part]:
        """The parts in reading order; none of them is blank."""
        pending: list[LexborNode | Callable[[], None]] = [self._root]
        while pending:
            step = pending.pop()
            if not isinstance(step, LexborNode):
                step()
            elif step.is_text_node:
                self._ink.add(step.text_content or "", is_strong=self._strong > 0)
            elif step.is_element_node:
                pending.extend(self._enter(step))
        self._flush()
        return self._parts

    # --- one element -------------------------------------------------------------------------------------------------

    def _enter(self, node: LexborNode) -> list[LexborNode | Callable[[], None]]:
        """Begin an element; what is left of it to do, last step first."""
        tag, attributes = node.tag or "", node.attributes
        if tag == "br":
            self._ink.add("\n")
            return []
        is_root = node.mem_id == self._root.mem_id
        is_label = tag == "button" and (self._depth > 0 or self._heading is not None)
        if not is_root and ((tag in _LEFT_OUT and not is_label) or self._is_left_out(node, tag, attributes)):
            return []
        if attributes:
            self._set_page(tag, attributes)
        if tag == "table" and self._depth < MAX_NESTED_TABLES:
            self._flush()
            self._table(node)
            return []
        close = self._open(node, tag, attributes)
        below: list[LexborNode] = []
        child = node.child
        while child is not None:
            below.append(child)
            child = child.next
        below.reverse()
        return [close, *below] if close is not None else [*below]

    def _open(self, node: LexborNode, tag: str, attributes: Attributes) -> Callable[[], None] | None:
        """Begin an element; what is to be done at its end, if anything."""
        if tag in BLOCKS:
            return self._open_block(node, tag, attributes)
        if tag == "sub" or is_raised(tag, attributes):
            return self._open_raised(tag)
        if tag == "q":
            self._ink.add("“")
            return lambda: self._ink.add("”")
        if tag in ("strong", "b", "u") or _BOLD_STYLE.search(attributes.get("style") or ""):
            self._strong += 1
            return self._end_strong
        return None

    def _open_block(self, node: LexborNode, tag: str, attributes: Attributes) -> Callable[[], None] | None:
        depth = _HEADINGS.get(tag) or stated_heading(attributes)
        if depth is not None:
            return self._open_heading(depth)
        if self._heading is not None or self._captions:
            self._space()
            return self._space
        if tag in LISTS:
            return self._open_list()
        if tag == "li":
            return self._open_item(node, attributes)
        if tag == "dt":
            self._flush()
            return self._end_term
        if tag == "dd":
            self._flush()
            return self._end_description
        if tag == "figure":
            self._flush()
            self._tie_caption(node)
            return self._flush
        if tag == "details":
            self._flush()
            self._tie_summary(node)
            return self._flush
        if tag == "figcaption":
            self._flush()
            self._captions += 1
            return self._end_caption
        if self._items and not self._items[-1].is_container and tag not in ("table", "blockquote"):
            self._space()
            return self._space
        self._flush()
        return self._open_region(tag, attributes)

    def _open_region(self, tag: str, attributes: Attributes) -> Callable[[], None]:
        """Begin a block that only holds others, or a paragraph."""
        is_content = tag in ("main", "article", "section")
        holds_notes = is_notes(attributes)
        is_strong = bool(_BOLD_STYLE.search(attributes.get("style") or ""))
        self._content += is_content
        self._notes += holds_notes
        self._strong += is_strong

        def end() -> None:
            self._flush()
            self._content -= is_content
            self._notes -= holds_notes
            self._strong -= is_strong

        return end

    def _is_left_out(self, node: LexborNode, tag: str, attributes: Attributes) -> bool:
        if tag in ("header", "footer", "aside") and self._is_whole_page and not self._content:
            return True
        if tag in LISTS and not self._lists and is_contents(node):
            return True
        if tag in ("figcaption", "summary") and node.mem_id in self._used:
            return True
        if tag == "dialog" and "open" not in attributes:
            return True
        if not attributes:
            return False
        if "data-nosnippet" in attributes:
            return True
        if is_hidden(attributes):
            return not stands_for_figure(node, tag, attributes)
        if (attributes.get("role") or "").lower() in LEFT_OUT_ROLES:
            return True
        if tag == "a":
            return self._notes > 0 and is_back_link(attributes)
        names = attributes.get("class") or ""
        if FOR_SCREEN_READERS.search(names):
            return not has_hidden_twin(node)
        return tag in MAY_BE_FURNITURE and is_furniture(node, f"{names} {attributes.get('id') or ''}")

    def _set_page(self, tag: str, attributes: Attributes) -> None:
        """Turn the page where the web page was made of one with pages; a turn that names none leaves it unknown."""
        if tag in ("a", "li", "ul"):
            return
        is_turn = (attributes.get("role") or attributes.get("epub:type")) in ("doc-pagebreak", "pagebreak")
        stated = next((attributes[name] for name in _PAGE_ATTRIBUTES if attributes.get(name)), None)
        if is_turn:
            stated = attributes.get("aria-label") or attributes.get("title") or stated
        elif stated is None and tag in ("div", "section"):
            match = _PAGE_ID.fullmatch(attributes.get("id") or "")
            stated = match[1] if match else None
        number = re.fullmatch(r"(?:page\s*)?(\d{1,4})\.?", (stated or "").strip(), re.IGNORECASE)
        if number or is_turn:
            self._flush()
            self._page = int(number[1]) if number else None

    # --- kinds of elements -------------------------------------------------------------------------------------------

    def _open_heading(self, depth: int) -> Callable[[], None]:
        self._flush()
        if self._items:
            self._items[-1].is_container = True
        outer, self._heading = self._heading, depth

        def end() -> None:
            self._flush()
            self._heading = outer

        return end

    def _open_raised(self, tag: str) -> Callable[[], None]:
        self._quiet.append((self._ink, tag))
        self._ink = Ink()
        return self._end_raised

    def _end_raised(self) -> None:
        inner, (self._ink, tag) = self._ink.take()[0], self._quiet.pop()
        self._ink.add_raised(inner, is_strong=self._strong > 0, is_lowered=tag == "sub")

    def _end_strong(self) -> None:
        self._strong -= 1

    def _open_list(self) -> Callable[[], None]:
        self._flush()
        self._lists += 1

        def end() -> None:
            self._flush()
            self._lists -= 1

        return end

    def _open_item(self, node: LexborNode, attributes: Attributes) -> Callable[[], None]:
        self._flush()
        is_note = self._notes > 0 or is_notes(attributes)
        number = _NUMBER_AT_END.search(attributes.get("id") or "") if is_note else None
        level = max(1, self._lists)
        follows = bool(self._parts) and self._parts[-1].kind is BlockKind.BULLET
        is_first = level == 1 and is_first_item(node)
        self._notes += is_note
        self._items.append(
            _Item(
                level=level,
                number=str(number[1]) if number else "",
                is_note=is_note,
                breaks_list=is_first and follows,
            )
        )

        def end() -> None:
            self._flush()
            self._items.pop()
            self._notes -= is_note

        return end

    def _end_term(self) -> None:
        self._term = f"{self._term}, {self._taken()}".strip(", ")

    def _end_description(self) -> None:
        words, term = self._taken(), self._term.rstrip(" :")
        self._term = ""
        if words or term:
            text = f"{term}: {words}" if term and words else words or term
            self._parts.append(Part(kind=BlockKind.PARAGRAPH, text=text, page=self._page))

    def _taken(self) -> str:
        return " ".join(self._ink.take()[0].split())

    def _tie_caption(self, node: LexborNode) -> None:
        """Remember a figure's caption for the one table in it; a source line stays where it is."""
        tables, captions = node.css("table"), node.css("figcaption")
        if len(tables) != 1 or len(captions) != 1:
            return
        words = " ".join(captions[0].text(separator=" ").split())
        if words and not reads_like_note(words):
            self._titles[tables[0].mem_id] = words
            self._used.add(captions[0].mem_id)

    def _tie_summary(self, node: LexborNode) -> None:
        """Remember what a part to open is called for the table that it opens, where that comes first in it."""
        inside = (child for child in node.iter() if child.is_element_node)
        summary, table = next(inside, None), next(inside, None)
        if summary is None or table is None or (summary.tag, table.tag) != ("summary", "table"):
            return
        words = " ".join(summary.text(separator=" ").split())
        if words and table.css_first("caption") is None:
            self._titles[table.mem_id] = words
            self._used.add(summary.mem_id)

    def _end_caption(self) -> None:
        self._captions -= 1
        text, _ = self._ink.take()
        if text.strip():
            self._parts.append(Part(kind=BlockKind.PARAGRAPH, text=text, page=self._page, is_caption=True))

    def _table(self, node: LexborNode) -> None:
        def inside(cell: LexborNode) -> list[Part]:
            only = cell.child
            if only is None:
                return []
            if only.is_text_node and only.next is None:
                text = only.text_content or ""
                return [Part(kind=BlockKind.PARAGRAPH, text=text, page=self._page)] if text.strip() else []
            parts = Walk(cell, page=self._page, depth=self._depth + 1).parts()
            text = "" if parts else picture_words(cell)
            return [Part(kind=BlockKind.PARAGRAPH, text=text, page=self._page)] if text else parts

        self._parts.extend(read_table(node, inside, self._titles.get(node.mem_id, ""), self._page))

    # --- parts -------------------------------------------------------------------------------------------------------

    def _space(self) -> None:
        self._ink.add(" ")

    def _flush(self) -> None:
        """End the part being read."""
        if self._quiet:
            return
        text, is_strong = self._ink.take()
        if not text.strip():
            return
        for piece in _pieces(text):
            self._add(piece, is_strong=is_strong)

    def _add(self, text: str, *, is_strong: bool) -> None:
        words = " ".join(text.split())
        item = self._items[-1] if self._items else None
        if self._heading is not None:
            self._parts.append(Part(kind=BlockKind.HEADING, text=words, level=self._heading, page=self._page))
        elif is_navigation(words):
            return
        elif self._notes:
            mark = raised(item.number, "") if item and item.number and not words.startswith(item.number) else ""
            if item:
                item.number = ""
            self._parts.append(Part(kind=BlockKind.NOTE, text=f"{mark} {words}".strip(), page=self._page))
        elif item is not None and not item.is_container:
            self._parts.append(
                Part(
                    kind=BlockKind.BULLET,
                    text=words,
                    level=item.level,
                    page=self._page,
                    breaks_list=item.breaks_list,
                )
            )
            item.breaks_list = False
        else:
            self._parts.append(Part(kind=BlockKind.PARAGRAPH, text=words, page=self._page, is_strong=is_strong))


def _pieces(text: str) -> list[str]:
    """The paragraphs of words parted by two line breaks, or by one before a bullet's sign."""
    return [piece for piece in re.split(r"\n[ \t\xa0]*\n\s*|\n(?=[ \t\xa0]*[•▪●■◦‣–·-]\s)", text) if piece.strip()]
