"""Four criteria, reviewers of other stations, each once; the result is computed, and ties are ties (ZK-02, ZK-03, X-21)."""

from fractions import Fraction

import pytest

from portal.awards import agreeing, award, deciding, evidence, period, scoring, shown
from portal.awards.award import Ending
from portal.awards.period import Criterion
from portal.cases import care, publication, timeline, withdrawal
from portal.cases.closing import NotPublishedReason as Why
from portal.foundation.refusal import Moved, NotAllowed, Refused
from portal.foundation.unit_of_work import unit_of_work
from portal.network import person
from portal.network.role import Role
from tests.awards import scene
from tests.cast import SEATS, SINCE, Cast

REVIEW = {"office", "steering", "director-s02", "rep-s02"}  # of a case of S01


def test_zk03_reviewers_never_score_a_case_of_their_own_station(cast: Cast) -> None:
    """Who answers for a station from above is of it too."""
    scene.start(cast)
    here = scene.agreed(cast)
    assert {login for login in SEATS if scoring.may_score(here, cast.actor(login))} == REVIEW
    with pytest.raises(NotAllowed):
        scene.score(cast, here, "rep-2", 10)
    with unit_of_work():
        person.grant(cast.person("rep-s02"), Role.MEMBER, SINCE, station_id=cast.station().id)
    assert not scoring.may_score(here, cast.actor("rep-s02"))


def test_zk03_nor_of_a_unit_that_worked_on_it(cast: Cast) -> None:
    scene.start(cast)
    row = scene.agreed(cast)
    with unit_of_work():
        person.grant(cast.person("steering"), Role.UNIT_OFFICER, SINCE, unit_id=cast.unit().id)
    assert not scoring.may_score(row, cast.actor("steering"))


def test_zk03_each_reviewer_scores_once_and_only_what_its_visitor_agreed_to(cast: Cast) -> None:
    scene.start(cast)
    case = scene.published(cast)
    row = scene.nominate(cast, case)
    with pytest.raises(Refused, match="award_not_scored_now"):
        scene.score(cast, row, "office", 9)
    scene.agree(cast, case)
    scene.score(cast, row, "office", 9)
    with pytest.raises(Refused, match="award_scored"):
        scene.score(cast, row, "office", 10)
    with pytest.raises(Refused, match="award_marks"):
        scene.score(cast, row, "steering", 11)
    assert scoring.counted([row.id]) == {row.id: 1}


def test_zk03_the_result_is_the_weighted_mean(cast: Cast) -> None:
    weights = dict(zip(Criterion, (40, 30, 20, 10), strict=True))
    of = scene.start(cast, weights=weights)
    row = scene.agreed(cast)
    for login, marks in zip(scene.JURY, ((10, 8, 6, 4), (9, 9, 9, 9), (7, 7, 8, 10)), strict=True):
        scene.score(cast, row, login, *marks)
    # by hand: (4+2.4+1.2+0.4) + 9 + (2.8+2.1+1.6+1.0) = 8 + 9 + 7.5
    assert deciding.ranking(of)[0].points == Fraction(245, 30)
    (given,) = scene.close(cast, of)
    assert (given.points, given.reviewers, given.place) == (8166, 3, 1)
    assert given.criteria == {"representative": 8666, "quality": 8000, "satisfied": 7666, "effect": 7666}


def test_zk03_a_tie_at_the_last_place_takes_all_who_share_it(cast: Cast) -> None:
    of = scene.start(cast, places=2)
    rows = [scene.scored(cast, mark) for mark in (9, 8, 8, 7)]
    assert [(one.row.id, one.place, one.shared) for one in deciding.ranking(of)] == [
        (rows[0].id, 1, False), (rows[1].id, 2, True), (rows[2].id, 2, True), (rows[3].id, 4, False)]
    assert {one.nomination_id for one in scene.close(cast, of)} == {row.id for row in rows[:3]}
    assert [one.shared for one in shown.of_period(of).chosen] == [False, True, True]


def test_too_few_reviewers_too_few_points_no_yes_or_taken_up_again_are_not_awarded(cast: Cast) -> None:
    of = scene.start(cast)
    few, low, again, refusing, gone = scene.agreed(cast), scene.scored(cast, 5), scene.scored(cast, 9), scene.scored(cast, 9), scene.scored(cast, 9)
    scene.score(cast, few, "office", 10)
    scene.agree(cast, refusing.case, agreed=False)
    with unit_of_work():
        care.reopen(again.case, reason="灯又灭了", by=cast.actor("liaison"))
    with unit_of_work():
        withdrawal.withdraw(gone.case, reason=Why.PRIVACY, note="漏遮了姓名", by=cast.actor("director"))
    assert [one.row.id for one in deciding.ranking(of)] == [low.id] and scene.close(cast, of) == []
    assert [timeline.story(row.case)[-1].facts for row in (few, low)] == [{"awarded": False, "period": "2026年"}] * 2
    assert timeline.story(refusing.case)[-1].act == "award.consent"


def test_a_closed_period_stays_as_it_is(cast: Cast) -> None:
    of = scene.start(cast)
    row = scene.scored(cast, 9)
    with pytest.raises(NotAllowed), unit_of_work():
        deciding.close(of, by=cast.actor("steering"))
    scene.close(cast, of)
    with pytest.raises(Moved):
        scene.close(cast, of)
    with pytest.raises(Refused, match="award_not_scored_now"):
        scene.score(cast, row, "rep-s02", 1)
    assert period.current() is None and period.newest(5, closed=True) == [of]


def test_once_awarded_is_enough(cast: Cast) -> None:
    case = scene.awarded(cast)
    scene.start(cast, name="2026年下半年")
    with pytest.raises(Refused, match="award_again"):
        scene.nominate(cast, case)


def test_x21_evidence_is_read_from_the_record(cast: Cast) -> None:
    scene.start(cast)
    case = scene.agreed(cast, heads=3).case
    scene.published(cast)
    row = publication.current_of(case)
    assert row is not None
    told = evidence.of(row)
    assert {name: told[name] for name in ("alike", "of", "days", "late", "rounds", "result", "solved", "heads", "visits", "slips", "supporting")} == {
        "alike": 1, "of": 1, "days": 0, "late": False, "rounds": 1, "result": "satisfied", "solved": "yes", "heads": 3, "visits": 0, "slips": 0, "supporting": 0}


def test_zk02_the_award_is_shown_while_its_result_stands(cast: Cast) -> None:
    case = scene.awarded(cast)
    (one,) = shown.of_period(period.newest(1)[0]).chosen
    assert (one.row.number, one.why, one.points, one.reviewers) == (case.number, scene.WHY, 9000, 3)  # type: ignore[union-attr]
    assert shown.marks_of([case.id]) == {case.id: "2026年"}
    with unit_of_work():
        withdrawal.withdraw(case, reason=Why.PRIVACY, note="漏遮了姓名", by=cast.actor("director"))
    (stone,) = shown.of_period(period.newest(1)[0]).chosen
    assert (stone.row, stone.why, stone.gone is not None, stone.station) == (None, "", True, "榆荫街道站")


def test_practice_6_1_the_visitor_ends_an_award_by_a_no(cast: Cast) -> None:
    case = scene.awarded(cast)
    scene.agree(cast, case, agreed=False)
    given = award.of_case(case)
    assert given is not None and given.ending is Ending.VISITOR and shown.marks_of([case.id]) == {} and agreeing.asked(case) is None
    (stone,) = shown.of_period(period.newest(1)[0]).chosen
    assert (stone.row, stone.why) == (None, "")


def test_the_office_takes_an_award_back_with_its_reason(cast: Cast) -> None:
    case = scene.awarded(cast)
    for login in ("director", "liaison", "steering"):
        with pytest.raises(NotAllowed), unit_of_work():
            agreeing.end(case, reason="后来查实不符", by=cast.actor(login))
    with unit_of_work():
        agreeing.end(case, reason="后来查实不符", by=cast.actor("office"))
    assert shown.marks_of([case.id]) == {} and timeline.story(case)[-1].text == "后来查实不符"
