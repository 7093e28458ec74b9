"""Idioms: read as a whole, one way only, for what reports write; names and rises are none of theirs."""

from __future__ import annotations

import tomllib
from pathlib import Path

import pytest

import assistant.questions.idioms
from assistant.questions.cues import Cue
from assistant.questions.idioms import built_in_idioms
from assistant.questions.question import read_question
from assistant.questions.words import label_stems, tokens
from tests.small import ask, figures, scope_of

_FILE = Path(assistant.questions.idioms.__file__).with_name("idioms.toml")
_SAID: list[tuple[list[str], list[str]]] = tomllib.loads(_FILE.read_text(encoding="utf-8"))["said"]


def written(text: str) -> set[tuple[str, ...]]:
    """What stands for the idioms of a text."""
    return {other for idiom in built_in_idioms().found_in(tokens(text)) for other in idiom.written}


def test_each_entry_says_something_once_and_shortly() -> None:
    assert len(_SAID) > 300
    for phrases, others in _SAID:
        assert phrases
        assert len(set(phrases)) == len(phrases)
        assert len(set(others)) == len(others)
        assert all(0 < len(tokens(phrase)) <= 8 for phrase in (*phrases, *others))


@pytest.mark.parametrize(
    ("said", "label"),
    [
        ("who keeps an eye on it", "oversee"),
        ("Has it made its mind up?", "decide"),
        ("have they made up their minds", "decision"),
        ("it was turned down", "refused"),
        ("they were sent to us", "referred"),
        ("the ones on the books", "in post"),
        ("sleeping on the streets", "rough sleeping"),
        ("who picked up the phone", "answered"),
        ("it kept people waiting: held up", "delayed"),
        ("how much was handed over", "paid"),
        ("what was promised", "award"),
        ("what share said they felt safer", "reporting"),
        ("the coppers", "police officers"),
        ("WHO KEEPS AN EYE ON IT", "oversee"),
    ],
)
def test_an_idiom_stands_for_what_reports_write(said: str, label: str) -> None:
    assert label_stems(label) in written(said)


@pytest.mark.parametrize(
    "text",
    [
        "the books",
        "an eye clinic",
        "keep going to the clinic",
        "the Copper Street depot",
        "the Nick Barton centre",
        "the streets",
    ],
)
def test_parts_of_idioms_and_names_are_none(text: str) -> None:
    assert not written(text) & {label_stems(w) for w in ("in post", "oversee", "officers", "rough sleeping", "theft")}


@pytest.mark.parametrize(
    ("said", "other"),
    [
        ("handed over", "awarded"),
        ("paid out", "awarded"),
        ("promised", "paid"),
        ("set aside", "outturn"),
        ("sent to", "supported"),
        ("got off the ground", "completed"),
        ("hung up", "answered"),
        ("picked up", "abandoned"),
        ("the coppers", "staff"),
        ("turned down", "approved"),
        ("given the nod", "refused"),
        ("fed up with", "satisfied"),
        ("happy with", "dissatisfied"),
        ("in the red", "surplus"),
    ],
)
def test_what_reports_keep_apart_stays_apart(said: str, other: str) -> None:
    assert label_stems(other) not in written(said)


@pytest.mark.parametrize(
    ("text", "moved"),
    [
        ("How many hung up?", False),
        ("How many bids were turned down?", False),
        ("How many lost touch with us?", False),
        ("Which budget was cut back?", True),
        ("How far is it up?", True),
        ("Did they fall over the year?", True),
        ("Did they fall through the winter?", True),
    ],
)
def test_nothing_rises_or_falls_in_an_idiom_of_something_else(text: str, moved: bool) -> None:
    assert read_question(text).has(Cue.RISE, Cue.FALL) is moved


def test_what_is_said_and_means_nothing_is_not_looked_for() -> None:
    scope = scope_of(TABLES["grants"])
    needs = scope.linker.needs(read_question("All told, how many bids did Larch get?"))[0]
    assert [n.token.text for n in needs if n.required] == ["bids", "Larch"]


TABLES = {
    "grants": """Grants for the year

Grants by fund
Fund | Bids | Refused | Awarded (£) | Paid (£) | Median days to decision
Larch | 41 | 9 | 61,000 | 48,500 | 37
Rowan | 30 | 4 | 52,000 | 50,250 | 52
""",
    "calls": """Calls in the year

Calls by line
Line | Calls offered | Calls answered | Calls abandoned
101 calls | 9,150 | 7,905 | 1,245
999 calls | 8,010 | 7,994 | 16
""",
    "services": """Services in the year

People by service
Service | People referred | People supported | Withdrew
Stalking advocacy | 655 | 402 | 31
Hate crime advocacy | 118 | 97 | 4
""",
    "people": """People at the end of the year

Workforce
Group | In post | Vacancies | Leavers | Sickness absence (days)
Police officers | 1,204 | 66 | 83 | 9.4
Control room staff | 188 | 21 | 30 | 12.1
""",
    "crime": """Crime in the year

Offences
Offence | Recorded
Shoplifting | 3,518
Theft from the person | 742
Vehicle crime | 1,960
Residential burglary | 610
Anti-social behaviour | 4,411
""",
    "streets": """Streets in the year

Services by district
District | Fly-tipping incidents | Missed collections | Rough sleepers | Affordable homes
Alder | 214 | 87 | 12 | 140
Birch | 377 | 52 | 5 | 96
""",
    "fire": """Fire in the year

Incidents
Kind | Number
Gaining entry | 866
Animal rescues | 41
Flooding | 130
Road traffic collisions | 233
""",
    "roads": """Roads in the year

Seriously injured by kind of road user
Road user | Seriously injured
Pedestrians | 41
Pedal cyclists | 36
Motorcyclists | 52
""",
    "survey": """Survey of the year

What residents say
District | Feel safe after dark | Office listens | Satisfied with the service
Alder | 61% | 36% | 70%
Birch | 49% | 41% | 66%
""",
}


@pytest.mark.parametrize(
    ("table", "question", "figure"),
    [
        ("grants", "How much has actually been handed over by the Rowan fund?", "50250 gbp"),
        ("grants", "How much did the Larch fund promise?", "61000 gbp"),
        ("grants", "How many days does Rowan take to make its mind up?", "52 days"),
        ("calls", "How many people hung up on the non emergency line?", "1245 count"),
        ("calls", "How many calls on the non emergency number were picked up?", "7905 count"),
        ("services", "How many people were sent to stalking advocacy?", "655 count"),
        ("services", "How many people pulled out of hate crime advocacy?", "4 count"),
        ("people", "How many coppers were on the books?", "1204 count"),
        ("streets", "How many people were sleeping in doorways in Alder?", "12 count"),
        ("streets", "How many bins were not emptied in Alder?", "87 count"),
        ("roads", "How many people on pushbikes were badly hurt?", "36 count"),
        ("grants", "How much did the Rowan fund cough up?", "50250 gbp"),
        ("grants", "How much did Rowan dish out?", "52000 gbp"),
        ("services", "How many people were passed on to stalking advocacy?", "655 count"),
        ("services", "How many people were pointed towards hate crime advocacy?", "118 count"),
        ("people", "How many bobbies are on the payroll?", "1204 count"),
        ("people", "How many empty desks are there in the control room?", "21 count"),
        ("people", "How many control room staff packed it in?", "30 count"),
        ("people", "How many rozzers walked out?", "83 count"),
        ("crime", "How much loutish behaviour was logged?", "4411 count"),
        ("crime", "How many thefts were nicked off people?", "742 count"),
        ("streets", "How much stuff was dumped in the street in Alder?", "214 count"),
        ("streets", "How many forgotten bins were there in Birch?", "52 count"),
        ("streets", "How many were bedding down outside in Birch?", "5 count"),
        ("fire", "How many pets rescued?", "41 count"),
        ("roads", "How many bikers were seriously hurt?", "52 count"),
        ("survey", "What percentage of people in Birch are comfortable walking about at night?", "49 percent"),
        ("survey", "What proportion in Alder say the office pays attention to them?", "36 percent"),
    ],
)
def test_a_question_in_everyday_words_is_answered_in_official_ones(table: str, question: str, figure: str) -> None:
    assert figures(ask(scope_of(TABLES[table]), question)) == [figure]


@pytest.mark.parametrize(
    ("table", "question"),
    [
        ("grants", "How many books did the Larch fund buy?"),
        ("people", "How many books are there in the control room?"),
        ("crime", "How many copper pipes were logged?"),
        ("streets", "How many streets are there in Alder?"),
        ("services", "How many people were sent down?"),
    ],
)
def test_a_word_of_an_idiom_is_no_more_than_itself_elsewhere(table: str, question: str) -> None:
    assert figures(ask(scope_of(TABLES[table]), question)) == []
