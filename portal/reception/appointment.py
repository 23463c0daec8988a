"""Appointments: a time on an open day, with a representative who sits there if one is wanted, or a visit at home; moved and called off
by the visitor's own code, a number at the door (HB-26, HB-34, HB-35)."""

import enum
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import ForeignKey, Index, String, and_, false, select, text
from sqlalchemy.orm import Mapped, mapped_column, relationship

from portal.foundation.database import Base, Utc, choice, db, index_where
from portal.foundation.refusal import Missing, Moved, Refused
from portal.foundation.text import clean, mail
from portal.foundation.vault import Sealed
from portal.network import access
from portal.network.access import Place
from portal.network.actor import Actor
from portal.network.person import Person
from portal.network.station import Station
from portal.reception import booking_code, hall_rule, slots, taking, turn
from portal.reception.shift import Shift
from portal.reception.sitting import Presence, Sitting
from portal.reception.turn import Turn

STANDS, WRITTEN_TO = text("stage <> 'cancelled'"), text("email <> ''")


class Wanted(enum.StrEnum):
    """What is asked for."""

    OPEN_DAY = "open_day"
    HOME = "home"
    STATION = "station"  # at a time of its own, as it was offered (portal.reception.offered_time)


class Standing(enum.StrEnum):
    """How it stands; HERE: they came and have a number; DONE and NOT_MET: how a visit at home ended."""

    BOOKED = "booked"
    HERE = "here"
    DONE = "done"
    NOT_MET = "not_met"
    CANCELLED = "cancelled"


class Told(enum.StrEnum):
    """What is written to whoever left an e-mail address: a reminder, or that their day or whoever they asked for is no more, or is again."""

    SOON = "soon"
    FELL = "fell"
    ALONE = "alone"
    STANDS = "stands"


class Appointment(Base):
    """One time of one open day, taken once; a visit at home has neither until the desk has rung. `key` and `code_hash` are hashes:
    the code is known to whoever booked. Who they are is asked for only where somebody has to ring or to come; no page shows `email`. `told` and
    `foretold`: the last change, and whether the reminder, of the time that stands were written to it."""

    __tablename__ = "appointment"
    __table_args__ = (index_where("uq_appointment_time", "shift_id", "at", unique=True, where=STANDS.text),
                      Index("ix_appointment_station", "station_id", "stage"), Index("ix_appointment_person", "person_id", "at"),
                      index_where("ix_appointment_email", "at", where=WRITTEN_TO.text))

    id: Mapped[int] = mapped_column(primary_key=True)
    station_id: Mapped[int] = mapped_column(ForeignKey("station.id"))
    wanted: Mapped[Wanted] = mapped_column(choice(Wanted))
    shift_id: Mapped[int | None] = mapped_column(ForeignKey("shift.id"))
    at: Mapped[datetime | None] = mapped_column(Utc)
    person_id: Mapped[int | None] = mapped_column(ForeignKey("person.id"))
    key: Mapped[str] = mapped_column(String(64), unique=True)
    code_hash: Mapped[str] = mapped_column(String(64), unique=True)
    name: Mapped[str] = mapped_column(Sealed("appointment.name"), default="", server_default="")
    phone: Mapped[str] = mapped_column(Sealed("appointment.phone"), default="", server_default="")
    address: Mapped[str] = mapped_column(Sealed("appointment.address"), default="", server_default="")
    email: Mapped[str] = mapped_column(Sealed("appointment.email"), default="", server_default="")
    locale: Mapped[str] = mapped_column(String(8), default="", server_default="")
    told: Mapped[Told | None] = mapped_column(choice(Told))
    foretold: Mapped[bool] = mapped_column(default=False, server_default=false())
    stage: Mapped[Standing] = mapped_column(choice(Standing), default=Standing.BOOKED)
    turn_id: Mapped[int | None] = mapped_column(ForeignKey("turn.id"))
    reminded_at: Mapped[datetime | None] = mapped_column(Utc)
    booked_at: Mapped[datetime] = mapped_column(Utc)
    changed_at: Mapped[datetime] = mapped_column(Utc, index=True)

    station: Mapped[Station] = relationship()
    shift: Mapped[Shift | None] = relationship()
    person: Mapped[Person | None] = relationship()
    turn: Mapped[Turn | None] = relationship()

    seat: Mapped[Sitting | None] = relationship(viewonly=True, uselist=False, primaryjoin=lambda: and_(
        Appointment.shift_id == Sitting.shift_id, Appointment.person_id == Sitting.person_id), foreign_keys=[shift_id, person_id])

    @property
    def day_fell(self) -> bool:
        """Whether its open day was called off, or got other hours, since it was booked."""
        if self.stage is not Standing.BOOKED or self.shift is None or self.at is None:
            return False
        return self.shift.off_by is not None or not self.shift.begins_at <= self.at < self.shift.ends_at

    @property
    def alone(self) -> bool:
        """Whether somebody was asked for by name who sits there no more."""
        gone = self.seat is None or self.seat.taken_off_at is not None or self.seat.presence is Presence.ABSENT
        return self.stage is Standing.BOOKED and self.shift_id is not None and self.person_id is not None and gone

    @property
    def fell(self) -> bool:
        """Whether what was booked is no more as it was booked."""
        return self.day_fell or self.alone

    @property
    def rung(self) -> bool:
        """Whether they were rung since it is as it is."""
        since = (self.seat.taken_off_at or self.seat.noted_at) if self.alone and self.seat is not None else None
        return self.reminded_at is not None and (since is None or since <= self.reminded_at)


@dataclass(frozen=True)
class Asked:
    """What somebody asks for. `slot`: shift and time as `slots.free` gives them; `person_id`: a representative who sits there."""

    wanted: Wanted = Wanted.OPEN_DAY
    slot: slots.Slot | None = None
    person_id: int | None = None
    name: str = ""
    phone: str = ""
    address: str = ""
    email: str = ""
    locale: str = ""


@dataclass(frozen=True)
class Booked:
    """The appointment and its code; `replayed`: the same form had booked it before."""

    appointment: Appointment
    code: str
    replayed: bool = False


def book(place: Station, asked: Asked, *, key: str, by: Actor) -> Booked:
    """Book it; the same form again gets the same code (R07). Refused: the time is taken or over, nothing is booked there, the person
    sits elsewhere, a visit at home without phone and address."""
    access.permit(by, "appointment.book", Place(place.id))
    kept, code = booking_code.keyed(key)
    known = db.session.scalar(select(Appointment).where(Appointment.key == kept))
    if known is not None:
        return Booked(known, code, replayed=True)
    row = Appointment(station_id=place.id, wanted=asked.wanted, key=kept, code_hash=booking_code.hashed(code), booked_at=by.at, changed_at=by.at,
                      name=clean(asked.name, 50).strip(), phone=clean(asked.phone, 30).strip(), address=clean(asked.address, 200).strip())
    if asked.wanted is Wanted.HOME:
        if not (row.phone and row.address):
            raise Refused("appointment_contact")
    else:
        sit(row, asked.slot, asked.person_id, by)
        row.email, row.locale = mail(asked.email.strip()) if asked.email.strip() else "", asked.locale
    db.session.add(row)
    db.session.flush()
    return Booked(row, code)


def move(row: Appointment, slot: slots.Slot | None, *, by: Actor) -> None:
    """To another time; whoever was asked for comes along only where they sit."""
    access.permit(by, "appointment.change", Place(row.station_id))
    _still(row)
    if row.wanted is not Wanted.OPEN_DAY:
        raise Refused("appointment_time")
    sit(row, slot, None, by)
    if row.person_id is not None and row.person_id not in slots.people(row.shift_id or 0):
        row.person_id = None
    row.changed_at, row.reminded_at, row.told, row.foretold = by.at, None, None, False
    db.session.flush()


def cancel(row: Appointment, *, by: Actor) -> None:
    """Called off: its time is free again, and nobody's name stands there any more."""
    access.permit(by, "appointment.change", Place(row.station_id))
    if row.stage is Standing.CANCELLED:
        return
    _still(row)
    row.stage, row.changed_at = Standing.CANCELLED, by.at
    row.name = row.phone = row.address = row.email = ""
    db.session.flush()


def check_in(row: Appointment, *, by: Actor) -> Turn:
    """They are here: a number, called when their time comes; the same tap again gets the same number."""
    access.permit(by, "appointment.keep", Place(row.station_id))
    if row.turn is not None:
        return row.turn
    _still(row)
    if row.shift is None or row.at is None or turn.on(row.station_id, by.at) != row.shift:
        raise Refused("appointment_when")
    row.turn = taking.take(row.station_id, key=f"appointment:{row.key}", by=by, booked_for=row.at).turn
    row.stage, row.changed_at, row.email = Standing.HERE, by.at, ""
    db.session.flush()
    return row.turn


def remind(row: Appointment, *, by: Actor) -> None:
    """The desk rang and reminded them, or agreed on the time of a visit at home: a change, from which its address is kept a month."""
    access.permit(by, "appointment.keep", Place(row.station_id))
    _still(row)
    if not row.rung:
        row.reminded_at = row.changed_at = by.at
    db.session.flush()


def end_visit(row: Appointment, met: bool, *, by: Actor) -> None:
    """The visit at home was made, or did not come about, and so of a time of its own; the same tap again changes nothing."""
    access.permit(by, "appointment.keep", Place(row.station_id))
    if row.wanted is Wanted.OPEN_DAY:
        raise Missing
    end = Standing.DONE if met else Standing.NOT_MET
    if row.stage is not end:
        _still(row)
        row.stage, row.changed_at = end, by.at
        db.session.flush()


def sit(row: Appointment, slot: slots.Slot | None, person_id: int | None, by: Actor) -> None:
    """It is to be at that time of an open day, which is free; and with whom, where one is named."""
    shift = free(slot, row, by)
    if person_id is not None and person_id not in slots.people(shift.id):
        raise Refused("appointment_elsewhere")
    row.shift_id, row.at, row.person_id = shift.id, slot.at if slot else None, person_id or row.person_id


def free(slot: slots.Slot | None, row: Appointment, by: Actor) -> Shift:
    """Behind the lock of the open day: the time is one of its times, free but for this one, and to come."""
    shift = db.session.get(Shift, slot.shift_id, with_for_update=True, populate_existing=True) if slot is not None else None
    if slot is None or shift is None or shift.station_id != row.station_id or shift.off_by is not None or slot.at <= by.at:
        raise Refused("appointment_time")
    if slot.at not in slots.times(shift, hall_rule.of(shift.station_id).booked):
        raise Refused("appointment_time")
    if db.session.scalar(select(Appointment.id).where(Appointment.shift_id == shift.id, Appointment.at == slot.at, STANDS)) not in (None, row.id):
        raise Refused("appointment_taken")
    return shift


def _still(row: Appointment) -> None:
    if row.stage is not Standing.BOOKED:
        raise Moved
