"""X-04, HB-44: as long as nobody has said whom a visitor means by their words, only those read the matter who cannot be meant: from above its station."""

import pytest
from sqlalchemy import select

from portal.cases import desk, excluded_person, target, timeline, unit_paper, unseen
from portal.cases.case import Case
from portal.foundation import clock
from portal.foundation.database import db
from portal.foundation.refusal import NotAllowed
from portal.foundation.unit_of_work import unit_of_work
from portal.network import access, excluded, person
from portal.network.role import Role
from portal.notices import inbox
from portal.notices.notice import Notice
from tests.cases.test_excluded import keep, sees
from tests.cast import SEATS, SINCE, Cast

NICK = "城管的小李"
ABOVE = {"liaison", "director", "office"}


def readers(cast: Cast, case: Case) -> set[str]:
    return {login for login in SEATS if sees(cast, login, case)}


def resolve(cast: Cast, case: Case, login: str, *meant: str) -> None:
    (row,) = excluded.unresolved(case.id)
    with unit_of_work():
        excluded_person.resolve(case, row.id, people=[cast.person(one).id for one in meant], by=cast.actor(login))


def test_nobody_of_the_station_reads_it_and_somebody_above_owns_it(cast: Cast) -> None:
    """Not its director either, whoever they are; nor who reads everything without having to do with it."""
    case = cast.register("S02", kept_words=NICK).case
    assert readers(cast, case) == ABOVE and case.owner_id == cast.person("liaison").id
    for login in ("director-s02", "liaison-s02", "rep-s02", "steering", "clerk"):
        assert [act for act in access.ACTS if access.can(cast.actor(login), act, case)] == []
    plain = cast.register("S02").case
    assert readers(cast, plain) >= {"director-s02", "liaison-s02", "rep-s02", "steering"} and plain.owner_id == cast.person("liaison-s02").id


def test_at_the_highest_station_the_office_alone_finds_it_out(cast: Cast) -> None:
    case = cast.register(kept_words=NICK).case
    assert readers(cast, case) == {"office"} and case.owner_id == cast.person("office").id


@pytest.mark.parametrize("login", ["director-s02", "liaison-s02", "liaison", "director", "office"])
def test_it_is_never_found_out_at_the_station_itself(cast: Cast, login: str) -> None:
    case = cast.register("S02", kept_words=NICK).case
    if login in ABOVE:
        resolve(cast, case, login, "director-s02")
        assert not sees(cast, "director-s02", case) and sees(cast, "liaison-s02", case)
    else:
        with pytest.raises(NotAllowed):
            resolve(cast, case, login)


def test_whoever_is_like_the_words_or_has_the_role_they_name_cannot_find_it_out(cast: Cast) -> None:
    """One character of a name is enough, a word of one in letters too; a role that is named is meant wherever it sits."""
    with unit_of_work():
        cast.person("director").name, cast.person("liaison").name = "李国强", "Ann Chen"
    assert readers(cast, cast.register("S02", kept_words="阿强").case) == ABOVE - {"director"}
    assert readers(cast, cast.register("S02", kept_words="that Ann from there").case) == ABOVE - {"liaison"}
    assert readers(cast, cast.register("S02", kept_words="你们的主任").case) == ABOVE - {"director"}
    assert readers(cast, cast.register("S02", kept_words="the liaison").case) == ABOVE - {"liaison"}


def test_whoever_sits_above_and_there_too_is_of_the_station(cast: Cast) -> None:
    with unit_of_work():
        person.grant(cast.person("director"), Role.MEMBER, SINCE, cast.station("S02").id)
    assert readers(cast, cast.register("S02", kept_words=NICK).case) == ABOVE - {"director"}


def test_who_comes_to_the_station_meanwhile_does_not_read_it(cast: Cast) -> None:
    case = cast.register("S02", kept_words=NICK).case
    with unit_of_work():
        person.grant(cast.person("office"), Role.CLERK, SINCE, cast.station("S02").id)
    assert readers(cast, case) == ABOVE - {"office"}


def test_it_comes_back_to_whom_it_lay_with_when_it_is_clear(cast: Cast) -> None:
    """Unless that is the one; the representative stands for it all the while, and reads nothing of it until then."""
    for meant, owner, agent in (((), "liaison-s02", "rep-s02"), (("liaison-s02",), "director-s02", "rep-s02"), (("rep-s02",), "liaison-s02", None)):
        case = cast.register("S02").case
        keep(cast, case, words=NICK)
        assert case.owner_id == cast.person("liaison").id and case.agent_id == cast.person("rep-s02").id and readers(cast, case) == ABOVE
        resolve(cast, case, "director", *meant)
        assert case.owner_id == cast.person(owner).id and sees(cast, owner, case)
        assert (case.agent_id == cast.person("rep-s02").id) is (agent is not None)
        away, back = [event for event in timeline.story(case) if event.move == "T27" and "owner_id" in event.facts][-2:]
        assert away.facts["until_known"] is True and away.for_visitor and back.facts["owner_id"] == [cast.person("liaison").id, case.owner_id]


def test_the_visitor_takes_their_words_back_and_it_comes_back_too(cast: Cast) -> None:
    case = cast.register("S02", kept_words=NICK).case
    (row,) = excluded.unresolved(case.id)
    with unit_of_work():
        excluded_person.lift(case, row.id, reason="", by=cast.visitor(case))
    assert case.owner_id == cast.person("liaison-s02").id and sees(cast, "rep-s02", case)


def test_what_lies_with_a_unit_is_answered_on_paper_until_it_is_clear(cast: Cast) -> None:
    """One of the unit may be meant: its people find nothing of it, and whoever owns it enters what the unit does."""
    case = cast.handling()
    keep(cast, case, words=NICK)
    assert readers(cast, case) == {"office"} and not unit_paper.can_sign(case, case.unit_id or 0, cast.actor("office"))
    assert case.id in unit_paper.shut_out(cast.actor("office"))
    resolve(cast, case, "office")
    assert sees(cast, "officer", case) and unit_paper.can_sign(case, case.unit_id or 0, cast.actor("liaison"))


def test_it_stands_on_the_day_of_who_may_find_it_out_and_of_nobody_else(cast: Cast) -> None:
    case = cast.register("S02", kept_words=NICK).case
    waits = {login for login in SEATS if case.id in [one.id for one in desk.today(cast.actor(login))]}
    assert waits == ABOVE and unseen.waiting(clock.today()).count == 0


def test_where_everybody_above_may_be_meant_whoever_seats_people_is_told(cast: Cast) -> None:
    """Nobody reads it until somebody sits there who cannot be meant; the visitor's matter is taken in all the same."""
    case = cast.register(kept_words="甲某").case
    assert readers(cast, case) == set() and unseen.waiting(clock.today()).count == 1 and case.owner_id == cast.person("liaison").id
    with unit_of_work():
        cast.person("office").name = "王玉"
    assert readers(cast, case) == {"office"} and unseen.waiting(clock.today()).count == 0


def test_notices_of_before_are_not_read_by_who_may_be_meant(cast: Cast) -> None:
    case = cast.referred()
    assert inbox.unseen(cast.actor("officer"), 9)[1] == 1
    keep(cast, case, words=NICK)
    assert inbox.unseen(cast.actor("officer"), 9) == ([], 0)
    fresh = cast.register("S02", kept_words=NICK).case
    told = set(db.session.scalars(select(Notice.person_id).where(Notice.case_id == fresh.id)))
    assert told <= {cast.person(one).id for one in ABOVE} | {None}
    assert cast.unit() in target.units_for(case), "it is offered, and refused in words"
