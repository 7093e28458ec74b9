"""Word documents read: made by hand in the manner of committee papers, and broken in the ways that files break."""

from __future__ import annotations

import io
import random
import zipfile
from pathlib import Path
from typing import Any

import pytest
from docx import Document as new_document
from hypothesis import given, settings
from hypothesis import strategies as st

from corpus.document import BlockKind, Document, Table
from corpus.loading import load
from corpus.readers import package
from corpus.readers.reading import NoText, NotReadable, Reading, TooMuch
from corpus.readers.word import read
from structured.grids import read_grids

SPACE = 'xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main"'
KINDS = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
RELATIONS = 'xmlns="http://schemas.openxmlformats.org/package/2006/relationships"'


def related(**targets: str) -> str:
    links = "".join(
        f'<Relationship Id="r{i}" Type="{KINDS}/{kind.replace("_", "-")}" Target="{target}"/>'
        for i, (kind, target) in enumerate(targets.items())
    )
    return f"<Relationships {RELATIONS}>{links}</Relationships>"


def file_of(body: str, *, space: str = SPACE, before: str = "", **parts: str) -> bytes:
    """The bytes of a document with this body; ``parts`` are other parts of it ("styles", "footnotes")."""
    data = io.BytesIO()
    with zipfile.ZipFile(data, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr(
            "_rels/.rels", related(officeDocument="word/document.xml", extended_properties="docProps/app.xml")
        )
        archive.writestr("word/_rels/document.xml.rels", related(**{kind: f"{kind}.xml" for kind in parts}))
        archive.writestr("docProps/app.xml", parts.get("app", "<Properties/>"))
        archive.writestr("word/document.xml", f"{before}<w:document {space}><w:body>{body}</w:body></w:document>")
        for kind, text in parts.items():
            archive.writestr(f"word/{kind}.xml", f"<w:{kind} {space}>{text}</w:{kind}>")
    return data.getvalue()


def p(text: str, style: str = "", marks: str = "", run: str = "") -> str:
    named = f'<w:pStyle w:val="{style}"/>' if style else ""
    return f"<w:p><w:pPr>{named}{marks}</w:pPr><w:r><w:rPr>{run}</w:rPr><w:t>{text}</w:t></w:r></w:p>"


def cell(text: str, marks: str = "") -> str:
    return f"<w:tc><w:tcPr>{marks}</w:tcPr>{p(text)}</w:tc>"


def row(*cells: str, marks: str = "") -> str:
    return f"<w:tr><w:trPr>{marks}</w:trPr>{''.join(cells)}</w:tr>"


def plain_row(*texts: str) -> str:
    return row(*map(cell, texts))


def table(*rows: str) -> str:
    return f"<w:tbl>{''.join(rows)}</w:tbl>"


def blocks(reading: Reading) -> list[tuple[str, str]]:
    return [(block.kind.value, block.text) for block in reading.blocks]


def table_of(reading: Reading) -> Table:
    return next(block.table for block in reading.blocks if block.table is not None)


def grid_of(reading: Reading) -> list[list[str]]:
    return [[each.text for each in line] for line in table_of(reading).rows()]


STYLES = """
<w:style w:type="paragraph" w:default="1" w:styleId="Standard"><w:name w:val="Normal"/></w:style>
<w:style w:type="paragraph" w:styleId="Titel"><w:name w:val="Title"/><w:basedOn w:val="Standard"/></w:style>
<w:style w:type="paragraph" w:styleId="Untertitel"><w:name w:val="Subtitle"/></w:style>
<w:style w:type="paragraph" w:styleId="U1"><w:name w:val="heading 1"/><w:pPr><w:outlineLvl w:val="0"/></w:pPr></w:style>
<w:style w:type="paragraph" w:styleId="U2"><w:name w:val="heading 2"/><w:basedOn w:val="U1"/>
<w:pPr><w:outlineLvl w:val="1"/></w:pPr></w:style>
<w:style w:type="paragraph" w:styleId="Own"><w:name w:val="Council Heading"/><w:basedOn w:val="U1"/></w:style>
<w:style w:type="paragraph" w:styleId="Strong"><w:name w:val="Lead line"/><w:rPr><w:b/></w:rPr></w:style>
<w:style w:type="paragraph" w:styleId="Beschriftung"><w:name w:val="caption"/></w:style>
<w:style w:type="paragraph" w:styleId="V1"><w:name w:val="toc 1"/></w:style>
<w:style w:type="paragraph" w:styleId="Src"><w:name w:val="Source"/></w:style>
<w:style w:type="paragraph" w:styleId="L2"><w:name w:val="List Bullet 2"/></w:style>
<w:style w:type="paragraph" w:styleId="Loop"><w:name w:val="Loop"/><w:basedOn w:val="Loop"/></w:style>
<w:style w:type="character" w:styleId="Bold"><w:name w:val="Strong"/><w:rPr><w:b/></w:rPr></w:style>
"""
NUMBERING = """
<w:abstractNum w:abstractNumId="1"><w:lvl w:ilvl="0"><w:numFmt w:val="bullet"/></w:lvl>
<w:lvl w:ilvl="1"><w:numFmt w:val="bullet"/></w:lvl></w:abstractNum>
<w:abstractNum w:abstractNumId="2"><w:lvl w:ilvl="0"><w:numFmt w:val="decimal"/><w:lvlText w:val="%1."/></w:lvl>
<w:lvl w:ilvl="1"><w:numFmt w:val="decimal"/><w:lvlText w:val="%1.%2"/></w:lvl></w:abstractNum>
<w:num w:numId="5"><w:abstractNumId w:val="1"/></w:num><w:num w:numId="6"><w:abstractNumId w:val="2"/></w:num>
"""


def listed(list_id: int, depth: int = 0) -> str:
    return f'<w:numPr><w:ilvl w:val="{depth}"/><w:numId w:val="{list_id}"/></w:numPr>'


def paper_of(*parts: str, **others: str) -> Reading:
    return read(file_of("".join(parts), styles=STYLES, numbering=NUMBERING, **others), "paper")


# --- documents as they are written -----------------------------------------------------------------------------------


def test_headings_are_found_by_style_by_depth_and_by_what_a_style_is_based_on() -> None:
    reading = paper_of(
        p("Annual Performance Report 2024/25", "Titel"),
        p("Borsetshire Council", "Untertitel"),
        p("Contents ..... 1", "V1"),
        p("Roads", "U1"),
        p("Potholes", "U2"),
        p("Roads were mended."),
        p("Bins", "Own"),
        p("Bins were emptied."),
        p("Parks", "", '<w:outlineLvl w:val="1"/>'),
        p("Grass was cut."),
        p("Not a heading of any kind here.", "U2", '<w:outlineLvl w:val="9"/>'),
    )
    assert reading.title == "Annual Performance Report 2024/25"
    assert [(b.text, b.locator.section) for b in reading.blocks if b.kind is BlockKind.PARAGRAPH] == [
        ("Roads were mended.", ("Roads", "Potholes")),
        ("Bins were emptied.", ("Bins",)),
        ("Grass was cut.", ("Bins", "Parks")),
        ("Not a heading of any kind here.", ("Bins", "Parks")),
    ]


def test_short_bold_lines_over_text_are_headings_and_over_tables_captions() -> None:
    bold = "<w:b/>"
    reading = paper_of(
        p("Roads", "U1"),
        p("What we did", run=bold),
        p("Roads were mended."),
        p("All of this is bold, but it is a sentence that goes on.", run=bold),
        p("Where they are", "Strong"),
        p("In the north."),
        p("Money spent", run='<w:rStyle w:val="Bold"/>'),
        p("(£m)"),
        table(plain_row("Area", "2024"), plain_row("North", "12")),
        p("Left alone", run=bold),
        p("Bins", "U1"),
        p("They were emptied."),
    )
    assert [b.locator.section for b in reading.blocks if b.kind is BlockKind.PARAGRAPH] == [
        ("Roads", "What we did"),
        ("Roads", "What we did"),
        ("Roads", "Where they are"),
        ("Roads", "Where they are"),
        ("Bins",),
    ]
    assert table_of(reading).title == "Money spent"


def test_a_numbered_bold_line_heads_a_section_even_right_over_a_table() -> None:
    bold = "<w:b/>"
    reading = paper_of(
        p("1. Roads", run=bold),
        p("Mended."),
        p("Annex A: Measures", run=bold),
        table(plain_row("Kind", "2024"), plain_row("a", "1")),
    )
    assert table_of(reading).locator.section == ("Annex A: Measures",)


def test_a_table_of_words_stays_a_table_though_its_cells_are_long() -> None:
    reading = paper_of(
        table(plain_row("Risk", "Owner", "What is done"), plain_row("Leaks", "Clerk", "It is mended. " * 40))
    )
    assert [row[0] for row in grid_of(reading)] == ["Risk", "Leaks"]


def test_larger_bold_lines_stand_over_smaller_ones() -> None:
    large, small = '<w:b/><w:sz w:val="32"/>', '<w:b/><w:sz w:val="24"/>'
    reading = paper_of(
        p("Roads", run=large), p("Potholes", run=small), p("Mended."), p("Bins", run=large), p("They were emptied.")
    )
    assert [b.locator.section for b in reading.blocks if b.kind is BlockKind.PARAGRAPH] == [
        ("Roads", "Potholes"),
        ("Bins",),
    ]


def test_lists_keep_their_depths_and_numbered_paragraphs_are_paragraphs() -> None:
    reading = paper_of(
        p("We did this:"),
        p("roads, which were:", marks=listed(5)),
        p("mended", marks=listed(5, 1)),
        p("swept", "L2"),
        p("bins", marks=listed(5)),
        p("The Cabinet is asked to note the report.", marks=listed(6, 1)),
        p("First item", marks=listed(6)),
        p("· typed by hand"),
        p("No list any more here.", marks=listed(0)),
    )
    assert [(b.kind.value, b.level, b.text) for b in reading.blocks] == [
        ("paragraph", 1, "We did this:"),
        ("bullet", 1, "roads, which were:"),
        ("bullet", 2, "mended"),
        ("bullet", 2, "swept"),
        ("bullet", 1, "bins"),
        ("paragraph", 1, "The Cabinet is asked to note the report."),
        ("bullet", 1, "First item"),
        ("bullet", 1, "typed by hand"),
        ("paragraph", 1, "No list any more here."),
    ]
    assert reading.blocks[2].lead_in == "We did this: roads, which were:"


def test_merged_cells_are_one_cell_with_its_spans() -> None:
    restart, goes_on = '<w:vMerge w:val="restart"/>', "<w:vMerge/>"
    reading = paper_of(
        table(
            row(cell("Area", restart), cell("Ward", restart), cell("Visits", '<w:gridSpan w:val="2"/>')),
            row(cell("", goes_on), cell("", goes_on), cell("2023"), cell("2024")),
            row(cell("North", restart), cell("Ash"), cell("10"), cell("12")),
            row(cell("", goes_on), cell("Birch"), cell("20"), cell("21")),
            row(cell("South", restart), cell("Cedar"), cell("14"), cell("16")),
            row(cell("", '<w:vMerge w:val="continue"/>'), cell("Doe"), cell("16"), cell("17")),
            row(cell("Total", '<w:gridSpan w:val="2"/>'), cell("60"), cell("66")),
        )
    )
    assert grid_of(reading) == [
        ["Area", "Ward", "Visits", ""],
        ["", "", "2023", "2024"],
        ["North", "Ash", "10", "12"],
        ["", "Birch", "20", "21"],
        ["South", "Cedar", "14", "16"],
        ["", "Doe", "16", "17"],
        ["Total", "", "60", "66"],
    ]
    spans = {
        c.text: (c.row_span, c.column_span) for c in table_of(reading).cells if (c.row_span, c.column_span) != (1, 1)
    }
    assert spans == {
        "Area": (2, 1), "Ward": (2, 1), "Visits": (1, 2), "North": (2, 1), "South": (2, 1), "Total": (1, 2)
    }  # fmt: skip


def test_rows_that_begin_or_end_short_keep_their_columns() -> None:
    reading = paper_of(
        table(
            plain_row("Area", "2023", "2024"),
            row(cell("12"), cell("13"), marks='<w:gridBefore w:val="1"/>'),
            row(cell("North")),
        )
    )
    assert grid_of(reading) == [["Area", "2023", "2024"], ["", "12", "13"], ["North", "", ""]]


def test_a_committee_paper_written_with_words_own_tools(tmp_path: Path) -> None:
    file: Any = new_document()
    file.add_heading("Quarterly Performance Report Q2 2025/26", 0)
    file.add_heading("Libraries", 1)
    file.add_paragraph("Visits rose in every branch.")
    file.add_paragraph("Table 1: Visits by branch", style="Caption")
    rows = [
        ("Area", "Branch", "Q1 2025/26", "Q2 2025/26"),
        ("North", "Ash", "1,204", "1,310"),
        ("", "Birch", "905", "869"),
        ("South", "Cedar", "350", "412"),
        ("", "Doe", "541", "n/a"),
        ("Total", "", "3,000", "2,591"),
    ]
    grid = file.add_table(rows=len(rows), cols=4)
    for r, texts in enumerate(rows):
        for c, text in enumerate(texts):
            grid.cell(r, c).text = text
    for first, last in ((1, 2), (3, 4)):
        grid.cell(first, 0).merge(grid.cell(last, 0))
    grid.cell(5, 0).merge(grid.cell(5, 1))
    file.add_paragraph("Source: door counters")
    file.core_properties.author = "A. Clerk"
    path = tmp_path / "paper.docx"
    file.save(str(path))
    document: Document = load(path)
    assert (document.title, document.period) == ("Quarterly Performance Report Q2 2025/26", "Q2 2025/26")
    assert (document.tables[0].title, document.tables[0].notes) == (
        "Table 1: Visits by branch",
        ("Source: door counters",),
    )
    assert [
        f"{' > '.join(o.row_path)} | {' > '.join(o.column_path)} = {o.printed}"
        for o in read_grids(document)[0].observations
    ] == [
        "North > Ash | Q1 2025/26 = 1,204",
        "North > Ash | Q2 2025/26 = 1,310",
        "North > Birch | Q1 2025/26 = 905",
        "North > Birch | Q2 2025/26 = 869",
        "South > Cedar | Q1 2025/26 = 350",
        "South > Cedar | Q2 2025/26 = 412",
        "South > Doe | Q1 2025/26 = 541",
        "South > Doe | Q2 2025/26 = n/a",
        "Total | Q1 2025/26 = 3,000",
        "Total | Q2 2025/26 = 2,591",
    ]


def test_captions_under_tables_name_the_table_above_them() -> None:
    def counts(name: str) -> str:
        return table(plain_row("Kind", "2024"), plain_row(name, "1"))

    reading = paper_of(
        p("Sales", "U1"),
        counts("a"),
        p("Table 1: Widgets", "Beschriftung"),
        p("Sales rose."),
        counts("b"),
        p("Table 2: Gadgets", "Beschriftung"),
        counts("c"),
        p("Table 3: Gizmos", "Beschriftung"),
        p("Figure 1: Sales over time", "Beschriftung"),
    )
    assert [b.table.title for b in reading.blocks if b.table] == [
        "Table 1: Widgets",
        "Table 2: Gadgets",
        "Table 3: Gizmos",
    ]
    assert reading.blocks[-1].kind is BlockKind.HEADING


def test_tracked_changes_are_read_as_accepted() -> None:
    reading = paper_of(
        "<w:p><w:r><w:t>Spending was </w:t></w:r><w:del><w:r><w:delText>£4.0m</w:delText></w:r></w:del>"
        "<w:ins><w:r><w:t>£5.2m</w:t></w:r></w:ins><w:moveFrom><w:r><w:t> old</w:t></w:r></w:moveFrom>"
        "<w:moveTo><w:r><w:t> in all</w:t></w:r></w:moveTo></w:p>",
        p("One line ", marks="<w:rPr><w:del/></w:rPr>"),
        p("runs on."),
        f"<w:del>{p('Gone.')}</w:del><w:ins>{p('Put in.')}</w:ins>",
        table(
            plain_row("Kind", "2024"),
            row(cell("Old"), cell("1"), marks="<w:del/>"),
            row(cell("New"), cell("2"), marks="<w:ins/>"),
        ),
    )
    assert blocks(reading) == [
        ("paragraph", "Spending was £5.2m in all"),
        ("paragraph", "One line runs on."),
        ("paragraph", "Put in."),
        ("table", "Kind\t2024\nNew\t2"),
    ]


def test_footnotes_stand_by_what_refers_to_them() -> None:
    def reference(n: int) -> str:
        return f'<w:r><w:rPr>{RAISED}</w:rPr><w:footnoteReference w:id="{n}"/></w:r>'

    def note(n: int, text: str) -> str:
        return f'<w:footnote w:id="{n}">{p(text)}</w:footnote>'

    reading = paper_of(
        f"<w:p><w:r><w:t>Visits rose to 1,204</w:t></w:r>{reference(2)}<w:r><w:t>, which were:</w:t></w:r></w:p>",
        p("north", marks=listed(5)),
        p("south", marks=listed(5)),
        p("More was done."),
        table(
            plain_row("Kind", "2024"),
            f"<w:tr>{cell('Books')}<w:tc><w:p><w:r><w:t>12</w:t></w:r>{reference(3)}</w:p></w:tc></w:tr>",
        ),
        footnotes='<w:footnote w:type="separator" w:id="-1"><w:p/></w:footnote>'
        + note(2, "Counted at the door.")
        + note(3, "Loans and sales."),
    )
    assert blocks(reading) == [
        ("paragraph", "Visits rose to 1,204¹, which were:"),
        ("bullet", "north"),
        ("bullet", "south"),
        ("note", "¹ Counted at the door."),
        ("paragraph", "More was done."),
        ("table", "Kind\t2024\nBooks\t12²"),
        ("note", "² Loans and sales."),
    ]
    assert table_of(reading).notes == ("² Loans and sales.",)


RAISED = '<w:vertAlign w:val="superscript"/>'


@pytest.mark.parametrize(
    ("runs", "text"),
    [
        (f"<w:r><w:t>1,204</w:t></w:r><w:r><w:rPr>{RAISED}</w:rPr><w:t>1</w:t></w:r>", "1,204¹"),
        ("<w:r><w:t>a</w:t><w:noBreakHyphen/><w:t>b</w:t><w:softHyphen/><w:t>c</w:t></w:r>", "a-bc"),
        ("<w:r><w:t>a</w:t><w:tab/><w:t>b</w:t><w:br/><w:t>c</w:t></w:r>", "a b c"),
        ("<w:r><w:rPr><w:vanish/></w:rPr><w:t>secret</w:t></w:r><w:r><w:t>shown</w:t></w:r>", "shown"),
        ("<w:r><w:rPr><w:strike/></w:rPr><w:t>1,100 </w:t></w:r><w:r><w:t>1,204</w:t></w:r>", "1,204"),
        (
            '<w:r><w:fldChar w:fldCharType="begin"/><w:instrText>PAGE</w:instrText>'
            '<w:fldChar w:fldCharType="separate"/><w:t>7</w:t><w:fldChar w:fldCharType="end"/></w:r>',
            "7",
        ),
        ("<w:hyperlink><w:r><w:t>link</w:t></w:r></w:hyperlink><w:r><w:t>ed</w:t></w:r>", "linked"),
        ("<w:fldSimple><w:r><w:t>field</w:t></w:r></w:fldSimple>", "field"),
        ('<w:r><w:t>done </w:t><w:sym w:font="Wingdings" w:char="F0FC"/></w:r>', "done ✓"),
        ("<w:sdt><w:sdtContent><w:r><w:t>in a control</w:t></w:r></w:sdtContent></w:sdt>", "in a control"),
    ],
)
def test_words_are_kept_as_they_are_seen(runs: str, text: str) -> None:
    assert [b.text for b in paper_of(f"<w:p>{runs}</w:p>").blocks] == [text]


def test_text_boxes_are_read_once_and_a_table_of_contents_not_at_all() -> None:
    box = f"<w:txbxContent>{p('In the box.')}</w:txbxContent>"
    spaces = f'{SPACE} xmlns:mc="http://schemas.openxmlformats.org/markup-compatibility/2006"'
    body = (
        "<w:sdt><w:sdtPr><w:docPartObj><w:docPartGallery w:val='Table of Contents'/></w:docPartObj></w:sdtPr>"
        f"<w:sdtContent>{p('Roads 3')}</w:sdtContent></w:sdt>"
        f"<w:p><w:r><w:t>Beside the box.</w:t><mc:AlternateContent><mc:Choice><w:drawing>{box}</w:drawing></mc:Choice>"
        f"<mc:Fallback><w:pict>{box}</w:pict></mc:Fallback></mc:AlternateContent></w:r></w:p>"
    )
    assert [b.text for b in read(file_of(body, space=spaces), "paper").blocks] == ["Beside the box.", "In the box."]


def test_strict_documents_are_read_too() -> None:
    strict = 'xmlns:w="http://purl.oclc.org/ooxml/wordprocessingml/main"'
    assert [b.text for b in read(file_of(p("Roads were mended."), space=strict), "paper").blocks] == [
        "Roads were mended."
    ]


def test_a_table_that_lays_out_a_page_is_read_as_text_and_one_inside_another_is_its_own() -> None:
    inner = table(plain_row("Kind", "2024"), plain_row("Books", "12"))
    reading = paper_of(table(row(f"<w:tc>{p('Beside it.')}</w:tc>", f"<w:tc>{inner}{p('Below it.')}</w:tc>")))
    assert blocks(reading) == [
        ("paragraph", "Beside it."),
        ("table", "Kind\t2024\nBooks\t12"),
        ("paragraph", "Below it."),
    ]


TURN = "<w:lastRenderedPageBreak/>"


@pytest.mark.parametrize(
    ("n_pages", "section", "pages"),
    [
        ("3", "", [1, 1, 2, 2, 3]),
        ("4", "", [None] * 5),
        ("3", '<w:pgNumType w:start="5"/>', [None] * 5),
        ("3", '<w:pgNumType w:fmt="lowerRoman"/>', [None] * 5),
    ],
    ids=["as many as noted", "more than noted", "counted from elsewhere", "in Roman numbers"],
)
def test_pages_are_given_only_where_they_are_known(n_pages: str, section: str, pages: list[int | None]) -> None:
    turning = f"<w:tc><w:p><w:r><w:t>a</w:t>{TURN}<w:t>b</w:t></w:r></w:p></w:tc>"
    body = (
        p("First.")
        + f"<w:p><w:r><w:t>Runs over.</w:t>{TURN}<w:t>Here.</w:t></w:r></w:p>"
        + p("Second page.")
        + table(plain_row("Kind", "Year", "2024"), f"<w:tr>{turning}{turning}{cell('1')}</w:tr>")
        + p("Third page.")
        + f"<w:sectPr>{section}</w:sectPr>"
    )
    data = io.BytesIO(file_of(body))
    with zipfile.ZipFile(data, "a") as archive, pytest.warns(UserWarning, match="Duplicate"):
        archive.writestr(
            "docProps/app.xml", f"<Properties><Pages>{n_pages}</Pages><Company>B. Council</Company></Properties>"
        )
    reading = read(data.getvalue(), "paper")
    assert [b.locator.page for b in reading.blocks] == pages
    assert (reading.n_pages, reading.publisher) == (3 if pages[0] else None, "B. Council")


def test_styles_that_are_based_on_each_other_do_not_go_round_for_ever() -> None:
    assert blocks(paper_of(p("Roads were mended.", "Loop"))) == [("paragraph", "Roads were mended.")]


# --- files as they break ---------------------------------------------------------------------------------------------


def bomb(size: int) -> bytes:
    return file_of("<w:p/>" + " " * size)


LIES = bomb(3_000_000)

REFUSED: list[tuple[bytes, type[Exception], str]] = [
    (
        b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + "EncryptedPackage".encode("utf-16-le"),
        NotReadable,
        "locked with a password",
    ),
    (b"Just some words", NotReadable, "not what its ending says"),
    (b"PK\x03\x04 and then nothing of a zip", NotReadable, "damaged"),
    (file_of(p("Roads."))[:-40], NotReadable, "damaged"),
    (file_of(""), NoText, "no text"),
    (file_of("<w:p><w:r><w:t>Roads"), NotReadable, "damaged"),
    (file_of("<w:p/>" * 9, before='<!DOCTYPE x [<!ENTITY a "b">]>'), NotReadable, "entities of its own"),
    (bomb(70_000_000), TooMuch, "250-fold"),
    (file_of("".join(f'<w:tc w:val="{i}"/>' for i in range(200_000)), space="x=''"), NotReadable, "damaged"),
    (file_of(table(row(*[cell("1")] * 600))), TooMuch, "columns"),
    (file_of(table(row(cell("1", '<w:gridSpan w:val="999999999"/>')))), TooMuch, "columns"),
]


@pytest.mark.parametrize(
    ("data", "error", "said"), REFUSED, ids=[said + str(i) for i, (_, _, said) in enumerate(REFUSED)]
)
def test_what_cannot_be_read_is_refused_in_one_line(data: bytes, error: type[Exception], said: str) -> None:
    with pytest.raises(error, match=said) as raised:
        read(data, "paper")
    assert "\n" not in str(raised.value)


def test_other_archives_are_no_word_documents() -> None:
    data = io.BytesIO()
    with zipfile.ZipFile(data, "w") as archive:
        archive.writestr("xl/workbook.xml", "<workbook/>")
    with pytest.raises(NotReadable, match="Word document"):
        read(data.getvalue(), "paper")


def test_an_archive_that_says_it_is_smaller_than_it_is_is_not_unpacked() -> None:
    with zipfile.ZipFile(io.BytesIO(LIES)) as archive:
        size = archive.getinfo("word/document.xml").file_size.to_bytes(4, "little")
    with pytest.raises((NotReadable, TooMuch)):
        read(LIES.replace(size, (900).to_bytes(4, "little")), "paper")


def test_an_archive_is_refused_for_what_all_its_parts_hold(monkeypatch: pytest.MonkeyPatch) -> None:
    data = file_of(p("Roads were mended."))
    monkeypatch.setattr(package, "MAX_READ", 100)
    with pytest.raises(TooMuch, match="split it"):
        read(data, "paper")


@pytest.mark.parametrize(
    "entity",
    ['<!ENTITY e SYSTEM "{0}">', '<!ENTITY % f SYSTEM "{0}"> %f; <!ENTITY e "x">'],
    ids=["a file", "a file of declarations"],
)
def test_a_file_outside_is_never_read(entity: str, tmp_path: Path) -> None:
    outside = tmp_path / "outside.txt"
    outside.write_text("secret", encoding="utf-8")
    declared = f"<!DOCTYPE w:document [{entity.format(outside.as_uri())}]>"
    body = p("Roads &e; were mended.")
    with pytest.raises(NotReadable) as raised:
        read(file_of(body, before=declared), "paper")
    assert "secret" not in str(raised.value)


def test_entities_that_multiply_are_not_resolved() -> None:
    lines = "".join(f'<!ENTITY e{n} "{f"&e{n - 1};" * 10}">' for n in range(1, 12))
    for body in (p("&e11;"), '<w:p w:x="&e11;"/>'):
        with pytest.raises(NotReadable):
            read(file_of(body, before=f'<!DOCTYPE w:document [<!ENTITY e0 "ha">{lines}]>'), "paper")


@pytest.mark.parametrize("wrapped", ["sdt", "tbl", "ins"])
def test_absurd_nesting_is_read_or_refused(wrapped: str) -> None:
    around = {
        "sdt": ("<w:sdt><w:sdtContent>", "</w:sdtContent></w:sdt>"),
        "tbl": ("<w:tbl><w:tr><w:tc>", "</w:tc></w:tr></w:tbl>"),
        "ins": ("<w:ins>", "</w:ins>"),
    }[wrapped]
    for depth in (60, 10_000):
        try:
            reading = read(file_of(around[0] * depth + p("Roads.") + around[1] * depth), "paper")
        except NotReadable:
            assert depth == 10_000
        else:
            assert [b.text for b in reading.blocks] == ["Roads."]


WHOLE = file_of(
    p("Roads", "U1") + p("Mended.") + table(plain_row("Kind", "2024"), plain_row("Books", "12")), styles=STYLES
)


@settings(max_examples=150, deadline=None)
@given(st.one_of(st.binary(max_size=300), st.integers(min_value=0, max_value=2**32)))
def test_any_bytes_give_a_reading_whose_places_are_right_or_one_of_three_errors(change: bytes | int) -> None:
    data = change if isinstance(change, bytes) else _mutated(change)
    try:
        reading = read(data, "paper")
    except (NotReadable, NoText, TooMuch):
        return
    assert all(reading.source[b.locator.start : b.locator.end] == b.text for b in reading.blocks)


def _mutated(seed: int) -> bytes:
    """The whole document with some bytes changed, or with its XML cut and shuffled."""
    chance = random.Random(seed)
    if seed % 2:
        data = bytearray(WHOLE)
        for _ in range(chance.randint(1, 20)):
            data[chance.randrange(len(data))] = chance.randrange(256)
        return bytes(data)
    marks = [
        "<w:p>",
        "</w:p>",
        "<w:tbl>",
        "</w:tbl>",
        "<w:tr>",
        "</w:tr>",
        "<w:tc>",
        "</w:tc>",
        "<w:r><w:t>7</w:t></w:r>",
    ]
    marks += ['<w:tcPr><w:vMerge/><w:gridSpan w:val="3"/></w:tcPr>', "<w:sdt>", "</w:sdt>", "<w:del/>", "<w:pPr/>"]
    return file_of("".join(chance.choices(marks, k=chance.randint(1, 8))))
