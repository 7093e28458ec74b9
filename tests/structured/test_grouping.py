from __future__ import annotations

from collections.abc import Callable

import pytest

from structured.grouping import SectionRow, group_rows, is_total_label, section_paths
from structured.observations import Grid, RowKind

MEMBERS = ["Ash", "Elm", "Oak", "Bay", "Fir", "Cedar", "Larch", "Pine", "Rowan", "Yew", "Beech", "Maple", "Plum"]
TRUE = ["North"] * 3 + ["East"] * 2 + ["South"] * 5 + ["West"] * 3


def printed_at(*places: int) -> list[str]:
    names = dict(zip(places, ["North", "East", "South", "West"], strict=True))
    return [names.get(i, "") for i in range(len(MEMBERS))]


@pytest.mark.parametrize(
    "places",
    [
        pytest.param((0, 3, 5, 10), id="first rows"),
        pytest.param((1, 3, 7, 11), id="middle rows"),
        pytest.param((0, 3, 6, 11), id="first rows and middle rows"),
        pytest.param((2, 4, 9, 12), id="last rows"),
    ],
)
def test_sorted_members_show_where_groups_end(places: tuple[int, ...]) -> None:
    assert list(group_rows(printed_at(*places), MEMBERS).labels) == TRUE


def test_rows_are_marked_as_inferred_only_where_the_printed_place_misleads() -> None:
    assert group_rows(printed_at(0, 3, 5, 10), MEMBERS).inferred == frozenset()
    assert group_rows(printed_at(1, 3, 7, 11), MEMBERS).inferred == frozenset({0, 2, 4, 5, 6, 8, 9, 10, 12})


def test_unsorted_members_stay_under_the_label_above() -> None:
    labels = ["Origin", "", "", "Age", "", "Sex", ""]
    members = ["White", "Black", "Asian", "16-24", "25-34", "Male", "Female"]
    grouped = group_rows(labels, members)
    assert grouped.labels == ("Origin", "Origin", "Origin", "Age", "Age", "Sex", "Sex")
    assert not grouped.inferred
    assert not grouped.doubt


def test_centred_labels_without_order_are_placed_when_only_one_way_fits() -> None:
    labels = ["", "Bus", "", "Tram", "", "Rail"]
    grouped = group_rows(labels, ["Zoo", "Mill", "Airport", "Port", "Castle", "Abbey"])
    assert grouped.labels == ("Bus", "Bus", "Bus", "Tram", "Tram", "Rail")
    assert grouped.inferred == {0, 2, 4}


def test_labels_that_could_be_centred_in_two_ways_are_left_in_place_with_a_doubt() -> None:
    labels = ["", "", "Bus", "", "", "", "Tram", ""]
    grouped = group_rows(labels, ["Zoo", "Mill", "Airport", "Port", "Castle", "Abbey", "Quay", "Dock"])
    assert grouped.doubt
    assert grouped.labels == ("", "", "Bus", "Bus", "Bus", "Bus", "Tram", "Tram")
    assert grouped.uncertain == {0, 1, 3, 4, 5, 7}


def test_a_list_in_the_prose_settles_the_doubt() -> None:
    labels = ["", "", "Bus", "", "", "", "Tram", ""]
    members = ["Zoo", "Mill", "Airport", "Port", "Castle", "Abbey", "Quay", "Dock"]
    grouped = group_rows(labels, members, fixed=[[5, 6, 7]])
    assert grouped.labels == ("Bus",) * 5 + ("Tram",) * 3
    assert not grouped.doubt


def test_a_count_in_the_prose_settles_the_doubt() -> None:
    labels = ["", "", "Bus", "", "", "", "Tram", ""]
    members = ["Zoo", "Mill", "Airport", "Port", "Castle", "Abbey", "Quay", "Dock"]
    grouped = group_rows(labels, members, sizes={"Tram": 2})
    assert grouped.labels == ("Bus",) * 6 + ("Tram",) * 2
    assert grouped.inferred == {0, 1, 3, 4, 5, 7}


def test_a_row_without_a_member_stands_outside_the_groups() -> None:
    labels = ["North", "", "South", "", "County"]
    grouped = group_rows(labels, ["Ash", "Elm", "Bay", "Fir", ""])
    assert grouped.labels == ("North", "North", "South", "South", "County")


@pytest.mark.parametrize(
    "label", ["Total stock", "Sub-total", "Grand total", "Place total", "Whole council", "All ages", "Total"]
)
def test_labels_of_totals(label: str) -> None:
    assert is_total_label(label)


@pytest.mark.parametrize("label", ["All-weather pitches", "All bakeries", "Overall satisfaction", "Net"])
def test_labels_that_only_look_like_totals(label: str) -> None:
    assert not is_total_label(label)


def test_a_long_run_of_rows_without_figures_is_no_nest_of_sections() -> None:
    headings = [SectionRow(label=f"Heading {i}", is_heading=True, is_total=False) for i in range(500)]
    paths = section_paths([*headings, SectionRow(label="North", is_heading=False, is_total=False)])
    assert max(map(len, paths)) == 8
    assert paths[-1][-1] == "Heading 499"


def test_a_long_run_of_members_in_order_is_sorted_whatever_the_number_of_its_orders() -> None:
    """A thousand members can stand in more orders than a floating number holds."""
    members = [f"Member {n:04}" for n in range(2000)]
    labels = ["North", *[""] * 999, "South", *[""] * 999]
    assert group_rows(labels, members).labels == ("North",) * 1000 + ("South",) * 1000


def test_a_last_row_of_all_that_the_headings_name_kinds_of_is_in_no_group(grid_of: Callable[..., Grid]) -> None:
    grid = grid_of(
        """
        Branch | Visits | Cost per visit
        Town branches | |
        Central | 412.5 | £4.10
        East | 88.0 | £5.25
        Village branches | |
        Central | 9.4 | £9.80
        All branches | 509.9 | £4.40
        """
    )
    assert [row.path for row in grid.rows if row.kind is not RowKind.SECTION] == [
        ("Town branches", "Central"),
        ("Town branches", "East"),
        ("Village branches", "Central"),
        ("All branches",),
    ]
