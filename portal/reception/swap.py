"""Shifts given to somebody else: asked by the one, accepted by the other, or set by those who keep the roster; each leaves a trace.

Without a day in return it is a deputy, with one a swap. What is published moves in no other way but by leave and by hand (HB-40)."""

import enum
from datetime import date, datetime

from sqlalchemy import ForeignKey, Index, String, or_, select
from sqlalchemy.orm import Load, Mapped, joinedload, mapped_column, relationship

from portal.foundation.database import Base, Utc, choice, db
from portal.foundation.refusal import Missing, Refused
from portal.foundation.text import clean
from portal.network import access
from portal.network.access import Place
from portal.network.actor import Actor
from portal.network.person import Person
from portal.reception import day_notice, sitting
from portal.reception.day_notice import Told
from portal.reception.shift import Shift
from portal.reception.sitting import Presence, Sitting

SHOWN = 40


class Answer(enum.StrEnum):
    """What became of it; SET: by those who keep the roster, nobody was asked."""

    ASKED = "asked"
    ACCEPTED = "accepted"
    DECLINED = "declined"
    WITHDRAWN = "withdrawn"
    SET = "set"


class Swap(Base):
    """`giver` sits at `shift` and `taker` is to; in return `giver` takes the taker's seat at `back`. `reason` is read by these two and
    the office."""

    __tablename__ = "swap"
    __table_args__ = (Index("ix_swap_giver", "giver_id", "answer"), Index("ix_swap_taker", "taker_id", "answer"))

    id: Mapped[int] = mapped_column(primary_key=True)
    shift_id: Mapped[int] = mapped_column(ForeignKey("shift.id"), index=True)
    back_id: Mapped[int | None] = mapped_column(ForeignKey("shift.id"))
    giver_id: Mapped[int] = mapped_column(ForeignKey("person.id"))
    taker_id: Mapped[int] = mapped_column(ForeignKey("person.id"))
    reason: Mapped[str] = mapped_column(String(120), default="")
    asked_at: Mapped[datetime] = mapped_column(Utc)
    asked_by_id: Mapped[int | None] = mapped_column(ForeignKey("person.id"))
    answer: Mapped[Answer] = mapped_column(choice(Answer))
    answered_at: Mapped[datetime | None] = mapped_column(Utc)
    answered_by_id: Mapped[int | None] = mapped_column(ForeignKey("person.id"))

    shift: Mapped[Shift] = relationship(foreign_keys=[shift_id])
    back: Mapped[Shift | None] = relationship(foreign_keys=[back_id])
    giver: Mapped[Person] = relationship(foreign_keys=[giver_id])
    taker: Mapped[Person] = relationship(foreign_keys=[taker_id])


def ask(seat: Sitting, taker: Person, *, back_on: date | None = None, reason: str = "", by: Actor) -> Swap:
    """The one who sits asks another to. `back_on`: the day on which the taker sits and the asker would in return."""
    access.permit(by, "swap.ask")
    if seat.person_id != by.person_id:
        raise Missing
    row = _write(seat, taker, back_on, reason, Answer.ASKED, by)
    day_notice.tell([taker.id], seat.shift, Told.ASKED, by)
    return row


def set_down(seat: Sitting, taker: Person, *, back_on: date | None = None, reason: str = "", by: Actor) -> Swap:
    """Those who keep the roster say so at once, for a day of theirs; a day in return has to be theirs too."""
    access.permit(by, "roster.keep", Place(seat.shift.station_id))
    row = _write(seat, taker, back_on, reason, Answer.SET, by)
    if row.back is not None:
        access.permit(by, "roster.keep", Place(row.back.station_id))
    row.answered_at, row.answered_by_id = by.at, by.person_id
    _change_places(row, by)
    return row


def answer(row: Swap, said: Answer, *, by: Actor) -> None:
    """The taker accepts or declines; the asker takes it back. Refused: it was answered, or cannot be any more."""
    access.permit(by, "swap.ask")
    whose = row.giver_id if said is Answer.WITHDRAWN else row.taker_id
    if said not in (Answer.ACCEPTED, Answer.DECLINED, Answer.WITHDRAWN) or by.person_id != whose:
        raise Missing
    if row.answer is not Answer.ASKED:
        raise Refused("swap_answered")
    row.answer, row.answered_at, row.answered_by_id = said, by.at, by.person_id
    if said is Answer.ACCEPTED:
        _change_places(row, by)
    else:
        day_notice.tell([row.giver_id, row.taker_id], row.shift, Told(said), by)
    db.session.flush()


def _write(seat: Sitting, taker: Person, back_on: date | None, reason: str, said: Answer, by: Actor) -> Swap:
    _movable(seat, by.at)
    if taker.id == seat.person_id:
        raise Refused("swap_oneself")
    back = _in_return(taker, back_on) if back_on is not None else None
    row = Swap(shift_id=seat.shift_id, back_id=back.shift_id if back else None, giver_id=seat.person_id, taker_id=taker.id,
               reason=clean(reason, 120).strip(), asked_at=by.at, asked_by_id=by.person_id, answer=said)
    db.session.add(row)
    db.session.flush()
    return row


def _in_return(taker: Person, day: date) -> Sitting:
    """Their only seat on that day."""
    query = select(Sitting).join(Shift, Shift.id == Sitting.shift_id).where(
        Sitting.person_id == taker.id, Sitting.taken_off_at.is_(None), Shift.day == day, Shift.off_by.is_(None))
    found = list(db.session.scalars(query.limit(2)))
    if len(found) != 1:
        raise Refused("swap_no_return", name=taker.name)
    return found[0]


def _movable(seat: Sitting | None, at: datetime) -> Sitting:
    if seat is None or seat.taken_off_at is not None or seat.presence is not Presence.PLANNED or seat.shift.off_by is not None \
            or seat.shift.begins_at <= at:
        raise Refused("swap_over")
    return seat


def _change_places(row: Swap, by: Actor) -> None:
    """First both get up, then both sit down: a swap within one half-day leaves nobody twice."""
    for one in sorted({row.giver_id, row.taker_id}):
        db.session.get(Person, one, with_for_update=True)
    moves = [(row.shift, row.giver, row.taker)] + ([(row.back, row.taker, row.giver)] if row.back is not None else [])
    for shift, giver, _ in moves:
        seat = db.session.scalar(select(Sitting).where(Sitting.shift_id == shift.id, Sitting.person_id == giver.id))
        sitting.remove(_movable(seat, by.at), by)
    db.session.flush()
    for shift, _, taker in moves:
        sitting.seat(shift, taker, by)


def one(swap_id: int, by: Actor, *, lock: bool = False) -> Swap:
    """A swap that the actor asked for or was asked for; raises Missing."""
    found = db.session.get(Swap, swap_id, with_for_update=lock or None, populate_existing=lock)
    if found is None or by.person_id not in (found.giver_id, found.taker_id):
        raise Missing
    return found


def waiting(by: Actor) -> list[Swap]:
    """What waits for the actor's word, and what they asked for, of days that have not begun."""
    query = select(Swap).join(Shift, Shift.id == Swap.shift_id).where(
        Swap.answer == Answer.ASKED, or_(Swap.giver_id == by.person_id, Swap.taker_id == by.person_id), Shift.begins_at > by.at)
    return list(db.session.scalars(query.order_by(Swap.id).limit(SHOWN).options(*_whole())))


def of_shift(shift_id: int) -> list[Swap]:
    """Everything that was asked or set for one open day, the newest first."""
    return list(db.session.scalars(
        select(Swap).where(Swap.shift_id == shift_id).order_by(Swap.id.desc()).limit(SHOWN).options(*_whole())))


def _whole() -> tuple[Load, ...]:
    return joinedload(Swap.shift).joinedload(Shift.station), joinedload(Swap.back), joinedload(Swap.giver), joinedload(Swap.taker)
