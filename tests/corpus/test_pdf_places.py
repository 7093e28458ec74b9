"""Cited places found again on the pages of a PDF."""

from __future__ import annotations

import io
from pathlib import Path

import pytest
from PIL import Image

from assistant.answers.citations import folded, row_slice
from corpus.document import Document
from corpus.errors import ReaderStopped
from corpus.loading import ReportFile, load, read_file
from corpus.parsing import Limits
from corpus.picturing import picture_place
from corpus.readers.pdf_marks import Pages
from corpus.readers.pdf_places import CellWanted, Found, Wanted, find_place
from corpus.sentences import sentences
from structured.grids import read_grids
from tests.writers import pdf

REPORTS = Path(__file__).resolve().parents[1] / "reports"
HOSPITAL = REPORTS / "hospital-trust-q2-2025-26" / "source.txt"


@pytest.fixture(scope="module")
def file(tmp_path_factory: pytest.TempPathFactory) -> ReportFile:
    path = tmp_path_factory.mktemp("pdf") / "report.pdf"
    pdf.write(load(HOSPITAL), path)
    return read_file(path)


@pytest.fixture(scope="module")
def pages(file: ReportFile) -> Pages:
    return Pages(file.data)


@pytest.fixture(scope="module")
def document(file: ReportFile, tmp_path_factory: pytest.TempPathFactory) -> Document:
    path = tmp_path_factory.mktemp("read") / "report.pdf"
    path.write_bytes(file.data)
    return load(path)


def text_in(pages: Pages, found: Found) -> str:
    """The letters whose middle lies in the boxes."""
    glyphs = pages.marks(found.index).glyphs
    held = [
        glyph.text
        for glyph in glyphs
        if any(box.holds((glyph.x0 + glyph.x1) / 2, (glyph.top + glyph.bottom) / 2) for box in found.boxes)
    ]
    return "".join("".join(held).split())


def test_the_box_of_a_cell_holds_what_it_prints_in_its_own_column(pages: Pages) -> None:
    row = "Central Wexcombe General 62.8% 57.9% 60.1% 64.7% 66.5% +3.7 pp"
    found = find_place(pages, Wanted(quote=row, cells=(CellWanted(text="66.5%"),), page=7))
    assert found is not None
    assert found.index == 6
    assert text_in(pages, found) == "66.5%"
    assert found.row is not None
    assert found.row.x0 < found.boxes[0].x0 < found.row.x1


def test_of_two_cells_that_print_the_same_the_one_that_is_meant_is_marked(pages: Pages, document: Document) -> None:
    marked = 0
    for table in document.tables:
        for row in table.rows():
            texts = [cell.text for cell in row]
            twins = [text for text in texts if texts.count(text) == 2 and text[:1].isdigit() and " " not in text]
            for text in twins[:1]:
                wanted = [Wanted(quote=" ".join(texts), cells=(CellWanted(text=text, nth=n),)) for n in (0, 1)]
                found = [place.boxes[0] for one in wanted if (place := find_place(pages, one)) and place.boxes]
                assert len(found) in {0, 2}
                assert not found or found[0].x1 < found[1].x0
                marked += len(found)
    assert marked >= 10


@pytest.mark.slow
def test_nearly_all_figures_and_sentences_are_found_and_the_boxes_hold_their_words(
    pages: Pages, document: Document
) -> None:
    wanted: list[tuple[Wanted, str]] = []
    for grid in read_grids(document):
        for cell in grid.observations[::11]:
            place = row_slice(document, grid, cell.row) or cell.locator
            quote = folded(document.source[place.start : place.end])
            wanted.append((Wanted(quote=quote, cells=(CellWanted(text=cell.printed),), page=place.page), cell.printed))
    for sentence in sentences(document)[::9]:
        wanted.append((Wanted(quote=folded(sentence.text), page=sentence.locator.page), sentence.text))
    found = [(find_place(pages, one), text) for one, text in wanted]
    marked = [(place, text) for place, text in found if place is not None and place.boxes]
    assert len(marked) >= 0.95 * len(wanted)
    for place, text in marked:
        assert "".join(text.split()) in text_in(pages, place)


@pytest.mark.parametrize(
    "quote", ["Nothing of the kind was ever said in this report by anybody.", "zzz", "", "The trust"]
)
def test_what_is_not_there_has_no_box(pages: Pages, quote: str) -> None:
    found = find_place(pages, Wanted(quote=quote))
    assert found is None or not found.boxes or quote == "The trust"


def test_the_page_is_drawn_with_its_place_as_parts_of_it(file: ReportFile) -> None:
    row = "Central Wexcombe General 62.8% 57.9% 60.1% 64.7% 66.5% +3.7 pp"
    picture = picture_place(file, Wanted(quote=row, cells=(CellWanted(text="66.5%"),), page=7))
    assert picture is not None
    assert picture.number == 7
    assert Image.open(io.BytesIO(picture.data)).size == (picture.width, picture.height)
    ((left, top, width, height),) = picture.boxes
    assert 0 < left < left + width < 1
    assert 0 < top < top + height < 1


def test_no_page_is_drawn_of_what_is_not_there(file: ReportFile) -> None:
    assert picture_place(file, Wanted(quote="Nothing of the kind was ever said by anybody at all")) is None


@pytest.mark.parametrize("limits", [Limits(seconds=0.01), Limits(megabytes=1)])
def test_a_drawing_that_takes_too_much_is_stopped(file: ReportFile, limits: Limits) -> None:
    with pytest.raises(ReaderStopped, match="could not be drawn"):
        picture_place(file, Wanted(quote="Ambulance handovers"), limits=limits)


def test_a_damaged_file_is_told_of() -> None:
    with pytest.raises(ReaderStopped, match=r"'report\.pdf' could not be drawn"):
        picture_place(ReportFile.of(b"%PDF-1.7 nothing", "report.pdf", "report.pdf"), Wanted(quote="a"))
