from __future__ import annotations

from pathlib import Path

import pytest

from corpus.chunking import MAX_PROSE_CHARS, chunk
from corpus.document import Chunk, ChunkKind, Document
from corpus.loading import load

ROWS = "".join(f"Shop number {n} in the long high street\t{n},000\t{n}.5%\n" for n in range(1, 40))
REPORT = f"""Sales

We sold more than last year. Nobody knows why.

We aim to:

- sell more
- waste less

Prices

{"Prices rose a little in the north and fell a lot in the south. " * 40}

Takings by shop

Shop\tTakings £m\tChange
{ROWS}
Source: ledger.
"""


@pytest.fixture(scope="module")
def document(tmp_path_factory: pytest.TempPathFactory) -> Document:
    path = tmp_path_factory.mktemp("chunks") / "shop.txt"
    path.write_text(REPORT, encoding="utf-8")
    return load(path)


@pytest.fixture(scope="module")
def chunks(document: Document) -> tuple[Chunk, ...]:
    return chunk(document)


def of_kind(chunks: tuple[Chunk, ...], kind: ChunkKind) -> list[Chunk]:
    return [one for one in chunks if one.kind is kind]


def test_every_chunk_is_the_source_at_its_place(document: Document, chunks: tuple[Chunk, ...]) -> None:
    assert all(document.source[one.locator.start : one.locator.end] == one.text for one in chunks)


def test_ids_are_unique_and_the_same_after_a_rebuild(document: Document, chunks: tuple[Chunk, ...]) -> None:
    assert len({one.id for one in chunks}) == len(chunks)
    assert chunk(document) == chunks


def test_ids_differ_between_documents_of_the_same_text(tmp_path: Path, chunks: tuple[Chunk, ...]) -> None:
    path = tmp_path / "other.txt"
    path.write_text(REPORT, encoding="utf-8")
    assert not {one.id for one in chunk(load(path))} & {one.id for one in chunks}


def test_prose_windows_stay_within_a_section_and_a_size(chunks: tuple[Chunk, ...]) -> None:
    prose = of_kind(chunks, ChunkKind.PROSE)
    assert prose[0].text.startswith("We sold more")
    assert prose[0].text.endswith("waste less")
    assert prose[0].context == "Sales"
    assert all(len(one.text) <= MAX_PROSE_CHARS for one in prose)
    assert all(len(one.locator.section) == 1 for one in prose)


def test_a_long_paragraph_is_cut_between_sentences(chunks: tuple[Chunk, ...]) -> None:
    long = [one for one in of_kind(chunks, ChunkKind.PROSE) if one.text.startswith("Prices rose")]
    assert len(long) > 1
    assert all(one.text.endswith("in the south.") for one in long)


def test_a_sentence_of_a_list_has_its_lead_in_as_context(chunks: tuple[Chunk, ...]) -> None:
    item = next(one for one in of_kind(chunks, ChunkKind.SENTENCE) if one.text == "sell more")
    assert item.context == "Sales\nWe aim to:"


def test_rows_are_whole_and_each_run_repeats_title_and_heads(document: Document, chunks: tuple[Chunk, ...]) -> None:
    rows = of_kind(chunks, ChunkKind.ROWS)
    assert len(rows) > 1
    assert "\n".join(one.text for one in rows) == ROWS.strip()
    assert {one.context for one in rows} == {"Takings by shop\nShop | Takings £m | Change"}
    assert {one.locator.section for one in rows} == {document.tables[0].locator.section}
