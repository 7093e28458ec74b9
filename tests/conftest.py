"""What holds for every test: no network but this machine's own, a fixed seed, and libraries that are built once."""

from __future__ import annotations

import io
import os
import socket
from collections.abc import Callable, Iterator, Mapping
from dataclasses import replace
from pathlib import Path
from threading import Lock
from typing import TYPE_CHECKING, Any

import pytest
from filelock import FileLock
from hypothesis import settings

if TYPE_CHECKING:
    from assistant.service import Assistant
    from corpus.document import Document
    from corpus.loading import ReportFile
    from corpus.places import LibraryPlace
    from tests.servers import TestServer as PostgresServer

# Set before anything is imported that would read them: no hub is asked for models, no library calls home.
os.environ.update(
    HF_HUB_OFFLINE="1", TRANSFORMERS_OFFLINE="1", ANONYMIZED_TELEMETRY="False", TOKENIZERS_PARALLELISM="false"
)

ROOT = Path(__file__).resolve().parents[1]
PRACTICE = ROOT.parent / "shared" / "reports"
INVENTED = {
    path.parent.name: path
    for folder in ("reports", "later_reports", "newest_reports", "blind_reports")
    for path in sorted((ROOT / "tests" / folder).glob("*/source.*"))
}
"""The reports that were invented for the tests, by their folders' names."""
HOSPITAL = INVENTED["hospital-trust-q2-2025-26"]

settings.register_profile("repeatable", derandomize=True, deadline=None, max_examples=60)
settings.load_profile("repeatable")

_connect = socket.socket.connect
_connect_ex = socket.socket.connect_ex
_lookup = socket.getaddrinfo
LOOPBACK = ("127.", "::1", "localhost")


def _is_local(address: object) -> bool:
    host = address[0] if isinstance(address, tuple) else address  # a plain text is the path of a Unix socket
    return not isinstance(address, tuple) or (isinstance(host, str) and host.startswith(LOOPBACK))


@pytest.fixture(scope="session", autouse=True)
def no_network() -> Iterator[None]:
    """A test that reaches for another machine fails, whatever library does it."""

    def connect(self: socket.socket, address: object) -> object:
        if not _is_local(address):
            pytest.fail(f"a test reached for the network: {address}")
        return _connect(self, address)  # type: ignore[arg-type]

    def connect_ex(self: socket.socket, address: object) -> object:
        if not _is_local(address):
            pytest.fail(f"a test reached for the network: {address}")
        return _connect_ex(self, address)  # type: ignore[arg-type]

    def lookup(host: object, *args: object, **kwargs: object) -> object:
        if isinstance(host, str) and host and not host.startswith(LOOPBACK):
            pytest.fail(f"a test asked for the address of {host}")
        return _lookup(host, *args, **kwargs)  # type: ignore[arg-type,call-overload]

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(socket.socket, "connect", connect)
        patch.setattr(socket.socket, "connect_ex", connect_ex)
        patch.setattr(socket, "getaddrinfo", lookup)
        yield


@pytest.fixture(scope="session")
def postgres_server() -> Iterator[PostgresServer]:
    """A real PostgreSQL server, started once for all tests that want one; they are skipped where it cannot run."""
    from tests.servers import running_server

    with running_server() as server:
        yield server


@pytest.fixture(params=["sqlite", "postgres"])
def place(request: pytest.FixtureRequest) -> LibraryPlace:
    """Where a new library may be made: in a folder, and once more on a server."""
    from tests.servers import new_place

    return new_place(request.param, request)


_one_reader = Lock()


def _read_here(file: ReportFile, module: str, *, document_id: str | None = None, limits: object = None) -> Any:
    from corpus import parsing
    from corpus.naming import id_of
    from corpus.records import to_json
    from structured.grids import read_grids

    def further(document: Document) -> str:
        return to_json(read_grids(document)) if module == "structured.parsing" else ""

    with _one_reader, pytest.MonkeyPatch.context() as patch:  # a library for PDFs bears one thread at a time
        patch.setattr(parsing, "bound", lambda _: None)
        told = parsing._read(file, document_id or id_of(file.name), parsing.DEFAULT, further)
    document, made = parsing._result(file, io.BytesIO(told))
    return replace(document, digest=file.digest, file_name=file.name), made


@pytest.fixture
def read_here(monkeypatch: pytest.MonkeyPatch) -> None:
    """Reports are read in this process, where a test is not about the process that reads them: starting it is slow."""
    for module in ("corpus.parsing", "structured.parsing"):
        monkeypatch.setattr(f"{module}.parse_further", _read_here)


def build_library(folder: Path, reports: Mapping[str, Path]) -> Path:
    from assistant.libraries.library import Library

    with Library.open(folder, create=True) as library:
        for document_id, path in reports.items():
            library.add(path, document_id=document_id)
    return folder


def assistant_over(factory: pytest.TempPathFactory, file_name: str, text: str) -> Assistant:
    """An assistant over a library of one report, written out for the test under a name that is its id too."""
    from assistant.service import Assistant

    folder = factory.mktemp("report")
    report = folder / file_name
    report.write_text(text, encoding="utf-8")
    return Assistant.open(build_library(folder / "library", {report.stem: report}))


def once(factory: pytest.TempPathFactory, name: str, make: Callable[[Path], Path]) -> Path:
    """A folder that is made once, whichever of several test processes wants it first."""
    root = factory.getbasetemp()
    root = root.parent if os.environ.get("PYTEST_XDIST_WORKER") else root
    folder, made = root / f"once-{name}", root / f"once-{name}.made"
    with FileLock(root / f"once-{name}.lock"):
        if not made.exists():
            folder.mkdir()
            make(folder)
            made.touch()
    return folder


@pytest.fixture(scope="session")
def hospital_library(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The folder of a library that holds one small invented report, `hospital`. Tests only read it."""
    return once(tmp_path_factory, "hospital", lambda folder: build_library(folder, {"hospital": HOSPITAL}))


@pytest.fixture(scope="session")
def widget_library(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The folder of a library that holds the small report of `tests.small`, `widgets`. Tests only read it."""
    from tests.plans import make_widget_library

    return once(tmp_path_factory, "widgets", make_widget_library) / "library"


@pytest.fixture(scope="session")
def starter_library(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The folder of a library that holds the starter reports. Tests only read it."""
    from assistant.libraries.starter import STARTER_REPORTS

    reports = {path.stem: path for path in STARTER_REPORTS}
    return once(tmp_path_factory, "starter", lambda folder: build_library(folder, reports))


@pytest.fixture(scope="session")
def practice_reports() -> list[Path]:
    """The practice reports; the test is skipped where they are not there."""
    found = sorted(PRACTICE.glob("*.txt"))
    if not found:
        pytest.skip("the practice reports are not at ../shared/reports")
    return found


@pytest.fixture(scope="session")
def practice_library(tmp_path_factory: pytest.TempPathFactory, practice_reports: list[Path]) -> Path:
    """The folder of a library that holds the practice reports. Tests only read it."""
    reports = {path.stem: path for path in practice_reports}
    return once(tmp_path_factory, "practice", lambda folder: build_library(folder, reports))


@pytest.fixture(scope="session")
def assistant(practice_library: Path) -> Assistant:
    """An assistant over the practice reports; skipped where they are not there."""
    from assistant.service import Assistant

    return Assistant.open(practice_library)


@pytest.fixture(scope="session")
def hospital(hospital_library: Path) -> Assistant:
    """An assistant over the invented hospital report."""
    from assistant.service import Assistant

    return Assistant.open(hospital_library)


@pytest.fixture(scope="session")
def invented_library(tmp_path_factory: pytest.TempPathFactory) -> Callable[[str], Path]:
    """Gives the folder of a library that holds the invented report of this name, as `INVENTED` has it."""

    def made(name: str) -> Path:
        return once(tmp_path_factory, name, lambda folder: build_library(folder, {name: INVENTED[name]}))

    return made


@pytest.fixture(scope="session")
def transport(invented_library: Callable[[str], Path]) -> Assistant:
    """An assistant over the invented report of a transport operator."""
    from assistant.service import Assistant

    return Assistant.open(invented_library("transport-operator-2024"))


@pytest.fixture(scope="session")
def county(invented_library: Callable[[str], Path]) -> Assistant:
    """An assistant over the invented report of a county council."""
    from assistant.service import Assistant

    return Assistant.open(invented_library("county-council-outturn-2024-25"))
