"""Questions about a list of thousands of rows, each answer held against the rows themselves."""

from __future__ import annotations

import csv
from collections.abc import Iterator
from decimal import Decimal
from pathlib import Path

import pytest

from assistant.answers.answer import Answer, Route, Verdict
from assistant.answers.rendering import citation_html
from assistant.service import Assistant

KINDS = ("Chairs", "Office desks", "Lamps", "All furniture")
TOWNS = [f"{side} {name}" for side in ("North", "South", "Great") for name in ("Ashby", "Barton", "Carlow", "Denby")]
MONTHS = [f"{year}-{month:02}" for year in range(2009, 2021) for month in range(1, 13)]
Row = tuple[str, str, str, int, int]


def every_row() -> Iterator[Row]:
    for i, month in enumerate(MONTHS):
        for j, town in enumerate(TOWNS):
            parts = [(i * 37 + j * 101 + k * 53) % 997 for k in range(3)]
            for kind, sold in zip(KINDS, (*parts, sum(parts)), strict=True):
                yield month, town, kind, sold, sold * 3 // 7


ROWS = list(every_row())


@pytest.fixture(scope="module")
def assistant(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Assistant]:
    folder = tmp_path_factory.mktemp("long")
    with (folder / "furniture.csv").open("w", newline="") as file:
        csv.writer(file).writerows([("Month", "Town", "Kind", "Items sold", "Items returned"), *ROWS])
    made = Assistant.open(folder / "library", create=True)
    made.library.add(folder / "furniture.csv")
    yield made
    made.library.close()


def value(month: str, town: str, kind: str, column: int = 3) -> int:
    (found,) = (int(row[column]) for row in ROWS if row[:3] == (month, town, kind))
    return found


def total(column: int = 3, **wanted: str) -> int:
    places = {"month": 0, "town": 1, "kind": 2}
    return sum(int(row[column]) for row in ROWS if all(str(row[places[n]]).startswith(w) for n, w in wanted.items()))


def figures(answer: Answer) -> list[Decimal]:
    assert answer.route is Route.CALCULATION, answer.text
    return [figure.value for figure in answer.figures]


@pytest.mark.parametrize(
    ("question", "expected"),
    [
        ("How many chairs items were sold in North Denby in November 2010?", value("2010-11", "North Denby", "Chairs")),
        ("How many lamps items sold in Great Ashby in March 2020?", value("2020-03", "Great Ashby", "Lamps")),
        ("Office desk items returned, South Carlow, May 2012", value("2012-05", "South Carlow", "Office desks", 4)),
        ("How many items were sold in South Carlow in May 2012?", value("2012-05", "South Carlow", "All furniture")),
        ("What is the total of items sold for chairs in December 2015?", total(month="2015-12", kind="Chairs")),
        ("What is the total of items sold for chairs in 2015?", total(month="2015", kind="Chairs")),
        ("What was the total of items sold for office desks?", total(kind="Office desks")),
        ("What is the sum of lamps items returned in North Ashby?", total(4, town="North Ashby", kind="Lamps")),
    ],
)
def test_rows_are_looked_up_and_added_up(assistant: Assistant, question: str, expected: int) -> None:
    answer = assistant.ask(question)
    assert expected in figures(answer)
    assert answer.citations


def test_the_row_that_a_citation_names_is_opened(assistant: Assistant) -> None:
    answer = assistant.ask("How many chairs items were sold in North Denby in November 2010?")
    (citation,) = answer.citations
    number = ROWS.index(next(row for row in ROWS if row[:3] == ("2010-11", "North Denby", "Chairs")))
    assert citation.section == f"row {number + 2:,}"
    shown = citation_html(assistant.library.document("furniture"), citation)
    assert f"<mark>{value('2010-11', 'North Denby', 'Chairs')}</mark>" in shown
    assert shown.count("<tr") == 12  # the header, the row, and five on either side


def test_those_of_most_are_ranked_without_the_total(assistant: Assistant) -> None:
    answer = assistant.ask("Which town had the most lamps items sold in June 2018?")
    best = max((row for row in ROWS if row[0] == "2018-06" and row[2] == "Lamps"), key=lambda row: row[3])
    assert best[1] in answer.text
    assert best[3] in figures(answer)
    kinds = assistant.ask("Which kind had the most items sold in North Ashby in June 2018?")
    assert "All furniture" not in kinds.text
    assert max(row[3] for row in ROWS if row[:2] == ("2018-06", "North Ashby") and row[2] != KINDS[3]) in figures(kinds)


def test_a_change_is_of_the_two_times_named(assistant: Assistant) -> None:
    old, new = (value(month, "Great Barton", "Chairs") for month in ("2011-02", "2011-03"))
    for words in ("between February 2011 and March 2011", "from February 2011 to March 2011"):
        answer = assistant.ask(f"How did chairs items sold in Great Barton change {words}?")
        assert new - old in figures(answer)


def test_the_mean_says_that_it_has_no_weights(assistant: Assistant) -> None:
    answer = assistant.ask("What was the average of chairs items sold in North Denby in 2013?")
    mean = Decimal(total(month="2013", town="North Denby", kind="Chairs")) / 12
    assert any(abs(figure - mean) < Decimal("0.06") for figure in figures(answer))
    assert answer.warnings


@pytest.mark.parametrize(
    ("question", "words"),
    [
        ("How many chairs items were sold in Manchester in June 2018?", "Manchester"),
        ("How many chairs items were sold in North Ashby in June 2031?", "2031"),
        ("Why were chairs items sold in North Ashby in June 2018?", "reasons"),
        ("How many sofas items were sold in North Ashby in June 2018?", "sofas"),
    ],
)
def test_what_the_rows_do_not_hold_is_refused_and_named(assistant: Assistant, question: str, words: str) -> None:
    answer = assistant.ask(question)
    assert answer.route is Route.REFUSAL
    assert words in answer.text


@pytest.mark.parametrize(
    ("question", "words"),
    [
        ("How many chairs items were sold in Ashby in June 2018?", "South Ashby"),
        ("How many chairs in North Ashby in June 2018?", "Items returned"),
    ],
)
def test_what_could_be_several_is_asked_back(assistant: Assistant, question: str, words: str) -> None:
    answer = assistant.ask(question)
    assert answer.route is Route.CLARIFICATION
    assert any(words in choice for choice in answer.choices)
    assert assistant.ask(answer.choices[0]).route is Route.CALCULATION


def test_rows_are_not_added_up_unasked(assistant: Assistant) -> None:
    answer = assistant.ask("How many chairs items were sold in North Ashby in 2018?")
    assert not answer.figures
    assert "12 rows" in answer.text


def test_a_follow_up_keeps_what_it_does_not_say(assistant: Assistant) -> None:
    asked = ["How many chairs items were sold in North Denby in November 2010?"]
    steps = [
        ("And in November 2011?", value("2011-11", "North Denby", "Chairs")),
        ("What about lamps?", value("2011-11", "North Denby", "Lamps")),
        ("and South Carlow?", value("2011-11", "South Carlow", "Lamps")),
        ("and items returned?", value("2011-11", "South Carlow", "Lamps", 4)),
    ]
    for question, expected in steps:
        assert expected in figures(assistant.ask(question, tuple(asked)))
        asked.append(question)


def test_a_follow_up_on_what_the_rows_do_not_hold_is_refused(assistant: Assistant) -> None:
    asked = ("How many chairs items were sold in North Denby in November 2010?",)
    for question in ("And in Manchester?", "And in November 2031?"):
        assert assistant.ask(question, asked).route is Route.REFUSAL


def test_a_follow_up_keeps_the_task(assistant: Assistant) -> None:
    asked = ("What is the total of items sold for chairs in 2015?",)
    assert total(month="2016", kind="Chairs") in figures(assistant.ask("And in 2016?", asked))
    best = max(row[3] for row in ROWS if row[0] == "2019-01" and row[2] == "Lamps")
    ranked = ("Which town had the most lamps items sold in June 2018?",)
    assert best in figures(assistant.ask("And in January 2019?", ranked))


@pytest.mark.parametrize(
    ("question", "part", "whole"),
    [
        (
            "What share of items sold in North Ashby in June 2018 were chairs?",
            value("2018-06", "North Ashby", "Chairs"),
            value("2018-06", "North Ashby", "All furniture"),
        ),
        (
            "What percentage of lamps items sold in June 2018 were sold in South Denby?",
            value("2018-06", "South Denby", "Lamps"),
            total(month="2018-06", kind="Lamps"),
        ),
    ],
)
def test_a_share_is_of_the_total_row_or_of_all_rows(assistant: Assistant, question: str, part: int, whole: int) -> None:
    found = figures(assistant.ask(question))
    assert {Decimal(part), Decimal(whole)} <= set(found)
    assert any(abs(figure - Decimal(100 * part) / whole) < Decimal("0.06") for figure in found)


def test_rows_over_a_figure_are_counted_and_named(assistant: Assistant) -> None:
    rows = [row for row in ROWS if row[0] == "2018-06" and row[2] == "Lamps"]
    over = [row for row in rows if row[3] > 500]
    for words in (
        "Which towns had more than 500 lamps items sold in June 2018?",
        "How many towns had over 500 lamps items sold in June 2018?",
    ):
        answer = assistant.ask(words)
        assert {Decimal(row[3]) for row in over} <= set(figures(answer))
        assert f"{len(over)} of {len(rows)}" in answer.text
        assert all((row[1] in answer.text) == (row in over) for row in rows)


SOLD = value("2010-11", "North Denby", "Chairs")
OLD, NEW = (value(month, "Great Barton", "Chairs") for month in ("2011-02", "2011-03"))
ROSE = "rose" if NEW > OLD else "fell"
FELL = "fell" if NEW > OLD else "rose"


@pytest.mark.parametrize(
    ("claim", "verdict"),
    [
        (f"In November 2010 {SOLD} chairs items were sold in North Denby.", Verdict.SUPPORTED),
        (f"In November 2010 {SOLD + 1} chairs items were sold in North Denby.", Verdict.CONTRADICTED),
        (f"More than {SOLD - 1} chairs items were sold in North Denby in November 2010.", Verdict.SUPPORTED),
        (f"More than {SOLD + 5} chairs items were sold in North Denby in November 2010.", Verdict.CONTRADICTED),
        (f"The total of items sold for chairs in 2015 was {total(month='2015', kind='Chairs'):,}.", Verdict.SUPPORTED),
        (
            f"The total of items sold for chairs in 2015 was {total(month='2015', kind='Lamps'):,}.",
            Verdict.CONTRADICTED,
        ),
        (
            f"Chairs items sold in Great Barton {ROSE} by {abs(NEW - OLD)} between February 2011 and March 2011.",
            Verdict.SUPPORTED,
        ),
        (
            f"Chairs items sold in Great Barton {FELL} by {abs(NEW - OLD)} between February 2011 and March 2011.",
            Verdict.CONTRADICTED,
        ),
        (f"In November 2010 {SOLD} sofas items were sold in North Denby.", Verdict.NOT_FOUND),
        (f"In November 2010 {SOLD} chairs items were sold.", Verdict.NOT_FOUND),
        (f"In North Denby {SOLD} chairs items were not sold in November 2010.", Verdict.NOT_FOUND),
    ],
)
def test_a_claim_is_held_against_the_rows(assistant: Assistant, claim: str, verdict: Verdict) -> None:
    answer = assistant.check(claim)
    assert answer.verdict is verdict
    assert bool(answer.citations) is (verdict is not Verdict.NOT_FOUND)


def test_the_first_few_are_ranked(assistant: Assistant) -> None:
    rows = sorted((row for row in ROWS if row[0] == "2018-06" and row[2] == "Lamps"), key=lambda row: -row[3])
    answer = assistant.ask("Which three towns had the most lamps items sold in June 2018?")
    assert [row[3] for row in rows[:3]] == figures(answer)[:3]


def test_rows_that_hold_totals_of_others_are_not_added_up(tmp_path: Path) -> None:
    lines: list[tuple[object, ...]] = [("Week", "Place", "Visits")]
    for week in range(1, 2001):
        lines += [(f"W{week}", "Aland", 30 + week), (f"W{week}", "Bland", 10), (f"W{week}", "Cland", 20 + week)]
    with (tmp_path / "visits.csv").open("w", newline="") as file:
        csv.writer(file).writerows(lines)
    assistant = Assistant.open(tmp_path / "library", create=True)
    assistant.library.add(tmp_path / "visits.csv")
    answer = assistant.ask("What is the total of visits in W7?")
    assert (answer.route, answer.figures) == (Route.REFUSAL, ())
    assert "Aland" in answer.text
    assistant.library.close()


def test_a_label_of_two_columns_is_of_neither(tmp_path: Path) -> None:
    lines: list[tuple[object, ...]] = [("From", "To", "Journeys")]
    lines += [(f"Town {a}", f"Town {b}", a * 100 + b) for a in range(1, 81) for b in range(1, 81)]
    with (tmp_path / "journeys.csv").open("w", newline="") as file:
        csv.writer(file).writerows(lines)
    assistant = Assistant.open(tmp_path / "library", create=True)
    assistant.library.add(tmp_path / "journeys.csv")
    answer = assistant.ask("What is the total of journeys to Town 17?")
    assert (answer.route, answer.figures) == (Route.REFUSAL, ())
    assert "more than one column" in answer.text
    assistant.library.close()
