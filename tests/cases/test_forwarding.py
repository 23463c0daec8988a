"""Two-step routing, station → office → unit, as a setting of the network (SD-26)."""

from datetime import timedelta

import pytest
from flask import Flask
from sqlalchemy import select

from portal import jobs
from portal.cases import danger, desk, forwarding, invariants, referral, timeline
from portal.cases.case import Case, State
from portal.foundation.database import db
from portal.foundation.refusal import NotAllowed, Refused
from portal.foundation.unit_of_work import unit_of_work
from portal.network import places
from portal.notices.notice import Kind, Notice
from tests.cases.ladder_scene import on
from tests.cases.test_no_director import leave
from tests.cast import Cast

OPINION = "请五天内修好。"


def route(cast: Cast, through_office: bool = True, login: str = "admin") -> None:
    with unit_of_work():
        places.route(through_office, by=cast.actor(login))


def forward(cast: Cast, case: Case, login: str = "liaison") -> None:
    with unit_of_work():
        forwarding.forward(case, to=cast.unit(), clock_name="reply_simple", opinion=OPINION, opinion_by_id=cast.person("rep").id,
                           by=cast.actor(login))


def refer(cast: Cast, case: Case, login: str) -> None:
    with unit_of_work():
        referral.refer(case, to=cast.unit(), clock_name="reply_simple", opinion=OPINION, opinion_by_id=cast.person("rep").id,
                       by=cast.actor(login))


def waits(cast: Cast, case: Case) -> list[str]:
    return [login for login in ("liaison", "liaison-s02", "director", "office") if case in desk.today(cast.actor(login))]


def test_sd26_as_shipped_each_station_refers_by_itself(cast: Cast) -> None:
    case = cast.accepted()
    assert not forwarding.goes_through_office() and waits(cast, case) == ["liaison"]
    with pytest.raises(Refused, match="forward_direct"):
        forward(cast, case)
    refer(cast, case, "liaison")
    assert case.state is State.REFERRED


def test_sd26_through_the_office_the_station_passes_on_and_the_office_refers(cast: Cast) -> None:
    route(cast)
    case = cast.accepted()
    assert waits(cast, case) == ["liaison"]
    with pytest.raises(Refused, match="refer_office"):
        refer(cast, case, "liaison")
    forward(cast, case)
    assert case.state is State.ACCEPTED and waits(cast, case) == ["office"]
    event = forwarding.proposed(case)
    assert event is not None and event.text == OPINION and event.facts["proposed_unit"] == cast.unit().id
    assert [one.act for one in timeline.story(case, for_visitor=True)][-1] == "referral.forward"
    refer(cast, case, "office")
    assert case.state is State.REFERRED and case.next_clock == "reply_simple" and waits(cast, case) == []
    assert invariants.broken() == []


def test_sd26_the_limit_for_referring_runs_on_while_it_lies_with_the_office(cast: Cast) -> None:
    route(cast)
    case = cast.accepted()
    before = (case.next_clock, case.next_on)
    forward(cast, case)
    assert (case.next_clock, case.next_on) == before == ("refer", case.next_on)


def test_sd26_it_is_passed_on_once_by_the_liaison_of_the_station(cast: Cast) -> None:
    route(cast)
    case = cast.accepted()
    for login in ("liaison-s02", "director", "rep", "office", "officer"):
        with pytest.raises(NotAllowed):
            forward(cast, case, login)
    forward(cast, case)
    for again in (case, cast.register().case):
        with pytest.raises(Refused, match="forward_once"):
            forward(cast, again)


def test_sd26_the_network_may_change_its_way_while_matters_are_under_way(cast: Cast) -> None:
    """What lies with the office when the way changes is the station's again: nothing falls between two desks (HB-52)."""
    route(cast)
    case = cast.accepted()
    forward(cast, case)
    route(cast, through_office=False)
    assert waits(cast, case) == ["liaison"] and forwarding.proposed(case) is None
    refer(cast, case, "liaison")
    assert case.state is State.REFERRED


def test_hb52_while_no_office_sits_what_was_passed_on_is_the_stations_again(cast: Cast) -> None:
    route(cast)
    case, later = cast.accepted(), cast.accepted()
    forward(cast, case)
    leave(cast, "office")
    assert waits(cast, case) == waits(cast, later) == ["liaison"] and not forwarding.is_forwarded(case)
    with pytest.raises(Refused, match="forward_direct"):
        forward(cast, later)
    db.session.rollback()
    refer(cast, case, "liaison")
    assert case.state is State.REFERRED


def test_hb52_what_is_late_at_the_office_is_told_at_the_station(app: Flask, cast: Cast) -> None:
    route(cast)
    case = cast.accepted()
    forward(cast, case)
    pressing = ("liaison", "director")
    assert all(case not in desk.lying(cast.actor(login)) for login in pressing)
    assert case.next_on is not None
    on(case.next_on + timedelta(days=1))
    assert all(case in desk.lying(cast.actor(login)) for login in pressing)
    jobs.sweep(app)
    db.session.rollback()  # what the sweep wrote is seen by a new look only
    for login in (*pressing, "office"):
        told = select(Notice.kind).where(Notice.case_id == case.id, Notice.person_id == cast.person(login).id)
        assert Kind.LATE in db.session.scalars(told).all(), login


def test_sd26_what_a_unit_gives_back_goes_to_another_unit_by_the_office_alone(cast: Cast) -> None:
    route(cast)
    case = cast.accepted()
    forward(cast, case)
    refer(cast, case, "office")
    with unit_of_work():
        referral.ask_return(case, reason="这件事归水务公司管，不归我们。", proposed_unit_id=None, by=cast.actor("officer"))
    with pytest.raises(Refused, match="refer_office"):
        referral.decide_return(case, to=cast.unit("区水务公司"), decision="请水务公司办理，归他们管理。", by=cast.actor("director"))
    db.session.rollback()
    with unit_of_work():
        referral.decide_return(case, to=cast.unit("区水务公司"), decision="请水务公司办理，归他们管理。", by=cast.actor("office"))
    assert case.unit_id == cast.unit("区水务公司").id


@pytest.mark.parametrize("login", ["office", "director", "liaison", "steering"])
def test_sd26_only_the_administrator_chooses_the_way(cast: Cast, login: str) -> None:
    with pytest.raises(NotAllowed):
        route(cast, login=login)


def test_danger_to_life_is_referred_at_once_by_the_station_forwarded_or_not(cast: Cast) -> None:
    """Practice.md §3.2: two hours; the call is a reminder of the unit that has it, so the referral waits for no second desk."""
    route(cast)
    straight, sent_on = cast.accepted(danger=True), cast.accepted()
    assert waits(cast, straight) == ["liaison"]
    refer(cast, straight, "liaison")
    forward(cast, sent_on)
    with unit_of_work():
        danger.mark(sent_on, reason="老人倒在家里。", by=cast.actor("liaison"))
    assert waits(cast, sent_on) == ["liaison", "office"]
    refer(cast, sent_on, "liaison")
    assert straight.state is sent_on.state is State.REFERRED and invariants.broken() == []


def test_hb44_nor_is_it_passed_on_to_the_unit_complained_of(cast: Cast) -> None:
    route(cast)
    case = cast.accepted()
    with unit_of_work():
        case.target_unit_id = cast.unit().id
    with pytest.raises(Refused, match="unit_complained_of"):
        forward(cast, case)
