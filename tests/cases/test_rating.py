"""The visitor's word closes or sends back; once a reply; somebody who had no part looks at it (T20–T24, YT-22, X-15, R15)."""

import pytest
from flask import Flask
from sqlalchemy import select

from portal.cases import acceptance, care, rating, referral, reviewers, timeline
from portal.cases.case import Case, Channel, Outcome, State
from portal.cases.rating import Rating, Result, Solved
from portal.foundation import clock
from portal.foundation.database import db
from portal.foundation.refusal import Moved, NotAllowed, Refused
from portal.foundation.unit_of_work import unit_of_work
from portal.network.actor import Actor
from tests.cast import Cast
from tests.together import at_once


def rate(cast: Cast, case: Case, by: Actor | None = None, **more: object) -> Rating:
    given = {"result": Result.SATISFIED, "solved": Solved.YES, "understood": True, "channel": Channel.KIOSK} | more
    with unit_of_work():
        return rating.rate(case, by=by or cast.visitor(case), **given)  # type: ignore[arg-type]


def in_review(cast: Cast) -> Case:
    """Dissatisfied twice."""
    case = cast.delivered()
    cast.rate(case, Result.DISSATISFIED, Solved.NO)
    again(cast, case)
    return case


def again(cast: Cast, case: Case, result: Result = Result.DISSATISFIED) -> None:
    cast.reply(case)
    cast.pass_on(case)
    cast.tell(case)
    cast.rate(case, result)


def decide(cast: Cast, case: Case, upheld: bool, by: str = "director") -> None:
    with unit_of_work():
        rating.decide_review(case, upheld=upheld, reason="查阅全卷并实地查看。", by=cast.actor(by))


@pytest.mark.parametrize("result", list(Result))
@pytest.mark.parametrize("solved", list(Solved))
def test_what_each_word_does(cast: Cast, result: Result, solved: Solved) -> None:
    """Acceptance test 14: dissatisfied or not solved goes back into the loop, all else closes."""
    case = cast.delivered()
    rate(cast, case, result=result, solved=solved)
    back = result is Result.DISSATISFIED or solved is Solved.NO
    assert (case.state, case.round, case.next_clock) == (
        (State.REHANDLE, 2, "rehandle") if back else (State.CLOSED, 1, "publish"))
    outcome = {Solved.YES: Outcome.SOLVED, Solved.PARTLY: Outcome.PARTLY, Solved.CANNOT_TELL: Outcome.SOLVED}
    assert case.outcome == (None if back else outcome[solved])


@pytest.mark.parametrize(("claim", "solved", "outcome"), [
    (Outcome.MEDIATED, Solved.YES, Outcome.MEDIATED), (Outcome.EXPLAINED, Solved.YES, Outcome.SOLVED),
    (Outcome.EXPLAINED, Solved.CANNOT_TELL, Outcome.EXPLAINED), (Outcome.SOLVED, Solved.PARTLY, Outcome.PARTLY)])
def test_the_outcome_is_the_visitors_word(cast: Cast, claim: Outcome, solved: Solved, outcome: Outcome) -> None:
    case = cast.handling()
    cast.reply(case, claim=claim)
    cast.pass_on(case)
    cast.tell(case)
    cast.rate(case, solved=solved)
    assert (case.claim, case.outcome) == (claim, outcome)


def test_a_reply_is_rated_once(cast: Cast) -> None:
    case = cast.closed()
    with pytest.raises(Moved, match="rate_not_now"):
        cast.rate(case)
    assert len(rating.of_case(case)) == 1


def test_eight_ratings_at_once_store_one(empty_app: Flask) -> None:
    """R15."""
    with empty_app.app_context():
        case_id = Cast().delivered().id

    def once() -> Result:
        with unit_of_work():
            case = db.session.get_one(Case, case_id)
            return rating.rate(case, result=Result.DISSATISFIED, solved=Solved.NO, understood=True, channel=Channel.ONLINE,
                               by=Cast().visitor(case)).result

    came = at_once(empty_app, [once] * 8)
    assert sorted(type(each).__name__ for each in came) == ["Moved"] * 7 + ["Result"]
    with empty_app.app_context():
        assert len(list(db.session.scalars(select(Rating)))) == 1
        assert db.session.get_one(Case, case_id).round == 2


@pytest.mark.parametrize("login", ["rep", "officer", "head", "director", "office", "member", "volunteer", "liaison-s02"])
def test_who_may_not_speak_for_the_visitor(cast: Cast, login: str) -> None:
    case = cast.delivered()
    for result in (Result.SATISFIED, Result.DISSATISFIED):
        with pytest.raises(NotAllowed):
            rate(cast, case, by=cast.actor(login), result=result)


@pytest.mark.parametrize("login", ["liaison", "clerk"])
@pytest.mark.parametrize("result", [Result.SATISFIED, Result.DISSATISFIED])
def test_the_desk_enters_a_word_given_on_paper(cast: Cast, login: str, result: Result) -> None:
    case = cast.delivered()
    assert rate(cast, case, by=cast.actor(login), result=result, channel=Channel.STATION).person_id == cast.person(login).id


def test_the_code_of_another_case_rates_nothing(cast: Cast) -> None:
    case, other = cast.delivered(), cast.delivered()
    with pytest.raises(NotAllowed):
        rate(cast, case, by=cast.visitor(other))


@pytest.mark.parametrize(("more", "key"), [({"reception": 0}, "reception_range"), ({"reception": 6}, "reception_range"),
                                           ({"words": "x" * 501}, "text_long")])
def test_bounds(cast: Cast, more: dict[str, object], key: str) -> None:
    case = cast.delivered()
    with pytest.raises(Refused, match=key):
        rate(cast, case, **more)
    assert case.state is State.DELIVERED and rating.of_case(case) == []


def test_dissatisfied_twice_is_reviewed_by_somebody_who_had_no_part(cast: Cast) -> None:
    case = in_review(cast)
    assert (case.state, case.next_clock) == (State.REVIEW, "second_review")
    with unit_of_work():
        care.hand_over(case, reason="换人", owner_id=cast.person("liaison").id, by=cast.actor("director"))
    with pytest.raises(Refused, match="reviewer_involved"):
        decide(cast, case, True)
    decide(cast, case, True, by="office")
    assert (case.state, case.round, case.claim) == (State.REHANDLE, 3, None)


def test_t24_where_everybody_had_a_part_those_who_only_watched_over_it_decide(cast: Cast) -> None:
    """No dead end: director and office both had a part. The story says so, and whoever handled it still may not."""
    case = cast.referred()
    with unit_of_work():
        referral.ask_return(case, reason="不归我办。", proposed_unit_id=None, by=cast.actor("officer"))
    with unit_of_work():
        referral.decide_return(case, to=None, decision="由你办。", by=cast.actor("director"))
    with unit_of_work():
        referral.acknowledge(case, by=cast.actor("officer"))
    cast.reply(case)
    cast.pass_on(case)
    cast.tell(case)
    cast.rate(case, Result.DISSATISFIED, Solved.NO)
    assert [one.login for one in reviewers.of_case(case, clock.today())] == ["office"]
    with unit_of_work():
        care.hand_over(case, reason="换人。", owner_id=cast.person("liaison").id, by=cast.actor("office"))
    again(cast, case)
    assert {one.login for one in reviewers.of_case(case, clock.today())} == {"director", "office"}
    for login in ("liaison", "rep", "admin", "steering"):
        with pytest.raises((Refused, NotAllowed)):
            decide(cast, case, False, by=login)
    decide(cast, case, False)
    assert case.state is State.CLOSED and timeline.story(case)[-1].facts == {"upheld": False, "had_part": True}


def test_not_upheld_closes_and_stays_dissatisfied(cast: Cast) -> None:
    case = in_review(cast)
    decide(cast, case, False)
    assert (case.state, case.outcome) == (State.CLOSED, Outcome.SOLVED)
    assert [row.result for row in rating.of_case(case)] == [Result.DISSATISFIED] * 2
    review = rating.review_of(case)
    assert review is not None and not review.upheld


def test_the_third_round_is_the_last(cast: Cast) -> None:
    case = in_review(cast)
    decide(cast, case, True, by="office")
    again(cast, case)
    assert (case.state, case.round) == (State.REVIEW, 3)
    with pytest.raises(Refused, match="review_last"):
        decide(cast, case, True)
    decide(cast, case, False)
    assert case.state is State.CLOSED


def test_satisfied_after_a_second_round_closes(cast: Cast) -> None:
    case = cast.delivered()
    cast.rate(case, Result.DISSATISFIED)
    again(cast, case, Result.FAIRLY)
    assert (case.state, case.round, len(rating.of_case(case))) == (State.CLOSED, 2, 2)


def test_t24_whoever_decided_owns_or_stands_for_it_had_a_part(cast: Cast) -> None:
    """Without an entry of their own: a decision the liaison recorded for them, an opinion, a case they own."""
    case = cast.referred()
    director, deputy, office = (cast.person(login).id for login in ("director", "rep-2", "office"))
    assert reviewers.involved(case).isdisjoint({director, deputy, office})
    with unit_of_work():
        case.owner_id, case.agent_id = director, deputy
    assert {director, deputy} <= reviewers.involved(case)
    other = cast.register().case
    with unit_of_work():
        acceptance.refuse(other, reason=acceptance.Exclusion.PETITION, body="信访局", since="2025年", explanation="已在办理",
                          decided_by_id=deputy, by=cast.actor("liaison"))
    assert deputy in reviewers.involved(other)
