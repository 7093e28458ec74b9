"""Word drafts: their paragraphs as a reader sees them with all changes accepted, and comments at places in them.

Nothing else of the document is touched: a comment may cut a run in two, both halves of which keep its formatting.
"""

from __future__ import annotations

import copy
import io
import zipfile
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Any

from docx import Document as open_document
from docx.opc.exceptions import PackageNotFoundError
from docx.oxml import OxmlElement
from docx.oxml.ns import qn

from assistant.drafts.draft import Remark
from assistant.drafts.errors import DraftNotReadable
from corpus.readers.archive import check_archive
from corpus.readers.reading import NotReadable, TooMuch

AUTHOR = "Report Assistant"
_INITIALS = "RA"
_DELETED = frozenset({qn("w:del"), qn("w:moveFrom")})
_INSERTED = frozenset({qn("w:ins"), qn("w:moveTo")})
_FALLBACK = "{http://schemas.openxmlformats.org/markup-compatibility/2006}Fallback"
_LITERAL = {qn("w:tab"): "\t", qn("w:br"): "\n", qn("w:cr"): "\n", qn("w:noBreakHyphen"): "-"}


@dataclass(frozen=True, slots=True, kw_only=True)
class Part:
    """A paragraph of a Word draft. ``runs`` are its runs that a reader sees, with where the text of each begins."""

    text: str
    place: str
    is_heading: bool
    is_listed: bool
    runs: tuple[tuple[Any, int], ...]
    host: Any
    """For a paragraph of a text box the run that holds the box: Word has no comments inside of one."""


def read_parts(name: str, data: bytes) -> tuple[tuple[Part, ...], tuple[str, ...]]:
    """The paragraphs of a Word document in reading order, and notes for the user. Raises DraftNotReadable."""
    document = _open(name, data)
    body = document.element.body
    notes = []
    if any(True for _ in body.iter(*_DELETED, *_INSERTED)):
        notes.append("The draft has tracked changes: the text was checked as it reads with all of them accepted.")
    parts = tuple(_parts(body, _heading_styles(document)))
    if any(part.host is not None for part in parts):
        notes.append("Remarks on what stands in text boxes are set beside the box.")
    return parts, tuple(notes)


def annotate(name: str, data: bytes, remarks: Sequence[Remark]) -> bytes:
    """The document with a comment for each remark, anchored at its words. Raises DraftNotReadable."""
    document = _open(name, data)
    parts = tuple(_parts(document.element.body, _heading_styles(document)))
    for remark in sorted(remarks, key=lambda r: (r.part, r.start)):
        comment = document.comments.add_comment(text=remark.text, author=AUTHOR, initials=_INITIALS)
        comment._comment_elm.attrib.pop(qn("w:date"), None)  # the same draft gives the same comments
        part = parts[remark.part]
        if part.host is not None:
            first = last = part.host
        else:
            first, last = _cut_out(part, remark.start, remark.end)
        _mark(first, last, comment.comment_id)
        parts = (*parts[: remark.part], _again(part), *parts[remark.part + 1 :])
    written = io.BytesIO()
    document.save(written)
    return written.getvalue()


def _open(name: str, data: bytes) -> Any:
    try:
        check_archive(data)
        return open_document(io.BytesIO(data))
    except (NotReadable, TooMuch) as error:
        raise DraftNotReadable(f"'{name}' {error}") from error
    except (zipfile.BadZipFile, PackageNotFoundError, KeyError, ValueError, SyntaxError) as error:
        raise DraftNotReadable(f"'{name}' is damaged or no Word document; open it in Word and save it again") from error


def _heading_styles(document: Any) -> frozenset[str]:
    return frozenset(
        style.style_id
        for style in document.styles
        if style.name and style.name.lower().startswith(("heading", "title", "subtitle"))
    )


def _parts(body: Any, headings: frozenset[str]) -> Iterator[Part]:
    n_paragraphs = n_tables = 0
    tables: dict[Any, int] = {}
    for paragraph in body.iter(qn("w:p")):
        if any(True for _ in paragraph.iterancestors(_FALLBACK)):
            continue  # a text box stands twice in the file, the second time for old programs
        runs, text = _runs(paragraph)
        table = next(paragraph.iterancestors(qn("w:tbl")), None)
        box = next(paragraph.iterancestors(qn("w:txbxContent")), None)
        host = next(box.iterancestors(qn("w:r")), None) if box is not None else None
        if table is not None and table not in tables:
            n_tables += 1
            tables[table] = n_tables
        if text.strip() and table is None and host is None:
            n_paragraphs += 1
        place = (
            "text box"
            if host is not None
            else f"table {tables[table]}"
            if table is not None
            else f"paragraph {n_paragraphs}"
        )
        style = paragraph.find(f"{qn('w:pPr')}/{qn('w:pStyle')}")
        yield Part(
            text=text,
            place=place,
            is_heading=style is not None and style.get(qn("w:val")) in headings,
            is_listed=paragraph.find(f"{qn('w:pPr')}/{qn('w:numPr')}") is not None
            or (style is not None and "list" in style.get(qn("w:val"), "").lower()),
            runs=runs,
            host=host,
        )


def _runs(paragraph: Any) -> tuple[tuple[tuple[Any, int], ...], str]:
    """The runs of a paragraph that are there when all changes are accepted, and its text."""
    runs: list[tuple[Any, int]] = []
    text = ""
    for run in paragraph.iter(qn("w:r")):
        if next(run.iterancestors(qn("w:p"))) is not paragraph:
            continue  # of a text box inside this paragraph
        if any(ancestor.tag in _DELETED for ancestor in run.iterancestors()):
            continue
        own = "".join(_text(child) for child in run)
        if own:
            runs.append((run, len(text)))
            text += own
    return tuple(runs), text


def _text(child: Any) -> str:
    if child.tag == qn("w:t"):
        return child.text or ""
    return _LITERAL.get(child.tag, "")


def _again(part: Part) -> Part:
    """The part with its runs as they are after one was cut."""
    if not part.runs:
        return part
    paragraph = next(part.runs[0][0].iterancestors(qn("w:p")))
    runs, text = _runs(paragraph)
    return Part(
        text=text, place=part.place, is_heading=part.is_heading, is_listed=part.is_listed, runs=runs, host=part.host
    )


def _cut_out(part: Part, start: int, end: int) -> tuple[Any, Any]:
    """The first and the last run of just this stretch, runs cut in two where it begins and ends inside of them."""
    first = last = None
    for run, begins in part.runs:
        length = sum(len(_text(child)) for child in run)
        low, high = max(start - begins, 0), min(end - begins, length)
        if low >= length or high <= 0:
            continue
        kept = run
        if low > 0:
            kept = _split(run, low)
        if high < length:
            _split(kept, high - low)
        first = kept if first is None else first
        last = kept
    assert first is not None and last is not None
    return first, last


def _split(run: Any, at: int) -> Any:
    """Cut a run after ``at`` characters; returns the second half, which has the same properties."""
    second = OxmlElement("w:r")
    properties = run.find(qn("w:rPr"))
    if properties is not None:
        second.append(copy.deepcopy(properties))
    passed = 0
    for child in [c for c in run if c.tag != qn("w:rPr")]:
        own = _text(child)
        if passed >= at:
            second.append(child)
        elif passed + len(own) > at:
            rest = OxmlElement("w:t")
            rest.text = own[at - passed :]
            child.text = own[: at - passed]
            for half in (child, rest):
                half.set("{http://www.w3.org/XML/1998/namespace}space", "preserve")
            second.append(rest)
        passed += len(own)
    run.addnext(second)
    return second


def _mark(first: Any, last: Any, comment_id: int) -> None:
    """Set the marks of a comment about a stretch of runs."""
    start, end = OxmlElement("w:commentRangeStart"), OxmlElement("w:commentRangeEnd")
    for mark in (start, end):
        mark.set(qn("w:id"), str(comment_id))
    reference = OxmlElement("w:r")
    pointer = OxmlElement("w:commentReference")
    pointer.set(qn("w:id"), str(comment_id))
    reference.append(pointer)
    first.addprevious(start)
    last.addnext(end)
    end.addnext(reference)
