from __future__ import annotations

from assistant.answers.prose_answers import ProseAnswers
from assistant.prose.picking import Quote
from assistant.questions.conversation import take_turn
from assistant.questions.question import read_question
from corpus.sentences import sentences
from tests.small import document_of, scope_of


def test_a_quote_speaks_of_what_is_asked() -> None:
    text = "Widget report 2023/24\n\nMoney\n\nReserves stood at £14m, down from £16m.\n\nLoans fell to £3m, from £5m.\n"
    answers = ProseAnswers(scope_of(text))
    found = sentences(document_of(text))
    turn = take_turn(read_question("By how much have the loans gone down?"), None, answers.scope)
    told = [
        answers.worked_or_told(turn, [Quote(main=s, sentences=(s,))], ())
        for start in ("Reserves", "Loans")
        for s in found
        if s.text.startswith(start)
    ]
    assert told == [False, True]
