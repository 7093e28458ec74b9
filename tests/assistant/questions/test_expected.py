from __future__ import annotations

import pytest

from assistant.questions.cause_words import gives_reason
from assistant.questions.expected import LEAST, Kind, expected, fitness, quote_suits, table_suits
from assistant.questions.question import read_question
from structured.plan import Operation
from structured.units import parse_quantity


@pytest.mark.parametrize(
    ("question", "kind"),
    [
        ("How many widgets were sold?", Kind.COUNT),
        ("how much money was spent on widgets", Kind.MONEY),
        ("What is the price of a widget now?", Kind.MONEY),
        ("How much was budgeted for the repairs line?", Kind.MONEY),
        ("What is the factory's head paid?", Kind.MONEY),
        ("How large a part of the widgets was red?", Kind.PERCENT),
        ("What percentage of widgets were red?", Kind.PERCENT),
        ("percent change in sales, this year on last", Kind.PERCENT),
        ("the % rise in repairs, please", Kind.PERCENT),
        ("What do the repairs come to for the year?", Kind.FIGURE),
        ("When does the factory open?", Kind.DATE),
        ("on what date did it close?", Kind.DATE),
        ("Who runs the factory?", Kind.NAME),
        ("Why did sales fall?", Kind.REASON),
        ("what held up the new line?", Kind.REASON),
        ("What started the fire?", Kind.REASON),
        ("When does a lamp count as lit?", Kind.MEANING),
        ("How many lamps count as lit?", Kind.COUNT),
        ("How long does a repair take?", Kind.LENGTH),
        ("How much more likely are red widgets to break?", Kind.RATIO),
        ("How big is the factory?", Kind.FIGURE),
        ("Name the two topics that were discussed when they met.", Kind.ANYTHING),
        ("When they ask people about the yard, how big a yard is meant?", Kind.FIGURE),
        ("When was the yard paved, and how big is it?", Kind.DATE),
        ("What is being blamed for the jam?", Kind.REASON),
        ("what's done so that phones are less worth stealing?", Kind.ANYTHING),
    ],
)
def test_the_first_asking_word_says_what_is_wanted(question: str, kind: Kind) -> None:
    assert expected(question).kind is kind


@pytest.mark.parametrize(
    ("question", "better", "worse"),
    [
        ("How many repairs were made?", "They made 212 repairs.", "They made 31 visits."),
        ("How many repairs were made?", "They made 31 visits.", "Repairs were made quickly."),
        ("When does it open?", "It opens on 3 May 2025.", "It opens soon."),
        ("How much was spent?", "It cost £3m.", "It cost too much."),
        ("What share of them were red?", "41% were red.", "There were 41 of them."),
        ("Who runs it?", "It is run by Ada Lovelace.", "It is run by a manager."),
        ("Why did it close?", "It closed because of flooding.", "It closed in May."),
        ("How long did it take?", "It took six days.", "It took ages."),
    ],
)
def test_a_sentence_fits_by_the_kind_of_thing_it_holds(question: str, better: str, worse: str) -> None:
    wanted = expected(question)
    assert fitness(wanted, better) > fitness(wanted, worse)


def test_a_figure_that_the_question_says_itself_is_no_answer() -> None:
    wanted = expected("How many of the 12 widgets were red?")
    assert fitness(wanted, "There are 12 widgets.") < fitness(wanted, "Five widgets were red.")


def test_a_name_that_the_question_says_itself_is_no_answer() -> None:
    wanted = expected("Who leads Project Onyx?")
    assert fitness(wanted, "The scope of Project Onyx has grown.") < fitness(wanted, "It is led by Ada Lovelace.")


def test_the_numbers_of_dates_are_no_counts() -> None:
    assert fitness(expected("How many were sold?"), "They were sold in March 2024.") == 0.0


@pytest.mark.parametrize(
    "text",
    [
        "Sales fell due to snow.",
        "This reflects a late start.",
        "Snow caused the fall.",
        "The keeper puts the fall down chiefly to snow.",
        "The fire was started by a lamp.",
        "The rise was down to fewer keepers.",
    ],
)
def test_a_sentence_that_names_a_cause_gives_a_reason(text: str) -> None:
    assert gives_reason(text)


@pytest.mark.parametrize("text", ["Sales fell by 3%.", "Sales were down to 40.", "Of the crew, 12 are boat drivers."])
def test_a_sentence_without_a_cause_gives_no_reason(text: str) -> None:
    assert not gives_reason(text)


def test_the_as_of_a_comparison_is_no_sign_of_a_cause() -> None:
    wanted = expected("Why did sales fall?")
    assert fitness(wanted, "They were 1.4 times as likely as men to buy lamps.") < LEAST[Kind.REASON]
    assert fitness(wanted, "Sales fell as rain kept people away.") >= LEAST[Kind.REASON]


@pytest.mark.parametrize(
    ("question", "operation", "printed", "suits"),
    [
        ("When will the line open?", Operation.LOOKUP, "1,204", False),
        ("When will the line open?", Operation.LOOKUP, None, True),
        ("How many were sold?", Operation.LOOKUP, "1,204", True),
        ("How many were sold?", Operation.LOOKUP, None, False),
        ("What percentage were red?", Operation.LOOKUP, "41%", True),
        ("What percentage were red?", Operation.LOOKUP, "1,204", False),
        ("What percentage were red?", Operation.SHARE, "1,204", True),
        ("Who sold most?", Operation.LOOKUP, "1,204", False),
        ("Who sold most?", Operation.RANK, "1,204", True),
        ("What counts as a sale?", Operation.LOOKUP, "1,204", False),
        ("What had the sacked foremen actually done?", Operation.LOOKUP, "13", False),
        ('How do they work out a "sales rate"?', Operation.LOOKUP, "4%", False),
        ("Explain what is and isn't counted as a sale", Operation.LOOKUP, "1,204", False),
        ("How many were counted as sales?", Operation.LOOKUP, "1,204", True),
        ("How is the rate worked out?", Operation.LOOKUP, "4%", False),
        ("What were the crews striking about?", Operation.LOOKUP, "4%", False),
        ("What were most complaints about?", Operation.RANK, "41", True),
    ],
)
def test_a_table_answers_only_what_its_cells_can_hold(
    question: str, operation: Operation, printed: str | None, suits: bool
) -> None:
    quantity = parse_quantity(printed) if printed else None
    assert table_suits(question, operation, [quantity]) is suits


@pytest.mark.parametrize(
    ("asked", "suits"),
    [
        ("How many widgets were sold?", False),
        ("How many customers in a hundred would buy again?", True),
        ("How many out of 100 would buy again?", True),
        ("By how many percentage points did it rise?", True),
        ("What share would buy again?", True),
    ],
)
def test_how_many_is_not_answered_by_a_percentage_unless_asked_in_hundreds(asked: str, suits: bool) -> None:
    quantity = parse_quantity("58%")
    assert table_suits(asked, Operation.LOOKUP, [quantity]) is suits


@pytest.mark.parametrize(
    ("sentence", "counts"),
    [
        ("In all, 869 widgets were sold.", True),
        ("There were 14 widgets per 1,000 people.", False),
        ("Widgets took 3 days less to make.", False),
    ],
)
def test_a_rate_and_a_length_of_time_are_no_count_of_things(sentence: str, counts: bool) -> None:
    assert (fitness(expected("How many widgets were sold?"), sentence) > 0.4) is counts


@pytest.mark.parametrize(
    ("asked", "told", "suits"),
    [
        ("What was the total paid in 2018 and 2019?", "We paid £3m in 2018 and £4m in 2019.", False),
        ("What was the total paid in 2018 and 2019?", "In total £7m was paid over 2018 and 2019.", True),
        ("What was the average wait in 2018 and 2019?", "The wait was 3 days in 2018, 5 in 2019.", False),
        ("What was the percentage change in sales from 2018 to 2019?", "Sales rose from 3 to 4.", False),
        ("What was the percentage change in sales from 2018 to 2019?", "Sales rose by 33%.", True),
        ("How did sales change between 2018 and 2019?", "Sales grew strongly.", True),
        ("What was the difference in sales between 2018 and 2019?", "Sales are given below.", False),
        ("What was the total paid?", "We paid £3m.", True),
        ("What was the total paid?", "The sums that were paid are as follows:", False),
        ("What was rent as a percentage of the total?", "Rent was £3m.", False),
        ("On what day was the report published?", "The report was published in May 2024.", False),
        ("On what day was the report published?", "The report was published on 9 May 2024.", True),
        ("To which quarter has it slipped?", "It has slipped, as in the latest quarter.", False),
        ("To which quarter has it slipped?", "It has slipped to Q4 2024/25.", True),
        ("Buyers online: percent satisfied?", "Buyers online are less satisfied (-5 percentage points).", False),
        (
            "What proportion of buyers like tea?",
            "Buyers differ by 9 percentage points; one buys 3.5 times more.",
            False,
        ),
        ("Buyers online: percent satisfied?", "Of buyers online 45% are satisfied, 5 points fewer.", True),
        ("How much did sales grow?", "Sales are made in 14 shops.", False),
        ("How much did sales grow?", "Sales rose by 14%.", True),
        ("How many are closed, and how many more are being looked at?", "57 are closed, 100 looked at.", True),
        ("What was rent as a percentage of the total?", "Rent was a third of the total.", True),
        ("By how much was oil underspent?", "Oil came to £4m - underspend of £2m.", True),
    ],
)
def test_neither_of_two_years_figures_is_their_total_or_the_change_between_them(
    asked: str, told: str, suits: bool
) -> None:
    assert quote_suits(read_question(asked), told) is suits
