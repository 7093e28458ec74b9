"""Checking a whole draft: what is marked, how it is read, and how it is handed back."""

from __future__ import annotations

import io
import json
import zipfile
from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from docx import Document as word_document
from docx.oxml import parse_xml
from docx.oxml.ns import nsdecls, qn

from assistant.checking.joined import parts
from assistant.cli import run
from assistant.drafts.checking import check_draft
from assistant.drafts.draft import DraftCheck, DraftFormat, Mark
from assistant.drafts.errors import DraftNotReadable
from assistant.drafts.parsing import parse_draft, with_remarks
from assistant.drafts.reading import MAX_CHARACTERS, read_draft, read_draft_file, read_pasted
from assistant.drafts.statements import statement, states_fact
from assistant.drafts.word import Remark, annotate, read_parts
from assistant.drafts.writing import annotated, check_json, check_text
from assistant.service import Assistant
from corpus.parsing import Limits
from tests.small import REPORT, scope_of

DRAFT = Path(__file__).parents[1] / "drafts" / "hospital-draft.jsonl"
TRUE = "Northfield sold 1,310 widgets in Q4 2023/24."
FALSE = "Southport sold 969 widgets in Q4 2023/24."


def lines() -> list[dict[str, str]]:
    return [json.loads(line) for line in DRAFT.read_text(encoding="utf-8").splitlines()]


def word(*paragraphs: str) -> bytes:
    """A Word file of these paragraphs."""
    document = word_document()
    for text in paragraphs:
        document.add_paragraph(text)
    return saved(document)


def saved(document: Any) -> bytes:
    written = io.BytesIO()
    document.save(written)
    return written.getvalue()


def zipped(parts: dict[str, str]) -> bytes:
    """An archive of these parts."""
    written = io.BytesIO()
    with zipfile.ZipFile(written, "w") as archive:
        for name, text in parts.items():
            archive.writestr(name, text)
    return written.getvalue()


def speech() -> bytes:
    """The draft on the hospital report as a Word file, each section one paragraph, some sentences in bold."""
    document = word_document()
    paragraph = None
    for line in lines():
        if "heading" in line:
            document.add_heading(line["heading"], 2)
            paragraph = None
        else:
            paragraph = paragraph or document.add_paragraph()
            paragraph.add_run(line["text"] + " ").bold = len(line["text"]) % 3 == 0
    return saved(document)


@pytest.fixture(scope="module")
def checked(hospital: Assistant) -> DraftCheck:
    return hospital.check_draft(read_draft("speech.docx", speech()))


# What is marked -------------------------------------------------------------------------------------------------------


def marks(check: DraftCheck) -> dict[str, Mark]:
    return {one.sentence.text.strip(): one.mark for one in check.sentences}


def test_the_draft_has_forty_checkable_statements_of_which_fifteen_are_wrong() -> None:
    expected = [line["mark"] for line in lines() if "mark" in line]
    assert (len(expected), expected.count("contradicted")) == (40, 15)


def test_every_wrong_statement_is_flagged_and_no_right_one(checked: DraftCheck) -> None:
    found = marks(checked)
    wrong = [line["text"] for line in lines() if line.get("mark") == "contradicted"]
    right = [line["text"] for line in lines() if line.get("mark") == "supported"]
    assert [text for text in wrong if found.get(text) is not Mark.CONTRADICTED] == []
    assert [text for text in right if found.get(text) is Mark.CONTRADICTED] == []
    assert len([text for text in right if found.get(text) is Mark.SUPPORTED]) >= len(right) - 1


def test_what_states_no_fact_is_not_marked(checked: DraftCheck) -> None:
    plain = {line["text"] for line in lines() if "text" in line and "mark" not in line}
    assert plain & set(marks(checked)) == set()


def test_every_correction_is_borne_out(checked: DraftCheck, hospital: Assistant) -> None:
    corrected = [one.correction for one in checked.sentences if one.correction]
    assert len(corrected) >= 13
    assert [text for text in corrected if hospital.check(text).verdict != "supported"] == []


@pytest.mark.parametrize(
    ("text", "correction"),
    [
        (FALSE, "Southport sold 869 widgets in Q4 2023/24."),
        (
            "Late delivery complaints rose by 20% on the previous quarter.",
            "Late delivery complaints fell by 20% on the previous quarter.",
        ),
        ("Northfield had the fewest sales in Q4 2023/24.", "Eastham had the fewest sales in Q4 2023/24."),
        (
            "Satisfaction in Northfield was 80.2 per cent in Q4 2023/24.",
            "Satisfaction in Northfield was 84.6 per cent in Q4 2023/24.",
        ),
    ],
)
def test_a_contradicted_sentence_comes_with_the_corrected_one(text: str, correction: str) -> None:
    assert check_draft(read_pasted(text), scope_of(REPORT)).sentences[0].correction == correction


@pytest.mark.parametrize(
    ("text", "mark"),
    [
        (TRUE, Mark.SUPPORTED),
        (FALSE, Mark.CONTRADICTED),
        ("The canteen served 1,200 lunches.", Mark.NEEDS_SOURCE),
        ("Northfield sold 1,310 widgets in Q4 2023/24, and Southport sold 969 widgets.", Mark.CONTRADICTED),
        ("Northfield sold 1,310 widgets in Q4 2023/24, and Southport sold 869 widgets.", Mark.SUPPORTED),
    ],
)
def test_a_sentence_bears_the_mark_of_what_the_reports_say(text: str, mark: Mark) -> None:
    assert [s.mark for s in check_draft(read_pasted(text), scope_of(REPORT)).sentences] == [mark]


@pytest.mark.parametrize(
    ("text", "states"),
    [
        ("Sales rose by 4% in Q4.", True),
        ("Sales went down again.", True),
        ("Northfield had the best result of any region.", True),
        ("The target was missed.", True),
        ("We thank everyone who took part.", False),
        ("What should be done?", False),
        ("We should sell more.", False),
        ("The next report will be published in January 2026.", False),
        ("North Tower was judged outstanding for its welcome.", True),
        ("Half of the works were amber.", True),
        ("The north lift is running late.", True),
        ("North Tower has a younger crew than South Tower.", True),
    ],
)
def test_only_statements_of_fact_are_checked(text: str, states: bool) -> None:
    assert states_fact(text) is states


def test_a_sentence_that_leans_on_the_one_before_is_read_with_its_subject() -> None:
    assert statement("It fell by 3%.", "Bus journeys stood at 70 million.", "") == "Bus journeys fell by 3%."
    assert statement("This is fair.", "", "") == "This is fair."


def test_an_article_alone_is_no_subject() -> None:
    before = (
        "The cost of temporary homes, of hotels, of taxis, of food, of furniture, of cleaning and of much else besides."
    )
    assert statement("It overspent by £3m.", before, "") == "It overspent by £3m."
    assert statement("It overspent by £3m.", "The spent grain plant was opened in May.", "").startswith(
        "The spent grain"
    )


def test_two_statements_in_one_sentence_are_told_apart() -> None:
    assert parts("Sales rose by 4% and fell by 2% in May.") == ("Sales rose by 4%.", "Sales fell by 2% in May.")
    assert parts("Salt and pepper sales rose by 4%.") == ("Salt and pepper sales rose by 4%.",)


def test_progress_is_told_up_to_the_end() -> None:
    told: list[tuple[int, int]] = []
    check_draft(read_pasted(f"{TRUE} {FALSE}"), scope_of(REPORT), lambda done, total: told.append((done, total)))
    assert told == [(0, 2), (1, 2), (2, 2)]


# How it is read -------------------------------------------------------------------------------------------------------

TRACKED = """<w:p {}><w:r><w:t xml:space="preserve">Northfield sold </w:t></w:r>
<w:del w:id="1" w:author="A"><w:r><w:delText>969</w:delText></w:r></w:del>
<w:ins w:id="2" w:author="A"><w:r><w:t>1,310</w:t></w:r></w:ins>
<w:r><w:t xml:space="preserve"> widgets in Q4 2023/24.</w:t></w:r></w:p>""".format(nsdecls("w"))
BOX = """<w:p {}><w:r><w:pict><v:shape xmlns:v="urn:schemas-microsoft-com:vml"><v:textbox><w:txbxContent>
<w:p><w:r><w:t>Southport sold 969 widgets in Q4 2023/24.</w:t></w:r></w:p>
</w:txbxContent></v:textbox></v:shape></w:pict></w:r></w:p>""".format(nsdecls("w"))


def with_xml(xml: str) -> bytes:
    document = word_document()
    document.element.body.insert(0, parse_xml(xml))
    return saved(document)


def test_tracked_changes_are_read_as_accepted() -> None:
    draft = read_draft("d.docx", with_xml(TRACKED))
    assert [s.text for s in draft.sentences] == [TRUE]
    assert "tracked changes" in draft.notes[0]


def test_tables_and_text_boxes_are_read() -> None:
    document = word_document()
    document.element.body.insert(0, parse_xml(BOX))
    document.add_table(rows=1, cols=1).cell(0, 0).text = TRUE
    sentences = read_draft("d.docx", saved(document)).sentences
    assert [(s.text, s.place) for s in sentences] == [(FALSE, "text box"), (TRUE, "table 1")]


def test_wrapped_lines_of_a_text_draft_are_one_sentence() -> None:
    draft = read_draft("d.txt", b"Northfield sold 1,310\nwidgets in Q4 2023/24. It was a good year.")
    assert len(draft.sentences) == 2
    assert draft.format is DraftFormat.TEXT


def bomb() -> bytes:
    written = io.BytesIO()
    with zipfile.ZipFile(written, "w", zipfile.ZIP_DEFLATED) as package:
        package.writestr("word/document.xml", b" " * 250_000_000)
    return written.getvalue()


@pytest.mark.parametrize(
    ("name", "data", "says"),
    [
        ("d.docx", b"", "is empty"),
        ("d.md", b" \n ", "is empty"),
        ("d.docx", word(""), "holds no text"),
        ("d.docx", b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"0" * 600, "locked with a password"),
        ("d.docx", b"PK not a zip", "is damaged or cut short"),
        ("d.docx", zipped({"word/document.xml": "<nothing/>"}), "damaged or no Word document"),
        ("d.docx", zipped({"word/document.xml": '<!DOCTYPE x [<!ENTITY y "z">]><x>&y;</x>'}), "defines entities"),
        ("d.pdf", b"%PDF-1.7", "save it as one of"),
        ("d.md", b"\x00\x01\x02\x03" * 200, "is not text"),
        ("d.txt", b"Sales rose by 4% in May. " * (MAX_CHARACTERS // 20), "check it in parts"),
    ],
)
def test_what_is_no_draft_is_refused_with_the_reason(name: str, data: bytes, says: str) -> None:
    with pytest.raises(DraftNotReadable, match=says):
        read_draft(name, data)
    with pytest.raises(DraftNotReadable, match=says):
        parse_draft(name, data)


def test_a_file_that_unpacks_to_an_enormous_one_is_refused() -> None:
    with pytest.raises(DraftNotReadable, match="when unpacked"):
        parse_draft("d.docx", bomb())


def test_a_draft_is_read_and_written_by_a_process_that_is_bounded(monkeypatch: pytest.MonkeyPatch) -> None:
    """It may come from anywhere, and from whoever may only read."""
    data = word(TRUE)
    here = read_draft("d.docx", data)
    monkeypatch.setattr("assistant.drafts.word.open_document", lambda _: pytest.fail("read in this process"))
    monkeypatch.setattr("assistant.drafts.reading.read_draft", lambda *_: pytest.fail("read in this process"))
    assert parse_draft("d.docx", data) == here
    assert commented(annotated(here, check_draft(here, scope_of(REPORT)), ".docx"))
    with pytest.raises(DraftNotReadable, match="took longer than"):
        parse_draft("d.docx", data, Limits(seconds=0.001))
    with pytest.raises(DraftNotReadable, match="took longer than"):
        with_remarks("d.docx", data, [], Limits(seconds=0.001))


def test_a_remark_in_markdown_holds_no_markup_of_the_reports() -> None:
    draft = read_draft("d.md", TRUE.encode())
    check = check_draft(draft, scope_of(REPORT))
    said = replace(check.sentences[0], read_as="<b>sold</b>, see [here](http://evil.example)")
    text = annotated(draft, replace(check, sentences=(said,)), ".md").decode()
    assert r"\<b\>sold\</b\>, see \[here\](" in text
    assert "<b>" not in text


def test_a_missing_draft_is_refused(tmp_path: Path) -> None:
    with pytest.raises(DraftNotReadable, match="No such file"):
        read_draft_file(tmp_path / "none.docx")
    with pytest.raises(DraftNotReadable, match="is a folder"):
        read_draft_file(tmp_path)


# How it is handed back ------------------------------------------------------------------------------------------------


def commented(data: bytes) -> list[tuple[str, str]]:
    """The words that each comment of a Word file is anchored at, with the comment's text."""
    document = word_document(io.BytesIO(data))
    texts = {str(c.comment_id): c.text for c in document.comments}
    found = []
    for start in document.element.body.iter(qn("w:commentRangeStart")):
        number = start.get(qn("w:id"))
        words, node = "", start.getnext()
        while node is not None and not (node.tag == qn("w:commentRangeEnd") and node.get(qn("w:id")) == number):
            words += "".join(t.text or "" for t in node.iter(qn("w:t")))
            node = node.getnext()
        found.append((words, texts[number]))
    return found


def looks(data: bytes) -> list[tuple[str, bool | None]]:
    """Each letter's word and boldness, so that a run cut in two makes no difference."""
    document = word_document(io.BytesIO(data))
    return [(char, run.bold) for p in document.paragraphs for run in p.runs for char in run.text]


def test_word_comments_stand_at_their_sentences_and_nothing_else_changes(checked: DraftCheck) -> None:
    draft = read_draft("speech.docx", speech())
    data = annotated(draft, checked, ".docx")
    found = commented(data)
    assert [words for words, _ in found] == [one.sentence.text for one in checked.sentences]
    assert all(text.split(".")[0] in {"SUPPORTED", "CONTRADICTED", "NOT FOUND", "NEEDS A SOURCE"} for _, text in found)
    assert looks(data) == looks(draft.data)


def test_two_comments_in_one_run_are_both_anchored() -> None:
    data = word(f"{TRUE} {FALSE}")
    first, second = read_draft("d.docx", data).sentences
    remarks = [Remark(part=s.part, start=s.start, end=s.end, text=s.text[:4]) for s in (second, first)]
    assert commented(annotate("d.docx", data, remarks)) == [(TRUE, "Nort"), (FALSE, "Sout")]


def test_a_comment_on_a_text_box_stands_beside_it() -> None:
    draft = read_draft("d.docx", with_xml(BOX))
    data = annotated(draft, check_draft(draft, scope_of(REPORT)), ".docx")
    document = word_document(io.BytesIO(data))
    start = next(iter(document.element.body.iter(qn("w:commentRangeStart"))))
    assert not list(start.iterancestors(qn("w:txbxContent")))


def test_comments_on_inserted_words_keep_the_tracked_changes() -> None:
    draft = read_draft("d.docx", with_xml(TRACKED))
    data = annotated(draft, check_draft(draft, scope_of(REPORT)), ".docx")
    body = word_document(io.BytesIO(data)).element.body
    assert len(list(body.iter(qn("w:ins")))) == len(list(body.iter(qn("w:del")))) == 1
    assert next(p.text for p in read_parts("d.docx", data)[0]) == TRUE


def test_the_same_draft_gives_the_same_comments() -> None:
    draft = read_draft("d.docx", word(TRUE))
    check = check_draft(draft, scope_of(REPORT))
    files = [zipfile.ZipFile(io.BytesIO(annotated(draft, check, ".docx"))) for _ in range(2)]
    assert files[0].read("word/comments.xml") == files[1].read("word/comments.xml")


def test_markdown_comes_back_with_footnotes() -> None:
    draft = read_draft("d.md", f"# Sales\n\n{TRUE} Thank you.\n\n- {FALSE}\n".encode())
    text = annotated(draft, check_draft(draft, scope_of(REPORT)), ".md").decode()
    assert text.startswith(f"# Sales\n\n{TRUE}[^check-1] Thank you.\n\n- {FALSE}[^check-2]\n")
    assert "[^check-1]: SUPPORTED." in text
    assert "Suggested: Southport sold 869 widgets in Q4 2023/24." in text


def test_a_footnotes_mark_parts_sentences_and_its_text_is_not_checked() -> None:
    draft = read_draft("d.md", b"Sales rose by 4%.[^1] Costs fell by 2%.\n\n[^1]: Of 1,310 widgets.\n")
    assert [s.text for s in draft.sentences] == ["Sales rose by 4%.", "Costs fell by 2%."]


def test_thanks_state_no_fact() -> None:
    assert not states_fact("Thank you all for coming.")


def test_footnotes_of_its_own_keep_their_names() -> None:
    draft = read_draft("d.md", f"{TRUE}[^check-1]\n\n[^check-1]: Mine.\n".encode())
    text = annotated(draft, check_draft(draft, scope_of(REPORT)), ".md").decode()
    assert "[^checked-1]: SUPPORTED." in text
    assert "[^check-1]: Mine." in text


def test_json_has_a_place_a_mark_and_an_answer_for_each_sentence() -> None:
    data = check_json(check_draft(read_pasted(f"{TRUE}\n\n{FALSE}"), scope_of(REPORT)))
    assert data["summary"] == {"supported": 1, "contradicted": 1, "not_found": 0, "needs_source": 0}
    assert [(s["place"], s["mark"], s["answer"]["verdict"]) for s in data["sentences"]] == [
        ("line 1", "supported", "supported"),
        ("line 3", "contradicted", "contradicted"),
    ]


def test_the_list_names_the_place_and_the_source() -> None:
    text = check_text(check_draft(read_pasted(FALSE), scope_of(REPORT)))
    assert "1. (line 1) Southport sold 969" in text
    assert "CONTRADICTED. Southport: 869 (Q4 2023/24) [1]." in text
    assert "[1] Widget Association" in text


# On the command line --------------------------------------------------------------------------------------------------


def command(folder: Path, *arguments: str | Path) -> int:
    return run(["--library", str(folder), "check", *map(str, arguments)])


def test_a_draft_is_checked_and_handed_back(hospital_library: Path, tmp_path: Path) -> None:
    source, out = tmp_path / "speech.docx", tmp_path / "out.docx"
    source.write_bytes(word("There were 41 cases of Clostridioides difficile in the quarter."))
    assert command(hospital_library, "--draft", source, "-o", out) == 0
    assert len(commented(out.read_bytes())) == 1


def test_a_file_that_is_there_is_not_replaced_unless_told(
    hospital_library: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    source, out = tmp_path / "speech.md", tmp_path / "out.md"
    source.write_text("There were 41 cases of Clostridioides difficile in the quarter.")
    out.write_text("mine")
    assert command(hospital_library, "--draft", source, "-o", out) == 2
    assert "--force" in capsys.readouterr().err
    assert out.read_text() == "mine"
    assert command(hospital_library, "--draft", source, "-o", out, "--force") == 0
    assert "[^check-1]" in out.read_text()


def test_a_claim_of_thousands_of_words_is_a_draft(hospital_library: Path, capsys: pytest.CaptureFixture[str]) -> None:
    text = "There were 41 cases of Clostridioides difficile in the quarter. " + "We thank all our staff. " * 1_000
    assert command(hospital_library, text, "--json") == 0
    assert json.loads(capsys.readouterr().out)["summary"]["supported"] == 1


@pytest.mark.parametrize(
    ("arguments", "says"),
    [
        (["--draft", "none.docx"], "No such file"),
        (["--draft", "none.docx", "Sales rose."], "one of them"),
        (["Sales rose.", "-o", "out.docx"], "--draft FILE"),
    ],
)
def test_wrong_usage_of_drafts_is_told(
    hospital_library: Path, arguments: Sequence[str], says: str, capsys: pytest.CaptureFixture[str]
) -> None:
    assert command(hospital_library, *arguments) == 2
    assert says in capsys.readouterr().err


def test_a_word_draft_is_not_handed_back_as_what_it_is_not(hospital_library: Path, tmp_path: Path) -> None:
    source = tmp_path / "speech.md"
    source.write_text("There were 41 cases of Clostridioides difficile in the quarter.")
    assert command(hospital_library, "--draft", source, "-o", tmp_path / "out.docx") == 2
    assert not (tmp_path / "out.docx").exists()


def test_a_name_that_is_spelt_like_a_verb_stays_whole() -> None:
    assert statement("It overspent by £2m.", "The Cost Board spent more than planned.", "").startswith(
        "The Cost Board "
    )


def test_more_money_is_turned_into_less_and_a_right_figure_keeps_its_words() -> None:
    text = "Marketing cost £1.2m less than budgeted. Research cost £1.5m more than budgeted."
    first, second = check_draft(read_pasted(text), scope_of(REPORT)).sentences
    assert first.correction == "Marketing cost £1.2m more than budgeted."
    assert second.correction == "Research cost £1.5m less than budgeted."


@pytest.mark.parametrize(
    ("text", "mark"),
    [
        ("Northfield did best for widgets sold in Q4 2023/24, at 1,310, and Eastham did worst.", Mark.NOT_FOUND),
        ("Widgets sold in Northfield rose by 106 on the previous quarter, although Southport lost 36.", Mark.SUPPORTED),
        ("Widgets sold in Northfield rose on the previous quarter, although Southport grew.", Mark.CONTRADICTED),
        ("Widgets sold in Northfield rose on the previous quarter; Southport did too.", Mark.NOT_FOUND),
        ("Marketing went over by £1.2m, more than any other department.", Mark.SUPPORTED),
        ("Premises went over by £0.3m, more than any other department.", Mark.CONTRADICTED),
        ("Inspections by Rust watch reached 388, which met the target.", Mark.CONTRADICTED),
    ],
)
def test_each_statement_of_a_sentence_is_judged_by_its_own_subject(text: str, mark: Mark) -> None:
    assert check_draft(read_pasted(text), scope_of(REPORT)).sentences[0].mark is mark


def test_that_means_the_figure_of_the_sentence_before_not_who_made_it() -> None:
    assert statement("That was the most since 2019.", "Passengers made 70 journeys.", "") == (
        "That was the most since 2019."
    )
    assert statement("That was a rise of 3%.", "Bus journeys stood at 70 million.", "") == (
        "Bus journeys was a rise of 3%."
    )
