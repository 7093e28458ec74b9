"""Workbooks and delimited files as councils publish them: every cell has its labels, its print and its number."""

from __future__ import annotations

from decimal import Decimal
from pathlib import Path

import openpyxl

from corpus.loading import load
from structured.grids import read_grids
from structured.observations import MissingReason
from structured.units import unit_code

Cells = dict[tuple[str, ...], tuple[str, Decimal | MissingReason | None, str]]


def cells(path: Path) -> list[Cells]:
    """Of each table what every cell prints, its number or why there is none, and its unit, by its labels."""
    return [
        {
            (*o.row_path, *o.column_path): (
                o.printed,
                o.missing if o.quantity is None else o.quantity.value,
                "" if o.quantity is None else unit_code(o.quantity.unit),
            )
            for o in grid.observations
        }
        for grid in read_grids(load(path))
    ]


def test_three_rows_of_headings_with_the_units_in_the_last(tmp_path: Path) -> None:
    workbook = openpyxl.Workbook()
    sheet = workbook.active
    sheet["A1"] = "Waste sites 2024/25"
    sheet.merge_cells("A1:G1")
    sheet["A3"], sheet["B3"], sheet["E3"] = "Site", "Household", "Trade"
    sheet.merge_cells("B3:D3")
    sheet.merge_cells("E3:G3")
    for c, (head, unit) in enumerate([("Visits", "number"), ("Waste", "tonnes"), ("Cost", "£000")] * 2, 2):
        sheet.cell(4, c, head)
        sheet.cell(5, c, unit)
    for r, row in enumerate((["Abbey", 1200, 340, 22.5, 80, 55, 9], ["Bridge", 900, 210, 18, 40, 22, 4.5]), 6):
        for c, value in enumerate(row, 1):
            sheet.cell(r, c, value)
    workbook.save(path := tmp_path / "sites.xlsx")
    (table,) = cells(path)
    assert len(table) == 12
    assert {labels[:2] for labels in table} == {(s, k) for s in ("Abbey", "Bridge") for k in ("Household", "Trade")}
    found = {(site, kind, " ".join(rest).split()[0]): cell for (site, kind, *rest), cell in table.items()}
    assert found["Abbey", "Trade", "Waste"] == ("55", Decimal(55), "tonnes")
    assert found["Bridge", "Trade", "Cost"] == ("4.5", Decimal("4.5"), "gbp_k")
    assert found["Bridge", "Household", "Visits"] == ("900", Decimal(900), "count")


def test_tables_side_by_side_with_a_title_over_each(tmp_path: Path) -> None:
    workbook = openpyxl.Workbook()
    left = [["Vehicles by depot"], ["Depot", "Vans", "Lorries"], ["Abbey", 10, 4], ["Bridge", 12, 6], ["All", 22, 10]]
    right = [["Fuel used (litres)"], ["Fuel", "2023", "2024"], ["Diesel", 12000, 11000], ["Petrol", 4000, 4200]]
    for first, rows in ((1, left), (5, right)):
        for r, row in enumerate(rows, 1):
            for c, value in enumerate(row, first):
                workbook.active.cell(r, c, value)
    workbook.save(path := tmp_path / "fleet.xlsx")
    vehicles, fuel = cells(path)
    assert [grid.title for grid in read_grids(load(path))] == ["Vehicles by depot", "Fuel used (litres)"]
    assert (len(vehicles), len(fuel)) == (6, 4)
    assert vehicles["All", "Lorries"][1] == 10
    assert fuel["Petrol", "2024"][:2] == ("4200", Decimal(4200))


def test_hidden_rows_and_columns_and_percentages_by_their_format(tmp_path: Path) -> None:
    workbook = openpyxl.Workbook()
    sheet = workbook.active
    for row in (
        ["Calls answered in time"],
        ["Team", "Q1", "Q2", "Q3"],
        ["Benefits", 0.91, 0.885, 0.9],
        ["Not ours", 0.1, 0.1, 0.1],
        ["Housing", 0.7, 0.72, 0.735],
    ):
        sheet.append(row)
    for row in sheet.iter_rows(min_row=3, min_col=2):
        for cell in row:
            cell.number_format = "0.0%"
    sheet.row_dimensions[4].hidden = sheet.column_dimensions["C"].hidden = True
    workbook.save(path := tmp_path / "calls.xlsx")
    (table,) = cells(path)
    assert table == {
        ("Benefits", "Q1"): ("91.0%", Decimal("91.0"), "percent"),
        ("Benefits", "Q3"): ("90.0%", Decimal("90.0"), "percent"),
        ("Housing", "Q1"): ("70.0%", Decimal("70.0"), "percent"),
        ("Housing", "Q3"): ("73.5%", Decimal("73.5"), "percent"),
    }


def test_a_file_of_an_older_program_with_notes_and_money_of_all_shapes(tmp_path: Path) -> None:
    path = tmp_path / "spend.csv"
    path.write_bytes(
        "Spending against budget – quarter 2,,,,,\r\nAll figures in £ unless stated,,,,,\r\n,,,,,\r\n"
        'Service,Budget,Spend,Variance,,\r\nParks,"£1,234.50","£1,300.00",£65.50,,\r\nRoads,£1.2m,£1.1m,(£0.1m),,\r\n'
        'Libraries,"12,000","10,766","(1,234)",,\r\n,,,,,\r\n* Excludes depreciation,,,,,\r\n'.encode("cp1252")
    )
    (table,) = cells(path)
    assert len(table) == 9
    assert table["Parks", "Budget"] == ("£1,234.50", Decimal("1234.50"), "gbp")
    assert table["Roads", "Variance"] == ("(£0.1m)", Decimal("-0.1"), "gbp_m")
    assert table["Libraries", "Variance"] == ("(1,234)", Decimal(-1234), "gbp")
    (grid,) = read_grids(load(path))
    assert grid.notes == ("All figures in £ unless stated", "* Excludes depreciation")


def test_semicolons_a_mark_of_the_encoding_and_columns_without_anything(tmp_path: Path) -> None:
    path = tmp_path / "absence.csv"
    path.write_text(
        "\ufeffSchool absence [note 1];;;;\nSchool;Pupils;Absence rate (%);Persistent;\nAshwood;1\u00a0204;5.1;98;\n"
        "Brook;820;4.8 [r];c;\nCedar;64;x;<5;\nNote 1: Autumn and spring terms.;;;;\n"
        "c = suppressed; x = not available\n",
        encoding="utf-8",
    )
    (table,) = cells(path)
    assert len(table) == 9
    assert table["Ashwood", "Pupils"] == ("1 204", Decimal(1204), "count")
    assert table["Brook", "Absence rate (%)"] == ("4.8 [r]", Decimal("4.8"), "percent")
    assert [table[place][1] for place in (("Brook", "Persistent"), ("Cedar", "Persistent"))] == [
        MissingReason.SUPPRESSED,
        MissingReason.LIMIT,
    ]
