"""Read PPTX presentations: each slide is a page, its title a heading, its shapes in the order in which they are read.

Speakers' notes, hidden slides, footers, dates and slide numbers are left out. A chart's figures are read as a table
from the copy that the presentation keeps, with a note that says so: its labels print them, or its axis shows them.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from xml.etree.ElementTree import Element

from corpus.readers.charts import read_chart
from corpus.readers.composing import Composer, TableCell
from corpus.readers.drafts import CAPTION_LEVEL
from corpus.readers.fronts import Front, is_address, is_body, read_front, with_cover
from corpus.readers.headings import is_caption, reads_like_title
from corpus.readers.office import OfficeFile, link_id, local, whole
from corpus.readers.raised import raised
from corpus.readers.reading import NoText, Reading
from corpus.readers.shapes import Layout, Shape, inherited, layout_of, read_shapes
from corpus.readers.sheet_blocks import Look, look_of

_TITLES = frozenset({"title", "ctrTitle"})
_FURNITURE = frozenset({"dt", "ftr", "hdr", "sldNum", "sldImg"})
_LISTS = frozenset({"body", "obj"})
_MAX_SLIDES = 5_000
_FROM_CHART = "These figures are those that the chart is drawn from."


@dataclass(frozen=True, slots=True, kw_only=True)
class _Line:
    """A paragraph of a text frame: its depth from 0, whether it has a bullet, whether all of it is bold."""

    text: str
    level: int = 0
    is_bullet: bool = False
    is_bold: bool = False


def read(data: bytes, document_id: str) -> Reading:
    """The slides of a presentation, read. Raises NotReadable, NoText, TooMuch."""
    return _Presentation(data, document_id).reading()


class _Presentation:
    def __init__(self, data: bytes, document_id: str) -> None:
        self._package = OfficeFile(data, "presentation", kind="presentation")
        root = self._package.xml(self._package.path)
        paths = self._package.links(self._package.path, "slide")
        entries = [link_id(entry) for entry in root.iterfind("{*}sldIdLst/{*}sldId")]
        self._slides = [paths[entry] for entry in entries if entry in paths][:_MAX_SLIDES]
        self._first_page = whole(root.get("firstSlideNum", "1"))
        size = root.find("{*}sldSz")
        self._width = whole(size.get("cx", "0")) if size is not None else 0
        self._height = whole(size.get("cy", "0")) if size is not None else 0
        self._layouts: dict[str, tuple[str, tuple[Layout, ...]]] = {}
        self._composer = Composer(document_id)
        self._front: Front | None = None
        self._body = ""
        self._has_parts = False
        self._has_text = False

    def reading(self) -> Reading:
        hidden = []
        for index, path in enumerate(self._slides):
            root = self._package.xml(path)
            if root.get("show") in ("0", "false"):
                hidden.append(str(self._first_page + index))
                continue
            self._composer.page = self._first_page + index
            self._slide(path, root, is_first=index == 0)
        self._composer.page = None
        if hidden:
            self._composer.warn(f"Hidden slides were left out: {', '.join(hidden)}.")
        if not self._has_text:
            raise NoText("holds no slide with text; if its slides are pictures, they cannot be read")
        last = self._first_page + len(self._slides) - 1
        return self._composer.reading(properties=self._package.properties(), n_pages=last, front=self._front)

    def _slide(self, path: str, root: Element, *, is_first: bool) -> None:
        kind, layouts = self._layout(path)
        shapes = read_shapes(root, layouts, self._width or float("inf"), self._height or float("inf"))
        shapes = [shape for shape in shapes if shape.placeholder not in _FURNITURE]
        lines = {id(shape): _with_words(list(_lines(shape, layouts))) for shape in shapes if shape.kind == "sp"}
        shapes = [shape for shape in shapes if shape.kind != "sp" or lines[id(shape)]]
        title = next((shape for shape in shapes if shape.placeholder in _TITLES and shape.kind == "sp"), None)
        rest = [shape for shape in shapes if shape is not title]
        if is_first and title is not None and (kind == "title" or title.placeholder == "ctrTitle"):
            self._title_slide(lines[id(title)], [line for shape in rest for line in lines.get(id(shape), [])])
            rest = [shape for shape in rest if shape.kind != "sp"]
        else:
            self._heading(kind, [line.text for line in lines[id(title)]] if title is not None else [], rest, lines)
        self._has_text |= any(lines.values())
        n_read = 0
        for index, shape in enumerate(rest):
            if shape.kind == "graphicFrame":
                n_read += self._frame(path, shape.element)
            elif shape.kind == "sp":
                n_read += 1
                below = rest[index + 1] if index + 1 < len(rest) else None
                self._text(lines[id(shape)], shape, below)
        if not n_read and any(shape.kind == "pic" for shape in shapes) and not is_first:
            self._composer.warn("The slide's content is a picture, which cannot be read.")

    def _layout(self, path: str) -> tuple[str, tuple[Layout, ...]]:
        """The kind of a slide's layout ("title", "secHead" …), and the placeholders of it and of its master."""
        target = next(iter(self._package.links(path, "slideLayout").values()), "")
        if not target:
            return "", ()
        if target not in self._layouts:
            root = self._package.xml(target)
            masters = self._package.links(target, "slideMaster").values()
            parts = (root, *(self._package.xml(master) for master in masters))
            self._layouts[target] = (root.get("type", ""), tuple(layout_of(part) for part in parts))
        return self._layouts[target]

    # Text ---------------------------------------------------------------------------------------------------------

    def _title_slide(self, title: Sequence[_Line], rest: Sequence[_Line]) -> None:
        """The first slide names the report: its lines open no section."""
        name = " ".join(line.text for line in title)
        self._composer.heading(name, 1, opens_section=False)
        shown = [name]
        for line in rest:
            if reads_like_title(line.text) and not is_address(line.text):
                self._composer.heading(line.text, 1, opens_section=False)
                shown.append(line.text)
            else:
                self._composer.paragraph(line.text)
        self._front = with_cover(read_front(shown), [name, *(line.text for line in rest)])
        self._body = name if len(shown) == 1 and is_body(name) else ""

    def _heading(self, kind: str, title: Sequence[str], rest: list[Shape], lines: dict[int, list[_Line]]) -> None:
        """The slide's title, or what stands first and reads like one; a slide without any is named by its number."""
        if not title and rest and rest[0].kind == "sp":
            first = lines[id(rest[0])]
            if len(first) == 1 and reads_like_title(first[0].text):
                title = [first[0].text]
                rest.pop(0)
        if self._body and title:
            # A first slide that names the body alone leaves the report's name to the next.
            self._front = with_cover(read_front([self._body, " ".join(title)]), [self._body, *title])
        self._body = ""
        if title or rest:
            self._composer.heading(" ".join(title) or f"Slide {self._composer.page}", self._level(kind))

    def _level(self, kind: str) -> int:
        """A slide that heads a part stands over those after it."""
        if kind == "secHead":
            self._has_parts = True
            return 1
        return 2 if self._has_parts else 1

    def _text(self, lines: Sequence[_Line], shape: Shape, below: Shape | None) -> None:
        names = reads_like_title(lines[0].text) or is_caption(lines[0].text)
        if (
            len(lines) == 1
            and not lines[0].is_bullet
            and names
            and below is not None
            and below.kind == "graphicFrame"
            and _stands_over(shape, below)
        ):
            self._composer.heading(lines[0].text, CAPTION_LEVEL, opens_section=False)
            return
        breaks_list = True
        for index, line in enumerate(lines):
            is_over = index + 1 < len(lines) and line.is_bold and not line.is_bullet and reads_like_title(line.text)
            if is_over:
                self._composer.heading(line.text, self._level("") + 1)
            elif line.is_bullet:
                self._composer.bullet(line.text, line.level + 1, breaks_list=breaks_list)
            else:
                self._composer.paragraph(line.text)
            breaks_list = False

    # Tables, charts and diagrams ------------------------------------------------------------------------------------

    def _frame(self, path: str, element: Element) -> int:
        """Write a table, a chart's figures or a diagram's words; how many were written."""
        data = element.find("{*}graphic/{*}graphicData")
        content = next(iter(data), None) if data is not None else None
        if content is None:
            return 0
        kind = local(content.tag)
        if kind == "tbl":
            return self._table(content)
        if kind == "chart":
            target = self._package.links(path, "chart").get(link_id(content), "")
            return self._chart(self._package.xml(target)) if target else self._unread("A chart")
        if kind == "relIds":
            target = self._package.links(path, "diagramData").get(link_id(content, "dm"), "")
            return self._diagram(self._package.xml(target)) if target else self._unread("A diagram")
        return self._unread("An embedded object")

    def _unread(self, what: str) -> int:
        self._composer.warn(f"{what} could not be read.")
        return 0

    def _table(self, table: Element) -> int:
        rows = []
        for row in table.iterfind("{*}tr"):
            cells = []
            for cell in row.iterfind("{*}tc"):
                if cell.get("hMerge") in ("1", "true") or cell.get("vMerge") in ("1", "true"):
                    continue
                cells.append(
                    TableCell(
                        text=" ".join(filter(None, map(_words, cell.iterfind("{*}txBody/{*}p")))),
                        row_span=max(1, whole(cell.get("rowSpan", "1"))),
                        column_span=max(1, whole(cell.get("gridSpan", "1"))),
                    )
                )
            rows.append(cells)
        if not any(cell.text for row in rows for cell in row):
            return 0
        self._has_text = True
        properties = table.find("{*}tblPr")
        is_headed = properties is not None and properties.get("firstRow") in ("1", "true")
        # Programs mark the first row of every new table so: a row with figures is none all the same.
        is_headed = is_headed and not any(look_of(cell.text) is Look.FIGURE for cell in rows[0][1:])
        self._composer.table(rows, header_rows=int(is_headed and len(rows) > 1))
        return 1

    def _chart(self, root: Element) -> int:
        chart = read_chart(root)
        if not chart.rows:
            return self._unread("A chart without categories")
        self._has_text = True
        self._composer.table(chart.rows, header_rows=1, title=chart.title)
        self._composer.note(_FROM_CHART)
        return 1

    def _diagram(self, root: Element) -> int:
        texts = [
            " ".join(filter(None, map(_words, point.iterfind("{*}t/{*}p"))))
            for point in root.iterfind("{*}ptLst/{*}pt")
            if point.get("type", "node") == "node"
        ]
        for text in filter(None, texts):
            self._has_text = True
            self._composer.bullet(text)
        return int(any(texts))


def _stands_over(shape: Shape, below: Shape) -> bool:
    return shape.box.left < below.box.right and below.box.left < shape.box.right


def _lines(shape: Shape, layouts: Sequence[Layout]) -> Iterator[_Line]:
    """The paragraphs of a text frame that say something."""
    body = shape.element.find("{*}txBody")
    if body is None:
        return
    styles = [part.find("{*}txBody/{*}lstStyle") for part in (shape.element, *inherited(shape.element, layouts))]
    for paragraph in body.iterfind("{*}p"):
        text = _words(paragraph)
        if not text:
            continue
        properties = paragraph.find("{*}pPr")
        level = min(8, whole(properties.get("lvl", "0"))) if properties is not None else 0
        levels = [style.find(f"{{*}}lvl{level + 1}pPr") for style in styles if style is not None]
        marks = (mark for part in (properties, *levels) if part is not None for mark in _bullet_marks(part))
        bold = [run.find("{*}rPr") for run in paragraph.iterfind("{*}r")]
        yield _Line(
            text=text,
            level=level,
            is_bullet=next(marks, shape.placeholder in _LISTS),
            is_bold=bool(bold) and all(mark is not None and mark.get("b") in ("1", "true") for mark in bold),
        )


def _with_words(lines: list[_Line]) -> list[_Line]:
    """The lines of a frame, a figure that stands alone over the words that say what it counts made one with them."""
    if len(lines) != 2 or any(line.is_bullet for line in lines):
        return lines
    figure, words = lines
    if look_of(figure.text) is not Look.FIGURE or look_of(words.text) is not Look.TEXT:
        return lines
    return [_Line(text=f"{figure.text} {words.text}")]


def _bullet_marks(properties: Element) -> Iterator[bool]:
    for part in properties:
        kind = local(part.tag)
        if kind == "buNone":
            yield False
        elif kind in ("buChar", "buAutoNum", "buBlip"):
            yield True


def _words(paragraph: Element) -> str:
    """The text of a paragraph, what is raised marked so, white space folded."""
    written: list[str] = []
    for part in paragraph:
        kind = local(part.tag)
        if kind == "br":
            written.append(" ")
        elif kind in ("r", "fld"):
            text = part.findtext("{*}t") or ""
            properties = part.find("{*}rPr")
            is_raised = properties is not None and re.fullmatch(r"[1-9]\d{3,5}", properties.get("baseline", ""))
            written.append(raised(text, "".join(written)) if is_raised and text else text)
    return " ".join("".join(written).split())
