"""Conversations are kept, found again, named, judged and forgotten, each by its owner alone."""

from __future__ import annotations

import json
import threading
from pathlib import Path

import pytest

from assistant.answers.answer import Answer, Route
from assistant.conversations import MAX_NAME, Conversation, Conversations
from assistant.errors import UnknownConversation
from corpus.database import open_database
from corpus.errors import LibraryDamaged, StoreError
from corpus.places import LibraryPlace
from corpus.records import to_json
from tests.small import REPORT, ask, scope_of


@pytest.fixture
def kept(place: LibraryPlace) -> Conversations:
    open_database(place, create=True).close()
    return Conversations(place)


@pytest.fixture(scope="module")
def answer() -> Answer:
    return ask(scope_of(REPORT), "By how much did sales in Southport fall between Q4 2022/23 and Q4 2023/24?")


def said(text: str) -> Answer:
    return Answer(question=text, route=Route.REFUSAL, text="No.", id=text[:8])


def test_a_conversation_comes_back_as_it_was(kept: Conversations, answer: Answer) -> None:
    begun = kept.begin()
    after = kept.add(begun, answer, ("widgets", "gadgets"))
    assert kept.read(begun.id) == after
    assert (after.name, after.history) == (answer.question, (answer.question,))
    assert after.turns[0].answer == answer
    assert after.turns[0].documents == ("gadgets", "widgets")


def is_json(text: str) -> bool:
    try:
        json.loads(text)
    except ValueError:
        return False
    return True


def test_an_answer_that_changed_on_the_disk_is_not_shown(kept: Conversations, answer: Answer) -> None:
    """One character after the other, of what is stored of a turn, becomes another."""
    begun = kept.add(kept.begin(), answer, ("widgets",))
    assert kept.damaged() == ()
    noticed = 0
    for column in ("answer", "documents", "asked"):
        with kept.opened() as connection:
            ((stored,),) = connection.execute(f"SELECT {column} FROM turns").fetchall()
        changed = f"UPDATE turns SET {column} = ?"
        places = range(0, len(stored), max(1, len(stored) // 60))
        for place in (*places, stored.index("digest") if column == "answer" else 0):
            spoilt = stored[:place] + chr(ord(stored[place]) ^ 1) + stored[place + 1 :]
            if column == "answer" and not is_json(spoilt):
                continue  # the index of answers takes nothing else
            with kept.opened() as connection:
                connection.execute(changed, (spoilt,))
            try:
                assert kept.read(begun.id).turns[0].answer == answer  # only the name of the digest was harmed
            except LibraryDamaged as error:
                assert "is not what was stored" in str(error)
                assert kept.damaged() == (answer.question,)
                noticed += 1
        with kept.opened() as connection:
            connection.execute(changed, (stored,))
    assert noticed > 60
    assert kept.read(begun.id) == begun


def test_an_answer_of_an_older_version_has_no_digest_and_is_read(kept: Conversations, answer: Answer) -> None:
    begun = kept.add(kept.begin(), answer)
    with kept.opened() as connection:
        connection.execute("UPDATE turns SET answer = ?", (to_json(answer),))
    assert kept.read(begun.id) == begun
    assert kept.answer(answer.id) == answer


def test_turns_stay_in_their_order(kept: Conversations) -> None:
    conversation = kept.begin()
    for text in ("one", "two", "three"):
        conversation = kept.add(conversation, said(text))
    assert conversation.history == ("one", "two", "three")


def test_a_conversation_that_was_only_begun_is_not_kept(kept: Conversations) -> None:
    with pytest.raises(UnknownConversation, match="may have been deleted"):
        kept.read(kept.begin().id)
    assert kept.found() == ()


@pytest.mark.parametrize(
    ("words", "names"),
    [
        ("", ["about bins", "about roads"]),
        ("BINS", ["about bins"]),
        ("No.", ["about bins", "about roads"]),
        ("%", []),
        ("_", []),
        ("'; DROP TABLE turns; --", []),
    ],
)
def test_conversations_are_found_by_their_words(kept: Conversations, words: str, names: list[str]) -> None:
    for text in ("about roads", "about bins"):
        kept.add(kept.begin(), said(text))
    assert sorted(c.name for c in kept.found(words)) == names


def test_nobody_sees_or_changes_what_is_anothers(kept: Conversations) -> None:
    mine = kept.add(kept.begin("ann"), said("mine"))
    theirs = Conversation(id=mine.id, owner="bob", name=mine.name, changed=mine.changed)
    assert kept.found(owner="bob") == ()
    with pytest.raises(UnknownConversation):
        kept.read(mine.id, "bob")
    for change in (lambda: kept.delete(theirs), lambda: kept.rename(theirs, "x"), lambda: kept.judge(theirs, 0, 1)):
        with pytest.raises(UnknownConversation):
            change()
    assert kept.read(mine.id, "ann") == mine


def test_a_name_is_folded_and_cut(kept: Conversations) -> None:
    conversation = kept.rename(kept.add(kept.begin(), said("one")), "  a\n name " + "x" * 500)
    assert conversation.name.startswith("a name x")
    assert len(conversation.name) == MAX_NAME
    assert kept.read(conversation.id).name == conversation.name


def test_an_opinion_is_kept_with_its_comment(kept: Conversations) -> None:
    conversation = kept.judge(kept.add(kept.begin(), said("one")), 0, -1, "wrong year")
    assert [(t.opinion, t.comment) for t in kept.read(conversation.id).turns] == [(-1, "wrong year")]


def test_what_is_deleted_is_gone_with_its_turns(kept: Conversations) -> None:
    conversation = kept.add(kept.begin(), said("one"))
    kept.delete(conversation)
    with pytest.raises(UnknownConversation):
        kept.read(conversation.id)
    with pytest.raises(UnknownConversation):
        kept.answer("one")


def test_an_answer_is_found_by_its_id(kept: Conversations, answer: Answer) -> None:
    marked = said("question")
    kept.add(kept.begin("ann"), marked)
    assert kept.answer("question") == marked


def test_many_at_once_lose_nothing(kept: Conversations) -> None:
    begun = [kept.begin() for _ in range(4)]

    def talk(conversation: Conversation) -> None:
        for number in range(10):
            conversation = kept.add(conversation, said(f"question {number}"))

    threads = [threading.Thread(target=talk, args=(conversation,)) for conversation in begun]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert [len(kept.read(conversation.id).turns) for conversation in begun] == [10] * 4


def test_a_damaged_file_is_told_of(tmp_path: Path) -> None:
    (tmp_path / "conversations.sqlite").write_bytes(b"no database" * 100)
    with pytest.raises(StoreError, match="conversations"):
        Conversations(tmp_path).found()
