"""The loop told by its verbs, once from the first word to the board."""

from portal.cases import board, invariants, rating, timeline
from portal.cases.case import PublicState, State
from portal.foundation.unit_of_work import unit_of_work
from tests.cast import WORDS, Cast


def test_from_the_first_word_to_the_board(cast: Cast) -> None:
    """HB-48, HB-50, HB-51, YT-22, SD-41: registered, referred, answered, told, rated, published; no rule broken on the way."""
    case = cast.closed()
    with unit_of_work():
        cast.put_up(case)
    (shown,) = board.newest(board.Filter(words="路燈")).rows
    assert (shown.words, shown.number, case.public_state) == (WORDS, case.number, PublicState.PUBLISHED)
    moves = [event.move for event in timeline.story(case) if event.move]
    assert moves == ["T2", "T9", "T11", "T12", "T16", "T18", "T19", "T20"]
    assert invariants.broken() == []


def test_dissatisfied_goes_back_into_the_loop(cast: Cast) -> None:
    """Acceptance test 14, YT-22: it does not close; a second time somebody who had no part reviews it."""
    case = cast.delivered()
    cast.rate(case, rating.Result.DISSATISFIED, rating.Solved.NO)
    assert (case.state, case.round, case.closed_at) == (State.REHANDLE, 2, None)
    cast.reply(case)
    cast.pass_on(case)
    cast.tell(case)
    cast.rate(case, rating.Result.DISSATISFIED, rating.Solved.NO)
    assert case.state is State.REVIEW
    with unit_of_work():
        rating.decide_review(case, upheld=False, reason="已依法办到位。", by=cast.actor("director"))
    assert (case.state, case.public_state) == (State.CLOSED, PublicState.WAITING)
    assert invariants.broken() == []
