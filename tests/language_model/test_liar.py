"""Whatever a language model says, no figure, quote or citation reaches the user that the reports do not bear out.

Hypothesis thinks up the lies.
"""

from __future__ import annotations

import json
import re
from decimal import ROUND_HALF_UP, Decimal
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from pydantic import BaseModel, ValidationError

from assistant.answers.answer import Answer, Route
from assistant.answers.calculating import calculate
from assistant.language_model.model import Reply
from assistant.language_model.replies import PlanReply
from assistant.libraries.library import Library
from assistant.service import Assistant
from corpus.errors import ReportError
from corpus.sentences import plain
from structured.units import Quantity, find_quantities
from tests.chat_server import ChatServer, Said
from tests.language_model.conftest import NAMES, POTTERY, THINGS, Helped
from tests.plans import EASTHAM, NORTHFIELD, NOW, PLANS, SALES, SOUTHPORT, TOTAL, cell

QUESTIONS = (
    THINGS,
    POTTERY,
    "How many widgets went through the tills in Northfield and in Southport in Q4 2023/24?",
    "What share of widgets through the tills came from Eastham in Q4 2023/24?",
    "How many times as many widgets went through the tills in Northfield in Q4 2023/24 as in Q4 2022/23?",
    "Why did the furnace stand idle?",
    "Which part of the country bought the most gizmos?",
    "How did widgets through the tills develop in Westbury between Q4 2022/23 and Q4 2023/24?",
    "What did the repairs of the furnace cost?",
)
MARK = "zzyzx"
"""A word of the liar's own, which nobody else says."""
NUMBER = re.compile(r"\d[\d,]*(?:\.\d+)?")
QUOTED = re.compile(r"“([^”]*)”")
CITED = re.compile(r"\[(\d+)\]")

# --- the lies --------------------------------------------------------------------------------------------------------

places = st.fixed_dictionaries(
    {
        "document": st.sampled_from(["widgets"] * 9 + ["gadgets"]),
        "table": st.integers(1, 7),
        "row": st.integers(0, 6),
        "column": st.integers(0, 5),
    }
)
operations = st.sampled_from([*sorted({plan["operation"] for plan in PLANS.values()}), "invent"])
conditions = st.fixed_dictionaries(
    {"cells": st.lists(places, max_size=3), "test": st.sampled_from([">", "<=", "is", "~"])},
    optional={"quantity": st.sampled_from(["77", "10%", "£3m", MARK]), "words": st.sampled_from(["R", MARK])},
)
# Plans that may pass for what is asked, so that what comes after them is put to the test.
FITTING = (
    {"operation": "look up", "operands": [cell(SALES, NORTHFIELD, NOW)]},
    {"operation": "compare", "operands": [cell(SALES, NORTHFIELD, NOW), cell(SALES, SOUTHPORT, NOW)]},
    {"operation": "sum", "operands": [cell(SALES, NORTHFIELD, NOW), cell(SALES, SOUTHPORT, NOW)]},
    {"operation": "share", "operands": [cell(SALES, EASTHAM, NOW)], "baseline": [cell(SALES, TOTAL, NOW)]},
    {"operation": "ratio", "operands": [cell(SALES, NORTHFIELD, NOW)], "baseline": [cell(SALES, NORTHFIELD, 1)]},
)
plans = st.one_of(
    st.sampled_from(FITTING),
    st.sampled_from(FITTING),
    st.sampled_from(list(PLANS.values())),
    st.fixed_dictionaries(
        {"operation": operations, "operands": st.lists(places, min_size=1, max_size=4)},
        optional={
            "baseline": st.lists(places, max_size=2),
            "conditions": st.lists(conditions, max_size=1),
            "limit": st.integers(-1, 5),
            "value": st.integers(),
        },
    ),
)
SCRAPS = (
    *("{f1}", "{f1}", "{f1}", "{f2}", "{f3}", "{c1}", "{c9}", "{x}", "{f1", "That is", "In Northfield", "and", "was"),
    *("widgets", "Southport", "tills", "not", "half of", "rose to", "fell by", "twelve", "1,500", "١٢", "99%"),
    *("£4m", "[1]", "[7]", "“invented words”", '"so they say"', "<script>", MARK, "Q4 2019/20", ".", ",", "(", ")"),
)
GENTLE = (
    "{f1}",
    "{f2}",
    "{c1}",
    "In Northfield",
    "tills",
    "came to",
    "and",
    "were",
    "as printed",
    ".",
    MARK,
    "7",
)
wordings = st.one_of(
    st.lists(st.sampled_from(GENTLE), min_size=1, max_size=4).map(" ".join),
    st.lists(st.sampled_from(SCRAPS), min_size=1, max_size=9).map(" ".join),
)
junk = st.one_of(st.text(max_size=60), st.sampled_from([MARK, "{}", "[]", "null", "1,500", '{"figure": 1500}']))
lies = st.fixed_dictionaries(
    {
        "PlanReply": st.one_of(
            plans.map(lambda plan: json.dumps({"plan": plan})), st.just('{"plan": null}'), junk, st.just(MARK)
        ),
        "ChoiceReply": st.one_of(
            st.lists(st.integers(1, 6), min_size=1, max_size=1).map(lambda numbers: json.dumps({"sentences": numbers})),
            st.lists(st.integers(-1, 13), max_size=4).map(lambda numbers: json.dumps({"sentences": numbers})),
            junk,
        ),
        "WordingReply": st.one_of(wordings.map(lambda text: json.dumps({"wording": text})), junk),
    }
)


class Liar:
    """Replies with the lies that it was given, and keeps count."""

    name = "openai:liar"

    def __init__(self) -> None:
        self.lies: dict[str, str] = {}
        self.n_replies = 0

    def reply(self, instruction: str, data: str, schema: type[BaseModel], *_: Any) -> Reply:  # noqa: ARG002
        self.n_replies += 1
        return Reply(text=self.lies[schema.__name__])


# --- what must hold --------------------------------------------------------------------------------------------------


def rounded(quantity: Quantity) -> Decimal:
    return quantity.value.quantize(Decimal(1).scaleb(-quantity.decimals), rounding=ROUND_HALF_UP)


def printed_figures(library: Library) -> set[Decimal]:
    """Every figure that the reports print, in a table or in a sentence."""
    found = {rounded(o.quantity) for g in library.grids() for o in g.observations if o.quantity is not None}
    for info in library.documents():
        found |= {rounded(m.quantity) for s in library.sentences(info.id) for m in find_quantities(plain(s.text))}
    return found


def computed_figures(library: Library, lie: str) -> set[Decimal]:
    """What the liar's plan gives, when it is carried out as anyone's plan is."""
    try:
        request = PlanReply.model_validate_json(lie)
        result = calculate(request.plan.plan(), library) if request.plan is not None else None
    except (ValidationError, ReportError):
        return set()
    if result is None:
        return set()
    return {rounded(v.quantity) for v in result.values if v.quantity is not None} | {Decimal(len(result.values))}


def labels(library: Library) -> list[str]:
    """Every label, title and period of the tables, the longest first."""
    found: set[str] = set()
    for grid in library.grids():
        found |= {grid.title, grid.caption, *grid.section}
        found |= {part for line in (*grid.rows, *grid.columns) for part in line.path}
    return sorted(filter(None, found), key=len, reverse=True)


def digits(value: Decimal) -> str:
    text = f"{abs(value):f}"
    return text.rstrip("0").rstrip(".") if "." in text else text


def check_promises(answer: Answer, plainly: Answer, library: Library, lie: str, printed: set[Decimal]) -> None:
    everything = " ".join((answer.text, *answer.warnings, *answer.working, *(c.quote for c in answer.citations)))
    assert MARK not in everything
    if answer.route is Route.REFUSAL:
        assert (answer.text, answer.figures, answer.citations) == (plainly.text, (), plainly.citations)
        return
    known = printed | computed_figures(library, lie)
    assert {figure.value for figure in answer.figures} <= known
    for citation in answer.citations:
        place = citation.locator
        source = library.document(citation.document).source
        assert " ".join(source[place.start : place.end].split()) == citation.quote
    marks = {int(n) for n in CITED.findall(answer.text)}
    assert marks <= {citation.n for citation in answer.citations}
    sources = [plain(citation.quote) for citation in answer.citations]
    for quote in QUOTED.findall(answer.text):
        assert any(quote in source for source in sources)
    bare = CITED.sub(" ", QUOTED.sub(" ", answer.text))
    for label in labels(library):
        bare = bare.replace(label, " ")
    stated = {digits(figure.value) for figure in answer.figures}
    assert {digits(Decimal(n.replace(",", "").rstrip("."))) for n in NUMBER.findall(bare)} <= stated


@pytest.fixture(scope="module")
def plain_answers(library: Library) -> dict[str, Answer]:
    assistant = Assistant(library)
    answers = {question: assistant.ask(question) for question in QUESTIONS}
    assert {answer.route for answer in answers.values()} == {Route.REFUSAL}
    return answers


@pytest.fixture(scope="module")
def printed(library: Library) -> set[Decimal]:
    return printed_figures(library)


def n_examples(n: int) -> Any:
    return settings(max_examples=n, suppress_health_check=list(HealthCheck))


@pytest.mark.slow
@pytest.mark.parametrize("named", NAMES)
def test_no_lie_reaches_the_user(
    helped: Helped,
    server: ChatServer,
    library: Library,
    plain_answers: dict[str, Answer],
    printed: set[Decimal],
    named: str,
) -> None:
    """Over a real connection."""
    assistant = helped(named=named)
    routes = set()

    @n_examples(40)
    @given(told=lies, question=st.sampled_from(QUESTIONS))
    def lie(told: dict[str, str], question: str) -> None:
        server.script = lambda what, _: Said(told[what])
        answer = assistant.ask(question)
        routes.add(answer.route)
        check_promises(answer, plain_answers[question], library, told["PlanReply"], printed)

    lie()
    assert Route.REFUSAL in routes


@pytest.mark.long
def test_none_of_10_000_lies_reaches_the_user(
    helped: Helped, library: Library, plain_answers: dict[str, Answer], printed: set[Decimal]
) -> None:
    liar = Liar()
    assistant = helped(model=liar)
    routes: dict[Route, int] = {}

    @n_examples(5_000)
    @given(told=lies, question=st.sampled_from(QUESTIONS))
    def lie(told: dict[str, str], question: str) -> None:
        liar.lies = told
        answer = assistant.ask(question)
        routes[answer.route] = routes.get(answer.route, 0) + 1
        check_promises(answer, plain_answers[question], library, told["PlanReply"], printed)

    lie()
    print(liar.n_replies, routes)
    assert liar.n_replies >= 10_000
    assert set(routes) == {Route.REFUSAL, Route.CALCULATION, Route.RETRIEVAL}
