from __future__ import annotations

import pytest

from assistant.answers.answer import Verdict
from assistant.checking.counted import SoMany, counted, each_state
from assistant.checking.joined import check_claim
from assistant.questions.vague import Bound
from tests.small import scope_of

REPORT = """Kite Guild annual report 2024/25

Repairs

Table 1 Kites mended by town
Town | Mended in a week 2023/24 | Mended in a week 2024/25 | Visits 2023/24 | Visits 2024/25 | Target for visits 2024/25
Ashby | 93.1% | 92.4% | 410 | 430 | 420
Brill | 94.8% | 95.2% | 380 | 370 | 400
Carn | 90.2% | 91.0% | 290 | 300 | 310
Dell | 88.0% | 86.5% | 150 | 160 | 170
All towns | 91.5% | 91.3% | 1,230 | 1,260 | 1,300

Building

Table 2 Sheds being built
Shed | Budget (£m) | Spent to date (£m) | Forecast (£m) | Status
Hill shed | 4.0 | 3.0 | 4.4 | Red
Mill shed | 2.0 | 1.8 | 1.9 | Green
Dale shed | 1.0 | 0.2 | 1.3 | Red
Wold shed | 3.0 | 2.0 | 3.0 | Amber
"""

SPREAD = """Kite Guild annual report 2024/25

Homes

Table 1 Homes: indicators
Indicator | Target | Result | RAG
Homes built | 40 | 30 | R
Homes let | 20 | 25 | G

Streets

Table 2 Streets: indicators
Indicator | Target | Result | RAG
Streets swept | 90 | 95 | G
Lamps mended | 50 | 55 | G
"""


@pytest.mark.parametrize(
    ("claim", "verdict"),
    [
        ("Only one town got to the 95% level of kites mended in a week.", Verdict.SUPPORTED),
        ("Two towns got to the 95% level of kites mended in a week.", Verdict.CONTRADICTED),
        ("Kites mended in a week fell in two towns.", Verdict.SUPPORTED),
        ("Kites mended in a week fell in three towns.", Verdict.CONTRADICTED),
        ("All but one town had more visits than the year before.", Verdict.SUPPORTED),
        ("Every town but two had more visits than the year before.", Verdict.CONTRADICTED),
        ("Three towns missed their target for visits.", Verdict.SUPPORTED),
        ("Two towns missed their target for visits.", Verdict.CONTRADICTED),
        ("More than half of our towns missed their target for visits.", Verdict.SUPPORTED),
        ("Three of the four towns had fewer visits than their target.", Verdict.SUPPORTED),
        ("Two sheds are red and one is amber.", Verdict.SUPPORTED),
        ("Two sheds are red and two are amber.", Verdict.CONTRADICTED),
        ("No sheds are forecast to cost more than their budget.", Verdict.NOT_FOUND),
        ("Three kites got to the 95% level.", Verdict.NOT_FOUND),
    ],
)
def test_how_many_are_so_is_counted_in_the_table_that_lists_them(claim: str, verdict: Verdict) -> None:
    assert check_claim(claim, scope_of(REPORT)).verdict is verdict


@pytest.mark.parametrize(
    "claim", ["One indicator is red.", "Two indicators are green.", "Most of our indicators are green."]
)
def test_what_is_spread_over_several_tables_is_not_counted_in_one_of_them(claim: str) -> None:
    assert check_claim(claim, scope_of(SPREAD)).verdict is Verdict.NOT_FOUND


def test_a_sentence_counts_members_in_several_ways() -> None:
    one = counted("Sales rose in three of our six towns over the year.")
    assert one is not None
    assert (one.so_many, one.said) == (SoMany(n=3, m=6), "towns: Sales rose over the year")
    half = counted("Fewer than half of the towns met their target.")
    assert half is not None
    assert half.so_many == SoMany(n=None, bound=Bound.BELOW)
    assert counted("Sales rose by 5% in two years.") is None
    assert counted("Two towns fell behind and six did not.") is None
    assert SoMany(n=2, but=True).is_right(4, 6)
    assert each_state("Four plans were kept and two were not.") == ("Four plans were kept.", "Two plans were not kept.")
