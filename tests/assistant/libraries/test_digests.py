"""What changes in a library past the program is noticed, when it is read and by the doctor, and can be mended."""

from __future__ import annotations

import random
import shutil
import sqlite3
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path

import pytest

from assistant import cli
from assistant.config import Settings
from assistant.libraries.doctor import Check, Outcome, examine
from assistant.libraries.library import Library
from assistant.libraries.moving import bring_forward, move
from assistant.service import Assistant
from assistant.usage import WrongUsage
from corpus.database import open_database
from corpus.digests import Part, changed_parts, without_digests
from corpus.errors import LibraryDamaged, SchemaMismatch
from corpus.places import LibraryPlace
from corpus.sqlite import FILE_NAME
from tests.samples import WordEmbedder
from tests.servers import new_place

pytestmark = pytest.mark.usefixtures("read_here")

REPORT = """Widget report 2023/24

Widgets sold well in the North.

Widgets sold by region
Region\tQ3 2023/24\tQ4 2023/24
North\t1,204\t1,310
South\t905\t869
"""
QUESTION = "How many widgets were sold in the North in Q4 2023/24?"


@pytest.fixture
def library(place: LibraryPlace, tmp_path: Path) -> LibraryPlace:
    """A library of two reports, of one of which something was set."""
    return made(place, tmp_path)


def made(place: LibraryPlace, tmp_path: Path) -> LibraryPlace:
    with opened(place, create=True) as library:
        for name in ("widgets", "gadgets"):
            report = tmp_path / f"{name}.txt"
            report.write_text(REPORT.replace("Widget", name.title()[:-1]), encoding="utf-8")
            library.add(report)
        library.correct("widgets", {"publisher": "The Widget Board"})
    return place


def opened(place: LibraryPlace, *, create: bool = False) -> Library:
    return Library.open(place, create=create, embedder=WordEmbedder())


def spoil(place: LibraryPlace, statement: str) -> None:
    with open_database(place) as database, database.writing("spoil") as connection:
        connection.execute(statement)


def examined(place: LibraryPlace) -> dict[str, Check]:
    """What the doctor finds of the library itself, whose model is that of the tests."""
    found = {check.name: check for check in examine(Settings(library=place, log=Path("errors.log")))}
    return {name: found[name] for name in ("database", "content") if name in found}


def changed(place: LibraryPlace) -> dict[str, tuple[Part, ...]]:
    with open_database(place) as database, database.reading() as connection:
        return {name: changed_parts(connection, name) for name in ("gadgets", "widgets")}


CHANGES = [
    ("UPDATE documents SET period = '2021-22' WHERE id = 'widgets'", Part.RECORD),
    ("UPDATE corrections SET value = 'The Midget Board'", Part.RECORD),
    ("DELETE FROM corrections", Part.RECORD),
    ("UPDATE documents SET body = replace(body, '1,310', '1,810') WHERE id = 'widgets'", Part.TEXT),
    ("UPDATE grids SET body = replace(body, '1310', '1810') WHERE document = 'widgets'", Part.FIGURES),
    ("UPDATE chunks SET context = 'x' WHERE document = 'widgets' AND ordinal = 1", Part.PASSAGES),
    ("DELETE FROM chunks WHERE document = 'widgets' AND ordinal = 1", Part.PASSAGES),
    (
        "UPDATE vectors SET vector = (SELECT vector FROM vectors ORDER BY number LIMIT 1)"
        " WHERE number IN (SELECT number FROM chunks WHERE document = 'widgets')",
        Part.PASSAGES,
    ),
]


@pytest.mark.parametrize(("statement", "part"), CHANGES)
def test_what_is_changed_past_the_program_is_named_and_nothing_else(
    library: LibraryPlace, statement: str, part: Part
) -> None:
    assert changed(library) == {"gadgets": (), "widgets": ()}
    spoil(library, statement)
    assert changed(library) == {"gadgets": (), "widgets": (part,)}
    check = examined(library)["content"]
    assert (check.outcome, check.found) == (Outcome.PROBLEM, f"not what was stored: widgets ({part})")
    assert "`report-assistant rebuild widgets`" in check.advice
    with opened(library) as mending:
        assert [outcome.error for outcome in mending.rebuild(["widgets"])] == [None]
    assert changed(library) == {"gadgets": (), "widgets": ()}
    assert examined(library)["content"].outcome is Outcome.OK


@pytest.mark.parametrize(
    "statement",
    [
        "UPDATE words SET times = ARRAY[7] WHERE document = 'widgets' AND word = 'widget' AND cardinality(times) = 1",
        "UPDATE words SET word = 'midget' WHERE document = 'widgets' AND word = 'widget'",
        "UPDATE words SET numbers = (SELECT w.numbers FROM words AS w WHERE w.document = 'gadgets' AND"
        " w.word = 'gadget' AND w.kind = words.kind) WHERE document = 'widgets' AND word = 'widget'",
        "DELETE FROM words WHERE document = 'widgets' AND word = 'north'",
        "UPDATE lengths SET words = words + 1 WHERE document = 'widgets'",
        "UPDATE vectors SET kind = 'prose' WHERE document = 'widgets'",
    ],
)
def test_a_servers_own_index_is_held_against_the_text(
    request: pytest.FixtureRequest, tmp_path: Path, statement: str
) -> None:
    server = made(new_place("postgres", request), tmp_path)
    assert examined(server)["database"].outcome is Outcome.OK
    spoil(server, statement)
    check = examined(server)["database"]
    assert check.outcome is Outcome.PROBLEM
    assert check.found == "the word index does not agree with the text of widgets; rebuild these"
    with opened(server) as mending:
        assert [outcome.error for outcome in mending.rebuild(["widgets"])] == [None]
    assert examined(server)["database"].outcome is Outcome.OK


@pytest.mark.parametrize(("statement", "part"), [c for c in CHANGES if c[1] in (Part.TEXT, Part.FIGURES)])
def test_a_figure_that_was_changed_is_not_answered(library: LibraryPlace, statement: str, part: Part) -> None:
    spoil(library, statement)
    with opened(library) as held, pytest.raises(LibraryDamaged, match=f"the {part} of 'widgets'.*rebuild widgets"):
        Assistant(held).ask(QUESTION, documents=frozenset({"widgets"}))


def test_setting_something_of_a_report_does_not_make_good_what_was_changed(library: LibraryPlace) -> None:
    spoil(library, "UPDATE chunks SET context = 'x' WHERE document = 'widgets' AND ordinal = 1")
    with opened(library) as held:
        held.correct("widgets", {"title": "Widgets at large"})
    assert changed(library)["widgets"] == (Part.PASSAGES,)
    spoil(library, "UPDATE documents SET period = '2021-22' WHERE id = 'widgets'")
    with opened(library) as held, pytest.raises(LibraryDamaged, match="the record of 'widgets' is not"):
        held.correct("widgets", {"title": "Widgets"})


def test_where_the_reports_own_file_is_gone_a_backup_is_advised(library: LibraryPlace) -> None:
    spoil(library, "UPDATE documents SET body = '' WHERE id = 'widgets'")
    spoil(library, "DELETE FROM originals WHERE document = 'widgets'")
    check = examined(library)["content"]
    assert check.found == "not what was stored: widgets (text, file)"
    assert check.advice == "restore a backup, or add the files of these again: widgets"


# --- libraries of before ----------------------------------------------------------------------------------------------


def made_older(place: LibraryPlace) -> None:
    """As the program before digests would have left it."""
    spoil(place, "DROP TABLE digests")
    older = "meta SET schema_version = 2" if isinstance(place, Path) else "alembic_version SET version_num = '2'"
    spoil(place, f"UPDATE {older}")


def test_a_library_of_before_is_read_as_it_was_and_changed_once_it_is_brought_forward(
    library: LibraryPlace, tmp_path: Path
) -> None:
    with opened(library) as held:
        before = Assistant(held).ask(QUESTION).text
    made_older(library)
    with opened(library) as held:
        assert Assistant(held).ask(QUESTION).text == before
        for act in (lambda: held.remove("widgets"), lambda: held.add(tmp_path / "gadgets.txt", document_id="more")):
            with pytest.raises(SchemaMismatch, match=r"has format 2, .* writes format 3; `report-assistant migrate`"):
                act()
    check = examined(library)["content"]
    assert (check.outcome, "migrate" in check.advice) == (Outcome.NOTE, True)
    with pytest.raises(WrongUsage, match="older format"):
        move(library, tmp_path / "elsewhere", lambda _: None)
    told = "was brought to format 3; digests are kept now of 2 reports, as they are stored"
    assert bring_forward(library).endswith(told)
    assert bring_forward(library).endswith("has format 3 already, which is this program's")
    assert examined(library)["content"].outcome is Outcome.OK
    with opened(library) as held:
        assert Assistant(held).ask(QUESTION).text == before
        held.remove("widgets")
        assert [info.id for info in held.documents()] == ["gadgets"]


def test_digests_that_were_not_kept_when_it_was_broken_off_are_kept_the_next_time(library: LibraryPlace) -> None:
    spoil(library, "DELETE FROM digests WHERE document = 'widgets' AND part = 'text'")
    with open_database(library) as database, database.reading() as connection:
        assert without_digests(connection) == ("widgets",)
    assert "digests are kept now of 1 reports" in bring_forward(library)
    assert examined(library)["content"].outcome is Outcome.OK


# --- bits that flip ---------------------------------------------------------------------------------------------------

KEPT = ("documents", "chunks", "vectors", "grids", "corrections", "originals")


@pytest.fixture
def file(tmp_path: Path) -> Path:
    """A library in one file, without a log of changes beside it."""
    with opened(tmp_path / "whole", create=True) as library:
        (tmp_path / "widgets.txt").write_text(REPORT, encoding="utf-8")
        library.add(tmp_path / "widgets.txt")
        library.correct("widgets", {"publisher": "The Widget Board"})
    with closing(sqlite3.connect(tmp_path / "whole" / FILE_NAME)) as connection:
        connection.execute("PRAGMA wal_checkpoint(TRUNCATE)")
    return tmp_path / "whole" / FILE_NAME


def stored(file: Path) -> object:
    """All rows of what a library keeps, or None where they cannot be read."""
    try:
        with closing(sqlite3.connect(file)) as connection:
            return [connection.execute(f"SELECT * FROM {table} ORDER BY 1, 2").fetchall() for table in KEPT]
    except (sqlite3.Error, UnicodeDecodeError):
        return None


def flipped(file: Path, places: Iterator[int]) -> Iterator[tuple[int, Path]]:
    """Copies of a library, each with one bit turned round."""
    data = file.read_bytes()
    for bit in places:
        harmed = bytearray(data)
        harmed[bit // 8] ^= 1 << bit % 8
        folder = file.parent.with_name("flipped")
        shutil.rmtree(folder, ignore_errors=True)
        folder.mkdir()
        (folder / FILE_NAME).write_bytes(harmed)
        yield bit, folder


@pytest.mark.parametrize(
    "n", [20, pytest.param(60, marks=pytest.mark.slow), pytest.param(1_000, marks=pytest.mark.long)]
)
def test_a_bit_that_flips_is_told_of_or_changes_nothing_that_is_kept(file: Path, n: int) -> None:
    expected = stored(file)
    used = [place for place, byte in enumerate(file.read_bytes()) if byte]  # most of a small library's pages is empty
    moments = random.Random(9)
    noticed = 0
    for bit, folder in flipped(file, (moments.choice(used) * 8 + moments.randrange(8) for _ in range(n))):
        checks = examined(folder)
        if len(checks) == 2 and all(check.outcome is Outcome.OK for check in checks.values()):
            assert stored(folder / FILE_NAME) == expected, bit
        else:
            noticed += 1
    print(f"{n} bits flipped: {noticed} told of, {n - noticed} where nothing is kept")
    assert n / 4 < noticed < n


def test_a_figure_that_flips_in_the_file_is_not_answered(file: Path) -> None:
    data = file.read_bytes()
    assert data.count(b'"1310"') == 1
    file.write_bytes(data.replace(b'"1310"', b'"1314"'))  # one bit of the last digit
    assert examined(file.parent)["database"].outcome is Outcome.OK  # as SQLite sees it
    assert examined(file.parent)["content"].found == "not what was stored: widgets (figures)"
    with opened(file.parent) as held, pytest.raises(LibraryDamaged):
        Assistant(held).ask(QUESTION)


def test_the_command_says_so_and_mends_it(file: Path, capsys: pytest.CaptureFixture[str]) -> None:
    file.write_bytes(file.read_bytes().replace(b'"1310"', b'"1314"'))
    named = ("--library", str(file.parent))
    assert cli.run([*named, "doctor"]) == 1
    assert "problem  content: not what was stored: widgets (figures)" in capsys.readouterr().out
