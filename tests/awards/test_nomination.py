"""Only what stands on the board is nominated, by its own station, in words that name nobody, and never without its visitor (ZK-02)."""

from datetime import date, timedelta

import pytest

from portal.awards import agreeing, nomination, period
from portal.awards.nomination import Consent, Way
from portal.awards.period import Criterion, Terms
from portal.cases import care, preparing, timeline, withdrawal
from portal.cases.closing import NotPublishedReason as Why
from portal.cases.mask import MaskKind
from portal.foundation import clock
from portal.foundation.refusal import NotAllowed, Refused
from portal.foundation.unit_of_work import unit_of_work
from tests.awards import scene
from tests.cast import NOW, Cast


def refused(key: str, do: object) -> None:
    with pytest.raises(Refused) as caught, unit_of_work():
        do()  # type: ignore[operator]
    assert caught.value.key == f"refusal.{key}"


def test_zk02_a_published_result_is_nominated_and_its_visitor_asked(cast: Cast) -> None:
    scene.start(cast)
    case = scene.published(cast)
    row = scene.nominate(cast, case)
    assert (row.consent, row.counts, row.why) == (Consent.ASKED, False, scene.WHY)
    event = timeline.story(case, for_visitor=True)[-1]
    assert (event.act, event.facts) == ("award.nominate", {"period": "2026年"})
    refused("award_again", lambda: nomination.nominate(case, why=scene.WHY, by=cast.actor("director")))


@pytest.mark.parametrize("login", ["liaison", "director", "rep"])
def test_zk02_liaison_director_and_representative_of_the_station_nominate(cast: Cast, login: str) -> None:
    scene.start(cast)
    assert scene.nominate(cast, scene.published(cast), login).nominated_by_id == cast.person(login).id


@pytest.mark.parametrize("login", ["office", "clerk", "rep-2", "rep-s02", "liaison-s02", "director-s02", "officer", "head", "admin", "steering"])
def test_zk02_nobody_else_does(cast: Cast, login: str) -> None:
    scene.start(cast)
    case = scene.published(cast)
    with pytest.raises(NotAllowed), unit_of_work():
        nomination.nominate(case, why=scene.WHY, by=cast.actor(login))


def test_zk02_what_does_not_stand_on_the_board_is_not_nominated(cast: Cast) -> None:
    closed, taken, again = cast.closed(), scene.published(cast), scene.published(cast)
    refused("award_no_period", lambda: nomination.nominate(closed, why=scene.WHY, by=cast.actor("liaison")))
    scene.start(cast)
    with unit_of_work():
        withdrawal.withdraw(taken, reason=Why.PRIVACY, note="漏遮了姓名", by=cast.actor("director"))
    with unit_of_work():
        care.reopen(again, reason="灯又灭了", by=cast.actor("liaison"))
    for case in (closed, taken, again):
        assert not nomination.is_possible(case)
        refused("award_not_published", lambda case=case: nomination.nominate(case, why=scene.WHY, by=cast.actor("liaison")))


def test_zk02_what_went_up_before_the_period_is_not_of_it(cast: Cast) -> None:
    scene.start(cast, first=NOW.date() + timedelta(days=1))
    case = scene.published(cast)
    refused("award_not_within", lambda: nomination.nominate(case, why=scene.WHY, by=cast.actor("liaison")))


@pytest.mark.parametrize("why", ["王先生很满意。", "电话12000000099可以作证。", "柳荫路12号的灯亮了。"])
def test_zk02_the_words_point_to_nobody(cast: Cast, why: str) -> None:
    scene.start(cast)
    case = scene.published(cast)
    refused("award_points", lambda: nomination.nominate(case, why=why.replace("12000000099", "13800138000"), by=cast.actor("liaison")))


def test_zk02_masks_stand_what_is_covered_is_not_said_here_either(cast: Cast) -> None:
    scene.start(cast)
    case = cast.closed()
    with unit_of_work():
        preparing.cover_words(case, "路灯", kind=MaskKind.OTHER, by=cast.actor("liaison"))
    with unit_of_work():
        cast.put_up(case)
    refused("award_masked", lambda: nomination.nominate(case, why="路灯修得快。", by=cast.actor("liaison")))
    assert scene.nominate(cast, case).why == scene.WHY


def test_practice_6_1_the_visitor_says_yes_and_takes_it_back_as_easily(cast: Cast) -> None:
    scene.start(cast)
    case = scene.published(cast)
    row = scene.nominate(cast, case)
    scene.agree(cast, case)
    assert (row.consent, row.consent_way, row.consent_on, row.counts) == (Consent.AGREED, Way.CODE, NOW.date(), True)
    refused("award_same", lambda: agreeing.say(case, agreed=True, by=cast.visitor(case)))
    scene.agree(cast, case, agreed=False)
    assert not row.counts and timeline.story(case, for_visitor=True)[-1].facts == {"agreed": False, "by": "code", "on": "2026-03-02"}


def test_practice_6_1_at_the_desk_it_is_kept_how_and_when_it_was_said(cast: Cast) -> None:
    scene.start(cast)
    case = scene.published(cast)
    row, by = scene.nominate(cast, case), cast.actor("liaison")
    clock.freeze(NOW + timedelta(days=3))
    later = by.then(clock.now())
    refused("award_way", lambda: agreeing.say(case, agreed=True, way=Way.CODE, by=later))
    for day in (date(2026, 3, 1), date(2026, 3, 6)):
        refused("award_said_on", lambda day=day: agreeing.say(case, agreed=True, way=Way.PHONE, on=day, by=later))
    with unit_of_work():
        agreeing.say(case, agreed=True, way=Way.LETTER, on=date(2026, 3, 4), by=later)
    assert (row.consent_way, row.consent_on, row.consent_at) == (Way.LETTER, date(2026, 3, 4), later.at)


@pytest.mark.parametrize("login", ["rep", "director", "clerk", "office", "liaison-s02"])
def test_practice_6_1_only_the_liaison_writes_down_what_the_visitor_said(cast: Cast, login: str) -> None:
    scene.start(cast)
    case = scene.published(cast)
    scene.nominate(cast, case)
    with pytest.raises(NotAllowed), unit_of_work():
        agreeing.say(case, agreed=True, way=Way.DESK, by=cast.actor(login))


def test_who_wants_the_result_away_wants_no_award(cast: Cast) -> None:
    scene.start(cast)
    row = scene.agreed(cast)
    with unit_of_work():
        withdrawal.withdraw(row.case, reason=Why.REFUSED, note="本人不愿意了", by=cast.actor("director"))
    assert row.consent is Consent.REFUSED


def test_the_station_takes_it_back(cast: Cast) -> None:
    scene.start(cast)
    row = scene.agreed(cast)
    with unit_of_work():
        nomination.withdraw(row.case, reason="还要再看看", by=cast.actor("rep"))
    assert not row.counts and agreeing.asked(row.case) is None
    refused("award_nothing", lambda: nomination.withdraw(row.case, reason="还要再看看", by=cast.actor("rep")))
    refused("award_nothing", lambda: agreeing.say(row.case, agreed=False, by=cast.visitor(row.case)))


def test_zk03_four_criteria_whose_weights_are_together_a_hundred(cast: Cast) -> None:
    assert len(Criterion) == 4
    by = cast.actor("office")
    for weights in (dict.fromkeys(Criterion, 24), {**dict.fromkeys(Criterion, 40), Criterion.EFFECT: -20}, {Criterion.QUALITY: 100}):
        refused("award_weights", lambda weights=weights: period.start(Terms("甲", **scene.YEAR, weights=weights), by=by))
    refused("award_period_days", lambda: period.start(Terms("甲", first=date(2026, 2, 1), last=date(2026, 1, 1)), by=by))
    refused("award_figures", lambda: period.start(Terms("甲", **scene.YEAR, fewest=0), by=by))
    scene.start(cast)
    refused("award_period_open", lambda: period.start(Terms("甲", **scene.YEAR), by=by))
    with pytest.raises(NotAllowed), unit_of_work():
        period.start(Terms("甲", **scene.YEAR), by=cast.actor("director"))
