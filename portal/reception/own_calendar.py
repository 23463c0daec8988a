"""One's own open days as a calendar of one's own: a secret address that can be taken back at any time (HB-40).

Of the address only a fingerprint is kept, so that it is shown once; a new one ends the old. What was taken off or called off stays
in the calendar as cancelled, for a client that had it shows it else for ever (RFC 5545)."""

import secrets
from dataclasses import dataclass
from datetime import datetime, timedelta

from sqlalchemy import ForeignKey, String, select
from sqlalchemy.orm import Mapped, contains_eager, joinedload, mapped_column

from portal.foundation import clock, codes
from portal.foundation.database import Base, Utc, db
from portal.foundation.refusal import Missing
from portal.network import access
from portal.network.actor import Actor
from portal.network.person import Person
from portal.reception.appointment import Appointment
from portal.reception.shift import Shift
from portal.reception.sitting import Sitting

BACK, AHEAD = timedelta(days=31), timedelta(days=400)


class CalendarKey(Base):
    """One address of one person's calendar, in force until it is revoked."""

    __tablename__ = "calendar_key"

    id: Mapped[int] = mapped_column(primary_key=True)
    person_id: Mapped[int] = mapped_column(ForeignKey("person.id"), index=True)
    key_hash: Mapped[str] = mapped_column(String(64), unique=True)
    made_at: Mapped[datetime] = mapped_column(Utc)
    revoked_at: Mapped[datetime | None] = mapped_column(Utc)


@dataclass(frozen=True)
class OwnDay:
    """One open day of one person; `uid` names it for calendars, alike for ever; `off`: they do not sit there, or it is not held."""

    uid: str
    shift: Shift
    off: bool


def make(*, by: Actor) -> str:
    """A new address, as its secret part; whatever address there was is dead."""
    revoke(by=by)
    key = secrets.token_urlsafe(24)
    db.session.add(CalendarKey(person_id=by.person_id, key_hash=codes.keyed_hash("calendar", key), made_at=by.at))
    db.session.flush()
    return key


def revoke(*, by: Actor) -> None:
    """No address leads to this person's calendar any more."""
    access.permit(by, "swap.ask")
    for row in _standing(by.person_id):
        row.revoked_at = by.at
    db.session.flush()


def has_one(by: Actor) -> bool:
    """Whether an address stands."""
    return bool(_standing(by.person_id))


def _standing(person_id: int | None) -> list[CalendarKey]:
    return list(db.session.scalars(select(CalendarKey).where(CalendarKey.person_id == person_id, CalendarKey.revoked_at.is_(None))))


def owner(key: str) -> Person:
    """Whose calendar an address leads to; raises Missing for a revoked one, a wrong one, and one of somebody who left."""
    found = db.session.scalar(select(Person).join(CalendarKey, CalendarKey.person_id == Person.id).where(
        CalendarKey.key_hash == codes.keyed_hash("calendar", key), CalendarKey.revoked_at.is_(None), Person.active.is_(True)))
    if found is None:
        raise Missing
    return found


def meetings(person: Person, at: datetime) -> list[Appointment]:
    """The times of their own at which somebody meets them, at the station or at home, from a month ago on: called off ones too. Those of an
    open day stand with it."""
    query = (select(Appointment).where(Appointment.person_id == person.id, Appointment.shift_id.is_(None), Appointment.at > at - BACK)
             .options(joinedload(Appointment.station)).order_by(Appointment.at, Appointment.id))
    return list(db.session.scalars(query))


def days(person: Person, at: datetime) -> list[OwnDay]:
    """Every open day they sat or sit at, or were to, from a month ago on."""
    today = clock.day_of(at)
    query = (select(Sitting).join(Shift, Shift.id == Sitting.shift_id).where(
        Sitting.person_id == person.id, Shift.day >= today - BACK, Shift.day <= today + AHEAD)
        .options(contains_eager(Sitting.shift).joinedload(Shift.station)).order_by(Shift.begins_at, Shift.id))
    return [OwnDay(f"{seat.shift.uid}-{seat.id}", seat.shift, seat.taken_off_at is not None or seat.shift.off_by is not None)
            for seat in db.session.scalars(query)]
