"""Two editions of one report in a library: which of them answers, and what is said of the other."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest

from assistant.answers.answer import Answer, Route, Verdict
from assistant.answers.answering import Answerer
from assistant.briefs.brief import Brief
from assistant.drafts.draft import Mark
from assistant.drafts.reading import read_pasted
from assistant.libraries.editions import find_editions
from assistant.libraries.library import Library
from assistant.service import Assistant
from tests.samples import WordEmbedder

pytestmark = pytest.mark.usefixtures("read_here")

Q1 = """Widget Association

Quarterly performance report, Q1 2024/25

Sales

Widgets sold by region
Region\tQ4 2023/24\tQ1 2024/25
Northfield\t1,204\t1,310
Southport\t905\t869
Total\t2,109\t2,179

Complaints

Complaints received, by kind
Kind\tQ4 2023/24\tQ1 2024/25
Late delivery\t240\t192
Wrong colour\t50\t60
"""

# Northfield is revised, complaints are no longer printed, and the table goes on.
Q2 = """Widget Association

Quarterly performance report, Q2 2024/25

Sales

Widgets sold by region
Region\tQ1 2024/25\tQ2 2024/25
Northfield\t1,298\t1,355
Southport\t869\t901
Total\t2,167\t2,256

Refunds

Refunds paid, by kind
Kind\tQ1 2024/25\tQ2 2024/25
In money\t31\t29
In goods\t12\t15
"""

GARDENS = """Garden Society

Annual report 2023/24

Trees

Trees planted by park
Park\t2022/23\t2023/24
Elm Park\t310\t290
Oak Park\t120\t155
"""

OLDER = "The library also holds an older edition, Quarterly performance report, Q1 2024/25."


@pytest.fixture(scope="module")
def editions(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Assistant]:
    folder = tmp_path_factory.mktemp("editions")
    for name, text in (("widgets-1", Q1), ("widgets-2", Q2), ("gardens", GARDENS)):
        (folder / f"{name}.txt").write_text(text, encoding="utf-8")
    with Library.open(folder / "library", create=True, embedder=WordEmbedder()) as library:
        assert all(o.added for o in library.add_all(sorted(folder.glob("*.txt"))))
        yield Assistant(library)


def cited(answer: Answer) -> list[str]:
    return [citation.document for citation in answer.citations]


def test_the_editions_are_known_and_stand_beside_one_another(editions: Assistant) -> None:
    (series,) = find_editions(editions.library.documents()).series
    assert [info.id for info in series] == ["widgets-2", "widgets-1"]


def test_three_editions_are_one_series_and_two_of_one_age_are_none(editions: Assistant) -> None:
    first = next(info for info in editions.library.documents() if info.id == "widgets-1")
    infos = [
        replace(first, id=period, period=period, title="Borset report") for period in ("2022/23", "2024/25", "2023/24")
    ]
    found = find_editions([*infos, replace(first, id="other", title="Ambridge report", period="2020/21")])
    assert [[info.id for info in series] for series in found.series] == [["2024/25", "2023/24", "2022/23"]]
    assert found.current == {"2024/25", "other"}
    assert [info.id for info in found.older("2024/25")] == ["2023/24", "2022/23"]
    twin = replace(infos[1], id="twin")
    assert find_editions([infos[1], twin]).series == ()


def test_without_a_period_the_newest_answers_and_the_older_is_told_of(editions: Assistant) -> None:
    answer = editions.ask("How many widgets were sold in Southport?")
    assert (answer.route, cited(answer)) == (Route.CALCULATION, ["widgets-2"])
    assert "901" in answer.text
    assert OLDER in answer.warnings


def test_a_period_that_both_print_alike_is_answered_from_the_newest(editions: Assistant) -> None:
    answer = editions.ask("How many widgets were sold in Southport in Q1 2024/25?")
    assert cited(answer) == ["widgets-2"]
    assert "869" in answer.text
    assert "disagree" not in answer.text


def test_a_figure_that_was_revised_goes_first_and_the_text_says_that_they_disagree(editions: Assistant) -> None:
    answer = editions.ask("How many widgets were sold in Northfield in Q1 2024/25?")
    assert cited(answer) == ["widgets-2", "widgets-1"]
    assert answer.text.index("1,298") < answer.text.index("1,310")
    assert answer.text.endswith(
        "The editions disagree on Northfield, Q1 2024/25: the older one, "
        "Quarterly performance report, Q1 2024/25, printed 1,310 [2]."
    )
    assert [(f.value, f.citation) for f in answer.figures] == [(1298, 1), (1310, 2)]


def test_a_change_from_a_figure_that_was_revised_says_so(editions: Assistant) -> None:
    answer = editions.ask("By how much did widgets sold in Northfield change between Q1 2024/25 and Q2 2024/25?")
    assert answer.text.startswith("Northfield rose by 57, from 1,298")
    assert "The editions disagree on Northfield, Q1 2024/25" in answer.text


def test_a_comparison_of_periods_that_no_edition_prints_together_is_not_made_of_one(editions: Assistant) -> None:
    answer = editions.ask("By how much did sales in Northfield change between Q4 2023/24 and Q2 2024/25?")
    assert "1,204" not in answer.text


def test_a_period_that_only_the_older_covers_is_answered_from_it_and_it_is_said(editions: Assistant) -> None:
    answer = editions.ask("How many widgets were sold in Southport in Q4 2023/24?")
    assert (answer.route, cited(answer)) == (Route.CALCULATION, ["widgets-1"])
    assert "905" in answer.text
    assert (
        "Taken from an older edition, Quarterly performance report, Q1 2024/25; "
        "the newest is Quarterly performance report, Q2 2024/25." in answer.warnings
    )


def test_what_only_the_older_prints_needs_its_period_named(editions: Assistant) -> None:
    named = editions.ask("How many complaints about late delivery were received in Q1 2024/25?")
    assert (named.route, cited(named)) == (Route.CALCULATION, ["widgets-1"])
    assert "192" in named.text
    unnamed = editions.ask("How many complaints about late delivery were received?")
    assert "192" not in unnamed.text


def test_a_period_that_no_edition_covers_is_refused(editions: Assistant) -> None:
    answer = editions.ask("How many widgets were sold in Southport in Q4 2019/20?")
    assert answer.route is Route.REFUSAL


def test_a_follow_up_stays_with_the_edition_that_the_period_is_of(editions: Assistant) -> None:
    answer = editions.ask("And in Northfield?", ["How many widgets were sold in Southport in Q4 2023/24?"])
    assert cited(answer) == ["widgets-1"]
    assert "1,204" in answer.text


def test_the_edition_that_the_user_chose_answers_and_the_newest_is_told_of(editions: Assistant) -> None:
    answer = editions.ask("How many widgets were sold in Southport?", documents=frozenset({"widgets-1"}))
    assert cited(answer) == ["widgets-1"]
    assert "869" in answer.text
    assert any(warning.startswith("Taken from an older edition") for warning in answer.warnings)


def test_other_reports_answer_as_ever(editions: Assistant) -> None:
    answer = editions.ask("How many trees were planted in Elm Park?")
    assert (cited(answer), answer.warnings) == (["gardens"], ())


@pytest.mark.parametrize(
    ("claim", "verdict", "document"),
    [
        ("901 widgets were sold in Southport in Q2 2024/25.", Verdict.SUPPORTED, "widgets-2"),
        ("905 widgets were sold in Southport in Q4 2023/24.", Verdict.SUPPORTED, "widgets-1"),
        ("1,310 widgets were sold in Northfield in Q1 2024/25.", Verdict.CONTRADICTED, "widgets-2"),
    ],
)
def test_a_claim_is_held_against_the_newest_that_covers_it(
    editions: Assistant, claim: str, verdict: Verdict, document: str
) -> None:
    answer = editions.check(claim)
    assert (answer.verdict, cited(answer)[0]) == (verdict, document)


def test_a_claim_that_repeats_a_figure_since_revised_is_told_where_it_stands(editions: Assistant) -> None:
    answer = editions.check("1,310 widgets were sold in Northfield in Q1 2024/25.")
    assert "1,310" in answer.text
    assert any("disagree" in said for said in (answer.text, *answer.warnings))


# --- what the user sets ----------------------------------------------------------------------------------------------

NO_PERIOD = """Widget Association report

Sales

Widgets sold by region
Region\tQ4 2023/24\tQ1 2024/25\tQ2 2024/25
Northfield\t1,204\t1,310\t1,355
"""


def test_the_period_that_is_set_decides_what_last_quarter_means(tmp_path: Path) -> None:
    (tmp_path / "widgets.txt").write_text(NO_PERIOD, encoding="utf-8")
    with Library.open(tmp_path / "library", create=True, embedder=WordEmbedder()) as library:
        library.add(tmp_path / "widgets.txt")
        assistant = Assistant(library)
        for period, figure in (("Q2 2024/25", "1,310"), ("Q1 2024/25", "1,204")):
            library.correct("widgets", {"period": period})
            assert figure in assistant.ask("How many widgets were sold in Northfield in the previous quarter?").text


def test_the_period_that_is_set_decides_which_edition_is_the_newest(tmp_path: Path) -> None:
    for name, text in (("one", Q1), ("two", Q2)):
        bare = text.replace("Quarterly performance report, Q1 2024/25", "Quarterly performance report")
        bare = bare.replace("Quarterly performance report, Q2 2024/25", "Quarterly performance report")
        (tmp_path / f"{name}.txt").write_text(bare, encoding="utf-8")
    with Library.open(tmp_path / "library", create=True, embedder=WordEmbedder()) as library:
        list(library.add_all(sorted(tmp_path.glob("*.txt"))))
        assistant = Assistant(library)
        assert find_editions(library.documents()).series == ()
        library.correct("one", {"period": "Q1 2024/25"})
        library.correct("two", {"period": "Q2 2024/25"})
        answer = assistant.ask("How many widgets were sold in Southport?")
        assert cited(answer) == ["two"]
        library.correct("one", {"period": "Q3 2024/25"})
        assert cited(assistant.ask("How many widgets were sold in Southport?"))[0] == "one"


def test_an_operand_that_the_text_does_not_state_is_warned_of(editions: Assistant) -> None:
    asked = "How many widgets were sold in Northfield in Q1 2024/25?"
    shelf = editions.shelf()
    answer = shelf.answer([asked], lambda scope: replace(Answerer(scope).answer(asked), figures=()))
    assert "disagree" not in answer.text
    assert (
        "The editions disagree on Northfield, Q1 2024/25: Quarterly performance report, Q1 2024/25 printed 1,310, "
        "Quarterly performance report, Q2 2024/25 1,298." in answer.warnings
    )


def test_a_briefing_is_of_the_newest_edition_and_says_so(editions: Assistant) -> None:
    brief = editions.brief("Southport")
    assert isinstance(brief, Brief)
    assert {citation.document for citation in brief.citations} == {"widgets-2"}
    assert "The library also holds an older edition, Quarterly performance report, Q1 2024/25." in brief.caveats
    chosen = editions.brief("Southport", frozenset({"widgets-1"}))
    assert isinstance(chosen, Brief)
    assert any(caveat.startswith("Taken from an older edition") for caveat in chosen.caveats)


def test_a_draft_is_held_against_the_newest_edition_and_says_so(editions: Assistant) -> None:
    check = editions.check_draft(read_pasted("Southport sold 901 widgets in Q2 2024/25."))
    assert [s.mark for s in check.sentences] == [Mark.SUPPORTED]
    assert any("an older edition" in note for note in check.notes)


def test_an_audit_leaves_older_editions_out_and_says_so_unless_they_are_chosen(editions: Assistant) -> None:
    shelf = editions.shelf()
    both = frozenset({"widgets-1", "widgets-2"})
    preferred = shelf.preferred(None)
    assert preferred is not None
    assert preferred & both == {"widgets-2"}
    assert shelf.preferred(both) == both
    assert shelf.left_out() == ("Left out, since there are newer editions: Quarterly performance report, Q1 2024/25.")
    assert not [f for f in editions.audit() if f.a.document == "widgets-1" or f.b.document == "widgets-1"]
