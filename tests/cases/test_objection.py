"""Whoever refused a matter does not decide the objection to it: another person above does, or it is said that there is none (HB-46, X-28, YT-18)."""

from datetime import timedelta

import pytest

from portal.cases import acceptance, desk, unseen
from portal.cases.case import Case, State
from portal.foundation import clock
from portal.foundation.refusal import NotAllowed, Refused
from portal.foundation.unit_of_work import unit_of_work
from portal.network import person as people
from portal.network.role import Role
from portal.notices import inbox
from portal.notices.notice import Kind
from tests.cast import Cast


def seat(cast: Cast, login: str, role: Role, station: str | None = None) -> None:
    with unit_of_work():
        people.grant(cast.person(login), role, clock.today(), station_id=cast.station(station).id if station else None)


def leave(cast: Cast, *logins: str) -> None:
    with unit_of_work():
        for login in logins:
            for held in cast.person(login).grants:
                held.until = clock.today() - timedelta(days=1)


def contested(cast: Cast, recorder: str, station: str = "S02", decider: str = "rep-s02") -> Case:
    case = cast.register(station).case
    with unit_of_work():
        acceptance.refuse(case, reason=acceptance.Exclusion.PETITION, body="区信访局", since="去年", explanation="请向信访局询问。",
                          decided_by_id=cast.person(decider).id, by=cast.actor(recorder))
    with unit_of_work():
        acceptance.contest(case, words="我没有去过信访局。", by=cast.visitor(case))
    return case


def waits(cast: Cast, case: Case) -> set[str]:
    return {login for login in ("director", "director-s02", "liaison", "liaison-s02", "office", "rep", "rep-s02", "volunteer")
            if case in desk.today(cast.actor(login))}


def told(cast: Cast, case: Case) -> set[str]:
    return {login for login in ("director", "director-s02", "liaison", "office", "rep-s02", "volunteer")
            if (case.id, Kind.CONTESTED) in [(one.case_id, one.kind) for one in inbox.unseen(cast.actor(login), 9)[0]]}


def ruled(cast: Cast, case: Case, login: str) -> None:
    with unit_of_work():
        acceptance.decide_contest(case, upheld=True, decision="应予受理。", by=cast.actor(login))


def test_the_director_who_recorded_the_refusal_leaves_the_objection_to_the_office(cast: Cast) -> None:
    leave(cast, "liaison-s02", "director-s02", "liaison")
    case = contested(cast, "director")
    assert case.owner_id == cast.person("director").id
    assert (waits(cast, case), told(cast, case)) == ({"office"}, {"office"})
    with pytest.raises(Refused, match="contest_own"):
        ruled(cast, case, "director")
    assert case.state is State.NOT_ACCEPTED
    ruled(cast, case, "office")
    assert case.state is State.REGISTERED


def test_the_representative_who_decided_it_and_is_a_director_above_does_not_either(cast: Cast) -> None:
    seat(cast, "rep", Role.DIRECTOR, "S01")
    case = contested(cast, "liaison-s02", decider="rep")
    assert (waits(cast, case), told(cast, case)) == ({"director", "office"}, {"director"})
    with pytest.raises(Refused, match="contest_own"):
        ruled(cast, case, "rep")
    ruled(cast, case, "director")


def test_one_of_two_in_the_office_who_refused_it_leaves_it_to_the_other(cast: Cast) -> None:
    leave(cast, "liaison-s02", "director-s02", "liaison", "director")
    seat(cast, "volunteer", Role.OFFICE)
    case = contested(cast, "office")
    assert (waits(cast, case), told(cast, case)) == ({"volunteer"}, {"volunteer"})
    with pytest.raises(Refused, match="contest_own"):
        ruled(cast, case, "office")
    ruled(cast, case, "volunteer")


def test_an_owner_by_hand_over_does_not_decide_it(cast: Cast) -> None:
    """No owner of both: whoever answers for the matter is not the one it is appealed to."""
    case = contested(cast, "liaison-s02")
    with unit_of_work():
        case.owner_id = cast.person("director").id
    with pytest.raises(Refused, match="contest_own"):
        ruled(cast, case, "director")
    assert waits(cast, case) == {"office"}


def test_where_nobody_else_sits_it_is_counted_for_the_administrator(cast: Cast) -> None:
    leave(cast, "liaison-s02", "director-s02", "liaison", "director")
    case = contested(cast, "office")
    assert (acceptance.deciders(case, clock.today()), waits(cast, case), told(cast, case)) == (frozenset(), set(), set())
    assert unseen.waiting(clock.today()) == (1, case.next_on)
    seat(cast, "volunteer", Role.DIRECTOR, "S01")
    assert waits(cast, case) == {"volunteer"} and unseen.waiting(clock.today()).count == 0


def test_a_director_two_stations_above_decides_where_none_is_between(cast: Cast) -> None:
    """Told and able: whoever hears of it may decide it."""
    leave(cast, "director")
    with unit_of_work():
        cast.station("S90").parent_id = cast.station("S02").id
        cast.station("S02").parent_id = cast.station("S01").id
    seat(cast, "volunteer", Role.DIRECTOR, "S01")
    case = cast.register("S90").case
    with unit_of_work():
        acceptance.refuse(case, reason=acceptance.Exclusion.PETITION, body="区信访局", since="去年", explanation="请向信访局询问。",
                          decided_by_id=cast.person("rep-s02").id, by=cast.actor("liaison-s90"))
        acceptance.contest(case, words="我没有去过信访局。", by=cast.visitor(case))
    assert (waits(cast, case), told(cast, case)) == ({"director-s02", "office"}, {"director-s02"})
    leave(cast, "director-s02")
    assert waits(cast, case) == {"volunteer", "office"}
    ruled(cast, case, "volunteer")


def test_who_has_no_part_and_no_seat_above_is_not_told_why_but_refused(cast: Cast) -> None:
    case = contested(cast, "liaison-s02")
    for login in ("director-s02", "liaison-s02", "rep-s02"):
        with pytest.raises(NotAllowed):
            ruled(cast, case, login)
