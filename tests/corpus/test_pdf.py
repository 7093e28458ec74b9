"""Reports in PDF: reading order, tables with and without lines, what repeats on pages, and files that are no good."""

from __future__ import annotations

import zlib
from collections.abc import Sequence
from io import BytesIO

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from reportlab.lib.pagesizes import A4, landscape
from reportlab.lib.utils import ImageReader
from reportlab.pdfgen.canvas import Canvas

from corpus.readers import pdf_marks
from corpus.readers.pdf import read
from corpus.readers.reading import NoText, NotReadable, TooMuch
from tests.drawn import Draw, Page, blocks, drawn, reading_of, rows, tables

ENDS = (300.0, 380.0, 460.0)
PROSE = (
    "The number of widgets sold rose again in the north, where two shops were",
    "opened, and fell in the south. The board expects no change before the spring,",
    "when the new works will be ready and the old ones are closed for good.",
)


def prose(page: Page, y: float) -> float:
    return page.lines(60, y, *PROSE)


# Tables ---------------------------------------------------------------------------------------------------------------


def test_a_table_without_lines_is_read_by_what_stands_under_what() -> None:
    def draw(page: Page) -> None:
        prose(page, 80)
        page.words(60, 140, "Table 1: Spending (£m)", bold=True)
        page.row(160, "Department", "Budget", "Outturn", "Variance", ends=ENDS, bold=True)
        page.row(175, "Marketing", "1,204.0", "1,310.2", "106.2", ends=ENDS)
        page.row(190, "Research", "10.0", "8.5", "(1.5)", ends=ENDS)
        page.row(205, "Premises", "6.0", "-", "n/a", ends=ENDS)
        page.row(220, "Total", "1,220.0", "1,318.7", "98.7", ends=ENDS, bold=True)
        prose(page, 260)

    reading = reading_of(draw)
    assert tables(reading) == [
        [
            "Department|Budget|Outturn|Variance",
            "Marketing|1,204.0|1,310.2|106.2",
            "Research|10.0|8.5|(1.5)",
            "Premises|6.0|-|n/a",
            "Total|1,220.0|1,318.7|98.7",
        ]
    ]
    assert reading.blocks[2].table is not None
    assert reading.blocks[2].table.title == "Table 1: Spending (£m)"
    assert reading.blocks[0].text == " ".join(PROSE) == reading.blocks[3].text


def test_a_label_in_two_lines_is_one_row_wherever_its_figures_stand() -> None:
    def draw(page: Page) -> None:
        page.row(100, "Service", "2023", "2024", ends=ENDS[:2], bold=True)
        page.row(120, "Calls", "10", "20", ends=ENDS[:2])
        page.row(140, "Complaints about late", "30", "40", ends=ENDS[:2])
        page.words(60, 151, "deliveries")
        page.words(60, 171, "Complaints about broken")
        page.row(182, "parts", "50", "60", ends=ENDS[:2])
        page.words(60, 202, "Letters from customers")
        page.row(207.5, "", "70", "80", ends=ENDS[:2])
        page.words(60, 213, "and suppliers")
        page.row(233, "All", "160", "200", ends=ENDS[:2])

    assert tables(reading_of(draw)) == [
        [
            "Service|2023|2024",
            "Calls|10|20",
            "Complaints about late deliveries|30|40",
            "Complaints about broken parts|50|60",
            "Letters from customers and suppliers|70|80",
            "All|160|200",
        ]
    ]


def test_headings_over_several_columns_span_them() -> None:
    def draw(page: Page) -> None:
        ends = (260.0, 320.0, 400.0, 460.0)
        page.centred(275, 100, "2023/24", bold=True)
        page.centred(415, 100, "2024/25", bold=True)
        page.row(114, "Region", "Budget", "Outturn", "Budget", "Outturn", ends=ends, bold=True)
        page.row(132, "North", "1.0", "2.0", "3.0", "4.0", ends=ends)
        page.row(146, "South", "5.0", "6.0", "7.0", "8.0", ends=ends)

    reading = reading_of(draw)
    assert tables(reading) == [
        ["|2023/24||2024/25|", "Region|Budget|Outturn|Budget|Outturn", "North|1.0|2.0|3.0|4.0", "South|5.0|6.0|7.0|8.0"]
    ]
    table = reading.blocks[0].table
    assert table is not None
    assert [cell.column_span for cell in table.rows()[0]] == [1, 2, 1, 2, 1]


def test_rows_between_lines_keep_their_wrapped_words() -> None:
    def draw(page: Page) -> None:
        for y in (90, 110, 146, 170):
            page.rule(60, 500, y)
        page.words(62, 103, "Project")
        page.words(160, 103, "Progress")
        page.words(420, 103, "Due")
        page.words(62, 123, "Paint shop")
        page.words(160, 123, "The new booth was opened in August and has")
        page.words(160, 135, "been running well since then.")
        page.words(420, 123, "March 2025")
        page.words(62, 160, "Rust watch")
        page.words(160, 160, "Not begun.")
        page.words(420, 160, "June 2025")

    assert tables(reading_of(draw)) == [
        [
            "Project|Progress|Due",
            "Paint shop|The new booth was opened in August and has been running well since then.|March 2025",
            "Rust watch|Not begun.|June 2025",
        ]
    ]


def test_shaded_bands_are_no_table_of_their_own() -> None:
    def draw(page: Page) -> None:
        page.band(55, 470, 88, 106, 0.3)
        page.band(55, 470, 124, 142)
        page.row(101, "Region", "2023", "2024", "Change", ends=ENDS)
        page.row(119, "North", "10", "20", "+10", ends=ENDS)
        page.row(137, "South", "30", "25", "-5", ends=ENDS)
        page.row(155, "East", "7", "9", "+2", ends=ENDS)

    assert tables(reading_of(draw)) == [["Region|2023|2024|Change", "North|10|20|+10", "South|30|25|-5", "East|7|9|+2"]]


def ruled(page: Page, xs: list[float], ys: list[float]) -> None:
    for y in ys:
        page.rule(xs[0], xs[-1], y)
    for x in xs:
        page.upright(x, ys[0], ys[-1])


def test_a_label_in_the_middle_of_its_merged_cell_spans_its_rows() -> None:
    def draw(page: Page) -> None:
        xs, ys = [60.0, 130.0, 230.0, 300.0], [100.0, 118.0, 136.0, 154.0, 172.0, 190.0]
        for x in xs:
            page.upright(x, ys[0], ys[-1])
        for y in ys:
            page.rule(130 if y in (136.0, 172.0) else 60, 300, y)
        for y, texts in zip(
            (113, 131, 149, 167, 185),
            (("Route", "2024"), ("Harbour", "83.4"), ("Ring", "76.2"), ("Blue", "90.6"), ("Green", "92.3")),
            strict=True,
        ):
            page.words(134, y, texts[0])
            page.words(296, y, texts[1], right=True)
        page.words(64, 113, "Mode")
        page.words(64, 140, "Bus")
        page.words(64, 176, "Tram")

    table = reading_of(draw).blocks[0].table
    assert table is not None
    assert rows(table) == ["Mode|Route|2024", "Bus|Harbour|83.4", "|Ring|76.2", "Tram|Blue|90.6", "|Green|92.3"]
    assert [(c.text, c.row_span) for c in table.cells if c.row_span > 1] == [("Bus", 2), ("Tram", 2)]


def test_ruled_tables_side_by_side_are_two() -> None:
    def draw(page: Page) -> None:
        ruled(page, [60, 160, 220], [100, 118, 136])
        ruled(page, [300, 400, 460], [100, 118, 136])
        for x, name in ((64, "North"), (304, "South")):
            page.words(x, 113, name)
            page.words(x + 150, 113, "2024", right=True)
            page.words(x, 131, "Sales")
            page.words(x + 150, 131, "12" if name == "North" else "34", right=True)

    assert tables(reading_of(draw)) == [["North|2024", "Sales|12"], ["South|2024", "Sales|34"]]


def test_tables_without_lines_side_by_side_are_two() -> None:
    def draw(page: Page) -> None:
        for left, first in ((60.0, 10), (330.0, 50)):
            page.row(100, "Region", "2023", "2024", left=left, ends=(left + 130, left + 180), bold=True)
            for number, name in enumerate(("Northfield", "Southport", "Eastham")):
                figures = (str(first + number), str(first + 10 + number))
                page.row(116 + 14 * number, name, *figures, left=left, ends=(left + 130, left + 180))

    assert tables(reading_of(draw)) == [
        ["Region|2023|2024", "Northfield|10|20", "Southport|11|21", "Eastham|12|22"],
        ["Region|2023|2024", "Northfield|50|60", "Southport|51|61", "Eastham|52|62"],
    ]


def columns_of_text(page: Page, left: Sequence[str], right: Sequence[str], *, first: int = 100) -> None:
    """Two columns of lines of text, each from its height on; the right one stands half a line lower."""
    for x, lines, off in ((60, left, 0), (310, right, 6)):
        for n, line in enumerate(lines):
            page.words(x, first + off + 12 * n, line)


LINES = (
    "The harbour board met every month of the year and",
    "looked at how many boats came in, how long they",
    "waited and what it cost to keep the lights on. It",
    "heard from the masters of the smaller harbours, who",
    "ask for more hands in winter, and from the pilots.",
)
HARBOURS = ("Amble", "Brink", "Calder", "Dunmere", "Esk", "Fallow", "Gorse", "Hythe", "Ilmarsh", "Jarrow", "Kelder")


def harbours(page: Page, y: float, left: float, names: Sequence[str], *, head: bool, pitch: float = 14) -> None:
    """A table of harbours without lines: a head, then boats of two years for each."""
    ends = (left + 120, left + 180)
    if head:
        page.row(y, "Harbour", "2023", "2024", left=left, ends=ends)
    for n, name in enumerate(names, int(head)):
        page.row(y + pitch * n, name, *figures(name), left=left, ends=ends)


def figures(name: str) -> tuple[str, str]:
    return f"{1000 + 13 * ord(name[0]):,}", f"{2000 + 7 * ord(name[0]):,}"


def printed(*names: str) -> list[str]:
    return ["Harbour|2023|2024", *("|".join((name, *figures(name))) for name in names)]


def test_a_table_in_one_column_of_a_page_takes_no_words_of_the_other() -> None:
    def draw(page: Page) -> None:
        columns_of_text(page, LINES, LINES * 5)
        harbours(page, 175, 60, HARBOURS[:8], head=True)
        columns_of_text(page, LINES * 2, (), first=310)

    reading = reading_of(draw)
    assert tables(reading) == [printed(*HARBOURS[:8])]
    assert [block.text for block in reading.blocks if block.table is None] == [
        " ".join(LINES),
        " ".join(LINES * 2),
        " ".join(LINES * 5),
    ]


@pytest.mark.parametrize("has_lines", [False, True], ids=["without lines", "ruled"])
@pytest.mark.parametrize("head", [False, True], ids=["head once", "head again"])
def test_a_table_that_goes_on_in_the_next_column_is_one(has_lines: bool, head: bool) -> None:
    def draw(page: Page) -> None:
        columns_of_text(page, LINES * 7, ())
        harbours(page, 540, 60, HARBOURS[:4], head=True)
        harbours(page, 100, 310, HARBOURS[4:], head=head)
        columns_of_text(page, (), LINES * 4, first=240)
        if has_lines:
            ruled(page, [56, 120, 184, 244], [526 + 14 * n + 3 for n in range(6)])
            ruled(page, [306, 370, 434, 494], [86 + 14 * n + 3 for n in range(8 + head)])

    assert tables(reading_of(draw)) == [printed(*HARBOURS)]


def test_a_long_table_beside_a_column_of_text_and_on_over_the_page() -> None:
    names = [f"{name} {n}" for n in range(9) for name in HARBOURS]

    def first(page: Page) -> None:
        columns_of_text(page, LINES * 3, ())
        harbours(page, 300, 60, names[:30], head=True)
        harbours(page, 107, 310, names[30:75], head=True)

    def second(page: Page) -> None:
        harbours(page, 107, 60, names[75:95], head=True)
        harbours(page, 107, 310, names[95:], head=True)
        columns_of_text(page, (), LINES * 8, first=430)

    assert tables(reading_of(first, second)) == [printed(*names)]


def test_a_line_drawn_on_under_two_headings_makes_them_no_one_heading() -> None:
    ends = (220.0, 280.0, 340.0, 400.0)

    def draw(page: Page) -> None:
        page.words(233, 100, "2023")
        page.words(353, 100, "2024")
        page.rule(180, 400, 103)
        page.row(114, "Harbour", "Boats", "Crew", "Boats", "Crew", ends=ends)
        for n, name in enumerate(HARBOURS[:4]):
            page.row(130 + 14 * n, name, *figures(name), *figures(name), ends=ends)

    table = reading_of(draw).blocks[0].table
    assert table is not None
    assert [(c.text, c.column, c.column_span) for c in table.cells if c.row == 0 and c.text] == [
        ("2023", 1, 2),
        ("2024", 3, 2),
    ]


def test_headings_written_up_the_page_head_their_columns() -> None:
    def draw(page: Page) -> None:
        ruled(page, [60, 160, 190, 220], [100, 180, 198, 216])
        for x, text in ((180, "Budget"), (210, "Outturn")):
            page.canvas.saveState()
            page.canvas.translate(x, A4[1] - 175)
            page.canvas.rotate(90)
            page.words(0, A4[1], text)
            page.canvas.restoreState()
        for y, texts in ((193, ("North", "12", "34")), (211, ("South", "56", "78"))):
            page.row(y, *texts, left=64, ends=(186, 216))

    assert tables(reading_of(draw)) == [["|Budget|Outturn", "North|12|34", "South|56|78"]]


@pytest.mark.parametrize("repeats", [True, False], ids=["headings again", "no headings"])
def test_a_table_over_a_page_break_is_one_and_keeps_the_pages_of_its_rows(repeats: bool) -> None:
    def first(page: Page) -> None:
        page.lines(60, 60, *PROSE * 4)
        page.row(640, "Region", "2023", "2024", "Change", ends=ENDS, bold=True)
        for number in range(6):
            page.row(656 + 14 * number, f"Region {'ABCDEF'[number]}", f"1{number}", f"2{number}", "10", ends=ENDS)
        page.words(300, 810, "1")

    def second(page: Page) -> None:
        if repeats:
            page.row(60, "Region", "2023", "2024", "Change", ends=ENDS, bold=True)
        for number in range(3):
            page.row(76 + 14 * number, f"Region {'GHI'[number]}", f"3{number}", f"4{number}", "10", ends=ENDS)
        page.lines(60, 150, *PROSE * 4)
        page.words(300, 810, "2")

    table = next(b.table for b in reading_of(first, second).blocks if b.table is not None)
    assert rows(table)[0] == "Region|2023|2024|Change"
    assert rows(table)[-2:] == ["Region H|31|41|10", "Region I|32|42|10"]
    assert [row[0].locator.page for row in table.rows()] == [1] * 7 + [2] * 3


def test_a_table_with_other_headings_on_the_next_page_is_another() -> None:
    def page_of(head: str, y: float) -> Draw:
        def draw(page: Page) -> None:
            page.row(y, head, "2023", "2024", "Change", ends=ENDS, bold=True)
            for number in range(3):
                page.row(y + 14 + 14 * number, f"Line {number}", "1", "2", "1", ends=ENDS)

        return draw

    assert len(tables(reading_of(page_of("Region", 700), page_of("Product", 80)))) == 2


def test_a_table_of_the_same_rows_under_the_same_headings_on_the_next_page_is_another() -> None:
    def page_of(y: float, base: int) -> Draw:
        def draw(page: Page) -> None:
            page.row(y, "Region", "2023", "2024", "Change", ends=ENDS, bold=True)
            for number in range(4):
                figures = (str(base + number), str(base + 9), "1")
                page.row(y + 14 + 14 * number, f"Region {'ABCD'[number]}", *figures, ends=ENDS)

        return draw

    first, second = tables(reading_of(page_of(700, 10), page_of(80, 50)))
    assert (first[1], second[1]) == ("Region A|10|19|1", "Region A|50|59|1")


def test_a_table_with_a_title_row_of_its_own_on_the_next_page_is_another() -> None:
    def page_of(y: float, title: str, names: str) -> Draw:
        def draw(page: Page) -> None:
            ruled(page, [60, 160, 260, 360], [y + 18 * i for i in range(6)])
            page.row(y + 12, title, left=64)
            page.row(y + 30, "Region", "2023", "2024", left=64, ends=(250, 350))
            for number, name in enumerate(names):
                page.row(y + 48 + 18 * number, f"Region {name}", f"1{number}", f"2{number}", left=64, ends=(250, 350))

        return draw

    first, second = tables(reading_of(page_of(690, "Calls answered", "ABC"), page_of(80, "Calls lost", "DEF")))
    assert (first[0].split("|")[0], second[0].split("|")[0]) == ("Calls answered", "Calls lost")


def test_figures_that_stand_under_no_column_for_certain_stay_text_with_a_warning() -> None:
    def draw(page: Page) -> None:
        page.row(100, "Region", "2023", "2024", "2025", ends=ENDS, bold=True)
        page.row(114, "North", "1,000", "2,000", "3,000", ends=ENDS)
        page.row(128, "South", "4,000", "5,000", "6,000", ends=ENDS)
        page.row(142, "East", "7,000", "8,000", "9,000", ends=ENDS)
        page.words(60, 156, "West")
        page.words(362, 156, "10,000", right=True)
        page.words(400, 156, "11,000", right=True)
        page.words(460, 156, "12,000", right=True)

    reading = reading_of(draw)
    assert tables(reading) == []
    assert [(w.page, "as one with certainty" in w.message) for w in reading.warnings] == [(1, True)]
    assert "West 10,000 11,000 12,000" in [b.text for b in reading.blocks]


def test_headings_in_lines_that_reach_into_each_other_are_one_row() -> None:
    def draw(page: Page) -> None:
        page.words(60, 105, "Service")
        for end, texts in zip(ENDS, (("Original", "budget"), ("Revised", "budget"), ("Outturn",)), strict=True):
            for line, text in enumerate(texts):
                page.words(end, (105 if len(texts) == 1 else 100 + 10 * line), text, right=True)
        page.words(60, 130, "Older people")
        page.row(150, "Day centres", "1.0", "1.5", "2.0", ends=ENDS)
        page.row(170, "Meals", "3.0", "3.5", "4.0", ends=ENDS)

    assert tables(reading_of(draw)) == [
        [
            "Service|Original budget|Revised budget|Outturn",
            "Older people|||",
            "Day centres|1.0|1.5|2.0",
            "Meals|3.0|3.5|4.0",
        ]
    ]


def test_wrapped_headings_are_not_moved_off_their_columns() -> None:
    def draw(page: Page) -> None:
        ends = (221.0, 287.0, 376.0, 467.0, 533.0)
        lines = (
            ("2023/24 Opening", "2023/24", "2023/24 Reserve", "2023/24 Change", "2023/24"),
            ("Balance", "Original", "Movement", "From Original", "Closing"),
            ("", "Budget", "", "Budget", "Balance"),
        )
        for number, texts in enumerate(lines):
            for end, text in zip(ends, texts, strict=True):
                page.words(end, 100 + 9.5 * number, text, right=True, size=8)
        for end in ends:
            page.words(end, 133, "£m", right=True, size=8)
        for number, name in enumerate(("Property", "Insurance", "Training")):
            page.words(62, 147 + 13.5 * number, name, size=8)
            for end, figure in zip(ends, ("48.3", "(20.9)", "(14.7)", "6.2", "33.6"), strict=True):
                page.words(end, 147 + 13.5 * number, figure, right=True, size=8)

    assert tables(reading_of(draw))[0][0] == (
        "|2023/24 Opening Balance|2023/24 Original Budget|2023/24 Reserve Movement|"
        "2023/24 Change From Original Budget|2023/24 Closing Balance"
    )


def test_headings_of_tables_that_open_every_page_are_no_running_header() -> None:
    def page_of(title: str) -> Draw:
        def draw(page: Page) -> None:
            page.words(60, 30, "Widget Association", size=8)
            page.words(60, 60, title, size=14, bold=True)
            page.row(80, "Service", "Target", "Result", "Status", ends=ENDS)
            page.row(90, "", "23/24", "23/24", "Q4", ends=ENDS)
            page.row(110, "Shops", "10", "12", "G", ends=ENDS)
            page.row(125, "Kiosks", "20", "15", "R", ends=ENDS)

        return draw

    found = tables(reading_of(*map(page_of, ("Sales", "Costs", "Staff", "Fleet"))))
    assert [table[0] for table in found] == ["Service|Target 23/24|Result 23/24|Status Q4"] * 4


# Marks ----------------------------------------------------------------------------------------------------------------


def test_raised_marks_are_no_part_of_a_figure() -> None:
    def draw(page: Page) -> None:
        page.row(100, "Region", "2023", "2024", ends=ENDS[:2], bold=True)
        page.words(60, 114, "North")
        page.raised(300, 114, "1,204", "1", right=True)
        page.raised(380, 114, "12%", "a", right=True)
        page.row(128, "South", "905", "14%", ends=ENDS[:2])
        page.raised(60, 150, "Sales rose in the year to 31 March", "2")
        page.raised(60, 170, "The offices closed on the 31", "st")
        page.words(60, 780, "1", size=5)
        page.words(64, 783, "Provisional.", size=8)

    reading = reading_of(draw)
    assert tables(reading) == [["Region|2023|2024", "North|1,204¹|12%[a]", "South|905|14%"]]
    assert ("paragraph", "Sales rose in the year to 31 March²") in blocks(reading)
    assert ("paragraph", "The offices closed on the 31st") in blocks(reading)
    assert ("note", "¹ Provisional.") in blocks(reading)


# Text -----------------------------------------------------------------------------------------------------------------


def test_columns_of_text_are_read_one_after_the_other() -> None:
    left = [
        "The first column begins with this",
        "line and goes on with a second",
        "one, which ends the sentence here.",
        "Then another sentence begins and",
        "it has words enough to be prose,",
        "as columns of text have in print.",
    ]
    right = [
        "Only then does the next column",
        "begin, with its own first words,",
        "and it too runs on from line to",
        "line as the first column did, so",
        "that a reader who took the lines",
        "straight across would be lost.",
    ]

    def draw(page: Page) -> None:
        page.words(60, 60, "Sales", size=16, bold=True)
        page.lines(60, 90, *left)
        page.lines(320, 90, *right)
        page.words(60, 190, "Costs", size=16, bold=True)
        page.lines(60, 215, *PROSE)

    assert blocks(reading_of(draw)) == [
        ("heading", "Sales"),
        ("paragraph", " ".join(left)),
        ("paragraph", " ".join(right)),
        ("heading", "Costs"),
        ("paragraph", " ".join(PROSE)),
    ]


def test_words_broken_at_the_end_of_a_line_are_mended_and_compounds_kept() -> None:
    def draw(page: Page) -> None:
        page.lines(
            60,
            80,
            "The long-term plan for the coming year was agreed by the whole board in the pro-",
            "gramme for the year 2023-24, and the first-class work of the staff, with the year-",
            "end figures, will be told in the next report, which is for the financial year 2024-",
            "25 and the one after it.",
        )

    assert reading_of(draw).blocks[0].text == (
        "The long-term plan for the coming year was agreed by the whole board in the programme for the year 2023-24, "
        "and the first-class work of the staff, with the year-end figures, will be told in the next report, which is "
        "for the financial year 2024-25 and the one after it."
    )


def test_bullets_nest_by_their_indent_and_go_on_over_lines() -> None:
    def draw(page: Page) -> None:
        page.lines(60, 80, *PROSE)
        page.words(60, 130, "The board will:")
        page.words(70, 146, "•")
        page.words(84, 146, "open two shops in the north, where sales have risen in each of the last")
        page.words(84, 158, "four quarters;")
        page.words(90, 174, "–")
        page.words(104, 174, "one in Northfield")
        page.words(70, 190, "•")
        page.words(84, 190, "close the old works.")

    found = [b for b in reading_of(draw).blocks if b.kind.value == "bullet"]
    assert [(b.level, b.text) for b in found] == [
        (1, "open two shops in the north, where sales have risen in each of the last four quarters;"),
        (2, "one in Northfield"),
        (1, "close the old works."),
    ]
    assert found[0].lead_in == "The board will:"


def test_headings_are_told_by_size_and_weight_and_nest() -> None:
    def draw(page: Page) -> None:
        page.words(60, 60, "Annual Report 2024", size=24, bold=True)
        page.words(60, 100, "1. Sales", size=16, bold=True)
        prose(page, 125)
        page.words(60, 180, "1.1 Sales abroad", size=12, bold=True)
        prose(page, 200)
        page.words(60, 255, "2. Costs", size=16, bold=True)
        prose(page, 280)

    reading = reading_of(draw)
    assert reading.title == "Annual Report 2024"
    assert [b.locator.section for b in reading.blocks if b.kind.value == "paragraph"] == [
        ("1. Sales",),
        ("1. Sales", "1.1 Sales abroad"),
        ("2. Costs",),
    ]


# Pages ----------------------------------------------------------------------------------------------------------------


def test_headers_footers_and_contents_are_left_out_and_printed_page_numbers_read() -> None:
    def page_of(number: int, body: str) -> Draw:
        def draw(page: Page) -> None:
            page.words(60, 30, "Widget Association", size=8)
            page.words(60, 815, "Annual Report 2024", size=8)
            page.words(530, 815, f"{number}", size=8, right=True)
            if body:
                page.words(60, 80, body, size=16, bold=True)
                prose(page, 110)
                return
            page.words(60, 80, "Contents", size=16, bold=True)
            for line, (title, at) in enumerate((("Sales", 4), ("Costs", 5), ("Staff", 6))):
                page.words(60, 110 + 16 * line, f"{title} {'.' * 60} {at}")

        return draw

    reading = reading_of(*(page_of(n, body) for n, body in ((3, ""), (4, "Sales"), (5, "Costs"), (6, "Staff"))))
    assert [(b.text, b.locator.page) for b in reading.blocks if b.kind.value == "heading"] == [
        ("Sales", 4),
        ("Costs", 5),
        ("Staff", 6),
    ]
    assert "Association" not in reading.source
    assert "Contents" not in reading.source
    assert reading.n_pages == 4


def test_pages_without_a_printed_number_are_counted() -> None:
    reading = reading_of(lambda page: prose(page, 80) and None, lambda page: prose(page, 300) and None)
    assert [b.locator.page for b in reading.blocks] == [1, 2]


def test_a_turned_page_is_read_as_it_is_looked_at() -> None:
    def draw(page: Page) -> None:
        page.canvas.saveState()
        page.canvas.translate(A4[0], 0)
        page.canvas.rotate(90)
        page.canvas.setFont("Helvetica", 10)
        for y, texts in ((500, ("Region", "2023", "2024")), (486, ("North", "10", "20")), (472, ("South", "30", "40"))):
            page.canvas.drawString(60, y, texts[0])
            page.canvas.drawRightString(300, y, texts[1])
            page.canvas.drawRightString(400, y, texts[2])
        page.canvas.restoreState()

    assert tables(reading_of(draw)) == [["Region|2023|2024", "North|10|20", "South|30|40"]]


def test_a_landscape_page_is_read_like_any_other() -> None:
    def draw(page: Page) -> None:
        page.row(100, "Region", "2023", "2024", "Change", ends=(400, 550, 700), bold=True)
        page.row(116, "North", "10", "20", "10", ends=(400, 550, 700))
        page.row(132, "South", "30", "40", "10", ends=(400, 550, 700))

    assert tables(reading_of(draw, size=landscape(A4)))[0][1:] == ["North|10|20|10", "South|30|40|10"]


# What the file says of itself -------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("title", "read_as"),
    [
        ("Widget Association accounts 2024", "Widget Association accounts 2024"),
        ("Microsoft Word - draft3.docx", ""),
        ("untitled", ""),
    ],
)
def test_the_files_own_title_serves_where_the_text_has_none(title: str, read_as: str) -> None:
    assert read(drawn(lambda page: prose(page, 80) and None, title=title), "report").title == read_as


# Files that are no good -----------------------------------------------------------------------------------------------


def picture_page(canvas: Canvas) -> None:
    from PIL import Image

    canvas.drawImage(ImageReader(Image.new("L", (60, 80), 128)), 0, 0, A4[0], A4[1])
    canvas.showPage()


def scanned(*, with_text: bool) -> bytes:
    buffer = BytesIO()
    canvas = Canvas(buffer, pagesize=A4)
    if with_text:
        prose(Page(canvas, A4[1]), 80)
        canvas.showPage()
    picture_page(canvas)
    canvas.save()
    return buffer.getvalue()


def locked(password: str) -> bytes:
    buffer = BytesIO()
    canvas = Canvas(
        buffer,
        pagesize=A4,
        encrypt=__import__("reportlab.lib.pdfencrypt", fromlist=["x"]).StandardEncryption(password, "owner"),
    )
    prose(Page(canvas, A4[1]), 80)
    canvas.showPage()
    canvas.save()
    return buffer.getvalue()


def with_stream(content: bytes) -> bytes:
    packed = zlib.compress(content, 9)
    parts = [
        b"<</Type/Catalog/Pages 2 0 R>>",
        b"<</Type/Pages/Kids[3 0 R]/Count 1>>",
        b"<</Type/Page/Parent 2 0 R/MediaBox[0 0 595 842]/Contents 4 0 R/Resources<</Font<</F1 5 0 R>>>>>>",
        b"<</Filter/FlateDecode/Length %d>>stream\n" % len(packed) + packed + b"\nendstream",
        b"<</Type/Font/Subtype/Type1/BaseFont/Helvetica>>",
    ]
    body = b"%PDF-1.4\n"
    for number, part in enumerate(parts, 1):
        body += b"%d 0 obj\n" % number + part + b"\nendobj\n"
    return body + b"trailer<</Root 1 0 R/Size 6>>\n%%EOF\n"


GOOD = drawn(lambda page: prose(page, 80) and None)


@pytest.mark.parametrize(
    ("data", "error", "says"),
    [
        pytest.param(locked("secret"), NotReadable, "without one", id="password"),
        pytest.param(scanned(with_text=False), NoText, "needs a text layer", id="scanned"),
        pytest.param(drawn(lambda page: page.rule(60, 300, 100)), NoText, "holds no text", id="blank"),
        pytest.param(b"Sales rose.", NotReadable, "is no PDF", id="no pdf"),
        pytest.param(GOOD[:200], NotReadable, "damaged or cut off", id="cut off"),
        pytest.param(b"%PDF-1.7\n" + b"[" * 200_000, NotReadable, "damaged", id="nested"),
        pytest.param(with_stream(b" " * 150_000_000), TooMuch, "unpacks to far more", id="bomb"),
    ],
)
def test_what_cannot_be_read_is_refused_in_one_line(data: bytes, error: type[Exception], says: str) -> None:
    with pytest.raises(error) as caught:
        read(data, "report")
    assert says in str(caught.value)
    assert "\n" not in str(caught.value)


def test_a_file_that_only_its_owner_may_change_is_read() -> None:
    assert read(locked(""), "report").blocks[0].text == " ".join(PROSE)


def test_a_page_that_is_a_picture_is_named() -> None:
    reading = read(scanned(with_text=True), "report")
    assert [(w.page, "without a text layer" in w.message) for w in reading.warnings] == [(2, True)]


def test_more_pages_than_a_report_may_have_are_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(pdf_marks, "MAX_PAGES", 1)
    with pytest.raises(TooMuch, match="has 2 pages"):
        reading_of(lambda page: prose(page, 80) and None, lambda page: prose(page, 80) and None)


def test_endless_letters_on_one_page_leave_it_out(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(pdf_marks, "MAX_PAGE_LETTERS", 300)
    reading = reading_of(lambda page: prose(page, 80) and None, lambda page: page.lines(60, 60, *PROSE * 4) and None)
    assert [w.page for w in reading.warnings] == [2]


@settings(max_examples=60, deadline=None, suppress_health_check=list(HealthCheck))
@given(st.data())
def test_damage_is_refused_or_read_with_every_part_in_its_place(data: st.DataObject) -> None:
    damaged = bytearray(GOOD)
    for _ in range(data.draw(st.integers(1, 12))):
        at = data.draw(st.integers(0, len(damaged) - 1))
        damaged[at] = data.draw(st.integers(0, 255))
    end = data.draw(st.integers(len(damaged) // 2, len(damaged)))
    try:
        reading = read(bytes(damaged[:end]), "report")
    except (NotReadable, NoText, TooMuch) as error:
        assert "\n" not in str(error)
        return
    assert all(reading.source[b.locator.start : b.locator.end] == b.text for b in reading.blocks)


def test_a_title_over_two_columns_stays_one_line_where_a_space_stands_over_the_gap() -> None:
    def draw(page: Page) -> None:
        page.canvas.setFont("Helvetica-Bold", 26)
        first, gap = "Harbour trams", 299.0
        width = page.canvas.stringWidth(first, "Helvetica-Bold", 26)
        page.canvas.drawString(gap - 3 - width, A4[1] - 60, first)
        page.canvas.drawString(gap + 4, A4[1] - 60, "annual review")
        for left in (60, 312):
            page.lines(left, 100, *(line[:44] for line in PROSE * 6))

    first = reading_of(draw).blocks[0]
    assert first.text == "Harbour trams annual review"


def test_a_letter_in_brackets_within_a_sentence_begins_no_item() -> None:
    def draw(page: Page) -> None:
        page.lines(
            60, 80, "A measure is marked by a letter in the last column of the table: it is green", "(G) when its"
        )
        page.lines(60, 120, *PROSE[:2], "(R) when it was missed by more than a twentieth of it.")

    texts = [(block.kind.value, block.text) for block in reading_of(draw).blocks]
    assert texts[-1] == ("paragraph", f"{PROSE[0]} {PROSE[1]} (R) when it was missed by more than a twentieth of it.")


def test_what_a_mark_in_a_table_means_is_a_note_and_no_item() -> None:
    def draw(page: Page) -> None:
        prose(page, 80)
        page.row(160, "Region", "2023", "2024 (p)", "Change", ends=ENDS, bold=True)
        page.row(175, "North", "1,204", "1,310 (p)", "106", ends=ENDS)
        page.row(190, "South", "900", "850", "-50", ends=ENDS)
        page.words(60, 215, "(p) Provisional: the last month was not yet counted.")
        page.words(60, 240, "(a) This letter marks nothing in the table.")

    kinds = {block.text: block.kind.value for block in reading_of(draw).blocks}
    assert kinds["(p) Provisional: the last month was not yet counted."] == "note"
    assert kinds["This letter marks nothing in the table."] == "bullet"


ROWS = (
    ("Marketing", "204.0", "310.2", "106.2"),
    ("Research", "10.0", "8.5", "(1.5)"),
    ("Premises", "6.0", "-", "n/a"),
    ("Total", "220.0", "318.7", "98.7"),
)


@pytest.mark.parametrize("is_ruled", [False, True])
def test_headings_alone_at_the_foot_of_a_page_stand_over_the_rows_overleaf(is_ruled: bool) -> None:
    def rule(page: Page, top: float, n_rows: int) -> None:
        for number in range(n_rows + 1):
            page.rule(58, 465, top + 15 * number)
        for x in (58, 240, 310, 390, 465):
            page.upright(x, top, top + 15 * n_rows)

    def foot(page: Page) -> None:
        y = 80.0
        for _ in range(15):
            y = prose(page, y) + 10
        page.words(60, 785, "Table 1: Spending (£m)", bold=True)
        page.row(805, "Department", "Budget", "Outturn", "Variance", ends=ENDS, bold=True)
        if is_ruled:
            rule(page, 794, 1)

    def head(page: Page) -> None:
        for number, (label, *figures) in enumerate(ROWS):
            page.row(60 + 15 * number, label, *figures, ends=ENDS)
        if is_ruled:
            rule(page, 49, 4)
        prose(page, 150)

    reading = reading_of(foot, head)
    assert tables(reading) == [["Department|Budget|Outturn|Variance", *("|".join(row) for row in ROWS)]]
    assert [block.table.title for block in reading.blocks if block.table] == ["Table 1: Spending (£m)"]


def test_headings_alone_at_the_foot_of_a_column_stand_over_the_rows_in_the_next() -> None:
    lines = (
        "The number of widgets sold rose again",
        "in the north, where two shops opened,",
        "and fell in the south. The board hopes",
        "for no change before the next spring,",
        "when the new works will be all ready.",
    )

    def draw(page: Page) -> None:
        y = 80.0
        for _ in range(11):
            y = page.lines(50, y, *lines) + 4
        page.row(785, "Department", "Budget", "Outturn", "Change", left=50, ends=(145, 190, 232), bold=True)
        for number, (label, *figures) in enumerate(ROWS):
            page.row(80 + 15 * number, label, *figures, left=320, ends=(415, 460, 502))
        y = 155.0
        for _ in range(9):
            y = page.lines(320, y, *lines) + 4

    assert tables(reading_of(draw)) == [["Department|Budget|Outturn|Change", *("|".join(row) for row in ROWS)]]


def test_the_last_line_of_a_page_is_no_heading_of_other_columns_overleaf() -> None:
    def foot(page: Page) -> None:
        prose(page, 80)
        page.row(300, "North", "Open", "Closed", ends=(200.0, 250.0), bold=True)

    def head(page: Page) -> None:
        for number, (label, *figures) in enumerate(ROWS):
            page.row(60 + 15 * number, label, *figures, ends=ENDS)
        prose(page, 150)

    assert tables(reading_of(foot, head)) == [["|".join(row) for row in ROWS]]
