"""Presentations: what stands on their slides, in which order, and what is left out."""

from __future__ import annotations

import io
import zipfile
from collections.abc import Callable
from pathlib import Path

import pptx
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from pptx.chart.data import CategoryChartData
from pptx.enum.chart import XL_CHART_TYPE
from pptx.presentation import Presentation
from pptx.slide import Slide
from pptx.util import Emu, Inches

from corpus.document import Document
from corpus.errors import EmptyDocument, UnreadableFile
from corpus.loading import load
from corpus.readers.reading import NoText, NotReadable, TooMuch
from corpus.readers.slides import read
from structured.grids import read_grids


def loaded(tmp_path: Path, fill: Callable[[Presentation], None]) -> Document:
    deck = pptx.Presentation()
    fill(deck)
    deck.save(str(tmp_path / "widgets.pptx"))
    return load(tmp_path / "widgets.pptx")


def slide_of(deck: Presentation, title: str, layout: int = 5) -> Slide:
    slide = deck.slides.add_slide(deck.slide_layouts[layout])
    slide.shapes.title.text = title
    return slide


def box(slide: Slide, text: str, left: float, top: float, width: float = 3, height: float = 0.5) -> None:
    slide.shapes.add_textbox(Inches(left), Inches(top), Inches(width), Inches(height)).text_frame.text = text


def table(slide: Slide, rows: list[list[str]], left: float, top: float, width: float = 3) -> object:
    frame = slide.shapes.add_table(len(rows), len(rows[0]), Inches(left), Inches(top), Inches(width), Inches(1))
    for r, row in enumerate(rows):
        for c, text in enumerate(row):
            frame.table.cell(r, c).text = text
    return frame.table


def blocks(document: Document) -> list[tuple[str, str]]:
    return [(block.kind.value, block.text) for block in document.blocks]


def figures(document: Document, number: int = 0) -> dict[tuple[str, ...], str]:
    grid = read_grids(document)[number]
    found = [o for o in grid.observations if o.quantity is not None]
    return {
        (*o.row_path, *o.column_path): f"{o.quantity.value} {o.quantity.unit.kind.value}" for o in found if o.quantity
    }


def test_a_title_slide_names_the_report_and_slides_are_pages(tmp_path: Path) -> None:
    def fill(deck: Presentation) -> None:
        slide_of(deck, "Widget performance report", 0).placeholders[1].text = "Quarter 2 2025/26\nWidget Association"
        slide = slide_of(deck, "Sales", 1)
        frame = slide.placeholders[1].text_frame
        frame.text = "Sales rose by 4%"
        below = frame.add_paragraph()
        below.text, below.level = "North most of all", 1

    document = loaded(tmp_path, fill)
    assert (document.title, document.period) == ("Widget performance report, Quarter 2 2025/26", "Quarter 2 2025/26")
    assert document.n_pages == 2
    bullets = document.blocks[-2:]
    assert [(b.text, b.level, b.locator.page, b.locator.section) for b in bullets] == [
        ("Sales rose by 4%", 1, 2, ("Sales",)), ("North most of all", 2, 2, ("Sales",)),
    ]  # fmt: skip


def test_shapes_are_read_by_columns_wherever_they_come_in_the_file(tmp_path: Path) -> None:
    def fill(deck: Presentation) -> None:
        slide = slide_of(deck, "Sales")
        box(slide, "fourth", 5, 4)
        box(slide, "second", 1, 4)
        box(slide, "third", 5, 3)
        box(slide, "first", 1, 3)
        box(slide, "Over both, from left to right.", 1, 1.8, width=8)

    assert [text for _, text in blocks(loaded(tmp_path, fill))] == [
        "Sales", "Over both, from left to right.", "first", "second", "third", "fourth",
    ]  # fmt: skip


def test_tables_side_by_side_have_the_titles_over_them(tmp_path: Path) -> None:
    def fill(deck: Presentation) -> None:
        slide = slide_of(deck, "Sales and costs")
        table(slide, [["Region", "2023"], ["North", "5"]], 1, 3)
        table(slide, [["Type", "2023"], ["Pay", "£6m"]], 5, 3)
        box(slide, "Widgets sold", 1, 2.4)
        box(slide, "Money spent", 5, 2.4)

    document = loaded(tmp_path, fill)
    assert [t.title for t in document.tables] == ["Widgets sold", "Money spent"]
    assert figures(document, 1) == {("Pay", "2023"): "6 money"}


def test_a_title_that_reaches_over_the_table_s_own_title_parts_them_not(tmp_path: Path) -> None:
    def fill(deck: Presentation) -> None:
        slide = slide_of(deck, "Sales")
        table(slide, [["Region", "2023"], ["North", "5"]], 0.5, 1.8, 4.4)
        box(slide, "Sales rose in every region after the summer.", 5.2, 1.3, 4, 2)
        box(slide, "Source: Widget returns", 0.5, 6, 8)
        box(slide, "Widgets sold", 0.5, 1.2)

    assert [t.title for t in loaded(tmp_path, fill).tables] == ["Widgets sold"]


def test_merged_cells_span_what_they_cover(tmp_path: Path) -> None:
    def fill(deck: Presentation) -> None:
        rows = [
            ["Area", "Type", "2022/23", ""],
            ["", "", "Q3", "Q4"],
            ["North", "Fires", "5", "6"],
            ["", "Floods", "7", "8"],
        ]
        grid = table(slide_of(deck, "Incidents"), rows, 1, 2, 6)
        for first, last in (((0, 0), (1, 0)), ((0, 1), (1, 1)), ((0, 2), (0, 3)), ((2, 0), (3, 0))):
            grid.cell(*first).merge(grid.cell(*last))  # type: ignore[attr-defined]

    found = figures(loaded(tmp_path, fill))
    assert found["North", "Floods", "2022/23", "Q4"] == "8 count"
    assert len(found) == 4


def test_shapes_in_a_group_stand_where_the_group_does(tmp_path: Path) -> None:
    def fill(deck: Presentation) -> None:
        slide = slide_of(deck, "Sales")
        box(slide, "last", 1, 6)
        group = slide.shapes.add_group_shape()
        group.shapes.add_textbox(Inches(1), Inches(1), Inches(2), Inches(1)).text_frame.text = "first"
        group.left, group.top = Inches(1), Inches(3)

    assert [text for _, text in blocks(loaded(tmp_path, fill))] == ["Sales", "first", "last"]


def test_a_chart_is_a_table_of_what_it_is_drawn_from(tmp_path: Path) -> None:
    def fill(deck: Presentation) -> None:
        data = CategoryChartData(number_format="0%")
        data.categories = ["North", "South"]
        data.add_series("2022/23", (0.12, 0.5))
        data.add_series("2023/24", (0.25, None))
        slide = slide_of(deck, "Satisfied customers")
        slide.shapes.add_chart(XL_CHART_TYPE.COLUMN_CLUSTERED, Inches(1), Inches(2), Inches(5), Inches(3), data)

    document = loaded(tmp_path, fill)
    assert figures(document) == {
        ("North", "2022/23"): "12 percent", ("North", "2023/24"): "25 percent", ("South", "2022/23"): "50 percent",
    }  # fmt: skip
    assert document.tables[0].notes == ("These figures are those that the chart is drawn from.",)


def test_notes_pages_footers_and_hidden_slides_are_left_out(tmp_path: Path) -> None:
    def fill(deck: Presentation) -> None:
        slide = slide_of(deck, "Sales")
        box(slide, "Sales rose.", 1, 2)
        slide.notes_slide.notes_text_frame.text = "secret"
        for place in slide.slide_layout.placeholders:
            if place.placeholder_format.type in (13, 15, 16):
                slide.shapes.clone_placeholder(place)
                slide.shapes[-1].text_frame.text = "secret"
        hidden = slide_of(deck, "secret")
        hidden._element.set("show", "0")
        off = slide_of(deck, "Costs")
        box(off, "secret", 40, 2)
        box(off, "Costs fell.", 1, 2)

    document = loaded(tmp_path, fill)
    assert "secret" not in document.source
    assert [warning.message for warning in document.warnings] == ["Hidden slides were left out: 2."]
    assert [block.locator.page for block in document.blocks] == [1, 1, 3, 3]


def test_a_slide_without_a_title_is_named_by_its_first_line_or_its_number(tmp_path: Path) -> None:
    def fill(deck: Presentation) -> None:
        slide_of(deck, "Sales")
        box(deck.slides.add_slide(deck.slide_layouts[6]), "Sales rose by 4% in the quarter, more than planned.", 1, 2)
        named = deck.slides.add_slide(deck.slide_layouts[6])
        box(named, "Costs of repairs", 1, 1)
        box(named, "They fell in all regions but one.", 1, 2)

    assert [block.locator.section for block in loaded(tmp_path, fill).blocks[1:]] == [
        ("Slide 2",), ("Slide 2",), ("Costs of repairs",), ("Costs of repairs",),
    ]  # fmt: skip


def test_a_slide_that_heads_a_part_stands_over_those_after_it(tmp_path: Path) -> None:
    def fill(deck: Presentation) -> None:
        slide_of(deck, "Widget performance report", 0)
        slide_of(deck, "Money", 2)
        box(slide_of(deck, "Reserves"), "Reserves fell.", 1, 2)

    assert loaded(tmp_path, fill).blocks[-1].locator.section == ("Money", "Reserves")


def test_a_slide_that_is_a_picture_is_said(tmp_path: Path) -> None:
    picture = bytes.fromhex(
        "89504e470d0a1a0a0000000d4948445200000001000000010802000000907753de0000000c4944415408d763f8cfc000000301010018dd8db0"
        "0000000049454e44ae426082"
    )

    def fill(deck: Presentation) -> None:
        box(slide_of(deck, "Sales"), "Sales rose.", 1, 2)
        slide_of(deck, "Map").shapes.add_picture(io.BytesIO(picture), Emu(0), Emu(0))

    warnings = loaded(tmp_path, fill).warnings
    assert [(w.page, w.message) for w in warnings] == [(2, "The slide's content is a picture, which cannot be read.")]


# Bad input -----------------------------------------------------------------------------------------------------------


def deck_of() -> dict[str, bytes]:
    """The parts of a presentation with a title, bullets, a table and a chart."""
    deck = pptx.Presentation()
    slide = slide_of(deck, "Sales", 1)
    slide.placeholders[1].text_frame.text = "Sales rose"
    table(slide, [["Region", "2023"], ["North", "5"]], 1, 3)
    data = CategoryChartData()
    data.categories = ["North", "South"]
    data.add_series("2023", (1, 2))
    slide.shapes.add_chart(XL_CHART_TYPE.LINE, Inches(1), Inches(5), Inches(3), Inches(2), data)
    buffer = io.BytesIO()
    deck.save(buffer)
    with zipfile.ZipFile(buffer) as archive:
        return {name: archive.read(name) for name in archive.namelist()}


PARTS = deck_of()
CHANGED = [
    name for name in PARTS if name.startswith(("ppt/slides/", "ppt/charts/chart", "ppt/presentation", "ppt/_rels"))
]


def zipped(parts: dict[str, bytes]) -> bytes:
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w") as archive:
        for name, content in parts.items():
            archive.writestr(name, content)
    return buffer.getvalue()


ENTITIES = b'<!DOCTYPE a [<!ENTITY b SYSTEM "file:///etc/hostname">]>'


@pytest.mark.parametrize(
    ("data", "words"),
    [
        (b"Sales rose", "not what its ending says"),
        (zipped(PARTS)[:4000], "damaged"),
        (zipped({"xl/workbook.xml": b"<workbook/>"}), "no presentation"),
        (zipped(PARTS | {"ppt/slides/slide1.xml": b"<sld"}), "damaged"),
        (zipped({k: v for k, v in PARTS.items() if k != "ppt/slides/slide1.xml"}), "slide1"),
        (zipped(PARTS | {"ppt/slides/slide1.xml": ENTITIES + b"<sld>&b;</sld>"}), "entities"),
        (zipped(PARTS | {"ppt/slides/slide1.xml": b"<sld/>"}), "no slide with text"),
        (zipped(PARTS | {"ppt/slides/slide1.xml": b"<sld><cSld><spTree>" + b"<grpSp>" * 99 + b"</grpSp>" * 99
                         + b"</spTree></cSld></sld>"}), "damaged"),
    ],
)  # fmt: skip
def test_what_is_no_presentation_is_refused_with_one_line(tmp_path: Path, data: bytes, words: str) -> None:
    (tmp_path / "widgets.pptx").write_bytes(data)
    with pytest.raises((UnreadableFile, EmptyDocument), match=words):
        load(tmp_path / "widgets.pptx")


@settings(max_examples=150, deadline=None)
@given(
    st.sampled_from(CHANGED),
    st.lists(
        st.tuples(
            st.integers(0, 6000),
            st.sampled_from([b"", b"0", b"-9", b"x", b"<", b'"', b"9999999999"]),
            st.integers(0, 12),
        ),
        min_size=1,
        max_size=4,
    ),
)
def test_any_change_of_a_part_is_read_or_refused(part: str, changes: list[tuple[int, bytes, int]]) -> None:
    changed = bytearray(PARTS[part])
    for at, piece, n in changes:
        changed[at : at + n] = piece
    try:
        reading = read(zipped(PARTS | {part: bytes(changed)}), "widgets")
    except (NotReadable, NoText, TooMuch) as error:
        assert str(error)
        return
    for block in reading.blocks:
        assert reading.source[block.locator.start : block.locator.end] == block.text


@given(st.binary(max_size=300))
def test_any_bytes_are_read_or_refused(data: bytes) -> None:
    with pytest.raises((NotReadable, NoText, TooMuch)):
        read(data, "widgets")


def test_a_figure_in_large_type_is_one_with_the_words_under_it(tmp_path: Path) -> None:
    def fill(deck: Presentation) -> None:
        slide = slide_of(deck, "Visits")
        box(slide, "412,600\nvisits in the quarter", 0.5, 1.5)
        box(slide, "14\nlibraries open on Sundays", 4, 1.5)
        box(slide, "905\n1,204", 7, 1.5)

    texts = [text for _, text in blocks(loaded(tmp_path, fill))]
    assert "412,600 visits in the quarter" in texts
    assert "14 libraries open on Sundays" in texts
    assert "1,204" in texts


def test_a_first_slide_that_names_the_body_leaves_the_title_to_the_next(tmp_path: Path) -> None:
    def fill(deck: Presentation) -> None:
        deck.slides.add_slide(deck.slide_layouts[0]).shapes.title.text = "Borset Harbour Authority"
        box(slide_of(deck, "Performance report to the Board: quarter 3, 2025"), "We sold 1,204 widgets.", 1, 2)
        box(slide_of(deck, "Staff"), "We have 40 staff.", 1, 2)

    document = loaded(tmp_path, fill)
    assert document.publisher == "Borset Harbour Authority"
    assert (document.title, document.period) == ("Performance report to the Board: quarter 3, 2025", "quarter 3, 2025")


def test_the_caption_of_one_table_does_not_date_another(tmp_path: Path) -> None:
    def fill(deck: Presentation) -> None:
        slide = slide_of(deck, "Users")
        box(slide, "Table 1. Survey of users, September 2025", 1, 1.5)
        table(slide, [["Users", "Happy"], ["Crews", "88"], ["Owners", "61"]], 1, 2)
        box(slide, "Table 2. Complaints by cause", 1, 4)
        table(slide, [["Cause", "Upheld", "All"], ["Noise", "6", "20"], ["Dust", "2", "9"]], 1, 4.5)

    survey, complaints = read_grids(loaded(tmp_path, fill))
    assert {str(o.period.printed) for o in survey.observations if o.period} == {"September 2025"}
    assert [o.period for o in complaints.observations] == [None] * len(complaints.observations)
