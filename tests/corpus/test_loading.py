from __future__ import annotations

import hashlib
import os
from pathlib import Path

import pytest

from corpus import loading
from corpus.document import BlockKind
from corpus.errors import DocumentTooLarge, EmptyDocument, LoadError, UnknownFormat, UnreadableFile
from corpus.loading import load, load_file, read_file
from corpus.readers import decoding

TEXT = "Café sales rose to £2.5m – the best “year” so far.\n"


def written(folder: Path, content: bytes, name: str = "report.txt") -> Path:
    path = folder / name
    path.write_bytes(content)
    return path


def test_the_id_is_the_files_name_without_its_ending_unless_given(tmp_path: Path) -> None:
    path = written(tmp_path, TEXT.encode(), "sales-2024.txt")
    assert load(path).id == "sales-2024"
    assert load(path, document_id="sales").id == "sales"
    assert load(path, document_id="sales").blocks[0].locator.document_id == "sales"


def test_the_digest_is_of_the_files_bytes_and_the_name_is_kept(tmp_path: Path) -> None:
    document = load(written(tmp_path, TEXT.encode()))
    assert document.digest == hashlib.sha256(TEXT.encode()).hexdigest()
    assert document.file_name == "report.txt"


@pytest.mark.parametrize(
    ("encoding", "warned"),
    [
        pytest.param("utf-8", "", id="utf-8"),
        pytest.param("utf-8-sig", "", id="utf-8 with a mark"),
        pytest.param("utf-16", "", id="utf-16 with a mark"),
        pytest.param("utf-16-le", "UTF-16-LE", id="utf-16 without a mark"),
        pytest.param("utf-16-be", "UTF-16-BE", id="utf-16 big end first"),
        pytest.param("cp1252", "Windows-1252", id="windows"),
    ],
)
def test_every_encoding_gives_the_same_text_and_an_assumed_one_is_named(
    tmp_path: Path, encoding: str, warned: str
) -> None:
    document = load(written(tmp_path, TEXT.encode(encoding)))
    assert document.source == TEXT
    messages = [warning.message for warning in document.warnings]
    assert len(messages) == (1 if warned else 0)
    assert all(warned in message for message in messages)


def test_bytes_that_windows_does_not_know_are_read_as_latin_1(tmp_path: Path) -> None:
    document = load(written(tmp_path, b"Caf\xe9 \x81 open."))
    assert document.source.startswith("Café")
    assert "Latin-1" in document.warnings[0].message


@pytest.mark.parametrize("newline", ["\r\n", "\r", "\u2028"])
def test_every_newline_becomes_one_line_feed(tmp_path: Path, newline: str) -> None:
    assert load(written(tmp_path, f"One.{newline}Two.".encode())).source == "One.\nTwo."


@pytest.mark.parametrize("ending", ["txt", "md", "html", "csv"])
def test_signs_that_nobody_sees_are_taken_out(tmp_path: Path, ending: str) -> None:
    """They hide words from a search, turn what follows round, or steer the terminal that shows them."""
    unseen = "\x9b\x84\xad\u200b\u200e\u200f\u202a\u202e\u2060\u2066\u2067\u2068\u2069\ufeff"
    text = f"Wid{unseen}gets,Q4 2023/24\nNorth{unseen}field,1310\n"
    path = tmp_path / f"report.{ending}"
    path.write_text(text if ending == "csv" else f"<p>{text}</p>" if ending == "html" else text, encoding="utf-8")
    document = load(path)
    assert not set(document.source + document.title) & set(unseen)
    assert "Widgets" in document.source and "Northfield" in document.source


def test_a_few_control_characters_are_taken_out_and_counted(tmp_path: Path) -> None:
    document = load(written(tmp_path, (TEXT * 9 + "Sold\x07 well\x00.").encode()))
    assert document.source.endswith("Sold well.")
    assert "2 control characters" in document.warnings[0].message


def test_soft_hyphens_and_zero_width_signs_do_not_split_words(tmp_path: Path) -> None:
    assert load(written(tmp_path, "per\u00adfor\u200bmance".encode())).source == "performance"


@pytest.mark.parametrize(
    ("content", "name", "error", "says"),
    [
        pytest.param(b"", "a.txt", EmptyDocument, "is empty", id="empty"),
        pytest.param(b" \n\t\n", "a.txt", EmptyDocument, "holds no text", id="blank"),
        pytest.param("\ufeff".encode(), "a.txt", EmptyDocument, "holds no text", id="only a mark"),
        pytest.param(b"Sales.", "a.xyz", UnknownFormat, ".txt", id="unknown ending"),
        pytest.param(b"Sales.", "a", UnknownFormat, "no reader", id="no ending"),
        pytest.param(bytes(range(256)) * 40, "a.txt", UnreadableFile, "not text", id="binary"),
        pytest.param(b"\x89PNG\r\n\x1a\n\x00\x00\x00\rIHDR" * 9, "a.md", UnreadableFile, "not text", id="picture"),
        pytest.param(b"\xff\xfeS\x00a\x00l\xd8", "a.txt", UnreadableFile, "not text", id="broken utf-16"),
    ],
)
def test_what_cannot_be_a_report_is_refused_in_one_line(
    tmp_path: Path, content: bytes, name: str, error: type[LoadError], says: str
) -> None:
    path = written(tmp_path, content, name)
    with pytest.raises(error) as caught:
        load(path)
    message = str(caught.value)
    assert says in message
    assert name in message
    assert "\n" not in message
    assert caught.value.path == str(path)


def test_a_missing_file_and_a_folder_are_named(tmp_path: Path) -> None:
    with pytest.raises(UnreadableFile, match=r"no file '.*gone\.txt'"):
        load(tmp_path / "gone.txt")
    with pytest.raises(UnreadableFile, match="is a folder"):
        load(tmp_path)


def test_a_file_that_may_not_be_read_says_so(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    path = written(tmp_path, b"Sales.")

    def refuse(self: Path, mode: str) -> None:
        raise PermissionError(13, "Permission denied")

    monkeypatch.setattr(Path, "open", refuse)
    with pytest.raises(UnreadableFile, match="may not be read"):
        load(path)


def test_a_disk_error_says_what_the_system_said(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    path = written(tmp_path, b"Sales.")

    def fail(self: Path, mode: str) -> None:
        raise OSError(5, "Input/output error")

    monkeypatch.setattr(Path, "open", fail)
    with pytest.raises(UnreadableFile, match="Input/output error"):
        load(path)


def test_a_pipe_is_no_report_and_is_not_waited_for(tmp_path: Path) -> None:
    os.mkfifo(tmp_path / "pipe.txt")
    with pytest.raises(UnreadableFile, match="is no ordinary file"):
        load(tmp_path / "pipe.txt")


def test_a_file_that_changes_while_it_is_read_is_not_taken(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    path = written(tmp_path, b"Sales rose again.")
    real = os.fstat

    def write_on(number: int) -> os.stat_result:
        found = real(number)
        with path.open("ab") as file:
            file.write(b" And again.")
        return found

    monkeypatch.setattr(os, "fstat", write_on)
    with pytest.raises(UnreadableFile, match="was being written to while it was read"):
        load(path)


def test_what_was_read_stays_though_the_file_changes(tmp_path: Path) -> None:
    path = written(tmp_path, b"Sales rose again.")
    file = read_file(path)
    path.write_bytes(b"Sales fell again.")
    assert load_file(file).source == "Sales rose again."
    assert load_file(file).digest == hashlib.sha256(b"Sales rose again.").hexdigest()


def test_a_name_with_signs_that_cannot_be_shown_is_cleaned(tmp_path: Path) -> None:
    document = load(written(tmp_path, b"sales rose in every region.", "\x1b[31mred\nsales.txt"))
    assert (document.id, document.file_name, document.title) == (
        "[31mred sales",
        "?[31mred sales.txt",
        "?[31mred sales",
    )


def test_too_large_a_file_is_refused_before_it_is_read(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(loading, "MAX_BYTES", 10)
    with pytest.raises(DocumentTooLarge, match="split it"):
        load(written(tmp_path, b"Sales rose again."))


def test_more_lines_than_a_report_may_have_are_refused(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(decoding.decode, "__kwdefaults__", {"declared": "", "most": 5})
    with pytest.raises(DocumentTooLarge, match="lines and cells"):
        load(written(tmp_path, b"a\tb\n" * 4))


def test_a_file_of_navigation_only_holds_no_text_that_could_be_read(tmp_path: Path) -> None:
    with pytest.raises(EmptyDocument, match="could be read"):
        load(written(tmp_path, b"Skip to main content\nHome\n"))


@pytest.mark.parametrize("name", ["r.txt", "r.TEXT", "r.md", "r.MARKDOWN"])
def test_every_known_ending_is_read_in_either_case(tmp_path: Path, name: str) -> None:
    assert load(written(tmp_path, b"Sales rose.", name)).blocks[0].kind is BlockKind.PARAGRAPH


def test_a_report_without_a_title_is_called_by_its_files_name(tmp_path: Path) -> None:
    assert load(written(tmp_path, b"sales rose in every region.", "sales.txt")).title == "sales"
