"""Shorthands for open days: a rule kept, its shifts planned, somebody put on; each in a unit of work of its own."""

from datetime import date, datetime

from sqlalchemy import select

from portal.foundation import clock
from portal.foundation.database import db
from portal.foundation.unit_of_work import unit_of_work
from portal.network import actor
from portal.reception import opening, planning, shift, sitting
from portal.reception.opening import OpeningRule, Wanted
from portal.reception.pattern import Holiday, Pattern, Repeat
from portal.reception.planning import Made
from portal.reception.shift import Shift
from portal.reception.sitting import Presence, Sitting
from tests.cast import NOW, Cast

MONDAY, WEDNESDAY = 0, 2
TODAY = date(2026, 3, 2)  # the Monday of the tests, nine o'clock


def weekly(*days: int, starts: int = 9 * 60, ends: int = 11 * 60 + 30, holiday: Holiday = Holiday.SKIP) -> Pattern:
    """A rule of these weekdays."""
    return Pattern(Repeat.WEEKLY, starts, ends, frozenset(days), holiday=holiday)


def keep(cast: Cast, pattern: Pattern, station: str | None = "S01", *, rule: OpeningRule | None = None, login: str = "office",
         **more: object) -> OpeningRule:
    """Write a rule of a station, of the network for None."""
    with unit_of_work():
        given = {"place": cast.station(station) if station else None, "from_on": date(2026, 1, 1)} | more
        return opening.keep(rule, Wanted(pattern, **given), by=cast.actor(login))  # type: ignore[arg-type]


def plan(cast: Cast, station: str = "S01") -> Made:
    """Make the rows of a station, as the clock does."""
    with unit_of_work():
        return planning.plan(cast.station(station), by=actor.system(clock.now()))


def rows(cast: Cast, station: str = "S01") -> list[Shift]:
    """The shifts of a station in their order."""
    return list(db.session.scalars(select(Shift).where(Shift.station_id == cast.station(station).id).order_by(Shift.begins_at, Shift.id)))


def fresh(cast: Cast, station: str = "S01") -> list[Shift]:
    """The same, read anew after a request wrote."""
    db.session.rollback()
    return rows(cast, station)


def monday(cast: Cast, station: str = "S01", **more: object) -> list[Shift]:
    """The first rule of the source: every Monday morning, two representatives."""
    keep(cast, weekly(MONDAY), station, **more)
    plan(cast, station)
    return rows(cast, station)


def put_on(cast: Cast, row: Shift, login: str = "rep", by: str = "liaison") -> Sitting:
    """Put somebody on."""
    with unit_of_work():
        return sitting.put_on(shift.one(row.id, cast.actor(by), lock=True), cast.person(login), by=cast.actor(by))


def note(cast: Cast, seat: Sitting, presence: Presence, *, by: str = "liaison", reason: str = "") -> None:
    """Write down what the liaison saw."""
    with unit_of_work():
        sitting.note(seat, presence, reason=reason, by=cast.actor(by))


def at(day: int, hour: int, minute: int = 0, month: int = 3) -> datetime:
    """Let it be that moment of 2026."""
    moment = clock.at_local(date(NOW.year, month, day), hour, minute)
    clock.freeze(moment)
    return moment
