from __future__ import annotations

from collections.abc import Sequence

import pytest

from corpus.pages import Item, assign_pages, find_entries
from corpus.readers.contents import Contents, Entry

TEXT = Item()


def contents(*entries: tuple[str, int], last_page: int | None = None) -> Contents:
    made = [Entry(title=title, level=1, page=page) for title, page in entries]
    made[-1] = Entry(title=made[-1].title, level=1, page=made[-1].page, last_page=last_page)
    return Contents(entries=tuple(made), first_line=0, last_line=len(made))


def head(title: str, *, gap: bool = False, room: bool = False) -> Item:
    return Item(title=title, is_after_gap=gap, has_room_below=room)


def numbers(items: Sequence[Item], listed: Contents | None) -> list[int | None]:
    return [page.number for page in assign_pages(items, listed, find_entries(items, listed) if listed else {})]


def test_without_anything_to_go_by_no_page_is_known() -> None:
    assert numbers([head("Sales"), TEXT], None) == [None, None]


def test_form_feeds_count_pages() -> None:
    pages = assign_pages([TEXT, Item(n_feeds=1), TEXT, Item(n_feeds=2)], None, {})
    assert [page.number for page in pages] == [1, 2, 2, 4]
    assert not any(page.inferred for page in pages)


def test_a_footer_closes_its_page_and_the_gap_between_two_is_known_only_when_they_follow_on() -> None:
    items = [TEXT, Item(page_before=4), TEXT, Item(page_before=5), TEXT, Item(page_before=8), TEXT]
    assert numbers(items, None) == [None, 5, 5, None, None, None, None]


def test_a_header_opens_its_page() -> None:
    items = [Item(page_here=1), TEXT, Item(page_here=2), TEXT]
    assert numbers(items, None) == [1, None, 2, None]


def test_an_entry_of_one_slide_gives_its_page_to_all_of_it() -> None:
    listed = contents(("Sales", 3), ("Costs", 4), ("Staff", 5), last_page=5)
    items = [TEXT, head("Sales"), TEXT, head("Costs"), TEXT, head("Staff"), TEXT]
    assert numbers(items, listed) == [None, 3, 3, 4, 4, 5, 5]
    pages = assign_pages(items, listed, find_entries(items, listed))
    assert all(page.inferred for page in pages[1:])


@pytest.mark.parametrize(
    ("title", "second", "third"),
    [
        pytest.param("Sales", head("Sales"), head("Sales"), id="the title again"),
        pytest.param("Sales", head("Sales: hats", gap=True), head("Sales: coats", gap=True), id="alike, after a break"),
        pytest.param("Sales", head("Hats", gap=True), head("Coats", gap=True), id="after a break and text"),
        pytest.param("Sales and costs", head("Hat sales, costs"), head("Coat sales, costs"), id="alike, after text"),
    ],
)
def test_slides_of_one_entry_are_told_apart_when_their_number_fits(title: str, second: Item, third: Item) -> None:
    listed = contents((title, 2), ("Staff", 5), ("Rest", 6))
    items = [head(title), TEXT, second, TEXT, third, TEXT, head("Staff"), TEXT, head("Rest")]
    assert numbers(items, listed) == [2, 2, 3, 3, 4, 4, 5, 5, 6]


def test_the_first_of_two_like_titles_is_the_entrys_even_right_under_its_chapter() -> None:
    listed = contents(("Money", 2), ("Sales", 3), ("Staff", 5))
    items = [TEXT, head("Money"), head("Sales"), TEXT, head("Sales"), TEXT, head("Staff")]
    assert numbers(items, listed) == [None, 2, 3, 3, 4, 4, 5]


def test_when_the_slides_do_not_come_out_only_the_first_heading_has_a_page() -> None:
    listed = contents(("Sales", 2), ("Staff", 6), ("Rest", 7))
    items = [head("Sales"), TEXT, head("Hats", gap=True), TEXT, head("Staff"), TEXT, head("Rest"), TEXT]
    assert numbers(items, listed) == [2, None, None, None, 6, 6, 7, 7]


def test_headings_are_matched_by_their_words_in_order() -> None:
    listed = contents(("Data overview", 2), ("Finances - Revenue", 3), ("Costs", 4), ("Data Overview", 5))
    items = [head("Data Overview"), TEXT, head("Revenue Summary and Finance"), TEXT, head("Costs"), TEXT]
    items += [head("Data Overview"), TEXT]
    assert list(find_entries(items, listed).items()) == [(0, 0), (2, 1), (4, 2), (6, 3)]


def test_a_heading_that_is_another_entrys_word_for_word_is_not_taken() -> None:
    listed = contents(("Sales", 2), ("Sales of hats and coats", 3), ("Costs", 4))
    items = [head("Sales"), TEXT, head("Sales"), TEXT, head("Costs"), TEXT]
    assert set(find_entries(items, listed).values()) == {0, 2}


def test_a_doubtful_match_gives_way_when_only_then_the_slides_come_out() -> None:
    listed = contents(("Sales trends", 2), ("Sales trends of shops", 4), ("Costs", 5))
    items = [head("Sales trends"), TEXT, head("Sales trends: hats", gap=True), TEXT]
    items += [head("Sales trends in the shops", gap=True), TEXT, head("Costs", gap=True), TEXT]
    assert numbers(items, listed) == [2, 2, 3, 3, 4, 4, 5, 5]


def test_printed_page_numbers_outrank_a_contents_page_that_is_behind_them() -> None:
    listed = contents(("Sales", 2), ("Costs", 3), ("Staff", 4))
    items = [head("Sales"), TEXT, Item(title="Costs", page_before=3), TEXT, Item(title="Staff", page_before=4), TEXT]
    assert numbers(items, listed) == [2, None, 4, 4, None, None]
