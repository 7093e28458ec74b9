"""Connections to a PostgreSQL server: how they are made, and how texts and vectors pass over them."""

from __future__ import annotations

import re
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

import psycopg
from pgvector.psycopg.vector import register_vector_info
from psycopg.abc import Buffer
from psycopg.conninfo import conninfo_to_dict, make_conninfo
from psycopg.types import TypeInfo
from psycopg.types.string import (
    StrBinaryDumper,
    StrDumper,
    StrDumperUnknown,
    TextBinaryLoader,
    TextLoader,
)

from corpus.errors import StoreError
from corpus.places import Server

_WAYS = {
    "connect_timeout": 10,
    "application_name": "report-assistant",
    "keepalives_idle": 30,
    "tcp_user_timeout": 60_000,
}


def connect(place: Server, *, vectors: bool = False) -> psycopg.Connection:
    """A connection that commits each statement unless a transaction was begun; with ``vectors`` it can pass them."""
    try:
        ways: dict[str, Any] = {**_WAYS, **conninfo_to_dict(place.url)}
        # A password with a slash that is not escaped is read as a port.
        if not re.fullmatch(r"[\d,]*", str(ways.get("port", ""))):
            raise psycopg.ProgrammingError("the port is no number")
    except psycopg.ProgrammingError:
        # What is wrong with it is not told, since that repeats the password.
        raise StoreError("the address of the database cannot be read; it is postgresql://USER@HOST:PORT/NAME") from None
    connection = psycopg.connect(make_conninfo("", **ways), autocommit=True)
    try:
        for dumper in (_Dumped, _DumpedUnknown, _DumpedBinary):  # the last of each format is the usual one
            connection.adapters.register_dumper(str, dumper)
        for loader in (_Loaded, _LoadedBinary):
            connection.adapters.register_loader("text", loader)
        if vectors:
            register_vector_info(connection, TypeInfo.fetch(connection, "vector"))
    except BaseException:
        connection.close()
        raise
    return connection


@contextmanager
def connected(place: Server, *, vectors: bool = False) -> Iterator[psycopg.Connection]:
    """A connection that is closed at the end of the block; what it did not commit is undone."""
    connection = connect(place, vectors=vectors)
    try:
        yield connection
    finally:
        connection.close()


# A text on the server cannot hold the character of number 0, and reports do.
_ESCAPE = "\ufdd0"  # a code point that is no character


def _escaped(text: str) -> str:
    if "\0" in text or _ESCAPE in text:
        return text.replace(_ESCAPE, f"{_ESCAPE}1").replace("\0", f"{_ESCAPE}0")
    return text


def _plain(text: str | bytes) -> str:
    assert isinstance(text, str), "the connection's encoding is UTF-8"
    return text.replace(f"{_ESCAPE}0", "\0").replace(f"{_ESCAPE}1", _ESCAPE) if _ESCAPE in text else text


class _Dumped(StrDumper):
    def dump(self, obj: str) -> Buffer | None:
        return super().dump(_escaped(obj))


class _DumpedUnknown(StrDumperUnknown):
    def dump(self, obj: str) -> Buffer | None:
        return super().dump(_escaped(obj))


class _DumpedBinary(StrBinaryDumper):
    def dump(self, obj: str) -> Buffer | None:
        return super().dump(_escaped(obj))


class _Loaded(TextLoader):
    def load(self, data: Buffer) -> str:
        return _plain(super().load(data))


class _LoadedBinary(TextBinaryLoader):
    def load(self, data: Buffer) -> str:
        return _plain(super().load(data))
