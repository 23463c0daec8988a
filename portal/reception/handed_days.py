"""The open days and appointments of one person given to another in one act: each day by a swap of its own, each appointment told (SG-07, HB-40)."""

import enum
from dataclasses import dataclass
from datetime import date, timedelta

from sqlalchemy import select
from sqlalchemy.orm import contains_eager, joinedload

from portal.foundation import clock
from portal.foundation.database import db
from portal.network import access, reach, representative
from portal.network.actor import Actor
from portal.network.person import Person
from portal.network.role import RECEIVES
from portal.reception import leave, reminding, sitting, swap
from portal.reception.appointment import Appointment, Standing
from portal.reception.shift import Shift
from portal.reception.sitting import Presence, Sitting

MOST = 100  # days, and appointments, of one act


class Stays(enum.StrEnum):
    """Why a day or an appointment stays: the other may not receive then, is on leave, sits elsewhere at that time; the appointment's day
    is none of those."""

    ROLE = "role"
    AWAY = "away"
    TWICE = "twice"
    GONE = "gone"


@dataclass(frozen=True)
class Plan:
    """The days to come at which somebody sits, with why each stays, None where it moves; the appointments with them, likewise; no more than
    `MOST` of each, the next first."""

    days: list[tuple[Sitting, Stays | None]]
    appointments: list[tuple[Appointment, Stays | None]]


def plan(giver: Person, taker: Person, *, by: Actor) -> Plan:
    """What would move from one to the other, of the stations whose roster the actor keeps."""
    seats = _seats(giver, by)
    days = list(zip(seats, _whys(seats, taker, by), strict=True))
    whys = {seat.shift_id: why for seat, why in days}
    return Plan(days, [(row, _why_not(row, whys, taker, by)) for row in _appointments(giver, by)])


def give(giver: Person, taker: Person, *, reason: str, by: Actor) -> tuple[int, int]:
    """Hand over what can move; the desk rings, and whoever left an address is written to that somebody else receives them. Returns how
    many days and how many appointments moved."""
    access.permit(by, "roster.keep")
    found = plan(giver, taker, by=by)
    moving = [seat for seat, why in found.days if why is None]
    for seat in moving:
        swap.set_down(seat, taker, reason=reason[:120].strip(), by=by)
    rows = [row for row, why in found.appointments if why is None]
    for row in rows:
        row.person_id, row.changed_at = taker.id, by.at
        reminding.tell_of_another(row, by.at)
    db.session.flush()
    return len(moving), len(rows)


def _seats(giver: Person, by: Actor) -> list[Sitting]:
    query = (select(Sitting).join(Shift, Shift.id == Sitting.shift_id).where(
        Sitting.person_id == giver.id, Sitting.taken_off_at.is_(None), Sitting.presence == Presence.PLANNED, Shift.begins_at > by.at, Shift.off_by.is_(None))
        .options(contains_eager(Sitting.shift).joinedload(Shift.station)).order_by(Shift.begins_at, Sitting.id).limit(MOST))
    stations = reach.stations(by, "roster.keep")
    return list(db.session.scalars(query if stations is None else query.where(Shift.station_id.in_(stations))))


def _whys(seats: list[Sitting], taker: Person, by: Actor) -> list[Stays | None]:
    """Asked of the taker's own days, roles and leaves, each read once. Days of the giver that collide with each other move one by one."""
    if not seats:
        return []
    last = max(seat.shift.day for seat in seats)
    taken = [row.shift for row in sitting.of_person(taker.id, by.at, last + timedelta(days=1))]
    away = leave.within((seats[0].shift.day, last)).get(taker.id, ())
    return [_why(seat.shift, taken, away, taker) for seat in seats]


def _why(shift: Shift, taken: list[Shift], away: tuple[tuple[date, date], ...], taker: Person) -> Stays | None:
    if not _receives(taker, shift.day):
        return Stays.ROLE
    if any(first <= shift.day <= last for first, last in away):
        return Stays.AWAY
    return Stays.TWICE if any(other.id != shift.id and sitting.collide(other, shift) for other in taken) else None


def _receives(taker: Person, day: date) -> bool:
    return taker.active and any(held.role in RECEIVES and held.since <= day and (held.until is None or held.until >= day) for held in taker.grants)


def _appointments(giver: Person, by: Actor) -> list[Appointment]:
    query = (select(Appointment).where(Appointment.person_id == giver.id, Appointment.stage == Standing.BOOKED,
                                       (Appointment.at.is_(None)) | (Appointment.at > by.at))
             .options(joinedload(Appointment.station)).order_by(Appointment.at, Appointment.id).limit(MOST))
    stations = reach.stations(by, "roster.keep")
    return list(db.session.scalars(query if stations is None else query.where(Appointment.station_id.in_(stations))))


def _why_not(row: Appointment, days: dict[int, Stays | None], taker: Person, by: Actor) -> Stays | None:
    """A time goes with its day; one of a day that does not move, or at which the giver sits no more, stays for the desk to ring. A visit at
    home goes to whoever may receive at its station."""
    if row.shift_id is not None:
        return days.get(row.shift_id, Stays.GONE)
    return None if representative.may_stand_for(taker.id, row.station, clock.day_of(by.at)) else Stays.ROLE
