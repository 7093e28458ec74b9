"""Reports of one body and one time, whose figures can be held against each other."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

import pytest

from assistant.libraries.siblings import siblings
from assistant.report_library import ReportLibrary, open_library
from tests.assistant.libraries.test_outlines import INFO

WIDGETS = replace(INFO, id="annual", title="Widget Association annual report 2023/24", period="2023/24")


def test_reports_of_one_body_whose_time_ends_together_are_siblings() -> None:
    quarterly = replace(WIDGETS, id="quarterly", title="Widget Association quarterly report", period="Q4 2023/24")
    earlier = replace(WIDGETS, id="earlier", title="Widget Association annual report 2022/23", period="2022/23")
    other = replace(WIDGETS, id="other", title="Gadget Society annual report 2023/24")
    nobody = replace(WIDGETS, id="nobody", title="Annual report 2023/24")
    found = siblings([WIDGETS, quarterly, earlier, other, nobody])
    assert found == {"annual": ("quarterly",), "quarterly": ("annual",)}


def test_a_report_with_many_has_none() -> None:
    assert siblings([replace(WIDGETS, id=f"part-{n}") for n in range(6)]) == {}


ANNUAL = """Widget Association annual report 2023/24

Sales

Widgets sold by region
Region\t2022/23\t2023/24
Northfield\t1,180\t1,310
Southport\t1,000\t869
Eastham\t300\t412
"""


@pytest.fixture(scope="module")
def library(tmp_path_factory: pytest.TempPathFactory) -> Iterator[ReportLibrary]:
    folder = tmp_path_factory.mktemp("siblings")
    texts = {"annual": ANNUAL, "review": ANNUAL.replace("annual report", "year review").replace("1,310", "1,130")}
    with open_library(folder / "library", create=True) as library:
        for name, text in texts.items():
            (folder / f"{name}.txt").write_text(text, encoding="utf-8")
            library.add(folder / f"{name}.txt")
        yield library


SOLD = "How many widgets were sold in Northfield in 2023/24"


def test_what_the_other_report_prints_is_told_with_its_title(library: ReportLibrary) -> None:
    answer = library.ask(f"{SOLD} according to the Widget Association annual report 2023/24?")
    assert answer.text == (
        "Northfield: 1,310 (2023/24) [1]. Another report, Widget Association year review 2023/24, gives 1,130, in the"
        " table “Widgets sold by region” [2]."
    )
    assert [citation.document for citation in answer.citations] == ["annual", "review"]


def test_of_two_figures_that_both_stand_there_it_is_said_that_they_differ(library: ReportLibrary) -> None:
    answer = library.ask(f"{SOLD}?")
    assert answer.text.endswith("The reports give both 1,310 [1] and 1,130 [2] for this.")


def test_a_report_that_was_not_asked_is_not_held_against_it(library: ReportLibrary) -> None:
    answer = library.ask(f"{SOLD}?", documents=["annual"])
    assert answer.text == "Northfield: 1,310 (2023/24) [1]."
