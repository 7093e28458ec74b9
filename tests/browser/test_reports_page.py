"""What the page Reports does, without a browser: adding, reading, changing, and files that are not what they claim."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest
from streamlit.testing.v1 import AppTest

from assistant.libraries.library import Library
from corpus.errors import LibraryBusy

pytestmark = pytest.mark.usefixtures("read_here")

TIMEOUT = 60
PAGE = """
from assistant.config import load_settings
from assistant.web import reports, site
reports.show(site.open_assistant(load_settings().library))
"""
CSV = "Widgets sold by region,,\nRegion,2023,2024\nNorth,905,12\nSouth,1204,5\n"
File = tuple[str, bytes, str]


@pytest.fixture
def library(hospital_library: Path, tmp_path: Path) -> Path:
    return Path(shutil.copytree(hospital_library, tmp_path / "library"))


@pytest.fixture
def app(library: Path, monkeypatch: pytest.MonkeyPatch) -> AppTest:
    return opened(library, monkeypatch)


def opened(library: Path, monkeypatch: pytest.MonkeyPatch, **query: str) -> AppTest:
    monkeypatch.setenv("REPORT_ASSISTANT_LIBRARY", str(library))
    app = AppTest.from_string(PAGE, default_timeout=TIMEOUT)
    for name, value in query.items():
        app.query_params[name] = value
    app.run()
    assert not app.exception
    return app


def shown(app: AppTest) -> str:
    return "\n".join(element.proto.body for element in app.get("html"))


def press(app: AppTest, label: str) -> AppTest:
    next(button for button in app.button if button.label.startswith(label)).click().run()
    assert not app.exception
    return app


def add(app: AppTest, *files: File) -> AppTest:
    app.file_uploader[0].set_value(list(files)).run()
    return press(app, "Add to the library")


def csv(name: str, text: str = CSV) -> File:
    return name, text.encode(), "text/csv"


def held(library: Path) -> list[str]:
    with Library.open(library) as kept:
        return [info.id for info in kept.documents()]


def test_an_added_report_is_told_of_with_what_was_read(app: AppTest, library: Path) -> None:
    add(app, csv("widgets.csv"))
    assert app.success[0].value == "1 file read."
    assert "added: Widgets sold by region (1 table, 4 figures)" in shown(app)
    assert held(library) == ["hospital", "widgets"]
    assert not app.file_uploader[0].value
    assert "<h2>Widgets sold by region</h2>" in shown(app)


def test_who_added_and_removed_on_the_page_is_logged(app: AppTest, library: Path) -> None:
    add(app, csv("widgets.csv"))
    with Library.open(library) as kept:
        entry = kept.log.entries()[-1]
    assert (entry.act, entry.what.split(" ")[0], entry.way) == ("add", "widgets", "page")
    assert entry.who not in {"", "None"}


@pytest.mark.slow
def test_forty_files_at_once_are_each_read_or_told_why_not(app: AppTest, library: Path) -> None:
    files = [csv(f"w{n:02}.csv", CSV.replace("905", str(1000 + n))) for n in range(38)]
    add(app, *files, ("report.pdf", b"no PDF at all", "application/pdf"), ("empty.txt", b"", "text/plain"))
    assert app.success[0].value == "38 files read."
    assert app.error[0].value == "2 files could not be added."
    assert "is no PDF" in shown(app)
    assert len(held(library)) == 39


@pytest.mark.parametrize(
    ("file", "told"),
    [
        (("report.docx", b"PK\x03\x04 not really", "application/octet-stream"), "report.docx"),
        (("report.xlsx", b"%PDF-1.7 a PDF", "application/octet-stream"), "report.xlsx"),
        (("report.pdf", b"<html>a page</html>", "application/pdf"), "is no PDF"),
        (("big.txt", b"a" * 20_000_001, "text/plain"), "20"),
    ],
)
def test_a_file_that_is_not_what_its_name_says_changes_nothing(
    app: AppTest, library: Path, file: File, told: str
) -> None:
    add(app, file)
    assert app.error[0].value == "1 file could not be added."
    assert told in shown(app)
    assert held(library) == ["hospital"]


@pytest.mark.parametrize(
    "name",
    [
        "<b>bold</b>.csv",
        "$x$ **b** `c`.csv",
        "../../etc/passwd.csv",
        "a\u202egnp.csv",
        "a" * 300 + ".csv",
        "=cmd().csv",
    ],
)
def test_whatever_a_file_is_called_it_is_shown_as_text(app: AppTest, library: Path, name: str) -> None:
    add(app, csv(name))
    assert app.success[0].value == "1 file read."
    assert "<b>bold" not in shown(app)
    assert "\u202e" not in shown(app)
    (added,) = set(held(library)) - {"hospital"}
    assert "/" not in added


def test_markup_inside_a_report_is_shown_as_text(app: AppTest, library: Path) -> None:
    text = (
        "Report 2024\n\n<script>alert(1)</script>\n\nCost <img src=x onerror=alert(1)> $5 and $6 rose to 7.\n\n"
        "Cost | 2023 | 2024\n<i>North</i> | $5 | $6\n<i>South</i> | $7 | $8\n".replace(" | ", "\t")
    )
    add(app, ("evil.txt", text.encode(), "text/plain"))
    app.selectbox[0].set_value("evil").run()
    with Library.open(library) as kept:
        place = next(b.locator for b in kept.document("evil").blocks if "onerror" in b.text)
    app.selectbox(key="section-evil").set_value(place.section)
    app.selectbox(key="section-evil").run()
    assert "<script>alert" not in shown(app)
    assert "<img src=x" not in shown(app)
    assert "<i>North" not in shown(app)
    assert "&lt;img src=x onerror=alert(1)&gt; $5 and $6" in shown(app)


def test_marks_of_bold_words_are_not_shown(app: AppTest) -> None:
    add(app, ("bold.txt", b"Report 2024\n\n**Kites** flew 5 * 3 times in 2024.\n", "text/plain"))
    assert "Kites flew 5 * 3 times" in shown(app)


def test_a_table_is_put_in_another_order_and_taken_along_so(app: AppTest) -> None:
    add(app, csv("widgets.csv"))
    app.selectbox[0].set_value("widgets").run()
    app.selectbox(key="order-widgets-1").set_value(1).run()
    text = shown(app)
    assert text.index('<th scope="row">South</th>') < text.index('<th scope="row">North</th>')
    app.checkbox(key="falling-widgets-1").uncheck().run()
    text = shown(app)
    assert text.index('<th scope="row">North</th>') < text.index('<th scope="row">South</th>')


def test_a_report_is_replaced_by_another_file(app: AppTest, library: Path) -> None:
    add(app, csv("widgets.csv"))
    app.selectbox[0].set_value("widgets").run()
    app.file_uploader[-1].set_value(csv("new name.csv", CSV.replace("905", "906"))).run()
    press(app, "Replace this report")
    assert "replaced: " in shown(app)
    assert held(library) == ["hospital", "widgets"]


def test_title_and_period_are_set_and_taken_back(app: AppTest, library: Path) -> None:
    app.text_input(key="title-hospital").set_value("Ours")
    press(app, "Save")
    assert "<h2>Ours</h2>" in shown(app)
    app.text_input(key="title-hospital").set_value("")
    press(app, "Save")
    assert "<h2>Ours</h2>" not in shown(app)


def test_what_does_not_agree_stays_until_the_library_changes(app: AppTest) -> None:
    text = (
        "Widget report Q4 2023/24\n\nSales\n\nWidgets sold in Northfield were 1,130 in Q4 2023/24.\n\n"
        "Widgets sold by region\nRegion\tQ3 2023/24\tQ4 2023/24\nNorthfield\t1,204\t1,310\nSouthport\t905\t869\n"
    )
    add(app, ("sales.txt", text.encode(), "text/plain"))
    app.selectbox[0].set_value("sales").run()
    press(app, "Look for what does not agree")
    assert "Contradiction: 1" in shown(app)
    app.selectbox(key="order-sales-1").set_value(1).run()
    assert "Contradiction: 1" in shown(app)


def test_a_report_removed_in_another_tab_is_missed_in_plain_words(
    app: AppTest, library: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    add(app, csv("widgets.csv"))
    other = opened(library, monkeypatch, report="widgets")
    app.selectbox[0].set_value("widgets").run()
    app.checkbox(key="sure-widgets").check().run()
    press(app, "Remove")
    other.selectbox(key="order-widgets-1").set_value(1).run()
    assert not other.exception
    assert "may have been removed" in other.warning[0].value


def test_a_busy_library_is_told_of_and_stays_as_it_was(
    app: AppTest, library: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def busy(*_: object, **__: object) -> None:
        raise LibraryBusy("the library is being changed by another program; try again in a moment")

    monkeypatch.setattr(Library, "add", busy)
    add(app, csv("widgets.csv"))
    assert "try again in a moment" in shown(app)
    assert held(library) == ["hospital"]


def test_a_damaged_library_is_told_of_in_words(library: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (library / "library.sqlite").write_bytes(b"not a database at all, but long enough to be looked into" * 100)
    monkeypatch.setenv("REPORT_ASSISTANT_LIBRARY", str(library))
    app = AppTest.from_file(str(Path(__file__).resolve().parents[2] / "app.py"), default_timeout=TIMEOUT).run()
    assert not app.exception
    assert len(app.error) == 1
    assert "\n" not in app.error[0].value
    assert app.error[0].value.startswith("The library")
    assert [title.value for title in app.title] == ["Report Assistant"]
