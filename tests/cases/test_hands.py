"""A role that ends leaves no matter with nobody: refused, named every night, handed over by whoever answers (HB-51, HB-52, YT-18)."""

from datetime import timedelta

import pytest

from portal.cases import care, desk, invariants
from portal.cases.case import Case
from portal.foundation import clock
from portal.foundation.refusal import Refused
from portal.foundation.unit_of_work import unit_of_work
from portal.network import person as people
from portal.network.role import Role
from portal.notices import inbox
from portal.notices.notice import Kind
from tests.cast import NOW, Cast
from tests.faults import boards


def leave(cast: Cast, login: str) -> None:
    """Every role of somebody ended yesterday, by its own date: nobody was there to refuse it."""
    with unit_of_work():
        for held in cast.person(login).grants:
            held.until = clock.today() - timedelta(days=1)


def hand_over(cast: Cast, case: Case, by: str = "director", **to: str) -> None:
    with unit_of_work():
        care.hand_over(case, reason="换届。", by=cast.actor(by), **{name: cast.person(login).id for name, login in to.items()})  # type: ignore[arg-type]


def waits(cast: Cast, *logins: str) -> list[list[Case]]:
    return [desk.today(cast.actor(login)) for login in logins]


def test_hb51_a_reply_to_a_representative_who_left_is_handed_over_by_the_director(cast: Cast) -> None:
    case = cast.replied()
    leave(cast, "rep")
    assert waits(cast, "rep", "director", "office", "director-s02", "liaison") == [[], [case], [case], [], []]
    assert invariants.broken() == [], "it stands on a page of the day, and is no fault of anything yet"
    clock.freeze(NOW + timedelta(days=8))
    assert f"{case.number}: open, but its representative can no longer stand for it" in invariants.broken(), "it was left there for a week"
    clock.freeze(NOW)
    hand_over(cast, case, agent_id="rep-2")
    assert waits(cast, "rep-2", "director", "office") == [[case], [], []] and invariants.broken() == []


def test_yt18_a_matter_of_an_owner_who_left_is_handed_over_too(cast: Cast) -> None:
    case = cast.register().case
    leave(cast, "liaison")
    assert invariants.broken() == []
    clock.freeze(NOW + timedelta(days=8))
    assert f"{case.number}: open, but its owner can no longer act on it" in invariants.broken()
    clock.freeze(NOW)
    assert waits(cast, "director") == [[case]]
    hand_over(cast, case, owner_id="director")
    assert invariants.broken() == []


def test_a_closed_account_or_a_role_at_another_station_is_gone_as_well(cast: Cast) -> None:
    case, done = cast.referred(), cast.closed()
    boards.seen(cast, done)
    with unit_of_work():
        people.grant(cast.person("rep"), Role.REPRESENTATIVE, clock.today(), station_id=cast.station("S02").id)
    leave(cast, "rep-2")
    assert waits(cast, "director") == [[done]]  # to be published: nothing lies with rep-2, and rep still serves
    with unit_of_work():
        cast.person("rep").grants[0].until = clock.today() - timedelta(days=1)
    assert waits(cast, "director") == [[case, done]]
    with unit_of_work():
        cast.person("rep").active = False
    assert waits(cast, "director") == [[case, done]]


def test_hb51_the_director_is_told_of_a_reply_nobody_else_can_read(cast: Cast) -> None:
    case = cast.handling()
    leave(cast, "rep")
    cast.reply(case)
    told, _ = inbox.unseen(cast.actor("director"), 9)
    assert [(one.case_id, one.kind) for one in told] == [(case.id, Kind.REPLIED)]


@pytest.mark.parametrize(("login", "column"), [("rep", "agent_id"), ("liaison", "owner_id")])
def test_a_hand_over_goes_to_somebody_who_is_there(cast: Cast, login: str, column: str) -> None:
    case = cast.register().case
    leave(cast, login)
    with pytest.raises(Refused):
        hand_over(cast, case, **{column: login})
