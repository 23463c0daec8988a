"""Whoever told a matter by phone out of hours is rung back by a time that is noted; until then it waits on the page of the day (HB-33)."""

from datetime import timedelta

import pytest

from portal.cases import promised_call, timeline
from portal.cases.case import Case
from portal.cases.promised_call import Part
from portal.cases.visitor import Identity, IdentityMode
from portal.foundation import clock
from portal.foundation.refusal import Missing, Moved, NotAllowed, Refused
from portal.foundation.unit_of_work import unit_of_work
from tests.cast import NOW, Cast


def promise(cast: Cast, case: Case, hours: float = 3, login: str = "liaison") -> promised_call.PromisedCall:
    with unit_of_work():
        return promised_call.promise(case, Part.TIME, NOW + timedelta(hours=hours), by=cast.actor(login))


def tried(cast: Cast, case: Case, reached: bool, give_up: bool = False) -> None:
    with unit_of_work():
        promised_call.tried(case, reached=reached, give_up=give_up, by=cast.actor("clerk"))


def due(cast: Cast, login: str = "liaison") -> list[str]:
    return [number for number, _ in promised_call.due(cast.actor(login), 9)]


def test_hb33_it_waits_at_its_desk_by_its_time_until_they_were_reached(cast: Cast) -> None:
    later, sooner = cast.register().case, cast.register().case
    promise(cast, later, 5)
    promise(cast, sooner, 2, "clerk")
    assert due(cast) == [sooner.number, later.number] and due(cast, "liaison-s02") == [] and due(cast, "rep") == []
    tried(cast, sooner, False)
    row = promised_call.waiting(sooner)
    assert due(cast) == [sooner.number, later.number] and row is not None and row.tries == 1
    tried(cast, sooner, True)
    assert due(cast) == [later.number] and (row.reached, row.ended_at) == (True, NOW)
    tried(cast, later, False, give_up=True)
    assert due(cast) == []
    with pytest.raises(Moved):
        tried(cast, later, True)
    rung = [event.facts for event in timeline.story(sooner, for_visitor=True) if event.act == "phone.try"]
    assert [one["rung"] for one in rung] == ["unreached", "reached"]


def test_hb33_the_time_is_a_part_of_a_day_or_one_of_its_own_and_may_change(cast: Cast) -> None:
    day = clock.day_of(NOW)
    assert [f"{clock.local(promised_call.moment(day, part)):%H:%M}" for part in (Part.MORNING, Part.AFTERNOON, Part.EVENING)] == ["12:00", "18:00", "21:00"]
    assert promised_call.moment(day, Part.TIME, (10, 30)) == clock.at_local(day, 10, 30)
    with pytest.raises(Refused, match="call_when"):
        promised_call.moment(day, Part.TIME)
    case = cast.register().case
    first = promise(cast, case)
    assert promise(cast, case, 6) is first and first.by_at == NOW + timedelta(hours=6)


def test_hb33_what_is_refused_and_to_whom(cast: Cast) -> None:
    case = cast.register().case
    for hours in (0, -1, 24 * 14 + 1):
        with pytest.raises(Refused, match="call_when"):
            promise(cast, case, hours)
    with pytest.raises(Refused, match="call_no_phone"):
        promise(cast, cast.register(identity=Identity(IdentityMode.ANONYMOUS)).case)
    with pytest.raises(Moved):
        promise(cast, cast.closed())
    for login in ("rep", "officer", "director", "liaison-s02"):
        with pytest.raises((NotAllowed, Missing)):
            promise(cast, case, login=login)
