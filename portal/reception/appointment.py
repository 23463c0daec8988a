"""Appointments: a time on an open day, with a representative who sits there if one is wanted, or a visit at home; moved and called off
by the visitor's own code, a number at the door (HB-26, HB-34, HB-35)."""

import enum
from dataclasses import dataclass
from datetime import datetime, timedelta

from sqlalchemy import ForeignKey, Index, String, select, text, update
from sqlalchemy.orm import Mapped, mapped_column, relationship

from portal.foundation import codes
from portal.foundation.database import Base, Utc, choice, db, index_where
from portal.foundation.refusal import Missing, Moved, Refused, WrongSecret
from portal.foundation.text import clean
from portal.foundation.throttle import check
from portal.network import access
from portal.network.access import Place
from portal.network.actor import Actor
from portal.network.person import Person
from portal.network.station import Station
from portal.reception import shift as shifts
from portal.reception import hall_rule, sitting, slots, taking, turn
from portal.reception.shift import Shift
from portal.reception.turn import Turn

FREE_TRIES = 5
DAYS = 6  # open days offered at once
KEPT = timedelta(days=30)  # so long after its time name, phone and address are kept
STANDS = text("stage <> 'cancelled'")


class Wanted(enum.StrEnum):
    """What is asked for."""

    OPEN_DAY = "open_day"
    HOME = "home"


class Standing(enum.StrEnum):
    """How it stands; HERE: they came and have a number; DONE and NOT_MET: how a visit at home ended."""

    BOOKED = "booked"
    HERE = "here"
    DONE = "done"
    NOT_MET = "not_met"
    CANCELLED = "cancelled"


class Appointment(Base):
    """One time of one open day, taken once; a visit at home has neither until the desk has rung. `key` and `code_hash` are hashes:
    the code is known to whoever booked. Who they are is asked for only where somebody has to ring or to come."""

    __tablename__ = "appointment"
    __table_args__ = (index_where("uq_appointment_time", "shift_id", "at", unique=True, where=STANDS.text),
                      Index("ix_appointment_station", "station_id", "stage"))

    id: Mapped[int] = mapped_column(primary_key=True)
    station_id: Mapped[int] = mapped_column(ForeignKey("station.id"))
    wanted: Mapped[Wanted] = mapped_column(choice(Wanted))
    shift_id: Mapped[int | None] = mapped_column(ForeignKey("shift.id"))
    at: Mapped[datetime | None] = mapped_column(Utc)
    person_id: Mapped[int | None] = mapped_column(ForeignKey("person.id"))
    key: Mapped[str] = mapped_column(String(64), unique=True)
    code_hash: Mapped[str] = mapped_column(String(64), unique=True)
    name: Mapped[str] = mapped_column(String(50), default="")
    phone: Mapped[str] = mapped_column(String(30), default="")
    address: Mapped[str] = mapped_column(String(200), default="")
    stage: Mapped[Standing] = mapped_column(choice(Standing), default=Standing.BOOKED)
    turn_id: Mapped[int | None] = mapped_column(ForeignKey("turn.id"))
    reminded_at: Mapped[datetime | None] = mapped_column(Utc)
    booked_at: Mapped[datetime] = mapped_column(Utc)
    changed_at: Mapped[datetime] = mapped_column(Utc, index=True)

    station: Mapped[Station] = relationship()
    shift: Mapped[Shift | None] = relationship()
    person: Mapped[Person | None] = relationship()
    turn: Mapped[Turn | None] = relationship()

    @property
    def fell(self) -> bool:
        """Whether it waits for an open day that was called off, or got other hours, since it was booked."""
        if self.stage is not Standing.BOOKED or self.shift is None or self.at is None:
            return False
        return self.shift.off_by is not None or not self.shift.begins_at <= self.at < self.shift.ends_at


@dataclass(frozen=True)
class Asked:
    """What somebody asks for. `slot`: shift and time as `slots.free` gives them; `person_id`: a representative who sits there."""

    wanted: Wanted = Wanted.OPEN_DAY
    slot: slots.Slot | None = None
    person_id: int | None = None
    name: str = ""
    phone: str = ""
    address: str = ""


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
    hashed, code = codes.keyed_hash("appointment form", key), codes.derive_code(f"appointment:{key}")
    known = db.session.scalar(select(Appointment).where(Appointment.key == hashed))
    if known is not None:
        return Booked(known, code, replayed=True)
    row = Appointment(station_id=place.id, wanted=asked.wanted, key=hashed, code_hash=_hashed(code), booked_at=by.at, changed_at=by.at,
                      name=clean(asked.name, 50).strip(), phone=clean(asked.phone, 30).strip(), address=clean(asked.address, 200).strip())
    if asked.wanted is Wanted.HOME:
        if not (row.phone and row.address):
            raise Refused("appointment_contact")
    else:
        _sit(row, asked.slot, asked.person_id, by)
    db.session.add(row)
    db.session.flush()
    return Booked(row, code)


def move(row: Appointment, slot: slots.Slot | None, *, by: Actor) -> None:
    """To another time; whoever was asked for comes along only where they sit."""
    access.permit(by, "appointment.change", Place(row.station_id))
    _still(row)
    if row.wanted is not Wanted.OPEN_DAY:
        raise Refused("appointment_time")
    _sit(row, slot, None, by)
    if row.person_id is not None and row.person_id not in slots.people(row.shift_id or 0):
        row.person_id = None
    row.changed_at, row.reminded_at = by.at, None
    db.session.flush()


def cancel(row: Appointment, *, by: Actor) -> None:
    """Called off: its time is free again, and nobody's name stands there any more."""
    access.permit(by, "appointment.change", Place(row.station_id))
    if row.stage is Standing.CANCELLED:
        return
    _still(row)
    row.stage, row.changed_at = Standing.CANCELLED, by.at
    row.name = row.phone = row.address = ""
    db.session.flush()


def check_in(row: Appointment, *, by: Actor) -> Turn:
    """They are here: a number, called when their time comes; the same tap again gets the same number."""
    access.permit(by, "appointment.keep", Place(row.station_id))
    if row.turn is not None:
        return row.turn
    _still(row)
    if row.at is None or turn.on(row.station_id, by.at) != row.shift:
        raise Refused("appointment_when")
    row.turn = taking.take(row.station_id, key=f"appointment:{row.key}", by=by, booked_for=row.at).turn
    row.stage, row.changed_at = Standing.HERE, by.at
    db.session.flush()
    return row.turn


def remind(row: Appointment, *, by: Actor) -> None:
    """The desk rang and reminded them, or agreed on the time of a visit at home: a change, from which its address is kept a month."""
    access.permit(by, "appointment.keep", Place(row.station_id))
    _still(row)
    if row.reminded_at is None:
        row.reminded_at = row.changed_at = by.at
    db.session.flush()


def end_visit(row: Appointment, met: bool, *, by: Actor) -> None:
    """The visit at home was made, or did not come about; the same tap again changes nothing."""
    access.permit(by, "appointment.keep", Place(row.station_id))
    if row.wanted is not Wanted.HOME:
        raise Missing
    end = Standing.DONE if met else Standing.NOT_MET
    if row.stage is not end:
        _still(row)
        row.stage, row.changed_at = end, by.at
        db.session.flush()


def forget_old(*, by: Actor) -> int:
    """A month after the last change or the agreed time nothing of whoever booked is left; how many were forgotten. A visit at home
    whose address is gone can be made no more."""
    access.permit(by, "appointment.forget")
    last = by.at - KEPT
    waits = Appointment.wanted == Wanted.HOME, Appointment.stage == Standing.BOOKED
    db.session.execute(update(Appointment).where(Appointment.changed_at < last, *waits).values(stage=Standing.NOT_MET))
    old = Appointment.changed_at < last, (Appointment.at.is_(None)) | (Appointment.at < last), Appointment.phone + Appointment.name + Appointment.address != ""
    found = db.session.execute(update(Appointment).where(*old).values(name="", phone="", address="").returning(Appointment.id))
    return len(found.all())


def by_code(typed: str, *, source: str, at: datetime) -> Appointment:
    """The appointment of a code; raises WrongSecret for any other, and TooMany while wrong tries have to wait (R56)."""
    subjects = {f"appointment:{source}": FREE_TRIES}
    check(subjects, at)
    code = codes.fold_code(typed)
    row = db.session.scalar(select(Appointment).where(Appointment.code_hash == _hashed(code))) if code else None
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


def _sit(row: Appointment, slot: slots.Slot | None, person_id: int | None, by: Actor) -> None:
    """Behind the lock of the open day: the time is one of its times, free, and to come."""
    if slot is None:
        raise Refused("appointment_time")
    shift = db.session.get(Shift, slot.shift_id, with_for_update=True, populate_existing=True)
    if shift is None or shift.station_id != row.station_id or shift.off_by is not None or slot.at <= by.at:
        raise Refused("appointment_time")
    if slot.at not in slots.times(shift, hall_rule.of(shift.station_id).booked):
        raise Refused("appointment_time")
    if db.session.scalar(select(Appointment.id).where(Appointment.shift_id == shift.id, Appointment.at == slot.at, STANDS)) not in (None, row.id):
        raise Refused("appointment_taken")
    if person_id is not None and person_id not in slots.people(shift.id):
        raise Refused("appointment_elsewhere")
    row.shift_id, row.at, row.person_id = shift.id, slot.at, person_id or row.person_id


def _still(row: Appointment) -> None:
    if row.stage is not Standing.BOOKED:
        raise Moved


def _hashed(code: str) -> str:
    return codes.keyed_hash("appointment", code)
