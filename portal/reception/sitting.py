"""Who sits at an open day: put on by hand, never twice in one half-day; noted on the day as here, gone or not come (HB-40, SD-06)."""

import enum
from collections.abc import Collection
from datetime import date, datetime, timedelta

from sqlalchemy import ForeignKey, String, UniqueConstraint, select
from sqlalchemy.orm import Mapped, contains_eager, joinedload, mapped_column, relationship

from portal.foundation.database import Base, Utc, choice, db
from portal.foundation.refusal import Missing, Refused
from portal.foundation.text import clean
from portal.network import access, receivers
from portal.network.access import Place
from portal.network.actor import Actor
from portal.network.person import Person
from portal.network.role import RECEIVES, Grant, Role, in_force
from portal.reception import day_notice
from portal.reception.day_notice import Told
from portal.reception.shift import Shift

EARLY, AFTERWARDS = timedelta(hours=2), timedelta(hours=36)  # how long before and after its hours who came is noted


class Presence(enum.StrEnum):
    """What was noted of somebody on the day; PLANNED: nothing yet."""

    PLANNED = "planned"
    HERE = "here"
    LEFT = "left"
    ABSENT = "absent"


class Sitting(Base):
    """One person at one shift. `role` is what they held when they were put on: visitors see who is a representative and who a
    recommended member. `noted_at` is when the note was written; `reason` of an absence stays inside the office."""

    __tablename__ = "sitting"
    __table_args__ = (UniqueConstraint("shift_id", "person_id"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    shift_id: Mapped[int] = mapped_column(ForeignKey("shift.id"))
    person_id: Mapped[int] = mapped_column(ForeignKey("person.id"), index=True)
    role: Mapped[Role] = mapped_column(choice(Role))
    put_on_at: Mapped[datetime] = mapped_column(Utc)
    put_on_by_id: Mapped[int | None] = mapped_column(ForeignKey("person.id"))
    taken_off_at: Mapped[datetime | None] = mapped_column(Utc)
    presence: Mapped[Presence] = mapped_column(choice(Presence), default=Presence.PLANNED)
    came_at: Mapped[datetime | None] = mapped_column(Utc)
    left_at: Mapped[datetime | None] = mapped_column(Utc)
    noted_at: Mapped[datetime | None] = mapped_column(Utc)
    noted_by_id: Mapped[int | None] = mapped_column(ForeignKey("person.id"))
    reason: Mapped[str] = mapped_column(String(120), default="")
    confirmed_at: Mapped[datetime | None] = mapped_column(Utc)
    confirmed_for: Mapped[datetime | None] = mapped_column(Utc)  # the beginning they said yes to: a day that moves is asked about anew

    shift: Mapped[Shift] = relationship()
    person: Mapped[Person] = relationship(foreign_keys=[person_id])

    @property
    def came(self) -> bool:
        """Whether they were there, at least for a while."""
        return self.presence in (Presence.HERE, Presence.LEFT)

    @property
    def is_confirmed(self) -> bool:
        """Whether they said that they will come, as the day stands now (YT-15)."""
        return self.confirmed_at is not None and self.confirmed_for == self.shift.begins_at and self.confirmed_at >= self.put_on_at


def put_on(shift: Shift, person: Person, *, by: Actor) -> Sitting:
    """Put somebody on a shift. Refused: it is over or called off, they may not receive on that day, or sit elsewhere in that half-day."""
    access.permit(by, "roster.keep", Place(shift.station_id))
    return seat(shift, person, by)


def seat(shift: Shift, person: Person, by: Actor) -> Sitting:
    """The same for verbs that asked already whether the actor may."""
    if shift.off_by is not None or shift.is_over(by.at):
        raise Refused("shift_over")
    db.session.get(Person, person.id, with_for_update=True)  # two offices reach for the same person: one after the other
    role = _role(person, shift)
    if role is None:
        raise Refused("sitting_may_not")
    other = elsewhere(person.id, shift)
    if other is not None:
        raise Refused("sitting_twice", station=other.station.name, name=person.name)
    row = db.session.scalar(select(Sitting).where(Sitting.shift_id == shift.id, Sitting.person_id == person.id))
    if row is not None and row.taken_off_at is None:
        return row
    if row is None:
        row = Sitting(shift_id=shift.id, person_id=person.id, presence=Presence.PLANNED)
        db.session.add(row)
    row.role, row.put_on_at, row.put_on_by_id, row.taken_off_at = role, by.at, by.person_id, None
    shift.change(by.at)
    day_notice.tell([person.id], shift, Told.PUT_ON, by)
    db.session.flush()
    return row


def take_off(row: Sitting, *, by: Actor) -> None:
    """They do not sit there after all. Whoever was noted as here or not come stays in the record."""
    access.permit(by, "roster.keep", Place(row.shift.station_id))
    if row.presence is not Presence.PLANNED or row.shift.is_over(by.at):
        raise Refused("sitting_noted")
    remove(row, by)


def remove(row: Sitting, by: Actor) -> None:
    """Take the row off; the calendars learn of it, and who sat there."""
    row.taken_off_at = by.at
    row.shift.change(by.at)
    day_notice.tell([row.person_id], row.shift, Told.TAKEN_OFF, by)


def let_go(shift: Shift, by: Actor) -> None:
    """Whoever would now sit twice in one half-day, since this shift moved or is held again, sits here no more."""
    for row in of_shifts([shift.id])[shift.id]:
        if elsewhere(row.person_id, shift) is not None:
            remove(row, by)


def tell_off(shift: Shift, by: Actor) -> None:
    """Whoever sits at a day that is called off is told."""
    day_notice.tell([row.person_id for row in of_shifts([shift.id])[shift.id]], shift, Told.CALLED_OFF, by)


def note(row: Sitting, presence: Presence, *, reason: str = "", by: Actor) -> None:
    """What the liaison sees on the day: here, gone again, or not come, which may be put right until the next day is over.
    Refused: too early, too late, gone before they came."""
    access.permit(by, "sitting.note", Place(row.shift.station_id))
    if row.taken_off_at is not None or row.shift.off_by is not None:
        raise Missing
    if not may_note(row.shift, by.at):
        raise Refused("sitting_when")
    if presence is Presence.PLANNED or (presence is Presence.LEFT and row.presence is not Presence.HERE):
        raise Refused("sitting_order")
    if presence is Presence.ABSENT and by.at < row.shift.begins_at:
        raise Refused("sitting_when")
    row.presence, row.noted_at, row.noted_by_id = presence, by.at, by.person_id
    row.reason = clean(reason, 120).strip() if presence is Presence.ABSENT else ""
    if presence is Presence.LEFT:
        row.left_at = by.at
    else:
        row.came_at, row.left_at = (by.at if presence is Presence.HERE else None), None


def may_note(shift: Shift, at: datetime) -> bool:
    """Whether who came is noted at that moment."""
    return shift.begins_at - EARLY <= at <= shift.ends_at + AFTERWARDS


def elsewhere(person_id: int, shift: Shift) -> Shift | None:
    """Another shift that takes this person in one of the same half-days, or at the same hours."""
    near = timedelta(days=1)
    query = (select(Shift).join(Sitting, Sitting.shift_id == Shift.id)
             .where(Sitting.person_id == person_id, Sitting.taken_off_at.is_(None), Shift.id != shift.id, Shift.off_by.is_(None),
                    Shift.day >= shift.day - near, Shift.day <= shift.day + near))
    return next((other for other in db.session.scalars(query) if collide(other, shift)), None)


def collide(one: Shift, other: Shift) -> bool:
    """Whether nobody can sit at both: they take the same hours, or one of the same half-days."""
    at_once = one.begins_at < other.ends_at and other.begins_at < one.ends_at
    return at_once or (one.day == other.day and bool(one.halves & other.halves))


def of_shifts(shift_ids: Collection[int]) -> dict[int, list[Sitting]]:
    """Who sits at each of these shifts, in the order they were put on."""
    found: dict[int, list[Sitting]] = {shift_id: [] for shift_id in shift_ids}
    query = (select(Sitting).where(Sitting.shift_id.in_(found), Sitting.taken_off_at.is_(None)).order_by(Sitting.put_on_at, Sitting.id)
             .options(joinedload(Sitting.person).joinedload(Person.representative)))
    for row in db.session.scalars(query):
        found[row.shift_id].append(row)
    return found


def of_person(person_id: int, at: datetime, until: date) -> list[Sitting]:
    """Where somebody sits from now on, the next first."""
    query = (select(Sitting).join(Shift, Shift.id == Sitting.shift_id).where(
        Sitting.person_id == person_id, Sitting.taken_off_at.is_(None), Shift.off_by.is_(None), Shift.ends_at > at, Shift.day <= until)
        .options(contains_eager(Sitting.shift).joinedload(Shift.station)).order_by(Shift.begins_at))
    return list(db.session.scalars(query))


def between(person_id: int, first: date, last: date) -> list[Sitting]:
    """Where somebody was put on from `first` to `last`, days that were called off left out, the earliest first (HB-12)."""
    query = (select(Sitting).join(Shift, Shift.id == Sitting.shift_id).where(
        Sitting.person_id == person_id, Sitting.taken_off_at.is_(None), Shift.off_by.is_(None), Shift.day.between(first, last))
        .options(contains_eager(Sitting.shift).joinedload(Shift.station)).order_by(Shift.begins_at))
    return list(db.session.scalars(query))


def one(shift: Shift, person_id: int) -> Sitting:
    """The row of somebody at a shift; raises Missing."""
    found = db.session.scalar(select(Sitting).where(
        Sitting.shift_id == shift.id, Sitting.person_id == person_id, Sitting.taken_off_at.is_(None)))
    if found is None:
        raise Missing
    return found


def suggest(shift: Shift, typed: str) -> list[str]:
    """Up to twelve who may receive on that day and whose name, field or station fits; those of the station first."""
    return receivers.suggest(typed, shift.day, first=shift.station_id)


def meant(shift: Shift, typed: str) -> Person | None:
    """Who was picked from the list, or the only one whom what was typed fits."""
    return receivers.meant(typed, shift.day, first=shift.station_id)


def _role(person: Person, shift: Shift) -> Role | None:
    query = select(Grant.role).where(Grant.person_id == person.id, Grant.role.in_(RECEIVES), in_force())
    held = set(db.session.scalars(query, {"day": shift.day})) if person.active else set()
    return next((role for role in RECEIVES if role in held), None)
