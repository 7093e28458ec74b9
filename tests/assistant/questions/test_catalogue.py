from __future__ import annotations

import pytest

from assistant.questions.catalogue import Entries, TableLabels, build_catalogue
from assistant.questions.outline import acronyms, is_total_label, outline
from assistant.questions.words import label_stems, stem
from corpus.sentences import sentences
from structured.grids import read_grids
from structured.tables import Table, table_of
from tests.small import REPORT, document_of, scope_of


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Mean Time to Repair (MTTR) fell.", {"MTTR": "Mean Time to Repair"}),
        ("The Widget Inspection Board (WIB) met.", {"WIB": "Widget Inspection Board"}),
        ("MTTR (Mean Time to Repair) fell.", {"MTTR": "Mean Time to Repair"}),
        ("the Association of Widget Makers (AWM)", {"AWM": "Association of Widget Makers"}),
        ("Widgets were sold (XYZ) abroad.", {}),
        ("the service of trained widget menders (TWMs) grew", {"TWM": "trained widget menders"}),
        ("violence against widgets and gears (VAWG)", {"VAWG": "violence against widgets and gears"}),
        ("WTE: whole-time equivalent, which counts hours", {"WTE": "whole-time equivalent"}),
        ("WTE: what the Board pays", {}),
        ("Northfield Widgets (North)", {}),
        ("", {}),
    ],
)
def test_reports_define_their_acronyms(text: str, expected: dict[str, str]) -> None:
    assert acronyms([text]) == expected


def test_the_first_definition_holds() -> None:
    found = acronyms(["Mean Time to Repair (MTTR)", "Most Trusted Tool Range (MTTR)"])
    assert found == {"MTTR": "Mean Time to Repair"}


def test_an_acronym_and_its_name_stand_for_each_other() -> None:
    report = REPORT.replace("Opinion\n", "Opinion\n\nThe Widget Inspection Board (WIB) asked customers.\n", 1)
    known = scope_of(report).catalogue.alternatives
    short, name = label_stems("WIB"), label_stems("Widget Inspection Board")
    assert name in known[short]
    assert short in known[name]


@pytest.mark.parametrize(
    ("label", "total"),
    [
        ("Total", True),
        ("Overall result", True),
        ("All regions", True),
        ("Sub-total", True),
        ("Net", True),
        ("Northfield", False),
        ("Totally new", False),
    ],
)
def test_a_total_is_known_by_its_label(label: str, total: bool) -> None:
    assert is_total_label(label) is total


def test_names_that_run_through_a_report_are_known() -> None:
    prose = "\n\n".join(f"In year {n} people said that Widgetshire makes good things from tin." for n in range(9))
    names = scope_of(f"Report\n\nSales\n\n{prose}\n").catalogue.names
    assert stem("Widgetshire") in names
    assert stem("good") not in names


def test_a_part_knows_the_category_that_it_belongs_to() -> None:
    report = """Report

Widgets made by kind
Kind | Q3 2023/24 | Q4 2023/24
Wooden | 4,107 | 4,230
Oak | 3,211 | 3,004
Pine | 896 | 1,226
Metal | 2,520 | 2,761
Total | 6,627 | 6,991
"""
    scope = scope_of(report)
    (entry,) = scope.catalogue.entries
    labels = {row.path[-1]: i for i, row in enumerate(entry.grid.rows)}
    also = {part: [scope.catalogue.labels[i].text for i in entry.also.get(r, ())] for part, r in labels.items()}
    assert (also["Oak"], also["Pine"], also["Wooden"]) == (["Wooden"], ["Wooden"], [])


def test_every_cell_is_found_by_its_place() -> None:
    catalogue = scope_of(REPORT).catalogue
    entry = catalogue.entries[0]
    ref = entry.ref(1, 2)
    assert catalogue.observation(ref).printed == "869"
    assert entry.cell(1, 2) is catalogue.observation(ref)
    assert catalogue.entry_of("widgets-q4-2023-24", 1) is entry
    with pytest.raises(KeyError):
        catalogue.entry_of("widgets-q4-2023-24", 99)


def test_a_rare_word_is_worth_more_than_a_common_one() -> None:
    catalogue = scope_of(REPORT).catalogue
    common, rare, unknown = (catalogue.weight(stem(w)) for w in ("widgets", "rust", "zebra"))
    assert 0.15 <= common < rare <= unknown == 1


def test_an_empty_library_has_an_empty_catalogue() -> None:
    catalogue = build_catalogue((), nowhere, titles={}, periods={})
    assert (catalogue.labels, len(catalogue.entries), catalogue.weight("widget")) == ([], 0, 1.0)


def test_the_same_report_gives_the_same_catalogue() -> None:
    document = document_of(REPORT)
    grids, said = read_grids(document), sentences(document)
    outlines = [outline(document, grids, said)]
    one, other = (
        build_catalogue(outlines, nowhere, titles={document.id: document.title}, periods={}) for _ in range(2)
    )
    assert (one, one.tables) == (other, other.tables)


def nowhere(document_id: str, number: int) -> Table:
    raise KeyError((document_id, number))


def test_no_more_tables_stay_in_memory_than_may() -> None:
    (grid,) = read_grids(document_of(REPORT))[:1]
    read: list[int] = []

    def read_it(_: str, number: int) -> Table:
        read.append(number)
        return table_of(grid)

    blank = {"rows": (), "columns": (), "dimensions": (), "context": (), "period": None, "prose": frozenset()}
    tables = [TableLabels(index=i, document_id="report", number=i, also={}, **blank) for i in range(4)]
    entries = Entries(tables, read_it, most_kept=2)
    assert [entry.index for entry in (entries[0], entries[1], entries[0], entries[2], entries[0], entries[1])] == [
        *(0, 1, 0, 2, 0, 1)
    ]
    assert read == [0, 1, 2, 1]
    assert [entry.index for entry in entries[1:3]] == [1, 2]
