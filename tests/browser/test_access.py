"""Who is let in, as whom, and at which address the page listens."""

from __future__ import annotations

import os
import sys
import tomllib
from pathlib import Path

import pytest

from assistant import cli
from assistant.errors import NotAllowed
from assistant.usage import InvalidSetting
from assistant.web.access import OPEN, UNVERIFIED, USERS, Rights, Visitor, read_rules, visitor

ANN: dict[str, object] = {
    "is_logged_in": True,
    "email": "Ann@Town.example",
    "email_verified": True,
    "name": "Ann",
    "sub": "a1",
    "iss": "https://id.example",
}
SILENT = {name: value for name, value in ANN.items() if name != "email_verified"}
"""What a provider tells that says nothing of whether it verified the address."""
RULES = {USERS: "reader:@town.example, editor:ann@town.example"}


@pytest.mark.parametrize(
    ("user", "settings", "address", "rights"),
    [
        pytest.param({}, {}, "127.0.0.1", Rights.OWNER, id="on this machine alone"),
        pytest.param({"email": "test@example.com"}, {}, "::1", Rights.OWNER, id="on this machine alone, IPv6"),
        pytest.param({}, {}, "0.0.0.0", Rights.NONE, id="served to others without signing in"),
        pytest.param({}, {}, None, Rights.NONE, id="no address: Streamlit then listens at all of them"),
        pytest.param({}, {OPEN: "on"}, "0.0.0.0", Rights.READER, id="opened in words"),
        pytest.param({}, {OPEN: "on"}, "127.0.0.1", Rights.READER, id="opened in words behind another server"),
        pytest.param({"is_logged_in": False}, RULES, "127.0.0.1", Rights.NONE, id="not signed in"),
        pytest.param({"is_logged_in": False}, {OPEN: "on"}, "0.0.0.0", Rights.NONE, id="signing in goes before open"),
        pytest.param(ANN, RULES, "0.0.0.0", Rights.EDITOR, id="the greatest of the rights"),
        pytest.param({**ANN, "email": "bob@town.example"}, RULES, "0.0.0.0", Rights.READER, id="by domain"),
        pytest.param({**ANN, "email": "ann@a.town.example"}, RULES, "0.0.0.0", Rights.NONE, id="not by its end"),
        pytest.param({**ANN, "email": None}, RULES, "0.0.0.0", Rights.NONE, id="no address"),
        pytest.param({**ANN, "email_verified": False}, RULES, "0.0.0.0", Rights.NONE, id="not verified"),
        pytest.param({**ANN, "email_verified": "False"}, RULES, "0.0.0.0", Rights.NONE, id="not verified, in words"),
        pytest.param({**ANN, "email_verified": "true"}, RULES, "0.0.0.0", Rights.EDITOR, id="verified, in words"),
        pytest.param(SILENT, RULES, "0.0.0.0", Rights.NONE, id="not said to be verified"),
        pytest.param(SILENT, {**RULES, UNVERIFIED: "on"}, "0.0.0.0", Rights.EDITOR, id="believed unverified"),
        pytest.param(
            {**ANN, "email_verified": False}, {**RULES, UNVERIFIED: "on"}, "0.0.0.0", Rights.NONE, id="said not to be"
        ),
        pytest.param({**ANN, "email": None}, {USERS: "reader:*"}, "0.0.0.0", Rights.READER, id="all who can sign in"),
        pytest.param(ANN, {}, "127.0.0.1", Rights.NONE, id="nobody named"),
    ],
)
def test_rights_come_from_signing_in_settings_and_address(
    user: dict[str, object], settings: dict[str, str], address: str | None, rights: Rights
) -> None:
    assert visitor(user, settings, address).rights is rights


def test_conversations_belong_to_the_account_and_not_to_its_address() -> None:
    renamed = {**ANN, "email": "anne@town.example"}
    assert visitor(ANN, RULES, None).id == visitor(renamed, RULES, None).id == "https://id.example a1"
    assert visitor({**ANN, "iss": "https://other.example"}, RULES, None).id != visitor(ANN, RULES, None).id


@pytest.mark.parametrize("text", ["ann@town.example", "king:ann@town.example", "none:*", "reader:", "reader:town"])
def test_a_rule_that_says_nothing_sure_is_refused(text: str) -> None:
    with pytest.raises(InvalidSetting, match="write role:who"):
        read_rules(text)


def test_whoever_lacks_the_rights_is_refused_in_words() -> None:
    reader = Visitor(rights=Rights.READER, is_private=True)
    reader.must(Rights.READER)
    with pytest.raises(NotAllowed, match="rights of an editor"):
        reader.must(Rights.EDITOR)


def test_the_page_listens_to_this_machine_and_tells_nobody_of_its_use() -> None:
    kept = tomllib.loads((Path(__file__).resolve().parents[2] / ".streamlit" / "config.toml").read_text("utf-8"))
    assert kept["server"]["address"] == "127.0.0.1"
    assert kept["server"]["allowedHosts"] == ["localhost", "127.0.0.1", "::1"]
    assert kept["browser"]["gatherUsageStats"] is False
    assert kept["client"] == {"toolbarMode": "minimal", "showErrorDetails": "none"}


@pytest.fixture
def started(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    runs: list[str] = []
    monkeypatch.setattr("runpy.run_module", lambda name, **_: runs.append(name))
    monkeypatch.setattr("sys.argv", [])
    monkeypatch.setattr("assistant.cli.serving._check_port", lambda *_: None)  # tests may listen at 127.0.0.1 alone
    monkeypatch.setenv("REPORT_ASSISTANT_LIBRARY", "")
    monkeypatch.delenv(OPEN, raising=False)
    return runs


def serve(library: Path, *options: str) -> int:
    return cli.run(["--library", str(library), "web", "--port", "18556", *options])


def test_other_addresses_are_refused_without_signing_in(
    hospital_library: Path, started: list[str], capsys: pytest.CaptureFixture[str]
) -> None:
    assert serve(hospital_library, "--address", "0.0.0.0") == cli.USAGE
    told = capsys.readouterr().err
    assert "--open-to-everyone" in told
    assert told.count("\n") == 1
    assert started == []


def test_other_addresses_are_served_when_told_so_in_words(
    hospital_library: Path, started: list[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv(OPEN, "off")
    assert serve(hospital_library, "--address", "0.0.0.0", "--open-to-everyone") == cli.ANSWERED
    assert os.environ[OPEN] == "on"
    assert started == ["streamlit"]
    assert sys.argv[-2:] == ["--server.allowedHosts", "*"]


def test_names_that_were_chosen_stay_and_the_page_of_one_machine_keeps_to_its_own(
    hospital_library: Path, started: list[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    assert serve(hospital_library) == cli.ANSWERED
    assert "--server.allowedHosts" not in sys.argv
    monkeypatch.setenv("STREAMLIT_SERVER_ALLOWED_HOSTS", "reports.example")
    monkeypatch.setenv(OPEN, "off")
    assert serve(hospital_library, "--open-to-everyone") == cli.ANSWERED
    assert "--server.allowedHosts" not in sys.argv


def test_signing_in_without_anybody_to_let_in_is_told(
    hospital_library: Path, started: list[str], monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setattr("assistant.web.access.signing_in_is_set_up", lambda: True)
    assert serve(hospital_library) == cli.USAGE
    assert USERS in capsys.readouterr().err
    monkeypatch.setenv(USERS, "reader:@town.example")
    assert serve(hospital_library, "--address", "0.0.0.0") == cli.ANSWERED
    assert started == ["streamlit"]
