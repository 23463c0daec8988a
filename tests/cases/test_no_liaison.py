"""A station without a liaison swallows nothing: whoever owns a matter sees it and does the liaison's acts on it (YT-18, HB-52)."""

from datetime import timedelta

import pytest
from sqlalchemy import select

from portal.cases import acceptance, call_back, care, desk, follow_up
from portal.cases.case import Case, State, seen_by
from portal.cases.delivery import Way
from portal.foundation import clock
from portal.foundation.database import db
from portal.foundation.refusal import Missing, NotAllowed
from portal.foundation.unit_of_work import unit_of_work
from portal.network import access
from portal.network import person as people
from portal.network.actor import Actor
from portal.network.role import Role
from tests.cast import NOW, Cast

# what is left when these left too → who owns a matter told at S02
OWNER = {"director-s02": (), "liaison": ("director-s02",), "director": ("director-s02", "liaison"),
         "office": ("director-s02", "liaison", "director")}


def leave(cast: Cast, *logins: str) -> None:
    with unit_of_work():
        for login in logins:
            for held in cast.person(login).grants:
                held.until = clock.today() - timedelta(days=1)


def accept(cast: Cast, case: Case, by: Actor) -> None:
    with unit_of_work():
        acceptance.accept(case, acceptance.Sorting(2, "C4", common=True, points_to_nobody=True),
                          decided_by_id=cast.person("rep-s02").id, by=by)


@pytest.mark.parametrize("owner", OWNER)
def test_yt18_whoever_owns_it_sees_it_on_their_day_and_takes_it_on(cast: Cast, owner: str) -> None:
    leave(cast, "liaison-s02", *OWNER[owner])
    case, by = cast.register("S02").case, cast.actor(owner)
    assert case.owner_id == by.person_id and seen_by(by, case.number) is case
    assert desk.today(by) == [case] and desk.figures(by).waiting == 1
    assert list(db.session.scalars(select(Case).where(access.visible(by, Case)))) == [case]
    accept(cast, case, by)
    assert case.state is State.ACCEPTED and desk.today(by) == [case]


def test_a_danger_at_a_station_without_a_liaison_warns_its_owner(cast: Cast) -> None:
    leave(cast, "liaison-s02")
    case = cast.register("S02", danger=True).case
    assert [one for one, _ in desk.uncalled(cast.actor("director-s02"))] == [case]
    assert desk.uncalled(cast.actor("liaison")) == []


def test_the_owner_does_the_liaisons_acts_and_no_others(cast: Cast) -> None:
    """HB-47: the unit's and the representative's stay theirs; what no liaison may, an owner may not either."""
    leave(cast, "liaison-s02", "director-s02")
    case, by = cast.register("S02").case, cast.actor("liaison")
    mine = {act for act in access.ACTS if access.can(by, act, case)}
    assert mine == {act for act, roles in access.ACTS.items() if Role.LIAISON in roles and access.OWNER in access.reaches(act, Role.LIAISON)}
    assert not mine & {"reply.write", "reply.pass", "summary.confirm", "publication.decide", "review.decide", "slip.yellow"}


def test_what_is_another_owners_stays_unknown_to_a_liaison_above(cast: Cast) -> None:
    case, by = cast.register("S02").case, cast.actor("liaison")
    with pytest.raises(Missing):
        seen_by(by, case.number)
    with pytest.raises(NotAllowed):
        accept(cast, case, by)
    assert desk.today(by) == []


def test_a_representative_who_is_named_owner_gains_nothing(cast: Cast) -> None:
    """Only those who may own one: the column alone opens no door."""
    case = cast.register("S02").case
    with unit_of_work():
        case.owner_id = cast.person("rep-2").id
    assert not any(access.can(cast.actor("rep-2"), act, case) for act in ("case.see", "case.accept", "identity.reveal"))


def test_hb44_an_owner_of_the_unit_complained_of_reads_no_sealed_matter(cast: Cast) -> None:
    leave(cast, "liaison-s02")
    with unit_of_work():
        people.grant(cast.person("director-s02"), Role.UNIT_OFFICER, clock.today(), unit_id=cast.unit().id)
    case, by = cast.register("S02", kind=4, target_unit_id=cast.unit().id).case, cast.actor("director-s02")
    assert case.owner_id == by.person_id and not any(access.can(by, act, case) for act in access.ACTS if act != "case.register")
    assert list(db.session.scalars(select(Case).where(access.visible(by, Case)))) == []


def test_a_liaison_who_works_elsewhere_now_owns_nothing_here(cast: Cast) -> None:
    """The reach ends with the role: what they owned here waits to be handed over."""
    case = cast.register("S02").case
    with unit_of_work():
        people.grant(cast.person("liaison-s02"), Role.LIAISON, clock.today(), station_id=cast.station("S90").id)
        cast.person("liaison-s02").grants[0].until = clock.today() - timedelta(days=1)
    by = cast.actor("liaison-s02")
    assert not access.can(by, "case.see", case) and list(db.session.scalars(select(Case).where(access.visible(by, Case)))) == []
    assert desk.today(cast.actor("director-s02")) == [case]


def test_yt18_where_nobody_else_is_there_a_matter_is_handed_to_the_office(cast: Cast) -> None:
    case = cast.register("S02").case
    leave(cast, "liaison-s02", *OWNER["office"])
    assert list(care.may_own(case, cast.actor("office"))) == [cast.person("office").id]
    with unit_of_work():
        care.hand_over(case, reason="没有联络员。", owner_id=cast.person("office").id, by=cast.actor("office"))
    accept(cast, case, cast.actor("office"))


def test_a_visit_after_the_end_waits_for_the_director_where_no_liaison_sits(cast: Cast) -> None:
    case = cast.closed()
    clock.freeze(NOW + timedelta(days=30))
    due = lambda login: [row.id for row, _ in follow_up.due(cast.actor(login), 5)]  # noqa: E731
    assert (due("liaison"), due("director"), due("director-s02")) == ([case.id], [], [])
    leave(cast, "liaison")
    assert (due("liaison"), due("director"), due("director-s02"), due("liaison-s02")) == ([], [case.id], [], [])
    with unit_of_work():
        follow_up.ask(case, way=Way.PHONE, reached=False, by=cast.actor("director"))
    assert due("director") == []


def test_without_a_liaison_the_representative_makes_a_result_ready(cast: Cast) -> None:
    """SD-41: it lies with nobody otherwise; the director is the second person."""
    case = cast.closed()
    assert (desk.today(cast.actor("liaison")), desk.today(cast.actor("rep"))) == ([case], [])
    leave(cast, "liaison")
    assert (desk.today(cast.actor("rep")), desk.today(cast.actor("rep-2")), desk.today(cast.actor("director"))) == ([case], [], [])


def test_a_call_back_waits_for_the_director_where_no_liaison_sits(cast: Cast) -> None:
    case = cast.referred()
    with unit_of_work():
        care.withdraw(case, own_will=True, by=cast.visitor(case))
    assert call_back.due(cast.actor("director"), 5) == []
    leave(cast, "liaison")
    assert [row.id for row, _ in call_back.due(cast.actor("director"), 5)] == [case.id]
    with unit_of_work():
        call_back.record(case, own_will=True, by=cast.actor("director"))
    assert call_back.due(cast.actor("director"), 5) == []
