"""Tables of the same members that measure different things, and the name of the report's own body."""

from __future__ import annotations

from assistant.answers.answer import Route
from tests.small import ask, cells, figures, scope_of

MOODS = """Lantern Watch quarterly report Q4 2023/24

More trust

More trust, differences in views, percentage point gap from the result for all
Group | I can trust the watch, as a body (Trust) | The watch does a good job (Good job) | The watch is fair (Fair)
Result for all | 60% | 50% | 55%
Aged 16-24 | -6% | 3% | -2%
Aged 25-64 | 1% | -4% | 1%
Aged 65 and over | 5% | 1% | 1%

More trust, differences in satisfaction, percentage point gap from the result for all
Group | Overall satisfaction, all groups of callers
Result for all | 70%
Aged 16-24 | 2%
Aged 25-64 | -9%
Aged 65 and over | 7%

Money

Reserves (£m)
Reserve | 2023/24 Opening balance | 2023/24 Closing balance
Officer posts | 23.1 | 25.1
Vehicles | 3.0 | 2.0
"""


def test_what_stands_over_a_sisters_column_is_asked_for_there() -> None:
    answer = ask(scope_of(MOODS), "Which group trusts the watch least?")
    assert answer.route is Route.CALCULATION
    assert cells(answer)[0].startswith("Aged 16-24 / I can trust")


def test_a_distance_from_all_does_not_say_what_moved() -> None:
    assert ask(scope_of(MOODS), "Has trust fallen among those aged 16-24?").route is not Route.CALCULATION


def test_money_does_not_say_how_many_there_are() -> None:
    assert figures(ask(scope_of(MOODS), "Are there more officers than at the start of the year?")) == []


PAY = """Office for Lanterns annual report 2023/24

Spending

Spending by line (£m)
Line | Outturn
Lantern office pay | 20.0
Wick staff pay | 10.0
Total pay | 30.0
Oil | 10.0
Total gross expenditure | 40.0
"""


def test_the_reports_own_name_explains_no_word_as_well_as_a_row_that_says_it() -> None:
    answer = ask(scope_of(PAY), "What share of total expenditure went on lantern office pay?")
    assert "50.0 percent" in figures(answer)
