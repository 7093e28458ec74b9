"""The program needs no network and opens no port: shown where there is none, and by looking at what it listens to."""

from __future__ import annotations

import json
import os
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from corpus.embedding import cache_folder
from tests.listening import counting_calls

ROOT = Path(__file__).resolve().parents[1]
HOSPITAL = ROOT / "tests" / "reports" / "hospital-trust-q2-2025-26" / "source.txt"

WITHOUT_NETWORK = """
import socket, sys
from pathlib import Path
from assistant.service import Assistant
interfaces = [name for _, name in socket.if_nameindex() if name != "lo"]
assert not interfaces, interfaces
folder, report, question = sys.argv[1:]
with Assistant.open(Path(folder), create=True, index="chroma").library as library:
    library.add(Path(report), document_id="hospital")
    print(Assistant(library).ask(question).route.value)
"""

ASKING_OUTSIDE = """
import sys, time
from pathlib import Path
from assistant.service import Assistant
with Assistant.open(Path(sys.argv[1]), index="chroma").library as library:
    print(Assistant(library).ask("Why did patients wait?").route.value)
    time.sleep(3)  # what tells its maker of its use does it after a while
"""

LISTENING = """
import os, re, sys
from pathlib import Path
from assistant.service import Assistant

def listening():
    own = {os.readlink(fd) for fd in Path("/proc/self/fd").iterdir() if fd.exists() or fd.is_symlink()}
    found = []
    for table in ("tcp", "tcp6", "udp", "udp6"):
        for line in Path(f"/proc/net/{table}").read_text().splitlines()[1:]:
            fields = line.split()
            if f"socket:[{fields[9]}]" in own:
                found.append((table, fields[1]))
    return found

assistant = Assistant.open(Path(sys.argv[1]), index="chroma")
assistant.library.warm().join()
assistant.ask("How many patients waited, and why?")
assistant.library.search("waiting", limit=3)
print(listening(), [name for name in sys.modules if name.startswith(("chromadb.server", "uvicorn", "fastapi"))])
"""


def run(script: str, *arguments: str, before: tuple[str, ...] = (), **variables: str) -> str:
    command = [*before, sys.executable, "-c", script, *arguments]
    environment = {**os.environ, **variables}
    done = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, timeout=300, check=False, env=environment)
    assert done.returncode == 0, done.stderr[-2000:]
    return done.stdout.strip().splitlines()[-1]


def test_a_report_is_added_and_asked_about_where_there_is_no_network(tmp_path: Path) -> None:
    unshare = shutil.which("unshare")
    if unshare is None:
        pytest.skip("no `unshare` on this machine, so no namespace without a network")
    apart = (unshare, "--map-root-user", "--net")
    if subprocess.run([*apart, "true"], capture_output=True, check=False).returncode:
        pytest.skip("this machine lets nobody make a namespace without a network")
    said = run(WITHOUT_NETWORK, str(tmp_path / "library"), str(HOSPITAL), "How many patients are there?", before=apart)
    assert said in {"calculation", "retrieval", "both", "clarification", "refusal"}


@pytest.mark.slow
def test_no_library_tells_its_maker_of_its_use(hospital_library: Path, tmp_path: Path) -> None:
    """ONNX Runtime does from version 1.29 on: it looks for the way out, and keeps a number of the machine."""
    copy, home = shutil.copytree(hospital_library, tmp_path / "library"), tmp_path / "home"
    home.mkdir()
    with counting_calls() as (way_out, sent):
        ways = dict.fromkeys(("http_proxy", "https_proxy", "HTTP_PROXY", "HTTPS_PROXY", "ALL_PROXY"), way_out)
        kept = {"HOME": str(home), "XDG_CACHE_HOME": str(home), "REPORT_ASSISTANT_CACHE": str(cache_folder())}
        run(ASKING_OUTSIDE, str(copy), **ways, **kept, NO_PROXY="", no_proxy="", ORT_DISABLE_TELEMETRY="0")
    assert sent == []
    assert list(home.rglob("*")) == []


@pytest.mark.skipif(not Path("/proc/net/tcp").exists(), reason="needs Linux's list of connections")
def test_answering_opens_no_port_and_starts_no_server(hospital_library: Path, tmp_path: Path) -> None:
    copy = shutil.copytree(hospital_library, tmp_path / "library")
    assert run(LISTENING, str(copy)) == "[] []"


def test_the_flawed_server_of_chroma_is_never_named() -> None:
    """CVE-2026-45829 is in Chroma's HTTP server; here there is only its embedded client."""
    sources = [p for name in ("assistant", "corpus", "structured") for p in (ROOT / name).rglob("*.py")]
    text = "\n".join(path.read_text(encoding="utf-8") for path in [*sources, ROOT / "app.py"])
    for name in ("HttpClient", "AsyncHttpClient", "chromadb.server", "chromadb.app", "chroma run"):
        assert name not in text, json.dumps(name)
