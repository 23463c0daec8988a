"""What would fall is what then falls: a rule changed, ended, a nearer one, another calendar (HB-26, HB-40)."""

from datetime import date

import pytest

from portal.foundation import codes
from portal.foundation.database import db
from portal.foundation.unit_of_work import unit_of_work
from portal.network import actor, almanac
from portal.network.arrangement import Line
from portal.reception import appointment, finding, foreseen, opening, planning
from portal.reception.appointment import Appointment, Asked
from portal.reception.opening import OpeningRule, Wanted
from portal.reception.pattern import Holiday, Pattern
from tests.cast import NOW, Cast
from tests.kiosk.hand import rows
from tests.reception.opened import MONDAY, WEDNESDAY, keep, monday, plan, weekly


def booked(cast: Cast, day: int, place: int = 0, **more: str) -> int:
    """A time of the open day so many weeks from now."""
    slot = finding.offered(cast.station(), NOW)[day].free[place]
    with unit_of_work():
        return appointment.book(cast.station(), Asked(slot=slot, **more), key=codes.new_key(), by=actor.public(NOW)).appointment.id  # type: ignore[arg-type]


def standing() -> OpeningRule:
    return opening.standing(NOW.date())[0]


def wanted(cast: Cast, pattern: Pattern, **more: object) -> Wanted:
    return Wanted(pattern, **({"place": cast.station(), "from_on": date(2026, 1, 1)} | more))  # type: ignore[arg-type]


@pytest.mark.parametrize(("pattern", "more", "falls"), [
    (weekly(MONDAY), {}, 0), (weekly(MONDAY, WEDNESDAY), {}, 0), (weekly(MONDAY, starts=9 * 60 + 30), {}, 1), (weekly(WEDNESDAY), {}, 3),
    (weekly(MONDAY), {"until_on": date(2026, 3, 10)}, 1), (weekly(MONDAY, ends=10 * 60), {}, 2)])
def test_hb40_what_a_changed_rule_would_fell_is_what_it_fells(cast: Cast, pattern: Pattern, more: dict[str, object], falls: int) -> None:
    monday(cast)
    booked(cast, 1), booked(cast, 1, 4), booked(cast, 2, 3)
    told = foreseen.by_rule(standing(), wanted(cast, pattern, **more), NOW)
    assert len(told) == falls and [row.day_fell for row in rows(Appointment)] == [False] * 3, "asking changes nothing"
    with unit_of_work():
        opening.keep(standing(), wanted(cast, pattern, **more), by=cast.actor("director"))
    plan(cast)
    assert sorted(row.at for row in rows(Appointment) if row.day_fell and row.at) == [one.at for one in told]


def test_hb40_a_rule_that_ends_or_one_that_stands_nearer_fells_them_too(cast: Cast) -> None:
    keep(cast, weekly(MONDAY), None)
    plan(cast)
    booked(cast, 1, email="one@mail.example", locale="zh_Hans"), booked(cast, 2, phone="12000000017")
    assert [(one.station.code, one.writes, one.rings) for one in foreseen.by_rule(standing(), None, NOW)] == [("S01", True, False), ("S01", False, True)]
    assert len(foreseen.by_rule(None, wanted(cast, weekly(WEDNESDAY)), NOW)) == 2
    assert foreseen.by_rule(None, wanted(cast, weekly(WEDNESDAY), place=cast.station("S02")), NOW) == []
    assert db.session.query(OpeningRule).count() == 1 and not db.session.new, "what is only thought of is no row"


def test_hb40_a_day_of_rest_fells_what_the_rule_skips(cast: Cast) -> None:
    monday(cast)
    booked(cast, 1)
    booked(cast, 2)
    line = Line(date(2026, 3, 9), False, "调休")
    told = foreseen.by_calendar(almanac.with_lines([line]), NOW)
    assert [one.at.date() for one in told] == [date(2026, 3, 9)]
    assert foreseen.by_calendar(almanac.with_closure([date(2026, 3, 10)]), NOW) == []
    with unit_of_work():
        almanac.close([date(2026, 3, 9)], name="停电", source="通知", by=cast.actor("office"))
    plan(cast)
    assert [row.day_fell for row in rows(Appointment)] == [True, False]


def test_hb40_what_fell_already_or_was_held_all_the_same_is_not_told_again(cast: Cast) -> None:
    monday(cast)
    booked(cast, 1)
    with unit_of_work():
        opening.end(standing(), by=cast.actor("director"))
        planning.plan(cast.station(), by=cast.actor("director"))
    assert rows(Appointment)[0].day_fell
    assert foreseen.by_rule(None, wanted(cast, weekly(WEDNESDAY, holiday=Holiday.KEEP)), NOW) == []
