"""Conversations kept in a file of their own beside the library: named, searched, exported, deleted.

Not in the library's file: that one changes only with its reports, and its version says so.
"""

from __future__ import annotations

import secrets
import sqlite3
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, replace
from datetime import UTC, datetime, timedelta
from pathlib import Path

from assistant.answers.answer import Answer
from assistant.errors import UnknownConversation
from corpus.errors import StoreError
from corpus.records import from_json, to_json

FILE_NAME = "conversations.sqlite"
MAX_NAME = 120

_SCHEMA = """
CREATE TABLE IF NOT EXISTS conversations (
    id TEXT PRIMARY KEY, owner TEXT NOT NULL, name TEXT NOT NULL, begun TEXT NOT NULL, changed TEXT NOT NULL
) WITHOUT ROWID;
CREATE TABLE IF NOT EXISTS turns (
    conversation TEXT NOT NULL REFERENCES conversations (id) ON DELETE CASCADE,
    position INTEGER NOT NULL,
    asked TEXT NOT NULL,
    documents TEXT NOT NULL,
    answer TEXT NOT NULL,
    opinion INTEGER NOT NULL DEFAULT 0,
    comment TEXT NOT NULL DEFAULT '',
    PRIMARY KEY (conversation, position)
) WITHOUT ROWID;
CREATE INDEX IF NOT EXISTS turns_by_answer ON turns (json_extract(answer, '$.id'));
"""

_USED = "EXISTS (SELECT 1 FROM turns WHERE conversation = c.id)"


@dataclass(frozen=True, slots=True, kw_only=True)
class Turn:
    """One question of a conversation with its answer. ``documents`` are those asked about, none for all.

    ``opinion`` is 1 for an answer that its user found good, -1 for one that was not, 0 for no word on it; ``asked`` is
    when, ISO 8601 in UTC.
    """

    answer: Answer
    documents: tuple[str, ...] = ()
    asked: str = ""
    opinion: int = 0
    comment: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Conversation:
    """A conversation. ``owner`` is who holds it, '' where nobody signs in; ``changed`` is ISO 8601 in UTC."""

    id: str
    owner: str
    name: str
    changed: str
    turns: tuple[Turn, ...] = ()

    @property
    def history(self) -> tuple[str, ...]:
        """The questions so far, oldest first."""
        return tuple(turn.answer.question for turn in self.turns)


class Conversations:
    """The conversations of one library. Safe between threads and processes: each call is a transaction of its own."""

    def __init__(self, folder: Path) -> None:
        """Open them, making the file when it is first needed."""
        self._path = folder / FILE_NAME

    def begin(self, owner: str = "") -> Conversation:
        """A new conversation without turns; it is kept with its first turn."""
        return Conversation(id=secrets.token_urlsafe(12), owner=owner, name="", changed=_now())

    def keep(self, conversation: Conversation) -> Conversation:
        """A conversation without turns, kept, so that it is found by its id; those never used go after a day."""
        old = (datetime.now(UTC) - timedelta(days=1)).isoformat(timespec="seconds")
        with self._writing() as connection:
            connection.execute(f"DELETE FROM conversations AS c WHERE changed < ? AND NOT {_USED}", (old,))
            connection.execute(
                "INSERT INTO conversations VALUES (?, ?, '', ?, ?)",
                (conversation.id, conversation.owner, conversation.changed, conversation.changed),
            )
        return conversation

    def add(self, conversation: Conversation, answer: Answer, documents: Sequence[str] = ()) -> Conversation:
        """The conversation with one more turn, kept. Its first question is its name until it is given another."""
        turn = Turn(answer=answer, documents=tuple(sorted(documents)), asked=_now())
        with self._writing() as connection:
            connection.execute(
                "INSERT INTO conversations VALUES (:id, :owner, :name, :now, :now)"
                " ON CONFLICT (id) DO UPDATE SET changed = :now, name = iif(name = '', :name, name)",
                {"id": conversation.id, "owner": conversation.owner, "name": _name(answer.question), "now": turn.asked},
            )
            (position,) = connection.execute(
                "SELECT count(*) FROM turns WHERE conversation = ?", (conversation.id,)
            ).fetchone()
            connection.execute(
                "INSERT INTO turns (conversation, position, asked, documents, answer) VALUES (?, ?, ?, ?, ?)",
                (conversation.id, position, turn.asked, to_json(turn.documents), to_json(answer)),
            )
        return self.read(conversation.id, conversation.owner)

    def read(self, conversation_id: str, owner: str = "") -> Conversation:
        """A conversation of this owner. Raises UnknownConversation, for another's too."""
        with self._opened() as connection:
            row = connection.execute(
                "SELECT name, changed FROM conversations WHERE id = ? AND owner = ?", (conversation_id, owner)
            ).fetchone()
            turns = connection.execute(
                "SELECT answer, documents, asked, opinion, comment FROM turns WHERE conversation = ? ORDER BY position",
                (conversation_id,),
            ).fetchall()
        if row is None:
            raise UnknownConversation(conversation_id)
        return Conversation(
            id=conversation_id, owner=owner, name=row[0], changed=row[1], turns=tuple(_turn(*turn) for turn in turns)
        )

    def found(self, words: str = "", owner: str = "", limit: int = 100) -> tuple[Conversation, ...]:
        """This owner's conversations that hold the words in a name, a question or an answer, the latest first.

        Their turns are left out.
        """
        like = f"%{words.strip().replace('!', '!!').replace('%', '!%').replace('_', '!_')}%"
        with self._opened() as connection:
            rows = connection.execute(
                f"SELECT id, name, changed FROM conversations AS c WHERE owner = :owner AND {_USED}"
                " AND (name LIKE :like ESCAPE '!'"
                " OR EXISTS (SELECT 1 FROM turns WHERE conversation = c.id AND"
                " (json_extract(answer, '$.question') LIKE :like ESCAPE '!'"
                " OR json_extract(answer, '$.text') LIKE :like ESCAPE '!')))"
                " ORDER BY changed DESC, id LIMIT :limit",
                {"owner": owner, "like": like, "limit": limit},
            ).fetchall()
        return tuple(Conversation(id=i, owner=owner, name=name, changed=changed) for i, name, changed in rows)

    def rename(self, conversation: Conversation, name: str) -> Conversation:
        """The conversation under another name. Raises UnknownConversation."""
        self._change("UPDATE conversations SET name = ? WHERE id = ? AND owner = ?", (_name(name),), conversation)
        return replace(conversation, name=_name(name))

    def judge(self, conversation: Conversation, position: int, opinion: int, comment: str = "") -> Conversation:
        """The conversation with its user's opinion of one answer: 1, 0 or -1. Raises UnknownConversation."""
        self.read(conversation.id, conversation.owner)
        with self._writing() as connection:
            connection.execute(
                "UPDATE turns SET opinion = ?, comment = ? WHERE conversation = ? AND position = ?",
                (max(-1, min(1, opinion)), comment[:2000], conversation.id, position),
            )
        return self.read(conversation.id, conversation.owner)

    def delete(self, conversation: Conversation) -> None:
        """Forget a conversation. Raises UnknownConversation."""
        self._change("DELETE FROM conversations WHERE id = ? AND owner = ?", (), conversation)

    def answer(self, answer_id: str) -> Answer:
        """An answer that was given before, by its id, to whomever. Raises UnknownConversation."""
        with self._opened() as connection:
            row = connection.execute(
                "SELECT answer FROM turns WHERE json_extract(answer, '$.id') = ? LIMIT 1", (answer_id,)
            ).fetchone()
        if row is None:
            raise UnknownConversation(answer_id)
        return from_json(Answer, row[0])

    def _change(self, statement: str, values: tuple[str, ...], conversation: Conversation) -> None:
        with self._writing() as connection:
            if connection.execute(statement, (*values, conversation.id, conversation.owner)).rowcount == 0:
                raise UnknownConversation(conversation.id)

    @contextmanager
    def _writing(self) -> Iterator[sqlite3.Connection]:
        with self._opened() as connection:
            connection.execute("BEGIN IMMEDIATE")
            try:
                yield connection
            except BaseException:
                connection.rollback()
                raise
            connection.commit()

    @contextmanager
    def _opened(self) -> Iterator[sqlite3.Connection]:
        try:
            connection = sqlite3.connect(self._path, timeout=30.0, isolation_level=None)
        except sqlite3.Error as error:
            raise StoreError(f"the conversations in {self._path} cannot be opened: {error}") from error
        try:
            connection.execute("PRAGMA foreign_keys = 1")
            connection.execute("PRAGMA journal_mode = WAL")
            connection.executescript(_SCHEMA)
            yield connection
        except sqlite3.Error as error:
            raise StoreError(f"the conversations in {self._path} could not be read or written: {error}") from error
        finally:
            connection.close()


def _turn(answer: str, documents: str, asked: str, opinion: int, comment: str) -> Turn:
    return Turn(
        answer=from_json(Answer, answer),
        documents=from_json(tuple[str, ...], documents),
        asked=asked,
        opinion=opinion,
        comment=comment,
    )


def _name(text: str) -> str:
    folded = " ".join(text.split()) or "Untitled"
    return folded if len(folded) <= MAX_NAME else f"{folded[: MAX_NAME - 1]}…"


def _now() -> str:
    return datetime.now(UTC).isoformat(timespec="seconds")
