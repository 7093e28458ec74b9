"""The command line keeps its contract: what it prints, where, and the code that it ends with."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest

from assistant import cli

pytestmark = pytest.mark.usefixtures("read_here")

FOUND = "What was the total waiting list in Q2 2025/26?"
NOT_THERE = "How many dentists were recruited on the Moon in 1971?"
FIELDS = {"question", "route", "text", "figures", "working", "citations", "verdict", "warnings", "elapsed_ms"}


class Done:
    """What one run of the command line did."""

    def __init__(self, code: int, out: str, err: str) -> None:
        self.code, self.out, self.err = code, out, err

    def json(self) -> Any:
        return json.loads(self.out)

    def lines(self) -> list[Any]:
        return [json.loads(line) for line in self.out.splitlines()]


@pytest.fixture
def run(
    hospital_library: Path, capsys: pytest.CaptureFixture[str], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> Any:
    """Runs the command line over the hospital's library, or over another."""
    monkeypatch.setenv("REPORT_ASSISTANT_LOG", str(tmp_path / "errors.log"))

    def _run(*arguments: str | Path, library: Path = hospital_library) -> Done:
        code = cli.run(["--library", str(library), *map(str, arguments)])
        captured = capsys.readouterr()
        return Done(code, captured.out, captured.err)

    return _run


def timeless(answer: dict[str, Any]) -> dict[str, Any]:
    return {name: value for name, value in answer.items() if name != "elapsed_ms"}


# --- asking ----------------------------------------------------------------------------------------------------------


def test_an_answer_is_printed_with_its_sources(run: Any) -> None:
    done = run("ask", FOUND)
    assert (done.code, done.err) == (0, "")
    assert "48,936" in done.out
    assert "Sources:\n  [1] " in done.out
    assert "How this was worked out" not in done.out


def test_how_a_question_is_read_is_printed(run: Any) -> None:
    done = run("explain", FOUND)
    assert done.code == 0
    assert done.out.startswith("Words:\n") and "Answer (calculation):" in done.out
    told = run("explain", FOUND, "--json").json()
    assert (told["question"], told["route"]) == (FOUND, "calculation")
    assert run("explain", NOT_THERE).code == 3


def test_the_working_is_printed_on_request(run: Any) -> None:
    assert "How this was worked out:" in run("ask", FOUND, "--working").out


def test_json_has_the_fields_of_the_contract(run: Any) -> None:
    answer = run("ask", FOUND, "--json").json()
    assert set(answer) >= FIELDS
    assert answer["route"] == "calculation"
    assert {"value": 48936, "unit": "count"}.items() <= answer["figures"][0].items()
    citation = answer["citations"][0]
    assert set(citation) == {"n", "document", "title", "section", "page", "quote", "table", "cells"}
    assert citation["document"] == "hospital"
    assert "48,936" in {cell["value"] for cell in citation["cells"]}


def test_a_question_without_an_answer_ends_with_3(run: Any) -> None:
    done = run("ask", NOT_THERE, "--json")
    assert (done.code, done.json()["route"], done.json()["figures"]) == (3, "refusal", [])


@pytest.mark.parametrize(
    ("verb", "text"),
    [("ask", ""), ("check", ""), ("ask", " \n "), ("check", " \n "), ("ask", "why " * 5000)],
    ids=["empty", "empty claim", "blank", "blank claim", "20,000 characters"],
)
def test_what_is_no_question_is_refused(run: Any, verb: str, text: str) -> None:
    done = run(verb, text, "--json")
    assert (done.code, done.err, done.json()["route"]) == (3, "", "refusal")
    assert done.json()["text"]


def test_a_draft_without_a_checkable_sentence_is_declined(run: Any) -> None:
    done = run("check", "why " * 5000, "--json")
    assert (done.code, done.json()["sentences"]) == (3, [])


def test_a_claim_is_checked(run: Any) -> None:
    done = run("check", "The total waiting list was 48,936 in Q2 2025/26.", "--json")
    assert (done.code, done.json()["verdict"]) == (0, "supported")


def test_the_same_question_gives_the_same_bytes_in_two_processes(hospital_library: Path) -> None:
    command = [sys.executable, "-m", "assistant.cli", "--library", str(hospital_library), "ask", "--json", FOUND]
    runs = [
        subprocess.run(command, capture_output=True, text=True, check=True, env={**os.environ, "PYTHONHASHSEED": seed})
        for seed in ("1", "2")
    ]
    first, second = (
        [line for line in done.stdout.splitlines() if not line.lstrip().startswith('"elapsed_ms"')] for done in runs
    )
    assert first == second
    assert len(first) > len(FIELDS)


@pytest.mark.parametrize(
    ("arguments", "told"),
    [
        pytest.param(("ask",), "give one question", id="nothing asked"),
        pytest.param(
            ("ask", FOUND, "--document", "nowhere"),
            "no document 'nowhere' in the library",
            id="scope",
        ),
        pytest.param(("ask", FOUND, "--batch", "x.jsonl"), "not both", id="question and batch"),
        pytest.param(("ask", "--batch", "missing.jsonl"), "cannot read the batch 'missing.jsonl'", id="batch missing"),
        pytest.param(("show", "hospital", "--table", "1", "--page", "2"), "one of", id="table and page"),
        pytest.param(
            ("show", "hospital", "--table", "999"), "no table 999 in 'hospital': its tables are 1 to", id="no table"
        ),
        pytest.param(
            ("show", "hospital", "--section", "Zebras"), "no section of 'hospital' has 'Zebras'", id="no section"
        ),
        pytest.param(("show", "hospital", "--page", "999"), "no text on page 999", id="no page"),
        pytest.param(("tables", "nowhere"), "no document 'nowhere'", id="tables of nothing"),
        pytest.param(("remove", "nowhere"), "no document 'nowhere'", id="remove nothing"),
        pytest.param(("add", "a.txt", "b.txt", "--id", "c"), "--id names one report", id="one id for two"),
        pytest.param(("frobnicate",), "frobnicate", id="no such command"),
        pytest.param(("ask", FOUND, "--frobnicate"), "--frobnicate", id="no such option"),
        pytest.param(("web", "--port", "99999"), "port", id="no such port"),
    ],
)
def test_wrong_usage_is_told_in_one_line(run: Any, arguments: tuple[str, ...], told: str) -> None:
    done = run(*arguments)
    assert (done.code, done.out) == (2, "")
    assert done.err.startswith("report-assistant: ")
    assert done.err.count("\n") == 1
    assert told in done.err


def test_an_unknown_setting_is_refused(run: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("REPORT_ASSISTANT_LIBARY", "/elsewhere")
    done = run("list")
    assert done.code == 2
    assert "unknown setting REPORT_ASSISTANT_LIBARY" in done.err


# --- batches ---------------------------------------------------------------------------------------------------------


def batch_of(folder: Path, *items: dict[str, Any]) -> Path:
    path = folder / "batch.jsonl"
    path.write_text("".join(json.dumps(item) + "\n" for item in items), encoding="utf-8")
    return path


def test_a_batch_is_answered_in_its_order_each_with_its_id(run: Any, tmp_path: Path) -> None:
    batch = batch_of(
        tmp_path,
        {"id": "z", "question": FOUND},
        {"id": "a", "question": NOT_THERE},
        {"id": "m", "question": "and the quarter before?", "history": [FOUND], "documents": ["hospital"]},
    )
    done = run("ask", "--batch", batch)
    assert done.code == 0
    assert [answer["id"] for answer in done.lines()] == ["z", "a", "m"]
    assert [timeless(answer) for answer in run("ask", "--batch", batch).lines()] == [timeless(a) for a in done.lines()]


def test_a_follow_up_in_a_batch_knows_its_history(run: Any, tmp_path: Path) -> None:
    item = {"id": "1", "question": "and the quarter before?", "history": [FOUND]}
    assert "50,214" in run("ask", "--batch", batch_of(tmp_path, item)).lines()[0]["text"]


def test_claims_are_checked_in_batch(run: Any, tmp_path: Path) -> None:
    item = {"id": "1", "question": "The total waiting list was 51,000 in Q2 2025/26."}
    assert run("check", "--batch", batch_of(tmp_path, item)).lines()[0]["verdict"] == "contradicted"


@pytest.mark.parametrize(
    "item", [{"question": ""}, {"question": FOUND, "documents": ["nowhere"]}], ids=["empty", "scope"]
)
def test_a_question_that_cannot_be_taken_is_refused_and_the_batch_goes_on(
    run: Any, tmp_path: Path, item: dict[str, Any]
) -> None:
    done = run("ask", "--batch", batch_of(tmp_path, {"id": "1", **item}, {"id": "2", "question": FOUND}))
    assert done.code == 0
    assert [answer["route"] for answer in done.lines()] == ["refusal", "calculation"]


@pytest.mark.parametrize(
    "line",
    [
        "{",
        "[]",
        '"text"',
        '{"id": "2"}',
        '{"question": "q"}',
        '{"id": 2, "question": "q"}',
        '{"id": "2", "question": "q", "history": "q"}',
        '{"id": "2", "question": "q", "documents": [1]}',
    ],
)
def test_a_malformed_line_is_named_and_nothing_is_printed(run: Any, tmp_path: Path, line: str) -> None:
    path = tmp_path / "batch.jsonl"
    path.write_text(f'{{"id": "1", "question": "q"}}\n\n{line}\n', encoding="utf-8")
    done = run("ask", "--batch", path)
    assert (done.code, done.out) == (2, "")
    assert done.err.startswith("report-assistant: line 3 of the batch")


def test_a_batch_that_is_not_utf_8_is_refused(run: Any, tmp_path: Path) -> None:
    path = tmp_path / "batch.jsonl"
    path.write_bytes('{"id": "1", "question": "caf\xe9"}'.encode("latin-1"))
    assert (run("ask", "--batch", path).code, "not UTF-8" in run("ask", "--batch", path).err) == (2, True)


def test_half_a_character_is_replaced_before_it_can_do_harm(run: Any, tmp_path: Path) -> None:
    path = tmp_path / "batch.jsonl"
    path.write_text(
        '{"id": "1", "question": "\\ud800 total waiting list?", "history": ["\\udfff"]}\n', encoding="utf-8"
    )
    (answer,) = run("ask", "--batch", path).lines()
    assert answer["question"] == "? total waiting list?"


def test_a_line_separator_within_a_question_does_not_end_its_line(tmp_path: Path) -> None:
    path = tmp_path / "batch.jsonl"
    path.write_text('{"id": "1", "question": "a\u2028b"}\n', encoding="utf-8")
    assert [asked.question for asked in cli.read_batch(path)] == ["a\u2028b"]


# --- the library -----------------------------------------------------------------------------------------------------

REPORT = """Parks report

Opening

Visits to the parks rose in Q1 2025/26.

Visits by area
Area\tQ4 2024/25\tQ1 2025/26
North\t1,204\t1,310
South\t998\t1,002
Total\t2,202\t2,312
"""


@pytest.fixture
def parks(tmp_path: Path) -> Path:
    path = tmp_path / "parks.txt"
    path.write_text(REPORT, encoding="utf-8")
    return path


def test_a_report_is_added_listed_shown_and_removed(run: Any, parks: Path, tmp_path: Path) -> None:
    library = tmp_path / "library"
    added = run("add", parks, library=library)
    assert (added.code, added.err) == (0, "")
    assert added.out.startswith("added: parks: Parks report\n  by Parks\n  1 table, 6 figures, ")
    assert run("add", parks, library=library).out.startswith("unchanged: parks")

    listed = run("list", "--json", library=library).json()["documents"]
    assert [(d["id"], d["title"], d["tables"], d["observations"]) for d in listed] == [("parks", "Parks report", 1, 6)]
    assert set(listed[0]) == {
        "id",
        "title",
        "publisher",
        "period",
        "published",
        "edition",
        "set",
        "file",
        "pages",
        "tables",
        "observations",
        "chunks",
        "added",
        "warnings",
    }
    assert "parks: Parks report" in run("list", library=library).out

    assert "Visits by area" in run("tables", "parks", library=library).out
    assert "North  1,204       1,310" in run("show", "parks", "--table", "1", library=library).out
    assert "Visits to the parks rose" in run("show", "parks", "--section", "opening", library=library).out
    assert "Opening" in run("show", "parks", library=library).out

    assert run("remove", "parks", library=library).code == 0
    assert run("list", "--json", library=library).json() == {"documents": []}


def test_tables_as_json_hold_every_label_figure_unit_and_period(run: Any, parks: Path, tmp_path: Path) -> None:
    run("add", parks, library=tmp_path / "library")
    (table,) = run("tables", "parks", "--json", library=tmp_path / "library").json()["tables"]
    assert (table["number"], table["title"]) == (1, "Visits by area")
    assert table["columns"] == [["Q4 2024/25"], ["Q1 2025/26"]]
    assert [row["labels"] for row in table["rows"]] == [["North"], ["South"], ["Total"]]
    cell = table["rows"][0]["cells"][1]
    assert (cell["printed"], cell["value"], cell["unit"], cell["period"]) == ("1,310", 1310, "count", "Q1 2025/26")


def test_tables_as_json_say_what_notes_hold_for_which_cells(run: Any, tmp_path: Path) -> None:
    text = (
        "Parks report\n\nVisits\n\nVisits by area [p]\nArea | 2023 | 2024 [note 1]\nNorth [note 2] | 90 | 95 [r]\n"
        "South | 8 | 7\n\n[note 1] Counted in March.\n\n[note 2] Closed in May.\n"
    )
    (tmp_path / "parks.txt").write_text(text.replace(" | ", "\t"), encoding="utf-8")
    run("add", tmp_path / "parks.txt", library=tmp_path / "library")
    (table,) = run("tables", "parks", "--json", library=tmp_path / "library").json()["tables"]
    row, last = table["rows"][0]["row"], table["column_indexes"][1]
    none = {"rows": [], "columns": [], "cells": [], "whole": False}
    assert sorted(table["remarks"], key=lambda remark: remark["mark"]) == [
        {**none, "mark": "note 1", "text": "Counted in March.", "columns": [last]},
        {**none, "mark": "note 2", "text": "Closed in May.", "rows": [row]},
        {**none, "mark": "p", "text": "provisional", "whole": True},
        {**none, "mark": "r", "text": "revised", "cells": [{"row": row, "column": last}]},
    ]


def test_the_other_files_are_added_when_one_cannot_be_read(run: Any, parks: Path, tmp_path: Path) -> None:
    done = run("add", tmp_path / "missing.txt", parks, library=tmp_path / "library")
    assert done.code == 1
    assert "missing.txt" in done.err
    assert done.err.count("\n") == 1
    assert "added: parks" in done.out


def test_a_folder_is_added_whole_with_a_line_for_each_report_and_one_for_all(
    run: Any, parks: Path, tmp_path: Path
) -> None:
    library, folder = tmp_path / "library", tmp_path / "folder"
    (folder / "deep").mkdir(parents=True)
    (folder / "deep" / "parks.txt").write_text(REPORT, encoding="utf-8")
    (folder / "pools.txt").write_text(REPORT.replace("Parks", "Pools"), encoding="utf-8")
    (folder / "bad.txt").write_bytes(b"\x00\xff\x00" * 99)
    done = run("add", folder, library=library)
    assert done.code == 1
    assert [line for line in done.out.splitlines() if not line.startswith(" ")] == [
        "added: parks: Parks report",
        "added: pools: Pools report",
        "3 files: 1 could not be read, 2 added",
    ]
    assert (done.err.count("\n"), "bad.txt" in done.err) == (1, True)
    assert run("add", tmp_path / "folder" / "*.txt", library=library).out.splitlines()[-1] == (
        "2 files: 1 could not be read, 1 unchanged"
    )


def test_an_id_is_for_one_report_and_must_be_safe(run: Any, parks: Path, tmp_path: Path) -> None:
    done = run("add", parks, tmp_path / "other.txt", "--id", "x", library=tmp_path / "library")
    assert (done.code, "--id names one report" in done.err) == (2, True)
    done = run("add", parks, "--id", "../x", library=tmp_path / "library")
    assert (done.code, "cannot be a report's id" in done.err) == (2, True)


def test_what_is_set_is_listed_as_the_users_own_and_outlives_a_rebuild(run: Any, parks: Path, tmp_path: Path) -> None:
    library = tmp_path / "library"
    run("add", parks, library=library)
    done = run("set", "parks", "--period", "Q1 2025/26", "--publisher", "Borset", library=library)
    assert "by Borset (set by you) · covers Q1 2025/26 (set by you)" in done.out
    assert run("rebuild", library=library).out.startswith("replaced: parks")
    (listed,) = run("list", "--json", library=library).json()["documents"]
    assert (listed["period"], listed["publisher"], listed["set"]) == ("Q1 2025/26", "Borset", ["publisher", "period"])
    done = run("set", "parks", "--period", "soon", library=library)
    assert (done.code, "write one such as 'Q1 2024/25'" in done.err) == (2, True)
    assert run("set", "parks", library=library).code == 2
    assert run("rebuild", "gone", library=library).code == 2


def test_a_table_and_the_library_go_out_and_the_library_comes_back(run: Any, parks: Path, tmp_path: Path) -> None:
    library, archive, table = tmp_path / "library", tmp_path / "all.zip", tmp_path / "table.csv"
    run("add", parks, library=library)
    assert run("export", "parks", "--table", "1", "-o", table, library=library).code == 0
    assert 'North,"1,204","1,310"' in table.read_text(encoding="utf-8-sig")
    assert run("export", "--all", "-o", archive, library=library).out == f"written: 1 report to {archive}\n"
    done = run("export", "--all", "-o", archive, library=library)
    assert (done.code, "--force writes over it" in done.err) == (2, True)
    assert run("import", archive, library=tmp_path / "other").out.startswith("added: parks: Parks report")
    assert run("import", parks, library=tmp_path / "other").code == 1
    assert run("export", "parks", "-o", tmp_path / "own.txt", library=library).code == 0
    assert (tmp_path / "own.txt").read_bytes() == parks.read_bytes()


@pytest.mark.parametrize(
    "wrong", [["--all"], ["parks", "--all", "-o", "x"], ["-o", "x"], ["--all", "--table", "1", "-o", "x"]]
)
def test_an_export_that_is_not_clear_is_wrong_usage(run: Any, wrong: list[str]) -> None:
    assert run("export", *wrong).code == 2


def test_a_missing_library_says_how_to_make_one(run: Any, tmp_path: Path) -> None:
    done = run("ask", FOUND, library=tmp_path / "none")
    assert (done.code, done.out) == (1, "")
    assert "report-assistant add" in done.err


# --- auditing ---------------------------------------------------------------------------------------------------------


def test_an_audit_prints_its_findings_as_json_with_both_places(run: Any) -> None:
    done = run("audit", "hospital", "--json")
    assert (done.code, done.err) == (0, "")
    findings = json.loads(done.out)["findings"]
    assert set(findings[0]) == {"id", "kind", "severity", "a", "b", "explanation", "computed"}
    assert set(findings[0]["a"]) == {"document", "page", "section", "quote"}
    assert [f["severity"] for f in findings].count("contradiction") == 4


def test_an_audit_for_people_counts_its_findings_and_quotes_both_places(run: Any) -> None:
    done = run("audit")
    assert done.code == 0
    assert done.out.startswith("1 report audited: 4 contradictions, ")
    assert "Dermatology 5,361 5,640 +279" in done.out
    assert "page 12" in done.out


def test_an_audit_of_an_unknown_report_names_those_that_are_there(run: Any) -> None:
    done = run("audit", "nowhere")
    assert (done.code, done.out) == (2, "")
    assert "no document 'nowhere'" in done.err
    assert "hospital" in done.err


# --- starting, conversing, failing ------------------------------------------------------------------------------------


def test_a_conversation_follows_up_takes_a_choice_by_number_and_ends(run: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    lines = iter([FOUND, "and the quarter before?", ""])
    monkeypatch.setattr("builtins.input", lambda _: next(lines))
    done = run("chat")
    assert (done.code, done.err) == (0, "")
    assert done.out.index("48,936") < done.out.index("50,214")


def test_an_unexpected_error_is_one_line_with_its_trace_in_the_log(
    run: Any, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    def fail(*_: object, **__: object) -> None:
        raise KeyError("boom")

    monkeypatch.setattr("assistant.libraries.library.Library.open", fail)
    done = run("list")
    assert (done.code, done.out, done.err.count("\n")) == (1, "", 1)
    assert "Traceback" not in done.err
    assert "boom" in (tmp_path / "errors.log").read_text(encoding="utf-8")
    assert "Traceback" in run("--verbose", "list").err


def test_the_version_is_that_of_the_package(run: Any) -> None:
    from importlib.metadata import version

    assert run("--version").out == f"report-assistant {version('report-assistant')}\n"


def test_the_page_runs_over_the_library_that_was_named(
    run: Any, monkeypatch: pytest.MonkeyPatch, hospital_library: Path
) -> None:
    started: list[tuple[str, list[str], str]] = []
    monkeypatch.setattr(
        "runpy.run_module",
        lambda name, **_: started.append((name, sys.argv, os.environ["REPORT_ASSISTANT_LIBRARY"])),
    )
    monkeypatch.setattr(sys, "argv", [])
    monkeypatch.setenv("REPORT_ASSISTANT_LIBRARY", "")
    assert run("web", "--port", "18555").code == 0
    ((module, arguments, library),) = started
    assert (module, library) == ("streamlit", str(hospital_library))
    assert (arguments[1], arguments[3:]) == ("run", ["--server.port", "18555", "--server.address", "127.0.0.1"])
    assert Path(arguments[2]).name == "app.py"
    assert Path(arguments[2]).is_file()


def test_a_port_in_use_is_told(run: Any) -> None:
    import socket

    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        taken.listen()
        port = taken.getsockname()[1]
        done = run("web", "--port", str(port))
    assert done.code == 2
    assert f"port {port} cannot be used" in done.err
