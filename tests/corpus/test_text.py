from __future__ import annotations

import re
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from corpus.document import Block, BlockKind, Document
from corpus.errors import DocumentTooLarge
from corpus.loading import load
from corpus.readers.fronts import read_front
from corpus.readers.text import read_text

ROOT = Path(__file__).resolve().parents[2]
PRACTICE = ROOT.parent / "shared" / "reports"
EXTERNAL = ROOT.parent / "shared" / "eval" / "external"
INVENTED = sorted((ROOT / "tests" / "reports").glob("*/source.txt"))

SLIDES = """Borset Council

Widget Performance Report

Quarter 2 - 2025/26



Contents

▲ Sales | 2 - 5

- Sales Overview | 3
- Sales by shop | 4

▲ Staff | 6

- Numbers of Staff | 7



Sales

Sales Overview

Widgets sold



Hats sold



- **Widgets** fell by 3%.
- The largest falls were in
 - North (-5%)
 - South (-2%)

Source: ledger.

BC Widget Report

BORSET COUNCIL



Sales by shop

Figures are for shops open all year.

High Street sales\t\t\t
Shop\tManager\t2024/25\t2025/26
North\tAnn\t1,204\t1,100
\tBob\t900\t850

\x20
Market sales\t\t\t
Shop\tManager\t2024/25\t2025/26
South\tCy\t700\t650

* Until July only.

BC Widget Report

BORSET COUNCIL



Sales by shop

Delivered sales £3.3m.

- Hats of £2m.
- Coats of £1.3m

Quarters are those of the shop
BC Widget Report

BORSET COUNCIL



Staff

We now employ:

34,017 Sellers (72% of the total)

1,321 Drivers (3% of the total)

Numbers of staff

Staff in post



They number 35,338.
"""


def read(folder: Path, text: str, name: str = "report.txt") -> Document:
    path = folder / name
    path.write_text(text, encoding="utf-8")
    return load(path)


def block(document: Document, start: str) -> Block:
    return next(one for one in document.blocks if one.text.startswith(start))


def headings(document: Document) -> list[tuple[int, str]]:
    return [(one.level, one.text) for one in document.blocks if one.kind is BlockKind.HEADING]


@pytest.fixture(scope="module")
def slides(tmp_path_factory: pytest.TempPathFactory) -> Document:
    return read(tmp_path_factory.mktemp("slides"), SLIDES)


@pytest.mark.parametrize(
    ("title", "publisher"),
    [
        ("Parks report 2023-24", "Parks"),
        ("Parks' annual report", "Parks"),
        ("London’s annual report", "London"),
        ("Borset Highways Q1 2024/25 report", "Borset Highways"),
    ],
)
def test_a_publisher_whose_name_ends_in_s_keeps_it(title: str, publisher: str) -> None:
    assert read_front([title]).publisher == publisher


def test_the_first_lines_give_title_publisher_and_period(slides: Document) -> None:
    assert slides.title == "Widget Performance Report, Quarter 2 - 2025/26"
    assert slides.publisher == "Borset Council"
    assert slides.period == "Quarter 2 - 2025/26"
    assert slides.n_pages == 7


def test_sections_follow_the_contents_page(slides: Document) -> None:
    assert block(slides, "**Widgets** fell").locator.section == ("Sales", "Sales Overview")
    assert block(slides, "Delivered sales").locator.section == ("Sales", "Sales by shop")
    assert block(slides, "They number").locator.section == ("Staff", "Numbers of staff", "Staff in post")


def test_slides_are_numbered_by_the_contents_page(slides: Document) -> None:
    places = {start: block(slides, start).locator for start in ("**Widgets**", "Delivered", "We now", "They number")}
    assert [place.page for place in places.values()] == [3, 5, 6, 7]
    assert all(place.page_inferred for place in places.values())
    assert [table.locator.page for table in slides.tables] == [4, 4]


def test_the_contents_page_and_repeated_footers_are_no_blocks(slides: Document) -> None:
    texts = [one.text for one in slides.blocks]
    assert not any(text in ("BC Widget Report", "BORSET COUNCIL", "Contents") or "|" in text for text in texts)


def test_a_last_line_over_a_footer_is_no_heading(slides: Document) -> None:
    assert block(slides, "Quarters are").kind is BlockKind.PARAGRAPH


def test_titles_of_charts_in_a_row_do_not_claim_the_text_after_them(slides: Document) -> None:
    assert block(slides, "Hats sold").kind is BlockKind.HEADING
    assert "Hats sold" not in block(slides, "**Widgets** fell").locator.section


def test_bullets_know_their_depth_and_what_introduces_them(slides: Document) -> None:
    assert [(one.level, one.text, one.lead_in) for one in slides.blocks if one.kind is BlockKind.BULLET] == [
        (1, "**Widgets** fell by 3%.", ""),
        (1, "The largest falls were in", ""),
        (2, "North (-5%)", "The largest falls were in"),
        (2, "South (-2%)", "The largest falls were in"),
        (1, "Hats of £2m.", "Delivered sales £3.3m."),
        (1, "Coats of £1.3m", "Delivered sales £3.3m."),
        (1, "34,017 Sellers (72% of the total)", "We now employ:"),
        (1, "1,321 Drivers (3% of the total)", "We now employ:"),
    ]


def test_sister_tables_are_two_with_their_title_rows_as_titles(slides: Document) -> None:
    assert [(table.number, table.title, table.n_rows, table.n_columns) for table in slides.tables] == [
        (1, "High Street sales", 4, 4),
        (2, "Market sales", 3, 4),
    ]


def test_notes_over_tables_hold_for_all_and_notes_below_for_the_one_above(slides: Document) -> None:
    over = "Figures are for shops open all year."
    assert [table.notes for table in slides.tables] == [(over,), (over, "* Until July only.")]
    assert block(slides, "* Until").kind is BlockKind.NOTE


def test_cells_keep_their_place_and_rows_are_padded(slides: Document) -> None:
    table = slides.tables[0]
    assert [[cell.text for cell in row] for row in table.rows()] == [
        ["High Street sales", "", "", ""],
        ["Shop", "Manager", "2024/25", "2025/26"],
        ["North", "Ann", "1,204", "1,100"],
        ["", "Bob", "900", "850"],
    ]
    assert [slides.source[c.locator.start : c.locator.end] for c in table.rows()[2]] == [
        "North",
        "Ann",
        "1,204",
        "1,100",
    ]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        pytest.param("Sales\n\nThey rose.\n", [(1, "Sales")], id="a line that stands alone"),
        pytest.param("SALES\n\nNorth\n\nIt rose.\n", [(1, "SALES"), (2, "North")], id="capitals over others"),
        pytest.param(
            "1. Sales\n\nx rose.\n\n1.1 North\n\nx fell.\n", [(1, "1. Sales"), (2, "1.1 North")], id="numbers"
        ),
        pytest.param("NOTE 3. SALES\n\nThey rose.\n", [(1, "NOTE 3. SALES")], id="a numbered note of accounts"),
        pytest.param("**Sales**\n\nThey rose.\n", [(1, "**Sales**")], id="bold"),
        pytest.param("Sales in the north\nThey rose.\n", [(1, "Sales in the north")], id="right over its text"),
        pytest.param("1,204 widgets sold\n\nThey rose.\n", [], id="a figure"),
        pytest.param("Change: -1.0pp\n\nThey rose.\n", [], id="a label with its value"),
        pytest.param("Note 3: Other Assets\n\nThey rose.\n", [(1, "Note 3: Other Assets")], id="another such note"),
        pytest.param("Note 3: excludes hats\n\nThey rose.\n", [], id="a footnote"),
        pytest.param("nm - not meaningful\n\nThey rose.\n", [], id="a sign explained"),
        pytest.param("Sales were the following\n\nThey rose.\n", [], id="a lead-in"),
        pytest.param("Sales rose in May.\n\nThey fell.\n", [], id="a sentence"),
        pytest.param("1. Sell more;\n2. Waste less\n\nThey rose.\n", [], id="a numbered list"),
        pytest.param("x rose.\n\nMore\n\nPlan 2024\n\nPlan 2025\n", [(1, "More")], id="a list of links at the end"),
    ],
)
def test_headings_are_told_from_other_short_lines(tmp_path: Path, text: str, expected: list[tuple[int, str]]) -> None:
    assert headings(read(tmp_path, text)) == expected


def test_wrapped_lines_are_one_paragraph_and_wrapped_bullets_one_bullet(tmp_path: Path) -> None:
    text = (
        "The council sold more widgets than in any year since\n"
        "records began. It sold most of them in the north, and\n"
        "it hopes to sell more.\n\n"
        "- Hats sold well in the\n  north and in the south\n"
        "- Coats did not\n"
    )
    document = read(tmp_path, text)
    assert [one.kind for one in document.blocks] == [BlockKind.PARAGRAPH, BlockKind.BULLET, BlockKind.BULLET]
    assert document.blocks[0].text.endswith("sell more.")
    assert document.blocks[1].text == "Hats sold well in the\n  north and in the south"


def test_web_navigation_is_left_out_and_the_date_is_found(tmp_path: Path) -> None:
    text = (
        "Skip to main content\nBorset Council logo\nMenu\nHome > Reports\n\nAnnual Report 2023-24\n\n"
        "Publication date: 3 May 2024\n\nSales rose.\n\nBack to table of contents\n"
    )
    document = read(tmp_path, text)
    assert [one.text for one in document.blocks] == [
        "Annual Report 2023-24",
        "Publication date: 3 May 2024",
        "Sales rose.",
    ]
    assert (document.title, document.publisher) == ("Annual Report 2023-24", "Borset Council")
    assert (document.period, document.published) == ("2023-24", "3 May 2024")


def test_a_new_list_after_a_blank_paragraph_has_its_own_lead_in(tmp_path: Path) -> None:
    text = "We aim to:\n\n  • sell more\n\n  • waste less.\n\n\xa0\n\n"
    text += "  • In May:\n\n    • hats rose\n\n    • coats fell.\n"
    document = read(tmp_path, text)
    assert [(one.text, one.lead_in) for one in document.blocks if one.kind is BlockKind.BULLET] == [
        ("sell more", "We aim to:"),
        ("waste less.", "We aim to:"),
        ("In May:", ""),
        ("hats rose", "In May:"),
        ("coats fell.", "In May:"),
    ]


def test_lines_of_one_pattern_under_a_lead_in_are_a_list(tmp_path: Path) -> None:
    document = read(tmp_path, "Sales\n\nWe publish:\n\nReport 1 of 2023\n\nReport 2 of 2023\n\nThat is all.\n")
    items = [one for one in document.blocks if one.kind is BlockKind.BULLET]
    assert [(one.text, one.lead_in) for one in items] == [
        ("Report 1 of 2023", "We publish:"),
        ("Report 2 of 2023", "We publish:"),
    ]


def test_stars_under_a_lead_in_are_a_list_and_elsewhere_notes(tmp_path: Path) -> None:
    document = read(tmp_path, "We aim to:\n\n* sell more\n* waste less\n\nSales rose.\n\n* Until May.\n")
    assert [one.kind.value for one in document.blocks] == ["paragraph", "bullet", "bullet", "paragraph", "note"]


def test_everything_under_notes_is_a_note(tmp_path: Path) -> None:
    document = read(tmp_path, "Sales\n\nA\tB\tC\n1\t2\t3\n\nNotes:\n\nShops closed in May.\n\nThey reopened in June.\n")
    assert document.tables[0].notes == ("Shops closed in May.", "They reopened in June.")


def test_a_numbered_caption_opens_no_section_though_a_line_parts_it_from_its_table() -> None:
    text = (
        "1. Sales\n\nThey rose.\n\nTable 2: Sold\n\nRegion\tSold\nNorth\t4\nSouth\t5\n\nNobody knows why they rose.\n"
    )
    blocks = read_text(text, "w").blocks
    table = next(block.table for block in blocks if block.table)
    assert (table.title, table.locator.section) == ("Table 2: Sold", ("1. Sales",))
    assert blocks[-1].locator.section == ("1. Sales",)


def test_a_caption_and_a_unit_right_over_a_table_belong_to_it(tmp_path: Path) -> None:
    text = "Money\n\nA minus variance is an underspend.\n\n"
    text += "Table 1: Sales (£m)\nShop\tPlan\tActual\nNorth\t1\t2\n\nIt rose.\n\n"
    text += "£000\n\nShop\tCost\tStaff\nNorth\t1\t2\n"
    first, second = read(tmp_path, text).tables
    assert (first.title, first.notes) == ("Table 1: Sales (£m)", ("A minus variance is an underspend.",))
    assert first.locator.section == ("Money",)
    assert (second.title, second.notes) == ("Money", ("£000",))


def test_a_contents_page_without_numbers_ends_the_front_and_a_sites_menu_is_no_title(tmp_path: Path) -> None:
    menu = "Skip to main content\nWidget Trust\nHome\nAbout us\nOur widgets\n\n"
    text = menu + "Annual report 2024-25\n\nContents\n\n1. Sales\n2. Staff\n3. Money\n4. Plans\n\n"
    parts = [f"{n}\n\nThey rose in the year by a third, and nobody knows why.\n\n" for n in ("1. Sales", "2. Staff")]
    document = read(
        tmp_path,
        text + "".join(parts) + parts[0].replace("1. Sales", "3. Money") + parts[1].replace("2. Staff", "4. Plans"),
    )
    assert document.title == "Annual report 2024-25"


_PARTS = "Grants\n\nShop\tItem\tSum\nNorth\tTea\t4\n\tMilk\t5\n\n{between}{title}\n\n{head}\nSouth\tTea\t6\n"


def test_a_table_that_is_said_to_go_on_is_one_with_what_follows(tmp_path: Path) -> None:
    head = "Shop\tItem\tSum"
    whole = read(tmp_path, _PARTS.format(between="* Tea is free.\n\n\n\n", title="Grants (continued)", head=head))
    assert [[cell.text for cell in row] for row in whole.tables[0].rows()] == [
        ["Shop", "Item", "Sum"], ["North", "Tea", "4"], ["", "Milk", "5"], ["South", "Tea", "6"],
    ]  # fmt: skip
    assert len(whole.tables) == 1
    assert whole.tables[0].notes == ("* Tea is free.",)


@pytest.mark.parametrize(
    ("title", "head", "between"),
    [
        pytest.param("Grants", "Shop\tItem\tSum", "", id="not said to go on"),
        pytest.param("Loans (continued)", "Shop\tItem\tSum", "", id="another title"),
        pytest.param("Grants (continued)", "Shop\tItem\tCost", "", id="other headings"),
        pytest.param(
            "Grants (continued)", "Shop\tItem\tSum", "They rose, and nobody knows why.\n\n", id="text between"
        ),
    ],
)
def test_a_table_goes_on_only_under_its_own_title_and_headings(
    tmp_path: Path, title: str, head: str, between: str
) -> None:
    assert len(read(tmp_path, _PARTS.format(between=between, title=title, head=head)).tables) == 2


@pytest.mark.parametrize(
    ("first_row", "title"),
    [
        pytest.param("Sales by shop\t\t", "Sales by shop", id="one cell"),
        pytest.param("\tSALES OF WIDGETS\t", "SALES OF WIDGETS", id="one cell in the middle"),
        pytest.param("\tYear ended 31 March,\t", "Shops", id="a period over the columns"),
        pytest.param("24/25 Shop project activity\t\tBase", "24/25 Shop project activity", id="a first head over two"),
        pytest.param("12 months to May 2024\t\tSales", "Shops", id="a first head that is a period"),
        pytest.param("Shop\t\tSales", "Shops", id="a plain head"),
    ],
)
def test_the_title_of_a_table_is_told_from_its_column_heads(tmp_path: Path, first_row: str, title: str) -> None:
    document = read(tmp_path, f"Shops\n\n{first_row}\nName\tPlan\tActual\nNorth\t1\t2\n")
    assert document.tables[0].title == title


def test_a_blank_line_does_not_end_a_table_that_goes_on(tmp_path: Path) -> None:
    document = read(tmp_path, "Shop\tPlan\tActual\nNorth\t1\t2\n\nSouth\t3\t4\n\nShop\tPlan\tActual\nEast\t5\t6\n")
    assert [table.n_rows for table in document.tables] == [3, 2]


def test_lines_that_tabs_only_indent_are_text(tmp_path: Path) -> None:
    document = read(tmp_path, "\tSales rose.\n\tCosts fell.\n\nName:\tNorth\n")
    assert not document.tables
    assert [one.text for one in document.blocks] == ["Sales rose.", "Costs fell.", "Name:\tNorth"]


def test_items_whose_marks_a_tab_sets_off_are_items(tmp_path: Path) -> None:
    document = read(
        tmp_path, "Sales\n\n•\tNorth sold 5,120. It rained.\n•\tSouth closed in May.\n\n●\tOn time\n○\tLate\n"
    )
    items = [one for one in document.blocks if one.kind is BlockKind.BULLET]
    assert [one.text for one in items] == ["North sold 5,120. It rained.", "South closed in May."]
    assert len(document.tables) == 1  # dots may rate what stands beside them


def test_printed_page_numbers_are_read_and_left_out(tmp_path: Path) -> None:
    text = "Sales rose.\n\nShop report | Page 1\n\n\nCosts fell.\n\nShop report | Page 2\n\n\n"
    text += "Staff left.\n\nShop report | Page 3\n"
    document = read(tmp_path, text)
    assert [(one.text, one.locator.page) for one in document.blocks] == [
        ("Sales rose.", 1),
        ("Costs fell.", 2),
        ("Staff left.", 3),
    ]
    assert not any(one.locator.page_inferred for one in document.blocks)
    assert document.n_pages == 3


def test_form_feeds_begin_pages(tmp_path: Path) -> None:
    document = read(tmp_path, "Sales rose.\n\fCosts fell.\n\n\f\nStaff left.\n")
    assert [one.locator.page for one in document.blocks] == [1, 2, 3]


LINES = [
    "Sales\n",
    "\n",
    " \n",
    "\t",
    "a\tb\tc\n",
    "- x\n",
    "1. Y\n",
    "Notes:\n",
    "* z.\n",
    "\f",
    "Contents\n",
    "Sales | 2\n",
]
LINES += ["£1.2m rose, and it rose again.\n", "Page 3\n", "Table 1: Z\n", "We:\n", "**B**\n", "BC Report\n", "— 4 —\n"]


@given(st.lists(st.sampled_from(LINES), max_size=40))
def test_any_text_is_read_and_every_place_holds(parts: list[str]) -> None:
    text = "".join(parts)
    last = 0
    for one in read_text(text, "any").blocks:
        assert text[one.locator.start : one.locator.end] == one.text
        assert last <= one.locator.start < one.locator.end
        last = one.locator.end
        for cell in one.table.cells if one.table else ():
            assert " ".join(text[cell.locator.start : cell.locator.end].split()) == cell.text


@given(st.text(max_size=300))
def test_random_text_is_read_and_every_place_holds(text: str) -> None:
    for one in read_text(text, "any").blocks:
        assert text[one.locator.start : one.locator.end] == one.text


# --- reports ---------------------------------------------------------------------------------------------------------


def reports() -> list[Path]:
    return [*INVENTED, *sorted(PRACTICE.glob("*.txt"))]


@pytest.mark.parametrize("path", reports(), ids=lambda path: path.stem if path.parent == PRACTICE else path.parent.name)
def test_blocks_cover_a_report_but_for_contents_footers_and_navigation(path: Path) -> None:
    document = load(path)
    rest, last = [], 0
    for one in document.blocks:
        rest.append(document.source[last : one.locator.start])
        last = one.locator.end
    rest.append(document.source[last:])
    left_out = [line.strip() for line in "\n".join(rest).splitlines() if re.search(r"\w{2}", line)]
    assert len(document.blocks) > 40
    assert sum(map(len, left_out)) < 0.15 * len(document.source)
    assert [line for line in left_out if len(line) > 90 or re.search(r"[a-z]\.$", line)] == []


needs_practice = pytest.mark.skipif(not PRACTICE.exists(), reason="the practice reports are not in ../shared/reports")


@pytest.fixture(scope="module")
def quarterly() -> Document:
    return load(next(PRACTICE.glob("*quarterly*.txt")))


@pytest.mark.reports
@needs_practice
def test_the_quarterly_reports_front_is_read(quarterly: Document) -> None:
    assert quarterly.title == "Mayor's Office for Policing and Crime Quarterly Performance Report, Quarter 4 - 2023/24"
    assert quarterly.publisher == "Mayor's Office for Policing and Crime"
    assert (quarterly.period, quarterly.n_pages, quarterly.warnings) == ("Quarter 4 - 2023/24", 84, ())


@pytest.mark.reports
@needs_practice
def test_the_quarterly_reports_tables_have_their_titles_and_slides(quarterly: Document) -> None:
    assert [(t.number, t.locator.page, t.title, t.n_rows, t.n_columns) for t in quarterly.tables] == [
        (1, 7, "The London Policing Board", 7, 3),
        (2, 15, "23/24 Key Project Activity", 13, 5),
        (3, 16, "Overview of MOPAC Commissioned Services", 17, 6),
        (4, 21, "23/24 Key Project Activity", 11, 5),
        (5, 26, "23/24 Key Project Activity", 14, 5),
        (6, 27, "Overview of MOPAC Commissioned Services", 15, 6),
        (7, 32, "23/24 Key Project Activity", 11, 5),
        (8, 33, "Overview of MOPAC Commissioned Services", 11, 6),
        (9, 50, "More Trust – inequalities in perceptions", 18, 6),
        (10, 51, "More Trust – inequalities in satisfaction", 20, 5),
        (11, 60, "Less Crime: Recorded Crime", 10, 6),
        (12, 64, "I Call Performance", 34, 8),
        (13, 64, "S Call Performance", 34, 8),
        (14, 69, "Police Officer Recruitment – Financial Year", 5, 5),
        (15, 69, "PCSO Recruitment – Financial Year", 5, 5),
        (16, 72, "Crime Outcomes", 18, 8),
        (17, 74, "Revenue Summary by Cost Category – 2023/24 Position", 32, 5),
        (18, 76, "Capital Expenditure", 9, 9),
        (19, 81, "MOPAC and VRU – 2023/24 Financial Performance", 22, 13),
        (20, 84, "MOPAC Group Reserve Balances Over The Last 7 Years (£m)", 2, 4),
        (21, 84, "MOPAC GROUP RESERVES", 22, 6),
    ]


@pytest.mark.reports
@needs_practice
@pytest.mark.parametrize(
    ("page", "start"),
    [
        (5, "Revenue Expenditure"),
        (14, "As part of this programme, the MPS"),
        (20, "HMICFRS highlighted call handling"),
        (31, "Three of the agreed four"),
        (37, "The biggest gaps in confidence"),
        (38, "Good Job Local"),
        (46, "Perceptions of fair treatment stands"),
        (47, "59% of female Londoners"),
        (52, "Good job local, aka"),
        (56, "Victims are supported"),
        (58, "The rate of Stop and Search"),
        (62, "**Violence with injury** has"),
        (68, "The nature of a policing career"),
        (70, "Data presented here"),
        (75, "Year End Outturn for"),
        (79, "The Outturn at Q4"),
        (83, "Pegasus"),
    ],
)
def test_the_quarterly_reports_slides_are_right(quarterly: Document, page: int, start: str) -> None:
    assert page in {one.locator.page for one in quarterly.blocks if one.text.startswith(start)}


@pytest.mark.reports
@needs_practice
def test_where_the_contents_page_leaves_two_slides_open_none_is_given(quarterly: Document) -> None:
    framework = block(quarterly, "To track progress in achieving")
    assert framework.locator.page is None
    assert framework.locator.section[0] == "Oversight of the Metropolitan Police"


@pytest.mark.reports
@needs_practice
def test_the_annual_reports_lists_have_their_lead_ins(tmp_path: Path) -> None:
    annual = load(next(PRACTICE.glob("*annual*.txt")))
    assert (annual.title, annual.publisher, annual.period) == ("2023-24 MOPAC Annual Report", "MOPAC", "2023-24")
    burglary = block(annual, "burglary fell by 18 per cent")
    assert burglary.level == 2
    assert burglary.lead_in.startswith("According to Metropolitan Police Service")
    assert burglary.lead_in.endswith("January 2024:")
    assert not annual.tables


@pytest.mark.reports
@pytest.mark.skipif(not EXTERNAL.exists(), reason="the outside documents are not in ../shared/eval/external")
def test_every_outside_document_is_read_with_its_table() -> None:
    paths = sorted(EXTERNAL.glob("*/*.txt"))
    assert len(paths) > 100
    assert [path.name for path in paths if not load(path).tables] == []


def test_a_contents_page_without_page_numbers_heads_nothing(tmp_path: Path) -> None:
    text = """Lantern Trust

Annual report 2024

Contents

1. Foreword
2. How we did
3. Money

1. Foreword

It was a good year for lamps, and the trust mended more of them than ever.

2. How we did

Lamps were mended in two days on average.

3. Money

The trust spent less than it had.
"""
    path = tmp_path / "lantern.txt"
    path.write_text(text, encoding="utf-8")
    blocks = load(path).blocks
    assert not any("Contents" in part for block in blocks for part in block.locator.section)
    assert [b.text for b in blocks if b.kind is BlockKind.HEADING][-3:] == ["1. Foreword", "2. How we did", "3. Money"]


def test_a_list_called_contents_that_no_heading_repeats_stays(tmp_path: Path) -> None:
    path = tmp_path / "box.txt"
    path.write_text("Box report\n\nContents\n\nLamps\nShades\nWicks\n\nThe box was full.\n", encoding="utf-8")
    assert any("Shades" in block.text for block in load(path).blocks)


def test_a_row_of_a_hundred_thousand_cells_does_not_widen_the_others_beyond_all_bounds(tmp_path: Path) -> None:
    rows = "\n".join(f"Shop {n}\t{n},204\t{n},300" for n in range(20))
    with pytest.raises(DocumentTooLarge, match="a table of over 1,000,000 cells"):
        read(tmp_path, f"Sales\n\nSales by shop\nShop\t2023\t2024\n{rows}\nLast" + "\t" * 100_000 + "\n")


# A web page saved as text, a foreword's sign-off, a footer ----------------------------------------------------------

SAVED_PAGE = """Skip to main content
Borset Learning Trust
Home
About us
Our shops

Annual report 2024-25

Contents

1. Foreword
2. Sales
3. Staff

1. Foreword

It was a year of steady sales and of many complaints.

**Ann Lee**

Chair of the Board

2. Sales

We sold 1,204 widgets in the year, more than ever before.

3. Staff

We have 40 staff in three shops, as many as last year.
"""


def test_a_web_pages_menu_is_no_part_of_its_report() -> None:
    reading = read_text(SAVED_PAGE, "widgets")
    assert (reading.title, reading.publisher, reading.period) == (
        "Annual report 2024-25",
        "Borset Learning Trust",
        "2024-25",
    )
    assert not [b.text for b in reading.blocks if b.text in ("About us", "Our shops")]


def test_who_signs_a_foreword_heads_no_section() -> None:
    blocks = {b.text: b for b in read_text(SAVED_PAGE, "widgets").blocks}
    for line in ("**Ann Lee**", "Chair of the Board"):
        assert (blocks[line].kind, blocks[line].locator.section) == (BlockKind.PARAGRAPH, ("1. Foreword",))


def test_a_footer_that_stands_once_is_no_heading() -> None:
    text = (
        "Borset Council\n\nAnnual Report 2024/25\n\nContents\n\nSales | 2\nStaff | 3\nShops | 4\n\n\n\n"
        "Sales\n\nWe sold 1,204 widgets in the year.\n\nBorset Council Annual Report 2024/25\n\n\n\n"
        "Staff\n\nWe have 40 staff in all.\n\n\n\nShops\n\nWe have three shops.\n"
    )
    shown = [(b.kind, b.text) for b in read_text(text, "widgets").blocks[2:]]
    assert [line for kind, line in shown if kind is BlockKind.HEADING] == ["Sales", "Staff", "Shops"]
    assert not any(line.startswith("Borset") for _, line in shown)


def test_a_tab_between_a_bullet_and_its_words_makes_no_table() -> None:
    items = ["to keep the pier open until March;", "to mend the lamps of the harbour;"]
    listed = "\n".join(f"•\t{item}" for item in items)
    blocks = read_text(f"Plans of the guild\n\nThe guild decided:\n\n{listed}\n", "report").blocks
    assert [block.text for block in blocks if block.kind is BlockKind.BULLET] == items
    assert not any(block.table for block in blocks)


def test_lines_right_under_a_table_are_its_notes_and_text_apart_from_it_is_not() -> None:
    source = (
        "Lamps of the guild\n\nLamps mended\nHarbour\t2024\t2025\nOstrow\t12\t14\nPell\t7\t9\n"
        "Quarters begin in April.\nP Provisional\n\nThe guild mended more lamps than in any other year.\n"
    )
    kinds = {block.text: block.kind for block in read_text(source, "report").blocks if block.table is None}
    assert kinds["Quarters begin in April."] is kinds["P Provisional"] is BlockKind.NOTE
    assert kinds["The guild mended more lamps than in any other year."] is BlockKind.PARAGRAPH


def test_what_is_aimed_at_under_an_indicators_name_is_no_heading() -> None:
    name, aim = "Indicator 1.1: Lamps mended", "Target: 90 or more. Status: GREEN"
    source = f"Lamps of the guild\n\n{name}\n\n{aim}\n\nHarbour\t2024\t2025\nPell\t7\t9\n"
    document = read_text(source, "report")
    assert [block.text for block in document.blocks if block.kind is BlockKind.HEADING][-1] == name


def test_a_quarter_after_its_year_is_the_period() -> None:
    front = read_front(["Lowland Guild", "Performance Report 2025-26, Quarter 1 (April to June 2025)"])
    assert front.period == "2025-26, Quarter 1"


@pytest.mark.parametrize(
    "rows",
    [
        "| Harbour | 2024 | 2025 |\n| Ostrow | 12 | 14 |\n| Pell |  | 9 |",
        "| Harbour | 2024 | 2025 |\n|:---|---:|---:|\n| Ostrow | 12 | 14 |\n| Pell |  | 9 |",
        "+---------+------+------+\n| Harbour | 2024 | 2025 |\n+=========+======+======+\n| Ostrow  |   12 |   14 |\n"
        "+---------+------+------+\n| Pell    |      |    9 |\n+---------+------+------+",
        "Harbour | 2024 | 2025\nOstrow | 12 | 14\nPell |  | 9",
    ],
)
def test_rows_whose_cells_bars_part_are_a_table(rows: str) -> None:
    source = f"Lamps of the guild\n\nLamps mended\n{rows}\nNote: lamps of tin are left out.\n\nAll was well.\n"
    blocks = read_text(source, "report").blocks
    (table,) = [block.table for block in blocks if block.table is not None]
    assert [[cell.text for cell in row] for row in table.rows()] == [
        ["Harbour", "2024", "2025"],
        ["Ostrow", "12", "14"],
        ["Pell", "", "9"],
    ]
    assert all(source[cell.locator.start : cell.locator.end] == cell.text for cell in table.cells)
    assert table.notes == ("Note: lamps of tin are left out.",)


@pytest.mark.parametrize("line", ["| Guild of lamps | 2025 | 3 |", "Home | Guilds | Lamps", "1 May | Ref L/3 | Final"])
def test_a_lone_line_with_bars_is_no_table(line: str) -> None:
    blocks = read_text(f"Lamps of the guild\n\n{line}\n\nThe guild mended lamps.\n\n{line}\n", "report").blocks
    assert not any(block.table for block in blocks)
