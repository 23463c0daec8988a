"""Whoever booked and left an e-mail address is written to by the clock: the day before, when their day or whoever they asked for falls
away, and when it stands again, each once. A number and a kind, as notices say it (HB-26, HB-34, R09, R34). What they left goes with it."""

from dataclasses import dataclass
from datetime import datetime, timedelta

from sqlalchemy import ForeignKey, Index, Select, and_, delete, or_, select, update
from sqlalchemy.orm import Mapped, contains_eager, joinedload, mapped_column, relationship

from portal.foundation import carrying, clock
from portal.foundation.carrying import Carried
from portal.foundation.database import Base, choice, db, index_where
from portal.foundation.refusal import Moved
from portal.foundation.text import mail
from portal.network import access
from portal.network.access import Place
from portal.network.actor import Actor
from portal.reception import diary
from portal.reception.appointment import WRITTEN_TO, Appointment, Standing, Told, Wanted

TRIES = 4  # to whoever can be rung as well: an hour and a half
KEPT = timedelta(days=30)  # so long after its time name, phone and address are kept


class AppointmentLetter(Carried, Base):
    """One thing to be written to whoever booked; the address stands with the appointment and nowhere else."""

    __tablename__ = "appointment_letter"
    __table_args__ = (index_where("ix_appointment_letter_open", "next_at", where=carrying.OPEN), Index("ix_appointment_letter_done", "done_at"))

    appointment_id: Mapped[int] = mapped_column(ForeignKey("appointment.id"), index=True)
    told: Mapped[Told] = mapped_column(choice(Told))

    appointment: Mapped[Appointment] = relationship()


@dataclass(frozen=True)
class Line:
    """What is handed to whoever carries it: no name, no time."""

    id: int
    address: str
    locale: str
    told: Told
    number: int


def write_to(row: Appointment, address: str, *, locale: str, by: Actor) -> None:
    """They want to be written to at that address, or at none. Refused: no address, a visit at home, whose time is agreed by phone."""
    access.permit(by, "appointment.change", Place(row.station_id))
    if row.stage is not Standing.BOOKED or row.at is None:
        raise Moved
    row.email, row.locale, row.told, row.changed_at = mail(address.strip()) if address.strip() else "", locale, None, by.at
    row.foretold = False
    db.session.flush()


def tell_of_another(row: Appointment, at: datetime) -> None:
    """Somebody else receives them at their time: whoever left an address is written to, and the desk rings anew. What was not carried yet
    is overtaken, as in `spread`."""
    row.reminded_at, row.told = None, None
    if not row.email or row.at is None:
        return
    db.session.execute(update(AppointmentLetter).where(AppointmentLetter.appointment_id == row.id, AppointmentLetter.done_at.is_(None)).values(done_at=at))
    db.session.add(AppointmentLetter(appointment_id=row.id, told=Told.ALONE, next_at=at))


def spread(most: int, at: datetime) -> int:
    """Write down what whoever left an address has to be told now; what was not carried yet of the same appointment is overtaken.
    Returns how many lines there are. Each once: what was told last changes hands by compare-and-set."""
    made = 0
    for row in db.session.scalars(_due(at).order_by(Appointment.at, Appointment.id).limit(most)).unique():
        what, near = _what(row), _is_near(row, at)
        known = Appointment.told.is_(None) if row.told is None else Appointment.told == row.told
        taken = update(Appointment).where(Appointment.id == row.id, known, Appointment.foretold == row.foretold).values(
            told=row.told if what is Told.SOON else what, foretold=row.foretold or (near and what is not Told.FELL))
        if db.session.execute(taken).rowcount:  # type: ignore[attr-defined]
            db.session.execute(update(AppointmentLetter).where(
                AppointmentLetter.appointment_id == row.id, AppointmentLetter.done_at.is_(None)).values(done_at=at))
            db.session.add(AppointmentLetter(appointment_id=row.id, told=what, next_at=at))
            made += 1
    db.session.flush()
    return made


def waiting(at: datetime, most: int) -> list[int]:
    """Lines whose time has come."""
    return carrying.waiting(AppointmentLetter, at, most)


def take(line: int, at: datetime) -> Line | None:
    """Take one to carry it; None where somebody else was first, or there is nothing to say or nobody to say it to any more."""
    row = carrying.take(AppointmentLetter, line, at)
    if row is None:
        return None
    of = row.appointment
    if of.stage is not Standing.BOOKED or not of.email or of.at is None or of.at <= at:
        row.done_at = at
        return None
    return Line(row.id, of.email, of.locale, row.told, of.id)


def settle(line: int, error: str | None, at: datetime) -> None:
    """It arrived, or what hindered it; an address at which nothing arrives is forgotten, sooner where there is a phone to ring instead."""
    row = db.session.get_one(AppointmentLetter, line)
    row.settle(error, at)
    if row.tries >= TRIES and row.appointment.phone:
        row.done_at = row.done_at or at
    if row.done_at is not None and not row.sent:
        row.appointment.email, row.appointment.told, row.appointment.foretold = "", None, False


def forget_old(*, by: Actor) -> int:
    """An e-mail address is forgotten when its appointment is over; a month after the last change or the agreed time nothing of whoever
    booked is left: how many were forgotten. A visit at home whose address is gone can be made no more."""
    access.permit(by, "appointment.forget")
    last = by.at - KEPT
    db.session.execute(update(Appointment).where(WRITTEN_TO, or_(Appointment.stage != Standing.BOOKED, Appointment.at <= by.at)).values(email=""))
    db.session.execute(delete(AppointmentLetter).where(AppointmentLetter.done_at < last))
    waits = Appointment.wanted != Wanted.OPEN_DAY, Appointment.stage == Standing.BOOKED, (Appointment.at.is_(None)) | (Appointment.at < last)
    db.session.execute(update(Appointment).where(Appointment.changed_at < last, *waits).values(stage=Standing.NOT_MET))
    old = Appointment.changed_at < last, (Appointment.at.is_(None)) | (Appointment.at < last), or_(Appointment.phone != "", Appointment.name != "", Appointment.address != "")
    found = db.session.execute(update(Appointment).where(*old).values(name="", phone="", address="").returning(Appointment.id))
    return len(found.all())


def _due(at: datetime) -> Select[tuple[Appointment]]:
    query = diary.seated(select(Appointment).where(WRITTEN_TO, Appointment.stage == Standing.BOOKED, Appointment.at > at))
    today = clock.day_of(at)
    tomorrow = today + timedelta(days=1)
    near = or_(diary.on_day(tomorrow), and_(Appointment.at < clock.at_local(tomorrow, 0), Appointment.booked_at < clock.at_local(today, 0)))
    due = or_(diary.changed(), and_(near, ~Appointment.foretold, ~diary.day_fell()))
    return query.where(due).options(contains_eager(Appointment.shift), joinedload(Appointment.seat))


def _what(row: Appointment) -> Told:
    if row.day_fell:
        return Told.FELL
    if row.alone and row.told is not Told.ALONE:
        return Told.ALONE
    return Told.STANDS if not row.alone and row.told in (Told.FELL, Told.ALONE) else Told.SOON


def _is_near(row: Appointment, at: datetime) -> bool:
    return row.at is not None and clock.day_of(row.at) <= clock.day_of(at) + timedelta(days=1)
