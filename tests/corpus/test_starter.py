"""The starter editions: well formed, and with the originals' figures, section by section, neither fewer nor more."""

from __future__ import annotations

import re
from itertools import pairwise
from pathlib import Path
from typing import NamedTuple

import pytest

ROOT = Path(__file__).resolve().parents[2]
STARTER = ROOT / "corpus" / "starter"
ORIGINALS = ROOT.parent / "shared" / "reports"

EDITIONS = sorted(path.name for path in STARTER.glob("*.md"))
edition_names = pytest.mark.parametrize("name", EDITIONS, ids=[name.removesuffix(".md") for name in EDITIONS])

REQUIRED_FIELDS = {"title", "publisher", "period", "restates", "edition", "source"}
OPTIONAL_FIELDS = {"published"}

HEADING = re.compile(r"(#+) (.+)")
PAGE = re.compile(r"<!-- page(?: (\d+))? -->")
# A sign and a scale are part of a figure; a per cent sign is not, since "19%" and "19 per cent" are one figure.
FIGURE = re.compile(r"£?\d+(?:,\d{3})*(?:\.\d+)?(?:(?:million|bn|kg|m|k)\b)?")
# Printed at the foot of some slides, in the middle of whatever section stands there.
RUNNING_FOOT = "MOPAC Quarterly Report Q4 2023/24"


class Section(NamedTuple):
    heading: str
    lines: list[str]


def front_matter_and_body(name: str) -> tuple[dict[str, str], list[str]]:
    opening, front, body = (STARTER / name).read_text(encoding="utf-8").split("---\n", 2)
    assert opening == ""
    return dict(line.split(": ", 1) for line in front.splitlines()), body.splitlines()


def original_path(name: str) -> Path:
    return ORIGINALS / f"{front_matter_and_body(name)[0]['restates']}.txt"


def edition_sections(name: str) -> list[Section]:
    sections = [Section("", [])]
    for line in front_matter_and_body(name)[1]:
        if found := HEADING.fullmatch(line):
            sections.append(Section(found[2], []))
        elif not PAGE.fullmatch(line):
            sections[-1].lines.append(line)
    return sections


def heading_key(line: str) -> list[str]:
    """The words of a heading that tell it from others: two titles had to lose a "the" or write "and" as a sign."""
    return [word for word in re.findall(r"\w+", line.lower()) if word not in {"the", "and"}]


def original_sections(name: str) -> list[Section]:
    """The original's text, cut at the lines that the edition has as headings, each looked for after the one before."""
    wanted = [section.heading for section in edition_sections(name)][1:]
    sections = [Section("", [])]
    for line in original_path(name).read_text(encoding="utf-8").splitlines():
        if wanted and heading_key(line) == heading_key(wanted[0]):
            sections.append(Section(wanted.pop(0), []))
        elif line != RUNNING_FOOT:
            sections[-1].lines.append(line)
    assert not wanted, f"no line of the original, in order, is the heading {wanted[0]!r}"
    return sections


def figures(lines: list[str]) -> set[str]:
    found = (figure.replace(",", "") for line in lines for figure in FIGURE.findall(line))
    return {figure.replace("million", "m") for figure in found}


def pipe_tables(lines: list[str]) -> list[list[list[str]]]:
    """The rows of each pipe table, the delimiter row among them."""
    tables: list[list[list[str]]] = []
    inside = False
    for line in lines:
        if not line.startswith("|"):
            inside = False
            continue
        if not inside:
            tables.append([])
        inside = True
        assert line.endswith("|"), line
        tables[-1].append([cell.strip() for cell in line[1:-1].split("|")])
    return tables


def tabbed_tables(lines: list[str]) -> list[list[list[str]]]:
    tables: list[list[list[str]]] = []
    inside = False
    for line in lines:
        if "\t" not in line:
            inside = False
            continue
        if not inside:
            tables.append([])
        inside = True
        tables[-1].append([cell.strip() for cell in line.split("\t")])
    return tables


@pytest.fixture
def original_at_hand(name: str) -> None:
    if not original_path(name).is_file():
        pytest.skip(f"the original of {name} is not in ../shared/reports")


def test_there_are_two_editions() -> None:
    assert EDITIONS == ["mopac-annual-report-2023-24.md", "mopac-quarterly-report-q4-2023-24.md"]


@edition_names
def test_front_matter_says_what_is_restated_and_by_whom(name: str) -> None:
    fields, _ = front_matter_and_body(name)
    assert REQUIRED_FIELDS <= fields.keys() <= REQUIRED_FIELDS | OPTIONAL_FIELDS
    assert all(value.strip() for value in fields.values())
    assert fields["restates"] == name.removesuffix(".md")
    assert fields["edition"] == "Restated by this project; figures as published"
    assert "://" not in fields["source"]


@edition_names
def test_the_first_heading_is_the_only_title_and_no_level_is_skipped(name: str) -> None:
    _, body = front_matter_and_body(name)
    levels = [len(found[1]) for line in body if (found := HEADING.fullmatch(line))]
    assert levels[0] == 1
    assert levels.count(1) == 1
    assert all(deeper - level <= 1 for level, deeper in pairwise(levels))


@edition_names
def test_tables_are_rectangular_with_a_delimiter_after_the_first_row(name: str) -> None:
    _, body = front_matter_and_body(name)
    for table in pipe_tables(body):
        assert [len(row) for row in table] == [len(table[0])] * len(table), table[0]
        assert set(table[1]) == {"---"}, table[0]


@edition_names
def test_page_comments_only_go_forward(name: str) -> None:
    _, body = front_matter_and_body(name)
    comments = [line for line in body if "<!--" in line]
    assert all(PAGE.fullmatch(line) for line in comments), comments
    pages = [int(found[1]) for line in comments if (found := PAGE.fullmatch(line)) and found[1]]
    assert pages == sorted(set(pages))


def test_every_slide_of_the_quarterly_report_is_marked_and_chapters_start_where_its_contents_say() -> None:
    _, body = front_matter_and_body("mopac-quarterly-report-q4-2023-24.md")
    pages: list[int] = []
    chapters: dict[str, int] = {}
    for line in body:
        if found := PAGE.fullmatch(line):
            pages.append(int(found[1]))
        elif line.startswith("## "):
            chapters[line.removeprefix("## ")] = pages[-1]
    assert pages == list(range(1, 85))
    contents = {found[1]: int(found[2]) for line in body if (found := re.fullmatch(r"- ([^|]+) \| (\d+) - \d+", line))}
    assert chapters == {"Contents": 2, **contents}


@pytest.mark.reports
@edition_names
@pytest.mark.usefixtures("original_at_hand")
def test_each_section_has_the_figures_of_the_original_and_no_other(name: str) -> None:
    differences = [
        (restated.heading, {"missing": sorted(old - new), "added": sorted(new - old)})
        for original, restated in zip(original_sections(name), edition_sections(name), strict=True)
        if (old := figures(original.lines)) != (new := figures(restated.lines))
    ]
    assert differences == []


@pytest.mark.reports
@edition_names
@pytest.mark.usefixtures("original_at_hand")
def test_each_table_is_the_original_cell_for_cell(name: str) -> None:
    for original, restated in zip(original_sections(name), edition_sections(name), strict=True):
        without_delimiter = [[table[0], *table[2:]] for table in pipe_tables(restated.lines)]
        assert without_delimiter == tabbed_tables(original.lines), restated.heading
