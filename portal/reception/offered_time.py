"""A time offered to the visitor of a matter, by its representative or the liaison for them: on an open day, at their home, or at a time of its own;
accepted, it is an appointment as any other (HB-26). It says no name: the matter is where who they are is, and who may not see that finds no number."""

import enum
from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime, timedelta

from sqlalchemy import ForeignKey, String, select
from sqlalchemy.orm import Mapped, joinedload, mapped_column, relationship

from portal.cases import lifecycle, visitor
from portal.cases.case import Case
from portal.foundation.database import Base, Utc, choice, db
from portal.foundation.refusal import Moved, Refused
from portal.foundation.text import clean
from portal.network import access
from portal.network.actor import Actor
from portal.reception import appointment, booking_code, slots
from portal.reception.appointment import Appointment, Booked, Standing, Wanted

MOST, AHEAD = 200, timedelta(days=180)


class Said(enum.StrEnum):
    """What became of it. OTHER: they ask for another time; WITHDRAWN: it is offered no more."""

    WAITING = "waiting"
    ACCEPTED = "accepted"
    OTHER = "other"
    DECLINED = "declined"
    WITHDRAWN = "withdrawn"


class OfferedTime(Base):
    """One time offered. `words` are for the visitor to read, `wish` is what they said of another time: neither is in the story, which a unit
    reads too. An open day has a `shift_id`."""

    __tablename__ = "offered_time"

    id: Mapped[int] = mapped_column(primary_key=True)
    case_id: Mapped[int] = mapped_column(ForeignKey("case.id"), index=True)
    wanted: Mapped[Wanted] = mapped_column(choice(Wanted))
    shift_id: Mapped[int | None] = mapped_column(ForeignKey("shift.id"))
    at: Mapped[datetime] = mapped_column(Utc)
    words: Mapped[str] = mapped_column(String(MOST), default="")
    said: Mapped[Said] = mapped_column(choice(Said), default=Said.WAITING)
    wish: Mapped[str] = mapped_column(String(MOST), default="")
    offered_at: Mapped[datetime] = mapped_column(Utc)
    offered_by_id: Mapped[int] = mapped_column(ForeignKey("person.id"))
    said_at: Mapped[datetime | None] = mapped_column(Utc)
    appointment_id: Mapped[int | None] = mapped_column(ForeignKey("appointment.id"), unique=True)

    case: Mapped[Case] = relationship()
    appointment: Mapped[Appointment | None] = relationship()

    def waits(self, at: datetime) -> bool:
        """Whether its visitor may still accept it."""
        return self.said is Said.WAITING and self.at > at

    @property
    def stands(self) -> bool:
        """Whether it is an appointment that was not called off, kept or missed."""
        return self.said is Said.ACCEPTED and self.appointment is not None and self.appointment.stage is Standing.BOOKED


@dataclass(frozen=True)
class Proposed:
    """What is offered: a time of an open day as `slots` gives it, or a moment of its own at the station or at their home."""

    wanted: Wanted
    slot: slots.Slot | None = None
    at: datetime | None = None
    words: str = ""


def offer(case: Case, told: Proposed, *, by: Actor) -> OfferedTime:
    """Offer it; one that waits is offered no more. Refused: the matter is over, an appointment made of an offer stands, the time is
    taken, over or far off, they left no address to come to."""
    access.permit(by, "time.offer", case)
    if not case.is_open:
        raise Moved("offer_over")
    before = newest(case)
    if before is not None and before.stands and before.at > by.at:
        raise Refused("offer_stands")
    shift_id, at = _place(case, told, by)
    if before is not None and before.said is Said.WAITING:
        before.said, before.said_at = Said.WITHDRAWN, by.at
    row = OfferedTime(case_id=case.id, wanted=told.wanted, shift_id=shift_id, at=at, words=clean(told.words, MOST, 4).strip(), offered_at=by.at,
                      offered_by_id=by.person_id or 0)
    lifecycle.also(case, "time.offer", by=by, facts={"meet": told.wanted.value, "meet_at": at.isoformat()}, for_visitor=True)
    db.session.add(row)
    db.session.flush()
    return row


def _place(case: Case, told: Proposed, by: Actor) -> tuple[int | None, datetime]:
    if told.wanted is Wanted.OPEN_DAY:
        shift = appointment.free(told.slot, Appointment(station_id=case.station_id), by)
        return shift.id, told.slot.at  # type: ignore[union-attr]  # free refuses none
    if told.at is None or not by.at < told.at <= by.at + AHEAD:
        raise Refused("offer_when")
    if told.wanted is Wanted.HOME and not visitor.has_address(case):
        raise Refused("offer_home")
    busy = select(Appointment.id).where(Appointment.person_id == case.agent_id, Appointment.at == told.at, Appointment.stage == Standing.BOOKED)
    if case.agent_id is not None and db.session.scalar(busy.limit(1)) is not None:
        raise Refused("offer_busy")
    return None, told.at


def withdraw(row: OfferedTime, *, by: Actor) -> None:
    """It is offered no more; what was made of it is called off, and the visitor is told."""
    access.permit(by, "time.withdraw", row.case)
    if row.said is not Said.WAITING and not row.stands:
        raise Moved("offer_answered")
    _call_off(row, by)
    row.said, row.said_at = Said.WITHDRAWN, by.at
    lifecycle.also(row.case, "time.withdraw", by=by, facts={"meet_at": row.at.isoformat()}, for_visitor=True)
    db.session.flush()


def accept(row: OfferedTime, *, key: str, by: Actor) -> Booked:
    """The visitor comes, or is at home: an appointment with a code of its own; the same form again has the same code (R07). With the
    representative of the matter, on an open day where they may be asked for there. Refused: the time was taken meanwhile, or is over."""
    access.permit(by, "time.answer", row.case)
    kept, code = booking_code.keyed(key)
    known = db.session.scalar(select(Appointment).where(Appointment.key == kept))
    if known is not None and known.id == row.appointment_id:
        return Booked(known, code, replayed=True)
    if known is not None or not row.waits(by.at) or not row.case.is_open:
        raise Moved("offer_answered")
    made = Appointment(station_id=row.case.station_id, wanted=row.wanted, key=kept, code_hash=booking_code.hashed(code), booked_at=by.at, changed_at=by.at)
    if row.shift_id is not None:
        people = slots.people(row.shift_id)
        appointment.sit(made, slots.Slot(row.shift_id, row.at), row.case.agent_id if row.case.agent_id in people else None, by)
    else:
        made.at, made.person_id = row.at, row.case.agent_id
    db.session.add(made)
    db.session.flush()
    _answer(row, Said.ACCEPTED, by)
    row.appointment_id = made.id
    db.session.flush()
    return Booked(made, code)


def ask_other(row: OfferedTime, *, wish: str = "", by: Actor) -> None:
    """Another time, please; and which, in a line, for whoever likes to say."""
    access.permit(by, "time.answer", row.case)
    _still(row, by)
    row.wish = clean(wish, MOST).strip()
    _answer(row, Said.OTHER, by)


def decline(row: OfferedTime, *, by: Actor) -> None:
    """They do not want to meet, or not any more: what was accepted is called off."""
    access.permit(by, "time.answer", row.case)
    if not row.stands:
        _still(row, by)
    _call_off(row, by)
    _answer(row, Said.DECLINED, by)


def answer(row: OfferedTime, said: Said, *, key: str, wish: str = "", by: Actor) -> Booked | None:
    """What the visitor says, by one of the three verbs; what was accepted has a code."""
    if said is Said.ACCEPTED:
        return accept(row, key=key, by=by)
    if said is Said.OTHER:
        ask_other(row, wish=wish, by=by)
    elif said is Said.DECLINED:
        decline(row, by=by)
    else:
        raise Refused("field_choice")
    return None


def _still(row: OfferedTime, by: Actor) -> None:
    if not row.waits(by.at) or not row.case.is_open:
        raise Moved("offer_answered")


def _answer(row: OfferedTime, said: Said, by: Actor) -> None:
    row.said, row.said_at = said, by.at
    lifecycle.also(row.case, "time.answer", by=by, facts={"meet_said": said.value, "meet_at": row.at.isoformat()}, for_visitor=True)
    db.session.flush()


def _call_off(row: OfferedTime, by: Actor) -> None:
    """As `appointment.cancel` leaves it: its time is free again."""
    if row.stands and row.appointment is not None:
        row.appointment.stage, row.appointment.changed_at, row.appointment.email = Standing.CANCELLED, by.at, ""


def newest(case: Case, *, lock: bool = False) -> OfferedTime | None:
    """What was offered last. `lock` for whoever answers it."""
    query = select(OfferedTime).where(OfferedTime.case_id == case.id).order_by(OfferedTime.id.desc()).limit(1)
    return db.session.scalar(query.with_for_update(of=OfferedTime).execution_options(populate_existing=True) if lock else query)


def open_to(case: Case, at: datetime) -> OfferedTime | None:
    """What its visitor may say something of: a time that waits for their word, or one that stands and is to come."""
    row = newest(case)
    return row if row is not None and (row.waits(at) and case.is_open or row.stands and row.at > at) else None


def needed(case: Case) -> OfferedTime:
    """The newest one, for whoever answers it or takes it back; raises Moved where there is none."""
    row = newest(case, lock=True)
    if row is None:
        raise Moved("offer_answered")
    return row


def is_known(key: str) -> bool:
    """Whether this form made an appointment before (R07)."""
    return db.session.scalar(select(Appointment.id).where(Appointment.key == booking_code.keyed(key)[0])) is not None


def of_person(by: Actor) -> list[Appointment]:
    """The appointments that were offered and stand at which this person meets somebody from now on, of an open day or not."""
    query = select(Appointment).join(OfferedTime, OfferedTime.appointment_id == Appointment.id).where(
        Appointment.person_id == by.person_id, Appointment.stage == Standing.BOOKED, Appointment.at > by.at)
    return list(db.session.scalars(query.options(joinedload(Appointment.station)).order_by(Appointment.at, Appointment.id)))


def numbers(appointment_ids: Collection[int], by: Actor) -> dict[int, str]:
    """By appointment that was offered in a matter this actor may see: its number, which leads to who they are."""
    if not appointment_ids:
        return {}
    pairs = db.session.execute(select(OfferedTime.appointment_id, OfferedTime.case_id).where(OfferedTime.appointment_id.in_(appointment_ids))).all()
    cases = {case.id: case for case in db.session.scalars(select(Case).where(Case.id.in_([case_id for _, case_id in pairs])))} if pairs else {}
    return {made: cases[case_id].number for made, case_id in pairs if access.can(by, "case.see", cases[case_id])}
