"""A model's wording is heard sentence by sentence, each after the guard, and can be called off at any moment."""

from __future__ import annotations

import json
import threading
import time
from typing import Any

import pytest

from assistant import ReportLibrary
from assistant.answers.answer import Answer, Route
from assistant.api.application import create_app
from assistant.api.settings import ApiSettings
from assistant.errors import ModelStopped
from assistant.hearing import Hearing
from assistant.language_model.chat import ChatModel
from assistant.language_model.replies import PlanReply
from assistant.language_model.settings import ModelSettings, read_model_settings
from assistant.libraries.library import Library
from tests.chat_server import JSON, ChatServer, Said
from tests.language_model.conftest import NAMES, THINGS, Helped
from tests.language_model.test_helper import PLAINLY, RIGHT, says, unhelped
from tests.listening import listening
from tests.plans import NORTHFIELD, NOW, SALES, SOUTHPORT, cell

BOTH = {"operation": "compare", "operands": [cell(SALES, NORTHFIELD, NOW), cell(SALES, SOUTHPORT, NOW)]}
TWO = "How many widgets went through the tills in Northfield and in Southport in Q4 2023/24?"
FIRST = "The report gives 1,310 (Widgets sold by region: Northfield, Q4 2023/24) [1]."
SECOND = "It gives 869 (Widgets sold by region: Southport, Q4 2023/24) [2]."


def heard(assistant: Any, question: str) -> tuple[list[str], Answer]:
    sentences: list[str] = []
    answer = assistant.ask(question, hearing=Hearing(sentences.append))
    return sentences, answer


@pytest.mark.parametrize("named", NAMES)
def test_sentences_are_heard_one_by_one_before_the_answer(helped: Helped, server: ChatServer, named: str) -> None:
    sentences: list[str] = []
    so_far: list[int] = []
    right = says(BOTH, wording="The report gives {f1}. It gives {f2}.")

    def script(what: str, data: JSON) -> Said:
        said: Said = right(what, data)
        said.between = lambda: so_far.append(len(sentences))
        return said

    server.script = script
    answer = helped(named=named).ask(TWO, hearing=Hearing(sentences.append))
    assert sentences == [FIRST, SECOND]
    assert answer.text == " ".join(sentences)
    assert server.calls[-1]["stream"] is True


@pytest.mark.parametrize(
    ("wording", "expected"),
    [
        ("The report gives {f1}. It rose to {f2}.", [FIRST]),
        ("The report gives {f1}. It gives 869. It gives {f2}.", [FIRST]),
        ("The report gives 1,310. It gives {f1} and {f2}.", []),
        ("The report gives {f1}. It gives {f1}.", [FIRST]),
        ("The report gives {f3}. It gives {f1} and {f2}.", []),
        ("Southport gives {f1}. It gives {f2}.", []),
    ],
)
def test_what_the_guard_does_not_let_through_is_not_heard(
    helped: Helped, server: ChatServer, wording: str, expected: list[str]
) -> None:
    server.script = says(BOTH, wording=wording)
    sentences, answer = heard(helped(), TWO)
    assert sentences == expected
    assert answer.text.startswith("Widgets sold by region: Northfield, Q4 2023/24: 1,310 [1]; ")


def test_a_wording_that_never_ends_is_left(helped: Helped, server: ChatServer) -> None:
    endless = says(RIGHT, wording="It gives {f1}. " + "As shown. " * 60_000)

    def script(what: str, data: JSON) -> Said:
        said: Said = endless(what, data)
        said.piece = 2_000
        return said

    server.script = script
    sentences, answer = heard(helped(), THINGS)
    assert answer.text == PLAINLY
    assert all("1,310" in s or not any(c.isdigit() for c in s) for s in sentences)


@pytest.mark.parametrize("named", NAMES)
def test_stopping_ends_the_call_that_is_under_way(helped: Helped, server: ChatServer, named: str) -> None:
    begun, gone_on = threading.Event(), threading.Event()
    server.gone.clear()
    right = says(BOTH, wording="The report gives {f1}. It gives {f2}. " + "As shown. " * 2_000)

    def script(what: str, data: JSON) -> Said:
        said: Said = right(what, data)
        if what == "WordingReply":
            said.between = lambda: (begun.set(), gone_on.wait(0.01))
        return said

    server.script = script
    hearing = Hearing(lambda _: None)
    threading.Thread(target=lambda: begun.wait(30) and hearing.stop(), daemon=True).start()
    answer = helped(named=named).ask(TWO, hearing=hearing)
    assert answer.route is Route.CALCULATION  # the plan was carried out before; it is worded plainly
    assert server.gone.wait(10), "the server still talks"
    gone_on.set()


def test_one_that_was_stopped_before_asks_the_model_nothing(
    helped: Helped, server: ChatServer, library: Library
) -> None:
    server.script = says(RIGHT)
    hearing = Hearing(lambda _: None)
    hearing.stop()
    answer = helped().ask(THINGS, hearing=hearing)
    assert (answer.text, server.calls) == (unhelped(library, THINGS).text, [])
    assert answer.warnings == ("The language model was stopped. This is the answer without it.",)


def test_stopping_does_not_wait_for_the_next_try(helped: Helped, server: ChatServer, library: Library) -> None:
    from assistant.language_model.helper import Helper
    from assistant.service import Assistant

    helped()
    settings = read_model_settings("openai:scripted", server.address, "a-key")
    assert isinstance(settings, ModelSettings)
    hearing = Hearing(lambda _: None)

    def script(*_: Any) -> Said:
        threading.Timer(0.1, hearing.stop).start()
        return Said(status=500)

    server.script = script
    answer = Assistant(library, helper=Helper(ChatModel(settings), settings)).ask(THINGS, hearing=hearing)
    assert answer.warnings == ("The language model was stopped. This is the answer without it.",)
    assert len(server.calls) == 1


@pytest.mark.parametrize("named", NAMES)
def test_a_call_that_hangs_is_stopped(helped: Helped, server: ChatServer, named: str) -> None:
    helped()
    server.script = lambda *_: Said("{}", wait=20)
    settings = read_model_settings(named, server.address, "k")
    assert settings is not None
    model = ChatModel(settings)
    hearing = Hearing(lambda _: None)
    threading.Timer(0.3, hearing.stop).start()
    started = time.monotonic()
    with pytest.raises(ModelStopped):
        model.reply("", "{}", PlanReply, 15, hearing)
    assert time.monotonic() - started < 10


# --- from Python and over HTTP ---------------------------------------------------------------------------------------


def test_python_hears_the_sentences_and_then_the_answer(helped: Helped, server: ChatServer) -> None:
    server.script = says(BOTH, wording="The report gives {f1}. It gives {f2}.")
    *sentences, answer = ReportLibrary(helped()).stream(TWO)
    assert sentences == [FIRST, SECOND]
    assert isinstance(answer, Answer)
    assert answer.text == f"{FIRST} {SECOND}"


def test_closing_the_iterator_calls_the_model_off(helped: Helped, server: ChatServer) -> None:
    server.gone.clear()
    wording = "The report gives {f1}. It gives {f2}. " + "As shown. " * 2_000
    right = says(BOTH, wording=wording)

    def script(what: str, data: JSON) -> Said:
        said: Said = right(what, data)
        said.between = lambda: time.sleep(0.01) if what == "WordingReply" else None
        return said

    server.script = script
    parts = ReportLibrary(helped()).stream(TWO)
    assert next(parts) == FIRST
    parts.close()  # type: ignore[attr-defined]
    assert server.gone.wait(10)


def test_without_a_model_the_answer_comes_alone(library: Library) -> None:
    from assistant.service import Assistant

    (answer,) = ReportLibrary(Assistant(library)).stream("How many widgets were sold in Northfield in Q4 2023/24?")
    assert isinstance(answer, Answer)
    assert answer.figures


def test_http_gives_the_sentences_as_events_and_then_the_answer(helped: Helped, server: ChatServer) -> None:
    from starlette.testclient import TestClient

    server.script = says(BOTH, wording="The report gives {f1}. It gives {f2}.")
    app = create_app(_Borrowed(helped()), ApiSettings(rate=0))
    with TestClient(app, base_url="http://127.0.0.1:8600") as client:
        streamed = client.post("/v1/ask", json={"question": TWO}, headers={"Accept": "text/event-stream"})
        told = events(streamed.text)
        assert [name for name, _ in told] == ["wording", "wording", "answer"]
        assert [data["text"] for _, data in told[:2]] == [FIRST, SECOND]
        assert told[-1][1]["text"] == f"{FIRST} {SECOND}"
        unknown = {"question": TWO, "documents": ["gadgets"]}
        refused = client.post("/v1/ask", json=unknown, headers={"Accept": "text/event-stream"})
        assert [(name, data["status"]) for name, data in events(refused.text)] == [("problem", 404)]
        address = f"/v1/conversations/{client.post('/v1/conversations').json()['id']}"
        client.post(f"{address}/questions", json={"question": TWO}, headers={"Accept": "text/event-stream"})
        assert [t["answer"]["text"] for t in client.get(address).json()["turns"]] == [f"{FIRST} {SECOND}"]


def test_a_caller_over_http_who_goes_away_calls_the_model_off(helped: Helped, server: ChatServer) -> None:
    import httpx

    server.gone.clear()
    right = says(BOTH, wording="The report gives {f1}. It gives {f2}. " + "As shown. " * 2_000)

    def script(what: str, data: JSON) -> Said:
        said: Said = right(what, data)
        said.between = lambda: time.sleep(0.01) if what == "WordingReply" else None
        return said

    server.script = script
    with listening(create_app(_Borrowed(helped()), ApiSettings(rate=0))) as address, httpx.Client() as client:
        asked = {"url": f"{address}/v1/ask", "json": {"question": TWO}, "headers": {"Accept": "text/event-stream"}}
        with client.stream("POST", **asked) as response:
            assert next(response.iter_lines()) == "event: wording"
        assert server.gone.wait(10)


def events(text: str) -> list[tuple[str, JSON]]:
    """The events of a stream by name, with their data."""
    lines = [event.split("\n") for event in text.strip().split("\n\n")]
    return [(name.removeprefix("event: "), json.loads(data.removeprefix("data: "))) for name, data in lines]


class _Borrowed(ReportLibrary):
    """A library that other tests go on using when the app has ended."""

    def close(self) -> None:
        """It stays open."""
