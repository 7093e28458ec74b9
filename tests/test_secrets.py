"""No key, password or secret of the settings is told, logged or kept, whatever goes wrong."""

from __future__ import annotations

import json
import logging
import os
import shutil
import subprocess
import sys
from collections.abc import Sequence
from pathlib import Path

import pytest
from starlette.testclient import TestClient

from assistant import open_library
from assistant.api.application import create_app
from assistant.api.settings import load_api_settings
from tests.chat_server import Said, chat_server
from tests.small import REPORT

ROOT = Path(__file__).resolve().parents[1]
SECRETS = {
    what: f"{what}-5ecret-c0ffee42"
    for what in ("ownerkey", "filekey", "badkey", "user", "password", "modelkey", "urlpassword", "cookie", "client")
}
QUESTION = "How many thingamabobs were sold in Northfield?"
OIDC = f"""[auth]
redirect_uri = "http://localhost:8501/oauth2callback"
cookie_secret = "{SECRETS["cookie"]}"
client_id = "reports"
client_secret = "{SECRETS["client"]}"
server_metadata_url = "http://127.0.0.1:1/openid"
"""
FAILING = """
import sys
from assistant.cli import main
from assistant.libraries.library import Library
def fail(*_, **__): raise RuntimeError("no such thing")
Library.{method} = fail
main(sys.argv[1:])
"""


@pytest.fixture
def folder(tmp_path: Path, widget_library: Path) -> Path:
    """Where the program runs: with a library, signing in set up, and files of keys."""
    shutil.copytree(widget_library, tmp_path / "library")
    (tmp_path / ".streamlit").mkdir()
    (tmp_path / ".streamlit" / "secrets.toml").write_text(OIDC, encoding="utf-8")
    (tmp_path / "keys").write_text(f"owner/press:{SECRETS['filekey']}\n", encoding="utf-8")
    (tmp_path / "bad_keys").write_text(f"king:{SECRETS['badkey']}\n", encoding="utf-8")
    (tmp_path / "report.txt").write_text(REPORT.replace(" | ", "\t"), encoding="utf-8")
    return tmp_path


def settings(folder: Path, **others: str) -> dict[str, str]:
    """The environment with a secret in every setting that takes one, and whatever else is logged switched on."""
    given = {
        "API_KEYS": f"owner:{SECRETS['ownerkey']}",
        "API_KEYS_FILE": str(folder / "keys"),
        "MODEL": "openai:any",
        "MODEL_KEY": SECRETS["modelkey"],
        "MODEL_URL": f"http://me:{SECRETS['urlpassword']}@127.0.0.1:1/v1",
        "AUDIT_LOG": "questions",
        "LOG": str(folder / "errors.log"),
        "LIBRARY": str(folder / "library"),
        **others,
    }
    return {f"REPORT_ASSISTANT_{name}": value for name, value in given.items() if value}


RUNS = """
import json, os, sys
from assistant.cli import main
for environment, arguments in json.load(sys.stdin):
    os.environ.update(environment)
    print("---", flush=True)
    try:
        main(arguments)
    except SystemExit:
        pass
"""
"""Several runs of the program in one process, each told after a line of its own: starting Python takes the longest."""


def said_by(folder: Path, environment: dict[str, str], *arguments: str, code: str = "", given: str = "") -> str:
    """What a run of the program says on both streams, with --verbose."""
    program = ["-c", code] if code else ["-m", "assistant.cli"]
    run = subprocess.run(
        [sys.executable, *program, *(["--verbose", *arguments] if arguments else [])],
        cwd=folder,
        env={**os.environ, **environment, "PYTHONPATH": str(ROOT)},
        input=given,
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        text=True,
        timeout=300,
    )
    return run.stdout


def said_in_turn(folder: Path, runs: Sequence[tuple[dict[str, str], tuple[str, ...]]]) -> list[str]:
    """What each of several runs of the program says, with --verbose and in its environment, one after the other."""
    given = json.dumps([(environment, ("--verbose", *arguments)) for environment, arguments in runs])
    first, *said = said_by(folder, runs[0][0], code=RUNS, given=given).split("---\n")
    assert not first
    assert len(said) == len(runs)
    return said


def kept_in(folder: Path) -> str:
    """Every file that the program may have written, as text."""
    ours = {".streamlit", "keys", "bad_keys"}
    files = [f for f in folder.rglob("*") if f.is_file() and not ours & set(f.relative_to(folder).parts)]
    return "".join(f.read_bytes().decode("latin-1") for f in files)


def assert_silent(*texts: str) -> None:
    told = {what for what, secret in SECRETS.items() for text in texts if secret in text}
    assert told == set()


@pytest.mark.slow
def test_the_command_line_tells_no_secret(folder: Path) -> None:
    runs = (
        ("ask", QUESTION),  # a model that cannot be reached
        ("doctor", "--deep"),
        ("list",),
        ("log", "--json"),
        ("add", "report.txt", "missing.txt"),
        ("web", "--port", "1", "--address", "256.0.0.1"),  # a page that cannot listen
        ("api", "--port", "1", "--host", "256.0.0.1"),  # an API that cannot listen
    )
    said = said_in_turn(folder, [(settings(folder), arguments) for arguments in runs])
    assert all(said)
    assert_silent(*said, kept_in(folder))


@pytest.mark.parametrize("method", ["documents", "add_all", "search"])
def test_the_trace_of_an_unexpected_error_tells_no_secret(folder: Path, method: str) -> None:
    arguments = ("add", "report.txt") if method == "add_all" else ("ask", QUESTION)
    said = said_by(folder, settings(folder), *arguments, code=FAILING.format(method=method))
    assert "Traceback" in said
    assert "no such thing" in (folder / "errors.log").read_text(encoding="utf-8")
    assert_silent(said, kept_in(folder))


ADDRESSES = (
    "postgresql://{user}:{password}@127.0.0.1:1/reports",
    "postgresql://{user}:{password}@127.0.0.1:1/reports?sslmode=nonsense",
    "postgresql://{user}:{password}@127.0.0.1:port/reports",
    "postgresql://{user}:{password}@[::1/reports",
    "postgresql://127.0.0.1:{password}",
    "postgresql://127.0.0.1:{password}/not-escaped@127.0.0.1:1/reports",
    "postgresql://127.0.0.1:1/reports?password={password}&user={user}",
    "mysql://{user}:{password}@127.0.0.1:1/reports",
    "{user}:{password}",
)


@pytest.mark.slow
def test_the_address_of_a_database_is_told_without_its_password(folder: Path) -> None:
    urls = [url.format(**SECRETS) for url in ADDRESSES]
    runs = [
        (settings(folder, DATABASE=url, LIBRARY=""), arguments)
        for url in urls
        for arguments in (("list",), ("doctor",), ("log",))
    ]
    said = said_in_turn(folder, runs)
    assert all(said)
    assert_silent(*said, kept_in(folder))


def test_a_library_is_not_moved_to_an_address_that_is_then_told(folder: Path) -> None:
    urls = ("postgresql://{user}:{password}@127.0.0.1:1/reports", "postgresql://{user}:{password}@[")
    said = said_in_turn(folder, [(settings(folder), ("migrate", "--to", url.format(**SECRETS))) for url in urls])
    assert all(said)
    assert_silent(*said, kept_in(folder))


def test_a_setting_that_is_refused_is_not_repeated(folder: Path) -> None:
    refused = (
        ("API_KEYS", "king:{badkey}"),
        ("API_KEYS", "{badkey}"),
        ("API_KEYS", "owner/{badkey}"),
        ("API_KEYS_FILE", "bad_keys"),
        ("MODEL_URL", "ftp://me:{urlpassword}@127.0.0.1/v1"),
        ("MODEL_URL", "{urlpassword}"),
        ("MODEL", "openai"),
    )
    runs = [(settings(folder, **{name: value.format(**SECRETS)}), ("api", "--port", "1")) for name, value in refused]
    said = said_in_turn(folder, runs)
    assert all("report-assistant: " in one for one in said)
    assert_silent(*said, kept_in(folder))


def test_secrets_that_cannot_be_read_are_not_repeated(folder: Path) -> None:
    broken = OIDC.replace('client_id = "reports"', 'client_id = "reports')
    (folder / ".streamlit" / "secrets.toml").write_text(broken, encoding="utf-8")
    said = said_by(folder, settings(folder), "web", "--port", "1", "--address", "256.0.0.1")
    assert said
    assert_silent(said, kept_in(folder))


def test_a_model_that_repeats_its_key_is_not_heard(folder: Path) -> None:
    body = f'{{"error": {{"message": "wrong key {SECRETS["modelkey"]}"}}}}'.encode()
    refusals = {
        where: Said(status=status, body=body)
        for where, status in (("Northfield", 401), ("Southport", 429), ("Eastham", 500))
    }
    with chat_server() as server:
        server.script = lambda _, data: next(said for where, said in refusals.items() if where in json.dumps(data))
        environment = settings(folder, MODEL_URL=server.address)
        questions = [QUESTION.replace("Northfield", where) for where in refusals]
        said = said_in_turn(folder, [(environment, ("ask", question)) for question in questions])
        assert all(where in json.dumps(server.calls) for where in refusals)
    assert all(said)
    assert_silent(*said, kept_in(folder))


def test_the_api_tells_and_logs_no_secret(
    folder: Path, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    caplog.set_level(logging.DEBUG)
    monkeypatch.setenv("REPORT_ASSISTANT_AUDIT_LOG", "questions")
    library = open_library(folder / "library")
    app = create_app(library, load_api_settings(settings(folder)))
    told: list[str] = []
    with TestClient(app, base_url="http://127.0.0.1:8600", raise_server_exceptions=False) as client:
        for key in (SECRETS["ownerkey"], SECRETS["filekey"], SECRETS["badkey"]):
            held = {"Authorization": f"Bearer {key}"}
            told += [
                response.text + str(response.headers)
                for response in (
                    client.get("/v1/health"),
                    client.get("/v1/documents", headers=held),
                    client.post("/v1/ask", json={"question": "How many widgets?"}, headers=held),
                    client.post("/v1/ask", content=b"{", headers=held),
                    client.get("/v1/metrics", headers=held),
                    client.get("/v1/nothing", headers=held),
                    client.get("/v1/documents", headers={"Authorization": f"Basic {key}"}),
                )
            ]
        monkeypatch.setattr(library, "documents", lambda: 1 / 0)
        failed = client.get("/v1/documents", headers={"Authorization": f"Bearer {SECRETS['ownerkey']}"})
        assert failed.status_code == 500
        told.append(failed.text)
    assert_silent(*told, caplog.text, kept_in(folder))
