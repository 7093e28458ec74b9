"""What each route of the API gives."""

from __future__ import annotations

import io
import shutil
from pathlib import Path

import pytest
from docx import Document as open_word
from starlette.testclient import TestClient

from assistant import open_library
from assistant.api.requests import BriefReplyBody, DraftCheckBody, FindingsBody, TalkBody
from assistant.api.settings import ApiSettings
from assistant.bodies import AnswerBody, DocumentsBody, ExplanationBody, PassagesBody, ResultBody, TableBody, TablesBody
from assistant.briefs.brief import Brief
from assistant.briefs.markdown import brief_markdown
from tests.api.conftest import KEYS, Serve
from tests.plans import PLANS, WRONG_PLANS
from tests.small import REPORT

QUESTION = "How many widgets were sold in Northfield in Q4 2023/24?"


def test_the_server_says_that_it_runs_and_that_it_can_answer(nobody: TestClient) -> None:
    assert nobody.get("/v1/health").json() == {"status": "ok"}
    assert nobody.get("/v1/ready").json() == {"status": "ready", "documents": 1, "version": 1}


def test_a_question_is_answered_with_figures_and_citations(reader: TestClient) -> None:
    answer = AnswerBody.model_validate(reader.post("/v1/ask", json={"question": QUESTION}).json())
    assert [(f.value, f.unit, f.citation) for f in answer.figures] == [(1310, "count", 1)]
    assert answer.citations[0].quote == "Northfield 1,180 1,204 1,310"


def test_how_a_question_is_read_is_explained(reader: TestClient) -> None:
    told = ExplanationBody.model_validate(reader.post("/v1/explain", json={"question": QUESTION}).json())
    assert (told.route, [reading.rows for reading in told.chosen]) == ("calculation", [["Northfield"]])
    assert all(reading.why for reading in told.rejected)
    followed = reader.post("/v1/explain", json={"question": "And in Southport?", "history": [QUESTION]}).json()
    assert any(word["earlier"] for word in followed["words"])


def test_a_question_without_an_answer_is_answered_with_a_refusal(reader: TestClient) -> None:
    response = reader.post("/v1/ask", json={"question": "How many dentists were recruited on the Moon?"})
    assert (response.status_code, response.json()["route"], response.json()["figures"]) == (200, "refusal", [])


def test_a_follow_up_takes_its_history_along(reader: TestClient) -> None:
    answer = reader.post("/v1/ask", json={"question": "And in Southport?", "history": [QUESTION]}).json()
    assert [f["value"] for f in answer["figures"]] == [869]


def test_the_same_question_is_worked_out_once_and_answered_alike(reader: TestClient) -> None:
    bodies = [reader.post("/v1/ask", json={"question": QUESTION, "documents": ["widgets"]}).json() for _ in range(2)]
    first, again = ({name: value for name, value in body.items() if name != "elapsed_ms"} for body in bodies)
    assert first == again


def test_an_answer_is_found_by_its_id(reader: TestClient) -> None:
    answer = reader.post("/v1/ask", json={"question": QUESTION}).json()
    found = reader.get(f"/v1/answers/{answer['id']}").json()
    assert (found["text"], found["citations"]) == (answer["text"], answer["citations"])
    assert reader.get("/v1/answers/none").status_code == 404


def test_an_answer_is_found_by_who_was_given_it_alone(reader: TestClient) -> None:
    """Its id is made of the question and the reports: others could find out by it what was asked."""
    other = {"Authorization": f"Bearer {KEYS['editor']}"}
    asked = {"question": "How many widgets were sold in Southport in Q3 2023/24?", "documents": ["widgets"]}
    address = f"/v1/answers/{reader.post('/v1/ask', json=asked).json()['id']}"
    assert (reader.get(address).status_code, reader.get(address, headers=other).status_code) == (200, 404)
    reader.post("/v1/ask", json=asked, headers=other)  # worked out before, and now theirs too
    assert reader.get(address, headers=other).status_code == 200
    asked["question"] = "How many widgets were sold in Southport in Q4 2023/24?"
    kept = reader.post(f"{begun(reader)}/questions", json=asked).json()
    address = f"/v1/answers/{kept['id']}"
    assert (reader.get(address).status_code, reader.get(address, headers=other).status_code) == (200, 404)


@pytest.mark.parametrize(("figure", "verdict"), [("1,310", "supported"), ("1,500", "contradicted")])
def test_a_claim_is_checked(reader: TestClient, figure: str, verdict: str) -> None:
    claim = f"Widgets sold in Northfield were {figure} in Q4 2023/24."
    answer = AnswerBody.model_validate(reader.post("/v1/check", json={"claim": claim}).json())
    assert answer.verdict == verdict


def test_passages_are_found_and_are_verbatim(reader: TestClient) -> None:
    body = reader.post("/v1/search", json={"query": "late deliveries", "limit": 3}).json()
    passages = PassagesBody.model_validate(body).passages
    assert [p.rank for p in passages] == [0, 1, 2]
    assert all(p.text in REPORT.replace(" | ", "\t") for p in passages)


def test_reports_and_their_tables_are_listed(reader: TestClient) -> None:
    documents = DocumentsBody.model_validate(reader.get("/v1/documents").json()).documents
    assert [d.id for d in documents] == ["widgets"]
    assert reader.get("/v1/documents/widgets").json() == documents[0].model_dump()
    tables = TablesBody.model_validate(reader.get("/v1/documents/widgets/tables").json()).tables
    assert [(t.number, t.rows, t.columns) for t in tables][:2] == [(1, 5, 3), (2, 4, 2)]


def test_a_table_is_given_as_data_with_the_places_that_a_plan_names(reader: TestClient) -> None:
    table = TableBody.model_validate(reader.get("/v1/documents/widgets/tables/1").json())
    place = {"document": table.document, "table": table.number}
    cell = {**place, "row": table.rows[0].row, "column": table.column_indexes[2]}
    result = reader.post("/v1/calculate", json={"operation": "look up", "operands": [cell]}).json()
    assert result["values"][0]["printed"] == table.rows[0].cells[2].printed == "1,310"


@pytest.mark.parametrize("name", PLANS)
def test_a_result_keeps_to_its_schema(reader: TestClient, name: str) -> None:
    ResultBody.model_validate(reader.post("/v1/calculate", json=PLANS[name]).json())


@pytest.mark.parametrize("name", WRONG_PLANS)
def test_a_wrong_plan_is_a_problem_that_says_why(reader: TestClient, name: str) -> None:
    plan, why = WRONG_PLANS[name]
    response = reader.post("/v1/calculate", json=plan)
    assert response.status_code == (404 if "no document" in why else 422)
    assert why in response.json()["detail"]


def test_reports_are_audited(reader: TestClient) -> None:
    from assistant.auditing.findings import finding_json

    found = reader.post("/v1/audit", json={"documents": ["widgets"]})
    assert found.status_code == 200
    FindingsBody.model_validate(found.json())
    with open_library(reader.app.state.shared.library.path) as library:  # type: ignore[attr-defined]
        findings = library.audit(["widgets"])
    assert found.json() == {"findings": [finding_json(finding) for finding in findings]}
    assert reader.post("/v1/audit", json={"documents": ["gadgets"]}).status_code == 404


def test_a_draft_is_checked_statement_by_statement(reader: TestClient) -> None:
    draft = b"Widgets sold in Northfield were 1,310 in Q4 2023/24. Widgets sold in Southport were 999 in Q4 2023/24.\n"
    checked = reader.post("/v1/drafts?file_name=speech.md", content=draft).json()
    sentences = DraftCheckBody.model_validate(checked).sentences
    verdicts = [sentence.answer.verdict for sentence in sentences]
    assert [verdict.value for verdict in verdicts if verdict] == ["supported", "contradicted"]


def test_a_draft_is_handed_back_with_remarks(reader: TestClient) -> None:
    said = "Widgets sold in Northfield were 999 in Q4 2023/24."
    footnoted = reader.post("/v1/drafts?file_name=speech.txt&form=file", content=said.encode())
    assert footnoted.headers["content-disposition"] == 'attachment; filename="checked.md"'
    assert footnoted.text.startswith(f"{said}[^check-1]")
    assert "CONTRADICTED" in footnoted.text
    document = open_word()
    document.add_paragraph(said)
    draft = io.BytesIO()
    document.save(draft)
    commented = reader.post("/v1/drafts?file_name=speech.docx&form=file", content=draft.getvalue())
    assert commented.headers["content-disposition"] == 'attachment; filename="checked.docx"'
    (comment,) = open_word(io.BytesIO(commented.content)).comments
    assert comment.text.startswith("CONTRADICTED")


def test_a_draft_that_cannot_be_read_is_a_problem(reader: TestClient) -> None:
    refused = reader.post("/v1/drafts?file_name=speech.exe", content=b"x")
    assert (refused.status_code, "no kind of draft" in refused.json()["detail"]) == (422, True)


# --- conversations ---------------------------------------------------------------------------------------------------


def begun(client: TestClient) -> str:
    """The address of a conversation that was just begun."""
    return f"/v1/conversations/{client.post('/v1/conversations').json()['id']}"


def test_a_conversation_remembers_its_questions(reader: TestClient) -> None:
    new = reader.post("/v1/conversations")
    assert new.status_code == 201
    assert TalkBody.model_validate(new.json()).turns == []
    address = f"/v1/conversations/{new.json()['id']}"
    for question, value in [(QUESTION, 1310), ("And in Southport?", 869), ("And in Q3 2023/24?", 905)]:
        answer = reader.post(f"{address}/questions", json={"question": question, "documents": ["widgets"]}).json()
        assert [f["value"] for f in answer["figures"]] == [value]
    talk = TalkBody.model_validate(reader.get(address).json())
    assert [t.answer.question for t in talk.turns] == [QUESTION, "And in Southport?", "And in Q3 2023/24?"]
    assert (talk.name, talk.turns[0].documents) == (QUESTION, ["widgets"])
    assert reader.delete(address).status_code == 204
    assert reader.get(address).status_code == 404


def test_a_conversation_outlives_the_server_and_its_answers_are_found(reader: TestClient, serve: Serve) -> None:
    address = begun(reader)
    answer = reader.post(f"{address}/questions", json={"question": QUESTION, "documents": ["widgets"]}).json()
    later = serve("reader")  # with nothing in memory
    assert [turn["answer"]["id"] for turn in later.get(address).json()["turns"]] == [answer["id"]]
    assert later.get(f"/v1/answers/{answer['id']}").json()["text"] == answer["text"]


def test_a_conversation_without_keys_is_one_that_the_page_opens_too(widget_library: Path, serve: Serve) -> None:
    from assistant.conversations import Conversations

    alone = serve(settings=ApiSettings(rate=0))
    address = begun(alone)
    alone.post(f"{address}/questions", json={"question": QUESTION})
    kept = Conversations(widget_library)
    talk = kept.read(address.rsplit("/", 1)[1])
    assert talk.history == (QUESTION,)
    kept.rename(talk, "Widgets")
    assert alone.get(address).json()["name"] == "Widgets"
    assert alone.get("/v1/conversations").status_code == 403  # nobody is told from anybody


def test_conversations_are_listed_to_who_began_them(editor: TestClient, serve: Serve) -> None:
    address = begun(editor)
    begun(editor)  # never asked anything
    editor.post(f"{address}/questions", json={"question": "How many llamas?"})
    found = editor.get("/v1/conversations?words=LLAMAS").json()["conversations"]
    assert [(talk["id"], talk["name"]) for talk in found] == [(address.rsplit("/", 1)[1], "How many llamas?")]
    assert len(editor.get("/v1/conversations").json()["conversations"]) == 1
    assert serve("owner").get("/v1/conversations").json() == {"conversations": []}


def test_a_conversation_is_seen_by_who_began_it_alone(reader: TestClient) -> None:
    address = begun(reader)
    assert reader.get(address).status_code == 200
    other = {"Authorization": f"Bearer {KEYS['owner']}"}
    assert reader.get(address, headers=other).status_code == 404
    assert reader.post(f"{address}/questions", json={"question": QUESTION}, headers=other).status_code == 404
    assert reader.delete(address, headers=other).status_code == 404


def test_a_question_of_a_conversation_about_a_report_that_is_not_there_is_not_kept(reader: TestClient) -> None:
    address = begun(reader)
    refused = reader.post(f"{address}/questions", json={"question": QUESTION, "documents": ["gadgets"]})
    assert (refused.status_code, reader.get(address).json()["turns"]) == (404, [])


def test_a_conversation_does_not_grow_without_end(reader: TestClient, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("assistant.api.routes.conversations.MOST_TURNS", 2)
    address = f"{begun(reader)}/questions"
    assert [reader.post(address, json={"question": QUESTION}).status_code for _ in range(3)] == [200, 200, 409]


# --- briefings -------------------------------------------------------------------------------------------------------

TOPIC = {"topic": "widgets sold"}


def test_a_briefing_is_given_as_data(reader: TestClient) -> None:
    reply = BriefReplyBody.model_validate(reader.post("/v1/briefs", json=TOPIC).json())
    assert reply.refusal is None
    assert reply.brief is not None
    assert any("1,310" in line for line in reply.brief.headlines)
    assert {citation.document for citation in reply.brief.citations} == {"widgets"}


def test_a_briefing_is_given_as_a_file(reader: TestClient) -> None:
    with open_library(reader.app.state.shared.library.path) as library:  # type: ignore[attr-defined]
        written = library.brief(TOPIC["topic"])
    assert isinstance(written, Brief)
    markdown = reader.post("/v1/briefs?form=markdown", json=TOPIC)
    assert markdown.headers["content-disposition"] == 'attachment; filename="briefing.md"'
    assert markdown.text == brief_markdown(written)
    word = reader.post("/v1/briefs?form=word", json=TOPIC)
    assert word.headers["content-disposition"] == 'attachment; filename="briefing.docx"'
    paragraphs = [paragraph.text for paragraph in open_word(io.BytesIO(word.content)).paragraphs]
    assert set(written.headlines) <= set(paragraphs)


def test_what_the_reports_do_not_cover_gets_no_briefing(reader: TestClient) -> None:
    reply = reader.post("/v1/briefs", json={"topic": "dentists on the Moon"})
    assert (reply.status_code, reply.json()["brief"], reply.json()["refusal"]["route"]) == (200, None, "refusal")
    refused = reader.post("/v1/briefs?form=word", json={"topic": "dentists on the Moon"})
    assert (refused.status_code, refused.json()["detail"]) == (404, reply.json()["refusal"]["text"])


# --- adding and removing ---------------------------------------------------------------------------------------------


@pytest.fixture
def owner(serve: Serve, widget_library: Path, tmp_path: Path) -> TestClient:
    shutil.copytree(widget_library, tmp_path / "library")
    return serve("owner", folder=tmp_path / "library")


GADGETS = REPORT.replace("Widget", "Gadget").replace("widget", "gadget").replace(" | ", "\t").encode()


def test_a_report_is_added_asked_about_replaced_and_removed(owner: TestClient) -> None:
    address = "/v1/documents/gadgets"
    statuses = []
    for content in (GADGETS, GADGETS, GADGETS.replace(b"1,310", b"1,311")):
        response = owner.put(address, params={"file_name": "gadgets.txt"}, content=content)
        assert response.status_code == 200
        statuses.append(response.json()["status"])
    assert statuses == ["added", "unchanged", "replaced"]
    asked = {"question": "How many gadgets were sold in Northfield in Q4 2023/24?", "documents": ["gadgets"]}
    assert [f["value"] for f in owner.post("/v1/ask", json=asked).json()["figures"]] == [1311]
    assert owner.delete(address).status_code == 204
    assert owner.delete(address).status_code == 404
    assert owner.post("/v1/ask", json=asked).status_code == 404


def test_what_was_asked_before_a_change_is_worked_out_again_after_it(owner: TestClient) -> None:
    assert owner.post("/v1/ask", json={"question": QUESTION}).json()["figures"][0]["value"] == 1310
    changed = REPORT.replace(" | ", "\t").replace("1,310", "1,311").encode()
    assert owner.put("/v1/documents/widgets?file_name=widgets.txt", content=changed).json()["status"] == "replaced"
    assert owner.post("/v1/ask", json={"question": QUESTION}).json()["figures"][0]["value"] == 1311


def events(text: str) -> list[tuple[str, str]]:
    found = []
    for event in text.strip().split("\n\n"):
        name, data = event.split("\n")
        found.append((name.removeprefix("event: "), data.removeprefix("data: ")))
    return found


def test_adding_tells_how_far_it_is(owner: TestClient) -> None:
    response = owner.put(
        "/v1/documents/gadgets?file_name=gadgets.txt", content=GADGETS, headers={"Accept": "text/event-stream"}
    )
    assert response.headers["content-type"].startswith("text/event-stream")
    told = events(response.text)
    assert [name for name, _ in told] == ["progress"] * (len(told) - 1) + ["done"]
    assert '"stage": "embedding"' in response.text
    assert '"status": "added"' in told[-1][1]


def test_a_file_that_cannot_be_read_is_a_problem_and_leaves_the_library_as_it_was(owner: TestClient) -> None:
    for file_name, content, status in [("x.exe", b"x", 415), ("x.txt", b"", 422), ("x.txt", b"\x00\xff\x00" * 99, 415)]:
        response = owner.put("/v1/documents/x", params={"file_name": file_name}, content=content)
        assert response.status_code in {status, 422}
        assert response.headers["content-type"] == "application/problem+json"
    streamed = owner.put("/v1/documents/x?file_name=x.exe", content=b"x", headers={"Accept": "text/event-stream"})
    assert [name for name, _ in events(streamed.text)][-1] == "problem"
    assert [d["id"] for d in owner.get("/v1/documents").json()["documents"]] == ["widgets"]


@pytest.mark.parametrize(
    ("document_id", "file_name"),
    [("..", "x.txt"), ("a b", "x.txt"), ("x", "../x.txt"), ("x", ".txt"), ("x", "a/b.txt"), ("x", "a\x00.txt")],
)
def test_a_name_that_could_lead_elsewhere_is_not_taken(serve: Serve, document_id: str, file_name: str) -> None:
    response = serve("owner").put(f"/v1/documents/{document_id}", params={"file_name": file_name}, content=GADGETS)
    assert response.status_code in {404, 405, 422}


@pytest.mark.parametrize("path", ["documents/x", "drafts"])
def test_a_name_that_no_file_can_have_is_a_problem(serve: Serve, path: str) -> None:
    method = "PUT" if path.startswith("documents") else "POST"
    long = f"{'é' * 130}.txt"  # 134 letters, 264 bytes
    response = serve("owner").request(method, f"/v1/{path}", params={"file_name": long}, content=GADGETS)
    assert (response.status_code, response.headers["content-type"]) == (422, "application/problem+json")
    assert "query.file_name" in response.json()["detail"]
