"""How somebody was received, said alone: from the first day on, by the visitor or at the desk, once, moving nothing (T3, practice.md §2.6, §4.3)."""

import pytest
from flask import Flask
from sqlalchemy import select

from portal.cases import acceptance, board, care, invariants, rating, reception_rating, timeline
from portal.cases.case import Case, Channel
from portal.cases.intake import Consent
from portal.cases.rating import Result, Solved
from portal.cases.reception_rating import ReceptionRating
from portal.foundation.database import db
from portal.foundation.refusal import Moved, NotAllowed, Refused
from portal.foundation.unit_of_work import unit_of_work
from portal.network.actor import Actor
from tests.cast import Cast
from tests.together import at_once


def say(cast: Cast, case: Case, reception: int = 4, by: Actor | None = None, channel: Channel = Channel.KIOSK) -> ReceptionRating:
    with unit_of_work():
        return reception_rating.rate(case, reception=reception, channel=channel, by=by or cast.visitor(case))


def refused(cast: Cast) -> Case:
    case = cast.register().case
    with unit_of_work():
        acceptance.refuse(case, reason=acceptance.Exclusion.PETITION, body="信访局", since="2025年", explanation="已在办理",
                          decided_by_id=cast.person("rep").id, by=cast.actor("liaison"))
    return case


def listened(cast: Cast) -> Case:
    case = cast.register().case
    with unit_of_work():
        acceptance.listen(case, note="坐坐。", by=cast.actor("rep"))
    return case


def withdrawn(cast: Cast) -> Case:
    case = cast.handling()
    with unit_of_work():
        care.withdraw(case, own_will=True, by=cast.visitor(case))
    return case


def merged(cast: Cast) -> Case:
    lead, case = cast.handling(), cast.register().case
    with unit_of_work():
        care.merge(case, into=lead, told=True, by=cast.actor("liaison"))
    return case


STEPS = {"register": lambda cast: cast.register().case, "handling": Cast.handling, "replied": Cast.replied, "refused": refused,
         "listened": listened, "withdrawn": withdrawn, "merged": merged}


@pytest.mark.parametrize("step", STEPS)
def test_it_can_be_said_at_every_step_and_moves_nothing(cast: Cast, step: str) -> None:
    """State, clocks, round and publication stay as they are; the story tells the visitor that they said it."""
    case = STEPS[step](cast)
    before = (case.state, case.next_on, case.next_clock, case.round, case.public_state, case.outcome)
    say(cast, case, 3)
    assert (case.state, case.next_on, case.next_clock, case.round, case.public_state, case.outcome) == before
    told = timeline.story(case, for_visitor=True)[-1]
    assert (told.act, told.facts) == ("reception.rate", {"reception": 3})
    assert rating.of_case(case) == [] and invariants.broken() == []


@pytest.mark.parametrize("login", ["liaison", "clerk"])
def test_the_desk_enters_it_and_it_stands_who_did(cast: Cast, login: str) -> None:
    case = cast.register().case
    row = say(cast, case, 5, by=cast.actor(login), channel=Channel.STATION)
    assert (row.person_id, row.channel, timeline.story(case)[-1].person_id) == (cast.person(login).id, Channel.STATION, cast.person(login).id)


@pytest.mark.parametrize("login", ["rep", "officer", "head", "director", "office", "member", "volunteer", "liaison-s02"])
def test_nobody_else_says_it_for_the_visitor(cast: Cast, login: str) -> None:
    """HB-47: nor do those who received them."""
    case = cast.handling()
    with pytest.raises(NotAllowed):
        say(cast, case, by=cast.actor(login))


def test_with_the_code_of_another_matter_nothing_is_said(cast: Cast) -> None:
    case, other = cast.register().case, cast.register().case
    with pytest.raises(NotAllowed):
        say(cast, case, by=cast.visitor(other))


@pytest.mark.parametrize("reception", [0, 6])
def test_five_is_best_and_one_the_least(cast: Cast, reception: int) -> None:
    case = cast.register().case
    with pytest.raises(Refused, match="reception_range"):
        say(cast, case, reception)
    assert reception_rating.is_open(case)


def test_r15_said_once_it_stands(cast: Cast) -> None:
    """Alone, and beside an answer: a second word on the reception alone is refused and the first one stays."""
    case, rated = cast.register().case, cast.closed()
    say(cast, case, 2)
    for one in (case, rated):
        with pytest.raises(Moved, match="reception_said"):
            say(cast, one, 5)
    assert reception_rating.of_case(case).reception == 2 and reception_rating.of_case(rated) is None  # type: ignore[union-attr]


def test_r15_eight_at_once_say_it_once(empty_app: Flask) -> None:
    with empty_app.app_context():
        case_id = Cast().register().case.id

    def once() -> int:
        with unit_of_work():
            case = db.session.get_one(Case, case_id)
            return reception_rating.rate(case, reception=5, channel=Channel.ONLINE, by=Cast().visitor(case)).reception

    came = at_once(empty_app, [once] * 8)
    assert sorted(type(each).__name__ for each in came) == ["Moved"] * 7 + ["int"]
    with empty_app.app_context():
        assert len(list(db.session.scalars(select(ReceptionRating)))) == 1


def test_the_answer_can_still_be_rated_and_the_board_shows_both(cast: Cast) -> None:
    """§4.3, reception is not result: the board shows the word beside the rating, and without a rating says "not rated"."""
    case = cast.handling(consent=Consent(publish_result=True))
    say(cast, case, 2)
    cast.reply(case)
    cast.pass_on(case)
    cast.tell(case)
    with unit_of_work():
        rating.rate(case, result=Result.SATISFIED, solved=Solved.YES, understood=True, channel=Channel.KIOSK, by=cast.visitor(case))
    with unit_of_work():
        row = cast.put_up(case)
    assert (row.rating["result"], row.rating["reception"]) == ("satisfied", 2)


@pytest.mark.parametrize("first", [True, False])
def test_sg01_alone_it_never_makes_an_unrated_result_a_rated_one(cast: Cast, first: bool) -> None:
    """Invariant 6, whether it was said before or after the result was put up."""
    case = cast.register(consent=Consent(publish_result=True)).case
    with unit_of_work():
        acceptance.answer(case, text="上午九点开门。", answered_by="甲", by=cast.actor("liaison"))
    if first:
        say(cast, case, 5)
    with unit_of_work():
        cast.put_up(case)
    if not first:
        say(cast, case, 5)
    row = board.one(case.number)
    assert row.rating == {} and board.stage_of(row) == 5 and invariants.broken() == []


def test_said_after_the_result_was_put_up_it_stands_there_beside_the_rating(cast: Cast) -> None:
    case = cast.delivered(consent=Consent(publish_result=True))
    with unit_of_work():
        rating.rate(case, result=Result.FAIRLY, solved=Solved.YES, understood=True, channel=Channel.KIOSK, by=cast.visitor(case))
    with unit_of_work():
        first = cast.put_up(case)
    say(cast, case, 1)
    row = board.one(case.number)
    assert (row.rating, row.published_at) == (first.rating | {"reception": 1}, first.published_at)
    assert invariants.broken() == []
