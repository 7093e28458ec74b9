"""Footers that number pages without the word: left out, and the pages known by them."""

from __future__ import annotations

import pytest

from corpus.document import BlockKind
from corpus.readers import text
from corpus.readers.reading import Reading

PROSE = [
    "The workshop sold more lanterns this winter than in any winter since it opened.",
    "Oil was dearer by a third, and the committee bought it in bulk with the ferry company.",
    "Wicks were cut by hand until the machine was mended in May.",
    "Four keepers joined in the spring, and one came back from the coast.",
]


def read(footer: str, lead: str = "\n\n") -> Reading:
    """A report of four pages, each of a heading and two paragraphs with a footer."""
    pages = [
        f"{n} Part of the {word} page\n\n{PROSE[n - 1]}\n\nAnd so it went on, page by page, in the year.\n{lead}"
        + footer.format(n=n)
        for n, word in enumerate(("first", "second", "third", "fourth"), 1)
    ]
    return text.read("\n\n\n".join(["Annual report of the lantern guild", *pages]).encode(), "report")


@pytest.mark.parametrize(
    "footer",
    [
        "Lantern Guild | Annual Report 2025-26 | {n}",
        "Lantern Guild – Annual Report 2025-26\tPage {n}",
        "Lantern Guild\t{n}",
        "{n}\nLantern Guild annual report 2025-26",
    ],
)
def test_a_number_after_the_reports_name_is_that_of_the_page(footer: str) -> None:
    blocks = [block for block in read(footer).blocks if block.text != "Annual report of the lantern guild"]
    assert not any("Guild" in block.text for block in blocks)
    pages = {block.text: block.locator.page for block in blocks if block.text in PROSE}
    assert pages == {prose: page for page, prose in enumerate(PROSE, 1)}


def test_numbers_that_do_not_go_up_page_by_page_are_content() -> None:
    source = "\n\n".join(
        [
            "Results of the lantern guild",
            *(f"{p}\n\nLamps sold | {n}" for p, n in zip(PROSE, (4, 2, 9, 7), strict=True)),
        ]
    )
    assert sum("Lamps sold" in block.text for block in text.read(source.encode(), "report").blocks) == 4


def test_a_numbered_heading_at_the_foot_of_a_page_heads_the_next() -> None:
    pages = [f"{prose}\n\n1.{n} Work in hand\n\n\nLantern Guild | Report | {n}" for n, prose in enumerate(PROSE, 1)]
    reading = text.read("\n\n\n".join(["Report of the lantern guild", *pages, PROSE[0]]).encode(), "report")
    headings = [block.text for block in reading.blocks if block.kind is BlockKind.HEADING]
    assert headings[1:] == ["1.1 Work in hand", "1.2 Work in hand", "1.3 Work in hand", "1.4 Work in hand"]
