"""The invented reception days: four ways of opening, a month of them behind us and what is to come, each act by its real verb."""

from datetime import datetime, timedelta

from sqlalchemy import select

from portal.demo.people import FIRST, Cast
from portal.demo.sitting_received import receive
from portal.foundation import clock
from portal.foundation.database import db
from portal.network import actor, station, unit
from portal.network.actor import Actor
from portal.network.person import Person
from portal.network.role import Role
from portal.network.station import Station
from portal.reception import invitation, opening, planning, sitting, vacancy
from portal.reception.opening import Wanted
from portal.reception.pattern import Holiday, Months, Pattern, Repeat
from portal.reception.shift import Shift
from portal.reception.sitting import Presence, Sitting
from portal.reception.vacancy import SaidAt

BEHIND, AHEAD = timedelta(days=28), timedelta(days=35)  # so much is played, so far ahead people are put on
AWAY = "S02"     # where somebody did not come the last time
EMPTY = "S05"    # where nobody came the last time, and two visitors said so
REASON = "临时有会"
THEME, CAME, TABLE = "市容和停车专场", "杜予安，科员", "街道城市管理办"
MONDAY, TUESDAY, WEDNESDAY = range(3)
RULES: tuple[tuple[str, bool, int, Pattern], ...] = (  # station ("": the network), and below it, representatives, pattern
    ("", True, 2, Pattern(Repeat.WEEKLY, 9 * 60, 11 * 60 + 30, frozenset({MONDAY}), holiday=Holiday.NEXT)),
    ("S03", True, 2, Pattern(Repeat.WEEKLY, 14 * 60 + 30, 17 * 60, frozenset({WEDNESDAY}))),
    ("S05", False, 1, Pattern(Repeat.WEEKLY, 20 * 60, 30, frozenset({TUESDAY}))),
    ("S06", False, 1, Pattern(Repeat.MONTHLY, 17 * 60 + 30, 20 * 60 + 30, month_day=15, months=Months.ODD, holiday=Holiday.NEXT)),
)


def open_all(cast: Cast) -> None:
    """Keep the rules, plan their days, put people on, and let a month of them pass."""
    now = clock.now()
    start = now - BEHIND
    for code, below, required, pattern in RULES:
        wanted = Wanted(pattern, clock.day_of(start), station.by_code(code) if code else None, below, required)
        opening.keep(None, wanted, by=cast.one(Role.OFFICE).then(start))
    for place in station.all_open():
        planning.plan(place, by=actor.system(start))
        for row in _days(place, now):
            _seat(cast, place, row, start)
            _pass(cast, place, row, now)
        planning.plan(place, by=actor.system(now))
    _say_so(now)
    _invite(cast, now)


def _days(place: Station, now: datetime) -> list[Shift]:
    query = select(Shift).where(Shift.station_id == place.id, Shift.off_by.is_(None), Shift.begins_at < now + AHEAD)
    return list(db.session.scalars(query.order_by(Shift.begins_at)))


def _seat(cast: Cast, place: Station, row: Shift, at: datetime) -> None:
    liaison = cast.one(Role.LIAISON, place.code).then(at)
    for turn in range(row.required):
        who = cast.one(Role.REPRESENTATIVE, place.code, row.planned_on.toordinal() // 7 + turn)
        sitting.put_on(row, db.session.get_one(Person, who.person_id), by=liaison)


def _pass(cast: Cast, place: Station, row: Shift, now: datetime) -> None:
    """What the liaison noted of a day that has begun by now."""
    if row.begins_at > now or (place.code == EMPTY and row == _last(place, now)):
        return
    seats = sitting.of_shifts([row.id])[row.id]
    away = seats[-1] if place.code == AWAY and row == _last(place, now) else None
    for seat in seats:
        _note(seat, row, away is seat, now, cast.one(Role.LIAISON, place.code))
    receive(row, now, cast.one(Role.LIAISON, place.code))


def _note(seat: Sitting, row: Shift, away: bool, now: datetime, liaison: Actor) -> None:
    if away:
        sitting.note(seat, Presence.ABSENT, reason=REASON, by=liaison.then(min(row.begins_at + timedelta(minutes=20), now)))
        return
    sitting.note(seat, Presence.HERE, by=liaison.then(row.begins_at))
    if row.is_over(now):
        sitting.note(seat, Presence.LEFT, by=liaison.then(row.ends_at))


def _invite(cast: Cast, now: datetime) -> None:
    """Of the first station's days that which comes next has a theme and a unit at its table; one unit came to the last one."""
    place = station.by_code(FIRST)
    assert place is not None
    held = [row for row in _days(place, now) if row.ends_at > now - timedelta(days=8)]
    table = unit.by_name(TABLE)
    assert table is not None
    past, coming = next((row for row in held if row.is_over(now)), None), next((row for row in held if row.begins_at > now + timedelta(days=1)), None)
    liaison = cast.one(Role.LIAISON, FIRST)
    if past is not None:
        asked = invitation.invite(past, table, by=liaison.then(past.begins_at - timedelta(days=4)))
        invitation.note(asked, True, who=CAME, by=liaison.then(past.begins_at))
    if coming is not None:
        early = liaison.then(min(now, coming.begins_at - timedelta(days=4)))
        invitation.name_theme(coming, THEME, by=early)
        invitation.invite(coming, table, by=early)


def _last(place: Station, now: datetime) -> Shift | None:
    query = select(Shift).where(Shift.station_id == place.id, Shift.off_by.is_(None), Shift.ends_at <= now)
    return db.session.scalar(query.order_by(Shift.ends_at.desc()).limit(1))


def _say_so(now: datetime) -> None:
    place = station.by_code(EMPTY)
    row = _last(place, now) if place is not None else None
    for minutes in (15, 40) if row is not None else ():
        vacancy.say(row, source="demonstration", said_at=SaidAt.ONLINE, by=actor.public(row.begins_at + timedelta(minutes=minutes)))
