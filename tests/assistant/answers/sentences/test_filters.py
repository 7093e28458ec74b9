"""The sentence for what meets a condition."""

from __future__ import annotations

from assistant.answers.sentences.filters import MOST_LISTED
from tests.small import ask, figures, scope_of


def test_of_very_many_that_meet_a_condition_some_are_named_and_the_others_counted() -> None:
    rows = "\n".join(f"Branch {chr(65 + n // 26)}{chr(97 + n % 26)} | {100 + n} | {200 + n}" for n in range(40))
    head = "Widget Association quarterly report Q4 2023/24\n\nSales\n\nWidgets sold by branch\n"
    report = f"{head}Branch | Q3 2023/24 | Q4 2023/24\n{rows}\n"
    answer = ask(scope_of(report), "Which branches sold more than 150 widgets in Q4 2023/24?")
    assert answer.text.startswith("40 of 40")
    assert f"and {40 - MOST_LISTED} more" in answer.text
    assert f"{40 - MOST_LISTED} count" in figures(answer)
