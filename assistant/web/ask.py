"""Ask: the conversation, kept and found again by its address."""

from __future__ import annotations

import json

import streamlit as st

from assistant.answers.answer import answer_json, outcome_of
from assistant.answers.explaining import Explanation
from assistant.answers.rendering import error_line, escape_markdown
from assistant.conversations import Conversation, Conversations
from assistant.errors import UnknownConversation
from assistant.service import Assistant
from assistant.web.access import visiting
from assistant.web.answers import cited_by, show_answer
from assistant.web.copying import look_at_last
from assistant.web.following import find_next
from assistant.web.sources import columns_for, show_source
from assistant.web.waiting import wait_for_answer
from corpus.errors import ReportError
from corpus.places import LibraryPlace

N_EXAMPLES = 6
N_KNOWN = 18
"""Questions to choose from for what to ask next."""
LEAD = "Ask in plain English. Every figure comes from the reports, with the place where it stands."


@st.cache_resource(show_spinner="Finding questions that these reports can answer …", max_entries=16)
def find_examples(
    _assistant: Assistant,
    library: LibraryPlace,  # noqa: ARG001 - what it is remembered by
    version: int,  # noqa: ARG001 - likewise
    scope: frozenset[str] | None,
) -> tuple[str, ...]:
    """Questions that the library answers, found once for each version of it."""
    return _assistant.examples(N_KNOWN, scope)


def show(assistant: Assistant) -> None:
    """The conversation that the address names, or a new one."""
    kept = Conversations(assistant.library.path)
    if "answer" in st.query_params:
        _show_linked(assistant, kept, st.query_params["answer"])
        return
    conversation = _current(kept)
    scope = _show_scope(assistant)
    st.title("Ask")
    st.html(f'<p class="lead">{LEAD}</p>')
    if not assistant.library.documents():
        st.info("There are no reports in the library yet. Add one on the page Reports.")
        return
    typed = st.chat_input("Ask a question about the reports")
    question = typed or st.session_state.pop("asked", None)
    if question:
        conversation = _answer(assistant, kept, conversation, question, scope)
    _show_conversations(kept, conversation)
    if not conversation.turns:
        _show_examples(assistant, scope)
    answers = {f"{conversation.id}-{number}": turn.answer for number, turn in enumerate(conversation.turns)}
    cited = cited_by(answers)
    left, right = columns_for(cited)
    with right:
        show_source(assistant, cited)
    with left:
        for number, key in enumerate(answers):
            _show_turn(assistant, kept, conversation, number, key)
        if question:
            look_at_last("question", f"{conversation.id} {len(answers)}")
        if answers:
            _show_next(assistant, conversation, scope)


def _show_linked(assistant: Assistant, kept: Conversations, answer_id: str) -> None:
    """One answer that somebody passed on by its address."""
    st.title("Ask")
    st.button("Ask a question", on_click=_begin)
    try:
        answers = {"linked": kept.answer(answer_id)}
    except UnknownConversation as error:
        st.warning(error_line(error))
        return
    cited = cited_by(answers)
    left, right = columns_for(cited)
    with left:
        show_answer(assistant, answers["linked"], "linked")
    with right:
        show_source(assistant, cited)


def _show_next(assistant: Assistant, conversation: Conversation, scope: frozenset[str] | None) -> None:
    """Questions to go on with, each of which has an answer."""
    told = conversation.turns[-1].answer
    if told.choices:
        return  # the choices are what to press next
    library, version = assistant.library.path, assistant.library.version
    examples = find_examples(assistant, library, version, scope)
    following = find_next(assistant, told, library, version, conversation.history, scope, examples)
    if not following:
        return
    st.html('<p class="route">You could ask next:</p>')
    with st.container(horizontal=True, gap="small"):
        for number, question in enumerate(following):
            st.button(
                escape_markdown(question),
                key=f"next-{conversation.id}-{len(conversation.turns)}-{number}",
                on_click=_ask_next,
                args=(question,),
                wrap=True,
            )


def _show_turn(assistant: Assistant, kept: Conversations, conversation: Conversation, number: int, key: str) -> None:
    turn = conversation.turns[number]
    answer = turn.answer

    def explained() -> Explanation:
        documents = frozenset(turn.documents) or None
        return assistant.explain(answer.question, conversation.history[:number], documents)

    show_answer(assistant, answer, key, lambda: _show_opinion(kept, conversation, number), explained)
    is_last = number == len(conversation.turns) - 1
    if answer.choices and is_last:
        st.html('<p class="route">Press one, or type its place, such as “the second”.</p>')
    for place, choice in enumerate(answer.choices):
        st.button(
            escape_markdown(f"{place + 1}. {choice}"),
            key=f"choice-{key}-{place}",
            on_click=_ask_next,
            args=(choice,),
            disabled=not is_last,
        )


def _current(kept: Conversations) -> Conversation:
    """The conversation of the address; a new one where there is none, or where it is gone."""
    wanted = st.query_params.get("conversation", "")
    held: Conversation | None = st.session_state.get("conversation")
    if held is not None and held.id == wanted:
        return held
    if wanted:
        try:
            return _hold(kept.read(wanted, visiting().id))
        except UnknownConversation as error:
            st.warning(error_line(error))
    return _hold(kept.begin(visiting().id))


def _hold(conversation: Conversation) -> Conversation:
    st.session_state.conversation = conversation
    return conversation


def _answer(
    assistant: Assistant, kept: Conversations, conversation: Conversation, question: str, scope: frozenset[str] | None
) -> Conversation:
    try:
        if assistant.helper is None:
            answer = assistant.ask(question, history=conversation.history, documents=scope)
        else:
            answer = wait_for_answer(assistant, question, conversation.history, scope)
        assistant.library.log.asked("ask", question, outcome_of(answer))
        conversation = _hold(kept.add(conversation, answer, tuple(scope or ())))
    except ReportError as error:
        st.error(error_line(error))
    else:
        st.query_params["conversation"] = conversation.id
    return conversation


def _ask_next(question: str) -> None:
    """Put the question that a button stands for, when the page runs next."""
    st.session_state.asked = question


def _begin() -> None:
    st.session_state.pop("conversation", None)
    st.query_params.clear()


def _open(conversation_id: str) -> None:
    st.query_params["conversation"] = conversation_id


def _show_scope(assistant: Assistant) -> frozenset[str] | None:
    """The reports to ask about, None for all of them."""
    titles = {entry.id: entry.title for entry in assistant.library.documents()}
    with st.sidebar:
        st.button("New conversation", on_click=_begin, width="stretch")
        chosen = st.multiselect(
            "Reports to ask about",
            options=list(titles),
            format_func=lambda document_id: titles.get(document_id, document_id),
            placeholder="All reports",
            key="scope",
        )
    return frozenset(chosen) or None


def _show_conversations(kept: Conversations, current: Conversation) -> None:
    """Earlier conversations, to open, and the present one, to name, take along or forget."""
    with st.sidebar:
        if current.turns:
            with st.expander("This conversation"):
                name = st.text_input("Name", value=current.name, key=f"name-{current.id}")
                if name != current.name:
                    _hold(kept.rename(current, name))
                data = {"name": current.name, "turns": [answer_json(turn.answer) for turn in current.turns]}
                st.download_button(
                    "Download", json.dumps(data, ensure_ascii=False, indent=2), f"conversation-{current.id}.json"
                )
                st.button("Delete", key=f"delete-{current.id}", on_click=_delete, args=(kept, current))
        who = visiting()
        if not who.is_private:
            return  # nobody is told from anybody; who has the address of a conversation may open it
        words = st.text_input("Search earlier conversations", key="find")
        found = kept.found(words, who.id, limit=20)
        if words.strip() and not found:
            st.html('<p class="route">No conversation has these words.</p>')
        for other in found:
            st.button(
                escape_markdown(other.name),
                key=f"open-{other.id}",
                on_click=_open,
                args=(other.id,),
                type="tertiary",
                width="stretch",
                wrap=True,
            )


def _delete(kept: Conversations, conversation: Conversation) -> None:
    kept.delete(conversation)
    _begin()


def _show_examples(assistant: Assistant, scope: frozenset[str] | None) -> None:
    """Questions that these reports answer, as buttons."""
    examples = find_examples(assistant, assistant.library.path, assistant.library.version, scope)
    if examples:
        st.html('<p class="route">Questions that these reports can answer:</p>')
    with st.container(gap="small"):
        for number, example in enumerate(examples[:N_EXAMPLES]):
            st.button(escape_markdown(example), key=f"example-{number}", on_click=_ask_next, args=(example,))


def _show_opinion(kept: Conversations, conversation: Conversation, number: int) -> None:
    """Whether the answer was of use, and a word on it; kept beside the answer."""
    turn = conversation.turns[number]
    key = f"{conversation.id}-{number}"
    with st.popover("Was this right?"):
        options = {1: "Yes", -1: "No"}
        opinion = st.radio(
            "Was this answer right?",
            options=list(options),
            format_func=options.__getitem__,
            index={1: 0, -1: 1}.get(turn.opinion),
            horizontal=True,
            key=f"opinion-{key}",
        )
        comment = st.text_input("What should it have said?", value=turn.comment, key=f"comment-{key}", max_chars=2000)
        if (opinion or 0, comment) != (turn.opinion, turn.comment):
            _hold(kept.judge(conversation, number, opinion or 0, comment))
            st.caption("Kept.")
