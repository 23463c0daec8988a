"""The recommended member: receives and registers, sees how far that is, and does nothing else (SD-06, rules.md §11.1, HB-47)."""

import pytest
from sqlalchemy import select

from portal.cases import desk, intake, invariants
from portal.cases.case import Case, seen_by
from portal.foundation import codes
from portal.foundation.database import db
from portal.foundation.refusal import Missing, Refused
from portal.foundation.unit_of_work import unit_of_work
from portal.network import access
from portal.network import person as people
from portal.network.role import Grant, Role
from tests.cast import SINCE, Cast


def told(cast: Cast, login: str = "member", station: str = "S01", receiver: str = "", **more: object) -> Case:
    """A matter that somebody writes down, and who received it where that is said."""
    with unit_of_work():
        return intake.register(cast.telling(**more), station=cast.station(station), key=codes.new_key(), by=cast.actor(login),
                               received_by_id=cast.person(receiver).id if receiver else None).case


def test_sd06_a_member_sees_what_they_wrote_down_and_what_they_received(cast: Cast) -> None:
    mine, received = told(cast), told(cast, "liaison", receiver="member")
    told(cast, "liaison"), told(cast, "rep"), cast.register()
    by = cast.actor("member")
    assert desk.received(by) == [received, mine] and desk.cases(by, desk.Filter()) == [received, mine]
    assert desk.today(by) == [] and desk.figures(by).waiting == 0
    assert {case.received_by_id for case in (mine, received)} == {by.person_id}
    assert invariants.broken() == []


@pytest.mark.parametrize("login", ["liaison", "clerk", "rep", "director", "office"])
def test_sd06_the_list_of_what_was_received_is_the_members(cast: Cast, login: str) -> None:
    told(cast, "liaison", receiver="member")
    assert desk.received(cast.actor(login)) == []


def test_x04_a_report_a_member_wrote_down_is_sealed_from_them_too(cast: Cast) -> None:
    case = told(cast, kind=4)
    assert case.sealed and desk.received(cast.actor("member")) == []
    with pytest.raises(Missing):
        seen_by(cast.actor("member"), case.number)


def test_sd06_it_ends_with_the_role_and_reaches_no_other_station(cast: Cast) -> None:
    case, who = told(cast), cast.person("member")
    with unit_of_work():
        people.grant(who, Role.MEMBER, SINCE, station_id=cast.station("S02").id)
        db.session.scalars(select(Grant).where(Grant.person_id == who.id, Grant.station_id == case.station_id)).one().until = SINCE
    db.session.expire_all()
    with pytest.raises(Missing):
        seen_by(cast.actor("member"), case.number)


def test_hb47_a_member_does_nothing_but_receive_register_and_see(cast: Cast) -> None:
    """SD-06, rules.md §11.1: receive (whoever sits at the table calls the next number, and asks others to take their day), register; no
    slip, no answer, no identity."""
    case, by = told(cast), cast.actor("member")
    assert {act for act in access.ACTS if access.can(by, act, case)} == {"case.see", "case.register", "sitting.spoken", "number.call", "swap.ask"}


def test_sd06_only_who_receives_there_is_named_as_the_one_who_did(cast: Cast) -> None:
    for login in ("clerk", "rep-s02", "officer"):
        with pytest.raises(Refused, match="receiver_elsewhere"):
            told(cast, "liaison", receiver=login)
    assert told(cast, "liaison", receiver="rep-2").received_by_id == cast.person("rep-2").id
    assert told(cast, "rep").received_by_id == cast.person("rep").id and told(cast, "clerk").received_by_id is None
