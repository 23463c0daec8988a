"""To the unit or the committee: slip, acknowledgement, one return, never to whom it is about (T11–T14, HB-44, HB-50, R28)."""

from datetime import timedelta

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from sqlalchemy import select

from portal.cases import desk, referral, target
from portal.cases.case import Case, State, seen_by
from portal.cases.referral import Referral
from portal.foundation import clock
from portal.foundation.database import db
from portal.foundation.refusal import Missing, Moved, NotAllowed, Refused
from portal.foundation.unit_of_work import unit_of_work
from portal.network.unit import Unit
from tests.cast import Cast

UNITS = ("街道城市管理办", "区水务公司", "镇党委", "街道纪检部门")


def refer(cast: Cast, case: Case, unit: str = "街道城市管理办", by: str = "liaison", **more: object) -> Referral:
    given = {"clock_name": "reply_simple", "opinion": "请办理。", "opinion_by_id": cast.person("rep").id} | more
    with unit_of_work():
        return referral.refer(case, to=cast.unit(unit), by=cast.actor(by), **given)  # type: ignore[arg-type]


def ask_return(cast: Cast, case: Case, by: str = "officer", reason: str = "不属我办") -> None:
    with unit_of_work():
        referral.ask_return(case, reason=reason, proposed_unit_id=cast.unit("区水务公司").id, by=cast.actor(by))


def decide_return(cast: Cast, case: Case, to: str | None, by: str = "director") -> Referral:
    with unit_of_work():
        return referral.decide_return(case, to=cast.unit(to) if to else None, decision="按职责清单。", by=cast.actor(by))


def test_a_slip_has_number_opinion_and_who_gave_it(cast: Cast) -> None:
    case = cast.accepted()
    slip = refer(cast, case)
    assert (slip.number, slip.round, slip.final, slip.opinion_by_id) == ("S01-J-26-0001", 1, False, cast.person("rep").id)
    assert (case.state, case.unit_id) == (State.REFERRED, slip.unit_id)
    assert refer(cast, cast.accepted()).number == "S01-J-26-0002"


@pytest.mark.parametrize("by", ["liaison", "office"])
def test_who_sends_it(cast: Cast, by: str) -> None:
    assert refer(cast, cast.accepted(), by=by).sent_by_id == cast.person(by).id


def test_it_may_go_to_the_committee_hb50(cast: Cast) -> None:
    case = cast.accepted()
    refer(cast, case, "镇党委")
    with unit_of_work():
        referral.acknowledge(case, by=cast.actor("secretary"))
    assert referral.current(case).acknowledged_by == "secretary甲"


@pytest.mark.parametrize(("more", "key"), [({"opinion": " "}, "opinion_needed"), ({"clock_name": "ceiling"}, "clock_needed"),
                                           ({"clock_name": ""}, "clock_needed")])
def test_a_slip_needs_an_opinion_and_a_reply_clock(cast: Cast, more: dict[str, object], key: str) -> None:
    case = cast.accepted()
    with pytest.raises(Refused, match=key):
        refer(cast, case, **more)
    assert case.state is State.ACCEPTED


@pytest.mark.parametrize("who", ["liaison", "rep-s02", "officer"])
def test_hb49_the_opinion_is_a_representatives_of_this_station_or_above(cast: Cast, who: str) -> None:
    case = cast.accepted()
    with pytest.raises(Refused, match="decider_representative"):
        refer(cast, case, opinion_by_id=cast.person(who).id)
    assert case.state is State.ACCEPTED


def test_a_unit_that_was_switched_off_receives_nothing(cast: Cast) -> None:
    with unit_of_work():
        cast.unit().active = False
    with pytest.raises(Refused, match="unit_inactive"):
        refer(cast, cast.accepted())


@pytest.mark.parametrize("about", [*UNITS, None])
@pytest.mark.parametrize("to", UNITS)
def test_a_report_goes_only_to_who_receives_reports_and_never_to_whom_it_is_about(cast: Cast, about: str | None, to: str) -> None:
    """Acceptance test 4, R28: all pairs of who it is about and where it might go."""
    case = cast.accepted(kind=4, category="O1", target=about)
    allowed = to != about and to in ("镇党委", "街道纪检部门")
    try:
        refer(cast, case, to)
    except Refused as refusal:
        assert not allowed and refusal.key == ("refusal.unit_complained_of" if to == about else "refusal.unit_not_sealed")
    else:
        assert allowed
    assert {unit.name for unit in target.units_for(case)} == {name for name in ("镇党委", "街道纪检部门") if name != about}


@given(path=st.lists(st.sampled_from(UNITS), min_size=1, max_size=3), about=st.sampled_from(UNITS))
@settings(max_examples=12, suppress_health_check=[HealthCheck.function_scoped_fixture], deadline=None)
def test_no_path_leads_to_whom_it_is_about(cast: Cast, path: list[str], about: str) -> None:
    """Invariant 5: by referring, returning and deciding as often as anybody likes."""
    case = cast.accepted(kind=4, category="O1", target=about)
    for name in path:
        try:
            if case.state is State.ACCEPTED:
                refer(cast, case, name)
                ask_return(cast, case, cast.officer_of(case))
            else:
                decide_return(cast, case, name)
                ask_return(cast, case, cast.officer_of(case))
        except Refused:
            db.session.rollback()
    went = db.session.scalars(select(Unit.name).join(Referral, Referral.unit_id == Unit.id).where(Referral.case_id == case.id))
    assert about not in set(went)


def test_the_unit_complained_of_knows_nothing(cast: Cast) -> None:
    """HB-44: 404, not in its lists, not found by words, not in its figures."""
    case = cast.accepted(kind=4, category="O1", target="街道城市管理办")
    refer(cast, case, "街道纪检部门")
    for login in ("officer", "head"):
        by = cast.actor(login)
        with pytest.raises(Missing):
            seen_by(by, case.number)
        assert desk.today(by) == desk.cases(by, desk.Filter()) == desk.cases(by, desk.Filter(words="路灯")) == []
        assert desk.figures(by).waiting == 0
    assert desk.today(cast.actor("inspector")) == [case]


def test_acknowledged_once_by_name_and_time(cast: Cast) -> None:
    case = cast.handling()
    slip = referral.current(case)
    assert (slip.acknowledged_by, slip.acknowledged_at) == ("officer甲", clock.now())
    with pytest.raises(Moved), unit_of_work():
        referral.acknowledge(case, by=cast.actor("head"))


@pytest.mark.parametrize("login", ["officer-2", "inspector", "liaison", "rep", "director"])
def test_only_the_unit_it_lies_with_acknowledges(cast: Cast, login: str) -> None:
    case = cast.referred()
    with pytest.raises(NotAllowed), unit_of_work():
        referral.acknowledge(case, by=cast.actor(login))


@pytest.mark.parametrize("acknowledged", [False, True])
def test_a_return_is_asked_before_or_after_acknowledging(cast: Cast, acknowledged: bool) -> None:
    case = cast.handling() if acknowledged else cast.referred()
    ask_return(cast, case)
    request = referral.open_return(case)
    assert case.state is State.RETURN_ASKED and request is not None and request.was_acknowledged is acknowledged


def test_two_working_days_to_ask(cast: Cast) -> None:
    case = cast.referred()
    clock.freeze(clock.now() + timedelta(days=3))
    with pytest.raises(Refused, match="return_late"):
        ask_return(cast, case)


@pytest.mark.parametrize("to", [None, "区水务公司"])
def test_after_a_decision_nobody_returns_again(cast: Cast, to: str | None) -> None:
    case = cast.referred()
    ask_return(cast, case)
    slip = decide_return(cast, case, to)
    assert (case.state, slip.final, case.unit_id, referral.open_return(case)) == (
        State.REFERRED, True, cast.unit(to or "街道城市管理办").id, None)
    with pytest.raises(Refused, match="return_once"):
        ask_return(cast, case, "officer-2" if to else "officer")
    assert len(referral.of_case(case)) == (2 if to else 1)


def test_the_unit_that_gave_it_back_sees_it_no_longer(cast: Cast) -> None:
    case = cast.referred()
    ask_return(cast, case)
    decide_return(cast, case, "区水务公司")
    with pytest.raises(Missing):
        seen_by(cast.actor("officer"), case.number)
    assert seen_by(cast.actor("officer-2"), case.number) is case


def test_a_reason_on_both_sides(cast: Cast) -> None:
    case = cast.referred()
    with pytest.raises(Refused, match="reason_needed"):
        ask_return(cast, case, reason=" ")
    ask_return(cast, case)
    with pytest.raises(Refused, match="reason_needed"), unit_of_work():
        referral.decide_return(case, to=None, decision="", by=cast.actor("director"))
    with pytest.raises(NotAllowed):
        decide_return(cast, case, None, by="liaison")


def test_what_was_never_referred_has_no_slip(cast: Cast) -> None:
    case = cast.accepted()
    with pytest.raises(Refused, match="not_referred"), unit_of_work():
        referral.acknowledge(case, by=cast.actor("officer"))
    with pytest.raises(Refused, match="extension_nothing|not_referred"), unit_of_work():
        referral.decide_extension(case, granted=True, decision="x", by=cast.actor("liaison"))
