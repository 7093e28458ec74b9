"""What the pages do, without a browser."""

from __future__ import annotations

import io
import re
import shutil
from pathlib import Path

import pytest
from docx import Document as word_document
from streamlit.testing.v1 import AppTest

from assistant.conversations import Conversations
from assistant.drafts.draft import Mark
from assistant.libraries.library import Library
from assistant.web.access import Rights, Visitor
from assistant.web.drafts import PER_PAGE, WORD_TYPE

APP = Path(__file__).resolve().parents[2] / "app.py"
FOUND = "What was the total waiting list in Q2 2025/26?"
CLAIM = "The total waiting list was 48,936 in Q2 2025/26."
TIMEOUT = 60


@pytest.fixture
def library(hospital_library: Path, tmp_path: Path) -> Path:
    """A copy: the page keeps conversations beside the reports."""
    return Path(shutil.copytree(hospital_library, tmp_path / "library"))


def page(library: Path, monkeypatch: pytest.MonkeyPatch, **query: str) -> AppTest:
    monkeypatch.setenv("REPORT_ASSISTANT_LIBRARY", str(library))
    app = AppTest.from_file(str(APP), default_timeout=TIMEOUT)
    for name, value in query.items():
        app.query_params[name] = value
    app.run()
    assert not app.exception
    return app


@pytest.fixture
def app(library: Path, monkeypatch: pytest.MonkeyPatch) -> AppTest:
    return page(library, monkeypatch)


def shown(app: AppTest) -> str:
    return "\n".join(element.proto.body for element in app.get("html"))


def ask(app: AppTest, question: str) -> AppTest:
    app.chat_input[0].set_value(question).run()
    assert not app.exception
    return app


def press(app: AppTest, label: str) -> AppTest:
    next(button for button in app.button if button.label.startswith(label)).click().run()
    assert not app.exception
    return app


def test_a_question_is_answered_with_its_figure_and_working(app: AppTest) -> None:
    ask(app, FOUND)
    text = shown(app)
    assert '<span class="value">48,936</span>' in text
    assert '<sup class="marker">[1]</sup>' in text
    assert "<ol><li>" in text


def test_how_a_question_was_read_is_told_where_it_was_worked_out(app: AppTest) -> None:
    ask(app, FOUND)
    toggle = next(t for t in app.toggle if t.label == "How the question was read")
    toggle.set_value(True).run()
    assert "member – " in shown(app)
    assert not app.exception


def test_a_source_opens_beside_the_answer_and_closes(app: AppTest) -> None:
    press(ask(app, FOUND), "\\[1\\] ")
    assert '<td class="cited figure"><mark>48,936</mark></td>' in shown(app)
    press(app, "Close the source")
    assert '<td class="cited' not in shown(app)


def test_a_follow_up_is_understood_and_the_conversation_is_kept(app: AppTest) -> None:
    ask(ask(app, FOUND), "and the quarter before?")
    assert "50,214" in shown(app)
    assert FOUND in shown(app)


def test_a_conversation_is_found_again_at_its_address(library: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    ask(page(library, monkeypatch), FOUND)
    (kept,) = Conversations(library).found()
    again = page(library, monkeypatch, conversation=kept.id)
    assert "48,936" in shown(again)
    assert "50,214" in shown(ask(again, "and the quarter before?"))
    assert len(Conversations(library).read(kept.id).turns) == 2


def test_an_address_of_nothing_is_told_of_and_a_new_conversation_begins(
    library: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    app = page(library, monkeypatch, conversation="gone")
    assert "may have been deleted" in app.warning[0].value
    assert "48,936" in shown(ask(app, FOUND))


def test_an_example_is_asked_by_pressing_it(app: AppTest) -> None:
    example = next(button for button in app.button if button.key == "example-0")
    example.click().run()
    assert not app.exception
    assert '<h2 class="question">' in shown(app)
    assert not [button for button in app.button if (button.key or "").startswith("example-")]


def test_a_new_conversation_forgets_the_old_one_until_it_is_opened_again(app: AppTest) -> None:
    press(ask(app, FOUND), "New conversation")
    assert "48,936" not in shown(app)
    press(app, "What was the total waiting list")
    assert "48,936" in shown(app)


def test_a_conversation_is_named_and_deleted(app: AppTest, library: Path) -> None:
    ask(app, FOUND)
    next(field for field in app.text_input if field.label == "Name").set_value("Waiting").run()
    assert [c.name for c in Conversations(library).found()] == ["Waiting"]
    press(app, "Delete")
    assert Conversations(library).found() == ()
    assert "48,936" not in shown(app)


def test_an_opinion_on_an_answer_is_kept(app: AppTest, library: Path) -> None:
    ask(app, FOUND)
    app.radio[0].set_value(-1).run()
    (kept,) = Conversations(library).found()
    assert [turn.opinion for turn in Conversations(library).read(kept.id).turns] == [-1]


def test_the_scope_lists_the_reports(app: AppTest) -> None:
    assert len(app.multiselect[0].options) == 1
    app.multiselect[0].set_value(["hospital"]).run()
    assert "48,936" in shown(ask(app, FOUND))


def test_what_is_typed_is_shown_as_text(app: AppTest) -> None:
    ask(app, "<script>alert(1)</script> $x$ **bold**?")
    assert "<script>alert" not in shown(app)
    assert "&lt;script&gt;alert(1)&lt;/script&gt; $x$ **bold**?" in shown(app)


def test_signs_that_turn_the_direction_of_text_are_not_passed_on(app: AppTest) -> None:
    ask(app, "How many nurses\u202egnp.exe\u2067 are there?")
    assert not re.search("[\u202a-\u202e\u2066-\u2069]", shown(app) + "".join(b.label for b in app.button))


def test_an_empty_library_says_where_reports_are_added(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    app = page(tmp_path / "new", monkeypatch)
    assert "Add one on the page Reports" in app.info[0].value


def test_a_report_removed_elsewhere_is_missed_in_plain_words(app: AppTest, library: Path) -> None:
    press(ask(app, FOUND), "\\[1\\] ")
    with Library.open(library) as other:
        other.remove("hospital")
    app.run()
    assert not app.exception
    assert "no reports in the library" in app.info[0].value


# What an answer offers ------------------------------------------------------------------------------------------------

RANKING = "Which specialty had the longest waiting list in Q2 2025/26?"


def files(app: AppTest) -> dict[str, str]:
    """What is offered to take along, by label."""
    return {button.proto.label: button.proto.url for button in app.get("download_button")}


def test_a_figure_is_shown_large_with_its_name_and_time(app: AppTest) -> None:
    assert '<span class="label">Total waiting list</span><span class="when">Q2 2025/26</span>' in shown(ask(app, FOUND))


def test_a_chart_has_its_table_beside_it_and_is_offered_as_files(app: AppTest) -> None:
    ask(app, "How has the total waiting list changed over time?")
    assert [tab.label for tab in app.tabs] == ["Chart", "Table"]
    assert '<th scope="row">Q2 2025/26</th><td>48,936</td>' in shown(app)
    assert {"Chart as PNG", "Chart as SVG", "Chart as CSV", "Download as Word"} <= set(files(app))


def test_an_answer_is_checked_another_way_and_what_bears_it_out_opens(app: AppTest) -> None:
    press(ask(app, FOUND), "Check this another way")
    assert "Stated elsewhere too: Total waiting list: 48,936 (Q2 2025/26)" in shown(app)
    next(button for button in app.button if "~0-1" in (button.key or "")).click().run()
    assert re.search(r"<mark>[^<]*48,936", shown(app))
    press(app, "Check this another way")
    assert "Stated elsewhere too" not in shown(app)


def test_a_choice_is_made_by_typing_its_place(app: AppTest) -> None:
    ask(app, "How much did we spend?")
    choices = [b.label.partition(" ")[2] for b in app.button if (b.key or "").startswith("choice-")]
    assert len(choices) > 1
    ask(app, "the second")
    assert f'<h2 class="question">{choices[1]}</h2>'.replace("\\", "") in shown(app)


# What comes after an answer -------------------------------------------------------------------------------------------


def test_what_is_offered_next_has_an_answer(app: AppTest) -> None:
    offered = [b.label for b in ask(app, FOUND).button if (b.key or "").startswith("next-")]
    assert "And the quarter before?" in offered
    press(app, "And the quarter before?")
    assert "50,214" in shown(app)


def test_what_is_offered_next_is_near_to_what_was_asked(app: AppTest) -> None:
    ask(app, "How many nurses are unicorns?")
    offered = [b.label for b in app.button if (b.key or "").startswith("next-")]
    assert "nurses" in offered[0]


def test_a_link_opens_the_same_answer_for_somebody_else(library: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    app = ask(page(library, monkeypatch), FOUND)
    (answer_id,) = re.findall(r"/\?answer=([0-9a-f]{16})</pre>", shown(app))
    other = page(library, monkeypatch, answer=answer_id)
    assert '<span class="value">48,936</span>' in shown(other)
    press(other, "\\[1\\] ")
    assert '<td class="cited figure"><mark>48,936</mark></td>' in shown(other)
    press(other, "Ask a question")
    assert other.chat_input


def test_a_link_to_nothing_is_told_of(library: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    assert "may have been deleted" in page(library, monkeypatch, answer="gone").warning[0].value


# Checking a draft -----------------------------------------------------------------------------------------------------

DRAFT = "The total waiting list was 48,936 in Q2 2025/26. It was 10,000 in Q1 2025/26.\n\nThank you <b>all</b> for $x$."
PAGE = """
from assistant.config import load_settings
from assistant.web import {name}, site
{name}.show(site.open_assistant(load_settings().library))
"""


def page_of(name: str, library: Path, monkeypatch: pytest.MonkeyPatch) -> AppTest:
    """One of the other pages, by itself: a test cannot follow the links between them."""
    monkeypatch.setenv("REPORT_ASSISTANT_LIBRARY", str(library))
    app = AppTest.from_string(PAGE.format(name=name), default_timeout=TIMEOUT).run()
    assert not app.exception
    return app


@pytest.fixture
def draft_page(library: Path, monkeypatch: pytest.MonkeyPatch) -> AppTest:
    return page_of("check", library, monkeypatch).radio(key="what").set_value("draft").run()


def check_draft(app: AppTest, draft: str) -> AppTest:
    app.text_area(key="pasted").set_value(draft)
    return press(app, "Check the draft")


def word(text: str) -> bytes:
    document = word_document()
    document.add_paragraph(text)
    written = io.BytesIO()
    document.save(written)
    return written.getvalue()


def test_a_pasted_draft_is_marked_statement_by_statement(draft_page: AppTest) -> None:
    text = shown(check_draft(draft_page, DRAFT))
    assert '<span class="tag">1 Supported</span>' in text
    assert '<span class="tag">2 Contradicted</span>' in text
    assert '<li class="verdict supported">1 supported</li><li class="verdict contradicted">1 contradicted</li>' in text
    assert "Suggested: " in text


def test_what_a_draft_says_is_shown_as_text(draft_page: AppTest) -> None:
    text = shown(check_draft(draft_page, DRAFT))
    assert "Thank you &lt;b&gt;all&lt;/b&gt; for $x$." in text
    assert "<b>all" not in text


def test_the_evidence_of_a_statement_opens_at_its_side(draft_page: AppTest) -> None:
    check_draft(draft_page, DRAFT).button(key="source-draft-1-1").click().run()
    assert '<td class="cited figure"><mark>48,936</mark></td>' in shown(draft_page)


def test_the_statements_shown_are_those_of_the_mark_that_is_chosen(draft_page: AppTest) -> None:
    check_draft(draft_page, DRAFT).radio(key="draft-shown").set_value(Mark.CONTRADICTED).run()
    assert re.findall(r'class="statement">(\d+)', shown(draft_page)) == ["2"]


def test_an_uploaded_draft_is_checked_and_handed_back_in_its_own_format(draft_page: AppTest) -> None:
    draft_page.file_uploader[0].set_value(("../speech.docx", word(DRAFT.split("\n")[0]), WORD_TYPE))
    press(draft_page, "Check the draft")
    assert draft_page.session_state.checked_draft.check.name == "speech.docx"
    assert draft_page.session_state.checked_draft.copy.startswith(b"PK")
    assert '<span class="tag">2 Contradicted</span>' in shown(draft_page)


@pytest.mark.parametrize(
    ("file", "told"),
    [
        (("speech.docx", b"PK not really", WORD_TYPE), "is damaged"),
        (("speech.md", b"  ", "text/markdown"), "is empty"),
    ],
)
def test_a_draft_that_cannot_be_read_is_told_in_one_line_and_the_pasted_text_stays(
    draft_page: AppTest, file: tuple[str, bytes, str], told: str
) -> None:
    check_draft(draft_page, DRAFT)
    draft_page.file_uploader[0].set_value(file)
    press(draft_page, "Check the draft")
    assert told in draft_page.error[0].value
    assert "\n" not in draft_page.error[0].value
    assert draft_page.text_area(key="pasted").value == DRAFT
    assert '<span class="tag">1 Supported</span>' in shown(draft_page)


def test_a_draft_without_statements_says_so(draft_page: AppTest) -> None:
    check_draft(draft_page, "Thank you for having me.")
    assert "No sentence of this draft states" in draft_page.info[0].value


def test_no_draft_at_all_is_asked_for(draft_page: AppTest) -> None:
    press(draft_page, "Check the draft")
    assert "nothing to check yet" in draft_page.warning[0].value


def test_a_long_draft_is_shown_in_parts(draft_page: AppTest) -> None:
    check_draft(draft_page, "\n\n".join(["The total waiting list was 48,936 in Q2 2025/26."] * (PER_PAGE + 1)))
    assert len(re.findall('class="statement"', shown(draft_page))) == PER_PAGE
    draft_page.selectbox[0].set_value(PER_PAGE).run()
    assert re.findall(r'class="statement">(\d+)', shown(draft_page)) == [str(PER_PAGE + 1)]


# Who may do what ------------------------------------------------------------------------------------------------------

ANN = {
    "is_logged_in": True,
    "email": "Ann@town.example",
    "name": "Ann",
    "sub": "a1",
    "iss": "https://id.example",
    "email_verified": True,
}
BOB = {**ANN, "email": "bob@town.example", "name": "Bob", "sub": "b2"}
RULES = "reader:@town.example, editor:ann@town.example"
READER = Visitor(rights=Rights.READER, is_private=True)


def signed_in(user: dict[str, object], library: Path, monkeypatch: pytest.MonkeyPatch, rules: str = RULES) -> AppTest:
    monkeypatch.setenv("REPORT_ASSISTANT_LIBRARY", str(library))
    monkeypatch.setenv("REPORT_ASSISTANT_WEB_USERS", rules)
    app = AppTest.from_file(str(APP), default_timeout=TIMEOUT)
    app.user.clear()
    app.user.update(user)
    app.run()
    assert not app.exception
    return app


def test_whoever_has_not_signed_in_sees_nothing_of_the_library(library: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("assistant.web.access.signing_in_is_set_up", lambda: True)
    app = signed_in({"is_logged_in": False}, library, monkeypatch)
    assert [button.label for button in app.button] == ["Sign in"]
    assert not app.chat_input


def test_whoever_is_not_let_in_is_told_so(library: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    app = signed_in({**ANN, "email": "ann@other.example"}, library, monkeypatch)
    assert "not let in" in shown(app)
    assert not app.chat_input


def test_conversations_are_those_of_whoever_signed_in(library: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    ask(signed_in(ANN, library, monkeypatch), FOUND)
    (kept,) = Conversations(library).found(owner="https://id.example a1")
    bob = signed_in(BOB, library, monkeypatch)
    assert [button.label for button in bob.button if (button.key or "").startswith("open-")] == []
    bob.query_params["conversation"] = kept.id
    bob.run()
    assert "may have been deleted" in bob.warning[0].value
    assert "48,936" not in shown(bob)


def test_a_page_that_is_open_to_everyone_lists_no_conversations(library: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("REPORT_ASSISTANT_WEB_OPEN", "on")
    app = ask(page(library, monkeypatch), FOUND)
    assert "48,936" in shown(app)
    assert [button.label for button in app.button if (button.key or "").startswith("open-")] == []


def test_a_reader_is_shown_no_way_to_change_reports(library: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("REPORT_ASSISTANT_WEB_OPEN", "on")
    app = page_of("reports", library, monkeypatch)
    assert [tab.label for tab in app.tabs] == ["Text", "Tables", "Search", "Audit"]
    assert not app.file_uploader


def test_a_reader_who_presses_a_button_of_before_is_refused(library: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    app = page_of("reports", library, monkeypatch)
    app.checkbox(key="sure-hospital").check().run()
    monkeypatch.setattr("assistant.web.changing.visiting", lambda: READER)
    press(app, "Remove")
    assert "the rights of an editor" in app.error[0].value
    with Library.open(library) as kept:
        assert [info.id for info in kept.documents()] == ["hospital"]


def brief_page(library: Path, monkeypatch: pytest.MonkeyPatch, topic: str) -> AppTest:
    monkeypatch.setenv("REPORT_ASSISTANT_LIBRARY", str(library))

    def script() -> None:
        import os
        from pathlib import Path

        from assistant.service import Assistant
        from assistant.web import brief

        brief.show(Assistant.open(Path(os.environ["REPORT_ASSISTANT_LIBRARY"])))

    app = AppTest.from_function(script, default_timeout=TIMEOUT).run()
    app.text_input[0].set_value(topic)
    app.button[0].click().run()
    assert not app.exception
    return app


def test_a_briefing_is_shown_and_offered_as_files(library: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    app = brief_page(library, monkeypatch, "waiting list")
    assert "48,936" in shown(app)
    assert "<h3>Sources</h3>" in shown(app)
    assert {"Download as Word", "Download as Markdown"} <= set(files(app))


@pytest.mark.parametrize(("topic", "said"), [("unicorns", "unicorns"), ("  ", "Name a topic")])
def test_a_topic_that_the_reports_do_not_cover_gets_no_briefing(
    library: Path, monkeypatch: pytest.MonkeyPatch, topic: str, said: str
) -> None:
    app = brief_page(library, monkeypatch, topic)
    assert said in (app.info or app.warning)[0].value
    assert not app.get("download_button")


def test_a_briefing_and_a_claim_have_addresses(library: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("REPORT_ASSISTANT_LIBRARY", str(library))
    for name, query, told in (("brief", {"topic": "waiting list"}, "48,936"), ("check", {"claim": CLAIM}, "support")):
        app = AppTest.from_string(PAGE.format(name=name), default_timeout=TIMEOUT)
        for key, value in query.items():
            app.query_params[key] = value
        app.run()
        assert not app.exception
        assert told in shown(app)


@pytest.mark.parametrize(
    ("name", "query", "first", "second"),
    [
        ("check", "claim", CLAIM, "The total waiting list was 10,000 in Q2 2025/26."),
        ("brief", "topic", "waiting list", "beds"),
    ],
)
def test_the_address_tells_what_is_shown_also_when_it_is_gone_back_to(
    library: Path, monkeypatch: pytest.MonkeyPatch, name: str, query: str, first: str, second: str
) -> None:
    app = page_of(name, library, monkeypatch)
    for words in (first, second):
        field = app.text_area(key="claim-words") if name == "check" else app.text_input(key="topic-words")
        field.set_value(words)
        app.button[0].click().run()
        assert app.query_params[query] == words
    told = shown(app)
    app.query_params[query] = first
    app.run()
    assert not app.exception
    assert first.lower() in shown(app).lower()
    assert shown(app) != told


def test_a_checked_claim_has_a_link_that_checks_it_again(library: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    app = page_of("check", library, monkeypatch)
    app.text_area(key="claim-words").set_value(f"{CLAIM} & <b>")
    press(app, "Check")
    assert "/check?claim=The+total+waiting+list+was+48%2C936+in+Q2+2025%2F26.+%26+%3Cb%3E</pre>" in shown(app)


def test_an_address_that_is_too_long_is_cut(library: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("REPORT_ASSISTANT_LIBRARY", str(library))
    for name, query in (("check", "claim"), ("brief", "topic")):
        app = AppTest.from_string(PAGE.format(name=name), default_timeout=TIMEOUT)
        app.query_params[query] = "waiting " * 500
        assert not app.run().exception


def test_a_source_of_a_briefing_opens_beside_it(library: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    app = brief_page(library, monkeypatch, "waiting list")
    app.button(key="source-brief-1").click().run()
    assert "<mark>" in shown(app)
    press(app, "Close the source")
    assert "<mark>" not in shown(app)
