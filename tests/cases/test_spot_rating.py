"""An answer on the spot is rated like any other, and no move leads on from it: the word stands, and the visitor raises it anew (T3, §12.2)."""

from datetime import timedelta

import pytest
from flask import Flask
from sqlalchemy import select

from portal.cases import acceptance, board, closing, desk, invariants, ledger, lifecycle, publication, rating, reception_rating, timeline
from portal.cases.case import Case, Channel, Outcome, PublicState, State
from portal.cases.intake import Consent
from portal.cases.rating import Rating, Result, Solved
from portal.foundation import clock
from portal.foundation.database import db
from portal.foundation.refusal import Moved, NotAllowed
from portal.foundation.unit_of_work import unit_of_work
from portal.network.actor import Actor
from portal.notices.notice import Kind, Notice
from tests.cast import NOW, Cast
from tests.together import at_once


def answered(cast: Cast, unit: str | None = None, **more: object) -> Case:
    """Answered in the same session, by the station or by a unit at the table."""
    case = cast.register(**more).case  # type: ignore[arg-type]
    with unit_of_work():
        acceptance.answer(case, text="上午九点开门。", answered_by="甲", of=cast.unit(unit) if unit else None, by=cast.actor("liaison"))
    return case


def rate(cast: Cast, case: Case, result: Result = Result.SATISFIED, solved: Solved = Solved.YES, by: Actor | None = None, **more: object) -> Rating:
    with unit_of_work():
        return rating.rate(case, result=result, solved=solved, understood=True, channel=Channel.KIOSK, by=by or cast.visitor(case),
                           **more)  # type: ignore[arg-type]


@pytest.mark.parametrize("unit", [None, "区水务公司"])
@pytest.mark.parametrize("result", list(Result))
@pytest.mark.parametrize("solved", list(Solved))
def test_each_word_is_kept_and_none_moves_it(cast: Cast, unit: str | None, result: Result, solved: Solved) -> None:
    """T3 ends it: no row of §12.2 starts from "answered", so dissatisfied changes no state, no clock and no outcome, and says so."""
    case = answered(cast, unit)
    clocks = (case.next_clock, case.next_on)
    row = rate(cast, case, result, solved, reception=3)
    assert (case.state, case.round, case.outcome) == (State.ANSWERED, 1, Outcome.ANSWERED) and (case.next_clock, case.next_on) == clocks
    assert (row.result, row.solved, row.reception, (row.reply_id is None) is (unit is None)) == (result, solved, 3, True)
    assert rating.is_unsettled(case) is (result is Result.DISSATISFIED or solved is Solved.NO)
    told = timeline.story(case, for_visitor=True)[-1]
    assert (told.act, told.move, told.facts["result"]) == ("rating.give", None, result.value)
    assert invariants.broken() == []


def test_no_move_but_a_hand_over_starts_there() -> None:
    """What the page tells the visitor is what the table of moves says."""
    assert {number for number, row in lifecycle.MOVES.items() if State.ANSWERED in row.sources} == {"T27"}


def test_r15_it_is_rated_once(cast: Cast) -> None:
    case = answered(cast)
    rate(cast, case)
    with pytest.raises(Moved, match="rated_already"):
        rate(cast, case, Result.DISSATISFIED)
    assert [row.result for row in rating.of_case(case)] == [Result.SATISFIED]


def test_r15_eight_at_once_store_one(empty_app: Flask) -> None:
    with empty_app.app_context():
        case_id = answered(Cast()).id

    def once() -> Result:
        with unit_of_work():
            case = db.session.get_one(Case, case_id)
            return rating.rate(case, result=Result.FAIRLY, solved=Solved.YES, understood=True, channel=Channel.ONLINE, by=Cast().visitor(case)).result

    came = at_once(empty_app, [once] * 8)
    assert sorted(type(each).__name__ for each in came) == ["Moved"] * 7 + ["Result"]
    with empty_app.app_context():
        assert len(list(db.session.scalars(select(Rating)))) == 1


@pytest.mark.parametrize("login", ["rep", "officer-2", "director", "office", "volunteer", "liaison-s02"])
def test_who_may_not_speak_for_the_visitor(cast: Cast, login: str) -> None:
    case = answered(cast)
    with pytest.raises(NotAllowed):
        rate(cast, case, by=cast.actor(login))


def test_the_desk_enters_what_was_said_there(cast: Cast) -> None:
    case = answered(cast)
    assert rate(cast, case, by=cast.actor("clerk")).person_id == cast.person("clerk").id


@pytest.mark.parametrize("first", [True, False])
def test_sg01_the_board_shows_it_dissatisfied_too_whenever_it_came(cast: Cast, first: bool) -> None:
    """Published at once, it may be rated later: then the same result stands there with its rating and with the day it had."""
    case = answered(cast, consent=Consent(publish_result=True, publish_words=True))
    if first:
        rate(cast, case, Result.DISSATISFIED, Solved.NO, words="没说清。", publish_words=True)
    with unit_of_work():
        published = cast.put_up(case).published_at
    if not first:
        assert board.stage_of(board.one(case.number)) == 5
        rate(cast, case, Result.DISSATISFIED, Solved.NO, words="没说清。", publish_words=True)
    row = board.one(case.number)
    assert (row.rating["result"], row.rating["solved"], "words" in row.rating) == ("dissatisfied", "no", first), "of later words nobody saw whether they name somebody"
    assert (case.public_state is PublicState.WAITING, case.next_clock) == (not first, None if first else "publish")
    assert (row.published_at, board.stage_of(row), board.published_count()) == (published, 4, 1)
    assert invariants.broken() == []


@pytest.mark.parametrize("released", [True, False])
def test_section_6_4_words_that_come_later_stand_there_once_somebody_looked(cast: Cast, released: bool) -> None:
    """The liaison has them on the day and makes them ready like the rest, the director lets them stand there too or not; the result never leaves
    the board, has the day it had, and each way of it is in the story and in the ledger. What is kept back does not come again."""
    case = answered(cast, consent=Consent(publish_result=True, publish_words=True))
    with unit_of_work():
        day = cast.put_up(case).published_at
    clock.freeze(NOW + timedelta(days=2))
    rate(cast, case, words="讲得清楚。", publish_words=True)
    director = cast.actor("director")
    assert (desk.today(cast.actor("liaison")), "words" in board.one(case.number).rating, ledger.size()) == ([case], False, 3)
    assert publication.projection(case, director).rating["words"] == "讲得清楚。"
    with unit_of_work():
        if released:
            cast.put_up(case)
        else:
            publication.decline(case, reason=closing.NotPublishedReason.SECRET, by=director)
    with unit_of_work():
        reception_rating.rate(case, reception=5, channel=Channel.KIOSK, by=cast.visitor(case))
    row = board.one(case.number)
    assert (row.rating.get("words"), row.published_at, row.rating["reception"]) == ("讲得清楚。" if released else None, day, 5)
    assert (case.public_state, case.next_on, desk.today(director), closing.counts()) == (PublicState.PUBLISHED, None, [], {})
    decided = [event.facts["published"] for event in timeline.story(case) if event.act == "publication.decide"]
    assert decided == [True, released] and ledger.size() == (5 if released else 4) and invariants.broken() == []


@pytest.mark.parametrize("more", [{"words": "讲得清楚。"}, {"publish_words": True}])
def test_words_that_may_not_stand_there_wait_for_nobody(cast: Cast, more: dict[str, object]) -> None:
    case = answered(cast, consent=Consent(publish_result=True))
    with unit_of_work():
        cast.put_up(case)
    rate(cast, case, **more)
    assert (case.public_state, desk.today(cast.actor("liaison")), desk.today(cast.actor("director"))) == (PublicState.PUBLISHED, [], [])


def test_who_answered_for_it_is_told_that_it_settled_nothing(cast: Cast) -> None:
    """§9.1: the representative and the owner hear of it, without a word of content; of a good word nobody need."""
    good, bad = answered(cast), answered(cast)
    rate(cast, good)
    rate(cast, bad, Result.DISSATISFIED, Solved.NO)
    told = db.session.scalars(select(Notice).where(Notice.kind == Kind.UNSETTLED)).all()
    assert {(row.case_id, row.person_id) for row in told} == {(bad.id, cast.person("rep").id), (bad.id, cast.person("liaison").id)}


def test_before_and_beside_it_nothing_else_changed(cast: Cast) -> None:
    """What is not told is not rated; what is answered waits for publication as before."""
    case, other = cast.register().case, answered(cast, consent=Consent(publish_result=True))
    with pytest.raises(Moved, match="rate_not_now"):
        rate(cast, case)
    rate(cast, other, Result.DISSATISFIED)
    assert (other.next_clock, closing.counts()) == ("publish", {})
