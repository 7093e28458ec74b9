"""What rules quotes out: nothing of the kind that is asked for is in them."""

from __future__ import annotations

import pytest

from assistant.prose.gates import lacks_what_is_asked
from assistant.prose.picking import Quote
from assistant.questions.question import read_question
from corpus.document import Locator, Sentence
from structured.periods import parse_period

YEAR = parse_period("2023/24")


def lacks(question: str, text: str) -> bool:
    sentence = Sentence(text=text, locator=Locator(document_id="widgets", start=0, end=len(text)), block=0)
    return lacks_what_is_asked(
        read_question(question), [Quote(main=sentence, sentences=(sentence,))], {"widgets": YEAR}
    )


@pytest.mark.parametrize(
    ("question", "text"),
    [
        ("How much does the director earn?", "Ada Byrne became director in May 2023."),
        ("What does the supplier owe the works?", "The supplier closed in June 2023."),
        ("How much did the paint cost?", "The shop used 400 tins of paint."),
        ("How long does a repair take?", "Repairs are done by two of our mechanics."),
        ("What percentage of widgets rust?", "Some widgets rust in the rain."),
        ("Why did the foreman retire?", "The foreman retired from the works."),
        ("What's the foreman's e-mail address?", "The foreman can be reached in the yard, by letter or e-mail."),
        ("What is the phone number of the works?", "The works has had 12 telephones since 2019."),
        ("Who supplies the springs?", "The the springs has changed its prices."),
        ("Which two firms handed back contracts?", "Sales fell because two firms handed back contracts in May."),
        ("What is the name of the night manager?", "A new night manager began in May."),
        ("When will the yard be closed?", "The yard was swept on 14 January 2024."),
        ("Who will mend the crane?", "The crane was mended by Bolt and Sons in May 2023."),
        ("What was the outturn for the crane?", "Crane: £780,000 over."),
        ("What did overtime end up costing?", "9.2 Overtime was £11.7m over the revised budget in 52 weeks."),
        ("How much under budget were the paint costs?", "Paint cost less, 103 tins being used against 104."),
        ("How big is the gap for the night shift?", "The night shift has gaps on all four measures."),
        ("Did rust go up last year?", "Worry about rust went down by 4 per cent."),
        ("What did the neighbours say about the yard?", "The yard at Neighbour Street was paved in May."),
        ("Are there more vans than a year ago?", "Vans have increased by 390 over the last two years."),
        ("Why do crews feel cold after dark?", "Crews were 1.4 times as likely as guards to feel cold after dark."),
        ("What is the name of the driver who was hurt?", "A driver was hurt near Gate Lane."),
        ("Who was the mason that broke the pipe at Low Gate?", "A pipe in Long Acre was broken by a mason."),
        ("What were the welders striking about?", "Welders: four days of strikes in June."),
        (
            "Which crews that work at night didn't meet their target?",
            "2.1 The targets of crews are set out in Table 5.",
        ),
        ("Vans against what was planned - gap?", "Vans are late because it rained."),
        ("When is the next ferry from Long Bank?", "The ferry at Long Bank was painted in May 2023."),
        ("What's the rust rate of vans?", "Nearly 300 vans were looked at for rust."),
        (
            "Are painters or welders more likely to end a shift early?",
            "Painters end shifts at twice the pace of welders.",
        ),
        ("What rating was the yard given?", "The yard is swept twice a week."),
        ("What's the typical wait in minutes at the gate?", "The works at the gate added up to 25 minutes to a trip."),
        ("What got in the way of the repairs?", "Repairs are listed by month."),
        ("What did night shifts end up costing?", "Night shifts were £11m over the budget."),
        ("What's the bill for springs going to come to?", "We expect to overspend on springs by £4m."),
        ("How much is left in the paint fund?", "Use of the paint fund was £7,000 more than planned."),
        ("Did vans or carts do better, and what were the figures?", "Vans met the target and carts did not."),
    ],
)
def test_what_has_nothing_of_the_kind_cannot_answer(question: str, text: str) -> None:
    assert lacks(question, text)


@pytest.mark.parametrize(
    ("question", "text"),
    [
        ("How much does the director earn?", "Pay of the director: £90,000."),
        ("How much did the paint cost?", "Paint came to £1.2m."),
        ("How long does a repair take?", "Repairs take nine days."),
        ("What percentage of widgets rust?", "One in five widgets rusts."),
        ("Why did sales fall?", "Sales fell because it rained."),
        ("Who supplies the springs?", "The springs come from Bolt and Sons."),
        ("Do people worry more about rust?", "Worry about rust went down by 4 per cent."),
        ("Did rust go up last year?", "Rust went up last year, and worry about rust by 4 per cent."),
        (
            "Are there more vans than a year ago?",
            "There are 9 more vans than a year ago, and 390 more in the last two years.",
        ),
        ("Who decides on the grants?", "A panel of nine tenants decides who gets a grant."),
        ("When will the yard be closed?", "The yard is to close in June 2024."),
        ("When will the yard be closed?", "The date for the yard is 3 May 2025."),
        ("When does a widget count as late?", "A widget is late if it comes after noon."),
        ("What was done about rust?", "All widgets were painted."),
        ("What did the inspectors say about the yard?", "Inspectors found the yard clean."),
        ("What was the outturn for the crane?", "The crane came to £1.2m, £780,000 over."),
        ("How much over budget was the crane?", "Crane: £780,000 over."),
        ("Who was the mason that broke the pipe at Low Gate?", "At Low Gate it was Orla Finch of Low Gate."),
        ("Why do crews feel cold after dark?", "Crews feel cold after the heaters were sold."),
        ("Who counts as a welder?", "A welder counts once a shift is worked."),
        ("What were the welders striking about?", "Welders: four days of strikes about shifts."),
        ("Which crews that work at night didn't meet their target?", "The targets were missed by the Harbour crew."),
        ("When is the next ferry from Long Bank?", "The ferry at Long Bank is due in May."),
        ("What's the rust rate of vans?", "Of vans 4% rust."),
        (
            "Are painters or welders more likely to end a shift early?",
            "Painters are more likely than welders to do so.",
        ),
        ("What did night shifts end up costing?", "Night shifts came to £31m, £11m over the budget."),
        ("How much over the plan is the paint fund?", "Use of the paint fund was £7,000 more than planned."),
        ("What rating was the yard given?", "The yard was judged to be in need of repair."),
        ("What's the typical wait in minutes at the gate?", "A trip takes 25 minutes at the gate."),
    ],
)
def test_what_has_the_kind_may_answer(question: str, text: str) -> None:
    assert not lacks(question, text)
