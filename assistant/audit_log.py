"""The audit log of a library: who changed what and when, and where it is set so, who asked what.

It is only added to: the program has no way to change an entry, the tables refuse it, and each entry's digest is made of
the one before, so that what was changed past the program shows. Entries go by age alone, and their going is an entry.
"""

from __future__ import annotations

import hashlib
import json
import os
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from enum import StrEnum

from assistant.acting import acting
from assistant.config import PREFIX
from assistant.side_tables import SideTables
from assistant.usage import InvalidSetting
from corpus.database import Connection, Rows
from corpus.places import LibraryPlace, Server

FILE_NAME = "audit.sqlite"
AUDIT_LOG, AUDIT_DAYS = "AUDIT_LOG", "AUDIT_DAYS"
MOST_TEXT = 4_000
"""Characters kept of what was asked or done."""
COLUMNS = ("number", "at", "way", "who", "act", "what", "outcome", "through", "digest")
DELETED = "deleted"

SELECT = "SELECT number, at, way, who, act, what, outcome, through, digest FROM audit"
INSERT = "INSERT INTO audit VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?)"

_SCHEMA = """
CREATE TABLE IF NOT EXISTS audit (
    number INTEGER PRIMARY KEY, at TEXT NOT NULL, way TEXT NOT NULL, who TEXT NOT NULL, act TEXT NOT NULL,
    what TEXT NOT NULL, outcome TEXT NOT NULL, through INTEGER, digest TEXT NOT NULL
);
CREATE TRIGGER IF NOT EXISTS audit_is_kept BEFORE UPDATE ON audit BEGIN
    SELECT RAISE(ABORT, 'the audit log is only added to');
END;
CREATE TRIGGER IF NOT EXISTS audit_goes_by_record BEFORE DELETE ON audit
WHEN NOT EXISTS (SELECT 1 FROM audit WHERE through >= old.number) BEGIN
    SELECT RAISE(ABORT, 'the audit log is only added to');
END;
"""


class Logged(StrEnum):
    """What is logged; each also logs what those before it do."""

    OFF = "off"
    CHANGES = "changes"
    """What is added, set and removed."""
    ASKED = "asked"
    """That something was asked, without its words."""
    QUESTIONS = "questions"
    """What was asked, word for word."""

    def holds(self, other: Logged) -> bool:
        """Whether what ``other`` names is logged."""
        return list(Logged).index(self) >= list(Logged).index(other)


@dataclass(frozen=True, slots=True, kw_only=True)
class AuditSettings:
    """What is logged, and how many days it is kept (None: for ever)."""

    logged: Logged = Logged.CHANGES
    days: int | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Entry:
    """One line of the log. ``at`` is ISO 8601 in UTC; ``through`` is the last number that a deletion deleted."""

    number: int
    at: str
    way: str
    who: str
    act: str
    what: str
    outcome: str
    through: int | None
    digest: str

    def digest_after(self, before: str) -> str:
        """What its digest has to be where ``before`` is that of the entry before, '' for the first of all."""
        fields = [self.number, self.at, self.way, self.who, self.act, self.what, self.outcome, self.through]
        written = json.dumps([before, *fields], ensure_ascii=True, separators=(",", ":"))
        return hashlib.sha256(written.encode()).hexdigest()


def load_audit_settings(environment: Mapping[str, str] | None = None) -> AuditSettings:
    """The settings in the environment. Raises InvalidSetting."""
    variables = os.environ if environment is None else environment
    said = variables.get(PREFIX + AUDIT_LOG, "").lower() or AuditSettings().logged.value
    if said not in {logged.value for logged in Logged}:
        raise InvalidSetting(f"{PREFIX}{AUDIT_LOG} is '{said}'; set it to {', '.join(Logged)}")
    days = variables.get(PREFIX + AUDIT_DAYS, "")
    if days and not (days.isdecimal() and 0 < int(days) < 100_000):
        raise InvalidSetting(f"{PREFIX}{AUDIT_DAYS} is '{days}'; set it to a number of days, or leave it out")
    return AuditSettings(logged=Logged(said), days=int(days) if days else None)


class AuditLog:
    """The log of one library. Safe between threads and processes: each entry is a transaction of its own."""

    def __init__(self, library: LibraryPlace, settings: AuditSettings) -> None:
        """Open that of a library; a file is made with the first entry."""
        self._settings = settings
        self._is_file = not isinstance(library, Server)
        self._tables = SideTables(library=library, file_name=FILE_NAME, what="audit log", schema=_SCHEMA)

    @property
    def tables(self) -> SideTables:
        """Where its entries are."""
        return self._tables

    @property
    def has_questions(self) -> bool:
        """Whether it is logged that something was asked."""
        return self._settings.logged.holds(Logged.ASKED)

    def changed(self, change: str) -> None:
        """Log a change that is about to be kept: 'add', 'set' or 'remove', then what. Raises StoreError."""
        act, _, what = change.partition(" ")
        if self._settings.logged.holds(Logged.CHANGES):
            self._append(act, what)

    def asked(self, act: str, text: str, outcome: str) -> None:
        """Log that something was asked, and what came of it; its words where that is set so. Raises StoreError."""
        if self.has_questions:
            self._append(act, text if self._settings.logged is Logged.QUESTIONS else "", outcome)

    def entries(self, since: str = "") -> tuple[Entry, ...]:
        """The entries from that moment or day on (ISO 8601), oldest first; all for ''. Raises StoreError."""
        if not self._tables.kept:
            return ()
        with self._tables.opened() as connection:
            return _entries(connection.execute(f"{SELECT} WHERE at >= ? ORDER BY number", (since,)))

    def delete_older(self, days: int) -> int:
        """Delete what is older than so many days; how many entries. Raises StoreError."""
        if not self._tables.kept:
            return 0
        with self._tables.opened() as connection:
            self._alone(connection)
            return self._delete(connection, days)

    def faults(self) -> tuple[str, ...]:
        """Where the log is not as this program wrote it, in words; empty when it is whole. Raises StoreError.

        That its newest entries were cut off shows only to who noted down the last one's digest elsewhere.
        """
        return faults_of(self.entries())

    def _append(self, act: str, what: str, outcome: str = "") -> None:
        with self._tables.opened() as connection:
            self._alone(connection)
            if self._settings.days is not None:
                self._delete(connection, self._settings.days)
            _add(connection, act, what, outcome)

    def _alone(self, connection: Connection) -> None:
        """Keep other processes from adding until the transaction ends; a file's transaction does so by itself."""
        if not self._is_file:
            connection.execute("LOCK TABLE audit IN EXCLUSIVE MODE")

    def _delete(self, connection: Connection, days: int) -> int:
        """Delete by whole days, so that at most one entry a day tells of it."""
        limit = (datetime.now(UTC) - timedelta(days=days)).date().isoformat()
        # Up to the first that is to stay: with a clock that jumped, an older one may stand behind a newer.
        (kept,) = connection.execute("SELECT min(number) FROM audit WHERE at >= ?", (limit,)).fetchone()
        (last,) = connection.execute("SELECT max(number) FROM audit").fetchone()
        through = (last or 0) if kept is None else kept - 1
        (n,) = connection.execute("SELECT count(*) FROM audit WHERE number <= ?", (through,)).fetchone()
        if n:
            (gone,) = _entries(connection.execute(f"{SELECT} WHERE number = ?", (through,)))
            what = f"{n} entries up to number {through}, of {gone.at}, older than {days} days; digest {gone.digest}"
            _add(connection, DELETED, what, "", through)
            connection.execute("DELETE FROM audit WHERE number <= ?", (through,))
        return int(n)


def _add(connection: Connection, act: str, what: str, outcome: str, through: int | None = None) -> None:
    found = _entries(connection.execute(f"{SELECT} ORDER BY number DESC LIMIT 1"))
    last = found[0] if found else None
    actor = acting()
    entry = Entry(
        number=last.number + 1 if last else 1,
        at=datetime.now(UTC).isoformat(timespec="seconds"),
        way=actor.way,
        who=_sound(actor.name),
        act=act,
        what=_sound(what)[:MOST_TEXT],
        outcome=outcome,
        through=through,
        digest="",
    )
    values = [getattr(entry, name) for name in COLUMNS[:-1]]
    digest = entry.digest_after(last.digest if last else "")
    connection.execute(INSERT, (*values, digest))


def _sound(text: str) -> str:
    """The text without halves of surrogate pairs, which no database keeps."""
    return text.encode(errors="replace").decode()


def _entries(rows: Rows) -> tuple[Entry, ...]:
    return tuple(Entry(**dict(zip(COLUMNS, row, strict=True))) for row in rows.fetchall())


def faults_of(entries: Sequence[Entry]) -> tuple[str, ...]:
    """Where entries do not follow on one another, in words."""
    if not entries:
        return ()
    found: list[str] = []
    last, before = 0, ""
    # The digest before the first entry is told by the entry that says that those before were deleted.
    for entry in entries:
        if entry.through == entries[0].number - 1:
            last, before = entry.through, entry.what.rpartition(" ")[2]
    for entry in entries:
        if entry.number != last + 1:
            found.append(f"what stood between number {last} and {entry.number} is gone")
        elif entry.digest_after(before) != entry.digest:
            found.append(f"entry {entry.number} is not as it was written, or does not follow on the one before")
        last, before = entry.number, entry.digest
    return tuple(found)
