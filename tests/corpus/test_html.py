"""Web pages read: what a visitor sees, in the manner of councils, hospitals and statistics offices."""

from __future__ import annotations

from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from corpus.document import BlockKind, Document
from corpus.loading import load
from corpus.readers import html_bounds
from corpus.readers.html import read
from corpus.readers.reading import NoText, NotReadable, Reading, TooMuch
from structured.grids import read_grids


def reading_of(body: str, head: str = "") -> Reading:
    return read(f"<!DOCTYPE html><html><head>{head}</head><body>{body}</body></html>".encode(), "page")


def document_of(body: str, folder: Path) -> Document:
    path = folder / "page.html"
    path.write_text(f"<html><head><meta charset=utf-8></head><body>{body}</body></html>", encoding="utf-8")
    return load(path)


def figures_of(body: str, folder: Path) -> list[list[str]]:
    """Each observation of each table as "row path | column path = figure"."""
    return [
        [f"{' > '.join(o.row_path)} | {' > '.join(o.column_path)} = {o.printed}" for o in grid.observations]
        for grid in read_grids(document_of(body, folder))
    ]


def texts(reading: Reading) -> list[str]:
    return [block.text for block in reading.blocks]


COUNCIL = """
<header class="site-header"><a href="/">Borsetshire Council</a>
<nav><ul><li><a href="/bins">Bins</a></li></ul></nav></header>
<div class="cookie-banner"><p>We would like to use cookies.</p><button>Accept</button></div>
<nav aria-label="Breadcrumb"><ol><li>Home</li><li>Budget</li></ol></nav>
<main>
<h1>Revenue outturn 2024/25</h1>
<h2>Spending by service</h2>
<p>Spending was <strong>£1.2m</strong> over budget.</p>
<p><strong>Net spending by service (£m)</strong></p>
<table>
  <thead><tr><th>Directorate</th><th>Service</th><th>Budget</th><th>Outturn</th><th>Variance</th></tr></thead>
  <tbody>
    <tr><td rowspan="2">Adults</td><td>Home care</td><td>40.0</td><td>42.1</td><td>2.1</td></tr>
    <tr><td>Day centres</td><td>6.0</td><td>5.5</td><td>(0.5)</td></tr>
    <tr><td rowspan="2">Places</td><td>Roads</td><td>12.0</td><td>11.4</td><td>(0.6)</td></tr>
    <tr><td>Waste</td><td>9.0</td><td>9.2</td><td>0.2</td></tr>
    <tr><td colspan="2">Total</td><td>67.0</td><td>68.2</td><td>1.2</td></tr>
  </tbody>
</table>
<p>Figures in brackets are underspends.</p>
<h2>Reserves</h2>
<table><caption>General reserve (£m)</caption>
<tr><th></th><th>1 April 2024</th><th>31 March 2025</th></tr><tr><th>Balance</th><td>20.4</td><td>19.2</td></tr></table>
</main>
<footer><p>Borsetshire Council, County Hall</p></footer>
"""


def test_a_councils_page_gives_its_report_and_nothing_of_its_site(tmp_path: Path) -> None:
    document = document_of(COUNCIL, tmp_path)
    assert (document.title, document.period) == ("Revenue outturn 2024/25", "2024/25")
    assert [(b.kind.value, b.text, b.locator.section) for b in document.blocks if b.table is None] == [
        ("heading", "Revenue outturn 2024/25", ("Revenue outturn 2024/25",)),
        ("heading", "Spending by service", ("Spending by service",)),
        ("paragraph", "Spending was £1.2m over budget.", ("Spending by service",)),
        ("heading", "Net spending by service (£m)", ("Spending by service", "Net spending by service (£m)")),
        ("note", "Figures in brackets are underspends.", ("Spending by service",)),
        ("heading", "Reserves", ("Reserves",)),
        ("heading", "General reserve (£m)", ("Reserves", "General reserve (£m)")),
    ]
    assert [table.title for table in document.tables] == ["Net spending by service (£m)", "General reserve (£m)"]
    assert document.tables[0].notes == ("Figures in brackets are underspends.",)


def test_group_labels_that_span_rows_stand_before_each_of_them(tmp_path: Path) -> None:
    assert figures_of(COUNCIL, tmp_path)[0] == [
        f"{row} | {column} = {figure}"
        for row, printed in [
            ("Adults > Home care", ("40.0", "42.1", "2.1")),
            ("Adults > Day centres", ("6.0", "5.5", "(0.5)")),
            ("Places > Roads", ("12.0", "11.4", "(0.6)")),
            ("Places > Waste", ("9.0", "9.2", "0.2")),
            ("Total", ("67.0", "68.2", "1.2")),
        ]
        for column, figure in zip(("Budget", "Outturn", "Variance"), printed, strict=True)
    ]


HOSPITAL = """
<article>
<h1>Board performance report, Quarter 2 2025/26</h1>
<h2>Waiting times</h2>
<table>
<tr><th rowspan="2">Site</th><th rowspan="2">Beds</th>
<th colspan="2">Q1 2025/26</th><th colspan="2">Q2 2025/26</th></tr>
<tr><th>Seen in 4 hours</th><th>Breaches</th><th>Seen in 4 hours</th><th>Breaches</th></tr>
<tr><th>Northfield</th><td>410</td><td>71.2%</td><td>1,204<sup>1</sup></td><td>74.6%</td><td>1,011</td></tr>
<tr><th>Southport</th><td>260</td><td>68.0%</td><td>988</td><td>66.9%</td><td>n/a</td></tr>
</table>
<p><sup>1</sup> Includes the minor injuries unit.</p>
<h2>People</h2>
<table>
<tr><th scope="col">Group</th><th scope="col">Posts</th><th scope="col">Vacancies</th></tr>
<tr><th colspan="3" scope="colgroup">Clinical</th></tr>
<tr><td>Nurses</td><td>1,310</td><td>86</td></tr><tr><td>Doctors</td><td>402</td><td>21</td></tr>
<tr><th colspan="3" scope="colgroup">Support</th></tr>
<tr><td>Porters</td><td>75</td><td>4</td></tr><tr><td>Clerks</td><td>140</td><td>11</td></tr>
</table>
</article>
"""


def test_headings_that_span_columns_and_rows_stand_over_the_right_figures(tmp_path: Path) -> None:
    assert figures_of(HOSPITAL, tmp_path)[0] == [
        "Northfield | Beds = 410",
        "Northfield | Q1 2025/26 > Seen in 4 hours = 71.2%",
        "Northfield | Q1 2025/26 > Breaches = 1,204¹",
        "Northfield | Q2 2025/26 > Seen in 4 hours = 74.6%",
        "Northfield | Q2 2025/26 > Breaches = 1,011",
        "Southport | Beds = 260",
        "Southport | Q1 2025/26 > Seen in 4 hours = 68.0%",
        "Southport | Q1 2025/26 > Breaches = 988",
        "Southport | Q2 2025/26 > Seen in 4 hours = 66.9%",
        "Southport | Q2 2025/26 > Breaches = n/a",
    ]


def test_a_raised_mark_never_becomes_part_of_a_figure(tmp_path: Path) -> None:
    grid = read_grids(document_of(HOSPITAL, tmp_path))[0]
    marked = next(o for o in grid.observations if o.printed == "1,204¹")
    assert marked.quantity is not None
    assert marked.quantity.value == 1204
    assert grid.notes == ("¹ Includes the minor injuries unit.",)


def test_rows_that_head_other_rows_are_in_their_paths(tmp_path: Path) -> None:
    assert [line.split(" | ")[0] for line in figures_of(HOSPITAL, tmp_path)[1]][::2] == [
        "Clinical > Nurses",
        "Clinical > Doctors",
        "Support > Porters",
        "Support > Clerks",
    ]


BULLETIN = """
<main>
<p>Statistical bulletin</p>
<h1>Widget prices, UK: April 2025</h1>
<dl><dt>Release date:</dt><dd>21 May 2025</dd></dl>
<ul><li><a href="#one">Main points</a></li><li><a href="#two">Prices</a></li></ul>
<h2 id="one">1. Main points</h2>
<ul><li>Prices rose by 3.5% in the 12 months to April 2025, up from 2.6% in March.</li>
<li>The largest rises were in:<ul><li>brass widgets</li><li>steel widgets</li></ul></li></ul>
<h2 id="two">2. Prices</h2>
<figure><table>
<thead><tr><td></td><th colspan="2">Index</th><th>12-month rate</th></tr>
<tr><td></td><th>2024</th><th>2025</th><th>%</th></tr></thead>
<tfoot><tr><td colspan="4">Source: Widget price survey</td></tr></tfoot>
<tbody><tr><th>Brass</th><td>104.2</td><td>109.9</td><td>5.5</td></tr>
<tr><th>Steel</th><td>110.0</td><td>111.1</td><td>1.0</td></tr></tbody></table>
<figcaption>Table 1: Widget price index, UK</figcaption></figure>
<details><summary>Download the data</summary><p>The data are for the whole of the UK.</p></details>
<div role="doc-endnotes"><h2>Footnotes</h2><ol><li id="fn:1"><p>Provisional.
<a class="reversefootnote" href="#fnref:1">↩</a></p></li></ol></div>
</main>
"""


def test_a_bulletin_is_read_with_its_lists_caption_and_footnotes(tmp_path: Path) -> None:
    document = document_of(BULLETIN, tmp_path)
    assert document.title == "Widget prices, UK: April 2025"
    assert [(b.text, b.lead_in) for b in document.blocks if b.kind is BlockKind.BULLET] == [
        ("Prices rose by 3.5% in the 12 months to April 2025, up from 2.6% in March.", ""),
        ("The largest rises were in:", ""),
        ("brass widgets", "The largest rises were in:"),
        ("steel widgets", "The largest rises were in:"),
    ]
    assert document.tables[0].title == "Table 1: Widget price index, UK"
    assert [b.text for b in document.blocks if b.kind is BlockKind.NOTE] == ["¹ Provisional."]
    assert figures_of(BULLETIN, tmp_path)[0] == [
        "Brass | Index > 2024 = 104.2",
        "Brass | Index > 2025 = 109.9",
        "Brass | 12-month rate > % = 5.5",
        "Steel | Index > 2024 = 110.0",
        "Steel | Index > 2025 = 111.1",
        "Steel | 12-month rate > % = 1.0",
    ]


OLD_SITE = """
<div id="header"><h1><a href="/">Borsetshire Council</a></h1></div>
<div id="menu"><ul><li><a href="/b">Bins</a></li><li><a href="/r">Roads</a></li></ul></div>
<div id="content"><h2>Performance report: Quarter 3 2024/25</h2>
<h3>Housing</h3><p>Last updated: 3 March 2025<br><br>Homes are let faster than they were a year ago.</p>
<table border=0><tr bgcolor="#ccc"><td><b>Measure</b></td><td><b>Target</b></td><td><b>Result</b></td>
<td><b>Status</b></td>
<tr><td>Homes let in 28 days (%)<td>90<td>91.5<td><img src="g.png" alt="Green"></tr>
<tr><td>Rent collected (£000)<td>1,200<td>1,150<td><img src="r.png" alt="r.png"></tr>
<tr><td colspan=4>Source: housing system</td></tr></table></div>
<div id="footer">Contact us | Privacy</div>
"""


def test_a_page_of_an_older_site_is_read_without_its_frame(tmp_path: Path) -> None:
    document = document_of(OLD_SITE, tmp_path)
    assert (document.title, document.period) == ("Performance report: Quarter 3 2024/25", "Quarter 3 2024/25")
    assert [(b.text, b.locator.section) for b in document.blocks if b.kind is BlockKind.PARAGRAPH] == [
        ("Last updated: 3 March 2025", ("Housing",)),
        ("Homes are let faster than they were a year ago.", ("Housing",)),
    ]
    assert figures_of(OLD_SITE, tmp_path)[0] == [
        "Homes let in 28 days (%) | Target = 90",
        "Homes let in 28 days (%) | Result = 91.5",
        "Homes let in 28 days (%) | Status = Green",
        "Rent collected (£000) | Target = 1,200",
        "Rent collected (£000) | Result = 1,150",
        "Rent collected (£000) | Status = ",
    ]


def test_a_word_document_saved_as_a_web_page_keeps_its_title_lists_and_notes() -> None:
    reading = reading_of(
        "<p class=MsoTitle><b>Performance Report Q2 2025/26</b></p><h1>1.<span>&nbsp; </span>Libraries<o:p></o:p></h1>"
        "<p class=MsoListParagraph><![if !supportLists]><span>·<span>&nbsp; </span></span><![endif]>Visits rose.</p>"
        "<p class=MsoNormal>Loans were 1,204<a href='#_ftn1'><sup>[1]</sup></a> in all.</p>"
        "<h1>2. Bins</h1><p>Emptied.</p>"
        "<div id=ftn1><p class=MsoFootnoteText><a href='#_ftnref1'><sup>[1]</sup></a> Provisional.</p></div>"
    )
    assert reading.title == "Performance Report Q2 2025/26"
    assert [(b.kind.value, b.text, b.locator.section) for b in reading.blocks[1:]] == [
        ("heading", "1. Libraries", ("1. Libraries",)),
        ("bullet", "Visits rose.", ("1. Libraries",)),
        ("paragraph", "Loans were 1,204¹ in all.", ("1. Libraries",)),
        ("heading", "2. Bins", ("2. Bins",)),
        ("paragraph", "Emptied.", ("2. Bins",)),
        ("note", "¹ Provisional.", ("2. Bins",)),
    ]


@pytest.mark.parametrize(
    "body",
    [
        "<p hidden>secret</p>",
        "<p aria-hidden='true'>secret</p>",
        "<p style='color: red; display:none'>secret</p>",
        "<p style='visibility : hidden'>secret</p>",
        "<p class='d-none'>secret</p>",
        "<p class='govuk-visually-hidden'>secret</p>",
        "<script>secret</script>",
        "<style>secret</style>",
        "<noscript>secret</noscript>",
        "<template><p>secret</p></template>",
        "<nav><p>secret</p></nav>",
        "<header><p>secret</p></header>",
        "<footer><p>secret</p></footer>",
        "<aside><p>secret</p></aside>",
        "<div role='navigation'>secret</div>",
        "<div class='cookie-notice'>secret</div>",
        "<ol class='breadcrumb'><li>secret</li></ol>",
        "<p>We saw <del>secret</del></p>",
        "<select><option>secret</select>",
        "<button>secret</button>",
        "<dialog>secret</dialog>",
        "<!-- secret -->",
        "<table><tr style='display:none'><td>secret<td>1<tr><td>a<td>1</table>",
    ],
)
def test_what_a_visitor_does_not_see_is_not_read(body: str) -> None:
    assert "secret" not in reading_of(f"<p>Roads were mended.</p>{body}<p>Bins were emptied.</p>").source


@pytest.mark.parametrize(
    ("cell", "words"),
    [
        ("1,204<sup>1</sup>", "1,204¹"),
        ("1,204<sup>1, 2</sup>", "1,204¹ ²"),
        ("1,204<sup>a</sup>", "1,204[a]"),
        ("1,204<sup><a href='#fn:12'>[footnote 12]</a></sup>", "1,204¹²"),
        ("1,204<a href='#fn3'>3</a>", "1,204³"),
        ("1,204<sup><a role=doc-noteref href='#x'>3</a></sup>", "1,204³"),
        ("1,204<span style='vertical-align: super'>3</span>", "1,204³"),
        ("1,204<a class=footnote href='#x'>[4]</a>", "1,204⁴"),
        ("see <a href='#notes'>the notes</a>", "see the notes"),
        ("1,204<sub>1</sub>", "1,204¹"),
        ("CO<sub>2</sub>", "CO2"),
        ("25 m<sup>2</sup>", "25 m²"),
        ("the 1<sup>st</sup> quarter", "the 1st quarter"),
        ("1.2 × 10<sup>6</sup>", "1.2 × 10^6"),
        ("1,204<br>1,100", "1,204 1,100"),
        ("<p>Adult</p><p>services</p>", "Adult services"),
        ("<span aria-hidden='true'>−</span>5%", "−5%"),
        ("<span aria-hidden='true'>▲</span> up", "up"),
        ("<span aria-hidden='true'>-5%</span><span class='sr-only'>minus 5 per cent</span>", "minus 5 per cent"),
        ("5&nbsp;&percnt; &pound;3 &#8211; &lt;2", "5 % £3 – <2"),
        ("1,204 <s>1,100</s>", "1,204"),
    ],
)
def test_words_in_a_cell_are_kept_as_they_are_seen(cell: str, words: str) -> None:
    reading = reading_of(f"<table><tr><th>Kind<th>Number<tr><td>Visits<td>{cell}</table>")
    assert reading.blocks[0].table is not None
    assert reading.blocks[0].table.cells[-1].text == words


@pytest.mark.parametrize(
    ("rows", "expected"),
    [
        (
            "<tbody><tr><td rowspan=9>A<td>1<tbody><tr><td>B<td>2",
            [["A", "1"], ["B", "2"]],
        ),
        ("<tr><td rowspan=0>A<td>1<tr><td>2", [["A", "1"], ["", "2"]]),
        ("<tr><td rowspan=1000000000>A<td>1<tr><td>2", [["A", "1"], ["", "2"]]),
        ("<tr><td colspan=0>A<td>1<tr><td>B<td>2", [["A", "1"], ["B", "2"]]),
        ("<tr><td colspan=x rowspan=-3>A<td>1<tr><td>B<td>2", [["A", "1"], ["B", "2"]]),
        ("<tfoot><tr><td>All<td>3<tbody><tr><td>A<td>1<tr><td>B<td>2", [["A", "1"], ["B", "2"], ["All", "3"]]),
        ("<tr><td>A<td>1<td>7<tr><td>B", [["A", "1", "7"], ["B", "", ""]]),
    ],
    ids=["ends with its section", "to the end", "too long", "no columns", "no number", "foot first", "short row"],
)
def test_spans_are_laid_out_as_a_browser_does(rows: str, expected: list[list[str]]) -> None:
    table = reading_of(f"<table>{rows}</table>").blocks[0].table
    assert table is not None
    assert [[cell.text for cell in row] for row in table.rows()] == expected


def test_a_table_that_lays_out_a_page_is_read_as_text() -> None:
    reading = reading_of(
        "<table><tr><td><h2>Roads</h2><p>Roads were mended.</p><td><p>Call us.</p></table>"
        "<table><tr><td>One column</table><table role=presentation><tr><td>a<td>1</table>"
    )
    assert [(b.kind.value, b.text) for b in reading.blocks] == [
        ("heading", "Roads"),
        ("paragraph", "Roads were mended."),
        ("paragraph", "Call us."),
        ("paragraph", "One column"),
        ("paragraph", "a"),
        ("paragraph", "1"),
    ]


def test_a_table_inside_a_table_is_a_table_of_its_own() -> None:
    reading = reading_of(
        "<table><tr><th>Kind<th>Number<tr><td>Roads<table><tr><td>a<td>1<tr><td>b<td>2</table><td>12</table>"
    )
    tables = [block.table for block in reading.blocks if block.table is not None]
    assert [[cell.text for cell in table.cells] for table in tables] == [
        ["Kind", "Number", "Roads", "12"],
        ["a", "1", "b", "2"],
    ]


def test_what_is_pressed_to_sort_or_open_still_names_its_column_or_section() -> None:
    reading = reading_of(
        "<h1>Sales</h1><h2><button>Roads <span data-nosnippet>Show</span></button></h2><p>Mended.</p>"
        "<table><tr><th><button>Kind</button><th><button>2024 <i aria-hidden=true>▲</i></button><tr><td>a<td>1</table>"
    )
    assert reading.blocks[2].locator.section == ("Roads",)
    assert reading.blocks[-1].text == "Kind\t2024\na\t1"


def test_captions_under_tables_name_the_table_above_them() -> None:
    table = "<table><tr><th>Kind<th>Number<tr><td>{0}<td>1</table>"
    reading = reading_of(
        "<h1>Sales</h1><h2>Kinds</h2>"
        f"{table.format('a')}<p>Table 1: Widgets</p>{table.format('b')}<p>Table 2: Gadgets</p>"
    )
    assert [block.table.title for block in reading.blocks if block.table] == ["Table 1: Widgets", "Table 2: Gadgets"]


def test_lists_side_by_side_do_not_share_what_leads_into_the_first() -> None:
    reading = reading_of("<p>We did this:</p><ul><li>roads<li>bins</ul><ul><li>other</ul>")
    assert [(b.text, b.lead_in) for b in reading.blocks[1:]] == [
        ("roads", "We did this:"),
        ("bins", "We did this:"),
        ("other", ""),
    ]


@pytest.mark.parametrize(
    ("head", "body", "said"),
    [
        ("<title>Bins - GOV.UK</title>", "<h1>Bins in 2024</h1><p>Text.</p>", ("Bins in 2024", "", "")),
        ("<title>Bins | Borsetshire Council</title>", "<p>Text is here.</p>", ("Bins", "", "")),
        ("<title>Accounts - 2024</title>", "<p>Text is here.</p>", ("Accounts - 2024", "", "")),
        (
            "<meta property=og:title content='Bin report'><meta name=author content='B. Council'>"
            "<meta property='article:published_time' content='2025-05-06T09:00:00Z'>",
            "<p>Text is here.</p>",
            ("Bin report", "B. Council", "2025-05-06"),
        ),
        (
            "<meta name=DC.publisher content=Borsetshire><meta name=dcterms.issued content='6 May 2025'>",
            "<header><h1>Bins in 2024</h1></header><main><h2>Waste</h2><p>Text.</p></main>",
            ("Bins in 2024", "Borsetshire", "6 May 2025"),
        ),
    ],
)
def test_a_page_is_named_by_its_heading_then_by_what_it_says_of_itself(
    head: str, body: str, said: tuple[str, str, str]
) -> None:
    reading = reading_of(body, head)
    assert (reading.title, reading.publisher, reading.published) == said


@pytest.mark.parametrize(
    ("data", "text"),
    [
        ("<p>café £3</p>".encode(), "café £3"),
        (b"\xef\xbb\xbf" + "<p>café £3</p>".encode(), "café £3"),
        ("<p>café £3</p>".encode("utf-16"), "café £3"),
        ("<meta charset=iso-8859-1><p>café £3 “so”</p>".encode("cp1252"), "café £3 “so”"),
        ("<meta charset=iso-8859-2><p>Łódź</p>".encode("iso8859-2"), "Łódź"),
        ("<meta charset=iso-8859-1><p>café £3</p>".encode(), "café £3"),
        ("<meta charset=base64><p>café £3</p>".encode("cp1252"), "café £3"),
    ],
)
def test_the_encoding_is_found(data: bytes, text: str) -> None:
    assert texts(read(data, "page")) == [text]


def test_pages_are_numbered_where_the_page_says_so() -> None:
    reading = reading_of(
        "<div data-page-number=1><p>First words.</p></div><div id=page2><p>More words.</p>"
        "<span role=doc-pagebreak aria-label='Page 5'></span><p>Last words.</p></div>"
    )
    assert ([b.locator.page for b in reading.blocks], reading.n_pages) == ([1, 2, 5], 5)


def test_a_page_without_marks_is_read_as_text() -> None:
    reading = read(b"Sales\n\nWidgets sold\nRegion\t2023\t2024\nNorth\t1\t2\n", "page")
    assert any(block.table is not None for block in reading.blocks)


@pytest.mark.parametrize(
    "body",
    [
        "<div>" * 10_000 + "Roads",
        "<span>" * 10_000 + "Roads",
        "<blockquote>" * 10_000 + "Roads",
        "<table><tr><td>" * 2_000 + "Roads",
        "<ul><li>" * 3_000 + "Roads",
    ],
    ids=["div", "span", "blockquote", "table", "list"],
)
def test_deep_nesting_is_read_all_the_same(body: str) -> None:
    assert texts(reading_of(body)) == ["Roads"]


@pytest.mark.parametrize(
    ("body", "error", "said"),
    [
        ("<div>" * 100_000, TooMuch, "deeper than any page"),
        ("<table><tr>" + "<td>1" * 2_000, TooMuch, "columns"),
        ("<table><tr><td colspan=1000>a<td>1<tr><td>b", TooMuch, "columns"),
        ("<p " + " ".join(f"a{i}='>'" for i in range(5_000)) + ">x", TooMuch, "attributes"),
        ("<script>document.write('Roads')</script>", NoText, "visitor"),
        ("<!-- Roads", NoText, "visitor"),
        ("<img src=a.png alt=Roads>", NoText, "visitor"),
        ("\x01\x02\x03" * 1_000, NotReadable, "not text"),
    ],
    ids=["nesting", "columns", "spans", "attributes", "script", "comment", "picture", "binary"],
)
def test_what_cannot_be_read_is_refused_in_one_line(body: str, error: type[Exception], said: str) -> None:
    with pytest.raises(error, match=said) as raised:
        reading_of(body)
    assert "\n" not in str(raised.value)


def test_a_page_of_too_many_elements_is_refused_before_it_is_parsed(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(html_bounds, "MAX_LINES_AND_CELLS", 10)
    with pytest.raises(TooMuch, match="elements"):
        reading_of("<p>Roads.</p>" * 11)


def test_a_wide_table_in_many_rows_is_refused_before_it_is_laid_out() -> None:
    with pytest.raises(TooMuch, match="cells"):
        reading_of("<table><tr>" + "<td>1" * 499 + "<tr><td>a" * 3_000)


PIECES = st.sampled_from(
    ["<table>", "<tr>", "<td>", "<th rowspan=3>", "<td colspan=2>", "</table>", "<ul>", "<li>", "</ul>", "<h2>",
     "</h2>", "<p>", "<b>", "</b>", "<sup>", "</sup>", "<caption>", "<figure>", "<figcaption>", "<dl>", "<dt>", "<dd>",
     "<br>", "<main>", "</main>", "<div hidden>", "</div>", "<nav>", "1,204", "Roads", "Table 1: Roads",
     " ", "&amp", "<!--", "-->", "<a href='#x'>", "</a>", "<section class=footnotes>", "<q>", "\x00", "é"]
)  # fmt: skip


@settings(max_examples=150, deadline=None)
@given(
    st.one_of(st.lists(PIECES, max_size=60).map("".join), st.binary(max_size=200).map(lambda b: b.decode("latin-1")))
)
def test_any_bytes_give_a_reading_whose_places_are_right_or_one_of_three_errors(body: str) -> None:
    try:
        reading = read(("<body>" + body).encode("utf-8"), "page")
    except (NotReadable, NoText, TooMuch):
        return
    assert all(reading.source[b.locator.start : b.locator.end] == b.text for b in reading.blocks)
    cells = [cell for block in reading.blocks if block.table for cell in block.table.cells]
    assert all(reading.source[c.locator.start : c.locator.end] == c.text for c in cells)
