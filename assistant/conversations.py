"""Conversations kept beside the library: named, searched, exported, deleted.

In a file of their own in the library's folder, or in tables of their own in its database: the library's version says
whether its reports have changed, and nothing else. Each answer is kept with a digest, so that a figure that changes on
the disk is not shown as one that was given.
"""

from __future__ import annotations

import hashlib
import re
import secrets
from collections.abc import Sequence
from contextlib import AbstractContextManager
from dataclasses import dataclass, replace
from datetime import UTC, datetime, timedelta

from assistant.answers.answer import Answer
from assistant.errors import UnknownConversation
from assistant.side_tables import SideTables
from corpus.database import Connection
from corpus.errors import LibraryDamaged
from corpus.places import LibraryPlace
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

_SEAL = re.compile(r', "digest": "([0-9a-f]{64})"\}\Z')
"""The end of an answer's JSON: its digest, one more field of it. Older answers have none."""
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

    def __init__(self, library: LibraryPlace) -> None:
        """Open those of a library; a file is made when it is first needed."""
        self._tables = SideTables(library=library, file_name=FILE_NAME, what="conversations", schema=_SCHEMA)

    @property
    def kept(self) -> bool:
        """Whether there is a place for them already: a folder has its file from the first conversation on."""
        return self._tables.kept

    def opened(self) -> AbstractContextManager[Connection]:
        """One transaction on the tables themselves. Raises StoreError."""
        return self._tables.opened()

    def begin(self, owner: str = "") -> Conversation:
        """A new conversation without turns; it is kept with its first turn."""
        return Conversation(id=secrets.token_urlsafe(12), owner=owner, name="", changed=_now())

    def keep(self, conversation: Conversation) -> Conversation:
        """A conversation without turns, kept, so that it is found by its id; those never used go after a day."""
        old = (datetime.now(UTC) - timedelta(days=1)).isoformat(timespec="seconds")
        with self.opened() as connection:
            connection.execute(f"DELETE FROM conversations AS c WHERE changed < ? AND NOT {_USED}", (old,))
            connection.execute(
                "INSERT INTO conversations VALUES (?, ?, '', ?, ?)",
                (conversation.id, conversation.owner, conversation.changed, conversation.changed),
            )
        return conversation

    def add(self, conversation: Conversation, answer: Answer, documents: Sequence[str] = ()) -> Conversation:
        """The conversation with one more turn, kept. Its first question is its name until it is given another."""
        turn = Turn(answer=answer, documents=tuple(sorted(documents)), asked=_now())
        name = _name(answer.question)
        with self.opened() as connection:
            connection.execute(
                "INSERT INTO conversations VALUES (?, ?, ?, ?, ?) ON CONFLICT (id) DO UPDATE SET changed = ?,"
                " name = CASE WHEN conversations.name = '' THEN ? ELSE conversations.name END",
                (conversation.id, conversation.owner, name, turn.asked, turn.asked, turn.asked, name),
            )
            (position,) = connection.execute(
                "SELECT count(*) FROM turns WHERE conversation = ?", (conversation.id,)
            ).fetchone()
            connection.execute(
                "INSERT INTO turns (conversation, position, asked, documents, answer) VALUES (?, ?, ?, ?, ?)",
                (conversation.id, position, turn.asked, to_json(turn.documents), _sealed(turn)),
            )
        return self.read(conversation.id, conversation.owner)

    def read(self, conversation_id: str, owner: str = "") -> Conversation:
        """A conversation of this owner. Raises UnknownConversation, for another's too, and LibraryDamaged."""
        with self.opened() as connection:
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
        like = f"%{words.strip().lower().replace('!', '!!').replace('%', '!%').replace('_', '!_')}%"
        with self.opened() as connection:
            rows = connection.execute(
                f"SELECT id, name, changed FROM conversations AS c WHERE owner = ? AND {_USED}"
                " AND (lower(name) LIKE ? ESCAPE '!'"
                " OR EXISTS (SELECT 1 FROM turns WHERE conversation = c.id AND"
                " (lower(json_extract(answer, '$.question')) LIKE ? ESCAPE '!'"
                " OR lower(json_extract(answer, '$.text')) LIKE ? ESCAPE '!')))"
                " ORDER BY changed DESC, id LIMIT ?",
                (owner, like, like, like, limit),
            ).fetchall()
        return tuple(Conversation(id=i, owner=owner, name=name, changed=changed) for i, name, changed in rows)

    def rename(self, conversation: Conversation, name: str) -> Conversation:
        """The conversation under another name. Raises UnknownConversation."""
        self._change("UPDATE conversations SET name = ? WHERE id = ? AND owner = ?", (_name(name),), conversation)
        return replace(conversation, name=_name(name))

    def judge(self, conversation: Conversation, position: int, opinion: int, comment: str = "") -> Conversation:
        """The conversation with its user's opinion of one answer: 1, 0 or -1. Raises UnknownConversation."""
        self.read(conversation.id, conversation.owner)
        with self.opened() as connection:
            connection.execute(
                "UPDATE turns SET opinion = ?, comment = ? WHERE conversation = ? AND position = ?",
                (max(-1, min(1, opinion)), comment[:2000], conversation.id, position),
            )
        return self.read(conversation.id, conversation.owner)

    def delete(self, conversation: Conversation) -> None:
        """Forget a conversation. Raises UnknownConversation."""
        self._change("DELETE FROM conversations WHERE id = ? AND owner = ?", (), conversation)

    def answer(self, answer_id: str, owner: str | None = None) -> Answer:
        """An answer that was given before, by its id: to this owner, or to whomever where none is named.

        An id is made of the question and the reports, so that who knows both could ask whether anybody asked it.
        Raises UnknownConversation, LibraryDamaged.
        """
        with self.opened() as connection:
            row = connection.execute(
                "SELECT answer, documents, asked FROM turns JOIN conversations ON id = conversation"
                " WHERE json_extract(answer, '$.id') = ? AND owner = coalesce(?, owner) LIMIT 1",
                (answer_id, owner),
            ).fetchone()
        if row is None:
            raise UnknownConversation(answer_id)
        return _unsealed(*row)

    def damaged(self) -> tuple[str, ...]:
        """The names of the conversations of which an answer is not what was stored, sorted."""
        with self.opened() as connection:
            rows = connection.execute(
                "SELECT name, answer, documents, asked FROM turns JOIN conversations ON id = conversation ORDER BY name"
            ).fetchall()
        found: dict[str, None] = {}
        for name, *turn in rows:
            try:
                _unsealed(*turn)
            except LibraryDamaged:
                found.setdefault(name)
        return tuple(found)

    def _change(self, statement: str, values: tuple[str, ...], conversation: Conversation) -> None:
        with self.opened() as connection:
            if connection.execute(statement, (*values, conversation.id, conversation.owner)).rowcount == 0:
                raise UnknownConversation(conversation.id)


def _turn(answer: str, documents: str, asked: str, opinion: int, comment: str) -> Turn:
    return Turn(
        answer=_unsealed(answer, documents, asked),
        documents=from_json(tuple[str, ...], documents),
        asked=asked,
        opinion=opinion,
        comment=comment,
    )


def _sealed(turn: Turn) -> str:
    """A turn's answer as JSON, with the digest of what is never changed of the turn."""
    plain = to_json(turn.answer)
    return f'{plain[:-1]}, "digest": "{_digest(plain, to_json(turn.documents), turn.asked)}"}}'


def _unsealed(answer: str, documents: str, asked: str) -> Answer:
    """The answer that `_sealed` wrote. Raises LibraryDamaged where it is not what was stored."""
    seal = _SEAL.search(answer)
    try:
        if seal is not None and seal[1] != _digest(f"{answer[: seal.start()]}}}", documents, asked):
            raise ValueError("its digest is another")
        return from_json(Answer, answer)
    except ValueError as error:
        raise LibraryDamaged(
            "an answer of this conversation is not what was stored: something other than this program has changed it; "
            "delete the conversation, or restore a copy of where it is kept"
        ) from error


def _digest(*parts: str) -> str:
    digest = hashlib.sha256()
    for part in parts:
        data = part.encode("utf-8", "surrogatepass")
        digest.update(f"{len(data)}\n".encode() + data)
    return digest.hexdigest()


def _name(text: str) -> str:
    folded = " ".join(text.split()) or "Untitled"
    return folded if len(folded) <= MAX_NAME else f"{folded[: MAX_NAME - 1]}…"


def _now() -> str:
    return datetime.now(UTC).isoformat(timespec="seconds")
