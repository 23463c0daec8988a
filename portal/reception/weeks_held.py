"""What was really held beside what was planned: weeks, open days on which somebody who receives was there, activities, and who came (SD-07, CT-07, CT-08)."""

from collections import defaultdict
from collections.abc import Collection, Iterable
from dataclasses import dataclass
from datetime import date, timedelta

from sqlalchemy import Select, distinct, func, select

from portal.foundation.database import db
from portal.network.role import Role
from portal.reception.activity import Activity
from portal.reception.coverage import Day
from portal.reception.rota import Span, weeks
from portal.reception.shift import Shift
from portal.reception.sitting import Presence, Sitting

CAME = (Presence.HERE, Presence.LEFT)


@dataclass(frozen=True)
class Held:
    """Of one station: how many weeks of a span somebody was planned for, how many of these are over, and how many of these were held."""

    station: int
    planned: int
    over: int
    held: int


@dataclass(frozen=True)
class Came:
    """Of a span: how many representatives came at least once, each counted once, how many open days were held, and how many activities."""

    representatives: int
    sessions: int
    activities: int


def came(stations: Collection[int], span: Span) -> Came:
    """Of these stations; planned ones and those called off are none (CT-07, CT-08)."""
    there = _attended(span).where(Shift.station_id.in_(stations)).subquery()
    people = select(func.count(distinct(there.c.person_id))).where(there.c.role == Role.REPRESENTATIVE)
    done = select(func.count()).select_from(Activity).where(Activity.station_id.in_(stations), Activity.day.between(*span), Activity.struck_at.is_(None))
    found = [db.session.scalar(query) or 0 for query in (people, select(func.count(distinct(there.c.shift_id))), done)]
    return Came(*found)


def of(stations: Collection[int], days: Iterable[Day], span: Span, today: date) -> list[Held]:
    """By station, that which lacks most first; of the weeks that lie wholly within the span."""
    mondays = list(weeks(*span))
    planned: dict[int, set[date]] = defaultdict(set)
    for day in days:
        if day.seated:
            planned[day.station].add(_monday(day.day))
    there = _there(span)
    found = []
    for station in stations:
        mine = [monday for monday in mondays if monday in planned[station]]
        over = [monday for monday in mine if monday + timedelta(days=6) < today]
        found.append(Held(station, len(mine), len(over), sum((station, monday) in there for monday in over)))
    return sorted(found, key=lambda one: (one.held - one.over, one.station))


def _there(span: Span) -> set[tuple[int, date]]:
    """Stations and Mondays of the weeks in which somebody was noted as there."""
    seen = _attended(span).subquery()
    return {(station, _monday(day)) for station, day in db.session.execute(select(seen.c.station_id, seen.c.day).distinct())}


def _attended(span: Span) -> Select[tuple[int, date, int, int, Role]]:
    """Everybody who was noted as there, with their open day."""
    return select(Shift.station_id, Shift.day, Sitting.shift_id, Sitting.person_id, Sitting.role).join(Sitting, Sitting.shift_id == Shift.id).where(
        Shift.day >= span[0], Shift.day <= span[1], Shift.off_by.is_(None), Sitting.taken_off_at.is_(None), Sitting.presence.in_(CAME))


def _monday(day: date) -> date:
    return day - timedelta(days=day.weekday())
