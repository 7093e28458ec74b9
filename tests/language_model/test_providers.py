"""Any provider that LangChain knows: its package, what its class calls its options, and what goes to it."""

from __future__ import annotations

import ast
import json
import subprocess
import sys
from collections.abc import Iterator
from typing import Any
from urllib.parse import urlsplit

import pytest
from langchain_core.callbacks import BaseCallbackHandler
from langchain_core.runnables import RunnableLambda

from assistant import cli
from assistant.answers.answer import Route
from assistant.errors import ModelRefused
from assistant.extras import MissingExtra, MissingPackage
from assistant.language_model.chat import ChatModel
from assistant.language_model.providers import build, look_for
from assistant.language_model.replies import PlanReply
from assistant.language_model.settings import ModelSettings, read_model_settings
from assistant.libraries.library import Library
from assistant.usage import InvalidSetting
from tests.chat_server import JSON, ChatServer, Said, chat_server
from tests.language_model.conftest import NAMES, THINGS, Helped
from tests.language_model.test_helper import OVERLOADED, RIGHT, ROOT, says, unhelped

HOSTED = [named for named in NAMES if not named.startswith("ollama")]


def settings_of(named: str, url: str = "", key: str = "") -> ModelSettings:
    settings = read_model_settings(named, url, key)
    assert settings is not None
    return settings


# --- its package -----------------------------------------------------------------------------------------------------


@pytest.fixture
def nothing_installed(monkeypatch: pytest.MonkeyPatch) -> None:
    for module in ("assistant.extras", "assistant.language_model.providers"):
        monkeypatch.setattr(f"{module}.find_spec", lambda _: None)


@pytest.mark.parametrize(
    ("provider", "package"),
    [
        ("anthropic", "langchain-anthropic"),
        ("mistralai", "langchain-mistralai"),
        ("google_genai", "langchain-google-genai"),
        ("azure_ai", "langchain-azure-ai"),
        ("bedrock_converse", "langchain-aws"),
        ("groq", "langchain-groq"),
    ],
)
def test_a_package_that_is_missing_is_named_in_one_line(nothing_installed: None, provider: str, package: str) -> None:
    with pytest.raises(MissingPackage) as missing:
        look_for(provider)
    told = f"a language model of '{provider}' needs a package that is not installed; pip install {package}"
    assert str(missing.value) == told


@pytest.mark.parametrize("provider", ["openai", "azure_openai", "ollama"])
def test_what_the_extra_brings_is_asked_for_by_the_extra(nothing_installed: None, provider: str) -> None:
    with pytest.raises(MissingExtra, match=r"pip install 'report-assistant\[llm\]'$"):
        look_for(provider)


def test_a_provider_that_nobody_knows_is_refused_with_those_that_are() -> None:
    with pytest.raises(InvalidSetting, match=r"'closed'; known are anthropic, .*mistralai, .*xai"):
        ChatModel(settings_of("closed:gpt"))


def test_the_command_line_says_which_package_is_missing(
    nothing_installed: None, library: Library, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("REPORT_ASSISTANT_MODEL", "google-genai:gemini")
    assert cli.run(["--library", str(library.path), "ask", THINGS]) == cli.USAGE
    said = capsys.readouterr()
    assert (said.out, said.err.count("\n")) == ("", 1)
    assert said.err.rstrip().endswith("pip install langchain-google-genai")


# --- its options -----------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("named", HOSTED)
def test_its_own_repeats_are_off_and_its_time_and_length_are_bounded(named: str) -> None:
    model: Any = build(settings_of(named, "http://127.0.0.1:9/v1", "a-key"), temperature=0.0)
    seconds = {"anthropic": "default_request_timeout", "mistralai": "timeout"}.get(named.partition(":")[0])
    assert (model.max_retries, model.max_tokens, model.temperature) == (0, 1_500, 0.0)
    assert getattr(model, seconds or "request_timeout") == 15
    assert "a-key" not in repr(model)


def test_an_address_that_a_provider_does_not_take_is_not_left_out(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("assistant.language_model.providers._ADDRESS", ("no_such_option",))
    with pytest.raises(InvalidSetting, match="'mistralai' is not told its address by this setting"):
        build(settings_of("mistralai:m", "http://127.0.0.1:9", "k"), temperature=0.0)


@pytest.mark.parametrize(
    ("named", "variable"),
    [("openai:m", "OPENAI_API_KEY"), ("anthropic:m", "ANTHROPIC_API_KEY"), ("mistralai:m", "MISTRAL_API_KEY")],
)
def test_a_key_may_come_from_the_variable_of_the_package(
    server: ChatServer, helped: Helped, monkeypatch: pytest.MonkeyPatch, named: str, variable: str
) -> None:
    helped()
    monkeypatch.setenv(variable, f"key of {variable}")
    server.script = says()
    ChatModel(settings_of(named, server.address)).reply("", "{}", PlanReply, 15)
    assert server.keys == [f"Bearer key of {variable}"]


def test_a_server_of_ones_own_needs_no_key(server: ChatServer, helped: Helped, monkeypatch: pytest.MonkeyPatch) -> None:
    helped()
    monkeypatch.delenv("OPENAI_API_KEY", raising=False)
    server.script = says()
    assert ChatModel(settings_of("openai:m", server.address)).reply("", "{}", PlanReply, 15).text == '{"plan": null}'


@pytest.mark.parametrize("named", ["openai:unset", "anthropic:unset", "mistralai:unset"])
def test_without_a_key_nothing_is_sent_and_the_note_says_what_may_be_missing(
    library: Library, helped: Helped, monkeypatch: pytest.MonkeyPatch, named: str
) -> None:
    for variable in ("OPENAI_API_KEY", "ANTHROPIC_API_KEY", "MISTRAL_API_KEY"):
        monkeypatch.delenv(variable, raising=False)
    answer = helped(model=ChatModel(settings_of(named))).ask(THINGS)
    note = (
        "The language model is not set up rightly, or its server refused the call: look at its name, key and address. "
    )
    assert answer.warnings == (note + "This is the answer without it.",)
    assert answer.text == unhelped(library, THINGS).text


@pytest.mark.parametrize("streamed", [False, True], ids=["at once", "streamed"])
@pytest.mark.parametrize("named", NAMES)
def test_the_tokens_that_a_server_counts_are_counted(
    helped: Helped, server: ChatServer, named: str, streamed: bool
) -> None:
    helped()
    server.script = says()
    model = ChatModel(settings_of(named, server.address, "a-key"))
    reply = model.reply("", "{}", PlanReply, 15, hear=(lambda _: None) if streamed else None)
    assert (json.loads(reply.text), reply.tokens) == ({"plan": None}, 120)


# --- the way in which it is asked ------------------------------------------------------------------------------------


@pytest.mark.parametrize("named", ["openai:scripted", "anthropic:scripted"])
def test_a_model_that_does_not_take_all_that_it_is_sent_is_asked_more_plainly(
    helped: Helped, server: ChatServer, waits: list[float], named: str
) -> None:
    right = says(RIGHT)

    def script(what: str, data: JSON) -> Said:
        too_much = {"temperature", "response_format"} & set(server.calls[-1])
        return Said(status=400) if too_much else right(what, data)

    server.script = script
    assistant = helped(named=named)
    assert assistant.ask(THINGS).route is Route.CALCULATION
    assert (server.asked_for, waits) == (["PlanReply", "PlanReply", "WordingReply"], [0.5])
    assert all("tools" in call for call in server.calls[1:])
    assistant.ask(THINGS)
    assert len(server.calls) == 5, "it is not asked the first way again"


@pytest.mark.parametrize("named", HOSTED)
def test_one_that_refuses_the_plain_way_too_is_not_asked_on_and_on(
    helped: Helped, server: ChatServer, named: str
) -> None:
    server.script = lambda *_: Said(status=422)
    helped(named=named).ask(THINGS)
    assert server.asked_for == ["PlanReply", "PlanReply", "ChoiceReply"]


@pytest.mark.parametrize("named", NAMES)
def test_a_server_that_says_when_to_come_again_is_not_called_before(
    helped: Helped, server: ChatServer, waits: list[float], named: str
) -> None:
    server.script = lambda *_: Said(status=429, headers={"Retry-After": "4"})
    helped(named=named).ask(THINGS)
    assert server.asked_for == ["PlanReply"] * 3 + ["ChoiceReply"] * 3
    assert len(waits) == 5, "before each call but the first"
    assert all(3 < wait <= 4 for wait in waits)


def test_one_that_does_not_want_to_be_called_for_long_is_not_called_again(helped: Helped, server: ChatServer) -> None:
    server.script = lambda *_: Said(status=503, headers={"Retry-After": "3600"})
    helped().ask(THINGS)
    assert server.asked_for == ["PlanReply"]


def test_one_that_is_overloaded_in_the_middle_of_a_stream_is_asked_again(helped: Helped, server: ChatServer) -> None:
    from assistant.hearing import Hearing

    right = says(RIGHT)
    failed = Said(body=b"event: error\ndata: " + OVERLOADED + b"\n\n", headers={"Content-Type": "text/event-stream"})

    def script(what: str, data: JSON) -> Said:
        first = server.asked_for.count("WordingReply") == 1
        return failed if what == "WordingReply" and first else right(what, data)

    server.script = script
    answer = helped(named="anthropic:scripted").ask(THINGS, hearing=Hearing(lambda _: None))
    assert answer.text == "That is 1,310 (Widgets sold by region: Northfield, Q4 2023/24) [1]."
    assert server.asked_for == ["PlanReply", "WordingReply", "WordingReply"]


@pytest.mark.parametrize("named", HOSTED)
def test_arguments_that_stop_in_the_middle_are_not_mended(helped: Helped, server: ChatServer, named: str) -> None:
    from assistant.hearing import Hearing

    cut = json.dumps({"wording": "That is {f1}."})[:-1]
    right = says(RIGHT)
    server.script = lambda what, data: Said(cut) if what == "WordingReply" else right(what, data)
    answer = helped(named=named).ask(THINGS, hearing=Hearing(lambda _: None))
    assert answer.text == "Widgets sold by region: Northfield, Q4 2023/24: 1,310 [1]."


# --- what leaves the machine -----------------------------------------------------------------------------------------


@pytest.fixture
def langsmith(monkeypatch: pytest.MonkeyPatch) -> Iterator[ChatServer]:
    """A server that must hear nothing."""
    monkeypatch.setenv("LANGSMITH_TRACING", "true")
    monkeypatch.setenv("LANGSMITH_API_KEY", "k")
    with chat_server() as other:
        monkeypatch.setenv("LANGSMITH_ENDPOINT", other.address)
        yield other


@pytest.mark.parametrize("named", NAMES)
def test_nothing_is_sent_to_anyone_else(helped: Helped, server: ChatServer, langsmith: ChatServer, named: str) -> None:
    server.script = says(RIGHT)
    assert helped(named=named).ask(THINGS).route is Route.CALCULATION
    assert langsmith.calls == []


CONNECTIONS = """
import sys
named, address = sys.argv[1:]
reached = set()

def note(event, arguments):
    if event == "socket.connect" and isinstance(arguments[1], tuple):
        reached.add(arguments[1][:2])
    elif event == "socket.getaddrinfo":
        reached.add(arguments[:2])

sys.addaudithook(note)
from assistant.language_model.chat import ChatModel
from assistant.language_model.replies import PlanReply
from assistant.language_model.settings import read_model_settings
ChatModel(read_model_settings(named, address, "a-key")).reply("", "{}", PlanReply, 30)
print(reached)
"""


@pytest.mark.slow
@pytest.mark.parametrize("named", NAMES)
def test_no_other_address_is_called_or_looked_up_not_even_when_the_package_is_loaded(
    helped: Helped, server: ChatServer, named: str
) -> None:
    helped()
    server.script = says()
    command = [sys.executable, "-c", CONNECTIONS, named, server.address]
    done = subprocess.run(command, capture_output=True, text=True, check=True, cwd=ROOT)
    host, port = urlsplit(server.address).hostname, urlsplit(server.address).port
    assert ast.literal_eval(done.stdout) == {(host, port)}


def test_a_gateway_in_the_environment_is_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("LANGSMITH_GATEWAY", "true")
    with pytest.raises(InvalidSetting, match="LANGSMITH_GATEWAY"):
        ChatModel(settings_of("openai:m", key="k"))
    monkeypatch.setenv("LANGSMITH_GATEWAY", "false")
    assert ChatModel(settings_of("openai:m", key="k")).name == "openai:m"


class Tracer(BaseCallbackHandler):
    """Whom an agent tells of everything that it does."""

    def __init__(self) -> None:
        self.told: list[str] = []

    def on_chat_model_start(self, *_: Any, **__: Any) -> None:
        self.told.append("model")

    def on_chain_start(self, *_: Any, **__: Any) -> None:
        self.told.append("chain")


@pytest.mark.parametrize("named", NAMES)
def test_an_agent_that_has_this_program_for_a_tool_does_not_trace_its_model(
    helped: Helped, server: ChatServer, named: str
) -> None:
    server.script = says(RIGHT)
    assistant, tracer = helped(named=named), Tracer()
    answer = RunnableLambda(lambda question: assistant.ask(question)).invoke(THINGS, {"callbacks": [tracer]})
    assert answer.route is Route.CALCULATION
    assert tracer.told == ["chain"]


def test_a_package_that_cannot_be_loaded_is_a_refusal(monkeypatch: pytest.MonkeyPatch, server: ChatServer) -> None:
    def broken(_: str) -> type:
        raise ImportError("no module of theirs")

    monkeypatch.setattr("assistant.language_model.chat.chat_class", broken)
    with pytest.raises(ModelRefused, match="the package of 'mistralai' cannot be loaded"):
        ChatModel(settings_of("mistralai:m", server.address, "k")).reply("", "{}", PlanReply, 15)
