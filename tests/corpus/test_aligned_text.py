"""Text laid out by spaces: its tables, prose and pages as `text.read` gives them."""

from __future__ import annotations

import re
from textwrap import dedent

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from corpus.document import Block, BlockKind, Table
from corpus.readers import text
from corpus.readers.aligned_text import write_out
from corpus.readers.reading import Reading


def read(source: str) -> Reading:
    return text.read(source.encode(), "report")


def tables(source: str) -> list[Table]:
    return [block.table for block in read(source).blocks if block.table is not None]


def cells(table: Table) -> list[list[str]]:
    return [[cell.text for cell in row] for row in table.rows()]


def table(source: str) -> list[list[str]]:
    (found,) = tables(dedent(source).strip("\n"))
    return cells(found)


def blocks(source: str, kind: BlockKind) -> list[Block]:
    return [block for block in read(source).blocks if block.kind is kind]


def test_lines_of_a_heading_are_one_and_figures_stand_under_their_own() -> None:
    found = table(
        """
        Table 1 Lanterns sold

                     Standard or        Q1            Q2
        Measure           target   2024/25   2025/26 [p]   Rating
        Lanterns           1,200     1,180         1,240   Green
        Wicks per box          -      98.5           n/a   Red
        Refunds (£m)         0.5     (0.2)      0.4 [r]
        """
    )
    assert found == [
        ["Measure", "Standard or target", "Q1 2024/25", "Q2 2025/26 [p]", "Rating"],
        ["Lanterns", "1,200", "1,180", "1,240", "Green"],
        ["Wicks per box", "-", "98.5", "n/a", "Red"],
        ["Refunds (£m)", "0.5", "(0.2)", "0.4 [r]", ""],
    ]


def test_a_heading_over_several_columns_is_over_these_alone() -> None:
    rows = [
        ["", "2024", "2025", "Change", "2024", "2025"],
        ["Workshop", "1,200", "1,310", "+110", "60.0%", "61.2%"],
        ["Market stall", "800", "830", "+30", "40.0%", "38.8%"],
    ]
    body = [label.ljust(14) + "".join(text.rjust(9) for text in figures) for label, *figures in rows]
    over = " " * 14 + "    " + "Number of lanterns".center(23) + "    " + "Share".center(14)
    (found,) = tables("\n".join([over, *body]))
    first = {cell.column: (cell.text, cell.column_span) for cell in found.rows()[0] if cell.text}
    assert first == {1: ("Number of lanterns", 3), 4: ("Share", 2)}
    assert cells(found)[1:] == rows


def test_dashes_under_headings_are_lines_and_no_cells() -> None:
    found = table(
        """
        Stall           Lanterns   Wicks
        -------------   --------   -----
        North                410      12
        South                388       9
        -------------   --------   -----
        Total                798      21
        """
    )
    assert found == [
        ["Stall", "Lanterns", "Wicks"],
        ["North", "410", "12"],
        ["South", "388", "9"],
        ["Total", "798", "21"],
    ]


def test_lines_of_a_wrapped_label_are_one_row_and_titles_of_groups_are_rows() -> None:
    found = table(
        """
        Measure                       2024    2025
        Lanterns
          Lanterns sold at the         410     432
          winter market
          of which lent                 12      14
        Wicks
          Wicks cut by hand             95      97
        """
    )
    assert [row[0] for row in found] == [
        "Measure",
        "Lanterns",
        "Lanterns sold at the winter market",
        "of which lent",
        "Wicks",
        "Wicks cut by hand",
    ]
    assert found[2][1:] == ["410", "432"]


def test_figures_may_stand_beside_the_last_line_of_a_label() -> None:
    found = table(
        """
        Measure                     2024    2025
        Lanterns sold at the
        winter market                410     432
        Wicks cut by hand in
        the workshop                  95      97
        Total lamps                  505     529
        """
    )
    assert [row[:2] for row in found[1:]] == [
        ["Lanterns sold at the winter market", "410"],
        ["Wicks cut by hand in the workshop", "95"],
        ["Total lamps", "505"],
    ]


def test_a_list_of_words_with_its_numbers_is_a_table() -> None:
    found = table(
        """
        Ref   Risk                                Likelihood   Owner
        R1    Oil runs out before the winter               4   Ann Lamb
              market opens
        R2    Stalls are flooded                           3   Bob Wick
        R3    Wicks are damp                               2   Cy Flint
        """
    )
    assert found[1:] == [
        ["R1", "Oil runs out before the winter market opens", "4", "Ann Lamb"],
        ["R2", "Stalls are flooded", "3", "Bob Wick"],
        ["R3", "Wicks are damp", "2", "Cy Flint"],
    ]


def test_what_stands_right_under_a_table_are_its_notes_and_no_more() -> None:
    source = dedent(
        """
        Table 2 Lanterns by stall

        Stall      2024    2025
        North       410     432 (a)
        South       388     401
        (a) Fewer stalls were open in May, so that the two years cannot be
        compared.
        Lent lanterns are left out.

        Sales rose on both sides of the river.
        """
    ).strip()
    (found,) = tables(source)
    assert found.title == "Table 2 Lanterns by stall"
    assert found.notes == (
        "(a) Fewer stalls were open in May, so that the two years cannot be compared.",
        "Lent lanterns are left out.",
    )
    assert [block.text for block in blocks(source, BlockKind.PARAGRAPH)] == ["Sales rose on both sides of the river."]


REPORT = "\n".join(
    [
        "Guild of Lantern Makers",
        "",
        "Annual Report 2025",
        "",
        "",
        "Guild of Lantern Makers".ljust(60) + "Page 1 of 3",
        "\f1 Sales",
        "",
        "We sold more lanterns than in any year since the guild was founded, and",
        "Ann Lamb opened a second stall, which sold 40 lanterns in its first week",
        "and was open on Sundays.",
        "",
        "• The first stall stayed where it was, at the foot of the bridge by the",
        "  Old Mill.",
        "• The second is by the quay.",
        "",
        "Table 1 Lanterns by stall",
        "",
        "Stall          2024    2025",
        "North           410     432",
        "South           388     401",
        "",
        "",
        "Guild of Lantern Makers".ljust(60) + "Page 2 of 3",
        "\fTable 1 Lanterns by stall (continued)",
        "",
        "Stall          2024    2025",
        "East             95      97",
        "Total           893     930",
        "",
        "The stalls will move in spring because the council has plans for the",
        "quay.",
        "",
        "",
        "Guild of Lantern Makers".ljust(60) + "Page 3 of 3",
        "\f",
    ]
)


def test_paragraphs_and_bullets_are_flowed_and_footers_left_out() -> None:
    assert [block.text for block in blocks(REPORT, BlockKind.PARAGRAPH)] == [
        "We sold more lanterns than in any year since the guild was founded, and Ann Lamb opened a second stall, "
        "which sold 40 lanterns in its first week and was open on Sundays.",
        "The stalls will move in spring because the council has plans for the quay.",
    ]
    assert [block.text for block in blocks(REPORT, BlockKind.BULLET)] == [
        "The first stall stayed where it was, at the foot of the bridge by the Old Mill.",
        "The second is by the quay.",
    ]
    assert not any("Page" in block.text for block in read(REPORT).blocks)


def test_a_table_goes_on_over_the_page_with_the_page_of_each_row() -> None:
    (found,) = tables(REPORT)
    assert cells(found) == [
        ["Stall", "2024", "2025"],
        ["North", "410", "432"],
        ["South", "388", "401"],
        ["East", "95", "97"],
        ["Total", "893", "930"],
    ]
    assert [row[0].locator.page for row in found.rows()] == [2, 2, 2, 3, 3]
    assert [block.locator.page for block in blocks(REPORT, BlockKind.PARAGRAPH)] == [2, 3]


def test_pages_may_be_known_by_their_numbers_alone() -> None:
    (found,) = tables(REPORT.replace("\f", ""))
    assert [row[0].locator.page for row in found.rows()] == [2, 2, 2, 3, 3]


UNCERTAIN = dedent(
    """
    Stall         2024    2025
    North          410     432
    South           388 401
    """
)


def test_a_table_whose_columns_are_not_plain_stays_text_with_a_remark() -> None:
    reading = read(UNCERTAIN)
    assert not [block for block in reading.blocks if block.table is not None]
    assert [warning.message for warning in reading.warnings] == [
        "What looks like a table here could not be read as one with certainty; it was kept as lines of text."
    ]
    assert any("388 401" in block.text for block in reading.blocks)


def test_a_label_that_may_head_or_belong_to_another_is_not_guessed() -> None:
    source = dedent(
        """
        Stall                  2024    2025
        Old Mill Bridge West    410     432
        Market
        Quay House Lane East    388     401
        Chapel Fold Low Mill     95      97
        """
    )
    assert not tables(source)
    # Where the report has the whole label elsewhere, nothing is left to guess.
    (found,) = tables(f"The stall at Old Mill Bridge West Market was closed in May.\n{source}")
    assert [row[0] for row in cells(found)][1] == "Old Mill Bridge West Market"


@pytest.mark.parametrize(
    "source",
    [
        "Sales rose by 4%.  They fell in May.  Both were small.\n\nNothing else changed in 2025.",
        "Stall\t2024\t2025\nNorth\t410\t432\nSouth\t388\t401",
        "| Stall | 2024 |\n| North | 410 |\n| South | 388 |",
        "Contents\n1 Sales      2\n2 Stalls     3\n3 Wicks      5\n\n1 Sales\n\nSales rose.",
    ],
)
def test_what_is_not_laid_out_so_is_left_as_it_is(source: str) -> None:
    assert write_out(source) is None


CELLS = st.one_of(st.integers(0, 99999).map("{:,}".format), st.sampled_from(["-", "n/a", "1.5%", "[p]", "North", "of"]))
LINES = st.lists(
    st.one_of(
        st.lists(CELLS, min_size=1, max_size=5).map("   ".join),
        st.text(alphabet="ab 12-|\t\f•", max_size=40),
        st.sampled_from(["", "Page 1 of 2", "Page 2 of 2", "-----   ----", "Table 1 Stalls", "Contents", "\f"]),
    ),
    max_size=25,
)


@settings(max_examples=200, deadline=None)
@given(LINES)
def test_no_text_breaks_it_and_no_word_of_a_page_without_furniture_is_lost(lines: list[str]) -> None:
    source = "\n".join(lines)
    written = write_out(source)
    if written is None or written.known.pages or "Page" in source or "Contents" in source:
        return
    words = re.findall(r"[^\s-]+", source)
    assert sorted(re.findall(r"[^\s-]+", written.text)) == sorted(words)


@pytest.mark.parametrize(
    "heads",
    [
        ["               Actual         Plan", "            Q2     Q3     Q2     Q3"],
        ["              Home           All  ", "           No.      %    No.      %"],
    ],
)
def test_headings_over_equal_sets_are_over_these_wherever_they_stand_over_them(heads: list[str]) -> None:
    rows = ["Round    8,120   82.1  8,000   71.2", "Square   1,210   17.9  1,250   28.8"]
    (found,) = tables("\n".join([*heads, *rows]))
    over, names = heads[0].split(), heads[1].split()
    assert [(c.text, c.column, c.column_span) for c in found.rows()[0] if c.text] == [(over[0], 1, 2), (over[1], 3, 2)]
    assert cells(found)[1][1:] == names


def test_a_line_of_a_table_that_cannot_be_read_heads_nothing() -> None:
    table = ["Stall                  2024    2025", "Old Mill Bridge West    410     432", "Market"]
    table += ["Quay House Lane East    388     401", "Chapel Fold Low Mill     95      97"]
    prose = "Lanterns were sold in the harbour and at the winter market, as in the years before."
    reading = read("\n".join(["Lanterns of the guild", "", *table, "", prose]))
    assert reading.warnings
    assert not any("Stall" in title for block in reading.blocks for title in block.locator.section)


def test_a_figure_in_the_last_line_of_headings_begins_no_row() -> None:
    found = table(
        """
        Table 1: Kites by loft

                                Baseline                            Latest (Dec
        Loft      Kites        (2023/24)   2024/25   2025/26 target          25)   RAG
        Red       Flown           21,430    19,880           19,000       14,210   Green
                  Lost               610       588              500          402   Amber
        Blue      Flown            9,412     9,870            9,900        7,305   Red
        """
    )
    assert found[0] == ["Loft", "Kites", "Baseline (2023/24)", "2024/25", "2025/26 target", "Latest (Dec 25)", "RAG"]
    assert found[1] == ["Red", "Flown", "21,430", "19,880", "19,000", "14,210", "Green"]
    found = table(
        """
        Table 2: Kites by kind

                          Rate per   Found again   Change in
        Kind      Kites   1,000      (%)           rate (pp)
        Round       612        4.1          27.9        +1.1
        Square    1,104       12.6          29.4        -0.6
        Other       388        8.0          28.1        +0.3
        """
    )
    assert found[0] == ["Kind", "Kites", "Rate per 1,000", "Found again (%)", "Change in rate (pp)"]


def test_a_quarter_to_come_is_a_column_with_nothing_in_it() -> None:
    rows = ["Kites mended       40   52      61            220", "Lofts painted       0    0   1,450          4,000"]
    head = "Work               Q1   Q2      Q3   Q4     Target"
    for ruled in ([], ["----------------   --   --   -----   --   --------"]):
        found = table("\n".join(["Table 2: Work by quarter", "", head, *ruled, *rows]))
        assert found[0] == ["Work", "Q1", "Q2", "Q3", "Q4", "Target"]
        assert found[1:] == [
            ["Kites mended", "40", "52", "61", "", "220"],
            ["Lofts painted", "0", "0", "1,450", "", "4,000"],
        ]


def test_ratings_between_figures_label_no_table_beside() -> None:
    found = table(
        """
        Table 3: Savings

        Saving                     Target £k      Forecast £k      RAG         Full-year effect £k
        Shorter strings                1,200            1,050      Amber                     1,600
        Fewer tails                      800              800      Green                       800
        Smaller lofts                    450              300      Red                         600
        """
    )
    assert found[1] == ["Shorter strings", "1,200", "1,050", "Amber", "1,600"]


def test_a_year_over_one_column_is_the_first_line_of_its_heading() -> None:
    found = table(
        """
        Table 4: Plan for felt (£m)

                               2025/26                      2027/28     2028/29
                               Revised    2026/27 Budget    Forecast    Forecast
        Felt brought forward   310.2      322.9             334.4       341.0
        Inflation              9.9        10.4              8.7         8.9
        Felt cut away          (4.8)      (5.1)             (1.2)       (1.0)
        """
    )
    assert found[0][1:] == ["2025/26 Revised", "2026/27 Budget", "2027/28 Forecast", "2028/29 Forecast"]


def test_the_title_of_the_next_table_ends_the_one_above() -> None:
    found = tables(
        dedent(
            """
            Table 5: Lofts

            Loft                     Latest period               Latest      Previous
            Lost kites per year      Year to Dec 2025               131           148
            Torn tails               Year to Mar 2026              0.07          0.11

            Felt in detail

            Table 6: Felt (£000)
            Loft         Q1         Q2         2025/26 total      Change %
            Red          812        790                3,047         -15.6
            Blue         1,340      1,298              5,223           2.4
            """
        ).strip("\n")
    )
    assert [len(cells(one)) for one in found] == [3, 3]


def test_what_a_row_goes_on_with_labels_no_table_beside() -> None:
    found = table(
        """
        Table 7: Services

        Service             Provider           Value            Measure                      Target       Q4      RAG
        Mending             Harbour Kites      £410,000         Kites brought in              1,200      341      G
                                                                % mended within 2 days          95%      92%      A
        Flying lessons      Unity Lofts        £155,000         Pupils                          400       88      A
                                                                % content with them             90%      96%      G
        """
    )
    assert found[2] == ["", "", "", "% mended within 2 days", "95%", "92%", "A"]


def test_a_label_that_ends_in_mid_phrase_goes_on_below() -> None:
    found = table(
        """
        Table 8: Advice

        Body                 Published   Total   Closed
        Inspectorate of      2023           21       19
        Kites
        Inspectorate of      2024           14        8
        Kites
        Independent Office   2025            6        1
        """
    )
    assert [row[0] for row in found[1:]] == ["Inspectorate of Kites", "Inspectorate of Kites", "Independent Office"]
