from __future__ import annotations

from pathlib import Path

import pytest

from assistant.prose.reasons import asks_why, find_reasons, subject_of
from assistant.questions.conversation import take_turns
from assistant.questions.question import read_question
from assistant.service import Assistant
from corpus.sentences import plain
from tests.conftest import build_library

LATE = """Lamp Valley report 2024-25 (April 2024 to March 2025)

Capital

Capital programme (£m)
Line | Revised budget | Forecast
Estate | 18.4 | 15.7
Vans | 2.0 | 2.1

Estate: £2.7m less than the revised budget is expected to be spent. Planning consent for the new store came seven months
late.

Shipwrecks

Wrecks by year
Kind | 2023-24 | 2024-25
Trawler wrecks | 140 | 118
Yacht wrecks | 210 | 233

Note: yacht wrecks leave out small craft, such as grass-green dinghies and rafts with fewer than five on board.

Fewer trawlers were wrecked, and lamps were broken into less often.

Trawler wrecks fell by 15.7%. The harbour master puts the fall down mainly to Lamp Watch, which since May 2024 has kept
two boats at the sound where half of all trawler wrecks happened.

Landings

Landings by catch
Catch | 2023-24 | 2024-25
Herring boxes | 640 | 702
Mackerel boxes | 410 | 395

Herring boxes came to 702. Some two fifths of the rise was landed in March alone. The harbour master considers that the
rise reflects the longer season agreed with the inshore fleet.

Money

Harbour dues
£k | Budget | Forecast
Berth fees | 900 | 840
Buoy upkeep | 210 | 250

A small overspend is expected for the harbour, caused mainly by buoy upkeep and wages.

Berth fees are below their budget. Two things lie behind it. First, the east quay was shut for six weeks in May. Second,
the largest ferry line left the harbour.

Buoy upkeep is expected to overspend by £40k. The causes are the price of chain and two winter storms.

Pilots

- At the end of March the pilots of the outer isles waited 18 minutes for a berth by day.
- This is a rise on the last quarter (16 minutes) and on the year before (17 minutes).

Projects

Main projects
Project | Owner | First date | Now expected
Tidewater system | Hana Lind | May 2024 | October 2025
Quay wall | Owen Tarn | June 2024 | June 2024

Go-live of the Tidewater system has been put back a second time. The supplier could not show that it found addresses in
the outer isles, and the Medical Director declined to sign for it.

The Tidewater system will replace one of 2009. The supplier has paid £150,000 in damages for the delay and has put its
own staff into the office.
"""


@pytest.fixture(scope="module")
def late(tmp_path_factory: pytest.TempPathFactory) -> Assistant:
    folder: Path = tmp_path_factory.mktemp("late")
    source = folder / "lamps.txt"
    source.write_text(LATE.replace(" | ", "\t"), encoding="utf-8")
    return Assistant.open(build_library(folder / "library", {"lamps": source}))


def test_what_says_the_figure_again_is_quoted_with_the_reason_after_it(late: Assistant) -> None:
    text = late.ask("By how much is Estate forecast to underspend its revised budget, and why?").text
    assert "seven months" in text


def test_what_says_that_reasons_follow_brings_them_along(late: Assistant) -> None:
    text = late.ask("What caused the dip in berth fees against the budget?").text
    assert "east quay" in text
    assert "ferry line" in text


def test_what_the_rise_comes_of_is_quoted_from_further_down_the_paragraph(late: Assistant) -> None:
    text = late.ask("How many more herring boxes were there than the year before, and why?").text
    assert "62" in text
    assert "longer season" in text


def test_what_caused_it_comes_before_what_it_caused(late: Assistant) -> None:
    text = late.ask("How far over budget is buoy upkeep going to be, and what's behind it?").text
    assert "price of chain" in text
    assert "caused mainly by" not in text


def test_a_bullet_that_points_back_goes_with_the_one_before(late: Assistant) -> None:
    text = late.ask("How long do pilots of the outer isles wait for a berth? Now, last quarter and a year ago.").text
    assert all(minutes in text for minutes in ("18 minutes", "16 minutes", "17 minutes"))


def test_a_delay_is_no_reason_for_a_delay(late: Assistant) -> None:
    answer = late.ask("Why has it slipped?", ["When is the Tidewater system now expected?"])
    assert "damages" not in answer.text
    assert "could not show" in answer.text


def test_that_it_fell_is_no_reason_that_it_fell(late: Assistant) -> None:
    text = late.ask("Why were there fewer trawler wrecks in 2024-25?").text
    assert "Lamp Watch" in text
    assert "broken into" not in text


def test_a_note_that_says_what_a_word_means_is_no_reason(late: Assistant) -> None:
    assert "dinghies" not in late.ask("What was the count of yacht wrecks in 2024-25 and why has it got worse?").text


def reasons(assistant: Assistant, text: str) -> str:
    scope = assistant._scope(None)
    turn = take_turns(text, (), scope)
    assert turn.reading is not None and turn.result is not None
    subject = subject_of(turn.reading, turn.result, turn.question)
    quotes = find_reasons(turn.question, turn.linked, scope.linker, subject, scope.placer, scope.search)
    return plain(" ".join(s.text for quote in quotes for s in quote.sentences))


@pytest.mark.parametrize(
    ("question", "words"),
    [
        ("Why is the endoscopy suite behind its capital plan to date?", "Asbestos was found"),
        ("Why was the Marlbrook elective hub behind its plan to date?", "steel arrived nine weeks late"),
        ("Why is the drugs bill over the plan to date?", "three new cancer medicines"),
    ],
)
def test_the_paragraph_on_the_same_row_gives_the_reason(hospital: Assistant, question: str, words: str) -> None:
    assert words in reasons(hospital, question)


def test_the_sentence_on_the_subject_comes_before_the_reason_of_its_neighbour(transport: Assistant) -> None:
    words = reasons(transport, "How much over its budget was maintenance, and why?")
    assert "wheel turning" in words
    assert "electricity" not in words


def test_a_paragraph_that_only_names_the_place_gives_no_reason(county: Assistant) -> None:
    assert "waste" not in reasons(county, "Why are Coast residents the least satisfied?")


def test_a_sentence_that_has_the_subject_as_the_cause_of_something_else_gives_no_reason(hospital: Assistant) -> None:
    assert "Dermatology" not in reasons(hospital, "Why are agency costs over plan?")


def test_the_row_and_its_figures_are_the_subject(hospital: Assistant) -> None:
    turn = take_turns("What was the endoscopy suite's variance to date?", (), hospital._scope(None))
    assert turn.reading is not None and turn.result is not None
    subject = subject_of(turn.reading, turn.result, turn.question)
    assert "Endoscopy suite" in subject.labels
    assert {str(abs(q.value)) for q in (*subject.figures, *subject.others)} >= {"1.3", "5.3", "2.2"}


@pytest.mark.parametrize(
    ("text", "why"),
    [
        ("How far did sales fall, and why?", True),
        ("What was the fall in sales and what happened there?", True),
        ("How much was saved on fuel, and how?", True),
        ("By how much did sales fall, and is there an explanation?", True),
        ("How much over budget was fuel and what was the money for?", True),
        ("How much did sales fall?", False),
    ],
)
def test_a_question_asks_why_in_many_ways(text: str, why: bool) -> None:
    assert asks_why(read_question(text)) is why


OUTTURN = """Harbour Trust annual report 2024-25 (April 2024 to March 2025)

Spending

Spending 2024-25 (£m)
Line | Revised budget | Outturn | Variance
Dredging | 6.0 | 7.1 | +1.1
Awards | 9.9 | 7.5 | -2.4
Office of the Warden | 3.0 | 3.2 | +0.2

The board set its first budget in March 2024. It was revised in October 2024, when an extra award was received for
buoys. Variances are measured against the revised budget.

Dredging overspent because of the silt that two storms left. Awards underspent as many crews began late. The Office of
the Warden overspent due to a court case.

Lamps were over budget by the end of May. Most of the extra money was for oil, at £0.4m.
"""


@pytest.fixture(scope="module")
def outturn(tmp_path_factory: pytest.TempPathFactory) -> Assistant:
    folder: Path = tmp_path_factory.mktemp("outturn")
    source = folder / "harbour.txt"
    source.write_text(OUTTURN.replace(" | ", "\t"), encoding="utf-8")
    return Assistant.open(build_library(folder / "library", {"harbour": source}))


@pytest.mark.parametrize(
    "question",
    [
        "How far did awards underspend against the revised budget, and what's the reason given?",
        "Why did awards underspend?",
    ],
)
def test_the_reason_is_that_of_the_row_and_of_no_other_in_its_paragraph(outturn: Assistant, question: str) -> None:
    text = outturn.ask(question).text
    assert "many crews began late" in text
    assert all(other not in text for other in ("storms", "court case", "buoys"))


def test_what_most_of_it_went_on_lies_behind_the_figure() -> None:
    assert asks_why(read_question("How far over budget was it, and what was most of it spent on?"))
    assert asks_why(read_question("What was the extra money mainly used for?"))
    assert asks_why(read_question("By how much is it over budget, and what's the biggest thing behind it?"))
    assert asks_why(read_question("It was turned down. On what grounds?"))
