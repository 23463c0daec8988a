"""Which appointments would fall if a rule or the calendar were another: told before it is kept, by time and station, never by name (HB-26, HB-40)."""

from collections import defaultdict
from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import select
from sqlalchemy.orm import joinedload

from portal.foundation import clock
from portal.foundation.database import db
from portal.foundation.workdays import Workdays
from portal.network import calendar
from portal.network.station import Station
from portal.reception import opening, planning
from portal.reception.appointment import Appointment, Standing
from portal.reception.opening import OpeningRule, Wanted
from portal.reception.pattern import hours
from portal.reception.planning import Planned
from portal.reception.shift import Shift

Order = tuple[Collection[OpeningRule], Workdays]  # the rules and the calendar that days are planned by


@dataclass(frozen=True)
class Falling:
    """One time that would fall: where, when, and how its visitor hears of it: `writes`: by e-mail by itself, `rings`: the desk has a phone."""

    station: Station
    at: datetime
    writes: bool
    rings: bool


def by_rule(rule: OpeningRule | None, wanted: Wanted | None, at: datetime) -> list[Falling]:
    """What falls if `rule` becomes what is wanted, a new one for None; `wanted` None: if it ends today."""
    place = wanted.place if wanted is not None else rule.station if rule is not None else None
    standing, days = opening.standing(clock.day_of(at)), calendar.workdays()
    rules = [one for one in standing if rule is None or one.id != rule.id]
    if wanted is not None:
        rules.append(opening.as_if(rule, wanted))
    return _falling({one.id for one in planning.concerned(rule, place)}, (standing, days), (rules, days), at)


def by_calendar(workdays: Workdays, at: datetime) -> list[Falling]:
    """What falls at whatever station under another calendar."""
    standing = opening.standing(clock.day_of(at))
    return _falling(None, (standing, calendar.workdays()), (standing, workdays), at)


def _falling(places: Collection[int] | None, now: Order, then: Order, at: datetime) -> list[Falling]:
    """What stands by what is in force and would not by the other; what the clock fells tonight anyway is not told of."""
    query = (select(Appointment).join(Shift, Shift.id == Appointment.shift_id).options(joinedload(Appointment.shift), joinedload(Appointment.station))
             .where(Appointment.stage == Standing.BOOKED, Appointment.at > at, Shift.off_by.is_(None), Shift.begins_at > at, Shift.rule_id.is_not(None)))
    if places is not None:
        query = query.where(Appointment.station_id.in_(places))
    booked: dict[Station, list[Appointment]] = defaultdict(list)
    for row in db.session.scalars(query):
        booked[row.station].append(row)
    found, today = [], clock.day_of(at)
    for place, rows in booked.items():
        before, after = (planning.wanted(place, rules, today, days) for rules, days in (now, then))
        found += [Falling(place, row.at, bool(row.email), bool(row.phone)) for row in rows
                  if row.at and not row.day_fell and _stands(row, before) and not _stands(row, after)]
    return sorted(found, key=lambda one: (one.at, one.station.code))


def _stands(row: Appointment, planned: Planned) -> bool:
    assert row.shift is not None and row.at is not None
    held = planned.get((row.shift.rule_id, row.shift.planned_on))
    if held is None:
        return False
    begins_at, ends_at = hours(held[0].pattern, held[1].day or held[1].planned_on)
    return held[1].day is not None and begins_at <= row.at < ends_at
