from __future__ import annotations

import pytest

from corpus.errors import InvalidId
from corpus.naming import MAX_ID_CHARS, check_id, id_of, numbered, printable


@pytest.mark.parametrize(
    ("name", "expected"),
    [
        ("quarterly-report-q4.pdf", "quarterly-report-q4"),
        ("Annual Report 2023.24.docx", "Annual Report 2023.24"),
        ("../../etc/passwd", "passwd"),
        ("..\\..\\boot.ini.txt", "boot.ini"),
        ("--force.txt", "force"),
        (".hidden.txt", "hidden"),
        ("a\x00b\x1b[2J\n\tc.txt", "ab [2J c"),
        ("half\ud800.txt", "half"),
        ("Über e\u0301tat.txt", "Über état"),
        ("\u202egpj.txt", "gpj"),
        ("x" * 300 + ".txt", "x" * MAX_ID_CHARS),
        ("\x07.txt", "report"),
        ("...", "report"),
        ("", "report"),
    ],
)
def test_every_file_name_gives_an_id_that_is_safe(name: str, expected: str) -> None:
    assert id_of(name) == expected
    assert check_id(id_of(name)) == expected


@pytest.mark.parametrize("given", ["", "a/b", "..", "a\\b", "-x", "a\nb", "x" * 101, " a", "*", "a\x1b"])
def test_a_given_id_that_is_not_safe_is_refused_in_one_printable_line(given: str) -> None:
    with pytest.raises(InvalidId, match="cannot be a report's id") as caught:
        check_id(given)
    assert str(caught.value).isprintable()


def test_a_refused_id_is_told_what_would_do() -> None:
    with pytest.raises(InvalidId, match="'north south' would do"):
        check_id("north/south")


def test_a_numbered_id_is_no_longer_than_an_id_may_be() -> None:
    assert numbered("x" * MAX_ID_CHARS, 12) == "x" * (MAX_ID_CHARS - 3) + "-12"


def test_what_is_printed_stays_on_its_line() -> None:
    assert printable("a\rb\x9bc \ud800") == "a b?c ?"
