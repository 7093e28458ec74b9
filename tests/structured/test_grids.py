"""Each mechanism of the table reader on a small table of a neutral subject."""

from __future__ import annotations

from collections.abc import Callable
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from corpus.document import Block, BlockKind, Cell, Document, Locator, Table
from structured.grids import FRAME_TYPES, frame, read_grid, read_grids
from structured.observations import ColumnKind, FindingKind, Grid, MissingReason, Observation, RowKind
from structured.units import unit_code
from tests.small import document_of
from tests.work import steps

Grids = Callable[..., Grid]
Lookup = Callable[[Grid, str, str], Observation]


def read(text: str) -> Grid:
    """As the fixture does, for properties, which may not take fixtures that change."""
    place = Locator(document_id="sample", start=0, end=0)
    rows = [[cell.strip() for cell in line.split("|")] for line in text.split("\n")]
    width = max(map(len, rows))
    cells = tuple(
        Cell(row=r, column=c, text=row[c] if c < len(row) else "", locator=place)
        for r, row in enumerate(rows)
        for c in range(width)
    )
    table = Table(number=1, title="", n_rows=len(rows), n_columns=width, cells=cells, locator=place)
    block = Block(kind=BlockKind.TABLE, text=text, table=table, locator=place)
    document = Document(id="sample", title="", source=text, blocks=(block,), digest="0", file_name="sample.txt")
    return read_grid(table, document)


def paths(grid: Grid) -> list[tuple[str, ...]]:
    return [row.path for row in grid.rows]


def code(observation: Observation) -> str:
    assert observation.quantity is not None
    return unit_code(observation.quantity.unit)


def value(observation: Observation) -> Decimal:
    assert observation.quantity is not None
    return observation.quantity.value


def label(observation: Observation) -> str:
    assert observation.period is not None
    return observation.period.label()


def test_group_headings_spread_over_blank_cells_and_a_blank_unit_takes_the_others(grid_of: Grids, cell: Lookup) -> None:
    grid = grid_of(
        """
        | Shops | | Online |
        | 2022/23 | 2023/24 | 2022/23 | 2023/24
        Sales | £m | £m | | £m
        Bread | 12.0 | 13.5 | 1.0 | 2.5
        Cakes | 8.0 | 8.5 | 0.5 | 0.5
        Total sales | 20.0 | 22.0 | 1.5 | 3.0
        """
    )
    assert [column.path for column in grid.columns] == [
        ("Shops", "2022/23"), ("Shops", "2023/24"), ("Online", "2022/23"), ("Online", "2023/24"),
    ]  # fmt: skip
    assert {unit_code(column.unit) for column in grid.columns if column.unit} == {"gbp_m"}
    assert paths(grid) == [("Sales", "Bread"), ("Sales", "Cakes"), ("Total sales",)]
    assert [column.period.label() for column in grid.columns if column.period] == ["2022/23", "2023/24"] * 2


def test_a_heading_centred_over_its_columns_covers_them_all(grid_of: Grids) -> None:
    grid = grid_of(
        """
        | | Year ended | |
        | 31 March 2022 | 31 March 2023 | 31 March 2024
        Bread | 1,200 | 1,350 | 1,400
        Cakes | 800 | 850 | 900
        """
    )
    assert [column.period.label() for column in grid.columns if column.period] == [
        "12 months to March 2022", "12 months to March 2023", "12 months to March 2024",
    ]  # fmt: skip


def test_headings_stand_over_their_first_column_where_groups_then_begin_alike(grid_of: Grids) -> None:
    grid = grid_of(
        """
        | | Loaves | | | | Complaints | |
        Area | People | 2024 | 2023 | Change | Per shop | 2024 | 2023 | Change
        North | 1,000 | 40 | 50 | -10 | 4.0 | 4 | 3 | +1
        South | 2,000 | 60 | 55 | +5 | 6.0 | 2 | 2 | 0
        """
    )
    assert [column.path for column in grid.columns] == [
        ("People",), ("Loaves", "2024"), ("Loaves", "2023"), ("Loaves", "Change"), ("Loaves", "Per shop"),
        ("Complaints", "2024"), ("Complaints", "2023"), ("Complaints", "Change"),
    ]  # fmt: skip


def test_a_lone_heading_amid_the_columns_is_not_over_those_to_its_left(grid_of: Grids) -> None:
    grid = grid_of(
        """
        | | | People served | |
        Service | Provider | Cost £000 | Target | Actual | Rating
        Advice | Harbour | 40 | 500 | 510 | G
        Meals | Rowan | 60 | 700 | 690 | A
        """
    )
    assert grid.caption == ""
    assert [column.path for column in grid.columns if column.path[-1] in ("Cost £000", "Target", "Actual")] == [
        ("Cost £000",), ("People served", "Target"), ("People served", "Actual"),
    ]  # fmt: skip


def test_a_heading_in_small_letters_under_one_over_several_columns_is_its_own(grid_of: Grids) -> None:
    grid = grid_of(
        """
        | 2024 | | | 2023 |
        Town | Started | Finished | of which cheap | Finished | of which cheap
        Ash | 12 | 10 | 3 | 9 | 2
        Elm | 22 | 20 | 6 | 19 | 5
        """
    )
    assert [column.path for column in grid.columns] == [
        ("2024", "Started"), ("2024", "Finished"), ("2024", "of which cheap"), ("2023", "Finished"),
        ("2023", "of which cheap"),
    ]  # fmt: skip


def test_what_is_part_of_the_row_above_is_no_part_of_the_total(grid_of: Grids) -> None:
    grid = grid_of(
        """
        Fuel | 2024 | 2023
        Road | 1,842 | 1,771
        of which: cars | 1,019 | 1,043
        Homes | 1,516 | 1,402
        Farms | 231 | 224
        All that is burnt | 3,589 | 3,397
        """
    )
    assert [row.kind for row in grid.rows] == [
        RowKind.DATA, RowKind.PART, RowKind.DATA, RowKind.DATA, RowKind.TOTAL,
    ]  # fmt: skip
    assert [(parts.total, len(parts.parts)) for parts in grid.parts] == [(grid.rows[4].index, 3)]


def test_a_spanning_title_row_becomes_the_caption(grid_of: Grids) -> None:
    grid = grid_of(
        """
        Loaves on time | | |
        Area | Shop | Q3 2023/24 | Q4 2023/24
        North | Ash | 81.0% | 82.5%
        | Elm | 79.2% | 80.0%
        """
    )
    assert grid.caption == "Loaves on time"
    assert grid.row_dimension == ("Area", "Shop")
    assert paths(grid) == [("North", "Ash"), ("North", "Elm")]


def test_a_header_that_repeats_in_the_middle_is_no_row_and_new_periods_apply_beneath(grid_of: Grids) -> None:
    grid = grid_of(
        """
        Shop | 2021 | 2022
        Ash | 10 | 12
        Shop | 2021 | 2022
        Elm | 20 | 22
        | 2023 | 2024
        Oak | 30 | 32
        """
    )
    assert [(o.row_path[-1], label(o)) for o in grid.observations] == [
        ("Ash", "2021"), ("Ash", "2022"), ("Elm", "2021"), ("Elm", "2022"), ("Oak", "2023"), ("Oak", "2024"),
    ]  # fmt: skip


def test_an_index_column_labels_nothing_and_words_are_text_cells(grid_of: Grids, cell: Lookup) -> None:
    grid = grid_of(
        """
        23/24 Project | | Planned | Now | Status
        1 | Build an oven | Q4 22/23 | | G
        2 | Open a shop | Q2 | Q1 24/25 | R
        """
    )
    assert grid.row_dimension == ("23/24 Project",)
    assert paths(grid) == [("Build an oven",), ("Open a shop",)]
    assert {column.kind for column in grid.columns} == {ColumnKind.TEXT}
    assert cell(grid, "Build an oven", "Now").missing is MissingReason.EMPTY
    planned = cell(grid, "Open a shop", "Planned")
    assert (planned.printed, planned.quantity, planned.missing) == ("Q2", None, None)


def test_figures_left_of_an_inner_label_belong_to_the_group(grid_of: Grids) -> None:
    grid = grid_of(
        """
        Service | Budget 23/24 | | Target 23/24 | YTD | Code
        Mobile library | £1.2m | No. of visits to villages by van | 400 | 420 | G
        | | % of visits that began on time | 90% | 88% | A
        Story hour | | No. of children who came along | 1,000 | N/A | G
        """,
        period="Q4 2023/24",
    )
    budgets = [o for o in grid.observations if o.column_path == ("Budget 23/24",)]
    assert [(o.row_path, o.printed) for o in budgets] == [(("Mobile library",), "£1.2m"), (("Story hour",), "")]
    assert budgets[1].missing is MissingReason.EMPTY
    visits = [o for o in grid.observations if o.column_path == ("YTD",)]
    assert [o.row_path for o in visits] == [
        ("Mobile library", "No. of visits to villages by van"),
        ("Mobile library", "% of visits that began on time"),
        ("Story hour", "No. of children who came along"),
    ]
    assert [o.missing for o in visits] == [None, None, MissingReason.NOT_AVAILABLE]
    assert {label(o) for o in visits} == {"2023/24"}
    assert all("period from sister column" in o.inferred for o in visits)


def test_sections_hold_the_rows_beneath_until_their_total(grid_of: Grids) -> None:
    grid = grid_of(
        """
        £m | 2022/23 | 2023/24
        Bread | 10.0 | 11.0
        Cakes | 5.0 | 6.0
        Total sales | 15.0 | 17.0
        Costs: | |
        Flour | (4.0) | (5.0)
        Rent | (3.0) | (3.5)
        Total costs | (7.0) | (8.5)
        Profit | 8.0 | 8.5
        """
    )
    assert paths(grid)[3:] == [("Costs",), ("Costs", "Flour"), ("Costs", "Rent"), ("Total costs",), ("Profit",)]
    assert [row.kind for row in grid.rows][-2:] == [RowKind.TOTAL, RowKind.TOTAL]
    assert [(p.total, p.parts) for p in grid.parts] == [(3, (1, 2)), (7, (5, 6)), (8, (3, 7))]
    assert {f.kind for f in grid.findings} == {FindingKind.CONFIRMED}


def test_a_sum_that_does_not_add_up_is_a_finding_and_stays_as_printed(grid_of: Grids, cell: Lookup) -> None:
    grid = grid_of(
        """
        Shop | Loaves | Rolls | Cakes
        Ash | 100 | 40 | 7
        Elm | 250 | 60 | 8
        Total | 350 | 110 | 15
        """
    )
    wrong = [f for f in grid.findings if f.kind is FindingKind.CONTRADICTED]
    assert [(f.printed, f.expected) for f in wrong] == [("110", "100")]
    assert wrong[0].observations[0] == cell(grid, "Total", "Rolls").id
    assert value(cell(grid, "Total", "Rolls")) == 110


def test_a_sum_off_by_rounding_is_no_contradiction(grid_of: Grids) -> None:
    grid = grid_of(
        """
        Shop | Sales £m | Costs £m
        Ash | 1.4 | 1.1
        Elm | 2.4 | 2.2
        Total | 3.9 | 3.3
        """
    )
    assert {f.kind for f in grid.findings} == {FindingKind.ROUNDING, FindingKind.CONFIRMED}


def test_averages_are_not_summed(grid_of: Grids) -> None:
    grid = grid_of(
        """
        Shop | Loaves | Mean age
        Ash | 100 | 10
        Elm | 250 | 12
        Total | 350 | 11
        """
    )
    assert [f.kind for f in grid.findings] == [FindingKind.CONFIRMED]


def test_a_whole_may_stand_above_what_breaks_it_down(grid_of: Grids) -> None:
    grid = grid_of(
        """
        Product | 2022/23 | 2023/24
        Bread | 3,508 | 3,289
        White | 1,692 | 1,441
        Brown | 1,816 | 1,848
        Cakes | 1,089 | 865
        """
    )
    assert [(p.total, p.parts) for p in grid.parts] == [(1, (2, 3))]
    assert grid.rows[0].kind is RowKind.TOTAL


def test_an_unlabelled_row_of_sums_is_called_total_and_says_so(grid_of: Grids) -> None:
    grid = grid_of(
        """
        £m | 2018 | 2019
        Bread | 4.1 | 4.6
        Cakes | 2.2 | 3.3
        | 6.3 | 7.9
        """
    )
    assert grid.rows[-1].path == ("Total",)
    assert grid.rows[-1].kind is RowKind.TOTAL
    assert "row label" in grid.rows[-1].inferred


def test_gaps_are_points_from_a_base_row_that_stays_per_cent(grid_of: Grids, cell: Lookup) -> None:
    grid = grid_of(
        """
        12 months to Q4 23-24 | | Like the bread | Like the cakes
        All customers | | 63% | 37%
        Age | 16-24 | 3% | -9%
        | 25-34 | -1% | 5%
        Home | Town | 2% | -2%
        | Country | -5% | 0%
        """
    )
    assert {column.kind for column in grid.columns} == {ColumnKind.GAP}
    assert grid.rows[0].kind is RowKind.BASE
    assert code(cell(grid, "All customers", "Like the bread")) == "percent"
    assert code(cell(grid, "16-24", "Like the cakes")) == "pp"
    assert "percentage points" in cell(grid, "16-24", "Like the cakes").inferred
    assert label(cell(grid, "Town", "Like the bread")) == "12 months to March 2024"


def test_gaps_printed_without_a_sign_of_their_unit_are_points_too(grid_of: Grids, cell: Lookup) -> None:
    grid = grid_of(
        """
        Group | | Satisfied | Well informed
        Overall result | | 54% | 49%
        Age | 18-34 | -3 | -9
        | 35-54 | +4 | -2
        Home | Owner | +3 | +2
        | Tenant | -5 | -6
        """,
        title="Differences from the overall result (percentage points)",
    )
    assert code(cell(grid, "Owner", "Satisfied")) == "pp"
    assert value(cell(grid, "18-34", "Well informed")) == -9


def test_shares_without_negative_figures_are_levels(grid_of: Grids, cell: Lookup) -> None:
    grid = grid_of(
        """
        Group | | Satisfied
        All | | 54%
        Age | 18-34 | 51%
        | 35-54 | 58%
        Home | Owner | 57%
        """
    )
    assert code(cell(grid, "Owner", "Satisfied")) == "percent"
    assert grid.columns[0].kind is ColumnKind.LEVEL


def test_a_difference_of_percentages_is_points_when_the_columns_show_it(grid_of: Grids, cell: Lookup) -> None:
    grid = grid_of(
        """
        Shop | Goal | Actual | Variance
        Ash | 90% | 85% | -5%
        Elm | 80% | 87% | 7%
        Oak | 75% | 71% | -4%
        """
    )
    assert grid.columns[2].kind is ColumnKind.CHANGE
    assert code(cell(grid, "Ash", "Variance")) == "pp"
    assert {f.rule for f in grid.findings} == {"difference"}


def test_a_percentage_change_stays_per_cent_and_is_checked(grid_of: Grids, cell: Lookup) -> None:
    grid = grid_of(
        """
        Shop | 2022/23 | 2023/24 | Change on 2022/23
        Ash | 612 | 574 | -6.2%
        Elm | 287 | 301 | +4.9%
        Oak | 431 | 418 | +3.0%
        Fir | 300 | 330 | +10.0%
        """
    )
    change = cell(grid, "Ash", "Change on 2022/23")
    assert code(change) == "percent"
    assert label(change) == "2023/24"
    assert [f.printed for f in grid.findings if f.kind is FindingKind.CONTRADICTED] == ["3.0%"]


def test_movements_between_two_balances_cover_the_time_between(grid_of: Grids, cell: Lookup) -> None:
    grid = grid_of(
        """
        Reserve | 1 April 2023 | Movement | 31 March 2024
        Ovens | 28.4 | (2.8) | 25.6
        Vans | 31.7 | (6.0) | 25.7
        Roof | 9.2 | 1.5 | 10.7
        """,
        title="Reserves (£m)",
    )
    assert label(cell(grid, "Ovens", "Movement")) == "2023/24"
    assert label(cell(grid, "Ovens", "31 March 2024")) == "31 March 2024"
    assert code(cell(grid, "Roof", "Movement")) == "gbp_m"


def test_units_come_from_cell_row_column_and_title(grid_of: Grids, cell: Lookup) -> None:
    grid = grid_of(
        """
        Measure | 2023/24 | Change
        Sales | 12.4 | 0.6
        Number of shops | 14 | 2
        Mean queue (minutes) | 4.2 | (0.3)
        Satisfied customers | 91% | 2 pp
        """,
        title="Key figures (£m)",
    )
    assert [code(o) for o in grid.observations] == [
        "gbp_m",
        "gbp_m",
        "count",
        "count",
        "minutes",
        "minutes",
        "percent",
        "pp",
    ]
    assert "unit from table title or note" in cell(grid, "Sales", "2023/24").inferred


def test_a_column_of_units_counts_its_rows(grid_of: Grids, cell: Lookup) -> None:
    grid = grid_of(
        """
        Measure | Unit | 2022 | 2023
        Journeys | million | 61.4 | 66.9
        Fares | £m | 98.7 | 112.5
        On time | % | 83.1 | 81.9
        Injured | number | 214 | 231
        """
    )
    assert [code(o) for o in grid.observations if o.quantity][::2] == ["count_m", "gbp_m", "percent", "count"]


def test_accounts_print_the_currency_on_the_first_figure_and_the_total(grid_of: Grids, cell: Lookup) -> None:
    grid = grid_of(
        """
        | 2018 | 2019
        Bread | $9,447 | $10,995
        Cakes | 14,954 | 12,129
        Waste | (5,527) | (5,384)
        Net | $18,874 | $17,740
        """,
        before="The table gives stocks (in thousands).",
    )
    assert {code(o) for o in grid.observations} == {"usd_k"}
    assert value(cell(grid, "Waste", "2019")) == -5384


def test_counts_beside_money_stay_counts(grid_of: Grids, cell: Lookup) -> None:
    grid = grid_of(
        """
        Quarter | Claims | Paid (£k)
        Q1 2024 | 4,120 | 58.4
        Q2 2024 | 3,385 | 46.9
        """
    )
    assert code(cell(grid, "Q1 2024", "Claims")) == "count"
    assert code(cell(grid, "Q2 2024", "Paid (£k)")) == "gbp_k"
    assert label(cell(grid, "Q2 2024", "Claims")) == "Q2 2024"


def test_years_label_rows(grid_of: Grids, cell: Lookup) -> None:
    grid = grid_of(
        """
        Year | Joined | % trained here
        2020-21 | 2,438 | 37.5%
        2021-22 | 3,012 | 38.8%
        """
    )
    assert label(cell(grid, "2021-22", "Joined")) == "2021/22"
    assert code(cell(grid, "2021-22", "% trained here")) == "percent"


def test_quarters_take_their_year_from_the_other_side(grid_of: Grids, cell: Lookup) -> None:
    grid = grid_of(
        """
        | 2017 | | 2016 |
        | High | Low | High | Low
        First Quarter | $101.43 | $86.22 | $83.05 | $61.58
        Second Quarter | 93.16 | 82.03 | 83.09 | 54.53
        """
    )
    assert [label(o) for o in grid.observations if o.row_path == ("Second Quarter",)] == ["Q2 2017"] * 2 + [
        "Q2 2016"
    ] * 2


def test_a_revised_budget_as_at_a_quarter_is_of_the_whole_year(grid_of: Grids, cell: Lookup) -> None:
    grid = grid_of(
        """
        £m | 2023/24 Original Budget | Q4 Revised Budget | Outturn
        Ovens | 12.0 | 12.5 | 12.1
        Vans | 4.0 | 4.5 | 4.4
        """
    )
    assert label(cell(grid, "Ovens", "Q4 Revised Budget")) == "2023/24"


def test_one_row_of_figures_without_labels_is_read(grid_of: Grids) -> None:
    grid = grid_of(
        """
        Opening balance | Closing balance | Of which held back
        200.9 | 363.3 | 59.4
        """,
        title="Balances over the last 7 years (£m)",
    )
    assert [(o.row_path, code(o)) for o in grid.observations] == [((), "gbp_m")] * 3
    assert {o.period for o in grid.observations} == {None}


def test_columns_of_sentences_side_by_side_have_no_labels(grid_of: Grids) -> None:
    grid = grid_of(
        """
        Better bread for everyone | Shorter queues in every shop
        The share of customers who like the bread | The time that a customer waits at noon
        The share of loaves that are sold on the day | The number of shops that open at seven
        """
    )
    assert [o.row_path for o in grid.observations] == [()] * 4
    assert {o.column_path for o in grid.observations} == {
        ("Better bread for everyone",),
        ("Shorter queues in every shop",),
    }


def test_marks_are_stripped_from_labels_but_not_from_cells(grid_of: Grids) -> None:
    grid = grid_of(
        """
        **Shop** | Sales*
        Ash** | **1,024***
        Elm (a) | *
        """
    )
    assert paths(grid) == [("Ash",), ("Elm",)]
    assert grid.columns[0].path == ("Sales",)
    assert [o.printed for o in grid.observations] == ["**1,024***", "*"]
    assert grid.observations[1].missing is MissingReason.SUPPRESSED


def test_spanning_cells_read_as_their_blank_copies_do(grid_of: Grids) -> None:
    blank = grid_of(
        """
        Area | Shop | 2022/23 | | 2023/24 |
        | | Bread | Cakes | Bread | Cakes
        North | Ash | 10 | 11 | 12 | 13
        | Elm | 20 | 21 | 22 | 23
        """
    )
    spanned = grid_of(
        """
        Area ⇣2 | Shop ⇣2 | 2022/23 ⇢2 | | 2023/24 ⇢2 |
        | | Bread | Cakes | Bread | Cakes
        North ⇣2 | Ash | 10 | 11 | 12 | 13
        | Elm | 20 | 21 | 22 | 23
        """
    )
    assert [(o.row_path, o.column_path, o.printed) for o in blank.observations] == [
        (o.row_path, o.column_path, o.printed) for o in spanned.observations
    ]


def test_a_figure_that_spans_rows_is_one_observation_and_a_code_is_one_for_each_row(grid_of: Grids) -> None:
    grid = grid_of(
        """
        Shop | Loaves | Budget | Code
        Ash | 100 | £400k ⇣2 | G ⇣2
        Elm | 120 | |
        Oak | 90 | £250k | R
        """
    )
    assert [o.printed for o in grid.observations if o.column_path == ("Budget",)] == ["£400k", "£250k"]
    assert [o.printed for o in grid.observations if o.column_path == ("Code",)] == ["G", "G", "R"]


def test_a_figure_that_spans_columns_of_different_headings_is_none_of_theirs(grid_of: Grids) -> None:
    grid = grid_of(
        """
        Shop | 2023 | 2024
        Ash | 100 | 120
        Elm | 200 ⇢2 |
        """
    )
    assert [(o.row_path, o.printed) for o in grid.observations] == [(("Ash",), "100"), (("Ash",), "120")]


def test_a_heading_that_spans_columns_stands_over_no_others(grid_of: Grids) -> None:
    grid = grid_of(
        """
        Shop | Visits ⇢2 | |
        | 2023 | 2024 | Staff
        Ash | 100 | 120 | 4
        Elm | 200 | 210 | 5
        """
    )
    assert [column.path for column in grid.columns] == [("Visits", "2023"), ("Visits", "2024"), ("Staff",)]


@pytest.mark.parametrize(
    ("period", "quarters", "first_days"),
    [
        ("Q2 2025/26", ["Q1", "Q2"], ["2025-04-01", "2025-07-01"]),
        ("2024/25", ["Q1", "Q2", "Q3", "Q4"], ["2024-04-01", "2024-07-01", "2024-10-01", "2025-01-01"]),
        ("Q2 2025/26", ["Q3", "Q4", "Q1", "Q2"], [None] * 4),
        ("Q2 2025/26", ["Q1", "Q2", "Q3"], [None] * 3),
    ],
    ids=["up to the report's", "of the report's year", "of two years", "past the report"],
)
def test_quarters_without_a_year_are_the_reports_where_they_run_in_order_up_to_it(
    grid_of: Grids, period: str, quarters: list[str], first_days: list[str | None]
) -> None:
    figures = " | ".join(f"{n},204" for n in range(1, len(quarters) + 1))
    grid = grid_of(f"Shop | {' | '.join(quarters)}\nAsh | {figures}\nElm | {figures}", period=period)
    assert [c.period and c.period.first.isoformat() for c in grid.columns] == first_days


SISTERS = (
    """
    Line | Stop | Trips
    | Zoo | 1,210
    | Mill | 2,310
    Bus | Airport | 3,410
    | Port | 4,510
    | Castle | 5,610
    | Abbey | 6,710
    Tram | Quay | 7,810
    | Dock | 8,910
    """,
    """
    Line | Stop | On time
    Bus | Zoo | 91.1%
    | Mill | 92.2%
    | Airport | 93.3%
    | Port | 94.4%
    | Castle | 95.5%
    Tram | Abbey | 96.6%
    | Quay | 97.7%
    | Dock | 98.8%
    """,
)


def test_a_sister_table_settles_where_a_group_ends(grids_of: Callable[..., tuple[Grid, ...]]) -> None:
    alone = grids_of(SISTERS[0])[0]
    assert alone.warnings
    assert {o.inferred[0] for o in alone.observations if o.inferred} == {"row group uncertain"}
    first, second = grids_of(*SISTERS)
    assert not first.warnings
    assert paths(first) == paths(second)


def test_prose_settles_where_a_group_ends(grids_of: Callable[..., tuple[Grid, ...]]) -> None:
    (grid,) = grids_of(SISTERS[0], before="There are two tram stops.")
    assert [path[0] for path in paths(grid)] == ["Bus"] * 6 + ["Tram"] * 2


def test_a_heading_printed_over_the_figures_is_a_section(grid_of: Grids) -> None:
    grid = grid_of(
        """
        | 2018 | 2019 | 2020
        | | At home: |
        Bread | 10.0 | 11.0 | 12.0
        | | Abroad: |
        Bread | 1.0 | 1.5 | 2.0
        """
    )
    assert paths(grid) == [("At home",), ("At home", "Bread"), ("Abroad",), ("Abroad", "Bread")]


CELLS = st.one_of(
    st.sampled_from(
        [
            "",
            "",
            "Ash",
            "Total",
            "2019",
            "2023/24",
            "Q2",
            "£m",
            "%",
            "N/A",
            "-",
            "*",
            "Change",
            "Variance",
            "All",
            "1",
            "G",
        ]
    ),
    st.integers(-99_999, 99_999).map(lambda n: f"{n:,}"),
    st.integers(-999, 999).map(lambda n: f"({abs(n) / 10})" if n < 0 else f"{n / 10}%"),
)


@given(st.lists(st.lists(CELLS, min_size=1, max_size=6), min_size=1, max_size=9))
def test_whatever_is_printed_every_place_gives_at_most_one_observation(rows: list[list[str]]) -> None:
    grid = read("\n".join(" | ".join(row) for row in rows))
    places = [(o.row, o.column) for o in grid.observations]
    assert len(set(places)) == len(places)
    assert places == sorted(places)
    assert all(not (o.quantity is not None and o.missing is not None) for o in grid.observations)
    assert {o.row for o in grid.observations} <= {row.index for row in grid.rows if row.kind is not RowKind.SECTION}
    ids = {o.id for o in grid.observations}
    assert all(set(f.observations) <= ids for f in grid.findings)


@given(
    st.lists(st.tuples(*[st.integers(1000, 99_999)] * 3), min_size=3, max_size=8),
    st.integers(0, 2),
)
def test_a_printed_sum_is_confirmed_and_a_wrong_one_is_not(rows: list[tuple[int, int, int]], wrong: int) -> None:
    sums = [sum(column) for column in zip(*rows, strict=True)]
    body = "\n".join(f"Shop {chr(65 + i)} | " + " | ".join(f"{n:,}" for n in row) for i, row in enumerate(rows))
    right = read(f"Shop | Bread | Cakes | Rolls\n{body}\nTotal | " + " | ".join(f"{n:,}" for n in sums))
    assert [(p.total, p.confirmed) for p in right.parts if p.total == len(rows) + 1] == [(len(rows) + 1, True)]
    sums[wrong] += 1000
    off = read(f"Shop | Bread | Cakes | Rolls\n{body}\nTotal | " + " | ".join(f"{n:,}" for n in sums))
    contradicted = [f for f in off.findings if f.kind is FindingKind.CONTRADICTED]
    assert f"{sums[wrong]:,}" in {f.printed for f in contradicted}


def test_reading_twice_gives_the_same_ids(grid_of: Grids) -> None:
    text = "Shop | Sales\nAsh | 10\nElm | 10"
    first, second = grid_of(text), grid_of(text)
    assert first == second
    assert len({o.id for o in first.observations}) == 2


def test_the_long_table_has_its_fixed_columns_and_exact_values(grid_of: Grids) -> None:
    grid = grid_of("Shop | 2023/24 | Note\nAsh | £1.10 | good\nElm | | bad", title="Prices")
    data = frame([grid])
    assert {name: str(kind) for name, kind in data.dtypes.items()} == FRAME_TYPES
    assert data["row_path"].tolist() == ["Ash", "Elm"]
    assert data["value"].iloc[0] == Decimal("1.10")
    assert isinstance(data["value"].iloc[0], Decimal)
    assert data["missing"].dropna().tolist() == ["empty"]


def test_figures_under_a_heading_of_years_are_years(grid_of: Grids, cell: Lookup) -> None:
    grid = grid_of(
        """
        (£000) | Last year of use | Amount | Built in the year
        Bridges | 2039 | 1,995 | 12
        Roads | 2027 | 2012 | 14
        """
    )
    assert code(cell(grid, "Bridges", "Last year of use")) == "year"
    assert [code(cell(grid, "Roads", head)) for head in ("Amount", "Built in the year")] == ["gbp_k", "gbp_k"]


def test_what_a_heading_excepts_is_said_of_other_columns(grid_of: Grids) -> None:
    grid = grid_of(
        """
        | 2023 | 2022 | Percentage change
        | (pence, except percentage changes) | (pence, except percentage changes) | (pence, except percentage changes)
        Fuel | 2.86 | 2.22 | 28.8
        Wages | 4.34 | 4.32 | 0.5
        Rent | 0.73 | 0.71 | 2.6
        """
    )
    assert [column.kind for column in grid.columns] == [ColumnKind.LEVEL, ColumnKind.LEVEL, ColumnKind.CHANGE]


def test_years_that_headings_tell_by_their_place_are_counted_from_the_reports(grid_of: Grids) -> None:
    table = """
        | Budget | Actual | Variance | Last year | Next year
        Fuel | 10 | 12 | 2 | 9 | 14
        Rent | 20 | 19 | -1 | 18 | 20
        """
    grid = grid_of(table, period="2023/24")
    periods = [column.period.label() if column.period else "" for column in grid.columns]
    assert periods == ["2023/24", "2023/24", "2023/24", "2022/23", "2024/25"]
    assert [column.period for column in grid_of(table, period="Q4 2023/24").columns] == [None] * 5


def test_an_endless_number_takes_no_part_in_the_arithmetic() -> None:
    grid = read(
        f"Region | Q3 | Q4 | % change\nNorthfield | 1,204 | {'9' * 50} | +9%\nSouthport | 905 | 869 | -4%\n"
        f"Eastham | 350 | 412 | +18%\nTotal | 2,459 | {'9' * 50} | +4%"
    )
    assert len(grid.observations) == 12
    assert not [f for f in grid.findings if f.kind is FindingKind.CONTRADICTED]


def test_four_times_the_columns_are_four_times_the_work() -> None:
    few, many = ("Region" + n * " | £m" + "\nNorthfield" + n * " | 1,204" for n in (300, 1200))
    assert steps(lambda: read(many)) < 5 * steps(lambda: read(few))


@pytest.mark.parametrize("head", ["Number", "Number of grants", "Grants (number)", "Applications", "How many"])
def test_a_column_of_counts_is_none_of_the_money_that_the_title_speaks_of(head: str) -> None:
    rows = f"Ward | {head} | Amount\nAbbey | 3 | 12000\nBridge | 5 | 900\n"
    text = f"Grant report\n\nGrants\n\nGrants paid 2024/25 (£)\n{rows}"
    (grid,) = read_grids(document_of(text))
    units = [unit_code(o.quantity.unit) for o in grid.observations if o.quantity is not None]
    assert units == ["count", "gbp", "count", "gbp"]
