"""Which times are free, and which appointment it is: by its code, or at the desk (HB-26, HB-34, R56)."""

from datetime import datetime

from sqlalchemy import select

from portal.foundation import codes
from portal.foundation.database import db
from portal.foundation.refusal import Missing, WrongSecret
from portal.foundation.throttle import check
from portal.network import access
from portal.network.access import Place
from portal.network.actor import Actor
from portal.network.station import Station
from portal.reception import booking_code, hall_rule, sitting, slots
from portal.reception import shift as shifts
from portal.reception.appointment import STANDS, Appointment

FREE_TRIES = 5
DAYS = 6  # open days offered at once


def by_code(typed: str, *, source: str, at: datetime) -> Appointment:
    """The appointment of a code; raises WrongSecret for any other, and TooMany while wrong tries have to wait (R56)."""
    subjects = {f"appointment:{source}": FREE_TRIES}
    check(subjects, at)
    code = codes.fold_code(typed)
    row = db.session.scalar(select(Appointment).where(Appointment.code_hash == booking_code.hashed(code))) if code else None
    if row is None:
        raise WrongSecret("appointment_code", subjects)
    return row


def at_desk(appointment_id: int, by: Actor, *, lock: bool = False) -> Appointment:
    """One of a station where the actor keeps them; raises Missing for any other. `lock` for whoever changes it."""
    row = db.session.get(Appointment, appointment_id, with_for_update=lock or None, populate_existing=lock)
    if row is None or not access.can(by, "appointment.keep", Place(row.station_id)):
        raise Missing
    return row


def offered(place: Station, at: datetime) -> list[slots.Day]:
    """The next open days of a station with the times that are still free."""
    rows = [row for row in shifts.coming([place.id], at, 3 * DAYS) if row.off_by is None][:DAYS]
    ids = [row.id for row in rows]
    query = select(Appointment.shift_id, Appointment.at).where(Appointment.shift_id.in_(ids), STANDS)
    taken, seats = {(shift_id, time) for shift_id, time in db.session.execute(query)}, sitting.of_shifts(ids)
    booked = hall_rule.of(place.id).booked
    return [slots.day(row, seats[row.id], taken, at, booked) for row in rows]
